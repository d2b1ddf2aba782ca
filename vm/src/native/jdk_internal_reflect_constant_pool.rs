//! `jdk.internal.reflect.ConstantPool`: what annotation parsing reads.

use super::reflection::{self, illegal_argument};
use super::support;
use crate::class::cp::tag;
use crate::class::{ClassRef, FieldRef, MethodRef, wk};
use crate::error::R;
use crate::heap::ObjRef;
use crate::link::loader;
use crate::meta::Sym;
use crate::natives;
use crate::runtime::{alloc, string, throw};
use crate::thread::Thread;

natives! { "jdk/internal/reflect/ConstantPool";
    "getSize0(Ljava/lang/Object;)I" => get_size;
    "getClassAt0(Ljava/lang/Object;I)Ljava/lang/Class;" => get_class;
    "getClassAtIfLoaded0(Ljava/lang/Object;I)Ljava/lang/Class;" => get_class_if_loaded;
    "getClassRefIndexAt0(Ljava/lang/Object;I)I" => get_class_ref_index;
    "getMethodAt0(Ljava/lang/Object;I)Ljava/lang/reflect/Member;" => get_method;
    "getMethodAtIfLoaded0(Ljava/lang/Object;I)Ljava/lang/reflect/Member;"
        => get_method_if_loaded;
    "getFieldAt0(Ljava/lang/Object;I)Ljava/lang/reflect/Field;" => get_field;
    "getFieldAtIfLoaded0(Ljava/lang/Object;I)Ljava/lang/reflect/Field;" => get_field_if_loaded;
    "getMemberRefInfoAt0(Ljava/lang/Object;I)[Ljava/lang/String;" => get_member_ref_info;
    "getNameAndTypeRefIndexAt0(Ljava/lang/Object;I)I" => get_name_and_type_index;
    "getNameAndTypeRefInfoAt0(Ljava/lang/Object;I)[Ljava/lang/String;" => get_name_and_type;
    "getIntAt0(Ljava/lang/Object;I)I" => get_int;
    "getLongAt0(Ljava/lang/Object;I)J" => get_long;
    "getFloatAt0(Ljava/lang/Object;I)F" => get_float;
    "getDoubleAt0(Ljava/lang/Object;I)D" => get_double;
    "getStringAt0(Ljava/lang/Object;I)Ljava/lang/String;" => get_string;
    "getUTF8At0(Ljava/lang/Object;I)Ljava/lang/String;" => get_utf8;
    "getTagAt0(Ljava/lang/Object;I)B" => get_tag;
}

const MEMBERS: &[u8] = &[tag::FIELDREF, tag::METHODREF, tag::INTERFACE_METHODREF];
const METHODS: &[u8] = &[tag::METHODREF, tag::INTERFACE_METHODREF];

/// The class whose pool it is, and the index if it has one of `tags`; any tag when that is empty.
fn entry(t: &Thread, pool: Option<ObjRef>, index: i32, tags: &[u8]) -> R<(ClassRef, u16)> {
    let class = support::required_class(t, pool)?;
    let in_range = |index: &u16| (1..class.cp.len()).contains(&usize::from(*index));
    let Some(index) = u16::try_from(index).ok().filter(in_range) else {
        return Err(illegal_argument(t, "Constant pool index out of bounds"));
    };
    if !tags.is_empty() && !tags.contains(&class.cp.tag(index)) {
        return Err(illegal_argument(t, "Wrong type at constant pool index"));
    }
    Ok((class, index))
}

fn get_size(t: &Thread, _this: ObjRef, pool: Option<ObjRef>) -> R<i32> {
    Ok(support::required_class(t, pool)?.cp.len() as i32)
}

fn get_class(t: &Thread, _this: ObjRef, pool: Option<ObjRef>, index: i32) -> R<ObjRef> {
    let (class, index) = entry(t, pool, index, &[tag::CLASS])?;
    support::class_at(t, class, index).map(|class| class.mirror())
}

/// The class of a Class entry without loading it.
fn class_if_loaded(class: ClassRef, index: u16) -> Option<ClassRef> {
    let cp = class.cp;
    cp.resolved_class(index).or_else(|| loader::find_loaded(class.loader, cp.sym(index)))
}

fn get_class_if_loaded(
    t: &Thread,
    _this: ObjRef,
    pool: Option<ObjRef>,
    index: i32,
) -> R<Option<ObjRef>> {
    let (class, index) = entry(t, pool, index, &[tag::CLASS])?;
    Ok(support::mirror_opt(class_if_loaded(class, index)))
}

fn get_class_ref_index(t: &Thread, _this: ObjRef, pool: Option<ObjRef>, index: i32) -> R<i32> {
    let (class, index) = entry(t, pool, index, MEMBERS)?;
    Ok(i32::from(class.cp.member(index).0))
}

fn new_method(t: &Thread, holder: ClassRef, name: Sym, desc: Sym) -> R<ObjRef> {
    let method: Option<MethodRef> = holder.declared_method(name, desc);
    match method {
        Some(method) => reflection::new_executable(t, method),
        None => Err(missing(t, "Unable to look up method in target class")),
    }
}

