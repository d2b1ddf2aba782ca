//! Java threads: their state, their stacks, and how they are stopped (design D7).
//!
//! Every OS thread that runs Java or touches the heap is attached ([`registry`]) and has one
//! [`Thread`]. It is either *in Java* (may hold references in registers, must poll) or *in native*
//! ([`safepoint::in_native`]: registers spilled, touches no object, need not be stopped).
//!
//! Invariants:
//! 1. A `Thread` is never freed, only used again: a stale pointer wakes a stranger at worst, and
//!    park allows spurious wake-ups.
//! 2. Only the thread itself writes its `Cell`s; others read them while it is stopped.
//! 3. Nothing blocks in Java: every wait is inside `in_native`, and no lock that a thread in Java
//!    may want is held when `in_native` returns.

pub mod monitor;
pub mod park;
pub mod registry;
pub mod safepoint;
pub mod stack;
pub mod state;
#[cfg(test)]
mod tests;
pub mod waits;

pub use registry::{AttachOptions, SpawnError, attach, detach, spawn};
pub use stack::JavaStack;
pub use waits::WaitStats;

use crate::heap::{self, Cortado, ObjRef};
use mmtk::Mutator;
use park::Event;
use parking_lot::Mutex;
use std::cell::{Cell, UnsafeCell};
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicUsize, Ordering};

/// Bit of [`Thread::poll`]: the world is being stopped.
pub const POLL_SAFEPOINT: u32 = 1;
/// Bit of [`Thread::poll`]: every poll is to be noticed, for stress.
pub const POLL_STRESS: u32 = 2;
/// Number of explicit reference slots for VM code ([`Thread::scratch`]).
pub const SCRATCH_SLOTS: usize = 4;

/// One attached thread. Compiled code addresses the first fields by offset.
#[repr(C)]
pub struct Thread {
    /// Non-zero: call [`safepoint::poll_slow`] at the next back edge or return.
    pub poll: AtomicU32,
    /// Small number, from 1, unique among attached threads: the owner in mark words.
    pub id: u32,
    /// The exception that compiled code is throwing, if any.
    pub pending: Cell<Option<ObjRef>>,
    /// Lowest stack pointer at which a compiled method may begin.
    pub(crate) stack_limit: Cell<usize>,
    /// Stack pointer of compiled code at its last call of a helper: the return address is there.
    pub(crate) helper_sp: Cell<usize>,
    /// Its frame pointer there.
    pub(crate) helper_fp: Cell<usize>,
    /// Result of a compiled call whose frame is being deoptimised.
    pub(crate) result: Cell<u64>,
    /// The `java.lang.Thread`.
    pub thread_obj: Cell<Option<ObjRef>>,
    mutator: UnsafeCell<MaybeUninit<Mutator<Cortado>>>,
    /// One of the [`state`] constants.
    pub(crate) state: AtomicU8,
    /// Whether the thread is in use (attached), rather than waiting to be used again.
    attached: AtomicBool,
    /// Innermost frame; its type is the interpreter's.
    pub top_frame: Cell<*mut u8>,
    /// First word above the part of the Java stack in use, operand stack of the top frame
    /// included. What lies below is scanned.
    pub java_sp: Cell<*mut u64>,
    /// Lowest word of the Java stack.
    pub java_base: Cell<*mut u64>,
    /// A frame must end at or below this address; above it is the reserve for handling overflow.
    pub java_limit: Cell<*mut u64>,
    /// References that VM code wants kept while they are nowhere on a stack.
    pub scratch: [Cell<Option<ObjRef>>; SCRATCH_SLOTS],
    /// Top of the native stack (its highest address).
    native_high: Cell<usize>,
    /// Lowest usable address of the native stack.
    native_low: Cell<usize>,
    /// Stack pointer when the thread went into native; what lies above is scanned.
    pub(crate) saved_sp: AtomicUsize,
    /// Where the thread sleeps, parks and waits.
    pub(crate) event: Event,
    /// Whether [`registry::wait_for_non_daemons`] ignores this thread.
    pub daemon: AtomicBool,
    /// The monitor that the thread is blocked on or waits for, as an index; for dumps.
    pub(crate) blocked_on: AtomicU32,
    /// How often and how long the thread was blocked and waited.
    pub waits: WaitStats,
    /// Operating system's thread id.
    os_id: AtomicU32,
    name: Mutex<String>,
    java_stack: UnsafeCell<Option<JavaStack>>,
    random: Cell<u64>,
    /// Whether the reserves of the stacks are in use: a StackOverflowError is being made.
    reserve: Cell<bool>,
    /// Innermost part of the native stack that holds no reference worth keeping.
    pub(crate) unscanned: Cell<*const Unscanned>,
}

