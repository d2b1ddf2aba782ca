//! The assembler: encodings, labels, relocations. The only file that knows instruction forms.

use crate::bailout::Bailout;
use cortado_protocol::helper::HelperId;
use cortado_protocol::reloc::{Reloc, RelocKind, Target};
use dynasmrt::x64::X64Relocation;
use dynasmrt::{DynamicLabel, DynasmApi, DynasmLabelApi, VecAssembler, dynasm};
use std::collections::BTreeMap;

/// A general register by hardware number.
pub type Gpr = u8;
/// An xmm register by hardware number.
pub type Xmm = u8;
/// A label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label(u32);

/// rax.
pub const RAX: Gpr = 0;
/// rcx.
pub const RCX: Gpr = 1;
/// rdx.
pub const RDX: Gpr = 2;
/// rbx.
pub const RBX: Gpr = 3;
/// rsp.
pub const RSP: Gpr = 4;
/// rbp.
pub const RBP: Gpr = 5;
/// rsi.
pub const RSI: Gpr = 6;
/// rdi.
pub const RDI: Gpr = 7;
/// r8.
pub const R8: Gpr = 8;
/// r9.
pub const R9: Gpr = 9;
/// r10.
pub const R10: Gpr = 10;
/// r11.
pub const R11: Gpr = 11;
/// r15, the thread.
pub const THREAD: Gpr = 15;
/// xmm15, never allocated.
pub const SCRATCH_X: Xmm = 15;

/// An address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mem {
    /// Base and displacement.
    Base(Gpr, i32),
    /// Base, index, binary logarithm of the scale, displacement.
    Index(Gpr, Gpr, u8, i8),
}

/// Width of a load or store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Width {
    U8,
    S8,
    U16,
    S16,
    D,
    Q,
}

/// Two-operand arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alu {
    Add,
    Or,
    And,
    Sub,
    Xor,
    Cmp,
}

/// Shifts and rotations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shift {
    Shl,
    Shr,
    Sar,
}

/// Scalar floating-point arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sse {
    Add,
    Sub,
    Mul,
    Div,
    Sqrt,
}

/// Condition codes by their encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cc {
    O,
    No,
    B,
    Ae,
    E,
    Ne,
    Be,
    A,
    S,
    Ns,
    P,
    Np,
    L,
    Ge,
    Le,
    G,
}

impl Cc {
    /// The opposite condition.
    pub fn not(self) -> Cc {
        match self {
            Cc::O => Cc::No,
            Cc::No => Cc::O,
            Cc::B => Cc::Ae,
            Cc::Ae => Cc::B,
            Cc::E => Cc::Ne,
            Cc::Ne => Cc::E,
            Cc::Be => Cc::A,
            Cc::A => Cc::Be,
            Cc::S => Cc::Ns,
            Cc::Ns => Cc::S,
            Cc::P => Cc::Np,
            Cc::Np => Cc::P,
            Cc::L => Cc::Ge,
            Cc::Ge => Cc::L,
            Cc::Le => Cc::G,
            Cc::G => Cc::Le,
        }
    }

    /// The condition for exchanged operands.
    pub fn swapped(self) -> Cc {
        match self {
            Cc::B => Cc::A,
            Cc::A => Cc::B,
            Cc::Ae => Cc::Be,
            Cc::Be => Cc::Ae,
            Cc::L => Cc::G,
            Cc::G => Cc::L,
            Cc::Ge => Cc::Le,
            Cc::Le => Cc::Ge,
            Cc::O | Cc::No | Cc::E | Cc::Ne | Cc::S | Cc::Ns | Cc::P | Cc::Np => self,
        }
    }
}

/// Emits one instruction with a memory operand in the right form; `MEM` stands for the operand.
macro_rules! mem {
    ($a:expr, $m:expr, [$($pre:tt)*], [$($post:tt)*]) => {{
        match $m {
            Mem::Base(RBP, d) => match i8::try_from(d) {
                Ok(d) => dynasm!($a.ops; .arch x64; $($pre)* [BYTE rbp + d] $($post)*),
                Err(_) => dynasm!($a.ops; .arch x64; $($pre)* [DWORD rbp + d] $($post)*),
            },
            Mem::Base(THREAD, d) => match i8::try_from(d) {
                Ok(d) => dynasm!($a.ops; .arch x64; $($pre)* [BYTE r15 + d] $($post)*),
                Err(_) => dynasm!($a.ops; .arch x64; $($pre)* [DWORD r15 + d] $($post)*),
            },
            Mem::Base(b, d) => match i8::try_from(d) {
                Ok(d) => dynasm!($a.ops; .arch x64; $($pre)* [BYTE Rq(b) + d] $($post)*),
                Err(_) => dynasm!($a.ops; .arch x64; $($pre)* [DWORD Rq(b) + d] $($post)*),
            },
            Mem::Index(b, i, 0, d) => {
                dynasm!($a.ops; .arch x64; $($pre)* [BYTE Rq(b) + Rq(i) + d] $($post)*)
            }
            Mem::Index(b, i, 1, d) => {
                dynasm!($a.ops; .arch x64; $($pre)* [BYTE Rq(b) + Rq(i) * 2 + d] $($post)*)
            }
            Mem::Index(b, i, 2, d) => {
                dynasm!($a.ops; .arch x64; $($pre)* [BYTE Rq(b) + Rq(i) * 4 + d] $($post)*)
            }
            Mem::Index(b, i, _, d) => {
                dynasm!($a.ops; .arch x64; $($pre)* [BYTE Rq(b) + Rq(i) * 8 + d] $($post)*)
            }
        }
    }};
}

