//! Linking: class files become arena classes, names become references (JVMS 5.3 to 5.5).
//!
//! Data flow: [`loader`] finds or asks for the bytes, [`define`] parses them, loads the supertypes
//! ([`supers`]), copies everything into the arena ([`build`], [`members`]), lays out fields
//! ([`layout`]) and method tables ([`vtable`]), makes the mirror ([`mirror`]) and publishes the
//! class. [`resolve`] turns constant-pool entries into classes, fields and methods under the rules
//! of [`access`]; [`select`] picks the method that a call runs.
//!
//! Invariants:
//! 1. A class is complete, with its mirror, before any dictionary shows it; afterwards only cells
//!    and atomics of it change.
//! 2. The lock of [`loader`] guards all dictionaries, packages, modules' lists and the class
//!    hierarchy. Nothing is allocated in the Java heap and no Java code runs while it is held, so
//!    whoever waits for it waits briefly and may do so as a thread in Java.
//! 3. Two threads may make the same class at the same time; the first to publish wins.
//! 4. No `ObjRef` is kept in Rust data across an allocation: only on the stack.

pub mod access;
mod array;
mod build;
pub mod constraints;
pub mod define;
pub mod failures;
pub mod hidden;
mod layout;
pub mod loader;
mod members;
pub mod messages;
pub mod mirror;
pub mod modules;
pub mod nest;
pub mod polymorphic;
pub mod resolve;
pub mod select;
mod supers;
mod vtable;

pub use define::{DefineOptions, HiddenInfo, define_class};
pub use resolve::{FieldUse, InvokeKind};
