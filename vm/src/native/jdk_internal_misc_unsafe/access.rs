//! Reads, writes and compare-and-exchange.
//!
//! Plain accesses need not be aligned: addresses outside the heap may be anything. All others must
//! be, as in HotSpot. Acquire, release and opaque variants are Java methods upon the volatile ones.

use crate::heap::{ObjRef, Prim, PrimInt, RefSlot};
use crate::runtime::value;
use crate::thread::Thread;
use std::sync::atomic::{Ordering, compiler_fence, fence};

/// Object and offset, or null and address, as a pointer.
#[inline(always)]
pub(super) fn place<T>(object: Option<ObjRef>, offset: i64) -> *mut T {
    let base = value::of_ref(object);
    std::ptr::with_exposed_provenance_mut(base.wrapping_add(offset as u64) as usize)
}

macro_rules! plain {
    ($($get:ident $put:ident $type:ty;)*) => {$(
        #[inline]
        pub(super) fn $get(
            _t: &Thread, _this: ObjRef, object: Option<ObjRef>, offset: i64,
        ) -> $type {
            // SAFETY: the caller of Unsafe names memory that it may read.
            unsafe { place::<$type>(object, offset).read_unaligned() }
        }
        #[inline]
        pub(super) fn $put(
            _t: &Thread, _this: ObjRef, object: Option<ObjRef>, offset: i64, value: $type,
        ) {
            // SAFETY: the caller of Unsafe names memory that it may write.
            unsafe { place::<$type>(object, offset).write_unaligned(value) }
        }
    )*};
}

plain! {
    get_byte put_byte i8;
    get_short put_short i16;
    get_char put_char u16;
    get_int put_int i32;
    get_long put_long i64;
    get_float put_float f32;
    get_double put_double f64;
}

macro_rules! volatile {
    ($($get:ident $put:ident $type:ty;)*) => {$(
        #[inline]
        pub(super) fn $get(
            _t: &Thread, _this: ObjRef, object: Option<ObjRef>, offset: i64,
        ) -> $type {
            // SAFETY: the caller of Unsafe names aligned memory that it may read.
            unsafe { <$type as Prim>::load(place(object, offset), Ordering::SeqCst) }
        }
        #[inline]
        pub(super) fn $put(
            _t: &Thread, _this: ObjRef, object: Option<ObjRef>, offset: i64, value: $type,
        ) {
            // SAFETY: the caller of Unsafe names aligned memory that it may write.
            unsafe { <$type as Prim>::store(place(object, offset), value, Ordering::SeqCst) }
        }
    )*};
}

volatile! {
    get_byte_volatile put_byte_volatile i8;
    get_short_volatile put_short_volatile i16;
    get_char_volatile put_char_volatile u16;
    get_int_volatile put_int_volatile i32;
    get_long_volatile put_long_volatile i64;
    get_float_volatile put_float_volatile f32;
    get_double_volatile put_double_volatile f64;
}

#[inline]
pub(super) fn get_boolean(t: &Thread, this: ObjRef, object: Option<ObjRef>, offset: i64) -> bool {
    get_byte(t, this, object, offset) != 0
}

#[inline]
pub(super) fn put_boolean(
    t: &Thread,
    this: ObjRef,
    object: Option<ObjRef>,
    offset: i64,
    value: bool,
) {
    put_byte(t, this, object, offset, i8::from(value));
}

#[inline]
pub(super) fn get_boolean_volatile(
    t: &Thread,
    this: ObjRef,
    object: Option<ObjRef>,
    offset: i64,
) -> bool {
    get_byte_volatile(t, this, object, offset) != 0
}

#[inline]
pub(super) fn put_boolean_volatile(
    t: &Thread,
    this: ObjRef,
    object: Option<ObjRef>,
    offset: i64,
    value: bool,
) {
    put_byte_volatile(t, this, object, offset, i8::from(value));
}

/// A reference slot outside the heap, by its address.
#[inline]
fn slot_at<'a>(address: i64) -> &'a RefSlot {
    // SAFETY: the caller of Unsafe names an address where it has put references before.
    unsafe { RefSlot::at(address as usize) }
}

