//! Cortado: a Java virtual machine.

pub mod classpath;
