//! `java.net.Inet4Address`.

use crate::natives;
use crate::thread::Thread;

natives! { "java/net/Inet4Address";
    "init()V" => init [leaf];
}

/// Fields are found when they are first used.
fn init(_t: &Thread) {}
