//! Notifications of memory beans: thresholds that are exceeded, and collections that happened.
//!
//! A thread of its own, started when somebody wants to know first, looks at each collection when it
//! is over and calls the beans, which notify their listeners. Usage is compared with its threshold
//! then, too: between collections nobody looks.

use super::jdk_internal_misc_signal::system_thread;
use super::management::{self, Pool, Usage};
use super::{gc_info, java_lang_thread};
use crate::class::wk;
use crate::error::{R, fatal};
use crate::heap::{GlobalRef, ObjRef, collection};
use crate::interp;
use crate::runtime::string;
use crate::runtime::value::Args;
use crate::thread::{AttachOptions, Thread, registry, safepoint};
use parking_lot::{Condvar, Mutex};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// What a threshold is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What is used.
    Usage,
    /// What was used after the last collection.
    Collection,
}

#[derive(Clone, Copy)]
struct Watch {
    pool: Pool,
    kind: Kind,
    /// Bytes; 0 while it is not set.
    threshold: i64,
    sensor: GlobalRef,
    /// The sensor has been triggered and not cleared.
    exceeded: bool,
}

struct State {
    watches: Vec<Watch>,
    started: bool,
    /// A collection is over that the thread has not looked at, or a threshold is new.
    pending: bool,
}

static STATE: Mutex<State> =
    Mutex::new(State { watches: Vec::new(), started: false, pending: false });
static NEWS: Condvar = Condvar::new();
static LISTENED: AtomicBool = AtomicBool::new(false);
static WANTED: AtomicBool = AtomicBool::new(false);

/// Tells the thread that a collection is over. Called with the world stopped.
pub fn collected() {
    if WANTED.load(Ordering::Relaxed) {
        STATE.lock().pending = true;
        NEWS.notify_one();
    }
}

/// Sets the sensor that is triggered when a threshold is exceeded.
pub(super) fn set_sensor(pool: Pool, kind: Kind, sensor: Option<ObjRef>) {
    let sensor = GlobalRef::new_opt(sensor);
    let watch = Watch { pool, kind, threshold: 0, sensor, exceeded: false };
    STATE.lock().watches.push(watch);
}

/// Sets a threshold, whose sensor has been set before.
pub(super) fn set_threshold(t: &Thread, pool: Pool, kind: Kind, bytes: i64) -> R<()> {
    start(t)?;
    let mut state = STATE.lock();
    let is_it = |watch: &&mut Watch| watch.pool == pool && watch.kind == kind;
    if let Some(watch) = state.watches.iter_mut().find(is_it) {
        watch.threshold = bytes;
    }
    state.pending = true;
    NEWS.notify_one();
    Ok(())
}

/// Whether the collector's bean has listeners.
pub(super) fn set_listened(t: &Thread, on: bool) -> R<()> {
    LISTENED.store(on, Ordering::Relaxed);
    if on { start(t) } else { Ok(()) }
}

/// Starts the thread, once.
fn start(t: &Thread) -> R<()> {
    if std::mem::replace(&mut STATE.lock().started, true) {
        return Ok(());
    }
    WANTED.store(true, Ordering::Relaxed);
    let name = "Notification Thread";
    let object = system_thread(t, name, 9)?;
    let options =
        AttachOptions { name: name.to_owned(), java_stack_bytes: 512 << 10, daemon: true };
    let prepare = |thread: &'static Thread| {
        if let Some(object) = thread.thread_obj.get() {
            java_lang_thread::bind(thread, object);
        }
    };
    if registry::spawn(t, options, 1 << 20, Some(object), prepare, watch_forever).is_err() {
        fatal("the thread for notifications could not be started");
    }
    Ok(())
}

fn watch_forever(t: &'static Thread) {
    let mut seen = collection::last().map(|last| last.event.id);
    loop {
        safepoint::in_native(t, || {
            let mut state = STATE.lock();
            while !state.pending {
                NEWS.wait(&mut state);
            }
            state.pending = false;
        });
        // What a listener throws is nobody's business but its own.
        let _ = check_thresholds(t);
        let last = collection::last().map(|last| last.event.id);
        if last != seen && LISTENED.load(Ordering::Relaxed) {
            let _ = notify_collection(t);
        }
        seen = last;
    }
}

fn check_thresholds(t: &Thread) -> R<()> {
    let watches = STATE.lock().watches.clone();
    for (index, watch) in watches.into_iter().enumerate() {
        let usage = match watch.kind {
            Kind::Usage => Some(watch.pool.usage()),
            Kind::Collection => watch.pool.collection_usage(),
        };
        let Some(usage) = usage else { continue };
        let exceeded = watch.threshold > 0 && usage.used >= watch.threshold;
        if exceeded != watch.exceeded {
            if let Some(watch) = STATE.lock().watches.get_mut(index) {
                watch.exceeded = exceeded;
            }
            set_off(t, watch.sensor, exceeded.then_some(usage))?;
        } else if exceeded && watch.kind == Kind::Collection {
            set_off(t, watch.sensor, Some(usage))?;
        }
    }
    Ok(())
}

/// Triggers a sensor, or clears it.
fn set_off(t: &Thread, sensor: GlobalRef, exceeded_by: Option<Usage>) -> R<()> {
    let class = management::class(t, "sun/management/Sensor")?;
    let (name, desc) = match exceeded_by {
        Some(_) => ("trigger", "(ILjava/lang/management/MemoryUsage;)V"),
        None => ("clear", "()V"),
    };
    let usage = exceeded_by.map(|usage| management::memory_usage(t, usage)).transpose()?;
    let args = Args::new().obj(sensor.get());
    let args = if usage.is_some() { args.int(1).obj(usage) } else { args };
    interp::call(t, wk::method_of(class, name, desc), args.slots()).map(drop)
}

const CREATE: &str = "(JLjava/lang/String;Ljava/lang/String;Ljava/lang/String;\
    Lcom/sun/management/GcInfo;)V";

/// Tells the listeners of the collector's bean about the last collection.
fn notify_collection(t: &Thread) -> R<()> {
    let Some(last) = collection::last() else { return Ok(()) };
    let Some(bean) = management::manager_bean(t, Pool::Heap)? else { return Ok(()) };
    let Some(info) = gc_info::of_collector(t, bean)? else { return Ok(()) };
    let action = if last.event.full { "end of major GC" } else { "end of minor GC" };
    let name = string::new(t, Pool::Heap.manager())?;
    let action = string::new(t, action)?;
    let cause = string::new(t, last.event.cause)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let args = Args::new()
        .obj(Some(bean))
        .long(now.as_millis() as i64)
        .obj(Some(name))
        .obj(Some(action))
        .obj(Some(cause))
        .obj(Some(info));
    let class = management::class(t, management::EXTENDED)?;
    let method = wk::method_of(class, "createGCNotification", CREATE);
    interp::call(t, method, args.slots()).map(drop)
}
