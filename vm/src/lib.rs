//! Cortado: a Java virtual machine.

pub mod classpath;
pub mod counters;
pub mod trace;
