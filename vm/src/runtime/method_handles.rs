//! The VM's up-calls into java.lang.invoke: constants, call sites, adapters (JVMS 5.4.3.5, 5.4.3.6).
//!
//! The class library does the work in `MethodHandleNatives`; here are only the calls to it and the
//! recording of their results in the constant pool.

use super::value::{Args, to_ref};
use super::{alloc, boxing, string, throw};
use crate::class::cp::{RESOLVED_NULL, tag};
use crate::class::types::{self, Kind};
use crate::class::wk::{self, inj, off};
use crate::class::{ClassRef, Method, MethodRef, init};
use crate::error::R;
use crate::heap::{GlobalRef, ObjRef};
use crate::interp;
use crate::link::{failures, loader, resolve};
use crate::meta::{Meta, Sym};
use crate::thread::Thread;
use std::sync::atomic::Ordering;

/// Reference kinds of JVMS table 5.4.3.5-A.
pub mod ref_kind {
    #![expect(missing_docs, reason = "the names are those of the JVMS table")]
    pub const GET_FIELD: u8 = 1;
    pub const GET_STATIC: u8 = 2;
    pub const PUT_FIELD: u8 = 3;
    pub const PUT_STATIC: u8 = 4;
    pub const INVOKE_VIRTUAL: u8 = 5;
    pub const INVOKE_STATIC: u8 = 6;
    pub const INVOKE_SPECIAL: u8 = 7;
    pub const NEW_INVOKE_SPECIAL: u8 = 8;
    pub const INVOKE_INTERFACE: u8 = 9;
}

fn natives_call(t: &Thread, name: &str, desc: &str, args: &Args) -> R<Option<ObjRef>> {
    let class = wk::method_handle_natives();
    init::ensure_initialized(t, class)?;
    interp::call(t, wk::method_of(class, name, desc), args.slots()).map(to_ref)
}

/// The class that a field descriptor names, seen from `owner`.
///
/// # Errors
/// NoClassDefFoundError and whatever loading throws.
pub fn class_of_descriptor(t: &Thread, owner: ClassRef, desc: &[u8]) -> R<ClassRef> {
    match Kind::of_char(desc[0]) {
        Kind::Ref => resolve::class_by_descriptor(t, owner, desc),
        kind => Ok(loader::primitive_class(kind)),
    }
}

/// The `MethodType` of a method descriptor, its classes loaded as `owner` sees them.
pub fn method_type(t: &Thread, owner: ClassRef, desc: Sym) -> R<ObjRef> {
    let count = types::params(desc.bytes()).count();
    let params = alloc::ref_array(t, wk::class(), count)?;
    for (index, param) in types::params(desc.bytes()).enumerate() {
        let class = class_of_descriptor(t, owner, param)?;
        params.set_ref_element(index, Some(class.mirror()));
    }
    let result = class_of_descriptor(t, owner, types::result(desc.bytes()))?;
    let args = Args::new().obj(Some(result.mirror())).obj(Some(params));
    let method_type = natives_call(
        t,
        "findMethodHandleType",
        "(Ljava/lang/Class;[Ljava/lang/Class;)Ljava/lang/invoke/MethodType;",
        &args,
    )?;
    method_type.ok_or_else(|| throw::npe(t))
}

/// A CONSTANT_MethodType or CONSTANT_MethodHandle, resolved and recorded.
pub fn resolve_constant(t: &Thread, owner: ClassRef, index: u16) -> R<ObjRef> {
    let cp = owner.cp;
    if let Some(known) = cp.resolved_global(index).get() {
        return Ok(known);
    }
    failures::rethrow(t, owner, u32::from(index))?;
    let object = match cp.tag(index) {
        tag::METHOD_TYPE => method_type(t, owner, cp.sym(index)),
        tag::METHOD_HANDLE => method_handle(t, owner, index),
        other => unreachable!("constant tag {other} is not one of java.lang.invoke"),
    };
    let object = object.map_err(|thrown| failures::record(owner, u32::from(index), thrown))?;
    Ok(record(owner, index, Some(object)).unwrap_or(object))
}

