//! Helpful NullPointerException messages (JEP 358): which action failed, and where the null came
//! from.
//!
//! The operand stack before each instruction is simulated with, for each slot, the index of the
//! instruction that pushed it. Instructions are visited in code order until every reachable one
//! has a stack; the simulation stops early at the instruction of interest, as HotSpot's does, so
//! that both see the same of loops that come later. A slot with two possible origins has none.

use crate::class::types::{self, external_type};
use crate::class::{Kind, Method};
use crate::meta::Sym;
use cortado_protocol::bytecode::{Bci, CpIndex, Decoded, Flags, Instruction, Opcode, decode};

/// The message for a NullPointerException that instruction `bci` of `method` threw; none when the
/// instruction dereferences nothing, as the `new` of an exception does not.
pub fn describe(method: &Method, bci: u16) -> Option<String> {
    let at = Bci(u32::from(bci));
    let failed = decode::decode_at(method.code.get(), at).ok()?;
    let slot = null_slot(method, &failed)?;
    let analysis = Analysis::run(method, at);
    let mut message = failed_action(method, &failed)?;
    if let Some(cause) = analysis.cause(at, slot) {
        message += &cause;
    }
    Some(message)
}

/// How many nested expressions a cause shows.
const MAX_DETAIL: u32 = 5;
/// Most stack slots that an analysis may store, over all instructions.
const MAX_ENTRIES: usize = 1_000_000;

fn member(method: &Method, index: CpIndex) -> (Sym, Sym, Sym) {
    let pool = method.class().cp;
    let (class, name, desc) = pool.member(index.0);
    (pool.sym(class), name, desc)
}

fn value_slots(desc: Sym) -> usize {
    Kind::of_char(desc.bytes().first().copied().unwrap_or(b'V')).slots()
}

/// How deep in the operand stack the null reference is.
fn null_slot(method: &Method, failed: &Decoded<'_>) -> Option<usize> {
    use Instruction as I;
    Some(match failed.instruction {
        I::GetField { .. } | I::ArrayLength {} | I::AThrow {} => 0,
        I::MonitorEnter {} | I::MonitorExit {} => 0,
        I::IALoad {} | I::FALoad {} | I::AALoad {} | I::BALoad {} | I::CALoad {} => 1,
        I::SALoad {} | I::LALoad {} | I::DALoad {} => 1,
        I::IAStore {} | I::FAStore {} | I::AAStore {} | I::BAStore {} | I::CAStore {} => 2,
        I::SAStore {} => 2,
        I::LAStore {} | I::DAStore {} => 3,
        I::PutField { field } => value_slots(member(method, field).2),
        I::InvokeVirtual { method: callee }
        | I::InvokeSpecial { method: callee }
        | I::InvokeInterface { method: callee, .. } => {
            let (_, name, desc) = member(method, callee);
            if name == "<init>" {
                return None;
            }
            types::param_slots(desc.bytes())
        }
        _ => return None,
    })
}

fn failed_action(method: &Method, failed: &Decoded<'_>) -> Option<String> {
    use Instruction as I;
    let load = |what: &str| format!("Cannot load from {what} array");
    let store = |what: &str| format!("Cannot store to {what} array");
    Some(match failed.instruction {
        I::IALoad {} => load("int"),
        I::FALoad {} => load("float"),
        I::AALoad {} => load("object"),
        I::BALoad {} => load("byte/boolean"),
        I::CALoad {} => load("char"),
        I::SALoad {} => load("short"),
        I::LALoad {} => load("long"),
        I::DALoad {} => load("double"),
        I::IAStore {} => store("int"),
        I::FAStore {} => store("float"),
        I::AAStore {} => store("object"),
        I::BAStore {} => store("byte/boolean"),
        I::CAStore {} => store("char"),
        I::SAStore {} => store("short"),
        I::LAStore {} => store("long"),
        I::DAStore {} => store("double"),
        I::ArrayLength {} => "Cannot read the array length".to_owned(),
        I::AThrow {} => "Cannot throw exception".to_owned(),
        I::MonitorEnter {} => "Cannot enter synchronized block".to_owned(),
        I::MonitorExit {} => "Cannot exit synchronized block".to_owned(),
        I::GetField { field } => format!("Cannot read field \"{}\"", member(method, field).1),
        I::PutField { field } => format!("Cannot assign field \"{}\"", member(method, field).1),
        I::InvokeVirtual { method: callee }
        | I::InvokeSpecial { method: callee }
        | I::InvokeInterface { method: callee, .. } => {
            format!("Cannot invoke \"{}\"", method_name(method, callee))
        }
        _ => return None,
    })
}

