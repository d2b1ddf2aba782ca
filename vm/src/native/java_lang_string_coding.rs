//! `java.lang.StringCoding`.

use super::intrinsics::{range, slice, slice_mut, slices, units};
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "java/lang/StringCoding";
    "hasNegatives([BII)Z" => has_negatives;
    "implEncodeISOArray([BI[BII)I" => encode_iso;
    "implEncodeAsciiArray([CI[BII)I" => encode_ascii;
}

fn has_negatives(t: &Thread, array: Option<ObjRef>, at: i32, len: i32) -> R<bool> {
    let bytes = slice::<u8>(array);
    let range = range(t, array, bytes.len(), at, len)?;
    Ok(!bytes[range].is_ascii())
}

/// Copies units below `limit` until one is not; the number copied.
fn encode(units: impl Iterator<Item = u16>, target: &mut [u8], limit: u16) -> i32 {
    let mut done = 0;
    for (unit, byte) in units.zip(target) {
        if unit >= limit {
            break;
        }
        *byte = unit as u8;
        done += 1;
    }
    done
}

/// The source is UTF-16; its offset counts units.
fn encode_iso(
    t: &Thread,
    source: Option<ObjRef>,
    source_at: i32,
    target: Option<ObjRef>,
    target_at: i32,
    len: i32,
) -> R<i32> {
    let (from, to) = (slice::<u8>(source), slice_mut::<u8>(target));
    let source_units = range(t, source, from.len() / 2, source_at, len)?;
    let target_range = range(t, target, to.len(), target_at, len)?;
    let from = &from[2 * source_units.start..2 * source_units.end];
    Ok(encode(units(from), &mut to[target_range], 0x100))
}

fn encode_ascii(
    t: &Thread,
    source: Option<ObjRef>,
    source_at: i32,
    target: Option<ObjRef>,
    target_at: i32,
    len: i32,
) -> R<i32> {
    let (from, to) = slices::<u16, u8>(t, (source, source_at), (target, target_at), len)?;
    Ok(encode(from.iter().copied(), to, 0x80))
}
