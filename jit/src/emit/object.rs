//! Allocation, type checks, exceptions.

use crate::asm::{Alu, Cc, Gpr, Label, Mem, R11, RAX, RCX, RSI, THREAD, Width};
use crate::compiler::{Compiler, Done, Flow};
use crate::deopt::ThrowArg;
use crate::frame::Arg;
use crate::regs::word;
use crate::state::{Entry, Fact, Ty, Val};
use cortado_protocol::body::{Assumption, Resume};
use cortado_protocol::bytecode::{CpIndex, ElementType};
use cortado_protocol::helper::{DeoptReason, HelperId};
use cortado_protocol::layout::{class, object, thread};
use cortado_protocol::reloc::Target;
use cortado_protocol::request::{ClassId, Constant, Kind};

const ACC_FINAL: u16 = 0x10;
const ACC_INTERFACE: u16 = 0x200;
const ACC_ABSTRACT: u16 = 0x400;

impl Compiler<'_> {
    fn class_constant(&self, index: CpIndex) -> Option<ClassId> {
        match self.constant(index.0) {
            Some(Constant::Class(class)) => Some(class),
            Some(Constant::Value(_) | Constant::Field(_) | Constant::Method(_)) | None => None,
        }
    }

    pub(super) fn emit_new(&mut self, index: CpIndex) -> Done<Flow> {
        let Some(id) = self.class_constant(index) else {
            return Ok(self.deoptimize(DeoptReason::Unresolved));
        };
        let facts = self.req.class(id);
        if facts.access & (ACC_ABSTRACT | ACC_INTERFACE) != 0 || facts.instance_bytes == 0 {
            return Ok(self.deoptimize(DeoptReason::Interpreted));
        }
        if !self.is_initialized(id) {
            return Ok(self.deoptimize(DeoptReason::Uninitialized));
        }
        let bytes = facts.instance_bytes.next_multiple_of(8) as i32;
        let inline =
            self.req.directives.inline_allocation && !facts.finalizer && bytes <= object::SMALL_MAX;
        let fact = Fact { class: Some(id), exact: true, nonnull: true, fresh: true };
        if !inline {
            self.call_stopping(HelperId::new_instance, &[Arg::Class(id)], Resume::After);
            self.push(Entry { val: Val::G(RAX), ty: Ty::A, fact });
            return Ok(Flow::Next);
        }
        let (d, t, bit) = (self.alloc_g(), self.alloc_g(), self.bit_register());
        let (slow, done) = (self.asm.label(), self.asm.label());
        self.asm.load(Width::Q, d, Mem::Base(THREAD, thread::BUMP_CURSOR));
        self.asm.lea(true, t, Mem::Base(d, bytes));
        self.bump(id, d, t, bit, slow);
        self.asm.bind(done);
        self.slow_allocation(slow, done, d, HelperId::new_instance, vec![Arg::Class(id)]);
        self.push(Entry { val: Val::G(d), ty: Ty::A, fact });
        Ok(Flow::Next)
    }

    /// Claims the memory from `d` to `t` and makes it an object of the class.
    fn bump(&mut self, id: ClassId, d: Gpr, t: Gpr, bit: Gpr, slow: Label) {
        self.asm.alu_m(Alu::Cmp, true, t, Mem::Base(THREAD, thread::BUMP_LIMIT));
        self.asm.jcc(Cc::A, slow);
        self.asm.store(Width::Q, Mem::Base(THREAD, thread::BUMP_CURSOR), t);
        self.asm.store_reloc32(Mem::Base(d, object::CLASS), Target::Class(id));
        self.set_start_bit(d, t, bit);
    }

    /// The call of the helper when there is no room. Operands of the instruction are popped.
    fn slow_allocation(
        &mut self,
        slow: Label,
        done: Label,
        d: Gpr,
        helper: HelperId,
        args: Vec<Arg>,
    ) {
        let shot = self.snapshot_after();
        let handled = self.is_handled();
        self.outline(move |c| {
            use crate::frame::{Dest, HELPER_ARGS};
            c.asm.bind(slow);
            let scratch = if args.contains(&Arg::G(RAX)) { R11 } else { RAX };
            c.store_snapshot(&shot, scratch);
            let moves: Vec<_> =
                HELPER_ARGS.into_iter().zip(&args).map(|(r, &arg)| (Dest::G(r), arg)).collect();
            c.parallel_move(&moves);
            c.call_described(helper, &shot, handled);
            c.asm.mov(true, d, RAX);
            c.reload_snapshot(&shot);
            c.asm.jmp(done);
            Ok(())
        });
        self.st.age();
    }

    pub(super) fn emit_newarray(&mut self, element: ElementType) -> Done<Flow> {
        let kind = match element {
            ElementType::Boolean => Kind::Bool,
            ElementType::Char => Kind::Char,
            ElementType::Float => Kind::Float,
            ElementType::Double => Kind::Double,
            ElementType::Byte => Kind::Byte,
            ElementType::Short => Kind::Short,
            ElementType::Int => Kind::Int,
            ElementType::Long => Kind::Long,
        };
        match self.req.array_of_kind(kind) {
            Some(array) => self.new_array(array, kind),
            None => Ok(self.deoptimize(DeoptReason::Unresolved)),
        }
    }

    pub(super) fn emit_anewarray(&mut self, index: CpIndex) -> Done<Flow> {
        match self.class_constant(index).and_then(|class| self.req.array_of(class)) {
            Some(array) => self.new_array(array, Kind::Ref),
            None => Ok(self.deoptimize(DeoptReason::Unresolved)),
        }
    }

    fn new_array(&mut self, id: ClassId, kind: Kind) -> Done<Flow> {
        let fact = Fact { class: Some(id), exact: true, nonnull: true, fresh: true };
        let length = self.pop();
        let scale = kind.bytes().trailing_zeros() as u8;
        let max = (object::SMALL_MAX - object::ELEMENTS) >> scale;
        let too_large = length.as_int().is_some_and(|n| n < 0 || n > max);
        if !self.req.directives.inline_allocation || too_large {
            let args = [Arg::Class(id), Arg::E(length)];
            self.call_stopping(HelperId::new_array, &args, Resume::After);
            let fact = Fact { fresh: false, ..fact };
            self.push(Entry { val: Val::G(RAX), ty: Ty::A, fact });
            return Ok(Flow::Next);
        }
        let (slow, done) = (self.asm.label(), self.asm.label());
        let mut length = length;
        if length.val == Val::G(RCX) {
            // The register may be wanted for a shift.
            let copy = self.alloc_g();
            self.asm.mov(false, copy, RCX);
            length.val = Val::G(copy);
            self.unlock_g(RCX);
        }
        let bit = self.bit_register();
        let (d, t, arg);
        if let Some(n) = length.as_int() {
            (d, t) = (self.alloc_g(), self.alloc_g());
            let bytes = (object::ELEMENTS + (n << scale) + 7) & !7;
            arg = Arg::E(length);
            self.asm.load(Width::Q, d, Mem::Base(THREAD, thread::BUMP_CURSOR));
            self.asm.lea(true, t, Mem::Base(d, bytes));
            self.bump(id, d, t, bit, slow);
            self.asm.store_imm(Width::D, Mem::Base(d, object::LENGTH), n);
        } else {
            let n = self.in_g(length);
            (d, t) = (self.alloc_g(), self.alloc_g());
            arg = Arg::G(n);
            self.asm.alu_i(Alu::Cmp, false, n, max);
            self.asm.jcc(Cc::A, slow);
            self.asm.load(Width::Q, d, Mem::Base(THREAD, thread::BUMP_CURSOR));
            self.asm.mov(false, t, n);
            if scale > 0 {
                self.asm.shift_i(crate::asm::Shift::Shl, false, t, scale);
            }
            self.asm.alu_i(Alu::Add, false, t, object::ELEMENTS + 7);
            self.asm.alu_i(Alu::And, false, t, !7);
            self.asm.alu(Alu::Add, true, t, d);
            self.bump(id, d, t, bit, slow);
            self.asm.store(Width::D, Mem::Base(d, object::LENGTH), n);
        }
        self.asm.bind(done);
        self.slow_allocation(slow, done, d, HelperId::new_array, vec![Arg::Class(id), arg]);
        self.push(Entry { val: Val::G(d), ty: Ty::A, fact });
        Ok(Flow::Next)
    }

    pub(super) fn emit_multianewarray(&mut self, index: CpIndex, count: u8) -> Done<Flow> {
        let Some(id) = self.class_constant(index) else {
            return Ok(self.deoptimize(DeoptReason::Unresolved));
        };
        let lengths: Vec<Entry> = (0..count).map(|_| self.pop()).collect();
        // Words go downwards: the first length, popped last, is the lowest.
        let mut lowest = 0;
        for length in lengths {
            lowest = self.new_word();
            self.load_entry(R11, length);
            self.asm.store(Width::Q, word(lowest), R11);
        }
        let args =
            [Arg::Class(id), Arg::E(Entry::int(i32::from(count))), Arg::Address(word(lowest))];
        self.call_stopping(HelperId::new_multi_array, &args, Resume::After);
        let fact = Fact { class: Some(id), exact: true, nonnull: true, fresh: false };
        self.push(Entry { val: Val::G(RAX), ty: Ty::A, fact });
        Ok(Flow::Next)
    }

    /// Whether objects of the class have no other class.
    fn is_exact(&mut self, id: ClassId) -> bool {
        let facts = self.req.class(id);
        if let Some(kind) = facts.element {
            return match facts.element_class {
                Some(element) if kind == Kind::Ref => self.is_final(element),
                _ => kind != Kind::Ref,
            };
        }
        if facts.access & (ACC_INTERFACE | ACC_ABSTRACT) != 0 {
            return false;
        }
        if facts.access & ACC_FINAL != 0 {
            return true;
        }
        if facts.leaf {
            self.assume(Assumption::Leaf(id));
        }
        facts.leaf
    }

    /// Whether it is final by declaration, as elements of arrays must be.
    fn is_final(&self, id: ClassId) -> bool {
        let facts = self.req.class(id);
        match (facts.element, facts.element_class) {
            (None, _) => facts.access & ACC_FINAL != 0,
            (Some(_), Some(element)) => self.is_final(element),
            (Some(kind), None) => kind != Kind::Ref,
        }
    }

    /// Goes on when the non-null object in `r` is an instance of the class, else jumps to `no`.
    /// Destroys `t`.
    fn check_subtype(&mut self, r: Gpr, t: Gpr, id: ClassId, no: Label) {
        if self.is_exact(id) {
            self.asm.cmp_mem_reloc32(Mem::Base(r, object::CLASS), Target::Class(id));
            self.asm.jcc(Cc::Ne, no);
            return;
        }
        let facts = self.req.class(id);
        let depth = facts.depth as i32;
        self.asm.load(Width::D, t, Mem::Base(r, object::CLASS));
        let special = facts.access & ACC_INTERFACE != 0 || facts.element.is_some();
        if !special && depth < class::DISPLAY_LEN {
            let at = Mem::Base(t, class::DISPLAY + 4 * depth);
            self.asm.cmp_mem_reloc32(at, Target::Class(id));
            self.asm.jcc(Cc::Ne, no);
            return;
        }
        let (yes, slow) = (self.asm.label(), self.asm.label());
        if facts.access & ACC_INTERFACE == 0 {
            self.asm.cmp_reloc32(t, Target::Class(id));
            self.asm.jcc(Cc::E, yes);
        }
        self.asm.cmp_mem_reloc32(Mem::Base(t, class::SUBTYPE_CACHE), Target::Class(id));
        self.asm.jcc(Cc::Ne, slow);
        self.asm.bind(yes);
        let saved = self.registers_in_use();
        self.outline(move |c| {
            c.asm.bind(slow);
            let args = [Arg::G(t), Arg::Class(id)];
            c.call_leaf_saving(HelperId::is_subtype, &args, saved, R11);
            c.asm.test(false, R11, R11);
            c.asm.jcc(Cc::Ne, yes);
            c.asm.jmp(no);
            Ok(())
        });
    }

    pub(super) fn emit_checkcast(&mut self, index: CpIndex) -> Done<Flow> {
        let entry = self.peek(0);
        if entry.val == Val::Null {
            return Ok(Flow::Next);
        }
        let Some(id) = self.class_constant(index) else {
            // Null may be cast to a class that is not loaded; anything else resolves it.
            if self.fact(entry).nonnull {
                return Ok(self.deoptimize(DeoptReason::Unresolved));
            }
            let r = self.peek_g(0);
            let shot = self.snapshot_execute();
            let stub = self.deopt_stub(shot, DeoptReason::Unresolved);
            self.asm.test(true, r, r);
            self.asm.jcc(Cc::Ne, stub);
            return Ok(Flow::Next);
        };
        let fact = self.fact(entry);
        if fact.class.is_some_and(|class| self.is_subclass(class, id)) {
            return Ok(Flow::Next);
        }
        let mut entry = self.pop();
        let r = self.in_g(entry);
        let t = self.alloc_g();
        let ok = self.asm.label();
        if !fact.nonnull {
            self.asm.test(true, r, r);
            self.asm.jcc(Cc::E, ok);
        }
        let args = vec![ThrowArg::G(r), ThrowArg::Class(id)];
        let no = self.throw_stub(HelperId::throw_class_cast, args);
        self.check_subtype(r, t, id, no);
        self.asm.bind(ok);
        entry.fact = Fact { class: Some(id), exact: false, ..fact };
        if self.req.class(id).access & ACC_INTERFACE != 0 && fact.class.is_some() {
            entry.fact = fact;
        }
        if let Val::Local(var) = entry.val {
            self.st.var(var).fact = entry.fact;
        } else {
            entry.val = Val::G(r);
        }
        self.push(entry);
        Ok(Flow::Next)
    }

    pub(super) fn emit_instanceof(&mut self, index: CpIndex) -> Done<Flow> {
        let entry = self.peek(0);
        if entry.val == Val::Null {
            self.pop();
            self.push(Entry::int(0));
            return Ok(Flow::Next);
        }
        let Some(id) = self.class_constant(index) else {
            return Ok(self.deoptimize(DeoptReason::Unresolved));
        };
        self.instance_of(id);
        Ok(Flow::Next)
    }

    /// Replaces the object on the stack by whether it is an instance of the class.
    pub fn instance_of(&mut self, id: ClassId) {
        let entry = self.pop();
        let fact = self.fact(entry);
        if entry.val == Val::Null {
            self.push(Entry::int(0));
            return;
        }
        if fact.nonnull && fact.class.is_some_and(|class| self.is_subclass(class, id)) {
            self.push(Entry::int(1));
            return;
        }
        let r = self.in_g(entry);
        let (d, t) = (self.alloc_g(), self.alloc_g());
        let no = self.asm.label();
        self.asm.mov_i32(d, 0);
        if !fact.nonnull {
            self.asm.test(true, r, r);
            self.asm.jcc(Cc::E, no);
        }
        self.check_subtype(r, t, id, no);
        self.asm.mov_i32(d, 1);
        self.asm.bind(no);
        self.push_g(d, Ty::I);
    }

    pub(super) fn emit_athrow(&mut self) -> Done<Flow> {
        let entry = self.pop();
        let r = self.in_g(entry);
        let stub = self.throw_stub(HelperId::throw_object, vec![ThrowArg::G(r)]);
        self.asm.jmp(stub);
        Ok(Flow::End)
    }

    /// The end of `Object.<init>`, called by the current instruction: objects with finalizers are
    /// registered.
    pub fn register_finalizer(&mut self, receiver: Entry) {
        let fact = self.fact(receiver);
        if let Some(class) = fact.class {
            let facts = self.req.class(class);
            let harmless = !facts.finalizer && (fact.exact || facts.leaf);
            if harmless {
                if !fact.exact && facts.access & ACC_FINAL == 0 {
                    self.assume(Assumption::Leaf(class));
                }
                return;
            }
        }
        let r = self.in_g(receiver);
        let t = self.alloc_g();
        let (slow, done) = (self.asm.label(), self.asm.label());
        self.asm.load(Width::D, t, Mem::Base(r, object::CLASS));
        self.asm.test_mem_i(Mem::Base(t, class::FLAGS), class::FLAG_FINALIZER);
        self.asm.jcc(Cc::Ne, slow);
        self.asm.bind(done);
        let shot = self.snapshot_after();
        let handled = self.is_handled();
        self.outline(move |c| {
            c.asm.bind(slow);
            c.store_snapshot(&shot, R11);
            c.asm.mov(true, RSI, r);
            c.call_described(HelperId::register_finalizer, &shot, handled);
            c.reload_snapshot(&shot);
            c.asm.jmp(done);
            Ok(())
        });
    }
}