/// A class by name; the two best-known without their package.
fn class_name(name: Sym) -> String {
    match name.as_str() {
        "java/lang/Object" => "Object".to_owned(),
        "java/lang/String" => "String".to_owned(),
        _ => name.external(),
    }
}

/// `Foo.bar(int, String)`.
fn method_name(method: &Method, index: CpIndex) -> String {
    let (class, name, desc) = member(method, index);
    let params: Vec<String> = types::params(desc.bytes())
        .map(external_type)
        .map(|param| {
            // Classes whose names only begin like these are shortened too, as HotSpot does.
            let known =
                ["java.lang.Object", "java.lang.String"].iter().any(|k| param.starts_with(k));
            if known { param["java.lang.".len()..].to_owned() } else { param }
        })
        .collect();
    format!("{}.{name}({})", class_name(class), params.join(", "))
}

/// The operand stack before an instruction: for each slot the instruction that pushed it, when
/// that is certain; and which locals were written on the way.
#[derive(Clone, Default)]
struct Stack {
    origins: Vec<Option<u32>>,
    written: u64,
}

impl Stack {
    fn pop(&mut self, slots: usize) {
        self.origins.truncate(self.origins.len().saturating_sub(slots));
    }

    fn push(&mut self, slots: usize, bci: Bci) {
        self.origins.extend(std::iter::repeat_n(Some(bci.0), slots));
    }

    /// Takes `count` slots and puts back those that `order` names, the deepest being 0.
    fn shuffle(&mut self, count: usize, order: &[usize]) {
        let start = self.origins.len().saturating_sub(count);
        let taken = self.origins.split_off(start);
        let slots = order.iter().map(|&at| taken.get(at).copied().flatten());
        self.origins.extend(slots);
    }

    /// What may be in the slots if control comes from either place.
    fn merge(&mut self, other: &Stack) {
        for (mine, theirs) in self.origins.iter_mut().zip(&other.origins) {
            if mine != theirs {
                *mine = None;
            }
        }
        self.written |= other.written;
    }

    fn origin(&self, depth: usize) -> Option<Bci> {
        let at = self.origins.len().checked_sub(depth + 1)?;
        self.origins[at].map(Bci)
    }

    fn set_written(&mut self, local: u16) {
        if local < 64 {
            self.written |= 1 << local;
        }
    }

    /// Locals beyond those that are recorded count as written.
    fn is_written(&self, local: u16) -> bool {
        local >= 64 || self.written >> local & 1 != 0
    }
}

struct Analysis<'a> {
    method: &'a Method,
    stacks: Vec<Option<Stack>>,
    entries: usize,
    added: bool,
}

