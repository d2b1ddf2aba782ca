//! Conversions.

use crate::asm::{Alu, Cc, SCRATCH_X, Width};
use crate::compiler::{Compiler, Done, Flow};
use crate::emit::arith::Bin;
use crate::state::{Entry, Ty, Val};
use cortado_protocol::bytecode::Opcode;
use cortado_protocol::request::Kind;

/// A conversion of an int to fewer bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Narrow {
    /// Signed 8 bits.
    Byte,
    /// Unsigned 16 bits.
    Char,
    /// Signed 16 bits.
    Short,
}

impl Compiler<'_> {
    pub(super) fn emit_i2l(&mut self) -> Done<Flow> {
        let a = self.pop();
        if let Some(v) = a.as_int() {
            self.push(Entry::long(i64::from(v)));
            return Ok(Flow::Next);
        }
        let s = self.in_g(a);
        let d = self.alloc_g();
        self.asm.movsxd(d, s);
        self.push_g(d, Ty::J);
        Ok(Flow::Next)
    }

    pub(super) fn emit_l2i(&mut self) -> Done<Flow> {
        let a = self.pop();
        if let Some(v) = a.as_long() {
            self.push(Entry::int(v as i32));
            return Ok(Flow::Next);
        }
        let s = self.in_g(a);
        let d = self.alloc_g();
        self.asm.mov(false, d, s);
        self.push_g(d, Ty::I);
        Ok(Flow::Next)
    }

    /// Makes the int on the stack one that the kind has: what a method returns may have more bits
    /// (JVMS 6.5, ireturn).
    pub(super) fn narrow_to(&mut self, kind: Kind) -> Done {
        let before = self.frame().previous;
        match kind {
            Kind::Bool if before != Some(Opcode::InstanceOf) => {
                self.push(Entry::int(1));
                self.emit_bin(Bin::Alu(Alu::And), Ty::I)?;
            }
            Kind::Byte if !matches!(before, Some(Opcode::I2B | Opcode::BALoad)) => {
                self.emit_narrow(Narrow::Byte)?;
            }
            Kind::Char if !matches!(before, Some(Opcode::I2C | Opcode::CALoad)) => {
                self.emit_narrow(Narrow::Char)?;
            }
            Kind::Short if !matches!(before, Some(Opcode::I2S | Opcode::SALoad)) => {
                self.emit_narrow(Narrow::Short)?;
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn emit_narrow(&mut self, narrow: Narrow) -> Done<Flow> {
        let a = self.pop();
        if let Some(v) = a.as_int() {
            self.push(Entry::int(match narrow {
                Narrow::Byte => i32::from(v as i8),
                Narrow::Char => i32::from(v as u16),
                Narrow::Short => i32::from(v as i16),
            }));
            return Ok(Flow::Next);
        }
        let s = self.in_g(a);
        let d = self.alloc_g();
        let width = match narrow {
            Narrow::Byte => Width::S8,
            Narrow::Char => Width::U16,
            Narrow::Short => Width::S16,
        };
        self.asm.extend(width, d, s);
        self.push_g(d, Ty::I);
        Ok(Flow::Next)
    }

    pub(super) fn emit_from_int(&mut self, from: Ty, to: Ty) -> Done<Flow> {
        let a = self.pop();
        if let Some(v) = a.as_integer() {
            let val = match to {
                Ty::F => Val::Float((v as f32).to_bits()),
                Ty::D | Ty::I | Ty::J | Ty::A => Val::Double((v as f64).to_bits()),
            };
            self.push(Entry::new(val, to));
            return Ok(Flow::Next);
        }
        let s = self.in_g(a);
        let d = self.alloc_x();
        self.asm.cvt_from_int(to == Ty::D, from == Ty::J, d, s);
        self.push_x(d, to);
        Ok(Flow::Next)
    }

    pub(super) fn emit_float_convert(&mut self, from: Ty, to: Ty) -> Done<Flow> {
        let a = self.pop();
        let s = self.in_x(a);
        let d = self.alloc_x();
        self.asm.cvt_float(from == Ty::F, d, s);
        self.push_x(d, to);
        Ok(Flow::Next)
    }

    /// Saturating conversion: the processor answers the most negative integer for all that it
    /// cannot convert.
    pub(super) fn emit_to_int(&mut self, from: Ty, to: Ty) -> Done<Flow> {
        let a = self.pop();
        let s = self.in_x(a);
        let d = self.alloc_g();
        let (double, wide) = (from == Ty::D, to == Ty::J);
        self.asm.cvt_to_int(double, wide, d, s);
        let (slow, done) = (self.asm.label(), self.asm.label());
        // Only the most negative integer overflows when one is subtracted.
        self.asm.alu_i(Alu::Cmp, wide, d, 1);
        self.asm.jcc(Cc::O, slow);
        self.asm.bind(done);
        self.outline(move |c| {
            c.asm.bind(slow);
            let positive = c.asm.label();
            c.asm.zerox(SCRATCH_X);
            c.asm.ucomis(double, s, SCRATCH_X);
            c.asm.jcc(Cc::A, positive);
            // Negative numbers are right already.
            c.asm.jcc(Cc::Np, done);
            c.asm.mov_i32(d, 0);
            c.asm.jmp(done);
            c.asm.bind(positive);
            c.asm.mov_i64(d, if wide { i64::MAX } else { i64::from(i32::MAX) });
            c.asm.jmp(done);
            Ok(())
        });
        self.push_g(d, to);
        Ok(Flow::Next)
    }
}
