//! Failed resolutions: the same error is thrown again on later attempts (JVMS 5.4.3).
//!
//! What is kept is class and message of the error and of its cause, not the objects: a later error
//! has its own stack trace.

use crate::class::wk::{self, off};
use crate::class::{ClassRef, Failure, FailureError};
use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::meta::{self, Arena, MetaSlice, new_map};
use crate::runtime::{string, throw};
use crate::thread::Thread;
use parking_lot::Mutex;

fn describe(throwable: ObjRef) -> FailureError {
    let message = throwable.get_ref(off::throwable_message()).map(string::to_rust);
    FailureError {
        class: throwable.class().name,
        has_message: message.is_some(),
        message: message.map_or(MetaSlice::EMPTY, |text| Arena::slice(text.as_bytes())),
    }
}

/// The message of an error, if it has one.
fn message(error: &FailureError) -> Option<String> {
    error.has_message.then(|| String::from_utf8_lossy(error.message.get()).into_owned())
}

fn make(t: &Thread, error: &FailureError) -> Thrown {
    match message(error) {
        Some(message) => throw::new(t, &error.class.text(), &message),
        None => throw::bare(t, &error.class.text()),
    }
}

/// Guards the map of failures in metaspace.
static LOCK: Mutex<()> = Mutex::new(());

/// Throws what resolving this entry threw before, if it failed. `index` is that of an entry of the
/// constant pool, or the address of an invokedynamic instruction's word.
///
/// # Errors
/// That error, made anew.
pub fn rethrow(t: &Thread, owner: ClassRef, index: u32) -> R<()> {
    let Some(map) = meta::root().failures.get() else { return Ok(()) };
    let guard = LOCK.lock();
    let found = map.get().get(&(owner.cp, index)).copied();
    drop(guard);
    let Some(failure) = found else { return Ok(()) };
    let error = &failure.error;
    Err(match &failure.cause {
        None => make(t, error),
        Some(cause) => {
            let cause = make(t, cause);
            throw::with_cause(t, &error.class.text(), message(error).as_deref(), cause)
        }
    })
}

/// Remembers a linkage error of the class library; others may not repeat and are not kept.
pub fn record(owner: ClassRef, index: u32, thrown: Thrown) -> Thrown {
    let cause = thrown
        .0
        .get_ref(off::throwable_cause())
        .filter(|&cause| cause != thrown.0 && from_library(cause));
    remember(owner, index, thrown, cause);
    thrown
}

/// As [`record`] for an invokedynamic instruction: HotSpot drops the cause there.
pub fn record_site(owner: ClassRef, site: u32, thrown: Thrown) -> Thrown {
    remember(owner, site, thrown, None);
    thrown
}

fn from_library(object: ObjRef) -> bool {
    object.class().loader == wk::object().loader
}

fn remember(owner: ClassRef, index: u32, thrown: Thrown, cause: Option<ObjRef>) {
    if !thrown.0.class().is_subclass_of(wk::linkage_error()) || !from_library(thrown.0) {
        return;
    }
    let failure = Failure { error: describe(thrown.0), cause: cause.map(describe) };
    let _guard = LOCK.lock();
    let cell = &meta::root().failures;
    let map = cell.get().unwrap_or_else(|| {
        let map = Arena::place(new_map());
        cell.set(Some(map));
        map
    });
    // SAFETY: the lock makes this the only reference to the map: readers hold it, too.
    let map = unsafe { &mut *map.as_ptr() };
    map.entry((owner.cp, index)).or_insert_with(|| Arena::place(failure));
}
