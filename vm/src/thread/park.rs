//! Sleeping: park and unpark, `Thread.sleep`, interrupts, and the wait of `Object.wait`.

use super::{Thread, safepoint};
use parking_lot::{Condvar, Mutex};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Where one thread waits, whatever for: it can wait for one thing only.
pub(crate) struct Event {
    inner: Mutex<Inner>,
    signal: Condvar,
    interrupted: AtomicBool,
}

#[derive(Default)]
struct Inner {
    permit: bool,
    notified: bool,
}

/// How a sleep or wait ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Woken {
    /// Notified, unparked, or for no reason.
    Notified,
    /// The time was over.
    TimedOut,
    /// Interrupted; the interrupt status has been cleared.
    Interrupted,
}

/// Until when to wait; none for ever. Too distant instants mean for ever, too.
pub fn deadline_after(duration: Duration) -> Option<Instant> {
    Instant::now().checked_add(duration)
}

impl Event {
    pub(super) const fn new() -> Event {
        Event {
            inner: Mutex::new(Inner { permit: false, notified: false }),
            signal: Condvar::new(),
            interrupted: AtomicBool::new(false),
        }
    }

    /// Forgets everything, for the next user of the thread structure.
    pub(super) fn reset(&self) {
        *self.inner.lock() = Inner::default();
        self.interrupted.store(false, Ordering::SeqCst);
    }

    /// Waits until `done`, an interrupt, or the deadline. Called in native.
    fn wait_until(&self, deadline: Option<Instant>, done: impl Fn(&mut Inner) -> bool) -> Woken {
        let mut inner = self.inner.lock();
        loop {
            if done(&mut inner) {
                return Woken::Notified;
            }
            if self.interrupted.load(Ordering::SeqCst) {
                return Woken::Interrupted;
            }
            match deadline {
                None => self.signal.wait(&mut inner),
                Some(deadline) => {
                    if self.signal.wait_until(&mut inner, deadline).timed_out() {
                        return if done(&mut inner) { Woken::Notified } else { Woken::TimedOut };
                    }
                }
            }
        }
    }

    /// Forgets an earlier notification; before the thread is put into a wait set.
    pub(super) fn arm(&self) {
        self.inner.lock().notified = false;
    }

    /// Wakes the thread from a wait set.
    pub(super) fn notify(&self) {
        self.inner.lock().notified = true;
        self.signal.notify_all();
    }

    /// Whether the thread has been notified since `arm`.
    pub(super) fn is_notified(&self) -> bool {
        self.inner.lock().notified
    }

    /// The sleeping part of `Object.wait`. Called in native. Leaves the interrupt status alone.
    pub(super) fn wait_notified(&self, deadline: Option<Instant>) -> Woken {
        self.wait_until(deadline, |inner| inner.notified)
    }
}

/// `Unsafe.park`: returns when there is a permit (and takes it), when interrupted (and leaves the
/// status set), at the deadline, or for no reason.
pub fn park(thread: &Thread, deadline: Option<Instant>) {
    let event = &thread.event;
    {
        let mut inner = event.inner.lock();
        if std::mem::take(&mut inner.permit) || event.interrupted.load(Ordering::SeqCst) {
            return;
        }
    }
    if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
        return;
    }
    safepoint::in_native(thread, || {
        event.wait_until(deadline, |inner| std::mem::take(&mut inner.permit))
    });
}

/// `Unsafe.unpark`.
pub fn unpark(thread: &Thread) {
    thread.event.inner.lock().permit = true;
    thread.event.signal.notify_all();
}

/// `Thread.sleep`: sleeps for the whole time unless interrupted.
pub fn sleep(thread: &Thread, duration: Duration) -> Woken {
    if take_interrupt(thread) {
        return Woken::Interrupted;
    }
    if duration.is_zero() {
        safepoint::in_native(thread, std::thread::yield_now);
        return Woken::TimedOut;
    }
    let deadline = deadline_after(duration);
    let woken = safepoint::in_native(thread, || thread.event.wait_until(deadline, |_| false));
    if woken == Woken::Interrupted {
        take_interrupt(thread);
    }
    woken
}

/// Sets the interrupt status and wakes the thread from sleep, park and wait.
pub fn interrupt(thread: &Thread) {
    let inner = thread.event.inner.lock();
    thread.event.interrupted.store(true, Ordering::SeqCst);
    drop(inner);
    thread.event.signal.notify_all();
}

/// The interrupt status.
pub fn is_interrupted(thread: &Thread) -> bool {
    thread.event.interrupted.load(Ordering::SeqCst)
}

/// Clears the interrupt status and returns what it was.
pub fn take_interrupt(thread: &Thread) -> bool {
    thread.event.interrupted.swap(false, Ordering::SeqCst)
}
