//! Calls.

use crate::asm::{Cc, Label, Mem, R10, RAX, RSI, Width};
use crate::bailout::Bailout;
use crate::compiler::{Compiler, Done, Flow};
use crate::frame::{Arg, signature};
use crate::state::{Entry, Fact, Ty, Val};
use crate::tuning;
use cortado_protocol::body::{Assumption, Resume};
use cortado_protocol::bytecode::CpIndex;
use cortado_protocol::helper::{DeoptReason, HelperId};
use cortado_protocol::layout::{class, method, object};
use cortado_protocol::reloc::Target;
use cortado_protocol::request::{
    CallSite, ClassId, Constant, Kind, MethodFacts, MethodId, Seen, Value,
};

const ACC_PRIVATE: u16 = 0x2;
const ACC_STATIC: u16 = 0x8;
const ACC_FINAL: u16 = 0x10;
const ACC_SYNCHRONIZED: u16 = 0x20;
const ACC_INTERFACE: u16 = 0x200;
const ACC_VARARGS: u16 = 0x80;
const ACC_NATIVE: u16 = 0x100;
const ACC_ABSTRACT: u16 = 0x400;

/// What the compiler asks of a method's flags.
pub trait MethodFlags {
    /// ACC_STATIC.
    fn is_static(&self) -> bool;
    /// ACC_SYNCHRONIZED.
    fn is_synchronized(&self) -> bool;
    /// ACC_ABSTRACT.
    fn is_abstract(&self) -> bool;
    /// ACC_NATIVE.
    fn is_native(&self) -> bool;
}

impl MethodFlags for MethodFacts {
    fn is_static(&self) -> bool {
        self.access & ACC_STATIC != 0
    }

    fn is_synchronized(&self) -> bool {
        self.access & ACC_SYNCHRONIZED != 0
    }

    fn is_abstract(&self) -> bool {
        self.access & ACC_ABSTRACT != 0
    }

    fn is_native(&self) -> bool {
        self.access & ACC_NATIVE != 0
    }
}

/// How the called method is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Callee {
    Direct(MethodId),
    Vtable(u32),
    /// Its handle is in `rax`.
    Selected,
}

