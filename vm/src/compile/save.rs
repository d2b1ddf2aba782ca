//! Saved requests: each as a readable file that `cortadoctl jit` lists and replays.

use crate::boot;
use crate::class::MethodRef;
use cortado_protocol::request::{CompileRequest, Entry};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

/// Writes a request where `-XX:SaveCompileRequests` says, if it does.
pub fn request(request: &CompileRequest, method: MethodRef) {
    let directory = &boot::config().flags.SaveCompileRequests;
    if directory.is_empty() {
        return;
    }
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let at = match request.entry {
        Entry::Method => String::new(),
        Entry::Loop(bci) => format!("@{bci}"),
    };
    let name = format!("{number:05}-{}.{}{at}.json", method.class().external_name(), method.name);
    let path = Path::new(directory).join(name.replace(['/', '<', '>'], "_"));
    let text = serde_json::to_string_pretty(request).expect("requests have no maps");
    let written = std::fs::create_dir_all(directory).and_then(|()| std::fs::write(&path, text));
    if let Err(error) = written {
        eprintln!("cortado: cannot save a compile request as {}: {error}", path.display());
    }
}
