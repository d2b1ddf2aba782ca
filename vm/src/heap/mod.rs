//! The Java heap: MMTk's StickyImmix behind an interface of ours (design D5, D6).
//!
//! What the rest of the VM may know: a thread has a bump cursor and a limit ([`alloc_fast`]); an
//! object has an object-start bit and an unlogged bit in tables at fixed addresses
//! ([`VO_TABLE`], [`LOG_TABLE`]); a reference in memory is a [`RefSlot`]; everything else goes
//! through the functions here.
//!
//! Invariants:
//! 1. A thread that holds references in Rust variables is *in Java* ([`crate::thread`]), or has
//!    spilled its registers. Its stacks are scanned conservatively; objects found so do not move.
//!    References kept anywhere else are [`GlobalRef`]s or come from a [`RootSource`].
//! 2. A collection happens only in allocation, at a safepoint poll, or while in native.
//! 3. A reference is written into an object with the write barrier (`set_ref` and its kin do it).
//! 4. Class mirrors never move and never die; their statics may be addressed directly.

mod alloc;
mod array;
mod barrier;
mod binding;
pub mod collection;
mod conservative;
mod layout;
mod object;
mod reference;
mod roots;
mod scanning;
mod shape;
pub mod slot;
#[cfg(test)]
pub(crate) mod tests;
mod trigger;
mod verify;
mod weak;

pub use alloc::{BUMP_OFFSET, OutOfMemory, SMALL_MAX, VO_TABLE};
pub use alloc::{alloc_array, alloc_fast, alloc_instance, alloc_mirror, collect, is_stressed};
pub use array::{Element, copy_elements, ref_element};
pub use barrier::{LOG_TABLE, after_write};
pub use binding::Cortado;
pub use collection::{GcEvent, GcHook, collection_count, since_full_collection};
pub use conservative::clear_dead_stack;
pub use layout::{set_mirror_layout, set_reference_layout};
pub use object::{
    CLASS_OFFSET, ELEMENTS_OFFSET, HEADER_BYTES, LENGTH_OFFSET, MARK_OFFSET, OBJECT_ALIGN, ObjRef,
    Prim, PrimInt,
};
pub use reference::{
    clear_referent, has_pending_list, referent, take_pending_list, wait_for_pending_list,
};
pub use roots::{GlobalRef, RootSource, RootVisitor, add_root_source};
pub use shape::array_bytes;
pub use slot::{LOG_REF_BYTES, REF_BYTES, REF_SHIFT, RefSlot};
pub use verify::objects_checked;
pub use weak::{WeakTable, add_weak_table, survivor, update};

use crate::thread::Thread;
use mmtk::MMTKBuilder;
use mmtk::util::heap::vm_layout::VMLayout;
use mmtk::util::options::{GCTriggerSelector, NurserySize, PlanSelector};
use mmtk::util::{Address, VMThread};
use std::sync::atomic::{AtomicUsize, Ordering};
use trigger::LIMITS;

/// log2 of the address range of each MMTk space. The object, immortal and large-object spaces come
/// first and in this order, so that all objects lie below [`slot::REF_REACH`].
const LOG_SPACE: usize = 33;
/// Lowest heap address.
pub const HEAP_START: usize = 1 << LOG_SPACE;
/// First address above all objects.
pub const HEAP_END: usize = slot::REF_REACH;
/// Largest maximum heap size: what one space can hold, less MMTk's own tables at its start.
pub const MAX_BYTES: usize = (1 << LOG_SPACE) - (64 << 20);
/// Smallest maximum heap size.
pub const MIN_BYTES: usize = 2 << 20;

/// What the heap is to be like.
#[derive(Clone, Copy, Debug)]
pub struct HeapConfig {
    /// `-Xmx`; by default a quarter of the memory.
    pub max_bytes: Option<usize>,
    /// `-Xms`; by default a 64th of the memory.
    pub initial_bytes: Option<usize>,
    /// `-Xmn`: bytes allocated between young collections; by default 32 MB. At most a quarter of
    /// the maximum size.
    pub nursery_bytes: Option<usize>,
    /// Collector threads; by default one on up to two processors, else half of them.
    pub gc_threads: Option<usize>,
    /// Stress: collect at each Nth allocation. Zero for never.
    pub stress_every: u32,
    /// Stress: move as much as possible in each full collection.
    pub always_defrag: bool,
    /// Check the whole heap after each collection.
    pub verify: bool,
    /// Told of each collection.
    pub hook: Option<GcHook>,
}

impl HeapConfig {
    /// The defaults.
    pub const DEFAULT: HeapConfig = HeapConfig {
        max_bytes: None,
        initial_bytes: None,
        nursery_bytes: None,
        gc_threads: None,
        stress_every: 0,
        always_defrag: false,
        verify: false,
        hook: None,
    };
}

/// Why the heap could not be made.
#[derive(Debug, thiserror::Error)]
pub enum HeapError {
    /// `init` was called twice.
    #[error("the heap is already initialised")]
    Twice,
    /// The initial size is above the maximum.
    #[error("Initial heap size set to a larger value than the maximum heap size")]
    InitialAboveMax,
    /// `-Xmx` is below what works.
    #[error("Too small maximum heap")]
    TooSmall,
}