// SAFETY: cells are written by the owner and read by others only while it is stopped (invariant
// 2); the rest is atomic or locked.
unsafe impl Sync for Thread {}
// SAFETY: as above; a reference to a thread may go anywhere.
unsafe impl Send for Thread {}

/// A part of the native stack that the collector skips: a frame of the interpreter loop, whose
/// references are all on the Java stack, while stale ones in its spill slots would keep garbage.
pub(crate) struct Unscanned {
    /// Lowest address.
    pub(crate) low: Cell<usize>,
    /// First address above.
    pub(crate) high: Cell<usize>,
    /// The next part outwards.
    pub(crate) outer: *const Unscanned,
}

/// The reserves of a thread's stacks are open. See [`Thread::use_stack_reserve`].
pub struct StackReserve<'t> {
    thread: &'t Thread,
}

impl Drop for StackReserve<'_> {
    fn drop(&mut self) {
        let limit = self.thread.java_limit.get();
        self.thread.java_limit.set(limit.wrapping_byte_sub(stack::JAVA_RESERVE - 4096));
        self.thread.stack_limit.set(self.thread.native_low.get() + stack::NATIVE_RESERVE);
        self.thread.reserve.set(false);
    }
}

thread_local! {
    static CURRENT: Cell<*const Thread> = const { Cell::new(std::ptr::null()) };
}

impl Thread {
    /// Where compiled code finds the bump cursor of a thread; the limit is 8 bytes further.
    pub(crate) const BUMP_OFFSET: usize = std::mem::offset_of!(Thread, mutator) + heap::BUMP_OFFSET;

    fn new(id: u32) -> Thread {
        Thread {
            poll: AtomicU32::new(0),
            id,
            pending: Cell::new(None),
            stack_limit: Cell::new(0),
            helper_sp: Cell::new(0),
            helper_fp: Cell::new(0),
            result: Cell::new(0),
            thread_obj: Cell::new(None),
            mutator: UnsafeCell::new(MaybeUninit::uninit()),
            state: AtomicU8::new(state::IN_NATIVE),
            attached: AtomicBool::new(false),
            top_frame: Cell::new(std::ptr::null_mut()),
            java_sp: Cell::new(std::ptr::null_mut()),
            java_base: Cell::new(std::ptr::null_mut()),
            java_limit: Cell::new(std::ptr::null_mut()),
            scratch: [const { Cell::new(None) }; SCRATCH_SLOTS],
            native_high: Cell::new(0),
            native_low: Cell::new(0),
            saved_sp: AtomicUsize::new(0),
            event: Event::new(),
            daemon: AtomicBool::new(false),
            blocked_on: AtomicU32::new(0),
            waits: WaitStats::new(),
            os_id: AtomicU32::new(0),
            name: Mutex::new(String::new()),
            java_stack: UnsafeCell::new(None),
            reserve: Cell::new(false),
            unscanned: Cell::new(std::ptr::null()),
            random: Cell::new(0x9e37_79b9_7f4a_7c15 ^ u64::from(id) << 32),
        }
    }

