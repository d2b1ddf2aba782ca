//! `java.lang.reflect.Array`.

use super::reflection::{self, MISMATCH, illegal_argument};
use super::support;
use crate::class::{ClassRef, Kind};
use crate::error::{R, Thrown};
use crate::heap::{ELEMENTS_OFFSET, ObjRef};
use crate::link::loader;
use crate::natives;
use crate::runtime::{alloc, boxing, throw, value};
use crate::thread::Thread;

natives! { "java/lang/reflect/Array";
    "getLength(Ljava/lang/Object;)I" => get_length;
    "get(Ljava/lang/Object;I)Ljava/lang/Object;" => get;
    "getBoolean(Ljava/lang/Object;I)Z" => get_boolean;
    "getByte(Ljava/lang/Object;I)B" => get_byte;
    "getChar(Ljava/lang/Object;I)C" => get_char;
    "getShort(Ljava/lang/Object;I)S" => get_short;
    "getInt(Ljava/lang/Object;I)I" => get_int;
    "getLong(Ljava/lang/Object;I)J" => get_long;
    "getFloat(Ljava/lang/Object;I)F" => get_float;
    "getDouble(Ljava/lang/Object;I)D" => get_double;
    "set(Ljava/lang/Object;ILjava/lang/Object;)V" => set;
    "setBoolean(Ljava/lang/Object;IZ)V" => set_boolean;
    "setByte(Ljava/lang/Object;IB)V" => set_byte;
    "setChar(Ljava/lang/Object;IC)V" => set_char;
    "setShort(Ljava/lang/Object;IS)V" => set_short;
    "setInt(Ljava/lang/Object;II)V" => set_int;
    "setLong(Ljava/lang/Object;IJ)V" => set_long;
    "setFloat(Ljava/lang/Object;IF)V" => set_float;
    "setDouble(Ljava/lang/Object;ID)V" => set_double;
    "newArray(Ljava/lang/Class;I)Ljava/lang/Object;" => new_array;
    "multiNewArray(Ljava/lang/Class;[I)Ljava/lang/Object;" => multi_new_array;
}

/// An array argument and the kind of its elements.
fn array_arg(t: &Thread, array: Option<ObjRef>) -> R<(ObjRef, ClassRef)> {
    let array = support::required(t, array)?;
    let component = array.class().component;
    let component = component.ok_or_else(|| illegal_argument(t, "Argument is not an array"))?;
    Ok((array, component))
}

/// An array of primitives.
fn primitive_array_arg(t: &Thread, array: Option<ObjRef>) -> R<(ObjRef, Kind)> {
    let (array, component) = array_arg(t, array)?;
    if !component.is_primitive() {
        let message = "Argument is not an array of primitive type";
        return Err(illegal_argument(t, message));
    }
    Ok((array, component.kind))
}

fn check_index(t: &Thread, array: ObjRef, index: i32) -> R<usize> {
    match usize::try_from(index) {
        Ok(index) if index < array.array_length() => Ok(index),
        _ => Err(throw::bare(t, "java/lang/ArrayIndexOutOfBoundsException")),
    }
}

fn element_offset(kind: Kind, index: usize) -> usize {
    ELEMENTS_OFFSET + index * kind.bytes()
}

fn get_length(t: &Thread, array: Option<ObjRef>) -> R<i32> {
    let (array, _) = array_arg(t, array)?;
    Ok(array.array_length() as i32)
}

fn get(t: &Thread, array: Option<ObjRef>, index: i32) -> R<Option<ObjRef>> {
    let (array, component) = array_arg(t, array)?;
    let index = check_index(t, array, index)?;
    let kind = component.kind;
    boxing::box_word(t, kind, value::load(array, element_offset(kind, index), kind))
}

/// An element widened to `kind`.
fn get_as(t: &Thread, array: Option<ObjRef>, index: i32, kind: Kind) -> R<u64> {
    let (array, from) = primitive_array_arg(t, array)?;
    let index = check_index(t, array, index)?;
    let word = value::load(array, element_offset(from, index), from);
    boxing::widen(from, kind, word).ok_or_else(|| illegal_argument(t, MISMATCH))
}

