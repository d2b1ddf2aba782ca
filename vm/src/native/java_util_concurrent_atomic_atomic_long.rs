//! `java.util.concurrent.atomic.AtomicLong`.

use crate::natives;
use crate::thread::Thread;

natives! { "java/util/concurrent/atomic/AtomicLong";
    "VMSupportsCS8()Z" => vm_supports_cs8 [leaf];
}

/// x86-64 compares and exchanges eight bytes at once.
fn vm_supports_cs8(_t: &Thread) -> bool {
    true
}
