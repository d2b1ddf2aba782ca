//! What the compiler knows while it emits: operand stack, locals, registers.

use crate::asm::{Gpr, Xmm};
use cortado_protocol::request::{ClassId, Kind, ObjectId, Value};

/// Type of a value as the operand stack has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ty {
    I,
    J,
    F,
    D,
    A,
}

impl Ty {
    /// Of a kind other than void.
    pub fn of(kind: Kind) -> Ty {
        match kind {
            Kind::Bool | Kind::Byte | Kind::Char | Kind::Short | Kind::Int | Kind::Void => Ty::I,
            Kind::Float => Ty::F,
            Kind::Long => Ty::J,
            Kind::Double => Ty::D,
            Kind::Ref => Ty::A,
        }
    }

    /// Whether it lives in an xmm register.
    pub fn is_x(self) -> bool {
        matches!(self, Ty::F | Ty::D)
    }

    /// Slots it fills.
    pub fn slots(self) -> u16 {
        if matches!(self, Ty::J | Ty::D) { 2 } else { 1 }
    }
}

/// A variable of one of the frames that are being compiled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VarId {
    /// Depth of inlining.
    pub frame: u8,
    /// Variable, see [`crate::blocks`].
    pub var: u8,
}

/// Where a value is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Val {
    Int(i32),
    Long(i64),
    Float(u32),
    Double(u64),
    Null,
    Object(ObjectId),
    Mirror(ClassId),
    /// In a general register.
    G(Gpr),
    /// In an xmm register.
    X(Xmm),
    /// Wherever the variable is.
    Local(VarId),
    /// In a word of the frame.
    Word(i32),
}

/// A value with what is known of it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Entry {
    /// Where it is.
    pub val: Val,
    /// Its type.
    pub ty: Ty,
    /// What else is known.
    pub fact: Fact,
}

/// What is known of a reference.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Fact {
    /// It is an instance of this class, if not null.
    pub class: Option<ClassId>,
    /// Of this class itself.
    pub exact: bool,
    /// It is not null.
    pub nonnull: bool,
    /// It was allocated since the last safepoint.
    pub fresh: bool,
}

impl Entry {
    /// A value of which nothing is known.
    pub fn new(val: Val, ty: Ty) -> Entry {
        Entry { val, ty, fact: Fact::default() }
    }

    /// An int.
    pub fn int(v: i32) -> Entry {
        Entry::new(Val::Int(v), Ty::I)
    }

    /// A long.
    pub fn long(v: i64) -> Entry {
        Entry::new(Val::Long(v), Ty::J)
    }

    /// A constant of the request.
    pub fn constant(value: Value) -> Entry {
        let nonnull = Fact { nonnull: true, ..Fact::default() };
        match value {
            Value::Int(v) => Entry::int(v),
            Value::Float(bits) => Entry::new(Val::Float(bits), Ty::F),
            Value::Long(v) => Entry::long(v),
            Value::Double(bits) => Entry::new(Val::Double(bits), Ty::D),
            Value::Null => Entry::new(Val::Null, Ty::A),
            Value::Object(id) => Entry { val: Val::Object(id), ty: Ty::A, fact: nonnull },
            Value::Mirror(id) => Entry { val: Val::Mirror(id), ty: Ty::A, fact: nonnull },
        }
    }

    /// Whether it is a constant.
    pub fn is_constant(&self) -> bool {
        match self.val {
            Val::Int(_)
            | Val::Long(_)
            | Val::Float(_)
            | Val::Double(_)
            | Val::Null
            | Val::Object(_)
            | Val::Mirror(_) => true,
            Val::G(_) | Val::X(_) | Val::Local(_) | Val::Word(_) => false,
        }
    }

    /// The constant int.
    pub fn as_int(&self) -> Option<i32> {
        match self.val {
            Val::Int(v) => Some(v),
            _ => None,
        }
    }

    /// The constant long.
    pub fn as_long(&self) -> Option<i64> {
        match self.val {
            Val::Long(v) => Some(v),
            _ => None,
        }
    }

    /// The word of a constant that is no object, as the interpreter holds it.
    pub fn word(&self) -> Option<u64> {
        match self.val {
            Val::Int(v) => Some(u64::from(v.cast_unsigned())),
            Val::Long(v) => Some(v.cast_unsigned()),
            Val::Float(bits) => Some(u64::from(bits)),
            Val::Double(bits) => Some(bits),
            Val::Null => Some(0),
            Val::Object(_)
            | Val::Mirror(_)
            | Val::G(_)
            | Val::X(_)
            | Val::Local(_)
            | Val::Word(_) => None,
        }
    }
}

/// A variable.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Var {
    /// The register that is its own.
    pub pin: Option<u8>,
    /// The register that holds it now.
    pub reg: Option<u8>,
    /// Whether its home holds it now.
    pub in_home: bool,
    /// The value it always has: never written.
    pub bound: Option<Entry>,
    /// What is known of its value.
    pub fact: Fact,
    /// What is known of it everywhere.
    pub base_fact: Fact,
}

/// What changes from instruction to instruction in one frame.
#[derive(Clone, Debug, Default)]
pub struct FrameState {
    /// Variables.
    pub vars: Vec<Var>,
    /// Operands, bottom first.
    pub stack: Vec<Entry>,
}

/// A register file: who uses what.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// Number of operands in each register.
    pub uses: [u8; 16],
    /// The variable that each register holds, pins apart.
    pub var: [Option<VarId>; 16],
    /// Registers that the current instruction uses.
    pub locked: u16,
}

/// Everything that changes from instruction to instruction.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Frames, outermost first.
    pub frames: Vec<FrameState>,
    /// General registers.
    pub g: File,
    /// Xmm registers.
    pub x: File,
    /// Arrays with indices that have been found to be in bounds: variables and constants.
    pub checked: Vec<(Val, Val)>,
}

impl State {
    /// Forgets all registers: nothing is in them but pins.
    pub fn clear_registers(&mut self) {
        self.g = File::default();
        self.x = File::default();
    }

    /// The innermost frame.
    pub fn top(&mut self) -> &mut FrameState {
        self.frames.last_mut().expect("a frame is being compiled")
    }

    /// The variable.
    pub fn var(&mut self, id: VarId) -> &mut Var {
        &mut self.frames[usize::from(id.frame)].vars[usize::from(id.var)]
    }

    /// The variable changes: what was checked with it says nothing any more.
    pub fn forget_checks(&mut self, id: VarId) {
        let val = Val::Local(id);
        self.checked.retain(|&(array, index)| array != val && index != val);
    }

    /// Forgets what was allocated since the last safepoint.
    pub fn age(&mut self) {
        for frame in &mut self.frames {
            for entry in &mut frame.stack {
                entry.fact.fresh = false;
            }
            for var in &mut frame.vars {
                var.fact.fresh = false;
            }
        }
    }
}
