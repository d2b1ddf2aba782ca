//! Loader constraints (JVMS 5.3.4): names that several loaders must understand alike.
//!
//! A [`Constraint`] is a set of loaders for one name, with the class once one of them knows it;
//! each loader maps names to the sets that it is in. Names that begin with `java/` need none: only
//! the boot and platform loaders can define them.

use super::loader::{self, Locked};
use super::{messages, select};
use crate::class::{ClassRef, Constraint, LoaderRef, Method, MethodRef, types};
use crate::error::{R, Thrown};
use crate::meta::{Arena, Meta, MetaCell, MetaVec, Sym, intern_bytes};
use crate::runtime::throw;
use crate::thread::Thread;

/// Notes that `loader` got `class` from another loader.
///
/// # Errors
/// LinkageError when a constraint says that the name means another class.
pub(super) fn record_initiated(t: &Thread, loader: LoaderRef, class: ClassRef) -> R<()> {
    let locked = loader::lock();
    if let Err(other) = check_defined(&locked, loader, class) {
        drop(locked);
        return Err(violation(t, loader, class, other));
    }
    locked.put_class(loader, class);
    Ok(())
}

/// Checks that `class` may be what its name means in `loader`, and remembers it; the class that
/// the name means instead when not.
pub(super) fn check_defined(
    locked: &Locked,
    loader: LoaderRef,
    class: ClassRef,
) -> Result<(), Option<ClassRef>> {
    let Some(constraint) = locked.constraint(loader, class.name) else { return Ok(()) };
    match constraint.class.get() {
        Some(known) if known != class => Err(Some(known)),
        _ => {
            constraint.class.set(Some(class));
            Ok(())
        }
    }
}

/// The LinkageError for a class that `loader` may not know.
pub(super) fn violation(
    t: &Thread,
    loader: LoaderRef,
    class: ClassRef,
    existing: Option<ClassRef>,
) -> Thrown {
    let mut text = format!(
        "loader constraint violation: loader {} wants to load {} {}.",
        messages::loader_name(loader),
        class.external_kind(),
        class.external_name()
    );
    match existing.filter(|existing| existing.loader != loader) {
        Some(existing) => {
            text += &format!(
                " A different {} with the same name was previously loaded by {}. ({})",
                existing.external_kind(),
                messages::loader_name(existing.loader),
                messages::place(existing, true)
            );
        }
        None => text += &format!(" ({})", messages::place(class, true)),
    }
    throw::new(t, "java/lang/LinkageError", &text)
}

/// Makes both loaders agree on the classes that a descriptor names; the first name on which they
/// cannot.
pub(super) fn agree_on_descriptor(one: LoaderRef, other: LoaderRef, desc: Sym) -> Option<Sym> {
    if one == other {
        return None;
    }
    let bytes = desc.bytes();
    if bytes.first() != Some(&b'(') {
        return agree_on_type(one, other, bytes);
    }
    types::params(bytes)
        .chain([types::result(bytes)])
        .find_map(|part| agree_on_type(one, other, part))
}

/// Whether a descriptor names a class on which loaders could disagree.
fn can_disagree(desc: Sym) -> bool {
    let bytes = desc.bytes();
    types::params(bytes).chain([types::result(bytes)]).any(|part| {
        let element = part.iter().position(|&c| c != b'[').map_or(part, |at| &part[at..]);
        element.first() == Some(&b'L') && !element.starts_with(b"Ljava/")
    })
}

/// Checks that a class agrees with its supertypes on the types in the signatures of the methods
/// that it overrides and implements (JVMS 5.3.4, 5.4.2).
///
/// # Errors
/// LinkageError.
pub fn check_tables(t: &Thread, class: ClassRef) -> R<()> {
    if class.loader == loader::boot() || class.is_interface() {
        return Ok(());
    }
    if let Some(above) = class.super_class {
        for (slot, inherited) in above.vtable.iter().enumerate() {
            let (old, new) = (inherited.get(), class.vtable[slot].get());
            if old != new && old.class().loader != class.loader && can_disagree(new.desc) {
                check_override(t, class, old, new)?;
            }
        }
    }
    for entry in class.itable.iter().filter(|entry| entry.interface.loader != class.loader) {
        for method in entry.interface.methods.iter() {
            if method.itable_index.get() >= 0 && can_disagree(method.desc) {
                check_implementation(t, class, method)?;
            }
        }
    }
    Ok(())
}

