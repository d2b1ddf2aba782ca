//! Assumptions of compiled code: what they mean, and what happens when one breaks (design D10).
//!
//! A class that is linked may break assumptions at once, but none of its code has run by then and
//! no instance exists. So breaking is noted when the class is linked, and the code that relied on
//! it is left before the class is initialised ([`settle`]).

use super::{Tables, policy};
use crate::class::{ClassRef, MethodRef, method_flag};
use crate::codecache::frames::{Anchor, InlineFrame, PhysicalFrame};
use crate::codecache::install::{self, InstallError, Installed};
use crate::codecache::memory::{self, Block};
use crate::counters::Counter;
use crate::interp;
use crate::thread::{Thread, safepoint};
use crate::trace;
use cortado_protocol::body::{Assumption, CompiledBody};
use cortado_protocol::request::Entry;
use parking_lot::{Mutex, MutexGuard};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a body may have to be told of.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Fact {
    NotOverridden(u32),
    Leaf(u32),
}

#[derive(Default)]
struct Dependents {
    by_fact: Option<HashMap<Fact, Vec<&'static Installed>>>,
    broken: Vec<&'static Installed>,
}

static DEPENDENTS: Mutex<Dependents> = Mutex::new(Dependents { by_fact: None, broken: Vec::new() });
/// Bodies that must be left before more code runs.
static BROKEN: AtomicUsize = AtomicUsize::new(0);
/// Held while bodies are being left, by a thread in native.
static SETTLING: Mutex<()> = Mutex::new(());

/// Checks a body's assumptions and installs it in `block`, or says why not and frees the block.
///
/// # Errors
/// The first assumption that does not hold, or what the installation says.
pub fn install_checked(
    body: CompiledBody,
    block: Block,
    method: MethodRef,
    entry: Entry,
    tables: Tables,
) -> Result<&'static Installed, InstallError> {
    let mut dependents = DEPENDENTS.lock();
    for &assumption in &body.assumptions {
        if !holds(assumption, &tables) {
            memory::free(block);
            return Err(InstallError::Assumption(format!("{assumption:?}")));
        }
    }
    let installed = install::install(body, block, method, entry, tables)?;
    register(&mut dependents, installed);
    Ok(installed)
}

fn holds(assumption: Assumption, tables: &Tables) -> bool {
    match assumption {
        Assumption::Initialized(id) => tables.classes[id.0 as usize].is_ready(),
        Assumption::NotOverridden(id) => {
            !tables.methods[id.0 as usize].has(method_flag::OVERRIDDEN)
        }
        Assumption::Leaf(id) => {
            tables.classes[id.0 as usize].first_sub.load(Ordering::Acquire) == 0
        }
        // Static final fields of initialised classes do not change.
        Assumption::StaticValue(id) => tables.fields[id.0 as usize].class().is_ready(),
    }
}

fn register(dependents: &mut MutexGuard<'_, Dependents>, installed: &'static Installed) {
    let tables = &installed.tables;
    for &assumption in &installed.body.assumptions {
        let fact = match assumption {
            Assumption::NotOverridden(id) => {
                Fact::NotOverridden(tables.methods[id.0 as usize].raw())
            }
            Assumption::Leaf(id) => Fact::Leaf(tables.classes[id.0 as usize].raw()),
            Assumption::Initialized(_) | Assumption::StaticValue(_) => continue,
        };
        dependents.by_fact.get_or_insert_default().entry(fact).or_default().push(installed);
    }
}

fn broken(dependents: &mut Dependents, fact: Fact) {
    let Some(bodies) = dependents.by_fact.as_mut().and_then(|map| map.remove(&fact)) else {
        return;
    };
    let live = bodies.into_iter().filter(|body| !body.dead.load(Ordering::Relaxed));
    dependents.broken.extend(live);
    BROKEN.store(dependents.broken.len(), Ordering::SeqCst);
}

/// Notes that a class being linked overrides `method`.
pub fn overridden(method: MethodRef) {
    let mut dependents = DEPENDENTS.lock();
    method.flags.set_bits(method_flag::OVERRIDDEN);
    broken(&mut dependents, Fact::NotOverridden(method.raw()));
}

/// Makes `sub` known as a subclass by what `publish` does.
pub fn subclassed(class: ClassRef, publish: impl FnOnce()) {
    let mut dependents = DEPENDENTS.lock();
    publish();
    broken(&mut dependents, Fact::Leaf(class.raw()));
}

/// Leaves all code whose assumptions are broken. Called before a class is initialised; the thread
/// holds no lock.
#[inline]
pub fn settle(t: &Thread) {
    if BROKEN.load(Ordering::SeqCst) != 0 {
        settle_slow(t);
    }
}

#[cold]
fn settle_slow(t: &Thread) {
    // Whoever comes second waits until the first has left everything.
    let guard = safepoint::in_native(t, || SETTLING.lock());
    let bodies = std::mem::take(&mut DEPENDENTS.lock().broken);
    invalidate(t, &bodies);
    BROKEN.store(DEPENDENTS.lock().broken.len(), Ordering::SeqCst);
    drop(guard);
}

/// Takes bodies out of use, and makes every frame that runs one go over to the interpreter when
/// the call it is in returns.
pub fn invalidate(t: &Thread, bodies: &[&'static Installed]) {
    if bodies.is_empty() {
        return;
    }
    safepoint::vm_operation(t, |threads| {
        for body in bodies {
            install::withdraw(body);
            policy::invalidated(body);
            Counter::Invalidations.increment();
            trace!(Deoptimization, "{} invalidated", body.method.describe());
        }
        for thread in threads {
            for frame in physical_frames(thread) {
                leave(frame);
            }
        }
    });
}

/// Makes a frame of a dead body leave when its call returns.
pub fn leave(frame: PhysicalFrame) {
    let Some((installed, site)) = frame.site() else { return };
    if installed.dead.load(Ordering::Acquire) {
        redirect(frame, installed, site.deopt);
    }
}

/// Makes a frame go to the deoptimisation entry of its site, if it has one.
pub fn redirect(frame: PhysicalFrame, installed: &Installed, entry: Option<u32>) {
    if let Some(entry) = entry {
        let place = std::ptr::with_exposed_provenance_mut::<usize>(frame.return_slot);
        // SAFETY: the frame's thread is stopped, or is ourselves in a helper; the word is the
        // return address of a call that has not returned.
        unsafe { place.write(installed.block.address() + entry as usize) };
    }
}

/// The compiled frames of a stopped thread.
fn physical_frames(thread: &Thread) -> Vec<PhysicalFrame> {
    let mut frames: Vec<PhysicalFrame> = interp::compiled_frames(thread).collect();
    frames.dedup();
    frames
}

/// The innermost frame at an anchor, made to leave; for stress.
pub fn leave_at(anchor: &Anchor) {
    if let Some(frame) = InlineFrame::innermost(anchor.frame())
        && let Some((installed, site)) = frame.physical.site()
    {
        redirect(frame.physical, installed, site.deopt);
    }
}
