//! One instruction executed on types.

mod members;

use super::super::ops::primitive_array;
use super::super::types::VType;
use super::operands::local_of;
use super::{Inference, Insn, Mask, State, V};
use crate::class::cp::tag;
use crate::meta::intern_bytes;
use cortado_protocol::bytecode::{CpIndex, Instruction, Opcode};
use std::rc::Rc;

/// What an instruction leaves.
pub(super) struct After {
    pub state: State,
    /// The uninitialised object that it initialised, if any.
    pub initialized: Option<VType>,
}

struct Step<'s, 'c, 't> {
    inference: &'s mut Inference<'c, 't>,
    number: usize,
    opcode: Opcode,
    stack: Vec<VType>,
    registers: Rc<[VType]>,
    masks: Rc<[Mask]>,
    initialized: Option<VType>,
}

/// Executes the instruction `number` in the state in which it is reached.
pub(super) fn step(inference: &mut Inference<'_, '_>, number: usize, before: &State) -> V<After> {
    let insn = &inference.insns[number];
    let (instruction, opcode) = (insn.instruction, insn.opcode());
    let mut step = Step {
        inference,
        number,
        opcode,
        stack: before.stack.to_vec(),
        registers: Rc::clone(&before.registers),
        masks: Rc::clone(&before.masks),
        initialized: None,
    };
    step.check_register(&instruction)?;
    step.check_return(before)?;
    step.execute(&instruction)?;
    step.note_modified(&instruction);
    let slots: usize = step.stack.iter().map(|item| 1 + usize::from(item.second().is_some())).sum();
    if slots > usize::from(step.inference.method.max_stack) {
        return Err(step.fail("Stack size too large"));
    }
    let initialized = step.initialized;
    let state = State {
        registers: step.registers,
        stack: step.stack.into(),
        masks: step.masks,
        constructed: before.constructed || initialized == Some(VType::UninitThis),
        ..*before
    };
    Ok(After { state, initialized })
}

/// The type that instructions of this group work on: `base` is the code of the first.
fn typed(code: u8, base: Opcode) -> VType {
    const TYPES: [VType; 5] =
        [VType::Int, VType::Long, VType::Float, VType::Double, VType::AnyReference];
    TYPES[usize::from(code - base as u8) % 5]
}

/// The type that a load or store of a local variable has, and whether it is a load.
fn local_type(opcode: Opcode) -> Option<(VType, bool)> {
    let code = opcode as u8;
    let short = |base: Opcode| typed(base as u8 + (code - base as u8) / 4, base);
    Some(match opcode {
        Opcode::IInc => (VType::Int, true),
        _ if (Opcode::ILoad..=Opcode::ALoad).contains(&opcode) => {
            (typed(code, Opcode::ILoad), true)
        }
        _ if (Opcode::ILoad0..=Opcode::ALoad3).contains(&opcode) => (short(Opcode::ILoad0), true),
        _ if (Opcode::IStore..=Opcode::AStore).contains(&opcode) => {
            (typed(code, Opcode::IStore), false)
        }
        _ if (Opcode::IStore0..=Opcode::AStore3).contains(&opcode) => {
            (short(Opcode::IStore0), false)
        }
        _ => return None,
    })
}

