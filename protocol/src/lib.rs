//! The contract between the VM, the compiler and the compile server.
//!
//! Everything that two processes must agree on is a table in this crate; [`CONTRACT`] is a hash of
//! the text of all tables and is the version of the contract.
#![forbid(unsafe_code)]

pub mod bytecode;
pub mod contract;

pub use contract::CONTRACT;
