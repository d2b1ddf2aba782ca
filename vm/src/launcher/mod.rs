//! The launcher: from `main`'s arguments to the exit code, around the VM.
//!
//! Parses the command line, prints what needs no VM, and runs the VM on a thread with a large
//! native stack. What needs the VM (`-help`, `--list-modules`, the main class itself) is done by
//! the class library's own `sun.launcher.LauncherHelper`, called by the VM's start-up.

pub mod failure;
mod flag_table;
pub mod help;
pub mod home_tree;
pub mod plan;
pub mod reports;
pub mod run_report;
pub mod tools;
pub mod version;

use std::ffi::OsString;
use std::io::{self, Write};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use crate::classpath::java_home::{JavaHome, JavaHomeError};
use crate::crash;
use crate::options::{
    self, Action, Environment, Notices, OptionError, Stream, VersionText, VmConfig, VmFlags,
};
use crate::phases::{self, Phase};
use crate::trace;
use tools::Tool;

/// The native stack of the thread that runs `main`. Java frames have a stack of their own; this
/// one is used where native methods and class initialization call back into Java.
const NATIVE_STACK_BYTES: usize = 256 << 20;

/// When the process started, as far as the log is concerned.
static START: OnceLock<Instant> = OnceLock::new();

/// The time since the start of the process.
pub fn uptime() -> Duration {
    START.get_or_init(Instant::now).elapsed()
}

/// What ends a run before the VM has one of its own ways to say so.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// The command line is wrong.
    #[error("{0}")]
    Options(#[from] OptionError),
    /// There is no class library.
    #[error("Error: {0}\n")]
    JavaHome(#[from] JavaHomeError),
    /// What reports crashes could not be set up.
    #[error("Error: cannot prepare for crashes: {0}\n")]
    Crashes(io::Error),
    /// The thread that runs the VM could not be made.
    #[error("Error: cannot create the main thread: {0}\n")]
    Thread(io::Error),
}

/// Does what the command line says and returns the exit code. `run_vm` starts the VM.
pub fn launch(arguments: Vec<OsString>, run_vm: fn(VmConfig) -> i32) -> i32 {
    launch_in(arguments, &Environment::of_process(), run_vm)
}

/// The same for the tool of the JDK that this process is called as, with the tool's arguments.
pub fn launch_tool(tool: &Tool, arguments: Vec<OsString>, run_vm: fn(VmConfig) -> i32) -> i32 {
    let mut environment = Environment::of_process();
    let arguments = tool.command_line(arguments, &mut environment);
    launch_in(arguments, &environment, run_vm)
}

fn launch_in(
    arguments: Vec<OsString>,
    environment: &Environment,
    run_vm: fn(VmConfig) -> i32,
) -> i32 {
    let start = *START.get_or_init(Instant::now);
    let mut notices = Notices::default();
    let action = options::parse(arguments, environment, &mut notices);
    for notice in &notices.0 {
        print(notice.stream, &notice.text);
    }
    match action.map_err(LaunchError::from).and_then(|action| perform(action, start, run_vm)) {
        Ok(code) => code,
        Err(LaunchError::Options(error)) => {
            print(error.stream(), &error.to_string());
            print(Stream::Error, error.epilogue());
            error.exit_code()
        }
        Err(error) => {
            print(Stream::Error, &error.to_string());
            1
        }
    }
}

fn perform(
    action: Action,
    start: Instant,
    run_vm: fn(VmConfig) -> i32,
) -> Result<i32, LaunchError> {
    match action {
        Action::Run(config) => run(*config, start, run_vm),
        Action::PrintFullVersion { stream, java_home } => {
            let home = JavaHome::find(java_home.as_deref())?;
            print(stream, &version::full(home.release(), stream));
            Ok(0)
        }
        Action::PrintInternalVersion => {
            print(Stream::Output, &version::internal());
            Ok(0)
        }
        Action::PrintLogHelp => {
            print(Stream::Output, &options::log_help());
            Ok(0)
        }
    }
}

fn run(
    mut config: VmConfig,
    start: Instant,
    run_vm: fn(VmConfig) -> i32,
) -> Result<i32, LaunchError> {
    let home = JavaHome::find(config.java_home.as_deref())?;
    open_log(&config, start)?;
    phases::reach(Phase::Options);
    if config.flags.PrintFlagsInitial {
        print(Stream::Output, &flag_table::initial());
        return Ok(0);
    }
    if config.flags.PrintFlagsFinal {
        print(Stream::Output, &flag_table::current(&config));
    }
    let plan = &mut config.launch;
    let after_others = plan.settings.is_some()
        || plan.resolved_modules
        || plan.list_modules
        || plan.describe_module.is_some();
    if let Some(version) = plan.version.take_if(|_| !after_others) {
        print_version(&home, version, &config.flags);
        if version.last {
            return Ok(plan.exit_code);
        }
    }
    config.java_home = Some(home.root().to_owned());
    crash::install(&config, version::of_report(home.release(), &config.flags))
        .map_err(LaunchError::Crashes)?;
    let main = thread::Builder::new()
        .name("main".to_owned())
        .stack_size(NATIVE_STACK_BYTES)
        .spawn(move || run_vm(config))
        .map_err(LaunchError::Thread)?;
    // A panic is a defect of the VM and ends the process by itself, with a report.
    let code = main.join().unwrap_or(1);
    reports::exit(code);
    Ok(code)
}

/// Prints the version of the class library and of the VM.
pub fn print_version(home: &JavaHome, version: VersionText, flags: &VmFlags) {
    let stream = if version.to_stderr { Stream::Error } else { Stream::Output };
    print(stream, &version::text(home.release(), stream, flags));
}

fn open_log(config: &VmConfig, start: Instant) -> Result<(), OptionError> {
    trace::configure(&config.log, start).map_err(|error| {
        let (notices, error) = options::log_open_error(config, &error);
        for notice in notices {
            print(notice.stream, &notice.text);
        }
        error
    })
}

/// Prints to a standard stream. That nobody reads it is not an error of the program.
fn print(stream: Stream, text: &str) {
    let _ = match stream {
        Stream::Output => {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes()).and_then(|()| out.flush())
        }
        Stream::Error => io::stderr().lock().write_all(text.as_bytes()),
    };
}
