//! A method's bytecode in the interpreter's form.

use crate::class::Method;
use crate::meta::{Meta, MetaCell, MetaSlice};
use cortado_protocol::bytecode::{Bci, decode};
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
    /// The same code with one instruction per bytecode, for frames that begin in the middle of a
    /// fused one; none until there was such a frame.
    pub plain: MetaCell<Option<Meta<Prepared>>>,
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

    /// Whether `pc` is in this code.
    pub fn contains(&self, pc: *const u64) -> bool {
        let base = self.code.as_ptr().addr();
        (base..base + self.code.len() * 8).contains(&pc.addr())
    }

    /// Position in `starts` of the first instruction that ends at `bci` or after it.
    fn position(&self, bci: u16) -> usize {
        let (starts, bcis) = (self.starts.get(), self.bcis.get());
        starts.partition_point(|&start| bcis[start as usize] < bci)
    }

    /// The first bci of the instruction at position `at` of `starts`.
    fn first_of(&self, method: &Method, at: usize) -> u16 {
        let Some(before) = at.checked_sub(1) else { return 0 };
        let last = self.bcis.get()[self.starts.get()[before] as usize];
        let code = method.code.get();
        let length = decode::length_at(code, Bci(last.into())).expect("prepared code decodes");
        last + length as u16
    }

    /// Word index of the instruction that begins at `bci`; none inside a fused one.
    pub fn begins_at(&self, method: &Method, bci: u16) -> Option<u32> {
        let at = self.position(bci);
        (self.first_of(method, at) == bci).then(|| self.starts.get()[at])
    }

    /// The first bci of the instruction at this word index.
    pub fn first_bci(&self, method: &Method, index: u32) -> u16 {
        self.first_of(method, self.starts.get().partition_point(|&start| start < index))
    }

    /// Word index behind the instruction that ends at `bci`.
    pub fn end_of(&self, bci: u16) -> u32 {
        let next = self.position(bci) + 1;
        self.starts.get().get(next).copied().unwrap_or(self.code.len() as u32)
    }

    /// Address of the instruction that ends at `bci`, which in code without fusion is the one at
    /// `bci`, or of the next one where the bytecode makes no instruction.
    pub fn at_bci(&self, bci: u16) -> *const u64 {
        self.word_at(self.starts.get()[self.position(bci)])
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
