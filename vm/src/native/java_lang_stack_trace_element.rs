//! `java.lang.StackTraceElement`: filled in from backtraces and from frames of a stack walk.

use super::java_lang_throwable::{self as throwable, TraceFrame};
use super::stack_walk;
use super::support;
use crate::class::wk::off;
use crate::error::R;
use crate::heap::ObjRef;
use crate::link::modules;
use crate::natives;
use crate::runtime::{string, throw};
use crate::thread::Thread;

natives! { "java/lang/StackTraceElement";
    "initStackTraceElements([Ljava/lang/StackTraceElement;Ljava/lang/Throwable;)V" => init_all;
    "initStackTraceElement(Ljava/lang/StackTraceElement;Ljava/lang/StackFrameInfo;)V" => init_one;
}

/// Line number of a frame in a native method.
const NATIVE_LINE: i32 = -2;
/// Line number when the class file has none.
const UNKNOWN_LINE: i32 = -1;

/// Source line of a frame as `StackTraceElement.getLineNumber` gives it.
pub fn line_number(frame: TraceFrame) -> i32 {
    if frame.method.is_native() {
        return NATIVE_LINE;
    }
    let bci = usize::try_from(frame.bci).unwrap_or(0);
    frame.method.line_at(bci).map_or(UNKNOWN_LINE, i32::from)
}

pub(super) fn fill(t: &Thread, element: ObjRef, frame: TraceFrame) -> R<()> {
    let class = frame.method.class();
    element.set_ref(off::ste_class_object(), Some(class.mirror()));
    let name = match class.mirror().get_ref(crate::class::wk::off::class_name()) {
        Some(name) => name,
        None => {
            let name = string::new(t, &class.external_name())?;
            string::intern(t, name)?
        }
    };
    element.set_ref(off::ste_class(), Some(name));
    if let Some(loader) = class.loader.object.get().get() {
        element.set_ref(off::ste_loader_name(), loader.get_ref(off::loader_name()));
    }
    let module = modules::module_of(class);
    if module.name.is_some() {
        element.set_ref(off::ste_module_name(), support::string_opt(t, module.name)?);
        let version = support::string_opt(t, module.version.get())?;
        element.set_ref(off::ste_module_version(), version);
    }
    let method = string::intern_sym(t, frame.method.name)?;
    element.set_ref(off::ste_method(), Some(method));
    element.set_ref(off::ste_file(), support::string_opt(t, class.extra.source_file)?);
    element.set_i32(off::ste_line(), line_number(frame));
    Ok(())
}

fn init_all(t: &Thread, elements: Option<ObjRef>, throwable: Option<ObjRef>) -> R<()> {
    let elements = support::required(t, elements)?;
    let throwable = support::required(t, throwable)?;
    let Some(backtrace) = throwable.get_ref(off::throwable_backtrace()) else { return Ok(()) };
    for (index, frame) in throwable::frames(backtrace).enumerate() {
        if index >= elements.array_length() {
            return Err(throw::bare(t, "java/lang/IndexOutOfBoundsException"));
        }
        let element = support::required(t, elements.ref_element(index))?;
        fill(t, element, frame)?;
    }
    Ok(())
}

fn init_one(t: &Thread, element: Option<ObjRef>, info: Option<ObjRef>) -> R<()> {
    let element = support::required(t, element)?;
    let info = support::required(t, info)?;
    match stack_walk::frame_of(info) {
        Some(frame) => fill(t, element, frame),
        None => Err(throw::new(t, "java/lang/InternalError", "frame without a method")),
    }
}