/// Makes the heap. Once per process, before the first thread attaches.
pub fn init(config: &HeapConfig) -> Result<(), HeapError> {
    if binding::is_initialised() {
        return Err(HeapError::Twice);
    }
    let memory = memory_limit();
    let max = config.max_bytes.unwrap_or(memory / 4).min(MAX_BYTES);
    if max < MIN_BYTES {
        return Err(HeapError::TooSmall);
    }
    let initial =
        config.initial_bytes.unwrap_or((memory / 64).max(8 << 20).min(max)).min(MAX_BYTES);
    INITIAL_BYTES.store(initial, Ordering::Relaxed);
    if initial > max {
        return Err(HeapError::InitialAboveMax);
    }
    // A nursery beyond a quarter of the heap would leave no room to copy its survivors.
    let nursery = config.nursery_bytes.unwrap_or(32 << 20).min(max / 4).max(256 << 10);
    LIMITS.set(initial, max, nursery);

    let mut builder = MMTKBuilder::new_no_env_vars();
    // SAFETY: addresses are only numbers here.
    let (start, end) = unsafe {
        (Address::from_usize(HEAP_START), Address::from_usize(HEAP_START + (16 << LOG_SPACE)))
    };
    builder.set_vm_layout(VMLayout {
        log_address_space: LOG_SPACE + 5,
        heap_start: start,
        heap_end: end,
        log_space_extent: LOG_SPACE,
        force_use_contiguous_spaces: true,
    });
    let options = &mut builder.options;
    let accepted = options.plan.set(PlanSelector::StickyImmix)
        && options.gc_trigger.set(GCTriggerSelector::Delegated)
        && options.nursery.set(NurserySize::Fixed(nursery))
        && options.threads.set(config.gc_threads.unwrap_or_else(default_gc_threads).max(1))
        && options.no_reference_types.set(true)
        && options.no_finalizer.set(true)
        && options.immix_always_defrag.set(config.always_defrag)
        && options.immix_defrag_every_block.set(config.always_defrag);
    assert!(accepted, "MMTk refused an option");
    let instance = Box::leak(mmtk::memory_manager::mmtk_init::<Cortado>(&builder));
    binding::set_mmtk(instance).map_err(|_| HeapError::Twice)?;
    mmtk::memory_manager::initialize_collection(instance, VMThread::UNINITIALIZED);
    alloc::check_constants();
    alloc::set_stress(config.stress_every);
    if config.verify {
        verify::enable();
    }
    if let Some(hook) = config.hook {
        collection::set_hook(hook);
    }
    Ok(())
}

fn default_gc_threads() -> usize {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    if processors <= 2 { 1 } else { (processors / 2).min(8) }
}

/// The memory that this process may use: the machine's, or the control group's if that is less.
fn memory_limit() -> usize {
    // SAFETY: sysconf has no preconditions.
    let (pages, page) =
        unsafe { (libc::sysconf(libc::_SC_PHYS_PAGES), libc::sysconf(libc::_SC_PAGESIZE)) };
    let physical = usize::try_from(pages).unwrap_or(1) * usize::try_from(page).unwrap_or(4096);
    let limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];
    let limit = limits
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .find_map(|text| text.trim().parse::<usize>().ok());
    limit.map_or(physical, |limit| limit.min(physical))
}

/// Whether there is a heap.
pub fn is_made() -> bool {
    binding::is_initialised()
}

/// `Runtime.maxMemory`.
pub fn max_memory() -> usize {
    LIMITS.max_bytes()
}

/// Shows every object to `visit`, dead ones that no collection has found yet included. The world is
/// stopped by a VM operation.
pub fn visit_objects(mut visit: impl FnMut(ObjRef)) {
    binding::mmtk().enumerate_objects(|object| visit(ObjRef::from_mmtk(object)));
}

static INITIAL_BYTES: AtomicUsize = AtomicUsize::new(0);

/// The size of the heap at the start.
pub fn initial_memory() -> usize {
    INITIAL_BYTES.load(Ordering::Relaxed)
}

/// `Runtime.totalMemory`.
pub fn total_memory() -> usize {
    LIMITS.current_bytes().max(used_memory())
}

/// `Runtime.freeMemory`.
pub fn free_memory() -> usize {
    total_memory().saturating_sub(used_memory())
}

/// Bytes in use, in whole pages.
pub fn used_memory() -> usize {
    mmtk::memory_manager::used_bytes(binding::mmtk())
}

/// Gives a thread its allocation state. The thread is attaching and no collection is running.
pub(crate) fn bind_mutator(thread: &'static Thread) -> mmtk::Mutator<Cortado> {
    *mmtk::memory_manager::bind_mutator(binding::mmtk(), binding::tls_of(thread))
}

/// Takes a thread's allocation state away. The thread is detaching and no collection is running.
pub(crate) fn destroy_mutator(mutator: &mut mmtk::Mutator<Cortado>) {
    mmtk::memory_manager::destroy_mutator(mutator);
}
