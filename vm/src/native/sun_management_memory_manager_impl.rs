//! `sun.management.MemoryManagerImpl`: the beans for what manages memory pools.

use super::management;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "sun/management/MemoryManagerImpl";
    "getMemoryPools0()[Ljava/lang/management/MemoryPoolMXBean;" => get_memory_pools;
}

fn get_memory_pools(t: &Thread, this: ObjRef) -> R<ObjRef> {
    management::pool_array(t, Some(this))
}
