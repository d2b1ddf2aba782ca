//! Integer and floating-point arithmetic.

use crate::asm::{Alu, Cc, Gpr, Mem, R11, RAX, RCX, RDX, SCRATCH_X, Shift, Sse, Xmm};
use crate::compiler::{Compiler, Done, Flow};
use crate::regs::word;
use crate::state::{Entry, Ty, Val, VarId};
use cortado_protocol::helper::HelperId;

/// An integer operation of two operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bin {
    /// Simple.
    Alu(Alu),
    /// Multiplication.
    Mul,
}

/// Second operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rhs {
    /// Constant.
    Imm(i32),
    /// Register.
    Reg(Gpr),
    /// Memory.
    Mem(Mem),
}

/// Where a result goes: a register, and the variable that the next instruction would store it to.
pub type Target = (u8, Option<(VarId, u32)>);

fn fold(op: Bin, a: i64, b: i64) -> i64 {
    match op {
        Bin::Mul => a.wrapping_mul(b),
        Bin::Alu(Alu::Add) => a.wrapping_add(b),
        Bin::Alu(Alu::Sub | Alu::Cmp) => a.wrapping_sub(b),
        Bin::Alu(Alu::And) => a & b,
        Bin::Alu(Alu::Or) => a | b,
        Bin::Alu(Alu::Xor) => a ^ b,
    }
}

impl Entry {
    /// The constant int or long as a long.
    pub fn as_integer(&self) -> Option<i64> {
        match self.val {
            Val::Int(v) => Some(i64::from(v)),
            Val::Long(v) => Some(v),
            Val::Null => Some(0),
            _ => None,
        }
    }
}

fn integer(ty: Ty, v: i64) -> Entry {
    if ty == Ty::J { Entry::long(v) } else { Entry::int(v as i32) }
}

