//! Frame descriptions, and the code that stores what they name and leaves the frame.

use crate::asm::{Alu, Cc, Gpr, Label, Mem, R10, R11, RAX, RDI, RDX, RSI, THREAD, Width, Xmm};
use crate::blocks::Vars;
use crate::compiler::{Compiler, Done};
use crate::frame::{Arg, Dest};
use crate::regs::{is_preserved, word};
use crate::state::{Entry, Ty, Val, VarId};
use cortado_protocol::body::{Place, Resume, Site, State, VirtualFrame};
use cortado_protocol::helper::{DeoptReason, HelperId};
use cortado_protocol::layout::thread;

/// A register or constant that a frame description wants in memory.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Source {
    /// General register.
    G(Gpr),
    /// Xmm register.
    X(Xmm),
    /// Constant object.
    Entry(Entry),
}

/// A frame description, and what to store before it is true.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Stores.
    pub stores: Vec<(Source, i32)>,
    /// Registers to load again when the main code goes on.
    pub reloads: Vec<(Source, i32)>,
    /// Row of the body's states.
    pub state: u32,
}

/// How much of the innermost frame is described.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Depth {
    /// Nobody looks at locals and operands.
    Trace,
    /// A handler may look at locals.
    Locals,
    /// The frame may go on.
    Full,
}

