//! `java.util.Arrays`.

use super::intrinsics::slice;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "java/util/Arrays";
    "equals([B[B)Z" => equals_bytes [leaf];
    "equals([C[C)Z" => equals_chars [leaf];
}

fn equals_bytes(_t: &Thread, a: Option<ObjRef>, b: Option<ObjRef>) -> bool {
    a.is_some() == b.is_some() && slice::<u8>(a) == slice::<u8>(b)
}

fn equals_chars(_t: &Thread, a: Option<ObjRef>, b: Option<ObjRef>) -> bool {
    a.is_some() == b.is_some() && slice::<u16>(a) == slice::<u16>(b)
}
