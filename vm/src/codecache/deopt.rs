//! Leaving compiled code: its frames become the interpreter's, which finishes the method.
//!
//! The compiled frame stays on the native stack as a shell while the interpreter runs what it stood
//! for; then it returns the result to its caller. Stack walks begin at its caller meanwhile.

use super::frames::{Anchor, InlineFrame, PhysicalFrame};
use super::install::Installed;
use crate::compile::policy;
use crate::counters::Counter;
use crate::crash::events;
use crate::error::{R, Thrown};
use crate::interp::resume::{self, Rebuilt, Then};
use crate::interp::{profile, slow};
use crate::runtime::value;
use crate::thread::Thread;
use crate::trace;
use cortado_protocol::body::{HandlerEntry, Place, Resume, Site, VirtualFrame};
use cortado_protocol::helper::DeoptReason;
use std::sync::atomic::Ordering;

/// A compiled frame that is being left.
struct Leaving {
    physical: PhysicalFrame,
    installed: &'static Installed,
    state: u32,
}

impl Leaving {
    fn frames(&self) -> &'static [VirtualFrame] {
        &self.installed.body.states[self.state as usize].frames
    }

    /// Runs the frames up to `count`, of which the innermost goes on as `then` says.
    fn run(&self, t: &Thread, prev: *mut u8, count: usize, then: Then) -> R<u64> {
        let caller = self.physical.caller();
        let anchor = Anchor { sp: caller.return_slot, fp: caller.fp, prev };
        let frames: Vec<Rebuilt> =
            self.frames()[..count].iter().map(|frame| self.rebuild(frame)).collect();
        t.top_frame.set(anchor.tagged());
        self.installed.shells.fetch_add(1, Ordering::Relaxed);
        let result = resume::run(t, &frames, then);
        self.installed.shells.fetch_sub(1, Ordering::Relaxed);
        t.top_frame.set(prev);
        result
    }

    /// Reads a frame's values. They stay on the native stack, where the collector sees them.
    fn rebuild(&self, frame: &VirtualFrame) -> Rebuilt {
        let values = |places: &[Place]| places.iter().map(|&p| self.physical.value(p)).collect();
        Rebuilt {
            method: self.installed.method_of_node(frame.node),
            bci: frame.bci,
            locals: values(&frame.locals),
            stack: values(&frame.stack),
            lock: self.physical.value(frame.lock),
        }
    }
}

/// `deoptimize`: the code at the call cannot go on.
pub fn at_site(t: &Thread, reason: u32) -> R<u64> {
    let physical = PhysicalFrame { return_slot: t.helper_sp.get(), fp: t.helper_fp.get() };
    let (installed, site) = physical.site().expect("a frame that deoptimises");
    let leaving = Leaving { physical, installed, state: site.state };
    let then = then(leaving.frames(), t, false);
    note(&leaving, reason);
    if reason == DeoptReason::Branch as u32
        && let Some(frame) = leaving.frames().last()
    {
        profile::note_reached(&installed.method_of_node(frame.node), frame.bci);
    }
    policy::deoptimized(installed);
    let prev = t.top_frame.get();
    leaving.run(t, prev, leaving.frames().len(), then)
}

/// `deoptimize_return`: the call of site number `site` has returned into a frame whose code is no
/// longer valid.
pub fn at_return(t: &Thread, site: u32) -> R<u64> {
    let physical = PhysicalFrame { return_slot: t.helper_sp.get(), fp: t.helper_fp.get() };
    let installed = super::install::find(physical.pc()).expect("deoptimisation in compiled code");
    let site: Site = installed.body.sites[site as usize];
    let leaving = Leaving { physical, installed, state: site.state };
    let then = then(leaving.frames(), t, true);
    note(&leaving, u32::MAX);
    let prev = t.top_frame.get();
    leaving.run(t, prev, leaving.frames().len(), then)
}

/// How the innermost frame goes on.
fn then(frames: &[VirtualFrame], t: &Thread, returned: bool) -> Then {
    if returned && let Some(exception) = t.pending.take() {
        return Then::Throw(exception);
    }
    match frames.last().expect("states have frames").resume {
        Resume::Execute => Then::Execute,
        Resume::After => Then::After(t.result.get()),
    }
}

fn note(leaving: &Leaving, reason: u32) {
    Counter::Deoptimizations.increment();
    let innermost = leaving.frames().last().expect("states have frames");
    let method = leaving.installed.method_of_node(innermost.node);
    events::note(events::Kind::Deoptimized, method, u32::from(innermost.bci), reason);
    trace!(
        Deoptimization,
        Debug,
        "{} at bci {} (reason {})",
        method.describe(),
        innermost.bci,
        reason.cast_signed()
    );
}

/// Where the pending exception goes on in the frame that called; see the contract's `abi`.
pub fn exception_target(t: &Thread) -> u64 {
    super::frames::anchored(t, |t, anchor| {
        let thrown = Thrown(t.pending.take().expect("an exception is pending"));
        let innermost = InlineFrame::innermost(anchor.frame()).expect("a compiled frame");
        let leaving = Leaving {
            physical: innermost.physical,
            installed: innermost.installed,
            state: innermost.state,
        };
        find_target(t, &leaving, anchor, thrown)
    })
}

fn find_target(t: &Thread, leaving: &Leaving, anchor: &Anchor, thrown: Thrown) -> u64 {
    let mut thrown = thrown;
    let installed = leaving.installed;
    for (index, frame) in leaving.frames().iter().enumerate().rev() {
        let method = installed.method_of_node(frame.node);
        match resume::handler(t, method, frame.bci, &mut thrown) {
            Some(bci) => {
                let compiled = |row: &&HandlerEntry| row.node == frame.node && row.bci == bci;
                if let Some(row) = installed.body.handlers.iter().find(compiled)
                    && !installed.dead.load(Ordering::Acquire)
                {
                    t.pending.set(Some(thrown.0));
                    return installed.block.address() as u64 + u64::from(row.code);
                }
                let then = Then::Handle { bci, exception: thrown.0 };
                match leaving.run(t, anchor.prev, index + 1, then) {
                    Ok(word) => t.result.set(word),
                    Err(Thrown(other)) => t.pending.set(Some(other)),
                }
                return 1;
            }
            None if index > 0 => {
                // A synchronized method that was inlined: the interpreter would unlock it here.
                let lock = value::to_ref(leaving.physical.value(frame.lock));
                if let Some(object) = lock
                    && let Err(other) = slow::monitor_exit(t, object)
                {
                    thrown = other;
                }
            }
            None => {}
        }
    }
    t.pending.set(Some(thrown.0));
    0
}
