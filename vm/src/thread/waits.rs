//! How often a thread was blocked or waited, and for how long while somebody wants to know.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

/// Whether durations are measured.
pub static MEASURED: AtomicBool = AtomicBool::new(false);

/// A number of times and their durations.
#[derive(Debug)]
struct Tally {
    count: AtomicU64,
    nanos: AtomicU64,
}

impl Tally {
    const fn new() -> Tally {
        Tally { count: AtomicU64::new(0), nanos: AtomicU64::new(0) }
    }

    fn read(&self) -> (i64, i64) {
        let nanos = self.nanos.load(Ordering::Relaxed);
        (self.count.load(Ordering::Relaxed) as i64, (nanos / 1_000_000) as i64)
    }
}

/// What one thread has waited for.
#[derive(Debug)]
pub struct WaitStats {
    blocked: Tally,
    waited: Tally,
}

impl WaitStats {
    pub(super) const fn new() -> WaitStats {
        WaitStats { blocked: Tally::new(), waited: Tally::new() }
    }

    /// For a new thread.
    pub(super) fn reset(&self) {
        self.blocked.count.store(0, Ordering::Relaxed);
        self.waited.count.store(0, Ordering::Relaxed);
        self.reset_times();
    }

    /// Forgets the durations.
    pub fn reset_times(&self) {
        self.blocked.nanos.store(0, Ordering::Relaxed);
        self.waited.nanos.store(0, Ordering::Relaxed);
    }

    /// Runs `wait`, which blocks on a monitor or waits for something else.
    pub fn count<T>(&self, blocked: bool, wait: impl FnOnce() -> T) -> T {
        let tally = if blocked { &self.blocked } else { &self.waited };
        tally.count.fetch_add(1, Ordering::Relaxed);
        if !MEASURED.load(Ordering::Relaxed) {
            return wait();
        }
        let start = Instant::now();
        let result = wait();
        let nanos = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        tally.nanos.fetch_add(nanos, Ordering::Relaxed);
        result
    }

    /// Times that the thread was blocked, and milliseconds.
    pub fn blocked(&self) -> (i64, i64) {
        self.blocked.read()
    }

    /// Times that the thread waited, parked or slept, and milliseconds.
    pub fn waited(&self) -> (i64, i64) {
        self.waited.read()
    }
}