impl Compiler<'_> {
    /// Before the current instruction.
    pub fn snapshot_execute(&mut self) -> Snapshot {
        let bci = self.bci();
        let live = self.frames[self.frames.len() - 1].blocks.live_before(bci);
        self.snapshot(bci, Resume::Execute, live, Depth::Full)
    }

    /// At the beginning of the block.
    pub fn snapshot_block(&mut self, index: usize) -> Snapshot {
        let block = &self.frame().blocks.list[index];
        let (bci, live) = (block.start, block.live_in);
        self.snapshot(bci, Resume::Execute, live, Depth::Full)
    }

    /// After the current instruction, operands popped and result not pushed.
    pub fn snapshot_after(&mut self) -> Snapshot {
        let (bci, live) = (self.bci(), self.live_after_call());
        self.snapshot(bci, Resume::After, live, Depth::Full)
    }

    /// At an instruction that throws.
    pub fn snapshot_throw(&mut self) -> Snapshot {
        let bci = self.bci();
        let frame = &self.frames[self.frames.len() - 1];
        let live = frame.blocks.list[frame.blocks.containing(bci)].live_handlers;
        let depth = if self.is_handled() { Depth::Locals } else { Depth::Trace };
        self.snapshot(bci, Resume::Execute, live, depth)
    }

    /// Whether a handler in one of the frames covers the current instruction; they will be compiled.
    pub fn is_handled(&mut self) -> bool {
        let mut handled = false;
        for frame in &mut self.frames {
            let block = frame.blocks.containing(frame.bci);
            for &handler in &frame.blocks.list[block].handlers {
                handled = true;
                if !frame.done[handler] {
                    frame.pending.insert(handler);
                }
            }
        }
        handled
    }

    /// A row that says where the code is and nothing of its values.
    pub fn bare_state(&mut self, bci: u32, resume: Resume) -> u32 {
        self.snapshot(bci, resume, 0, Depth::Trace).state
    }

    fn snapshot(&mut self, bci: u32, resume: Resume, live_top: Vars, depth: Depth) -> Snapshot {
        let mut shot = Snapshot { stores: Vec::new(), reloads: Vec::new(), state: 0 };
        let mut frames = Vec::with_capacity(self.frames.len());
        for f in 0..self.frames.len() {
            let is_top = f + 1 == self.frames.len();
            let live = if is_top { live_top } else { self.live(f) };
            let slots = self.frames[f].homes.len();
            let locals = (0..slots)
                .map(|slot| match depth {
                    Depth::Trace => Place::Dead,
                    Depth::Locals | Depth::Full => self.local_place(f, slot, live, &mut shot),
                })
                .collect();
            let mut stack = Vec::new();
            for i in 0..self.st.frames[f].stack.len() {
                let entry = self.st.frames[f].stack[i];
                let wanted = depth == Depth::Full || (depth == Depth::Locals && !is_top);
                let place = if wanted {
                    let offset = self.stack_word(f, i);
                    self.place(entry, offset, &mut shot)
                } else {
                    Place::Dead
                };
                stack.push(place);
                if entry.ty.slots() == 2 {
                    stack.push(Place::Dead);
                }
            }
            let frame = &self.frames[f];
            frames.push(VirtualFrame {
                node: frame.node,
                bci: if is_top { bci } else { frame.bci } as u16,
                resume: if is_top { resume } else { Resume::After },
                locals,
                stack,
                lock: frame.lock.map_or(Place::Dead, Place::Frame),
            });
        }
        self.reloads(&mut shot);
        let state = State { frames };
        shot.state = match self.state_rows.get(&state) {
            Some(&row) => row,
            None => {
                let row = self.states.len() as u32;
                self.state_rows.insert(state.clone(), row);
                self.states.push(state);
                row
            }
        };
        shot
    }

    fn local_place(&mut self, f: usize, slot: usize, live: Vars, shot: &mut Snapshot) -> Place {
        for v in [slot * 2, slot * 2 + 1] {
            if live >> v & 1 == 0 {
                continue;
            }
            let id = VarId { frame: f as u8, var: v as u8 };
            let var = *self.st.var(id);
            let home = self.home(id);
            if let Some(bound) = var.bound {
                return self.place(bound, home, shot);
            }
            if var.reg.is_some() || var.in_home {
                return self.place(Entry::new(Val::Local(id), Ty::A), home, shot);
            }
        }
        Place::Dead
    }

    /// Where the value will be; `offset` is a word for it when it is nowhere in memory.
    fn place(&mut self, entry: Entry, offset: i32, shot: &mut Snapshot) -> Place {
        if let Some(word) = entry.word() {
            return Place::Constant(word);
        }
        let (source, offset) = match entry.val {
            Val::G(r) => (Source::G(r), offset),
            Val::X(r) => (Source::X(r), offset),
            Val::Word(at) => return Place::Frame(at),
            Val::Local(id) => {
                let var = *self.st.var(id);
                let home = self.home(id);
                match var.reg {
                    Some(r) if !var.in_home && id.var & 1 == 1 => (Source::X(r), home),
                    Some(r) if !var.in_home => (Source::G(r), home),
                    _ => return Place::Frame(home),
                }
            }
            Val::Object(_)
            | Val::Mirror(_)
            | Val::Int(_)
            | Val::Long(_)
            | Val::Float(_)
            | Val::Double(_)
            | Val::Null => (Source::Entry(entry), offset),
        };
        if !shot.stores.contains(&(source, offset)) {
            shot.stores.push((source, offset));
        }
        Place::Frame(offset)
    }

    /// Registers that a call destroys, with the words that hold their values after the stores.
    fn reloads(&mut self, shot: &mut Snapshot) {
        for f in 0..self.frames.len() {
            let vars = self.st.frames[f].vars.len();
            for v in 0..vars {
                let id = VarId { frame: f as u8, var: v as u8 };
                let var = *self.st.var(id);
                let Some(r) = var.reg else { continue };
                let home = self.home(id);
                let source = if v & 1 == 1 { Source::X(r) } else { Source::G(r) };
                let stored = var.in_home || shot.stores.contains(&(source, home));
                if stored && (v & 1 == 1 || !is_preserved(r)) {
                    shot.reloads.push((source, home));
                }
            }
            for i in 0..self.st.frames[f].stack.len() {
                let source = match self.st.frames[f].stack[i].val {
                    Val::G(r) => Source::G(r),
                    Val::X(r) => Source::X(r),
                    _ => continue,
                };
                let offset = self.stack_word(f, i);
                if shot.stores.contains(&(source, offset)) {
                    shot.reloads.push((source, offset));
                }
            }
        }
    }

    /// Makes the description true. Constant objects go through `scratch`.
    pub fn store_snapshot(&mut self, shot: &Snapshot, scratch: Gpr) {
        for &(source, offset) in &shot.stores {
            match source {
                Source::G(r) => self.asm.store(Width::Q, word(offset), r),
                Source::X(r) => self.asm.storex(true, word(offset), r),
                Source::Entry(_) => {}
            }
        }
        for &(source, offset) in &shot.stores {
            if let Source::Entry(entry) = source {
                self.load_entry(scratch, entry);
                self.asm.store(Width::Q, word(offset), scratch);
            }
        }
    }

    /// Loads registers again that a call has destroyed.
    pub fn reload_snapshot(&mut self, shot: &Snapshot) {
        for &(source, offset) in &shot.reloads {
            match source {
                Source::G(r) => self.asm.load(Width::Q, r, word(offset)),
                Source::X(r) => self.asm.loadx(true, r, word(offset)),
                Source::Entry(_) => {}
            }
        }
    }

    /// Records that a call ends here.
    pub fn site(&mut self, state: u32, deopt: Option<Label>) -> u32 {
        let ret = self.asm.offset();
        self.sites.push((Site { ret, deopt: None, state }, deopt));
        self.sites.len() as u32 - 1
    }

    /// Records a call at which the thread may stop, with its deoptimisation entry.
    /// `result_is_x` says whether the call's result is in xmm0.
    pub fn stop_site(&mut self, shot: &Snapshot, result_is_x: bool) {
        let label = self.asm.label();
        let site = self.site(shot.state, Some(label));
        let shot = shot.clone();
        self.outline(move |c| {
            c.asm.bind(label);
            if result_is_x {
                c.asm.storex(true, Mem::Base(THREAD, thread::RESULT), 0);
            } else {
                c.asm.store(Width::Q, Mem::Base(THREAD, thread::RESULT), RAX);
            }
            c.store_snapshot(&shot, RAX);
            c.asm.mov(true, RDI, THREAD);
            c.asm.mov_i32(RSI, site as i32);
            c.asm.call_helper(HelperId::deoptimize_return);
            let leave = c.leave_deopt;
            c.asm.jmp(leave);
            Ok(())
        });
    }

    /// Stores, calls the helper with a constant, leaves.
    pub fn deopt_code(&mut self, shot: &Snapshot, reason: DeoptReason) {
        self.store_snapshot(shot, RAX);
        self.asm.mov(true, RDI, THREAD);
        self.asm.mov_i32(RSI, reason as i32);
        self.asm.call_helper(HelperId::deoptimize);
        self.site(shot.state, None);
        let leave = self.leave_deopt;
        self.asm.jmp(leave);
    }

    /// Code for a pending exception at a site: to its handler or out of the frame.
    pub fn exception_code(&mut self, shot: &Snapshot, handled: bool) {
        if !handled {
            let leave = self.leave_throw;
            self.asm.jmp(leave);
            return;
        }
        self.store_snapshot(shot, RAX);
        self.exception_dispatch(shot.state);
    }

    /// As [`Self::exception_code`] when the description is true already.
    pub fn exception_dispatch(&mut self, state: u32) {
        self.asm.mov(true, RDI, THREAD);
        self.asm.call_helper(HelperId::exception_target);
        let shot = Snapshot { stores: Vec::new(), reloads: Vec::new(), state };
        self.stop_site(&shot, false);
        let dispatch = self.dispatch;
        self.asm.jmp(dispatch);
    }

    /// Looks for an exception after a call.
    pub fn check_pending(&mut self, shot: &Snapshot) {
        let handled = self.is_handled();
        self.asm.cmp_mem_i(true, Mem::Base(THREAD, thread::PENDING), 0);
        if !handled {
            let leave = self.leave_throw;
            self.asm.jcc(Cc::Ne, leave);
            return;
        }
        let label = self.asm.label();
        self.asm.jcc(Cc::Ne, label);
        let shot = shot.clone();
        self.outline(move |c| {
            c.asm.bind(label);
            c.exception_code(&shot, true);
            Ok(())
        });
    }

    /// Code that throws by a helper; registers are as they are now when it is entered. `args` are
    /// loaded into the helper's argument registers.
    pub fn throw_stub(&mut self, helper: HelperId, args: Vec<ThrowArg>) -> Label {
        let handled = self.is_handled();
        let shot = self.snapshot_throw();
        let label = self.asm.label();
        self.outline(move |c| {
            c.asm.bind(label);
            let used = |r: Gpr| {
                args.iter().any(|&arg| arg == ThrowArg::G(r) || arg == ThrowArg::Length(r))
            };
            let scratch = if !used(RAX) {
                RAX
            } else if used(R11) {
                R10
            } else {
                R11
            };
            c.store_snapshot(&shot, scratch);
            c.throw_args(&args);
            c.asm.mov(true, RDI, THREAD);
            c.asm.call_helper(helper);
            c.site(shot.state, None);
            if handled {
                c.exception_dispatch(shot.state);
            } else {
                let leave = c.leave_throw;
                c.asm.jmp(leave);
            }
            Ok(())
        });
        label
    }

    fn throw_args(&mut self, args: &[ThrowArg]) {
        // A length is read before anything moves.
        for &arg in args {
            if let ThrowArg::Length(array) = arg {
                let at = Mem::Base(array, cortado_protocol::layout::object::LENGTH);
                self.asm.load(Width::D, R11, at);
            }
        }
        let moves: Vec<(Dest, Arg)> = args
            .iter()
            .zip([RSI, RDX])
            .map(|(&arg, r)| {
                let arg = match arg {
                    ThrowArg::G(s) => Arg::G(s),
                    ThrowArg::Int(v) => Arg::E(Entry::int(v)),
                    ThrowArg::Length(_) => Arg::G(R11),
                    ThrowArg::Class(class) => Arg::Class(class),
                };
                (Dest::G(r), arg)
            })
            .collect();
        self.parallel_move(&moves);
    }

    /// The shared ends of exception paths.
    pub fn emit_dispatch(&mut self) -> Done {
        let (dispatch, leave_throw, leave_deopt) =
            (self.dispatch, self.leave_throw, self.leave_deopt);
        self.asm.bind(dispatch);
        let (none, done) = (self.asm.label(), self.asm.label());
        self.asm.alu_i(Alu::Cmp, true, RAX, 1);
        self.asm.jcc(Cc::B, none);
        self.asm.jcc(Cc::E, done);
        self.asm.jmp_reg(RAX);
        self.asm.bind(done);
        self.asm.load(Width::Q, RAX, Mem::Base(THREAD, thread::RESULT));
        self.asm.jmp(leave_deopt);
        self.asm.bind(none);
        self.asm.jmp(leave_throw);
        Ok(())
    }
}

/// Argument of a throwing helper.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum ThrowArg {
    /// A register.
    G(Gpr),
    /// A number.
    Int(i32),
    /// Length of the array in a register that is no argument register before it.
    Length(Gpr),
    /// A class's handle.
    Class(cortado_protocol::request::ClassId),
}
