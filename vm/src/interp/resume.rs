//! Frames that compiled code leaves to the interpreter (deoptimisation, design D8), and loops that
//! go over to compiled code.

use super::frame::{FRAME_WORDS, Frame, frame_flag};
use super::run::{self, Resume};
use super::{Prepared, prepare, slow, unwind};
use crate::class::{Kind, MethodRef, types};
use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::runtime::value;
use crate::thread::Thread;
use cortado_protocol::bytecode::{Bci, Instruction, decode};

/// One frame, with the values that its slots are to have.
pub struct Rebuilt {
    /// Its method.
    pub method: MethodRef,
    /// Where it is.
    pub bci: u16,
    /// Local slots.
    pub locals: Vec<u64>,
    /// Operand slots, bottom first.
    pub stack: Vec<u64>,
    /// The object that a synchronized method locked, as a slot.
    pub lock: u64,
}

/// How the innermost frame goes on. All others are at a call that has not returned.
#[derive(Clone, Copy)]
pub enum Then {
    /// With the instruction.
    Execute,
    /// After the instruction; its result, if it has one, is this word.
    After(u64),
    /// The instruction throws.
    Throw(ObjRef),
    /// The exception is handled at this bytecode index.
    Handle {
        /// Where the handler begins.
        bci: u16,
        /// What it catches.
        exception: ObjRef,
    },
}

/// Runs `frames`, outermost first, until the outermost returns or an exception leaves it.
///
/// # Errors
/// That exception; StackOverflowError when there is no room for the frames.
pub fn run(t: &Thread, frames: &[Rebuilt], then: Then) -> R<u64> {
    let words: usize = frames.iter().map(words_of).sum();
    let base = t.java_sp.get();
    let top = t.top_frame.get();
    if base.wrapping_add(words) > t.java_limit.get() || t.native_stack_low() {
        for frame in frames.iter().rev() {
            if let Some(object) = value::to_ref(frame.lock) {
                slow::monitor_exit(t, object)?;
            }
        }
        return Err(slow::stack_overflow(t));
    }
    for frame in frames {
        prepare::prepare(t, frame.method)?;
    }
    // SAFETY: there is room above java_sp; the frames' methods are prepared.
    let result = unsafe {
        let resume = build(t, frames, base, then);
        match resume {
            Ok(resume) => run::run_from(t, resume),
            Err((fp, thrown)) => match unwind::unwind(t, fp, thrown) {
                Ok(resume) => run::run_from(t, resume),
                Err(thrown) => Err(thrown),
            },
        }
    };
    t.top_frame.set(top);
    t.java_sp.set(base);
    result
}

fn words_of(frame: &Rebuilt) -> usize {
    let locals = usize::from(frame.method.max_locals.max(frame.method.arg_slots));
    locals + FRAME_WORDS + usize::from(frame.method.max_stack) + 2
}

/// Lays the frames out from `base` up; says where the innermost goes on, or that it throws.
///
/// # Safety
/// There is room.
unsafe fn build(
    t: &Thread,
    frames: &[Rebuilt],
    base: *mut u64,
    then: Then,
) -> Result<Resume, (*mut Frame, Thrown)> {
    let mut at = base;
    let mut prev: *mut Frame = t.top_frame.get().cast();
    let mut fp = prev;
    for (index, rebuilt) in frames.iter().enumerate() {
        let method = rebuilt.method;
        let locals = usize::from(method.max_locals.max(method.arg_slots));
        fp = at.wrapping_add(locals).cast::<Frame>();
        let prepared = method.prepared.get().expect("prepared above");
        // SAFETY: the caller's promise.
        unsafe {
            for local in 0..locals {
                at.add(local).write(rebuilt.locals.get(local).copied().unwrap_or(0));
            }
            fp.write(Frame {
                prev,
                locals: at,
                pc: last_word(prepared.get(), rebuilt.bci),
                method,
                flags: if index == 0 { frame_flag::ENTRY } else { 0 },
                lock: rebuilt.lock,
            });
            at = fp.add(1).cast();
            for &word in &rebuilt.stack {
                at.write(word);
                at = at.add(1);
            }
        }
        prev = fp;
    }
    t.top_frame.set(fp.cast());
    t.java_sp.set(at);
    let innermost = frames.last().expect("at least one frame");
    // SAFETY: as above.
    unsafe { position(t, fp, at, innermost, then) }
}

