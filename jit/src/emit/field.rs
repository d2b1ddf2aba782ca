//! Fields, and the write barrier.

use crate::asm::{Alu, Cc, Gpr, Mem, R11, RAX, RCX, Shift, Width};
use crate::compiler::{Compiler, Done, Flow};
use crate::emit::array::width_of;
use crate::frame::Arg;
use crate::regs::is_preserved;
use crate::state::{Entry, Ty, Val};
use cortado_protocol::body::Assumption;
use cortado_protocol::bytecode::CpIndex;
use cortado_protocol::helper::{DeoptReason, HelperId};
use cortado_protocol::layout::{self, object};
use cortado_protocol::reloc::Target;
use cortado_protocol::request::{Constant, FieldFacts, FieldId, Kind};

const ACC_VOLATILE: u16 = 0x40;
/// Offsets below this fault when the base is null.
pub const TRAP_BYTES: u32 = 4096;

/// Registers that are in use at a call of a leaf helper: general, xmm.
pub type InUse = (u16, u16);

impl Compiler<'_> {
    fn field(&self, index: CpIndex) -> Option<(FieldId, &FieldFacts)> {
        match self.constant(index.0) {
            Some(Constant::Field(id)) => Some((id, self.req.field(id))),
            Some(Constant::Value(_) | Constant::Class(_) | Constant::Method(_)) | None => None,
        }
    }

    /// Loads a value of the kind and pushes it.
    pub fn push_loaded(&mut self, kind: Kind, at: Mem) {
        self.push_loaded_from(None, kind, at);
    }

    /// Loads a value of the kind and pushes it; the load is the null check of `object`.
    fn push_loaded_from(&mut self, object: Option<Entry>, kind: Kind, at: Mem) {
        // The register of the result may be taken from a variable first: that must not be what
        // the trap is recorded for.
        if kind.is_float() {
            let d = self.alloc_x();
            object.inspect(|&object| self.null_trap(object));
            self.asm.loadx(kind == Kind::Double, d, at);
            self.push_x(d, Ty::of(kind));
            return;
        }
        let d = self.alloc_g();
        object.inspect(|&object| self.null_trap(object));
        self.asm.load(width_of(kind), d, at);
        if kind == Kind::Ref {
            self.asm.scale8(d);
        }
        self.push_g(d, Ty::of(kind));
    }

    /// What a field of the kind has of a stored value: of a boolean only the lowest bit is stored.
    fn as_stored(&mut self, kind: Kind, value: Entry) -> Entry {
        match (kind, value.as_int()) {
            (Kind::Bool, Some(v)) => Entry::int(v & 1),
            (Kind::Bool, None) => {
                let s = self.in_g(value);
                let d = self.alloc_g();
                self.asm.mov(false, d, s);
                self.asm.alu_i(Alu::And, false, d, 1);
                Entry::new(Val::G(d), Ty::I)
            }
            _ => value,
        }
    }

    /// Stores a value that is no reference.
    pub fn store_plain(&mut self, kind: Kind, at: Mem, value: Entry) {
        let value = self.as_stored(kind, value);
        let small = value.as_integer().and_then(|v| i32::try_from(v).ok());
        match (kind, small) {
            (Kind::Float | Kind::Double, _) => {
                let s = self.in_x(value);
                self.asm.storex(kind == Kind::Double, at, s);
            }
            (_, Some(v)) => self.asm.store_imm(width_of(kind), at, v),
            (_, None) => {
                let s = self.in_g(value);
                self.asm.store(width_of(kind), at, s);
            }
        }
    }

    pub(super) fn emit_getstatic(&mut self, index: CpIndex) -> Done<Flow> {
        let Some((id, field)) = self.field(index) else {
            return Ok(self.deoptimize(DeoptReason::Unresolved));
        };
        let (class, kind, value) = (field.class, field.kind, field.value);
        if !self.is_initialized(class) {
            return Ok(self.deoptimize(DeoptReason::Uninitialized));
        }
        if let Some(value) = value {
            self.assume(Assumption::StaticValue(id));
            let entry = self.constant_entry(value);
            self.push(entry);
            return Ok(Flow::Next);
        }
        let base = self.alloc_g();
        self.asm.mov_reloc64(base, Target::StaticField(id));
        self.push_loaded(kind, Mem::Base(base, 0));
        Ok(Flow::Next)
    }

    pub(super) fn emit_putstatic(&mut self, index: CpIndex) -> Done<Flow> {
        let Some((id, field)) = self.field(index) else {
            return Ok(self.deoptimize(DeoptReason::Unresolved));
        };
        let (class, kind, volatile) = (field.class, field.kind, field.access & ACC_VOLATILE != 0);
        if !self.is_initialized(class) {
            return Ok(self.deoptimize(DeoptReason::Uninitialized));
        }
        let value = self.pop();
        if kind == Kind::Ref {
            let rv = self.in_g(value);
            let base = self.alloc_g();
            self.asm.mov_reloc64(base, Target::StaticField(id));
            self.store_ref(Mem::Base(base, 0), rv);
            if value.val != Val::Null {
                // The field is part of the mirror, the object that is written to.
                self.asm.mov_reloc64(base, Target::Mirror(class));
                self.barrier_code(base);
            }
        } else {
            let base = self.alloc_g();
            self.asm.mov_reloc64(base, Target::StaticField(id));
            self.store_plain(kind, Mem::Base(base, 0), value);
        }
        if volatile {
            self.asm.fence();
        }
        Ok(Flow::Next)
    }

    pub(super) fn emit_getfield(&mut self, index: CpIndex) -> Done<Flow> {
        let Some((_, field)) = self.field(index) else {
            return Ok(self.deoptimize(DeoptReason::Unresolved));
        };
        let (kind, offset) = (field.kind, field.offset);
        let object = self.pop();
        let r = self.in_g(object);
        if offset >= TRAP_BYTES {
            self.check_null(object, r);
        }
        self.push_loaded_from(Some(object), kind, Mem::Base(r, offset as i32));
        Ok(Flow::Next)
    }

    pub(super) fn emit_putfield(&mut self, index: CpIndex) -> Done<Flow> {
        let Some((_, field)) = self.field(index) else {
            return Ok(self.deoptimize(DeoptReason::Unresolved));
        };
        let (kind, offset) = (field.kind, field.offset);
        let volatile = field.access & ACC_VOLATILE != 0;
        let (value, object) = (self.pop(), self.pop());
        let r = self.in_g(object);
        if offset >= TRAP_BYTES {
            self.check_null(object, r);
        }
        let at = Mem::Base(r, offset as i32);
        match kind {
            Kind::Ref if value.val == Val::Null => {
                self.null_trap(object);
                self.asm.store_imm(Width::D, at, 0);
            }
            Kind::Ref => {
                let rv = self.in_g(value);
                self.asm.mov(true, R11, rv);
                self.asm.shift_i(Shift::Shr, true, R11, object::REF_SHIFT as u8);
                self.null_trap(object);
                self.asm.store(Width::D, at, R11);
                self.write_barrier(object, r, value);
            }
            Kind::Float | Kind::Double => {
                let s = self.in_x(value);
                self.null_trap(object);
                self.asm.storex(kind == Kind::Double, at, s);
            }
            Kind::Bool
            | Kind::Byte
            | Kind::Char
            | Kind::Short
            | Kind::Int
            | Kind::Long
            | Kind::Void => {
                let value = self.as_stored(kind, value);
                let small = value.as_integer().and_then(|v| i32::try_from(v).ok());
                if let Some(v) = small {
                    self.null_trap(object);
                    self.asm.store_imm(width_of(kind), at, v);
                } else {
                    let s = self.in_g(value);
                    self.null_trap(object);
                    self.asm.store(width_of(kind), at, s);
                }
            }
        }
        if volatile {
            self.asm.fence();
        }
        Ok(Flow::Next)
    }

    /// Tells the collector of a reference that has been stored in `object`, in register `r`.
    pub fn write_barrier(&mut self, object: Entry, r: Gpr, value: Entry) {
        if value.val == Val::Null || self.fact(object).fresh {
            return;
        }
        self.barrier_code(r);
    }

    /// The barrier for the object in the register, which survives.
    pub fn barrier_code(&mut self, r: Gpr) {
        let (slow, back) = (self.asm.label(), self.asm.label());
        let t = self.alloc_g();
        self.asm.mov_i64(R11, layout::UNLOGGED.cast_signed());
        self.asm.mov(true, t, r);
        self.asm.shift_i(Shift::Shr, true, t, 6);
        self.asm.cmp_mem8_i(Mem::Index(R11, t, 0, 0), 0);
        self.asm.jcc(Cc::Ne, slow);
        self.asm.bind(back);
        let saved = self.registers_in_use();
        self.outline(move |c| {
            c.asm.bind(slow);
            // The byte has bits of eight neighbours.
            c.asm.load(Width::U8, t, Mem::Index(R11, t, 0, 0));
            c.asm.mov(true, R11, r);
            c.asm.shift_i(Shift::Shr, true, R11, 3);
            c.asm.alu_i(Alu::And, false, R11, 7);
            c.asm.bt(t, R11);
            c.asm.jcc(Cc::Ae, back);
            c.call_leaf_saving(HelperId::remember, &[Arg::G(r)], saved, R11);
            c.asm.jmp(back);
            Ok(())
        });
    }

    /// Registers whose values the code still needs, with all that the instruction uses.
    pub fn registers_in_use(&mut self) -> InUse {
        let (mut g, mut x) = (self.st.g.locked, self.st.x.locked);
        for frame in &self.st.frames {
            for (v, var) in frame.vars.iter().enumerate() {
                if let Some(r) = var.reg {
                    *(if v & 1 == 1 { &mut x } else { &mut g }) |= 1 << r;
                }
            }
        }
        for r in 0..16 {
            if self.st.g.uses[r] > 0 {
                g |= 1 << r;
            }
            if self.st.x.uses[r] > 0 {
                x |= 1 << r;
            }
        }
        (g, x)
    }

    /// Calls a leaf helper from an outline; all registers in use survive, `rax` goes to `result`.
    pub fn call_leaf_saving(&mut self, helper: HelperId, args: &[Arg], saved: InUse, result: Gpr) {
        use crate::asm::{RDI, RSP, THREAD};
        use crate::frame::{Dest, HELPER_ARGS};
        let general: Vec<Gpr> =
            (0..16).filter(|&r| saved.0 >> r & 1 != 0 && !is_preserved(r) && r != R11).collect();
        let xmm: Vec<u8> = (0..16).filter(|&x| saved.1 >> x & 1 != 0).collect();
        let bytes = (8 * (general.len() + xmm.len()) as i32 + 15) / 16 * 16;
        if bytes > 0 {
            self.asm.lea(true, RSP, Mem::Base(RSP, -bytes));
        }
        let word = |i: usize| Mem::Base(RSP, 8 * i as i32);
        for (i, &r) in general.iter().enumerate() {
            self.asm.store(Width::Q, word(i), r);
        }
        for (i, &x) in xmm.iter().enumerate() {
            self.asm.storex(true, word(general.len() + i), x);
        }
        let mut moves = vec![(Dest::G(RDI), Arg::G(THREAD))];
        moves.extend(HELPER_ARGS.into_iter().zip(args).map(|(r, &arg)| (Dest::G(r), arg)));
        self.parallel_move(&moves);
        self.asm.call_helper(helper);
        self.asm.mov(true, result, RAX);
        for (i, &r) in general.iter().enumerate() {
            if r != result {
                self.asm.load(Width::Q, r, word(i));
            }
        }
        for (i, &x) in xmm.iter().enumerate() {
            self.asm.loadx(true, x, word(general.len() + i));
        }
        if bytes > 0 {
            self.asm.lea(true, RSP, Mem::Base(RSP, bytes));
        }
    }

    /// A register for [`Self::set_start_bit`].
    pub fn bit_register(&mut self) -> Gpr {
        if self.req.directives.cpu.bmi2 {
            return self.alloc_g();
        }
        self.take_g(RCX);
        RCX
    }

    /// Sets the object-start bit of the object in `r`; `t`, `bit` and `r11` are destroyed.
    pub fn set_start_bit(&mut self, r: Gpr, t: Gpr, bit: Gpr) {
        self.asm.mov(true, t, r);
        self.asm.shift_i(Shift::Shr, true, t, 3);
        if self.req.directives.cpu.bmi2 {
            self.asm.mov_i32(bit, 1);
            self.asm.shiftx(Shift::Shl, false, bit, bit, t);
        } else {
            self.asm.mov(false, bit, t);
            self.asm.mov_i32(R11, 1);
            self.asm.shift_cl(Shift::Shl, false, R11);
            self.asm.mov(false, bit, R11);
        }
        // Shifts take the count modulo 32: the bits of four bytes, of 256 bytes of memory.
        self.asm.shift_i(Shift::Shr, true, t, 5);
        self.asm.mov_i64(R11, layout::OBJECT_STARTS.cast_signed());
        self.asm.or_mem(Mem::Index(R11, t, 2, 0), bit);
    }
}