#[inline]
pub(super) fn get_reference(
    _t: &Thread,
    _this: ObjRef,
    object: Option<ObjRef>,
    offset: i64,
) -> Option<ObjRef> {
    match object {
        Some(object) => object.get_ref(offset as usize),
        None => slot_at(offset).load(Ordering::Relaxed),
    }
}

#[inline]
pub(super) fn put_reference(
    _t: &Thread,
    _this: ObjRef,
    object: Option<ObjRef>,
    offset: i64,
    value: Option<ObjRef>,
) {
    match object {
        Some(object) => object.set_ref(offset as usize, value),
        None => slot_at(offset).store(value, Ordering::Relaxed),
    }
}

#[inline]
pub(super) fn get_reference_volatile(
    _t: &Thread,
    _this: ObjRef,
    object: Option<ObjRef>,
    offset: i64,
) -> Option<ObjRef> {
    match object {
        Some(object) => object.get_ref_ordered(offset as usize, Ordering::SeqCst),
        None => slot_at(offset).load(Ordering::SeqCst),
    }
}

#[inline]
pub(super) fn put_reference_volatile(
    _t: &Thread,
    _this: ObjRef,
    object: Option<ObjRef>,
    offset: i64,
    value: Option<ObjRef>,
) {
    match object {
        Some(object) => object.set_ref_ordered(offset as usize, value, Ordering::SeqCst),
        None => slot_at(offset).store(value, Ordering::SeqCst),
    }
}

#[inline]
fn exchange_reference(
    object: Option<ObjRef>,
    offset: i64,
    expected: Option<ObjRef>,
    new: Option<ObjRef>,
) -> Result<Option<ObjRef>, Option<ObjRef>> {
    match object {
        Some(object) => object.cas_ref(offset as usize, expected, new),
        None => slot_at(offset).compare_exchange(expected, new),
    }
}

#[inline]
pub(super) fn compare_and_set_reference(
    _t: &Thread,
    _this: ObjRef,
    object: Option<ObjRef>,
    offset: i64,
    expected: Option<ObjRef>,
    new: Option<ObjRef>,
) -> bool {
    exchange_reference(object, offset, expected, new).is_ok()
}

#[inline]
pub(super) fn compare_and_exchange_reference(
    _t: &Thread,
    _this: ObjRef,
    object: Option<ObjRef>,
    offset: i64,
    expected: Option<ObjRef>,
    new: Option<ObjRef>,
) -> Option<ObjRef> {
    exchange_reference(object, offset, expected, new).unwrap_or_else(|witness| witness)
}

macro_rules! exchanges {
    ($($set:ident $exchange:ident $type:ty;)*) => {$(
        #[inline]
        pub(super) fn $set(
            _t: &Thread, _this: ObjRef, object: Option<ObjRef>, offset: i64,
            expected: $type, new: $type,
        ) -> bool {
            // SAFETY: the caller of Unsafe names aligned memory that it may write.
            unsafe { <$type as PrimInt>::cas(place(object, offset), expected, new) }.is_ok()
        }
        #[inline]
        pub(super) fn $exchange(
            _t: &Thread, _this: ObjRef, object: Option<ObjRef>, offset: i64,
            expected: $type, new: $type,
        ) -> $type {
            // SAFETY: as above.
            unsafe { <$type as PrimInt>::cas(place(object, offset), expected, new) }
                .unwrap_or_else(|witness| witness)
        }
    )*};
}

exchanges! {
    compare_and_set_int compare_and_exchange_int i32;
    compare_and_set_long compare_and_exchange_long i64;
}

/// A reference in full width at an address: what the VM itself keeps outside the heap.
pub(super) fn get_uncompressed_object(_t: &Thread, _this: ObjRef, address: i64) -> Option<ObjRef> {
    // SAFETY: the caller of Unsafe names an address where the VM keeps a full reference.
    value::to_ref(unsafe { place::<u64>(None, address).read_unaligned() })
}

#[inline]
pub(super) fn load_fence(_t: &Thread, _this: ObjRef) {
    fence(Ordering::Acquire);
    compiler_fence(Ordering::SeqCst);
}

#[inline]
pub(super) fn store_fence(_t: &Thread, _this: ObjRef) {
    fence(Ordering::Release);
    compiler_fence(Ordering::SeqCst);
}

#[inline]
pub(super) fn full_fence(_t: &Thread, _this: ObjRef) {
    fence(Ordering::SeqCst);
}
