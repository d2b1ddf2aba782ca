//! The manual page and shell completions of the options, for `cortadoctl man` and `completions`.

use crate::options::Options;
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::{self, Write};

/// Prints what the words after `--generate` ask for: `man DATE`, or the name of a shell.
///
/// # Errors
/// When the words ask for nothing that there is, or nobody takes what is printed.
pub fn print(words: &[String], out: &mut impl Write) -> io::Result<()> {
    let mut command = Options::command();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let shell = match words[..] {
        ["man", date] => return clap_mangen::Man::new(command).date(date).render(out),
        ["bash"] => Shell::Bash,
        ["zsh"] => Shell::Zsh,
        ["fish"] => Shell::Fish,
        _ => return Err(io::Error::other("--generate: expected man DATE, bash, zsh or fish")),
    };
    clap_complete::generate(shell, &mut command, "cortado-server", out);
    Ok(())
}
