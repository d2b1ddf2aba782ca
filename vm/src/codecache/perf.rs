//! Names of compiled code for profilers: the map that `perf` reads.

use super::install;
use crate::class::MethodRef;
use cortado_protocol::request::Entry;
use std::fs::File;
use std::io::{self, BufWriter, Write};

/// The name of a body.
pub fn name(method: MethodRef, entry: Entry) -> String {
    match entry {
        Entry::Method => method.describe(),
        Entry::Loop(bci) => format!("{} @ {bci}", method.describe()),
    }
}

/// Writes `perf-<pid>.map` where `perf` looks for it, in the directory of temporary files.
///
/// # Errors
/// When the file cannot be written.
pub fn write_map() -> io::Result<()> {
    let path = std::env::temp_dir().join(format!("perf-{}.map", std::process::id()));
    let mut out = BufWriter::new(File::create(path)?);
    for body in install::all() {
        let (address, bytes) = (body.block.address(), body.block.bytes);
        writeln!(out, "{address:x} {bytes:x} {}", name(body.method, body.entry))?;
    }
    out.flush()
}
