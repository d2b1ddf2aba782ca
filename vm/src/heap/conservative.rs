//! Conservative scanning: any word of a stack that points into an object keeps that object alive
//! and in place.
//!
//! Only full addresses count, on native stacks, too: `slot::encode` and `slot::decode` keep the
//! optimiser from carrying a reference over a call in the form that it has in memory.

use super::{HEAP_END, HEAP_START, ObjRef, object};
use crate::thread::Thread;
use mmtk::memory_manager;
use mmtk::util::Address;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The largest object so far: how far back an interior pointer can point.
static LARGEST: AtomicUsize = AtomicUsize::new(64 << 10);

/// Called for each large object allocated.
pub(super) fn note_size(bytes: usize) {
    LARGEST.fetch_max(bytes, Ordering::Relaxed);
}

/// The object that contains the address `word`, if any.
pub(super) fn object_at(word: usize) -> Option<ObjRef> {
    if !(HEAP_START..HEAP_END).contains(&word) {
        return None;
    }
    // SAFETY: an address is only a number here.
    let address = unsafe { Address::from_usize(word) };
    let exact = if word.is_multiple_of(object::OBJECT_ALIGN) {
        memory_manager::is_mmtk_object(address)
    } else {
        None
    };
    exact
        .or_else(|| {
            let reach = LARGEST.load(Ordering::Relaxed);
            memory_manager::find_object_from_internal_pointer(address, reach)
        })
        .map(ObjRef::from_mmtk)
}

/// Scans the words of `[start, end)`.
///
/// # Safety
/// The range must be mapped and not written by others meanwhile.
unsafe fn scan_range(start: usize, end: usize, visit: &mut impl FnMut(ObjRef)) {
    let mut last = 0;
    for place in (start.next_multiple_of(8)..end & !7).step_by(8) {
        // SAFETY: the caller's promise. Volatile, as the words are nobody's Rust values.
        let word = unsafe { std::ptr::with_exposed_provenance::<usize>(place).read_volatile() };
        if word == last {
            continue;
        }
        last = word;
        if let Some(object) = object_at(word) {
            visit(object);
        }
    }
}

/// Overwrites the part of the stack that the next calls will use. Frames have holes that are never
/// written: a reference left there by an earlier call would keep its object alive.
#[inline(never)]
pub fn clear_dead_stack() {
    const WORDS: usize = 2048;
    let mut dead = [const { std::mem::MaybeUninit::<u64>::uninit() }; WORDS];
    for word in &mut dead {
        // SAFETY: a local variable; volatile, as nobody reads it.
        unsafe { std::ptr::from_mut(word).write_volatile(std::mem::MaybeUninit::new(0)) };
    }
}

/// Visits everything that a stopped thread may refer to.
pub(super) fn scan_thread(thread: &Thread, mut visit: impl FnMut(ObjRef)) {
    let (java_low, java_high) = thread.java_stack_in_use();
    // SAFETY: the thread is stopped with its registers spilled on its native stack; all ranges
    // are parts of its stacks.
    unsafe {
        for (low, high) in thread.native_stack_in_use() {
            scan_range(low, high, &mut visit);
        }
        scan_range(java_low, java_high, &mut visit);
    }
    thread.visit_roots(&mut visit);
}