impl Compiler<'_> {
    fn method_constant(&self, index: CpIndex) -> Option<MethodId> {
        match self.constant(index.0) {
            Some(Constant::Method(id)) => Some(id),
            Some(Constant::Value(_) | Constant::Class(_) | Constant::Field(_)) | None => None,
        }
    }

    fn call_site(&self) -> Option<CallSite> {
        let frame = self.frames.last()?;
        self.req.call_site(frame.method, frame.body, frame.bci as u16)
    }

    pub(super) fn emit_invokestatic(&mut self, index: CpIndex) -> Done<Flow> {
        if let Some(site) = self.call_site() {
            return self.invoke_linked(site);
        }
        let Some(id) = self.method_constant(index) else {
            return Ok(self.deoptimize(DeoptReason::Unresolved));
        };
        let class = self.req.method(id).class;
        if !self.is_initialized(class) {
            return Ok(self.deoptimize(DeoptReason::Uninitialized));
        }
        self.invoke_direct(id)
    }

    pub(super) fn emit_invokedynamic(&mut self) -> Done<Flow> {
        match self.call_site() {
            Some(site) => self.invoke_linked(site),
            None => Ok(self.deoptimize(DeoptReason::Unresolved)),
        }
    }

    /// Calls the adapter that the class library has spun.
    fn invoke_linked(&mut self, site: CallSite) -> Done<Flow> {
        if let Some(appendix) = site.appendix {
            let entry = self.constant_entry(Value::Object(appendix));
            self.push(entry);
        }
        self.invoke_direct(site.adapter)
    }

    pub(super) fn emit_invokespecial(&mut self, index: CpIndex) -> Done<Flow> {
        let Some(id) = self.method_constant(index) else {
            return Ok(self.deoptimize(DeoptReason::Unresolved));
        };
        if self.req.method(id).is_abstract() {
            return Ok(self.deoptimize(DeoptReason::Interpreted));
        }
        self.invoke_direct(id)
    }

    pub(super) fn emit_invokevirtual(&mut self, index: CpIndex) -> Done<Flow> {
        if let Some(site) = self.call_site() {
            return self.invoke_linked(site);
        }
        let Some(id) = self.method_constant(index) else {
            return Ok(self.deoptimize(DeoptReason::Unresolved));
        };
        if self.is_unlinked(id) {
            return Ok(self.deoptimize(DeoptReason::Unresolved));
        }
        self.invoke_virtual(id)
    }

    /// Whether it is a signature-polymorphic method whose call has not been linked: its descriptor
    /// is not that of the call.
    fn is_unlinked(&self, id: MethodId) -> bool {
        let facts = self.req.method(id);
        let polymorphic = ACC_NATIVE | ACC_VARARGS;
        let class = &self.req.class(facts.class).name;
        facts.access & polymorphic == polymorphic
            && facts.desc.starts_with("([Ljava/lang/Object;)")
            && (class == "java/lang/invoke/MethodHandle" || class == "java/lang/invoke/VarHandle")
    }

    fn invoke_virtual(&mut self, id: MethodId) -> Done<Flow> {
        let facts = self.req.method(id);
        let of_final = self.req.class(facts.class).access & ACC_FINAL != 0;
        if self.is_interface(facts.class) && facts.access & ACC_PRIVATE == 0 {
            // An abstract class inherits it and does not say so.
            return self.invoke_open_interface(id);
        }
        let Some(vtable_index) = facts.vtable_index else { return self.invoke_direct(id) };
        if facts.access & (ACC_PRIVATE | ACC_FINAL) != 0 || of_final {
            return self.invoke_direct(id);
        }
        if !facts.overridden && !facts.is_abstract() {
            self.assume(Assumption::NotOverridden(id));
            return self.invoke_direct(id);
        }
        if let Some(selected) = self.select_exact(id) {
            return self.invoke_direct(selected);
        }
        if let Some((class, selected)) = self.monomorphic(id) {
            self.guard_receiver(id, class);
            return self.invoke_direct(selected);
        }
        let (params, ret) = signature(facts);
        let args = self.pop_args(params.len());
        self.call(&params, ret, &args, Callee::Vtable(vtable_index))
    }

    /// The method that a receiver of exactly known class selects.
    fn select_exact(&mut self, id: MethodId) -> Option<MethodId> {
        let (params, _) = signature(self.req.method(id));
        let receiver = self.peek(params.len() - 1);
        let fact = self.fact(receiver);
        let class = fact.class.filter(|_| fact.exact)?;
        match self.seen() {
            Some(Seen::Receivers { classes, .. }) => {
                let selected = classes.iter().find(|row| row.0 == class).and_then(|row| row.2)?;
                self.req.selects(id, class, selected);
                Some(selected)
            }
            Some(Seen::Branch { .. }) | None => None,
        }
    }

    /// The only receiver class that was ever seen, with the method that it selects.
    fn monomorphic(&self, id: MethodId) -> Option<(ClassId, MethodId)> {
        match self.seen() {
            Some(Seen::Receivers { classes, others: 0 }) if self.req.directives.speculation => {
                match classes[..] {
                    [(class, count, Some(selected))] if count >= tuning::RECEIVER_COUNT => {
                        if self.req.method(selected).is_abstract() {
                            return None;
                        }
                        self.req.selects(id, class, selected);
                        Some((class, selected))
                    }
                    _ => None,
                }
            }
            Some(Seen::Receivers { .. } | Seen::Branch { .. }) | None => None,
        }
    }

    /// Leaves compiled code unless the receiver is of the class.
    fn guard_receiver(&mut self, id: MethodId, class: ClassId) {
        let (params, _) = signature(self.req.method(id));
        let depth = params.len() - 1;
        let receiver = self.peek(depth);
        let fact = self.fact(receiver);
        if fact.exact && fact.class == Some(class) {
            return;
        }
        let r = self.peek_g(depth);
        let receiver = self.peek(depth);
        let shot = self.snapshot_execute();
        let stub = self.deopt_stub(shot, DeoptReason::Receiver);
        self.null_trap(receiver);
        self.asm.cmp_mem_reloc32(Mem::Base(r, object::CLASS), Target::Class(class));
        self.asm.jcc(Cc::Ne, stub);
        let known = Fact { class: Some(class), exact: true, nonnull: true, fresh: fact.fresh };
        if let Val::Local(var) = receiver.val {
            self.st.var(var).fact = known;
        }
        let stack = &mut self.st.top().stack;
        let at = stack.len() - 1 - depth;
        stack[at].fact = known;
    }

    pub(super) fn emit_invokeinterface(&mut self, index: CpIndex) -> Done<Flow> {
        let Some(id) = self.method_constant(index) else {
            return Ok(self.deoptimize(DeoptReason::Unresolved));
        };
        let facts = self.req.method(id);
        let of_interface = self.req.class(facts.class).access & ACC_INTERFACE != 0;
        if !of_interface {
            return self.invoke_virtual(id);
        }
        if facts.access & ACC_PRIVATE != 0 {
            return self.invoke_direct(id);
        }
        self.invoke_open_interface(id)
    }

    /// Calls a method of an interface that the receiver selects.
    fn invoke_open_interface(&mut self, id: MethodId) -> Done<Flow> {
        if let Some(selected) = self.select_exact(id) {
            return self.invoke_direct(selected);
        }
        if let Some((class, selected)) = self.monomorphic(id) {
            self.guard_receiver(id, class);
            return self.invoke_direct(selected);
        }
        self.invoke_interface(id)
    }

    /// Compares with the classes that were seen, then asks the VM.
    fn invoke_interface(&mut self, id: MethodId) -> Done<Flow> {
        let (params, ret) = signature(self.req.method(id));
        let depth = params.len() - 1;
        let receiver = self.peek(depth);
        let r = self.in_g(receiver);
        self.check_null(receiver, r);
        self.flush_stack();
        let bci = self.bci();
        let live = self.frame().blocks.live_before(bci);
        self.save_vars(false, live);
        let t = R10;
        self.asm.load(Width::D, t, Mem::Base(r, object::CLASS));
        self.clobber();
        let ready = self.asm.label();
        let mut found: Vec<(Label, MethodId)> = Vec::new();
        if let Some(Seen::Receivers { classes, .. }) = self.seen() {
            for &(class, _, selected) in classes.iter().take(4) {
                if let Some(selected) = selected {
                    let label = self.asm.label();
                    self.asm.cmp_reloc32(t, Target::Class(class));
                    self.asm.jcc(Cc::E, label);
                    self.req.selects(id, class, selected);
                    found.push((label, selected));
                }
            }
        }
        self.outline(move |c| {
            for &(label, selected) in &found {
                c.asm.bind(label);
                c.asm.mov_reloc32(RAX, Target::Method(selected));
                c.asm.jmp(ready);
            }
            Ok(())
        });
        let receiver = self.peek(depth);
        let args = [Arg::E(receiver), Arg::Method(id)];
        self.call_stopping(HelperId::select_interface, &args, Resume::Execute);
        self.asm.bind(ready);
        self.lock_g(RAX);
        let args = self.pop_args(params.len());
        self.call(&params, ret, &args, Callee::Selected)
    }

    fn pop_args(&mut self, count: usize) -> Vec<Entry> {
        let mut args: Vec<Entry> = (0..count).map(|_| self.pop()).collect();
        args.reverse();
        args
    }

    /// Calls a method that is known, or does what it does.
    fn invoke_direct(&mut self, id: MethodId) -> Done<Flow> {
        let facts = self.req.method(id);
        let (params, ret) = signature(facts);
        if !facts.is_static() {
            let receiver = self.peek(params.len() - 1);
            if !self.fact(receiver).nonnull {
                let r = self.peek_g(params.len() - 1);
                let receiver = self.peek(params.len() - 1);
                self.check_null(receiver, r);
            }
        }
        let is_object_init =
            facts.name == "<init>" && self.req.class(facts.class).name == "java/lang/Object";
        if facts.empty || is_object_init {
            let args = self.pop_args(params.len());
            if is_object_init {
                self.register_finalizer(args[0]);
            }
            return Ok(Flow::Next);
        }
        if let Some(flow) = self.intrinsic(id)? {
            return Ok(flow);
        }
        if let Some(blocks) = self.inline_decision(id) {
            return self.inline_call(id, blocks, &params, ret);
        }
        let args = self.pop_args(params.len());
        self.call(&params, ret, &args, Callee::Direct(id))
    }

    /// The call itself.
    fn call(&mut self, params: &[Kind], ret: Kind, args: &[Entry], callee: Callee) -> Done<Flow> {
        self.flush_stack();
        let live = self.live_after_call();
        self.save_vars(false, live);
        self.place_args(params, args);
        self.clobber();
        match callee {
            Callee::Direct(id) => {
                self.asm.mov_reloc32(RAX, Target::Method(id));
                self.asm.call_word(Target::MethodCode(id));
            }
            Callee::Vtable(index) => {
                let offset = i32::try_from(index * 4).map_err(|_| Bailout::TooLarge)?;
                self.null_trap(args[0]);
                self.asm.load(Width::D, R10, Mem::Base(RSI, object::CLASS));
                self.asm.load(Width::D, R10, Mem::Base(R10, class::VTABLE));
                self.asm.load(Width::D, RAX, Mem::Base(R10, offset));
                self.asm.call_mem(Mem::Base(RAX, method::CODE));
            }
            Callee::Selected => self.asm.call_mem(Mem::Base(RAX, method::CODE)),
        }
        let shot = self.snapshot_after();
        self.stop_site(&shot, ret.is_float());
        self.check_pending(&shot);
        self.push_result(ret);
        Ok(Flow::Next)
    }

    fn push_result(&mut self, ret: Kind) {
        match ret {
            Kind::Void => {}
            Kind::Float | Kind::Double => self.push_x(0, Ty::of(ret)),
            Kind::Long | Kind::Ref => self.push_g(RAX, Ty::of(ret)),
            Kind::Bool | Kind::Byte | Kind::Char | Kind::Short | Kind::Int => {
                // The upper half of the register is undefined.
                self.asm.mov(false, RAX, RAX);
                self.push_g(RAX, Ty::I);
            }
        }
    }
}
