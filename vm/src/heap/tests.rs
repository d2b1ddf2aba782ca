//! Tests of the heap with classes made by hand: allocation, collection, references, tables.
//!
//! The heap exists once per process, so the tests run one after another.

use super::*;
use crate::class::{Class, ClassRef, RefRun, ReferenceKind, Shape, ShapeKind};
use crate::meta::{self, Arena, Meta};
use crate::thread::{self, AttachOptions, Thread, monitor, safepoint};
use parking_lot::{Mutex, MutexGuard};
use std::sync::Once;

/// Offsets in the hand-made node class: two references, of which one is used, then an int.
const LEFT: usize = 8;
const VALUE: usize = 16;
/// Offsets in the hand-made Reference class.
const REFERENT: usize = 8;
const NEXT: usize = 12;
const DISCOVERED: usize = 16;
/// Offset of `vm_class` in the hand-made java.lang.Class.
const VM_CLASS: usize = 8;

/// Makes a class of which only what the collector reads is set.
pub(crate) fn class(shape: Shape, mirror_bytes: u32, statics: &[RefRun]) -> ClassRef {
    let place = Arena::raw(size_of::<Class>(), 16).cast::<Class>();
    // SAFETY: the place is fresh and large enough; the fields not written are never read here.
    unsafe {
        (&raw mut (*place).shape).write(shape);
        (&raw mut (*place).mirror_bytes).write(mirror_bytes);
        (&raw mut (*place).static_ref_runs).write(Arena::slice(statics));
        Meta::from_raw(place.addr() as u32)
    }
}

fn shape(kind: ShapeKind, log2_elem: u8, instance_bytes: u32, runs: &[RefRun]) -> Shape {
    let ref_runs = Arena::slice(runs);
    Shape { kind, log2_elem, reference_kind: ReferenceKind::None, instance_bytes, ref_runs }
}

struct Classes {
    node: ClassRef,
    nodes: ClassRef,
    bytes: ClassRef,
    longs: ClassRef,
    mirror: ClassRef,
    soft: ClassRef,
    weak: ClassRef,
    last: ClassRef,
    phantom: ClassRef,
}

fn classes() -> &'static Classes {
    static CLASSES: std::sync::OnceLock<Classes> = std::sync::OnceLock::new();
    CLASSES.get_or_init(|| {
        let reference = |kind| {
            let runs = [RefRun { offset: REFERENT as u32, count: 4 }];
            let mut shape = shape(ShapeKind::Reference, 0, 24, &runs);
            shape.reference_kind = kind;
            class(shape, 0, &[])
        };
        let node = [RefRun { offset: LEFT as u32, count: 2 }];
        Classes {
            node: class(shape(ShapeKind::Instance, 0, 32, &node), 0, &[]),
            nodes: class(shape(ShapeKind::RefArray, LOG_REF_BYTES, 0, &[]), 0, &[]),
            bytes: class(shape(ShapeKind::PrimArray, 0, 0, &[]), 0, &[]),
            longs: class(shape(ShapeKind::PrimArray, 3, 0, &[]), 0, &[]),
            mirror: class(shape(ShapeKind::Mirror, 0, 16, &[]), 0, &[]),
            soft: reference(ReferenceKind::Soft),
            weak: reference(ReferenceKind::Weak),
            last: reference(ReferenceKind::Final),
            phantom: reference(ReferenceKind::Phantom),
        }
    })
}

static MIRRORS: Mutex<Vec<ObjRef>> = Mutex::new(Vec::new());

fn mirror_roots(visitor: &mut dyn RootVisitor) {
    for mirror in MIRRORS.lock().iter() {
        visitor.object(*mirror);
    }
}

/// One test at a time, its OS thread attached.
pub(crate) struct Attached {
    pub(crate) thread: &'static Thread,
    _serial: MutexGuard<'static, ()>,
}

impl Drop for Attached {
    fn drop(&mut self) {
        thread::detach(self.thread);
    }
}

pub(crate) fn options(name: &str) -> AttachOptions {
    AttachOptions { name: name.to_string(), java_stack_bytes: 1 << 20, daemon: false }
}

