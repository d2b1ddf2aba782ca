//! All attached threads: attaching, detaching, starting new ones, waiting for the last.

use super::state::{self, IN_JAVA, IN_NATIVE};
use super::{CURRENT, JavaStack, Thread, safepoint, stack};
use crate::boot;
use crate::heap::{self, GlobalRef, ObjRef};
use parking_lot::{Condvar, Mutex, MutexGuard};
use std::sync::atomic::Ordering;
use std::sync::mpsc;

/// The list of threads and whether they are stopped; one lock for both, so that the list does not
/// change during a collection.
pub(super) struct World {
    /// A collection or a VM operation has stopped the threads.
    pub(super) stopped: bool,
    /// Attached threads.
    pub(super) threads: Vec<&'static Thread>,
    /// Threads that ended, to be used again.
    free: Vec<&'static Thread>,
    /// Threads ever made: the highest id.
    made: u32,
    /// Threads ever attached.
    started: u64,
    /// Most threads attached at one time since the start or a reset.
    peak: usize,
}

/// How many threads there are and were.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    /// Attached now.
    pub live: usize,
    /// Of these, daemons.
    pub daemons: usize,
    /// Most at one time.
    pub peak: usize,
    /// Ever attached.
    pub started: u64,
}

pub(super) type WorldGuard = MutexGuard<'static, World>;

pub(super) static WORLD: Mutex<World> = Mutex::new(World {
    stopped: false,
    threads: Vec::new(),
    free: Vec::new(),
    made: 0,
    started: 0,
    peak: 0,
});

/// Wakes who waits for threads to end.
static ENDED: Condvar = Condvar::new();

/// Largest thread id: mark words have 16 bits for it.
pub const ID_MAX: u32 = u16::MAX as u32;

/// How a thread attaches.
#[derive(Clone, Debug)]
pub struct AttachOptions {
    /// Name for dumps.
    pub name: String,
    /// Size of the Java stack.
    pub java_stack_bytes: usize,
    /// Whether the VM may end while the thread runs.
    pub daemon: bool,
}

/// Why a thread could not be started.
#[derive(Debug, thiserror::Error)]
pub enum SpawnError {
    /// The operating system refused.
    #[error("unable to create native thread: {0}")]
    Os(#[from] std::io::Error),
    /// More than [`ID_MAX`] threads.
    #[error("unable to create native thread: too many threads")]
    TooMany,
}

/// The attached threads.
pub fn threads() -> Vec<&'static Thread> {
    WORLD.lock().threads.clone()
}

/// The attached threads, for a report of a crash: without waiting for whoever holds the list.
pub(crate) fn threads_at_crash() -> &'static [&'static Thread] {
    // SAFETY: nothing in this process will ever be right again; the report survives a list that
    // changes under it.
    unsafe { &(*WORLD.data_ptr()).threads }
}

/// Number of attached threads.
pub fn count() -> usize {
    WORLD.lock().threads.len()
}

/// The numbers of threads.
pub fn counts() -> Counts {
    let world = WORLD.lock();
    let daemons = world.threads.iter().filter(|thread| thread.daemon.load(Ordering::Relaxed));
    Counts {
        live: world.threads.len(),
        daemons: daemons.count(),
        peak: world.peak,
        started: world.started,
    }
}

/// Forgets the peak: it is what there is now.
pub fn reset_peak() {
    let mut world = WORLD.lock();
    world.peak = world.threads.len();
}

/// The attached thread whose `java.lang.Thread` satisfies `wanted`. The closure looks at objects,
/// so the caller is in Java.
pub fn find(mut wanted: impl FnMut(&Thread) -> bool) -> Option<&'static Thread> {
    WORLD.lock().threads.iter().copied().find(|thread| wanted(thread))
}

fn take_thread(world: &mut World) -> Result<&'static Thread, SpawnError> {
    if let Some(thread) = world.free.pop() {
        return Ok(thread);
    }
    if world.made == ID_MAX {
        return Err(SpawnError::TooMany);
    }
    world.made += 1;
    Ok(Box::leak(Box::new(Thread::new(world.made))))
}

