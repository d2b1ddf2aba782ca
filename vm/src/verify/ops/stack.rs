//! The operand stack and the local variables, as instructions use them.

use crate::meta::intern_bytes;
use crate::verify::Failure;
use crate::verify::method::{Checker, V};
use crate::verify::report::{Origin, Report};
use crate::verify::types::VType;
use crate::verify::types::VType::{AnyReference, Category1, Category2, Int, Top};
use cortado_protocol::bytecode::Bci;

impl Checker<'_, '_> {
    /// Pushes a value of one slot, or one slot of a value.
    #[inline]
    pub(in crate::verify) fn push(&mut self, vtype: VType) -> V<()> {
        let depth = self.frame.depth;
        match self.frame.stack.get_mut(depth) {
            Some(slot) => {
                *slot = vtype;
                self.frame.depth = depth + 1;
                Ok(())
            }
            None => {
                Err(self.bad_frame("Operand stack overflow", "Exceeded max stack size.".to_owned()))
            }
        }
    }

    pub(in crate::verify) fn push2(&mut self, vtype: VType) -> V<()> {
        if self.frame.depth + 1 >= self.frame.stack.len() {
            let reason = "Exceeded max stack size.".to_owned();
            return Err(self.bad_frame("Operand stack overflow", reason));
        }
        self.push(vtype)?;
        self.push(vtype.second().unwrap_or(Top))
    }

    /// Pops one slot that must be assignable to `expected`; returns what it was.
    #[inline]
    pub(in crate::verify) fn pop(&mut self, expected: VType) -> V<VType> {
        let Some(depth) = self.frame.depth.checked_sub(1) else { return Err(self.underflow()) };
        let top = self.frame.stack[depth];
        self.frame.depth = depth;
        if top == expected || self.cx.assignable(top, expected)? {
            return Ok(top);
        }
        Err(self.bad_top("Bad type on operand stack", Some((expected, Origin::Implicit))))
    }

    /// Pops an operand of two slots. Of what is there instead, messages name the lower slot; where
    /// values are returned, passed or put into fields, each slot is popped by itself.
    pub(in crate::verify) fn pop2(&mut self, expected: VType) -> V<()> {
        let Some(depth) = self.frame.depth.checked_sub(2) else { return Err(self.underflow()) };
        if self.frame.stack[depth] == expected {
            self.pop(expected.second().unwrap_or(Top))?;
        } else {
            self.frame.depth -= 1;
        }
        self.pop(expected).map(drop)
    }

    #[cold]
    fn underflow(&self) -> Failure {
        self.bad_frame("Operand stack underflow", "Attempt to pop empty stack.".to_owned())
    }

    /// Pops the other slot of the two to which `top` belongs.
    pub(in crate::verify) fn pop_under(&mut self, top: VType, instruction: &str) -> V<VType> {
        if top.is_category1() {
            self.pop(Category1)
        } else if top.is_second() {
            self.pop(Category2)
        } else {
            Err(self.bad_top(&format!("Bad type on operand stack in {instruction}"), None))
        }
    }

    pub(in crate::verify) fn push_all(&mut self, types: &[VType]) -> V<()> {
        types.iter().try_for_each(|&vtype| self.push(vtype))
    }

    #[cold]
    pub(in crate::verify) fn bad_local(&self, index: usize, message: &str) -> Failure {
        let reason = format!("Local index {index} is invalid");
        self.fail(message, &Report::plain(self.frame.bci, &reason))
    }

    /// The type of a local variable of one slot, which must be assignable to `expected`.
    #[inline]
    pub(in crate::verify) fn local(&mut self, index: u16, expected: VType) -> V<VType> {
        let index = usize::from(index);
        let Some(&found) = self.frame.locals.get(index) else {
            return Err(self.bad_local(index, "Local variable table overflow"));
        };
        if found != expected && !self.cx.assignable(found, expected)? {
            let found = (found, Origin::Local(index));
            let expected = Some((expected, Origin::Implicit));
            return Err(self.bad_type("Bad local variable type", found, expected));
        }
        self.frame.locals_len = self.frame.locals_len.max(index + 1);
        Ok(found)
    }

    pub(in crate::verify) fn load(&mut self, index: u16, expected: VType) -> V<()> {
        let found = self.local(index, expected)?;
        self.push(found)
    }

    pub(in crate::verify) fn load2(&mut self, index: u16, expected: VType) -> V<()> {
        let at = usize::from(index);
        if at + 1 >= self.frame.locals_len {
            return Err(self.bad_local(at, "get long/double overflows locals"));
        }
        self.local(index, expected)?;
        self.local(index + 1, expected.second().unwrap_or(Top))?;
        self.push2(expected)
    }

    pub(in crate::verify) fn store(&mut self, index: u16, expected: VType) -> V<()> {
        let value = self.pop(expected)?;
        self.set_local(index, value)
    }

    pub(in crate::verify) fn set_local(&mut self, index: u16, value: VType) -> V<()> {
        let index = usize::from(index);
        let last = index + usize::from(value.second().is_some());
        if last >= self.frame.locals.len() {
            return Err(self.bad_local(index, "Local variable table overflow"));
        }
        self.frame.store(index, value);
        Ok(())
    }

    pub(in crate::verify) fn store2(&mut self, index: u16, expected: VType) -> V<()> {
        self.pop2(expected)?;
        self.set_local(index, expected)
    }

    /// Pops the index and an array, which must be one of primitives described by `array`.
    pub(in crate::verify) fn pop_array(&mut self, array: &[u8], instruction: &str) -> V<()> {
        self.pop(Int)?;
        self.pop_array_of(array, instruction)
    }

    pub(in crate::verify) fn pop_array_of(&mut self, array: &[u8], instruction: &str) -> V<()> {
        let found = self.pop(AnyReference)?;
        let fits = found.is_array_of(array) || (array == b"[B" && found.is_array_of(b"[Z"));
        if fits {
            return Ok(());
        }
        let expected =
            (array != b"[B").then(|| (VType::of_class(intern_bytes(array)), Origin::Implicit));
        Err(self.bad_top(&format!("Bad type on operand stack in {instruction}"), expected))
    }

    pub(in crate::verify) fn pop_reference_array(&mut self, instruction: &str) -> V<VType> {
        let found = self.pop(AnyReference)?;
        if found.is_reference_array() {
            return Ok(found);
        }
        let expected = Some((AnyReference, Origin::Implicit));
        Err(self.bad_top(&format!("Bad type on operand stack in {instruction}"), expected))
    }

    pub(in crate::verify) fn binary(&mut self, left: VType, right: VType, result: VType) -> V<()> {
        self.unary(right)?;
        self.unary(left)?;
        self.push_value(result)
    }

    /// Pops a number of one or two slots.
    pub(in crate::verify) fn unary(&mut self, expected: VType) -> V<()> {
        if expected.second().is_some() { self.pop2(expected) } else { self.pop(expected).map(drop) }
    }

    pub(in crate::verify) fn push_value(&mut self, vtype: VType) -> V<()> {
        if vtype.second().is_some() { self.push2(vtype) } else { self.push(vtype) }
    }

    pub(in crate::verify) fn convert(&mut self, from: VType, to: VType) -> V<()> {
        self.unary(from)?;
        self.push_value(to)
    }

    pub(in crate::verify) fn branch1(&mut self, operand: VType, target: Bci) -> V<()> {
        self.pop(operand)?;
        self.branch(target)
    }

    pub(in crate::verify) fn branch2(&mut self, operand: VType, target: Bci) -> V<()> {
        self.pop(operand)?;
        self.pop(operand)?;
        self.branch(target)
    }
}
