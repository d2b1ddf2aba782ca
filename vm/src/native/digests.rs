//! What the compression functions of message digests share: the state in a field, and the block
//! to be taken in.

use super::host::FieldAt;
use super::intrinsics::{slice, slice_mut};
use crate::heap::{Element, ObjRef};
use sha2::digest::generic_array::{ArrayLength, GenericArray};

/// The state, an array in a field; to be used before the next safepoint.
#[inline]
pub fn state<'a, T: Element, const N: usize>(
    digest: ObjRef,
    field: &FieldAt,
) -> Option<&'a mut [T; N]> {
    slice_mut::<T>(digest.get_ref(field.of(digest))).try_into().ok()
}

/// The block that starts at an index.
#[inline]
pub fn block<N: ArrayLength<u8>>(bytes: Option<ObjRef>, at: i32) -> Option<GenericArray<u8, N>> {
    let rest = slice::<u8>(bytes).get(usize::try_from(at).ok()?..)?;
    rest.get(..N::USIZE).map(GenericArray::clone_from_slice)
}
