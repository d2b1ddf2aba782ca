//! A method's bytecode in the interpreter's form.

use crate::meta::MetaSlice;
use std::sync::atomic::AtomicU64;

/// Prepared code of one method; made once by `prepare` and quickened in place.
#[repr(C)]
pub struct Prepared {
    /// Instruction words.
    pub code: MetaSlice<AtomicU64>,
    /// For each word, the bci of its instruction.
    pub bcis: MetaSlice<u16>,
    /// Word index of each instruction, in order.
    pub starts: MetaSlice<u32>,
    /// Exception handlers in table order: covered bcis, and the word index of the handler.
    pub handlers: MetaSlice<PreparedHandler>,
}

/// Row of the exception table.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct PreparedHandler {
    /// First bci covered.
    pub start: u16,
    /// First bci not covered.
    pub end: u16,
    /// CONSTANT_Class index, 0 for any.
    pub catch_type: u16,
    /// Word index of the handler.
    pub target: u32,
}

impl Prepared {
    /// The bci of the instruction at `pc`.
    pub fn bci_of(&self, pc: *const u64) -> i32 {
        let index = (pc.addr() - self.code.as_ptr().addr()) / 8;
        self.bcis.get().get(index).map_or(-1, |&bci| i32::from(bci))
    }

    /// Word indices of the instructions, in order.
    pub fn instructions(&self) -> impl Iterator<Item = usize> {
        self.starts.get().iter().map(|&start| start as usize)
    }

    /// Address of the word with this index.
    pub fn word_at(&self, index: u32) -> *const u64 {
        std::ptr::from_ref(&self.code.get()[index as usize]).cast()
    }
}
