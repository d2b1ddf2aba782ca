//! What the VM reports about itself while it runs and when it ends.

use std::io::{self, Write};
use std::path::Path;

use super::version::VM_NAME;
use super::{print, run_report};
use crate::counters::{self, Counter};
use crate::heap::GcEvent;
use crate::native::memory_notices;
use crate::options::Stream;
use crate::phases::{self, Phase};
use crate::{boot, crash, trace};

/// Warns if the heap that options ask for is larger than the VM can have.
pub fn heap_limit(asked: u64, limit: u64) {
    if asked > limit {
        let text = format!("The heap is limited to {}M", limit >> 20);
        print(Stream::Error, &format!("{VM_NAME} warning: {text}\n"));
    }
}

/// Says that the process ends because memory ran out: by "Terminating", or "Aborting".
pub fn out_of_memory(end: &str, message: &str) {
    let text = format!("{end} due to java.lang.OutOfMemoryError: {message}\n");
    print(Stream::Output, &text);
}

/// Logs and counts a collection; called with the world stopped.
pub fn collection(event: &GcEvent) {
    Counter::Collections.increment();
    crash::events::note_collection(event.before, event.after);
    Counter::CollectionTime.add(event.pause.as_micros().try_into().unwrap_or(u64::MAX));
    memory_notices::collected();
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
    phases::reach(Phase::Exit);
    crate::compile::remote::close();
    crate::compile::cache::save();
    if boot::config().flags.PrintMethodData {
        let mut out = io::stdout().lock();
        let _ = out.write_all(crate::interp::profile::report().as_bytes());
    }
    if boot::config().flags.DumpPerfMapAtExit
        && let Err(error) = crate::codecache::perf::write_map()
    {
        eprintln!("cortado: cannot write the map for perf: {error}");
    }
    let file = &boot::config().flags.RunReport;
    if !file.is_empty()
        && let Err(error) = run_report::write(Path::new(file))
    {
        eprintln!("cortado: cannot write {file}: {error}");
    }
    if boot::config().flags.PrintCounters {
        // At the end of the process there is nobody left to tell that this failed.
        let mut out = io::stdout().lock();
        let _ = counters::report(&mut out).and_then(|()| out.flush());
    }
}
