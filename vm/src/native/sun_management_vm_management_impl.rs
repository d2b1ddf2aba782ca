//! `sun.management.VMManagementImpl`: what the beans for runtime, threads and class loading ask.

use super::jdk_internal_misc_vm;
use super::{java_lang_runtime, management};
use crate::class::wk;
use crate::counters::Counter;
use crate::error::R;
use crate::heap::ObjRef;
use crate::launcher;
use crate::link::loader;
use crate::meta::intern;
use crate::natives;
use crate::runtime::{alloc, string};
use crate::thread::{Thread, registry, waits};
use crate::trace::{self, Level, Topic};
use std::sync::atomic::Ordering;
use std::time::{SystemTime, UNIX_EPOCH};

natives! { "sun/management/VMManagementImpl";
    "getVersion0()Ljava/lang/String;" => get_version;
    "initOptionalSupportFields()V" => init_optional_support_fields;
    "isThreadContentionMonitoringEnabled()Z" => is_contention_monitoring_enabled [leaf];
    "isThreadCpuTimeEnabled()Z" => is_cpu_time_enabled [leaf];
    "isThreadAllocatedMemoryEnabled()Z" => is_allocated_memory_enabled [leaf];
    "getTotalClassCount()J" => get_total_class_count [leaf];
    "getUnloadedClassCount()J" => zero [leaf];
    "getVerboseClass()Z" => get_verbose_class [leaf];
    "getVerboseGC()Z" => get_verbose_gc [leaf];
    "getProcessId()I" => get_process_id [leaf];
    "getVmArguments0()[Ljava/lang/String;" => get_vm_arguments;
    "getStartupTime()J" => get_startup_time [leaf];
    "getUptime0()J" => get_uptime [leaf];
    "getAvailableProcessors()I" => java_lang_runtime::available_processors [leaf];
    "getTotalCompileTime()J" => zero [leaf];
    "getTotalThreadCount()J" => get_total_thread_count;
    "getLiveThreadCount()I" => get_live_thread_count;
    "getPeakThreadCount()I" => get_peak_thread_count;
    "getDaemonThreadCount()I" => get_daemon_thread_count;
    "getSafepointCount()J" => get_safepoint_count [leaf];
    "getTotalSafepointTime()J" => get_total_safepoint_time [leaf];
    "getSafepointSyncTime()J" => zero [leaf];
    "getTotalApplicationNonStoppedTime()J" => get_non_stopped_time [leaf];
    "getLoadedClassSize()J" => get_loaded_class_size [leaf];
    "getUnloadedClassSize()J" => zero [leaf];
    "getClassLoadingTime()J" => zero [leaf];
    "getMethodDataSize()J" => zero [leaf];
    "getInitializedClassCount()J" => get_initialized_class_count [leaf];
    "getClassInitializationTime()J" => zero [leaf];
    "getClassVerificationTime()J" => zero [leaf];
}

/// The version of the interface between the class library and the VM in JDK 17.
const VERSION: &str = "3.0";

/// What this VM supports, by the name of the static field. There is no compiler, allocated bytes
/// are not counted per thread, and there are no diagnostic commands.
const SUPPORTED: &[&str] = &[
    "threadContentionMonitoringSupport",
    "currentThreadCpuTimeSupport",
    "otherThreadCpuTimeSupport",
    "objectMonitorUsageSupport",
    "synchronizerUsageSupport",
];

fn get_version(t: &Thread) -> R<ObjRef> {
    string::new(t, VERSION)
}

fn init_optional_support_fields(t: &Thread) -> R<()> {
    let class = loader::load_boot_class(t, intern("sun/management/VMManagementImpl"))?;
    for name in SUPPORTED {
        if let Some(field) = class.declared_field(intern(name), intern("Z")) {
            class.mirror().set_u8(field.offset as usize, 1);
        }
    }
    Ok(())
}

fn zero(_t: &Thread, _this: ObjRef) -> i64 {
    0
}

fn is_contention_monitoring_enabled(_t: &Thread, _this: ObjRef) -> bool {
    waits::MEASURED.load(Ordering::Relaxed)
}

fn is_cpu_time_enabled(_t: &Thread, _this: ObjRef) -> bool {
    management::CPU_TIME.load(Ordering::Relaxed)
}

fn is_allocated_memory_enabled(_t: &Thread, _this: ObjRef) -> bool {
    false
}

fn get_total_class_count(_t: &Thread, _this: ObjRef) -> i64 {
    Counter::ClassesLoaded.value() as i64
}

fn get_initialized_class_count(_t: &Thread, _this: ObjRef) -> i64 {
    Counter::ClassesInitialized.value() as i64
}

fn get_loaded_class_size(_t: &Thread, _this: ObjRef) -> i64 {
    crate::meta::used_bytes() as i64
}

fn get_verbose_class(_t: &Thread, _this: ObjRef) -> bool {
    trace::enabled(Topic::ClassLoad, Level::Info)
}

fn get_verbose_gc(_t: &Thread, _this: ObjRef) -> bool {
    trace::enabled(Topic::Gc, Level::Info)
}

fn get_process_id(_t: &Thread, _this: ObjRef) -> i32 {
    std::process::id() as i32
}

fn get_vm_arguments(t: &Thread, _this: ObjRef) -> R<ObjRef> {
    let arguments = jdk_internal_misc_vm::arguments();
    let array = alloc::ref_array(t, wk::string(), arguments.len())?;
    for (index, argument) in arguments.iter().enumerate() {
        let argument = string::new(t, argument)?;
        array.set_ref_element(index, Some(argument));
    }
    Ok(array)
}

fn get_startup_time(_t: &Thread, _this: ObjRef) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    now.saturating_sub(launcher::uptime()).as_millis() as i64
}

fn get_uptime(_t: &Thread, _this: ObjRef) -> i64 {
    launcher::uptime().as_millis() as i64
}

fn get_total_thread_count(_t: &Thread, _this: ObjRef) -> i64 {
    registry::counts().started as i64
}

fn get_live_thread_count(_t: &Thread, _this: ObjRef) -> i32 {
    registry::counts().live as i32
}

fn get_peak_thread_count(_t: &Thread, _this: ObjRef) -> i32 {
    registry::counts().peak as i32
}

fn get_daemon_thread_count(_t: &Thread, _this: ObjRef) -> i32 {
    registry::counts().daemons as i32
}

fn get_safepoint_count(_t: &Thread, _this: ObjRef) -> i64 {
    Counter::Safepoints.value() as i64
}

fn get_total_safepoint_time(_t: &Thread, _this: ObjRef) -> i64 {
    (Counter::CollectionTime.value() / 1000) as i64
}

fn get_non_stopped_time(t: &Thread, this: ObjRef) -> i64 {
    get_uptime(t, this) - get_total_safepoint_time(t, this)
}
