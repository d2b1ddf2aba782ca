//! The data flow: states are merged into successors until nothing changes.

use super::super::types::VType;
use super::step::{After, step};
use super::{Inference, Mask, State, V};
use cortado_protocol::bytecode::{Flags, Opcode};
use std::rc::Rc;

impl Inference<'_, '_> {
    /// Executes each instruction whose state has changed, in order, again and again.
    pub(super) fn flow(&mut self) -> V<()> {
        loop {
            let mut done = true;
            for number in 0..self.insns.len() {
                if !std::mem::take(&mut self.changed[number]) {
                    continue;
                }
                done = false;
                let Some(before) = self.states[number].clone() else { continue };
                let after = step(self, number, &before)?;
                self.merge_into_handlers(number, &before, &after)?;
                self.merge_into_successors(number, &after.state)?;
            }
            if done {
                return Ok(());
            }
        }
    }

    fn merge_into_handlers(&mut self, number: usize, before: &State, after: &After) -> V<()> {
        for index in 0..self.handlers.len() {
            let handler = &self.handlers[index];
            if number < handler.start as usize || number >= handler.end as usize {
                continue;
            }
            let (target, stack) = (handler.target as usize, Rc::clone(&handler.stack));
            let state = State { stack: Rc::clone(&stack), ..before.clone() };
            self.merge_into(number, target, state)?;
            if self.insns[number].is_init {
                // The constructor may throw before or after the object counts as initialised.
                let this = after.initialized == Some(VType::UninitThis);
                let no_return = before.no_return || this;
                let state = State { stack, no_return, ..after.state.clone() };
                self.merge_into(number, target, state)?;
            }
        }
        Ok(())
    }

    fn merge_into_successors(&mut self, number: usize, after: &State) -> V<()> {
        let insn = &self.insns[number];
        if insn.is_ret() {
            return self.merge_into_callers(number, after);
        }
        if let (true, Some(ret)) = (insn.is_jsr(), insn.ret) {
            self.changed[ret as usize] = true;
        }
        if !insn.opcode().has(Flags::ENDS) {
            self.merge_into(number, number + 1, after.clone())?;
        }
        for index in 0..self.insns[number].targets.len() {
            let target = self.insns[number].targets[index] as usize;
            self.merge_into(number, target, after.clone())?;
        }
        Ok(())
    }

    /// A ret returns to whatever called the subroutine.
    fn merge_into_callers(&mut self, number: usize, after: &State) -> V<()> {
        let register = match self.insns[number].instruction {
            cortado_protocol::bytecode::Instruction::Ret { index } => usize::from(index.0),
            _ => return Ok(()),
        };
        let Some(&VType::ReturnAddress(entry)) = after.registers.get(register) else {
            return Ok(());
        };
        let entry = u32::from(entry);
        for caller in (0..self.insns.len()).rev() {
            let insn = &self.insns[caller];
            if !insn.is_jsr() || insn.targets[0] != entry {
                continue;
            }
            if caller + 1 >= self.insns.len() {
                return Err(self.fail("Falling off the end of the code"));
            }
            match self.insns[caller].ret {
                Some(ret) if ret as usize != number => {
                    return Err(self.fail("Multiple returns to single jsr"));
                }
                _ => self.insns[caller].ret = Some(number as u32),
            }
            // A jsr that has not been reached yet marks the ret when it is.
            let Some(call) = self.states[caller].clone() else { continue };
            let state = self.returned(entry, &call, after)?;
            self.merge_state(caller + 1, without_new(state))?;
        }
        Ok(())
    }

    /// The state after a subroutine: registers that it does not modify are as before the call.
    fn returned(&mut self, entry: u32, call: &State, after: &State) -> V<State> {
        let Some(depth) = after.masks.iter().rposition(|mask| mask.entry == entry) else {
            return Err(self.fail("Illegal return from subroutine"));
        };
        let modified = &after.masks[depth];
        let after_registers = without_new_registers(&after.registers);
        let count = call.registers.len().max(after_registers.len());
        self.count_registers(count)?;
        let register = |index: usize| {
            let from = if modified.has(index) { &after_registers } else { &call.registers };
            from.get(index).copied().unwrap_or(VType::Top)
        };
        Ok(State {
            registers: (0..count).map(register).collect(),
            masks: after.masks[..depth].into(),
            ..after.clone()
        })
    }

