//! `sun.security.provider.SHA`: SHA-1's compression function.

use super::digests::{block, state};
use super::host::FieldAt;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "sun/security/provider/SHA";
    "implCompress0([BI)V" => compress [leaf];
}

static STATE: FieldAt = FieldAt::new("state", "[I");

/// Java code has checked the range.
fn compress(_t: &Thread, this: ObjRef, bytes: Option<ObjRef>, at: i32) {
    if let (Some(state), Some(block)) = (state(this, &STATE), block(bytes, at)) {
        sha1::compress(state, &[block]);
    }
}
