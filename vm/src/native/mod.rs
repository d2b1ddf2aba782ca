//! The class library's native methods in Rust (design D2): one file per Java class, one list here.

pub mod registry;

pub mod configure;
mod java_lang_double;
mod java_lang_float;
mod java_lang_process_environment;
mod java_lang_ref_phantom_reference;
mod java_lang_ref_reference;
mod java_lang_runtime;
pub mod java_lang_shutdown;
mod java_lang_strict_math;
mod java_lang_string_utf16;
mod java_lang_system;
pub mod java_lang_thread;
mod java_util_concurrent_atomic_atomic_long;
mod java_util_time_zone;
mod jdk_internal_invoke_native_entry_point;
mod jdk_internal_misc_cds;
mod jdk_internal_misc_scoped_memory_access;
mod jdk_internal_misc_signal;
mod jdk_internal_misc_unsafe;
pub mod jdk_internal_misc_unsafe_constants;
mod jdk_internal_misc_vm;
mod jdk_internal_perf_perf;
mod jdk_internal_platform_cgroup_metrics;
mod jdk_internal_util_system_props;
mod jdk_internal_vm_vector_vector_support;
mod jdk_internal_vm_vmsupport;
mod locale;

use crate::class::{CallKind, MethodRef};
use crate::error::R;
use crate::runtime::throw;
use crate::thread::Thread;
use registry::{NativeRow, NativeTable};

/// All tables. To add a class, add its module above and its table here.
pub const TABLES: &[NativeTable] = &[
    java_lang_double::TABLE,
    java_lang_float::TABLE,
    java_lang_process_environment::TABLE,
    java_lang_ref_phantom_reference::TABLE,
    java_lang_ref_reference::TABLE,
    java_lang_runtime::TABLE,
    java_lang_shutdown::TABLE,
    java_lang_strict_math::TABLE,
    java_lang_string_utf16::TABLE,
    java_lang_system::TABLE,
    java_lang_thread::TABLE,
    java_util_concurrent_atomic_atomic_long::TABLE,
    java_util_time_zone::TABLE,
    jdk_internal_invoke_native_entry_point::TABLE,
    jdk_internal_misc_cds::TABLE,
    jdk_internal_misc_scoped_memory_access::TABLE,
    jdk_internal_misc_signal::TABLE,
    jdk_internal_misc_unsafe::TABLE,
    jdk_internal_misc_vm::TABLE,
    jdk_internal_perf_perf::TABLE,
    jdk_internal_platform_cgroup_metrics::TABLE,
    jdk_internal_util_system_props::TABLE,
    jdk_internal_vm_vector_vector_support::TABLE,
    jdk_internal_vm_vmsupport::TABLE,
];

/// The row with this index, as [`bind`] stored it in `Method::native_index`.
#[inline(always)]
pub fn row(index: u32) -> &'static NativeRow {
    &TABLES[(index >> 16) as usize].rows[(index & 0xffff) as usize]
}

/// Index of the row for a native method of the class library.
fn find(class: &str, signature: &str) -> Option<u32> {
    let table = TABLES.iter().position(|table| table.class == class)?;
    let row = TABLES[table].rows.iter().position(|row| row.signature == signature)?;
    Some((table as u32) << 16 | row as u32)
}

/// Binds a native method to its Rust function.
///
/// # Errors
/// UnsatisfiedLinkError naming the method when there is none.
pub fn bind(t: &Thread, method: MethodRef) -> R<()> {
    let class = method.class();
    let signature = format!("{}{}", method.name, method.desc);
    let library = class.loader.builtin.get() != 0;
    match find(&class.name.text(), &signature).filter(|_| library) {
        Some(index) => {
            assert_eq!(row(index).has_this, !method.is_static(), "{}", method.describe());
            method.native_index.set(index);
            method.call_kind.set(CallKind::Native);
            Ok(())
        }
        None => {
            let text = format!("'{}'", crate::link::messages::method(&method));
            Err(throw::new(t, "java/lang/UnsatisfiedLinkError", &text))
        }
    }
}
