//! Access control (JVMS 5.4.4) with module readability and exports (JLS 7.4.3).

use super::{messages, modules, nest};
use crate::class::{ClassRef, ModuleRef, acc, class_flag};
use crate::error::R;
use crate::link::messages::bottom;
use crate::runtime::throw;
use crate::thread::Thread;

/// Why a class must not be named by another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClassAccess {
    /// It may.
    Granted,
    /// Its module is not read by the accessor's.
    NotReadable,
    /// Its package is not exported to the accessor's module.
    NotExported,
    /// It is not public and in another run-time package.
    NotPublic,
}

/// Whether two classes are in the same run-time package (JVMS 5.3).
pub fn same_package(a: ClassRef, b: ClassRef) -> bool {
    a.loader == b.loader && a.extra.package == b.extra.package
}

/// Whether `from` may access types of `to` in general: reads its module, in effect.
fn can_read(from: ModuleRef, to: ModuleRef) -> bool {
    if from == to || from.name.is_none() || to == modules::java_base() {
        return true;
    }
    (to.name.is_none() && from.reads_unnamed.get()) || from.reads.get().contains(&to)
}

/// Checks that `from` may name the class (not array) `to`.
pub fn class_access(from: ClassRef, to: ClassRef) -> ClassAccess {
    if from == to || same_package(from, to) || to.is_primitive() {
        return ClassAccess::Granted;
    }
    if to.access & acc::PUBLIC != 0 {
        let (module_from, module_to) = (modules::module_of(from), modules::module_of(to));
        if module_from == module_to {
            return ClassAccess::Granted;
        }
        if !can_read(module_from, module_to) {
            return ClassAccess::NotReadable;
        }
        if module_to.open.get() || module_to.name.is_none() {
            return ClassAccess::Granted;
        }
        if let Some(package) = modules::package_of(to)
            && modules::is_exported_to(package, module_from)
        {
            return ClassAccess::Granted;
        }
        if from.has(class_flag::MAGIC_ACCESSOR) {
            return ClassAccess::Granted;
        }
        return ClassAccess::NotExported;
    }
    if from.has(class_flag::MAGIC_ACCESSOR) {
        return ClassAccess::Granted;
    }
    ClassAccess::NotPublic
}

fn named(module: ModuleRef) -> String {
    match module.name {
        Some(name) => format!("module {name}"),
        None => {
            let hash = module.object.get().get().map_or(0, |object| object.identity_hash());
            format!("unnamed module @{hash:#x}")
        }
    }
}

/// The message for a denial that concerns modules; none for one that does not.
pub fn module_message(from: ClassRef, to: ClassRef, access: ClassAccess) -> Option<String> {
    let module_from = named(modules::module_of(from));
    let module_to = named(modules::module_of(to));
    let reason = match access {
        ClassAccess::Granted | ClassAccess::NotPublic => return None,
        ClassAccess::NotReadable => format!("{module_from} does not read {module_to}"),
        ClassAccess::NotExported => {
            let package = to.extra.package.external();
            format!("{module_to} does not export {package} to {module_from}")
        }
    };
    let (one, other) = (from.external_name(), to.external_name());
    Some(format!(
        "class {one} (in {module_from}) cannot access class {other} (in {module_to}) because \
         {reason}"
    ))
}

/// Checks that `from` may name `to`, an array's element counting for the array.
///
/// # Errors
/// IllegalAccessError.
pub fn check_class(t: &Thread, from: ClassRef, to: ClassRef) -> R<()> {
    let to = bottom(to);
    let access = class_access(from, to);
    if access == ClassAccess::Granted {
        return Ok(());
    }
    let message = module_message(from, to, access).unwrap_or_else(|| {
        let (one, other) = (from.external_name(), to.external_name());
        format!("failed to access class {other} from class {one} ({})", messages::places(to, from))
    });
    Err(throw::new(t, "java/lang/IllegalAccessError", &message))
}

/// Whether `from` may use a member with flags `access` that `holder` declares and that was found
/// in `resolved` (JVMS 5.4.4). Nest hosts are resolved when the member is private.
pub fn member_access(
    t: &Thread,
    from: ClassRef,
    resolved: ClassRef,
    holder: ClassRef,
    access: u16,
) -> R<bool> {
    if access & acc::PUBLIC != 0 || from == holder {
        return Ok(true);
    }
    if access & acc::PROTECTED != 0 && from.is_subclass_of(holder) {
        let related = || resolved.is_subclass_of(from) || from.is_subclass_of(resolved);
        if access & acc::STATIC != 0 || related() {
            return Ok(true);
        }
    }
    if access & acc::PRIVATE == 0 {
        if same_package(from, holder) {
            return Ok(true);
        }
    } else if nest::are_mates(t, from, holder)? {
        return Ok(true);
    }
    Ok(from.has(class_flag::MAGIC_ACCESSOR))
}
