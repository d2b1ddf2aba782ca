//! `jdk.internal.reflect.NativeMethodAccessorImpl` and `NativeConstructorAccessorImpl`: calls of
//! methods through reflection.

/// `NativeMethodAccessorImpl`.
pub mod method {
    use crate::class::Kind;
    use crate::error::R;
    use crate::heap::ObjRef;
    use crate::native::{reflection, support};
    use crate::natives;
    use crate::runtime::{boxing, throw, value};
    use crate::thread::Thread;

    natives! { "jdk/internal/reflect/NativeMethodAccessorImpl";
        "invoke0(Ljava/lang/reflect/Method;Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;"
            => invoke;
    }

    fn invoke(
        t: &Thread,
        method: Option<ObjRef>,
        receiver: Option<ObjRef>,
        arguments: Option<ObjRef>,
    ) -> R<Option<ObjRef>> {
        let object = support::required(t, method)?;
        let Some(method) = reflection::method_from(object) else {
            return Err(throw::new(t, "java/lang/InternalError", "invoke"));
        };
        let parameters = reflection::parameters_of(object);
        let word = reflection::invoke(t, method, receiver, parameters, arguments)?;
        match method.ret {
            Kind::Ref => Ok(value::to_ref(word)),
            kind => boxing::box_word(t, kind, word),
        }
    }
}

/// `NativeConstructorAccessorImpl`.
pub mod constructor {
    use crate::error::R;
    use crate::heap::ObjRef;
    use crate::native::{reflection, support};
    use crate::natives;
    use crate::runtime::{alloc, throw};
    use crate::thread::Thread;

    natives! { "jdk/internal/reflect/NativeConstructorAccessorImpl";
        "newInstance0(Ljava/lang/reflect/Constructor;[Ljava/lang/Object;)Ljava/lang/Object;"
            => new_instance;
    }

    fn new_instance(
        t: &Thread,
        constructor: Option<ObjRef>,
        arguments: Option<ObjRef>,
    ) -> R<ObjRef> {
        let object = support::required(t, constructor)?;
        let Some(method) = reflection::method_from(object) else {
            return Err(throw::new(t, "java/lang/InternalError", "newInstance"));
        };
        let class = method.class();
        crate::class::init::ensure_initialized(t, class)?;
        if class.has(crate::class::class_flag::NO_NEW) {
            let name = class.external_name();
            return Err(throw::new(t, "java/lang/InstantiationException", &name));
        }
        let parameters = reflection::parameters_of(object);
        let instance = alloc::instance(t, class)?;
        reflection::invoke(t, method, Some(instance), parameters, arguments)?;
        Ok(instance)
    }
}
