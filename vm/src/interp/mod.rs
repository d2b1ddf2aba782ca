//! Tier 0: the interpreter (design D8, D13).
//!
//! A method's bytecode is [`prepare`]d once into words ([`op`]) that the loop ([`run`]) executes
//! and quickens in place. Calls between interpreted methods are iterations of the loop; Rust calls
//! Java through [`call`], which runs the loop anew above an entry frame.

pub mod frame;
mod invoke;
mod locks;
mod meta_walk;
mod op;
mod prepare;
mod prepared;
pub mod profile;
pub mod resume;
mod run;
pub(crate) mod slow;
mod translate;
mod unwind;

pub use frame::{Frame, FrameView, compiled_frames, walk};
pub use invoke::{JavaLock, select};
pub use locks::{locked, locks};
pub use meta_walk::PREPARED_LAYOUT;
pub use prepare::prepare;
pub use prepared::{Prepared, PreparedHandler};
pub use slow::class_cast;

use crate::class::{CallKind, MethodRef};
use crate::codecache;
use crate::compile::policy;
use crate::error::R;
use crate::runtime::{throw, value};
use crate::thread::{Thread, monitor};
use frame::{FRAME_WORDS, frame_flag};

/// Calls exactly `method` with `args` (receiver first, long and double in two slots).
///
/// # Errors
/// Whatever the method throws; StackOverflowError.
///
/// # Panics
/// When the number of argument slots is not the method's.
pub fn call(t: &Thread, method: MethodRef, args: &[u64]) -> R<u64> {
    assert_eq!(args.len(), usize::from(method.arg_slots), "arguments of {}", method.describe());
    if t.native_stack_low() {
        return Err(slow::stack_overflow(t));
    }
    let base = t.java_sp.get();
    let top = t.top_frame.get();
    // Room for the arguments themselves; what the frame needs is checked below.
    if base.wrapping_add(args.len() + FRAME_WORDS) > t.java_limit.get() {
        return Err(slow::stack_overflow(t));
    }
    // SAFETY: the words from java_sp to java_limit are free, and there is room.
    unsafe { std::ptr::copy_nonoverlapping(args.as_ptr(), base, args.len()) };
    t.java_sp.set(base.wrapping_add(args.len()));
    let result = call_in_place(t, method, base);
    t.top_frame.set(top);
    t.java_sp.set(base);
    result
}

/// Calls `method`, whose arguments are the topmost words of the Java stack, from `args` up.
pub(crate) fn call_in_place(t: &Thread, method: MethodRef, args: *mut u64) -> R<u64> {
    let mut method = method;
    let mut lock = 0;
    loop {
        match method.call_kind.get() {
            CallKind::Bytecode => break,
            CallKind::Compiled => return codecache::enter(t, method, args),
            CallKind::SyncBytecode => {
                let object = invoke::lock_object(method, args);
                monitor::enter(t, object);
                lock = value::of_ref(Some(object));
                break;
            }
            CallKind::Native => {
                // SAFETY: the arguments are in place and on top.
                return unsafe { invoke::native(t, t.top_frame.get().cast(), method, args) };
            }
            kind => method = invoke::redirect(t, kind, method, args)?,
        }
    }
    let words = usize::from(method.arg_slots) + method.frame_words.get() as usize;
    if args.wrapping_add(words) > t.java_limit.get() {
        if let Some(object) = value::to_ref(lock) {
            slow::monitor_exit(t, object)?;
        }
        return Err(slow::stack_overflow(t));
    }
    let calls = method.invocations.get().wrapping_add(1);
    method.invocations.set(calls);
    if calls.is_multiple_of(policy::CALLS_STEP) {
        policy::called(t, method);
    }
    let locals = usize::from(method.max_locals.max(method.arg_slots));
    let frame = args.wrapping_add(locals).cast::<Frame>();
    // SAFETY: the frame fits below java_limit; its method is prepared (call_kind says so).
    unsafe {
        clear_locals(args.wrapping_add(usize::from(method.arg_slots)), frame);
        frame.write(Frame {
            prev: t.top_frame.get().cast(),
            locals: args,
            pc: std::ptr::with_exposed_provenance(method.entry.get() as usize),
            method,
            flags: frame_flag::ENTRY,
            lock,
        });
        let sp = frame.add(1).cast();
        run::run_from(t, run::Resume { fp: frame, pc: (*frame).pc, sp })
    }
}

/// Clears the locals of a new frame that are no arguments: what earlier frames left there would
/// keep objects alive.
///
/// # Safety
/// The words from `first` to `frame` are free.
#[inline(always)]
unsafe fn clear_locals(first: *mut u64, frame: *mut Frame) {
    let mut local = first;
    while local < frame.cast() {
        // SAFETY: the caller's promise.
        unsafe {
            local.write(0);
            local = local.add(1);
        }
    }
}

/// Calls the implementation of `method` that the class of the receiver, `args[0]`, selects.
///
/// # Errors
/// NullPointerException for a null receiver, and as for [`call`].
pub fn call_virtual(t: &Thread, method: MethodRef, args: &[u64]) -> R<u64> {
    let Some(receiver) = value::to_ref(args[0]) else { return Err(throw::npe(t)) };
    let selected = select(t, receiver.class(), method)?;
    call(t, selected, args)
}
