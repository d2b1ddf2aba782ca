//! `sun.nio.ch.NativeThread`: waking a thread that is blocked in a system call.

use crate::error::R;
use crate::natives;
use crate::thread::Thread;

use super::host::{self, Errno};

natives! { "sun/nio/ch/NativeThread";
    "init()V" => init;
    "supportPendingSignals0()Z" => support_pending_signals [leaf];
    "current()J" => current [leaf];
    "signal(J)V" => signal;
}

/// The signal, whose only effect is that a system call returns EINTR: HotSpot's choice, above
/// those that the C library keeps for itself and far from those that users send.
pub(super) fn wake_signal() -> i32 {
    libc::SIGRTMAX() - 2
}

extern "C" fn ignore(_signal: i32) {}

/// Makes the signal do what it is for.
pub(super) fn install() -> Result<(), Errno> {
    // SAFETY: all-zero is a valid sigaction: no flags (no restarting of calls), no mask.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    action.sa_sigaction = ignore as extern "C" fn(i32) as usize;
    // SAFETY: the handler does nothing.
    match unsafe { libc::sigaction(wake_signal(), &action, std::ptr::null_mut()) } {
        -1 => Err(Errno::last()),
        _ => Ok(()),
    }
}

fn init(t: &Thread) -> R<()> {
    install().map_err(|errno| host::io_error(t, errno, "sigaction"))
}

/// A signal that comes before the thread blocks is lost: the descriptor is taken away first.
fn support_pending_signals(_t: &Thread) -> bool {
    false
}

fn current(_t: &Thread) -> i64 {
    // SAFETY: no arguments.
    unsafe { libc::pthread_self() as i64 }
}

fn signal(t: &Thread, thread: i64) -> R<()> {
    // SAFETY: the class library signals threads that are inside a call it made.
    match unsafe { libc::pthread_kill(thread as libc::pthread_t, wake_signal()) } {
        0 => Ok(()),
        errno => Err(host::io_error(t, Errno(errno), "Thread signal failed")),
    }
}
