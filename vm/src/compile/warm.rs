//! Bodies that wait for their methods: from the disk cache, or fetched from a server.
//!
//! A body is offered by any thread. It is looked at when its method is first called, and again, ever
//! less often, while what it depends on is not there yet; what does not fit is dropped and counted.

use super::{policy, portable};
use crate::class::MethodRef;
use crate::counters::Counter;
use crate::link::hidden;
use crate::meta::{Sym, intern};
use crate::thread::Thread;
use crate::trace;
use cortado_protocol::portable::{Misfit, PortableBody};
use cortado_protocol::request::Entry;
use parking_lot::Mutex;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Class, name and descriptor of a method, and where the code is entered.
type Subject = (Sym, Sym, Sym, Entry);

/// A body for one subject.
struct Waiting {
    body: Box<PortableBody>,
    /// Looks so far: the next one is at this power of two of calls.
    looks: u32,
}

static WAITING: Mutex<Option<HashMap<Subject, Vec<Waiting>>>> = Mutex::new(None);
/// Bodies that wait: nothing is looked up when there are none.
static COUNT: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// Methods that were prepared while a body was installed, and whether that is under way.
    static PREPARED: RefCell<Option<Vec<MethodRef>>> = const { RefCell::new(None) };
}

/// Adds a body.
pub fn offer(body: PortableBody) {
    let (class, method) = (&body.class().name, body.method());
    let subject = (intern(class), intern(&method.name), intern(&method.desc), body.entry);
    let waiting = Waiting { body: Box::new(body), looks: 0 };
    WAITING.lock().get_or_insert_default().entry(subject).or_default().push(waiting);
    COUNT.fetch_add(1, Ordering::Release);
}

/// Number of bodies that wait.
pub fn waiting() -> usize {
    COUNT.load(Ordering::Acquire)
}

/// Takes what waits for a subject and is due at so many looks.
fn take(subject: &Subject, calls: u32) -> Vec<Waiting> {
    let mut guard = WAITING.lock();
    let Some(list) = guard.as_mut().and_then(|map| map.get_mut(subject)) else { return Vec::new() };
    let due = |waiting: &mut Waiting| waiting.looks == 0 || calls >> (waiting.looks + 4) != 0;
    let taken: Vec<Waiting> = list.extract_if(.., due).collect();
    if list.is_empty()
        && let Some(map) = guard.as_mut()
    {
        map.remove(subject);
    }
    COUNT.fetch_sub(taken.len(), Ordering::Release);
    taken
}

/// Puts back what may fit later.
fn put_back(subject: Subject, waiting: Vec<Waiting>) {
    if waiting.is_empty() {
        return;
    }
    COUNT.fetch_add(waiting.len(), Ordering::Release);
    WAITING.lock().get_or_insert_default().entry(subject).or_default().extend(waiting);
}

/// Notes that a method was prepared by an installation: nobody will ask for its first call.
pub fn prepared(method: MethodRef) {
    PREPARED.with_borrow_mut(|list| {
        if let Some(list) = list {
            list.push(method);
        }
    });
}

/// Installs a waiting body of the entry, if there is one that fits. True when there is code now.
/// `urgent` when the method would be compiled otherwise.
pub fn install(t: &Thread, method: MethodRef, entry: Entry, urgent: bool) -> bool {
    if waiting() == 0 {
        return false;
    }
    let nested = PREPARED.with_borrow_mut(|list| {
        let nested = list.is_some();
        list.get_or_insert_default();
        nested
    });
    let done = install_one(t, method, entry, urgent);
    if !nested {
        while let Some(other) = PREPARED.with_borrow_mut(|list| list.as_mut()?.pop()) {
            install_one(t, other, Entry::Method, false);
        }
        PREPARED.set(None);
    }
    done
}

fn install_one(t: &Thread, method: MethodRef, entry: Entry, urgent: bool) -> bool {
    let class = hidden::portable_name(method.class());
    let class = class.map_or_else(|| method.class().name, |name| intern(&name));
    let subject = (class, method.name, method.desc, entry);
    let calls = if urgent { u32::MAX } else { method.invocations.get() };
    let mut later = Vec::new();
    let least = policy::attempts(method, entry);
    let mut all = take(&subject, calls);
    // What had to be left would have to be left again; the latest attempt knew most.
    all.retain(|waiting| waiting.body.directives.generation >= least);
    all.sort_by_key(|waiting| std::cmp::Reverse(waiting.body.directives.generation));
    let latest = all.first().map_or(0, |waiting| waiting.body.directives.generation);
    let mut rest = all.into_iter();
    let mut done = false;
    for mut waiting in rest.by_ref() {
        if !urgent && waiting.body.directives.generation < latest {
            later.push(waiting);
            continue;
        }
        let begun = Instant::now();
        let resolved = portable::resolve(t, method, &waiting.body);
        Counter::InstallTime.add(begun.elapsed().as_nanos() as u64);
        match resolved {
            Ok(tables) => {
                if !policy::adopt(method, entry, waiting.body.directives.generation) {
                    break;
                }
                if portable::install(t, method, entry, *waiting.body, tables) {
                    Counter::WarmBodies.increment();
                    done = true;
                    break;
                }
            }
            Err(Misfit::NotYet(what)) => {
                trace!(Compilation, "{}: {what} is not there yet", method.describe());
                waiting.looks += 1;
                later.push(waiting);
            }
            Err(Misfit::Never(what)) => {
                Counter::WarmMisfits.increment();
                trace!(Compilation, "{}: {what} is different", method.describe());
            }
        }
    }
    if !done {
        later.extend(rest);
    }
    put_back(subject, later);
    done
}
