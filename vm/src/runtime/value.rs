//! Values as 64-bit slots: how arguments, locals, operands and results are held.
//!
//! int and smaller: sign- or zero-extended in the low half, upper half ignored. long and double:
//! the first of their two slots, the second is ignored. References: the full address, 0 for null.

use crate::class::Kind;
use crate::heap::ObjRef;

/// A reference as a slot.
#[inline(always)]
pub fn of_ref(value: Option<ObjRef>) -> u64 {
    value.map_or(0, |object| object.raw() as u64)
}

/// A slot as a reference.
#[inline(always)]
pub fn to_ref(word: u64) -> Option<ObjRef> {
    // SAFETY: slots that are read as references hold references: the bytecode was verified, or
    // comes from the trusted class library.
    unsafe { ObjRef::from_raw_opt(word as usize) }
}

/// An int as a slot.
#[inline(always)]
pub fn of_int(value: i32) -> u64 {
    u64::from(value as u32)
}

/// Most slots that a call can take (JVMS 4.3.3), receiver included.
pub const ARG_SLOTS_MAX: usize = 256;

/// Arguments being collected for a call from Rust. Lives on the stack, where the collector looks.
pub struct Args {
    len: usize,
    slots: [u64; ARG_SLOTS_MAX],
}

impl Args {
    /// No arguments yet.
    #[inline]
    pub fn new() -> Args {
        Args { len: 0, slots: [0; ARG_SLOTS_MAX] }
    }

    /// Adds one raw slot.
    #[inline]
    pub fn push(&mut self, word: u64) {
        self.slots[self.len] = word;
        self.len += 1;
    }

    /// Adds a value of `kind` from its slot: long and double take two.
    #[inline]
    pub fn push_kind(&mut self, kind: Kind, word: u64) {
        self.push(word);
        if kind.slots() == 2 {
            self.push(0);
        }
    }

    /// With a reference added.
    #[must_use]
    pub fn obj(mut self, value: Option<ObjRef>) -> Args {
        self.push(of_ref(value));
        self
    }

    /// With an int (or smaller) added.
    #[must_use]
    pub fn int(mut self, value: i32) -> Args {
        self.push(of_int(value));
        self
    }

    /// With a long added.
    #[must_use]
    pub fn long(mut self, value: i64) -> Args {
        self.push_kind(Kind::Long, value as u64);
        self
    }

    /// The slots.
    #[inline]
    pub fn slots(&self) -> &[u64] {
        &self.slots[..self.len]
    }
}

impl Default for Args {
    fn default() -> Self {
        Args::new()
    }
}

/// Reads a field or array element of `kind` at byte `offset` of `object` as a slot.
#[inline]
pub fn load(object: ObjRef, offset: usize, kind: Kind) -> u64 {
    match kind {
        Kind::Bool => u64::from(object.get_u8(offset)),
        Kind::Byte => of_int(i32::from(object.get_i8(offset))),
        Kind::Char => u64::from(object.get_u16(offset)),
        Kind::Short => of_int(i32::from(object.get_i16(offset))),
        Kind::Int | Kind::Float => u64::from(object.get_u32(offset)),
        Kind::Long | Kind::Double => object.get_u64(offset),
        Kind::Ref => of_ref(object.get_ref(offset)),
        Kind::Void => 0,
    }
}

/// Writes a slot to a field or array element of `kind` at byte `offset` of `object`.
#[inline]
pub fn store(object: ObjRef, offset: usize, kind: Kind, word: u64) {
    match kind {
        Kind::Bool => object.set_u8(offset, word as u8 & 1),
        Kind::Byte => object.set_i8(offset, word as i8),
        Kind::Char | Kind::Short => object.set_u16(offset, word as u16),
        Kind::Int | Kind::Float => object.set_u32(offset, word as u32),
        Kind::Long | Kind::Double => object.set_u64(offset, word),
        Kind::Ref => object.set_ref(offset, to_ref(word)),
        Kind::Void => {}
    }
}
