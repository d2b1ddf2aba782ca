//! Monitors and identity hashes: the mark word of the object header and what it may refer to.
//!
//! ```text
//! bits 31..2                        1..0
//! identity hash, or 0: none yet      00   neutral
//! recursions (14) | owner id (16)    01   thin lock
//! index into the monitor table       10   inflated; the monitor keeps the hash
//! ```
//!
//! A lock is thin until it is contended, waited on, or taken on an object with a hash. Every
//! change of a mark word is a compare-and-exchange, so that anybody may inflate anybody's thin
//! lock. Inflated monitors return to the table when a collection finds them idle or their object
//! dead; a thread between reading an index and using it is in Java, where no collection runs, or
//! counted in `users`.

use super::park;
pub use super::park::Woken;
use super::{Thread, safepoint};
use crate::class::wk::off;
use crate::counters::Counter;
use crate::heap::{ObjRef, RefSlot};
use crate::native::java_lang_thread::{status, with_status};
use parking_lot::{Condvar, Mutex};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};
use std::time::{Duration, Instant};

const TAG_BITS: u32 = 2;
const TAG: u32 = 3;
const NEUTRAL: u32 = 0;
const THIN: u32 = 1;
const INFLATED: u32 = 2;
const OWNER_BITS: u32 = 16;
const RECURSION_SHIFT: u32 = TAG_BITS + OWNER_BITS;
const RECURSION_MAX: u32 = u32::MAX >> RECURSION_SHIFT;

/// The calling thread does not own the monitor: throw IllegalMonitorStateException.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("current thread is not owner")]
pub struct NotOwner;

struct Monitor {
    /// Id of the owning thread; zero when free.
    owner: AtomicU32,
    /// Times the owner has entered beyond the first. Written by the owner only.
    recursion: AtomicU32,
    /// Identity hash; zero when there is none yet.
    hash: AtomicU32,
    /// Threads between looking at the monitor and being done with it: it must not be freed.
    users: AtomicU32,
    /// Threads that want to enter: an exit has to wake one.
    contenders: AtomicU32,
    /// The object, not kept alive. Null in a free monitor.
    object: RefSlot,
    wait_set: Mutex<VecDeque<&'static Thread>>,
    freed: Condvar,
}

impl Monitor {
    const fn new() -> Monitor {
        Monitor {
            owner: AtomicU32::new(0),
            recursion: AtomicU32::new(0),
            hash: AtomicU32::new(0),
            users: AtomicU32::new(0),
            contenders: AtomicU32::new(0),
            object: RefSlot::null(),
            wait_set: Mutex::new(VecDeque::new()),
            freed: Condvar::new(),
        }
    }

    #[inline]
    fn try_take(&self, id: u32) -> bool {
        self.owner.compare_exchange(0, id, Ordering::SeqCst, Ordering::Relaxed).is_ok()
    }

    fn enter(&self, thread: &Thread, index: u32) {
        if self.owner.load(Ordering::Relaxed) == thread.id {
            self.recursion.fetch_add(1, Ordering::Relaxed);
            return;
        }
        if self.try_take(thread.id) {
            return;
        }
        self.users.fetch_add(1, Ordering::SeqCst);
        for _ in 0..SPINS {
            std::hint::spin_loop();
            if self.try_take(thread.id) {
                self.users.fetch_sub(1, Ordering::SeqCst);
                return;
            }
        }
        thread.blocked_on.store(index, Ordering::Relaxed);
        with_status(thread, status::BLOCKED, || {
            safepoint::in_native(thread, || self.block(thread.id));
        });
        thread.blocked_on.store(0, Ordering::Relaxed);
        self.users.fetch_sub(1, Ordering::SeqCst);
    }

    /// Blocks until the monitor is ours. Called in native.
    fn block(&self, id: u32) {
        let mut guard = self.wait_set.lock();
        self.contenders.fetch_add(1, Ordering::SeqCst);
        while !self.try_take(id) {
            self.freed.wait(&mut guard);
        }
        self.contenders.fetch_sub(1, Ordering::SeqCst);
    }

    fn release(&self) {
        self.owner.store(0, Ordering::SeqCst);
        if self.contenders.load(Ordering::SeqCst) != 0 {
            drop(self.wait_set.lock());
            self.freed.notify_one();
        }
    }

