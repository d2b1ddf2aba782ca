//! What threads are doing at one moment: the content of `ThreadInfo` objects, and deadlocks.

use super::java_lang_thread::{self, status};
use super::java_lang_throwable::TraceFrame;
use super::{host, management};
use crate::class::{ClassRef, Kind, wk, wk::off};
use crate::error::R;
use crate::heap::{self, GlobalRef, ObjRef};
use crate::interp;
use crate::link::loader;
use crate::meta::intern;
use crate::runtime::alloc;
use crate::runtime::value::Args;
use crate::thread::{Thread, monitor, safepoint, waits};
use std::sync::atomic::Ordering;

/// How much is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Frames of each trace.
    pub depth: usize,
    /// The monitors that are locked, by frame.
    pub monitors: bool,
    /// The locks of `java.util.concurrent` that are held.
    pub synchronizers: bool,
}

/// A reference that stays valid across allocations.
struct Kept(GlobalRef);

impl Kept {
    fn new(object: ObjRef) -> Kept {
        Kept(GlobalRef::new(object))
    }

    fn get(&self) -> Option<ObjRef> {
        self.0.get()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.0.delete();
    }
}

/// One thread.
pub struct Snapshot {
    thread: Kept,
    status: i32,
    lock: Option<Kept>,
    owner: Option<Kept>,
    blocked: (i64, i64),
    waited: (i64, i64),
    frames: Vec<TraceFrame>,
    /// With the index of the frame.
    monitors: Vec<(Kept, usize)>,
    synchronizers: Vec<Kept>,
}

/// Where locks of `java.util.concurrent` say who owns them; none while no such class is loaded.
#[derive(Clone, Copy)]
struct Synchronizers {
    class: ClassRef,
    owner: usize,
}

impl Synchronizers {
    fn find(t: &Thread) -> R<Synchronizers> {
        let name = "java/util/concurrent/locks/AbstractOwnableSynchronizer";
        let class = loader::load_boot_class(t, intern(name))?;
        let field =
            class.declared_field(intern("exclusiveOwnerThread"), intern("Ljava/lang/Thread;"));
        let owner = field.map_or(0, |field| field.offset as usize);
        Ok(Synchronizers { class, owner })
    }

    /// The thread that owns `object`, if it is such a lock.
    fn owner_of(self, object: ObjRef) -> Option<ObjRef> {
        let ours = self.owner != 0 && object.class().is_subclass_of(self.class);
        ours.then(|| object.get_ref(self.owner)).flatten()
    }
}