macro_rules! op {
    ($a:expr, $($t:tt)*) => { dynasm!($a.ops; .arch x64; $($t)*) };
}

/// A jump table entry to fill in when labels are known.
struct TableEntry {
    at: usize,
    base: usize,
    target: Label,
}

/// Machine code being written.
pub struct Asm {
    ops: VecAssembler<X64Relocation>,
    relocs: Vec<Reloc>,
    labels: Vec<DynamicLabel>,
    offsets: Vec<Option<u32>>,
    pool: BTreeMap<u64, Label>,
    tables: Vec<TableEntry>,
}

/// Finished code.
pub struct Assembled {
    /// Bytes.
    pub code: Vec<u8>,
    /// Relocations by offset.
    pub relocs: Vec<Reloc>,
    offsets: Vec<Option<u32>>,
}

impl Assembled {
    /// Where the label is bound.
    ///
    /// # Errors
    /// When it is not.
    pub fn offset(&self, label: Label) -> Result<u32, Bailout> {
        self.offsets[label.0 as usize].ok_or(Bailout::Assembler)
    }
}

impl Default for Asm {
    fn default() -> Self {
        Asm::new()
    }
}

impl Asm {
    /// Nothing yet.
    pub fn new() -> Asm {
        Asm {
            ops: VecAssembler::new(0),
            relocs: Vec::new(),
            labels: Vec::new(),
            offsets: Vec::new(),
            pool: BTreeMap::new(),
            tables: Vec::new(),
        }
    }

    /// Offset of the next byte.
    pub fn offset(&self) -> u32 {
        self.ops.offset().0 as u32
    }

    /// A label to bind later.
    pub fn label(&mut self) -> Label {
        self.labels.push(self.ops.new_dynamic_label());
        self.offsets.push(None);
        Label(self.labels.len() as u32 - 1)
    }

    /// Binds the label here.
    pub fn bind(&mut self, label: Label) {
        self.offsets[label.0 as usize] = Some(self.offset());
        let label = self.labels[label.0 as usize];
        op!(self, =>label);
    }

    /// A new label bound here.
    pub fn here(&mut self) -> Label {
        let label = self.label();
        self.bind(label);
        label
    }

    /// Pads to a multiple of `bytes`.
    pub fn align(&mut self, bytes: usize) {
        self.ops.align(bytes, 0x90);
    }

    /// Records that the last `back` bytes begin with a place of `kind`.
    fn reloc(&mut self, back: u32, kind: RelocKind, target: Target, addend: i32) {
        let offset = self.offset() - back;
        self.relocs.push(Reloc { offset, kind, target, addend });
    }

    /// Resolves labels and writes constants.
    pub fn finish(mut self) -> Result<Assembled, Bailout> {
        if !self.pool.is_empty() {
            self.ops.align(8, 0);
        }
        for (bits, label) in std::mem::take(&mut self.pool) {
            self.bind(label);
            self.ops.extend(bits.to_le_bytes());
        }
        let mut code = self.ops.finalize().map_err(|_| Bailout::Assembler)?;
        for entry in self.tables {
            let target = self.offsets[entry.target.0 as usize].ok_or(Bailout::Assembler)?;
            let distance = target as i32 - entry.base as i32;
            code[entry.at..entry.at + 4].copy_from_slice(&distance.to_le_bytes());
        }
        Ok(Assembled { code, relocs: self.relocs, offsets: self.offsets })
    }

    // Moves.

    /// `d = s`.
    pub fn mov(&mut self, wide: bool, d: Gpr, s: Gpr) {
        if wide {
            op!(self, mov Rq(d), Rq(s));
        } else {
            op!(self, mov Rd(d), Rd(s));
        }
    }

    /// `d = value`, zero-extended from 32 bits; flags survive.
    pub fn mov_i32(&mut self, d: Gpr, value: i32) {
        op!(self, mov Rd(d), value);
    }

    /// `d = value`; flags survive.
    pub fn mov_i64(&mut self, d: Gpr, value: i64) {
        if u32::try_from(value).is_ok() {
            self.mov_i32(d, value as u32 as i32);
        } else if let Ok(small) = i32::try_from(value) {
            op!(self, mov Rq(d), DWORD small);
        } else {
            op!(self, mov Rq(d), QWORD value);
        }
    }

    /// `d` = the 32-bit value that the relocation names.
    pub fn mov_reloc32(&mut self, d: Gpr, target: Target) {
        op!(self, mov Rd(d), DWORD 0);
        self.reloc(4, RelocKind::Abs32, target, 0);
    }

    /// `d` = the 64-bit value that the relocation names.
    pub fn mov_reloc64(&mut self, d: Gpr, target: Target) {
        op!(self, mov Rq(d), QWORD 0x1111_1111_1111_1111);
        self.reloc(8, RelocKind::Abs64, target, 0);
    }

