//! Reading the constant pool: lengths and tags first, then the entries through the adapter.

use super::Checks;
use super::adapter::{self, PoolError, PreparedPool};
use super::constant_pool::ConstantPool;
use super::error::ClassFileError;
use super::reader::Cursor;

/// Reads the pool at `cursor`. The second result is the tag of a module or package constant, which
/// only a module descriptor may have.
pub(super) fn read(
    checks: &Checks<'_>,
    bytes: &[u8],
    cursor: &mut Cursor<'_>,
) -> Result<(ConstantPool, Option<u8>), ClassFileError> {
    let count = cursor.u16()?;
    if count == 0 {
        return Err(checks.bad("Illegal constant pool size", count));
    }
    let prepared = prepare(checks, count, bytes, cursor)?;
    let constants = adapter::constants(&prepared, count).map_err(|error| match error {
        PoolError::Rejected => checks.plain("Unreadable constant pool in"),
        PoolError::ReferenceKind(index) => {
            checks.bad("Bad method handle kind at constant pool index", index)
        }
    })?;
    let module_constant =
        prepared.retagged.iter().map(|&(_, tag)| tag).rfind(|&tag| tag == 19 || tag == 20);
    Ok((ConstantPool { bytes: bytes.into(), constants }, module_constant))
}

fn prepare(
    checks: &Checks<'_>,
    count: u16,
    bytes: &[u8],
    cursor: &mut Cursor<'_>,
) -> Result<PreparedPool, ClassFileError> {
    // An entry has three bytes at least, so the file bounds what is reserved.
    let entries_max = usize::from(count).min(cursor.rest().len() / 3 + 1);
    let mut prepared = PreparedPool {
        bytes: Vec::with_capacity(5 * entries_max),
        strings: Vec::with_capacity(entries_max),
        retagged: Vec::new(),
    };
    let mut index = 1;
    while index < count {
        let tag = cursor.u8()?;
        let (known_tag, len) = match tag {
            1 => {
                let len = cursor.u16()?;
                let span = cursor.skip(usize::from(len))?;
                if checks.format
                    && !is_modified_utf8(&bytes[span.start()..span.end()], checks.major)
                {
                    return Err(checks.plain("Illegal UTF8 string in constant pool in"));
                }
                prepared.strings.push(span);
                prepared.bytes.extend_from_slice(&[1, 0, 0]);
                index += 1;
                continue;
            }
            3 | 4 => (tag, 4),
            5 | 6 if index == count - 1 => {
                return Err(checks.bad("Invalid constant pool entry", index));
            }
            5 | 6 => (tag, 8),
            7 | 8 => (tag, 2),
            9..=12 => (tag, 4),
            15 | 16 | 18 if checks.major < 51 => return Err(unsupported(checks, tag)),
            15 => (tag, 3),
            16 => (tag, 2),
            17 if checks.major < 55 => return Err(unsupported(checks, tag)),
            17 => (18, 4),
            18 => (tag, 4),
            19 | 20 if checks.major >= 53 => (7, 2),
            _ => return Err(checks.bad("Unknown constant tag", tag)),
        };
        let span = cursor.skip(len)?;
        prepared.bytes.push(known_tag);
        prepared.bytes.extend_from_slice(&bytes[span.start()..span.end()]);
        if known_tag != tag {
            prepared.retagged.push((index, tag));
        }
        index += if matches!(tag, 5 | 6) { 2 } else { 1 };
    }
    Ok(prepared)
}

fn unsupported(checks: &Checks<'_>, tag: u8) -> ClassFileError {
    checks.bad("Class file version does not support constant tag", tag)
}

/// Whether `bytes` are modified UTF-8 (JVMS 4.4.7). Before version 48 the encoding of a character
/// need not be the shortest.
fn is_modified_utf8(bytes: &[u8], major: u16) -> bool {
    let continues = |at: usize| match bytes.get(at) {
        Some(&byte) if byte & 0xc0 == 0x80 => Some(u32::from(byte & 0x3f)),
        _ => None,
    };
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        at += match first {
            0x01..=0x7f => 1,
            0xc0..=0xdf => {
                let Some(low) = continues(at + 1) else { return false };
                let code = u32::from(first & 0x1f) << 6 | low;
                if major >= 48 && code != 0 && code < 0x80 {
                    return false;
                }
                2
            }
            0xe0..=0xef => {
                let (Some(middle), Some(low)) = (continues(at + 1), continues(at + 2)) else {
                    return false;
                };
                let code = u32::from(first & 0x0f) << 12 | middle << 6 | low;
                if major >= 48 && code < 0x800 {
                    return false;
                }
                3
            }
            _ => return false,
        };
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_modified_utf8;

    #[test]
    fn modified_utf8() {
        let legal: [&[u8]; 5] =
            [b"", b"a/B", b"\xc0\x80", b"\xc3\xa4\xe2\x82\xac", b"\xed\xa0\xbd\xed\xb8\x80"];
        for text in legal {
            assert!(is_modified_utf8(text, 61), "{text:x?}");
        }
        let illegal: [&[u8]; 7] =
            [b"\0", b"\x80", b"\xc3", b"\xc3a", b"\xe2\x82", b"\xf0\x9f\x98\x80", b"\xe0\x80\x80"];
        for text in illegal {
            assert!(!is_modified_utf8(text, 61), "{text:x?}");
        }
        assert!(!is_modified_utf8(b"\xc1\xbf", 61) && is_modified_utf8(b"\xc1\xbf", 47));
    }
}
