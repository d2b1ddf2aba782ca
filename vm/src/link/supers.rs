//! Superclass and superinterfaces of a class being defined: loading and the checks of JVMS 5.3.5.

use super::access::{self, ClassAccess};
use super::build::Builder;
use super::{loader, messages, modules};
use crate::class::{Class, ClassRef, LoaderRef, acc};
use crate::error::{R, Thrown};
use crate::meta::{Arena, Sym};
use crate::runtime::throw;
use crate::thread::Thread;
use parking_lot::Mutex;

/// The direct supertypes of a class.
pub(super) struct Supers {
    pub(super) super_class: Option<ClassRef>,
    interfaces: Vec<ClassRef>,
}

/// Classes whose supertypes are being loaded, with the thread that does it.
static LOADING: Mutex<Vec<(LoaderRef, Sym, u32)>> = Mutex::new(Vec::new());

fn icce(t: &Thread, message: &str) -> Thrown {
    throw::new(t, "java/lang/IncompatibleClassChangeError", message)
}

/// Loads the supertypes that the class file names.
///
/// # Errors
/// ClassCircularityError, IncompatibleClassChangeError, NoClassDefFoundError, and whatever loading
/// throws.
pub(super) fn load(
    t: &Thread,
    loader: LoaderRef,
    name: Sym,
    builder: &Builder<'_>,
    hidden: bool,
) -> R<Supers> {
    let file = builder.file;
    if file.super_class.is_none() && file.interfaces.is_empty() {
        return Ok(Supers { super_class: None, interfaces: Vec::new() });
    }
    let entry = (loader, name, t.id);
    if !hidden {
        let mut loading = LOADING.lock();
        if loading.contains(&entry) {
            drop(loading);
            return Err(throw::new(t, "java/lang/ClassCircularityError", &name.text()));
        }
        loading.push(entry);
    }
    let result = load_all(t, loader, name, builder);
    if !hidden {
        LOADING.lock().retain(|other| *other != entry);
    }
    result
}

fn load_all(t: &Thread, loader: LoaderRef, name: Sym, builder: &Builder<'_>) -> R<Supers> {
    let file = builder.file;
    let mut super_class = None;
    if let Some(index) = file.super_class {
        let class = loader::load_named(t, loader, builder.class_name(index))?;
        if class.is_interface() {
            let message = format!(
                "class {} has interface {} as super class",
                name.external(),
                class.external_name()
            );
            return Err(icce(t, &message));
        }
        super_class = Some(class);
    }
    let mut interfaces = Vec::with_capacity(file.interfaces.len());
    for &index in &file.interfaces {
        let class = loader::load_named(t, loader, builder.class_name(index))?;
        if !class.is_interface() {
            let message = format!(
                "class {} can not implement {}, because it is not an interface ({})",
                name.external(),
                class.external_name(),
                messages::place(class, false)
            );
            return Err(icce(t, &message));
        }
        interfaces.push(class);
    }
    Ok(Supers { super_class, interfaces })
}

impl Supers {
    /// Writes what a class has from its supertypes: hierarchy, display, inherited layout.
    pub(super) fn fill(&self, class: &mut Class) {
        class.super_class = self.super_class;
        class.interfaces = Arena::slice(&self.interfaces);
        let inherited = self.super_class.map(|class| class.all_interfaces);
        if self.interfaces.is_empty() {
            if let Some(inherited) = inherited {
                class.all_interfaces = inherited;
            }
        } else {
            let mut all = inherited.map_or_else(Vec::new, |inherited| inherited.to_vec());
            for &interface in &self.interfaces {
                for &each in interface.all_interfaces.iter().chain([&interface]) {
                    if !all.contains(&each) {
                        all.push(each);
                    }
                }
            }
            class.all_interfaces = Arena::slice(&all);
        }
        let Some(super_class) = self.super_class else { return };
        class.depth = super_class.depth + 1;
        for (own, inherited) in class.display.iter().zip(&super_class.display) {
            own.set(inherited.get());
        }
        class.shape.kind = super_class.shape.kind;
        class.shape.reference_kind = super_class.shape.reference_kind;
        class.shape.ref_runs = super_class.shape.ref_runs;
        class.fields_end = super_class.fields_end;
    }
}

