//! Metaspace: one arena at a fixed address for everything the VM knows about classes (design D4).
//!
//! Invariants:
//! 1. The arena lies in the low 4 GiB, so a typed handle [`Meta<T>`] is four bytes and *is* the
//!    address: dereferencing costs nothing, and compiled code may use it as an immediate.
//! 2. Nothing in it holds a function pointer, a `dyn`, or an address outside the arena, except
//!    heap references of class mirrors (the boot image maps the heap at its old address too).
//! 3. Memory is zeroed and is never given back; all-zero bytes are a valid empty state.
//! 4. Data published to other threads is written through [`MetaCell`] or an atomic.

mod arena;
mod collections;
mod dump;
mod symbol;
pub mod walk;

pub use arena::{ARENA_BASE, ARENA_LIMIT, Arena, Failures, Linkers, Root, init, root, used_bytes};
pub use collections::{ArenaMap, FixedHasher, MetaVec, new_map};
pub use dump::{ArenaError, dump, map_dump};
pub use symbol::{Sym, SymbolTable, intern, intern_bytes, lookup};

use std::cell::UnsafeCell;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::ops::Deref;
use std::sync::atomic::{AtomicU32, Ordering};

/// A typed handle to a `T` in the arena; its value is the address.
#[repr(transparent)]
pub struct Meta<T> {
    address: NonZeroU32,
    marker: PhantomData<*const T>,
}

// SAFETY: a handle is a number; what it names lives for ever and is shared through atomics and
// `MetaCell`s, whose users keep the publication rules of this module.
unsafe impl<T> Send for Meta<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Meta<T> {}

impl<T> Meta<T> {
    /// The handle with the numeric value `raw`.
    ///
    /// # Safety
    /// `raw` must be the address of a live `T` in the arena.
    #[inline(always)]
    pub unsafe fn from_raw(raw: u32) -> Meta<T> {
        // SAFETY: the caller passes an arena address, which is never zero.
        Meta { address: unsafe { NonZeroU32::new_unchecked(raw) }, marker: PhantomData }
    }

    /// As [`Meta::from_raw`], with zero meaning none.
    ///
    /// # Safety
    /// As for [`Meta::from_raw`], unless `raw` is zero.
    #[inline(always)]
    pub unsafe fn from_raw_opt(raw: u32) -> Option<Meta<T>> {
        NonZeroU32::new(raw).map(|address| Meta { address, marker: PhantomData })
    }

    /// The numeric value: the address.
    #[inline(always)]
    pub fn raw(self) -> u32 {
        self.address.get()
    }

    /// The address as a pointer.
    #[inline(always)]
    pub fn as_ptr(self) -> *mut T {
        std::ptr::with_exposed_provenance_mut(self.address.get() as usize)
    }

    /// The value, for as long as the arena: for ever.
    #[inline(always)]
    pub fn get(self) -> &'static T
    where
        T: 'static,
    {
        // SAFETY: handles name live arena values (from_raw's contract); the arena is never freed.
        unsafe { &*self.as_ptr() }
    }
}

impl<T> Clone for Meta<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Meta<T> {}
impl<T> PartialEq for Meta<T> {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.address == other.address
    }
}
impl<T> Eq for Meta<T> {}
impl<T> Hash for Meta<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.address.hash(state);
    }
}
impl<T: 'static> Deref for Meta<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        self.get()
    }
}
impl<T> fmt::Debug for Meta<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.address)
    }
}

/// A slice in the arena: address and length, eight bytes. All-zero is the empty slice.
#[repr(C)]
pub struct MetaSlice<T> {
    address: u32,
    len: u32,
    marker: PhantomData<*const T>,
}

// SAFETY: see `Meta`.
unsafe impl<T> Send for MetaSlice<T> {}
// SAFETY: see `Meta`.
unsafe impl<T> Sync for MetaSlice<T> {}

impl<T> MetaSlice<T> {
    /// The slice without elements.
    pub const EMPTY: MetaSlice<T> = MetaSlice { address: 0, len: 0, marker: PhantomData };

    /// The slice of `len` elements at `ptr`.
    ///
    /// # Safety
    /// `ptr` must point at `len` live elements in the arena.
    #[inline(always)]
    pub unsafe fn from_raw_parts(ptr: *const T, len: usize) -> MetaSlice<T> {
        MetaSlice { address: ptr.expose_provenance() as u32, len: len as u32, marker: PhantomData }
    }

    /// The elements.
    #[inline(always)]
    pub fn get(self) -> &'static [T]
    where
        T: 'static,
    {
        if self.len == 0 {
            return &[];
        }
        // SAFETY: from_raw_parts' contract; the arena is never freed.
        unsafe { std::slice::from_raw_parts(self.as_ptr(), self.len as usize) }
    }

    /// The address of the first element; dangling when empty.
    #[inline(always)]
    pub fn as_ptr(self) -> *mut T {
        std::ptr::with_exposed_provenance_mut(self.address as usize)
    }

    /// A handle to element `index`.
    ///
    /// # Panics
    /// When `index` is out of range.
    #[inline]
    pub fn handle(self, index: usize) -> Meta<T> {
        assert!(index < self.len as usize);
        // SAFETY: in range by the assertion.
        unsafe { Meta::from_raw(self.address + (index * size_of::<T>()) as u32) }
    }
}

impl<T> Clone for MetaSlice<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for MetaSlice<T> {}
impl<T: 'static> Deref for MetaSlice<T> {
    type Target = [T];
    #[inline(always)]
    fn deref(&self) -> &[T] {
        self.get()
    }
}
impl<T: fmt::Debug + 'static> fmt::Debug for MetaSlice<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A mutable place in metaspace for a small `Copy` value: one aligned machine word or less.
///
/// Reads and writes are single loads and stores. A value that guards other data is published with
/// an atomic instead; a cell suits facts that are set before the owner is published, or that are
/// the same whoever writes them.
#[repr(transparent)]
pub struct MetaCell<T: Copy> {
    value: UnsafeCell<T>,
}

// SAFETY: values are word-sized and `Copy`; accesses are volatile, so never torn or cached.
unsafe impl<T: Copy> Send for MetaCell<T> {}
// SAFETY: as above.
unsafe impl<T: Copy> Sync for MetaCell<T> {}

impl<T: Copy> MetaCell<T> {
    const SMALL: () = assert!(size_of::<T>() <= 8);

    /// A cell holding `value`.
    pub const fn new(value: T) -> MetaCell<T> {
        let () = Self::SMALL;
        MetaCell { value: UnsafeCell::new(value) }
    }

    /// The present value.
    #[inline(always)]
    pub fn get(&self) -> T {
        // SAFETY: the cell is always initialised; see the `Sync` note.
        unsafe { self.value.get().read_volatile() }
    }

    /// Replaces the value.
    #[inline(always)]
    pub fn set(&self, value: T) {
        // SAFETY: as for `get`.
        unsafe { self.value.get().write_volatile(value) }
    }
}

impl MetaCell<u32> {
    /// Sets bits that other threads may be setting others beside.
    pub fn set_bits(&self, bits: u32) {
        // SAFETY: the cell is aligned and lives as long as `self`; all accesses are single ones.
        unsafe { AtomicU32::from_ptr(self.value.get()) }.fetch_or(bits, Ordering::Relaxed);
    }
}

impl<T: Copy + fmt::Debug> fmt::Debug for MetaCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}
