//! `ObjRef`, a reference to a Java object, and access to what is inside.
//!
//! Layout: `u32` class handle at 0, `u32` mark word at 4, then fields from 8; in arrays the
//! `u32` length at 8 and the elements from 16. Objects are aligned to 8 bytes.
//!
//! Accessors take byte offsets and trust them: callers pass offsets that linking computed or that
//! were checked against the array length. Plain Java accesses are relaxed atomic ones, which cost
//! nothing more and make races harmless to Rust.

use super::barrier;
use super::slot::RefSlot;
use crate::class::{Class, ClassRef};
use crate::meta::Meta;
use mmtk::util::{Address, ObjectReference};
use std::num::NonZeroUsize;
use std::sync::atomic::*;

/// Offset of the class handle.
pub const CLASS_OFFSET: usize = 0;
/// Offset of the mark word.
pub const MARK_OFFSET: usize = 4;
/// Size of the header; where an instance's fields begin.
pub const HEADER_BYTES: usize = 8;
/// Offset of an array's length.
pub const LENGTH_OFFSET: usize = 8;
/// Offset of an array's first element.
pub const ELEMENTS_OFFSET: usize = 16;
/// Alignment of objects and granule of their sizes.
pub const OBJECT_ALIGN: usize = 8;

/// A non-null reference to a Java object: its address.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjRef(NonZeroUsize);

impl std::fmt::Debug for ObjRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ObjRef({:#x})", self.0)
    }
}

/// A primitive that can lie in an object: an integer or float with its atomic twin.
pub trait Prim: Copy {
    /// Reads it from `place`.
    ///
    /// # Safety
    /// `place` must be valid and aligned for the type.
    unsafe fn load(place: *mut u8, order: Ordering) -> Self;
    /// Writes it to `place`.
    ///
    /// # Safety
    /// As for [`Prim::load`].
    unsafe fn store(place: *mut u8, value: Self, order: Ordering);
}

/// A primitive with atomic read-modify-write operations.
pub trait PrimInt: Prim {
    /// Compares and exchanges; returns what was there.
    ///
    /// # Safety
    /// As for [`Prim::load`].
    unsafe fn cas(place: *mut u8, expected: Self, new: Self) -> Result<Self, Self>;
    /// Exchanges.
    ///
    /// # Safety
    /// As for [`Prim::load`].
    unsafe fn swap(place: *mut u8, new: Self) -> Self;
    /// Adds, wrapping; returns the old value.
    ///
    /// # Safety
    /// As for [`Prim::load`].
    unsafe fn fetch_add(place: *mut u8, delta: Self) -> Self;
}

macro_rules! prim_ints {
    ($($int:ty: $atomic:ty),*) => {$(
        impl Prim for $int {
            #[inline(always)]
            unsafe fn load(place: *mut u8, order: Ordering) -> Self {
                // SAFETY: the caller's promise.
                unsafe { &*place.cast::<$atomic>() }.load(order)
            }
            #[inline(always)]
            unsafe fn store(place: *mut u8, value: Self, order: Ordering) {
                // SAFETY: the caller's promise.
                unsafe { &*place.cast::<$atomic>() }.store(value, order)
            }
        }
        impl PrimInt for $int {
            #[inline(always)]
            unsafe fn cas(place: *mut u8, expected: Self, new: Self) -> Result<Self, Self> {
                // SAFETY: the caller's promise.
                unsafe { &*place.cast::<$atomic>() }
                    .compare_exchange(expected, new, Ordering::SeqCst, Ordering::SeqCst)
            }
            #[inline(always)]
            unsafe fn swap(place: *mut u8, new: Self) -> Self {
                // SAFETY: the caller's promise.
                unsafe { &*place.cast::<$atomic>() }.swap(new, Ordering::SeqCst)
            }
            #[inline(always)]
            unsafe fn fetch_add(place: *mut u8, delta: Self) -> Self {
                // SAFETY: the caller's promise.
                unsafe { &*place.cast::<$atomic>() }.fetch_add(delta, Ordering::SeqCst)
            }
        }
    )*};
}
prim_ints!(i8: AtomicI8, u8: AtomicU8, i16: AtomicI16, u16: AtomicU16, i32: AtomicI32,
    u32: AtomicU32, i64: AtomicI64, u64: AtomicU64);