    /// Merges what instruction `from` leaves into what `to` is reached with.
    fn merge_into(&mut self, from: usize, to: usize, state: State) -> V<()> {
        if to >= self.insns.len() {
            return Err(self.fail("Falling off the end of the code"));
        }
        let insn = &self.insns[from];
        // Uninitialised objects get neither into nor out of subroutines.
        let state = if insn.is_jsr() || insn.opcode() == Opcode::Ret {
            State { registers: without_new_registers(&state.registers), ..without_new(state) }
        } else {
            state
        };
        self.merge_state(to, state)
    }

    fn merge_state(&mut self, to: usize, new: State) -> V<()> {
        let Some(mut old) = self.states[to].take() else {
            self.states[to] = Some(new);
            self.changed[to] = true;
            return Ok(());
        };
        let mut changed = self.merge_stack(&mut old.stack, &new.stack)?;
        changed |= self.merge_registers(&mut old.registers, &new.registers)?;
        changed |= merge_masks(&mut old.masks, &new.masks);
        let flags = (
            old.constructed && new.constructed,
            old.needs_constructor || new.needs_constructor,
            old.no_return || new.no_return,
        );
        changed |= flags != (old.constructed, old.needs_constructor, old.no_return);
        (old.constructed, old.needs_constructor, old.no_return) = flags;
        self.changed[to] |= changed;
        self.states[to] = Some(old);
        Ok(())
    }

    fn merge_stack(&mut self, old: &mut Rc<[VType]>, new: &Rc<[VType]>) -> V<bool> {
        if Rc::ptr_eq(old, new) || old == new {
            return Ok(false);
        }
        let slots = |stack: &[VType]| -> usize {
            stack.iter().map(|item| 1 + usize::from(item.second().is_some())).sum()
        };
        let (had, has) = (slots(old), slots(new));
        if had != has {
            return Err(self.fail(&format!("Inconsistent stack height {has} != {had}")));
        }
        if old.len() != new.len() {
            return Err(self.fail("Mismatched stack types"));
        }
        let mut merged = old.to_vec();
        for (item, &value) in merged.iter_mut().zip(new.iter()).rev() {
            if self.assignable(value, *item)? {
                continue;
            }
            *item = self.merge(value, *item, false)?;
            if *item == VType::Top {
                return Err(self.fail("Mismatched stack types"));
            }
        }
        if merged[..] == old[..] {
            return Ok(false);
        }
        *old = merged.into();
        Ok(true)
    }

    fn merge_registers(&mut self, old: &mut Rc<[VType]>, new: &Rc<[VType]>) -> V<bool> {
        if Rc::ptr_eq(old, new) || old == new {
            return Ok(false);
        }
        let count = old.len().min(new.len());
        let mut merged: Option<Vec<VType>> = None;
        for index in 0..count {
            let (had, has) = (old[index], new[index]);
            if self.assignable(has, had)? {
                continue;
            }
            let joined = self.merge(has, had, false)?;
            merged.get_or_insert_with(|| old[..count].to_vec())[index] = joined;
        }
        let mut registers = match merged {
            None if count == old.len() => return Ok(false),
            None => old[..count].to_vec(),
            Some(merged) => merged,
        };
        while registers.last() == Some(&VType::Top) {
            registers.pop();
        }
        if registers[..] == old[..] {
            return Ok(false);
        }
        self.count_registers(registers.len())?;
        *old = registers.into();
        Ok(true)
    }
}

/// The calls that both have open, with the registers that either modifies.
fn merge_masks(old: &mut Rc<[Mask]>, new: &Rc<[Mask]>) -> bool {
    if old.is_empty() || Rc::ptr_eq(old, new) {
        return false;
    }
    let mut merged: Vec<Mask> = Vec::new();
    let mut next = 0;
    for mask in old.iter() {
        let found = new[next..].iter().position(|other| other.entry == mask.entry);
        let Some(found) = found else { continue };
        let other = &new[next + found];
        next += found + 1;
        let words = mask.modifies.iter().zip(&other.modifies);
        let modifies = words.map(|(a, b)| a | b).collect();
        merged.push(Mask { entry: mask.entry, modifies });
    }
    if merged[..] == old[..] {
        return false;
    }
    *old = merged.into();
    true
}

fn forget(vtype: VType) -> VType {
    if matches!(vtype, VType::Uninit(_)) { VType::Top } else { vtype }
}

fn without_new_registers(registers: &Rc<[VType]>) -> Rc<[VType]> {
    if registers.iter().any(|&register| forget(register) != register) {
        registers.iter().map(|&register| forget(register)).collect()
    } else {
        Rc::clone(registers)
    }
}

/// The state with the new objects on the stack forgotten.
fn without_new(state: State) -> State {
    if state.stack.iter().any(|&item| forget(item) != item) {
        State { stack: state.stack.iter().map(|&item| forget(item)).collect(), ..state }
    } else {
        state
    }
}
