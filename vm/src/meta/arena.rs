//! The arena itself: reservation, root, bump allocation.

use super::symbol::SymbolTable;
use super::{ArenaError, ArenaMap, Meta, MetaCell, MetaSlice, Sym};
use crate::class::{ClassExtra, ClassRef, ConstantPool, Failure, LoaderRef, MethodRef, ModuleRef};
use allocator_api2::alloc::{AllocError, Allocator, Layout};
use std::ptr::NonNull;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Lowest address of the arena; also the address of its [`Root`].
pub const ARENA_BASE: u32 = 0x1000_0000;
/// First address after the arena.
pub const ARENA_LIMIT: u32 = 0x7000_0000;

/// What lies at the base of the arena: the way in to everything else.
#[repr(C)]
pub struct Root {
    /// First free byte.
    pub(super) cursor: AtomicU32,
    /// Every symbol; guarded by the lock in `symbol`.
    pub(super) symbols: MetaCell<Option<Meta<SymbolTable>>>,
    /// The bootstrap loader.
    pub boot_loader: MetaCell<Option<LoaderRef>>,
    /// All loaders, newest first, linked by `Loader::next`.
    pub loaders: MetaCell<Option<LoaderRef>>,
    /// All classes, newest first, linked by `Class::next`.
    pub classes: MetaCell<Option<ClassRef>>,
    /// The primitive types and void, by [`crate::class::Kind`].
    pub primitives: [MetaCell<Option<ClassRef>>; 10],
    /// The module `java.base`.
    pub java_base: MetaCell<Option<ModuleRef>>,
    /// The pool of classes that have none.
    pub empty_pool: MetaCell<Option<Meta<ConstantPool>>>,
    /// The attributes of classes that have none.
    pub empty_extra: MetaCell<Option<Meta<ClassExtra>>>,
    /// The synthetic methods of `link::polymorphic`; guarded by its lock.
    pub linkers: MetaCell<Option<Meta<Linkers>>>,
    /// Failed resolutions; guarded by the lock of `link::failures`.
    pub failures: MetaCell<Option<Meta<Failures>>>,
}

/// One method for each signature-polymorphic method and basic descriptor.
pub type Linkers = ArenaMap<(MethodRef, Sym), MethodRef>;
/// What resolving an entry of a constant pool threw, by pool and index; for call
/// sites, by the address of the instruction, which is larger than any index.
pub type Failures = ArenaMap<(Meta<ConstantPool>, u32), Meta<Failure>>;

static READY: OnceLock<()> = OnceLock::new();

/// The arena's root.
#[inline]
pub fn root() -> &'static Root {
    debug_assert!(READY.get().is_some(), "metaspace used before init");
    // SAFETY: `init` or `dump::map_dump` put a Root at the base and nothing ever removes it.
    unsafe { Meta::<Root>::from_raw(ARENA_BASE) }.get()
}

pub(super) fn reserve() -> Result<(), ArenaError> {
    let length = (ARENA_LIMIT - ARENA_BASE) as usize;
    let base = std::ptr::without_provenance_mut(ARENA_BASE as usize);
    // SAFETY: a fresh private anonymous mapping; NOREPLACE never disturbs an existing one.
    let got = unsafe {
        libc::mmap(
            base,
            length,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE
                | libc::MAP_ANONYMOUS
                | libc::MAP_NORESERVE
                | libc::MAP_FIXED_NOREPLACE,
            -1,
            0,
        )
    };
    if got == base { Ok(()) } else { Err(ArenaError::Reserve(std::io::Error::last_os_error())) }
}

/// Reserves the arena and writes an empty root. A second call does nothing.
pub fn init() -> Result<(), ArenaError> {
    let mut result = Ok(());
    READY.get_or_init(|| {
        result = reserve();
        if result.is_ok() {
            let root = std::ptr::with_exposed_provenance_mut::<Root>(ARENA_BASE as usize);
            let first = ARENA_BASE + size_of::<Root>().next_multiple_of(16) as u32;
            // SAFETY: the range was just mapped writable and zeroed; nobody else sees it yet.
            unsafe {
                (*root).cursor = AtomicU32::new(first);
            }
        }
    });
    result
}

/// Declares that a dump was mapped over the reserved range.
pub(super) fn adopt() {
    READY.get_or_init(|| ());
}

/// Gives the reserved range back, which nobody has used.
pub(super) fn release() {
    let base = std::ptr::without_provenance_mut(ARENA_BASE as usize);
    // SAFETY: the range was reserved by this module and holds nothing that anybody refers to.
    unsafe { libc::munmap(base, (ARENA_LIMIT - ARENA_BASE) as usize) };
}

/// Bytes in use, the root included.
pub fn used_bytes() -> usize {
    (root().cursor.load(Ordering::Relaxed) - ARENA_BASE) as usize
}

/// Arena memory as an allocator: for `hashbrown` maps and for plain allocation. Never frees.
#[derive(Clone, Copy, Default, Debug)]
pub struct Arena;

impl Arena {
    /// `bytes` zeroed bytes at `align`. Ends the VM when the arena is full: metaspace has no
    /// survivable out-of-memory state in the middle of linking.
    pub fn raw(bytes: usize, align: usize) -> *mut u8 {
        let cursor = &root().cursor;
        let mut old = cursor.load(Ordering::Relaxed);
        loop {
            let start = (old as usize).next_multiple_of(align);
            let end = start + bytes;
            if end > ARENA_LIMIT as usize {
                crate::error::fatal("metaspace exhausted");
            }
            match cursor.compare_exchange_weak(
                old,
                end as u32,
                Ordering::Relaxed,
                Ordering::Relaxed,
            ) {
                Ok(_) => return std::ptr::with_exposed_provenance_mut(start),
                Err(now) => old = now,
            }
        }
    }

    /// Moves `value` into the arena.
    pub fn place<T>(value: T) -> Meta<T> {
        let place = Arena::raw(size_of::<T>(), align_of::<T>().max(4)).cast::<T>();
        // SAFETY: fresh memory of the right size and alignment, exclusively ours.
        unsafe {
            place.write(value);
            Meta::from_raw(place.addr() as u32)
        }
    }

    /// A slice of `len` elements made by `make(index)`.
    pub fn slice_with<T>(len: usize, mut make: impl FnMut(usize) -> T) -> MetaSlice<T> {
        if len == 0 {
            return MetaSlice::EMPTY;
        }
        let place = Arena::raw(size_of::<T>() * len, align_of::<T>().max(4)).cast::<T>();
        for index in 0..len {
            // SAFETY: within the fresh allocation of `len` elements.
            unsafe { place.add(index).write(make(index)) };
        }
        // SAFETY: all `len` elements were just written.
        unsafe { MetaSlice::from_raw_parts(place, len) }
    }

    /// A copy of `values` in the arena.
    pub fn slice<T: Copy>(values: &[T]) -> MetaSlice<T> {
        Arena::slice_with(values.len(), |index| values[index])
    }
}

// SAFETY: blocks are disjoint, aligned, and live for ever; all copies of `Arena` are equal.
unsafe impl Allocator for Arena {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let place = Arena::raw(layout.size(), layout.align().max(8));
        let place = NonNull::new(place).ok_or(AllocError)?;
        Ok(NonNull::slice_from_raw_parts(place, layout.size()))
    }

    unsafe fn deallocate(&self, _place: NonNull<u8>, _layout: Layout) {}
}