/// Attaches the calling OS thread; it is in Java afterwards. Waits while the world is stopped.
pub fn attach(options: &AttachOptions) -> Result<&'static Thread, SpawnError> {
    assert!(Thread::try_current().is_none(), "this OS thread is attached already");
    let java_stack = JavaStack::new(options.java_stack_bytes)?;
    let mut world = WORLD.lock();
    safepoint::wait_until_running(&mut world);
    let thread = take_thread(&mut world)?;
    let (low, high) = stack::native_bounds();
    thread.native_low.set(low);
    thread.stack_limit.set(low + super::stack::NATIVE_RESERVE);
    thread.native_high.set(high);
    thread.saved_sp.store(state::stack_pointer(), Ordering::Relaxed);
    thread.java_base.set(java_stack.base());
    thread.java_sp.set(java_stack.base());
    thread.java_limit.set(java_stack.limit());
    // SAFETY: the thread is in nobody's hands but ours until it is in the list.
    unsafe { *thread.java_stack.get() = Some(java_stack) };
    thread.daemon.store(options.daemon, Ordering::Relaxed);
    thread.os_id.store(state::os_thread_id(), Ordering::Relaxed);
    let stress = if boot::leaves_code_at_polls() { super::POLL_STRESS } else { 0 };
    thread.poll.store(stress, Ordering::Relaxed);
    thread.event.reset();
    thread.waits.reset();
    let mutator = heap::bind_mutator(thread);
    // SAFETY: as above; the place is large enough for a mutator and holds none.
    unsafe { thread.mutator_place().write(mutator) };
    thread.state.store(IN_NATIVE, Ordering::SeqCst);
    thread.attached.store(true, Ordering::Release);
    world.threads.push(thread);
    world.started += 1;
    world.peak = world.peak.max(world.threads.len());
    drop(world);
    CURRENT.set(thread);
    thread.set_name(&options.name);
    safepoint::return_to_java(thread);
    Ok(thread)
}

/// Detaches the calling thread, which must be in Java and own no monitor.
pub fn detach(thread: &'static Thread) {
    assert!(
        std::ptr::eq(Thread::current(), thread) && thread.state.load(Ordering::Relaxed) == IN_JAVA
    );
    thread.attached.store(false, Ordering::Release);
    thread.pending.set(None);
    thread.thread_obj.set(None);
    thread.scratch.iter().for_each(|cell| cell.set(None));
    thread.top_frame.set(std::ptr::null_mut());
    thread.java_sp.set(thread.java_base.get());
    let mut world = WORLD.lock();
    // In Java, so that no collection runs now; one that begins waits for us.
    // SAFETY: the mutator is this thread's, and nobody uses it after this.
    unsafe {
        heap::destroy_mutator(thread.mutator());
        thread.mutator_place().drop_in_place();
    }
    world.threads.retain(|other| !std::ptr::eq(*other, thread));
    thread.state.store(IN_NATIVE, Ordering::SeqCst);
    // SAFETY: the thread has left its Java stack.
    drop(unsafe { (*thread.java_stack.get()).take() });
    world.free.push(thread);
    CURRENT.set(std::ptr::null());
    drop(world);
    safepoint::notify_stopper();
    ENDED.notify_all();
}

/// Starts a Java thread. `run` is executed on it, attached and in Java, with `thread_obj` set;
/// afterwards it is detached. Returns once the new thread is attached and has run `prepare`, which
/// records the `Thread` in the Java object. The caller is an attached thread in Java.
pub fn spawn(
    parent: &Thread,
    options: AttachOptions,
    native_stack_bytes: usize,
    thread_obj: Option<ObjRef>,
    prepare: impl FnOnce(&'static Thread) + Send + 'static,
    run: impl FnOnce(&'static Thread) + Send + 'static,
) -> Result<&'static Thread, SpawnError> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let root = GlobalRef::new_opt(thread_obj);
    let body = move || {
        let thread = match attach(&options) {
            Ok(thread) => thread,
            Err(error) => {
                // The parent waits for this; when it is gone, nobody wants to know.
                let _ = sender.send(Err(error));
                return;
            }
        };
        thread.thread_obj.set(root.get());
        prepare(thread);
        let _ = sender.send(Ok(thread));
        drop(sender);
        run(thread);
        detach(thread);
    };
    let started = safepoint::in_native(parent, || {
        std::thread::Builder::new().stack_size(native_stack_bytes).spawn(body)?;
        receiver.recv().unwrap_or(Err(SpawnError::TooMany))
    });
    root.delete();
    started
}

/// Waits until no non-daemon thread other than the caller is attached, as DestroyJavaVM does.
pub fn wait_for_non_daemons(thread: &Thread) {
    safepoint::in_native(thread, || {
        let mut world = WORLD.lock();
        while world
            .threads
            .iter()
            .any(|other| !std::ptr::eq(*other, thread) && !other.daemon.load(Ordering::Relaxed))
        {
            ENDED.wait(&mut world);
        }
    });
}