    fn exit(&self, id: u32) -> Result<(), NotOwner> {
        if self.owner.load(Ordering::Relaxed) != id {
            return Err(NotOwner);
        }
        let recursion = self.recursion.load(Ordering::Relaxed);
        if recursion > 0 {
            self.recursion.store(recursion - 1, Ordering::Relaxed);
        } else {
            self.release();
        }
        Ok(())
    }

    /// Whether nobody needs the monitor: not owned, not used, nobody waiting.
    fn is_idle(&self) -> bool {
        self.owner.load(Ordering::SeqCst) == 0
            && self.users.load(Ordering::SeqCst) == 0
            && self.contenders.load(Ordering::SeqCst) == 0
            && self.wait_set.lock().is_empty()
    }
}

/// Attempts before blocking; more is a waste on few processors.
const SPINS: u32 = 64;
const LOG_CHUNK: u32 = 8;
const CHUNK: usize = 1 << LOG_CHUNK;
const CHUNKS: usize = 1 << 14;

static TABLE: [AtomicPtr<Monitor>; CHUNKS] =
    [const { AtomicPtr::new(std::ptr::null_mut()) }; CHUNKS];

struct Free {
    list: Vec<u32>,
    next: u32,
}

/// Index zero is never used, so that zero can mean none.
static FREE: Mutex<Free> = Mutex::new(Free { list: Vec::new(), next: 1 });

#[inline]
fn monitor(index: u32) -> &'static Monitor {
    let chunk = TABLE[(index >> LOG_CHUNK) as usize].load(Ordering::Acquire);
    debug_assert!(!chunk.is_null());
    // SAFETY: indices come from `allocate`, which made the chunk; chunks are never freed.
    unsafe { &*chunk.add(index as usize & (CHUNK - 1)) }
}

fn allocate() -> u32 {
    let mut free = FREE.lock();
    if let Some(index) = free.list.pop() {
        return index;
    }
    let index = free.next;
    let place = TABLE
        .get((index >> LOG_CHUNK) as usize)
        .unwrap_or_else(|| crate::error::fatal("too many inflated monitors"));
    if place.load(Ordering::Relaxed).is_null() {
        let chunk: Box<[Monitor]> = (0..CHUNK).map(|_| Monitor::new()).collect();
        place.store(Box::leak(chunk).as_mut_ptr(), Ordering::Release);
    }
    free.next += 1;
    index
}

#[inline]
fn thin(owner: u32, recursion: u32) -> u32 {
    recursion << RECURSION_SHIFT | owner << TAG_BITS | THIN
}

#[inline]
fn thin_owner(mark: u32) -> u32 {
    mark >> TAG_BITS & ((1 << OWNER_BITS) - 1)
}

#[inline]
fn change(object: ObjRef, old: u32, new: u32) -> bool {
    object.mark().compare_exchange(old, new, Ordering::AcqRel, Ordering::Acquire).is_ok()
}

/// The index of the object's monitor, after inflating it if need be.
#[cold]
fn inflate(object: ObjRef) -> u32 {
    let mut fresh = None;
    loop {
        let mark = object.mark().load(Ordering::Acquire);
        if mark & TAG == INFLATED {
            if let Some(index) = fresh {
                give_back(index);
            }
            return mark >> TAG_BITS;
        }
        let index = *fresh.get_or_insert_with(allocate);
        let target = monitor(index);
        let is_thin = mark & TAG == THIN;
        let (owner, recursion) =
            if is_thin { (thin_owner(mark), mark >> RECURSION_SHIFT) } else { (0, 0) };
        target.owner.store(owner, Ordering::Relaxed);
        target.recursion.store(recursion, Ordering::Relaxed);
        target.hash.store(if is_thin { 0 } else { mark >> TAG_BITS }, Ordering::Relaxed);
        target.object.store(Some(object), Ordering::Relaxed);
        if change(object, mark, index << TAG_BITS | INFLATED) {
            Counter::MonitorsInflated.increment();
            return index;
        }
    }
}

