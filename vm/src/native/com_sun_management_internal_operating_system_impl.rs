//! `com.sun.management.internal.OperatingSystemImpl`: memory, processors and files of the machine
//! and the process.

use super::java_lang_runtime;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;
use parking_lot::Mutex;
use std::fs;

natives! { "com/sun/management/internal/OperatingSystemImpl";
    "initialize0()V" => initialize [leaf];
    "getCommittedVirtualMemorySize0()J" => get_committed_virtual_memory_size;
    "getFreeMemorySize0()J" => get_free_memory_size;
    "getTotalMemorySize0()J" => get_total_memory_size;
    "getFreeSwapSpaceSize0()J" => get_free_swap_space_size;
    "getTotalSwapSpaceSize0()J" => get_total_swap_space_size;
    "getMaxFileDescriptorCount0()J" => get_max_file_descriptor_count;
    "getOpenFileDescriptorCount0()J" => get_open_file_descriptor_count;
    "getProcessCpuTime0()J" => get_process_cpu_time;
    "getProcessCpuLoad0()D" => get_process_cpu_load;
    "getCpuLoad0()D" => get_cpu_load;
    "getSingleCpuLoad0(I)D" => get_single_cpu_load;
    "getHostConfiguredCpuCount0()I" => get_configured_cpu_count [leaf];
    "getHostOnlineCpuCount0()I" => get_online_cpu_count [leaf];
    "getHostTotalCpuTicks0()J" => get_total_cpu_ticks;
}

fn initialize(_t: &Thread) {}

/// What the system tells about the memory of the machine.
fn machine() -> libc::sysinfo {
    // SAFETY: fills in a local structure, which is valid as zeros.
    unsafe {
        let mut info: libc::sysinfo = std::mem::zeroed();
        libc::sysinfo(&raw mut info);
        info
    }
}

fn bytes(units: libc::c_ulong, info: &libc::sysinfo) -> i64 {
    (units * libc::c_ulong::from(info.mem_unit)) as i64
}

fn get_free_memory_size(_t: &Thread, _this: ObjRef) -> i64 {
    let info = machine();
    bytes(info.freeram, &info)
}

fn get_total_memory_size(_t: &Thread, _this: ObjRef) -> i64 {
    let info = machine();
    bytes(info.totalram, &info)
}

fn get_free_swap_space_size(_t: &Thread, _this: ObjRef) -> i64 {
    let info = machine();
    bytes(info.freeswap, &info)
}

fn get_total_swap_space_size(_t: &Thread, _this: ObjRef) -> i64 {
    let info = machine();
    bytes(info.totalswap, &info)
}

fn get_committed_virtual_memory_size(_t: &Thread, _this: ObjRef) -> i64 {
    let pages = fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<i64>().ok());
    // SAFETY: a plain call.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    pages.map_or(-1, |pages| pages * page)
}

fn get_max_file_descriptor_count(_t: &Thread, _this: ObjRef) -> i64 {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: fills in a local structure.
    let failed = unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) } != 0;
    if failed { -1 } else { i64::try_from(limit.rlim_cur).unwrap_or(i64::MAX) }
}

fn get_open_file_descriptor_count(_t: &Thread, _this: ObjRef) -> i64 {
    // The directory that is being read has a descriptor itself.
    fs::read_dir("/proc/self/fd").map_or(-1, |entries| entries.count() as i64 - 1)
}

/// Nanoseconds of processor time of all threads of the process.
fn process_nanos() -> i64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: fills in a local structure.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}

fn get_process_cpu_time(_t: &Thread, _this: ObjRef) -> i64 {
    process_nanos()
}

/// Ticks of a processor: all, and those in which it had work.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Ticks {
    all: u64,
    busy: u64,
}

