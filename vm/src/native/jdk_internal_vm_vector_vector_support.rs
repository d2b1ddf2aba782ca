//! `jdk.internal.vm.vector.VectorSupport`: without intrinsics, vectors run as ordinary Java.

use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "jdk/internal/vm/vector/VectorSupport";
    "getMaxLaneCount(Ljava/lang/Class;)I" => get_max_lane_count [leaf];
    "registerNatives()I" => register_natives [leaf];
}

fn register_natives(_t: &Thread) -> i32 {
    0
}

/// No vector of this element type is compiled to vector instructions.
fn get_max_lane_count(_t: &Thread, _element: Option<ObjRef>) -> i32 {
    -1
}
