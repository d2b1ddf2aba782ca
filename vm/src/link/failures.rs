//! Failed resolutions: the same error is thrown again on later attempts (JVMS 5.4.3).
//!
//! What is kept is class and message of the error and of its cause, not the objects: a later error
//! has its own stack trace.

use crate::class::ClassRef;
use crate::class::wk::{self, off};
use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::runtime::{string, throw};
use crate::thread::Thread;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Clone)]
struct Described {
    class: String,
    message: Option<String>,
}

impl Described {
    fn new(throwable: ObjRef) -> Described {
        let message = throwable.get_ref(off::throwable_message()).map(string::to_rust);
        Described { class: throwable.class().name.to_string(), message }
    }

    fn make(&self, t: &Thread) -> Thrown {
        match &self.message {
            Some(message) => throw::new(t, &self.class, message),
            None => throw::bare(t, &self.class),
        }
    }
}

#[derive(Clone)]
struct Failure {
    error: Described,
    cause: Option<Described>,
}

type Key = (u32, u16);

static FAILURES: Mutex<Option<HashMap<Key, Failure>>> = Mutex::new(None);
static COUNT: AtomicUsize = AtomicUsize::new(0);

/// Throws what resolving this entry threw before, if it failed.
///
/// # Errors
/// That error, made anew.
pub(super) fn rethrow(t: &Thread, owner: ClassRef, index: u16) -> R<()> {
    if COUNT.load(Ordering::Acquire) == 0 {
        return Ok(());
    }
    let failures = FAILURES.lock();
    let found = failures.as_ref().and_then(|map| map.get(&(owner.cp.raw(), index))).cloned();
    drop(failures);
    let Some(failure) = found else { return Ok(()) };
    Err(match failure.cause {
        None => failure.error.make(t),
        Some(cause) => {
            let cause = cause.make(t);
            throw::with_cause(t, &failure.error.class, failure.error.message.as_deref(), cause)
        }
    })
}

/// Remembers a linkage error of the class library; others may not repeat and are not kept.
pub(super) fn record(owner: ClassRef, index: u16, thrown: Thrown) -> Thrown {
    let class = thrown.0.class();
    if class.is_subclass_of(wk::linkage_error()) && class.loader == wk::object().loader {
        let cause = thrown
            .0
            .get_ref(off::throwable_cause())
            .filter(|&cause| cause != thrown.0 && cause.class().loader == wk::object().loader);
        let failure = Failure { error: Described::new(thrown.0), cause: cause.map(Described::new) };
        let mut failures = FAILURES.lock();
        failures.get_or_insert_default().entry((owner.cp.raw(), index)).or_insert(failure);
        COUNT.fetch_add(1, Ordering::Release);
    }
    thrown
}
