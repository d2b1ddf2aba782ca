//! Stopping the world.
//!
//! The stopper raises the flag and every thread's poll word, then waits until no thread is in
//! Java. A thread in Java stops at its next poll; a thread in native goes on, but cannot return to
//! Java: it first announces Java and then looks at the flag, while the stopper first raises the
//! flag and then looks at the states, so that at least one of the two sees the other.

use super::registry::{self, WORLD};
use super::state::{self, IN_JAVA, IN_NATIVE};
use super::{POLL_SAFEPOINT, Thread};
use crate::counters::Counter;
use crate::trace;
use parking_lot::Condvar;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The world is stopped or being stopped.
static STOPPING: AtomicBool = AtomicBool::new(false);
/// Collections finished.
static EPOCH: AtomicU64 = AtomicU64::new(0);
/// Wakes the stopper: a thread left Java.
static LEFT_JAVA: Condvar = Condvar::new();
/// Wakes everybody who waits for the world to go on or for a collection to end.
static RESUMED: Condvar = Condvar::new();

/// Whether the world is stopped or being stopped.
pub(crate) fn is_stopping() -> bool {
    STOPPING.load(Ordering::Relaxed)
}

/// Runs `run` with the thread in native: it may block there as long as it likes, and collections
/// go on meanwhile. `run` must not touch objects; references of the caller stay valid, as they
/// are on its stack. Nested calls just run.
#[inline]
pub fn in_native<R>(thread: &Thread, run: impl FnOnce() -> R) -> R {
    state::in_native(thread, run)
}

/// Stops here while the world is stopped. To be called when [`Thread::poll`] is non-zero.
#[cold]
#[inline(never)]
pub fn poll_slow(thread: &Thread) {
    // The way back to Java is where threads wait.
    in_native(thread, || ());
}

/// Told by a thread that has just left Java.
#[inline]
pub(super) fn notify_stopper() {
    if STOPPING.load(Ordering::SeqCst) {
        drop(WORLD.lock());
        LEFT_JAVA.notify_all();
    }
}

/// Makes a thread that is in native one that is in Java, after waiting for the world to go on.
pub(super) fn return_to_java(thread: &Thread) {
    loop {
        thread.state.store(IN_JAVA, Ordering::SeqCst);
        if !STOPPING.load(Ordering::SeqCst) {
            return;
        }
        thread.state.store(IN_NATIVE, Ordering::SeqCst);
        let mut world = WORLD.lock();
        LEFT_JAVA.notify_all();
        while world.stopped {
            RESUMED.wait(&mut world);
        }
    }
}

/// Waits until no world is stopped; the caller holds the lock again afterwards.
pub(super) fn wait_until_running(world: &mut registry::WorldGuard) {
    while world.stopped {
        RESUMED.wait(world);
    }
}

/// Stops all threads that are in Java, and keeps them stopped until one of the resume functions.
/// The caller is no attached thread, or in native.
pub(crate) fn stop_the_world() {
    let mut world = WORLD.lock();
    wait_until_running(&mut world);
    let asked = Instant::now();
    world.stopped = true;
    STOPPING.store(true, Ordering::SeqCst);
    for thread in &world.threads {
        thread.poll.fetch_or(POLL_SAFEPOINT, Ordering::Relaxed);
    }
    while world.threads.iter().any(|thread| thread.state.load(Ordering::SeqCst) == IN_JAVA) {
        // The timeout is a safety net only: every way out of Java notifies.
        LEFT_JAVA.wait_for(&mut world, Duration::from_millis(10));
    }
    Counter::Safepoints.increment();
    trace!(Safepoint, "Reaching safepoint: {} ns", asked.elapsed().as_nanos());
}

fn resume(world: &mut registry::WorldGuard) {
    for thread in &world.threads {
        thread.poll.fetch_and(!POLL_SAFEPOINT, Ordering::Relaxed);
    }
    world.stopped = false;
    STOPPING.store(false, Ordering::SeqCst);
    RESUMED.notify_all();
}

/// Lets the threads go on.
pub(crate) fn resume_the_world() {
    resume(&mut WORLD.lock());
}

/// Lets the threads go on, and those that waited for the collection to end.
pub(crate) fn resume_the_world_after_collection() {
    let mut world = WORLD.lock();
    EPOCH.fetch_add(1, Ordering::SeqCst);
    resume(&mut world);
}

/// Number of collections finished; read in Java, so that none can finish unseen afterwards.
pub(crate) fn collection_epoch() -> u64 {
    EPOCH.load(Ordering::SeqCst)
}

/// Waits until a collection ends that had not ended at `epoch`. The caller is in native.
pub(crate) fn wait_for_collection(epoch: u64) {
    let mut world = WORLD.lock();
    while EPOCH.load(Ordering::SeqCst) == epoch {
        RESUMED.wait(&mut world);
    }
}

/// Runs `operation` while all other threads are stopped. It may look at their stacks and at
/// objects, but must not allocate.
pub fn vm_operation<R>(thread: &Thread, operation: impl FnOnce(&[&'static Thread]) -> R) -> R {
    in_native(thread, || {
        stop_the_world();
        let threads = registry::threads();
        let result = operation(&threads);
        resume_the_world();
        result
    })
}
