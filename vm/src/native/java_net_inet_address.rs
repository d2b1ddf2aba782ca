//! `java.net.InetAddress`.

use crate::natives;
use crate::thread::Thread;

natives! { "java/net/InetAddress";
    "init()V" => init [leaf];
}

/// Fields are found when they are first used.
fn init(_t: &Thread) {}
