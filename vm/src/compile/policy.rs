//! When a method is compiled: thresholds, and the state of each method's compilation.
//!
//! Nothing here changes what a program computes: any method may be compiled at any time or never.

use super::command::{self, Command};
use super::local::{self, Job};
use super::remote::{self, Answer};
use super::{portable, request, save, warm};
use crate::class::{CallKind, MethodRef, method_flag, wk};
use crate::codecache;
use crate::codecache::install::{self, Installed};
use crate::counters::Counter;
use crate::error::R;
use crate::interp::Frame;
use crate::options::VmFlags;
use crate::thread::{Thread, safepoint};
use crate::trace;
use cortado_protocol::portable::PortableBody;
use cortado_protocol::request::Entry;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;

/// Calls between two looks at a method.
pub const CALLS_STEP: u32 = 64;
/// Back edges between two looks at a loop.
pub const EDGES_STEP: u32 = 1024;
/// Compilations of one entry of a method; afterwards it stays in the interpreter.
const ATTEMPTS_MAX: u32 = 12;
/// Of these, the first so many leave out code that was never reached.
const SPECULATIVE_ATTEMPTS: u32 = 8;
/// Longer bytecode is not compiled, as in HotSpot (`HugeMethodLimit`).
const CODE_BYTES_MAX: usize = 8000;

/// The options that matter here.
struct Settings {
    enabled: bool,
    /// Wait for the compiler.
    synchronous: bool,
    /// Compile at the first call.
    at_first_call: bool,
    calls: u32,
    edges: u32,
    print: bool,
    threads: usize,
}

/// A VM that was not configured compiles nothing.
static SETTINGS: OnceLock<Settings> = OnceLock::new();

/// Takes the options over, before any Java code runs.
pub fn configure(flags: &VmFlags) {
    let calls = flags.CompileThreshold.clamp(1, 1 << 27);
    let percent = flags.OnStackReplacePercentage.clamp(1, 1 << 30);
    let _ = SETTINGS.set(Settings {
        enabled: flags.UseCompiler,
        synchronous: !flags.BackgroundCompilation || flags.CompileAtFirstCall,
        at_first_call: flags.CompileAtFirstCall,
        calls: calls as u32,
        edges: (calls * percent / 100).min(u32::MAX.into()) as u32,
        print: flags.PrintCompilation,
        threads: flags.CICompilerCount.clamp(1, 64) as usize,
    });
}

/// The settings, if methods are compiled at all.
fn enabled() -> Option<&'static Settings> {
    SETTINGS.get().filter(|settings| settings.enabled)
}

/// Whether a line is printed for each body.
pub fn prints() -> bool {
    enabled().is_some_and(|settings| settings.print)
}

/// Number of compile threads.
pub fn compile_threads() -> usize {
    enabled().map_or(0, |settings| settings.threads)
}

/// What has happened to one entry of a method.
#[derive(Default)]
struct Progress {
    queued: bool,
    /// The compiler declined it, or it was tried too often.
    given_up: bool,
    attempts: u32,
    /// Current body of an entry at a loop.
    loop_body: Option<&'static Installed>,
}

static PROGRESS: Mutex<Option<HashMap<(u32, Entry), Progress>>> = Mutex::new(None);

fn with_progress<T>(method: MethodRef, entry: Entry, look: impl FnOnce(&mut Progress) -> T) -> T {
    let mut map = PROGRESS.lock();
    look(map.get_or_insert_default().entry((method.raw(), entry)).or_default())
}

/// Whether a method may be compiled at all.
fn is_compilable(method: MethodRef, entry: Entry) -> bool {
    let code = method.code.len();
    let kind = method.call_kind.get();
    // The loops of frames that began before the method was compiled may go over, too.
    let fits = matches!(kind, CallKind::Bytecode | CallKind::SyncBytecode)
        || kind == CallKind::Compiled && entry != Entry::Method;
    // The interpreter registers finalizers there.
    let is_object_init = method.has(method_flag::INIT) && method.class() == wk::object();
    fits && code > 0
        && !is_object_init
        && code <= CODE_BYTES_MAX
        && !method.has(method_flag::JSR)
        && !command::applies(Command::Exclude, method)
        && command::allows(method)
}

/// Looks at a method that was called [`CALLS_STEP`] times more.
#[cold]
pub fn called(t: &Thread, method: MethodRef) {
    let Some(settings) = enabled() else { return };
    let calls = method.invocations.get();
    let weight = calls.saturating_add(method.back_edges.get() / 16);
    // At powers of two: what a waiting body depends on may be there by now.
    if calls.is_power_of_two() && install_waiting(t, method) {
        return;
    }
    if calls >= settings.calls || weight >= settings.calls.saturating_mul(4) {
        request_body(t, settings, method, Entry::Method);
    }
}

/// Called when a method has been prepared: its first call is next.
pub fn prepared(t: &Thread, method: MethodRef) {
    let Some(settings) = enabled() else { return };
    if !install_waiting(t, method) && settings.at_first_call {
        request_body(t, settings, method, Entry::Method);
    }
}

/// Installs a body of the method that waits for it. True when there is one now.
fn install_waiting(t: &Thread, method: MethodRef) -> bool {
    warm::waiting() != 0
        && is_compilable(method, Entry::Method)
        && warm::install(t, method, Entry::Method, false)
}

