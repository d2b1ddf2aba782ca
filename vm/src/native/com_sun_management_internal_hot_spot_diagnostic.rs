//! `com.sun.management.internal.HotSpotDiagnostic`: heap dumps, which there are none of.

use super::management;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "com/sun/management/internal/HotSpotDiagnostic";
    "dumpHeap0(Ljava/lang/String;Z)V" => dump_heap;
}

fn dump_heap(t: &Thread, _this: ObjRef, _file: Option<ObjRef>, _live: bool) -> R<()> {
    Err(management::unsupported(t, "dumping the heap is"))
}
