//! What reports need and what cannot be found out any more once something has gone wrong.

use crate::launcher;
use crate::options::{VmConfig, VmFlags};
use std::ffi::{CString, OsString};
use std::os::unix::ffi::OsStrExt;
use std::sync::OnceLock;

/// Prepared at the start of the process.
pub struct Facts {
    /// The version of the class library and the VM, in two lines.
    pub version: String,
    /// The VM's options, the program and its arguments.
    pub command_line: String,
    /// `-XX:ErrorFile`; empty for the usual name.
    pub error_file: String,
    /// The report goes to standard output or error instead of a file.
    pub stream: Option<i32>,
    /// What to run after a crash.
    pub on_error: Commands,
    /// What to run when memory runs out for the first time.
    pub on_out_of_memory: Commands,
    /// The time for the report; zero for no limit.
    pub timeout_millis: i64,
    /// Whether the process leaves a core dump, if the system allows.
    pub dumps_core: bool,
    /// No report at all.
    pub suppressed: bool,
    /// `-XX:ErrorReportTest`.
    pub test: u64,
    /// The flags as they are.
    pub flags: VmFlags,
    /// The flags as they would be without options.
    pub defaults: VmFlags,
}

static FACTS: OnceLock<Facts> = OnceLock::new();

/// Remembers what reports need of the configuration.
pub fn collect(config: &VmConfig, version: String) {
    // The clock of the process begins now if it has not begun.
    launcher::uptime();
    let flags = &config.flags;
    let stream = match (flags.ErrorFileToStdout, flags.ErrorFileToStderr) {
        (true, _) => Some(libc::STDOUT_FILENO),
        (false, true) => Some(libc::STDERR_FILENO),
        (false, false) => None,
    };
    let _ = FACTS.set(Facts {
        version,
        command_line: command_line(config),
        error_file: flags.ErrorFile.clone(),
        stream,
        on_error: Commands::new("OnError", &flags.OnError),
        on_out_of_memory: Commands::new("OnOutOfMemoryError", &flags.OnOutOfMemoryError),
        timeout_millis: i64::try_from(flags.ErrorLogTimeout.saturating_mul(1000))
            .unwrap_or(i64::MAX),
        dumps_core: flags.CreateCoredumpOnCrash,
        suppressed: flags.SuppressFatalErrorMessage,
        test: flags.ErrorReportTest,
        flags: flags.clone(),
        defaults: VmFlags::default(),
    });
}

/// What is known, in a process that reports its crashes.
pub fn get() -> Option<&'static Facts> {
    FACTS.get()
}

/// Commands of a shell that an option names.
pub struct Commands {
    /// The option.
    pub option: &'static str,
    /// Its text: each use of the option adds a line.
    pub text: String,
    /// The commands in it, separated by `;`.
    pub single: Vec<CString>,
}

impl Commands {
    fn new(option: &'static str, texts: &[String]) -> Commands {
        let text = texts.join("\n");
        let single = text.split(';').map(str::trim).filter(|text| !text.is_empty());
        let single = single.filter_map(|text| CString::new(text).ok()).collect();
        Commands { option, single, text }
    }
}

fn command_line(config: &VmConfig) -> String {
    let told_by_launcher = ["-Dsun.java.launcher=", "-Dsun.java.command=", "-Djava.class.path="];
    let own = |word: &&String| !told_by_launcher.iter().any(|start| word.starts_with(start));
    let options = config.vm_arguments.iter().filter(own).map(String::as_str);
    let mut words: Vec<String> = options.map(str::to_owned).collect();
    if let Some(main) = &config.launch.main {
        words.push(main.what.clone());
    }
    let text = |word: &OsString| String::from_utf8_lossy(word.as_bytes()).into_owned();
    words.extend(config.arguments.iter().map(text));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_separated() {
        let found = Commands::new("OnError", &["a b; c".to_owned(), "d; ".to_owned()]);
        let texts: Vec<_> = found.single.iter().map(|text| text.to_str().unwrap()).collect();
        assert_eq!(texts, ["a b", "c\nd"]);
    }
}
