//! The pass over the bytecode: which block is next, and how states meet between blocks.

use crate::asm::{Asm, Label, RAX, Width};
use crate::bailout::Bailout;
use crate::blocks::{Blocks, Vars};
use crate::deopt::Snapshot;
use crate::emit::MethodFlags;
use crate::frame::Arg;
use crate::oracle::Oracle;
use crate::regs::word;
use crate::state::{Entry, Fact, FrameState, State, Ty, Val, Var, VarId};
use crate::tuning;
use cortado_protocol::body::{Assumption, Node, Site, State as BodyState};
use cortado_protocol::bytecode::decode::decode_at;
use cortado_protocol::bytecode::{Bci, Opcode};
use cortado_protocol::request::{
    ClassId, CompileRequest, Constant, Entry as EntryPoint, MethodBody, MethodFacts, MethodId, Seen,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// General registers that variables may have beyond one instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pins {
    /// Those that calls preserve, and some others.
    All,
    /// Those that calls preserve: operands have all others.
    Preserved,
}

/// What follows an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flow {
    /// The next instruction.
    Next,
    /// The instruction at this index: those before it have been done.
    Skip(u32),
    /// Nothing: the block has ended.
    End,
}

/// Result of compiling something.
pub type Done<T = ()> = Result<T, Bailout>;
/// Code to emit behind everything else.
pub type Outline<'r> = Box<dyn FnOnce(&mut Compiler<'r>) -> Done + 'r>;

/// A method that is being compiled, or an inlined call of one; what does not change.
pub struct Frame<'r> {
    /// Row of the body's nodes.
    pub node: u16,
    /// The method.
    pub method: MethodId,
    /// Its bytecode.
    pub body: &'r MethodBody,
    /// Its blocks.
    pub blocks: Rc<Blocks>,
    /// Labels of the blocks.
    pub labels: Vec<Label>,
    /// Home of each local slot.
    pub homes: Vec<i32>,
    /// Words of operands.
    pub words: Vec<i32>,
    /// The current instruction.
    pub bci: u32,
    /// The instruction before it in its block.
    pub previous: Option<Opcode>,
    /// Blocks to compile.
    pub pending: BTreeSet<usize>,
    /// Blocks that are compiled.
    pub done: Vec<bool>,
    /// States on the only edge to blocks that have just one.
    pub saved: Vec<Option<Box<State>>>,
    /// Operand types at the beginning of other blocks.
    pub shapes: Vec<Option<Vec<Ty>>>,
    /// Where the caller goes on.
    pub exit: Label,
    /// Whether something jumps there.
    pub exit_used: bool,
    /// Result that needs no jump.
    pub result: Option<Option<Entry>>,
    /// Word that holds the object that the method has locked.
    pub lock: Option<i32>,
    /// Words in use when it began.
    pub words_before: i32,
    /// Registers pinned when it began.
    pub pinned_before: (u16, u16),
}

/// A compilation.
pub struct Compiler<'r> {
    /// What is asked.
    pub req: Oracle<'r>,
    /// The code.
    pub asm: Asm,
    /// What changes.
    pub st: State,
    /// What does not, outermost first.
    pub frames: Vec<Frame<'r>>,
    /// General registers that belong to variables.
    pub pinned_g: u16,
    /// Xmm registers that belong to variables.
    pub pinned_x: u16,
    /// Preserved registers that the code uses.
    pub used_preserved: u16,
    /// Which registers variables may have.
    pub pins: Pins,
    /// An instruction found no register: the code is not to be used.
    pub exhausted: bool,
    /// Words of the frame in use.
    pub words_used: i32,
    /// Words of the frame ever in use.
    pub words_max: i32,
    /// Words of outgoing arguments.
    pub out_words: i32,
    /// Block that control flows to without a jump so far.
    pub open: Option<usize>,
    /// Code for later.
    pub outlines: Vec<Outline<'r>>,
    /// Tables of the body.
    pub sites: Vec<(Site, Option<Label>)>,
    /// Faulting instructions and where they go on.
    pub traps: Vec<(u32, Label)>,
    /// Frame descriptions.
    pub states: Vec<BodyState>,
    /// Rows of `states`.
    pub state_rows: HashMap<BodyState, u32>,
    /// Handlers: node, bytecode index, code.
    pub handlers: Vec<(u16, u16, Label)>,
    /// Inlined calls.
    pub nodes: Vec<Node>,
    /// What is relied upon, in order.
    pub assumptions: Vec<Assumption>,
    /// Blocks of methods that were looked at.
    pub blocks: BTreeMap<MethodId, Option<Rc<Blocks>>>,
    /// Bytes of bytecode inlined so far.
    pub inlined_bytes: usize,
    /// The way out of the frame with the result in place.
    pub epilogue: Label,
    /// The way out with an exception pending: unlocks.
    pub leave_throw: Label,
    /// The way out after deoptimisation.
    pub leave_deopt: Label,
    /// After `exception_target`.
    pub dispatch: Label,
    /// Stub of the current instruction for null references.
    pub null_stub: Option<(u16, u32, Label)>,
}

