//! From the request to the body.

use crate::asm::{RAX, RDI, RSI, THREAD, Width};
use crate::bailout::Bailout;
use crate::compiler::{Compiler, Done, Pins};
use crate::emit::MethodFlags;
use crate::frame::signature;
use crate::regs::word;
use crate::state::VarId;
use cortado_protocol::CONTRACT;
use cortado_protocol::body::{CompiledBody, HandlerEntry, Resume, Trap};
use cortado_protocol::helper::HelperId;
use cortado_protocol::portable::Asked;
use cortado_protocol::request::{CompileRequest, Entry as EntryPoint};

/// Compiles the method of the request.
///
/// # Errors
/// The reason why the method is declined.
pub fn compile(request: &CompileRequest) -> Result<CompiledBody, Bailout> {
    compile_noting(request).map(|(body, _)| body)
}

/// As [`compile`], with what the compiler asked of the request.
///
/// # Errors
/// The reason why the method is declined.
pub fn compile_noting(request: &CompileRequest) -> Result<(CompiledBody, Asked), Bailout> {
    match compile_with(request, Pins::All) {
        Err(Bailout::Registers) => compile_with(request, Pins::Preserved),
        done => done,
    }
}

fn compile_with(request: &CompileRequest, pins: Pins) -> Result<(CompiledBody, Asked), Bailout> {
    let method = request.method(request.method);
    let body = method.body.as_ref().ok_or(Bailout::NoBytecode)?;
    if method.name == "<init>" && request.class(method.class).name == "java/lang/Object" {
        return Err(Bailout::ObjectInit);
    }
    let mut c = Compiler::new(request, pins);
    let blocks = c.look_over(request.method, body)?;
    c.blocks.insert(request.method, Some(blocks.clone()));
    c.push_frame(request.method, blocks, body)?;
    let weight = c.call_weight();
    c.choose_pins(weight);
    let start = c.asm.here();
    let prologue = c.emit_prologue();
    match request.entry {
        EntryPoint::Method => {
            c.receive_arguments();
            if method.is_synchronized() {
                c.lock_method(method.is_static());
            }
            c.unlock();
            c.goto_block(0);
        }
        EntryPoint::Loop(bci) => {
            let bci = u32::from(bci);
            let index = c.frame().blocks.at(bci).ok_or(Bailout::Entry)?;
            let live = c.frame().blocks.list[index].live_in;
            c.frame().bci = bci;
            c.receive_locals(live);
            c.frame().shapes[index] = Some(Vec::new());
            c.frame().pending.insert(index);
            c.open = Some(index);
        }
    }
    c.run_frame()?;
    let epilogue = c.epilogue;
    c.asm.bind(epilogue);
    c.emit_epilogue();
    c.emit_exits()?;
    while !c.outlines.is_empty() {
        for outline in std::mem::take(&mut c.outlines) {
            outline(&mut c)?;
        }
    }
    if c.exhausted {
        return Err(Bailout::Registers);
    }
    let (interpreter_entry, interpreter_return) = c.emit_thunk(start);
    let asm = std::mem::take(&mut c.asm);
    let mut assembled = asm.finish()?;
    c.patch_prologue(&prologue, &mut assembled.code)?;
    let entry = (request.entry == EntryPoint::Method).then_some(0);
    let mut sites = Vec::with_capacity(c.sites.len());
    for &(mut site, label) in &c.sites {
        site.deopt = label.map(|label| assembled.offset(label)).transpose()?;
        sites.push(site);
    }
    let mut traps = Vec::with_capacity(c.traps.len());
    for &(at, label) in &c.traps {
        traps.push(Trap { at, target: assembled.offset(label)? });
    }
    let mut handlers = Vec::with_capacity(c.handlers.len());
    for &(node, bci, label) in &c.handlers {
        handlers.push(HandlerEntry { node, bci, code: assembled.offset(label)? });
    }
    let body = CompiledBody {
        contract: CONTRACT,
        code: assembled.code,
        entry,
        interpreter_entry,
        interpreter_return,
        relocs: assembled.relocs,
        sites,
        traps,
        states: c.states,
        handlers,
        nodes: c.nodes,
        assumptions: c.assumptions,
    };
    Ok((body, c.req.asked()))
}

impl Compiler<'_> {
    /// The ways out of the frame other than a return.
    fn emit_exits(&mut self) -> Done {
        let (leave_throw, leave_deopt, epilogue) =
            (self.leave_throw, self.leave_deopt, self.epilogue);
        self.asm.bind(leave_throw);
        if let Some(lock) = self.frames[0].lock {
            self.asm.load(Width::Q, RSI, word(lock));
            self.asm.mov(true, RDI, THREAD);
            self.asm.call_helper(HelperId::monitor_exit);
            let row = self.bare_state(0, Resume::Execute);
            self.site(row, None);
        }
        self.asm.jmp(epilogue);
        self.asm.bind(leave_deopt);
        let (_, ret) = signature(self.method());
        if ret.is_float() {
            self.asm.mov_to_x(true, 0, RAX);
        }
        self.asm.jmp(epilogue);
        self.emit_dispatch()
    }

    /// The code of an exception handler before its block: takes the exception.
    pub fn handler_entry(&mut self, index: usize) -> Done {
        use crate::asm::Mem;
        use cortado_protocol::layout::thread::PENDING;
        let frame = self.frame();
        let (node, start) = (frame.node, frame.blocks.list[index].start);
        let live_top = frame.blocks.list[index].live_in;
        let label = self.asm.here();
        self.handlers.push((node, start as u16, label));
        self.asm.load(Width::Q, RAX, Mem::Base(THREAD, PENDING));
        self.asm.store_imm(Width::Q, Mem::Base(THREAD, PENDING), 0);
        for f in 0..self.frames.len() {
            let live = self.kept(f, live_top);
            for v in 0..self.st.frames[f].vars.len() {
                let id = VarId { frame: f as u8, var: v as u8 };
                let Some(pin) = self.st.var(id).pin else { continue };
                if live >> v & 1 == 0 {
                    continue;
                }
                let home = word(self.home(id));
                if v & 1 == 1 {
                    self.asm.loadx(true, pin, home);
                } else {
                    self.asm.load(Width::Q, pin, home);
                }
            }
        }
        Ok(())
    }
}
