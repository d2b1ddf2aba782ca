//! Roots that are not on a thread: global references, and what other parts of the VM register.

use super::ObjRef;
use super::slot::RefSlot;
use parking_lot::{Mutex, RwLock};
use std::sync::atomic::{AtomicPtr, Ordering};

/// Receives roots one by one while mutators are stopped.
pub trait RootVisitor {
    /// A root held as a full address; the object will not move in this collection.
    fn object(&mut self, object: ObjRef);
    /// A root held in a slot, which is updated when the object moves.
    fn slot(&mut self, slot: &RefSlot);
}

/// A part of the VM that knows roots: class mirrors, loaders, constant pools.
pub type RootSource = fn(&mut dyn RootVisitor);

static SOURCES: RwLock<Vec<RootSource>> = RwLock::new(Vec::new());

/// Registers a source of roots, asked in every collection from now on.
pub fn add_root_source(source: RootSource) {
    SOURCES.write().push(source);
}

/// A strong root outside the Java heap, by index. Zero is the null reference and is never stored
/// in; so all-zero memory is a valid `GlobalRef`.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct GlobalRef(u32);

const LOG_CHUNK: u32 = 12;
const CHUNK: usize = 1 << LOG_CHUNK;
const CHUNKS: usize = 4096;

static TABLE: [AtomicPtr<RefSlot>; CHUNKS] =
    [const { AtomicPtr::new(std::ptr::null_mut()) }; CHUNKS];

struct Free {
    list: Vec<u32>,
    next: u32,
}

static FREE: Mutex<Free> = Mutex::new(Free { list: Vec::new(), next: 1 });

fn slot(index: u32) -> &'static RefSlot {
    let chunk = TABLE[(index >> LOG_CHUNK) as usize].load(Ordering::Acquire);
    assert!(!chunk.is_null(), "unknown global reference {index}");
    // SAFETY: chunks hold CHUNK slots and are never freed.
    unsafe { &*chunk.add(index as usize & (CHUNK - 1)) }
}

impl GlobalRef {
    /// The null reference.
    pub const NULL: GlobalRef = GlobalRef(0);

    /// Indices are less than this.
    pub const MOST: u32 = (CHUNK * CHUNKS) as u32;

    /// Makes `object` a root until [`GlobalRef::delete`].
    pub fn new(object: ObjRef) -> GlobalRef {
        let mut free = FREE.lock();
        let index = free.list.pop().unwrap_or_else(|| {
            let index = free.next;
            free.next += 1;
            let place = TABLE
                .get((index >> LOG_CHUNK) as usize)
                .unwrap_or_else(|| crate::error::fatal("too many global references"));
            if place.load(Ordering::Relaxed).is_null() {
                let chunk: Box<[RefSlot; CHUNK]> = Box::new([const { RefSlot::null() }; CHUNK]);
                place.store(Box::leak(chunk).as_mut_ptr(), Ordering::Release);
            }
            index
        });
        drop(free);
        slot(index).store(Some(object), Ordering::Release);
        GlobalRef(index)
    }

    /// As [`GlobalRef::new`]; null for null.
    pub fn new_opt(object: Option<ObjRef>) -> GlobalRef {
        object.map_or(GlobalRef::NULL, GlobalRef::new)
    }

    /// The object; none for the null reference.
    #[inline]
    pub fn get(self) -> Option<ObjRef> {
        if self.0 == 0 { None } else { slot(self.0).load(Ordering::Acquire) }
    }

    /// Makes this root refer to another object. Panics on the null reference.
    pub fn set(self, object: Option<ObjRef>) {
        assert!(self.0 != 0, "the null global reference cannot be set");
        slot(self.0).store(object, Ordering::Release);
    }

    /// The index as a number, for words of metaspace.
    #[inline]
    pub const fn raw(self) -> u32 {
        self.0
    }

    /// The reference with this index.
    #[inline]
    pub const fn from_raw(raw: u32) -> GlobalRef {
        GlobalRef(raw)
    }

    /// Address of the slot that holds the reference, for compiled code; it never changes.
    ///
    /// # Panics
    /// On the null reference.
    pub fn slot_address(self) -> usize {
        assert!(self.0 != 0, "the null global reference has no slot");
        slot(self.0).address()
    }

    /// Whether this is the null reference.
    pub fn is_null(self) -> bool {
        self.0 == 0
    }

    /// Ends the root; its index will be used again. Nothing happens to the null reference.
    pub fn delete(self) {
        if self.0 != 0 {
            slot(self.0).store(None, Ordering::Relaxed);
            FREE.lock().list.push(self.0);
        }
    }
}

/// All roots that are not on threads.
pub(super) fn visit_all(visitor: &mut dyn RootVisitor) {
    let end = FREE.lock().next;
    for index in 1..end {
        visitor.slot(slot(index));
    }
    visitor.slot(super::reference::pending_root());
    for source in SOURCES.read().iter() {
        source(visitor);
    }
}
