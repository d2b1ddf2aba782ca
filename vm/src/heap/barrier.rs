//! The write barrier: remembers old objects that were written to since the last collection.
//!
//! StickyImmix keeps one "unlogged" bit per 8 bytes of heap. It is set for old objects; the first
//! reference write to such an object clears it and hands the object to MMTk, which scans it in
//! the next nursery collection. Compiled code repeats the two instructions of [`after_write`].

use super::ObjRef;
use super::slot::HeapSlot;
use crate::thread::Thread;
use mmtk::util::metadata::side_metadata::GLOBAL_SIDE_METADATA_VM_BASE_ADDRESS;

/// Where the table of unlogged bits begins: the bit of address `a` is bit `a / 8 % 8` of the byte
/// at `LOG_TABLE + a / 64`.
pub const LOG_TABLE: usize = GLOBAL_SIDE_METADATA_VM_BASE_ADDRESS.as_usize();

/// Must follow each write of a reference into `object`, before the next safepoint.
#[inline(always)]
pub fn after_write(object: ObjRef) {
    let address = object.raw();
    let byte = std::ptr::with_exposed_provenance::<u8>(LOG_TABLE + (address >> 6));
    // SAFETY: the table is mapped for every address that holds objects. A stale value is
    // harmless: bits are set only while all mutators are stopped, and clearing twice is caught.
    let bits = unsafe { byte.read_volatile() };
    if bits >> ((address >> 3) & 7) & 1 != 0 {
        remember(object);
    }
}

#[cold]
#[inline(never)]
fn remember(object: ObjRef) {
    let thread = Thread::current();
    // SAFETY: the mutator belongs to this thread, which is running Java or VM code.
    let mutator = unsafe { thread.mutator() };
    let slot = HeapSlot::new(object.raw());
    mutator.barrier.object_reference_write_slow(object.to_mmtk(), slot, None);
}
