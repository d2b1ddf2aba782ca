//! `com.sun.management.internal.GcInfoBuilder`: facts about the last collection. There are none
//! beyond those that every collector has.

use super::gc_info;
use super::support::required;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "com/sun/management/internal/GcInfoBuilder";
    "getNumGcExtAttributes(Ljava/lang/management/GarbageCollectorMXBean;)I" => get_count [leaf];
    "fillGcAttributeInfo(Ljava/lang/management/GarbageCollectorMXBean;I[Ljava/lang/String;[C[Ljava/lang/String;)V" => fill [leaf];
    "getLastGcInfo0(Ljava/lang/management/GarbageCollectorMXBean;I[Ljava/lang/Object;[C[Ljava/lang/management/MemoryUsage;[Ljava/lang/management/MemoryUsage;)Lcom/sun/management/GcInfo;" => get_last;
}

fn get_count(_t: &Thread, _this: ObjRef, _collector: Option<ObjRef>) -> i32 {
    0
}

fn fill(
    _t: &Thread,
    _this: ObjRef,
    _collector: Option<ObjRef>,
    _count: i32,
    _names: Option<ObjRef>,
    _types: Option<ObjRef>,
    _descriptions: Option<ObjRef>,
) {
}

#[expect(clippy::too_many_arguments, reason = "the method has them")]
fn get_last(
    t: &Thread,
    this: ObjRef,
    _collector: Option<ObjRef>,
    _count: i32,
    values: Option<ObjRef>,
    _types: Option<ObjRef>,
    before: Option<ObjRef>,
    after: Option<ObjRef>,
) -> R<Option<ObjRef>> {
    gc_info::last(t, this, required(t, values)?, required(t, before)?, required(t, after)?)
}
