//! `sun.management.ThreadImpl`: the bean for threads.

use super::java_lang_thread;
use super::management;
use super::support;
use super::thread_snapshot::{self, Wanted};
use crate::class::wk::off;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::{alloc, throw};
use crate::thread::{Thread, registry, waits};
use std::sync::atomic::Ordering;

natives! { "sun/management/ThreadImpl";
    "getThreads()[Ljava/lang/Thread;" => java_lang_thread::get_threads;
    "getThreadInfo1([JI[Ljava/lang/management/ThreadInfo;)V" => get_thread_info;
    "getThreadTotalCpuTime0(J)J" => get_total_time;
    "getThreadTotalCpuTime1([J[J)V" => get_total_times;
    "getThreadUserCpuTime0(J)J" => get_user_time;
    "getThreadUserCpuTime1([J[J)V" => get_user_times;
    "getThreadAllocatedMemory0(J)J" => get_allocated_memory;
    "getThreadAllocatedMemory1([J[J)V" => get_allocated_memories;
    "getTotalThreadAllocatedMemory()J" => get_total_allocated_memory;
    "setThreadCpuTimeEnabled0(Z)V" => set_cpu_time_enabled [leaf];
    "setThreadAllocatedMemoryEnabled0(Z)V" => set_allocated_memory_enabled;
    "setThreadContentionMonitoringEnabled0(Z)V" => set_contention_monitoring_enabled [leaf];
    "findMonitorDeadlockedThreads0()[Ljava/lang/Thread;" => find_monitor_deadlocked_threads;
    "findDeadlockedThreads0()[Ljava/lang/Thread;" => find_deadlocked_threads;
    "resetPeakThreadCount0()V" => reset_peak_thread_count;
    "dumpThreads0([JZZI)[Ljava/lang/management/ThreadInfo;" => dump_threads;
    "resetContentionTimes0(J)V" => reset_contention_times;
}

fn get_thread_info(t: &Thread, ids: Option<ObjRef>, depth: i32, infos: Option<ObjRef>) -> R<()> {
    let ids = support::required(t, ids)?.to_vec::<i64>();
    let infos = support::required(t, infos)?;
    // Negative: the whole trace.
    let depth = usize::try_from(depth).unwrap_or(usize::MAX);
    let wanted = Wanted { depth, monitors: false, synchronizers: false };
    let snapshots = thread_snapshot::take(t, Some(&ids), wanted)?;
    for (index, snapshot) in snapshots.iter().enumerate() {
        let info = snapshot.as_ref().map(|snapshot| snapshot.thread_info(t)).transpose()?;
        infos.set_ref_element(index, info);
    }
    Ok(())
}

fn dump_threads(
    t: &Thread,
    ids: Option<ObjRef>,
    monitors: bool,
    synchronizers: bool,
    depth: i32,
) -> R<ObjRef> {
    let ids = ids.map(|ids| ids.to_vec::<i64>());
    let depth = usize::try_from(depth).unwrap_or_default();
    let wanted = Wanted { depth, monitors, synchronizers };
    let snapshots = thread_snapshot::take(t, ids.as_deref(), wanted)?;
    let class = management::class(t, "java/lang/management/ThreadInfo")?;
    let infos = alloc::ref_array(t, class, snapshots.len())?;
    for (index, snapshot) in snapshots.iter().enumerate() {
        let info = snapshot.as_ref().map(|snapshot| snapshot.thread_info(t)).transpose()?;
        infos.set_ref_element(index, info);
    }
    Ok(infos)
}

/// The running thread with an id; 0 is the caller.
fn thread_with_id(t: &Thread, id: i64) -> Option<&'static Thread> {
    registry::find(|thread| {
        let object = thread.thread_obj.get();
        let is_it = object.is_some_and(|object| object.get_i64(off::thread_tid()) == id);
        if id == 0 { std::ptr::eq(thread, t) } else { is_it }
    })
}

