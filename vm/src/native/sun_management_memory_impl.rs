//! `sun.management.MemoryImpl`: the bean for the memory as a whole.

use super::management::{self, Pool, Usage};
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;
use crate::trace::{self, Topic};

natives! { "sun/management/MemoryImpl";
    "getMemoryPools0()[Ljava/lang/management/MemoryPoolMXBean;" => get_memory_pools;
    "getMemoryManagers0()[Ljava/lang/management/MemoryManagerMXBean;" => get_memory_managers;
    "getMemoryUsage0(Z)Ljava/lang/management/MemoryUsage;" => get_memory_usage;
    "setVerboseGC(Z)V" => set_verbose_gc [leaf];
}

fn get_memory_pools(t: &Thread) -> R<ObjRef> {
    management::pool_array(t, None)
}

fn get_memory_managers(t: &Thread) -> R<ObjRef> {
    management::manager_array(t, None)
}

fn get_memory_usage(t: &Thread, _this: ObjRef, heap: bool) -> R<ObjRef> {
    let pool = if heap { Pool::Heap } else { Pool::Metaspace };
    let usage: Usage = pool.usage();
    management::memory_usage(t, usage)
}

fn set_verbose_gc(_t: &Thread, _this: ObjRef, on: bool) {
    trace::show_on_stdout(Topic::Gc, on);
}
