//! Preparation: a method's bytecode becomes instruction words, once, before its first execution.
//!
//! Within a basic block, neighbouring instructions are fused: operands come from locals or
//! immediates instead of through the operand stack. A fused word carries the bci of its last
//! instruction, the only one that can throw; block leaders (branch targets, handler entries) never
//! lie inside a fused word.

use super::op::{self, Op};
use super::prepared::{Prepared, PreparedHandler};
use super::profile::{CALL_WORDS, VIRTUAL_CALL_WORDS};
use crate::class::cp::tag;
use crate::class::{CallKind, Kind, Method, MethodRef, method_flag};
use crate::error::R;
use crate::meta::{Arena, Meta, MetaCell};
use crate::runtime::throw;
use crate::thread::Thread;
use cortado_protocol::bytecode::decode::Instructions;
use cortado_protocol::bytecode::{Bci, Flags, LookupSwitch, Opcode, TableSwitch};
use parking_lot::Mutex;
use std::sync::atomic::AtomicU64;

/// Operand `a` of a floating-point comparison: a NaN makes it less.
pub(super) const NAN_LESS: u16 = 0;
/// Operand `a` of a floating-point comparison: a NaN makes it greater.
pub(super) const NAN_GREATER: u16 = 1;

/// Longest bytecode whose branches surely fit the 16-bit distance of fused compare-and-branch.
const SHORT_CODE_BYTES: usize = 12_000;

const NO_WORD: u32 = u32::MAX;

/// Where a branch distance goes in its word.
#[derive(Clone, Copy)]
enum Place {
    /// `bc`.
    Bc,
    /// `c`.
    C,
    /// Low half of the whole word (switch tables), relative to the switch.
    Low(u32),
    /// High half of the whole word.
    High(u32),
}

/// Why a method cannot be prepared: its bytecode is malformed. Verified code never is.
#[derive(Debug, thiserror::Error)]
pub enum Malformed {
    /// Not an instruction.
    #[error("{0}")]
    Decode(String),
    /// A branch into the middle of an instruction or out of the code.
    #[error("Illegal target of jump or branch at {0}")]
    Target(u32),
    /// The last instruction continues.
    #[error("Control flow falls through code end")]
    FallsThrough,
    /// A constant-pool index of the wrong kind.
    #[error("Illegal type at constant pool entry {0}")]
    Constant(u16),
}

/// The state of preparing one method.
pub(super) struct Preparer<'m> {
    method: &'m Method,
    words: Vec<u64>,
    bcis: Vec<u16>,
    /// Word index by bci.
    starts: Vec<u32>,
    /// Instructions of the present block that may still be fused: their word indices.
    recent: Vec<u32>,
    /// Word indices of all instructions.
    instructions: Vec<u32>,
    fixups: Vec<(u32, Place, Bci)>,
    bci: u16,
    short: bool,
    error: Option<Malformed>,
}

fn leaders(method: &Method) -> Result<Vec<bool>, Malformed> {
    let code = method.code.get();
    let mut leader = vec![false; code.len() + 1];
    let mut last = Opcode::Nop;
    for decoded in Instructions::new(code) {
        let decoded = decoded.map_err(|e| Malformed::Decode(e.to_string()))?;
        last = decoded.opcode();
        let mut legal = true;
        decoded.instruction.each_target(&mut |target| match leader.get_mut(target.0 as usize) {
            Some(slot) => *slot = true,
            None => legal = false,
        });
        if !legal {
            return Err(Malformed::Target(decoded.bci.0));
        }
        if last.has(Flags::BRANCH) {
            leader[decoded.next_bci().0 as usize] = true;
        }
    }
    if !last.has(Flags::ENDS) {
        return Err(Malformed::FallsThrough);
    }
    for handler in method.handlers.iter() {
        for bci in [handler.target, handler.start, handler.end] {
            if let Some(slot) = leader.get_mut(usize::from(bci)) {
                *slot = true;
            }
        }
    }
    Ok(leader)
}