/// Checks the supertypes of a class that is not visible yet: final and sealed classes, access.
///
/// # Errors
/// IncompatibleClassChangeError, IllegalAccessError.
pub(super) fn check(t: &Thread, class: ClassRef) -> R<()> {
    if class.loader == loader::boot() && class.module.get() == Some(modules::java_base()) {
        return Ok(());
    }
    if let Some(super_class) = class.super_class
        && !class.is_interface()
    {
        check_super_class(t, class, super_class)?;
    }
    class.interfaces.iter().try_for_each(|&interface| check_interface(t, class, interface))
}

fn check_super_class(t: &Thread, class: ClassRef, super_class: ClassRef) -> R<()> {
    let (name, above) = (class.external_name(), super_class.external_name());
    if super_class.access & acc::FINAL != 0 {
        return Err(icce(t, &format!("class {name} cannot inherit from final class {above}")));
    }
    if !permits(super_class, class) {
        return Err(icce(t, &format!("class {name} cannot inherit from sealed class {above}")));
    }
    if class.loader != loader::boot()
        && super_class.loader == loader::boot()
        && super_class.extra.package == "jdk/internal/reflect"
        && !is_reflection_loader(class.loader)
    {
        let message = format!(
            "class {name} loaded by {} cannot access jdk/internal/reflect superclass {above}",
            messages::loader_name(class.loader)
        );
        return Err(throw::new(t, "java/lang/IllegalAccessError", &message));
    }
    let kind = if super_class.is_abstract() { "abstract superclass" } else { "superclass" };
    check_access(t, class, super_class, kind, "superclass access check failed")
}

fn check_interface(t: &Thread, class: ClassRef, interface: ClassRef) -> R<()> {
    if !permits(interface, class) {
        let verb = if class.is_interface() { "extend" } else { "implement" };
        let message = format!(
            "class {} cannot {verb} sealed interface {}",
            class.external_name(),
            interface.external_name()
        );
        return Err(icce(t, &message));
    }
    check_access(t, class, interface, "superinterface", "superinterface check failed")
}

fn check_access(t: &Thread, class: ClassRef, above: ClassRef, kind: &str, prefix: &str) -> R<()> {
    let access = access::class_access(class, above);
    if access == ClassAccess::Granted {
        return Ok(());
    }
    let message = match access::module_message(class, above, access) {
        Some(message) => format!("{prefix}: {message}"),
        None => format!(
            "class {} cannot access its {kind} {} ({})",
            class.external_name(),
            above.external_name(),
            messages::places(class, above)
        ),
    };
    Err(throw::new(t, "java/lang/IllegalAccessError", &message))
}

/// Whether the loader is the one that reflection makes for its generated accessors.
fn is_reflection_loader(loader: LoaderRef) -> bool {
    loader
        .object
        .get()
        .get()
        .is_some_and(|object| object.class().name == "jdk/internal/reflect/DelegatingClassLoader")
}

/// Whether `above` is not sealed or permits `class` (JVMS 5.3.5, JEP 409).
fn permits(above: ClassRef, class: ClassRef) -> bool {
    let permitted = above.extra.permitted;
    if permitted.is_empty() {
        return true;
    }
    modules::module_of(above) == modules::module_of(class)
        && (class.access & acc::PUBLIC != 0 || access::same_package(above, class))
        && permitted.iter().any(|&index| above.cp.sym(index) == class.name)
}

/// Enters a class of little depth into its own display.
pub(super) fn set_own_display(class: ClassRef) {
    let index = class.depth as usize;
    class.display[index].set(Some(class));
}