impl Step<'_, '_, '_> {
    fn fail(&self, message: &str) -> super::Failure {
        self.inference.fail(message)
    }

    fn insn(&self) -> &Insn {
        &self.inference.insns[self.number]
    }

    /// The register that the instruction reads must hold what it expects.
    fn check_register(&self, instruction: &Instruction<'_>) -> V<()> {
        let Some(index) = local_of(instruction).map(|index| usize::from(index.0)) else {
            return Ok(());
        };
        let expected = match local_type(self.opcode) {
            Some((expected, true)) => Some(expected),
            Some((_, false)) => return Ok(()),
            None => None,
        };
        if let Some(second) = expected.and_then(VType::second) {
            let next = index + 1;
            let Some(&found) = self.registers.get(next) else {
                let message =
                    format!("Accessing value from uninitialized register pair {index}/{next}");
                return Err(self.fail(&message));
            };
            if Some(self.registers[index]) != expected || found != second {
                let message = format!("Register pair {index}/{next} contains wrong type");
                return Err(self.fail(&message));
            }
            return Ok(());
        }
        let Some(&found) = self.registers.get(index) else {
            return Err(self.fail(&format!("Accessing value from uninitialized register {index}")));
        };
        let fits = match expected {
            Some(VType::AnyReference) => found.is_reference() || found.is_uninitialized(),
            Some(expected) => found == expected,
            None => matches!(found, VType::ReturnAddress(_)),
        };
        if fits {
            Ok(())
        } else if matches!(found, VType::ReturnAddress(_)) {
            Err(self.fail(&format!("Cannot load return address from register {index}")))
        } else {
            Err(self.fail(&format!("Register {index} contains wrong type")))
        }
    }

    fn check_return(&self, before: &State) -> V<()> {
        if !(Opcode::IReturn..=Opcode::Return).contains(&self.opcode) {
            return Ok(());
        }
        let constructs = self.opcode == Opcode::Return && before.needs_constructor;
        if constructs && !before.constructed {
            return Err(self.fail("Constructor must call super() or this()"));
        }
        if before.no_return {
            return Err(self.fail("Cannot return normally"));
        }
        Ok(())
    }

    fn pop_any(&mut self) -> V<VType> {
        match self.stack.pop() {
            Some(top) => Ok(top),
            None => Err(self.fail("Unable to pop operand off an empty stack")),
        }
    }

    fn pop(&mut self, expected: VType) -> V<VType> {
        let top = self.pop_any()?;
        let (fits, name) = match expected {
            VType::Int => (top == VType::Int, "integer"),
            VType::Float => (top == VType::Float, "float"),
            VType::Long => (top == VType::Long, "long"),
            VType::Double => (top == VType::Double, "double"),
            _ => (top.is_reference() || self.takes_special(top), "object/array"),
        };
        if fits { Ok(top) } else { Err(self.fail(&format!("Expecting to find {name} on stack"))) }
    }

    /// Instructions that accept more than initialised objects.
    fn takes_special(&self, top: VType) -> bool {
        let stores = matches!(local_type(self.opcode), Some((VType::AnyReference, false)));
        match top {
            VType::ReturnAddress(_) => stores,
            VType::UninitThis | VType::Uninit(_) => {
                stores || matches!(self.opcode, Opcode::IfNull | Opcode::IfNonNull)
            }
            _ => false,
        }
    }

    /// One item that is no long or double.
    fn pop_one(&mut self) -> V<VType> {
        let top = self.pop_any()?;
        if top.second().is_some() {
            return Err(self.fail("Attempt to split long or double on the stack"));
        }
        Ok(top)
    }

    /// A long or double, or two other items.
    fn pop_two(&mut self) -> V<Vec<VType>> {
        let top = self.pop_any()?;
        if top.second().is_some() {
            return Ok(vec![top]);
        }
        Ok(vec![self.pop_one()?, top])
    }

    fn pop_array(&mut self, expected: &[u8]) -> V<VType> {
        let top = self.pop_any()?;
        let (fits, elements) = match expected {
            b"[I" => (top.is_array_of(expected), "ints"),
            b"[J" => (top.is_array_of(expected), "longs"),
            b"[F" => (top.is_array_of(expected), "floats"),
            b"[D" => (top.is_array_of(expected), "doubles"),
            b"[B" => (top.is_array_of(b"[B") || top.is_array_of(b"[Z"), "bytes or Booleans"),
            b"[C" => (top.is_array_of(expected), "chars"),
            b"[S" => (top.is_array_of(expected), "shorts"),
            _ => (top.is_reference_array(), "objects or arrays"),
        };
        if fits {
            return Ok(top);
        }
        Err(self.fail(&format!("Expecting to find array of {elements} on stack")))
    }

    fn array_load(&mut self, array: &[u8], element: VType) -> V<()> {
        self.pop(VType::Int)?;
        self.pop_array(array)?;
        self.stack.push(element);
        Ok(())
    }

    fn array_store(&mut self, array: &[u8], element: VType) -> V<()> {
        self.pop(element)?;
        self.pop(VType::Int)?;
        self.pop_array(array)?;
        Ok(())
    }

    fn assignable(&mut self, from: VType, to: VType, message: &str) -> V<()> {
        if self.inference.assignable(from, to)? { Ok(()) } else { Err(self.fail(message)) }
    }

    /// Instructions whose row in the table says it all.
    fn simple(&mut self) -> V<()> {
        let vtype = |letter: u8| match letter {
            b'I' => VType::Int,
            b'F' => VType::Float,
            b'J' => VType::Long,
            b'D' => VType::Double,
            _ => VType::AnyReference,
        };
        for &letter in self.opcode.pops().as_bytes().iter().rev() {
            self.pop(vtype(letter))?;
        }
        for &letter in self.opcode.pushes().as_bytes() {
            self.stack.push(vtype(letter));
        }
        Ok(())
    }

    fn execute(&mut self, instruction: &Instruction<'_>) -> V<()> {
        use Instruction as I;
        if let Some((vtype, loads)) = local_type(self.opcode)
            && let Some(index) = local_of(instruction)
        {
            return self.local(usize::from(index.0), vtype, loads);
        }
        match *instruction {
            I::AConstNull {} => self.stack.push(VType::Null),
            I::Ldc { constant } | I::LdcW { constant } | I::Ldc2W { constant } => {
                self.load_constant(constant);
            }
            I::IALoad {} => self.array_load(b"[I", VType::Int)?,
            I::LALoad {} => self.array_load(b"[J", VType::Long)?,
            I::FALoad {} => self.array_load(b"[F", VType::Float)?,
            I::DALoad {} => self.array_load(b"[D", VType::Double)?,
            I::BALoad {} => self.array_load(b"[B", VType::Int)?,
            I::CALoad {} => self.array_load(b"[C", VType::Int)?,
            I::SALoad {} => self.array_load(b"[S", VType::Int)?,
            I::AALoad {} => {
                self.pop(VType::Int)?;
                let array = self.pop_array(b"")?;
                let element = match array {
                    VType::Array(name) => self.inference.cx.names.component(name),
                    other => other,
                };
                self.stack.push(element);
            }
            I::IAStore {} => self.array_store(b"[I", VType::Int)?,
            I::LAStore {} => self.array_store(b"[J", VType::Long)?,
            I::FAStore {} => self.array_store(b"[F", VType::Float)?,
            I::DAStore {} => self.array_store(b"[D", VType::Double)?,
            I::BAStore {} => self.array_store(b"[B", VType::Int)?,
            I::CAStore {} => self.array_store(b"[C", VType::Int)?,
            I::SAStore {} => self.array_store(b"[S", VType::Int)?,
            I::AAStore {} => self.array_store(b"", VType::AnyReference)?,
            I::Pop {}
            | I::Pop2 {}
            | I::Dup {}
            | I::DupX1 {}
            | I::DupX2 {}
            | I::Dup2 {}
            | I::Dup2X1 {}
            | I::Dup2X2 {}
            | I::Swap {} => self.shuffle()?,
            I::Jsr { .. } | I::JsrW { .. } => self.call_subroutine()?,
            I::Ret { .. } => {}
            I::IReturn {} | I::LReturn {} | I::FReturn {} | I::DReturn {} | I::AReturn {} => {
                self.returns()?;
            }
            I::Return {} if self.inference.result.is_some() => {
                return Err(self.fail("Wrong return type in function"));
            }
            I::GetStatic { field } => self.push_field(field),
            I::PutStatic { field } => self.put(field, false)?,
            I::GetField { field } => {
                let object = self.pop(VType::AnyReference)?;
                self.field_object(field, object)?;
                self.push_field(field);
            }
            I::PutField { field } => self.put(field, true)?,
            I::InvokeVirtual { method }
            | I::InvokeSpecial { method }
            | I::InvokeStatic { method }
            | I::InvokeInterface { method, .. } => self.call(method)?,
            I::New { .. } => self.make()?,
            I::NewArray { element } => {
                self.pop(VType::Int)?;
                self.stack.push(VType::Array(intern_bytes(primitive_array(element))));
            }
            I::ANewArray { class } => {
                self.pop(VType::Int)?;
                let element = self.class(class);
                self.stack.push(match element {
                    VType::Object(name) | VType::Array(name) => {
                        self.inference.cx.names.array_of(name)
                    }
                    other => other,
                });
            }
            I::MultiANewArray { class, dimensions } => {
                for _ in 0..dimensions {
                    self.pop(VType::Int)?;
                }
                let array = self.class(class);
                self.stack.push(array);
            }
            I::CheckCast { class } => {
                self.pop(VType::AnyReference)?;
                let class = self.class(class);
                self.stack.push(class);
            }
            I::ArrayLength {} => {
                let array = self.pop_any()?;
                if !matches!(array, VType::Null | VType::Array(_)) {
                    return Err(self.fail("Expecting to find array on stack"));
                }
                self.stack.push(VType::Int);
            }
            I::AThrow {} => {
                let thrown = self.pop(VType::AnyReference)?;
                let throwable = VType::Object(self.inference.cx.names.throwable);
                self.assignable(thrown, throwable, "Can only throw Throwable objects")?;
            }
            _ => self.simple()?,
        }
        Ok(())
    }

    fn local(&mut self, index: usize, vtype: VType, loads: bool) -> V<()> {
        if self.opcode == Opcode::IInc {
            return Ok(());
        }
        if loads {
            self.stack.push(self.registers[index]);
            return Ok(());
        }
        let value = self.pop(vtype)?;
        let second = value.second();
        let last = index + usize::from(second.is_some());
        let unchanged = self.registers.get(index) == Some(&value)
            && second.is_none_or(|second| self.registers.get(last) == Some(&second));
        if unchanged {
            return Ok(());
        }
        let mut registers = self.registers.to_vec();
        if registers.len() <= last {
            registers.resize(last + 1, VType::Top);
        }
        registers[index] = value;
        if let Some(second) = second {
            registers[last] = second;
        }
        self.set_registers(registers)
    }

    fn set_registers(&mut self, registers: Vec<VType>) -> V<()> {
        self.inference.count_registers(registers.len())?;
        self.registers = registers.into();
        Ok(())
    }

    fn load_constant(&mut self, constant: CpIndex) {
        let cx = &self.inference.cx;
        self.stack.push(match cx.class.cp.tag(constant.0) {
            tag::INTEGER => VType::Int,
            tag::FLOAT => VType::Float,
            tag::LONG => VType::Long,
            tag::DOUBLE => VType::Double,
            tag::STRING => VType::Object(cx.names.string),
            _ => VType::Object(cx.names.class),
        });
    }

    /// The instructions that only rearrange the stack.
    fn shuffle(&mut self) -> V<()> {
        match self.opcode {
            Opcode::Pop => {
                self.pop_one()?;
            }
            Opcode::Pop2 => {
                self.pop_two()?;
            }
            Opcode::Dup => {
                let top = self.pop_one()?;
                self.stack.extend([top, top]);
            }
            Opcode::DupX1 => {
                let (top, second) = (self.pop_one()?, self.pop_one()?);
                self.stack.extend([top, second, top]);
            }
            Opcode::DupX2 => {
                let (top, below) = (self.pop_one()?, self.pop_two()?);
                self.stack.push(top);
                self.stack.extend(below);
                self.stack.push(top);
            }
            Opcode::Dup2 => {
                let top = self.pop_two()?;
                self.stack.extend([&top[..], &top[..]].concat());
            }
            Opcode::Dup2X1 => {
                let (top, below) = (self.pop_two()?, self.pop_one()?);
                self.stack.extend([&top[..], &[below], &top[..]].concat());
            }
            Opcode::Dup2X2 => {
                let (top, below) = (self.pop_two()?, self.pop_two()?);
                self.stack.extend([&top[..], &below[..], &top[..]].concat());
            }
            _ => {
                let (top, second) = (self.pop_one()?, self.pop_one()?);
                self.stack.extend([top, second]);
            }
        }
        Ok(())
    }

    fn call_subroutine(&mut self) -> V<()> {
        let entry = self.insn().targets[0];
        if self.masks.iter().any(|mask| mask.entry == entry) {
            return Err(self.fail("Recursive call to jsr entry"));
        }
        let words = usize::from(self.inference.method.max_locals).div_ceil(64);
        let mask = Mask { entry, modifies: vec![0; words] };
        self.masks = self.masks.iter().cloned().chain([mask]).collect();
        self.stack.push(VType::ReturnAddress(entry as u16));
        Ok(())
    }

    fn returns(&mut self) -> V<()> {
        let value = self.pop(typed(self.opcode as u8, Opcode::IReturn))?;
        const MESSAGE: &str = "Wrong return type in function";
        match self.inference.result {
            Some(result) => self.assignable(value, result, MESSAGE),
            None => Err(self.fail(MESSAGE)),
        }
    }

    /// Tells the open subroutines that a register was used.
    fn note_modified(&mut self, instruction: &Instruction<'_>) {
        let Some(index) = local_of(instruction).map(|index| usize::from(index.0)) else { return };
        if self.masks.is_empty() {
            return;
        }
        let wide = local_type(self.opcode).is_some_and(|(vtype, _)| vtype.second().is_some());
        let last = index + usize::from(wide);
        if self.masks.iter().all(|mask| mask.has(index) && mask.has(last)) {
            return;
        }
        let mut masks = self.masks.to_vec();
        for mask in &mut masks {
            mask.set(index);
            mask.set(last);
        }
        self.masks = masks.into();
    }
}
