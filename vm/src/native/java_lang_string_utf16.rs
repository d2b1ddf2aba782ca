//! `java.lang.StringUTF16`.

use crate::natives;
use crate::thread::Thread;

natives! { "java/lang/StringUTF16";
    "isBigEndian()Z" => is_big_endian [leaf];
}

fn is_big_endian(_t: &Thread) -> bool {
    cfg!(target_endian = "big")
}
