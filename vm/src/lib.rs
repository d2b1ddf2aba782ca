//! Cortado: a Java virtual machine.

pub mod classfile;
pub mod classpath;
pub mod counters;
pub mod trace;
pub mod launcher;
pub mod options;
