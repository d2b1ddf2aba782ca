//! Which thread compiles what: a crash in the compiler names the method, and leaves the request.

use super::output::Output;
use super::{Failure, frames, signals};
use crate::class::MethodRef;
use crate::meta::Meta;
use cortado_protocol::request::CompileRequest;
use std::fmt::{self, Write};
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

/// One thread that compiles.
struct Slot {
    /// Zero while the slot is free.
    tid: AtomicU32,
    method: AtomicU32,
    request: AtomicPtr<CompileRequest>,
}

/// Compilations at one time that reports can name.
const SLOTS: usize = 32;

static RUNNING: [Slot; SLOTS] = [const {
    Slot {
        tid: AtomicU32::new(0),
        method: AtomicU32::new(0),
        request: AtomicPtr::new(std::ptr::null_mut()),
    }
}; SLOTS];

/// This thread compiles a method as long as this lives.
pub struct Compiling<'r> {
    slot: Option<&'static Slot>,
    request: std::marker::PhantomData<&'r CompileRequest>,
}

impl<'r> Compiling<'r> {
    /// Notes what is being compiled.
    pub fn new(method: MethodRef, request: &'r CompileRequest) -> Compiling<'r> {
        let tid = signals::thread_id();
        let take = |slot: &&Slot| {
            slot.tid.compare_exchange(0, tid, Ordering::AcqRel, Ordering::Relaxed).is_ok()
        };
        let slot = RUNNING.iter().find(take);
        if let Some(slot) = slot {
            slot.method.store(method.raw(), Ordering::Release);
            slot.request.store(std::ptr::from_ref(request).cast_mut(), Ordering::Release);
        }
        Compiling { slot, request: std::marker::PhantomData }
    }
}

impl Drop for Compiling<'_> {
    fn drop(&mut self) {
        if let Some(slot) = self.slot {
            slot.request.store(std::ptr::null_mut(), Ordering::Release);
            slot.method.store(0, Ordering::Release);
            slot.tid.store(0, Ordering::Release);
        }
    }
}

fn slot_of(tid: u32) -> Option<&'static Slot> {
    RUNNING.iter().find(|slot| slot.tid.load(Ordering::Acquire) == tid)
}

/// What a thread compiles.
pub fn current(tid: u32) -> Option<MethodRef> {
    let method = slot_of(tid)?.method.load(Ordering::Acquire);
    // SAFETY: the slot holds a method's handle, or zero.
    unsafe { Meta::from_raw_opt(method) }
}

/// What the thread that crashed was compiling.
pub fn task(failure: &Failure, out: &mut Output) -> fmt::Result {
    let Some(method) = current(failure.tid) else { return Ok(()) };
    out.write_str("\nCurrent CompileTask:\n  ")?;
    frames::write_method(out, method)?;
    writeln!(out, " ({} bytes)\n", method.code.len())
}

/// Saves the request of the compilation that crashed, as `-XX:SaveCompileRequests` would have.
/// Allocates.
pub fn save_request(failure: &Failure, out: &mut Output) -> fmt::Result {
    let slot = slot_of(failure.tid);
    let request = slot.map_or(std::ptr::null_mut(), |slot| slot.request.load(Ordering::Acquire));
    // SAFETY: the compilation that crashed will never end, so its request lives.
    let Some(request) = (unsafe { request.as_ref() }) else { return Ok(()) };
    let Ok(text) = serde_json::to_string_pretty(request) else { return Ok(()) };
    let mut path = super::output::Text::<64>::new();
    write!(path, "replay_pid{}.json", std::process::id())?;
    if std::fs::write(path.as_str(), text).is_ok() {
        let name = path.as_str();
        writeln!(out, "#\n# The request of the compilation is saved as:\n# {name}\n#")?;
    }
    Ok(())
}
