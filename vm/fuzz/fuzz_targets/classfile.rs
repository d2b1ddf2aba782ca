//! Any bytes as a class file.
#![no_main]

use cortado_vm::classfile::{ParseOptions, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for options in [ParseOptions::checked(None), ParseOptions::boot(None)] {
        if let Ok(class) = parse(bytes, &options) {
            // The name and the pool are what everything else starts from.
            assert!(!class.pool.is_empty());
            class.name();
        }
    }
});
