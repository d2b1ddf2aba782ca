//! `java.lang.reflect.Executable`: what is read from attributes when asked for.

use super::{host, reflection, support};
use crate::class::{MethodRef, wk};
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::value::Args;
use crate::runtime::{alloc, string, throw};
use crate::thread::Thread;

natives! { "java/lang/reflect/Executable";
    "getParameters0()[Ljava/lang/reflect/Parameter;" => get_parameters;
    "getTypeAnnotationBytes0()[B" => get_type_annotations;
}

fn method_of(t: &Thread, this: ObjRef) -> R<MethodRef> {
    let found = reflection::method_from(this);
    found.ok_or_else(|| throw::new(t, "java/lang/InternalError", "unknown method"))
}

fn bad_parameters(t: &Thread, message: &str) -> crate::error::Thrown {
    let text = string::new(t, message);
    let make = |text| {
        let name = crate::meta::intern("java/lang/reflect/MalformedParametersException");
        let class = crate::link::loader::load_boot_class(t, name)?;
        throw::make_in(t, class, Some(text), None)
    };
    text.and_then(make).unwrap_or_else(|thrown| thrown)
}

/// The parameters that the MethodParameters attribute lists; null without one.
fn get_parameters(t: &Thread, this: ObjRef) -> R<Option<ObjRef>> {
    let method = method_of(t, this)?;
    let extra = method.extra;
    if !extra.has_parameters {
        return Ok(None);
    }
    let pool = method.class().cp;
    for &(name, _) in extra.parameters.iter() {
        if name != 0 && pool.tag(name) != crate::class::cp::tag::UTF8 {
            let message = "Wrong type at constant pool index";
            return Err(bad_parameters(t, message));
        }
    }
    crate::class::init::ensure_initialized(t, wk::parameter())?;
    let array = alloc::ref_array(t, wk::parameter(), extra.parameters.len())?;
    const INIT: &str = "(Ljava/lang/String;ILjava/lang/reflect/Executable;I)V";
    for (index, &(name, flags)) in extra.parameters.get().iter().enumerate() {
        let name = if name == 0 { None } else { Some(string::intern_sym(t, pool.sym(name))?) };
        let args = Args::new().obj(name).int(i32::from(flags)).obj(Some(this)).int(index as i32);
        let parameter = host::new_object(t, wk::parameter(), INIT, args)?;
        array.set_ref_element(index, Some(parameter));
    }
    Ok(Some(array))
}

fn get_type_annotations(t: &Thread, this: ObjRef) -> R<Option<ObjRef>> {
    let method = method_of(t, this)?;
    support::bytes_opt(t, method.extra.type_annotations)
}