impl<'a> Analysis<'a> {
    /// Simulates the method until the stack at `goal` is known.
    fn run(method: &'a Method, goal: Bci) -> Analysis<'a> {
        let code = method.code.get();
        let stacks = vec![None; code.len() + 1];
        let mut analysis = Analysis { method, stacks, entries: 0, added: true };
        analysis.stacks[0] = Some(Stack::default());
        for handler in method.handlers.iter() {
            let place = &mut analysis.stacks[usize::from(handler.target)];
            place.get_or_insert_with(|| Stack {
                origins: vec![Some(u32::from(handler.target))],
                written: 0,
            });
        }
        let mut complete = false;
        while !complete && analysis.added {
            complete = true;
            analysis.added = false;
            let mut at = Bci(0);
            while (at.0 as usize) < code.len() {
                let Ok(decoded) = decode::decode_at(code, at) else { return analysis };
                if !analysis.step(&decoded) {
                    complete = false;
                }
                at = decoded.next_bci();
                if at == goal && analysis.stacks[at.0 as usize].is_some() {
                    return analysis;
                }
                if analysis.entries > MAX_ENTRIES {
                    return analysis;
                }
            }
        }
        analysis
    }

    /// Simulates one instruction; false when its stack is not known yet.
    fn step(&mut self, decoded: &Decoded<'_>) -> bool {
        let Some(mut stack) = self.stacks[decoded.bci.0 as usize].clone() else { return false };
        effect(self.method, decoded, &mut stack);
        if !decoded.opcode().has(Flags::ENDS) {
            self.reach(decoded.next_bci(), &mut stack);
        }
        for target in targets(&decoded.instruction) {
            self.reach(target, &mut stack);
        }
        true
    }

    /// Control may go to `bci` with this stack, which afterwards is the merged one.
    fn reach(&mut self, bci: Bci, stack: &mut Stack) {
        let Some(place) = self.stacks.get_mut(bci.0 as usize) else { return };
        match place {
            Some(known) => stack.merge(known),
            None => {
                self.added = true;
                self.entries += stack.origins.len();
            }
        }
        *place = Some(stack.clone());
    }

    /// The subordinate clause: ` because "foo.bar" is null`.
    fn cause(&self, bci: Bci, slot: usize) -> Option<String> {
        let source = self.source(bci, slot)?;
        let text = self.expression(bci, slot, MAX_DETAIL)?;
        let is_call = matches!(
            source.opcode(),
            Opcode::InvokeVirtual
                | Opcode::InvokeSpecial
                | Opcode::InvokeStatic
                | Opcode::InvokeInterface
        );
        let what = if is_call { "the return value of " } else { "" };
        Some(format!(" because {what}\"{text}\" is null"))
    }

    /// The instruction that pushed what is in `slot` before `bci`.
    fn source(&self, bci: Bci, slot: usize) -> Option<Decoded<'_>> {
        let stack = self.stacks.get(bci.0 as usize)?.as_ref()?;
        decode::decode_at(self.method.code.get(), stack.origin(slot)?).ok()
    }

    /// The source text of what is in `slot` before `bci`, as far as it can be told.
    fn expression(&self, bci: Bci, slot: usize, detail: u32) -> Option<String> {
        use Instruction as I;
        if detail == 0 {
            return None;
        }
        let source = self.source(bci, slot)?;
        let at = source.bci;
        if let Some(local) = loaded_local(&source) {
            let stack = self.stacks.get(bci.0 as usize)?.as_ref()?;
            return Some(self.local_name(at, local, !stack.is_written(local)));
        }
        Some(match source.instruction {
            I::AConstNull {} => "null".to_owned(),
            I::IConstM1 {} => "-1".to_owned(),
            I::IConst0 {} => "0".to_owned(),
            I::IConst1 {} => "1".to_owned(),
            I::IConst2 {} => "2".to_owned(),
            I::IConst3 {} => "3".to_owned(),
            I::IConst4 {} => "4".to_owned(),
            I::IConst5 {} => "5".to_owned(),
            I::BiPush { value } => value.to_string(),
            I::SiPush { value } => value.to_string(),
            I::GetStatic { field } => {
                let (class, name, _) = member(self.method, field);
                format!("{}.{name}", class_name(class))
            }
            I::GetField { field } => {
                let owner = self.expression(at, 0, detail - 1);
                let name = member(self.method, field).1;
                owner.map_or_else(|| name.to_string(), |owner| format!("{owner}.{name}"))
            }
            I::InvokeVirtual { method }
            | I::InvokeSpecial { method }
            | I::InvokeStatic { method }
            | I::InvokeInterface { method, .. } => method_name(self.method, method),
            I::IALoad {} | I::AALoad {} => {
                let array = self.expression(at, 1, detail - 1);
                let index = self.expression(at, 0, detail);
                let array = array.unwrap_or_else(|| "<array>".to_owned());
                format!("{array}[{}]", index.unwrap_or_else(|| "...".to_owned()))
            }
            _ => return None,
        })
    }

