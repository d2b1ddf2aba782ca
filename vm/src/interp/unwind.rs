//! Exceptions: finding the handler, leaving frames (JVMS 2.10).

use super::frame::{FRAME_WORDS, Frame, frame_flag};
use super::run::Resume;
use super::slow;
use crate::class::{ClassRef, MethodRef, wk};
use crate::counters::Counter;
use crate::crash::events;
use crate::error::{R, Thrown};
use crate::link::resolve;
use crate::runtime::value;
use crate::thread::Thread;
use crate::trace;

/// Leaves frames from `fp` outwards until one handles `thrown`; its operands are then just the
/// exception.
///
/// # Errors
/// The exception that leaves the entry frame: `thrown`, or what resolving a catch type threw
/// instead.
///
/// # Safety
/// `fp` is the top frame of `t`, its `pc` saved.
#[inline(never)]
pub(super) unsafe fn unwind(t: &Thread, fp: *mut Frame, thrown: Thrown) -> R<Resume> {
    let mut fp = fp;
    let mut thrown = thrown;
    note(fp, thrown);
    loop {
        // SAFETY: `fp` walks the live frames of this activation, down to its entry frame.
        let frame = unsafe { &mut *fp };
        let operands = fp.wrapping_add(1).cast::<u64>();
        debug_assert_eq!(FRAME_WORDS * 8, size_of::<Frame>());
        t.top_frame.set(fp.cast());
        // One operand word: the exception, kept visible while classes are resolved.
        // SAFETY: every frame that can throw has room for an operand or ends below the reserve.
        unsafe { operands.write(value::of_ref(Some(thrown.0))) };
        t.java_sp.set(operands.wrapping_add(1));
        // A frame whose loop went on in compiled code was left by it.
        let replaced = frame.flags & frame_flag::REPLACED != 0;
        match if replaced { Ok(None) } else { find_handler(t, frame.method, frame.bci(), thrown) } {
            Ok(Some(target)) => {
                let pc = frame.prepared().word_at(target);
                return Ok(Resume { fp, pc, sp: operands.wrapping_add(1) });
            }
            Ok(None) => {}
            // JVMS 5.4.3: the failure of resolution is thrown by the instruction instead. It is
            // looked up once more in the same table, without the failing row's like.
            Err(other) if other != thrown => {
                thrown = other;
                continue;
            }
            Err(_) => {}
        }
        if frame.lock != 0
            && let Err(other) = slow::unlock_frame(t, fp)
        {
            thrown = other;
        }
        if frame.flags & frame_flag::ENTRY != 0 {
            return Err(thrown);
        }
        fp = frame.prev;
    }
}

/// Logs and counts an exception at the frame where this activation sees it first.
#[inline]
fn note(fp: *mut Frame, thrown: Thrown) {
    Counter::ExceptionsThrown.increment();
    // SAFETY: the caller passes the top frame of its thread.
    let frame = unsafe { &*fp };
    let name = thrown.0.class().name;
    events::note(events::Kind::Thrown, frame.method, frame.bci().cast_unsigned(), name.raw());
    trace!(
        Exceptions,
        "Exception <a '{}'> thrown in interpreter method <{}> at bci {}",
        name,
        frame.method.describe(),
        frame.bci()
    );
}

/// Word index of the handler for an exception at `bci`.
pub(super) fn find_handler(
    t: &Thread,
    method: MethodRef,
    bci: i32,
    thrown: Thrown,
) -> R<Option<u32>> {
    let Some(prepared) = method.prepared.get() else { return Ok(None) };
    for handler in prepared.handlers.get() {
        if bci < i32::from(handler.start) || bci >= i32::from(handler.end) {
            continue;
        }
        if handler.catch_type == 0 {
            return Ok(Some(handler.target));
        }
        if catches(t, method.class(), handler.catch_type, thrown.0.class())? {
            return Ok(Some(handler.target));
        }
    }
    Ok(None)
}

/// Whether the catch type at `index` of a class's constants is a supertype of `thrown`.
///
/// When memory or stack is what has run out, resolving the catch type could fail for the same
/// reason: where the names alone give the answer, they are enough.
fn catches(t: &Thread, class: ClassRef, index: u16, thrown: ClassRef) -> R<bool> {
    if let Some(catch_type) = class.cp.resolved_class(index) {
        return Ok(thrown.is_subtype_of(catch_type));
    }
    if wk::out_of_memory_error().super_class.is_some_and(|error| thrown.is_subtype_of(error)) {
        let name = class.cp.sym(index);
        match thrown.supers().find(|class| class.name == name) {
            None => return Ok(false),
            // No other loader may define classes in packages of this name.
            Some(same) if same.loader.builtin.get() == 2 && name.bytes().starts_with(b"java/") => {
                return Ok(true);
            }
            Some(_) => {}
        }
    }
    Ok(thrown.is_subtype_of(resolve::resolve_class(t, class, index)?))
}
