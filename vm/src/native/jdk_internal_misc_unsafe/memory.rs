//! Memory outside the heap, and blocks of bytes inside and outside.

use super::access::place;
use crate::heap::ObjRef;
use crate::thread::Thread;
use std::arch::x86_64::{_mm_clflush, _mm_sfence};

/// `malloc`; zero when there is no memory (Java code makes that an OutOfMemoryError).
pub(super) fn allocate(_t: &Thread, _this: ObjRef, bytes: i64) -> i64 {
    // SAFETY: malloc has no preconditions.
    unsafe { libc::malloc(bytes as usize) }.expose_provenance() as i64
}

/// `realloc`; zero when there is no memory.
pub(super) fn reallocate(_t: &Thread, _this: ObjRef, address: i64, bytes: i64) -> i64 {
    // SAFETY: the caller of Unsafe passes null or what `allocate` gave it.
    unsafe { libc::realloc(place(None, address), bytes as usize) }.expose_provenance() as i64
}

/// `free`.
pub(super) fn free(_t: &Thread, _this: ObjRef, address: i64) {
    // SAFETY: the caller of Unsafe passes null or what `allocate` gave it.
    unsafe { libc::free(place(None, address)) }
}

pub(super) fn set(
    _t: &Thread,
    _this: ObjRef,
    object: Option<ObjRef>,
    offset: i64,
    bytes: i64,
    value: i8,
) {
    // SAFETY: the caller of Unsafe names memory that it may write; Java code checked the size.
    unsafe { place::<u8>(object, offset).write_bytes(value as u8, bytes as usize) }
}

pub(super) fn copy(
    _t: &Thread,
    _this: ObjRef,
    source: Option<ObjRef>,
    source_offset: i64,
    target: Option<ObjRef>,
    target_offset: i64,
    bytes: i64,
) {
    let from: *const u8 = place(source, source_offset);
    let to: *mut u8 = place(target, target_offset);
    // SAFETY: the caller of Unsafe names memory that it may read and write; primitive arrays only.
    unsafe { from.copy_to(to, bytes as usize) }
}

/// Copies elements of a type with the bytes of each reversed; the ranges may overlap.
///
/// # Safety
/// Both pointers must be good for `count` elements.
unsafe fn copy_reversed<T: Copy>(
    from: *const u8,
    to: *mut u8,
    count: usize,
    reverse: impl Fn(T) -> T,
) {
    let (from, to) = (from.cast::<T>(), to.cast::<T>());
    let one = |index: usize| {
        // SAFETY: index < count; the caller's promise.
        unsafe { to.add(index).write_unaligned(reverse(from.add(index).read_unaligned())) }
    };
    if from.addr() < to.addr() {
        (0..count).rev().for_each(one);
    } else {
        (0..count).for_each(one);
    }
}

#[expect(clippy::too_many_arguments, reason = "the parameters of the Java method")]
pub(super) fn copy_swap(
    _t: &Thread,
    _this: ObjRef,
    source: Option<ObjRef>,
    source_offset: i64,
    target: Option<ObjRef>,
    target_offset: i64,
    bytes: i64,
    element_bytes: i64,
) {
    let from: *const u8 = place(source, source_offset);
    let to: *mut u8 = place(target, target_offset);
    let count = (bytes / element_bytes) as usize;
    // SAFETY: the caller of Unsafe names memory that it may read and write; Java code checked
    // that the element size is 2, 4 or 8 and divides the size.
    unsafe {
        match element_bytes {
            2 => copy_reversed(from, to, count, u16::swap_bytes),
            4 => copy_reversed(from, to, count, u32::swap_bytes),
            _ => copy_reversed(from, to, count, u64::swap_bytes),
        }
    }
}

/// Writes the cache line at an address back to memory.
pub(super) fn writeback(_t: &Thread, _this: ObjRef, address: i64) {
    // SAFETY: the caller of Unsafe names a mapped address.
    unsafe { _mm_clflush(place(None, address)) }
}

/// Flushes are ordered with earlier stores to the same line without a fence.
pub(super) fn writeback_pre_sync(_t: &Thread, _this: ObjRef) {}

pub(super) fn writeback_post_sync(_t: &Thread, _this: ObjRef) {
    // SAFETY: every x86-64 processor has it.
    unsafe { _mm_sfence() };
}

/// Fills in as many load averages as are known, at most `count`; their number, or -1.
pub(super) fn get_load_average(
    _t: &Thread,
    _this: ObjRef,
    averages: Option<ObjRef>,
    count: i32,
) -> i32 {
    let mut found = [0f64; 3];
    let count = count.clamp(0, 3);
    // SAFETY: the buffer holds three.
    let known = unsafe { libc::getloadavg(found.as_mut_ptr(), count) };
    if let Some(array) = averages
        && let Ok(known) = usize::try_from(known)
    {
        array.write_elements(0, &found[..known.min(array.array_length())]);
    }
    known
}
