//! `java.lang.invoke.MethodHandle`: its signature-polymorphic methods, called by reflection.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;

natives! { "java/lang/invoke/MethodHandle";
    "invokeExact([Ljava/lang/Object;)Ljava/lang/Object;" => invoke_exact;
    "invoke([Ljava/lang/Object;)Ljava/lang/Object;" => invoke;
}

fn refuse(t: &Thread, name: &str) -> R<Option<ObjRef>> {
    let text = format!("MethodHandle.{name} cannot be invoked reflectively");
    Err(throw::new(t, "java/lang/UnsupportedOperationException", &text))
}

fn invoke_exact(t: &Thread, _this: ObjRef, _args: Option<ObjRef>) -> R<Option<ObjRef>> {
    refuse(t, "invokeExact")
}

fn invoke(t: &Thread, _this: ObjRef, _args: Option<ObjRef>) -> R<Option<ObjRef>> {
    refuse(t, "invoke")
}