fn give_back(index: u32) {
    let idle = monitor(index);
    idle.object.store(None, Ordering::Relaxed);
    idle.owner.store(0, Ordering::Relaxed);
    idle.recursion.store(0, Ordering::Relaxed);
    idle.hash.store(0, Ordering::Relaxed);
    FREE.lock().list.push(index);
}

/// `monitorenter`. Blocks while another thread owns the monitor. The object may move meanwhile
/// unless the caller's reference is on its stack, as it is.
#[inline]
pub fn enter(thread: &Thread, object: ObjRef) {
    if !change(object, NEUTRAL, thin(thread.id, 0)) {
        enter_slow(thread, object);
    }
}

#[inline(never)]
fn enter_slow(thread: &Thread, object: ObjRef) {
    loop {
        let mark = object.mark().load(Ordering::Acquire);
        if mark == NEUTRAL {
            if change(object, NEUTRAL, thin(thread.id, 0)) {
                return;
            }
            continue;
        }
        if mark & TAG == THIN && thin_owner(mark) == thread.id {
            let recursion = mark >> RECURSION_SHIFT;
            if recursion < RECURSION_MAX {
                if change(object, mark, thin(thread.id, recursion + 1)) {
                    return;
                }
                continue;
            }
        }
        let index = if mark & TAG == INFLATED { mark >> TAG_BITS } else { inflate(object) };
        monitor(index).enter(thread, index);
        return;
    }
}

/// `monitorexit`.
#[inline]
pub fn exit(thread: &Thread, object: ObjRef) -> Result<(), NotOwner> {
    if change(object, thin(thread.id, 0), NEUTRAL) { Ok(()) } else { exit_slow(thread, object) }
}

#[inline(never)]
fn exit_slow(thread: &Thread, object: ObjRef) -> Result<(), NotOwner> {
    loop {
        let mark = object.mark().load(Ordering::Acquire);
        match mark & TAG {
            INFLATED => return monitor(mark >> TAG_BITS).exit(thread.id),
            THIN if thin_owner(mark) == thread.id => {
                let recursion = mark >> RECURSION_SHIFT;
                let new = if recursion == 0 { NEUTRAL } else { thin(thread.id, recursion - 1) };
                if change(object, mark, new) {
                    return Ok(());
                }
            }
            _ => return Err(NotOwner),
        }
    }
}

/// Id of the thread that owns the object's monitor; zero for none.
pub fn owner(object: ObjRef) -> u32 {
    let mark = object.mark().load(Ordering::Acquire);
    match mark & TAG {
        THIN => thin_owner(mark),
        INFLATED => monitor(mark >> TAG_BITS).owner.load(Ordering::Relaxed),
        _ => 0,
    }
}

/// `Thread.holdsLock`.
pub fn holds_lock(thread: &Thread, object: ObjRef) -> bool {
    owner(object) == thread.id
}

fn owned_monitor(thread: &Thread, object: ObjRef) -> Result<(u32, &'static Monitor), NotOwner> {
    if !holds_lock(thread, object) {
        return Err(NotOwner);
    }
    let index = inflate(object);
    Ok((index, monitor(index)))
}

/// `Object.wait`; no duration means for ever. On [`Woken::Interrupted`] the status is cleared.
pub fn wait(
    thread: &'static Thread,
    object: ObjRef,
    duration: Option<Duration>,
) -> Result<Woken, NotOwner> {
    let (index, monitor) = owned_monitor(thread, object)?;
    if park::take_interrupt(thread) {
        return Ok(Woken::Interrupted);
    }
    let deadline: Option<Instant> = duration.and_then(park::deadline_after);
    monitor.users.fetch_add(1, Ordering::SeqCst);
    thread.event.arm();
    monitor.wait_set.lock().push_back(thread);
    let recursion = monitor.recursion.swap(0, Ordering::Relaxed);
    thread.blocked_on.store(index, Ordering::Relaxed);
    monitor.release();
    let woken = safepoint::in_native(thread, || {
        let mut woken = thread.event.wait_notified(deadline);
        if woken != Woken::Notified {
            let mut waiting = monitor.wait_set.lock();
            waiting.retain(|other| !std::ptr::eq(*other, thread));
            // Whoever took us out of the wait set has notified us: that must not get lost.
            if thread.event.is_notified() {
                woken = Woken::Notified;
            }
        }
        monitor.block(thread.id);
        woken
    });
    monitor.recursion.store(recursion, Ordering::Relaxed);
    thread.blocked_on.store(0, Ordering::Relaxed);
    monitor.users.fetch_sub(1, Ordering::SeqCst);
    if woken == Woken::Interrupted {
        park::take_interrupt(thread);
    }
    Ok(woken)
}

