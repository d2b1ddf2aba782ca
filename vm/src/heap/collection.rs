//! Stopping and resuming the world for MMTk, collector threads, statistics, running out of memory.

use super::binding::{self, Cortado, mmtk};
use super::trigger::{self, LIMITS};
use super::{reference, verify};
use crate::thread::safepoint;
use mmtk::Mutator;
use mmtk::memory_manager;
use mmtk::scheduler::GCWorker;
use mmtk::util::alloc::AllocationError;
use mmtk::util::heap::GCTriggerPolicy;
use mmtk::util::{VMMutatorThread, VMThread, VMWorkerThread};
use mmtk::vm::{Collection, GCThreadContext};
use parking_lot::Mutex;
use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What happened in one collection; displays as HotSpot's `-Xlog:gc` line without decorations.
#[derive(Clone, Copy, Debug)]
pub struct GcEvent {
    /// Number of the collection, from 0.
    pub id: u32,
    /// Whether the whole heap was traced.
    pub full: bool,
    /// Why.
    pub cause: &'static str,
    /// Bytes used before.
    pub before: usize,
    /// Bytes used after.
    pub after: usize,
    /// Heap size after.
    pub total: usize,
    /// How long mutators were stopped.
    pub pause: Duration,
}

impl fmt::Display for GcEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const M: usize = 1 << 20;
        write!(
            f,
            "GC({}) Pause {} ({}) {}M->{}M({}M) {:.3}ms",
            self.id,
            if self.full { "Full" } else { "Young" },
            self.cause,
            self.before / M,
            self.after / M,
            self.total / M,
            self.pause.as_secs_f64() * 1000.0
        )
    }
}

/// Receives an event after each collection, on a collector thread, mutators still stopped.
pub type GcHook = fn(&GcEvent);

static HOOK: OnceLock<GcHook> = OnceLock::new();

pub(super) fn set_hook(hook: GcHook) {
    // A second `init` keeps the first hook.
    let _ = HOOK.set(hook);
}

/// A collection in progress.
struct Running {
    started: Instant,
    before: usize,
    cause: &'static str,
}

/// The history that the overhead limit looks at.
struct Overhead {
    running: Option<Running>,
    last_end: Option<Instant>,
    last_full_end: Option<Instant>,
    fruitless: u32,
}

static STATE: Mutex<Overhead> =
    Mutex::new(Overhead { running: None, last_end: None, last_full_end: None, fruitless: 0 });
static COUNT: AtomicU32 = AtomicU32::new(0);
static GIVE_UP: AtomicBool = AtomicBool::new(false);

/// This many full collections in a row that free less than a fiftieth of the heap, with the
/// program hardly running in between, make allocations fail instead of collecting for ever.
const FRUITLESS_MAX: u32 = 5;

/// The last collection.
#[derive(Clone, Copy, Debug)]
pub struct LastCollection {
    /// What happened.
    pub event: GcEvent,
    /// When it was over.
    pub ended: Instant,
}

static LAST: Mutex<Option<LastCollection>> = Mutex::new(None);
static MOST_USED: AtomicUsize = AtomicUsize::new(0);

/// The last collection, if there was one.
pub fn last() -> Option<LastCollection> {
    *LAST.lock()
}

/// The most bytes that were in use when a collection began, since the start or a reset.
pub fn most_used() -> usize {
    MOST_USED.load(Ordering::Relaxed)
}

/// Forgets [`most_used`].
pub fn reset_most_used() {
    MOST_USED.store(0, Ordering::Relaxed);
}

/// Collections so far.
pub fn collection_count() -> u32 {
    COUNT.load(Ordering::Relaxed)
}

/// How long ago the last collection of the whole heap ended; none when there was none.
pub fn since_full_collection() -> Option<Duration> {
    STATE.lock().last_full_end.map(|end| end.elapsed())
}

/// Whether the next allocation has to fail although it might just succeed. Answers true once.
pub(super) fn overhead_limit_exceeded() -> bool {
    GIVE_UP.load(Ordering::Relaxed) && GIVE_UP.swap(false, Ordering::Relaxed)
}

/// An allocation has failed anyway: the history that led there has had its effect.
pub(super) fn forget_overhead() {
    STATE.lock().fruitless = 0;
    GIVE_UP.store(false, Ordering::Relaxed);
}

