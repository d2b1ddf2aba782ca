//! `java.lang.ProcessEnvironment`.

use crate::class::Kind;
use crate::error::R;
use crate::heap::ObjRef;
use crate::link::loader;
use crate::natives;
use crate::runtime::alloc;
use crate::thread::Thread;
use std::os::unix::ffi::OsStrExt;

natives! { "java/lang/ProcessEnvironment";
    "environ()[[B" => environ;
}

/// Names and values in turn, in the environment's order.
fn environ(t: &Thread) -> R<ObjRef> {
    let variables: Vec<_> = std::env::vars_os().collect();
    let bytes = loader::primitive_array_class(t, Kind::Byte)?;
    let array = alloc::ref_array(t, bytes, variables.len() * 2)?;
    for (index, (name, value)) in variables.iter().enumerate() {
        array.set_ref_element(index * 2, Some(alloc::byte_array(t, name.as_bytes())?));
        array.set_ref_element(index * 2 + 1, Some(alloc::byte_array(t, value.as_bytes())?));
    }
    Ok(array)
}
