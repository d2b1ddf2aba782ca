//! Interpreter frames on the Java stack, and the walk over them (design D8).
//!
//! The stack grows upwards: arguments and other locals, then the [`Frame`], then operands; the
//! callee's arguments are the caller's topmost operands. A native method has a frame too, directly
//! above its arguments. Frames are chained by `prev`; an *entry* frame is where Rust called Java.

use super::{Prepared, profile};
use crate::class::MethodRef;
use crate::codecache::frames::{Anchor, InlineFrame, PhysicalFrame};
use crate::heap::ObjRef;
use crate::meta::Meta;
use crate::runtime::value;
use crate::thread::Thread;

/// What a frame is.
pub mod frame_flag {
    /// Returning from it leaves the interpreter loop.
    pub const ENTRY: u32 = 1;
    /// A native method's.
    pub const NATIVE: u32 = 2;
    /// Its loop goes on in compiled code, whose frame stands for it.
    pub const REPLACED: u32 = 4;
}

/// Header of a frame.
#[repr(C)]
pub struct Frame {
    /// Caller's frame, Java or native; null at the bottom. Of an entry frame that compiled code
    /// called: a tagged [`Anchor`].
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
        self.form_at(self.pc).map_or(-1, |code| code.bci_of(self.pc))
    }

    /// The form of the method's code that `pc` is in.
    fn form_at(&self, pc: *const u64) -> Option<&'static Prepared> {
        profile::forms(&self.method).map(Meta::get).find(|code| code.contains(pc))
    }

    /// The bytecode index at which the instruction at `pc` of this frame's code begins.
    pub fn bci_at(&self, pc: *const u64) -> Option<u16> {
        let code = self.form_at(pc)?;
        let index = (pc.addr() - code.code.as_ptr().addr()) / 8;
        Some(code.first_bci(&self.method, index as u32))
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
    place: Place,
}

/// Where a frame is.
#[derive(Clone, Copy)]
enum Place {
    Interpreted(*const Frame),
    Compiled(InlineFrame),
}

impl FrameView {
    /// Whether compiled code runs it.
    pub fn is_compiled(&self) -> bool {
        matches!(self.place, Place::Compiled(_))
    }

    /// A number that identifies the frame while it lives.
    pub fn id(&self) -> usize {
        match self.place {
            Place::Interpreted(frame) => frame.addr(),
            // Frames are at least 16 bytes and 16-aligned; deep inlining is not that deep.
            Place::Compiled(frame) => frame.physical.fp + frame.index + 1,
        }
    }

    /// Slot of local variable `index`. In compiled code only those are true that the compiler
    /// shows to stack walks (`shown` in the compiler's `blocks`); dead ones are zero.
    ///
    /// # Panics
    /// When the method has fewer locals.
    pub fn local(&self, index: usize) -> u64 {
        assert!(index < usize::from(self.method.max_locals.max(self.method.arg_slots)));
        match self.place {
            // SAFETY: the frame is live (walks are over the current thread or a stopped one) and
            // the index is among its locals.
            Place::Interpreted(frame) => unsafe { *(*frame).locals.add(index) },
            Place::Compiled(frame) => {
                frame.frame().locals.get(index).map_or(0, |&place| frame.physical.value(place))
            }
        }
    }

    /// The object that the call of a synchronized method locked.
    pub fn lock(&self) -> Option<ObjRef> {
        value::to_ref(match self.place {
            // SAFETY: the frame is live, as for `local`.
            Place::Interpreted(frame) => unsafe { (*frame).lock },
            Place::Compiled(frame) => frame.physical.value(frame.frame().lock),
        })
    }
}

/// Iterator of [`walk`].
pub struct Walk {
    top: *mut u8,
    compiled: Option<InlineFrame>,
}

impl Walk {
    fn compiled(&mut self, frame: InlineFrame) -> FrameView {
        self.compiled = frame.caller();
        let known = frame.frame();
        let method = frame.installed.method_of_node(known.node);
        FrameView { method, bci: i32::from(known.bci), place: Place::Compiled(frame) }
    }
}

impl Iterator for Walk {
    type Item = FrameView;
    fn next(&mut self) -> Option<FrameView> {
        loop {
            if let Some(frame) = self.compiled.take() {
                return Some(self.compiled(frame));
            }
            if let Some(anchor) = Anchor::of_tagged(self.top) {
                // SAFETY: anchors are on the stack of the thread below the frames they name, which
                // is ourselves or stopped.
                let anchor = unsafe { &*anchor };
                self.top = anchor.prev;
                self.compiled = InlineFrame::innermost(anchor.frame());
                continue;
            }
            // SAFETY: frames below the top are live while the thread is ourselves or stopped.
            let frame = unsafe { self.top.cast::<Frame>().as_ref()? };
            self.top = frame.prev.cast();
            if frame.flags & frame_flag::REPLACED == 0 {
                let place = Place::Interpreted(frame);
                return Some(FrameView { method: frame.method, bci: frame.bci(), place });
            }
        }
    }
}

/// The physical frames of compiled code on a thread's stack, innermost first; one that stands for
/// several methods comes once for each.
pub fn compiled_frames(t: &Thread) -> impl Iterator<Item = PhysicalFrame> {
    walk(t).filter_map(|view| match view.place {
        Place::Compiled(frame) => Some(frame.physical),
        Place::Interpreted(_) => None,
    })
}

/// The frames of a thread, innermost first: the current thread's, or a stopped one's.
pub fn walk(t: &Thread) -> Walk {
    Walk { top: t.top_frame.get(), compiled: None }
}
