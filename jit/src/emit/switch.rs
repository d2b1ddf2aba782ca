//! Switches: jump tables, and binary search for sparse keys.

use crate::asm::{Alu, Cc, Gpr, Label, R11};
use crate::bailout::Bailout;
use crate::compiler::{Compiler, Done, Flow};
use cortado_protocol::bytecode::{Bci, LookupSwitch, TableSwitch};

impl Compiler<'_> {
    fn block_at(&mut self, bci: Bci) -> Done<usize> {
        self.frame().blocks.at(bci.0).ok_or(Bailout::Malformed)
    }

    /// Brings the state to where all targets can start from; the key stays in its register.
    fn switch_edges(&mut self, cases: &[Bci], default: Bci) -> Done<(Vec<Label>, usize)> {
        let mut live = 0;
        for &target in cases.iter().chain([&default]) {
            let block = self.block_at(target)?;
            live |= self.frame().blocks.list[block].live_in;
        }
        let mut labels = Vec::with_capacity(cases.len());
        let default = self.block_at(default)?;
        for pass in 0..2 {
            // States are copied only after all code that changes them.
            labels.clear();
            for &target in cases {
                let block = self.block_at(target)?;
                if pass == 1 || !self.is_private(block) {
                    labels.push(self.edge(block, live));
                }
            }
            if pass == 0 && !self.is_private(default) {
                self.edge(default, live);
            }
        }
        Ok((labels, default))
    }

    /// The key in a register that survives until the jump: `r11`.
    fn switch_key(&mut self) -> Gpr {
        let key = self.pop();
        self.load_entry(R11, key);
        self.unlock();
        R11
    }

    pub(super) fn emit_tableswitch(&mut self, table: TableSwitch<'_>) -> Done<Flow> {
        if let Some(key) = self.peek(0).as_int() {
            self.pop();
            return self.emit_goto(table.target(key));
        }
        let cases: Vec<Bci> = table.cases().map(|(_, target)| target).collect();
        let keys: Vec<i32> = table.cases().map(|(key, _)| key).collect();
        if cases.len() <= 4 {
            return self.search(&keys, &cases, table.default);
        }
        let key = self.switch_key();
        let (labels, default) = self.switch_edges(&cases, table.default)?;
        self.jump_by_table(key, table.low, &labels, default);
        Ok(Flow::End)
    }

    fn jump_by_table(&mut self, key: Gpr, low: i32, labels: &[Label], default: usize) {
        if low != 0 {
            self.asm.alu_i(Alu::Sub, false, key, low);
        } else {
            self.asm.mov(false, key, key);
        }
        self.asm.alu_i(Alu::Cmp, false, key, labels.len() as i32);
        let label = self.frame().labels[default];
        self.asm.jcc(Cc::Ae, label);
        self.asm.jump_table(key, labels);
        self.goto_default(default);
    }

    /// The default has been jumped to; it still has to be compiled.
    fn goto_default(&mut self, default: usize) {
        if self.is_private(default) {
            let state = Box::new(self.st.clone());
            self.frame().saved[default] = Some(state);
        }
        let frame = self.frame();
        if !frame.done[default] {
            frame.pending.insert(default);
        }
    }

    pub(super) fn emit_lookupswitch(&mut self, table: LookupSwitch<'_>) -> Done<Flow> {
        if let Some(key) = self.peek(0).as_int() {
            self.pop();
            return self.emit_goto(table.target(key));
        }
        let keys: Vec<i32> = table.cases().map(|(key, _)| key).collect();
        let cases: Vec<Bci> = table.cases().map(|(_, target)| target).collect();
        self.search(&keys, &cases, table.default)
    }

    fn search(&mut self, keys: &[i32], cases: &[Bci], default: Bci) -> Done<Flow> {
        let key = self.switch_key();
        let (labels, default) = self.switch_edges(cases, default)?;
        let default_label = self.frame().labels[default];
        self.search_range(key, keys, &labels, default_label);
        self.goto_default(default);
        Ok(Flow::End)
    }

    fn search_range(&mut self, key: Gpr, keys: &[i32], labels: &[Label], default: Label) {
        if keys.len() <= 4 {
            for (&k, &label) in keys.iter().zip(labels) {
                self.asm.alu_i(Alu::Cmp, false, key, k);
                self.asm.jcc(Cc::E, label);
            }
            self.asm.jmp(default);
            return;
        }
        let middle = keys.len() / 2;
        let high = self.asm.label();
        self.asm.alu_i(Alu::Cmp, false, key, keys[middle]);
        self.asm.jcc(Cc::E, labels[middle]);
        self.asm.jcc(Cc::G, high);
        self.search_range(key, &keys[..middle], &labels[..middle], default);
        self.asm.bind(high);
        self.search_range(key, &keys[middle + 1..], &labels[middle + 1..], default);
    }
}
