//! The frame: entries, prologue, moves of arguments, epilogue.

use crate::asm::{
    Alu, Cc, Gpr, Label, Mem, R10, R11, RAX, RBP, RDI, RSI, RSP, SCRATCH_X, THREAD, Width, Xmm,
};
use crate::bailout::Bailout;
use crate::compiler::{Compiler, Done, Pins};
use crate::emit::MethodFlags;
use crate::regs::{PRESERVED, is_preserved, word};
use crate::state::{Entry, Ty, Val, VarId};
use crate::tuning;
use cortado_protocol::abi::{ArgPlace, ArgPlaces, INT_ARGS};
use cortado_protocol::body::{Place, Resume, State, VirtualFrame};
use cortado_protocol::helper::HelperId;
use cortado_protocol::layout::thread;
use cortado_protocol::reloc::Target;
use cortado_protocol::request::{
    ClassId, Entry as EntryPoint, Kind, MethodFacts, MethodId, descriptor_kinds,
};

/// Where an argument goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dest {
    /// General register.
    G(Gpr),
    /// Xmm register.
    X(Xmm),
    /// Word above the stack pointer.
    Out(u16),
    /// Word of the frame.
    Home(i32),
}

/// What goes there.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Arg {
    /// A value.
    E(Entry),
    /// A general register.
    G(Gpr),
    /// A general register that holds an int with anything above it.
    Int(Gpr),
    /// An xmm register.
    X(Xmm),
    /// A word in memory.
    Word(Mem),
    /// An int in memory.
    IntWord(Mem),
    /// An address.
    Address(Mem),
    /// A class's handle.
    Class(ClassId),
    /// A method's handle.
    Method(MethodId),
}

/// Registers that pins may have although calls destroy them.
const CALLER_PINS: [Gpr; 3] = [RSI, RDI, 8];
/// Registers of integer arguments of helpers after the thread.
pub const HELPER_ARGS: [Gpr; 5] = [6, 2, 1, 8, 9];
/// Xmm registers that pins may have.
const X_PINS: [Xmm; 8] = [13, 12, 11, 10, 9, 8, 7, 6];

/// Offsets in the prologue to fill in at the end.
pub struct Prologue {
    frame_bytes: u32,
    saves: [(u32, u32); PRESERVED.len()],
}

/// Kinds of the arguments of a method, receiver first, and of its result.
pub fn signature(method: &MethodFacts) -> (Vec<Kind>, Kind) {
    let (mut params, ret) = descriptor_kinds(&method.desc);
    if !method.is_static() {
        params.insert(0, Kind::Ref);
    }
    (params, ret)
}

/// Places of arguments of these kinds; integer registers by hardware number.
fn arg_places(params: &[Kind]) -> Vec<ArgPlace> {
    let mut places = ArgPlaces::default();
    let mut next = |kind: &Kind| match places.next(kind.is_float()) {
        ArgPlace::Int(index) => ArgPlace::Int(INT_ARGS[usize::from(index)]),
        place @ (ArgPlace::Float(_) | ArgPlace::Stack(_)) => place,
    };
    params.iter().map(&mut next).collect()
}

