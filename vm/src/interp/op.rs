//! The interpreter's instructions: words of 64 bits that preparation makes from bytecode.
//!
//! Word layout: `op` in bits 0-15, `a` in 16-31, `b` in 32-47, `c` in 48-63; `bc` is the signed
//! 32-bit value in bits 32-63. Some instructions own the word after them. Names end in where the
//! operands come from: S the operand stack, L a local variable, I an immediate.
//!
//! Quickening replaces a word by one atomic store, so that other threads see the old form or the
//! new one, never a mixture.

/// Operation of an instruction word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
#[expect(dead_code, reason = "most are made from the first of their family by its number")]
#[rustfmt::skip]
pub enum Op {
    // Constants: int or float bits in bc; long from bc; long or double in the next word; global in bc; class in bc.
    Nop, ImmI, ImmL, ImmWide, LdcGlobal, LdcClass, LdcUnresolved, Ldc2Unresolved,
    // Locals: a, then b.
    Load1, Load2, LoadLoad, Store1, Store2, Mov1, StoreImm, Inc,
    // Operand stack.
    Pop, Pop2, Dup, DupX1, DupX2, Dup2, Dup2X1, Dup2X2, Swap,
    // int Add: operands from Stack, Local or Immediate; the last two store to a local.
    IAddSS, IAddSL, IAddSI, IAddLL, IAddLI, IAddLLS, IAddLIS,
    // int Sub: operands from Stack, Local or Immediate; the last two store to a local.
    ISubSS, ISubSL, ISubSI, ISubLL, ISubLI, ISubLLS, ISubLIS,
    // int Mul: operands from Stack, Local or Immediate; the last two store to a local.
    IMulSS, IMulSL, IMulSI, IMulLL, IMulLI, IMulLLS, IMulLIS,
    // int And: operands from Stack, Local or Immediate; the last two store to a local.
    IAndSS, IAndSL, IAndSI, IAndLL, IAndLI, IAndLLS, IAndLIS,
    // int Or: operands from Stack, Local or Immediate; the last two store to a local.
    IOrSS, IOrSL, IOrSI, IOrLL, IOrLI, IOrLLS, IOrLIS,
    // int Xor: operands from Stack, Local or Immediate; the last two store to a local.
    IXorSS, IXorSL, IXorSI, IXorLL, IXorLI, IXorLLS, IXorLIS,
    // int Shl: operands from Stack, Local or Immediate; the last two store to a local.
    IShlSS, IShlSL, IShlSI, IShlLL, IShlLI, IShlLLS, IShlLIS,
    // int Shr: operands from Stack, Local or Immediate; the last two store to a local.
    IShrSS, IShrSL, IShrSI, IShrLL, IShrLI, IShrLLS, IShrLIS,
    // int UShr: operands from Stack, Local or Immediate; the last two store to a local.
    IUShrSS, IUShrSL, IUShrSI, IUShrLL, IUShrLI, IUShrLLS, IUShrLIS,
    // int, may throw; unary.
    IDiv, IRem, INeg,
    // long Add.
    LAddSS, LAddSL, LAddLL,
    // long Sub.
    LSubSS, LSubSL, LSubLL,
    // long Mul.
    LMulSS, LMulSL, LMulLL,
    // long And.
    LAndSS, LAndSL, LAndLL,
    // long Or.
    LOrSS, LOrSL, LOrLL,
    // long Xor.
    LXorSS, LXorSL, LXorLL,
    // long shifts, may throw, unary, compare.
    LShl, LShr, LUShr, LDiv, LRem, LNeg, LCmp,
    // double Add.
    DAddSS, DAddSL, DAddLL,
    // double Sub.
    DSubSS, DSubSL, DSubLL,
    // double Mul.
    DMulSS, DMulSL, DMulLL,
    // double Div.
    DDivSS, DDivSL, DDivLL,
    // double and float.
    DRem, DNeg, DCmp, FAdd, FSub, FMul, FDiv, FRem, FNeg, FCmp,
    // Conversions.
    I2L, I2F, I2D, L2I, L2F, L2D, F2I, F2L, F2D, D2I, D2L, D2F, I2B, I2C, I2S,
    // Branch if int Eq.
    IfEqSS, IfEqSL, IfEqSI, IfEqLL, IfEqLI,
    // Branch if int Ne.
    IfNeSS, IfNeSL, IfNeSI, IfNeLL, IfNeLI,
    // Branch if int Lt.
    IfLtSS, IfLtSL, IfLtSI, IfLtLL, IfLtLI,
    // Branch if int Ge.
    IfGeSS, IfGeSL, IfGeSI, IfGeLL, IfGeLI,
    // Branch if int Gt.
    IfGtSS, IfGtSL, IfGtSI, IfGtLL, IfGtLI,
    // Branch if int Le.
    IfLeSS, IfLeSL, IfLeSI, IfLeLL, IfLeLI,
    // Compare and branch, long; a is the answer for NaN.
    LIfEq, LIfNe, LIfLt, LIfGe, LIfGt, LIfLe,
    // Compare and branch, double; a is the answer for NaN.
    DIfEq, DIfNe, DIfLt, DIfGe, DIfGt, DIfLe,
    // Compare and branch, float; a is the answer for NaN.
    FIfEq, FIfNe, FIfLt, FIfGe, FIfGt, FIfLe,
    // References and plain jumps.
    IfAEq, IfANe, IfNull, IfNonNull, IfNullL, IfNonNullL, Goto, Jsr, Ret, TableSwitch,
    LookupSwitch,
    // Array loads: array and index from Stack or Local.
    ALoadI8SS, ALoadI8SL, ALoadI8LL, ALoadI16SS, ALoadI16SL, ALoadI16LL, ALoadU16SS, ALoadU16SL,
    ALoadU16LL, ALoadI32SS, ALoadI32SL, ALoadI32LL, ALoadI64SS, ALoadI64SL, ALoadI64LL,
    ALoadRefSS, ALoadRefSL, ALoadRefLL,
    // Array stores: value on the stack; array, index and value from the stack.
    AStoreI8S, AStoreI16S, AStoreU16S, AStoreI32S, AStoreI64S, AStoreRefS,
    // Array length.
    ArrayLength, ArrayLengthL,
    // Instance fields: byte offset in bc; object on the Stack or in Local a.
    GetFieldI8S, GetFieldI8L, GetFieldU8S, GetFieldU8L, GetFieldI16S, GetFieldI16L, GetFieldU16S,
    GetFieldU16L, GetFieldI32S, GetFieldI32L, GetFieldI64S, GetFieldI64L, GetFieldRefS,
    GetFieldRefL,
    // Instance field stores.
    PutFieldI8, PutFieldU8, PutFieldI16, PutFieldU16, PutFieldI32, PutFieldI64, PutFieldRef,
    // Static fields: absolute address in the next word.
    GetStaticI8, GetStaticU8, GetStaticI16, GetStaticU16, GetStaticI32, GetStaticI64,
    GetStaticRef, PutStaticI8, PutStaticU8, PutStaticI16, PutStaticU16, PutStaticI32,
    PutStaticI64, PutStaticRef,
    // Volatile stores (kind in a) and unresolved forms (constant-pool index in bc).
    PutFieldVolatile, PutStaticVolatile, GetFieldUnresolvedS, GetFieldUnresolvedL,
    PutFieldUnresolved, GetStaticUnresolved, PutStaticUnresolved,
    // Calls: two words, those by receiver five (see `profile`). a: argument slots; bc: method, vtable index or constant-pool index.
    InvokeStatic, InvokeDirect, InvokeFinal, InvokeVirtual, InvokeInterface, InvokeHandle, InvokeDynamic,
    InvokeVirtualUnresolved, InvokeSpecialUnresolved, InvokeStaticUnresolved,
    InvokeInterfaceUnresolved, InvokeDynamicUnresolved,
    // Returns; ReturnInit ends Object.<init> and registers finalizable objects.
    Return, Return1, Return2, Return1L, ReturnInit,
    // Objects.
    New, NewUnresolved, NewArray, ANewArray, ANewArrayUnresolved, MultiANewArray, CheckCast,
    CheckCastUnresolved, InstanceOf, InstanceOfUnresolved, AThrow, MonitorEnter, MonitorExit,
    // Not an operation: how many there are.
    Count,
}