/// Records a resolved object unless another thread was first; returns the recorded one.
fn record(owner: ClassRef, index: u16, object: Option<ObjRef>) -> Option<ObjRef> {
    let global = GlobalRef::new_opt(object);
    let word = if object.is_some() { u64::from(global.raw()) } else { RESOLVED_NULL };
    let cell = &owner.cp.resolved.get()[usize::from(index)];
    match cell.compare_exchange(0, word, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => object,
        Err(other) => {
            global.delete();
            GlobalRef::from_raw(other as u32).get()
        }
    }
}

fn method_handle(t: &Thread, owner: ClassRef, index: u16) -> R<ObjRef> {
    let cp = owner.cp;
    let (kind, reference) = cp.pair(index);
    let (class_index, name, desc) = cp.member(reference);
    let class = resolve::resolve_class(t, owner, class_index)?;
    resolve::check_method_handle(t, owner, kind as u8, reference)?;
    let name = string::intern_sym(t, name)?;
    let member_type = if desc.bytes().first() == Some(&b'(') {
        method_type(t, owner, desc)?
    } else {
        class_of_descriptor(t, owner, desc.bytes())?.mirror()
    };
    let args = Args::new()
        .obj(Some(owner.mirror()))
        .int(i32::from(kind))
        .obj(Some(class.mirror()))
        .obj(Some(name))
        .obj(Some(member_type));
    let handle = natives_call(
        t,
        "linkMethodHandleConstant",
        "(Ljava/lang/Class;ILjava/lang/Class;Ljava/lang/String;Ljava/lang/Object;)\
         Ljava/lang/invoke/MethodHandle;",
        &args,
    )?;
    handle.ok_or_else(|| throw::npe(t))
}

/// A constant-pool entry as an argument of a bootstrap method: boxed when primitive.
pub fn loadable(t: &Thread, owner: ClassRef, index: u16) -> R<Option<ObjRef>> {
    let cp = owner.cp;
    let word = u64::from(cp.raw_word(index));
    match cp.tag(index) {
        tag::INTEGER => boxing::box_word(t, Kind::Int, word),
        tag::FLOAT => boxing::box_word(t, Kind::Float, word),
        tag::LONG => boxing::box_word(t, Kind::Long, cp.wide(index)),
        tag::DOUBLE => boxing::box_word(t, Kind::Double, cp.wide(index)),
        tag::CLASS => Ok(Some(resolve::resolve_class(t, owner, index)?.mirror())),
        tag::STRING => {
            if cp.resolved(index) == 0 {
                let global = string::constant(t, cp.sym(index))?;
                cp.set_resolved(index, u64::from(global.raw()));
            }
            Ok(cp.resolved_global(index).get())
        }
        tag::DYNAMIC => resolve_dynamic(t, owner, index),
        _ => resolve_constant(t, owner, index).map(Some),
    }
}

/// Bootstrap method handle and static arguments of a Dynamic or InvokeDynamic entry. One argument
/// that is no array is passed as itself, more as an `Object[]`, none as null.
fn bootstrap(t: &Thread, owner: ClassRef, row: u16) -> R<(ObjRef, Option<ObjRef>)> {
    let bootstrap = owner.extra.bootstraps.get()[usize::from(row)];
    let handle = resolve_constant(t, owner, bootstrap.method)?;
    let indices = bootstrap.args.get();
    if indices.is_empty() {
        return Ok((handle, None));
    }
    let args = alloc::object_array(t, indices.len())?;
    for (at, &index) in indices.iter().enumerate() {
        let value = loadable(t, owner, index)?;
        args.set_ref_element(at, value);
    }
    match (indices.len(), args.ref_element(0)) {
        (1, Some(only)) if !only.class().is_array() => Ok((handle, Some(only))),
        _ => Ok((handle, Some(args))),
    }
}

/// The value of a CONSTANT_Dynamic, boxed when primitive; resolved once and recorded.
pub fn resolve_dynamic(t: &Thread, owner: ClassRef, index: u16) -> R<Option<ObjRef>> {
    if owner.cp.resolved(index) != 0 {
        return Ok(owner.cp.resolved_global(index).get());
    }
    failures::rethrow(t, owner, u32::from(index))?;
    match link_dynamic_constant(t, owner, index) {
        Ok(value) => Ok(record(owner, index, value)),
        Err(thrown) => Err(failures::record(owner, u32::from(index), thrown)),
    }
}

