//! Natives of `java.lang.Class` about inner classes, nests and sealed hierarchies.

use super::java_lang_class::is_instance_class;
use super::support;
use crate::class::{ClassRef, InnerClass};
use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::link::nest;
use crate::runtime::{alloc, string, throw};
use crate::thread::Thread;

pub(super) fn enclosing_method(t: &Thread, this: ObjRef) -> R<Option<ObjRef>> {
    let class = support::class_of(this);
    let Some(enclosing) = class.extra.enclosing.filter(|_| is_instance_class(class)) else {
        return Ok(None);
    };
    let outer = support::class_at(t, class, enclosing.class)?;
    let array = alloc::object_array(t, 3)?;
    array.set_ref_element(0, Some(outer.mirror()));
    if enclosing.method != 0 {
        let (name, desc) = class.cp.name_and_type(enclosing.method);
        let name = string::intern_sym(t, name)?;
        array.set_ref_element(1, Some(name));
        let desc = string::intern_sym(t, desc)?;
        array.set_ref_element(2, Some(desc));
    }
    Ok(Some(array))
}

/// Whether a Class entry may be `wanted`: by name, so that only classes that matter are loaded. A
/// hidden class is not called what its class file says, but is found in it resolved.
fn may_be(class: ClassRef, index: u16, wanted: ClassRef) -> bool {
    class.cp.sym(index) == wanted.name || class.cp.resolved_class(index) == Some(wanted)
}

/// The row of InnerClasses for `inner` in the class file of `class`.
fn row_of(t: &Thread, class: ClassRef, inner: ClassRef) -> R<Option<InnerClass>> {
    for row in class.extra.inner_classes.iter() {
        if row.inner != 0
            && may_be(class, row.inner, inner)
            && support::class_at(t, class, row.inner)? == inner
        {
            return Ok(Some(*row));
        }
    }
    Ok(None)
}

/// Both classes must agree on the nesting: IncompatibleClassChangeError if not.
fn check_agreement(t: &Thread, outer: ClassRef, inner: ClassRef) -> R<()> {
    for row in outer.extra.inner_classes.iter() {
        let names_match = row.inner != 0
            && row.outer != 0
            && may_be(outer, row.outer, outer)
            && may_be(outer, row.inner, inner);
        if names_match
            && support::class_at(t, outer, row.outer)? == outer
            && support::class_at(t, outer, row.inner)? == inner
        {
            return Ok(());
        }
    }
    Err(disagreement(t, outer, inner))
}

fn disagreement(t: &Thread, outer: ClassRef, inner: ClassRef) -> Thrown {
    let (outer, inner) = (outer.external_name(), inner.external_name());
    let message = format!("{outer} and {inner} disagree on InnerClasses attribute");
    throw::new(t, "java/lang/IncompatibleClassChangeError", &message)
}

pub(super) fn declaring_class(t: &Thread, this: ObjRef) -> R<Option<ObjRef>> {
    let class = support::class_of(this);
    if !is_instance_class(class) {
        return Ok(None);
    }
    let Some(row) = row_of(t, class, class)?.filter(|row| row.outer != 0) else {
        return Ok(None);
    };
    let outer = support::class_at(t, class, row.outer)?;
    if !is_instance_class(outer) {
        return Err(disagreement(t, outer, class));
    }
    check_agreement(t, outer, class)?;
    Ok(Some(outer.mirror()))
}

pub(super) fn simple_binary_name(t: &Thread, this: ObjRef) -> R<Option<ObjRef>> {
    let class = support::class_of(this);
    if !is_instance_class(class) {
        return Ok(None);
    }
    match row_of(t, class, class)?.filter(|row| row.name != 0) {
        Some(row) => string::intern_sym(t, class.cp.sym(row.name)).map(Some),
        None => Ok(None),
    }
}

pub(super) fn declared_classes(t: &Thread, this: ObjRef) -> R<ObjRef> {
    let class = support::class_of(this);
    let mut members = Vec::new();
    if is_instance_class(class) {
        for row in class.extra.inner_classes.iter() {
            if row.inner != 0
                && row.outer != 0
                && may_be(class, row.outer, class)
                && support::class_at(t, class, row.outer)? == class
            {
                let inner = support::class_at(t, class, row.inner)?;
                if is_instance_class(inner) {
                    members.push(inner);
                }
            }
        }
    }
    support::class_array(t, &members)
}

pub(super) fn nest_host(t: &Thread, this: ObjRef) -> R<ObjRef> {
    let class = support::class_of(this);
    if !is_instance_class(class) {
        return Ok(this);
    }
    Ok(nest::host(t, class)?.mirror())
}

pub(super) fn nest_members(t: &Thread, this: ObjRef) -> R<ObjRef> {
    let class = support::class_of(this);
    if !is_instance_class(class) {
        return support::class_array(t, &[class]);
    }
    let members = nest::members(t, class)?;
    support::class_array(t, &members)
}

pub(super) fn permitted_subclasses(t: &Thread, this: ObjRef) -> R<Option<ObjRef>> {
    let class = support::class_of(this);
    if !is_instance_class(class) || class.extra.permitted.is_empty() {
        return Ok(None);
    }
    let mut permitted = Vec::new();
    for &index in class.extra.permitted.iter() {
        match support::class_at(t, class, index) {
            Ok(subclass) if is_instance_class(subclass) => permitted.push(subclass),
            Err(thrown) if support::is_vm_error(thrown) => return Err(thrown),
            _ => {}
        }
    }
    support::class_array(t, &permitted).map(Some)
}
