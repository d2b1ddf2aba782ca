//! Tests of monitors, parking, interrupts, starting and stopping threads.

use super::monitor::{self, NotOwner};
use super::park::{self, Woken};
use super::{Thread, registry, safepoint};
use crate::heap::tests::{Attached, attached, new_node, options, scrub_stack};
use crate::heap::{self, GlobalRef, ObjRef};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A thread that runs `body` with the object behind `lock`.
fn start(
    attached: &Attached,
    lock: GlobalRef,
    body: impl FnOnce(&'static Thread, ObjRef) + Send + 'static,
) -> &'static Thread {
    let run = move |t: &'static Thread| body(t, lock.get().expect("lock"));
    registry::spawn(attached.thread, options("child"), 1 << 20, None, |_| (), run).expect("spawn")
}

fn join_all(attached: &Attached) {
    registry::wait_for_non_daemons(attached.thread);
    assert_eq!(registry::count(), 1);
}

fn lock_object(attached: &Attached) -> GlobalRef {
    GlobalRef::new(new_node(attached.thread, 0))
}

/// Waits (in native) until `condition` holds.
fn eventually(t: &Thread, condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < Duration::from_secs(20), "never happened");
        safepoint::in_native(t, || std::thread::sleep(Duration::from_millis(1)));
    }
}

#[test]
fn locks_nest_and_know_their_owner() {
    let attached = attached();
    let t = attached.thread;
    let object = new_node(t, 0);
    assert_eq!(monitor::exit(t, object), Err(NotOwner));
    assert_eq!(monitor::notify(t, object), Err(NotOwner));
    assert_eq!(monitor::wait(t, object, None), Err(NotOwner));
    for _ in 0..20_000 {
        monitor::enter(t, object);
    }
    assert!(monitor::holds_lock(t, object));
    let hash = object.identity_hash();
    for _ in 0..20_000 {
        assert_eq!(monitor::exit(t, object), Ok(()));
    }
    assert!(!monitor::holds_lock(t, object));
    assert_eq!(monitor::exit(t, object), Err(NotOwner));
    assert_eq!(object.identity_hash(), hash);
    monitor::enter(t, object);
    assert_eq!(object.identity_hash(), hash);
    assert_eq!(monitor::exit(t, object), Ok(()));
    heap::collect(t);
    assert_eq!(object.identity_hash(), hash);
}

#[test]
fn contended_locks_exclude() {
    let attached = attached();
    let t = attached.thread;
    let lock = lock_object(&attached);
    for _ in 0..5 {
        start(&attached, lock, |t, object| {
            for round in 0..4_000 {
                monitor::enter(t, object);
                if round % 7 == 0 {
                    monitor::enter(t, object);
                }
                let seen = object.get_i32(16);
                if round % 64 == 0 {
                    heap::collect(t);
                }
                new_node(t, seen);
                object.set_i32(16, seen + 1);
                if round % 7 == 0 {
                    monitor::exit(t, object).expect("owner");
                }
                monitor::exit(t, object).expect("owner");
                t.poll();
            }
        });
    }
    join_all(&attached);
    assert_eq!(lock.get().expect("lock").get_i32(16), 20_000);
    scrub_stack();
    heap::collect(t);
    assert_eq!(monitor::inflated_count(), 0, "idle monitors are deflated");
    lock.delete();
}

#[test]
fn waiting_threads_are_notified() {
    let attached = attached();
    let t = attached.thread;
    let lock = lock_object(&attached);
    let woken = Arc::new(AtomicUsize::new(0));
    let waiting = Arc::new(AtomicUsize::new(0));
    for _ in 0..4 {
        let (woken, waiting) = (woken.clone(), waiting.clone());
        start(&attached, lock, move |t, object| {
            monitor::enter(t, object);
            monitor::enter(t, object);
            waiting.fetch_add(1, Ordering::SeqCst);
            assert_eq!(monitor::wait(t, object, None), Ok(Woken::Notified));
            woken.fetch_add(1, Ordering::SeqCst);
            assert!(monitor::holds_lock(t, object));
            monitor::exit(t, object).expect("owner");
            monitor::exit(t, object).expect("owner");
        });
    }
    eventually(t, || waiting.load(Ordering::SeqCst) == 4);
    let object = lock.get().expect("lock");
    heap::collect(t);
    monitor::enter(t, object);
    assert_eq!(monitor::notify(t, object), Ok(()));
    monitor::exit(t, object).expect("owner");
    eventually(t, || woken.load(Ordering::SeqCst) == 1);
    safepoint::in_native(t, || std::thread::sleep(Duration::from_millis(30)));
    assert_eq!(woken.load(Ordering::SeqCst), 1);
    monitor::enter(t, object);
    assert_eq!(monitor::notify_all(t, object), Ok(()));
    monitor::exit(t, object).expect("owner");
    join_all(&attached);
    assert_eq!(woken.load(Ordering::SeqCst), 4);
    lock.delete();
}

