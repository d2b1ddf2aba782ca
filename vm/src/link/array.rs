//! Array classes and primitive types: classes that no class file describes (JVMS 5.3.3).

use super::define::new_class;
use super::{loader, mirror, modules};
use crate::class::{ClassRef, Kind, ShapeKind, acc, class_flag, init_state, wk};
use crate::error::R;
use crate::heap::{ELEMENTS_OFFSET, LOG_REF_BYTES};
use crate::meta::{self, Arena, intern, intern_bytes};
use crate::thread::Thread;
use std::sync::atomic::{AtomicU8, Ordering};

/// Makes the primitive types; their mirrors wait for `java.lang.Class`.
pub(super) fn init() {
    for kind in Kind::PRIMITIVES {
        let mut class = new_class(intern(kind.name()), loader::boot());
        class.kind = kind;
        class.access = acc::PUBLIC | acc::FINAL | acc::ABSTRACT;
        class.reflect_access = class.access;
        class.flags.set(class_flag::NO_NEW);
        class.module.set(Some(modules::java_base()));
        class.init_state = AtomicU8::new(init_state::READY);
        let class = Arena::place(class);
        mirror::list(class);
        meta::root().primitives[kind as usize].set(Some(class));
    }
}

/// The class object of a primitive type or void.
///
/// # Panics
/// For `Kind::Ref`, and before the boot loader is initialised.
#[inline]
pub fn primitive_class(kind: Kind) -> ClassRef {
    meta::root().primitives[kind as usize].get().expect("primitive types are made first")
}

/// The class of arrays of a primitive kind.
#[inline]
pub fn primitive_array_class(t: &Thread, kind: Kind) -> R<ClassRef> {
    array_class_of(t, primitive_class(kind))
}

/// The class of arrays whose components are of `component`, which is not void.
///
/// # Errors
/// OutOfMemoryError.
#[inline]
pub fn array_class_of(t: &Thread, component: ClassRef) -> R<ClassRef> {
    match component.array_class_if_made() {
        Some(class) => Ok(class),
        None => make(t, component),
    }
}

#[cold]
fn make(t: &Thread, component: ClassRef) -> R<ClassRef> {
    let mut name = vec![b'['];
    if component.is_primitive() {
        name.push(component.kind.to_char() as u8);
    } else if component.is_array() {
        name.extend(component.name.bytes());
    } else {
        name.push(b'L');
        name.extend(component.name.bytes());
        name.push(b';');
    }
    let object = wk::object();
    let mut class = new_class(intern_bytes(&name), component.loader);
    if component.is_primitive() {
        class.shape.kind = ShapeKind::PrimArray;
        class.shape.log2_elem = component.kind.bytes().trailing_zeros() as u8;
    } else {
        class.shape.kind = ShapeKind::RefArray;
        class.shape.log2_elem = LOG_REF_BYTES;
    }
    class.shape.instance_bytes = ELEMENTS_OFFSET as u32;
    let visible = acc::PUBLIC | acc::PRIVATE | acc::PROTECTED;
    class.access = component.access & acc::PUBLIC | acc::FINAL | acc::ABSTRACT;
    class.reflect_access = component.reflect_access & visible | acc::FINAL | acc::ABSTRACT;
    class.flags.set(class_flag::NO_NEW | class_flag::CLONEABLE);
    class.super_class = Some(object);
    class.interfaces = Arena::slice(&[wk::cloneable(), wk::serializable()]);
    class.all_interfaces = class.interfaces;
    class.depth = 1;
    class.display[0].set(Some(object));
    class.module.set(component.module.get());
    class.vtable = object.vtable;
    class.component = Some(component);
    class.init_state = AtomicU8::new(init_state::READY);
    let class = Arena::place(class);
    mirror::create(t, class, None, None)?;
    let raw = class.raw();
    let cell = &component.array_class;
    match cell.compare_exchange(0, raw, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => {
            mirror::list(class);
            Ok(class)
        }
        Err(_) => Ok(component.array_class_if_made().expect("another thread has made it")),
    }
}
