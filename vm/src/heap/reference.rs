//! `java.lang.ref`: discovery of references whose referent may die, and what becomes of them.
//!
//! While tracing, a Reference with a referent is *discovered*: its referent is not followed. When
//! everything strongly reachable is marked, soft and weak references to dead objects are cleared
//! first; then final references get their referents back (they are Java's finalizers: the
//! Finalizer thread needs the object), and what hangs on those is marked; then phantom references
//! are cleared. Cleared and final ones become *pending*: linked through `discovered` into a list
//! that the reference handler thread takes.
//!
//! A Reference whose `next` is set is inactive and treated as an ordinary object. Soft referents
//! stay unless the collection is the last resort before OutOfMemoryError.

use super::ObjRef;
use super::binding::Cortado;
use super::layout;
use super::slot::RefSlot;
use super::weak::survivor;
use crate::class::ReferenceKind;
use crate::thread::{Thread, safepoint};
use mmtk::MMTK;
use mmtk::scheduler::GCWorker;
use mmtk::vm::{ObjectTracer, ObjectTracerContext};
use parking_lot::{Condvar, Mutex};
use std::sync::atomic::{AtomicBool, Ordering};

/// How tracing goes on at a Reference's referent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Treatment {
    /// Follow it like any field.
    Strong,
    /// Leave it to [`process`].
    Weak,
}

#[derive(Default)]
struct Discovered {
    weak: Vec<ObjRef>,
    last: Vec<ObjRef>,
    phantom: Vec<ObjRef>,
}

static DISCOVERED: Mutex<Discovered> =
    Mutex::new(Discovered { weak: Vec::new(), last: Vec::new(), phantom: Vec::new() });

/// Whether soft references are treated as weak ones in this collection.
static CLEAR_SOFT: AtomicBool = AtomicBool::new(false);

/// First pending reference.
static PENDING: RefSlot = RefSlot::null();

/// Guards waiting for [`PENDING`] to become non-null.
static PENDING_LOCK: Mutex<()> = Mutex::new(());
static PENDING_SIGNAL: Condvar = Condvar::new();

pub(super) fn pending_root() -> &'static RefSlot {
    &PENDING
}

/// Called when a collection starts, mutators stopped.
pub(super) fn prepare(mmtk: &MMTK<Cortado>) {
    CLEAR_SOFT.store(mmtk.is_emergency_collection(), Ordering::Relaxed);
}

/// Decides about a Reference met while tracing.
pub(super) fn discover(reference: ObjRef, kind: ReferenceKind) -> Treatment {
    let referent = reference.get_ref(layout::referent_offset());
    if referent.is_none() || reference.get_ref(layout::next_offset()).is_some() {
        return Treatment::Strong;
    }
    let mut discovered = DISCOVERED.lock();
    match kind {
        ReferenceKind::Soft if !CLEAR_SOFT.load(Ordering::Relaxed) => return Treatment::Strong,
        ReferenceKind::Soft | ReferenceKind::Weak => discovered.weak.push(reference),
        ReferenceKind::Final => discovered.last.push(reference),
        ReferenceKind::Phantom => discovered.phantom.push(reference),
        ReferenceKind::None => return Treatment::Strong,
    }
    Treatment::Weak
}

fn referent_slot(reference: ObjRef) -> &'static RefSlot {
    reference.slot(layout::referent_offset())
}

/// Puts a reference on the pending list. No write barrier: every survivor of a collection is old,
/// so there is no young object to remember.
fn make_pending(reference: ObjRef) {
    let rest = PENDING.load(Ordering::Relaxed);
    reference.slot(layout::discovered_offset()).store(rest, Ordering::Relaxed);
    reference.slot(layout::next_offset()).store(Some(reference), Ordering::Relaxed);
    PENDING.store(Some(reference), Ordering::Relaxed);
}

/// Follows or clears the referents of `references`.
fn clear_dead(references: Vec<ObjRef>) {
    for reference in references {
        let slot = referent_slot(reference);
        let Some(referent) = slot.load(Ordering::Relaxed) else { continue };
        match survivor(referent) {
            Some(there) => slot.store(Some(there), Ordering::Relaxed),
            None => {
                slot.store(None, Ordering::Relaxed);
                make_pending(reference);
            }
        }
    }
}

/// One round after marking. True when it retained objects, so that marking must go on and this be
/// called again.
pub(super) fn process(
    worker: &mut GCWorker<Cortado>,
    tracer: &impl ObjectTracerContext<Cortado>,
    _mmtk: &MMTK<Cortado>,
) -> bool {
    let weak = std::mem::take(&mut DISCOVERED.lock().weak);
    clear_dead(weak);
    let last = std::mem::take(&mut DISCOVERED.lock().last);
    let mut dying = Vec::new();
    for reference in last {
        let slot = referent_slot(reference);
        let Some(referent) = slot.load(Ordering::Relaxed) else { continue };
        match survivor(referent) {
            Some(there) => slot.store(Some(there), Ordering::Relaxed),
            None => dying.push((reference, referent)),
        }
    }
    if !dying.is_empty() {
        tracer.with_tracer(worker, |tracer| {
            for (reference, referent) in dying {
                let kept = ObjRef::from_mmtk(tracer.trace_object(referent.to_mmtk()));
                referent_slot(reference).store(Some(kept), Ordering::Relaxed);
                make_pending(reference);
            }
        });
        return true;
    }
    let phantom = std::mem::take(&mut DISCOVERED.lock().phantom);
    clear_dead(phantom);
    if PENDING.load(Ordering::Relaxed).is_some() {
        drop(PENDING_LOCK.lock());
        PENDING_SIGNAL.notify_all();
    }
    false
}

/// `Reference.getAndClearReferencePendingList`.
pub fn take_pending_list() -> Option<ObjRef> {
    PENDING.swap(None)
}

/// `Reference.hasReferencePendingList`.
pub fn has_pending_list() -> bool {
    PENDING.load(Ordering::Acquire).is_some()
}

/// `Reference.waitForReferencePendingList`: blocks until there is something to take.
pub fn wait_for_pending_list(thread: &Thread) {
    safepoint::in_native(thread, || {
        let mut guard = PENDING_LOCK.lock();
        while !has_pending_list() {
            PENDING_SIGNAL.wait(&mut guard);
        }
    });
}

/// `Reference.refersTo` and `Reference.get` on a referent: reading it makes it strong.
#[inline]
pub fn referent(reference: ObjRef) -> Option<ObjRef> {
    reference.get_ref(layout::referent_offset())
}

/// `Reference.clear0`: forgets the referent.
pub fn clear_referent(reference: ObjRef) {
    referent_slot(reference).store(None, Ordering::Release);
}