/// Nanoseconds of processor time in all, by the thread's own clock; -1 when it has ended.
fn total_nanos(thread: &Thread) -> i64 {
    // Made of the thread's id as the kernel makes it: a clock of one thread that counts what the
    // scheduler counts.
    let clock = !(thread.os_id() as i32) << 3 | 6;
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes a local structure.
    let failed = unsafe { libc::clock_gettime(clock, &raw mut time) } != 0;
    if failed { -1 } else { time.tv_sec * 1_000_000_000 + time.tv_nsec }
}

/// Nanoseconds of processor time outside the kernel, as exact as the system's ticks.
fn user_nanos(thread: &Thread) -> i64 {
    let path = format!("/proc/self/task/{}/stat", thread.os_id());
    let ticks = std::fs::read_to_string(path).ok().and_then(|text| {
        // The name in parentheses may contain anything; the 12th field after it is the time.
        let (_, fields) = text.rsplit_once(')')?;
        fields.split_ascii_whitespace().nth(11)?.parse::<i64>().ok()
    });
    // SAFETY: a plain call.
    let per_second = unsafe { libc::sysconf(libc::_SC_CLK_TCK) }.max(1);
    ticks.map_or(-1, |ticks| ticks * (1_000_000_000 / per_second))
}

fn get_total_time(t: &Thread, id: i64) -> i64 {
    thread_with_id(t, id).map_or(-1, total_nanos)
}

fn get_user_time(t: &Thread, id: i64) -> i64 {
    thread_with_id(t, id).map_or(-1, user_nanos)
}

fn fill_times(
    t: &Thread,
    ids: Option<ObjRef>,
    times: Option<ObjRef>,
    time: fn(&Thread, i64) -> i64,
) -> R<()> {
    let (ids, times) = (support::required(t, ids)?, support::required(t, times)?);
    for (index, id) in ids.to_vec::<i64>().into_iter().enumerate() {
        times.set_element(index, time(t, id));
    }
    Ok(())
}

fn get_total_times(t: &Thread, ids: Option<ObjRef>, times: Option<ObjRef>) -> R<()> {
    fill_times(t, ids, times, get_total_time)
}

fn get_user_times(t: &Thread, ids: Option<ObjRef>, times: Option<ObjRef>) -> R<()> {
    fill_times(t, ids, times, get_user_time)
}

const ALLOCATED: &str = "counting the bytes that threads allocate is";

fn get_allocated_memory(t: &Thread, _id: i64) -> R<i64> {
    Err(management::unsupported(t, ALLOCATED))
}

fn get_allocated_memories(t: &Thread, _ids: Option<ObjRef>, _sizes: Option<ObjRef>) -> R<()> {
    Err(management::unsupported(t, ALLOCATED))
}

fn get_total_allocated_memory(t: &Thread) -> R<i64> {
    Err(management::unsupported(t, ALLOCATED))
}

fn set_allocated_memory_enabled(t: &Thread, on: bool) -> R<()> {
    if on { Err(management::unsupported(t, ALLOCATED)) } else { Ok(()) }
}

fn set_cpu_time_enabled(_t: &Thread, on: bool) {
    management::CPU_TIME.store(on, Ordering::Relaxed);
}

fn set_contention_monitoring_enabled(_t: &Thread, on: bool) {
    waits::MEASURED.store(on, Ordering::Relaxed);
}

fn reset_contention_times(t: &Thread, id: i64) -> R<()> {
    if id == 0 {
        registry::threads().iter().for_each(|thread| thread.waits.reset_times());
        return Ok(());
    }
    match thread_with_id(t, id) {
        Some(thread) => thread.waits.reset_times(),
        None => return Err(throw::bare(t, "java/lang/IllegalArgumentException")),
    }
    Ok(())
}

fn find_monitor_deadlocked_threads(t: &Thread) -> R<Option<ObjRef>> {
    thread_snapshot::deadlocked(t, false)
}

fn find_deadlocked_threads(t: &Thread) -> R<Option<ObjRef>> {
    thread_snapshot::deadlocked(t, true)
}

fn reset_peak_thread_count(_t: &Thread) {
    registry::reset_peak();
}
