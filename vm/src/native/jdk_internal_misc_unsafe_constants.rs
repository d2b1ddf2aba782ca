//! `jdk.internal.misc.UnsafeConstants` has no natives: the VM overwrites its static fields.

use super::host;
use crate::class::{Kind, init};
use crate::error::{R, fatal};
use crate::link::loader;
use crate::meta::intern;
use crate::runtime::value;
use crate::thread::Thread;

/// Bytes of a cache line, as `clflush` writes them back.
const CACHE_LINE_BYTES: u64 = 64;

/// Gives the constants their values; before anything that uses `Unsafe` runs.
pub fn install(t: &Thread) -> R<()> {
    let class = loader::load_boot_class(t, intern("jdk/internal/misc/UnsafeConstants"))?;
    init::ensure_initialized(t, class)?;
    let constants = [
        ("ADDRESS_SIZE0", Kind::Int, 8),
        ("PAGE_SIZE", Kind::Int, host::page_size() as u64),
        ("BIG_ENDIAN", Kind::Bool, u64::from(cfg!(target_endian = "big"))),
        ("UNALIGNED_ACCESS", Kind::Bool, 1),
        ("DATA_CACHE_LINE_FLUSH_SIZE", Kind::Int, CACHE_LINE_BYTES),
    ];
    for (name, kind, word) in constants {
        let desc = intern(&kind.to_char().to_string());
        let Some(field) = class.declared_field(intern(name), desc) else {
            fatal(&format!("the class library's {} has no field {name}", class.name));
        };
        value::store(class.mirror(), field.offset as usize, kind, word);
    }
    Ok(())
}