impl Op {
    /// The operation `n` places after `self` in its family.
    ///
    /// # Panics
    /// When there is none.
    pub const fn plus(self, n: u16) -> Op {
        Op::of_code(self as u16 + n)
    }

    /// The operation with this code.
    ///
    /// # Panics
    /// When there is none.
    pub const fn of_code(code: u16) -> Op {
        assert!(code < Op::Count as u16);
        // SAFETY: a fieldless repr(u16) enum without gaps, and the code is in range.
        unsafe { std::mem::transmute::<u16, Op>(code) }
    }

    /// The operation of a prepared word.
    ///
    /// # Safety
    /// The word must have been made by [`word`] or [`word3`].
    #[inline(always)]
    pub unsafe fn of_word(word: u64) -> Op {
        // SAFETY: the caller's promise.
        unsafe { std::mem::transmute::<u16, Op>(word as u16) }
    }
}

/// A word of operation, `a` and `bc`.
#[inline]
pub const fn word(op: Op, a: u16, bc: i32) -> u64 {
    op as u64 | (a as u64) << 16 | (bc as u32 as u64) << 32
}

/// A word of operation, `a`, `b` and `c`.
#[inline]
pub const fn word3(op: Op, a: u16, b: u16, c: i16) -> u64 {
    op as u64 | (a as u64) << 16 | (b as u64) << 32 | (c as u16 as u64) << 48
}

/// `a` of a word.
#[inline(always)]
pub const fn a(word: u64) -> u16 {
    (word >> 16) as u16
}

/// `b` of a word.
#[inline(always)]
pub const fn b(word: u64) -> u16 {
    (word >> 32) as u16
}

/// `c` of a word.
#[inline(always)]
pub const fn c(word: u64) -> i16 {
    (word >> 48) as i16
}

/// `bc` of a word.
#[inline(always)]
pub const fn bc(word: u64) -> i32 {
    (word >> 32) as i32
}
