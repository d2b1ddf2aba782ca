//! Locals.

use crate::asm::Alu;
use crate::compiler::{Compiler, Done, Flow};
use crate::regs::word;
use crate::state::{Entry, Ty, Val, VarId};

impl Compiler<'_> {
    /// The variable of the innermost frame.
    pub fn var_id(&self, slot: u16, ty: Ty) -> VarId {
        let frame = self.frames.len() as u8 - 1;
        VarId { frame, var: (slot * 2) as u8 + u8::from(ty.is_x()) }
    }

    pub(super) fn emit_load(&mut self, slot: u16, ty: Ty) -> Done<Flow> {
        let id = self.var_id(slot, ty);
        let var = *self.st.var(id);
        match var.bound {
            Some(bound) => self.push(bound),
            None => self.push(Entry { val: Val::Local(id), ty, fact: var.fact }),
        }
        Ok(Flow::Next)
    }

    pub(super) fn emit_store(&mut self, slot: u16, ty: Ty) -> Done<Flow> {
        let mut entry = self.pop();
        let id = self.var_id(slot, ty);
        entry.fact = self.fact(entry);
        self.assign(id, entry);
        Ok(Flow::Next)
    }

    pub(super) fn emit_iinc(&mut self, slot: u16, delta: i32) -> Done<Flow> {
        let id = self.var_id(slot, Ty::I);
        self.detach(id);
        let var = *self.st.var(id);
        if var.pin.is_none() && var.reg.is_none() {
            let home = word(self.home(id));
            self.asm.add_mem_i(false, home, delta);
            return Ok(Flow::Next);
        }
        let r = self.var_reg(id);
        self.asm.alu_i(Alu::Add, false, r, delta);
        self.st.var(id).in_home = false;
        Ok(Flow::Next)
    }

    /// The instruction after this one stores to a pinned variable: it, its register and the
    /// instruction after the store.
    pub fn store_hint(&mut self, is_x: bool) -> Option<(VarId, u8, u32)> {
        let (bci, frame) = (self.bci(), self.frame());
        let next = bci + 1;
        let code = &frame.body.code;
        if frame.blocks.is_leader(next) {
            return None;
        }
        let (slot, ty, len) = match *code.get(next as usize)? {
            op @ 0x36..=0x39 => (u16::from(*code.get(next as usize + 1)?), op - 0x36, 2),
            op @ 0x3b..=0x4a => (u16::from((op - 0x3b) % 4), (op - 0x3b) / 4, 1),
            _ => return None,
        };
        let ty = [Ty::I, Ty::J, Ty::F, Ty::D][usize::from(ty)];
        let after = next + len;
        if ty.is_x() != is_x || frame.blocks.is_leader(after) {
            return None;
        }
        let id = self.var_id(slot, ty);
        let other = VarId { frame: id.frame, var: id.var ^ 1 };
        let pin = self.st.var(id).pin?;
        let stack = &self.st.top().stack;
        let lazy = stack.iter().any(|e| e.val == Val::Local(id) || e.val == Val::Local(other));
        (!lazy).then_some((id, pin, after))
    }

    /// The store that [`Self::store_hint`] found has been done.
    pub fn stored(&mut self, id: VarId) {
        self.st.forget_checks(id);
        let var = self.st.var(id);
        var.reg = var.pin;
        var.in_home = false;
        var.fact = Default::default();
        self.kill_var(VarId { frame: id.frame, var: id.var ^ 1 });
    }
}
