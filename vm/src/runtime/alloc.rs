//! Allocation as Java sees it: with the exceptions of `new`, `newarray` and friends.

use super::throw;
use crate::class::{ClassRef, Kind, wk};
use crate::error::R;
use crate::heap::{self, ObjRef};
use crate::link::loader;
use crate::thread::Thread;

/// A new zeroed instance of `class`, which is linked and not abstract. Finalizable objects are
/// registered by `Object.<init>`, not here.
#[inline]
pub fn instance(t: &Thread, class: ClassRef) -> R<ObjRef> {
    heap::alloc_instance(t, class).map_err(|_| throw::out_of_memory(t, "Java heap space"))
}

/// A new zeroed array of `len` elements; `class` is the array class.
///
/// # Errors
/// NegativeArraySizeException, OutOfMemoryError.
#[inline]
pub fn array(t: &Thread, class: ClassRef, len: i32) -> R<ObjRef> {
    let Ok(len) = usize::try_from(len) else {
        return Err(throw::new(t, "java/lang/NegativeArraySizeException", &len.to_string()));
    };
    if len > LENGTH_MAX {
        return Err(throw::out_of_memory(t, "Requested array size exceeds VM limit"));
    }
    heap::alloc_array(t, class, len).map_err(|_| throw::out_of_memory(t, "Java heap space"))
}

/// Longest array, as in HotSpot.
pub const LENGTH_MAX: usize = i32::MAX as usize - 1;

/// A new array of a primitive kind.
pub fn prim_array(t: &Thread, kind: Kind, len: usize) -> R<ObjRef> {
    array(t, loader::primitive_array_class(t, kind)?, i32::try_from(len).unwrap_or(i32::MAX))
}

/// A new `byte[]` with these contents.
pub fn byte_array(t: &Thread, bytes: &[u8]) -> R<ObjRef> {
    let array = prim_array(t, Kind::Byte, bytes.len())?;
    array.write_elements(0, bytes);
    Ok(array)
}

/// A new array of references whose elements have class `element`.
pub fn ref_array(t: &Thread, element: ClassRef, len: usize) -> R<ObjRef> {
    array(t, loader::array_class_of(t, element)?, i32::try_from(len).unwrap_or(i32::MAX))
}

/// A new `Object[]`.
pub fn object_array(t: &Thread, len: usize) -> R<ObjRef> {
    ref_array(t, wk::object(), len)
}

/// `multianewarray`: an array of `class` with the given lengths of its outer dimensions.
pub fn multi_array(t: &Thread, class: ClassRef, lens: &[i32]) -> R<ObjRef> {
    if let Some(bad) = lens.iter().find(|&&len| len < 0) {
        return Err(throw::new(t, "java/lang/NegativeArraySizeException", &bad.to_string()));
    }
    multi_array_checked(t, class, lens)
}

fn multi_array_checked(t: &Thread, class: ClassRef, lens: &[i32]) -> R<ObjRef> {
    let outer = array(t, class, lens[0])?;
    if let (Some(component), [_, rest @ ..]) = (class.component, lens)
        && !rest.is_empty()
    {
        for index in 0..lens[0] as usize {
            let inner = multi_array_checked(t, component, rest)?;
            outer.set_ref_element(index, Some(inner));
        }
    }
    Ok(outer)
}
