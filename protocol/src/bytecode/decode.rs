//! Decoding a code array without ever panicking.

use super::operand::Reader;
use super::{Bci, Flags, Instruction, Opcode};
use std::fmt;

/// An instruction and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// Where it starts; with a `wide` prefix, where the prefix is.
    pub bci: Bci,
    /// Its length in bytes, prefix included.
    pub len: u32,
    /// Whether it carries the `wide` prefix.
    pub wide: bool,
    /// The instruction.
    pub instruction: Instruction<'a>,
}

impl Decoded<'_> {
    /// The opcode, without a `wide` prefix.
    pub fn opcode(&self) -> Opcode {
        self.instruction.opcode()
    }

    /// Where the instruction that follows in the code starts.
    pub fn next_bci(&self) -> Bci {
        Bci(self.bci.0 + self.len)
    }
}

/// Code that is no sequence of instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// Where the offending instruction starts.
    pub bci: Bci,
    /// What is wrong with it.
    pub kind: DecodeErrorKind,
}

/// What is wrong with an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeErrorKind {
    /// The code ends inside the instruction.
    Truncated,
    /// No instruction has this code.
    UnknownOpcode {
        /// The code.
        code: u8,
    },
    /// `wide` before an instruction that cannot be widened.
    NotWidenable {
        /// The code after the prefix.
        code: u8,
    },
    /// A `tableswitch` whose low is above its high.
    SwitchRange {
        /// The lowest index.
        low: i32,
        /// The highest index.
        high: i32,
    },
    /// A `lookupswitch` with a negative number of pairs.
    PairCount {
        /// The number.
        pairs: i32,
    },
    /// A `newarray` of a type that does not exist.
    ElementType {
        /// The code of the type.
        code: u8,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: ", self.bci)?;
        match self.kind {
            DecodeErrorKind::Truncated => f.write_str("the code ends inside an instruction"),
            DecodeErrorKind::UnknownOpcode { code } => write!(f, "unknown opcode {code:#04x}"),
            DecodeErrorKind::NotWidenable { code } => {
                write!(f, "opcode {code:#04x} cannot follow wide")
            }
            DecodeErrorKind::SwitchRange { low, high } => {
                write!(f, "tableswitch from {low} to {high}")
            }
            DecodeErrorKind::PairCount { pairs } => write!(f, "lookupswitch with {pairs} pairs"),
            DecodeErrorKind::ElementType { code } => write!(f, "newarray of unknown type {code}"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// The instruction at `bci`.
#[inline]
pub fn decode_at(code: &[u8], bci: Bci) -> Result<Decoded<'_>, DecodeError> {
    decode(code, bci).map_err(|kind| DecodeError { bci, kind })
}

fn decode(code: &[u8], bci: Bci) -> Result<Decoded<'_>, DecodeErrorKind> {
    let start = bci.0 as usize;
    let opcode_at = |at: usize| {
        let code = *code.get(at).ok_or(DecodeErrorKind::Truncated)?;
        Opcode::from_u8(code).ok_or(DecodeErrorKind::UnknownOpcode { code })
    };
    let first = opcode_at(start)?;
    let wide = first == Opcode::Wide;
    let opcode = if wide { opcode_at(start + 1)? } else { first };
    if wide && !opcode.has(Flags::WIDE) {
        return Err(DecodeErrorKind::NotWidenable { code: opcode as u8 });
    }
    let mut reader = Reader { code, bci, at: start + 1 + usize::from(wide), wide };
    match Instruction::decode_operands(opcode, &mut reader)? {
        Some(instruction) => {
            Ok(Decoded { bci, len: (reader.at - start) as u32, wide, instruction })
        }
        None => Err(DecodeErrorKind::NotWidenable { code: opcode as u8 }),
    }
}

/// The length in bytes of the instruction at `bci`, prefix and padding included.
#[inline]
pub fn length_at(code: &[u8], bci: Bci) -> Result<u32, DecodeError> {
    let start = bci.0 as usize;
    let opcode = code.get(start).and_then(|&code| Opcode::from_u8(code));
    match opcode.and_then(Opcode::fixed_len) {
        Some(len) if start + usize::from(len) <= code.len() => Ok(u32::from(len)),
        _ => decode_at(code, bci).map(|decoded| decoded.len),
    }
}

/// The instructions of a code array in order; ends after the first error.
#[derive(Clone, Debug)]
pub struct Instructions<'a> {
    code: &'a [u8],
    bci: Bci,
}

impl<'a> Instructions<'a> {
    /// The instructions of `code` from its start.
    pub fn new(code: &'a [u8]) -> Self {
        Instructions { code, bci: Bci(0) }
    }

    /// The instructions of `code` from `bci`.
    pub fn starting_at(code: &'a [u8], bci: Bci) -> Self {
        Instructions { code, bci }
    }
}

impl<'a> Iterator for Instructions<'a> {
    type Item = Result<Decoded<'a>, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.bci.0 as usize >= self.code.len() {
            return None;
        }
        let decoded = decode_at(self.code, self.bci);
        self.bci = match &decoded {
            Ok(decoded) => decoded.next_bci(),
            Err(_) => Bci(self.code.len() as u32),
        };
        Some(decoded)
    }
}
