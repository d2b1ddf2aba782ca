//! `jdk.internal.platform.CgroupMetrics`.

use crate::natives;
use crate::thread::Thread;

natives! { "jdk/internal/platform/CgroupMetrics";
    "isUseContainerSupport()Z" => is_use_container_support [leaf];
    "getTotalMemorySize0()J" => get_total_memory_size [leaf];
    "getTotalSwapSize0()J" => get_total_swap_size [leaf];
}

/// Limits of control groups are respected.
fn is_use_container_support(_t: &Thread) -> bool {
    true
}

fn system_info() -> libc::sysinfo {
    // SAFETY: plain data that sysinfo fills.
    unsafe {
        let mut info: libc::sysinfo = std::mem::zeroed();
        libc::sysinfo(&raw mut info);
        info
    }
}

fn get_total_memory_size(_t: &Thread) -> i64 {
    let info = system_info();
    (info.totalram * u64::from(info.mem_unit)) as i64
}

fn get_total_swap_size(_t: &Thread) -> i64 {
    let info = system_info();
    (info.totalswap * u64::from(info.mem_unit)) as i64
}
