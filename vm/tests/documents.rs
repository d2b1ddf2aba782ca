//! Manual pages and shell completions: everything that the tables of options have is in them, and
//! what reads them finds nothing to complain of.

use cortado_vm::options::FlagOrigin;
use cortado_vm::options::docs::{self, OptionDoc};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const CORTADOCTL: &str = env!("CARGO_BIN_EXE_cortadoctl");

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn cortadoctl(arguments: &[&str]) -> String {
    text(&Command::new(CORTADOCTL).args(arguments).output().expect("it runs"))
}

fn all() -> Vec<OptionDoc> {
    let flags = [FlagOrigin::HotSpot, FlagOrigin::Cortado].into_iter().flat_map(docs::flags);
    docs::options().into_iter().chain(flags).collect()
}

/// Whether a tool that not every machine has is here.
fn has(tool: &str) -> bool {
    Command::new("sh")
        .args(["-c", &format!("command -v {tool}")])
        .output()
        .is_ok_and(|output| output.status.success())
}

/// The paths of commands in the help text of `cortadoctl`: `jit`, `jit replay` and so on.
fn commands(above: &[&str], found: &mut BTreeSet<String>) {
    let help = cortadoctl(&[above, &["--help"]].concat());
    let Some(list) = help.split("\nCommands:\n").nth(1) else { return };
    for line in list.lines().take_while(|line| !line.is_empty()) {
        let Some(name) = line.strip_prefix("  ").and_then(|line| line.split(' ').next()) else {
            continue;
        };
        if name.is_empty() || name == "help" {
            continue;
        }
        let path = [above, &[name]].concat();
        found.insert(path.join(" "));
        commands(&path, found);
    }
}

fn pages(dir: &Path) -> BTreeSet<String> {
    let names = fs::read_dir(dir)
        .expect("a directory")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned());
    names.collect()
}

/// A page as a reader sees it.
fn rendered(page: &Path) -> String {
    let mut man = Command::new("man");
    man.args(["-P", "cat", "-l"]).arg(page).env("MANWIDTH", "200").env("LC_ALL", "C");
    text(&man.output().expect("man runs"))
}

#[test]
fn every_program_and_command_has_a_page() {
    let dir = tempfile::tempdir().expect("a directory");
    let man = dir.path().join("man/man1");
    let output = Command::new(CORTADOCTL).arg("man").arg(&man).output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let mut expected: BTreeSet<String> = ["cortado.1", "cortadoctl.1"].map(str::to_owned).into();
    let mut below = BTreeSet::new();
    commands(&[], &mut below);
    assert!(below.contains("jit replay") && below.contains("man"), "{below:?}");
    expected.extend(below.iter().map(|path| format!("cortadoctl-{}.1", path.replace(' ', "-"))));
    // The server is another crate's program: it may not have been built.
    let mut found = pages(&man);
    let has_server = found.remove("cortado-server.1");
    let notice = String::from_utf8_lossy(&output.stderr).contains("no cortado-server");
    assert_eq!(has_server, !notice);
    assert_eq!(found, expected);
    for name in pages(&man) {
        lint(&man.join(name));
    }
}

/// Formats a page with all the checkers that are here.
fn lint(page: &Path) {
    if has("mandoc") {
        let output =
            Command::new("mandoc").args(["-T", "lint", "-W", "warning"]).arg(page).output();
        let output = output.expect("mandoc runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    if has("groff") {
        let mut groff = Command::new("groff");
        groff.args(["-ww", "-man", "-Tutf8", "-z"]).arg(page);
        let output = groff.output().expect("groff runs");
        let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && complaints.is_empty(), "{complaints}");
    }
}

#[test]
fn the_page_of_cortado_has_every_option() {
    let dir = tempfile::tempdir().expect("a directory");
    cortadoctl(&["man", &dir.path().display().to_string()]);
    let path = dir.path().join("cortado.1");
    let page = fs::read_to_string(&path).expect("a page").replace("\\-", "-");
    for option in all() {
        for name in &option.names {
            assert!(page.contains(&format!("\\fB{name}\\fR")), "{name}");
        }
        assert!(page.contains(option.help), "{}", option.help);
    }
    if has("man") {
        let seen = rendered(&path);
        for text in ["-cp <path>, -classpath <path>", "-XX:+UseJITServer, -XX:-UseJITServer"] {
            assert!(seen.contains(text), "{seen}");
        }
    }
}

#[test]
fn pages_have_the_date_that_the_build_is_given() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut command = Command::new(CORTADOCTL);
    command.arg("man").arg(dir.path()).env("SOURCE_DATE_EPOCH", "951782400");
    text(&command.output().expect("it runs"));
    for name in pages(dir.path()) {
        let page = fs::read_to_string(dir.path().join(&name)).expect("a page");
        let title = page.lines().find(|line| line.starts_with(".TH ")).unwrap_or_default();
        assert!(title.contains("2000-02-29"), "{name}: {title}");
    }
}

#[test]
fn shells_know_every_option() {
    for shell in ["bash", "zsh", "fish"] {
        let script = cortadoctl(&["completions", shell, "cortado"]);
        for name in all().iter().flat_map(|option| &option.names) {
            let bare = name.trim_start_matches('-');
            let quoted = if shell == "zsh" { bare.replace(':', "\\:") } else { bare.to_owned() };
            assert!(script.contains(&quoted), "{shell}: {name}");
        }
        let script = cortadoctl(&["completions", shell, "cortadoctl"]);
        assert!(script.contains("completions") && script.contains("metaspace"));
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("script");
        fs::write(&file, cortadoctl(&["completions", shell])).expect("written");
        if has(shell) {
            let output = Command::new(shell).arg("-n").arg(&file).output().expect("it runs");
            assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        }
    }
}

/// What bash offers for the last word of a line.
fn offered(line: &str) -> BTreeSet<String> {
    let script = format!(
        "source <({CORTADOCTL} completions bash cortado)
        compopt() {{ :; }}
        COMP_LINE='{line}' COMP_POINT=${{#COMP_LINE}} COMP_WORDS=({line}) \
        COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        _cortado
        printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let output = Command::new("bash").args(["-c", &script]).output().expect("bash runs");
    text(&output).lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_words_with_colons() {
    assert_eq!(offered("cortado -XX:AOT"), ["AOTCache=".to_owned()].into());
    assert_eq!(offered("cortado -XX:+UseJIT"), ["+UseJITServer".to_owned()].into());
    assert_eq!(offered("cortado --list"), ["--list-modules".to_owned()].into());
    assert!(offered("cortado -X").contains("-Xint"));
}

#[test]
fn what_cannot_be_written_is_an_error() {
    let output = Command::new(CORTADOCTL).args(["man", "/dev/null/x"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/dev/null/x"));
    let output = Command::new(CORTADOCTL).args(["completions", "csh"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
}
