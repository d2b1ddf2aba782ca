//! The class library's native methods in Rust (design D2): one file per Java class, one list here.

pub mod registry;

mod blocking_fd;
mod class_members;
mod class_nesting;
mod com_sun_crypto_provider_ghash;
mod com_sun_management_internal_diagnostic_command_impl;
mod com_sun_management_internal_flag;
mod com_sun_management_internal_garbage_collector_ext_impl;
mod com_sun_management_internal_gc_info_builder;
mod com_sun_management_internal_hot_spot_diagnostic;
mod com_sun_management_internal_operating_system_impl;
mod com_sun_security_auth_module_unix_system;
mod configure;
mod digests;
mod file_stream;
mod gc_info;
mod host;
mod inet;
mod interfaces;
mod intrinsics;
mod java_io_console;
mod java_io_file_cleanable;
mod java_io_file_descriptor;
mod java_io_file_input_stream;
mod java_io_file_output_stream;
mod java_io_object_stream_class;
mod java_io_random_access_file;
mod java_io_unix_file_system;
mod java_lang_class;
mod java_lang_class_loader;
mod java_lang_double;
mod java_lang_float;
mod java_lang_integer;
mod java_lang_invoke_lambda_proxy_class_archive;
mod java_lang_invoke_method_handle;
mod java_lang_invoke_method_handle_natives;
mod java_lang_long;
mod java_lang_math;
mod java_lang_module;
mod java_lang_null_pointer_exception;
mod java_lang_object;
mod java_lang_process_environment;
mod java_lang_process_handle_impl;
mod java_lang_process_handle_impl_info;
mod java_lang_process_impl;
mod java_lang_ref_phantom_reference;
mod java_lang_ref_reference;
mod java_lang_reflect_array;
mod java_lang_reflect_executable;
mod java_lang_reflect_field;
mod java_lang_runtime;
mod java_lang_security_manager;
pub mod java_lang_shutdown;
mod java_lang_stack_stream_factory;
mod java_lang_stack_trace_element;
mod java_lang_strict_math;
mod java_lang_string;
mod java_lang_string_coding;
mod java_lang_string_latin1;
mod java_lang_string_utf16;
mod java_lang_system;
pub mod java_lang_thread;
mod java_lang_throwable;
mod java_math_big_integer;
mod java_net_abstract_plain_datagram_socket_impl;
mod java_net_abstract_plain_socket_impl;
mod java_net_datagram_packet;
mod java_net_inet4_address;
mod java_net_inet4_address_impl;
mod java_net_inet6_address;
mod java_net_inet6_address_impl;
mod java_net_inet_address;
mod java_net_inet_address_impl_factory;
mod java_net_network_interface;
mod java_net_plain_datagram_socket_impl;
mod java_net_plain_socket_impl;
mod java_net_socket_cleanable;
mod java_net_socket_input_stream;
mod java_net_socket_output_stream;
mod java_nio_mapped_memory_utils;
mod java_security_access_controller;
mod java_util_arrays;
mod java_util_concurrent_atomic_atomic_long;
mod java_util_prefs_file_system_preferences;
mod java_util_time_zone;
mod java_util_zip_adler32;
mod java_util_zip_crc32;
mod java_util_zip_deflater;
mod java_util_zip_inflater;
mod jdk_internal_invoke_native_entry_point;
mod jdk_internal_jimage_native_image_buffer;
mod jdk_internal_loader_boot_loader;
mod jdk_internal_loader_native_libraries;
mod jdk_internal_misc_cds;
mod jdk_internal_misc_scoped_memory_access;
mod jdk_internal_misc_signal;
mod jdk_internal_misc_unsafe;
mod jdk_internal_misc_unsafe_constants;
mod jdk_internal_misc_vm;
mod jdk_internal_perf_perf;
mod jdk_internal_platform_cgroup_metrics;
mod jdk_internal_reflect_constant_pool;
mod jdk_internal_reflect_native_accessors;
mod jdk_internal_reflect_reflection;
mod jdk_internal_util_arrays_support;
mod jdk_internal_util_system_props;
mod jdk_internal_vm_vector_vector_support;
mod jdk_internal_vm_vmsupport;
mod jdk_net_linux_socket_options;
mod locale;
mod management;
pub mod memory_notices;
mod name_lookup;
mod npe_message;
mod plain_socket;
mod platform_string;
mod proc_fs;
mod reachability;
mod reflection;
mod socket;
mod spawn;
mod stack_walk;
mod sun_instrument_instrumentation_impl;
mod sun_management_class_loading_impl;
mod sun_management_garbage_collector_impl;
mod sun_management_hotspot_thread;
mod sun_management_memory_impl;
mod sun_management_memory_manager_impl;
mod sun_management_memory_pool_impl;
mod sun_management_thread_impl;
mod sun_management_vm_management_impl;
mod sun_net_dns_resolver_configuration_impl;
mod sun_net_port_config;
mod sun_net_sdp_sdp_support;
mod sun_net_spi_default_proxy_selector;
mod sun_nio_ch_datagram_channel_impl;
mod sun_nio_ch_datagram_dispatcher;
mod sun_nio_ch_epoll;
mod sun_nio_ch_event_fd;
mod sun_nio_ch_file_channel_impl;
mod sun_nio_ch_file_dispatcher_impl;
mod sun_nio_ch_file_key;
mod sun_nio_ch_inherited_channel;
mod sun_nio_ch_io_util;
mod sun_nio_ch_native_socket_address;
mod sun_nio_ch_native_thread;
mod sun_nio_ch_net;
mod sun_nio_ch_poll_selector_impl;
mod sun_nio_ch_socket_dispatcher;
mod sun_nio_ch_unix_asynchronous_socket_channel_impl;
mod sun_nio_ch_unix_domain_sockets;
mod sun_nio_fs_attributes;
mod sun_nio_fs_linux_native_dispatcher;
mod sun_nio_fs_linux_watch_service;
mod sun_nio_fs_unix_copy_file;
mod sun_nio_fs_unix_native_dispatcher;
mod sun_rmi_transport_gc;
mod sun_security_provider_sha;
mod sun_security_provider_sha2;
mod sun_security_provider_sha5;
mod support;
mod thread_dump;
mod thread_snapshot;
mod unix_path;

