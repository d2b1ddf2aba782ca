//! When to collect and how far the heap may grow.
//!
//! MMTk asks this policy; the plan itself adds "the nursery is full". The limit starts at the
//! initial heap size and moves after each full collection to twice what survived (with room for
//! two nurseries), between the initial and the maximum size.

use super::binding::Cortado;
use mmtk::util::constants::BYTES_IN_PAGE;
use mmtk::util::heap::{GCTriggerPolicy, SpaceStats};
use mmtk::{MMTK, Plan};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes to pages, rounded up.
fn pages(bytes: usize) -> usize {
    bytes.div_ceil(BYTES_IN_PAGE)
}

/// The sizes that `init` was asked for and the limit in force, all in pages.
pub(super) struct Limits {
    initial: AtomicUsize,
    max: AtomicUsize,
    nursery: AtomicUsize,
    current: AtomicUsize,
    pending: AtomicUsize,
}

pub(super) static LIMITS: Limits = Limits {
    initial: AtomicUsize::new(0),
    max: AtomicUsize::new(0),
    nursery: AtomicUsize::new(0),
    current: AtomicUsize::new(0),
    pending: AtomicUsize::new(0),
};

impl Limits {
    /// Sets the sizes, in bytes.
    pub(super) fn set(&self, initial: usize, max: usize, nursery: usize) {
        self.initial.store(pages(initial), Ordering::Relaxed);
        self.max.store(pages(max), Ordering::Relaxed);
        self.nursery.store(pages(nursery), Ordering::Relaxed);
        self.current.store(pages(initial), Ordering::Relaxed);
    }

    /// The limit in force, in bytes.
    pub(super) fn current_bytes(&self) -> usize {
        self.current.load(Ordering::Relaxed) * BYTES_IN_PAGE
    }

    /// The largest possible limit, in bytes.
    pub(super) fn max_bytes(&self) -> usize {
        self.max.load(Ordering::Relaxed) * BYTES_IN_PAGE
    }

    fn after_collection(&self, reserved: usize, full: bool) {
        let pending = self.pending.swap(0, Ordering::Relaxed);
        let max = self.max.load(Ordering::Relaxed);
        let nursery = self.nursery.load(Ordering::Relaxed);
        let needed = reserved + pending;
        let current = self.current.load(Ordering::Relaxed);
        let wanted = if full {
            let initial = self.initial.load(Ordering::Relaxed);
            (needed + reserved.max(2 * nursery)).max(initial)
        } else if needed + nursery > current && pending > nursery {
            // One large object, not a heap that slowly fills: no reason for a full collection.
            needed + nursery
        } else {
            current
        };
        self.current.store(wanted.min(max), Ordering::Relaxed);
    }
}

/// The policy object given to MMTk.
pub(super) struct Trigger;

impl GCTriggerPolicy<Cortado> for Trigger {
    fn on_pending_allocation(&self, pages: usize) {
        LIMITS.pending.fetch_add(pages, Ordering::Relaxed);
    }

    fn on_gc_end(&self, mmtk: &'static MMTK<Cortado>) {
        let plan = mmtk.get_plan();
        LIMITS.after_collection(plan.get_reserved_pages(), last_was_full(mmtk));
    }

    fn is_gc_required(
        &self,
        space_full: bool,
        space: Option<SpaceStats<Cortado>>,
        plan: &dyn Plan<VM = Cortado>,
    ) -> bool {
        plan.collection_required(space_full, space)
    }

    fn is_heap_full(&self, plan: &dyn Plan<VM = Cortado>) -> bool {
        plan.get_reserved_pages() > LIMITS.current.load(Ordering::Relaxed)
    }

    fn get_current_heap_size_in_pages(&self) -> usize {
        LIMITS.current.load(Ordering::Relaxed)
    }

    fn get_max_heap_size_in_pages(&self) -> usize {
        LIMITS.max.load(Ordering::Relaxed)
    }

    fn can_heap_size_grow(&self) -> bool {
        LIMITS.current.load(Ordering::Relaxed) < LIMITS.max.load(Ordering::Relaxed)
    }
}

/// Whether the collection in progress, or the last one, traces the whole heap.
pub(super) fn last_was_full(mmtk: &MMTK<Cortado>) -> bool {
    mmtk.get_plan().generational().is_none_or(|plan| plan.last_collection_full_heap())
}
