//! Verification by type inference (JVMS 4.10.2), for class files without StackMapTable.
//!
//! Each instruction has the state in which it is reached: the merge of the states that its
//! predecessors leave. [`operands`] checks what can be checked without states, [`step`] executes
//! an instruction on types, [`flow`] merges until nothing changes, [`merge`] joins two types.
//! Subroutines are followed with the set of registers that they modify, one per open call.

mod flow;
mod merge;
mod operands;
mod step;

use super::Failure;
use super::context::Context;
use super::types::{VType, of_descriptor};
use crate::class::MethodRef;
use crate::class::types::result;
use crate::runtime::throw;
use cortado_protocol::bytecode::{Instruction, Opcode};
use std::rc::Rc;

type V<T> = Result<T, Failure>;

/// Registers that are stored in all states of a method together, at most: a compiler's methods
/// need a fraction, and no other method shall fill the memory.
const REGISTERS_MAX: usize = 1 << 26;

/// Verifies all methods of the class, the last one first as HotSpot does.
pub(super) fn infer(cx: &mut Context<'_>) -> V<()> {
    for method in super::methods_with_code(cx.class).rev() {
        Inference::new(cx, method).run()?;
    }
    Ok(())
}

/// An instruction with what the first pass found out.
struct Insn {
    bci: u32,
    instruction: Instruction<'static>,
    /// Numbers of the instructions that it may jump to.
    targets: Vec<u32>,
    /// Calls a constructor.
    is_init: bool,
    /// Uses a protected member of a superclass in another package.
    protected: bool,
    /// Of a jsr: the ret that returned to it.
    ret: Option<u32>,
}

impl Insn {
    fn opcode(&self) -> Opcode {
        self.instruction.opcode()
    }

    fn is_jsr(&self) -> bool {
        matches!(self.instruction, Instruction::Jsr { .. } | Instruction::JsrW { .. })
    }

    fn is_ret(&self) -> bool {
        matches!(self.instruction, Instruction::Ret { .. })
    }
}

/// Registers that a subroutine modifies.
#[derive(Clone, PartialEq)]
struct Mask {
    /// Number of its first instruction.
    entry: u32,
    modifies: Vec<u64>,
}

impl Mask {
    fn has(&self, register: usize) -> bool {
        self.modifies.get(register / 64).is_some_and(|word| word >> (register % 64) & 1 == 1)
    }

    fn set(&mut self, register: usize) {
        if let Some(word) = self.modifies.get_mut(register / 64) {
            *word |= 1 << (register % 64);
        }
    }
}

/// The state in which an instruction is reached.
#[derive(Clone)]
struct State {
    registers: Rc<[VType]>,
    /// A long or double is one entry.
    stack: Rc<[VType]>,
    /// One for each open call of a subroutine, the outermost first.
    masks: Rc<[Mask]>,
    /// A constructor of this object has been called on all paths.
    constructed: bool,
    /// A constructor must have been called before returning.
    needs_constructor: bool,
    /// The method cannot return normally any more.
    no_return: bool,
}

/// A row of the exception table.
struct Caught {
    start: u32,
    end: u32,
    target: u32,
    stack: Rc<[VType]>,
}

/// Infers the types of one method.
struct Inference<'c, 't> {
    cx: &'c mut Context<'t>,
    method: MethodRef,
    code: &'static [u8],
    /// Number of the instruction at each index of the code.
    numbers: Vec<Option<u32>>,
    insns: Vec<Insn>,
    states: Vec<Option<State>>,
    changed: Vec<bool>,
    handlers: Vec<Caught>,
    result: Option<VType>,
    registers_made: usize,
}

impl<'c, 't> Inference<'c, 't> {
    fn new(cx: &'c mut Context<'t>, method: MethodRef) -> Inference<'c, 't> {
        let result = match of_descriptor(result(method.desc.bytes())) {
            Some(VType::Bool | VType::Byte | VType::Char | VType::Short) => Some(VType::Int),
            result => result,
        };
        Inference {
            cx,
            method,
            code: method.code.get(),
            numbers: Vec::new(),
            insns: Vec::new(),
            states: Vec::new(),
            changed: Vec::new(),
            handlers: Vec::new(),
            result,
            registers_made: 0,
        }
    }

    fn run(mut self) -> V<()> {
        self.scan()?;
        self.check_operands()?;
        self.exception_table()?;
        self.enter();
        self.flow()
    }

    fn described(&self, message: &str) -> Box<str> {
        let (class, method) = (self.cx.class.name, self.method);
        let (name, desc) = (method.name, method.desc);
        format!("(class: {class}, method: {name} signature: {desc}) {message}").into()
    }

    /// A VerifyError.
    #[cold]
    fn fail(&self, message: &str) -> Failure {
        Failure::Verify(self.described(message))
    }

    /// A ClassFormatError.
    #[cold]
    fn format_error(&self, message: &str) -> Failure {
        Failure::Format(self.described(message))
    }

    /// Takes note of a new set of registers.
    fn count_registers(&mut self, count: usize) -> V<()> {
        self.registers_made += count;
        if self.registers_made <= REGISTERS_MAX {
            return Ok(());
        }
        let message = "Method too large to be verified by type inference";
        Err(Failure::Thrown(throw::out_of_memory(self.cx.t, message)))
    }

    /// The state in which the method is entered.
    fn enter(&mut self) {
        let mut registers = Vec::new();
        let mut constructs = false;
        if !self.method.is_static() {
            constructs = self.method.name == self.cx.names.init
                && self.cx.class.name != self.cx.names.object;
            registers.push(if constructs { VType::UninitThis } else { self.cx.this_type });
        }
        let signature = self.cx.names.signature(self.method.desc);
        registers.extend((0..signature.args).map(|index| self.cx.names.slot(signature, index)));
        self.states.resize_with(self.insns.len(), || None);
        self.changed.resize(self.insns.len(), false);
        self.states[0] = Some(State {
            registers: registers.into(),
            stack: Rc::new([]),
            masks: Rc::new([]),
            constructed: false,
            needs_constructor: constructs,
            no_return: false,
        });
        self.changed[0] = true;
    }
}
