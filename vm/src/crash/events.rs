//! The last events of each kind, for reports: what happened before a crash is often its reason.

use super::output::Output;
use super::{Failure, frames};
use crate::class::MethodRef;
use crate::launcher;
use crate::meta::Meta;
use std::fmt::{self, Write};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A body was installed; the detail is its address.
    Compiled,
    /// Compiled code was left; the detail is the reason.
    Deoptimized,
    /// An exception was thrown; the detail is the handle of its class's name.
    Thrown,
    /// The heap was collected; the method is the kilobytes before, the detail those after.
    Collected,
}

/// The kinds with the titles of their lists.
const KINDS: [(Kind, &str); 4] = [
    (Kind::Compiled, "Compilation events"),
    (Kind::Collected, "GC Heap History"),
    (Kind::Deoptimized, "Deoptimization events"),
    (Kind::Thrown, "Internal exceptions"),
];

/// Events of a kind that are kept.
const KEPT: usize = 16;

struct Event {
    /// Milliseconds since the start, plus one; zero where no event is.
    at: AtomicU64,
    method: AtomicU32,
    bci: AtomicU32,
    detail: AtomicU32,
}

struct Ring {
    next: AtomicU32,
    events: [Event; KEPT],
}

static RINGS: [Ring; KINDS.len()] = [const {
    Ring {
        next: AtomicU32::new(0),
        events: [const {
            Event {
                at: AtomicU64::new(0),
                method: AtomicU32::new(0),
                bci: AtomicU32::new(0),
                detail: AtomicU32::new(0),
            }
        }; KEPT],
    }
}; KINDS.len()];

/// Notes an event of a method.
pub fn note(kind: Kind, method: MethodRef, bci: u32, detail: u32) {
    note_words(kind, method.raw(), bci, detail);
}

/// Notes a collection.
pub fn note_collection(before: usize, after: usize) {
    let kilobytes = |bytes: usize| u32::try_from(bytes >> 10).unwrap_or(u32::MAX);
    note_words(Kind::Collected, kilobytes(before), 0, kilobytes(after));
}

fn note_words(kind: Kind, method: u32, bci: u32, detail: u32) {
    let ring = &RINGS[kind as usize];
    let event = &ring.events[ring.next.fetch_add(1, Ordering::Relaxed) as usize % KEPT];
    event.at.store(0, Ordering::Relaxed);
    event.method.store(method, Ordering::Relaxed);
    event.bci.store(bci, Ordering::Relaxed);
    event.detail.store(detail, Ordering::Relaxed);
    event.at.store(launcher::uptime().as_millis() as u64 + 1, Ordering::Release);
}

/// The lists.
pub(super) fn lists(_: &Failure, out: &mut Output) -> fmt::Result {
    for (kind, title) in KINDS {
        let ring = &RINGS[kind as usize];
        let next = ring.next.load(Ordering::Relaxed) as usize;
        writeln!(out, "{title} ({} events):", next.min(KEPT))?;
        for at in 0..KEPT {
            write_event(out, kind, &ring.events[(next + at) % KEPT])?;
        }
        out.write_str("\n")?;
    }
    Ok(())
}

fn write_event(out: &mut Output, kind: Kind, event: &Event) -> fmt::Result {
    let Some(millis) = event.at.load(Ordering::Acquire).checked_sub(1) else { return Ok(()) };
    let [method, bci, detail] =
        [&event.method, &event.bci, &event.detail].map(|word| word.load(Ordering::Relaxed));
    write!(out, "Event: {}.{:03} ", millis / 1000, millis % 1000)?;
    if kind == Kind::Collected {
        return writeln!(out, "{method}K used before, {detail}K after");
    }
    if kind == Kind::Thrown && detail != 0 {
        // SAFETY: the detail of this kind is a symbol's handle.
        out.write_bytes(unsafe { crate::meta::Sym::from_raw(detail) }.bytes());
        out.write_str(" in ")?;
    }
    // SAFETY: the word is a method's handle, or zero.
    match unsafe { Meta::from_raw_opt(method) } {
        Some(method) => frames::write_method(out, method)?,
        None => out.write_str("compiled code")?,
    }
    match kind {
        Kind::Compiled => writeln!(out, " code at {detail:#010x}"),
        Kind::Deoptimized => writeln!(out, "+{bci} reason {}", detail.cast_signed()),
        Kind::Thrown | Kind::Collected => writeln!(out, "+{bci}"),
    }
}
