//! A position in the bytes of a class file.

use super::constant_pool::Span;
use super::error::Truncated;
use cortado_protocol::bytecode::CpIndex;

/// Reads big-endian numbers from a range of bytes.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// At the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Cursor { bytes, at: 0 }
    }

    /// At the start of `span`, and ending with it; positions count from the start of `bytes`.
    pub fn of(bytes: &'a [u8], span: Span) -> Self {
        Cursor { bytes: &bytes[..span.end()], at: span.start() }
    }

    /// At `start`, and ending with `bytes`: for lists whose length is checked once they are read,
    /// as a wrong element is reported before a wrong length.
    pub fn from(bytes: &'a [u8], start: usize) -> Self {
        Cursor { bytes, at: start }
    }

    /// The position.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Whether nothing remains.
    pub fn is_at_end(&self) -> bool {
        self.at == self.bytes.len()
    }

    /// What remains.
    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// Leaves only `rest`, a tail of what remains.
    pub fn advance_to(&mut self, rest: &[u8]) {
        self.at = self.bytes.len() - rest.len();
    }

    /// Moves on by `len` bytes; the result is where they are.
    pub fn skip(&mut self, len: usize) -> Result<Span, Truncated> {
        if len > self.bytes.len() - self.at {
            return Err(Truncated);
        }
        let span = Span::new(self.at, len);
        self.at += len;
        Ok(span)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Truncated> {
        let bytes = *self.bytes[self.at..].first_chunk().ok_or(Truncated)?;
        self.at += N;
        Ok(bytes)
    }

    pub fn u8(&mut self) -> Result<u8, Truncated> {
        Ok(u8::from_be_bytes(self.array()?))
    }

    pub fn u16(&mut self) -> Result<u16, Truncated> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    pub fn u32(&mut self) -> Result<u32, Truncated> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    pub fn index(&mut self) -> Result<CpIndex, Truncated> {
        Ok(CpIndex(self.u16()?))
    }
}
