//! `java.net.Inet6Address`.

use crate::natives;
use crate::thread::Thread;

natives! { "java/net/Inet6Address";
    "init()V" => init [leaf];
}

/// Fields are found when they are first used.
fn init(_t: &Thread) {}
