//! Making room in the code cache: dead bodies first, then the oldest ones.

use super::frames::PhysicalFrame;
use super::install::{self, Installed};
use crate::compile::policy;
use crate::counters::Counter;
use crate::interp;
use crate::thread::{registry, safepoint};
use crate::trace;
use std::collections::HashSet;
use std::sync::atomic::Ordering;

/// Frees dead bodies and, of the living, the oldest half by size, but none that a frame runs or
/// returns to. The caller is a compile thread, or in native. True when something was freed.
pub fn make_room() -> bool {
    safepoint::stop_the_world();
    let running: HashSet<usize> = registry::threads()
        .iter()
        .flat_map(|thread| interp::compiled_frames(thread))
        .filter_map(PhysicalFrame::site)
        .map(|(body, _)| body.block.address())
        .collect();
    let idle = |body: &&'static Installed| {
        !running.contains(&body.block.address()) && body.shells.load(Ordering::Relaxed) == 0
    };
    let total: usize = install::all().map(|body| body.block.bytes).sum();
    let (mut freed, mut count) = (0, 0);
    for body in install::all().filter(idle) {
        let dead = body.dead.load(Ordering::Acquire);
        if dead || freed < total / 2 {
            if install::withdraw(body) {
                policy::evicted(body);
            }
            freed += body.block.bytes;
            count += 1;
            install::release(body);
        }
    }
    safepoint::resume_the_world();
    Counter::BodiesEvicted.add(count);
    trace!(Compilation, "{count} bodies of {freed} bytes left the code cache");
    freed > 0
}
