//! Frames: a fixed, checksummed header and a payload, compressed when that pays.
//!
//! ```text
//!  0  contract u64      8  magic u32    12  kind u8   13  flags u8   14  zero u16
//! 16  id u32           20  wire bytes u32            24  payload bytes u32   28  zero u32
//! 32  checksum of the payload on the wire u64        40  checksum of bytes 0..40 u64
//! ```
//!
//! Numbers are little-endian. The layout, and the kinds `Hello` and `Refused`, never change, so that
//! two builds can tell each other that they do not fit. A [`Decoder`] takes bytes in any portions;
//! after an error the connection is of no more use.

use crate::CONTRACT;
use crate::limits::{
    COMPRESS_FROM, COMPRESS_LEVEL, HANDSHAKE_MAX, HEADER_BYTES, PAYLOAD_MAX, WIRE_MAX,
};

/// The text of this file, for the contract's hash.
pub const TABLE_TEXT: &str = include_str!("frame.rs");

const MAGIC: u32 = u32::from_le_bytes(*b"crtd");
const FLAG_ZSTD: u8 = 1;

/// Why bytes are no frame.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// The first bytes are something else.
    #[error("this is no frame of Cortado's protocol")]
    Magic,
    /// The header's checksum is wrong.
    #[error("a frame's header is damaged")]
    HeaderChecksum,
    /// The payload's checksum is wrong.
    #[error("a frame's payload is damaged")]
    PayloadChecksum,
    /// A part of the header that must be zero is not.
    #[error("a frame's header has unknown flags")]
    Flags,
    /// Over the limit.
    #[error("a frame of {bytes} bytes is over the limit of {limit}")]
    TooLong {
        /// What the header says.
        bytes: usize,
        /// What may be.
        limit: usize,
    },
    /// zstd finds an error, or the length is another.
    #[error("a frame's payload cannot be decompressed")]
    Compression,
    /// The other side is of another build.
    #[error("the other side's contract is {theirs:016x}, ours is {CONTRACT:016x}")]
    Contract {
        /// Contract of the other side.
        theirs: u64,
    },
}

/// A payload as it is on the wire: may be sent any number of times, under any id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// Payload bytes after decompression.
    len: u32,
    checksum: u64,
    zstd: bool,
    wire: Box<[u8]>,
}

fn checksum(bytes: &[u8]) -> u64 {
    let hash = blake3::hash(bytes);
    let (first, _) = hash.as_bytes().split_first_chunk().unwrap_or((&[0; 8], &[]));
    u64::from_le_bytes(*first)
}

impl Packed {
    /// Compresses `payload` if it is large enough.
    ///
    /// # Errors
    /// When it is over a limit.
    pub fn new(payload: Vec<u8>) -> Result<Packed, FrameError> {
        within(payload.len(), PAYLOAD_MAX)?;
        let len = payload.len() as u32;
        let smaller = (payload.len() >= COMPRESS_FROM)
            .then(|| zstd::bulk::compress(&payload, COMPRESS_LEVEL).ok())
            .flatten()
            .filter(|compressed| compressed.len() < payload.len());
        let zstd = smaller.is_some();
        let wire = smaller.unwrap_or(payload).into_boxed_slice();
        within(wire.len(), WIRE_MAX)?;
        Ok(Packed { len, checksum: checksum(&wire), zstd, wire })
    }

    /// Appends the frame to `out`.
    pub fn write(&self, kind: u8, id: u32, out: &mut Vec<u8>) {
        let start = out.len();
        out.reserve(HEADER_BYTES + self.wire.len());
        out.extend(CONTRACT.to_le_bytes());
        out.extend(MAGIC.to_le_bytes());
        out.extend([kind, if self.zstd { FLAG_ZSTD } else { 0 }, 0, 0]);
        out.extend(id.to_le_bytes());
        out.extend((self.wire.len() as u32).to_le_bytes());
        out.extend(self.len.to_le_bytes());
        out.extend([0; 4]);
        out.extend(self.checksum.to_le_bytes());
        let header = checksum(&out[start..]);
        out.extend(header.to_le_bytes());
        out.extend_from_slice(&self.wire);
    }

    /// Bytes of a frame with this payload.
    pub fn frame_bytes(&self) -> usize {
        HEADER_BYTES + self.wire.len()
    }

