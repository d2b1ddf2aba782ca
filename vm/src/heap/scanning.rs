//! Tracing for MMTk: the slots of an object, the roots of a thread, the roots of the VM.

use super::binding::{Cortado, mmtk};
use super::reference::{self, Treatment};
use super::shape::{self, Walked};
use super::slot::HeapSlot;
use super::{ObjRef, conservative, layout, roots, weak};
use crate::thread::Thread;
use mmtk::Mutator;
use mmtk::scheduler::GCWorker;
use mmtk::util::{ObjectReference, VMWorkerThread};
use mmtk::vm::slot::Slot;
use mmtk::vm::{ObjectTracer, ObjectTracerContext, RootsWorkFactory, Scanning, SlotVisitor};

/// Roots per work packet.
const PACKET: usize = 4096;

/// Arrays with more references than this are traced slot by slot. MMTk's way, to collect the slots
/// of many objects before it follows them, takes 8 bytes for each of their 4, null or not: twice the
/// size of the heap when all is in large arrays.
const COLLECTED_SLOTS_MAX: usize = 1024;

/// See the module.
pub struct VmScanning;

impl Scanning<Cortado> for VmScanning {
    #[inline]
    fn support_slot_enqueuing(_tls: VMWorkerThread, object: ObjectReference) -> bool {
        let object = ObjRef::from_mmtk(object);
        !shape::is_ref_array(object) || object.array_length() <= COLLECTED_SLOTS_MAX
    }

    fn scan_object_and_trace_edges<T: ObjectTracer>(
        _tls: VMWorkerThread,
        object: ObjectReference,
        tracer: &mut T,
    ) {
        let walked = shape::visit_slots(ObjRef::from_mmtk(object), |slot| {
            let slot = HeapSlot::new(slot);
            let Some(target) = slot.load() else { return };
            let there = tracer.trace_object(target);
            if there != target {
                slot.store(there);
            }
        });
        debug_assert_eq!(walked, Walked::Whole, "only arrays are traced slot by slot");
    }

    fn scan_object<V: SlotVisitor<HeapSlot>>(
        _tls: VMWorkerThread,
        object: ObjectReference,
        visitor: &mut V,
    ) {
        let object = ObjRef::from_mmtk(object);
        let walked = shape::visit_slots(object, |slot| visitor.visit_slot(HeapSlot::new(slot)));
        if let Walked::ExceptReferent(kind) = walked
            && reference::discover(object, kind) == Treatment::Strong
        {
            visitor.visit_slot(HeapSlot::new(object.raw() + layout::referent_offset()));
        }
    }

    fn notify_initial_thread_scan_complete(_partial_scan: bool, _tls: VMWorkerThread) {}

    fn scan_roots_in_mutator_thread(
        _tls: VMWorkerThread,
        mutator: &'static mut Mutator<Cortado>,
        mut factory: impl RootsWorkFactory<HeapSlot>,
    ) {
        use mmtk::MutatorContext;
        let thread: &Thread = super::binding::thread_of(mutator.get_tls().0);
        let mut nodes = Vec::with_capacity(256);
        conservative::scan_thread(thread, |object| {
            nodes.push(object.to_mmtk());
            if nodes.len() == PACKET {
                factory.create_process_pinning_roots_work(std::mem::take(&mut nodes));
            }
        });
        if !nodes.is_empty() {
            factory.create_process_pinning_roots_work(nodes);
        }
    }

    fn scan_vm_specific_roots(_tls: VMWorkerThread, mut factory: impl RootsWorkFactory<HeapSlot>) {
        let mut collector = Collector { nodes: Vec::new(), slots: Vec::new() };
        roots::visit_all(&mut collector);
        if !collector.nodes.is_empty() {
            factory.create_process_pinning_roots_work(collector.nodes);
        }
        for slots in collector.slots.chunks(PACKET) {
            factory.create_process_roots_work(slots.to_vec());
        }
    }

    fn supports_return_barrier() -> bool {
        false
    }

    fn prepare_for_roots_re_scanning() {}

    fn process_weak_refs(
        worker: &mut GCWorker<Cortado>,
        tracer: impl ObjectTracerContext<Cortado>,
    ) -> bool {
        if reference::process(worker, &tracer, mmtk()) {
            return true;
        }
        weak::process();
        false
    }
}

struct Collector {
    nodes: Vec<ObjectReference>,
    slots: Vec<HeapSlot>,
}

impl roots::RootVisitor for Collector {
    fn object(&mut self, object: ObjRef) {
        self.nodes.push(object.to_mmtk());
    }

    fn slot(&mut self, slot: &super::slot::RefSlot) {
        if slot.load(std::sync::atomic::Ordering::Relaxed).is_some() {
            self.slots.push(HeapSlot::new(slot.address()));
        }
    }
}
