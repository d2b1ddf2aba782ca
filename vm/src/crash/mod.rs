//! The report on a crash of the VM itself, in the manner of HotSpot's `hs_err` file.
//!
//! A fault that no code expects ([`signals`]), a panic, or [`crate::error::fatal`] leads to
//! [`begin`]: a summary goes to standard output and all of the report to a file, [`steps`] being
//! the table of its sections; then the process ends by SIGABRT.
//!
//! Invariants:
//! 1. One thread reports; others that crash meanwhile wait until the process ends.
//! 2. The report runs on a stack of its own, and nothing returns from it: nobody will run again
//!    what the fault has left half done.
//! 3. A section that faults, panics or takes too long is left as it is: its error is noted, the
//!    stack begins anew, and the next section follows.
//! 4. Sections wait for no lock and allocate nothing, except for the last ones, which say so.

mod compiling;
mod elf;
pub mod events;
mod facts;
mod file;
mod frames;
mod output;
mod process;
mod provoke;
mod signals;
mod steps;
mod summary;
mod system;
mod thread;
mod unwind;

pub use compiling::Compiling;
pub use provoke::{provoke_in_vm, provoke_with_code};
pub(crate) use signals::on_signal;

use crate::options::VmConfig;
use crate::thread::Thread;
use output::{Output, Text};
use signals::Registers;
use std::fmt::{self, Write};
use std::io;
use std::panic::PanicHookInfo;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, AtomicUsize, Ordering};

/// What happened.
#[expect(clippy::large_enum_variant, reason = "there is one, and it is never moved again")]
enum Cause {
    /// A signal that nobody expected.
    Signal { number: i32, code: i32, address: usize, sender: i32, user: u32 },
    /// The VM found itself in a state that cannot be.
    Internal { file: Text<128>, line: u32, message: Text<1024> },
}

/// A crash: what is known of it when the report begins.
struct Failure {
    cause: Cause,
    registers: Registers,
    /// Of the operating system.
    tid: u32,
    thread: Option<&'static Thread>,
}

static FAILURE: OnceLock<Failure> = OnceLock::new();
/// The thread that reports; zero while nobody does.
static REPORTER: AtomicU32 = AtomicU32::new(0);
/// The step that runs, plus one.
static STEP: AtomicUsize = AtomicUsize::new(0);
/// How many steps were left.
static LEFT: AtomicUsize = AtomicUsize::new(0);
/// Steps that may fail before the report is given up.
const LEFT_MAX: usize = 100;

/// Why a step was left: the number of a signal, or one of the constants.
static LEFT_WHY: AtomicI32 = AtomicI32::new(0);
/// Where it was left.
static LEFT_PC: AtomicUsize = AtomicUsize::new(0);
const PANICKED: i32 = -1;

/// Makes the process report its crashes. Once, before the VM starts.
///
/// # Errors
/// When the system refuses the memory or a signal handler.
pub fn install(config: &VmConfig, version: String) -> io::Result<()> {
    facts::collect(config, version);
    signals::install()?;
    std::panic::set_hook(Box::new(panicked));
    Ok(())
}

/// Runs what `-XX:OnOutOfMemoryError` names. Once; later calls do nothing.
pub fn run_on_out_of_memory(message: &str) {
    static DONE: AtomicBool = AtomicBool::new(false);
    let commands = facts::get().map(|facts| &facts.on_out_of_memory);
    let Some(commands) = commands.filter(|commands| !commands.single.is_empty()) else { return };
    if DONE.swap(true, Ordering::Relaxed) {
        return;
    }
    let mut out = Output::standard();
    // An output that nobody takes does not keep the commands from running.
    let _ = write!(out, "#\n# java.lang.OutOfMemoryError: {message}\n");
    let _ = file::run_all(commands, "\"...\n", &mut out);
    out.flush();
}

/// Reports a broken invariant and ends the process.
#[track_caller]
pub fn internal_error(message: fmt::Arguments<'_>) -> ! {
    let place = std::panic::Location::caller();
    internal(message, place.file(), place.line())
}