fn link_dynamic_constant(t: &Thread, owner: ClassRef, index: u16) -> R<Option<ObjRef>> {
    let (row, name, desc) = owner.cp.dynamic(index);
    let (handle, static_args) = bootstrap(t, owner, row)?;
    let name = string::intern_sym(t, name)?;
    let class = class_of_descriptor(t, owner, desc.bytes())?;
    let args = Args::new()
        .obj(Some(owner.mirror()))
        .int(i32::from(index))
        .obj(Some(handle))
        .obj(Some(name))
        .obj(Some(class.mirror()))
        .obj(static_args);
    natives_call(
        t,
        "linkDynamicConstant",
        "(Ljava/lang/Object;ILjava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;\
         Ljava/lang/Object;)Ljava/lang/Object;",
        &args,
    )
}

/// What a linked call site calls: the adapter and its trailing argument.
pub type Adapter = (MethodRef, Option<ObjRef>);

fn adapter(t: &Thread, member: Option<ObjRef>, result: ObjRef) -> R<Adapter> {
    let member = member
        .ok_or_else(|| throw::new(t, "java/lang/LinkageError", "linkMethod returned null"))?;
    Ok((target_of(t, member)?, result.ref_element(0)))
}

/// Links an invokedynamic instruction whose constant is `index`.
pub fn link_call_site(t: &Thread, owner: ClassRef, index: u16) -> R<Adapter> {
    let (row, name, desc) = owner.cp.dynamic(index);
    let (handle, static_args) = bootstrap(t, owner, row)?;
    let name = string::intern_sym(t, name)?;
    let site_type = method_type(t, owner, desc)?;
    let result = alloc::object_array(t, 1)?;
    let args = Args::new()
        .obj(Some(owner.mirror()))
        .int(i32::from(index))
        .obj(Some(handle))
        .obj(Some(name))
        .obj(Some(site_type))
        .obj(static_args)
        .obj(Some(result));
    let member = natives_call(
        t,
        "linkCallSite",
        "(Ljava/lang/Object;ILjava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;\
         Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/invoke/MemberName;",
        &args,
    )?;
    adapter(t, member, result)
}

/// Links a call of the signature-polymorphic method `name` of `class` with call-site descriptor
/// `desc`.
pub fn link_method(
    t: &Thread,
    owner: ClassRef,
    class: ClassRef,
    name: Sym,
    desc: Sym,
) -> R<Adapter> {
    let name = string::intern_sym(t, name)?;
    let site_type = method_type(t, owner, desc)?;
    let result = alloc::object_array(t, 1)?;
    let args = Args::new()
        .obj(Some(owner.mirror()))
        .int(i32::from(ref_kind::INVOKE_VIRTUAL))
        .obj(Some(class.mirror()))
        .obj(Some(name))
        .obj(Some(site_type))
        .obj(Some(result));
    let member = natives_call(
        t,
        "linkMethod",
        "(Ljava/lang/Class;ILjava/lang/Class;Ljava/lang/String;Ljava/lang/Object;\
         [Ljava/lang/Object;)Ljava/lang/invoke/MemberName;",
        &args,
    )?;
    adapter(t, member, result)
}

/// The method of a resolved `MemberName`.
#[inline]
pub fn target_of(t: &Thread, member: ObjRef) -> R<MethodRef> {
    let resolved = member.get_ref(off::mn_method());
    let raw = resolved.map_or(0, |name| name.get_u32(inj::vm_method()));
    // SAFETY: the injected field holds the handle of a method, or zero.
    unsafe { Meta::<Method>::from_raw_opt(raw) }
        .ok_or_else(|| throw::new(t, "java/lang/InternalError", "unresolved MemberName"))
}

/// The `ResolvedMethodName` of a method: made once, and kept.
pub fn resolved_method_name(t: &Thread, method: MethodRef) -> R<ObjRef> {
    if let Some(known) = method.resolved_name.get().get() {
        return Ok(known);
    }
    let object = alloc::instance(t, wk::resolved_method_name())?;
    object.set_u32(inj::vm_method(), method.raw());
    object.set_ref(inj::vm_holder(), Some(method.class().mirror()));
    method.resolved_name.set(GlobalRef::new(object));
    Ok(object)
}