    fn local_name(&self, bci: Bci, slot: u16, unwritten: bool) -> String {
        let method = self.method;
        let found = method.extra.local_vars.iter().find(|var| {
            let start = u32::from(var.start);
            var.slot == slot && bci.0 >= start && bci.0 < start + u32::from(var.len)
        });
        if let Some(var) = found {
            return var.name.to_string();
        }
        if !method.is_static() && slot == 0 && unwritten {
            return "this".to_owned();
        }
        match parameter_of(method, slot) {
            Some(number) if unwritten => format!("<parameter{number}>"),
            _ => format!("<local{slot}>"),
        }
    }
}

/// Which parameter is in a local at the beginning, counted from 1, the receiver not counted.
fn parameter_of(method: &Method, slot: u16) -> Option<usize> {
    let mut first = usize::from(!method.is_static());
    for (index, param) in types::params(method.desc.bytes()).enumerate() {
        let end = first + Kind::of_char(param[0]).slots();
        if (first..end).contains(&usize::from(slot)) {
            return Some(index + 1);
        }
        first = end;
    }
    None
}

/// The local that an `iload` or `aload` reads.
fn loaded_local(decoded: &Decoded<'_>) -> Option<u16> {
    match decoded.instruction {
        Instruction::ILoad { index } | Instruction::ALoad { index } => Some(index.0),
        Instruction::ILoad0 {} | Instruction::ALoad0 {} => Some(0),
        Instruction::ILoad1 {} | Instruction::ALoad1 {} => Some(1),
        Instruction::ILoad2 {} | Instruction::ALoad2 {} => Some(2),
        Instruction::ILoad3 {} | Instruction::ALoad3 {} => Some(3),
        _ => None,
    }
}

/// The locals that an instruction writes: the first and how many.
fn written_locals(decoded: &Decoded<'_>) -> Option<(u16, u16)> {
    use Instruction as I;
    let code = decoded.opcode() as u8;
    let short = |base: Opcode| u16::from(code - base as u8);
    Some(match decoded.instruction {
        I::IStore { index } | I::FStore { index } | I::AStore { index } => (index.0, 1),
        I::IInc { index, .. } => (index.0, 1),
        I::LStore { index } | I::DStore { index } => (index.0, 2),
        I::IStore0 {} | I::IStore1 {} | I::IStore2 {} | I::IStore3 {} => {
            (short(Opcode::IStore0), 1)
        }
        I::FStore0 {} | I::FStore1 {} | I::FStore2 {} | I::FStore3 {} => {
            (short(Opcode::FStore0), 1)
        }
        I::AStore0 {} | I::AStore1 {} | I::AStore2 {} | I::AStore3 {} => {
            (short(Opcode::AStore0), 1)
        }
        I::LStore0 {} | I::LStore1 {} | I::LStore2 {} | I::LStore3 {} => {
            (short(Opcode::LStore0), 2)
        }
        I::DStore0 {} | I::DStore1 {} | I::DStore2 {} | I::DStore3 {} => {
            (short(Opcode::DStore0), 2)
        }
        _ => return None,
    })
}