impl Preparer<'_> {
    fn run(method: &Method, plain: bool) -> Result<Prepared, Malformed> {
        let leader = leaders(method)?;
        let code = method.code.get();
        let mut p = Preparer {
            method,
            words: Vec::with_capacity(code.len()),
            bcis: Vec::with_capacity(code.len()),
            starts: vec![NO_WORD; code.len() + 1],
            recent: Vec::with_capacity(16),
            instructions: Vec::with_capacity(code.len()),
            fixups: Vec::new(),
            bci: 0,
            short: code.len() <= SHORT_CODE_BYTES,
            error: None,
        };
        for decoded in Instructions::new(code) {
            let decoded = decoded.map_err(|e| Malformed::Decode(e.to_string()))?;
            let bci = decoded.bci.0;
            if plain || leader[bci as usize] {
                p.recent.clear();
            }
            p.bci = bci as u16;
            p.starts[bci as usize] = p.words.len() as u32;
            decoded.instruction.accept(&mut p);
        }
        p.finish()
    }

    fn finish(mut self) -> Result<Prepared, Malformed> {
        if let Some(error) = self.error {
            return Err(error);
        }
        for &(at, place, target) in &self.fixups {
            let start = self.starts.get(target.0 as usize).copied().unwrap_or(NO_WORD);
            if start == NO_WORD || start as usize >= self.words.len() {
                return Err(Malformed::Target(target.0));
            }
            let word = &mut self.words[at as usize];
            let from = match place {
                Place::Bc | Place::C => at,
                Place::Low(switch) | Place::High(switch) => switch,
            };
            let distance = start.wrapping_sub(from);
            match place {
                Place::Bc | Place::High(_) => *word |= u64::from(distance) << 32,
                Place::C => *word |= u64::from(distance as u16) << 48,
                Place::Low(_) => *word |= u64::from(distance),
            }
        }
        let handlers = self.method.handlers.get();
        let starts = &self.starts;
        let target = |bci: u16| starts.get(usize::from(bci)).copied().unwrap_or(NO_WORD);
        if let Some(bad) = handlers.iter().find(|h| target(h.target) as usize >= self.words.len()) {
            return Err(Malformed::Target(u32::from(bad.target)));
        }
        Ok(Prepared {
            code: Arena::slice_with(self.words.len(), |i| AtomicU64::new(self.words[i])),
            bcis: Arena::slice(&self.bcis),
            starts: Arena::slice(&self.instructions),
            handlers: Arena::slice_with(handlers.len(), |i| PreparedHandler {
                start: handlers[i].start,
                end: handlers[i].end,
                catch_type: handlers[i].catch_type,
                target: target(handlers[i].target),
            }),
            plain: MetaCell::new(None),
        })
    }

    fn push_word(&mut self, word: u64) {
        self.words.push(word);
        self.bcis.push(self.bci);
    }

    fn emit_word(&mut self, word: u64) {
        self.recent.push(self.words.len() as u32);
        self.instructions.push(self.words.len() as u32);
        self.push_word(word);
    }

    pub(super) fn emit(&mut self, op: Op, a: u16, bc: i32) {
        self.emit_word(op::word(op, a, bc));
    }

    /// Operation and word of the instruction emitted `back` places ago in this block.
    fn peek(&self, back: usize) -> Option<(Op, u64)> {
        let at = self.recent.len().checked_sub(back)?;
        let word = self.words[*self.recent.get(at)? as usize];
        Some((Op::of_code(word as u16), word))
    }

    /// Takes back the last `count` instructions, each of one word.
    fn unemit(&mut self, count: usize) {
        for _ in 0..count {
            let at = self.recent.pop().expect("peeked before") as usize;
            self.instructions.pop();
            self.words.truncate(at);
            self.bcis.truncate(at);
        }
        // Later leaders can only lie behind: the words taken back belong to this block.
        let start = self.words.len() as u32;
        self.starts[usize::from(self.bci)] = start;
    }

    pub(super) fn two_words(&mut self, op: Op, a: u16, index: u16) {
        self.emit(op, a, i32::from(index));
        self.push_word(0);
    }

    pub(super) fn imm(&mut self, value: i32) {
        self.emit(Op::ImmI, 0, value);
    }

    pub(super) fn wide_imm(&mut self, bits: u64) {
        self.emit(Op::ImmWide, 0, 0);
        self.push_word(bits);
    }

    fn tag(&self, index: u16) -> u8 {
        self.method.class().cp.tag(index)
    }

    pub(super) fn load_constant(&mut self, index: u16) {
        match self.tag(index) {
            tag::INTEGER | tag::FLOAT => {
                let bits = self.method.class().cp.raw_word(index);
                self.imm(bits as i32);
            }
            tag::STRING | tag::CLASS | tag::METHOD_TYPE | tag::METHOD_HANDLE | tag::DYNAMIC => {
                self.emit(Op::LdcUnresolved, 0, i32::from(index));
            }
            _ => self.error = Some(Malformed::Constant(index)),
        }
    }

    pub(super) fn load_wide_constant(&mut self, index: u16) {
        match self.tag(index) {
            tag::LONG | tag::DOUBLE => {
                let bits = self.method.class().cp.wide(index);
                self.wide_imm(bits);
            }
            tag::DYNAMIC => self.emit(Op::Ldc2Unresolved, 0, i32::from(index)),
            _ => self.error = Some(Malformed::Constant(index)),
        }
    }

    pub(super) fn load1(&mut self, local: u16) {
        if let Some((Op::Load1, word)) = self.peek(1) {
            self.unemit(1);
            self.emit_word(op::word3(Op::LoadLoad, op::a(word), local, 0));
        } else {
            self.emit(Op::Load1, local, 0);
        }
    }

    pub(super) fn load2(&mut self, local: u16) {
        self.emit(Op::Load2, local, 0);
    }

    /// A fused int operation whose result may go to a local directly: (to-local form).
    fn to_local(word: u64, local: u16) -> Option<u64> {
        let op = Op::of_code(word as u16);
        let family = Op::IAddSS as u16..=Op::IUShrLIS as u16;
        if !family.contains(&(op as u16)) {
            return None;
        }
        let form = (op as u16 - Op::IAddSS as u16) % INT_FORMS;
        match form {
            FORM_LL => Some(op::word3(op.plus(2), op::a(word), op::b(word), local as i16)),
            FORM_LI => {
                let imm = i16::try_from(op::bc(word)).ok()?;
                Some(op::word3(op.plus(2), op::a(word), local, imm))
            }
            _ => None,
        }
    }

    pub(super) fn store1(&mut self, local: u16) {
        let fused = match self.peek(1) {
            Some((Op::Load1, word)) => Some(op::word3(Op::Mov1, op::a(word), local, 0)),
            Some((Op::ImmI, word)) => Some(op::word(Op::StoreImm, local, op::bc(word))),
            Some((_, word)) if local <= i16::MAX as u16 => Self::to_local(word, local),
            _ => None,
        };
        match fused {
            Some(word) => {
                self.unemit(1);
                self.emit_word(word);
            }
            None => self.emit(Op::Store1, local, 0),
        }
    }

    pub(super) fn store2(&mut self, local: u16) {
        self.emit(Op::Store2, local, 0);
    }

    /// `ss` is the first operation of an int family.
    pub(super) fn int_binary(&mut self, ss: Op) {
        match (self.peek(1), self.peek(2)) {
            (Some((Op::LoadLoad, word)), _) => {
                self.unemit(1);
                self.emit_word(op::word3(ss.plus(FORM_LL), op::a(word), op::b(word), 0));
            }
            (Some((Op::Load1, word)), _) => {
                self.unemit(1);
                self.emit(ss.plus(FORM_SL), op::a(word), 0);
            }
            (Some((Op::ImmI, imm)), Some((Op::Load1, word))) => {
                self.unemit(2);
                self.emit(ss.plus(FORM_LI), op::a(word), op::bc(imm));
            }
            (Some((Op::ImmI, imm)), _) => {
                self.unemit(1);
                self.emit(ss.plus(FORM_SI), 0, op::bc(imm));
            }
            _ => self.emit(ss, 0, 0),
        }
    }

    /// `ss` is the first operation of a long or double family.
    pub(super) fn wide_binary(&mut self, ss: Op) {
        match (self.peek(1), self.peek(2)) {
            (Some((Op::Load2, second)), Some((Op::Load2, first))) => {
                self.unemit(2);
                self.emit_word(op::word3(ss.plus(2), op::a(first), op::a(second), 0));
            }
            (Some((Op::Load2, word)), _) => {
                self.unemit(1);
                self.emit(ss.plus(1), op::a(word), 0);
            }
            _ => self.emit(ss, 0, 0),
        }
    }

    fn fixup(&mut self, place: Place, target: Bci) {
        self.fixups.push((self.words.len() as u32 - 1, place, target));
    }

    pub(super) fn jump(&mut self, op: Op, a: u16, target: Bci) {
        self.emit(op, a, 0);
        self.fixup(Place::Bc, target);
    }

    /// A conditional jump; the word after it counts.
    pub(super) fn branch(&mut self, op: Op, a: u16, target: Bci) {
        self.jump(op, a, target);
        self.push_word(0);
    }

    /// A call that selects on its receiver: the words after it hold the types seen.
    pub(super) fn virtual_call(&mut self, op: Op, index: u16) {
        self.two_words(op, 0, index);
        for _ in CALL_WORDS..VIRTUAL_CALL_WORDS {
            self.push_word(0);
        }
    }

    /// `ss` is the first operation of an int compare-and-branch family.
    pub(super) fn branch_int(&mut self, ss: Op, target: Bci) {
        match (self.peek(1), self.peek(2)) {
            (Some((Op::LoadLoad, word)), _) if self.short => {
                self.unemit(1);
                self.emit_word(op::word3(ss.plus(FORM_LL), op::a(word), op::b(word), 0));
                self.fixup(Place::C, target);
                self.push_word(0);
            }
            (Some((Op::Load1, word)), _) => {
                self.unemit(1);
                self.branch(ss.plus(FORM_SL), op::a(word), target);
            }
            (Some((Op::ImmI, imm)), _) => match i16::try_from(op::bc(imm)) {
                Ok(imm) => {
                    self.unemit(1);
                    self.branch_imm(ss, imm, target);
                }
                Err(_) => self.branch(ss, 0, target),
            },
            _ => self.branch(ss, 0, target),
        }
    }

    fn branch_imm(&mut self, ss: Op, imm: i16, target: Bci) {
        match self.peek(1) {
            Some((Op::Load1, word)) if self.short => {
                self.unemit(1);
                self.emit_word(op::word3(ss.plus(FORM_LI), op::a(word), imm as u16, 0));
                self.fixup(Place::C, target);
                self.push_word(0);
            }
            _ => self.branch(ss.plus(FORM_SI), imm as u16, target),
        }
    }

    /// `if<cond>`: the condition by its place in the table: eq ne lt ge gt le.
    pub(super) fn branch_zero(&mut self, condition: u16, target: Bci) {
        let fused = match self.peek(1) {
            Some((Op::LCmp, _)) => Some((Op::LIfEq, 0)),
            Some((Op::DCmp, word)) => Some((Op::DIfEq, op::a(word))),
            Some((Op::FCmp, word)) => Some((Op::FIfEq, op::a(word))),
            _ => None,
        };
        if let Some((first, nan)) = fused {
            self.unemit(1);
            self.branch(first.plus(condition), nan, target);
        } else {
            self.branch_imm(Op::IfEqSS.plus(condition * BRANCH_FORMS), 0, target);
        }
    }

    pub(super) fn branch_null(&mut self, op: Op, target: Bci) {
        if let Some((Op::Load1, word)) = self.peek(1) {
            self.unemit(1);
            self.branch(op.plus(2), op::a(word), target);
        } else {
            self.branch(op, 0, target);
        }
    }

    pub(super) fn array_load(&mut self, ss: Op) {
        match self.peek(1) {
            Some((Op::LoadLoad, word)) => {
                self.unemit(1);
                self.emit_word(op::word3(ss.plus(2), op::a(word), op::b(word), 0));
            }
            Some((Op::Load1, word)) => {
                self.unemit(1);
                self.emit(ss.plus(1), op::a(word), 0);
            }
            _ => self.emit(ss, 0, 0),
        }
    }

    pub(super) fn array_length(&mut self) {
        if let Some((Op::Load1, word)) = self.peek(1) {
            self.unemit(1);
            self.emit(Op::ArrayLengthL, op::a(word), 0);
        } else {
            self.emit(Op::ArrayLength, 0, 0);
        }
    }

    pub(super) fn get_field(&mut self, index: u16) {
        let index = i32::from(index);
        match self.peek(1) {
            Some((Op::Load1, word)) => {
                self.unemit(1);
                self.emit(Op::GetFieldUnresolvedL, op::a(word), index);
            }
            Some((Op::LoadLoad, word)) => {
                self.unemit(1);
                self.emit(Op::Load1, op::a(word), 0);
                self.emit(Op::GetFieldUnresolvedL, op::b(word), index);
            }
            _ => self.emit(Op::GetFieldUnresolvedS, 0, index),
        }
    }

    pub(super) fn return0(&mut self) {
        let method = self.method;
        let object_init = method.has(method_flag::INIT) && method.class().super_class.is_none();
        self.emit(if object_init { Op::ReturnInit } else { Op::Return }, 0, 0);
    }

    /// Returns an int as the method's type has it: only as many of its bits (JVMS 6.5, ireturn).
    pub(super) fn return_int(&mut self) {
        let is_result = |op: Op, first: Op| (first as u16..first as u16 + 3).contains(&(op as u16));
        match (self.method.ret, self.peek(1)) {
            (Kind::Bool, Some((Op::ImmI, word))) if op::bc(word) & !1 == 0 => {}
            (Kind::Bool, Some((Op::InstanceOfUnresolved, _))) => {}
            (Kind::Bool, _) => {
                self.imm(1);
                self.int_binary(Op::IAndSS);
            }
            (Kind::Byte, Some((op, _))) if op == Op::I2B || is_result(op, Op::ALoadI8SS) => {}
            (Kind::Byte, _) => self.emit(Op::I2B, 0, 0),
            (Kind::Char, Some((op, _))) if op == Op::I2C || is_result(op, Op::ALoadU16SS) => {}
            (Kind::Char, _) => self.emit(Op::I2C, 0, 0),
            (Kind::Short, Some((op, _))) if op == Op::I2S || is_result(op, Op::ALoadI16SS) => {}
            (Kind::Short, _) => self.emit(Op::I2S, 0, 0),
            _ => {}
        }
        self.return1();
    }

    pub(super) fn return1(&mut self) {
        if let Some((Op::Load1, word)) = self.peek(1) {
            self.unemit(1);
            self.emit(Op::Return1L, op::a(word), 0);
        } else {
            self.emit(Op::Return1, 0, 0);
        }
    }

    /// The switch word (`bc`: number of cases), a word of low value and default distance, then two
    /// distances a word.
    pub(super) fn table_switch(&mut self, table: &TableSwitch<'_>) {
        let switch = self.words.len() as u32;
        self.emit(Op::TableSwitch, 0, table.case_count() as i32);
        self.push_word(u64::from(table.low as u32));
        self.fixup(Place::High(switch), table.default);
        for (case, (_, target)) in table.cases().enumerate() {
            if case % 2 == 0 {
                self.push_word(0);
                self.fixup(Place::Low(switch), target);
            } else {
                self.fixup(Place::High(switch), target);
            }
        }
    }

    /// The switch word (`bc`: number of cases), a word of the default distance, then a word of key
    /// and distance for each case, by ascending key.
    pub(super) fn lookup_switch(&mut self, table: &LookupSwitch<'_>) {
        let switch = self.words.len() as u32;
        self.emit(Op::LookupSwitch, 0, table.case_count() as i32);
        self.push_word(0);
        self.fixup(Place::High(switch), table.default);
        for (key, target) in table.cases() {
            self.push_word(u64::from(key as u32));
            self.fixup(Place::High(switch), target);
        }
    }
}

