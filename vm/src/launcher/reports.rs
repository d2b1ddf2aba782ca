//! What the VM reports about itself while it runs and when it ends.

use std::io::{self, Write};

use crate::counters::{self, Counter};
use crate::heap::GcEvent;
use crate::{boot, trace};

/// Logs and counts a collection; called with the world stopped.
pub fn collection(event: &GcEvent) {
    Counter::Collections.increment();
    Counter::CollectionTime.add(event.pause.as_micros().try_into().unwrap_or(u64::MAX));
    trace!(Gc, "{event}");
    trace!(
        GcHeap,
        "GC({}) Heap: {}K used before, {}K after, {}K committed",
        event.id,
        event.before / 1024,
        event.after / 1024,
        event.total / 1024
    );
}

/// Prints what was asked for when the process ends.
pub fn exit(_code: i32) {
    if boot::config().flags.PrintCounters {
        // At the end of the process there is nobody left to tell that this failed.
        let mut out = io::stdout().lock();
        let _ = counters::report(&mut out).and_then(|()| out.flush());
    }
}