fn panicked(info: &PanicHookInfo<'_>) {
    let (file, line) = info.location().map_or(("", 0), |place| (place.file(), place.line()));
    match info.payload_as_str() {
        Some(text) => internal(format_args!("panic: {text}"), file, line),
        None => internal(format_args!("panic"), file, line),
    }
}

#[inline(never)]
fn internal(message: fmt::Arguments<'_>, file: &str, line: u32) -> ! {
    let registers = Registers::here();
    if !is_installed() {
        eprintln!("#\n# A fatal error has been detected by Cortado:\n#\n#  {message}\n#");
        std::process::abort();
    }
    match claim() {
        Claim::First => {
            let mut cause = Cause::Internal { file: Text::new(), line, message: Text::new() };
            if let Cause::Internal { file: name, message: text, .. } = &mut cause {
                // A text that is too long is cut.
                let _ = name.write_str(file);
                let _ = text.write_fmt(message);
            }
            begin(cause, registers)
        }
        Claim::Again => leave_step(PANICKED, registers.pc()),
        Claim::Late => signals::wait_for_ever(),
    }
}

/// Whether crashes are reported.
fn is_installed() -> bool {
    facts::get().is_some()
}

/// Whose crash it is.
enum Claim {
    /// The first.
    First,
    /// The reporting thread's, in its report.
    Again,
    /// Another thread's, while one reports.
    Late,
}

/// Makes the calling thread the one that reports, if none does yet.
fn claim() -> Claim {
    let tid = signals::thread_id();
    match REPORTER.compare_exchange(0, tid, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => Claim::First,
        Err(reporter) if reporter == tid => Claim::Again,
        Err(_) => Claim::Late,
    }
}

/// Reports. The caller has made the claim.
fn begin(cause: Cause, registers: Registers) -> ! {
    let thread = Thread::try_current();
    let _ = FAILURE.set(Failure { cause, registers, tid: signals::thread_id(), thread });
    if facts::get().is_some_and(|facts| facts.suppressed) {
        signals::abort();
    }
    signals::prepare();
    signals::on_report_stack(go_on)
}

/// Goes on with the report after the step that has crashed, or takes too long.
fn leave_step(why: i32, pc: usize) -> ! {
    LEFT_WHY.store(why, Ordering::Relaxed);
    LEFT_PC.store(pc, Ordering::Relaxed);
    signals::on_report_stack(go_on)
}

/// Runs the steps from the next one on.
extern "C" fn go_on() -> ! {
    let Some(failure) = FAILURE.get() else { signals::abort() };
    let out = output::current();
    note_left_step(out);
    loop {
        let Some(step) = steps::STEPS.get(STEP.fetch_add(1, Ordering::AcqRel)) else {
            signals::abort();
        };
        signals::limit_step();
        // An output that nobody takes is no reason to stop.
        let _ = (step.run)(failure, out);
        out.flush();
    }
}

/// Says why the last step was left, if it was.
fn note_left_step(out: &mut Output) {
    let why = LEFT_WHY.swap(0, Ordering::Relaxed);
    if why == 0 {
        return;
    }
    if LEFT.fetch_add(1, Ordering::Relaxed) >= LEFT_MAX {
        signals::abort();
    }
    let step = STEP.load(Ordering::Acquire).checked_sub(1).and_then(|at| steps::STEPS.get(at));
    let name = step.map_or("", |step| step.name);
    let pc = LEFT_PC.load(Ordering::Relaxed);
    let _ = match why {
        PANICKED => write!(out, "\n[error occurred during error reporting ({name}), panic]\n\n"),
        libc::SIGALRM => {
            write!(out, "\n[timeout occurred during error reporting in step \"{name}\"]\n\n")
        }
        signal => write!(
            out,
            "\n[error occurred during error reporting ({name}), id {signal:#x}, {} ({signal:#x}) \
             at pc={pc:#018x}]\n\n",
            signals::name(signal)
        ),
    };
    out.flush();
    if why == libc::SIGALRM && signals::is_out_of_time() {
        let _ = out.write_str("\n------ Timeout during error reporting ------\n");
        out.flush();
        signals::abort();
    }
}
