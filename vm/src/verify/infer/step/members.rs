//! Fields, calls and new objects on inferred types.

use super::Step;
use crate::meta::Sym;
use crate::verify::context::class_type;
use crate::verify::infer::V;
use crate::verify::types::VType;
use cortado_protocol::bytecode::{CpIndex, Instruction, Opcode};

impl Step<'_, '_, '_> {
    pub(super) fn class(&self, index: CpIndex) -> VType {
        class_type(&self.inference.cx.class.cp, index.0)
    }

    /// The value types of a field, or of what a method returns.
    pub(super) fn result_of(&mut self, desc: Sym) -> Option<VType> {
        let names = &mut self.inference.cx.names;
        let signature = names.signature(desc);
        (signature.result > 0).then(|| names.slot(signature, signature.args))
    }

    pub(super) fn member(&self, index: CpIndex) -> (VType, Sym, Sym) {
        let (_, name, desc) = self.inference.cx.class.cp.member(index.0);
        (self.inference.cx.member_class(index.0), name, desc)
    }

    pub(super) fn push_field(&mut self, field: CpIndex) {
        let (_, _, desc) = self.member(field);
        let value = self.result_of(desc);
        self.stack.extend(value);
    }

    pub(super) fn field_object(&mut self, field: CpIndex, object: VType) -> V<()> {
        let (holder, _, _) = self.member(field);
        self.assignable(object, holder, "Incompatible type for getting or setting field")?;
        if self.insn().protected {
            let this = self.inference.cx.this_type;
            self.assignable(object, this, "Bad access to protected data")?;
        }
        Ok(())
    }

    pub(super) fn put(&mut self, field: CpIndex, of_object: bool) -> V<()> {
        let (holder, name, desc) = self.member(field);
        let expected = self.result_of(desc).unwrap_or(VType::Top);
        let kind = match expected {
            VType::Object(_) | VType::Array(_) => VType::AnyReference,
            kind => kind,
        };
        let value = self.pop(kind)?;
        if of_object {
            let this = self.inference.cx.this_type;
            let own = self.stack.last() == Some(&VType::UninitThis)
                && holder == this
                && self.inference.cx.class.declared_field(name, desc).is_some();
            let object = if own {
                self.stack.pop();
                this
            } else {
                self.pop(VType::AnyReference)?
            };
            self.field_object(field, object)?;
        }
        self.assignable(value, expected, "Bad type in putfield/putstatic")
    }

    /// A `new`: what the same instruction made before cannot be initialised any more.
    pub(super) fn make(&mut self) -> V<()> {
        let made = VType::Uninit(self.number as u16);
        if self.stack.contains(&made) {
            return Err(self.fail("Uninitialized object on stack at creating point"));
        }
        self.replace_registers(made, VType::Top)?;
        self.stack.push(made);
        Ok(())
    }

    pub(super) fn replace_registers(&mut self, from: VType, to: VType) -> V<()> {
        if !self.registers.contains(&from) {
            return Ok(());
        }
        let mut masks = self.masks.to_vec();
        let mut registers = self.registers.to_vec();
        for (index, register) in registers.iter_mut().enumerate() {
            if *register == from {
                *register = to;
                masks.iter_mut().for_each(|mask| mask.set(index));
            }
        }
        self.masks = masks.into();
        self.set_registers(registers)
    }

    pub(super) fn call(&mut self, method: CpIndex) -> V<()> {
        let (holder, name, desc) = self.member(method);
        let signature = self.inference.cx.names.signature(desc);
        let mut args = Vec::new();
        let mut index = signature.args;
        while index > 0 {
            index -= 1;
            let mut expected = self.inference.cx.names.slot(signature, index);
            if expected.is_second() {
                index -= 1;
                expected = self.inference.cx.names.slot(signature, index);
            }
            let kind = match expected {
                VType::Object(_) | VType::Array(_) => VType::AnyReference,
                kind => kind,
            };
            args.push((self.pop(kind)?, expected));
        }
        if self.insn().is_init {
            self.call_constructor(holder)?;
        } else if self.opcode != Opcode::InvokeStatic {
            let object = self.pop(VType::AnyReference)?;
            self.check_receiver(object, holder, name)?;
        }
        for &(found, expected) in args.iter().rev() {
            if matches!(expected, VType::Object(_) | VType::Array(_)) {
                self.assignable(found, expected, "Incompatible argument to function")?;
            }
        }
        if let Some(from) = self.initialized {
            self.initialize(from)?;
        }
        let result = self.result_of(desc);
        self.stack.extend(result);
        Ok(())
    }

    pub(super) fn check_receiver(&mut self, object: VType, holder: VType, name: Sym) -> V<()> {
        self.assignable(object, holder, "Incompatible object argument for function call")?;
        let this = self.inference.cx.this_type;
        if self.opcode == Opcode::InvokeSpecial {
            self.assignable(object, this, "Incompatible object argument for invokespecial")?;
        }
        let names = &self.inference.cx.names;
        // Arrays have a public clone method.
        let clone = holder == VType::Object(names.object)
            && matches!(object, VType::Array(_))
            && name == names.clone;
        if self.insn().protected && !clone {
            self.assignable(object, this, "Bad access to protected data")?;
        }
        Ok(())
    }

    pub(super) fn call_constructor(&mut self, holder: VType) -> V<()> {
        const WRONG: &str = "Call to wrong initialization method";
        let object = self.pop_any()?;
        let this = self.inference.cx.this_type;
        match object {
            VType::Uninit(_) => {
                if self.made_by(object) != holder {
                    return Err(self.fail(WRONG));
                }
                if self.insn().protected {
                    self.assignable(object, this, "Bad access to protected data")?;
                }
            }
            VType::UninitThis => {
                let parent = self.inference.cx.class.super_class;
                let is_super = parent.is_some_and(|class| holder == VType::Object(class.name));
                if holder != this && !is_super {
                    return Err(self.fail(WRONG));
                }
            }
            _ => return Err(self.fail("Expecting to find uninitialized object on stack")),
        }
        self.initialized = Some(object);
        Ok(())
    }

    /// The class of an uninitialised object.
    pub(super) fn made_by(&self, object: VType) -> VType {
        let made = match object {
            VType::Uninit(number) => self.inference.insns.get(usize::from(number)),
            _ => return self.inference.cx.this_type,
        };
        match made.map(|insn| insn.instruction) {
            Some(Instruction::New { class }) => self.class(class),
            _ => VType::Top,
        }
    }

    pub(super) fn initialize(&mut self, from: VType) -> V<()> {
        let to = self.made_by(from);
        for item in &mut self.stack {
            if *item == from {
                *item = to;
            }
        }
        self.replace_registers(from, to)
    }
}
