//! Offsets of the few fields of the class library that the collector itself reads and writes.
//! Class linking computes them; the VM stores them here once, while starting.

use std::sync::atomic::{AtomicU32, Ordering};

static VM_CLASS: AtomicU32 = AtomicU32::new(0);
static REFERENT: AtomicU32 = AtomicU32::new(0);
static NEXT: AtomicU32 = AtomicU32::new(0);
static DISCOVERED: AtomicU32 = AtomicU32::new(0);

/// Sets the offset of the injected `vm_class` field of `java.lang.Class`, before the first mirror
/// gets its class.
pub fn set_mirror_layout(vm_class: u32) {
    VM_CLASS.store(vm_class, Ordering::Relaxed);
}

/// Sets the offsets of the fields of `java.lang.ref.Reference`, before the first instance is made.
pub fn set_reference_layout(referent: u32, next: u32, discovered: u32) {
    REFERENT.store(referent, Ordering::Relaxed);
    NEXT.store(next, Ordering::Relaxed);
    DISCOVERED.store(discovered, Ordering::Relaxed);
}

#[inline(always)]
pub(super) fn vm_class_offset() -> usize {
    VM_CLASS.load(Ordering::Relaxed) as usize
}

#[inline(always)]
pub(super) fn referent_offset() -> usize {
    REFERENT.load(Ordering::Relaxed) as usize
}

#[inline(always)]
pub(super) fn next_offset() -> usize {
    NEXT.load(Ordering::Relaxed) as usize
}

#[inline(always)]
pub(super) fn discovered_offset() -> usize {
    DISCOVERED.load(Ordering::Relaxed) as usize
}