impl Compiler<'_> {
    /// The operand in the form that an instruction takes best.
    pub fn rhs(&mut self, entry: Entry) -> Rhs {
        if let Some(v) = entry.as_integer()
            && let Ok(v) = i32::try_from(v)
        {
            return Rhs::Imm(v);
        }
        match entry.val {
            Val::Word(offset) => Rhs::Mem(word(offset)),
            Val::Local(id) => {
                let var = *self.st.var(id);
                if var.reg.is_none() && var.pin.is_none() && entry.ty != Ty::A {
                    let home = self.home(id);
                    return Rhs::Mem(word(home));
                }
                Rhs::Reg(self.in_g(entry))
            }
            _ => Rhs::Reg(self.in_g(entry)),
        }
    }

    /// A register for a result that begins as `a`; `other` must survive.
    fn target_g(&mut self, a: Entry, other: Option<Gpr>) -> Target {
        if let Some((id, pin, after)) = self.store_hint(false)
            && other != Some(pin)
        {
            self.load_entry(pin, a);
            return (pin, Some((id, after)));
        }
        (self.own_g(a), None)
    }

    /// The result is in the target.
    fn finish_g(&mut self, target: Target, ty: Ty) -> Done<Flow> {
        match target {
            (_, Some((id, after))) => {
                self.stored(id);
                Ok(Flow::Skip(after))
            }
            (r, None) => {
                self.push_g(r, ty);
                Ok(Flow::Next)
            }
        }
    }

    fn finish_x(&mut self, target: Target, ty: Ty) -> Done<Flow> {
        match target {
            (_, Some((id, after))) => {
                self.stored(id);
                Ok(Flow::Skip(after))
            }
            (r, None) => {
                self.push_x(r, ty);
                Ok(Flow::Next)
            }
        }
    }

    pub(super) fn emit_bin(&mut self, op: Bin, ty: Ty) -> Done<Flow> {
        let (mut b, mut a) = (self.pop(), self.pop());
        let wide = ty == Ty::J;
        if let (Some(x), Some(y)) = (a.as_integer(), b.as_integer()) {
            self.push(integer(ty, fold(op, x, y)));
            return Ok(Flow::Next);
        }
        let commutes = op != Bin::Alu(Alu::Sub);
        if commutes && a.is_constant() {
            std::mem::swap(&mut a, &mut b);
        }
        if let (Val::Local(id), true) = (b.val, commutes)
            && self.store_hint(false).is_some_and(|(hint, _, _)| hint == id)
        {
            std::mem::swap(&mut a, &mut b);
        }
        // Neutral constants leave the other operand as it is.
        if let Some(c) = b.as_integer() {
            let neutral = match op {
                Bin::Mul => c == 1,
                Bin::Alu(Alu::And) => c == -1,
                Bin::Alu(_) => c == 0,
            };
            if neutral {
                if let Val::Word(_) = a.val {
                    a.val = Val::G(self.in_g(a));
                }
                self.push(a);
                return Ok(Flow::Next);
            }
        }
        if op == Bin::Mul {
            return self.emit_mul(a, b, ty);
        }
        let Bin::Alu(alu) = op else { unreachable!("multiplication is done") };
        let rhs = self.rhs(b);
        if alu == Alu::Add || (alu == Alu::Sub && matches!(rhs, Rhs::Imm(v) if v != i32::MIN)) {
            // An addition to another register is an address calculation.
            let hint = self.store_hint(false);
            if let Val::Local(id) = a.val
                && hint.is_none_or(|(h, _, _)| h != id)
                && let Rhs::Imm(_) | Rhs::Reg(_) = rhs
            {
                let base = self.in_g(a);
                let target = match hint {
                    Some((id, pin, after)) => (pin, Some((id, after))),
                    None => (self.alloc_g(), None),
                };
                let at = match rhs {
                    Rhs::Imm(v) => Mem::Base(base, if alu == Alu::Add { v } else { -v }),
                    Rhs::Reg(r) => Mem::Index(base, r, 0, 0),
                    Rhs::Mem(m) => m,
                };
                self.asm.lea(wide, target.0, at);
                return self.finish_g(target, ty);
            }
        }
        let other = if let Rhs::Reg(r) = rhs { Some(r) } else { None };
        let target = self.target_g(a, other);
        match rhs {
            Rhs::Imm(v) => self.asm.alu_i(alu, wide, target.0, v),
            Rhs::Reg(r) => self.asm.alu(alu, wide, target.0, r),
            Rhs::Mem(m) => self.asm.alu_m(alu, wide, target.0, m),
        }
        self.finish_g(target, ty)
    }

    fn emit_mul(&mut self, a: Entry, b: Entry, ty: Ty) -> Done<Flow> {
        let wide = ty == Ty::J;
        let rhs = self.rhs(b);
        if let Rhs::Imm(c) = rhs {
            if c == 0 {
                self.push(integer(ty, 0));
                return Ok(Flow::Next);
            }
            if c > 0 && c.count_ones() == 1 {
                let target = self.target_g(a, None);
                self.asm.shift_i(Shift::Shl, wide, target.0, c.trailing_zeros() as u8);
                return self.finish_g(target, ty);
            }
            let s = self.in_g(a);
            let target = match self.store_hint(false) {
                Some((id, pin, after)) => (pin, Some((id, after))),
                None => (self.alloc_g(), None),
            };
            self.asm.imul_i(wide, target.0, s, c);
            return self.finish_g(target, ty);
        }
        let r = match rhs {
            Rhs::Reg(r) => r,
            Rhs::Mem(_) | Rhs::Imm(_) => self.in_g(b),
        };
        let target = self.target_g(a, Some(r));
        self.asm.imul(wide, target.0, r);
        self.finish_g(target, ty)
    }

    pub(super) fn emit_division(&mut self, ty: Ty, remainder: bool) -> Done<Flow> {
        let (b, a) = (self.pop(), self.pop());
        let wide = ty == Ty::J;
        if let (Some(x), Some(y)) = (a.as_integer(), b.as_integer())
            && y != 0
        {
            let (q, r) = match wide {
                true => (x.wrapping_div(y), x.wrapping_rem(y)),
                false => {
                    let (x, y) = (x as i32, y as i32);
                    (i64::from(x.wrapping_div(y)), i64::from(x.wrapping_rem(y)))
                }
            };
            self.push(integer(ty, if remainder { r } else { q }));
            return Ok(Flow::Next);
        }
        if let Some(c) = b.as_integer()
            && c > 1
            && c.count_ones() == 1
            && i32::try_from(c).is_ok()
        {
            return self.emit_division_by_power(a, c.trailing_zeros() as u8, ty, remainder);
        }
        if let (Some(c), Ty::I) = (b.as_int(), ty)
            && c > 2
        {
            return self.emit_division_by_constant(a, c, remainder);
        }
        let (mut rb, ra) = (self.in_g(b), self.in_g(a));
        if rb == RAX || rb == RDX {
            self.lock_g(RAX);
            self.lock_g(RDX);
            let copy = self.alloc_g();
            self.asm.mov(true, copy, rb);
            rb = copy;
        }
        let constant = b.as_integer();
        if constant.is_none_or(|c| c == 0) {
            self.asm.test(wide, rb, rb);
            let stub = self.throw_stub(HelperId::throw_zero_divide, Vec::new());
            self.asm.jcc(Cc::E, stub);
        }
        self.take_g(RAX);
        if ra != RAX {
            self.asm.mov(true, RAX, ra);
        }
        self.take_g(RDX);
        let done = self.asm.label();
        if constant.is_none_or(|c| c == -1) {
            let normal = self.asm.label();
            self.asm.alu_i(Alu::Cmp, wide, rb, -1);
            self.asm.jcc(Cc::Ne, normal);
            if remainder {
                self.asm.mov_i32(RDX, 0);
            } else {
                self.asm.neg(wide, RAX);
            }
            self.asm.jmp(done);
            self.asm.bind(normal);
        }
        self.asm.sign_rdx(wide);
        self.asm.idiv(wide, rb);
        self.asm.bind(done);
        self.push_g(if remainder { RDX } else { RAX }, ty);
        Ok(Flow::Next)
    }

    /// Division by `1 << shift`, rounding towards zero.
    fn emit_division_by_power(&mut self, a: Entry, shift: u8, ty: Ty, rem: bool) -> Done<Flow> {
        let wide = ty == Ty::J;
        let bits = if wide { 64 } else { 32 };
        let x = self.in_g(a);
        let t = self.alloc_g();
        // t = x < 0 ? divisor - 1 : 0
        self.asm.mov(true, t, x);
        if shift > 1 {
            self.asm.shift_i(Shift::Sar, wide, t, bits - 1);
        }
        self.asm.shift_i(Shift::Shr, wide, t, bits - shift);
        self.asm.alu(Alu::Add, wide, t, x);
        if rem {
            // x - ((x + t) & -divisor)
            self.asm.shift_i(Shift::Shr, wide, t, shift);
            self.asm.shift_i(Shift::Shl, wide, t, shift);
            let r = self.own_g(a);
            self.asm.alu(Alu::Sub, wide, r, t);
            self.push_g(r, ty);
        } else {
            self.asm.shift_i(Shift::Sar, wide, t, shift);
            self.push_g(t, ty);
        }
        Ok(Flow::Next)
    }

    /// Division of an int by a positive constant: multiplication by its reciprocal in 64 bits.
    fn emit_division_by_constant(&mut self, a: Entry, c: i32, rem: bool) -> Done<Flow> {
        let (magic, shift) = reciprocal(c);
        let x = self.in_g(a);
        let q = self.alloc_g();
        self.asm.movsxd(R11, x);
        self.asm.mov_i64(q, magic);
        self.asm.imul(true, q, R11);
        self.asm.shift_i(Shift::Sar, true, q, shift);
        self.asm.shift_i(Shift::Shr, true, R11, 63);
        self.asm.alu(Alu::Add, false, q, R11);
        if rem {
            self.asm.imul_i(false, q, q, c);
            let r = self.own_g(a);
            self.asm.alu(Alu::Sub, false, r, q);
            self.push_g(r, Ty::I);
        } else {
            self.push_g(q, Ty::I);
        }
        Ok(Flow::Next)
    }

    pub(super) fn emit_neg(&mut self, ty: Ty) -> Done<Flow> {
        let a = self.pop();
        if let Some(v) = a.as_integer() {
            self.push(integer(ty, v.wrapping_neg()));
            return Ok(Flow::Next);
        }
        let target = self.target_g(a, None);
        self.asm.neg(ty == Ty::J, target.0);
        self.finish_g(target, ty)
    }

    pub(super) fn emit_shift(&mut self, shift: Shift, ty: Ty) -> Done<Flow> {
        let (b, a) = (self.pop(), self.pop());
        let wide = ty == Ty::J;
        let mask = if wide { 63 } else { 31 };
        if let Some(count) = b.as_int() {
            let count = count & mask;
            if let Some(v) = a.as_integer() {
                let (int, long) = (v as i32, v);
                let v = match (shift, wide) {
                    (Shift::Shl, true) => long << count,
                    (Shift::Shr, true) => (long.cast_unsigned() >> count).cast_signed(),
                    (Shift::Sar, true) => long >> count,
                    (Shift::Shl, false) => i64::from(int << count),
                    (Shift::Shr, false) => i64::from(int.cast_unsigned() >> count),
                    (Shift::Sar, false) => i64::from(int >> count),
                };
                self.push(integer(ty, v));
                return Ok(Flow::Next);
            }
            let target = self.target_g(a, None);
            if count != 0 {
                self.asm.shift_i(shift, wide, target.0, count as u8);
            }
            return self.finish_g(target, ty);
        }
        if self.req.directives.cpu.bmi2 {
            let (c, s) = (self.in_g(b), self.in_g(a));
            let target = match self.store_hint(false) {
                Some((id, pin, after)) => (pin, Some((id, after))),
                None => (self.alloc_g(), None),
            };
            self.asm.shiftx(shift, wide, target.0, s, c);
            return self.finish_g(target, ty);
        }
        let (c, mut s) = (self.in_g(b), self.own_g(a));
        if s == RCX {
            let copy = self.alloc_g();
            self.asm.mov(true, copy, s);
            s = copy;
        }
        self.take_g(RCX);
        if c != RCX {
            self.asm.mov(false, RCX, c);
        }
        self.asm.shift_cl(shift, wide, s);
        self.push_g(s, ty);
        Ok(Flow::Next)
    }

    // Floating point.

    fn target_x(&mut self, a: Entry, other: Option<Xmm>) -> Target {
        if let Some((id, pin, after)) = self.store_hint(true)
            && other != Some(pin)
        {
            self.load_entry_x(pin, a);
            return (pin, Some((id, after)));
        }
        (self.own_x(a), None)
    }

    pub(super) fn emit_float_bin(&mut self, sse: Sse, ty: Ty) -> Done<Flow> {
        let (mut b, mut a) = (self.pop(), self.pop());
        let double = ty == Ty::D;
        let commutes = matches!(sse, Sse::Add | Sse::Mul);
        let hint = self.store_hint(true);
        if let (Val::Local(id), true) = (b.val, commutes)
            && hint.is_some_and(|(hint, _, _)| hint == id)
        {
            std::mem::swap(&mut a, &mut b);
        }
        match b.val {
            Val::Double(bits) => {
                let target = self.target_x(a, None);
                self.asm.sse_const(sse, double, target.0, bits);
                self.finish_x(target, ty)
            }
            Val::Float(bits) => {
                let target = self.target_x(a, None);
                self.asm.sse_const(sse, double, target.0, u64::from(bits));
                self.finish_x(target, ty)
            }
            Val::Word(offset) => {
                let target = self.target_x(a, None);
                self.asm.sse_m(sse, double, target.0, word(offset));
                self.finish_x(target, ty)
            }
            _ => {
                let r = self.in_x(b);
                let target = self.target_x(a, Some(r));
                self.asm.sse(sse, double, target.0, r);
                self.finish_x(target, ty)
            }
        }
    }

    pub(super) fn emit_float_neg(&mut self, ty: Ty) -> Done<Flow> {
        let a = self.pop();
        let target = self.target_x(a, None);
        let double = ty == Ty::D;
        let sign = if double { 1 << 63 } else { 1 << 31 };
        self.asm.movx_const(double, SCRATCH_X, sign);
        self.asm.xorps(target.0, SCRATCH_X);
        self.finish_x(target, ty)
    }

    pub(super) fn emit_float_rem(&mut self, ty: Ty) -> Done<Flow> {
        let (b, a) = (self.pop(), self.pop());
        let helper = if ty == Ty::D { HelperId::remainder_f64 } else { HelperId::remainder_f32 };
        self.call_leaf_x(helper, None, a, b);
        self.push_x(0, ty);
        Ok(Flow::Next)
    }

    /// Calls a leaf helper of two floats, after an optional number; the result is in xmm0.
    pub fn call_leaf_x(&mut self, helper: HelperId, number: Option<i32>, a: Entry, b: Entry) {
        use crate::asm::{RDI, RSI, THREAD};
        use crate::frame::{Arg, Dest};
        self.flush_stack();
        let live = self.live_after_call();
        self.save_vars(false, live);
        let mut moves =
            vec![(Dest::X(0), Arg::E(a)), (Dest::X(1), Arg::E(b)), (Dest::G(RDI), Arg::G(THREAD))];
        if let Some(number) = number {
            moves.push((Dest::G(RSI), Arg::E(Entry::int(number))));
        }
        self.parallel_move(&moves);
        self.clobber();
        self.asm.call_helper(helper);
    }
}

