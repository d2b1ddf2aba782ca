//! Operand stack manipulation.

use crate::compiler::{Compiler, Done, Flow};
use crate::state::{Entry, Val};

impl Compiler<'_> {
    /// Pops a value that may be pushed anywhere: not in a word that belongs to its place.
    fn pop_free(&mut self) -> Entry {
        let mut entry = self.pop();
        if let Val::Word(_) = entry.val {
            entry.val =
                if entry.ty.is_x() { Val::X(self.in_x(entry)) } else { Val::G(self.in_g(entry)) };
        }
        entry
    }

    /// Pops one value of two slots or two of one.
    fn pop_pair(&mut self) -> Vec<Entry> {
        let top = self.pop_free();
        if top.ty.slots() == 2 {
            return vec![top];
        }
        let below = self.pop_free();
        vec![below, top]
    }

    fn push_all(&mut self, groups: &[&[Entry]]) -> Done<Flow> {
        for group in groups {
            for &entry in *group {
                self.push(entry);
            }
        }
        Ok(Flow::Next)
    }

    pub(super) fn emit_pop(&mut self) -> Done<Flow> {
        self.pop();
        Ok(Flow::Next)
    }

    pub(super) fn emit_pop2(&mut self) -> Done<Flow> {
        if self.pop().ty.slots() == 1 {
            self.pop();
        }
        Ok(Flow::Next)
    }

    pub(super) fn emit_dup(&mut self) -> Done<Flow> {
        let a = [self.pop_free()];
        self.push_all(&[&a, &a])
    }

    pub(super) fn emit_dup_x1(&mut self) -> Done<Flow> {
        let (a, b) = ([self.pop_free()], [self.pop_free()]);
        self.push_all(&[&a, &b, &a])
    }

    pub(super) fn emit_dup_x2(&mut self) -> Done<Flow> {
        let a = [self.pop_free()];
        let b = self.pop_pair();
        self.push_all(&[&a, &b, &a])
    }

    pub(super) fn emit_dup2(&mut self) -> Done<Flow> {
        let a = self.pop_pair();
        self.push_all(&[&a, &a])
    }

    pub(super) fn emit_dup2_x1(&mut self) -> Done<Flow> {
        let a = self.pop_pair();
        let b = [self.pop_free()];
        self.push_all(&[&a, &b, &a])
    }

    pub(super) fn emit_dup2_x2(&mut self) -> Done<Flow> {
        let a = self.pop_pair();
        let b = self.pop_pair();
        self.push_all(&[&a, &b, &a])
    }

    pub(super) fn emit_swap(&mut self) -> Done<Flow> {
        let (a, b) = ([self.pop_free()], [self.pop_free()]);
        self.push_all(&[&a, &b])
    }
}
