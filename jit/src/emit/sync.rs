//! Monitors: the thin lock inline, everything else by the helper.

use crate::asm::{Alu, Cc, Gpr, Mem, R11, RAX, RCX, RDI, RSI, Shift, THREAD, Width};
use crate::compiler::{Compiler, Done, Flow};
use crate::deopt::Snapshot;
use crate::regs::word;
use crate::state::{Entry, Ty, Val, VarId};
use cortado_protocol::body::Resume;
use cortado_protocol::helper::HelperId;
use cortado_protocol::layout::{mark, object, thread};
use cortado_protocol::request::Value;

impl Compiler<'_> {
    pub(super) fn emit_monitorenter(&mut self) -> Done<Flow> {
        self.monitor(true)
    }

    pub(super) fn emit_monitorexit(&mut self) -> Done<Flow> {
        self.monitor(false)
    }

    fn monitor(&mut self, enter: bool) -> Done<Flow> {
        let entry = self.pop();
        let r = self.in_g(entry);
        self.check_null(entry, r);
        let r = self.beside_rax(r);
        let shot = self.snapshot_after();
        let handled = self.is_handled();
        self.monitor_code(r, enter, shot, handled);
        Ok(Flow::Next)
    }

    /// A register other than `rax` with the value; `rax` is free.
    fn beside_rax(&mut self, r: Gpr) -> Gpr {
        let other = if r == RAX {
            let other = self.alloc_g();
            self.asm.mov(true, other, RAX);
            other
        } else {
            r
        };
        self.take_g(RAX);
        other
    }

    /// Enters the monitor of a synchronized method.
    pub fn lock_method(&mut self, is_static: bool) {
        let lock = self.new_word();
        let entry = if is_static {
            Entry::constant(Value::Mirror(self.method().class))
        } else {
            Entry::new(Val::Local(VarId { frame: 0, var: 0 }), Ty::A)
        };
        self.unlock();
        let r = self.in_g(entry);
        self.asm.store(Width::Q, word(lock), r);
        self.frames[0].lock = Some(lock);
        let r = self.beside_rax(r);
        let shot = self.snapshot_execute();
        self.monitor_code(r, true, shot, false);
    }

    /// Unlocks what the synchronized method has locked; the result stays in place.
    pub(super) fn unlock_method(&mut self, ty: Option<Ty>) {
        let lock = self.frames[0].lock.expect("the method is synchronized");
        let kept = self.new_word();
        let is_x = ty.is_some_and(Ty::is_x);
        let (slow, done) = (self.asm.label(), self.asm.label());
        let bci = self.bci();
        let row = self.bare_state(bci, Resume::Execute);
        // Nothing but the result is needed any more.
        self.asm.load(Width::Q, RSI, word(lock));
        if !is_x {
            self.asm.mov(true, RCX, RAX);
        }
        self.own_mark(RAX);
        self.asm.mov_i32(R11, mark::NEUTRAL);
        self.asm.lock_cmpxchg(false, Mem::Base(RSI, object::MARK), R11);
        self.asm.jcc(Cc::Ne, slow);
        self.asm.bind(done);
        if !is_x {
            self.asm.mov(true, RAX, RCX);
        }
        self.outline(move |c| {
            c.asm.bind(slow);
            if is_x {
                c.asm.storex(true, word(kept), 0);
            } else {
                c.asm.store(Width::Q, word(kept), RCX);
            }
            c.asm.mov(true, RDI, THREAD);
            c.asm.call_helper(HelperId::monitor_exit);
            c.site(row, None);
            if is_x {
                c.asm.loadx(true, 0, word(kept));
            } else {
                c.asm.load(Width::Q, RCX, word(kept));
            }
            c.asm.jmp(done);
            Ok(())
        });
    }

    /// `r1 = ` the mark word of an object that this thread has locked once.
    fn own_mark(&mut self, r: Gpr) {
        self.asm.load(Width::D, r, Mem::Base(THREAD, thread::ID));
        self.asm.shift_i(Shift::Shl, false, r, mark::OWNER_SHIFT as u8);
        self.asm.alu_i(Alu::Or, false, r, mark::THIN);
    }

    /// Enters or leaves the monitor of the non-null object in `r`; destroys `rax` and `r11`.
    /// `shot` is the state in the helper, `handled` whether a handler covers it.
    fn monitor_code(&mut self, r: Gpr, enter: bool, shot: Snapshot, handled: bool) {
        let (slow, done) = (self.asm.label(), self.asm.label());
        if enter {
            self.own_mark(R11);
            self.asm.mov_i32(RAX, mark::NEUTRAL);
        } else {
            self.own_mark(RAX);
            self.asm.mov_i32(R11, mark::NEUTRAL);
        }
        self.asm.lock_cmpxchg(false, Mem::Base(r, object::MARK), R11);
        self.asm.jcc(Cc::Ne, slow);
        self.asm.bind(done);
        let helper = if enter { HelperId::monitor_enter } else { HelperId::monitor_exit };
        self.outline(move |c| {
            c.asm.bind(slow);
            c.store_snapshot(&shot, R11);
            c.asm.mov(true, RSI, r);
            c.call_described(helper, &shot, handled);
            c.reload_snapshot(&shot);
            c.asm.jmp(done);
            Ok(())
        });
        self.st.age();
    }
}
