//! `jdk.internal.misc.Signal`: operating-system signals that Java code handles.
//!
//! The handler only counts the signal and writes to an event descriptor; the thread "Signal
//! Dispatcher" reads that and calls `Signal.dispatch`, which runs the Java handler in a new thread.
//! SIGQUIT is the VM's own: it prints what all threads are doing.

use super::{java_lang_thread, support, thread_dump};
use crate::class::wk::{self, off};
use crate::class::{ClassRef, init};
use crate::error::{R, fatal};
use crate::heap::ObjRef;
use crate::interp;
use crate::link::loader;
use crate::meta::intern;
use crate::natives;
use crate::runtime::value::Args;
use crate::runtime::{alloc, string};
use crate::thread::{AttachOptions, Thread, registry, safepoint};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, Ordering};

natives! { "jdk/internal/misc/Signal";
    "findSignal0(Ljava/lang/String;)I" => find_signal;
    "handle0(IJ)J" => handle;
    "raise0(I)V" => raise;
}

const SIGNALS: &[(&str, i32)] = &[
    ("HUP", libc::SIGHUP),
    ("INT", libc::SIGINT),
    ("QUIT", libc::SIGQUIT),
    ("ILL", libc::SIGILL),
    ("TRAP", libc::SIGTRAP),
    ("ABRT", libc::SIGABRT),
    ("IOT", libc::SIGIOT),
    ("BUS", libc::SIGBUS),
    ("FPE", libc::SIGFPE),
    ("KILL", libc::SIGKILL),
    ("USR1", libc::SIGUSR1),
    ("SEGV", libc::SIGSEGV),
    ("USR2", libc::SIGUSR2),
    ("PIPE", libc::SIGPIPE),
    ("ALRM", libc::SIGALRM),
    ("TERM", libc::SIGTERM),
    ("STKFLT", libc::SIGSTKFLT),
    ("CHLD", libc::SIGCHLD),
    ("CLD", libc::SIGCHLD),
    ("CONT", libc::SIGCONT),
    ("STOP", libc::SIGSTOP),
    ("TSTP", libc::SIGTSTP),
    ("TTIN", libc::SIGTTIN),
    ("TTOU", libc::SIGTTOU),
    ("URG", libc::SIGURG),
    ("XCPU", libc::SIGXCPU),
    ("XFSZ", libc::SIGXFSZ),
    ("VTALRM", libc::SIGVTALRM),
    ("PROF", libc::SIGPROF),
    ("WINCH", libc::SIGWINCH),
    ("POLL", libc::SIGPOLL),
    ("IO", libc::SIGIO),
    ("PWR", libc::SIGPWR),
    ("SYS", libc::SIGSYS),
];

const SIGNAL_MAX: usize = 64;

/// Signals that came and were not dispatched yet, by number.
static PENDING: [AtomicU32; SIGNAL_MAX + 1] = [const { AtomicU32::new(0) }; SIGNAL_MAX + 1];
/// The event descriptor; -1 before there is one.
static EVENT: AtomicI32 = AtomicI32::new(-1);
/// `-Xrs`: leave the signals that end a process alone.
static REDUCED: AtomicBool = AtomicBool::new(false);

/// Sets `-Xrs`.
pub fn configure(reduced: bool) {
    REDUCED.store(reduced, Ordering::Relaxed);
}

fn find_signal(t: &Thread, name: Option<ObjRef>) -> R<i32> {
    let name = string::to_rust(support::required(t, name)?);
    Ok(SIGNALS.iter().find(|(known, _)| *known == name).map_or(-1, |(_, number)| *number))
}

/// What `handle0` takes and returns: the default action, ignore, Java, or refused.
mod disposition {
    pub const JAVA: i64 = 2;
    pub const REFUSED: i64 = -1;
}

/// Runs on whatever thread the signal interrupts: touches atomics and makes one system call.
extern "C" fn on_signal(number: libc::c_int) {
    if let Some(count) = PENDING.get(number as usize) {
        count.fetch_add(1, Ordering::SeqCst);
    }
    let one: u64 = 1;
    // SAFETY: errno is restored, write is async-signal-safe, the descriptor is ours.
    unsafe {
        let errno = libc::__errno_location();
        let before = *errno;
        libc::write(EVENT.load(Ordering::SeqCst), (&raw const one).cast(), 8);
        *errno = before;
    }
}

/// Signals that the VM itself needs, or that `-Xrs` leaves alone.
fn is_refused(number: i32) -> bool {
    match number {
        libc::SIGFPE | libc::SIGILL | libc::SIGSEGV => true,
        libc::SIGQUIT | libc::SIGHUP | libc::SIGINT | libc::SIGTERM => {
            REDUCED.load(Ordering::Relaxed) || number == libc::SIGQUIT
        }
        _ => false,
    }
}

fn current_action(number: i32) -> Option<libc::sigaction> {
    // SAFETY: plain data filled by the call.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        (libc::sigaction(number, std::ptr::null(), &raw mut action) == 0).then_some(action)
    }
}

