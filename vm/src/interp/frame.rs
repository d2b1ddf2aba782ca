//! Interpreter frames on the Java stack, and the walk over them (design D8).
//!
//! The stack grows upwards: arguments and other locals, then the [`Frame`], then operands; the
//! callee's arguments are the caller's topmost operands. A native method has a frame too, directly
//! above its arguments. Frames are chained by `prev`; an *entry* frame is where Rust called Java.

use super::Prepared;
use crate::class::{MethodRef, acc};
use crate::heap::ObjRef;
use crate::runtime::value;
use crate::thread::Thread;

/// What a frame is.
pub mod frame_flag {
    /// Returning from it leaves the interpreter loop.
    pub const ENTRY: u32 = 1;
    /// A native method's.
    pub const NATIVE: u32 = 2;
}

/// Header of a frame.
#[repr(C)]
pub struct Frame {
    /// Caller's frame, Java or native; null at the bottom.
    pub prev: *mut Frame,
    /// First local.
    pub locals: *mut u64,
    /// Instruction being executed: right whenever something can look at the frame.
    pub pc: *const u64,
    /// Method.
    pub method: MethodRef,
    /// Bits of [`frame_flag`].
    pub flags: u32,
    /// Object locked by a synchronized method, as a slot; 0 for none.
    pub lock: u64,
}

/// Words of a frame header.
pub const FRAME_WORDS: usize = size_of::<Frame>() / 8;

impl Frame {
    /// Index in the bytecode of the instruction being executed; -1 for a native method.
    pub fn bci(&self) -> i32 {
        if self.flags & frame_flag::NATIVE != 0 {
            return -1;
        }
        self.method.prepared.get().map_or(-1, |prepared| prepared.bci_of(self.pc))
    }

    /// The prepared code of a bytecode frame's method.
    pub fn prepared(&self) -> &'static Prepared {
        self.method.prepared.get().expect("running method is prepared").get()
    }
}

/// One frame as seen by a walk.
#[derive(Clone, Copy)]
pub struct FrameView {
    /// Method.
    pub method: MethodRef,
    /// Bytecode index, -1 for a native method.
    pub bci: i32,
    frame: *const Frame,
}

impl FrameView {
    /// The header, as an identity of the frame while it lives.
    pub fn address(&self) -> *const Frame {
        self.frame
    }

    /// Slot of local variable `index`.
    ///
    /// # Panics
    /// When the method has fewer locals.
    pub fn local(&self, index: usize) -> u64 {
        assert!(index < usize::from(self.method.max_locals.max(self.method.arg_slots)));
        // SAFETY: the frame is live (walks are over the current thread or a stopped one) and the
        // index is among its locals.
        unsafe { *(*self.frame).locals.add(index) }
    }

    /// The receiver, of instance methods.
    pub fn this(&self) -> Option<ObjRef> {
        (self.method.access & acc::STATIC == 0).then(|| value::to_ref(self.local(0))).flatten()
    }

    /// The object that the call of a synchronized method locked.
    pub fn lock(&self) -> Option<ObjRef> {
        // SAFETY: the frame is live, as for `local`.
        value::to_ref(unsafe { (*self.frame).lock })
    }
}

/// Iterator of [`walk`].
pub struct Walk {
    at: *const Frame,
}

impl Iterator for Walk {
    type Item = FrameView;
    fn next(&mut self) -> Option<FrameView> {
        // SAFETY: frames below the top are live while the thread is ourselves or stopped.
        let frame = unsafe { self.at.as_ref()? };
        self.at = frame.prev;
        Some(FrameView { method: frame.method, bci: frame.bci(), frame })
    }
}

/// The frames of a thread, innermost first: the current thread's, or a stopped one's.
pub fn walk(t: &Thread) -> Walk {
    Walk { at: t.top_frame.get().cast() }
}
