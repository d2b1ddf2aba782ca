//! The table of interned strings (JLS 3.10.5). Weak: a string nobody refers to leaves it.

use crate::heap::{self, ObjRef, RefSlot};
use hashbrown::HashTable;
use parking_lot::Mutex;
use std::sync::Once;
use std::sync::atomic::Ordering;

struct Entry {
    hash: u64,
    string: RefSlot,
}

static TABLE: Mutex<HashTable<Entry>> = Mutex::new(HashTable::new());
static REGISTERED: Once = Once::new();

fn hash_of(units: &[u16]) -> u64 {
    let mut hash = 0u32;
    for &unit in units {
        hash = hash.wrapping_mul(31).wrapping_add(u32::from(unit));
    }
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Entry {
    fn object(&self) -> ObjRef {
        self.string.load(Ordering::Relaxed).expect("dead entries are dropped in the collection")
    }

    fn is(&self, hash: u64, units: &[u16]) -> bool {
        self.hash == hash && super::string::equals_units(self.object(), units)
    }
}

fn drop_dead_entries() {
    // Mutators are stopped and none stops while it holds the lock.
    TABLE.lock().retain(|entry| heap::update(&entry.string));
}

/// The interned string with these code units, if there is one.
pub fn lookup(units: &[u16]) -> Option<ObjRef> {
    let hash = hash_of(units);
    TABLE.lock().find(hash, |entry| entry.is(hash, units)).map(Entry::object)
}

/// The interned string equal to `string`, whose code units are `units`: itself if it is the first.
pub fn intern(string: ObjRef, units: &[u16]) -> ObjRef {
    REGISTERED.call_once(|| heap::add_weak_table(drop_dead_entries));
    let hash = hash_of(units);
    let mut table = TABLE.lock();
    let entry = table.entry(hash, |entry| entry.is(hash, units), |entry| entry.hash);
    entry
        .or_insert_with(|| {
            let slot = RefSlot::null();
            slot.store(Some(string), Ordering::Relaxed);
            Entry { hash, string: slot }
        })
        .get()
        .object()
}
