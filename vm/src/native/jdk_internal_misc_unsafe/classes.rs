//! Fields, classes and threads.

use crate::class::{ClassRef, FieldRef, class_flag, init, wk};
use crate::error::{R, Thrown};
use crate::heap::{ELEMENTS_OFFSET, ObjRef};
use crate::native::java_lang_class_loader;
use crate::native::java_lang_system::clock;
use crate::native::java_lang_thread::{self, status};
use crate::native::support;
use crate::runtime::{alloc, string, throw};
use crate::thread::{self, Thread};
use std::time::{Duration, Instant};

const ILLEGAL_ARGUMENT: &str = "java/lang/IllegalArgumentException";

pub(super) fn register_natives(_t: &Thread) {}

/// The VM's side of a `java.lang.reflect.Field`.
fn field_of(t: &Thread, field: Option<ObjRef>) -> R<FieldRef> {
    let field = field.ok_or_else(|| throw::npe(t))?;
    let class = support::required_class(t, field.get_ref(wk::off::refl_field_class()))?;
    let slot = field.get_i32(wk::off::refl_field_slot());
    Ok(class.fields.handle(slot as usize))
}

fn offset_if(t: &Thread, field: Option<ObjRef>, wants_static: bool) -> R<FieldRef> {
    let field = field_of(t, field)?;
    if field.is_static() == wants_static {
        Ok(field)
    } else {
        Err(throw::bare(t, ILLEGAL_ARGUMENT))
    }
}

pub(super) fn object_field_offset(t: &Thread, _this: ObjRef, field: Option<ObjRef>) -> R<i64> {
    offset_if(t, field, false).map(|field| i64::from(field.offset))
}

pub(super) fn static_field_offset(t: &Thread, _this: ObjRef, field: Option<ObjRef>) -> R<i64> {
    offset_if(t, field, true).map(|field| i64::from(field.offset))
}

pub(super) fn static_field_base(t: &Thread, _this: ObjRef, field: Option<ObjRef>) -> R<ObjRef> {
    offset_if(t, field, true).map(|field| field.class().mirror())
}

pub(super) fn object_field_offset_by_name(
    t: &Thread,
    _this: ObjRef,
    class: Option<ObjRef>,
    name: Option<ObjRef>,
) -> R<i64> {
    let class = support::required_class(t, class)?;
    let name = string::to_sym(string::required(t, name)?, false);
    match class.fields.iter().find(|field| Some(field.name) == name) {
        Some(field) => Ok(i64::from(field.offset)),
        None => Err(throw::bare(t, "java/lang/InternalError")),
    }
}

pub(super) fn should_be_initialized(t: &Thread, _this: ObjRef, class: Option<ObjRef>) -> R<bool> {
    let class = support::required_class(t, class)?;
    Ok(!class.is_primitive() && !class.is_array() && !class.is_ready())
}

pub(super) fn ensure_class_initialized(t: &Thread, _this: ObjRef, class: Option<ObjRef>) -> R<()> {
    let class = support::required_class(t, class)?;
    if class.is_primitive() || class.is_array() {
        return Ok(());
    }
    init::ensure_initialized(t, class)
}

/// The class of elements; HotSpot answers anything else with an exception whose class does not
/// exist, which comes out as this error.
fn component_of(t: &Thread, class: Option<ObjRef>) -> R<ClassRef> {
    support::required_class(t, class)?.component.ok_or_else(|| {
        throw::new(t, "java/lang/NoClassDefFoundError", "java/lang/InvalidClassException")
    })
}

pub(super) fn array_base_offset(t: &Thread, _this: ObjRef, class: Option<ObjRef>) -> R<i32> {
    component_of(t, class).map(|_| ELEMENTS_OFFSET as i32)
}

pub(super) fn array_index_scale(t: &Thread, _this: ObjRef, class: Option<ObjRef>) -> R<i32> {
    component_of(t, class).map(|component| component.kind.bytes() as i32)
}

pub(super) fn allocate_instance(t: &Thread, _this: ObjRef, class: Option<ObjRef>) -> R<ObjRef> {
    let class = support::required_class(t, class)?;
    const INSTANTIATION: &str = "java/lang/InstantiationException";
    if class.is_primitive() {
        return Err(throw::bare(t, INSTANTIATION));
    }
    if class == wk::class() {
        let name = class.external_name();
        return Err(throw::new(t, "java/lang/IllegalAccessException", &name));
    }
    if class.has(class_flag::NO_NEW) {
        return Err(throw::new(t, INSTANTIATION, &class.external_name()));
    }
    init::ensure_initialized(t, class)?;
    alloc::instance(t, class)
}

pub(super) fn throw_exception(t: &Thread, _this: ObjRef, exception: Option<ObjRef>) -> R<()> {
    Err(exception.map_or_else(|| throw::npe(t), Thrown))
}

/// Defines a class in a loader, as `ClassLoader.defineClass1` without a source.
#[expect(clippy::too_many_arguments, reason = "the parameters of the Java method")]
pub(super) fn define_class(
    t: &Thread,
    _this: ObjRef,
    name: Option<ObjRef>,
    bytes: Option<ObjRef>,
    offset: i32,
    len: i32,
    loader: Option<ObjRef>,
    domain: Option<ObjRef>,
) -> R<ObjRef> {
    java_lang_class_loader::define_from_array(t, loader, name, bytes, offset, len, domain, None)
}

/// When a park ends: nanoseconds from now, or milliseconds since 1970 when `absolute`.
fn park_deadline(absolute: bool, time: i64) -> Option<Instant> {
    let wait = if absolute {
        let (seconds, nanos) = clock(libc::CLOCK_REALTIME);
        let now = Duration::new(seconds as u64, nanos as u32);
        Duration::from_millis(time as u64).saturating_sub(now)
    } else {
        Duration::from_nanos(time as u64)
    };
    thread::park::deadline_after(wait)
}

pub(super) fn park(t: &Thread, _this: ObjRef, absolute: bool, time: i64) {
    if time < 0 || absolute && time == 0 {
        return;
    }
    if time == 0 {
        java_lang_thread::with_status(t, status::PARKED, || thread::park::park(t, None));
    } else {
        let deadline = park_deadline(absolute, time);
        java_lang_thread::with_status(t, status::PARKED_TIMED, || {
            thread::park::park(t, deadline);
        });
    }
}

pub(super) fn unpark(_t: &Thread, _this: ObjRef, thread: Option<ObjRef>) {
    if let Some(thread) = thread.and_then(java_lang_thread::vm_thread) {
        thread::park::unpark(thread);
    }
}
