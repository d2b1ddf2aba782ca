//! `java.lang.SecurityManager`.

use super::jdk_internal_reflect_reflection::is_transparent;
use super::support;
use crate::class::ClassRef;
use crate::error::R;
use crate::heap::ObjRef;
use crate::interp;
use crate::natives;
use crate::thread::Thread;

natives! { "java/lang/SecurityManager";
    "getClassContext()[Ljava/lang/Class;" => get_class_context;
}

/// The classes of the frames below this native's own.
fn get_class_context(t: &Thread, _this: ObjRef) -> R<ObjRef> {
    let classes: Vec<ClassRef> = interp::walk(t)
        .skip(1)
        .filter(|frame| !is_transparent(frame.method) && !frame.method.is_native())
        .map(|frame| frame.method.class())
        .collect();
    support::class_array(t, &classes)
}
