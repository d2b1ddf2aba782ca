//! Monitors: the thin lock inline, everything else by the helper.

use crate::asm::{Alu, Cc, Gpr, Mem, R11, RAX, RSI, Shift, THREAD, Width};
use crate::compiler::{Compiler, Done, Flow};
use cortado_protocol::helper::HelperId;
use cortado_protocol::layout::{mark, object, thread};

impl Compiler<'_> {
    pub(super) fn emit_monitorenter(&mut self) -> Done<Flow> {
        self.monitor(true)
    }

    pub(super) fn emit_monitorexit(&mut self) -> Done<Flow> {
        self.monitor(false)
    }

    fn monitor(&mut self, enter: bool) -> Done<Flow> {
        let entry = self.pop();
        let mut r = self.in_g(entry);
        self.check_null(entry, r);
        if r == RAX {
            r = self.alloc_g();
            self.asm.mov(true, r, RAX);
        }
        self.take_g(RAX);
        self.monitor_code(r, enter);
        Ok(Flow::Next)
    }

    /// `r1 = ` the mark word of an object that this thread has locked once.
    fn own_mark(&mut self, r: Gpr) {
        self.asm.load(Width::D, r, Mem::Base(THREAD, thread::ID));
        self.asm.shift_i(Shift::Shl, false, r, mark::OWNER_SHIFT as u8);
        self.asm.alu_i(Alu::Or, false, r, mark::THIN);
    }

    /// Enters or leaves the monitor of the non-null object in `r`; destroys `rax` and `r11`.
    fn monitor_code(&mut self, r: Gpr, enter: bool) {
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
        let shot = self.snapshot_after();
        let handled = self.is_handled();
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