pub(crate) fn attached() -> Attached {
    static START: Once = Once::new();
    static SERIAL: Mutex<()> = Mutex::new(());
    START.call_once(|| {
        meta::init().expect("metaspace");
        set_mirror_layout(VM_CLASS as u32);
        set_reference_layout(REFERENT as u32, NEXT as u32, DISCOVERED as u32);
        let config = HeapConfig {
            max_bytes: Some(64 << 20),
            initial_bytes: Some(16 << 20),
            verify: true,
            hook: Some(|event| println!("[gc] {event}")),
            ..HeapConfig::DEFAULT
        };
        init(&config).expect("heap");
        add_root_source(mirror_roots);
    });
    let serial = SERIAL.lock();
    let thread = thread::attach(&options("test")).expect("attach");
    // Whatever an earlier test left in registers and on the stack is not ours.
    scrub_stack();
    collect(thread);
    Attached { thread, _serial: serial }
}

pub(crate) fn new_node(thread: &Thread, value: i32) -> ObjRef {
    let node = alloc_instance(thread, classes().node).expect("room for a node");
    node.set_i32(VALUE, value);
    node
}

/// A list of `length` nodes, the last one made first.
#[inline(never)]
fn list(thread: &Thread, length: i32) -> ObjRef {
    let mut head = new_node(thread, 0);
    for value in 1..length {
        let node = new_node(thread, value);
        node.set_ref(LEFT, Some(head));
        head = node;
    }
    head
}

/// Makes `count` nodes of garbage.
#[inline(never)]
fn churn(thread: &Thread, count: i32) {
    for value in 0..count {
        new_node(thread, value);
    }
}

#[inline(never)]
fn check_list(mut node: ObjRef, length: i32) {
    for value in (1..length).rev() {
        assert_eq!(node.get_i32(VALUE), value);
        node = node.get_ref(LEFT).expect("list goes on");
    }
    assert_eq!(node.get_i32(VALUE), 0);
    assert!(node.get_ref(LEFT).is_none());
}

/// Overwrites the stack below, where references of finished calls may linger.
#[inline(never)]
pub(crate) fn scrub_stack() {
    let words = [0u64; 8192];
    std::hint::black_box(&words);
}

#[test]
fn objects_lie_where_references_reach() {
    let attached = attached();
    let t = attached.thread;
    let node = new_node(t, 7);
    let large = alloc_array(t, classes().bytes, 1 << 20).expect("large array");
    let mirror = alloc_mirror(t, classes().mirror, 128).expect("mirror");
    let mut maps = String::new();
    binding::mmtk().debug_print_vm_maps(&mut maps, None).expect("maps");
    println!("{maps}");
    for object in [node, large, mirror] {
        assert!((HEAP_START..HEAP_END).contains(&object.raw()), "{object:?}");
        assert_eq!(slot::decode(slot::encode(Some(object))), Some(object));
        assert_eq!(conservative::object_at(object.raw()), Some(object));
        assert_eq!(conservative::object_at(object.raw() + 12), Some(object));
    }
    assert_eq!(conservative::object_at(large.raw() + (1 << 20)), Some(large));
    assert_eq!(node.class(), classes().node);
    assert_eq!(large.array_length(), 1 << 20);
    assert_eq!(slot::decode(0), None);
}

#[test]
fn lists_survive_collections() {
    let attached = attached();
    let t = attached.thread;
    let head = list(t, 50_000);
    for round in 0..4 {
        collect(t);
        check_list(head, 50_000);
        churn(t, 200_000 * round);
        check_list(head, 50_000);
    }
    assert!(collection_count() >= 4);
    assert!(objects_checked() > 50_000);
}

#[test]
fn old_objects_remember_young_ones() {
    let attached = attached();
    let t = attached.thread;
    let array = alloc_array(t, classes().nodes, 5_000).expect("array");
    collect(t);
    for round in 0..8 {
        for index in 0..5_000 {
            let node = new_node(t, index as i32 + round);
            array.set_ref_element(index, Some(node));
        }
        churn(t, 300_000);
        for index in 0..5_000 {
            let node = array.ref_element(index).expect("element");
            assert_eq!(node.get_i32(VALUE), index as i32 + round);
        }
    }
}

#[test]
fn interior_pointers_keep_arrays() {
    let attached = attached();
    let t = attached.thread;
    let inside = {
        let array = alloc_array(t, classes().longs, 1_000).expect("array");
        for index in 0..1_000 {
            array.set_element(index, index as i64 * 3);
        }
        std::hint::black_box(array.at(ELEMENTS_OFFSET + 8 * 500).cast::<i64>())
    };
    scrub_stack();
    for _ in 0..3 {
        collect(t);
        churn(t, 100_000);
    }
    // SAFETY: the pointer keeps its array alive and in place.
    assert_eq!(unsafe { std::hint::black_box(inside).read() }, 1_500);
}

