//! `java.lang.reflect.Field`.

use super::{reflection, support};
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;

natives! { "java/lang/reflect/Field";
    "getTypeAnnotationBytes0()[B" => get_type_annotations;
}

fn get_type_annotations(t: &Thread, this: ObjRef) -> R<Option<ObjRef>> {
    match reflection::field_from(this) {
        Some(field) => support::bytes_opt(t, field.type_annotations),
        None => Err(throw::new(t, "java/lang/InternalError", "unknown field")),
    }
}
