//! Array elements, whole arrays as slices, and `System.arraycopy`.

use super::object::{ELEMENTS_OFFSET, ObjRef, Prim};
use super::slot::{REF_BYTES, RefSlot};
use super::{barrier, shape};
use std::sync::atomic::Ordering;

/// A primitive element type whose arrays may be viewed as slices.
pub trait Element: Prim {}
impl Element for i8 {}
impl Element for u8 {}
impl Element for i16 {}
impl Element for u16 {}
impl Element for i32 {}
impl Element for u32 {}
impl Element for i64 {}
impl Element for u64 {}
impl Element for f32 {}
impl Element for f64 {}

/// Byte offset of element `index` of a reference array.
#[inline(always)]
pub fn ref_element(index: usize) -> usize {
    ELEMENTS_OFFSET + index * REF_BYTES
}

impl ObjRef {
    /// Element of a primitive array; the caller has checked the index.
    #[inline(always)]
    pub fn element<T: Element>(self, index: usize) -> T {
        debug_assert!(index < self.array_length());
        self.get(ELEMENTS_OFFSET + index * size_of::<T>())
    }

    /// Sets an element of a primitive array; the caller has checked the index.
    #[inline(always)]
    pub fn set_element<T: Element>(self, index: usize, value: T) {
        debug_assert!(index < self.array_length());
        self.set(ELEMENTS_OFFSET + index * size_of::<T>(), value);
    }

    /// Element of a reference array; the caller has checked the index.
    #[inline(always)]
    pub fn ref_element(self, index: usize) -> Option<ObjRef> {
        debug_assert!(index < self.array_length());
        self.get_ref(ref_element(index))
    }

    /// Sets an element of a reference array, with the write barrier; the caller has checked the
    /// index and the type.
    #[inline(always)]
    pub fn set_ref_element(self, index: usize, value: Option<ObjRef>) {
        debug_assert!(index < self.array_length());
        self.set_ref(ref_element(index), value);
    }

    /// The elements of a primitive array.
    ///
    /// # Safety
    /// No other thread may write the elements meanwhile, and the slice must not be kept over a
    /// safepoint (allocation, call of Java, `in_native`): the array may move.
    #[inline]
    pub unsafe fn elements<'a, T: Element>(self) -> &'a [T] {
        // SAFETY: the array holds `array_length` elements from ELEMENTS_OFFSET; caller's promise.
        unsafe { std::slice::from_raw_parts(self.at(ELEMENTS_OFFSET).cast(), self.array_length()) }
    }

    /// The elements of a primitive array, to be written.
    ///
    /// # Safety
    /// As for [`ObjRef::elements`]; nothing else may access the elements meanwhile.
    #[inline]
    pub unsafe fn elements_mut<'a, T: Element>(self) -> &'a mut [T] {
        // SAFETY: as in `elements`.
        unsafe {
            std::slice::from_raw_parts_mut(self.at(ELEMENTS_OFFSET).cast(), self.array_length())
        }
    }

    /// A copy of the elements of a primitive array.
    pub fn to_vec<T: Element>(self) -> Vec<T> {
        // SAFETY: copied at once; a racing Java write can at worst tear the copy, as in Java.
        unsafe { self.elements::<T>() }.to_vec()
    }

    /// Overwrites elements of a primitive array from `start` on. Panics when out of bounds.
    pub fn write_elements<T: Element>(self, start: usize, values: &[T]) {
        // SAFETY: written at once; races are Java's.
        let elements = unsafe { self.elements_mut::<T>() };
        elements[start..start + values.len()].copy_from_slice(values);
    }
}

/// Copies `count` elements between arrays of the same element width, as if through a temporary.
/// Bounds, kinds and element types have been checked. Each reference is copied in one piece.
pub fn copy_elements(from: ObjRef, from_index: usize, to: ObjRef, to_index: usize, count: usize) {
    debug_assert!(from_index + count <= from.array_length());
    debug_assert!(to_index + count <= to.array_length());
    let log2 = shape::log2_elem(from);
    debug_assert_eq!(log2, shape::log2_elem(to));
    let source = from.at(ELEMENTS_OFFSET + (from_index << log2));
    let target = to.at(ELEMENTS_OFFSET + (to_index << log2));
    if shape::is_ref_array(to) {
        if source < target && from == to {
            for index in (0..count).rev() {
                copy_ref(source, target, index);
            }
        } else {
            for index in 0..count {
                copy_ref(source, target, index);
            }
        }
        barrier::after_write(to);
        return;
    }
    // SAFETY: both ranges lie within their arrays; `copy` allows overlap.
    unsafe {
        match log2 {
            0 => std::ptr::copy(source, target, count),
            1 => std::ptr::copy(source.cast::<u16>(), target.cast::<u16>(), count),
            2 => std::ptr::copy(source.cast::<u32>(), target.cast::<u32>(), count),
            _ => std::ptr::copy(source.cast::<u64>(), target.cast::<u64>(), count),
        }
    }
}

#[inline(always)]
fn copy_ref(source: *mut u8, target: *mut u8, index: usize) {
    // SAFETY: `copy_elements` stays within the two arrays, whose elements are slots.
    let (source, target) = unsafe {
        (
            RefSlot::at(source.expose_provenance() + index * REF_BYTES),
            RefSlot::at(target.expose_provenance() + index * REF_BYTES),
        )
    };
    target.store(source.load(Ordering::Relaxed), Ordering::Relaxed);
}
