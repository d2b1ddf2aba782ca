//! `sun.security.provider.SHA5`: the compression function of SHA-384 and SHA-512.

use super::digests::{block, state};
use super::host::FieldAt;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "sun/security/provider/SHA5";
    "implCompress0([BI)V" => compress [leaf];
}

static STATE: FieldAt = FieldAt::new("state", "[J");

/// Java code has checked the range.
fn compress(_t: &Thread, this: ObjRef, bytes: Option<ObjRef>, at: i32) {
    if let (Some(state), Some(block)) = (state(this, &STATE), block(bytes, at)) {
        sha2::compress512(state, &[block]);
    }
}
