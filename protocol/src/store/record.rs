//! The bytes of a record: a header with the key, checksummed together with its place, then the
//! value, checksummed as it was before compression.

use super::{KEY_BYTES_MAX, VALUE_BYTES_MAX};
use std::cell::RefCell;

/// Bytes of a header; the key follows, then the stored value.
pub(super) const HEADER_BYTES: usize = 48;
/// What each header begins with.
pub(super) const MAGIC: [u8; 4] = *b"rec\x01";
/// Shorter values are not worth a compressor's own header.
const COMPRESS_BYTES_MIN: usize = 64;
/// A level that compresses at some 300 MB/s.
const LEVEL: i32 = 3;

/// The part of a BLAKE3 hash that is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Sum(pub [u8; 16]);

impl Sum {
    pub(super) fn of(bytes: &[u8]) -> Sum {
        Sum::over(&[bytes])
    }

    fn over(parts: &[&[u8]]) -> Sum {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(part);
        }
        let mut sum = [0; 16];
        sum.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Sum(sum)
    }
}

/// What a record is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Value,
    List,
}

/// Where a record is: part of its checksum, so that it counts nowhere else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place {
    pub segment: u32,
    pub offset: u64,
}

/// A header that checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Header {
    pub kind: Kind,
    pub compressed: bool,
    pub key_bytes: u16,
    /// Bytes of the value in the file.
    pub stored: u32,
    /// Bytes of the value.
    pub plain: u32,
    pub sum: Sum,
}

impl Header {
    /// Bytes of the whole record.
    pub(super) fn record_bytes(&self) -> u64 {
        HEADER_BYTES as u64 + u64::from(self.key_bytes) + u64::from(self.stored)
    }

    /// The header with its key at a place.
    pub(super) fn encode(&self, key: &[u8], place: Place) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_BYTES + key.len() + self.stored as usize);
        bytes.extend(MAGIC);
        bytes.push(match self.kind {
            Kind::Value => 1,
            Kind::List => 2,
        });
        bytes.push(self.compressed.into());
        bytes.extend(self.key_bytes.to_le_bytes());
        bytes.extend(self.stored.to_le_bytes());
        bytes.extend(self.plain.to_le_bytes());
        bytes.extend(self.sum.0);
        let sum = check_sum(&bytes, key, place);
        bytes.extend(sum.0);
        bytes.extend(key);
        bytes
    }

    /// Reads the fixed part; what it says is to be believed after [`Header::checks`].
    pub(super) fn decode(bytes: &[u8; HEADER_BYTES]) -> Option<Header> {
        let (magic, rest) = bytes.split_first_chunk::<4>()?;
        let (&[kind, compressed], rest) = rest.split_first_chunk::<2>()?;
        let (key_bytes, rest) = rest.split_first_chunk()?;
        let (stored, rest) = rest.split_first_chunk()?;
        let (plain, rest) = rest.split_first_chunk()?;
        let (sum, _) = rest.split_first_chunk()?;
        let kind = match kind {
            1 => Kind::Value,
            2 => Kind::List,
            _ => return None,
        };
        let header = Header {
            kind,
            compressed: compressed == 1,
            key_bytes: u16::from_le_bytes(*key_bytes),
            stored: u32::from_le_bytes(*stored),
            plain: u32::from_le_bytes(*plain),
            sum: Sum(*sum),
        };
        let fits = (1..=KEY_BYTES_MAX).contains(&header.key_bytes.into())
            && header.plain as usize <= VALUE_BYTES_MAX
            && header.stored <= header.plain;
        (*magic == MAGIC && compressed <= 1 && fits).then_some(header)
    }

    /// Whether these are the header and key that were written at this place.
    pub(super) fn checks(fixed: &[u8; HEADER_BYTES], key: &[u8], place: Place) -> bool {
        let (said, sum) = fixed.split_at(HEADER_BYTES - 16);
        check_sum(said, key, place).0 == *sum
    }

    /// The value from its stored bytes, if they are what was written.
    pub(super) fn value(&self, stored: Vec<u8>) -> Option<Vec<u8>> {
        let value = if self.compressed { decompress(&stored, self.plain)? } else { stored };
        (value.len() == self.plain as usize && Sum::of(&value) == self.sum).then_some(value)
    }
}

fn check_sum(fixed: &[u8], key: &[u8], place: Place) -> Sum {
    Sum::over(&[fixed, key, &place.segment.to_le_bytes(), &place.offset.to_le_bytes()])
}

thread_local! {
    static DECOMPRESSOR: RefCell<Option<zstd::bulk::Decompressor<'static>>> =
        const { RefCell::new(None) };
}

fn decompress(stored: &[u8], plain: u32) -> Option<Vec<u8>> {
    DECOMPRESSOR.with_borrow_mut(|kept| {
        let decompressor = match kept {
            Some(decompressor) => decompressor,
            None => kept.insert(zstd::bulk::Decompressor::new().ok()?),
        };
        decompressor.decompress(stored, plain as usize).ok()
    })
}

/// A value as it is stored, and whether that is compressed.
pub(super) fn compress(value: &[u8]) -> (bool, Vec<u8>) {
    if value.len() >= COMPRESS_BYTES_MIN
        && let Ok(stored) = zstd::bulk::compress(value, LEVEL)
        && stored.len() < value.len()
    {
        return (true, stored);
    }
    (false, value.to_vec())
}

/// A list of keys as a value.
pub(super) fn encode_list<K: AsRef<[u8]>>(keys: &[K]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for key in keys {
        bytes.extend((key.as_ref().len() as u16).to_le_bytes());
        bytes.extend(key.as_ref());
    }
    bytes
}

/// The keys of a list, if it is one.
pub(super) fn decode_list(mut bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut keys = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk()?;
        let (key, rest) = rest.split_at_checked(u16::from_le_bytes(*length).into())?;
        keys.push(key.to_vec());
        bytes = rest;
    }
    Some(keys)
}
