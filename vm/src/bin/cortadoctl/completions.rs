//! `cortadoctl completions`: what makes shells complete options, from their tables.

use anyhow::{Result, bail};
use clap::ValueEnum;
use cortado_vm::options::FlagOrigin;
use cortado_vm::options::docs::{self, OptionDoc};
use std::fmt::Write as _;
use std::io::Write;

/// A shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    Bash,
    Zsh,
    Fish,
}

/// A program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Program {
    Cortado,
    Cortadoctl,
    CortadoServer,
}

/// Prints the script for one program, or for all.
pub fn write(
    shell: Shell,
    program: Option<Program>,
    mut command: clap::Command,
    out: &mut impl Write,
) -> Result<()> {
    let wanted = |other: Program| program.is_none_or(|program| program == other);
    if wanted(Program::Cortado) {
        out.write_all(cortado(shell).as_bytes())?;
    }
    if wanted(Program::Cortadoctl) {
        let generator = match shell {
            Shell::Bash => clap_complete::Shell::Bash,
            Shell::Zsh => clap_complete::Shell::Zsh,
            Shell::Fish => clap_complete::Shell::Fish,
        };
        clap_complete::generate(generator, &mut command, "cortadoctl", out);
    }
    if wanted(Program::CortadoServer) {
        let name = match shell {
            Shell::Bash => "bash",
            Shell::Zsh => "zsh",
            Shell::Fish => "fish",
        };
        match super::of_server(&[name])? {
            Some(text) => out.write_all(&text)?,
            None if program.is_some() => bail!("there is no cortado-server beside this program"),
            None => {}
        }
    }
    Ok(())
}

/// All options and flags of `cortado`.
fn all() -> Vec<OptionDoc> {
    let flags = [FlagOrigin::HotSpot, FlagOrigin::Cortado].into_iter().flat_map(docs::flags);
    docs::options().into_iter().chain(flags).collect()
}

fn cortado(shell: Shell) -> String {
    match shell {
        Shell::Bash => bash(),
        Shell::Zsh => zsh(),
        Shell::Fish => fish(),
    }
}

/// Whether the argument is a word of its own.
fn takes_word(option: &OptionDoc) -> bool {
    option.argument.starts_with(' ')
}

/// Words are cut at colons and equals signs in bash: what comes before the last one in the current
/// word is taken off the answers.
fn bash() -> String {
    let options = all();
    let names: Vec<&str> =
        options.iter().flat_map(|option| &option.names).map(String::as_str).collect();
    let with_word = options.iter().filter(|option| takes_word(option));
    let with_word: Vec<&str> =
        with_word.flat_map(|option| &option.names).map(String::as_str).collect();
    format!(
        r#"_cortado() {{
    local line=${{COMP_LINE:0:COMP_POINT}} word before previous
    word=${{line##*[[:space:]]}}
    before=${{word%"${{word##*[:=]}}"}}
    previous=${{COMP_WORDS[COMP_CWORD-1]}}
    COMPREPLY=()
    case $previous in
        {with_word})
            COMPREPLY=($(compgen -f -- "$word"))
            return ;;
    esac
    case $word in
        -*)
            COMPREPLY=($(compgen -W '{names}' -- "$word"))
            COMPREPLY=("${{COMPREPLY[@]#"$before"}}")
            [[ ${{#COMPREPLY[@]}} -eq 1 && ${{COMPREPLY[0]}} == *[:=] ]] && compopt -o nospace ;;
        @*)
            COMPREPLY=($(compgen -P @ -f -- "${{word#@}}")) ;;
        *)
            COMPREPLY=($(compgen -f -- "$word")) ;;
    esac
}}
complete -o filenames -F _cortado cortado
"#,
        names = names.join(" "),
        with_word = with_word.join("|"),
    )
}

fn zsh() -> String {
    let mut text = String::from("#compdef cortado\n\n_cortado() {\n    _arguments \\\n");
    for option in all() {
        let help = option.help.replace('\'', "'\\''").replace(['[', ']'], " ").replace(':', "\\:");
        for name in &option.names {
            let name = name.replace(':', "\\:");
            let _ = match option.argument {
                "" => writeln!(text, "        '{name}[{help}]' \\"),
                _ if takes_word(&option) => {
                    writeln!(text, "        '{name}[{help}]:value:_files' \\")
                }
                _ => writeln!(text, "        '{name}-[{help}]:value:' \\"),
            };
        }
    }
    text.push_str("        '*:file:_files'\n}\n\n");
    text.push_str("if [ \"$funcstack[1]\" = \"_cortado\" ]; then\n    _cortado \"$@\"\nelse\n");
    text.push_str("    compdef _cortado cortado\nfi\n");
    text
}

fn fish() -> String {
    let mut text = String::new();
    for option in all() {
        let help = option.help.replace('\\', "\\\\").replace('\'', "\\'");
        for name in &option.names {
            let name = match name.strip_prefix("--") {
                Some(name) => format!("-l '{name}'"),
                None if name.len() == 2 => format!("-s '{}'", &name[1..]),
                None => format!("-o '{}'", &name[1..]),
            };
            let argument = if takes_word(&option) { " -r" } else { "" };
            let _ = writeln!(text, "complete -c cortado {name}{argument} -d '{help}'");
        }
    }
    text
}
