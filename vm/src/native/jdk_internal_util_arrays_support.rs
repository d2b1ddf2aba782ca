//! `jdk.internal.util.ArraysSupport`.

use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::value;
use crate::thread::Thread;

natives! { "jdk/internal/util/ArraysSupport";
    "vectorizedMismatch(Ljava/lang/Object;JLjava/lang/Object;JII)I" =>
        vectorized_mismatch [leaf];
}

/// Index of the first element that differs between two ranges of memory, addressed as Unsafe does;
/// -1, the complement of nothing left to compare, when there is none.
fn vectorized_mismatch(
    _t: &Thread,
    a: Option<ObjRef>,
    a_offset: i64,
    b: Option<ObjRef>,
    b_offset: i64,
    len: i32,
    log2_element: i32,
) -> i32 {
    let bytes = |object: Option<ObjRef>, offset: i64| {
        let address = value::of_ref(object).wrapping_add(offset as u64);
        let start = std::ptr::with_exposed_provenance::<u8>(address as usize);
        // SAFETY: Java code has checked both ranges; no safepoint follows before the last use.
        unsafe { std::slice::from_raw_parts(start, (len as usize) << log2_element) }
    };
    let (a, b) = (bytes(a, a_offset), bytes(b, b_offset));
    let blocks = a.chunks(64).zip(b.chunks(64)).position(|(x, y)| x != y);
    let Some(block) = blocks else { return -1 };
    let (a, b) = (&a[64 * block..], &b[64 * block..]);
    let at = a.iter().zip(b).position(|(x, y)| x != y).unwrap_or(0);
    ((64 * block + at) >> log2_element) as i32
}
