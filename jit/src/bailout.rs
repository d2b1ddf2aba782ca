//! Why a method is declined.

/// The compiler's answer when it does not compile a method.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum Bailout {
    /// The method to compile comes without bytecode.
    #[error("the request has no bytecode for the method")]
    NoBytecode,
    /// Subroutines of old class files.
    #[error("the method has subroutines (jsr)")]
    Subroutine,
    /// The bytecode cannot be decoded.
    #[error("the bytecode is malformed")]
    Malformed,
    /// More locals than the compiler keeps track of.
    #[error("the method has too many locals")]
    TooManyLocals,
    /// The code became too large.
    #[error("the code is too large")]
    TooLarge,
    /// More inlined calls than fit the tables.
    #[error("too many inlined calls")]
    TooManyNodes,
    /// The entry is no loop header with an empty operand stack.
    #[error("the method cannot be entered there")]
    Entry,
    /// `Object.<init>`, whose end registers finalizers: callers do it themselves.
    #[error("the constructor of Object is left to the interpreter")]
    ObjectInit,
    /// An instruction needs more registers than operands and variables leave.
    #[error("too few registers")]
    Registers,
    /// A label was not bound or a jump is too far.
    #[error("the assembler failed")]
    Assembler,
}
