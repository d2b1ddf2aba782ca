//! Benchmarks, one file per question; here is what they share.
#![forbid(unsafe_code)]

pub mod contestants;
pub mod measure;
pub mod requests;
pub mod vm;
