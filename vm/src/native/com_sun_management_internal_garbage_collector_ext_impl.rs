//! `com.sun.management.internal.GarbageCollectorExtImpl`: the collector's bean with notifications.

use super::memory_notices;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "com/sun/management/internal/GarbageCollectorExtImpl";
    "setNotificationEnabled(Lcom/sun/management/GarbageCollectorMXBean;Z)V" => set_enabled;
}

fn set_enabled(t: &Thread, _this: ObjRef, _bean: Option<ObjRef>, on: bool) -> R<()> {
    memory_notices::set_listened(t, on)
}
