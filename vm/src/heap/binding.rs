//! The MMTk binding: the types and constants that MMTk asks for, and copying of objects.

use super::collection::VmCollection;
use super::object::{CLASS_OFFSET, OBJECT_ALIGN, ObjRef};
use super::scanning::VmScanning;
use super::shape;
use super::slot::HeapSlot;
use crate::thread::{Thread, registry};
use mmtk::util::copy::{CopySemantics, GCWorkerCopyContext};
use mmtk::util::{Address, ObjectReference, VMMutatorThread, VMThread, VMWorkerThread};
use mmtk::vm::slot::UnimplementedMemorySlice;
use mmtk::vm::*;
use mmtk::{MMTK, Mutator};
use std::sync::OnceLock;

/// The type that ties Cortado's traits together for MMTk.
#[derive(Default)]
pub struct Cortado;

static MMTK_INSTANCE: OnceLock<&'static MMTK<Cortado>> = OnceLock::new();

pub(super) fn set_mmtk(instance: &'static MMTK<Cortado>) -> Result<(), &'static MMTK<Cortado>> {
    MMTK_INSTANCE.set(instance)
}

/// The one MMTk instance.
pub(super) fn mmtk() -> &'static MMTK<Cortado> {
    MMTK_INSTANCE.get().expect("the heap is initialised first")
}

/// Whether `init` has run.
pub(super) fn is_initialised() -> bool {
    MMTK_INSTANCE.get().is_some()
}

impl VMBinding for Cortado {
    type VMObjectModel = VmObjectModel;
    type VMScanning = VmScanning;
    type VMCollection = VmCollection;
    type VMActivePlan = VmActivePlan;
    type VMReferenceGlue = VmReferenceGlue;
    type VMSlot = HeapSlot;
    type VMMemorySlice = UnimplementedMemorySlice<HeapSlot>;

    const ALIGNMENT_VALUE: u8 = 0;
    const MIN_ALIGNMENT: usize = OBJECT_ALIGN;
    const MAX_ALIGNMENT: usize = OBJECT_ALIGN;
    const USE_ALLOCATION_OFFSET: bool = false;
    const ALLOC_END_ALIGNMENT: usize = OBJECT_ALIGN;
}

/// Where MMTk finds its per-object metadata, and how an object is measured and copied.
pub struct VmObjectModel;

impl ObjectModel<Cortado> for VmObjectModel {
    // All bits are on the side. Only the forwarding pointer is in the object: it overwrites the
    // header of the copy that is left behind.
    const GLOBAL_LOG_BIT_SPEC: VMGlobalLogBitSpec = VMGlobalLogBitSpec::side_first();
    const LOCAL_FORWARDING_POINTER_SPEC: VMLocalForwardingPointerSpec =
        VMLocalForwardingPointerSpec::in_header(CLASS_OFFSET as isize);
    const LOCAL_FORWARDING_BITS_SPEC: VMLocalForwardingBitsSpec =
        VMLocalForwardingBitsSpec::side_first();
    const LOCAL_MARK_BIT_SPEC: VMLocalMarkBitSpec =
        VMLocalMarkBitSpec::side_after(Self::LOCAL_FORWARDING_BITS_SPEC.as_spec());
    const LOCAL_LOS_MARK_NURSERY_SPEC: VMLocalLOSMarkNurserySpec =
        VMLocalLOSMarkNurserySpec::side_after(Self::LOCAL_MARK_BIT_SPEC.as_spec());

    const VM_WORST_CASE_COPY_EXPANSION: f64 = 1.0;
    const UNIFIED_OBJECT_REFERENCE_ADDRESS: bool = true;
    const OBJECT_REF_OFFSET_LOWER_BOUND: isize = 0;

    fn copy(
        from: ObjectReference,
        semantics: CopySemantics,
        copy_context: &mut GCWorkerCopyContext<Cortado>,
    ) -> ObjectReference {
        let bytes = shape::size_of_object(ObjRef::from_mmtk(from));
        let to = copy_context.alloc_copy(from, bytes, OBJECT_ALIGN, 0, semantics);
        // SAFETY: `to` is a fresh region of `bytes` bytes; mutators are stopped, and the header of
        // `from` is overwritten only after this copy.
        unsafe {
            std::ptr::copy_nonoverlapping(
                from.to_raw_address().to_ptr::<u64>(),
                to.to_mut_ptr::<u64>(),
                bytes / size_of::<u64>(),
            );
        }
        // SAFETY: allocation for copying does not fail.
        let to = unsafe { ObjectReference::from_raw_address_unchecked(to) };
        copy_context.post_copy(to, bytes, semantics);
        to
    }

