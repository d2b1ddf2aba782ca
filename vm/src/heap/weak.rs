//! Tables of the VM that do not keep their objects alive: interned strings, monitors.

use super::ObjRef;
use super::slot::RefSlot;
use parking_lot::RwLock;
use std::sync::atomic::Ordering;

/// What a weak table does after marking: looks at each of its entries with [`survivor`] or
/// [`update`] and drops those that died. Called by a collector thread with all mutators stopped,
/// so the table's lock must not be held over a safepoint.
pub type WeakTable = fn();

static TABLES: RwLock<Vec<WeakTable>> = RwLock::new(Vec::new());

/// Registers a weak table, called in every collection from now on.
pub fn add_weak_table(table: WeakTable) {
    TABLES.write().push(table);
}

/// Where `object` is after this collection's marking; none when it died. Only for weak tables.
pub fn survivor(object: ObjRef) -> Option<ObjRef> {
    let object = object.to_mmtk();
    // Not `is_reachable`: young collections do not mark the immortal space, where mirrors are.
    if !object.is_live() {
        return None;
    }
    Some(ObjRef::from_mmtk(object.get_forwarded_object().unwrap_or(object)))
}

/// Follows the object in `slot`; false when it died, and then the slot is cleared. Only for weak
/// tables. A null slot counts as dead.
pub fn update(slot: &RefSlot) -> bool {
    let survivor = slot.load(Ordering::Relaxed).and_then(survivor);
    slot.store(survivor, Ordering::Relaxed);
    survivor.is_some()
}

pub(super) fn process() {
    crate::thread::monitor::process_weak(survivor);
    for table in TABLES.read().iter() {
        table();
    }
}
