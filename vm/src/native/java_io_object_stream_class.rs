//! `java.io.ObjectStreamClass`.

use crate::class::class_flag;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::support;

natives! { "java/io/ObjectStreamClass";
    "initNative()V" => init_native [leaf];
    "hasStaticInitializer(Ljava/lang/Class;)Z" => has_static_initializer;
}

fn init_native(_t: &Thread) {}

/// Whether the class itself declares `<clinit>`: it counts for the default serialVersionUID.
fn has_static_initializer(t: &Thread, mirror: Option<ObjRef>) -> R<bool> {
    Ok(support::required_class(t, mirror)?.has(class_flag::CLINIT))
}
