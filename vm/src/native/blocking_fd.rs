//! Descriptors of the old socket implementations: a thread that blocks in a call on one is woken
//! when another thread closes it, and then gets EBADF.

use crate::thread::Thread;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::host::{self, Errno, SysResult};
use super::sun_nio_ch_native_thread as wake;

/// A thread that is inside a call.
struct Blocked {
    fd: i32,
    thread: libc::pthread_t,
    closed: Arc<AtomicBool>,
}

static BLOCKED: Mutex<Vec<Blocked>> = Mutex::new(Vec::new());

/// Makes a call on `fd` that may block, again when a signal interrupted it.
pub fn call<T: SysResult>(t: &Thread, fd: i32, call: impl Fn() -> T) -> Result<T, Errno> {
    loop {
        match once(t, fd, &call) {
            Err(Errno(libc::EINTR)) => {}
            result => return result,
        }
    }
}

/// As [`call`], but EINTR is a result: for calls with a timeout.
pub fn once<T: SysResult>(t: &Thread, fd: i32, call: impl Fn() -> T) -> Result<T, Errno> {
    // SAFETY: no arguments.
    let thread = unsafe { libc::pthread_self() };
    let closed = Arc::new(AtomicBool::new(false));
    BLOCKED.lock().push(Blocked { fd, thread, closed: Arc::clone(&closed) });
    let result = host::once(t, &call);
    BLOCKED.lock().retain(|blocked| !Arc::ptr_eq(&blocked.closed, &closed));
    if closed.load(Ordering::Acquire) { Err(Errno(libc::EBADF)) } else { result }
}

/// Takes `fd` away with `action`, and wakes whoever is blocked in a call on it.
fn take_away(t: &Thread, fd: i32, action: impl Fn() -> i32) -> Result<(), Errno> {
    wake::install()?;
    let blocked = BLOCKED.lock();
    // Nobody can enter or leave a call meanwhile: the signal reaches only those inside.
    let result = host::retry(t, &action).map(drop);
    for entry in blocked.iter().filter(|entry| entry.fd == fd) {
        entry.closed.store(true, Ordering::Release);
        // SAFETY: the thread is in the list, which it leaves before it ends.
        unsafe { libc::pthread_kill(entry.thread, wake::wake_signal()) };
    }
    result
}

/// Closes a descriptor.
pub fn close(t: &Thread, fd: i32) -> Result<(), Errno> {
    // SAFETY: the descriptor is the caller's to close.
    take_away(t, fd, || unsafe { libc::close(fd) })
}

/// Gives a descriptor the meaning of another, whose number stays taken.
pub fn replace(t: &Thread, with: i32, fd: i32) -> Result<(), Errno> {
    // SAFETY: dup2 takes any numbers.
    take_away(t, fd, || unsafe { libc::dup2(with, fd) })
}

/// Waits for events; false when `timeout` milliseconds have passed, of which less than 0 are never
/// over.
pub fn wait(t: &Thread, fd: i32, events: i16, timeout: i32) -> Result<bool, Errno> {
    let limit = u64::try_from(timeout).ok().map(Duration::from_millis);
    let deadline = limit.map(|limit| Instant::now() + limit);
    loop {
        let left = match deadline {
            Some(deadline) => {
                let left = deadline.saturating_duration_since(Instant::now());
                left.as_micros().div_ceil(1000).min(i32::MAX as u128) as i32
            }
            None => -1,
        };
        let mut entry = libc::pollfd { fd, events, revents: 0 };
        let place = (&raw mut entry).expose_provenance();
        let poll = || {
            // SAFETY: one entry, which outlives the call.
            unsafe { libc::poll(std::ptr::with_exposed_provenance_mut(place), 1, left) }
        };
        match once(t, fd, poll) {
            Ok(0) if left == 0 => return Ok(false),
            Ok(0) | Err(Errno(libc::EINTR)) => {}
            Ok(_) => return Ok(true),
            Err(errno) => return Err(errno),
        }
    }
}
