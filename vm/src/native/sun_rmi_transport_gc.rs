//! `sun.rmi.transport.GC` of the module `java.rmi`.

use crate::heap;
use crate::launcher;
use crate::natives;
use crate::thread::Thread;

natives! { "sun/rmi/transport/GC";
    "maxObjectInspectionAge()J" => max_object_inspection_age [leaf];
}

/// For how many milliseconds an unreachable object can have gone unnoticed: since the last
/// collection of the whole heap, or the start.
fn max_object_inspection_age(_t: &Thread) -> i64 {
    let age = heap::since_full_collection().unwrap_or_else(launcher::uptime);
    age.as_millis() as i64
}
