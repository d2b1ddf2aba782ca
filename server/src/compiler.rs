//! What the server asks of a compiler. Jobs run it in threads of their own, and survive its panics.

use crate::body::Ask;

/// The answer of a compiler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The bytes of a portable body.
    Body(Vec<u8>),
    /// This method is not compiled, whoever asks.
    Declined(String),
    /// The request makes no sense.
    Failed(String),
}

/// Makes bodies, and tells which body fits which request.
pub trait Compiler: Send + Sync + 'static {
    /// Compiles.
    fn compile(&self, ask: &Ask) -> Answer;

    /// The first of `bodies` whose facts agree with the request.
    fn choose(&self, ask: &Ask, bodies: &[Vec<u8>]) -> Option<usize>;
}