    /// Loads, extended to 64 bits with zeros above bit 31.
    pub fn load(&mut self, width: Width, d: Gpr, m: Mem) {
        match width {
            Width::U8 => mem!(self, m, [movzx Rd(d), BYTE], []),
            Width::S8 => mem!(self, m, [movsx Rd(d), BYTE], []),
            Width::U16 => mem!(self, m, [movzx Rd(d), WORD], []),
            Width::S16 => mem!(self, m, [movsx Rd(d), WORD], []),
            Width::D => mem!(self, m, [mov Rd(d), DWORD], []),
            Width::Q => mem!(self, m, [mov Rq(d), QWORD], []),
        }
    }

    /// Stores.
    pub fn store(&mut self, width: Width, m: Mem, s: Gpr) {
        match width {
            Width::U8 | Width::S8 => mem!(self, m, [mov BYTE], [, Rb(s)]),
            Width::U16 | Width::S16 => mem!(self, m, [mov WORD], [, Rw(s)]),
            Width::D => mem!(self, m, [mov DWORD], [, Rd(s)]),
            Width::Q => mem!(self, m, [mov QWORD], [, Rq(s)]),
        }
    }

    /// Stores a constant, sign-extended to the width.
    pub fn store_imm(&mut self, width: Width, m: Mem, v: i32) {
        match width {
            Width::U8 | Width::S8 => mem!(self, m, [mov BYTE], [, v as i8]),
            Width::U16 | Width::S16 => mem!(self, m, [mov WORD], [, v as i16]),
            Width::D => mem!(self, m, [mov DWORD], [, v]),
            Width::Q => mem!(self, m, [mov QWORD], [, v]),
        }
    }

    /// Stores the handle that the relocation names.
    pub fn store_reloc32(&mut self, m: Mem, target: Target) {
        mem!(self, m, [mov DWORD], [, DWORD 0]);
        self.reloc(4, RelocKind::Abs32, target, 0);
    }

    /// Compares a 32-bit word in memory with a handle.
    pub fn cmp_mem_reloc32(&mut self, m: Mem, target: Target) {
        mem!(self, m, [cmp DWORD], [, DWORD 0x1111_1111]);
        self.reloc(4, RelocKind::Abs32, target, 0);
    }

    /// Compares a register with a handle.
    pub fn cmp_reloc32(&mut self, r: Gpr, target: Target) {
        op!(self, cmp Rd(r), DWORD 0x1111_1111);
        self.reloc(4, RelocKind::Abs32, target, 0);
    }

    /// The address.
    pub fn lea(&mut self, wide: bool, d: Gpr, m: Mem) {
        if wide {
            mem!(self, m, [lea Rq(d),], []);
        } else {
            mem!(self, m, [lea Rd(d),], []);
        }
    }

    /// Address of a label.
    pub fn lea_label(&mut self, d: Gpr, label: Label) {
        let label = self.labels[label.0 as usize];
        op!(self, lea Rq(d), [=>label]);
    }

    /// Sign extension of 32 bits to 64.
    pub fn movsxd(&mut self, d: Gpr, s: Gpr) {
        op!(self, movsxd Rq(d), Rd(s));
    }

    /// Extension of the low part of a register to 32 bits.
    pub fn extend(&mut self, width: Width, d: Gpr, s: Gpr) {
        match width {
            Width::U8 => op!(self, movzx Rd(d), Rb(s)),
            Width::S8 => op!(self, movsx Rd(d), Rb(s)),
            Width::U16 => op!(self, movzx Rd(d), Rw(s)),
            Width::S16 => op!(self, movsx Rd(d), Rw(s)),
            Width::D => op!(self, mov Rd(d), Rd(s)),
            Width::Q => op!(self, mov Rq(d), Rq(s)),
        }
    }

    /// `r *= 8`; flags survive.
    pub fn scale8_flags(&mut self, r: Gpr) {
        // lea r, [r * 8 + 0]: a form that the assembler's syntax does not have.
        let (high, low) = (r >> 3, r & 7);
        self.ops.extend([0x48 | high << 2 | high << 1, 0x8d, low << 3 | 4, 3 << 6 | low << 3 | 5]);
        self.ops.extend([0; 4]);
    }

    /// `r *= 8`.
    pub fn scale8(&mut self, r: Gpr) {
        self.shift_i(Shift::Shl, true, r, 3);
    }

    /// Exchanges a register and memory, atomically.
    pub fn xchg_mem(&mut self, wide: bool, m: Mem, r: Gpr) {
        if wide {
            mem!(self, m, [xchg QWORD], [, Rq(r)]);
        } else {
            mem!(self, m, [xchg DWORD], [, Rd(r)]);
        }
    }

    /// Adds atomically; `r` becomes the old value.
    pub fn lock_xadd(&mut self, wide: bool, m: Mem, r: Gpr) {
        if wide {
            mem!(self, m, [lock xadd QWORD], [, Rq(r)]);
        } else {
            mem!(self, m, [lock xadd DWORD], [, Rd(r)]);
        }
    }

