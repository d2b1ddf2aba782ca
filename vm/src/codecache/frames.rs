//! Compiled frames on the native stack, as stack walks see them.
//!
//! A helper that may look at the stack leaves an [`Anchor`]: where compiled code called it. From
//! there the chain of frame pointers leads outwards, until the entry from the interpreter; what
//! lies beyond is the frame that was on top when compiled code was entered.

use super::install::{self, Installed};
use crate::thread::Thread;
use cortado_protocol::body::{Place, Site, VirtualFrame};

/// Where a thread left compiled code.
#[repr(C)]
pub struct Anchor {
    /// Stack pointer at the call: it points to the return address.
    pub sp: usize,
    /// Frame pointer of the calling frame.
    pub fp: usize,
    /// What was on top when compiled code was entered from the interpreter.
    pub prev: *mut u8,
}

/// Marks a pointer in `Thread::top_frame` or `Frame::prev` as one to an [`Anchor`].
const ANCHOR_TAG: usize = 1;

impl Anchor {
    /// As a value of `Thread::top_frame`.
    pub fn tagged(&self) -> *mut u8 {
        std::ptr::from_ref(self).cast_mut().cast::<u8>().wrapping_add(ANCHOR_TAG)
    }

    /// The anchor that a value of `Thread::top_frame` is, unless it is an interpreter's frame.
    pub fn of_tagged(top: *mut u8) -> Option<*const Anchor> {
        (top.addr() & ANCHOR_TAG != 0).then(|| top.wrapping_sub(ANCHOR_TAG).cast_const().cast())
    }

    /// The physical frame at the anchor.
    pub fn frame(&self) -> PhysicalFrame {
        PhysicalFrame { return_slot: self.sp, fp: self.fp }
    }
}

/// Runs VM code called from compiled code, with an anchor on the stack.
#[inline]
pub fn anchored<T>(t: &Thread, run: impl FnOnce(&Thread, &Anchor) -> T) -> T {
    let anchor = Anchor { sp: t.helper_sp.get(), fp: t.helper_fp.get(), prev: t.top_frame.get() };
    t.top_frame.set(anchor.tagged());
    let result = run(t, &anchor);
    t.top_frame.set(anchor.prev);
    result
}

/// One compiled frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhysicalFrame {
    /// Address of the word with the return address into the frame's code.
    pub return_slot: usize,
    /// Frame pointer.
    pub fp: usize,
}

impl PhysicalFrame {
    /// The return address into the frame's code.
    pub fn pc(self) -> usize {
        // SAFETY: walks are over live frames of the current or a stopped thread.
        unsafe { *std::ptr::with_exposed_provenance::<usize>(self.return_slot) }
    }

    /// The body that the frame runs, and the site where it is; none when this is the entry from
    /// the interpreter.
    ///
    /// # Panics
    /// When the return address is in no body or at no site: the stack is corrupt.
    pub fn site(self) -> Option<(&'static Installed, &'static Site)> {
        let pc = self.pc();
        let installed = install::find(pc).expect("return address in compiled code");
        if pc == installed.interpreter_return {
            return None;
        }
        let site = installed.site_at(pc).expect("return address at a site");
        Some((installed, site))
    }

    /// The next frame outwards.
    pub fn caller(self) -> PhysicalFrame {
        let word = std::ptr::with_exposed_provenance::<usize>(self.fp);
        // SAFETY: as for `pc`; every frame begins with the caller's frame pointer.
        PhysicalFrame { return_slot: self.fp + 8, fp: unsafe { *word } }
    }

    /// The value at `place`.
    pub fn value(self, place: Place) -> u64 {
        match place {
            Place::Dead => 0,
            Place::Constant(word) => word,
            Place::Frame(offset) => {
                let at = self.fp.wrapping_add_signed(offset as isize);
                // SAFETY: the compiler's places are within its frame.
                unsafe { *std::ptr::with_exposed_provenance::<u64>(at) }
            }
        }
    }
}

/// An interpreter frame that a compiled frame stands for.
#[derive(Clone, Copy)]
pub struct InlineFrame {
    /// Where it is.
    pub physical: PhysicalFrame,
    /// Its body.
    pub installed: &'static Installed,
    /// Row of `CompiledBody::states`.
    pub state: u32,
    /// Which frame of the state.
    pub index: usize,
}

impl InlineFrame {
    /// What is known of it.
    pub fn frame(&self) -> &'static VirtualFrame {
        &self.installed.body.states[self.state as usize].frames[self.index]
    }

    /// The innermost frame at a site.
    pub fn innermost(physical: PhysicalFrame) -> Option<InlineFrame> {
        let (installed, site) = physical.site()?;
        let count = installed.body.states[site.state as usize].frames.len();
        Some(InlineFrame { physical, installed, state: site.state, index: count - 1 })
    }

    /// The next frame outwards; none at the entry from the interpreter.
    pub fn caller(&self) -> Option<InlineFrame> {
        if self.index > 0 {
            return Some(InlineFrame { index: self.index - 1, ..*self });
        }
        InlineFrame::innermost(self.physical.caller())
    }
}
