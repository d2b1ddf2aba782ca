//! What is told at the end: how often the server helped, and why it did not.

use super::client::Reason;
use super::traffic::Traffic;
use crate::counters::Counter;
use crate::trace;
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is said of each reason, in the order of [`index`].
const REASONS: [&str; 9] = [
    "without a connection",
    "server busy",
    "too many under way",
    "too slow",
    "connection lost",
    "too large",
    "server failed",
    "server declined",
    "unanswered at exit",
];

static COUNTS: [AtomicU64; REASONS.len()] = [const { AtomicU64::new(0) }; REASONS.len()];

fn index(reason: &Reason) -> usize {
    match reason {
        Reason::Disconnected => 0,
        Reason::Busy => 1,
        Reason::Crowded => 2,
        Reason::Timeout => 3,
        Reason::Lost => 4,
        Reason::TooLarge => 5,
        Reason::Failed(_) => 6,
        Reason::Declined(_) => 7,
        Reason::Closed => 8,
    }
}

/// Counts a compilation that is done here.
pub fn count(reason: &Reason) {
    Counter::RemoteFallbacks.increment();
    COUNTS[index(reason)].fetch_add(1, Ordering::Relaxed);
}

/// Warns of what only the user can mend.
pub fn warn_once(text: &str) {
    static WARNED: Once = Once::new();
    WARNED.call_once(|| trace!(JitServer, Warning, "{text}"));
}

/// Puts the traffic into the counters, at the end.
pub fn count_traffic(traffic: &Traffic) {
    Counter::RemoteQuestions.add(traffic.questions.get());
    Counter::RemoteFetched.add(traffic.fetched.get());
    Counter::RemoteBytesSent.add(traffic.bytes_out.get());
    Counter::RemoteBytesReceived.add(traffic.bytes_in.get());
}

/// The summary.
pub fn summary(traffic: &Traffic) {
    let answers = traffic.answers.get();
    trace!(
        JitServer,
        "{} questions, {answers} answers ({} us on average), {} late; {} bodies installed, {} did not fit",
        traffic.questions.get(),
        traffic.waited_us.get().checked_div(answers).unwrap_or(0),
        traffic.late.get(),
        Counter::RemoteBodies.value(),
        Counter::RemoteMisfits.value(),
    );
    trace!(
        JitServer,
        "{} bodies fetched at start, {} of them installed, {} did not fit",
        traffic.fetched.get(),
        Counter::WarmBodies.value(),
        Counter::WarmMisfits.value(),
    );
    trace!(
        JitServer,
        "{} attempts to connect; {} bytes sent, {} received; bytecode of {} methods sent",
        traffic.connects.get(),
        traffic.bytes_out.get(),
        traffic.bytes_in.get(),
        traffic.blobs.get(),
    );
    let counts =
        REASONS.iter().zip(&COUNTS).map(|(text, count)| (count.load(Ordering::Relaxed), text));
    let reasons: Vec<String> = counts
        .filter(|(count, _)| *count > 0)
        .map(|(count, text)| format!("{count} {text}"))
        .collect();
    let reasons = if reasons.is_empty() { "none".to_owned() } else { reasons.join(", ") };
    trace!(JitServer, "compiled here instead: {reasons}");
}