    /// Compare and exchange with rax.
    pub fn lock_cmpxchg(&mut self, wide: bool, m: Mem, r: Gpr) {
        if wide {
            mem!(self, m, [lock cmpxchg QWORD], [, Rq(r)]);
        } else {
            mem!(self, m, [lock cmpxchg DWORD], [, Rd(r)]);
        }
    }

    /// Full fence.
    pub fn fence(&mut self) {
        op!(self, lock add DWORD [rsp], 0);
    }

    // Integer arithmetic.

    /// `d op= s`.
    pub fn alu(&mut self, alu: Alu, wide: bool, d: Gpr, s: Gpr) {
        match (alu, wide) {
            (Alu::Add, false) => op!(self, add Rd(d), Rd(s)),
            (Alu::Or, false) => op!(self, or Rd(d), Rd(s)),
            (Alu::And, false) => op!(self, and Rd(d), Rd(s)),
            (Alu::Sub, false) => op!(self, sub Rd(d), Rd(s)),
            (Alu::Xor, false) => op!(self, xor Rd(d), Rd(s)),
            (Alu::Cmp, false) => op!(self, cmp Rd(d), Rd(s)),
            (Alu::Add, true) => op!(self, add Rq(d), Rq(s)),
            (Alu::Or, true) => op!(self, or Rq(d), Rq(s)),
            (Alu::And, true) => op!(self, and Rq(d), Rq(s)),
            (Alu::Sub, true) => op!(self, sub Rq(d), Rq(s)),
            (Alu::Xor, true) => op!(self, xor Rq(d), Rq(s)),
            (Alu::Cmp, true) => op!(self, cmp Rq(d), Rq(s)),
        }
    }

    /// `d op= value`.
    pub fn alu_i(&mut self, alu: Alu, wide: bool, d: Gpr, v: i32) {
        if let Ok(v) = i8::try_from(v) {
            match (alu, wide) {
                (Alu::Add, false) => op!(self, add Rd(d), BYTE v),
                (Alu::Or, false) => op!(self, or Rd(d), BYTE v),
                (Alu::And, false) => op!(self, and Rd(d), BYTE v),
                (Alu::Sub, false) => op!(self, sub Rd(d), BYTE v),
                (Alu::Xor, false) => op!(self, xor Rd(d), BYTE v),
                (Alu::Cmp, false) => op!(self, cmp Rd(d), DWORD v.into()),
                (Alu::Add, true) => op!(self, add Rq(d), BYTE v),
                (Alu::Or, true) => op!(self, or Rq(d), BYTE v),
                (Alu::And, true) => op!(self, and Rq(d), BYTE v),
                (Alu::Sub, true) => op!(self, sub Rq(d), BYTE v),
                (Alu::Xor, true) => op!(self, xor Rq(d), BYTE v),
                (Alu::Cmp, true) => op!(self, cmp Rq(d), DWORD v.into()),
            }
            return;
        }
        match (alu, wide) {
            (Alu::Add, false) => op!(self, add Rd(d), DWORD v),
            (Alu::Or, false) => op!(self, or Rd(d), DWORD v),
            (Alu::And, false) => op!(self, and Rd(d), DWORD v),
            (Alu::Sub, false) => op!(self, sub Rd(d), DWORD v),
            (Alu::Xor, false) => op!(self, xor Rd(d), DWORD v),
            (Alu::Cmp, false) => op!(self, cmp Rd(d), DWORD v),
            (Alu::Add, true) => op!(self, add Rq(d), DWORD v),
            (Alu::Or, true) => op!(self, or Rq(d), DWORD v),
            (Alu::And, true) => op!(self, and Rq(d), DWORD v),
            (Alu::Sub, true) => op!(self, sub Rq(d), DWORD v),
            (Alu::Xor, true) => op!(self, xor Rq(d), DWORD v),
            (Alu::Cmp, true) => op!(self, cmp Rq(d), DWORD v),
        }
    }

    /// `d op= [m]`.
    pub fn alu_m(&mut self, alu: Alu, wide: bool, d: Gpr, m: Mem) {
        match (alu, wide) {
            (Alu::Add, false) => mem!(self, m, [add Rd(d), DWORD], []),
            (Alu::Or, false) => mem!(self, m, [or Rd(d), DWORD], []),
            (Alu::And, false) => mem!(self, m, [and Rd(d), DWORD], []),
            (Alu::Sub, false) => mem!(self, m, [sub Rd(d), DWORD], []),
            (Alu::Xor, false) => mem!(self, m, [xor Rd(d), DWORD], []),
            (Alu::Cmp, false) => mem!(self, m, [cmp Rd(d), DWORD], []),
            (Alu::Add, true) => mem!(self, m, [add Rq(d), QWORD], []),
            (Alu::Or, true) => mem!(self, m, [or Rq(d), QWORD], []),
            (Alu::And, true) => mem!(self, m, [and Rq(d), QWORD], []),
            (Alu::Sub, true) => mem!(self, m, [sub Rq(d), QWORD], []),
            (Alu::Xor, true) => mem!(self, m, [xor Rq(d), QWORD], []),
            (Alu::Cmp, true) => mem!(self, m, [cmp Rq(d), QWORD], []),
        }
    }

