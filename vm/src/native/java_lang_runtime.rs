//! `java.lang.Runtime`.

use crate::heap;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

natives! { "java/lang/Runtime";
    "availableProcessors()I" => available_processors [leaf];
    "freeMemory()J" => free_memory [leaf];
    "totalMemory()J" => total_memory [leaf];
    "maxMemory()J" => max_memory [leaf];
    "gc()V" => gc;
}

/// `-XX:ActiveProcessorCount`, if positive.
static ACTIVE_PROCESSOR_COUNT: AtomicI64 = AtomicI64::new(0);
/// Whether Java code may start a collection: `-XX:-DisableExplicitGC`.
static EXPLICIT_GC: AtomicBool = AtomicBool::new(true);

/// Sets `-XX:ActiveProcessorCount` (anything but a positive number means the real one) and whether
/// `System.gc()` does anything.
pub fn configure(active_processor_count: i64, explicit_gc: bool) {
    ACTIVE_PROCESSOR_COUNT.store(active_processor_count, Ordering::Relaxed);
    EXPLICIT_GC.store(explicit_gc, Ordering::Relaxed);
}

/// The processors that this process may run on.
fn affinity_count() -> Option<i32> {
    // SAFETY: the set is as large as is said; CPU_COUNT reads what was filled in.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        let filled = libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &raw mut set);
        (filled == 0).then(|| libc::CPU_COUNT(&set))
    }
}

/// The control group's limit in whole processors, rounded up.
fn quota_count() -> Option<i32> {
    let whole = |quota: f64, period: f64| {
        (quota > 0.0 && period > 0.0).then(|| (quota / period).ceil() as i32)
    };
    let read = |path: &str| std::fs::read_to_string(path).ok();
    if let Some(text) = read("/sys/fs/cgroup/cpu.max") {
        let mut words = text.split_whitespace().map(|word| word.parse::<f64>().ok());
        return whole(words.next()??, words.next()??);
    }
    let number = |path| read(path)?.trim().parse::<f64>().ok();
    whole(
        number("/sys/fs/cgroup/cpu/cpu.cfs_quota_us")?,
        number("/sys/fs/cgroup/cpu/cpu.cfs_period_us")?,
    )
}

pub(super) fn available_processors(_t: &Thread, _this: ObjRef) -> i32 {
    let asked = ACTIVE_PROCESSOR_COUNT.load(Ordering::Relaxed);
    if asked > 0 {
        return i32::try_from(asked).unwrap_or(i32::MAX);
    }
    let present = affinity_count().unwrap_or(1);
    quota_count().map_or(present, |quota| present.min(quota)).max(1)
}

fn free_memory(_t: &Thread, _this: ObjRef) -> i64 {
    heap::free_memory() as i64
}

fn total_memory(_t: &Thread, _this: ObjRef) -> i64 {
    heap::total_memory() as i64
}

fn max_memory(_t: &Thread, _this: ObjRef) -> i64 {
    heap::max_memory() as i64
}

fn gc(t: &Thread, _this: ObjRef) {
    if EXPLICIT_GC.load(Ordering::Relaxed) {
        heap::collect(t);
    }
}