/// Carries a reference from one slot to another over collections. The optimiser would love to keep
/// the slot's value only.
#[inline(never)]
fn carry(t: &Thread, from: ObjRef, to: ObjRef) {
    let carried = from.get_ref(LEFT);
    from.set_ref(LEFT, None);
    collect(t);
    churn(t, 600_000);
    to.set_ref(LEFT, carried);
}

#[inline(never)]
fn short_list(t: &Thread, owner: ObjRef) {
    owner.set_ref(LEFT, Some(list(t, 100)));
}

#[test]
fn references_in_registers_are_seen() {
    let attached = attached();
    let t = attached.thread;
    let (from, to) = (new_node(t, 1), new_node(t, 2));
    for _ in 0..3 {
        short_list(t, from);
        scrub_stack();
        carry(t, from, to);
        collect(t);
        check_list(to.get_ref(LEFT).expect("carried"), 100);
    }
}

#[test]
fn hashes_move_with_objects() {
    let attached = attached();
    let t = attached.thread;
    let array = alloc_array(t, classes().nodes, 1_000).expect("array");
    let hashes: Vec<i32> = (0..1_000)
        .map(|index| {
            let node = new_node(t, index);
            array.set_ref_element(index as usize, Some(node));
            node.identity_hash()
        })
        .collect();
    let before: Vec<usize> =
        (0..1_000).map(|index| array.ref_element(index).expect("node").raw() ^ 1).collect();
    scrub_stack();
    churn(t, 1_500_000);
    collect(t);
    let mut moved = 0;
    for index in 0..1_000 {
        let node = array.ref_element(index).expect("node");
        assert_eq!(node.identity_hash(), hashes[index]);
        assert!(hashes[index] > 0);
        moved += usize::from(node.raw() ^ 1 != before[index]);
    }
    println!("{moved} of 1000 moved");
    assert!(moved > 0, "the test should see moving objects");
}

#[test]
fn globals_and_statics_are_roots() {
    let attached = attached();
    let t = attached.thread;
    let global = GlobalRef::new(list(t, 1_000));
    let runs = [RefRun { offset: 16, count: 2 }];
    let owner = class(shape(ShapeKind::Instance, 0, 16, &[]), 24, &runs);
    let mirror = alloc_mirror(t, classes().mirror, 24).expect("mirror");
    mirror.set_u32(VM_CLASS, owner.raw());
    MIRRORS.lock().push(mirror);
    mirror.set_ref(20, Some(list(t, 500)));
    scrub_stack();
    for _ in 0..3 {
        churn(t, 300_000);
        check_list(global.get().expect("global"), 1_000);
        check_list(mirror.get_ref(20).expect("static"), 500);
        collect(t);
    }
    mirror.set_ref(20, Some(list(t, 20)));
    churn(t, 600_000);
    check_list(mirror.get_ref(20).expect("static"), 20);
    global.delete();
    assert!(GlobalRef::NULL.get().is_none());
}

#[inline(never)]
fn references(t: &Thread, class: ClassRef, count: usize, keep: bool) -> (GlobalRef, GlobalRef) {
    let array = alloc_array(t, classes().nodes, count).expect("array");
    let kept = alloc_array(t, classes().nodes, count).expect("array");
    for index in 0..count {
        let reference = alloc_instance(t, class).expect("reference");
        array.set_ref_element(index, Some(reference));
        let referent = list(t, 3);
        reference.set_ref(REFERENT, Some(referent));
        if keep {
            kept.set_ref_element(index, Some(referent));
        }
    }
    (GlobalRef::new(array), GlobalRef::new(kept))
}

#[inline(never)]
fn count_cleared(references: GlobalRef) -> usize {
    let array = references.get().expect("array");
    (0..array.array_length())
        .filter(|&index| referent(array.ref_element(index).expect("reference")).is_none())
        .count()
}

#[inline(never)]
fn drain_pending() -> usize {
    let mut count = 0;
    let mut next = take_pending_list();
    while let Some(reference) = next {
        count += 1;
        next = reference.get_ref(DISCOVERED);
        reference.set_ref(DISCOVERED, None);
        assert_eq!(reference.get_ref(NEXT), Some(reference));
    }
    count
}

/// Stack words may keep a few referents alive.
const STRAY: usize = 20;

#[test]
fn weak_references_are_cleared() {
    let attached = attached();
    let t = attached.thread;
    drain_pending();
    for class in [classes().weak, classes().phantom] {
        let (kept, kept_list) = references(t, class, 500, true);
        let (dead, dead_list) = references(t, class, 500, false);
        scrub_stack();
        collect(t);
        assert_eq!(count_cleared(kept), 0);
        assert!(count_cleared(dead) >= 500 - STRAY, "{}", count_cleared(dead));
        assert!(has_pending_list());
        wait_for_pending_list(t);
        assert_eq!(drain_pending(), count_cleared(dead));
        [kept, kept_list, dead, dead_list].into_iter().for_each(GlobalRef::delete);
    }
}