fn handle(t: &Thread, number: i32, handler: i64) -> R<i64> {
    if is_refused(number) {
        return Ok(disposition::REFUSED);
    }
    let Some(old) = current_action(number) else { return Ok(disposition::REFUSED) };
    let ends_process = matches!(number, libc::SIGHUP | libc::SIGINT | libc::SIGTERM);
    if ends_process && old.sa_sigaction == libc::SIG_IGN {
        // Started with the signal ignored, as nohup does: that stays so.
        return Ok(libc::SIG_IGN as i64);
    }
    let ours = on_signal as *const () as usize;
    let wanted = if handler == disposition::JAVA {
        start_dispatcher(t)?;
        ours
    } else {
        handler as usize
    };
    if !set_action(number, wanted) {
        return Ok(disposition::REFUSED);
    }
    Ok(if old.sa_sigaction == ours { disposition::JAVA } else { old.sa_sigaction as i64 })
}

/// Installs a handler, which is ours, a disposition, or one that was found installed; false when the
/// system refuses.
fn set_action(number: i32, handler: usize) -> bool {
    // SAFETY: the action is complete; foreign handlers come from earlier calls of sigaction.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler;
        action.sa_flags = libc::SA_RESTART;
        libc::sigfillset(&raw mut action.sa_mask);
        libc::sigaction(number, &raw const action, std::ptr::null_mut()) == 0
    }
}

fn raise(_t: &Thread, number: i32) {
    // SAFETY: sends a signal to ourselves.
    unsafe { libc::raise(number) };
}

/// Makes the event descriptor and the thread that reads it, once.
fn start_dispatcher(t: &Thread) -> R<()> {
    if EVENT.load(Ordering::SeqCst) != -1 {
        return Ok(());
    }
    // SAFETY: makes a descriptor.
    let event = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC) };
    if event < 0 {
        fatal("no event descriptor for signals");
    }
    if EVENT.compare_exchange(-1, event, Ordering::SeqCst, Ordering::SeqCst).is_err() {
        // SAFETY: closes what was just made and is not needed.
        unsafe { libc::close(event) };
        return Ok(());
    }
    let class = loader::load_boot_class(t, intern("jdk/internal/misc/Signal"))?;
    let object = system_thread(t, "Signal Dispatcher", 9)?;
    let options = AttachOptions {
        name: "Signal Dispatcher".to_owned(),
        java_stack_bytes: 256 << 10,
        daemon: true,
    };
    let prepare = |thread: &'static Thread| {
        if let Some(object) = thread.thread_obj.get() {
            java_lang_thread::bind(thread, object);
        }
    };
    let run = move |thread: &'static Thread| dispatch_forever(thread, class);
    if registry::spawn(t, options, 1 << 20, Some(object), prepare, run).is_err() {
        fatal("the thread for signals could not be started");
    }
    if !REDUCED.load(Ordering::Relaxed) {
        set_action(libc::SIGQUIT, on_signal as *const () as usize);
    }
    Ok(())
}

/// A daemon `Thread` object of the system's thread group, not started.
pub(super) fn system_thread(t: &Thread, name: &str, priority: i32) -> R<ObjRef> {
    let parent =
        wk::thread_group().declared_field(intern("parent"), intern("Ljava/lang/ThreadGroup;"));
    let mut group = t.thread_obj.get().and_then(|object| object.get_ref(off::thread_group_of()));
    while let (Some(inner), Some(field)) = (group, parent) {
        match inner.get_ref(field.offset as usize) {
            Some(outer) => group = Some(outer),
            None => break,
        }
    }
    let name = string::new(t, name)?;
    let object = alloc::instance(t, wk::thread())?;
    let constructor =
        wk::method_of(wk::thread(), "<init>", "(Ljava/lang/ThreadGroup;Ljava/lang/String;)V");
    let args = Args::new().obj(Some(object)).obj(group).obj(Some(name));
    interp::call(t, constructor, args.slots())?;
    object.set_u8(off::thread_daemon(), 1);
    object.set_i32(off::thread_priority(), priority);
    if let Some(group) = group {
        let add = wk::method_of(wk::thread_group(), "add", "(Ljava/lang/Thread;)V");
        interp::call(t, add, Args::new().obj(Some(group)).obj(Some(object)).slots())?;
    }
    Ok(object)
}

/// Waits until signals have come.
fn wait_for_event(t: &Thread) {
    let event = EVENT.load(Ordering::SeqCst);
    safepoint::in_native(t, || {
        let mut count = 0u64;
        // SAFETY: reads eight bytes into a local.
        unsafe { libc::read(event, (&raw mut count).cast(), 8) };
    });
}

fn dispatch_forever(t: &'static Thread, class: ClassRef) {
    let dispatch = wk::method_of(class, "dispatch", "(I)V");
    loop {
        wait_for_event(t);
        for (number, pending) in PENDING.iter().enumerate() {
            for _ in 0..pending.swap(0, Ordering::SeqCst) {
                if number as i32 == libc::SIGQUIT {
                    thread_dump::print(t);
                    continue;
                }
                let ready = init::ensure_initialized(t, class);
                let args = Args::new().int(number as i32);
                // A handler that cannot be started has nobody to tell; the next one may be.
                let _ = ready.and_then(|()| interp::call(t, dispatch, args.slots()));
            }
        }
    }
}
