//! Allocation: the inline bump path, MMTk's slow path, and stress.

use super::binding::{Cortado, mmtk, tls_of};
use super::object::{CLASS_OFFSET, LENGTH_OFFSET, MARK_OFFSET, OBJECT_ALIGN, ObjRef};
use super::shape::array_bytes;
use super::{collection, conservative};
use crate::class::ClassRef;
use crate::thread::Thread;
use mmtk::util::alloc::BumpPointer;
use mmtk::util::metadata::side_metadata::VO_BIT_SIDE_METADATA_ADDR;
use mmtk::util::{Address, alloc::AllocatorInfo};
use mmtk::{AllocationSemantics, memory_manager};
use std::sync::atomic::{AtomicU32, Ordering};

/// Offset of the bump pointer's cursor in MMTk's mutator; the limit is 8 bytes further.
pub const BUMP_OFFSET: usize = 368;
/// Where the table of object-start bits begins, laid out as the one in `barrier`.
pub const VO_TABLE: usize = VO_BIT_SIDE_METADATA_ADDR.as_usize();
/// Larger objects go to the large object space.
pub const SMALL_MAX: usize = 16 << 10;

/// An allocation failed: the caller throws `OutOfMemoryError`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Java heap space")]
pub struct OutOfMemory;

/// Collect at each Nth allocation; zero for never.
static STRESS: AtomicU32 = AtomicU32::new(0);
static STRESS_COUNT: AtomicU32 = AtomicU32::new(0);

/// Whether objects must be allocated through [`alloc_instance`] and its kin, which count them.
pub fn is_stressed() -> bool {
    STRESS.load(Ordering::Relaxed) != 0
}

pub(super) fn set_stress(every: u32) {
    STRESS.store(every, Ordering::Relaxed);
}

/// Checks that the constants above fit MMTk's types and plan.
pub(super) fn check_constants() {
    let selector = memory_manager::get_allocator_mapping(mmtk(), AllocationSemantics::Default);
    let AllocatorInfo::BumpPointer { bump_pointer_offset } =
        AllocatorInfo::new::<Cortado>(selector)
    else {
        panic!("the plan has no bump pointer");
    };
    assert_eq!(bump_pointer_offset, BUMP_OFFSET, "MMTk's mutator has another layout");
    let limit = mmtk().get_plan().constraints().max_non_los_default_alloc_bytes;
    assert!(limit >= SMALL_MAX, "small objects are at most {limit} bytes here");
}

#[inline(always)]
fn write_header(address: usize, class: ClassRef) -> ObjRef {
    let place = std::ptr::with_exposed_provenance_mut::<u32>(address);
    // SAFETY: `address` is that of at least eight fresh zeroed bytes; a zero mark word is neutral.
    unsafe {
        place.byte_add(CLASS_OFFSET).write(class.raw());
        debug_assert_eq!(place.byte_add(MARK_OFFSET).read(), 0, "allocation is not zeroed");
        ObjRef::from_raw(address)
    }
}

/// Allocates `bytes` (a multiple of 8, at most [`SMALL_MAX`]) from the thread's buffer. None when
/// the buffer is too small or a stress mode is on: then [`alloc_instance`] or [`alloc_array`].
/// Never collects. All fields are zero.
#[inline(always)]
pub fn alloc_fast(thread: &Thread, class: ClassRef, bytes: usize) -> Option<ObjRef> {
    debug_assert!(bytes.is_multiple_of(OBJECT_ALIGN) && bytes <= SMALL_MAX);
    let bump = thread.mutator_place().wrapping_byte_add(BUMP_OFFSET).cast::<BumpPointer>();
    // SAFETY: `check_constants` made sure that the bump pointer is there; it is this thread's.
    let (cursor, limit) = unsafe { ((*bump).cursor.as_usize(), (*bump).limit.as_usize()) };
    if cursor + bytes > limit || STRESS.load(Ordering::Relaxed) != 0 {
        return None;
    }
    // SAFETY: as above; and the new cursor is within the buffer.
    unsafe { (*bump).cursor = Address::from_usize(cursor + bytes) };
    let object = write_header(cursor, class);
    set_object_start(cursor);
    Some(object)
}

/// Sets the object-start bit. Not atomic: buffers consist of whole 256-byte lines, so that no
/// other thread writes the same byte.
#[inline(always)]
fn set_object_start(address: usize) {
    let byte = std::ptr::with_exposed_provenance_mut::<u8>(VO_TABLE + (address >> 6));
    // SAFETY: the table is mapped wherever the heap is.
    unsafe { byte.write(byte.read() | 1 << ((address >> 3) & 7)) };
}

