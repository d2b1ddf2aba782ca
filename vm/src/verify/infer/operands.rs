//! The checks that need no types: operands, constants, jumps, the exception table.

use super::super::context::class_type;
use super::super::ops::is_too_deep;
use super::super::types::VType;
use super::{Caught, Inference, Insn, V};
use crate::class::cp::tag;
use crate::class::{ClassRef, acc};
use crate::link::access::same_package;
use crate::meta::Sym;
use cortado_protocol::bytecode::decode::{decode_at, length_at};
use cortado_protocol::bytecode::{
    Bci, DecodeError, DecodeErrorKind, Instruction, LocalIndex, Opcode,
};
use std::rc::Rc;

/// Padding of switches is free from this version on.
const FREE_PADDING_MAJOR: u16 = 51;
/// `ldc` of classes.
const LDC_CLASS_MAJOR: u16 = 49;

impl Inference<'_, '_> {
    /// Numbers the instructions.
    pub(super) fn scan(&mut self) -> V<()> {
        self.numbers.resize(self.code.len(), None);
        let (mut bci, mut number) = (0, 0);
        while bci < self.code.len() {
            let len = length_at(self.code, Bci(bci as u32)).map_err(|error| self.cut(&error))?;
            self.numbers[bci] = Some(number);
            number += 1;
            bci += len as usize;
        }
        Ok(())
    }

    fn cut(&self, error: &DecodeError) -> super::Failure {
        let at = error.bci.0;
        let opcode = self.code.get(at as usize).and_then(|&code| Opcode::from_u8(code));
        let operands = (at as usize + 1).next_multiple_of(4);
        let header = match opcode {
            Some(Opcode::TableSwitch) => operands + 12,
            Some(Opcode::LookupSwitch) => operands + 8,
            Some(Opcode::Wide) => at as usize + 2,
            _ => at as usize,
        };
        if error.kind == DecodeErrorKind::Truncated && header <= self.code.len() {
            self.fail(&format!("Code stops in the middle of instruction  starting at offset {at}"))
        } else {
            self.fail(&format!("Illegal instruction found at offset {at}"))
        }
    }

    fn number_at(&self, bci: u32) -> Option<u32> {
        self.numbers.get(bci as usize).copied().flatten()
    }

    /// Decodes all instructions and checks their operands.
    pub(super) fn check_operands(&mut self) -> V<()> {
        let mut bci = 0;
        while (bci as usize) < self.code.len() {
            let decoded = decode_at(self.code, Bci(bci))
                .map_err(|_| self.fail("Bad type passed to newarray"))?;
            let mut insn = Insn {
                bci,
                instruction: decoded.instruction,
                targets: Vec::new(),
                is_init: false,
                protected: false,
                ret: None,
            };
            self.check_targets(&mut insn)?;
            self.check_constants(&mut insn)?;
            self.check_local(&insn)?;
            self.insns.push(insn);
            bci += decoded.len;
        }
        Ok(())
    }

    fn check_targets(&self, insn: &mut Insn) -> V<()> {
        let default = match insn.instruction {
            Instruction::TableSwitch { table } => Some(table.default),
            Instruction::LookupSwitch { table } => {
                let keys = table.cases().map(|(key, _)| key);
                self.check_padding(insn.bci)?;
                if !keys.is_sorted_by(|a, b| a < b) {
                    return Err(self.fail("Unsorted lookup switch"));
                }
                Some(table.default)
            }
            _ => None,
        };
        if let Some(default) = default {
            self.check_padding(insn.bci)?;
            if self.number_at(default.0).is_none() {
                return Err(self.fail("Illegal default target in switch"));
            }
        }
        let mut legal = true;
        let targets = &mut insn.targets;
        insn.instruction.each_target(&mut |target| match self.number_at(target.0) {
            Some(number) => targets.push(number),
            None => legal = false,
        });
        match (legal, default) {
            (true, _) => Ok(()),
            (false, None) => Err(self.fail("Illegal target of jump or branch")),
            (false, Some(_)) => Err(self.fail("Illegal branch in tableswitch")),
        }
    }

