//! Compiled code: where it lies ([`memory`]), how it is entered and left ([`stubs`], [`deopt`]), what
//! it may call ([`helpers`]), how its frames are walked ([`frames`]).
//!
//! Invariants:
//! 1. A method's code slot is always callable: compiled code, or the stub that calls the interpreter.
//! 2. Compiled code runs only in a thread that is in Java; whoever looks at its frames finds them
//!    through the anchor that the last helper left.
//! 3. Code is written before it can be reached, and never changed afterwards.

pub mod deopt;
pub mod evict;
pub mod frames;
mod gdb;
pub mod helpers;
pub mod install;
mod layout;
pub mod memory;
pub mod perf;
pub mod stubs;
mod traps;

pub use stubs::call_stub;

use crate::class::MethodRef;
use crate::error::{R, Thrown};
use crate::heap;
use crate::interp::frame::{Frame, frame_flag};
use crate::thread::{Thread, safepoint};
use install::Installed;
use std::io;

/// Makes the code cache, with room for `bytes` bytes of code.
///
/// # Errors
/// When its memory is not to be had.
pub fn init(bytes: usize) -> io::Result<()> {
    memory::init(bytes)?;
    stubs::init();
    traps::init()
}

/// Compiled code as the interpreter calls it.
type Entry = extern "C" fn(&Thread, *const u64) -> u64;

fn run(t: &Thread, address: usize, words: *const u64) -> R<u64> {
    // SAFETY: the address is an installed body's entry from the interpreter.
    let entry: Entry = unsafe { std::mem::transmute(address) };
    let epoch = safepoint::collection_epoch();
    let word = entry(t, words);
    // What the code's frames held must not come to life again in holes of later frames when
    // memory is short: a list that was given up may be all of the heap.
    if safepoint::collection_epoch() != epoch {
        heap::clear_dead_stack();
    }
    match t.pending.take() {
        None => Ok(word),
        Some(exception) => Err(Thrown(exception)),
    }
}

/// Runs a compiled method; its arguments are the topmost words of the Java stack, from `args` up.
///
/// # Errors
/// What the method throws.
#[inline(never)]
pub fn enter(t: &Thread, method: MethodRef, args: *const u64) -> R<u64> {
    run(t, method.compiled_entry.get() as usize, args)
}

/// Finishes the method of the interpreter's top frame, which is at the header of a loop, in a body
/// that is entered there.
///
/// # Errors
/// What leaves the frame.
///
/// # Safety
/// `fp` is the top frame of `t`, at the loop header at which the body is entered.
pub unsafe fn enter_loop(t: &Thread, fp: *mut Frame, body: &Installed) -> R<u64> {
    // SAFETY: the caller's promise; the body takes the frame's locals over.
    let frame = unsafe { &mut *fp };
    frame.flags |= frame_flag::REPLACED;
    run(t, body.interpreter_entry, frame.locals)
}