    /// Compares a 32-bit word in memory with a constant.
    pub fn cmp_mem_i(&mut self, wide: bool, m: Mem, v: i32) {
        if wide {
            mem!(self, m, [cmp QWORD], [, DWORD v]);
        } else {
            mem!(self, m, [cmp DWORD], [, DWORD v]);
        }
    }

    /// Compares a byte in memory with a constant.
    pub fn cmp_mem8_i(&mut self, m: Mem, v: i8) {
        mem!(self, m, [cmp BYTE], [, BYTE v]);
    }

    /// `[m] += v`, 32 or 64 bits.
    pub fn add_mem_i(&mut self, wide: bool, m: Mem, v: i32) {
        if wide {
            mem!(self, m, [add QWORD], [, DWORD v]);
        } else {
            mem!(self, m, [add DWORD], [, DWORD v]);
        }
    }

    /// `[m] |= s`, 32 bits.
    pub fn or_mem(&mut self, m: Mem, s: Gpr) {
        mem!(self, m, [or DWORD], [, Rd(s)]);
    }

    /// Flags of `a & b`.
    pub fn test(&mut self, wide: bool, a: Gpr, b: Gpr) {
        if wide {
            op!(self, test Rq(a), Rq(b));
        } else {
            op!(self, test Rd(a), Rd(b));
        }
    }

    /// Flags of `[m] & v`, 32 bits.
    pub fn test_mem_i(&mut self, m: Mem, v: i32) {
        mem!(self, m, [test DWORD], [, DWORD v]);
    }

    /// Reads the memory for its fault only.
    pub fn touch(&mut self, m: Mem) {
        mem!(self, m, [test DWORD], [, Rd(RAX)]);
    }

    /// `d *= s`.
    pub fn imul(&mut self, wide: bool, d: Gpr, s: Gpr) {
        if wide {
            op!(self, imul Rq(d), Rq(s));
        } else {
            op!(self, imul Rd(d), Rd(s));
        }
    }

    /// `d = s * v`.
    pub fn imul_i(&mut self, wide: bool, d: Gpr, s: Gpr, v: i32) {
        if wide {
            op!(self, imul Rq(d), Rq(s), DWORD v);
        } else {
            op!(self, imul Rd(d), Rd(s), DWORD v);
        }
    }

    /// `rdx:rax = rax * r`, signed or not.
    pub fn mul_wide(&mut self, signed: bool, r: Gpr) {
        if signed {
            op!(self, imul Rq(r));
        } else {
            op!(self, mul Rq(r));
        }
    }

    /// `-d`.
    pub fn neg(&mut self, wide: bool, d: Gpr) {
        if wide {
            op!(self, neg Rq(d));
        } else {
            op!(self, neg Rd(d));
        }
    }

    /// Sign of rax into rdx.
    pub fn sign_rdx(&mut self, wide: bool) {
        if wide {
            op!(self, cqo);
        } else {
            op!(self, cdq);
        }
    }

    /// Signed division of rdx:rax.
    pub fn idiv(&mut self, wide: bool, s: Gpr) {
        if wide {
            op!(self, idiv Rq(s));
        } else {
            op!(self, idiv Rd(s));
        }
    }

    /// Shifts by a constant.
    pub fn shift_i(&mut self, shift: Shift, wide: bool, d: Gpr, v: u8) {
        let v = v as i8;
        match (shift, wide) {
            (Shift::Shl, false) => op!(self, shl Rd(d), v),
            (Shift::Shr, false) => op!(self, shr Rd(d), v),
            (Shift::Sar, false) => op!(self, sar Rd(d), v),
            (Shift::Shl, true) => op!(self, shl Rq(d), v),
            (Shift::Shr, true) => op!(self, shr Rq(d), v),
            (Shift::Sar, true) => op!(self, sar Rq(d), v),
        }
    }

    /// Shifts by cl.
    pub fn shift_cl(&mut self, shift: Shift, wide: bool, d: Gpr) {
        match (shift, wide) {
            (Shift::Shl, false) => op!(self, shl Rd(d), cl),
            (Shift::Shr, false) => op!(self, shr Rd(d), cl),
            (Shift::Sar, false) => op!(self, sar Rd(d), cl),
            (Shift::Shl, true) => op!(self, shl Rq(d), cl),
            (Shift::Shr, true) => op!(self, shr Rq(d), cl),
            (Shift::Sar, true) => op!(self, sar Rq(d), cl),
        }
    }

    /// `d = s shifted by c` (BMI2); rotations are not among them.
    pub fn shiftx(&mut self, shift: Shift, wide: bool, d: Gpr, s: Gpr, c: Gpr) {
        match (shift, wide) {
            (Shift::Shl, false) => op!(self, shlx Rd(d), Rd(s), Rd(c)),
            (Shift::Shl, true) => op!(self, shlx Rq(d), Rq(s), Rq(c)),
            (Shift::Shr, false) => op!(self, shrx Rd(d), Rd(s), Rd(c)),
            (Shift::Shr, true) => op!(self, shrx Rq(d), Rq(s), Rq(c)),
            (Shift::Sar, false) => {
                op!(self, sarx Rd(d), Rd(s), Rd(c))
            }
            (Shift::Sar, true) => op!(self, sarx Rq(d), Rq(s), Rq(c)),
        }
    }