/// Asks for a body, unless that is under way or hopeless. True when there is one now.
fn request_body(t: &Thread, settings: &Settings, method: MethodRef, entry: Entry) -> bool {
    if !is_compilable(method, entry) {
        return false;
    }
    let mut local_only = false;
    if remote::has_answers()
        && let Some(body) = remote::take(method, entry)
    {
        if install_answer(t, method, entry, *body) {
            return true;
        }
        local_only = true;
    } else if !settings.synchronous && remote::holds() {
        return false;
    }
    let wanted = with_progress(method, entry, |progress| {
        if progress.queued || progress.given_up {
            return None;
        }
        progress.attempts += 1;
        progress.given_up = progress.attempts > ATTEMPTS_MAX;
        progress.queued = !progress.given_up;
        progress.queued.then_some(progress.attempts)
    });
    let Some(attempts) = wanted else { return false };
    if warm::waiting() != 0 {
        with_progress(method, entry, |progress| progress.queued = false);
        if warm::install(t, method, entry, true) {
            return true;
        }
        with_progress(method, entry, |progress| progress.queued = true);
    }
    let speculation = attempts <= SPECULATIVE_ATTEMPTS;
    let (request, tables) = request::build(t, method, entry, speculation, attempts);
    save::request(&request, method);
    let job = Job { request, tables, method, entry, local_only };
    if settings.synchronous {
        return compile_now(t, job);
    }
    if !local::submit(job) {
        with_progress(method, entry, |progress| progress.queued = false);
    }
    false
}

/// Compiles while the thread waits. True when there is code now.
fn compile_now(t: &Thread, job: Job) -> bool {
    let (method, entry) = (job.method, job.entry);
    let job = match safepoint::in_native(t, || remote::ask(job)) {
        Answer::Local(job) => job,
        Answer::Body(body, job) => {
            if install_answer(t, method, entry, *body) {
                return true;
            }
            job
        }
    };
    safepoint::in_native(t, || local::run(job))
}

/// Installs what a server answered, if it fits. Otherwise the entry may be asked for again.
fn install_answer(t: &Thread, method: MethodRef, entry: Entry, answer: PortableBody) -> bool {
    let tables = match portable::resolve(t, method, &answer) {
        Ok(tables) => tables,
        Err(misfit) => {
            Counter::RemoteMisfits.increment();
            trace!(JitServer, "a body for {} does not fit: {misfit}", method.describe());
            refused(method, entry);
            return false;
        }
    };
    let done = portable::install(t, method, entry, answer, tables);
    if done {
        Counter::RemoteBodies.increment();
    }
    done
}

/// Attempts at an entry so far.
pub fn attempts(method: MethodRef, entry: Entry) -> u32 {
    with_progress(method, entry, |progress| progress.attempts)
}

/// Claims an entry for a body that was compiled elsewhere, at that attempt. False when one is there
/// or on its way.
pub fn adopt(method: MethodRef, entry: Entry, generation: u32) -> bool {
    with_progress(method, entry, |progress| {
        if progress.queued {
            return false;
        }
        // A body that has to be left is followed by one that knows more, not less.
        progress.attempts = progress.attempts.max(generation.min(ATTEMPTS_MAX));
        progress.queued = true;
        true
    })
}

/// The compiler declined: not to be asked again.
pub fn declined(method: MethodRef, entry: Entry) {
    with_progress(method, entry, |progress| {
        progress.queued = false;
        progress.given_up = true;
    });
}

/// The body did not fit any more: may be asked again.
pub fn refused(method: MethodRef, entry: Entry) {
    with_progress(method, entry, |progress| progress.queued = false);
}

/// A body was installed.
pub fn installed(method: MethodRef, body: &'static Installed) {
    with_progress(method, body.entry, |progress| {
        // Stays "queued" while the body lives: nothing more is wanted. It may be dead by now, and
        // `invalidated` may have been here before us.
        if body.entry != Entry::Method && !body.dead.load(Ordering::Acquire) {
            progress.loop_body = Some(body);
        }
    });
}

/// Code could not go on: it is thrown away, so that new code knows better.
pub fn deoptimized(body: &'static Installed) {
    // Frames that run the body may go on with it: it is valid, only not complete.
    if install::withdraw(body) {
        invalidated(body);
    }
}

/// A body is no longer valid.
pub fn invalidated(body: &'static Installed) {
    with_progress(body.method, body.entry, |progress| {
        progress.queued = false;
        progress.loop_body = None;
    });
}

/// A valid body had to make room: it may be compiled again.
pub fn evicted(body: &'static Installed) {
    invalidated(body);
    with_progress(body.method, body.entry, |progress| {
        progress.attempts = progress.attempts.saturating_sub(1);
    });
}

/// Looks at a loop that went round [`EDGES_STEP`] times more; `pc` is the loop's header and `sp` the
/// operand stack's end. The result of the method when the loop was finished in compiled code.
///
/// # Safety
/// `fp` is the top frame of `t`, its state saved.
#[cold]
pub unsafe fn loop_edge(
    t: &Thread,
    fp: *mut Frame,
    pc: *const u64,
    sp: *mut u64,
) -> Option<R<u64>> {
    // SAFETY: the caller's promise.
    let frame = unsafe { &mut *fp };
    let method = frame.method;
    let settings = enabled().filter(|settings| method.back_edges.get() >= settings.edges)?;
    if sp != fp.wrapping_add(1).cast() {
        return None;
    }
    let bci = frame.bci_at(pc)?;
    let entry = Entry::Loop(bci);
    let find = || with_progress(method, entry, |progress| progress.loop_body);
    let body = match find() {
        Some(body) => body,
        None => {
            request_body(t, settings, method, Entry::Method);
            request_body(t, settings, method, entry);
            find()?
        }
    };
    Counter::LoopsEntered.increment();
    // SAFETY: the caller's promise; the body is entered at this loop's header.
    Some(unsafe { codecache::enter_loop(t, fp, body) })
}