#[test]
fn waits_time_out_and_are_interrupted() {
    let attached = attached();
    let t = attached.thread;
    let lock = lock_object(&attached);
    let object = lock.get().expect("lock");
    monitor::enter(t, object);
    let started = Instant::now();
    let wait = monitor::wait(t, object, Some(Duration::from_millis(20)));
    assert_eq!(wait, Ok(Woken::TimedOut));
    assert!(started.elapsed() >= Duration::from_millis(20));
    park::interrupt(t);
    assert_eq!(monitor::wait(t, object, None), Ok(Woken::Interrupted));
    assert!(!park::is_interrupted(t));
    monitor::exit(t, object).expect("owner");
    let child = start(&attached, lock, |t, object| {
        monitor::enter(t, object);
        assert_eq!(monitor::wait(t, object, None), Ok(Woken::Interrupted));
        assert!(!park::is_interrupted(t));
        monitor::exit(t, object).expect("owner");
        assert_eq!(park::sleep(t, Duration::from_secs(60)), Woken::Interrupted);
    });
    for _ in 0..2 {
        safepoint::in_native(t, || std::thread::sleep(Duration::from_millis(30)));
        park::interrupt(child);
    }
    join_all(&attached);
    lock.delete();
}

#[test]
fn parking_follows_permits() {
    let attached = attached();
    let t = attached.thread;
    park::unpark(t);
    park::park(t, None);
    let started = Instant::now();
    park::park(t, park::deadline_after(Duration::from_millis(20)));
    assert!(started.elapsed() >= Duration::from_millis(20));
    park::interrupt(t);
    park::park(t, None);
    assert!(park::take_interrupt(t));
    assert_eq!(park::sleep(t, Duration::from_millis(5)), Woken::TimedOut);
    let lock = lock_object(&attached);
    let steps = Arc::new(AtomicU32::new(0));
    let seen = steps.clone();
    let child = start(&attached, lock, move |t, _| {
        for step in 1..=100 {
            while steps.load(Ordering::SeqCst) < step {
                park::park(t, None);
            }
        }
    });
    for _ in 0..100 {
        seen.fetch_add(1, Ordering::SeqCst);
        park::unpark(child);
        heap::alloc_instance(t, lock.get().expect("lock").class()).expect("room");
    }
    join_all(&attached);
    lock.delete();
}

#[test]
fn the_world_stops_for_operations() {
    let attached = attached();
    let t = attached.thread;
    let lock = lock_object(&attached);
    let counter = Arc::new(AtomicUsize::new(0));
    let stop = Arc::new(AtomicU32::new(0));
    for _ in 0..3 {
        let (counter, stop) = (counter.clone(), stop.clone());
        start(&attached, lock, move |t, _| {
            while stop.load(Ordering::Relaxed) == 0 {
                counter.fetch_add(1, Ordering::Relaxed);
                new_node(t, 1);
                t.poll();
            }
        });
    }
    for _ in 0..50 {
        safepoint::vm_operation(t, |threads| {
            assert_eq!(threads.len(), 4);
            let before = counter.load(Ordering::SeqCst);
            std::thread::sleep(Duration::from_micros(200));
            assert_eq!(counter.load(Ordering::SeqCst), before);
        });
        new_node(t, 2);
    }
    stop.store(1, Ordering::Relaxed);
    join_all(&attached);
    lock.delete();
}

#[test]
fn threads_know_their_stacks() {
    let attached = attached();
    let t = attached.thread;
    assert!(!t.native_stack_low());
    assert!(t.java_limit.get() > t.java_base.get());
    assert_eq!(t.name(), "test");
    assert!(t.os_id() > 0);
    let reached = Arc::new(AtomicU32::new(0));
    let depth = reached.clone();
    fn descend(t: &Thread, depth: u32) -> u32 {
        let frame = [depth; 64];
        if std::hint::black_box(&frame).len() == 64 && t.native_stack_low() {
            return depth;
        }
        descend(t, depth + 1).max(frame[3])
    }
    let lock = lock_object(&attached);
    let child = start(&attached, lock, move |t, object| {
        depth.store(descend(t, 0), Ordering::SeqCst);
        assert!(t.thread_obj.get().is_none());
        assert_eq!(object.get_i32(16), 0);
    });
    join_all(&attached);
    assert!(!child.is_attached());
    assert!(reached.load(Ordering::SeqCst) > 500);
    lock.delete();
}