impl Compiler<'_> {
    /// Moves values to places all at once. `r11` and xmm15 are destroyed.
    pub fn parallel_move(&mut self, moves: &[(Dest, Arg)]) {
        for &(dest, arg) in moves {
            match dest {
                Dest::Out(k) => {
                    self.out_words = self.out_words.max(i32::from(k) + 1);
                    self.move_to_memory(Mem::Base(RSP, i32::from(k) * 8), arg);
                }
                Dest::Home(offset) => self.move_to_memory(word(offset), arg),
                Dest::G(_) | Dest::X(_) => {}
            }
        }
        let mut waiting: Vec<(bool, u8, u8)> = Vec::new();
        let mut later: Vec<(Dest, Arg)> = Vec::new();
        let mut extend: Vec<Gpr> = Vec::new();
        for &(dest, arg) in moves {
            let source = self.source_reg(arg);
            match (dest, source) {
                (Dest::G(d), Some((false, s))) => {
                    if matches!(arg, Arg::Int(_)) {
                        extend.push(d);
                    }
                    waiting.push((false, d, s));
                }
                (Dest::X(d), Some((true, s))) => waiting.push((true, d, s)),
                (Dest::G(_) | Dest::X(_), _) => later.push((dest, arg)),
                (Dest::Out(_) | Dest::Home(_), _) => {}
            }
        }
        self.resolve_moves(waiting);
        for d in extend {
            self.asm.mov(false, d, d);
        }
        for (dest, arg) in later {
            match dest {
                Dest::G(d) => self.move_to_g(d, arg),
                Dest::X(d) => self.move_to_x(d, arg),
                Dest::Out(_) | Dest::Home(_) => {}
            }
        }
    }

    /// Register-to-register moves, cycles through scratch registers.
    fn resolve_moves(&mut self, mut waiting: Vec<(bool, u8, u8)>) {
        waiting.retain(|&(_, d, s)| d != s);
        while !waiting.is_empty() {
            let free = waiting
                .iter()
                .position(|&(x, d, _)| !waiting.iter().any(|&(other, _, s)| other == x && s == d));
            match free {
                Some(i) => {
                    let (x, d, s) = waiting.remove(i);
                    if x {
                        self.asm.movx(d, s);
                    } else {
                        self.asm.mov(true, d, s);
                    }
                }
                None => {
                    let (x, _, s) = waiting[0];
                    let scratch = if x { SCRATCH_X } else { R11 };
                    if x {
                        self.asm.movx(scratch, s);
                    } else {
                        self.asm.mov(true, scratch, s);
                    }
                    for other in &mut waiting {
                        if other.0 == x && other.2 == s {
                            other.2 = scratch;
                        }
                    }
                }
            }
        }
    }

    /// The register, whether xmm first, that holds the argument.
    pub fn source_reg(&mut self, arg: Arg) -> Option<(bool, u8)> {
        match arg {
            Arg::G(r) | Arg::Int(r) => Some((false, r)),
            Arg::X(r) => Some((true, r)),
            Arg::E(entry) => match entry.val {
                Val::G(r) => Some((false, r)),
                Val::X(r) => Some((true, r)),
                Val::Local(id) => self.st.var(id).reg.map(|r| (id.var & 1 == 1, r)),
                _ => None,
            },
            Arg::Address(_) | Arg::Word(_) | Arg::IntWord(_) | Arg::Class(_) | Arg::Method(_) => {
                None
            }
        }
    }

    fn move_to_memory(&mut self, at: Mem, arg: Arg) {
        match self.source_reg(arg) {
            Some((true, s)) => self.asm.storex(true, at, s),
            Some((false, s)) if matches!(arg, Arg::Int(_)) => {
                self.asm.mov(false, R11, s);
                self.asm.store(Width::Q, at, R11);
            }
            Some((false, s)) => self.asm.store(Width::Q, at, s),
            None => {
                self.move_to_g(R11, arg);
                self.asm.store(Width::Q, at, R11);
            }
        }
    }

    fn move_to_g(&mut self, d: Gpr, arg: Arg) {
        match arg {
            Arg::E(entry) => self.load_entry(d, entry),
            Arg::G(s) => self.asm.mov(true, d, s),
            Arg::Int(s) => self.asm.mov(false, d, s),
            Arg::X(s) => self.asm.mov_from_x(true, d, s),
            Arg::Word(at) => self.asm.load(Width::Q, d, at),
            Arg::IntWord(at) => self.asm.load(Width::D, d, at),
            Arg::Address(at) => self.asm.lea(true, d, at),
            Arg::Class(class) => self.asm.mov_reloc32(d, Target::Class(class)),
            Arg::Method(method) => self.asm.mov_reloc32(d, Target::Method(method)),
        }
    }

    fn move_to_x(&mut self, d: Xmm, arg: Arg) {
        match arg {
            Arg::E(entry) => self.load_entry_x(d, entry),
            Arg::G(s) => self.asm.mov_to_x(true, d, s),
            Arg::X(s) => self.asm.movx(d, s),
            Arg::Word(at) => self.asm.loadx(true, d, at),
            Arg::Int(_) | Arg::IntWord(_) | Arg::Address(_) | Arg::Class(_) | Arg::Method(_) => {
                unreachable!("no floating-point value")
            }
        }
    }

    /// Registers for variables of code without calls.
    fn caller_pins(&self) -> &'static [Gpr] {
        match self.pins {
            Pins::All => &CALLER_PINS,
            Pins::Preserved => &[],
        }
    }

    /// Gives registers to the variables that are used most.
    pub fn choose_pins(&mut self, call_weight: u32) {
        let frame = self.frames.len() - 1;
        let blocks = self.frames[frame].blocks.clone();
        let mut order: Vec<(u32, usize)> =
            blocks.weights.iter().enumerate().map(|(v, &w)| (w, v)).collect();
        order.retain(|&(weight, v)| weight > 0 && self.st.frames[frame].vars[v].bound.is_none());
        order.sort_by_key(|&(weight, v)| (std::cmp::Reverse(weight), v));
        // Registers may hold operands and variables of outer frames.
        let free = |c: &Self, r: Gpr| {
            (c.pinned_g | c.st.g.locked) >> r & 1 == 0 && c.st.g.uses[usize::from(r)] == 0
        };
        for (weight, v) in order {
            let cheap = weight > 2 * call_weight;
            if v & 1 == 1 {
                let r = X_PINS.into_iter().find(|&r| {
                    (self.pinned_x | self.st.x.locked) >> r & 1 == 0
                        && self.st.x.uses[usize::from(r)] == 0
                });
                if let (Some(r), true, true) = (r, cheap, weight > 2) {
                    self.drop_cache_x(r);
                    self.pinned_x |= 1 << r;
                    self.st.frames[frame].vars[v].pin = Some(r);
                }
                continue;
            }
            if weight < tuning::PIN_WEIGHT {
                continue;
            }
            let volatile = self.caller_pins().iter().copied().find(|&r| cheap && free(self, r));
            let preserved = PRESERVED.into_iter().find(|&r| free(self, r));
            let choice =
                if call_weight == 0 { volatile.or(preserved) } else { preserved.or(volatile) };
            if let Some(r) = choice {
                self.drop_cache_g(r);
                self.pinned_g |= 1 << r;
                if is_preserved(r) {
                    self.used_preserved |= 1 << r;
                }
                self.st.frames[frame].vars[v].pin = Some(r);
            }
        }
    }

    /// The interpreter's entry; the result is its offset and that of the return address.
    pub fn emit_thunk(&mut self, body_entry: Label) -> (u32, u32) {
        let entry = self.asm.offset();
        self.asm.push(RBP);
        self.asm.mov(true, RBP, RSP);
        self.asm.push(THREAD);
        let method = self.req.method(self.req.method);
        let (params, ret) = signature(method);
        self.asm.mov(true, THREAD, RDI);
        let is_loop = self.req.entry != EntryPoint::Method;
        let places = arg_places(&params);
        let words =
            places.iter().filter(|place| matches!(place, ArgPlace::Stack(_))).count() as i32;
        // rsp is 16 bytes below a multiple of 16 plus 8 here: one word brings it there.
        let bytes = 8 + (words * 8 + 15) / 16 * 16;
        self.asm.alu_i(Alu::Sub, true, RSP, bytes);
        if !is_loop {
            self.asm.mov(true, RAX, RSI);
            let mut slot = 0;
            for (&kind, &place) in params.iter().zip(&places) {
                let at = Mem::Base(RAX, slot * 8);
                match place {
                    ArgPlace::Int(r) => self.asm.load(Width::Q, r, at),
                    ArgPlace::Float(x) => self.asm.loadx(true, x, at),
                    ArgPlace::Stack(k) => {
                        self.asm.load(Width::Q, R11, at);
                        self.asm.store(Width::Q, Mem::Base(RSP, i32::from(k) * 8), R11);
                    }
                }
                slot += i32::from(kind.slots());
            }
        }
        self.asm.mov_reloc32(RAX, Target::Method(self.req.method));
        self.asm.call_label(body_entry);
        let ret_at = self.asm.offset();
        if ret.is_float() {
            self.asm.mov_from_x(true, RAX, 0);
        }
        self.asm.load(Width::Q, THREAD, Mem::Base(RBP, -8));
        self.asm.leave();
        self.asm.ret();
        (entry, ret_at)
    }

    /// The body's entry up to the point where the frame is complete.
    pub fn emit_prologue(&mut self) -> Prologue {
        self.asm.push(RBP);
        self.asm.mov(true, RBP, RSP);
        let low = self.asm.label();
        self.asm.alu_m(Alu::Cmp, true, RSP, Mem::Base(THREAD, thread::STACK_LIMIT));
        self.asm.jcc(Cc::B, low);
        let frames = vec![VirtualFrame {
            node: 0,
            bci: 0,
            resume: Resume::Execute,
            locals: vec![Place::Dead; self.frames[0].homes.len()],
            stack: Vec::new(),
            lock: Place::Dead,
        }];
        let row = self.states.len() as u32;
        self.states.push(State { frames });
        self.outline(move |c| {
            c.asm.bind(low);
            c.asm.mov(true, RDI, THREAD);
            c.asm.call_helper(HelperId::throw_stack_overflow);
            c.site(row, None);
            c.asm.leave();
            c.asm.ret();
            Ok(())
        });
        let frame_bytes = self.asm.sub_rsp();
        let mut saves = [(0, 0); PRESERVED.len()];
        for (i, r) in PRESERVED.into_iter().enumerate() {
            let begin = self.asm.offset();
            self.asm.store(Width::Q, word(-8 - 8 * i as i32), r);
            saves[i] = (begin, self.asm.offset());
        }
        Prologue { frame_bytes, saves }
    }

    /// Arguments to their variables: pins in their registers, others in the argument's register
    /// if they may stay there, or at home.
    pub fn receive_arguments(&mut self) {
        let method = self.req.method(self.req.method);
        let (params, _) = signature(method);
        let places = arg_places(&params);
        let live = self.frames[0].blocks.list[0].live_in;
        let mut moves = Vec::new();
        let mut slot = 0;
        for (&kind, place) in params.iter().zip(places) {
            let v = usize::from(slot) * 2 + usize::from(kind.is_float());
            slot += kind.slots();
            let is_int = Ty::of(kind) == Ty::I;
            let id = VarId { frame: 0, var: v as u8 };
            if live >> v & 1 == 0 && !(v == 0 && method.is_synchronized()) {
                continue;
            }
            let home = self.home(id);
            let arg = match place {
                ArgPlace::Int(r) if is_int => Arg::Int(r),
                ArgPlace::Int(r) => Arg::G(r),
                ArgPlace::Float(x) => Arg::X(x),
                ArgPlace::Stack(k) => {
                    let at = Mem::Base(RBP, 16 + 8 * i32::from(k));
                    if is_int { Arg::IntWord(at) } else { Arg::Word(at) }
                }
            };
            let pin = self.st.var(id).pin;
            let taken =
                |c: &Self, x: bool, r: u8| (if x { c.pinned_x } else { c.pinned_g }) >> r & 1 != 0;
            let (dest, reg) = match (pin, place) {
                (Some(pin), _) if kind.is_float() => (Dest::X(pin), Some(pin)),
                (Some(pin), _) => (Dest::G(pin), Some(pin)),
                (None, ArgPlace::Int(r)) if !taken(self, false, r) => {
                    self.st.g.var[usize::from(r)] = Some(id);
                    (Dest::G(r), Some(r))
                }
                (None, ArgPlace::Float(x)) if !taken(self, true, x) => {
                    self.st.x.var[usize::from(x)] = Some(id);
                    (Dest::X(x), Some(x))
                }
                (None, _) => (Dest::Home(home), None),
            };
            let var = self.st.var(id);
            var.reg = reg;
            var.in_home = reg.is_none();
            moves.push((dest, arg));
        }
        self.parallel_move(&moves);
    }

    /// Locals from the interpreter's words, whose address is in `rsi`.
    pub fn receive_locals(&mut self, live: u128) {
        self.asm.mov(true, R10, RSI);
        for v in 0..self.st.frames[0].vars.len() {
            if live >> v & 1 == 0 {
                continue;
            }
            let id = VarId { frame: 0, var: v as u8 };
            let at = Mem::Base(R10, (v as i32 / 2) * 8);
            let home = word(self.home(id));
            match self.st.var(id).pin {
                Some(pin) if v & 1 == 1 => self.asm.loadx(true, pin, at),
                Some(pin) => self.asm.load(Width::Q, pin, at),
                None => {
                    self.asm.load(Width::Q, R11, at);
                    self.asm.store(Width::Q, home, R11);
                }
            }
        }
    }

    /// Restores what the prologue saved and returns.
    pub fn emit_epilogue(&mut self) {
        for (i, r) in PRESERVED.into_iter().enumerate() {
            if self.used_preserved >> r & 1 != 0 {
                self.asm.load(Width::Q, r, word(-8 - 8 * i as i32));
            }
        }
        self.asm.leave();
        self.asm.ret();
    }

    /// Fills in what the prologue could not know.
    pub fn patch_prologue(&self, prologue: &Prologue, code: &mut [u8]) -> Done {
        let bytes = 32 + 8 * (self.words_max + self.out_words);
        let bytes = (bytes + 15) / 16 * 16;
        if bytes > 32 * 1024 {
            return Err(Bailout::TooLarge);
        }
        let at = prologue.frame_bytes as usize;
        code[at..at + 4].copy_from_slice(&bytes.to_le_bytes());
        for (r, (begin, end)) in PRESERVED.into_iter().zip(prologue.saves) {
            if self.used_preserved >> r & 1 == 0 {
                let place = &mut code[begin as usize..end as usize];
                // nop dword [rax + 0], after prefixes that mean nothing.
                place.fill(0x66);
                let at = place.len().checked_sub(4).ok_or(Bailout::Assembler)?;
                place[at..].copy_from_slice(&[0x0f, 0x1f, 0x40, 0x00]);
            }
        }
        Ok(())
    }

    /// Moves arguments of a call to where the callee wants them.
    pub fn place_args(&mut self, params: &[Kind], args: &[Entry]) {
        let places = arg_places(params);
        let moves: Vec<(Dest, Arg)> = places
            .into_iter()
            .zip(args)
            .map(|(place, &entry)| {
                let dest = match place {
                    ArgPlace::Int(r) => Dest::G(r),
                    ArgPlace::Float(x) => Dest::X(x),
                    ArgPlace::Stack(k) => Dest::Out(k),
                };
                (dest, Arg::E(entry))
            })
            .collect();
        self.parallel_move(&moves);
    }

    /// Calls a helper at which the thread may stop. Operands must have been popped; the state is
    /// that of `resume` at the current instruction. The result is in `rax`.
    pub fn call_stopping(&mut self, helper: HelperId, args: &[Arg], resume: Resume) {
        self.flush_stack();
        let live = match resume {
            Resume::Execute => {
                let bci = self.bci();
                self.frame().blocks.live_before(bci)
            }
            Resume::After => self.live_after_call(),
        };
        self.save_vars(false, live);
        let mut moves = vec![(Dest::G(RDI), Arg::G(THREAD))];
        moves.extend(HELPER_ARGS.into_iter().zip(args).map(|(r, &arg)| (Dest::G(r), arg)));
        self.parallel_move(&moves);
        self.clobber();
        self.asm.call_helper(helper);
        let shot = match resume {
            Resume::Execute => self.snapshot_execute(),
            Resume::After => self.snapshot_after(),
        };
        self.stop_site(&shot, false);
        self.check_pending(&shot);
    }
}
