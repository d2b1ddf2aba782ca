//! Knobs that cannot change results.

/// Callees up to this many bytes of bytecode are always inlined.
pub const INLINE_ALWAYS_BYTES: usize = 35;
/// Hot callees up to this many bytes are inlined.
pub const INLINE_HOT_BYTES: usize = 120;
/// Bytes of bytecode in one compilation, beyond which only the smallest callees are inlined.
pub const INLINE_BUDGET_BYTES: usize = 1500;
/// Beyond this nothing is inlined.
pub const INLINE_LIMIT_BYTES: usize = 6000;
/// Depth of inlining.
pub const INLINE_DEPTH: usize = 9;
/// Depth of inlining of methods that ask for it.
pub const FORCE_INLINE_DEPTH: usize = 40;
/// Times that the other way of a branch must have been taken before one is considered dead.
pub const DEAD_BRANCH_COUNT: u32 = 400;
/// Bytes of code beyond which a method is declined.
pub const CODE_BYTES_MAX: u32 = 1 << 20;
/// Weight of an access per level of loops.
pub const LOOP_WEIGHT: u32 = 8;
/// A local needs this weight to get a register that must be saved.
pub const PIN_WEIGHT: u32 = 3;
/// Receivers that must have been seen before others are considered impossible.
pub const RECEIVER_COUNT: u32 = 30;
