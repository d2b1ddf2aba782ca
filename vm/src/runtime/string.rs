//! Java strings: made from Rust text and symbols, read back, interned.
//!
//! A String has `value: byte[]` and `coder`: 0 for Latin-1 bytes, 1 for UTF-16 in native order.

use super::{alloc, intern, throw};
use crate::class::wk::{self, off};
use crate::error::R;
use crate::heap::{GlobalRef, ObjRef};
use crate::meta::Sym;
use crate::thread::Thread;

const LATIN1: i8 = 0;
const UTF16: i8 = 1;

/// Decodes modified UTF-8 (JVMS 4.4.7) to UTF-16; ill-formed bytes become U+FFFD.
pub fn decode_mutf8(bytes: &[u8]) -> Vec<u16> {
    let mut units = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let tail = |n: usize| bytes.get(at + n).map_or(0, |&b| u16::from(b & 0x3f));
        let first = u16::from(bytes[at]);
        let (unit, len) = match first >> 4 {
            0..=7 => (first, 1),
            0xc | 0xd => ((first & 0x1f) << 6 | tail(1), 2),
            0xe => ((first & 0x0f) << 12 | tail(1) << 6 | tail(2), 3),
            _ => (0xfffd, 1),
        };
        units.push(unit);
        at += len;
    }
    units
}

/// Encodes UTF-16 as modified UTF-8.
pub fn encode_mutf8(units: &[u16]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(units.len());
    for &unit in units {
        match unit {
            0x01..=0x7f => bytes.push(unit as u8),
            0 | 0x80..=0x7ff => {
                bytes.extend([0xc0 | (unit >> 6) as u8, 0x80 | (unit & 0x3f) as u8]);
            }
            _ => bytes.extend([
                0xe0 | (unit >> 12) as u8,
                0x80 | (unit >> 6 & 0x3f) as u8,
                0x80 | (unit & 0x3f) as u8,
            ]),
        }
    }
    bytes
}

fn make(t: &Thread, bytes: &[u8], coder: i8) -> R<ObjRef> {
    let value = alloc::byte_array(t, bytes)?;
    let string = alloc::instance(t, wk::string())?;
    string.set_ref(off::string_value(), Some(value));
    string.set_i8(off::string_coder(), coder);
    Ok(string)
}

/// A new string of UTF-16 code units.
pub fn from_utf16(t: &Thread, units: &[u16]) -> R<ObjRef> {
    if units.iter().all(|&unit| unit < 0x100) {
        let bytes: Vec<u8> = units.iter().map(|&unit| unit as u8).collect();
        make(t, &bytes, LATIN1)
    } else {
        let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        make(t, &bytes, UTF16)
    }
}

/// A new string.
pub fn new(t: &Thread, text: &str) -> R<ObjRef> {
    if text.is_ascii() {
        return make(t, text.as_bytes(), LATIN1);
    }
    from_utf16(t, &text.encode_utf16().collect::<Vec<u16>>())
}

/// A new string from modified UTF-8.
pub fn from_mutf8(t: &Thread, bytes: &[u8]) -> R<ObjRef> {
    if bytes.is_ascii() {
        return make(t, bytes, LATIN1);
    }
    from_utf16(t, &decode_mutf8(bytes))
}

/// The code units of a String object.
pub fn units(string: ObjRef) -> Vec<u16> {
    let Some(value) = string.get_ref(off::string_value()) else { return Vec::new() };
    let bytes: Vec<u8> = value.to_vec();
    if string.get_i8(off::string_coder()) == LATIN1 {
        bytes.iter().map(|&byte| u16::from(byte)).collect()
    } else {
        bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect()
    }
}

/// Whether a String object has exactly these code units.
pub fn equals_units(string: ObjRef, units: &[u16]) -> bool {
    let Some(value) = string.get_ref(off::string_value()) else { return units.is_empty() };
    if string.get_i8(off::string_coder()) == LATIN1 {
        value.array_length() == units.len()
            && (0..units.len()).all(|i| u16::from(value.element::<u8>(i)) == units[i])
    } else {
        value.array_length() == units.len() * 2
            && (0..units.len()).all(|i| {
                let pair = [value.element::<u8>(2 * i), value.element::<u8>(2 * i + 1)];
                u16::from_le_bytes(pair) == units[i]
            })
    }
}

/// The text of a String object; unpaired surrogates are replaced.
pub fn to_rust(string: ObjRef) -> String {
    String::from_utf16_lossy(&units(string))
}

/// The text of a possibly null String, null giving none.
pub fn to_rust_opt(string: Option<ObjRef>) -> Option<String> {
    string.map(to_rust)
}

/// The bytes of a String in modified UTF-8.
pub fn to_mutf8(string: ObjRef) -> Vec<u8> {
    encode_mutf8(&units(string))
}

/// The symbol with this String's text; dots become slashes when `slashes`.
///
/// None when the text is longer than a symbol can be: no class or member has such a name.
pub fn to_sym(string: ObjRef, slashes: bool) -> Option<Sym> {
    let mut bytes = to_mutf8(string);
    if slashes {
        bytes.iter_mut().filter(|b| **b == b'.').for_each(|b| *b = b'/');
    }
    (bytes.len() <= usize::from(u16::MAX)).then(|| crate::meta::intern_bytes(&bytes))
}

/// `String.intern`: the canonical string equal to this one.
pub fn intern(_t: &Thread, string: ObjRef) -> R<ObjRef> {
    Ok(intern::intern(string, &units(string)))
}

/// The interned string with a symbol's text.
pub fn intern_sym(t: &Thread, sym: Sym) -> R<ObjRef> {
    let units = decode_mutf8(sym.bytes());
    if let Some(known) = intern::lookup(&units) {
        return Ok(known);
    }
    let string = from_utf16(t, &units)?;
    Ok(intern::intern(string, &units))
}

/// As [`intern_sym`], kept for ever by a global reference: for constant-pool entries.
pub fn constant(t: &Thread, sym: Sym) -> R<GlobalRef> {
    Ok(GlobalRef::new(intern_sym(t, sym)?))
}

/// A String argument that must not be null.
pub fn required(t: &Thread, string: Option<ObjRef>) -> R<ObjRef> {
    string.ok_or_else(|| throw::npe(t))
}
