//! Text as the platform encodes it: file names, environment, arguments (`sun.jnu.encoding`).
//!
//! The encoding is the one of the locale in LC_ALL, LC_CTYPE or LANG, as the C library tells it.
//! UTF-8, ISO-8859-1 and ASCII are what is met today; names in any other encoding are taken as
//! ISO-8859-1, which loses no byte.

use std::ffi::CStr;
use std::sync::OnceLock;

/// An encoding of file names and messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// ISO-8859-1.
    Latin1,
    /// ASCII, the encoding of the locale "C".
    Ascii,
}

/// The name of the locale's encoding, as the C library spells it: `UTF-8`, `ANSI_X3.4-1968`.
pub fn codeset() -> &'static str {
    static CODESET: OnceLock<String> = OnceLock::new();
    CODESET.get_or_init(|| {
        // SAFETY: the locale is set once, here, before anything asks for it.
        let name = unsafe {
            libc::setlocale(libc::LC_CTYPE, c"".as_ptr());
            libc::nl_langinfo(libc::CODESET)
        };
        if name.is_null() {
            return "ANSI_X3.4-1968".to_owned();
        }
        // SAFETY: nl_langinfo gives a string that stays until the next call; it is copied at once.
        unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned()
    })
}

/// The encoding that is in use.
pub fn encoding() -> Encoding {
    static ENCODING: OnceLock<Encoding> = OnceLock::new();
    *ENCODING.get_or_init(|| match codeset() {
        "UTF-8" => Encoding::Utf8,
        "ANSI_X3.4-1968" | "US-ASCII" | "646" => Encoding::Ascii,
        _ => Encoding::Latin1,
    })
}

/// Encodes UTF-16 for the system; what cannot be encoded becomes `?`.
pub fn encode(units: &[u16]) -> Vec<u8> {
    encode_as(encoding(), units)
}

/// Decodes what the system gave; what cannot be decoded becomes U+FFFD.
pub fn decode(bytes: &[u8]) -> Vec<u16> {
    decode_as(encoding(), bytes)
}

fn encode_as(encoding: Encoding, units: &[u16]) -> Vec<u8> {
    let limit = match encoding {
        Encoding::Utf8 => {
            let mut text = String::with_capacity(units.len());
            text.extend(char::decode_utf16(units.iter().copied()).map(|c| c.unwrap_or('?')));
            return text.into_bytes();
        }
        Encoding::Latin1 => 0xFF,
        Encoding::Ascii => 0x7F,
    };
    char::decode_utf16(units.iter().copied())
        .map(|c| c.map_or(u32::MAX, u32::from))
        .map(|c| u8::try_from(c).ok().filter(|&byte| byte <= limit).unwrap_or(b'?'))
        .collect()
}

fn decode_as(encoding: Encoding, bytes: &[u8]) -> Vec<u16> {
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes).encode_utf16().collect(),
        Encoding::Latin1 => bytes.iter().map(|&byte| u16::from(byte)).collect(),
        Encoding::Ascii => {
            let unit = |&byte: &u8| if byte < 0x80 { u16::from(byte) } else { 0xFFFD };
            bytes.iter().map(unit).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded_and_what_cannot_be_is_replaced() {
        let units: Vec<u16> = "aß€𝄞".encode_utf16().chain([0xD800]).collect();
        assert_eq!(encode_as(Encoding::Utf8, &units), "aß€𝄞?".as_bytes());
        assert_eq!(encode_as(Encoding::Latin1, &units), b"a\xDF???");
        assert_eq!(encode_as(Encoding::Ascii, &units), b"a????");
    }

    #[test]
    fn names_are_decoded() {
        assert_eq!(decode_as(Encoding::Utf8, b"a\xC3\x9F\xFF"), [0x61, 0xDF, 0xFFFD]);
        assert_eq!(decode_as(Encoding::Latin1, b"a\xDF"), [0x61, 0xDF]);
        assert_eq!(decode_as(Encoding::Ascii, b"a\xDF"), [0x61, 0xFFFD]);
    }
}