    /// Population count.
    pub fn popcnt(&mut self, wide: bool, d: Gpr, s: Gpr) {
        if wide {
            op!(self, popcnt Rq(d), Rq(s));
        } else {
            op!(self, popcnt Rd(d), Rd(s));
        }
    }

    /// Leading zeros.
    pub fn lzcnt(&mut self, wide: bool, d: Gpr, s: Gpr) {
        if wide {
            op!(self, lzcnt Rq(d), Rq(s));
        } else {
            op!(self, lzcnt Rd(d), Rd(s));
        }
    }

    /// Trailing zeros.
    pub fn tzcnt(&mut self, wide: bool, d: Gpr, s: Gpr) {
        if wide {
            op!(self, tzcnt Rq(d), Rq(s));
        } else {
            op!(self, tzcnt Rd(d), Rd(s));
        }
    }

    /// Reverses bytes.
    pub fn bswap(&mut self, wide: bool, d: Gpr) {
        if wide {
            op!(self, bswap Rq(d));
        } else {
            op!(self, bswap Rd(d));
        }
    }

    /// Carry = bit `index % 32` of `r`.
    pub fn bt(&mut self, r: Gpr, index: Gpr) {
        op!(self, bt Rd(r), Rd(index));
    }

    /// `d = cc ? s : d`.
    pub fn cmov(&mut self, cc: Cc, wide: bool, d: Gpr, s: Gpr) {
        match (cc, wide) {
            (Cc::O, _) => op!(self, cmovo Rq(d), Rq(s)),
            (Cc::No, _) => op!(self, cmovno Rq(d), Rq(s)),
            (Cc::B, _) => op!(self, cmovb Rq(d), Rq(s)),
            (Cc::Ae, _) => op!(self, cmovae Rq(d), Rq(s)),
            (Cc::E, _) => op!(self, cmove Rq(d), Rq(s)),
            (Cc::Ne, _) => op!(self, cmovne Rq(d), Rq(s)),
            (Cc::Be, _) => op!(self, cmovbe Rq(d), Rq(s)),
            (Cc::A, _) => op!(self, cmova Rq(d), Rq(s)),
            (Cc::S, _) => op!(self, cmovs Rq(d), Rq(s)),
            (Cc::Ns, _) => op!(self, cmovns Rq(d), Rq(s)),
            (Cc::P, _) => op!(self, cmovp Rq(d), Rq(s)),
            (Cc::Np, _) => op!(self, cmovnp Rq(d), Rq(s)),
            (Cc::L, _) => op!(self, cmovl Rq(d), Rq(s)),
            (Cc::Ge, _) => op!(self, cmovge Rq(d), Rq(s)),
            (Cc::Le, _) => op!(self, cmovle Rq(d), Rq(s)),
            (Cc::G, _) => op!(self, cmovg Rq(d), Rq(s)),
        }
    }

    /// `d = cc ? 1 : 0`, 32 bits.
    pub fn setcc(&mut self, cc: Cc, d: Gpr) {
        match cc {
            Cc::O => op!(self, seto Rb(d)),
            Cc::No => op!(self, setno Rb(d)),
            Cc::B => op!(self, setb Rb(d)),
            Cc::Ae => op!(self, setae Rb(d)),
            Cc::E => op!(self, sete Rb(d)),
            Cc::Ne => op!(self, setne Rb(d)),
            Cc::Be => op!(self, setbe Rb(d)),
            Cc::A => op!(self, seta Rb(d)),
            Cc::S => op!(self, sets Rb(d)),
            Cc::Ns => op!(self, setns Rb(d)),
            Cc::P => op!(self, setp Rb(d)),
            Cc::Np => op!(self, setnp Rb(d)),
            Cc::L => op!(self, setl Rb(d)),
            Cc::Ge => op!(self, setge Rb(d)),
            Cc::Le => op!(self, setle Rb(d)),
            Cc::G => op!(self, setg Rb(d)),
        }
        self.extend(Width::U8, d, d);
    }

    // Control.

    /// Jumps when the condition holds.
    pub fn jcc(&mut self, cc: Cc, label: Label) {
        let label = self.labels[label.0 as usize];
        match cc {
            Cc::O => op!(self, jo =>label),
            Cc::No => op!(self, jno =>label),
            Cc::B => op!(self, jb =>label),
            Cc::Ae => op!(self, jae =>label),
            Cc::E => op!(self, je =>label),
            Cc::Ne => op!(self, jne =>label),
            Cc::Be => op!(self, jbe =>label),
            Cc::A => op!(self, ja =>label),
            Cc::S => op!(self, js =>label),
            Cc::Ns => op!(self, jns =>label),
            Cc::P => op!(self, jp =>label),
            Cc::Np => op!(self, jnp =>label),
            Cc::L => op!(self, jl =>label),
            Cc::Ge => op!(self, jge =>label),
            Cc::Le => op!(self, jle =>label),
            Cc::G => op!(self, jg =>label),
        }
    }

    /// Jumps.
    pub fn jmp(&mut self, label: Label) {
        let label = self.labels[label.0 as usize];
        op!(self, jmp =>label);
    }

