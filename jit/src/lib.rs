//! The compiler: bytecode to relocatable body.
//!
//! [`compile`] is a pure function of the request: one pass over the bytecode, block by block, with
//! an abstract operand stack and registers, that writes machine code as it goes.
//!
//! Invariants:
//! * `jit` never sees an address: everything outside the code is a relocation by name.
//! * The upper half of a register that holds an int is zero, in homes and operand words too.
//! * A variable is in its register, or in its home, or both: [`state::Var`] says. Where paths meet,
//!   pinned variables are in their registers and all others at home.
//! * An operand in a frame word is in the word of its own place on the stack.
#![forbid(unsafe_code)]

#[expect(clippy::useless_conversion, reason = "what the assembler's macro expands to")]
mod asm;
mod bailout;
mod blocks;
mod compiler;
mod deopt;
mod emit;
mod finish;
mod frame;
mod inline;
mod intrinsic;
pub mod listing;
mod oracle;
mod regs;
mod state;
mod tuning;

pub use bailout::Bailout;
pub use finish::{compile, compile_noting};
