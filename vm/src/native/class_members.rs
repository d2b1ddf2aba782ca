//! Natives of `java.lang.Class` about declared members. Their order is that of the class file.

use super::java_lang_class::is_instance_class;
use super::reflection;
use super::support;
use crate::class::{ClassRef, FieldRef, MethodRef, RecordComponent, acc, method_flag, wk};
use crate::error::R;
use crate::heap::ObjRef;
use crate::meta::intern;
use crate::native::host::FieldAt;
use crate::runtime::{alloc, string};
use crate::thread::Thread;

/// Reflection shows members of linked classes only.
fn linked(t: &Thread, this: ObjRef) -> R<Option<ClassRef>> {
    let class = support::class_of(this);
    if !is_instance_class(class) {
        return Ok(None);
    }
    crate::class::init::ensure_linked(t, class)?;
    Ok(Some(class))
}

pub(super) fn declared_fields(t: &Thread, this: ObjRef, public_only: bool) -> R<ObjRef> {
    let Some(class) = linked(t, this)? else { return alloc::ref_array(t, wk::field(), 0) };
    let wanted: Vec<FieldRef> = (0..class.fields.len())
        .map(|at| class.fields.handle(at))
        .filter(|field| !public_only || field.access & acc::PUBLIC != 0)
        .collect();
    let array = alloc::ref_array(t, wk::field(), wanted.len())?;
    for (index, field) in wanted.into_iter().enumerate() {
        let object = reflection::new_field(t, field)?;
        array.set_ref_element(index, Some(object));
    }
    Ok(array)
}

fn methods(class: ClassRef, constructors: bool, public_only: bool) -> Vec<MethodRef> {
    (0..class.methods.len())
        .map(|at| class.methods.handle(at))
        .filter(|method| method.has(method_flag::INIT) == constructors)
        .filter(|method| !method.has(method_flag::CLINIT))
        .filter(|method| !public_only || method.access & acc::PUBLIC != 0)
        .collect()
}

pub(super) fn declared_methods(t: &Thread, this: ObjRef, public_only: bool) -> R<ObjRef> {
    let Some(class) = linked(t, this)? else { return alloc::ref_array(t, wk::method(), 0) };
    let wanted = methods(class, false, public_only);
    let array = alloc::ref_array(t, wk::method(), wanted.len())?;
    for (index, method) in wanted.into_iter().enumerate() {
        let object = reflection::new_method(t, method)?;
        array.set_ref_element(index, Some(object));
    }
    Ok(array)
}

pub(super) fn declared_constructors(t: &Thread, this: ObjRef, public_only: bool) -> R<ObjRef> {
    let Some(class) = linked(t, this)? else {
        return alloc::ref_array(t, wk::constructor(), 0);
    };
    let wanted = methods(class, true, public_only);
    let array = alloc::ref_array(t, wk::constructor(), wanted.len())?;
    for (index, method) in wanted.into_iter().enumerate() {
        let object = reflection::new_constructor(t, method)?;
        array.set_ref_element(index, Some(object));
    }
    Ok(array)
}

static CLAZZ: FieldAt = FieldAt::new("clazz", "Ljava/lang/Class;");
static NAME: FieldAt = FieldAt::new("name", "Ljava/lang/String;");
static TYPE: FieldAt = FieldAt::new("type", "Ljava/lang/Class;");
static ACCESSOR: FieldAt = FieldAt::new("accessor", "Ljava/lang/reflect/Method;");
static SIGNATURE: FieldAt = FieldAt::new("signature", "Ljava/lang/String;");
static ANNOTATIONS: FieldAt = FieldAt::new("annotations", "[B");
static TYPE_ANNOTATIONS: FieldAt = FieldAt::new("typeAnnotations", "[B");

fn new_component(t: &Thread, class: ClassRef, component: &RecordComponent) -> R<ObjRef> {
    let component_type = support::type_of(t, class, component.desc.bytes())?;
    let object = alloc::instance(t, wk::record_component())?;
    let set = |field: &FieldAt, value: Option<ObjRef>| object.set_ref(field.of(object), value);
    set(&CLAZZ, Some(class.mirror()));
    set(&NAME, Some(string::intern_sym(t, component.name)?));
    set(&TYPE, Some(component_type.mirror()));
    let desc = intern_accessor(component);
    if let Some(accessor) = class.declared_method(component.name, desc)
        && !accessor.is_static()
    {
        set(&ACCESSOR, Some(reflection::new_method(t, accessor)?));
    }
    set(&SIGNATURE, support::string_opt(t, component.signature)?);
    set(&ANNOTATIONS, support::bytes_opt(t, component.annotations)?);
    set(&TYPE_ANNOTATIONS, support::bytes_opt(t, component.type_annotations)?);
    Ok(object)
}

/// The descriptor of a component's accessor method.
fn intern_accessor(component: &RecordComponent) -> crate::meta::Sym {
    match std::str::from_utf8(component.desc.bytes()) {
        Ok(desc) => intern(&format!("(){desc}")),
        Err(_) => {
            let desc = [b"()", component.desc.bytes()].concat();
            crate::meta::intern_bytes(&desc)
        }
    }
}

pub(super) fn record_components(t: &Thread, this: ObjRef) -> R<ObjRef> {
    let class = support::class_of(this);
    if !is_instance_class(class) {
        return alloc::ref_array(t, wk::record_component(), 0);
    }
    crate::class::init::ensure_initialized(t, wk::record_component())?;
    let components = class.extra.record;
    let array = alloc::ref_array(t, wk::record_component(), components.len())?;
    for (index, component) in components.get().iter().enumerate() {
        let object = new_component(t, class, component)?;
        array.set_ref_element(index, Some(object));
    }
    Ok(array)
}