/// The line of a processor in `/proc/stat`: `cpu3 user nice system idle iowait irq ..`; of all
/// together without a number.
fn ticks(text: &str, processor: Option<i32>) -> Option<Ticks> {
    let name = processor.map_or("cpu".to_owned(), |number| format!("cpu{number}"));
    let line = text.lines().find(|line| line.split(' ').next() == Some(&name))?;
    // What guests use is counted in the first two already.
    let numbers: Vec<u64> = line
        .split_ascii_whitespace()
        .skip(1)
        .take(8)
        .filter_map(|word| word.parse().ok())
        .collect();
    let all = numbers.iter().sum();
    let idle = numbers.get(3)? + numbers.get(4).copied().unwrap_or(0);
    Some(Ticks { all, busy: all - idle })
}

fn ticks_now(processor: Option<i32>) -> Option<Ticks> {
    ticks(&fs::read_to_string("/proc/stat").ok()?, processor)
}

/// Counts at the last call: loads are shares of the time since then.
struct Before {
    machine: Ticks,
    processors: Vec<(i32, Ticks)>,
    process: (Ticks, i64),
}

static BEFORE: Mutex<Before> = Mutex::new(Before {
    machine: Ticks { all: 0, busy: 0 },
    processors: Vec::new(),
    process: (Ticks { all: 0, busy: 0 }, 0),
});

fn share(part: f64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { (part / whole as f64).clamp(0.0, 1.0) }
}

fn load(before: Ticks, now: Ticks) -> f64 {
    let all = now.all.saturating_sub(before.all);
    share(now.busy.saturating_sub(before.busy) as f64, all)
}

fn get_cpu_load(_t: &Thread, _this: ObjRef) -> f64 {
    let Some(now) = ticks_now(None) else { return -1.0 };
    let before = std::mem::replace(&mut BEFORE.lock().machine, now);
    load(before, now)
}

fn get_single_cpu_load(_t: &Thread, _this: ObjRef, number: i32) -> f64 {
    let Some(now) = ticks_now(Some(number)) else { return -1.0 };
    let mut before = BEFORE.lock();
    match before.processors.iter_mut().find(|known| known.0 == number) {
        Some(known) => load(std::mem::replace(&mut known.1, now), now),
        None => {
            before.processors.push((number, now));
            load(Ticks::default(), now)
        }
    }
}

fn get_process_cpu_load(_t: &Thread, _this: ObjRef) -> f64 {
    let Some(now) = ticks_now(None) else { return -1.0 };
    let used = process_nanos();
    let before = std::mem::replace(&mut BEFORE.lock().process, (now, used));
    // SAFETY: a plain call.
    let per_second = unsafe { libc::sysconf(libc::_SC_CLK_TCK) } as f64;
    share((used - before.1) as f64 * per_second / 1e9, now.all.saturating_sub(before.0.all))
}

fn get_configured_cpu_count(_t: &Thread, _this: ObjRef) -> i32 {
    // SAFETY: a plain call.
    unsafe { libc::sysconf(libc::_SC_NPROCESSORS_CONF) as i32 }
}

fn get_online_cpu_count(t: &Thread, this: ObjRef) -> i32 {
    // SAFETY: a plain call.
    let online = unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) as i32 };
    if online > 0 { online } else { java_lang_runtime::available_processors(t, this) }
}

fn get_total_cpu_ticks(_t: &Thread, _this: ObjRef) -> i64 {
    ticks_now(None).map_or(-1, |ticks| ticks.all as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_read_per_processor() {
        let text = "cpu  10 0 5 80 5 0 0 0 3 0\ncpu0 1 1 1 1 1 1 1 1\ncpu1 0 0 0 0\n";
        assert_eq!(ticks(text, None), Some(Ticks { all: 100, busy: 15 }));
        assert_eq!(ticks(text, Some(0)), Some(Ticks { all: 8, busy: 6 }));
        assert_eq!(ticks(text, Some(1)), Some(Ticks { all: 0, busy: 0 }));
        assert_eq!(ticks(text, Some(2)), None);
        assert!((load(Ticks::default(), Ticks { all: 100, busy: 25 }) - 0.25).abs() < 1e-9);
    }
}
