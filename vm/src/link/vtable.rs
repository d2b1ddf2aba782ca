//! Virtual and interface method tables (JVMS 5.4.5).
//!
//! A vtable slot is made for each method that no inherited slot's method is overridden by; final
//! methods that override nothing are called directly. Interfaces have none: calls through an
//! interface, and calls of inherited default methods, go through the itable, whose slots are
//! filled when they are first used ([`super::select`]).

use crate::class::{
    Class, ClassRef, ItableEntry, Method, MethodRef, NO_VTABLE, acc, class_flag, method_flag,
};
use crate::compile::assume;
use crate::meta::{Arena, MetaCell, MetaSlice};
use std::sync::atomic::AtomicU32;

const NOT_VIRTUAL: u16 = acc::STATIC | acc::PRIVATE;
const PACKAGE_PRIVATE_MASK: u16 = acc::PUBLIC | acc::PROTECTED | acc::PRIVATE;

fn is_virtual(method: &Method) -> bool {
    method.access & NOT_VIRTUAL == 0 && !method.has(method_flag::INIT)
}

/// Gives `class`'s methods their indices and makes its vtable.
pub(super) fn build(class: &Class, place: Placement) -> MetaSlice<MetaCell<MethodRef>> {
    if class.is_interface() {
        number_interface_methods(class);
        return MetaSlice::EMPTY;
    }
    let inherited = class.super_class.map_or(MetaSlice::EMPTY, |class| class.vtable);
    let keys: Vec<u64> = inherited.iter().map(|slot| slot.get().key()).collect();
    let mut slots: Vec<MethodRef> = Vec::new();
    for index in 0..class.methods.len() {
        let method = class.methods.handle(index);
        if !is_virtual(&method) {
            continue;
        }
        let wanted = method.key();
        let mut found = NO_VTABLE;
        for (slot, _) in keys.iter().enumerate().filter(|(_, key)| **key == wanted) {
            if overrides(place, inherited[slot].get(), slot) {
                if slots.is_empty() {
                    slots.extend(inherited.iter().map(MetaCell::get));
                }
                slots[slot] = method;
                found = slot as i32;
            }
        }
        if found == NO_VTABLE && needs_slot(class, &method) {
            if slots.is_empty() {
                slots.extend(inherited.iter().map(MetaCell::get));
            }
            found = slots.len() as i32;
            slots.push(method);
        }
        method.vtable_index.set(found);
    }
    if slots.is_empty() {
        return inherited;
    }
    Arena::slice_with(slots.len(), |index| MetaCell::new(slots[index]))
}

/// Loader and package: the run-time package of a class.
pub(super) type Placement = (crate::class::LoaderRef, crate::meta::Sym);

fn needs_slot(class: &Class, method: &Method) -> bool {
    (method.access | class.access) & acc::FINAL == 0
}

/// Whether a method of `class` overrides what is in `slot` of the superclass's vtable.
fn overrides(place: Placement, inherited: MethodRef, slot: usize) -> bool {
    if can_be_overridden_in(&inherited, place) {
        return true;
    }
    // Transitively: some superclass's method in the slot overrides the rest and is visible here.
    let mut above = inherited.class().super_class;
    while let Some(at) = above
        && slot < at.vtable.len()
    {
        if can_be_overridden_in(&at.vtable[slot].get(), place) {
            return true;
        }
        above = at.super_class;
    }
    false
}

fn can_be_overridden_in(method: &Method, place: Placement) -> bool {
    if method.access & PACKAGE_PRIVATE_MASK != 0 {
        return true;
    }
    let holder = method.class();
    (holder.loader, holder.extra.package) == place
}

fn number_interface_methods(interface: &Class) {
    let mut next = 0;
    for method in interface.methods.iter() {
        if is_virtual(method) && !method.has(method_flag::CLINIT) {
            method.itable_index.set(next);
            next += 1;
        }
    }
}

/// Slots that an interface needs in the itable of its implementors.
pub(super) fn itable_len(interface: &Class) -> u32 {
    if !interface.is_interface() {
        return 0;
    }
    interface.methods.iter().filter(|method| method.itable_index.get() >= 0).count() as u32
}

/// The itable of a class: entries, and empty slots.
pub(super) fn itable(class: &Class) -> (MetaSlice<ItableEntry>, MetaSlice<AtomicU32>) {
    if class.is_interface() {
        return (MetaSlice::EMPTY, MetaSlice::EMPTY);
    }
    let mut first = 0;
    let mut entries = Vec::with_capacity(class.all_interfaces.len());
    for &interface in class.all_interfaces.iter() {
        if interface.itable_len > 0 {
            entries.push(ItableEntry { interface, first });
            first += interface.itable_len;
        }
    }
    let slots = Arena::slice_with(first as usize, |_| AtomicU32::new(0));
    (Arena::slice(&entries), slots)
}

/// The final method that a new method of `class` would override, if any (JVMS 5.3.5: such a class
/// cannot be made).
pub(super) fn overridden_final(class: &Class, place: Placement) -> Option<(usize, MethodRef)> {
    let super_class = class.super_class?;
    for (index, method) in class.methods.iter().enumerate() {
        if !is_virtual(method) {
            continue;
        }
        let mut above = Some(super_class);
        while let Some(at) = above {
            if at.has(class_flag::FINAL_METHODS)
                && let Some(found) = at.declared_method(method.name, method.desc)
                && found.access & acc::FINAL != 0
                && is_virtual(&found)
                && can_be_overridden_in(&found, place)
            {
                return Some((index, found));
            }
            above = at.super_class;
        }
    }
    None
}

/// Whether the class declares a final method that a subclass might try to override.
pub(super) fn declares_final(class: &Class) -> bool {
    !class.is_interface()
        && class.methods.iter().any(|m| m.access & acc::FINAL != 0 && is_virtual(m))
}

/// Notes which inherited methods are overridden now; under the lock of the loader module.
pub(super) fn mark_overridden(class: ClassRef) {
    let Some(super_class) = class.super_class else { return };
    if class.vtable.as_ptr() == super_class.vtable.as_ptr() {
        return;
    }
    for (slot, inherited) in super_class.vtable.iter().enumerate() {
        let old = inherited.get();
        if class.vtable[slot].get() != old && !old.has(method_flag::OVERRIDDEN) {
            assume::overridden(old);
        }
    }
}