pub use java_lang_math::compute as math_function;
pub use java_lang_system::array_copy;

use crate::class::{CallKind, MethodRef};
use crate::counters::Counter;
use crate::meta::Sym;
pub use configure::configure;
pub use host::from_system as string_from_system;
pub use jdk_internal_misc_unsafe_constants::install as set_unsafe_constants;
use registry::{NativeRow, NativeTable};

/// All tables. To add a class, add its module above and its table here.
pub const TABLES: &[NativeTable] = &[
    com_sun_crypto_provider_ghash::TABLE,
    com_sun_management_internal_diagnostic_command_impl::TABLE,
    com_sun_management_internal_flag::TABLE,
    com_sun_management_internal_garbage_collector_ext_impl::TABLE,
    com_sun_management_internal_gc_info_builder::TABLE,
    com_sun_management_internal_hot_spot_diagnostic::TABLE,
    com_sun_management_internal_operating_system_impl::TABLE,
    com_sun_security_auth_module_unix_system::TABLE,
    java_io_console::TABLE,
    java_io_file_cleanable::TABLE,
    java_io_file_descriptor::TABLE,
    java_io_file_input_stream::TABLE,
    java_io_file_output_stream::TABLE,
    java_io_object_stream_class::TABLE,
    java_io_random_access_file::TABLE,
    java_io_unix_file_system::TABLE,
    java_lang_class::TABLE,
    java_lang_class_loader::TABLE,
    java_lang_double::TABLE,
    java_lang_float::TABLE,
    java_lang_integer::TABLE,
    java_lang_invoke_lambda_proxy_class_archive::TABLE,
    java_lang_invoke_method_handle::TABLE,
    java_lang_invoke_method_handle_natives::TABLE,
    java_lang_long::TABLE,
    java_lang_math::TABLE,
    java_lang_module::TABLE,
    java_lang_null_pointer_exception::TABLE,
    java_lang_object::TABLE,
    java_lang_process_environment::TABLE,
    java_lang_process_handle_impl::TABLE,
    java_lang_process_handle_impl_info::TABLE,
    java_lang_process_impl::TABLE,
    java_lang_ref_phantom_reference::TABLE,
    java_lang_ref_reference::TABLE,
    java_lang_reflect_array::TABLE,
    java_lang_reflect_executable::TABLE,
    java_lang_reflect_field::TABLE,
    java_lang_runtime::TABLE,
    java_lang_security_manager::TABLE,
    java_lang_shutdown::TABLE,
    java_lang_stack_stream_factory::TABLE,
    java_lang_stack_trace_element::TABLE,
    java_lang_strict_math::TABLE,
    java_lang_string::TABLE,
    java_lang_string_coding::TABLE,
    java_lang_string_latin1::TABLE,
    java_lang_string_utf16::TABLE,
    java_lang_system::TABLE,
    java_lang_thread::TABLE,
    java_lang_throwable::TABLE,
    java_math_big_integer::TABLE,
    java_net_abstract_plain_datagram_socket_impl::TABLE,
    java_net_abstract_plain_socket_impl::TABLE,
    java_net_datagram_packet::TABLE,
    java_net_inet4_address::TABLE,
    java_net_inet4_address_impl::TABLE,
    java_net_inet6_address::TABLE,
    java_net_inet6_address_impl::TABLE,
    java_net_inet_address::TABLE,
    java_net_inet_address_impl_factory::TABLE,
    java_net_network_interface::TABLE,
    java_net_plain_datagram_socket_impl::TABLE,
    java_net_plain_socket_impl::TABLE,
    java_net_socket_cleanable::TABLE,
    java_net_socket_input_stream::TABLE,
    java_net_socket_output_stream::TABLE,
    java_nio_mapped_memory_utils::TABLE,
    java_security_access_controller::TABLE,
    java_util_arrays::TABLE,
    java_util_concurrent_atomic_atomic_long::TABLE,
    java_util_prefs_file_system_preferences::TABLE,
    java_util_time_zone::TABLE,
    java_util_zip_adler32::TABLE,
    java_util_zip_crc32::TABLE,
    java_util_zip_deflater::TABLE,
    java_util_zip_inflater::TABLE,
    jdk_internal_invoke_native_entry_point::TABLE,
    jdk_internal_jimage_native_image_buffer::TABLE,
    jdk_internal_loader_boot_loader::TABLE,
    jdk_internal_loader_native_libraries::TABLE,
    jdk_internal_misc_cds::TABLE,
    jdk_internal_misc_scoped_memory_access::TABLE,
    jdk_internal_misc_signal::TABLE,
    jdk_internal_misc_unsafe::TABLE,
    jdk_internal_misc_vm::TABLE,
    jdk_internal_perf_perf::TABLE,
    jdk_internal_platform_cgroup_metrics::TABLE,
    jdk_internal_reflect_constant_pool::TABLE,
    jdk_internal_reflect_native_accessors::constructor::TABLE,
    jdk_internal_reflect_native_accessors::method::TABLE,
    jdk_internal_reflect_reflection::TABLE,
    jdk_internal_util_arrays_support::TABLE,
    jdk_internal_util_system_props::TABLE,
    jdk_internal_vm_vector_vector_support::TABLE,
    jdk_internal_vm_vmsupport::TABLE,
    jdk_net_linux_socket_options::TABLE,
    stack_walk::TABLE,
    sun_instrument_instrumentation_impl::TABLE,
    sun_management_class_loading_impl::TABLE,
    sun_management_garbage_collector_impl::TABLE,
    sun_management_hotspot_thread::TABLE,
    sun_management_memory_impl::TABLE,
    sun_management_memory_manager_impl::TABLE,
    sun_management_memory_pool_impl::TABLE,
    sun_management_thread_impl::TABLE,
    sun_management_vm_management_impl::TABLE,
    sun_net_dns_resolver_configuration_impl::TABLE,
    sun_net_port_config::TABLE,
    sun_net_sdp_sdp_support::TABLE,
    sun_net_spi_default_proxy_selector::TABLE,
    sun_nio_ch_datagram_channel_impl::TABLE,
    sun_nio_ch_datagram_dispatcher::TABLE,
    sun_nio_ch_epoll::TABLE,
    sun_nio_ch_event_fd::TABLE,
    sun_nio_ch_file_channel_impl::TABLE,
    sun_nio_ch_file_dispatcher_impl::TABLE,
    sun_nio_ch_file_key::TABLE,
    sun_nio_ch_inherited_channel::TABLE,
    sun_nio_ch_io_util::TABLE,
    sun_nio_ch_native_socket_address::TABLE,
    sun_nio_ch_native_thread::TABLE,
    sun_nio_ch_net::TABLE,
    sun_nio_ch_poll_selector_impl::TABLE,
    sun_nio_ch_socket_dispatcher::TABLE,
    sun_nio_ch_unix_asynchronous_socket_channel_impl::TABLE,
    sun_nio_ch_unix_domain_sockets::TABLE,
    sun_nio_fs_linux_native_dispatcher::TABLE,
    sun_nio_fs_linux_watch_service::TABLE,
    sun_nio_fs_unix_copy_file::TABLE,
    sun_nio_fs_unix_native_dispatcher::TABLE,
    sun_rmi_transport_gc::TABLE,
    sun_security_provider_sha2::TABLE,
    sun_security_provider_sha5::TABLE,
    sun_security_provider_sha::TABLE,
];

pub use jdk_internal_misc_unsafe_constants::install as install_unsafe_constants;

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

/// Whether there is a Rust function for a method of the class library.
pub fn has_row(class: &str, name: Sym, desc: Sym) -> bool {
    TABLES.iter().find(|table| table.class == class).is_some_and(|table| {
        let (name, desc) = (name.bytes(), desc.bytes());
        let same = |signature: &[u8]| signature.strip_prefix(name).is_some_and(|rest| rest == desc);
        table.rows.iter().any(|row| same(row.signature.as_bytes()))
    })
}

/// Binds a native method to its Rust function; false when there is none.
pub fn bind(method: MethodRef) -> bool {
    let class = method.class();
    let signature = format!("{}{}", method.name, method.desc);
    let library = class.loader.builtin.get() != 0;
    let Some(index) = find(&class.name.text(), &signature).filter(|_| library) else {
        Counter::UnlistedNatives.increment();
        return false;
    };
    assert_eq!(row(index).has_this, !method.is_static(), "{}", method.describe());
    method.native_index.set(index);
    method.call_kind.set(CallKind::Native);
    Counter::NativesBound.increment();
    true
}