/// `m` and `s` such that `x * m >> s` is `x / c` rounded down, for every int x and 3 <= c.
pub fn reciprocal(c: i32) -> (i64, u8) {
    // With s = 32 + ceil(log2 c) - 1, m = floor(2^s / c) + 1 is below 2^33 and the error is below
    // 2^-31 of the quotient's unit, as wanted by |x| <= 2^31.
    let log = 32 - (c - 1).leading_zeros();
    let s = 31 + log;
    let m = (1i128 << s) / i128::from(c) + 1;
    (m as i64, s as u8)
}

#[cfg(test)]
mod tests {
    use super::reciprocal;

    #[test]
    fn reciprocals_divide_as_the_processor_does() {
        let dividends = [0, 1, -1, 2, 9, 10, 11, 99, 100, 12_345, i32::MAX, i32::MAX - 1, i32::MIN];
        for c in [3, 5, 6, 7, 9, 10, 100, 641, 1000, 1_000_000_007, i32::MAX - 1, i32::MAX] {
            let (magic, shift) = reciprocal(c);
            for x in dividends.iter().flat_map(|&x| [x, x.wrapping_neg(), x.wrapping_mul(c)]) {
                let product = i64::from(x).checked_mul(magic).expect("the product fits");
                let quotient = (product >> shift) + i64::from(x < 0);
                assert_eq!(quotient, i64::from(x / c), "{x} / {c}");
            }
        }
    }
}