const INT_FORMS: u16 = 7;
const BRANCH_FORMS: u16 = 5;
const FORM_SL: u16 = 1;
const FORM_SI: u16 = 2;
const FORM_LL: u16 = 3;
const FORM_LI: u16 = 4;

static LOCK: Mutex<()> = Mutex::new(());

/// Prepares `method` for execution, unless another thread did.
///
/// # Errors
/// VerifyError for malformed bytecode.
pub fn prepare(t: &Thread, method: MethodRef) -> R<()> {
    let _guard = LOCK.lock();
    if method.prepared.get().is_some() {
        return Ok(());
    }
    match Preparer::run(&method, false) {
        Ok(prepared) => {
            publish(method, Arena::place(prepared));
            Ok(())
        }
        Err(malformed) => {
            drop(_guard);
            let text = format!(
                "(class: {}, method: {} signature: {}) {malformed}",
                method.class().name,
                method.name,
                method.desc
            );
            Err(throw::new(t, "java/lang/VerifyError", &text))
        }
    }
}

/// The code of a prepared method without fusion.
///
/// # Panics
/// When the method is not prepared.
pub(super) fn plain(method: MethodRef) -> Meta<Prepared> {
    let _guard = LOCK.lock();
    let prepared = method.prepared.get().expect("a prepared method");
    prepared.plain.get().unwrap_or_else(|| {
        let code = Preparer::run(&method, true).expect("it was prepared before");
        let code = Arena::place(code);
        prepared.plain.set(Some(code));
        code
    })
}

fn publish(method: MethodRef, prepared: Meta<Prepared>) {
    let locals = u32::from(method.max_locals.max(method.arg_slots) - method.arg_slots);
    let operands = u32::from(method.max_stack);
    method.frame_words.set(locals + super::frame::FRAME_WORDS as u32 + operands);
    method.entry.set(prepared.code.as_ptr().addr() as u32);
    if method.code.get() == [Opcode::Return as u8] {
        method.flags.set_bits(method_flag::EMPTY);
    }
    method.prepared.set(Some(prepared));
    std::sync::atomic::fence(std::sync::atomic::Ordering::Release);
    let sync = method.is_synchronized();
    method.call_kind.set(if sync { CallKind::SyncBytecode } else { CallKind::Bytecode });
}
