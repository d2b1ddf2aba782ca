//! Arrays.

use crate::asm::{Alu, Cc, Gpr, Label, Mem, R11, Width};
use crate::compiler::{Compiler, Done, Flow};
use crate::deopt::ThrowArg;
use crate::emit::arith::Rhs;
use crate::frame::Arg;
use crate::state::{Entry, Fact, Ty, Val};
use cortado_protocol::helper::HelperId;
use cortado_protocol::layout::{class, object};
use cortado_protocol::request::{ClassId, Kind};

/// Width of a load or store of the kind.
pub fn width_of(kind: Kind) -> Width {
    match kind {
        Kind::Bool => Width::U8,
        Kind::Byte => Width::S8,
        Kind::Char => Width::U16,
        Kind::Short => Width::S16,
        Kind::Int | Kind::Float | Kind::Ref | Kind::Void => Width::D,
        Kind::Long | Kind::Double => Width::Q,
    }
}

impl Compiler<'_> {
    /// Where a null reference leads from here.
    pub fn null_label(&mut self) -> Label {
        let key = (self.frames[self.frames.len() - 1].node, self.bci());
        if !self.is_handled() {
            if let Some((node, bci, label)) = self.null_stub
                && (node, bci) == key
            {
                return label;
            }
            let label = self.throw_stub(HelperId::throw_null, Vec::new());
            self.null_stub = Some((key.0, key.1, label));
            return label;
        }
        self.throw_stub(HelperId::throw_null, Vec::new())
    }

    /// The instruction that comes next faults if `entry` is null.
    pub fn null_trap(&mut self, entry: Entry) {
        if self.fact(entry).nonnull {
            return;
        }
        let label = self.null_label();
        self.traps.push((self.asm.offset(), label));
        self.learn_nonnull(entry);
    }

    /// From here on in this block the value is not null.
    pub fn learn_nonnull(&mut self, entry: Entry) {
        if let Val::Local(id) = entry.val {
            self.st.var(id).fact.nonnull = true;
        }
        if !entry.is_constant() {
            for other in &mut self.st.top().stack {
                if other.val == entry.val {
                    other.fact.nonnull = true;
                }
            }
        }
    }

    /// Checks a value in a register by reading its header unless it is known not to be null.
    pub fn check_null(&mut self, entry: Entry, r: Gpr) {
        if !self.fact(entry).nonnull {
            self.null_trap(entry);
            self.asm.touch(Mem::Base(r, object::CLASS));
        }
    }

    pub(super) fn emit_arraylength(&mut self) -> Done<Flow> {
        let array = self.pop();
        let ra = self.in_g(array);
        let d = self.alloc_g();
        self.null_trap(array);
        self.asm.load(Width::D, d, Mem::Base(ra, object::LENGTH));
        self.push_g(d, Ty::I);
        Ok(Flow::Next)
    }

    /// Checks array and index; the result addresses the element.
    fn element(&mut self, array: Entry, index: Entry, kind: Kind) -> (Gpr, Mem) {
        let ra = self.in_g(array);
        let scale = kind.bytes().trailing_zeros() as u8;
        let known = self.st.checked.contains(&(array.val, index.val));
        let length = Mem::Base(ra, object::LENGTH);
        if let Rhs::Imm(i) = self.rhs(index) {
            if !known {
                self.null_trap(array);
                self.asm.cmp_mem_i(false, length, i);
                let args = vec![ThrowArg::Int(i), ThrowArg::Length(ra)];
                let stub = self.throw_stub(HelperId::throw_bounds, args);
                // Unsigned: a negative index is above every length.
                self.asm.jcc(Cc::Be, stub);
                self.remember_check(array, index);
            }
            let offset = i64::from(object::ELEMENTS) + (i64::from(i) << scale);
            if let (Ok(offset), true) = (i32::try_from(offset), i >= 0) {
                return (ra, Mem::Base(ra, offset));
            }
        }
        let ri = self.in_g(index);
        if !known && index.as_int().is_none() {
            self.null_trap(array);
            self.asm.alu_m(Alu::Cmp, false, ri, length);
            let args = vec![ThrowArg::G(ri), ThrowArg::Length(ra)];
            let stub = self.throw_stub(HelperId::throw_bounds, args);
            self.asm.jcc(Cc::Ae, stub);
            self.remember_check(array, index);
        }
        (ra, Mem::Index(ra, ri, scale, object::ELEMENTS as i8))
    }

    /// The same array with the same index needs no check again in this block.
    fn remember_check(&mut self, array: Entry, index: Entry) {
        let is_stable = |val: Val| matches!(val, Val::Local(_) | Val::Int(_));
        if is_stable(array.val) && is_stable(index.val) {
            self.st.checked.push((array.val, index.val));
        }
    }

    pub(super) fn emit_array_load(&mut self, kind: Kind) -> Done<Flow> {
        let (index, array) = (self.pop(), self.pop());
        let (_, at) = self.element(array, index, kind);
        if kind == Kind::Ref {
            let d = self.alloc_g();
            self.asm.load(Width::D, d, at);
            self.asm.scale8(d);
            let of = self.fact(array).class.and_then(|c| self.req.class(c).element_class);
            let fact = Fact { class: of, ..Fact::default() };
            self.push(Entry { val: Val::G(d), ty: Ty::A, fact });
        } else {
            self.push_loaded(kind, at);
        }
        Ok(Flow::Next)
    }

    pub(super) fn emit_array_store(&mut self, kind: Kind) -> Done<Flow> {
        let (value, index, array) = (self.pop(), self.pop(), self.pop());
        let (ra, at) = self.element(array, index, kind);
        match kind {
            Kind::Ref => {
                if value.val == Val::Null {
                    self.asm.store_imm(Width::D, at, 0);
                    return Ok(Flow::Next);
                }
                let rv = self.in_g(value);
                self.check_array_store(array, ra, value, rv);
                self.store_ref(at, rv);
                if let Mem::Index(_, ri, _, _) = at {
                    self.unlock_g(ri);
                }
                self.write_barrier(array, ra, value);
            }
            Kind::Byte | Kind::Bool => {
                // The array may be one of booleans, of which only the lowest bit is stored.
                let known = self.fact(array).class.and_then(|c| self.req.class(c).element);
                match (value.as_int(), known) {
                    (Some(v), _) if v & !1 == 0 => self.asm.store_imm(Width::U8, at, v),
                    (_, Some(_)) | (None, _) | (Some(_), None) => {
                        let s = self.in_g(value);
                        self.asm.store(Width::U8, at, s);
                    }
                }
            }
            Kind::Char
            | Kind::Short
            | Kind::Int
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::Void => self.store_plain(kind, at, value),
        }
        Ok(Flow::Next)
    }

    /// Whether instances of `class` are certainly instances of `target`.
    pub fn is_subclass(&self, class: ClassId, target: ClassId) -> bool {
        let mut at = Some(class);
        while let Some(id) = at {
            if id == target {
                return true;
            }
            at = self.req.class(id).super_class;
        }
        self.req.class(target).name == "java/lang/Object"
    }

    fn check_array_store(&mut self, array: Entry, ra: Gpr, value: Entry, rv: Gpr) {
        let (fa, fv) = (self.fact(array), self.fact(value));
        if let (Some(of), true) = (fa.class.and_then(|c| self.req.class(c).element_class), fa.exact)
        {
            if self.req.class(of).name == "java/lang/Object" {
                return;
            }
            if fv.class.is_some_and(|class| self.is_subclass(class, of)) {
                return;
            }
        }
        let (slow, ok) = (self.asm.label(), self.asm.label());
        let (element, class_of_value, t) = (self.alloc_g(), self.alloc_g(), R11);
        if !fv.nonnull {
            self.asm.test(true, rv, rv);
            self.asm.jcc(Cc::E, ok);
        }
        // The element class is among the superclasses of the value's class, or the helper says.
        self.asm.load(Width::D, element, Mem::Base(ra, object::CLASS));
        self.asm.load(Width::D, element, Mem::Base(element, class::COMPONENT));
        self.asm.load(Width::D, t, Mem::Base(element, class::DEPTH));
        self.asm.alu_i(Alu::Cmp, false, t, class::DISPLAY_LEN);
        self.asm.jcc(Cc::Ae, slow);
        // t = &display[depth] - DISPLAY + class
        self.asm.shift_i(crate::asm::Shift::Shl, false, t, 2);
        self.asm.load(Width::D, class_of_value, Mem::Base(rv, object::CLASS));
        self.asm.alu(Alu::Add, true, t, class_of_value);
        self.asm.alu_m(Alu::Cmp, false, element, Mem::Base(t, class::DISPLAY));
        self.asm.jcc(Cc::Ne, slow);
        self.asm.bind(ok);
        let throw = self.throw_stub(HelperId::throw_array_store, vec![ThrowArg::G(rv)]);
        self.unlock_g(element);
        self.unlock_g(class_of_value);
        let saved = self.registers_in_use();
        self.outline(move |c| {
            c.asm.bind(slow);
            c.call_leaf_saving(HelperId::may_store, &[Arg::G(ra), Arg::G(rv)], saved, R11);
            c.asm.test(false, R11, R11);
            c.asm.jcc(Cc::Ne, ok);
            c.asm.jmp(throw);
            Ok(())
        });
    }

    /// Stores a reference in its short form; `rv` survives.
    pub fn store_ref(&mut self, at: Mem, rv: Gpr) {
        self.asm.mov(true, R11, rv);
        self.asm.shift_i(crate::asm::Shift::Shr, true, R11, object::REF_SHIFT as u8);
        self.asm.store(Width::D, at, R11);
    }
}