/// Collector threads that MMTk has made but that nobody needed so far: starting them takes time.
#[expect(clippy::vec_box, reason = "MMTk hands out boxes and takes boxes")]
static UNSTARTED: Mutex<Vec<Box<GCWorker<Cortado>>>> = Mutex::new(Vec::new());

/// Ends the process when a collector thread panics: mutators would wait for it for ever.
struct AbortOnPanic;

impl Drop for AbortOnPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            std::process::abort();
        }
    }
}

fn start_workers() {
    for worker in std::mem::take(&mut *UNSTARTED.lock()) {
        let started = std::thread::Builder::new().name("GC Thread".to_string()).spawn(move || {
            let _guard = AbortOnPanic;
            memory_manager::start_worker(mmtk(), binding::worker(), worker);
        });
        if let Err(error) = started {
            crate::error::fatal(&format!("cannot start a collector thread: {error}"));
        }
    }
}

/// See the module.
pub struct VmCollection;

impl Collection<Cortado> for VmCollection {
    fn stop_all_mutators<F>(_tls: VMWorkerThread, mut visit: F)
    where
        F: FnMut(&'static mut Mutator<Cortado>),
    {
        let started = Instant::now();
        safepoint::stop_the_world();
        reference::prepare(mmtk());
        let cause = if mmtk().is_user_triggered_collection() {
            "System.gc()"
        } else {
            "Allocation Failure"
        };
        STATE.lock().running =
            Some(Running { started, before: memory_manager::used_bytes(mmtk()), cause });
        for thread in crate::thread::registry::threads() {
            // SAFETY: the thread is stopped; MMTk uses each mutator from one worker at a time.
            visit(unsafe { thread.mutator() });
        }
    }

    fn resume_mutators(_tls: VMWorkerThread) {
        if verify::is_enabled() {
            verify::check_heap();
        }
        finish_event();
        safepoint::resume_the_world_after_collection();
    }

    fn block_for_gc(tls: VMMutatorThread) {
        let thread = binding::thread_of(tls.0);
        let epoch = safepoint::collection_epoch();
        safepoint::in_native(thread, || {
            start_workers();
            safepoint::wait_for_collection(epoch);
        });
    }

    fn spawn_gc_thread(_tls: VMThread, context: GCThreadContext<Cortado>) {
        match context {
            GCThreadContext::Worker(worker) => UNSTARTED.lock().push(worker),
        }
    }

    fn out_of_memory(_tls: VMThread, kind: AllocationError) {
        match kind {
            // The allocation returns zero, and its caller throws.
            AllocationError::HeapOutOfMemory => {}
            AllocationError::MmapOutOfMemory => {
                crate::error::fatal("the operating system has no memory for the Java heap")
            }
        }
    }

    fn create_gc_trigger() -> Box<dyn GCTriggerPolicy<Cortado>> {
        Box::new(trigger::Trigger)
    }
}

fn finish_event() {
    let full = trigger::last_was_full(mmtk());
    let after = memory_manager::used_bytes(mmtk());
    let id = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut state = STATE.lock();
    let Some(running) = state.running.take() else { return };
    let now = Instant::now();
    let pause = now - running.started;
    if full && running.cause != "System.gc()" {
        let freed = running.before.saturating_sub(after);
        let mutator_time = state.last_end.map_or(pause * 10, |end| running.started - end);
        let fruitless = freed < LIMITS.max_bytes() / 50
            && LIMITS.current_bytes() >= LIMITS.max_bytes()
            && mutator_time < pause;
        state.fruitless = if fruitless { state.fruitless + 1 } else { 0 };
        if state.fruitless >= FRUITLESS_MAX {
            state.fruitless = 0;
            GIVE_UP.store(true, Ordering::Relaxed);
        }
    }
    state.last_end = Some(now);
    if full {
        state.last_full_end = Some(now);
    }
    drop(state);
    let event = GcEvent {
        id,
        full,
        cause: running.cause,
        before: running.before,
        after,
        total: LIMITS.current_bytes(),
        pause,
    };
    MOST_USED.fetch_max(running.before, Ordering::Relaxed);
    *LAST.lock() = Some(LastCollection { event, ended: now });
    if let Some(hook) = HOOK.get() {
        hook(&event);
    }
}