fn check_override(t: &Thread, class: ClassRef, old: MethodRef, new: MethodRef) -> R<()> {
    let above = old.class();
    let Some(name) = agree_on_descriptor(class.loader, above.loader, new.desc) else {
        return Ok(());
    };
    let message = format!(
        "loader constraint violation for class {}: when selecting overriding method '{}' the \
         class loader {} of the selected method's type {}, and the class loader {} for its super \
         type {} have different Class objects for the type {} used in the signature ({}; {})",
        class.external_name(),
        messages::method(&new),
        messages::loader_name(class.loader),
        class.external_name(),
        messages::loader_name(above.loader),
        above.external_name(),
        name.external(),
        messages::place(class, true),
        messages::place(above, true)
    );
    Err(throw::new(t, "java/lang/LinkageError", &message))
}

fn check_implementation(t: &Thread, class: ClassRef, method: &Method) -> R<()> {
    let interface = method.class();
    let Some(selected) = select::find_instance_method(class, method) else { return Ok(()) };
    let holder = selected.class();
    let Some(name) = agree_on_descriptor(holder.loader, interface.loader, method.desc) else {
        return Ok(());
    };
    let message = format!(
        "loader constraint violation in interface itable initialization for class {}: when \
         selecting method '{}' the class loader {} for super interface {}, and the class loader \
         {} of the selected method's {}, {} have different Class objects for the type {} used in \
         the signature ({}; {})",
        class.external_name(),
        messages::method(method),
        messages::loader_name(interface.loader),
        interface.external_name(),
        messages::loader_name(holder.loader),
        holder.external_kind(),
        holder.external_name(),
        name.external(),
        messages::place(interface, true),
        messages::place(holder, true)
    );
    Err(throw::new(t, "java/lang/LinkageError", &message))
}

fn agree_on_type(one: LoaderRef, other: LoaderRef, desc: &[u8]) -> Option<Sym> {
    let dims = desc.iter().take_while(|&&c| c == b'[').count();
    let [b'L', name @ .., b';'] = &desc[dims..] else { return None };
    if name.starts_with(b"java/") {
        return None;
    }
    let name = intern_bytes(name);
    (!agree(&loader::lock(), one, other, name)).then_some(name)
}

/// Adds the constraint that `name` means the same in both loaders; false if it does not.
fn agree(locked: &Locked, one: LoaderRef, other: LoaderRef, name: Sym) -> bool {
    let sets = [one, other].map(|loader| locked.constraint(loader, name));
    let mut class = None;
    let known = [one, other].map(|loader| locked.class(loader, name));
    for candidate in known.into_iter().chain(sets.map(|set| set.and_then(|s| s.class.get()))) {
        match (class, candidate) {
            (Some(a), Some(b)) if a != b => return false,
            (None, Some(_)) => class = candidate,
            _ => {}
        }
    }
    let joined = match sets {
        [Some(a), Some(b)] if a == b => a,
        [Some(a), Some(b)] => {
            for &loader in b.loaders.get() {
                join(locked, a, loader, name);
            }
            a
        }
        [Some(a), None] => {
            join(locked, a, other, name);
            a
        }
        [None, Some(b)] => {
            join(locked, b, one, name);
            b
        }
        [None, None] => {
            let fresh =
                Arena::place(Constraint { class: MetaCell::new(None), loaders: MetaVec::new() });
            join(locked, fresh, one, name);
            join(locked, fresh, other, name);
            fresh
        }
    };
    joined.class.set(class);
    true
}

fn join(locked: &Locked, set: Meta<Constraint>, loader: LoaderRef, name: Sym) {
    set.loaders.push(loader);
    locked.put_constraint(loader, name, set);
}