    /// Jumps to the address in a register.
    pub fn jmp_reg(&mut self, r: Gpr) {
        op!(self, jmp Rq(r));
    }

    /// Calls a label.
    pub fn call_label(&mut self, label: Label) {
        let label = self.labels[label.0 as usize];
        op!(self, call =>label);
    }

    /// Calls a helper's stub.
    pub fn call_helper(&mut self, helper: HelperId) {
        self.ops.extend([0xe8, 0, 0, 0, 0]);
        self.reloc(4, RelocKind::Rel32, Target::Helper(helper), 0);
    }

    /// Calls through the word at an absolute 32-bit address.
    pub fn call_word(&mut self, target: Target) {
        self.ops.extend([0xff, 0x14, 0x25, 0, 0, 0, 0]);
        self.reloc(4, RelocKind::Abs32, target, 0);
    }

    /// Calls through a word in memory.
    pub fn call_mem(&mut self, m: Mem) {
        mem!(self, m, [call QWORD], []);
    }

    /// `push r`.
    pub fn push(&mut self, r: Gpr) {
        op!(self, push Rq(r));
    }

    /// `leave`.
    pub fn leave(&mut self) {
        op!(self, leave);
    }

    /// `ret`.
    pub fn ret(&mut self) {
        op!(self, ret);
    }

    /// `sub rsp, 32-bit constant`; the result is the constant's offset.
    pub fn sub_rsp(&mut self) -> u32 {
        op!(self, sub rsp, DWORD 0x7777_7777);
        self.offset() - 4
    }

    /// A jump table: `index` (zero-based, in range) selects. Registers survive but `index`.
    pub fn jump_table(&mut self, index: Gpr, targets: &[Label]) {
        let table = self.label();
        self.push(RAX);
        self.lea_label(RAX, table);
        op!(self, movsxd Rq(index), DWORD [Rq(RAX) + Rq(index) * 4]);
        op!(self, add Rq(index), Rq(RAX));
        op!(self, pop rax);
        op!(self, jmp Rq(index));
        self.align(4);
        self.bind(table);
        let base = self.offset() as usize;
        for &target in targets {
            self.tables.push(TableEntry { at: self.offset() as usize, base, target });
            self.ops.extend([0; 4]);
        }
    }

    // Floating point.

    /// `d = s`.
    pub fn movx(&mut self, d: Xmm, s: Xmm) {
        op!(self, movaps Rx(d), Rx(s));
    }

    /// Loads a float or double.
    pub fn loadx(&mut self, double: bool, d: Xmm, m: Mem) {
        if double {
            mem!(self, m, [movsd Rx(d), QWORD], []);
        } else {
            mem!(self, m, [movss Rx(d), DWORD], []);
        }
    }

    /// Stores a float or double.
    pub fn storex(&mut self, double: bool, m: Mem, s: Xmm) {
        if double {
            mem!(self, m, [movsd QWORD], [, Rx(s)]);
        } else {
            mem!(self, m, [movss DWORD], [, Rx(s)]);
        }
    }

    /// Label of a constant in the pool.
    fn constant(&mut self, bits: u64) -> Label {
        if let Some(&label) = self.pool.get(&bits) {
            return label;
        }
        let label = self.label();
        self.pool.insert(bits, label);
        label
    }

    /// `d` = the float or double with these bits; flags survive.
    pub fn movx_const(&mut self, double: bool, d: Xmm, bits: u64) {
        let label = self.constant(bits);
        let label = self.labels[label.0 as usize];
        if double {
            op!(self, movsd Rx(d), QWORD [=>label]);
        } else {
            op!(self, movss Rx(d), DWORD [=>label]);
        }
    }

    /// `d = 0`.
    pub fn zerox(&mut self, d: Xmm) {
        op!(self, xorps Rx(d), Rx(d));
    }

    /// `d op= s`.
    pub fn sse(&mut self, sse: Sse, double: bool, d: Xmm, s: Xmm) {
        match (sse, double) {
            (Sse::Add, false) => op!(self, addss Rx(d), Rx(s)),
            (Sse::Sub, false) => op!(self, subss Rx(d), Rx(s)),
            (Sse::Mul, false) => op!(self, mulss Rx(d), Rx(s)),
            (Sse::Div, false) => op!(self, divss Rx(d), Rx(s)),
            (Sse::Sqrt, false) => op!(self, sqrtss Rx(d), Rx(s)),
            (Sse::Add, true) => op!(self, addsd Rx(d), Rx(s)),
            (Sse::Sub, true) => op!(self, subsd Rx(d), Rx(s)),
            (Sse::Mul, true) => op!(self, mulsd Rx(d), Rx(s)),
            (Sse::Div, true) => op!(self, divsd Rx(d), Rx(s)),
            (Sse::Sqrt, true) => op!(self, sqrtsd Rx(d), Rx(s)),
        }
    }

