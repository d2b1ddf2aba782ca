//! Cortado: a Java virtual machine.
