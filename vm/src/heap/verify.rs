//! The heap verifier: after a collection, every object must have a class in the arena, and every
//! reference slot must lead to the start of an object.

use super::binding::mmtk;
use super::object::{OBJECT_ALIGN, ObjRef};
use super::{HEAP_END, HEAP_START, layout, roots, shape, slot::RefSlot};
use crate::meta::{ARENA_BASE, ARENA_LIMIT};
use mmtk::memory_manager;
use mmtk::util::Address;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

static ENABLED: AtomicBool = AtomicBool::new(false);
static CHECKED: AtomicUsize = AtomicUsize::new(0);

pub(super) fn enable() {
    ENABLED.store(true, Ordering::Relaxed);
}

pub(super) fn is_enabled() -> bool {
    ENABLED.load(Ordering::Relaxed)
}

/// Objects seen by the verifier since the start.
pub fn objects_checked() -> usize {
    CHECKED.load(Ordering::Relaxed)
}

fn is_object_start(address: usize) -> bool {
    // SAFETY: an address is only a number here.
    let address = unsafe { Address::from_usize(address) };
    memory_manager::is_mmtk_object(address).is_some()
}

fn fail(what: &str, place: usize, value: usize, inside: Option<ObjRef>) -> ! {
    let owner = inside.map_or(String::new(), |object| {
        format!(
            " in {object:?} (class handle {:#x}, offset {})",
            shape::raw_class(object),
            place.wrapping_sub(object.raw())
        )
    });
    crate::error::fatal(&format!("heap verifier: {what}: {value:#x} at {place:#x}{owner}"))
}

fn check_reference(target: ObjRef, place: usize, inside: Option<ObjRef>) {
    let address = target.raw();
    if !(HEAP_START..HEAP_END).contains(&address) || !address.is_multiple_of(OBJECT_ALIGN) {
        fail("reference out of the heap", place, address, inside);
    }
    if !is_object_start(address) {
        fail("reference to no object", place, address, inside);
    }
    let class = shape::raw_class(target);
    if !(ARENA_BASE..ARENA_LIMIT).contains(&class) {
        fail("object without a class", address, class as usize, inside);
    }
}

struct RootCheck;

impl roots::RootVisitor for RootCheck {
    fn object(&mut self, object: ObjRef) {
        check_reference(object, 0, None);
    }

    fn slot(&mut self, slot: &RefSlot) {
        if let Some(target) = slot.load(Ordering::Relaxed) {
            check_reference(target, slot.address(), None);
        }
    }
}

/// Checks all objects and all precise roots. Mutators are stopped, and the collection is over.
pub(super) fn check_heap() {
    roots::visit_all(&mut RootCheck);
    let mut count = 0;
    mmtk().enumerate_objects(|object| {
        let object = ObjRef::from_mmtk(object);
        count += 1;
        check_reference(object, object.raw(), None);
        let mut check_slot = |place: usize| {
            // SAFETY: the walk yields addresses of slots in a live object.
            let slot = unsafe { RefSlot::at(place) };
            if let Some(target) = slot.load(Ordering::Relaxed) {
                check_reference(target, place, Some(object));
            }
        };
        if let shape::Walked::ExceptReferent(_) = shape::visit_slots(object, &mut check_slot) {
            check_slot(object.raw() + layout::referent_offset());
        }
    });
    CHECKED.fetch_add(count, Ordering::Relaxed);
}
