//! Comparisons that push, and their fusion with the branch that follows.

use crate::asm::{Alu, Cc};
use crate::compiler::{Compiler, Done, Flow};
use crate::emit::arith::Rhs;
use crate::state::{Entry, Ty};
use cortado_protocol::bytecode::Bci;
use cortado_protocol::bytecode::Instruction;
use cortado_protocol::bytecode::decode::decode_at;

impl Compiler<'_> {
    /// Sets the flags by comparing two integers, long if `wide`; the first is no constant.
    pub(super) fn compare(&mut self, wide: bool, a: Entry, b: Entry) {
        let ra = self.in_g(a);
        match self.rhs(b) {
            Rhs::Imm(0) => self.asm.test(wide, ra, ra),
            Rhs::Imm(v) => self.asm.alu_i(Alu::Cmp, wide, ra, v),
            Rhs::Reg(r) => self.asm.alu(Alu::Cmp, wide, ra, r),
            Rhs::Mem(m) => self.asm.alu_m(Alu::Cmp, wide, ra, m),
        }
    }

    /// The branch on an int against zero that follows the current instruction of `len` bytes.
    pub fn following_if(&mut self, len: u32) -> Option<(Cc, Bci)> {
        let next = self.bci() + len;
        let frame = self.frame();
        if frame.blocks.is_leader(next) {
            return None;
        }
        let decoded = decode_at(&frame.body.code, Bci(next)).ok()?;
        let (cc, target) = match decoded.instruction {
            Instruction::IfEq { target } => (Cc::E, target),
            Instruction::IfNe { target } => (Cc::Ne, target),
            Instruction::IfLt { target } => (Cc::L, target),
            Instruction::IfGe { target } => (Cc::Ge, target),
            Instruction::IfGt { target } => (Cc::G, target),
            Instruction::IfLe { target } => (Cc::Le, target),
            _ => return None,
        };
        Some((cc, target))
    }

    pub(super) fn emit_lcmp(&mut self) -> Done<Flow> {
        let (b, a) = (self.pop(), self.pop());
        if let (Some(x), Some(y)) = (a.as_long(), b.as_long()) {
            self.push(Entry::int(x.cmp(&y) as i32));
            return Ok(Flow::Next);
        }
        let fused = self.following_if(1);
        let (a, b, swapped) = if a.is_constant() { (b, a, true) } else { (a, b, false) };
        self.compare(true, a, b);
        if let Some((cc, target)) = fused {
            let next = self.bci() + 1;
            self.frame().bci = next;
            return self.branch(if swapped { cc.swapped() } else { cc }, target);
        }
        let d = self.alloc_g();
        let (greater, less) = if swapped { (Cc::L, Cc::G) } else { (Cc::G, Cc::L) };
        let e = self.alloc_g();
        self.asm.setcc(greater, d);
        self.asm.setcc(less, e);
        self.asm.alu(Alu::Sub, false, d, e);
        self.push_g(d, Ty::I);
        Ok(Flow::Next)
    }

    pub(super) fn emit_fcmp(&mut self, ty: Ty, nan_is_greater: bool) -> Done<Flow> {
        let (b, a) = (self.pop(), self.pop());
        let double = ty == Ty::D;
        let (rb, ra) = (self.in_x(b), self.in_x(a));
        if let Some((cc, target)) = self.following_if(1) {
            let next = self.bci() + 1;
            self.frame().bci = next;
            // Unordered sets zero, parity and carry; the "above" conditions exclude it.
            return match (cc, nan_is_greater) {
                // NaN is less: greater excludes it.
                (Cc::G, false) => {
                    self.asm.ucomis(double, ra, rb);
                    self.branch(Cc::A, target)
                }
                (Cc::Ge, false) => {
                    self.asm.ucomis(double, ra, rb);
                    self.branch(Cc::Ae, target)
                }
                (Cc::Le, false) => {
                    self.asm.ucomis(double, ra, rb);
                    self.branch(Cc::Be, target)
                }
                (Cc::L, false) => {
                    self.asm.ucomis(double, ra, rb);
                    self.branch(Cc::B, target)
                }
                // NaN is greater: less excludes it.
                (Cc::L, true) => {
                    self.asm.ucomis(double, rb, ra);
                    self.branch(Cc::A, target)
                }
                (Cc::Le, true) => {
                    self.asm.ucomis(double, rb, ra);
                    self.branch(Cc::Ae, target)
                }
                (Cc::Ge, true) => {
                    self.asm.ucomis(double, rb, ra);
                    self.branch(Cc::Be, target)
                }
                (Cc::G, true) => {
                    self.asm.ucomis(double, rb, ra);
                    self.branch(Cc::B, target)
                }
                (cc, _) => self.float_equality(double, ra, rb, cc == Cc::E, target),
            };
        }
        self.asm.ucomis(double, ra, rb);
        let (d, e) = (self.alloc_g(), self.alloc_g());
        if nan_is_greater {
            // 1 unless less or equal; swapped operands make "above" exclude NaN.
            self.asm.ucomis(double, rb, ra);
            self.asm.setcc(Cc::B, d);
            self.asm.setcc(Cc::A, e);
        } else {
            self.asm.setcc(Cc::A, d);
            self.asm.setcc(Cc::B, e);
        }
        self.asm.alu(Alu::Sub, false, d, e);
        self.push_g(d, Ty::I);
        Ok(Flow::Next)
    }

    /// Branches on equality, or inequality, which NaN has with everything.
    fn float_equality(
        &mut self,
        double: bool,
        ra: u8,
        rb: u8,
        equal: bool,
        target: Bci,
    ) -> Done<Flow> {
        let (d, e) = (self.alloc_g(), self.alloc_g());
        self.asm.ucomis(double, ra, rb);
        self.asm.setcc(Cc::E, d);
        self.asm.setcc(Cc::Np, e);
        self.asm.test(false, d, e);
        self.branch(if equal { Cc::Ne } else { Cc::E }, target)
    }
}
