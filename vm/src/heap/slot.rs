//! What a reference looks like in heap memory: the one place that knows its width.
//!
//! A reference slot holds `address >> REF_SHIFT` in [`REF_BYTES`] bytes, zero for null. The heap
//! lies below 32 GiB, so that four bytes reach all of it and an x86 scaled address decodes for
//! free. Everything outside heap memory (Rust variables, Java stack words) holds full addresses.

use super::ObjRef;
use mmtk::util::{Address, ObjectReference};
use std::arch::asm;
use std::sync::atomic::{AtomicU32, Ordering};

/// Width of a reference in heap memory.
pub const REF_BYTES: usize = 4;
/// log2 of [`REF_BYTES`].
pub const LOG_REF_BYTES: u8 = 2;
/// How far an address is shifted to make the slot's value; objects are aligned to match.
pub const REF_SHIFT: u32 = 3;
/// First address that a reference cannot name.
pub const REF_REACH: usize = 1 << (32 + REF_SHIFT);

/// Hides from the compiler what a number has to do with another one.
///
/// Without this it would see that encoding undoes decoding, and keep only the slot's value in a
/// register from a read before a collection to a write after it. The conservative scan knows
/// addresses only: the object would be freed, or moved without that register's being updated.
#[inline(always)]
fn opaque(number: usize) -> usize {
    let mut number = number;
    // SAFETY: no instruction. Not `pure`, so that it is not moved over a call.
    unsafe { asm!("/* {0} */", inout(reg) number, options(nomem, nostack, preserves_flags)) };
    number
}

/// The slot's value for a reference.
#[inline(always)]
pub fn encode(value: Option<ObjRef>) -> u32 {
    (opaque(ObjRef::raw_opt(value)) >> REF_SHIFT) as u32
}

/// The reference that a slot's value stands for.
#[inline(always)]
pub fn decode(bits: u32) -> Option<ObjRef> {
    // SAFETY: only `encode` makes non-zero slot values, from live references.
    unsafe { ObjRef::from_raw_opt(opaque((bits as usize) << REF_SHIFT)) }
}

/// A reference slot, in an object or in a root table. All-zero memory is a null slot.
#[repr(transparent)]
#[derive(Default, Debug)]
pub struct RefSlot(AtomicU32);

const _: () = assert!(size_of::<RefSlot>() == REF_BYTES && 1 << LOG_REF_BYTES == REF_BYTES);

impl RefSlot {
    /// A null slot.
    pub const fn null() -> RefSlot {
        RefSlot(AtomicU32::new(0))
    }

    /// Reads with the given ordering.
    #[inline(always)]
    pub fn load(&self, order: Ordering) -> Option<ObjRef> {
        decode(self.0.load(order))
    }

    /// Writes without a write barrier: right for slots outside the heap only.
    #[inline(always)]
    pub fn store(&self, value: Option<ObjRef>, order: Ordering) {
        self.0.store(encode(value), order);
    }

    /// Exchanges without a write barrier.
    #[inline(always)]
    pub fn swap(&self, value: Option<ObjRef>) -> Option<ObjRef> {
        decode(self.0.swap(encode(value), Ordering::SeqCst))
    }

    /// Compares and exchanges without a write barrier; returns what was there.
    #[inline(always)]
    pub fn compare_exchange(
        &self,
        expected: Option<ObjRef>,
        new: Option<ObjRef>,
    ) -> Result<Option<ObjRef>, Option<ObjRef>> {
        self.0
            .compare_exchange(encode(expected), encode(new), Ordering::SeqCst, Ordering::SeqCst)
            .map(decode)
            .map_err(decode)
    }

    /// The slot at an address.
    ///
    /// # Safety
    /// `address` must be that of a reference slot that outlives the result.
    #[inline(always)]
    pub unsafe fn at<'a>(address: usize) -> &'a RefSlot {
        // SAFETY: the caller's promise; slots are only ever accessed atomically.
        unsafe { &*std::ptr::with_exposed_provenance::<RefSlot>(address) }
    }

    /// Its address.
    #[inline(always)]
    pub fn address(&self) -> usize {
        std::ptr::from_ref(self).expose_provenance()
    }
}

/// A reference slot as MMTk sees it: an address.
#[repr(transparent)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HeapSlot(Address);

impl HeapSlot {
    /// The slot at `address`.
    #[inline(always)]
    pub(super) fn new(address: usize) -> HeapSlot {
        // SAFETY: an address is only a number here.
        HeapSlot(unsafe { Address::from_usize(address) })
    }

    #[inline(always)]
    fn slot(&self) -> &RefSlot {
        // SAFETY: MMTk is given addresses of slots that outlive the collection.
        unsafe { RefSlot::at(self.0.as_usize()) }
    }
}

impl mmtk::vm::slot::Slot for HeapSlot {
    #[inline(always)]
    fn load(&self) -> Option<ObjectReference> {
        self.slot().load(Ordering::Relaxed).map(ObjRef::to_mmtk)
    }

    #[inline(always)]
    fn store(&self, object: ObjectReference) {
        self.slot().store(Some(ObjRef::from_mmtk(object)), Ordering::Relaxed);
    }
}