    fn check_padding(&self, bci: u32) -> V<()> {
        let start = bci as usize + 1;
        let padding = self.code.get(start..start.next_multiple_of(4)).unwrap_or(&[]);
        if self.cx.class.major < FREE_PADDING_MAJOR && padding.iter().any(|&byte| byte != 0) {
            return Err(self.fail("Non zero padding bytes in switch"));
        }
        Ok(())
    }

    fn constant(&self, index: u16, tags: &[u8]) -> V<()> {
        if !self.cx.is_index(index) {
            return Err(self.fail("Illegal constant pool index"));
        }
        if !self.cx.has_tag(index, tags) {
            return Err(self.fail("Illegal type in constant pool"));
        }
        Ok(())
    }

    fn check_constants(&mut self, insn: &mut Insn) -> V<()> {
        use Instruction as I;
        const LOADABLE: &[u8] = &[tag::INTEGER, tag::FLOAT, tag::STRING, tag::CLASS];
        match insn.instruction {
            I::Ldc { constant } | I::LdcW { constant } => {
                let classes = self.cx.class.major >= LDC_CLASS_MAJOR;
                self.constant(constant.0, if classes { LOADABLE } else { &LOADABLE[..3] })
            }
            I::Ldc2W { constant } => self.constant(constant.0, &[tag::LONG, tag::DOUBLE]),
            I::GetStatic { field } | I::PutStatic { field } => {
                self.constant(field.0, &[tag::FIELDREF])
            }
            I::GetField { field } | I::PutField { field } => {
                self.constant(field.0, &[tag::FIELDREF])?;
                insn.protected = self.is_protected(field.0, false);
                Ok(())
            }
            I::InvokeVirtual { method }
            | I::InvokeSpecial { method }
            | I::InvokeStatic { method } => {
                self.constant(method.0, &[tag::METHODREF])?;
                self.check_call(method.0, insn)
            }
            I::InvokeInterface { method, count, zero } => {
                self.constant(method.0, &[tag::INTERFACE_METHODREF])?;
                self.check_call(method.0, insn)?;
                let (_, _, desc) = self.cx.class.cp.member(method.0);
                if self.cx.names.signature(desc).args + 1 != u16::from(count) {
                    return Err(self.fail("Inconsistent args_size for invokeinterface"));
                }
                if zero != 0 {
                    let message = "Fourth operand byte of invokeinterface must be zero";
                    return Err(self.fail(message));
                }
                Ok(())
            }
            I::InvokeDynamic { .. } => {
                Err(self.fail("invokedynamic bytecode is not supported in this class file version"))
            }
            I::New { class }
            | I::ANewArray { class }
            | I::CheckCast { class }
            | I::InstanceOf { class } => self.check_class(class.0, insn, 0),
            I::MultiANewArray { class, dimensions } => {
                self.check_class(class.0, insn, usize::from(dimensions))
            }
            _ => Ok(()),
        }
    }

    fn check_class(&self, index: u16, insn: &Insn, dimensions: usize) -> V<()> {
        self.constant(index, &[tag::CLASS])?;
        let class = class_type(&self.cx.class.cp, index);
        let depth = match class {
            VType::Array(name) => name.bytes().iter().take_while(|&&c| c == b'[').count(),
            _ => 0,
        };
        match (insn.opcode(), class) {
            (Opcode::New, VType::Array(_)) => {
                Err(self.fail("Illegal creation of multi-dimensional array"))
            }
            (Opcode::ANewArray, VType::Array(name)) if is_too_deep(name.bytes()) => {
                Err(self.fail("Array with too many dimensions"))
            }
            (Opcode::MultiANewArray, _) if dimensions == 0 || dimensions > depth => {
                Err(self.fail("Illegal dimension argument"))
            }
            _ => Ok(()),
        }
    }

    fn check_call(&self, index: u16, insn: &mut Insn) -> V<()> {
        let opcode = insn.opcode();
        let special = opcode == Opcode::InvokeSpecial;
        let (_, name, _) = self.cx.class.cp.member(index);
        if name == self.cx.names.init {
            if !special {
                return Err(self.fail("Must call initializers using invokespecial"));
            }
            insn.is_init = true;
        } else if name.bytes().first() == Some(&b'<') {
            return Err(self.fail("Illegal call to internal method"));
        } else if special {
            let holder = self.cx.member_class(index);
            if !self.cx.class.supers().any(|class| holder == VType::Object(class.name)) {
                return Err(self.fail("Illegal use of nonvirtual function call"));
            }
        }
        if special || opcode == Opcode::InvokeVirtual {
            insn.protected = self.is_protected(index, true);
        }
        Ok(())
    }

