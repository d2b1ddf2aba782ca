//! `java.lang.String`.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::string;
use crate::thread::Thread;

natives! { "java/lang/String";
    "intern()Ljava/lang/String;" => intern;
}

fn intern(t: &Thread, this: ObjRef) -> R<ObjRef> {
    string::intern(t, this)
}