/// What a thread waits for: the object, and the thread that has it.
fn waits_for(
    thread: &Thread,
    status: i32,
    locks: Synchronizers,
    all: &[&'static Thread],
) -> (Option<ObjRef>, Option<ObjRef>) {
    if let Some(object) = monitor::blocked_on(thread) {
        let owner = monitor::owner(object);
        let owner = all.iter().find(|thread| thread.id == owner);
        return (Some(object), owner.and_then(|owner| owner.thread_obj.get()));
    }
    if !matches!(status, status::PARKED | status::PARKED_TIMED) {
        return (None, None);
    }
    let this = thread.thread_obj.get();
    let blocker = this.and_then(|this| this.get_ref(off::thread_park_blocker()));
    (blocker, blocker.and_then(|blocker| locks.owner_of(blocker)))
}

fn status_of(thread: &Thread) -> i32 {
    let object = thread.thread_obj.get();
    object.map_or(status::RUNNABLE, |object| object.get_i32(off::thread_status()))
}

fn take_one(
    thread: &Thread,
    wanted: Wanted,
    locks: Synchronizers,
    all: &[&'static Thread],
) -> Option<Snapshot> {
    let object = thread.thread_obj.get()?;
    let status = status_of(thread);
    let (lock, owner) = waits_for(thread, status, locks, all);
    let mut frames = Vec::new();
    let mut monitors = Vec::new();
    for (index, frame) in interp::walk(thread).enumerate().take(wanted.depth) {
        frames.push(TraceFrame { method: frame.method, bci: frame.bci });
        if wanted.monitors {
            let locked = interp::locked(thread, &frame).into_iter();
            monitors.extend(locked.map(|object| (Kept::new(object), index)));
        }
    }
    Some(Snapshot {
        thread: Kept::new(object),
        status,
        lock: lock.map(Kept::new),
        owner: owner.map(Kept::new),
        blocked: thread.waits.blocked(),
        waited: thread.waits.waited(),
        frames,
        monitors,
        synchronizers: Vec::new(),
    })
}

/// Adds the locks of `java.util.concurrent` that the threads own: those are found by looking at
/// every object. The world is stopped.
fn add_synchronizers(locks: Synchronizers, snapshots: &mut [Option<Snapshot>]) {
    heap::visit_objects(|object| {
        let Some(owner) = locks.owner_of(object) else { return };
        let is_owner = |snapshot: &&mut Snapshot| snapshot.thread.get() == Some(owner);
        if let Some(snapshot) = snapshots.iter_mut().flatten().find(is_owner) {
            snapshot.synchronizers.push(Kept::new(object));
        }
    });
}

/// Snapshots of the threads with these ids, or of all; none for one that does not run.
pub fn take(t: &Thread, ids: Option<&[i64]>, wanted: Wanted) -> R<Vec<Option<Snapshot>>> {
    let locks = Synchronizers::find(t)?;
    Ok(safepoint::vm_operation(t, |all| {
        let one = |thread: &Thread| take_one(thread, wanted, locks, all);
        let with_id = |id: i64| {
            let object = |thread: &Thread| thread.thread_obj.get();
            let is_it = |thread: &&&Thread| {
                object(thread).is_some_and(|object| object.get_i64(off::thread_tid()) == id)
            };
            all.iter().find(is_it).copied()
        };
        let mut taken: Vec<Option<Snapshot>> = match ids {
            Some(ids) => ids.iter().map(|&id| with_id(id).and_then(one)).collect(),
            None => all.iter().map(|thread| one(thread)).filter(Option::is_some).collect(),
        };
        if wanted.synchronizers {
            add_synchronizers(locks, &mut taken);
        }
        taken
    }))
}

const WITH_LOCKS: &str = "(Ljava/lang/Thread;ILjava/lang/Object;Ljava/lang/Thread;JJJJ\
    [Ljava/lang/StackTraceElement;[Ljava/lang/Object;[I[Ljava/lang/Object;)V";

/// Objects as an `Object[]`.
fn object_array<'k>(t: &Thread, kept: impl ExactSizeIterator<Item = &'k Kept>) -> R<ObjRef> {
    let array = alloc::object_array(t, kept.len())?;
    for (index, object) in kept.enumerate() {
        array.set_ref_element(index, object.get());
    }
    Ok(array)
}

impl Snapshot {
    /// A `ThreadInfo`.
    pub fn thread_info(&self, t: &Thread) -> R<ObjRef> {
        let class = management::class(t, "java/lang/management/ThreadInfo")?;
        let trace = java_lang_thread::stack_trace(t, &self.frames)?;
        let monitors = object_array(t, self.monitors.iter().map(|(object, _)| object))?;
        let depths = alloc::prim_array(t, Kind::Int, self.monitors.len())?;
        for (index, (_, depth)) in self.monitors.iter().enumerate() {
            depths.set_element(index, *depth as i32);
        }
        let synchronizers = object_array(t, self.synchronizers.iter())?;
        // Not measured is -1.
        let measured = waits::MEASURED.load(Ordering::Relaxed);
        let time = |millis: i64| if measured { millis } else { -1 };
        let object = |kept: &Option<Kept>| kept.as_ref().and_then(Kept::get);
        let args = Args::new()
            .obj(self.thread.get())
            .int(self.status)
            .obj(object(&self.lock))
            .obj(object(&self.owner))
            .long(self.blocked.0)
            .long(time(self.blocked.1))
            .long(self.waited.0)
            .long(time(self.waited.1))
            .obj(Some(trace))
            .obj(Some(monitors))
            .obj(Some(depths))
            .obj(Some(synchronizers));
        host::new_object(t, class, WITH_LOCKS, args)
    }
}

/// A `Thread[]` of the threads that wait for each other in a circle, by monitors or also by locks
/// of `java.util.concurrent`; null when there are none.
pub fn deadlocked(t: &Thread, synchronizers: bool) -> R<Option<ObjRef>> {
    let locks = Synchronizers::find(t)?;
    let found: Vec<Kept> = safepoint::vm_operation(t, |all| {
        let cycles = find_cycles(all, locks, synchronizers);
        cycles.into_iter().filter_map(|at| all[at].thread_obj.get()).map(Kept::new).collect()
    });
    if found.is_empty() {
        return Ok(None);
    }
    let array = alloc::ref_array(t, wk::thread(), found.len())?;
    for (index, thread) in found.iter().enumerate() {
        array.set_ref_element(index, thread.get());
    }
    Ok(Some(array))
}

/// Indices of the threads that are part of a circle, circle after circle.
fn find_cycles(all: &[&'static Thread], locks: Synchronizers, synchronizers: bool) -> Vec<usize> {
    let next = |thread: &&'static Thread| {
        let status = status_of(thread);
        let may_block = status == status::BLOCKED || synchronizers && status == status::PARKED;
        let owner = waits_for(thread, status, locks, all).1.filter(|_| may_block)?;
        all.iter().position(|thread| thread.thread_obj.get() == Some(owner))
    };
    circles(&all.iter().map(next).collect::<Vec<_>>())
}

/// The nodes that lie on circles of a graph in which each has one successor at most.
fn circles(next: &[Option<usize>]) -> Vec<usize> {
    // The walk that has come to a node first; a walk that meets itself has found a circle.
    let mut walk_of: Vec<Option<usize>> = vec![None; next.len()];
    let mut found = Vec::new();
    for start in 0..next.len() {
        let mut at = start;
        while walk_of[at].is_none() {
            walk_of[at] = Some(start);
            match next[at] {
                Some(successor) => at = successor,
                None => break,
            }
        }
        if walk_of[at] == Some(start) && next[at].is_some() {
            let first = at;
            loop {
                found.push(at);
                at = next[at].unwrap_or(first);
                if at == first {
                    break;
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn only_nodes_on_circles_are_found() {
        assert_eq!(circles(&[]), Vec::<usize>::new());
        assert_eq!(circles(&[None, Some(0), Some(1)]), Vec::<usize>::new());
        assert_eq!(circles(&[Some(1), Some(2), Some(1)]), [1, 2]);
        assert_eq!(circles(&[Some(1), Some(0), Some(0), Some(4), Some(3)]), [0, 1, 3, 4]);
        assert_eq!(circles(&[Some(0)]), [0]);
    }
}
