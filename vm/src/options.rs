//! Command-line options: from the words after `cortado` to a [`VmConfig`].
//!
//! The grammar is `java`'s and has two halves, as there. The launcher's half ([`launcher`])
//! expands `@argfiles`, takes what concerns the start of the program, and turns the rest into VM
//! options. The VM's half ([`vm`]) reads those, between the ones of `JAVA_TOOL_OPTIONS` and of
//! `_JAVA_OPTIONS`; `-XX` flags ([`flags`]) and `-Xlog` ([`log`]) have files of their own. Errors
//! of the launcher's half therefore come before those of the VM's half, and texts, streams and
//! exit codes are `java`'s.
//!
//! Nothing here needs a running VM. To add an option, add a row to the table of its half; the
//! `match` below the table then fails to build until it is handled. To add a flag, add a row to
//! the table in [`flags`].

mod argfile;
mod assertions;
mod classpath;
mod config;
pub mod docs;
mod error;
mod flags;
mod hotspot;
mod jarfile;
mod launcher;
mod log;
mod memory;
mod vm;

pub use assertions::Assertions;
pub use config::{
    HeapSizes, LaunchMode, LaunchPlan, MainEntry, ModulePatch, Properties, Settings, Usage,
    VersionText, VmConfig,
};
pub use error::{OptionError, Stream};
pub use flags::{FLAG_ROWS, FlagOrigin, FlagRow, FlagSetting, FlagValue, VmFlags, declared_kind};

use std::ffi::OsString;

use crate::trace::{Level, OpenError};

/// The environment variables that options may come from.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// `CLASSPATH`: the class path when no option gives one.
    pub class_path: Option<String>,
    /// `JDK_JAVA_OPTIONS`: launcher options that precede the command line.
    pub jdk_java_options: Option<String>,
    /// `JAVA_TOOL_OPTIONS`: VM options that precede the command line.
    pub java_tool_options: Option<String>,
    /// `_JAVA_OPTIONS`: VM options that follow the command line.
    pub java_options: Option<String>,
}

impl Environment {
    /// The environment of this process.
    pub fn of_process() -> Environment {
        let var = |name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        Environment {
            class_path: var("CLASSPATH"),
            jdk_java_options: var("JDK_JAVA_OPTIONS"),
            java_tool_options: var("JAVA_TOOL_OPTIONS"),
            java_options: var("_JAVA_OPTIONS"),
        }
    }
}

/// What the command line asks for.
#[derive(Debug)]
pub enum Action {
    /// Start the VM.
    Run(Box<VmConfig>),
    /// Print the version of the class library and exit; no VM is needed.
    PrintFullVersion {
        /// Where to.
        stream: Stream,
        /// The JDK that `--java-home` names.
        java_home: Option<std::path::PathBuf>,
    },
    /// Print the VM's own version and exit (`-Xinternalversion`).
    PrintInternalVersion,
    /// Print how `-Xlog` is used and exit.
    PrintLogHelp,
}

/// Text that the options cause to be printed before anything else happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Where to.
    pub stream: Stream,
    /// The text, with its line ends.
    pub text: String,
}

/// The notices so far, in order. They are to be printed whether or not an error follows.
#[derive(Debug, Default)]
pub struct Notices(pub Vec<Notice>);

impl Notices {
    fn error(&mut self, text: String) {
        self.0.push(Notice { stream: Stream::Error, text });
    }

    /// A warning of the VM, in HotSpot's form.
    fn warning(&mut self, text: impl std::fmt::Display) {
        self.error(format!("{} warning: {text}\n", crate::launcher::version::VM_NAME));
    }
}

/// Parses the words after the program's name. Reads argument files and looks at the files and
/// directories that the options name; touches nothing else.
pub fn parse(
    arguments: Vec<OsString>,
    environment: &Environment,
    notices: &mut Notices,
) -> Result<Action, OptionError> {
    let arguments = argfile::expand(arguments, environment, notices)?;
    match launcher::parse(arguments, environment, notices)? {
        launcher::Outcome::FullVersion { stream, java_home } => {
            Ok(Action::PrintFullVersion { stream, java_home })
        }
        launcher::Outcome::Start(command) => vm::parse(*command, environment, notices),
    }
}

/// The usage of `-Xlog`.
pub fn log_help() -> String {
    log::help()
}

/// What to print when a log file that the options name cannot be opened, and the error.
pub fn log_open_error(config: &VmConfig, error: &OpenError) -> (Vec<Notice>, OptionError) {
    let names_file = |word: &&String| word.starts_with("-Xlog") && word.contains(&error.name);
    let word = config.vm_arguments.iter().rev().find(names_file).map_or("-Xlog", String::as_str);
    let lines = [error.to_string(), log::output_failed(&error.name, word)];
    let notice = |line: &String| log::early_message(Level::Error, "logging", line);
    (lines.iter().map(notice).collect(), vm::invalid_log_option(word))
}

#[cfg(test)]
mod tests;
