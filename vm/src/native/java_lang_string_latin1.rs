//! `java.lang.StringLatin1`: strings of one byte per character.

use super::intrinsics::{off_count, range, slice, slice_mut, slices, units};
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "java/lang/StringLatin1";
    "equals([B[B)Z" => equals [leaf];
    "compareTo([B[B)I" => compare_to [leaf];
    "compareToUTF16([B[B)I" => compare_to_utf16 [leaf];
    "indexOf([B[B)I" => index_of [leaf];
    "indexOf([BI[BII)I" => index_of_from [leaf];
    "indexOfChar([BIII)I" => index_of_char [leaf];
    "inflate([BI[CII)V" => inflate_to_chars;
    "inflate([BI[BII)V" => inflate_to_bytes;
}

pub(super) fn equals(_t: &Thread, value: Option<ObjRef>, other: Option<ObjRef>) -> bool {
    slice::<u8>(value) == slice::<u8>(other)
}

/// The difference of the first units that differ, else of the lengths.
pub(super) fn compare(
    mut a: impl ExactSizeIterator<Item = u16>,
    mut b: impl ExactSizeIterator<Item = u16>,
) -> i32 {
    let lengths = a.len() as i32 - b.len() as i32;
    while let (Some(x), Some(y)) = (a.next(), b.next()) {
        if x != y {
            return i32::from(x) - i32::from(y);
        }
    }
    lengths
}

fn latin1<'a>(value: Option<ObjRef>) -> impl ExactSizeIterator<Item = u16> + 'a {
    slice::<u8>(value).iter().map(|&byte| u16::from(byte))
}

fn compare_to(_t: &Thread, value: Option<ObjRef>, other: Option<ObjRef>) -> i32 {
    compare(latin1(value), latin1(other))
}

fn compare_to_utf16(_t: &Thread, value: Option<ObjRef>, other: Option<ObjRef>) -> i32 {
    compare(latin1(value), units(slice(other)))
}

/// Where `needle`, which is not empty, begins in `text`.
fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    // SAFETY: both ranges are slices.
    let found = unsafe {
        libc::memmem(text.as_ptr().cast(), text.len(), needle.as_ptr().cast(), needle.len())
    };
    (!found.is_null()).then(|| found.addr() - text.as_ptr().addr())
}

fn as_index(found: Option<usize>) -> i32 {
    found.map_or(-1, |index| index as i32)
}

fn index_of(_t: &Thread, value: Option<ObjRef>, other: Option<ObjRef>) -> i32 {
    let needle = slice::<u8>(other);
    if needle.is_empty() { 0 } else { as_index(find(slice(value), needle)) }
}

fn index_of_from(
    _t: &Thread,
    value: Option<ObjRef>,
    value_len: i32,
    other: Option<ObjRef>,
    other_len: i32,
    from: i32,
) -> i32 {
    let text = slice::<u8>(value).get(from.max(0) as usize..value_len.max(0) as usize);
    let needle = slice::<u8>(other).get(..other_len.max(0) as usize);
    match (text, needle) {
        (Some(text), Some(needle)) if !needle.is_empty() => {
            as_index(find(text, needle).map(|index| index + from.max(0) as usize))
        }
        _ => -1,
    }
}

fn index_of_char(_t: &Thread, value: Option<ObjRef>, c: i32, from: i32, end: i32) -> i32 {
    let text = slice::<u8>(value).get(from.max(0) as usize..end.max(0) as usize);
    let found = text.and_then(|text| text.iter().position(|&byte| byte == c as u8));
    as_index(found.map(|index| index + from.max(0) as usize))
}

fn inflate_to_chars(
    t: &Thread,
    source: Option<ObjRef>,
    source_at: i32,
    target: Option<ObjRef>,
    target_at: i32,
    len: i32,
) -> R<()> {
    let (from, to) = slices::<u8, u16>(t, (source, source_at), (target, target_at), len)?;
    for (unit, &byte) in to.iter_mut().zip(from) {
        *unit = u16::from(byte);
    }
    Ok(())
}

/// The target is UTF-16; its offset counts units.
fn inflate_to_bytes(
    t: &Thread,
    source: Option<ObjRef>,
    source_at: i32,
    target: Option<ObjRef>,
    target_at: i32,
    len: i32,
) -> R<()> {
    let (from, to) = (slice::<u8>(source), slice_mut::<u8>(target));
    let units = off_count(t, to.len() / 2, target_at, len)?;
    let source_range = range(t, source, from.len(), source_at, len)?;
    let target = &mut to[2 * units.start..2 * units.end];
    for (pair, &byte) in target.chunks_exact_mut(2).zip(&from[source_range]) {
        pair.copy_from_slice(&u16::from(byte).to_ne_bytes());
    }
    Ok(())
}
