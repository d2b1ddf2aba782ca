//! Allocation of registers to operands and variables within a block.

use crate::asm::{Gpr, Mem, R8, R9, R10, RAX, RBP, RBX, RCX, RDI, RDX, RSI, Width, Xmm};
use crate::blocks::Vars;
use crate::compiler::Compiler;
use crate::state::{Entry, Ty, Val, VarId};
use cortado_protocol::reloc::Target;

/// Registers for operands, the best first. `r11` is scratch within an instruction.
const TEMPS: [Gpr; 8] = [RAX, RCX, RDX, R10, RSI, RDI, R8, R9];
/// Preserved registers.
pub const PRESERVED: [Gpr; 4] = [RBX, 12, 13, 14];
/// Number of xmm registers for operands and variables.
const XMMS: u8 = 15;

/// Whether calls preserve the general register.
pub fn is_preserved(r: Gpr) -> bool {
    PRESERVED.contains(&r)
}

/// A word of the frame.
pub fn word(offset: i32) -> Mem {
    Mem::Base(RBP, offset)
}

impl Compiler<'_> {
    /// Variables of the frame that may be read later.
    pub fn live(&self, frame: usize) -> Vars {
        let f = &self.frames[frame];
        let code = if frame + 1 == self.frames.len() {
            f.blocks.live_before(f.bci) | f.blocks.live_after(f.bci)
        } else {
            f.blocks.live_after(f.bci)
        };
        code | self.referenced(frame)
    }

    /// Variables of the frame for which operands and values of inlined calls stand.
    pub fn referenced(&self, frame: usize) -> Vars {
        let mut vars = 0;
        let mut add = |val: Val| match val {
            Val::Local(id) if usize::from(id.frame) == frame => vars |= 1 << id.var,
            _ => {}
        };
        for state in &self.st.frames[frame..] {
            for entry in &state.stack {
                add(entry.val);
            }
            for var in &state.vars {
                if let Some(bound) = var.bound {
                    add(bound.val);
                }
            }
        }
        vars
    }

    /// Variables of the frame to keep when `live_top` are those of the innermost frame.
    pub fn kept(&self, frame: usize, live_top: Vars) -> Vars {
        if frame + 1 == self.frames.len() {
            live_top | self.referenced(frame)
        } else {
            self.live(frame)
        }
    }

    fn is_live(&self, id: VarId) -> bool {
        self.live(usize::from(id.frame)) >> id.var & 1 != 0
    }

    /// Home of the variable.
    pub fn home(&self, id: VarId) -> i32 {
        self.frames[usize::from(id.frame)].homes[usize::from(id.var / 2)]
    }

    /// Begins an instruction: nothing is in use by one.
    pub fn unlock(&mut self) {
        self.st.g.locked = 0;
        self.st.x.locked = 0;
    }

    /// Keeps the register for the current instruction.
    pub fn lock_g(&mut self, r: Gpr) {
        self.st.g.locked |= 1 << r;
    }

    /// Lets the register go before the instruction ends.
    pub fn unlock_g(&mut self, r: Gpr) {
        self.st.g.locked &= !(1 << r);
    }

    fn free_g(&self, r: Gpr) -> bool {
        (self.pinned_g | self.st.g.locked) >> r & 1 == 0 && self.st.g.uses[usize::from(r)] == 0
    }

    /// A register for the current instruction.
    pub fn alloc_g(&mut self) -> Gpr {
        let free = |c: &Self, r: Gpr| c.free_g(r) && c.st.g.var[usize::from(r)].is_none();
        if let Some(&r) = TEMPS.iter().find(|&&r| free(self, r)) {
            self.lock_g(r);
            return r;
        }
        let cost = |c: &mut Self, r: Gpr| match c.st.g.var[usize::from(r)] {
            Some(id) => {
                let dirty = !c.st.var(id).in_home;
                1 + i32::from(dirty && c.is_live(id))
            }
            None => 0,
        };
        let mut best: Option<(i32, Gpr)> = None;
        for r in TEMPS {
            if self.free_g(r) {
                let cost = cost(self, r);
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, r));
                }
            }
        }
        if let Some((_, r)) = best {
            self.drop_cache_g(r);
            self.lock_g(r);
            return r;
        }
        let Some(unlocked) =
            TEMPS.into_iter().find(|&r| (self.pinned_g | self.st.g.locked) >> r & 1 == 0)
        else {
            self.exhausted = true;
            return RAX;
        };
        self.spill_g(unlocked);
        self.drop_cache_g(unlocked);
        self.lock_g(unlocked);
        unlocked
    }

    /// An xmm register for the current instruction.
    pub fn alloc_x(&mut self) -> Xmm {
        let usable = |c: &Self, r: Xmm| {
            (c.pinned_x | c.st.x.locked) >> r & 1 == 0 && c.st.x.uses[usize::from(r)] == 0
        };
        let free = (0..XMMS).find(|&r| usable(self, r) && self.st.x.var[usize::from(r)].is_none());
        let r = free.or_else(|| (0..XMMS).find(|&r| usable(self, r))).unwrap_or_else(|| {
            let unlocked = (0..XMMS).find(|&r| (self.pinned_x | self.st.x.locked) >> r & 1 == 0);
            match unlocked {
                Some(r) => self.spill_x(r),
                None => self.exhausted = true,
            }
            unlocked.unwrap_or_default()
        });
        self.drop_cache_x(r);
        self.st.x.locked |= 1 << r;
        r
    }

    /// Makes this register available to the current instruction.
    pub fn take_g(&mut self, r: Gpr) {
        debug_assert!(self.pinned_g >> r & 1 == 0);
        self.lock_g(r);
        if self.st.g.uses[usize::from(r)] > 0 {
            let other = self.alloc_g();
            self.unlock_g(other);
            self.asm.mov(true, other, r);
            for frame in &mut self.st.frames {
                for entry in &mut frame.stack {
                    if entry.val == Val::G(r) {
                        entry.val = Val::G(other);
                    }
                }
            }
            self.st.g.uses[usize::from(other)] = self.st.g.uses[usize::from(r)];
            self.st.g.uses[usize::from(r)] = 0;
        }
        self.drop_cache_g(r);
    }

    /// The register no longer holds a variable; its home does when it must.
    pub fn drop_cache_g(&mut self, r: Gpr) {
        if let Some(id) = self.st.g.var[usize::from(r)].take() {
            if !self.st.var(id).in_home && self.is_live(id) {
                self.asm.store(Width::Q, word(self.home(id)), r);
                self.st.var(id).in_home = true;
            }
            self.st.var(id).reg = None;
        }
    }

    /// The xmm register no longer holds a variable; its home does when it must.
    pub fn drop_cache_x(&mut self, r: Xmm) {
        if let Some(id) = self.st.x.var[usize::from(r)].take() {
            if !self.st.var(id).in_home && self.is_live(id) {
                self.asm.storex(true, word(self.home(id)), r);
                self.st.var(id).in_home = true;
            }
            self.st.var(id).reg = None;
        }
    }

    /// The frame word of an operand.
    pub fn stack_word(&self, frame: usize, index: usize) -> i32 {
        self.frames[frame].words[index]
    }

    /// Moves the operands in the register to their words.
    pub fn spill_g(&mut self, r: Gpr) {
        for f in 0..self.frames.len() {
            for i in 0..self.st.frames[f].stack.len() {
                if self.st.frames[f].stack[i].val == Val::G(r) {
                    let offset = self.stack_word(f, i);
                    self.asm.store(Width::Q, word(offset), r);
                    self.st.frames[f].stack[i].val = Val::Word(offset);
                }
            }
        }
        self.st.g.uses[usize::from(r)] = 0;
    }

    /// Moves the operands in the xmm register to their words.
    pub fn spill_x(&mut self, r: Xmm) {
        for f in 0..self.frames.len() {
            for i in 0..self.st.frames[f].stack.len() {
                if self.st.frames[f].stack[i].val == Val::X(r) {
                    let offset = self.stack_word(f, i);
                    self.asm.storex(true, word(offset), r);
                    self.st.frames[f].stack[i].val = Val::Word(offset);
                }
            }
        }
        self.st.x.uses[usize::from(r)] = 0;
    }

    /// Moves all operands in registers to their words.
    pub fn flush_stack(&mut self) {
        for r in 0..16 {
            if self.st.g.uses[usize::from(r)] > 0 {
                self.spill_g(r);
            }
            if self.st.x.uses[usize::from(r)] > 0 {
                self.spill_x(r);
            }
        }
    }

    // Operands.

    /// Pushes a value.
    pub fn push(&mut self, entry: Entry) {
        match entry.val {
            Val::G(r) => self.st.g.uses[usize::from(r)] += 1,
            Val::X(r) => self.st.x.uses[usize::from(r)] += 1,
            _ => {}
        }
        self.st.top().stack.push(entry);
    }

    /// Pushes what is in a general register.
    pub fn push_g(&mut self, r: Gpr, ty: Ty) {
        self.push(Entry::new(Val::G(r), ty));
    }

    /// Pushes what is in an xmm register.
    pub fn push_x(&mut self, r: Xmm, ty: Ty) {
        self.push(Entry::new(Val::X(r), ty));
    }

    /// Pops a value; its register stays in use during the instruction.
    pub fn pop(&mut self) -> Entry {
        let entry = self.st.top().stack.pop().expect("verified code does not underflow");
        match entry.val {
            Val::G(r) => {
                self.st.g.uses[usize::from(r)] -= 1;
                self.lock_g(r);
            }
            Val::X(r) => {
                self.st.x.uses[usize::from(r)] -= 1;
                self.st.x.locked |= 1 << r;
            }
            Val::Local(id) => match self.st.var(id).reg {
                Some(r) if id.var & 1 == 1 => self.st.x.locked |= 1 << r,
                Some(r) => self.lock_g(r),
                None => {}
            },
            _ => {}
        }
        entry
    }

    /// The value `depth` below the top.
    pub fn peek(&mut self, depth: usize) -> Entry {
        let stack = &self.st.top().stack;
        stack[stack.len() - 1 - depth]
    }

    /// Puts the operand `depth` below the top into a general register and leaves it there.
    pub fn peek_g(&mut self, depth: usize) -> Gpr {
        let index = self.st.top().stack.len() - 1 - depth;
        let entry = self.st.top().stack[index];
        let r = self.in_g(entry);
        if matches!(entry.val, Val::Word(_)) {
            self.st.top().stack[index].val = Val::G(r);
            self.st.g.uses[usize::from(r)] += 1;
        }
        r
    }

    /// The variable in a register.
    pub fn var_reg(&mut self, id: VarId) -> u8 {
        let is_x = id.var & 1 == 1;
        let var = *self.st.var(id);
        let r = match (var.reg, var.pin) {
            (Some(r), _) => r,
            (None, Some(pin)) => {
                self.load_home(id, pin);
                pin
            }
            (None, None) if is_x => {
                let r = self.alloc_x();
                self.load_home(id, r);
                self.st.x.var[usize::from(r)] = Some(id);
                r
            }
            (None, None) => {
                let r = self.alloc_g();
                self.load_home(id, r);
                self.st.g.var[usize::from(r)] = Some(id);
                r
            }
        };
        if is_x {
            self.st.x.locked |= 1 << r;
        } else {
            self.lock_g(r);
        }
        r
    }

    fn load_home(&mut self, id: VarId, r: u8) {
        let home = word(self.home(id));
        if id.var & 1 == 1 {
            self.asm.loadx(true, r, home);
        } else {
            self.asm.load(Width::Q, r, home);
        }
        self.st.var(id).reg = Some(r);
    }

    /// The value in a general register, to read.
    pub fn in_g(&mut self, entry: Entry) -> Gpr {
        match entry.val {
            Val::G(r) => {
                self.lock_g(r);
                r
            }
            Val::Local(id) => self.var_reg(id),
            _ => {
                let r = self.alloc_g();
                self.load_entry(r, entry);
                r
            }
        }
    }

    /// Loads the value into this general register; flags survive unless it is an object.
    pub fn load_entry(&mut self, r: Gpr, entry: Entry) {
        match entry.val {
            Val::Int(v) => self.asm.mov_i32(r, v),
            Val::Long(v) => self.asm.mov_i64(r, v),
            Val::Float(bits) => self.asm.mov_i32(r, bits.cast_signed()),
            Val::Double(bits) => self.asm.mov_i64(r, bits.cast_signed()),
            Val::Null => self.asm.mov_i32(r, 0),
            Val::Object(id) => {
                self.asm.mov_reloc64(r, Target::Object(id));
                self.asm.load(Width::D, r, Mem::Base(r, 0));
                self.asm.scale8_flags(r);
            }
            Val::Mirror(id) => self.asm.mov_reloc64(r, Target::Mirror(id)),
            Val::G(s) => {
                if s != r {
                    self.asm.mov(true, r, s);
                }
            }
            Val::X(s) => self.asm.mov_from_x(true, r, s),
            Val::Word(offset) => self.asm.load(Width::Q, r, word(offset)),
            Val::Local(id) => match self.st.var(id).reg {
                Some(s) if id.var & 1 == 1 => self.asm.mov_from_x(true, r, s),
                Some(s) => {
                    if s != r {
                        self.asm.mov(true, r, s);
                    }
                }
                None => {
                    let home = self.home(id);
                    self.asm.load(Width::Q, r, word(home));
                }
            },
        }
    }

    /// Loads the value into this xmm register; flags survive.
    pub fn load_entry_x(&mut self, r: Xmm, entry: Entry) {
        match entry.val {
            Val::Float(bits) => self.asm.movx_const(false, r, u64::from(bits)),
            Val::Double(bits) => self.asm.movx_const(true, r, bits),
            Val::X(s) => {
                if s != r {
                    self.asm.movx(r, s);
                }
            }
            Val::G(s) => self.asm.mov_to_x(true, r, s),
            Val::Word(offset) => self.asm.loadx(true, r, word(offset)),
            Val::Local(id) => match self.st.var(id).reg {
                Some(s) => {
                    if s != r {
                        self.asm.movx(r, s);
                    }
                }
                None => {
                    let home = self.home(id);
                    self.asm.loadx(true, r, word(home));
                }
            },
            Val::Int(_) | Val::Long(_) | Val::Null | Val::Object(_) | Val::Mirror(_) => {
                unreachable!("no floating-point value")
            }
        }
    }

    /// The value in a general register that the instruction may overwrite.
    pub fn own_g(&mut self, entry: Entry) -> Gpr {
        let r = self.in_g(entry);
        if self.pinned_g >> r & 1 == 0 && self.st.g.uses[usize::from(r)] == 0 {
            match self.st.g.var[usize::from(r)] {
                None => return r,
                Some(id) if self.dies_here(id) => {
                    self.st.g.var[usize::from(r)] = None;
                    self.st.var(id).reg = None;
                    return r;
                }
                Some(_) => {}
            }
        }
        let copy = self.alloc_g();
        self.asm.mov(true, copy, r);
        copy
    }

    /// Whether nobody reads the variable after this instruction, nor an operand.
    fn dies_here(&self, id: VarId) -> bool {
        let f = usize::from(id.frame);
        if f + 1 != self.frames.len() {
            return false;
        }
        let frame = &self.frames[f];
        frame.blocks.live_after(frame.bci) >> id.var & 1 == 0
            && !self.st.frames[f].stack.iter().any(|entry| entry.val == Val::Local(id))
    }

    /// The value in an xmm register, to read.
    pub fn in_x(&mut self, entry: Entry) -> Xmm {
        match entry.val {
            Val::X(r) => {
                self.st.x.locked |= 1 << r;
                r
            }
            Val::Local(id) => self.var_reg(id),
            _ => {
                let r = self.alloc_x();
                self.load_entry_x(r, entry);
                r
            }
        }
    }

    /// The value in an xmm register that the instruction may overwrite.
    pub fn own_x(&mut self, entry: Entry) -> Xmm {
        let r = self.in_x(entry);
        if self.pinned_x >> r & 1 == 0 && self.st.x.uses[usize::from(r)] == 0 {
            match self.st.x.var[usize::from(r)] {
                None => return r,
                Some(id) if self.dies_here(id) => {
                    self.st.x.var[usize::from(r)] = None;
                    self.st.var(id).reg = None;
                    return r;
                }
                Some(_) => {}
            }
        }
        let copy = self.alloc_x();
        self.asm.movx(copy, r);
        copy
    }

    // Variables.

    /// Operands that stand for the variable get a copy of their own, since it changes.
    pub fn detach(&mut self, id: VarId) {
        self.st.forget_checks(id);
        let frame = usize::from(id.frame);
        for i in 0..self.st.frames[frame].stack.len() {
            if self.st.frames[frame].stack[i].val != Val::Local(id) {
                continue;
            }
            let r = self.var_reg(id);
            let val = if id.var & 1 == 1 {
                let copy = self.alloc_x();
                self.asm.movx(copy, r);
                Val::X(copy)
            } else {
                let copy = self.alloc_g();
                self.asm.mov(true, copy, r);
                Val::G(copy)
            };
            for entry in &mut self.st.frames[frame].stack[i..] {
                if entry.val == Val::Local(id) {
                    entry.val = val;
                    match val {
                        Val::X(r) => self.st.x.uses[usize::from(r)] += 1,
                        Val::G(r) => self.st.g.uses[usize::from(r)] += 1,
                        _ => {}
                    }
                }
            }
        }
    }

    /// Assigns a popped value to the variable.
    pub fn assign(&mut self, id: VarId, entry: Entry) {
        if entry.val == Val::Local(id) {
            return;
        }
        self.detach(id);
        self.detach(VarId { frame: id.frame, var: id.var ^ 1 });
        let is_x = id.var & 1 == 1;
        let pin = self.st.var(id).pin;
        if let Some(pin) = pin {
            if is_x {
                self.load_entry_x(pin, entry);
            } else {
                self.load_entry(pin, entry);
            }
            self.st.var(id).reg = Some(pin);
        } else {
            self.forget_cache(id);
            let r = if is_x { self.own_x(entry) } else { self.own_g(entry) };
            // The other variable of the slot is dead now; both share the home.
            let file = if is_x { &mut self.st.x } else { &mut self.st.g };
            file.var[usize::from(r)] = Some(id);
            self.st.var(id).reg = Some(r);
        }
        let var = self.st.var(id);
        var.in_home = false;
        var.fact = entry.fact;
        self.kill_var(VarId { frame: id.frame, var: id.var ^ 1 });
    }

    /// The variable has no value any more.
    pub fn kill_var(&mut self, id: VarId) {
        self.forget_cache(id);
        let var = self.st.var(id);
        var.in_home = false;
        if var.pin.is_none() {
            var.reg = None;
        }
    }

    /// The register that holds the variable is free, whatever it holds.
    pub fn forget_cache(&mut self, id: VarId) {
        let var = *self.st.var(id);
        if var.pin.is_none() {
            if let Some(r) = var.reg {
                let file = if id.var & 1 == 1 { &mut self.st.x } else { &mut self.st.g };
                file.var[usize::from(r)] = None;
            }
            self.st.var(id).reg = None;
        }
    }

    /// Writes homes of all live variables that are only in registers; unless `all`, those in
    /// registers that calls preserve stay there, but for what stack walks read.
    pub fn save_vars(&mut self, all: bool, live_top: Vars) {
        for f in 0..self.frames.len() {
            let live = self.kept(f, live_top);
            let shown = self.frames[f].blocks.shown;
            for v in 0..self.st.frames[f].vars.len() {
                let id = VarId { frame: f as u8, var: v as u8 };
                let var = *self.st.var(id);
                let (Some(r), false) = (var.reg, var.in_home) else { continue };
                let is_x = v & 1 == 1;
                let stays = !all && !is_x && is_preserved(r) && shown >> v & 1 == 0;
                if live >> v & 1 == 0 || stays {
                    continue;
                }
                let home = word(self.home(id));
                if is_x {
                    self.asm.storex(true, home, r);
                } else {
                    self.asm.store(Width::Q, home, r);
                }
                self.st.var(id).in_home = true;
            }
        }
    }

    /// A call has destroyed what it may.
    pub fn clobber(&mut self) {
        for f in 0..self.frames.len() {
            for v in 0..self.st.frames[f].vars.len() {
                let var = &mut self.st.frames[f].vars[v];
                if let Some(r) = var.reg
                    && (v & 1 == 1 || !is_preserved(r))
                {
                    var.reg = None;
                }
            }
        }
        self.st.clear_registers();
        self.st.age();
    }
}