/// Allocates an instance; all fields are zero.
#[inline]
pub fn alloc_instance(thread: &Thread, class: ClassRef) -> Result<ObjRef, OutOfMemory> {
    let bytes = class.shape.instance_bytes as usize;
    if bytes <= SMALL_MAX
        && let Some(object) = alloc_fast(thread, class, bytes)
    {
        return Ok(object);
    }
    alloc_slow(thread, class, bytes, None, None)
}

/// Allocates an array; all elements are zero.
#[inline]
pub fn alloc_array(
    thread: &Thread,
    array_class: ClassRef,
    length: usize,
) -> Result<ObjRef, OutOfMemory> {
    debug_assert!(length <= i32::MAX as usize);
    let bytes = array_bytes(length, array_class.shape.log2_elem);
    if bytes <= SMALL_MAX
        && let Some(array) = alloc_fast(thread, array_class, bytes)
    {
        set_length(array, length);
        return Ok(array);
    }
    alloc_slow(thread, array_class, bytes, Some(length as u32), None)
}

/// Allocates an instance of `java.lang.Class` of `bytes` bytes, statics included. It never moves
/// and is never freed.
pub fn alloc_mirror(
    thread: &Thread,
    class_class: ClassRef,
    bytes: usize,
) -> Result<ObjRef, OutOfMemory> {
    let bytes = bytes.next_multiple_of(OBJECT_ALIGN);
    alloc_slow(thread, class_class, bytes, None, Some(AllocationSemantics::Immortal))
}

#[inline(always)]
fn set_length(array: ObjRef, length: usize) {
    array.set_u32(LENGTH_OFFSET, length as u32);
}

/// Allocates with MMTk's help, which may collect.
#[cold]
#[inline(never)]
fn alloc_slow(
    thread: &Thread,
    class: ClassRef,
    bytes: usize,
    length: Option<u32>,
    semantics: Option<AllocationSemantics>,
) -> Result<ObjRef, OutOfMemory> {
    conservative::clear_dead_stack();
    let result = alloc_by_mmtk(thread, class, bytes, length, semantics);
    conservative::clear_dead_stack();
    result
}

#[inline(never)]
fn alloc_by_mmtk(
    thread: &Thread,
    class: ClassRef,
    bytes: usize,
    length: Option<u32>,
    semantics: Option<AllocationSemantics>,
) -> Result<ObjRef, OutOfMemory> {
    debug_assert!(thread.is_in_java(), "allocation by a thread that is in native");
    stress(thread);
    if collection::overhead_limit_exceeded() || bytes > super::max_memory() {
        return Err(OutOfMemory);
    }
    let semantics = semantics.unwrap_or(if bytes > SMALL_MAX {
        conservative::note_size(bytes);
        AllocationSemantics::Los
    } else {
        AllocationSemantics::Default
    });
    // SAFETY: the mutator is this thread's.
    let mutator = unsafe { thread.mutator() };
    let address = memory_manager::alloc(mutator, bytes, OBJECT_ALIGN, 0, semantics);
    if address.is_zero() {
        collection::forget_overhead();
        return Err(OutOfMemory);
    }
    let object = write_header(address.as_usize(), class);
    if let Some(length) = length {
        object.set_u32(LENGTH_OFFSET, length);
    }
    // SAFETY: as above; a collection may have run in between, so the borrow is taken anew.
    let mutator = unsafe { thread.mutator() };
    memory_manager::post_alloc(mutator, object.to_mmtk(), bytes, semantics);
    Ok(object)
}

#[cold]
fn collect_for_stress(thread: &Thread, count: u32) {
    // Mostly nursery collections, as in real life; each eighth is a full one.
    mmtk().handle_user_collection_request(tls_of(thread), true, count.is_multiple_of(8));
}

fn stress(thread: &Thread) {
    let every = STRESS.load(Ordering::Relaxed);
    if every != 0 {
        let count = STRESS_COUNT.fetch_add(1, Ordering::Relaxed) + 1;
        if count.is_multiple_of(every) {
            collect_for_stress(thread, count / every);
        }
    }
}

/// A full collection now, as `System.gc()` asks for.
pub fn collect(thread: &Thread) {
    mmtk().handle_user_collection_request(tls_of(thread), true, true);
}