/// What an instruction does to the stack and which locals it writes.
fn effect(method: &Method, decoded: &Decoded<'_>, stack: &mut Stack) {
    use Instruction as I;
    let bci = decoded.bci;
    if let Some((first, count)) = written_locals(decoded) {
        (first..first + count).for_each(|local| stack.set_written(local));
    }
    match decoded.instruction {
        I::Dup {} => stack.shuffle(1, &[0, 0]),
        I::DupX1 {} => stack.shuffle(2, &[1, 0, 1]),
        I::DupX2 {} => stack.shuffle(3, &[2, 0, 1, 2]),
        I::Dup2 {} => stack.shuffle(2, &[0, 1, 0, 1]),
        I::Dup2X1 {} => stack.shuffle(3, &[1, 2, 0, 1, 2]),
        I::Dup2X2 {} => stack.shuffle(4, &[2, 3, 0, 1, 2, 3]),
        I::Swap {} => stack.shuffle(2, &[1, 0]),
        // The reference stays what it was.
        I::CheckCast { .. } => {}
        I::GetStatic { field } => stack.push(value_slots(member(method, field).2), bci),
        I::PutStatic { field } => stack.pop(value_slots(member(method, field).2)),
        I::GetField { field } => {
            stack.pop(1);
            stack.push(value_slots(member(method, field).2), bci);
        }
        I::PutField { field } => stack.pop(1 + value_slots(member(method, field).2)),
        I::InvokeVirtual { method: callee }
        | I::InvokeSpecial { method: callee }
        | I::InvokeInterface { method: callee, .. } => {
            call_effect(stack, member(method, callee).2, 1, bci);
        }
        I::InvokeStatic { method: callee } => {
            call_effect(stack, member(method, callee).2, 0, bci);
        }
        I::InvokeDynamic { site, .. } => {
            call_effect(stack, method.class().cp.dynamic(site.0).2, 0, bci);
        }
        I::MultiANewArray { dimensions, .. } => {
            stack.pop(usize::from(dimensions));
            stack.push(1, bci);
        }
        _ => {
            if let Some(effect) = decoded.opcode().stack_effect() {
                stack.pop(usize::from(effect.pops));
                stack.push(usize::from(effect.pushes), bci);
            }
        }
    }
}

fn call_effect(stack: &mut Stack, desc: Sym, receiver: usize, bci: Bci) {
    stack.pop(receiver + types::param_slots(desc.bytes()));
    stack.push(types::result_kind(desc.bytes()).slots(), bci);
}

/// Where an instruction may branch to.
fn targets(instruction: &Instruction<'_>) -> Vec<Bci> {
    use Instruction as I;
    match *instruction {
        I::IfEq { target } | I::IfNe { target } | I::IfLt { target } => vec![target],
        I::IfGe { target } | I::IfGt { target } | I::IfLe { target } => vec![target],
        I::IfICmpEq { target } | I::IfICmpNe { target } | I::IfICmpLt { target } => vec![target],
        I::IfICmpGe { target } | I::IfICmpGt { target } | I::IfICmpLe { target } => vec![target],
        I::IfACmpEq { target } | I::IfACmpNe { target } => vec![target],
        I::IfNull { target } | I::IfNonNull { target } => vec![target],
        I::Goto { target } | I::GotoW { target } => vec![target],
        I::Jsr { target } | I::JsrW { target } => vec![target],
        I::TableSwitch { table } => {
            std::iter::once(table.default).chain(table.cases().map(|case| case.1)).collect()
        }
        I::LookupSwitch { table } => {
            std::iter::once(table.default).chain(table.cases().map(|case| case.1)).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack(origins: &[u32]) -> Stack {
        Stack { origins: origins.iter().copied().map(Some).collect(), written: 0 }
    }

    #[test]
    fn shuffles_keep_where_values_came_from() {
        let mut swapped = stack(&[1, 2]);
        swapped.shuffle(2, &[1, 0]);
        assert_eq!(swapped.origins, stack(&[2, 1]).origins);
        let mut copied = stack(&[1, 2, 3]);
        copied.shuffle(3, &[2, 0, 1, 2]);
        assert_eq!(copied.origins, stack(&[3, 1, 2, 3]).origins);
        assert_eq!(copied.origin(0), Some(Bci(3)));
        assert_eq!(copied.origin(4), None);
    }

    #[test]
    fn a_value_with_two_origins_has_none() {
        let mut merged = stack(&[1, 2]);
        merged.set_written(3);
        let mut other = stack(&[1, 7]);
        other.set_written(5);
        merged.merge(&other);
        assert_eq!(merged.origins, [Some(1), None]);
        assert!(merged.is_written(3) && merged.is_written(5) && !merged.is_written(4));
        assert!(merged.is_written(64), "what is not recorded counts as written");
    }
}
