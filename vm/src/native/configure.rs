//! What natives need to know of the command line and the JDK.

use super::{
    java_lang_class, java_lang_null_pointer_exception, java_lang_runtime, java_lang_throwable,
    jdk_internal_misc_signal, jdk_internal_misc_vm, jdk_internal_util_system_props,
};
use crate::classpath::java_home::JavaHome;
use crate::launcher::version;
use crate::options::VmConfig;

/// Tells the natives; once, at start-up, before any of them is called.
pub fn configure(config: &VmConfig, home: &JavaHome) {
    let flags = &config.flags;
    java_lang_class::configure(&config.assertions);
    java_lang_null_pointer_exception::configure(flags.ShowCodeDetailsInExceptionMessages);
    java_lang_throwable::configure(flags.MaxJavaStackTraceDepth, flags.StackTraceInThrowable);
    java_lang_runtime::configure(flags.ActiveProcessorCount, !flags.DisableExplicitGC);
    jdk_internal_misc_signal::configure(flags.ReduceSignalUsage);
    jdk_internal_misc_vm::configure(config.vm_arguments.clone());
    jdk_internal_util_system_props::configure(properties(config, home));
}

/// The VM's own properties and those of the command line, in the order in which they prevail.
fn properties(config: &VmConfig, home: &JavaHome) -> Vec<(String, String)> {
    let root = home.root().to_string_lossy();
    let own = |(key, value): (&str, String)| (key.to_owned(), value);
    let defaults = [
        ("java.home", root.to_string()),
        ("sun.boot.library.path", format!("{root}/lib")),
        ("java.library.path", jdk_internal_util_system_props::default_library_path()),
    ];
    let fixed = [
        ("java.vm.name", version::VM_NAME.to_owned()),
        ("java.vm.version", version::VM_VERSION.to_owned()),
        ("java.vm.vendor", version::VM_VENDOR.to_owned()),
        ("java.vm.info", version::vm_info(&config.flags).to_owned()),
        ("java.vm.specification.name", "Java Virtual Machine Specification".to_owned()),
        ("java.vm.specification.vendor", "Oracle Corporation".to_owned()),
        ("java.vm.specification.version", home.feature().to_string()),
        ("java.vm.compressedOopsMode", "Zero based".to_owned()),
        ("jdk.debug", "release".to_owned()),
    ];
    let direct = config.flags.MaxDirectMemorySize;
    let direct = (direct != 0).then(|| ("sun.nio.MaxDirectMemorySize", direct.to_string()));
    let append = &config.boot_class_path_append;
    let append = (!append.is_empty()).then(|| ("jdk.boot.class.path.append", append.clone()));
    let given = config.properties.iter().map(|(key, value)| (key.to_owned(), value.to_owned()));
    defaults
        .into_iter()
        .map(own)
        .chain(given)
        .chain(fixed.into_iter().chain(direct).chain(append).map(own))
        .collect()
}