#[test]
fn young_weak_references_are_cleared_by_young_collections() {
    let attached = attached();
    let t = attached.thread;
    drain_pending();
    let before = collection_count();
    let (dead, list_root) = references(t, classes().weak, 500, false);
    scrub_stack();
    churn(t, 1_200_000);
    assert!(collection_count() > before);
    assert!(count_cleared(dead) >= 500 - STRAY, "{}", count_cleared(dead));
    assert_eq!(drain_pending(), count_cleared(dead));
    [dead, list_root].into_iter().for_each(GlobalRef::delete);
}

#[test]
fn weak_references_to_mirrors_stay() {
    let attached = attached();
    let t = attached.thread;
    drain_pending();
    let reference = GlobalRef::new(alloc_instance(t, classes().weak).expect("reference"));
    let mirror = alloc_mirror(t, classes().mirror, 24).expect("mirror");
    reference.get().expect("reference").set_ref(REFERENT, Some(mirror));
    let large = alloc_array(t, classes().bytes, 100_000).expect("large array");
    let to_large = GlobalRef::new(alloc_instance(t, classes().weak).expect("reference"));
    to_large.get().expect("reference").set_ref(REFERENT, Some(large));
    churn(t, 1_200_000);
    assert_eq!(referent(reference.get().expect("reference")), Some(mirror));
    assert_eq!(referent(to_large.get().expect("reference")), Some(large));
    [reference, to_large].into_iter().for_each(GlobalRef::delete);
}

#[test]
fn soft_references_stay() {
    let attached = attached();
    let t = attached.thread;
    drain_pending();
    let (soft, unused) = references(t, classes().soft, 300, false);
    scrub_stack();
    collect(t);
    collect(t);
    assert_eq!(count_cleared(soft), 0);
    [soft, unused].into_iter().for_each(GlobalRef::delete);
}

#[test]
fn final_references_get_their_referents() {
    let attached = attached();
    let t = attached.thread;
    drain_pending();
    let (last, unused) = references(t, classes().last, 300, false);
    scrub_stack();
    collect(t);
    assert_eq!(count_cleared(last), 0);
    let pending = drain_pending();
    assert!(pending >= 300 - STRAY, "{pending}");
    let array = last.get().expect("array");
    for index in 0..300 {
        let reference = array.ref_element(index).expect("reference");
        check_list(referent(reference).expect("kept for its finalizer"), 3);
    }
    // Inactive references keep their referents like any object.
    collect(t);
    assert!(drain_pending() <= STRAY);
    assert_eq!(count_cleared(last), 0);
    [last, unused].into_iter().for_each(GlobalRef::delete);
}

static WEAK_TABLE: Mutex<Vec<RefSlot>> = Mutex::new(Vec::new());

#[inline(never)]
fn fill_weak_table(t: &Thread, kept: GlobalRef) {
    let array = kept.get().expect("array");
    for index in 0..400 {
        let node = new_node(t, index);
        if index % 2 == 0 {
            array.set_ref_element(index as usize, Some(node));
        }
        let slot = RefSlot::null();
        slot.store(Some(node), std::sync::atomic::Ordering::Relaxed);
        WEAK_TABLE.lock().push(slot);
    }
}

#[test]
fn weak_tables_drop_the_dead() {
    let attached = attached();
    let t = attached.thread;
    add_weak_table(|| WEAK_TABLE.lock().retain(update));
    let kept = GlobalRef::new(alloc_array(t, classes().nodes, 400).expect("array"));
    fill_weak_table(t, kept);
    scrub_stack();
    churn(t, 1_200_000);
    collect(t);
    let survivors = WEAK_TABLE.lock().len();
    assert!((200..200 + STRAY).contains(&survivors), "{survivors}");
    let even = WEAK_TABLE.lock().iter().all(|slot| {
        let node = slot.load(std::sync::atomic::Ordering::Relaxed).expect("alive");
        node.get_i32(VALUE) >= 0
    });
    assert!(even);
    WEAK_TABLE.lock().clear();
    kept.delete();
}