fn new_field(t: &Thread, holder: ClassRef, name: Sym, desc: Sym) -> R<ObjRef> {
    let field: Option<FieldRef> = holder.declared_field(name, desc);
    match field {
        Some(field) => reflection::new_field(t, field),
        None => Err(missing(t, "Unable to look up field in target class")),
    }
}

fn missing(t: &Thread, message: &str) -> crate::error::Thrown {
    throw::new(t, "java/lang/RuntimeException", message)
}

fn get_method(t: &Thread, _this: ObjRef, pool: Option<ObjRef>, index: i32) -> R<ObjRef> {
    let (class, index) = entry(t, pool, index, METHODS)?;
    let (holder, name, desc) = class.cp.member(index);
    new_method(t, support::class_at(t, class, holder)?, name, desc)
}

fn get_method_if_loaded(
    t: &Thread,
    _this: ObjRef,
    pool: Option<ObjRef>,
    index: i32,
) -> R<Option<ObjRef>> {
    let (class, index) = entry(t, pool, index, METHODS)?;
    let (holder, name, desc) = class.cp.member(index);
    let Some(holder) = class_if_loaded(class, holder) else { return Ok(None) };
    new_method(t, holder, name, desc).map(Some)
}

fn get_field(t: &Thread, _this: ObjRef, pool: Option<ObjRef>, index: i32) -> R<ObjRef> {
    let (class, index) = entry(t, pool, index, &[tag::FIELDREF])?;
    let (holder, name, desc) = class.cp.member(index);
    new_field(t, support::class_at(t, class, holder)?, name, desc)
}

fn get_field_if_loaded(
    t: &Thread,
    _this: ObjRef,
    pool: Option<ObjRef>,
    index: i32,
) -> R<Option<ObjRef>> {
    let (class, index) = entry(t, pool, index, &[tag::FIELDREF])?;
    let (holder, name, desc) = class.cp.member(index);
    let Some(holder) = class_if_loaded(class, holder) else { return Ok(None) };
    new_field(t, holder, name, desc).map(Some)
}

fn strings(t: &Thread, syms: &[Sym]) -> R<ObjRef> {
    let array = alloc::ref_array(t, wk::string(), syms.len())?;
    for (index, sym) in syms.iter().enumerate() {
        let text = string::from_mutf8(t, sym.bytes())?;
        array.set_ref_element(index, Some(text));
    }
    Ok(array)
}

fn get_member_ref_info(t: &Thread, _this: ObjRef, pool: Option<ObjRef>, index: i32) -> R<ObjRef> {
    let (class, index) = entry(t, pool, index, MEMBERS)?;
    let (holder, name, desc) = class.cp.member(index);
    strings(t, &[class.cp.sym(holder), name, desc])
}

fn get_name_and_type_index(t: &Thread, _this: ObjRef, pool: Option<ObjRef>, index: i32) -> R<i32> {
    let tags = [MEMBERS, &[tag::INVOKE_DYNAMIC]].concat();
    let (class, index) = entry(t, pool, index, &tags)?;
    Ok(i32::from(class.cp.pair(index).1))
}

fn get_name_and_type(t: &Thread, _this: ObjRef, pool: Option<ObjRef>, index: i32) -> R<ObjRef> {
    let (class, index) = entry(t, pool, index, &[tag::NAME_AND_TYPE])?;
    let (name, desc) = class.cp.name_and_type(index);
    strings(t, &[name, desc])
}

fn get_int(t: &Thread, _this: ObjRef, pool: Option<ObjRef>, index: i32) -> R<i32> {
    let (class, index) = entry(t, pool, index, &[tag::INTEGER])?;
    Ok(class.cp.raw_word(index) as i32)
}

fn get_long(t: &Thread, _this: ObjRef, pool: Option<ObjRef>, index: i32) -> R<i64> {
    let (class, index) = entry(t, pool, index, &[tag::LONG])?;
    Ok(class.cp.wide(index) as i64)
}

fn get_float(t: &Thread, _this: ObjRef, pool: Option<ObjRef>, index: i32) -> R<f32> {
    let (class, index) = entry(t, pool, index, &[tag::FLOAT])?;
    Ok(f32::from_bits(class.cp.raw_word(index)))
}

fn get_double(t: &Thread, _this: ObjRef, pool: Option<ObjRef>, index: i32) -> R<f64> {
    let (class, index) = entry(t, pool, index, &[tag::DOUBLE])?;
    Ok(f64::from_bits(class.cp.wide(index)))
}

fn get_string(t: &Thread, _this: ObjRef, pool: Option<ObjRef>, index: i32) -> R<ObjRef> {
    let (class, index) = entry(t, pool, index, &[tag::STRING])?;
    string::intern_sym(t, class.cp.sym(index))
}

fn get_utf8(t: &Thread, _this: ObjRef, pool: Option<ObjRef>, index: i32) -> R<ObjRef> {
    let (class, index) = entry(t, pool, index, &[tag::UTF8])?;
    string::from_mutf8(t, class.cp.sym(index).bytes())
}

fn get_tag(t: &Thread, _this: ObjRef, pool: Option<ObjRef>, index: i32) -> R<i8> {
    let (class, index) = entry(t, pool, index, &[])?;
    Ok(class.cp.tag(index) as i8)
}