    /// The payload, decompressed.
    ///
    /// # Errors
    /// When the checksum is wrong or it cannot be decompressed to the length that was announced.
    pub fn unpack(&self) -> Result<Vec<u8>, FrameError> {
        if checksum(&self.wire) != self.checksum {
            return Err(FrameError::PayloadChecksum);
        }
        if !self.zstd {
            return Ok(self.wire.to_vec());
        }
        let payload = zstd::bulk::decompress(&self.wire, self.len as usize)
            .map_err(|_| FrameError::Compression)?;
        if payload.len() == self.len as usize { Ok(payload) } else { Err(FrameError::Compression) }
    }
}

fn within(bytes: usize, limit: usize) -> Result<(), FrameError> {
    if bytes <= limit { Ok(()) } else { Err(FrameError::TooLong { bytes, limit }) }
}

/// A frame that has arrived whole; its payload is not looked at yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Contract of the sender.
    pub contract: u64,
    /// Which message, see [`crate::message`].
    pub kind: u8,
    /// Which request it belongs to; 0 where there is none.
    pub id: u32,
    /// The message's fields.
    pub payload: Packed,
}

struct Header {
    contract: u64,
    kind: u8,
    zstd: bool,
    id: u32,
    wire: usize,
    len: u32,
    checksum: u64,
}

fn take<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let mut taken = [0; N];
    taken.copy_from_slice(&bytes[at..at + N]);
    taken
}

impl Header {
    fn parse(bytes: &[u8; HEADER_BYTES], limit: usize) -> Result<Header, FrameError> {
        if u32::from_le_bytes(take(bytes, 8)) != MAGIC {
            return Err(FrameError::Magic);
        }
        if checksum(&bytes[..40]) != u64::from_le_bytes(take(bytes, 40)) {
            return Err(FrameError::HeaderChecksum);
        }
        let flags = bytes[13];
        if flags & !FLAG_ZSTD != 0 || bytes[14..16] != [0; 2] || bytes[28..32] != [0; 4] {
            return Err(FrameError::Flags);
        }
        let (wire, len) =
            (u32::from_le_bytes(take(bytes, 20)), u32::from_le_bytes(take(bytes, 24)));
        within(wire as usize, limit.min(WIRE_MAX))?;
        within(len as usize, limit)?;
        let zstd = flags & FLAG_ZSTD != 0;
        if !zstd && wire != len {
            return Err(FrameError::Flags);
        }
        Ok(Header {
            contract: u64::from_le_bytes(take(bytes, 0)),
            kind: bytes[12],
            zstd,
            id: u32::from_le_bytes(take(bytes, 16)),
            wire: wire as usize,
            len,
            checksum: u64::from_le_bytes(take(bytes, 32)),
        })
    }
}

/// Takes a stream of bytes apart into frames.
#[derive(Debug)]
pub struct Decoder {
    buffer: Vec<u8>,
    /// What of `buffer` is already taken.
    taken: usize,
    limit: usize,
}

impl Default for Decoder {
    fn default() -> Decoder {
        Decoder { buffer: Vec::new(), taken: 0, limit: HANDSHAKE_MAX }
    }
}

impl Decoder {
    /// The handshake is over: frames may have their full size.
    pub fn open(&mut self) {
        self.limit = PAYLOAD_MAX;
    }

    /// Adds what has arrived.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.taken == self.buffer.len() {
            self.buffer.clear();
            self.taken = 0;
            // What a large frame needed is not kept for an idle connection.
            self.buffer.shrink_to(1 << 16);
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The next frame, if it has arrived whole.
    ///
    /// # Errors
    /// When the bytes are no frame; all later calls fail as well.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, FrameError> {
        let rest = &self.buffer[self.taken..];
        // What is no frame at all is refused before it is as long as a header.
        if rest.len() >= 12 && u32::from_le_bytes(take(rest, 8)) != MAGIC {
            return Err(FrameError::Magic);
        }
        let Some((header, rest)) = rest.split_first_chunk::<HEADER_BYTES>() else {
            return Ok(None);
        };
        let header = Header::parse(header, self.limit)?;
        let Some(wire) = rest.get(..header.wire) else {
            return Ok(None);
        };
        let payload = Packed {
            len: header.len,
            checksum: header.checksum,
            zstd: header.zstd,
            wire: wire.into(),
        };
        self.taken += HEADER_BYTES + header.wire;
        if self.taken >= self.buffer.len() / 2 {
            self.buffer.drain(..self.taken);
            self.taken = 0;
        }
        Ok(Some(Frame { contract: header.contract, kind: header.kind, id: header.id, payload }))
    }

    /// Bytes that wait for the rest of their frame.
    pub fn pending(&self) -> usize {
        self.buffer.len() - self.taken
    }
}

#[cfg(test)]
#[path = "frame_tests.rs"]
mod tests;
