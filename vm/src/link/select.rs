//! Method selection (JVMS 5.4.6): which body a call with a given receiver runs.

use super::messages;
use crate::class::lookup::InterfaceLookup;
use crate::class::{ClassRef, Method, MethodRef, acc, method_flag};
use crate::error::{R, Thrown};
use crate::meta::Meta;
use crate::runtime::throw;
use crate::thread::Thread;
use std::sync::atomic::Ordering;

/// The method that `invokevirtual` of class method `method` runs for a receiver of `class`, which
/// is a subclass of the method's.
#[inline]
pub fn virtual_method(class: ClassRef, method: MethodRef) -> MethodRef {
    match usize::try_from(method.vtable_index.get()) {
        Ok(slot) => class.vtable[slot].get(),
        Err(_) => method,
    }
}

/// The method that a call of interface method `method` (by `invokeinterface`, or by
/// `invokevirtual` of an inherited one) runs for a receiver of `class`.
///
/// # Errors
/// IncompatibleClassChangeError when the class does not implement the interface,
/// AbstractMethodError when it has no body for the method, IllegalAccessError when what it has is
/// not public.
#[inline]
pub fn select_interface_method(t: &Thread, class: ClassRef, method: MethodRef) -> R<MethodRef> {
    let interface = method.class();
    if let Ok(index) = usize::try_from(method.itable_index.get()) {
        for entry in class.itable.iter() {
            if entry.interface == interface {
                let raw = class.itable_slots[entry.first as usize + index].load(Ordering::Acquire);
                // SAFETY: slots hold zero or handles of methods.
                if let Some(selected) = unsafe { Meta::from_raw_opt(raw) } {
                    return Ok(selected);
                }
                break;
            }
        }
    }
    select_slow(t, class, method)
}

/// As [`select_interface_method`] when the answer is known already.
pub fn known_interface_method(class: ClassRef, method: MethodRef) -> Option<MethodRef> {
    let index = usize::try_from(method.itable_index.get()).ok()?;
    let entry = class.itable.iter().find(|entry| entry.interface == method.class())?;
    let raw = class.itable_slots[entry.first as usize + index].load(Ordering::Acquire);
    // SAFETY: slots hold zero or handles of methods.
    unsafe { Meta::from_raw_opt(raw) }
}

#[cold]
fn select_slow(t: &Thread, class: ClassRef, method: MethodRef) -> R<MethodRef> {
    let interface = method.class();
    if !class.is_subtype_of(interface) {
        let message = format!(
            "Class {} does not implement the requested interface {}",
            class.external_name(),
            interface.external_name()
        );
        return Err(incompatible(t, &message));
    }
    if method.is_private() || method.is_static() {
        return Ok(method);
    }
    let selected = find(t, class, method)?;
    if selected != method && !method.has(method_flag::OVERRIDDEN) {
        method.flags.set_bits(method_flag::OVERRIDDEN);
    }
    if let Ok(index) = usize::try_from(method.itable_index.get())
        && let Some(entry) = class.itable.iter().find(|entry| entry.interface == interface)
    {
        let slot = &class.itable_slots[entry.first as usize + index];
        slot.store(selected.raw(), Ordering::Release);
    }
    Ok(selected)
}

fn find(t: &Thread, class: ClassRef, method: MethodRef) -> R<MethodRef> {
    let selected = match find_instance_method(class, &method) {
        Some(found) => found,
        None => match class.find_interface_method(method.name, method.desc) {
            InterfaceLookup::Found(found) if !found.is_abstract() => found,
            // HotSpot reports conflicting default methods as a missing implementation, too.
            InterfaceLookup::Found(_) | InterfaceLookup::Absent | InterfaceLookup::Conflict(..) => {
                let message = messages::abstract_method(&method, None, Some(class));
                return Err(missing_body(t, &message));
            }
        },
    };
    if selected.access & acc::PUBLIC == 0 {
        let message = format!("'{}'", messages::method(&selected));
        return Err(throw::new(t, "java/lang/IllegalAccessError", &message));
    }
    if selected.is_abstract() {
        let message = messages::abstract_method(&method, Some(&selected), Some(class));
        return Err(missing_body(t, &message));
    }
    Ok(selected)
}

/// The method with the name and descriptor of `wanted` in `class` or its superclasses, static and
/// private ones skipped.
pub(super) fn find_instance_method(class: ClassRef, wanted: &Method) -> Option<MethodRef> {
    class.supers().find_map(|at| {
        let found = at.declared_method(wanted.name, wanted.desc)?;
        (found.access & (acc::STATIC | acc::PRIVATE) == 0).then_some(found)
    })
}

/// The method that `invokevirtual` of `method` runs for a receiver of `class`, whoever declares it.
///
/// # Errors
/// AbstractMethodError when it has no body; for interface methods as [`select_interface_method`].
pub fn select_virtual_method(t: &Thread, class: ClassRef, method: MethodRef) -> R<MethodRef> {
    if method.class().is_interface() {
        return select_interface_method(t, class, method);
    }
    let selected = virtual_method(class, method);
    if selected.is_abstract() {
        let message = messages::abstract_method(&method, Some(&selected), Some(class));
        return Err(missing_body(t, &message));
    }
    Ok(selected)
}

/// AbstractMethodError for a call of `method`, which has no body, on a receiver of `class`.
#[cold]
pub fn abstract_method_error(t: &Thread, class: Option<ClassRef>, method: MethodRef) -> Thrown {
    // The resolved method is not known any more when a table led here; the selected one stands
    // for it.
    let message = messages::abstract_method(&method, None, class);
    throw::new(t, "java/lang/AbstractMethodError", &message)
}

fn missing_body(t: &Thread, message: &str) -> Thrown {
    throw::new(t, "java/lang/AbstractMethodError", message)
}

fn incompatible(t: &Thread, message: &str) -> Thrown {
    throw::new(t, "java/lang/IncompatibleClassChangeError", message)
}
