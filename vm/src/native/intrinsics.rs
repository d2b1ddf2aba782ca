//! What the Rust bodies of `@IntrinsicCandidate` methods share: arrays as slices, and the
//! exceptions that the Java bodies would throw.
//!
//! Such a method is called by the class library, mostly with arguments that were checked before;
//! those that can still be wrong give the exception of the Java body. Methods whose arguments are
//! always right (private to the class library, and without races) are leaves: null is then treated
//! as an empty array, to be safe.

use crate::error::{R, Thrown};
use crate::heap::{Element, ObjRef};
use crate::runtime::throw;
use crate::thread::Thread;

/// The elements of an array that may be null; to be used before the next safepoint.
#[inline]
pub fn slice<'a, T: Element>(array: Option<ObjRef>) -> &'a [T] {
    match array {
        // SAFETY: used at once, before any safepoint; races are Java's.
        Some(array) => unsafe { array.elements() },
        None => &[],
    }
}

/// The elements of an array, to be written; to be used before the next safepoint.
#[inline]
pub fn slice_mut<'a, T: Element>(array: Option<ObjRef>) -> &'a mut [T] {
    match &array {
        // SAFETY: as in `slice`; the callers do not overlap source and target.
        Some(array) => unsafe { array.elements_mut() },
        None => &mut [],
    }
}

/// UTF-16 units of a `byte[]`.
#[inline]
pub fn units(bytes: &[u8]) -> impl DoubleEndedIterator<Item = u16> + ExactSizeIterator {
    bytes.chunks_exact(2).map(|pair| u16::from_ne_bytes([pair[0], pair[1]]))
}

/// What the access to `array[index]` throws.
#[cold]
pub fn out_of_bounds(t: &Thread, array: Option<ObjRef>, index: i64) -> Thrown {
    let Some(array) = array else { return throw::npe(t) };
    let text = format!("Index {index} out of bounds for length {}", array.array_length());
    throw::new(t, "java/lang/ArrayIndexOutOfBoundsException", &text)
}

/// The range `at..at + len` of an array of `all` elements.
///
/// # Errors
/// What the access to the first element that is not there throws.
#[inline]
pub fn range(
    t: &Thread,
    array: Option<ObjRef>,
    all: usize,
    at: i32,
    len: i32,
) -> R<std::ops::Range<usize>> {
    let (start, end) = (i64::from(at), i64::from(at) + i64::from(len.max(0)));
    if start == end {
        return Ok(0..0);
    }
    if array.is_some() && start >= 0 && end <= all as i64 {
        return Ok(start as usize..end as usize);
    }
    Err(out_of_bounds(t, array, if start < 0 { start } else { start.max(all as i64) }))
}

/// `len` elements of an array to read and of one to write, each from a place on; to be used before
/// the next safepoint.
///
/// # Errors
/// As [`range`], for the source first.
#[inline]
pub fn slices<'a, S: Element, T: Element>(
    t: &Thread,
    (source, source_at): (Option<ObjRef>, i32),
    (target, target_at): (Option<ObjRef>, i32),
    len: i32,
) -> R<(&'a [S], &'a mut [T])> {
    let (from, to) = (slice::<S>(source), slice_mut::<T>(target));
    let source_range = range(t, source, from.len(), source_at, len)?;
    let target_range = range(t, target, to.len(), target_at, len)?;
    Ok((&from[source_range], &mut to[target_range]))
}

/// As [`range`] with the exception of `String.checkBoundsOffCount`.
#[inline]
pub fn off_count(t: &Thread, all: usize, at: i32, count: i32) -> R<std::ops::Range<usize>> {
    let end = i64::from(at) + i64::from(count);
    if at < 0 || count < 0 || end > all as i64 {
        let text = format!("offset {at}, count {count}, length {all}");
        return Err(throw::new(t, "java/lang/StringIndexOutOfBoundsException", &text));
    }
    Ok(at as usize..end as usize)
}
