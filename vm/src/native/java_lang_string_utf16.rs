//! `java.lang.StringUTF16`: strings of two bytes per character.

use super::intrinsics::{off_count, range, slice, slice_mut, slices, units};
use super::java_lang_string_latin1::{compare, equals};
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "java/lang/StringUTF16";
    "isBigEndian()Z" => is_big_endian [leaf];
    "equals([B[B)Z" => equals [leaf];
    "compareTo([B[B)I" => compare_to [leaf];
    "compareToLatin1([B[B)I" => compare_to_latin1 [leaf];
    "compress([CI[BII)I" => compress_chars;
    "compress([BI[BII)I" => compress_bytes;
}

fn is_big_endian(_t: &Thread) -> bool {
    cfg!(target_endian = "big")
}

fn compare_to(_t: &Thread, value: Option<ObjRef>, other: Option<ObjRef>) -> i32 {
    compare(units(slice(value)), units(slice(other)))
}

fn compare_to_latin1(_t: &Thread, value: Option<ObjRef>, other: Option<ObjRef>) -> i32 {
    let other = slice::<u8>(other).iter().map(|&byte| u16::from(byte));
    compare(units(slice(value)), other)
}

/// Copies units that fit into bytes; the number of units, or zero when one does not fit.
fn compress(units: impl Iterator<Item = u16>, target: &mut [u8]) -> i32 {
    let len = target.len() as i32;
    for (unit, byte) in units.zip(target) {
        match u8::try_from(unit) {
            Ok(small) => *byte = small,
            Err(_) => return 0,
        }
    }
    len
}

fn compress_chars(
    t: &Thread,
    source: Option<ObjRef>,
    source_at: i32,
    target: Option<ObjRef>,
    target_at: i32,
    len: i32,
) -> R<i32> {
    let (from, to) = slices::<u16, u8>(t, (source, source_at), (target, target_at), len)?;
    Ok(compress(from.iter().copied(), to))
}

/// The source is UTF-16; its offset counts units.
fn compress_bytes(
    t: &Thread,
    source: Option<ObjRef>,
    source_at: i32,
    target: Option<ObjRef>,
    target_at: i32,
    len: i32,
) -> R<i32> {
    let (from, to) = (slice::<u8>(source), slice_mut::<u8>(target));
    let source_units = off_count(t, from.len() / 2, source_at, len)?;
    let target_range = range(t, target, to.len(), target_at, len)?;
    let from = &from[2 * source_units.start..2 * source_units.end];
    Ok(compress(units(from), &mut to[target_range]))
}
