//! `cortadoctl man`: manual pages, from the tables of options.

use anyhow::{Context, Result};
use cortado_vm::options::FlagOrigin;
use cortado_vm::options::docs::{self, OptionDoc};
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Writes the pages into `dir`, which is made if it is not there.
pub fn write(dir: &Path, command: clap::Command) -> Result<()> {
    std::fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
    let date = date();
    let page = |name: &str, text: &[u8]| {
        let path = dir.join(format!("{name}.1"));
        std::fs::write(&path, without_double_breaks(text))
            .with_context(|| path.display().to_string())
    };
    page("cortado", cortado(&date).as_bytes())?;
    let mut command = command.disable_help_subcommand(true);
    // Gives the commands their full names.
    command.build();
    for command in commands(&command) {
        let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
        let mut text = Vec::new();
        clap_mangen::Man::new(command).date(&date).render(&mut text)?;
        page(&name, &text)?;
    }
    match super::of_server(&["man", &date])? {
        Some(text) => page("cortado-server", &text)?,
        None => eprintln!(
            "cortadoctl: there is no cortado-server beside this program, so its page is missing"
        ),
    }
    Ok(())
}

/// A page without line breaks around an empty line, of which formatters complain.
fn without_double_breaks(page: &[u8]) -> String {
    String::from_utf8_lossy(page).replace(".br\n\n.br\n", ".sp\n")
}

/// A command and those below it.
fn commands(command: &clap::Command) -> Vec<clap::Command> {
    let below = command.get_subcommands().flat_map(commands);
    std::iter::once(command.clone()).chain(below).collect()
}

/// The date of the pages: today, or what `SOURCE_DATE_EPOCH` says.
fn date() -> String {
    let given = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).as_ref().map_or(0, Duration::as_secs);
    let (year, month, day) = civil(given.unwrap_or_else(now) / 86_400);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day of a number of days since 1970.
fn civil(days: u64) -> (u64, u64, u64) {
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let (mut year, mut rest) = (1970, days);
    while rest >= 365 + u64::from(leap(year)) {
        rest -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (month, length) in (1..).zip(lengths) {
        if rest < length {
            return (year, month, rest + 1);
        }
        rest -= length;
    }
    (year, 12, 31)
}

/// Text of a page, with what the formatter would take for its own escaped.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    match text.starts_with(['.', '\'']) {
        true => format!("\\&{text}"),
        false => text,
    }
}

/// The page of `cortado`.
fn cortado(date: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut page = format!(".TH CORTADO 1 {date} \"cortado {version}\" \"User Commands\"\n");
    page += r#".SH NAME
cortado \- run Java programs
.SH SYNOPSIS
.B cortado
.RI [ options ]
.I class
.RI [ arguments ]
.br
.B cortado
.RI [ options ]
.B \-jar
.I file
.RI [ arguments ]
.br
.B cortado
.RI [ options ]
.B \-m
.IR module [/ class ]
.RI [ arguments ]
.br
.B cortado
.RI [ options ]
.I file.java
.RI [ arguments ]
.SH DESCRIPTION
Runs a program on the Cortado virtual machine with the class library of an installed JDK 17, and
takes the options of
.BR java (1).
A word
.BI @ file
stands for the options in a file.
.SH OPTIONS
"#;
    list(&mut page, &docs::options());
    page += ".SH FLAGS\nThose of HotSpot that mean something here:\n";
    list(&mut page, &docs::flags(FlagOrigin::HotSpot));
    page += ".SS Flags of Cortado\n";
    list(&mut page, &docs::flags(FlagOrigin::Cortado));
    page += r#".SH ENVIRONMENT
.TP
.B JAVA_HOME
The JDK whose class library is used, unless an option names it.
.TP
.B CLASSPATH
The class path, unless an option gives one.
.TP
.BR JDK_JAVA_OPTIONS ", " JAVA_TOOL_OPTIONS
Options that go before those of the command line.
.TP
.B _JAVA_OPTIONS
Options that go after them.
.SH FILES
.TP
.IR hs_err_pid N .log
The report on a crash of the virtual machine, in the working directory, or in that of temporary
files.
.SH EXIT STATUS
That of the program; 1 when it cannot be started or an exception leaves its main method; 134 when
the virtual machine crashes.
.SH SEE ALSO
.BR java (1),
.BR cortadoctl (1),
.BR cortado\-server (1)
"#;
    page
}

fn list(page: &mut String, options: &[OptionDoc]) {
    for option in options {
        page.push_str(".TP\n");
        let names: Vec<String> = option
            .names
            .iter()
            .map(|name| {
                let argument = match option.argument {
                    "" => String::new(),
                    argument => format!("\\fI{}\\fR", escaped(argument)),
                };
                format!("\\fB{}\\fR{argument}", escaped(name))
            })
            .collect();
        let _ = writeln!(page, "{}\n{}.", names.join(", "), escaped(option.help));
    }
}

#[cfg(test)]
mod tests {
    use super::civil;

    #[test]
    fn days_have_dates() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(789), (1972, 2, 29));
        assert_eq!(civil(11_016), (2000, 2, 29));
        assert_eq!(civil(20_818), (2026, 12, 31));
    }
}