    fn copy_to(_from: ObjectReference, _to: ObjectReference, _region: Address) -> Address {
        unreachable!("only mark-compact plans copy to a given place")
    }

    fn get_reference_when_copied_to(_from: ObjectReference, to: Address) -> ObjectReference {
        // SAFETY: `to` is where an object will be.
        unsafe { ObjectReference::from_raw_address_unchecked(to) }
    }

    fn get_current_size(object: ObjectReference) -> usize {
        shape::size_of_object(ObjRef::from_mmtk(object))
    }

    fn get_size_when_copied(object: ObjectReference) -> usize {
        Self::get_current_size(object)
    }

    fn get_align_when_copied(_object: ObjectReference) -> usize {
        OBJECT_ALIGN
    }

    fn get_align_offset_when_copied(_object: ObjectReference) -> usize {
        0
    }

    fn get_type_descriptor(_reference: ObjectReference) -> &'static [i8] {
        &[]
    }

    fn ref_to_object_start(object: ObjectReference) -> Address {
        object.to_raw_address()
    }

    fn ref_to_header(object: ObjectReference) -> Address {
        object.to_raw_address()
    }

    fn dump_object(object: ObjectReference) {
        let object = ObjRef::from_mmtk(object);
        eprintln!("{object:?}: class handle {:#x}", shape::raw_class(object));
    }
}

/// Lists the mutators for MMTk.
pub struct VmActivePlan;

impl ActivePlan<Cortado> for VmActivePlan {
    fn is_mutator(tls: VMThread) -> bool {
        !tls.0.is_null() && tls != worker().0
    }

    fn mutator(tls: VMMutatorThread) -> &'static mut Mutator<Cortado> {
        // SAFETY: MMTk asks for mutators that it was told of, and does not use one twice at once.
        unsafe { thread_of(tls.0).mutator() }
    }

    fn mutators<'a>() -> Box<dyn Iterator<Item = &'a mut Mutator<Cortado>> + 'a> {
        // SAFETY: called while mutators are stopped.
        Box::new(registry::threads().into_iter().map(|thread| unsafe { thread.mutator() }))
    }

    fn number_of_mutators() -> usize {
        registry::count()
    }
}

/// The thread that an MMTk thread pointer stands for.
pub(super) fn thread_of(tls: VMThread) -> &'static Thread {
    debug_assert!(VmActivePlan::is_mutator(tls));
    // SAFETY: non-null pointers given to MMTk are those of threads, which are never freed.
    unsafe { &*tls.0.to_address().to_ptr::<Thread>() }
}

/// The MMTk name of a thread.
pub(super) fn tls_of(thread: &Thread) -> VMMutatorThread {
    let address = Address::from_ptr(std::ptr::from_ref(thread));
    VMMutatorThread(VMThread(mmtk::util::OpaquePointer::from_address(address)))
}

/// The MMTk name of collector threads: not null, as MMTk insists, and no mutator's.
pub(super) fn worker() -> VMWorkerThread {
    static MARKER: u64 = 0;
    VMWorkerThread(VMThread(mmtk::util::OpaquePointer::from_address(Address::from_ref(&MARKER))))
}

/// MMTk's own reference processing is switched off; ours is in `reference`.
pub struct VmReferenceGlue;

impl ReferenceGlue<Cortado> for VmReferenceGlue {
    type FinalizableType = ObjectReference;

    fn clear_referent(_reference: ObjectReference) {
        unreachable!("no_reference_types is set")
    }
    fn get_referent(_reference: ObjectReference) -> Option<ObjectReference> {
        unreachable!("no_reference_types is set")
    }
    fn set_referent(_reference: ObjectReference, _referent: ObjectReference) {
        unreachable!("no_reference_types is set")
    }
    fn enqueue_references(_references: &[ObjectReference], _tls: VMWorkerThread) {
        unreachable!("no_reference_types is set")
    }
}
