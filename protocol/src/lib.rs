//! The contract between the VM, the compiler and the compile server.
//!
//! Everything that two processes must agree on is a table in this crate; [`CONTRACT`] is a hash of
//! the text of all tables and is the version of the contract. [`request`] and [`body`] are what
//! goes in and out of a compilation; [`abi`] says how compiled code behaves; [`helper`], [`layout`]
//! and [`reloc`] are what it may call, touch and name.
//!
//! What goes over the wire: [`frame`] (header, checksum, compression), [`message`] (the table of
//! messages), [`skeleton`] (a request without its bytecode), within [`limits`]. [`portable`] is a
//! body that another VM can use, with all that it must check; [`store`] keeps bodies on disk, for
//! the server and for a VM without one.
#![forbid(unsafe_code)]

pub mod abi;
pub mod body;
pub mod bytecode;
pub mod contract;
pub mod frame;
pub mod helper;
pub mod layout;
pub mod limits;
pub mod message;
pub mod portable;
pub mod reloc;
pub mod request;
pub mod skeleton;
pub mod store;

pub use contract::CONTRACT;
