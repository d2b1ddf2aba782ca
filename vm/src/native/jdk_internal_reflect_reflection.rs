//! `jdk.internal.reflect.Reflection`.

use super::support;
use crate::class::{ClassRef, MethodRef, method_flag, wk};
use crate::error::R;
use crate::heap::ObjRef;
use crate::interp;
use crate::link::nest;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;

natives! { "jdk/internal/reflect/Reflection";
    "getCallerClass()Ljava/lang/Class;" => get_caller_class;
    "getClassAccessFlags(Ljava/lang/Class;)I" => get_class_access_flags;
    "areNestMates(Ljava/lang/Class;Ljava/lang/Class;)Z" => are_nest_mates;
}

/// Frames that stand for the call they make: reflection's own, and the adapters of method handles.
pub fn is_transparent(method: MethodRef) -> bool {
    let class = method.class();
    if class == wk::method() && method.name == "invoke" {
        return true;
    }
    let is_accessor = |class: ClassRef| {
        class.supers().any(|class| class.name == "jdk/internal/reflect/MethodAccessorImpl")
    };
    class.is_subclass_of(wk::magic_accessor()) && is_accessor(class)
        || method.has(method_flag::LAMBDA_FORM)
        || method.has(method_flag::SIGNATURE_POLYMORPHIC) && method.is_native()
}

fn get_caller_class(t: &Thread) -> R<Option<ObjRef>> {
    for (depth, frame) in interp::walk(t).enumerate() {
        let method = frame.method;
        if depth < 2 {
            if !method.has(method_flag::CALLER_SENSITIVE) {
                let message = format!("CallerSensitive annotation expected at frame {depth}");
                return Err(throw::new(t, "java/lang/InternalError", &message));
            }
        } else if !is_transparent(method) {
            return Ok(Some(method.class().mirror()));
        }
    }
    Ok(None)
}

fn get_class_access_flags(t: &Thread, class: Option<ObjRef>) -> R<i32> {
    let class = support::required_class(t, class)?;
    Ok(i32::from(class.access & 0x7fff))
}

fn are_nest_mates(t: &Thread, one: Option<ObjRef>, other: Option<ObjRef>) -> R<bool> {
    let (one, other) = (support::required_class(t, one)?, support::required_class(t, other)?);
    nest::are_mates(t, one, other)
}