/// # Safety
/// `fp` is the innermost frame, `sp` the first free word above its operands.
unsafe fn position(
    t: &Thread,
    fp: *mut Frame,
    sp: *mut u64,
    innermost: &Rebuilt,
    then: Then,
) -> Result<Resume, (*mut Frame, Thrown)> {
    let method = innermost.method;
    let prepared: &Prepared = method.prepared.get().expect("prepared above").get();
    let mut sp = sp;
    let pc = match then {
        Then::Execute => match prepared.begins_at(&method, innermost.bci) {
            Some(index) => prepared.word_at(index),
            // The instruction is fused with earlier ones: go on in code without fusion.
            None => prepare::plain(method).at_bci(innermost.bci),
        },
        Then::After(word) => {
            let slots = result_kind(&method, innermost.bci).slots();
            if slots > 0 {
                // SAFETY: the instruction's result fits the operand stack.
                unsafe { sp.write(word) };
                sp = sp.wrapping_add(slots);
            }
            last_word(prepared, innermost.bci).wrapping_add(1)
        }
        Then::Handle { bci, exception } => {
            // SAFETY: a handler begins with the exception as the only operand.
            unsafe {
                sp = fp.add(1).cast();
                sp.write(value::of_ref(Some(exception)));
                sp = sp.add(1);
            }
            prepared.word_at(prepared.begins_at(&method, bci).expect("handlers begin blocks"))
        }
        Then::Throw(exception) => return Err((fp, Thrown(exception))),
    };
    // SAFETY: the frame was built just now.
    unsafe { (*fp).pc = pc };
    t.java_sp.set(sp);
    Ok(Resume { fp, pc, sp })
}

/// The last word of the instruction that ends at `bci`: where a frame is while it calls.
fn last_word(prepared: &Prepared, bci: u16) -> *const u64 {
    prepared.word_at(prepared.end_of(bci) - 1)
}

/// Kind of what the instruction at `bci` pushes, for instructions that call, allocate or lock.
fn result_kind(method: &MethodRef, bci: u16) -> Kind {
    use Instruction as I;
    let decoded = decode::decode_at(method.code.get(), Bci(bci.into())).expect("verified code");
    let cp = method.class().cp;
    match decoded.instruction {
        I::InvokeVirtual { method: index }
        | I::InvokeSpecial { method: index }
        | I::InvokeStatic { method: index }
        | I::InvokeInterface { method: index, .. } => {
            types::result_kind(cp.member(index.0).2.bytes())
        }
        I::InvokeDynamic { site: index, .. } => types::result_kind(cp.dynamic(index.0).2.bytes()),
        I::New { .. } | I::NewArray { .. } | I::ANewArray { .. } | I::MultiANewArray { .. } => {
            Kind::Ref
        }
        _ => Kind::Void,
    }
}

/// Where `method` handles `thrown` at `bci`, as a bytecode index. Resolving catch types may throw
/// something else, which is then looked for in its stead.
pub fn handler(t: &Thread, method: MethodRef, bci: u16, thrown: &mut Thrown) -> Option<u16> {
    loop {
        match unwind::find_handler(t, method, i32::from(bci), *thrown) {
            Ok(Some(target)) => {
                let prepared = method.prepared.get().expect("a method with handlers is prepared");
                return Some(prepared.first_bci(&method, target));
            }
            Ok(None) => return None,
            Err(other) if other != *thrown => *thrown = other,
            Err(_) => return None,
        }
    }
}
