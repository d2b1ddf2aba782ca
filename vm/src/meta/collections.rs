//! Arena-allocated collections: a hash map with a fixed hasher and an append-only vector.

use super::{Arena, MetaCell, MetaSlice};
use hashbrown::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

/// Hashes handles and other small integers; the same in every process.
#[derive(Default, Clone, Copy)]
pub struct FixedHasher(u64);

impl Hasher for FixedHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    fn write_u32(&mut self, value: u32) {
        let mixed = (self.0 ^ u64::from(value)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }
    fn write_u64(&mut self, value: u64) {
        self.write_u32(value as u32);
        self.write_u32((value >> 32) as u32);
    }
}

/// A hash map that lives in the arena. Its owner guards it with a lock.
pub type ArenaMap<K, V> = HashMap<K, V, BuildHasherDefault<FixedHasher>, Arena>;

/// An empty map whose table is in the arena from the start: `hashbrown`'s own empty table is a
/// static of the program, an address that a dump must not hold.
pub fn new_map<K, V>() -> ArenaMap<K, V> {
    HashMap::with_capacity_and_hasher_in(4, BuildHasherDefault::default(), Arena)
}

/// An append-only vector; old storage is left behind when it grows. Its owner serialises writers;
/// readers may look at any time.
#[repr(C)]
pub struct MetaVec<T: Copy> {
    /// Address in the low half, length in the high half.
    storage: AtomicU64,
    pub(super) capacity: MetaCell<u32>,
    marker: std::marker::PhantomData<T>,
}

impl<T: Copy + 'static> MetaVec<T> {
    /// The empty vector.
    pub const fn new() -> MetaVec<T> {
        MetaVec {
            storage: AtomicU64::new(0),
            capacity: MetaCell::new(0),
            marker: std::marker::PhantomData,
        }
    }

    fn parts(&self) -> (u32, u32) {
        let word = self.storage.load(Ordering::Acquire);
        (word as u32, (word >> 32) as u32)
    }

    /// The present elements.
    pub fn get(&self) -> &'static [T] {
        let (address, len) = self.parts();
        if len == 0 {
            return &[];
        }
        let place = std::ptr::with_exposed_provenance::<T>(address as usize);
        // SAFETY: `push` stores only (address, len) of live arena elements, in one word.
        unsafe { std::slice::from_raw_parts(place, len as usize) }
    }

    /// Appends; the caller holds the owner's lock.
    pub fn push(&self, value: T) {
        let (mut address, len) = self.parts();
        if len == self.capacity.get() {
            let grown = (len * 2).max(4);
            let place = Arena::raw(grown as usize * size_of::<T>(), align_of::<T>().max(4));
            let old = std::ptr::with_exposed_provenance::<T>(address as usize);
            // SAFETY: the old storage holds `len` elements, the new one has room for more.
            unsafe { std::ptr::copy_nonoverlapping(old, place.cast::<T>(), len as usize) };
            address = place.expose_provenance() as u32;
            self.capacity.set(grown);
        }
        let place = std::ptr::with_exposed_provenance_mut::<T>(address as usize);
        // SAFETY: len < capacity.
        unsafe { place.add(len as usize).write(value) };
        let word = u64::from(address) | u64::from(len + 1) << 32;
        self.storage.store(word, Ordering::Release);
    }

    /// The present elements as an arena slice.
    pub fn as_slice(&self) -> MetaSlice<T> {
        let elements = self.get();
        // SAFETY: the elements live in the arena.
        unsafe { MetaSlice::from_raw_parts(elements.as_ptr(), elements.len()) }
    }
}

impl<T: Copy + 'static> Default for MetaVec<T> {
    fn default() -> Self {
        MetaVec::new()
    }
}
