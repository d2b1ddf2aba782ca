//! What has gone over the wire, for the summary.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// Adds.
    pub fn add(&self, amount: u64) {
        self.0.fetch_add(amount, Ordering::Relaxed);
    }

    /// The number now.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The figures of a client.
#[derive(Debug, Default)]
pub struct Traffic {
    /// Attempts to connect.
    pub connects: Count,
    /// Questions sent.
    pub questions: Count,
    /// Bytecode of methods sent.
    pub blobs: Count,
    /// Answers in time.
    pub answers: Count,
    /// Answers that came too late.
    pub late: Count,
    /// Bodies that came unasked, because the program will want them.
    pub fetched: Count,
    /// Bytes received.
    pub bytes_in: Count,
    /// Bytes sent.
    pub bytes_out: Count,
    /// Time from question to answer, of all answers, in microseconds.
    pub waited_us: Count,
}

impl Traffic {
    /// Notes an answer.
    pub fn answered(&self, after: Duration) {
        self.answers.add(1);
        self.waited_us.add(after.as_micros() as u64);
    }
}
