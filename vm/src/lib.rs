//! Cortado: a Java virtual machine.

pub mod boot;
pub mod class;
pub mod classfile;
pub mod classpath;
pub mod codecache;
pub mod compile;
pub mod counters;
pub mod crash;
pub mod error;
pub mod heap;
pub mod interp;
pub mod launcher;
pub mod link;
pub mod meta;
pub mod native;
pub mod options;
pub mod phases;
pub mod runtime;
pub mod thread;
pub mod trace;
pub mod verify;