macro_rules! prim_floats {
    ($($float:ty: $bits:ty),*) => {$(
        impl Prim for $float {
            #[inline(always)]
            unsafe fn load(place: *mut u8, order: Ordering) -> Self {
                // SAFETY: the caller's promise.
                <$float>::from_bits(unsafe { <$bits as Prim>::load(place, order) })
            }
            #[inline(always)]
            unsafe fn store(place: *mut u8, value: Self, order: Ordering) {
                // SAFETY: the caller's promise.
                unsafe { <$bits as Prim>::store(place, value.to_bits(), order) }
            }
        }
    )*};
}
prim_floats!(f32: u32, f64: u64);

macro_rules! named_accessors {
    ($($get:ident $set:ident $type:ty;)*) => {$(
        /// Plain read at a byte offset.
        #[inline(always)]
        pub fn $get(self, offset: usize) -> $type {
            self.get::<$type>(offset)
        }
        /// Plain write at a byte offset.
        #[inline(always)]
        pub fn $set(self, offset: usize, value: $type) {
            self.set::<$type>(offset, value);
        }
    )*};
}

impl ObjRef {
    /// The reference with address `raw`.
    ///
    /// # Safety
    /// `raw` must be the address of a live object.
    #[inline(always)]
    pub unsafe fn from_raw(raw: usize) -> ObjRef {
        debug_assert!(raw != 0 && raw.is_multiple_of(OBJECT_ALIGN), "bad reference {raw:#x}");
        // SAFETY: objects are not at zero.
        ObjRef(unsafe { NonZeroUsize::new_unchecked(raw) })
    }

    /// As [`ObjRef::from_raw`], with zero meaning null.
    ///
    /// # Safety
    /// As for [`ObjRef::from_raw`], unless `raw` is zero.
    #[inline(always)]
    pub unsafe fn from_raw_opt(raw: usize) -> Option<ObjRef> {
        NonZeroUsize::new(raw).map(ObjRef)
    }

    /// The address; zero for null.
    #[inline(always)]
    pub fn raw_opt(object: Option<ObjRef>) -> usize {
        object.map_or(0, ObjRef::raw)
    }

    /// The address.
    #[inline(always)]
    pub fn raw(self) -> usize {
        self.0.get()
    }

    #[inline(always)]
    pub(super) fn to_mmtk(self) -> ObjectReference {
        // SAFETY: a reference is a non-zero aligned address.
        unsafe { ObjectReference::from_raw_address_unchecked(Address::from_usize(self.raw())) }
    }

    #[inline(always)]
    pub(super) fn from_mmtk(object: ObjectReference) -> ObjRef {
        // SAFETY: MMTk's references are those that we gave it.
        unsafe { ObjRef::from_raw(object.to_raw_address().as_usize()) }
    }

    /// Pointer to the byte at `offset`.
    #[inline(always)]
    pub fn at(self, offset: usize) -> *mut u8 {
        std::ptr::with_exposed_provenance_mut(self.raw() + offset)
    }

    /// The object's class.
    #[inline(always)]
    pub fn class(self) -> ClassRef {
        // SAFETY: the header's first word is a class handle from allocation on.
        unsafe { Meta::<Class>::from_raw(self.at(CLASS_OFFSET).cast::<u32>().read()) }
    }

    /// The mark word. Its meaning is `thread::monitor`'s.
    #[inline(always)]
    pub fn mark(&self) -> &AtomicU32 {
        // SAFETY: the header's second word, always accessed atomically.
        unsafe { &*self.at(MARK_OFFSET).cast::<AtomicU32>() }
    }

    /// `System.identityHashCode`: non-zero, stable, not derived from the address.
    pub fn identity_hash(self) -> i32 {
        crate::thread::monitor::identity_hash(self)
    }

    /// Length of an array.
    #[inline(always)]
    pub fn array_length(self) -> usize {
        // SAFETY: callers ask arrays only; the length never changes.
        unsafe { self.at(LENGTH_OFFSET).cast::<u32>().read() as usize }
    }