    /// Whether a member is found, in a superclass, that is protected and of another package.
    fn is_protected(&self, index: u16, method: bool) -> bool {
        let class = self.cx.class;
        let (_, name, desc) = class.cp.member(index);
        let holder = self.cx.member_class(index);
        let named = |class: &ClassRef| holder == VType::Object(class.name);
        let Some(start) = class.supers().skip(1).find(named) else { return false };
        let found = start.supers().find_map(|at| Some((at, declared(at, name, desc, method)?)));
        found.is_some_and(|(at, access)| access & acc::PROTECTED != 0 && !same_package(at, class))
    }

    fn check_local(&self, insn: &Insn) -> V<()> {
        let Some(LocalIndex(index)) = local_of(&insn.instruction) else { return Ok(()) };
        let last = usize::from(index) + usize::from(is_wide_local(insn.opcode()));
        if last >= usize::from(self.method.max_locals) {
            return Err(self.fail("Illegal local variable number"));
        }
        Ok(())
    }

    /// The exception table, last row first.
    pub(super) fn exception_table(&mut self) -> V<()> {
        if self.method.max_stack < 1 && !self.method.handlers.is_empty() {
            return Err(self.fail("Stack size too large"));
        }
        let count = self.insns.len() as u32;
        for row in self.method.handlers.get().iter().rev() {
            let end = match usize::from(row.end) == self.code.len() {
                true => Some(count),
                false => self.number_at(row.end.into()),
            };
            let (Some(start), Some(end)) = (self.number_at(row.start.into()), end) else {
                return Err(self.format_error("Illegal exception table range"));
            };
            let target = self.number_at(row.target.into()).filter(|_| row.target > 0);
            let Some(target) = target else {
                return Err(self.format_error("Illegal exception table handler"));
            };
            let throwable = VType::Object(self.cx.names.throwable);
            let caught = match row.catch_type {
                0 => throwable,
                index => class_type(&self.cx.class.cp, index),
            };
            if !self.assignable(caught, throwable)? {
                return Err(self.fail("catch_type not a subclass of Throwable"));
            }
            self.handlers.push(Caught { start, end, target, stack: Rc::new([caught]) });
        }
        Ok(())
    }
}

fn declared(class: ClassRef, name: Sym, desc: Sym, method: bool) -> Option<u16> {
    if method {
        class.declared_method(name, desc).map(|method| method.access)
    } else {
        class.declared_field(name, desc).map(|field| field.access)
    }
}

/// The local variable that an instruction uses.
pub(super) fn local_of(instruction: &Instruction<'_>) -> Option<LocalIndex> {
    use Instruction as I;
    Some(match *instruction {
        I::ILoad { index }
        | I::LLoad { index }
        | I::FLoad { index }
        | I::DLoad { index }
        | I::ALoad { index }
        | I::IStore { index }
        | I::LStore { index }
        | I::FStore { index }
        | I::DStore { index }
        | I::AStore { index }
        | I::IInc { index, .. }
        | I::Ret { index } => index,
        _ => {
            let code = instruction.opcode() as u16;
            let (load, store) = (Opcode::ILoad0 as u16, Opcode::IStore0 as u16);
            let base = if (load..=Opcode::ALoad3 as u16).contains(&code) {
                load
            } else if (store..=Opcode::AStore3 as u16).contains(&code) {
                store
            } else {
                return None;
            };
            LocalIndex((code - base) % 4)
        }
    })
}

/// Whether the local variable that an instruction uses has two slots.
fn is_wide_local(opcode: Opcode) -> bool {
    use Opcode as O;
    matches!(
        opcode,
        O::LLoad
            | O::LLoad0
            | O::LLoad1
            | O::LLoad2
            | O::LLoad3
            | O::DLoad
            | O::DLoad0
            | O::DLoad1
            | O::DLoad2
            | O::DLoad3
            | O::LStore
            | O::LStore0
            | O::LStore1
            | O::LStore2
            | O::LStore3
            | O::DStore
            | O::DStore0
            | O::DStore1
            | O::DStore2
            | O::DStore3
    )
}
