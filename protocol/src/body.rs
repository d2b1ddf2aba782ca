//! The compiled body: relocatable code and everything the VM must know to run, walk and leave it.

use crate::reloc::Reloc;
use crate::request::{ClassId, FieldId, MethodId};
use serde::{Deserialize, Serialize};

/// The text of this file: its types are their own table in the contract's hash.
pub const TABLE_TEXT: &str = include_str!("body.rs");

/// Code and its tables. All offsets are in bytes from the beginning of the code.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CompiledBody {
    /// [`crate::CONTRACT`] of the compiler.
    pub contract: u64,
    /// Machine code, constants and jump tables included.
    pub code: Vec<u8>,
    /// Entry of compiled calls; none for a body entered at a loop.
    pub entry: Option<u32>,
    /// Entry from the interpreter.
    pub interpreter_entry: u32,
    /// Return address of the call that the interpreter's entry makes: the outermost frame's.
    pub interpreter_return: u32,
    /// Places to fill in.
    pub relocs: Vec<Reloc>,
    /// Calls, by ascending `ret`.
    pub sites: Vec<Site>,
    /// Instructions that fault when a reference is null, by ascending `at`.
    pub traps: Vec<Trap>,
    /// Frame descriptions that sites refer to.
    pub states: Vec<State>,
    /// Compiled exception handlers.
    pub handlers: Vec<HandlerEntry>,
    /// Inlined calls; the first is the method itself.
    pub nodes: Vec<Node>,
    /// What must hold, now and later.
    pub assumptions: Vec<Assumption>,
}

/// A call from the code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Site {
    /// Return address.
    pub ret: u32,
    /// Deoptimisation entry, see [`crate::abi`].
    pub deopt: Option<u32>,
    /// Row of [`CompiledBody::states`].
    pub state: u32,
}

/// An instruction whose page fault means a null reference.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Trap {
    /// The instruction.
    pub at: u32,
    /// Where to go on; registers are as at the fault.
    pub target: u32,
}

/// The interpreter frames that a compiled frame stands for, outermost first.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct State {
    /// At least one; all but the last are at a call.
    pub frames: Vec<VirtualFrame>,
}

/// One interpreter frame.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct VirtualFrame {
    /// Row of [`CompiledBody::nodes`].
    pub node: u16,
    /// Bytecode index.
    pub bci: u16,
    /// Whether the interpreter executes the instruction at `bci`, or goes on after it; then its
    /// operands are not on the operand stack any more.
    pub resume: Resume,
    /// Local slots; the second of a long or double is [`Place::Dead`].
    pub locals: Vec<Place>,
    /// Operand slots, bottom first, alike.
    pub stack: Vec<Place>,
    /// The object locked by a synchronized method; Dead when none or not ours to unlock.
    pub lock: Place,
}

/// How the interpreter takes a frame over.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Resume {
    /// By executing the instruction.
    Execute,
    /// After the instruction (a call, an allocation, a monitor's), whose result, if any, is in
    /// `thread::RESULT` or comes from the next inner frame.
    After,
}

/// Where a slot's value is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Place {
    /// Nobody will read it.
    Dead,
    /// In the 8-byte word at this offset from rbp.
    Frame(i32),
    /// This word, as the interpreter holds it.
    Constant(u64),
}

/// Where the code handles an exception.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HandlerEntry {
    /// Row of [`CompiledBody::nodes`] whose exception table it is.
    pub node: u16,
    /// Bytecode index of the handler.
    pub bci: u16,
    /// The code: takes the pending exception itself; locals are where sites left them.
    pub code: u32,
}

/// An inlined call, or the method itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Node {
    /// The method whose bytecode it is.
    pub method: MethodId,
    /// The node that contains the call, and the call's bytecode index there.
    pub parent: Option<(u16, u16)>,
}

/// What the code relies on (design D10).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Assumption {
    /// The class is initialised.
    Initialized(ClassId),
    /// No loaded class overrides the method.
    NotOverridden(MethodId),
    /// The class has no subclasses.
    Leaf(ClassId),
    /// The static final field has the value that the request says.
    StaticValue(FieldId),
}