    /// Plain read at a byte offset.
    #[inline(always)]
    pub fn get<T: Prim>(self, offset: usize) -> T {
        self.get_ordered(offset, Ordering::Relaxed)
    }

    /// Plain write at a byte offset.
    #[inline(always)]
    pub fn set<T: Prim>(self, offset: usize, value: T) {
        self.set_ordered(offset, value, Ordering::Relaxed);
    }

    /// Read with an ordering: `SeqCst` for volatile, `Acquire` for getAcquire.
    #[inline(always)]
    pub fn get_ordered<T: Prim>(self, offset: usize, order: Ordering) -> T {
        // SAFETY: module contract on offsets.
        unsafe { T::load(self.at(offset), order) }
    }

    /// Write with an ordering: `SeqCst` for volatile, `Release` for setRelease.
    #[inline(always)]
    pub fn set_ordered<T: Prim>(self, offset: usize, value: T, order: Ordering) {
        // SAFETY: module contract on offsets.
        unsafe { T::store(self.at(offset), value, order) }
    }

    /// Compares and exchanges; `Ok` and `Err` both hold what was there.
    #[inline(always)]
    pub fn cas<T: PrimInt>(self, offset: usize, expected: T, new: T) -> Result<T, T> {
        // SAFETY: module contract on offsets.
        unsafe { T::cas(self.at(offset), expected, new) }
    }

    /// Exchanges; returns the old value.
    #[inline(always)]
    pub fn swap<T: PrimInt>(self, offset: usize, new: T) -> T {
        // SAFETY: module contract on offsets.
        unsafe { T::swap(self.at(offset), new) }
    }

    /// Adds with wrap-around; returns the old value.
    #[inline(always)]
    pub fn fetch_add<T: PrimInt>(self, offset: usize, delta: T) -> T {
        // SAFETY: module contract on offsets.
        unsafe { T::fetch_add(self.at(offset), delta) }
    }

    named_accessors! {
        get_i8 set_i8 i8;
        get_u8 set_u8 u8;
        get_i16 set_i16 i16;
        get_u16 set_u16 u16;
        get_i32 set_i32 i32;
        get_u32 set_u32 u32;
        get_i64 set_i64 i64;
        get_u64 set_u64 u64;
        get_f32 set_f32 f32;
        get_f64 set_f64 f64;
    }

    #[inline(always)]
    pub(super) fn slot<'a>(self, offset: usize) -> &'a RefSlot {
        // SAFETY: module contract on offsets; used at once, before any safepoint.
        unsafe { RefSlot::at(self.raw() + offset) }
    }

    /// Plain read of a reference.
    #[inline(always)]
    pub fn get_ref(self, offset: usize) -> Option<ObjRef> {
        self.slot(offset).load(Ordering::Relaxed)
    }

    /// Read of a reference with an ordering.
    #[inline(always)]
    pub fn get_ref_ordered(self, offset: usize, order: Ordering) -> Option<ObjRef> {
        self.slot(offset).load(order)
    }

    /// Plain write of a reference, with the write barrier.
    #[inline(always)]
    pub fn set_ref(self, offset: usize, value: Option<ObjRef>) {
        self.slot(offset).store(value, Ordering::Relaxed);
        barrier::after_write(self);
    }

    /// Write of a reference with an ordering, with the write barrier.
    #[inline(always)]
    pub fn set_ref_ordered(self, offset: usize, value: Option<ObjRef>, order: Ordering) {
        self.slot(offset).store(value, order);
        barrier::after_write(self);
    }

    /// Compares and exchanges a reference, with the write barrier; `Ok` and `Err` both hold what
    /// was there.
    #[inline]
    pub fn cas_ref(
        self,
        offset: usize,
        expected: Option<ObjRef>,
        new: Option<ObjRef>,
    ) -> Result<Option<ObjRef>, Option<ObjRef>> {
        let witness = self.slot(offset).compare_exchange(expected, new);
        barrier::after_write(self);
        witness
    }

    /// Exchanges a reference, with the write barrier; returns the old one.
    #[inline]
    pub fn swap_ref(self, offset: usize, new: Option<ObjRef>) -> Option<ObjRef> {
        let old = self.slot(offset).swap(new);
        barrier::after_write(self);
        old
    }
}