impl<'r> Compiler<'r> {
    /// A compilation of the request's method.
    pub fn new(req: &'r CompileRequest, pins: Pins) -> Compiler<'r> {
        let mut asm = Asm::new();
        let (epilogue, leave_throw, leave_deopt, dispatch) =
            (asm.label(), asm.label(), asm.label(), asm.label());
        Compiler {
            req: Oracle::new(req),
            asm,
            st: State::default(),
            frames: Vec::new(),
            pinned_g: 0,
            pinned_x: 0,
            used_preserved: 0,
            pins,
            exhausted: false,
            words_used: 0,
            words_max: 0,
            out_words: 0,
            open: None,
            outlines: Vec::new(),
            sites: Vec::new(),
            traps: Vec::new(),
            states: Vec::new(),
            state_rows: HashMap::new(),
            handlers: Vec::new(),
            nodes: Vec::new(),
            assumptions: Vec::new(),
            blocks: BTreeMap::new(),
            inlined_bytes: 0,
            epilogue,
            leave_throw,
            leave_deopt,
            dispatch,
            null_stub: None,
        }
    }

    /// A new word of the frame, as an offset from rbp.
    pub fn new_word(&mut self) -> i32 {
        self.words_used += 1;
        self.words_max = self.words_max.max(self.words_used);
        -32 - 8 * self.words_used
    }

    /// The innermost frame.
    pub fn frame(&mut self) -> &mut Frame<'r> {
        self.frames.last_mut().expect("a frame is being compiled")
    }

    /// Bytecode index of the current instruction.
    pub fn bci(&self) -> u32 {
        self.frames.last().expect("a frame is being compiled").bci
    }

