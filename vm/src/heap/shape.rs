//! How the collector reads a class: sizes of objects and where their references are.

use super::layout;
use super::object::{CLASS_OFFSET, ELEMENTS_OFFSET, OBJECT_ALIGN, ObjRef};
use super::slot::REF_BYTES;
use crate::class::{Class, RefRun, ReferenceKind, ShapeKind};
use crate::meta::Meta;

/// The class at the other end of an object's header.
#[inline(always)]
pub(super) fn class_of(object: ObjRef) -> &'static Class {
    object.class().get()
}

/// The class handle as a number, for checking.
pub(super) fn raw_class(object: ObjRef) -> u32 {
    object.get_u32(CLASS_OFFSET)
}

/// log2 of the element size of an array.
#[inline(always)]
pub(super) fn log2_elem(array: ObjRef) -> u8 {
    class_of(array).shape.log2_elem
}

/// Whether the object is an array of references.
#[inline(always)]
pub(super) fn is_ref_array(object: ObjRef) -> bool {
    class_of(object).shape.kind == ShapeKind::RefArray
}

/// Bytes of an array with `length` elements of `1 << log2` bytes.
#[inline(always)]
pub fn array_bytes(length: usize, log2: u8) -> usize {
    (ELEMENTS_OFFSET + (length << log2)).next_multiple_of(OBJECT_ALIGN)
}

/// The class whose statics a mirror carries; none for primitives and before it is linked.
fn mirrored(mirror: ObjRef) -> Option<&'static Class> {
    let raw = mirror.get_u32(layout::vm_class_offset());
    // SAFETY: the injected field holds zero or a class handle.
    unsafe { Meta::<Class>::from_raw_opt(raw) }.map(Meta::get)
}

/// Size of an object in bytes.
#[inline]
pub(super) fn size_of_object(object: ObjRef) -> usize {
    let class = class_of(object);
    match class.shape.kind {
        ShapeKind::Instance | ShapeKind::Reference => class.shape.instance_bytes as usize,
        ShapeKind::RefArray | ShapeKind::PrimArray => {
            array_bytes(object.array_length(), class.shape.log2_elem)
        }
        ShapeKind::Mirror => {
            let with_statics = mirrored(object).map_or(0, |class| class.mirror_bytes);
            class.shape.instance_bytes.max(with_statics) as usize
        }
    }
}

#[inline(always)]
fn visit_runs(object: ObjRef, runs: &[RefRun], visit: &mut impl FnMut(usize)) {
    for run in runs {
        let start = object.raw() + run.offset as usize;
        for index in 0..run.count as usize {
            visit(start + index * REF_BYTES);
        }
    }
}

/// What a walk met: an ordinary object or a `java.lang.ref.Reference`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Walked {
    /// All its slots have been visited.
    Whole,
    /// All its slots except the referent have been visited.
    ExceptReferent(ReferenceKind),
}

/// Calls `visit` with the address of each strong reference slot of `object`.
#[inline]
pub(super) fn visit_slots(object: ObjRef, mut visit: impl FnMut(usize)) -> Walked {
    let class = class_of(object);
    match class.shape.kind {
        ShapeKind::PrimArray => {}
        ShapeKind::RefArray => {
            let start = object.raw() + ELEMENTS_OFFSET;
            for index in 0..object.array_length() {
                visit(start + index * REF_BYTES);
            }
        }
        ShapeKind::Instance => visit_runs(object, &class.shape.ref_runs, &mut visit),
        ShapeKind::Mirror => {
            visit_runs(object, &class.shape.ref_runs, &mut visit);
            if let Some(mirrored) = mirrored(object) {
                visit_runs(object, &mirrored.static_ref_runs, &mut visit);
            }
        }
        ShapeKind::Reference => {
            let referent = object.raw() + layout::referent_offset();
            visit_runs(object, &class.shape.ref_runs, &mut |slot| {
                if slot != referent {
                    visit(slot);
                }
            });
            return Walked::ExceptReferent(class.shape.reference_kind);
        }
    }
    Walked::Whole
}