#[test]
fn exhaustion_is_an_error_and_passes() {
    let attached = attached();
    let t = attached.thread;
    assert_eq!(alloc_array(t, classes().longs, i32::MAX as usize), Err(OutOfMemory));
    let soft = references(t, classes().soft, 100, false).0;
    scrub_stack();
    for round in 0..3 {
        let hoard = GlobalRef::new(alloc_array(t, classes().nodes, 10_000).expect("array"));
        let mut got = 0;
        for index in 0..10_000 {
            match alloc_array(t, classes().bytes, 10_000) {
                Ok(array) => hoard.get().expect("hoard").set_ref_element(index, Some(array)),
                Err(OutOfMemory) => break,
            }
            got += 1;
        }
        println!("round {round}: {got} arrays of 10 kB");
        assert!((4_000..6_600).contains(&got), "{got}");
        hoard.delete();
        check_list(list(t, 1_000), 1_000);
    }
    println!("soft references cleared: {}", count_cleared(soft));
    assert!(count_cleared(soft) > 0, "soft references go before OutOfMemoryError");
    drain_pending();
    soft.delete();
}

#[test]
fn a_heap_nearly_full_fails_instead_of_thrashing() {
    let attached = attached();
    let t = attached.thread;
    let started = std::time::Instant::now();
    let hoard = GlobalRef::new(new_node(t, 0));
    let mut result = Ok(());
    for value in 1..4_000_000 {
        match alloc_instance(t, classes().node) {
            Ok(node) => {
                node.set_i32(VALUE, value);
                node.set_ref(LEFT, hoard.get());
                hoard.set(Some(node));
            }
            Err(error) => {
                result = Err(error);
                break;
            }
        }
    }
    assert_eq!(result, Err(OutOfMemory));
    hoard.delete();
    println!("full after {:?}", started.elapsed());
    check_list(list(t, 1_000), 1_000);
}

#[test]
fn arrays_are_copied() {
    let attached = attached();
    let t = attached.thread;
    let bytes = alloc_array(t, classes().bytes, 100).expect("array");
    for index in 0..100 {
        bytes.set_element(index, index as i8);
    }
    copy_elements(bytes, 0, bytes, 10, 90);
    assert_eq!(bytes.element::<i8>(99), 89);
    copy_elements(bytes, 10, bytes, 0, 90);
    assert_eq!(bytes.to_vec::<i8>()[..90], (0..90).collect::<Vec<i8>>());
    let nodes = alloc_array(t, classes().nodes, 100).expect("array");
    for index in 0..100 {
        nodes.set_ref_element(index, Some(new_node(t, index as i32)));
    }
    copy_elements(nodes, 0, nodes, 1, 99);
    copy_elements(nodes, 51, nodes, 50, 49);
    let value = |index| nodes.ref_element(index).expect("node").get_i32(VALUE);
    assert_eq!((value(0), value(1), value(49), value(50), value(98)), (0, 0, 48, 50, 98));
    let witness = nodes.cas_ref(ref_element(0), nodes.ref_element(5), None);
    assert_eq!(witness, Err(nodes.ref_element(0)));
    assert_eq!(nodes.swap_ref(ref_element(0), None).expect("old").get_i32(VALUE), 0);
}

#[test]
fn threads_allocate_together() {
    let attached = attached();
    let t = attached.thread;
    let workers: Vec<_> = (0..6)
        .map(|number| {
            std::thread::spawn(move || {
                let t = thread::attach(&options("worker")).expect("attach");
                let keep = list(t, 1_000 + number);
                for _ in 0..20 {
                    churn(t, 20_000);
                    check_list(keep, 1_000 + number);
                }
                thread::detach(t);
            })
        })
        .collect();
    safepoint::in_native(t, || {
        for worker in workers {
            worker.join().expect("worker");
        }
    });
}

#[test]
fn the_java_stack_is_scanned() {
    let attached = attached();
    let t = attached.thread;
    let top = t.java_sp.get();
    // SAFETY: the Java stack has room, and this thread has no frames on it.
    unsafe {
        top.write(list(t, 2_000).raw() as u64);
        t.java_sp.set(top.add(1));
    }
    scrub_stack();
    churn(t, 600_000);
    collect(t);
    // SAFETY: the object was kept by the word, and did not move.
    check_list(unsafe { ObjRef::from_raw(top.read() as usize) }, 2_000);
    t.java_sp.set(top);
}

#[test]
fn stress_collects_at_every_nth_allocation() {
    let attached = attached();
    let t = attached.thread;
    let before = collection_count();
    alloc::set_stress(50);
    let head = list(t, 2_000);
    let hash = head.identity_hash();
    check_list(head, 2_000);
    alloc::set_stress(0);
    assert!(collection_count() - before >= 40);
    assert_eq!(head.identity_hash(), hash);
    let _ = monitor::inflated_count();
}