    /// Facts of the method whose bytecode is being compiled.
    pub fn method(&self) -> &'r MethodFacts {
        let frame = self.frames.last().expect("a frame is being compiled");
        self.req.method(frame.method)
    }

    /// Blocks of the method; `None` when it cannot be compiled.
    pub fn blocks_of(&mut self, method: MethodId) -> Option<Rc<Blocks>> {
        if let Some(known) = self.blocks.get(&method) {
            return known.clone();
        }
        let body = self.req.glance(method).body.as_ref();
        let blocks = body.and_then(|body| self.look_over(method, body).ok());
        self.blocks.insert(method, blocks.clone());
        blocks
    }

    /// Blocks of a method.
    ///
    /// # Errors
    /// When it cannot be compiled.
    pub fn look_over(&self, method: MethodId, body: &MethodBody) -> Result<Rc<Blocks>, Bailout> {
        let is_idle = |index| match self.req.constant(method, body, index) {
            Some(Constant::Method(id)) => self.req.method(id).empty,
            _ => true,
        };
        Blocks::new(body, is_idle).map(Rc::new)
    }

    /// The resolved constant of the current method.
    pub fn constant(&self, index: u16) -> Option<Constant> {
        let frame = self.frames.last()?;
        self.req.constant(frame.method, frame.body, index)
    }

    /// Profile of the current instruction.
    pub fn seen(&self) -> Option<&'r Seen> {
        let frame = self.frames.last()?;
        let row = frame.body.profile.binary_search_by_key(&(frame.bci as u16), |row| row.0).ok()?;
        Some(&frame.body.profile[row].1)
    }

    /// Relies on something.
    pub fn assume(&mut self, assumption: Assumption) {
        if !self.assumptions.contains(&assumption) {
            self.assumptions.push(assumption);
        }
    }

    /// Whether static members of the class may be used without looking.
    pub fn is_initialized(&mut self, class: ClassId) -> bool {
        if self.req.class(class).initialized {
            self.assume(Assumption::Initialized(class));
            return true;
        }
        // Code of the class itself and of its subclasses runs only once initialisation has begun.
        let mut own = Some(self.method().class);
        while let Some(id) = own {
            if id == class {
                return true;
            }
            own = self.req.class(id).super_class;
        }
        false
    }

    /// Pushes a frame for the method; its variables have no values yet.
    pub fn push_frame(
        &mut self,
        method: MethodId,
        blocks: Rc<Blocks>,
        body: &'r MethodBody,
    ) -> Done {
        let node = u16::try_from(self.nodes.len()).map_err(|_| Bailout::TooManyNodes)?;
        if node > 4000 || self.frames.len() > 100 {
            return Err(Bailout::TooManyNodes);
        }
        let parent = self.frames.last().map(|frame| (frame.node, frame.bci as u16));
        self.nodes.push(Node { method, parent });
        let words_before = self.words_used;
        let homes = (0..body.max_locals).map(|_| self.new_word()).collect();
        // All at once: those of an outer frame must not be given back with an inner one. An appendix
        // may be pushed beyond what the bytecode needs.
        let words = (0..body.max_stack + 1).map(|_| self.new_word()).collect();
        let count = blocks.list.len();
        let labels = (0..count).map(|_| self.asm.label()).collect();
        let exit = self.asm.label();
        let mut vars = vec![Var::default(); usize::from(body.max_locals) * 2];
        if !self.req.method(method).is_static() && blocks.written & 1 == 0 && !vars.is_empty() {
            vars[0].base_fact.nonnull = true;
            vars[0].base_fact.class = Some(self.req.method(method).class);
            vars[0].fact = vars[0].base_fact;
        }
        self.st.frames.push(FrameState { vars, stack: Vec::new() });
        self.frames.push(Frame {
            node,
            method,
            body,
            blocks,
            labels,
            homes,
            words,
            bci: 0,
            previous: None,
            pending: BTreeSet::new(),
            done: vec![false; count],
            saved: vec![None; count],
            shapes: vec![None; count],
            exit,
            exit_used: false,
            result: None,
            lock: None,
            words_before,
            pinned_before: (self.pinned_g, self.pinned_x),
        });
        Ok(())
    }

    /// Compiles everything that is pending in the innermost frame.
    pub fn run_frame(&mut self) -> Done {
        loop {
            let open = self.open.take();
            let frame = self.frame();
            let private = open.is_some_and(|block| frame.saved[block].is_some());
            let next = match (open, frame.pending.first().copied()) {
                (_, None) => {
                    debug_assert!(open.is_none_or(|block| frame.done[block]));
                    self.close(open, None);
                    return Ok(());
                }
                (Some(block), _) if private => block,
                (_, Some(first)) => first,
            };
            self.close(open, Some(next));
            self.frame().pending.remove(&next);
            self.block(next)?;
            if self.asm.offset() > tuning::CODE_BYTES_MAX {
                return Err(Bailout::TooLarge);
            }
        }
    }

    /// Emits the jump to the open block unless it is emitted next.
    fn close(&mut self, open: Option<usize>, next: Option<usize>) {
        if let Some(block) = open {
            let frame = self.frame();
            if Some(block) != next || frame.blocks.list[block].is_handler {
                let label = frame.labels[block];
                self.asm.jmp(label);
            }
        }
    }

    fn block(&mut self, index: usize) -> Done {
        let frame = self.frame();
        frame.done[index] = true;
        let (blocks, label, code) = (frame.blocks.clone(), frame.labels[index], &frame.body.code);
        let block = &blocks.list[index];
        frame.bci = block.start;
        frame.previous = None;
        if block.is_handler {
            self.handler_entry(index)?;
        }
        let frame = self.frame();
        match frame.saved[index].take() {
            Some(state) => self.st = *state,
            None => self.enter_merge(index),
        }
        self.asm.bind(label);
        if block.is_loop_header {
            self.poll();
        }
        let mut bci = block.start;
        loop {
            self.frame().bci = bci;
            self.unlock();
            let decoded = decode_at(code, Bci(bci)).map_err(|_| Bailout::Malformed)?;
            let flow = decoded.instruction.accept(self)?;
            let next = match flow {
                Flow::End => return Ok(()),
                Flow::Next => decoded.next_bci().0,
                Flow::Skip(next) => next,
            };
            let alone = next == decoded.next_bci().0;
            self.frame().previous = alone.then(|| decoded.opcode());
            if next as usize >= code.len() {
                return Err(Bailout::Malformed);
            }
            if let Some(block) = blocks.at(next) {
                self.unlock();
                self.goto_block(block);
                return Ok(());
            }
            bci = next;
        }
    }

    /// The state at the beginning of a block with several edges.
    fn enter_merge(&mut self, index: usize) {
        let frame = self.frame();
        let live_in = frame.blocks.list[index].live_in;
        let shape = if frame.blocks.list[index].is_handler {
            vec![Ty::A]
        } else {
            frame.shapes[index].clone().unwrap_or_default()
        };
        self.enter_canonical(live_in);
        let top = self.frames.len() - 1;
        self.st.frames[top].stack.clear();
        let count = shape.len();
        for (i, ty) in shape.into_iter().enumerate() {
            let val = if i + 1 < count {
                Val::Word(self.stack_word(top, i))
            } else if ty.is_x() {
                Val::X(0)
            } else {
                Val::G(RAX)
            };
            self.push(Entry::new(val, ty));
        }
    }

    /// Registers and variables as they are wherever paths meet.
    pub fn enter_canonical(&mut self, live_top: Vars) {
        self.st.clear_registers();
        self.st.checked.clear();
        for f in 0..self.frames.len() {
            let live = self.kept(f, live_top);
            for (v, var) in self.st.frames[f].vars.iter_mut().enumerate() {
                let live = live >> v & 1 != 0;
                var.reg = if live { var.pin } else { None };
                var.in_home = live && var.pin.is_none();
                var.fact = var.base_fact;
            }
            for i in 0..self.st.frames[f].stack.len() {
                if matches!(self.st.frames[f].stack[i].val, Val::G(_) | Val::X(_)) {
                    let offset = self.stack_word(f, i);
                    self.st.frames[f].stack[i].val = Val::Word(offset);
                }
                self.st.frames[f].stack[i].fact.fresh = false;
            }
        }
    }

    /// Brings variables where they are when paths meet; flags survive.
    pub fn settle_vars(&mut self, frames: usize, live_top: Vars) {
        for f in 0..frames {
            let live = self.kept(f, live_top);
            for v in 0..self.st.frames[f].vars.len() {
                let id = VarId { frame: f as u8, var: v as u8 };
                let var = *self.st.var(id);
                if live >> v & 1 == 0 || var.bound.is_some() {
                    continue;
                }
                let home = word(self.home(id));
                let is_x = v & 1 == 1;
                match (var.pin, var.reg) {
                    (Some(pin), None) if var.in_home => {
                        if is_x {
                            self.asm.loadx(true, pin, home);
                        } else {
                            self.asm.load(Width::Q, pin, home);
                        }
                        self.st.var(id).reg = Some(pin);
                    }
                    (None, Some(r)) if !var.in_home => {
                        if is_x {
                            self.asm.storex(true, home, r);
                        } else {
                            self.asm.store(Width::Q, home, r);
                        }
                        self.st.var(id).in_home = true;
                    }
                    _ => {}
                }
            }
        }
    }

    /// Brings the state to the form that it has where paths meet; flags survive.
    fn canonicalize(&mut self, live_top: Vars) {
        self.settle_vars(self.frames.len(), live_top);
        let top = self.frames.len() - 1;
        let count = self.st.frames[top].stack.len();
        for i in 0..count.saturating_sub(1) {
            let entry = self.st.frames[top].stack[i];
            let offset = self.stack_word(top, i);
            if entry.val == Val::Word(offset) {
                continue;
            }
            self.unlock();
            if entry.ty.is_x() {
                let r = self.in_x(entry);
                self.asm.storex(true, word(offset), r);
            } else {
                let r = self.in_g(entry);
                self.asm.store(Width::Q, word(offset), r);
            }
            self.release(entry);
            self.st.frames[top].stack[i].val = Val::Word(offset);
        }
        self.unlock();
        if count > 0 {
            let entry = self.st.frames[top].stack[count - 1];
            self.release(entry);
            let val = if entry.ty.is_x() {
                let from = self.source_reg(Arg::E(entry));
                self.drop_cache_x(0);
                if from != Some((true, 0)) {
                    self.load_entry_x(0, entry);
                }
                self.st.x.uses[0] += 1;
                Val::X(0)
            } else {
                let from = self.source_reg(Arg::E(entry));
                self.drop_cache_g(RAX);
                if from != Some((false, RAX)) {
                    self.load_entry(RAX, entry);
                }
                self.st.g.uses[usize::from(RAX)] += 1;
                Val::G(RAX)
            };
            self.st.frames[top].stack[count - 1].val = val;
        }
    }

    /// An operand is no longer in its register.
    fn release(&mut self, entry: Entry) {
        match entry.val {
            Val::G(r) => self.st.g.uses[usize::from(r)] -= 1,
            Val::X(r) => self.st.x.uses[usize::from(r)] -= 1,
            _ => {}
        }
    }

    /// Whether only one edge leads to the block, so that it goes on with that edge's state.
    pub fn is_private(&mut self, index: usize) -> bool {
        let entry = self.req.entry;
        let is_outer = self.frames.len() == 1;
        let frame = self.frame();
        let block = &frame.blocks.list[index];
        let is_entry = is_outer && entry == EntryPoint::Loop(block.start as u16);
        block.predecessors == 1
            && !block.is_loop_header
            && !block.is_handler
            && !is_entry
            && !frame.done[index]
    }

    /// Continues at the block, which may be the next one.
    pub fn goto_block(&mut self, index: usize) {
        if self.is_private(index) {
            let state = Box::new(self.st.clone());
            self.frame().saved[index] = Some(state);
        } else {
            self.meet(index, 0);
        }
        let frame = self.frame();
        if !frame.done[index] {
            frame.pending.insert(index);
        }
        self.open = Some(index);
    }

    /// Brings the state to the form that the block expects.
    fn meet(&mut self, index: usize, also_live: Vars) {
        let live = self.frame().blocks.list[index].live_in;
        self.canonicalize(live | also_live);
        let shape: Vec<Ty> = self.st.top().stack.iter().map(|entry| entry.ty).collect();
        self.frame().shapes[index].get_or_insert(shape);
    }

    /// The label of a block that is about to be jumped to, conditionally; the state fits it then.
    pub fn edge(&mut self, index: usize, also_live: Vars) -> Label {
        if self.is_private(index) {
            let state = Box::new(self.st.clone());
            self.frame().saved[index] = Some(state);
        } else {
            self.meet(index, also_live);
        }
        let frame = self.frame();
        if !frame.done[index] {
            frame.pending.insert(index);
        }
        frame.labels[index]
    }

    /// Leaves the inlined frame and goes on in its caller. `false` when it never returns.
    pub fn pop_frame(&mut self, ret: Option<Ty>) -> bool {
        let frame = self.frames.pop().expect("an inlined frame");
        self.st.frames.truncate(self.frames.len());
        (self.pinned_g, self.pinned_x) = frame.pinned_before;
        self.words_used = frame.words_before;
        self.open = None;
        if let (Some(result), false) = (frame.result, frame.exit_used) {
            self.drop_stale_caches();
            if let Some(entry) = result {
                self.push(entry);
            }
            return true;
        }
        if !frame.exit_used {
            return false;
        }
        self.asm.bind(frame.exit);
        let live = self.live_after_call();
        self.enter_canonical(live);
        match ret {
            None => {}
            Some(ty) if ty.is_x() => self.push_x(0, ty),
            Some(ty) => self.push_g(RAX, ty),
        }
        true
    }

    /// Variables that the innermost frame reads after the current instruction.
    pub fn live_after_call(&self) -> Vars {
        let frame = self.frames.last().expect("a frame is being compiled");
        frame.blocks.live_after(frame.bci)
    }

    /// Registers hold no variables of frames that are gone.
    fn drop_stale_caches(&mut self) {
        let depth = self.frames.len();
        for file in [&mut self.st.g, &mut self.st.x] {
            for var in &mut file.var {
                if var.is_some_and(|id| usize::from(id.frame) >= depth) {
                    *var = None;
                }
            }
        }
    }

    /// Code to emit behind everything else.
    pub fn outline(&mut self, code: impl FnOnce(&mut Compiler<'r>) -> Done + 'r) {
        self.outlines.push(Box::new(code));
    }

    /// Goes to the interpreter instead of what follows.
    pub fn deoptimize(&mut self, reason: cortado_protocol::helper::DeoptReason) -> Flow {
        let snapshot = self.snapshot_execute();
        let label = self.deopt_stub(snapshot, reason);
        self.asm.jmp(label);
        Flow::End
    }

    /// Code that goes to the interpreter.
    pub fn deopt_stub(
        &mut self,
        snapshot: Snapshot,
        reason: cortado_protocol::helper::DeoptReason,
    ) -> Label {
        let label = self.asm.label();
        self.outline(move |c| {
            c.asm.bind(label);
            c.deopt_code(&snapshot, reason);
            Ok(())
        });
        label
    }

    /// Facts of an entry, with those of the variable it stands for.
    pub fn fact(&mut self, entry: Entry) -> Fact {
        let mut fact = entry.fact;
        if let Val::Local(id) = entry.val {
            let known = self.st.var(id).fact;
            fact.nonnull |= known.nonnull;
            fact.fresh |= known.fresh;
            if fact.class.is_none() || (known.exact && !fact.exact) {
                fact.class = known.class;
                fact.exact = known.exact;
            }
        }
        fact
    }
}