/// Stores a value of `kind`, widened to the element's kind.
fn set_as(t: &Thread, array: Option<ObjRef>, index: i32, (kind, word): (Kind, u64)) -> R<()> {
    let (array, to) = primitive_array_arg(t, array)?;
    let index = check_index(t, array, index)?;
    let word = boxing::widen(kind, to, word).ok_or_else(|| illegal_argument(t, MISMATCH))?;
    value::store(array, element_offset(to, index), to, word);
    Ok(())
}

macro_rules! typed_accessors {
    ($($get:ident $set:ident $type:ty = $kind:ident, $from:expr, $to:expr;)*) => { $(
        fn $get(t: &Thread, array: Option<ObjRef>, index: i32) -> R<$type> {
            let convert: fn(u64) -> $type = $from;
            get_as(t, array, index, Kind::$kind).map(convert)
        }
        fn $set(t: &Thread, array: Option<ObjRef>, index: i32, value: $type) -> R<()> {
            let convert: fn($type) -> u64 = $to;
            set_as(t, array, index, (Kind::$kind, convert(value)))
        }
    )* };
}

typed_accessors! {
    get_boolean set_boolean bool = Bool, |w| w as u32 & 1 != 0, u64::from;
    get_byte set_byte i8 = Byte, |w| w as i8, |v| value::of_int(i32::from(v));
    get_char set_char u16 = Char, |w| w as u16, u64::from;
    get_short set_short i16 = Short, |w| w as i16, |v| value::of_int(i32::from(v));
    get_int set_int i32 = Int, |w| w as i32, value::of_int;
    get_long set_long i64 = Long, |w| w as i64, |v| v as u64;
    get_float set_float f32 = Float, |w| f32::from_bits(w as u32), |v| u64::from(v.to_bits());
    get_double set_double f64 = Double, f64::from_bits, f64::to_bits;
}

fn set(t: &Thread, array: Option<ObjRef>, index: i32, element: Option<ObjRef>) -> R<()> {
    let (array, component) = array_arg(t, array)?;
    if component.is_primitive() {
        // The kind of the value is checked only within the bounds, but its absence before.
        if element.is_none() {
            return Err(throw::bare(t, "java/lang/IllegalArgumentException"));
        }
        let index = check_index(t, array, index)?;
        let word = reflection::unbox(t, element, component.kind)?;
        value::store(array, element_offset(component.kind, index), component.kind, word);
        return Ok(());
    }
    let index = check_index(t, array, index)?;
    if element.is_some_and(|element| !element.class().is_subtype_of(component)) {
        return Err(illegal_argument(t, "array element type mismatch"));
    }
    array.set_ref_element(index, element);
    Ok(())
}

fn dimensions(class: ClassRef) -> usize {
    class.name.bytes().iter().take_while(|&&c| c == b'[').count()
}

fn bare_illegal_argument(t: &Thread) -> Thrown {
    throw::bare(t, "java/lang/IllegalArgumentException")
}

fn new_array(t: &Thread, component: Option<ObjRef>, len: i32) -> R<ObjRef> {
    let component = support::required_class(t, component)?;
    // The order of these checks is HotSpot's.
    if len < 0 {
        return Err(throw::new(t, "java/lang/NegativeArraySizeException", &len.to_string()));
    }
    if component.kind == Kind::Void || dimensions(component) >= 255 {
        return Err(bare_illegal_argument(t));
    }
    let class = loader::array_class_of(t, component)?;
    alloc::array(t, class, len)
}

fn multi_new_array(t: &Thread, component: Option<ObjRef>, lens: Option<ObjRef>) -> R<ObjRef> {
    let component = support::required_class(t, component)?;
    let lens: Vec<i32> = support::required(t, lens)?.to_vec();
    if lens.is_empty() || dimensions(component) + lens.len() > 255 {
        return Err(bare_illegal_argument(t));
    }
    if component.kind == Kind::Void {
        return Err(bare_illegal_argument(t));
    }
    let mut class = component;
    for _ in &lens {
        class = loader::array_class_of(t, class)?;
    }
    alloc::multi_array(t, class, &lens)
}