    /// `d op= constant`.
    pub fn sse_const(&mut self, sse: Sse, double: bool, d: Xmm, bits: u64) {
        let c = self.constant(bits);
        let c = self.labels[c.0 as usize];
        match (sse, double) {
            (Sse::Add, false) => op!(self, addss Rx(d), [=>c]),
            (Sse::Sub, false) => op!(self, subss Rx(d), [=>c]),
            (Sse::Mul, false) => op!(self, mulss Rx(d), [=>c]),
            (Sse::Div, false) => op!(self, divss Rx(d), [=>c]),
            (Sse::Add, true) => op!(self, addsd Rx(d), [=>c]),
            (Sse::Sub, true) => op!(self, subsd Rx(d), [=>c]),
            (Sse::Mul, true) => op!(self, mulsd Rx(d), [=>c]),
            (Sse::Div, true) => op!(self, divsd Rx(d), [=>c]),
            (Sse::Sqrt, _) => {
                self.movx_const(double, SCRATCH_X, bits);
                self.sse(sse, double, d, SCRATCH_X);
            }
        }
    }

    /// `d op= [m]`.
    pub fn sse_m(&mut self, sse: Sse, double: bool, d: Xmm, m: Mem) {
        match (sse, double) {
            (Sse::Add, false) => mem!(self, m, [addss Rx(d), DWORD], []),
            (Sse::Sub, false) => mem!(self, m, [subss Rx(d), DWORD], []),
            (Sse::Mul, false) => mem!(self, m, [mulss Rx(d), DWORD], []),
            (Sse::Div, false) => mem!(self, m, [divss Rx(d), DWORD], []),
            (Sse::Add, true) => mem!(self, m, [addsd Rx(d), QWORD], []),
            (Sse::Sub, true) => mem!(self, m, [subsd Rx(d), QWORD], []),
            (Sse::Mul, true) => mem!(self, m, [mulsd Rx(d), QWORD], []),
            (Sse::Div, true) => mem!(self, m, [divsd Rx(d), QWORD], []),
            (Sse::Sqrt, _) => {
                self.loadx(double, SCRATCH_X, m);
                self.sse(sse, double, d, SCRATCH_X);
            }
        }
    }

    /// Bitwise exclusive or of whole registers.
    pub fn xorps(&mut self, d: Xmm, s: Xmm) {
        op!(self, xorps Rx(d), Rx(s));
    }

    /// Bitwise and of whole registers.
    pub fn andps(&mut self, d: Xmm, s: Xmm) {
        op!(self, andps Rx(d), Rx(s));
    }

    /// Compares: below, equal, above; parity when unordered.
    pub fn ucomis(&mut self, double: bool, a: Xmm, b: Xmm) {
        if double {
            op!(self, ucomisd Rx(a), Rx(b));
        } else {
            op!(self, ucomiss Rx(a), Rx(b));
        }
    }

    /// Rounds to an integral value: 0 nearest even, 1 down, 2 up.
    pub fn roundsd(&mut self, d: Xmm, s: Xmm, mode: i8) {
        op!(self, roundsd Rx(d), Rx(s), mode);
    }

    /// `d = d * b + c` rounded once.
    pub fn fmadd(&mut self, double: bool, d: Xmm, b: Xmm, c: Xmm) {
        if double {
            op!(self, vfmadd213sd Rx(d), Rx(b), Rx(c));
        } else {
            op!(self, vfmadd213ss Rx(d), Rx(b), Rx(c));
        }
    }

    /// Integer to float.
    pub fn cvt_from_int(&mut self, double: bool, wide: bool, d: Xmm, s: Gpr) {
        self.zerox(d);
        match (double, wide) {
            (false, false) => op!(self, cvtsi2ss Rx(d), Rd(s)),
            (false, true) => op!(self, cvtsi2ss Rx(d), Rq(s)),
            (true, false) => op!(self, cvtsi2sd Rx(d), Rd(s)),
            (true, true) => op!(self, cvtsi2sd Rx(d), Rq(s)),
        }
    }

    /// Float to integer by truncation; the most negative integer when impossible.
    pub fn cvt_to_int(&mut self, double: bool, wide: bool, d: Gpr, s: Xmm) {
        match (double, wide) {
            (false, false) => op!(self, cvttss2si Rd(d), Rx(s)),
            (false, true) => op!(self, cvttss2si Rq(d), Rx(s)),
            (true, false) => op!(self, cvttsd2si Rd(d), Rx(s)),
            (true, true) => op!(self, cvttsd2si Rq(d), Rx(s)),
        }
    }

    /// Float to double or, `to_double` being false, double to float.
    pub fn cvt_float(&mut self, to_double: bool, d: Xmm, s: Xmm) {
        if to_double {
            op!(self, cvtss2sd Rx(d), Rx(s));
        } else {
            op!(self, cvtsd2ss Rx(d), Rx(s));
        }
    }

    /// Bits of a general register into an xmm register.
    pub fn mov_to_x(&mut self, wide: bool, d: Xmm, s: Gpr) {
        if wide {
            op!(self, movq Rx(d), Rq(s));
        } else {
            op!(self, movd Rx(d), Rd(s));
        }
    }

    /// Bits of an xmm register into a general register.
    pub fn mov_from_x(&mut self, wide: bool, d: Gpr, s: Xmm) {
        if wide {
            op!(self, movq Rq(d), Rx(s));
        } else {
            op!(self, movd Rd(d), Rx(s));
        }
    }
}
