//! Boxes of primitive values (JLS 5.1.7), as reflection and method handles need them.

use super::{alloc, throw, value};
use crate::class::wk::{self, off};
use crate::class::{ClassRef, Kind};
use crate::error::R;
use crate::heap::ObjRef;
use crate::thread::Thread;

/// The kind whose box class this is.
pub fn kind_of_box(class: ClassRef) -> Option<Kind> {
    Kind::PRIMITIVES.into_iter().find(|&kind| kind != Kind::Void && wk::box_class(kind) == class)
}

fn value_offset(kind: Kind) -> usize {
    match kind {
        Kind::Bool => off::boolean_value(),
        Kind::Byte => off::byte_value(),
        Kind::Char => off::char_value(),
        Kind::Short => off::short_value(),
        Kind::Int => off::int_value(),
        Kind::Float => off::float_value(),
        Kind::Long => off::long_value(),
        Kind::Double => off::double_value(),
        Kind::Ref | Kind::Void => unreachable!("no box of {}", kind.name()),
    }
}

/// A fresh box of the slot; references pass unchanged and void becomes null.
pub fn box_word(t: &Thread, kind: Kind, word: u64) -> R<Option<ObjRef>> {
    match kind {
        Kind::Ref => Ok(value::to_ref(word)),
        Kind::Void => Ok(None),
        _ => {
            let object = alloc::instance(t, wk::box_class(kind))?;
            value::store(object, value_offset(kind), kind, word);
            Ok(Some(object))
        }
    }
}

/// Kind and slot inside a box; none when `object` is no box.
pub fn unbox(object: ObjRef) -> Option<(Kind, u64)> {
    let kind = kind_of_box(object.class())?;
    Some((kind, value::load(object, value_offset(kind), kind)))
}

/// Widening primitive conversion (JLS 5.1.2) of a slot; none when it is not a widening one.
pub fn widen(from: Kind, to: Kind, word: u64) -> Option<u64> {
    let int = word as u32 as i32;
    let long = word as i64;
    Some(match (from, to) {
        _ if from == to => word,
        (Kind::Byte, Kind::Short | Kind::Int)
        | (Kind::Short, Kind::Int)
        | (Kind::Char, Kind::Int) => word,
        (Kind::Byte | Kind::Short | Kind::Char | Kind::Int, Kind::Long) => i64::from(int) as u64,
        (Kind::Byte | Kind::Short | Kind::Char | Kind::Int, Kind::Float) => {
            u64::from((int as f32).to_bits())
        }
        (Kind::Byte | Kind::Short | Kind::Char | Kind::Int, Kind::Double) => {
            f64::from(int).to_bits()
        }
        (Kind::Long, Kind::Float) => u64::from((long as f32).to_bits()),
        (Kind::Long, Kind::Double) => (long as f64).to_bits(),
        (Kind::Float, Kind::Double) => f64::from(f32::from_bits(word as u32)).to_bits(),
        _ => return None,
    })
}

/// Unboxes `object` and widens it to `kind`; IllegalArgumentException when that cannot be.
pub fn unbox_as(t: &Thread, object: Option<ObjRef>, kind: Kind) -> R<u64> {
    if kind == Kind::Ref {
        return Ok(value::of_ref(object));
    }
    object.and_then(unbox).and_then(|(from, word)| widen(from, kind, word)).ok_or_else(|| {
        throw::new(t, "java/lang/IllegalArgumentException", "argument type mismatch")
    })
}
