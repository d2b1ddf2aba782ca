//! `sun.management.HotspotThread`: the VM's own threads, which run no Java code.

use super::support::required;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::string;
use crate::thread::{Thread, registry};

natives! { "sun/management/HotspotThread";
    "getInternalThreadCount()I" => get_internal_thread_count;
    "getInternalThreadTimes0([Ljava/lang/String;[J)I" => get_internal_thread_times;
}

/// Name and nanoseconds of processor time of each thread of the process that is not attached.
fn internal_threads() -> Vec<(String, i64)> {
    let attached: Vec<u32> = registry::threads().iter().map(|thread| thread.os_id()).collect();
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else { return Vec::new() };
    let ids = tasks.filter_map(|task| task.ok()?.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|id| !attached.contains(id))
        .filter_map(|id| {
            let read = |file: &str| std::fs::read_to_string(format!("/proc/self/task/{id}/{file}"));
            let name = read("comm").ok()?.trim_end().to_owned();
            let nanos = read("schedstat").ok()?.split(' ').next()?.parse().ok()?;
            Some((name, nanos))
        })
        .collect()
}

fn get_internal_thread_count(_t: &Thread, _this: ObjRef) -> i32 {
    internal_threads().len() as i32
}

fn get_internal_thread_times(
    t: &Thread,
    _this: ObjRef,
    names: Option<ObjRef>,
    times: Option<ObjRef>,
) -> R<i32> {
    let (names, times) = (required(t, names)?, required(t, times)?);
    let room = names.array_length().min(times.array_length());
    let threads = internal_threads();
    for (index, (name, nanos)) in threads.iter().take(room).enumerate() {
        let name = string::new(t, name)?;
        names.set_ref_element(index, Some(name));
        times.set_element(index, *nanos);
    }
    Ok(threads.len().min(room) as i32)
}
