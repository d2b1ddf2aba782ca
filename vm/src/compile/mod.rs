//! Compilation as the VM sees it (design D9, D10, D13): when a method is compiled ([`policy`]), what
//! the compiler is told ([`request`]), what its answer relies on ([`assume`]), who runs it
//! ([`local`]); how bodies of other runs and VMs are looked at ([`portable`]), where they wait
//! ([`warm`]) and where they are kept ([`cache`]).
//!
//! Invariants:
//! 1. A request is self-contained; what its numbers mean in this VM is in [`Tables`], which never
//!    leaves the process.
//! 2. A body is installed under the lock of [`assume`], after all its assumptions were checked; what
//!    breaks an assumption takes the same lock, so that no body slips in between.
//! 3. Nothing here waits for a compiler unless asked to (`-Xbatch`, `-Xcomp`).

pub mod assume;
pub mod cache;
pub mod command;
pub mod local;
pub mod policy;
pub mod portable;
pub mod remote;
mod report;
mod request;
mod save;
mod tables;
pub mod warm;

pub use request::{build, directives, shape};
pub use tables::Tables;
