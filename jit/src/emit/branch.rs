//! Branches and returns.

use crate::asm::{Alu, Cc, Mem, RAX, THREAD};
use crate::compiler::{Compiler, Done, Flow};
use crate::frame::signature;
use crate::state::{Entry, Ty, Val};
use crate::tuning;
use cortado_protocol::bytecode::Bci;
use cortado_protocol::bytecode::decode::length_at;
use cortado_protocol::helper::{DeoptReason, HelperId};
use cortado_protocol::layout::thread;
use cortado_protocol::request::Seen;

fn holds(cc: Cc, a: i64, b: i64) -> bool {
    match cc {
        Cc::E => a == b,
        Cc::Ne => a != b,
        Cc::L => a < b,
        Cc::Ge => a >= b,
        Cc::G => a > b,
        Cc::Le => a <= b,
        Cc::O | Cc::No | Cc::B | Cc::Ae | Cc::Be | Cc::A | Cc::S | Cc::Ns | Cc::P | Cc::Np => {
            unreachable!("not a condition of the bytecode")
        }
    }
}

impl Compiler<'_> {
    /// Branches on flags; the current instruction is the branch. Operands have been popped.
    pub fn branch(&mut self, cc: Cc, target: Bci) -> Done<Flow> {
        self.unlock();
        let bci = self.bci();
        let blocks = self.frame().blocks.clone();
        let code = &self.frame().body.code;
        let next =
            bci + length_at(code, Bci(bci)).map_err(|_| crate::bailout::Bailout::Malformed)?;
        let malformed = crate::bailout::Bailout::Malformed;
        let taken = blocks.at(target.0).ok_or(malformed)?;
        let fall = blocks.at(next).ok_or(malformed)?;
        if let (Some(&Seen::Branch { taken: yes, not_taken: no }), true) =
            (self.seen(), self.req.directives.speculation)
        {
            let dead = |a: u32, b: u32| a == 0 && b >= tuning::DEAD_BRANCH_COUNT;
            let (cold, hot, cold_cc) = if dead(yes, no) {
                (Some(taken), fall, cc)
            } else if dead(no, yes) {
                (Some(fall), taken, cc.not())
            } else {
                (None, fall, cc)
            };
            // A loop that is running has not been left yet: that says nothing.
            let leaves = |cold: &usize| blocks.list[*cold].depth < blocks.depth_at(bci);
            if let Some(cold) = cold.filter(|cold| !leaves(cold)) {
                let shot = self.snapshot_block(cold);
                let stub = self.deopt_stub(shot, DeoptReason::Branch);
                self.asm.jcc(cold_cc, stub);
                self.goto_block(hot);
                return Ok(Flow::End);
            }
        }
        let label = self.edge(taken, 0);
        self.asm.jcc(cc, label);
        self.goto_block(fall);
        Ok(Flow::End)
    }

    /// Branches, the outcome being known.
    fn branch_constant(&mut self, outcome: bool, target: Bci) -> Done<Flow> {
        if outcome { self.emit_goto(target) } else { Ok(Flow::Next) }
    }

    pub(super) fn emit_goto(&mut self, target: Bci) -> Done<Flow> {
        self.unlock();
        let block = self.frame().blocks.at(target.0).ok_or(crate::bailout::Bailout::Malformed)?;
        self.goto_block(block);
        Ok(Flow::End)
    }

    pub(super) fn emit_if(&mut self, cc: Cc, target: Bci) -> Done<Flow> {
        let a = self.pop();
        self.compare_and_branch(cc, a, Entry::int(0), false, target)
    }

    pub(super) fn emit_if_icmp(&mut self, cc: Cc, target: Bci) -> Done<Flow> {
        let (b, a) = (self.pop(), self.pop());
        self.compare_and_branch(cc, a, b, false, target)
    }

    pub(super) fn emit_if_acmp(&mut self, cc: Cc, target: Bci) -> Done<Flow> {
        let (b, a) = (self.pop(), self.pop());
        if a.val == b.val && a.is_constant() {
            return self.branch_constant(cc == Cc::E, target);
        }
        let (fa, fb) = (self.fact(a), self.fact(b));
        if (a.val == Val::Null && fb.nonnull) || (b.val == Val::Null && fa.nonnull) {
            return self.branch_constant(cc == Cc::Ne, target);
        }
        let (ra, rb) = (self.in_g(a), self.in_g(b));
        self.asm.alu(Alu::Cmp, true, ra, rb);
        self.branch(cc, target)
    }

    pub(super) fn emit_if_null(&mut self, cc: Cc, target: Bci) -> Done<Flow> {
        let a = self.pop();
        if a.val == Val::Null {
            return self.branch_constant(cc == Cc::E, target);
        }
        if self.fact(a).nonnull {
            return self.branch_constant(cc == Cc::Ne, target);
        }
        let r = self.in_g(a);
        self.asm.test(true, r, r);
        // The side on which it is not null starts with that fact when only this edge leads there.
        let flow = self.branch(cc, target)?;
        let code_next = self.bci() + 3;
        let blocks = self.frame().blocks.clone();
        let side = if cc == Cc::E { blocks.at(code_next) } else { blocks.at(target.0) };
        if let (Some(block), Val::Local(id)) = (side, a.val)
            && let Some(saved) = &mut self.frame().saved[block]
        {
            saved.var(id).fact.nonnull = true;
        }
        Ok(flow)
    }

    fn compare_and_branch(
        &mut self,
        cc: Cc,
        a: Entry,
        b: Entry,
        wide: bool,
        target: Bci,
    ) -> Done<Flow> {
        if let (Some(x), Some(y)) = (a.as_integer(), b.as_integer()) {
            return self.branch_constant(holds(cc, x, y), target);
        }
        let (a, b, cc) = if a.is_constant() { (b, a, cc.swapped()) } else { (a, b, cc) };
        if let (Val::Word(offset), Some(v)) = (a.val, b.as_int()) {
            self.asm.cmp_mem_i(wide, crate::regs::word(offset), v);
            return self.branch(cc, target);
        }
        self.compare(wide, a, b);
        self.branch(cc, target)
    }

    /// Stops at the beginning of a loop when asked to.
    pub fn poll(&mut self) {
        let (slow, back) = (self.asm.label(), self.asm.label());
        self.asm.cmp_mem_i(false, Mem::Base(THREAD, thread::POLL), 0);
        self.asm.jcc(Cc::Ne, slow);
        self.asm.bind(back);
        let handled = self.is_handled();
        let bci = self.bci();
        let index = self.frame().blocks.at(bci).expect("a loop header begins a block");
        let shot = self.snapshot_block(index);
        self.outline(move |c| {
            c.asm.bind(slow);
            c.store_snapshot(&shot, crate::asm::R11);
            c.call_described(HelperId::safepoint_poll, &shot, handled);
            c.reload_snapshot(&shot);
            c.asm.jmp(back);
            Ok(())
        });
    }

    /// Calls a helper from an outline whose snapshot has been stored; its arguments but the thread
    /// are in place.
    pub fn call_described(
        &mut self,
        helper: HelperId,
        shot: &crate::deopt::Snapshot,
        handled: bool,
    ) {
        self.asm.mov(true, crate::asm::RDI, THREAD);
        self.asm.call_helper(helper);
        let stored =
            crate::deopt::Snapshot { stores: Vec::new(), reloads: Vec::new(), state: shot.state };
        self.stop_site(&stored, false);
        self.asm.cmp_mem_i(true, Mem::Base(THREAD, thread::PENDING), 0);
        if handled {
            let ok = self.asm.label();
            self.asm.jcc(Cc::E, ok);
            self.exception_dispatch(shot.state);
            self.asm.bind(ok);
        } else {
            let leave = self.leave_throw;
            self.asm.jcc(Cc::Ne, leave);
        }
    }

    pub(super) fn emit_return_int(&mut self) -> Done<Flow> {
        let (_, kind) = signature(self.method());
        self.narrow_to(kind)?;
        self.emit_return(Some(Ty::I))
    }

    pub(super) fn emit_return(&mut self, ty: Option<Ty>) -> Done<Flow> {
        if self.frames.len() > 1 {
            return self.return_inlined(ty);
        }
        if let Some(ty) = ty {
            let entry = self.pop();
            self.unlock();
            if ty.is_x() {
                self.load_entry_x(0, entry);
            } else {
                self.load_entry(RAX, entry);
            }
        }
        if self.frames[0].lock.is_some() {
            self.unlock_method(ty);
        }
        let epilogue = self.epilogue;
        if !self.frames[0].pending.is_empty() {
            self.asm.jmp(epilogue);
        } else {
            // The epilogue comes next.
        }
        Ok(Flow::End)
    }

    fn return_inlined(&mut self, ty: Option<Ty>) -> Done<Flow> {
        let frame = self.frame();
        let last = frame.pending.is_empty();
        let direct = last && !frame.exit_used;
        let mut result = ty.map(|_| self.pop());
        if let Some(entry) = &mut result {
            entry.fact = self.fact(*entry);
        }
        while !self.st.top().stack.is_empty() {
            self.pop();
        }
        let depth = self.frames.len() as u8 - 1;
        if direct {
            if let Some(entry) = &mut result {
                match entry.val {
                    Val::Local(id) if id.frame == depth => {
                        // The variable goes away; what it holds must not.
                        let (is_x, r) = (id.var & 1 == 1, self.var_reg(id));
                        let pinned = if is_x { self.pinned_x } else { self.pinned_g } >> r & 1 != 0;
                        entry.val = match (is_x, pinned) {
                            (true, false) => Val::X(r),
                            (false, false) => Val::G(r),
                            (true, true) => {
                                let copy = self.alloc_x();
                                self.asm.movx(copy, r);
                                Val::X(copy)
                            }
                            (false, true) => {
                                let copy = self.alloc_g();
                                self.asm.mov(true, copy, r);
                                Val::G(copy)
                            }
                        };
                    }
                    Val::Word(_) if entry.ty.is_x() => entry.val = Val::X(self.in_x(*entry)),
                    Val::Word(_) => entry.val = Val::G(self.in_g(*entry)),
                    _ => {}
                }
            }
            self.frame().result = Some(result);
            return Ok(Flow::End);
        }
        self.unlock();
        self.settle_vars(self.frames.len() - 1, 0);
        if let Some(entry) = result {
            if entry.ty.is_x() {
                self.load_entry_x(0, entry);
            } else {
                self.load_entry(RAX, entry);
            }
        }
        let exit = self.frame().exit;
        self.frame().exit_used = true;
        if !last {
            self.asm.jmp(exit);
        }
        Ok(Flow::End)
    }
}