    /// The calling OS thread's `Thread`. Panics when it is not attached.
    #[inline(always)]
    pub fn current() -> &'static Thread {
        Thread::try_current().expect("this OS thread is not attached")
    }

    /// The calling OS thread's `Thread`, if it is attached.
    #[inline(always)]
    pub fn try_current() -> Option<&'static Thread> {
        // SAFETY: `attach` stores pointers to threads, which are never freed.
        unsafe { CURRENT.get().as_ref() }
    }

    /// Where MMTk's part is; it begins with the bump pointer's allocator (`heap::BUMP_OFFSET`).
    #[inline(always)]
    pub(crate) fn mutator_place(&self) -> *mut Mutator<Cortado> {
        self.mutator.get().cast()
    }

    /// MMTk's part of an attached thread.
    ///
    /// # Safety
    /// The thread must be the caller, or stopped; and no other such borrow may be in use.
    pub(crate) unsafe fn mutator(&self) -> &'static mut Mutator<Cortado> {
        // SAFETY: attached threads have a mutator; the caller's promise; threads live for ever.
        unsafe { &mut *self.mutator_place() }
    }

    /// Whether the thread runs Java or VM code (as opposed to being in native or stopped).
    #[inline]
    pub fn is_in_java(&self) -> bool {
        self.state.load(Ordering::Relaxed) == state::IN_JAVA
    }

    /// Calls [`safepoint::poll_slow`] when asked to. For loops in VM code.
    #[inline(always)]
    pub fn poll(&self) {
        if self.poll.load(Ordering::Relaxed) != 0 {
            safepoint::poll_slow(self);
        }
    }

    /// Whether less than the reserve is left of the native stack: throw StackOverflowError.
    #[inline(always)]
    pub fn native_stack_low(&self) -> bool {
        state::stack_pointer() < self.stack_limit.get()
    }

    /// Opens the reserves of both stacks while the result lives; none when they are open already,
    /// that is, when the making of a StackOverflowError overflows.
    pub fn use_stack_reserve(&self) -> Option<StackReserve<'_>> {
        if self.reserve.replace(true) {
            return None;
        }
        self.java_limit.set(self.java_limit.get().wrapping_byte_add(stack::JAVA_RESERVE - 4096));
        self.stack_limit.set(self.native_low.get() + stack::NATIVE_RESERVE / 4);
        Some(StackReserve { thread: self })
    }

    /// The parts of the native stack to scan: from the saved stack pointer up, without frames of
    /// the interpreter loop.
    pub(crate) fn native_stack_in_use(&self) -> impl Iterator<Item = (usize, usize)> {
        let mut low = self.saved_sp.load(Ordering::Acquire);
        let high = self.native_high.get();
        let mut next = self.unscanned.get();
        std::iter::from_fn(move || {
            // SAFETY: the list is made of frames that are live while the thread is stopped.
            match unsafe { next.as_ref() } {
                Some(hole) => {
                    let part = (low, hole.low.get().max(low));
                    low = hole.high.get().max(low);
                    next = hole.outer;
                    Some(part)
                }
                None if low < high => Some((std::mem::replace(&mut low, high), high)),
                None => None,
            }
        })
    }

    /// The part of the Java stack to scan.
    pub(crate) fn java_stack_in_use(&self) -> (usize, usize) {
        (self.java_base.get().addr(), self.java_sp.get().addr())
    }

    /// The explicit references of the thread.
    pub(crate) fn visit_roots(&self, mut visit: impl FnMut(ObjRef)) {
        let cells = [&self.pending, &self.thread_obj].into_iter().chain(&self.scratch);
        for cell in cells {
            if let Some(object) = cell.get() {
                visit(object);
            }
        }
    }

    /// Name for thread dumps.
    pub fn name(&self) -> String {
        self.name.lock().clone()
    }

    /// Shows the name unless someone else is using it; false in that case.
    pub(crate) fn with_name_if_free(&self, show: impl FnOnce(&str)) -> bool {
        self.name.try_lock().map(|name| show(&name)).is_some()
    }

    /// Lowest and highest address of the native stack.
    pub(crate) fn native_stack(&self) -> (usize, usize) {
        (self.native_low.get(), self.native_high.get())
    }

    /// Sets the name for thread dumps, and the OS thread's when called by the thread itself.
    pub fn set_name(&self, name: &str) {
        *self.name.lock() = name.to_string();
        if Thread::try_current().is_some_and(|current| std::ptr::eq(current, self)) {
            state::set_os_name(name);
        }
    }

    /// Operating system's thread id, as `/proc` and `jstack` show it.
    pub fn os_id(&self) -> u32 {
        self.os_id.load(Ordering::Relaxed)
    }

    /// Whether the thread is attached and not on its way out.
    pub fn is_attached(&self) -> bool {
        self.attached.load(Ordering::Acquire)
    }

    /// Next number of the thread's own xorshift sequence. Called by the thread itself.
    pub fn random(&self) -> u64 {
        let mut x = self.random.get();
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        self.random.set(x);
        x
    }
}
