//! Mirrors: the `java.lang.Class` objects, which also carry the statics.
//!
//! The layout of `java.lang.Class` is read from its class file before any class is defined, so
//! that statics get their final offsets at once. Mirrors of classes that are loaded before
//! `java.lang.Class` are made when it is published.

use super::{loader, modules};
use crate::class::wk::{self, inj};
use crate::class::{Class, ClassRef, ModuleRef};
use crate::error::R;
use crate::heap::{self, ObjRef, RootVisitor};
use crate::meta::{self, Meta, MetaCell, intern};
use crate::runtime::throw;
use crate::thread::Thread;

/// `java.lang.Class` itself, once published, and the fields that new mirrors need.
struct ClassClass {
    class: MetaCell<Option<ClassRef>>,
    module: MetaCell<u32>,
    loader: MetaCell<u32>,
    component: MetaCell<u32>,
    class_data: MetaCell<u32>,
}

static CLASS_CLASS: ClassClass = ClassClass {
    class: MetaCell::new(None),
    module: MetaCell::new(0),
    loader: MetaCell::new(0),
    component: MetaCell::new(0),
    class_data: MetaCell::new(0),
};

/// Where statics begin in mirrors.
static STATICS_START: MetaCell<u32> = MetaCell::new(0);

/// Where statics begin in mirrors; 0 before [`set_statics_start`].
pub(super) fn statics_start() -> u32 {
    STATICS_START.get()
}

/// Records the end of the instance fields of `java.lang.Class`.
pub(super) fn set_statics_start(offset: u32) {
    STATICS_START.set(offset);
}

/// The class whose mirror `object` is; none for null objects that are no finished mirrors.
#[inline]
pub fn class_of(object: ObjRef) -> Option<ClassRef> {
    // SAFETY: the injected field holds zero or the handle of a class.
    unsafe { Meta::from_raw_opt(object.get_u32(inj::vm_class())) }
}

/// Makes the mirror of a class that is not published yet. Does nothing before `java.lang.Class`
/// exists; [`class_class_published`] catches up.
///
/// # Errors
/// OutOfMemoryError.
pub(super) fn create(
    t: &Thread,
    class: ClassRef,
    protection_domain: Option<ObjRef>,
    class_data: Option<ObjRef>,
) -> R<()> {
    let Some(class_class) = CLASS_CLASS.class.get() else { return Ok(()) };
    let bytes = class_class.shape.instance_bytes.max(class.mirror_bytes) as usize;
    let mirror = heap::alloc_mirror(t, class_class, bytes)
        .map_err(|_| throw::out_of_memory(t, "Java heap space"))?;
    mirror.set_u32(inj::vm_class(), class.raw());
    let module = modules::module_of(class).object.get().get();
    mirror.set_ref(CLASS_CLASS.module.get() as usize, module);
    mirror.set_ref(CLASS_CLASS.loader.get() as usize, class.loader.object.get().get());
    if let Some(component) = class.component {
        mirror.set_ref(CLASS_CLASS.component.get() as usize, component.mirror.get());
    }
    mirror.set_ref(inj::protection_domain(), protection_domain);
    if class_data.is_some() {
        mirror.set_ref(CLASS_CLASS.class_data.get() as usize, class_data);
    }
    class.mirror.set(Some(mirror));
    Ok(())
}

/// To be called once `java.lang.Class` is published: makes all mirrors that were put off.
pub(super) fn class_class_published(t: &Thread, class_class: ClassRef) -> R<()> {
    let offset = |name: &str, desc: &str| {
        let field = class_class.declared_field(intern(name), intern(desc));
        field.map_or_else(
            || crate::error::fatal(&format!("java.lang.Class has no field {name} {desc}")),
            |field| field.offset,
        )
    };
    CLASS_CLASS.module.set(offset("module", "Ljava/lang/Module;"));
    CLASS_CLASS.loader.set(offset("classLoader", "Ljava/lang/ClassLoader;"));
    CLASS_CLASS.component.set(offset("componentType", "Ljava/lang/Class;"));
    CLASS_CLASS.class_data.set(offset("classData", "Ljava/lang/Object;"));
    debug_assert_eq!(statics_start(), class_class.fields_end.next_multiple_of(8));
    CLASS_CLASS.class.set(Some(class_class));
    for class in all() {
        if class.mirror.get().is_none() {
            create(t, class, None, None)?;
        }
    }
    Ok(())
}

/// Puts a finished class into the list of all classes.
pub(super) fn list(class: ClassRef) {
    let _locked = loader::lock();
    list_locked(class);
}

/// As [`list`], for those who hold the lock.
pub(super) fn list_locked(class: ClassRef) {
    let root = meta::root();
    class.next.set(root.classes.get());
    root.classes.set(Some(class));
}

/// Every class, array and primitive type, newest first.
pub fn all() -> impl Iterator<Item = ClassRef> {
    std::iter::successors(meta::root().classes.get(), |class| class.next.get())
}

/// The mirrors as roots of the collector; all mutators are stopped.
pub(super) fn visit_roots(visitor: &mut dyn RootVisitor) {
    for class in all() {
        if let Some(mirror) = class.mirror.get() {
            visitor.object(mirror);
        }
    }
}

/// Sets the module of all mirrors that were made before their module had an object.
pub(super) fn set_modules(module: ModuleRef, object: ObjRef) {
    let offset = CLASS_CLASS.module.get() as usize;
    for class in all() {
        if modules::module_of(class) == module
            && let Some(mirror) = class.mirror.get()
            && mirror.get_ref(offset).is_none()
        {
            mirror.set_ref(offset, Some(object));
        }
    }
}

/// Address of a static field in its class's mirror.
pub fn static_address(class: &Class, offset: u32) -> u64 {
    (class.mirror().raw() + offset as usize) as u64
}

/// The protection domain that a class was defined with.
pub fn protection_domain(class: ClassRef) -> Option<ObjRef> {
    class.mirror().get_ref(wk::inj::protection_domain())
}