fn notify_some(thread: &Thread, object: ObjRef, count: usize) -> Result<(), NotOwner> {
    if !holds_lock(thread, object) {
        return Err(NotOwner);
    }
    let mark = object.mark().load(Ordering::Acquire);
    if mark & TAG != INFLATED {
        // Waiting inflates, so nobody waits.
        return Ok(());
    }
    let mut waiting = monitor(mark >> TAG_BITS).wait_set.lock();
    for _ in 0..count {
        let Some(woken) = waiting.pop_front() else { break };
        // It has to take the monitor, which the caller still owns.
        if let Some(waiter) = woken.thread_obj.get() {
            waiter.set_i32(off::thread_status(), status::BLOCKED);
        }
        woken.event.notify();
    }
    Ok(())
}

/// `Object.notify`.
pub fn notify(thread: &Thread, object: ObjRef) -> Result<(), NotOwner> {
    notify_some(thread, object, 1)
}

/// `Object.notifyAll`.
pub fn notify_all(thread: &Thread, object: ObjRef) -> Result<(), NotOwner> {
    notify_some(thread, object, usize::MAX)
}

/// What a thread is blocked on: the object whose monitor it wants or waits on.
pub fn blocked_on(thread: &Thread) -> Option<ObjRef> {
    match thread.blocked_on.load(Ordering::Relaxed) {
        0 => None,
        index => monitor(index).object.load(Ordering::Relaxed),
    }
}

fn new_hash() -> u32 {
    let thread = Thread::current();
    loop {
        let hash = (thread.random() >> 20) as u32 & (u32::MAX >> TAG_BITS);
        if hash != 0 {
            return hash;
        }
    }
}

/// The identity hash, made at first asking; positive.
#[inline]
pub fn identity_hash(object: ObjRef) -> i32 {
    let mark = object.mark().load(Ordering::Acquire);
    if mark & TAG == NEUTRAL && mark != NEUTRAL {
        return (mark >> TAG_BITS) as i32;
    }
    identity_hash_slow(object)
}

fn identity_hash_slow(object: ObjRef) -> i32 {
    loop {
        let mark = object.mark().load(Ordering::Acquire);
        if mark & TAG == NEUTRAL {
            if mark != NEUTRAL {
                return (mark >> TAG_BITS) as i32;
            }
            let hash = new_hash();
            if change(object, NEUTRAL, hash << TAG_BITS) {
                return hash as i32;
            }
            continue;
        }
        let place = &monitor(inflate(object)).hash;
        let hash = match place.load(Ordering::Relaxed) {
            0 => {
                let new = new_hash();
                let raced =
                    place.compare_exchange(0, new, Ordering::Relaxed, Ordering::Relaxed).err();
                raced.unwrap_or(new)
            }
            hash => hash,
        };
        return hash as i32;
    }
}

/// After marking, mutators stopped: follows the objects of inflated monitors, frees the monitors
/// of dead ones, and deflates idle ones.
pub(crate) fn process_weak(survivor: impl Fn(ObjRef) -> Option<ObjRef>) {
    let end = FREE.lock().next;
    for index in 1..end {
        let inflated = monitor(index);
        let Some(object) = inflated.object.load(Ordering::Relaxed) else { continue };
        let Some(there) = survivor(object) else {
            give_back(index);
            continue;
        };
        inflated.object.store(Some(there), Ordering::Relaxed);
        if inflated.is_idle() {
            let hash = inflated.hash.load(Ordering::Relaxed);
            there.mark().store(hash << TAG_BITS, Ordering::Relaxed);
            give_back(index);
        }
    }
}

/// Inflated monitors at present.
pub fn inflated_count() -> usize {
    let free = FREE.lock();
    free.next as usize - 1 - free.list.len()
}
