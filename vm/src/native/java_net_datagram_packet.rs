//! `java.net.DatagramPacket`.

use crate::natives;
use crate::thread::Thread;

natives! { "java/net/DatagramPacket";
    "init()V" => init [leaf];
}

/// Fields are found when they are first used.
fn init(_t: &Thread) {}
