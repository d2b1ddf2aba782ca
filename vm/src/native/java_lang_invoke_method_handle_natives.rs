//! `java.lang.invoke.MethodHandleNatives`: MemberNames, and what call sites ask of the VM.
//!
//! A resolved MemberName holds its class, flags (kind, modifiers, reference kind), the offset of a
//! field in the injected `vm_index`, and for methods a `ResolvedMethodName`.

use super::reflection::{self, FIELD_MODIFIERS, METHOD_MODIFIERS};
use super::support::{class_of, required, required_class};
use crate::class::types::Kind;
use crate::class::wk::{self, inj, off};
use crate::class::{ClassRef, Field, FieldRef, MethodRef, NO_VTABLE, acc, method_flag};
use crate::error::R;
use crate::heap::ObjRef;
use crate::link::{FieldUse, InvokeKind, mirror, resolve};
use crate::meta::Sym;
use crate::natives;
use crate::runtime::method_handles::{self, ref_kind};
use crate::runtime::{alloc, boxing, string, throw};
use crate::thread::Thread;
use std::sync::atomic::Ordering;

natives! { "java/lang/invoke/MethodHandleNatives";
    "init(Ljava/lang/invoke/MemberName;Ljava/lang/Object;)V" => init;
    "expand(Ljava/lang/invoke/MemberName;)V" => expand;
    "resolve(Ljava/lang/invoke/MemberName;Ljava/lang/Class;IZ)Ljava/lang/invoke/MemberName;"
        => resolve_member;
    "getMembers(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/String;ILjava/lang/Class;I[Ljava/lang/invoke/MemberName;)I"
        => get_members;
    "objectFieldOffset(Ljava/lang/invoke/MemberName;)J" => field_offset;
    "staticFieldOffset(Ljava/lang/invoke/MemberName;)J" => field_offset;
    "staticFieldBase(Ljava/lang/invoke/MemberName;)Ljava/lang/Object;" => static_field_base;
    "getMemberVMInfo(Ljava/lang/invoke/MemberName;)Ljava/lang/Object;" => member_vm_info;
    "setCallSiteTargetNormal(Ljava/lang/invoke/CallSite;Ljava/lang/invoke/MethodHandle;)V"
        => set_target_normal;
    "setCallSiteTargetVolatile(Ljava/lang/invoke/CallSite;Ljava/lang/invoke/MethodHandle;)V"
        => set_target_volatile;
    "copyOutBootstrapArguments(Ljava/lang/Class;[III[Ljava/lang/Object;IZLjava/lang/Object;)V"
        => copy_out_bootstrap_arguments;
    "clearCallSiteContext(Ljava/lang/invoke/MethodHandleNatives$CallSiteContext;)V"
        => clear_call_site_context [leaf];
    "registerNatives()V" => register_natives [leaf];
    "getNamedCon(I[Ljava/lang/Object;)I" => get_named_con [leaf];
}

const IS_METHOD: u32 = 0x0001_0000;
const IS_CONSTRUCTOR: u32 = 0x0002_0000;
const IS_FIELD: u32 = 0x0004_0000;
const ALL_KINDS: u32 = 0x000f_0000;
const CALLER_SENSITIVE: u32 = 0x0010_0000;
const TRUSTED_FINAL: u32 = 0x0020_0000;
const REF_KIND_SHIFT: u32 = 24;

fn register_natives(_t: &Thread) {}

/// No constants beyond those of the class library itself.
fn get_named_con(_t: &Thread, _which: i32, _name: Option<ObjRef>) -> i32 {
    0
}

/// Nothing is compiled against a call site's target, so nothing depends on the context.
fn clear_call_site_context(_t: &Thread, _context: Option<ObjRef>) {}

fn flags_of(member: ObjRef) -> u32 {
    member.get_u32(off::mn_flags())
}

/// Whether method handles may treat the field as a constant: finals that reflection cannot write.
fn is_trusted_final(field: &Field) -> bool {
    field.access & acc::FINAL != 0
        && (field.is_static()
            || field.class().has(crate::class::class_flag::HIDDEN)
            || field.class().has(crate::class::class_flag::RECORD))
}

fn set_field(member: ObjRef, field: FieldRef, put: bool) {
    let kind = match (field.is_static(), put) {
        (false, false) => ref_kind::GET_FIELD,
        (false, true) => ref_kind::PUT_FIELD,
        (true, false) => ref_kind::GET_STATIC,
        (true, true) => ref_kind::PUT_STATIC,
    };
    let mut flags =
        u32::from(field.access & FIELD_MODIFIERS) | IS_FIELD | u32::from(kind) << REF_KIND_SHIFT;
    if is_trusted_final(&field) {
        flags |= TRUSTED_FINAL;
    }
    member.set_u32(off::mn_flags(), flags);
    member.set_ref(off::mn_method(), None);
    member.set_i64(inj::vm_index(), i64::from(field.offset));
    member.set_ref(off::mn_class(), Some(field.class().mirror()));
}

/// How a method is called, as the flags of its MemberName say.
fn call_flags(method: MethodRef) -> (u32, i64) {
    if method.is_static() {
        return (IS_METHOD | u32::from(ref_kind::INVOKE_STATIC) << REF_KIND_SHIFT, -1);
    }
    if method.has(method_flag::INIT) {
        return (IS_CONSTRUCTOR | u32::from(ref_kind::NEW_INVOKE_SPECIAL) << REF_KIND_SHIFT, -1);
    }
    let fixed = method.is_private()
        || method.access & acc::FINAL != 0
        || method.class().access & acc::FINAL != 0;
    if method.class().is_interface() && !method.is_private() {
        let index = i64::from(method.itable_index.get());
        return (IS_METHOD | u32::from(ref_kind::INVOKE_INTERFACE) << REF_KIND_SHIFT, index);
    }
    if fixed || method.vtable_index.get() == NO_VTABLE {
        return (IS_METHOD | u32::from(ref_kind::INVOKE_SPECIAL) << REF_KIND_SHIFT, -1);
    }
    let index = i64::from(method.vtable_index.get());
    (IS_METHOD | u32::from(ref_kind::INVOKE_VIRTUAL) << REF_KIND_SHIFT, index)
}

fn set_method(
    t: &Thread,
    member: ObjRef,
    method: MethodRef,
    (flags, index): (u32, i64),
    holder: ClassRef,
) -> R<()> {
    let resolved = method_handles::resolved_method_name(t, method)?;
    let mut flags = flags | u32::from(method.access & METHOD_MODIFIERS);
    if method.has(method_flag::CALLER_SENSITIVE) {
        flags |= CALLER_SENSITIVE;
    }
    member.set_u32(off::mn_flags(), flags);
    member.set_ref(off::mn_method(), Some(resolved));
    member.set_i64(inj::vm_index(), index);
    member.set_ref(off::mn_class(), Some(holder.mirror()));
    Ok(())
}

fn init(t: &Thread, member: Option<ObjRef>, reference: Option<ObjRef>) -> R<()> {
    let member = required(t, member)?;
    let reference = required(t, reference)?;
    let class = reference.class();
    if class == wk::field() {
        let declaring = class_of(required(t, reference.get_ref(off::refl_field_class()))?);
        let slot = reference.get_i32(off::refl_field_slot()) as usize;
        set_field(member, declaring.fields.handle(slot), false);
        return Ok(());
    }
    let Some(method) = reflection::method_from(reference) else {
        let text = format!("unrecognized type {}", class.external_name());
        return Err(throw::new(t, "java/lang/InternalError", &text));
    };
    set_method(t, member, method, call_flags(method), method.class())
}

/// The field at an offset: the inverse of resolution.
fn field_at(class: ClassRef, offset: u32, is_static: bool) -> Option<FieldRef> {
    class.supers().find_map(|class| {
        let fields = class.fields;
        let at = fields.iter().position(|f| f.offset == offset && f.is_static() == is_static)?;
        Some(fields.handle(at))
    })
}

fn expand(t: &Thread, member: Option<ObjRef>) -> R<()> {
    let member = required(t, member)?;
    let flags = flags_of(member);
    let (name, desc) = if flags & ALL_KINDS == IS_FIELD {
        let class = required_class(t, member.get_ref(off::mn_class()))?;
        let is_static = flags & u32::from(acc::STATIC) != 0;
        let offset = member.get_i64(inj::vm_index()) as u32;
        let field = field_at(class, offset, is_static)
            .ok_or_else(|| throw::new(t, "java/lang/InternalError", "unrecognized field"))?;
        (field.name, field.desc)
    } else {
        let method = method_handles::target_of(t, member)?;
        (method.name, method.desc)
    };
    if member.get_ref(off::mn_name()).is_none() {
        let name = string::intern_sym(t, name)?;
        member.set_ref(off::mn_name(), Some(name));
    }
    if member.get_ref(off::mn_type()).is_none() {
        let text = string::intern_sym(t, desc)?;
        member.set_ref(off::mn_type(), Some(text));
    }
    Ok(())
}

/// The descriptor of a MemberName's type: a MethodType, a Class, or the descriptor as a String.
fn descriptor(t: &Thread, object: ObjRef) -> R<Sym> {
    let too_long = || throw::new(t, "java/lang/InternalError", "descriptor too long");
    if object.class() == wk::string() {
        return string::to_sym(object, true).ok_or_else(too_long);
    }
    let mut bytes = Vec::new();
    if object.class() == wk::method_type() {
        bytes.push(b'(');
        if let Some(params) = object.get_ref(off::method_type_ptypes()) {
            for index in 0..params.array_length() {
                append_type(&mut bytes, class_of(required(t, params.ref_element(index))?));
            }
        }
        bytes.push(b')');
        let result = required(t, object.get_ref(off::method_type_rtype()))?;
        append_type(&mut bytes, class_of(result));
    } else {
        let class = mirror::class_of(object)
            .ok_or_else(|| throw::new(t, "java/lang/InternalError", "unrecognized type"))?;
        append_type(&mut bytes, class);
    }
    if bytes.len() > usize::from(u16::MAX) {
        return Err(too_long());
    }
    Ok(crate::meta::intern_bytes(&bytes))
}

fn append_type(bytes: &mut Vec<u8>, class: ClassRef) {
    if class.is_primitive() {
        bytes.push(class.kind.to_char() as u8);
    } else if class.is_array() {
        bytes.extend(class.name.bytes());
    } else {
        bytes.push(b'L');
        bytes.extend(class.name.bytes());
        bytes.push(b';');
    }
}

fn resolve_member(
    t: &Thread,
    member: Option<ObjRef>,
    caller: Option<ObjRef>,
    _lookup_mode: i32,
    speculative: bool,
) -> R<Option<ObjRef>> {
    let member = required(t, member)?;
    match resolve_into(t, member, caller.map(class_of)) {
        Ok(()) => Ok(Some(member)),
        Err(_) if speculative => Ok(None),
        Err(thrown) => Err(thrown),
    }
}

fn resolve_into(t: &Thread, member: ObjRef, caller: Option<ClassRef>) -> R<()> {
    let flags = flags_of(member);
    if member.get_ref(off::mn_method()).is_some() || member.get_i64(inj::vm_index()) != 0 {
        return Ok(());
    }
    let (Some(class), Some(name), Some(member_type)) = (
        member.get_ref(off::mn_class()).map(class_of),
        member.get_ref(off::mn_name()),
        member.get_ref(off::mn_type()),
    ) else {
        return Err(throw::new(t, "java/lang/IllegalArgumentException", "nothing to resolve"));
    };
    let name = string::to_sym(name, false)
        .ok_or_else(|| throw::new(t, "java/lang/InternalError", "name too long"))?;
    let desc = descriptor(t, member_type)?;
    // Arrays have the methods of Object; primitive types have no members.
    let class = if class.is_array() { wk::object() } else { class };
    if class.is_primitive() {
        return Err(throw::new(t, "java/lang/InternalError", "primitive class"));
    }
    let kind = (flags >> REF_KIND_SHIFT) as u8 & 0xf;
    match flags & ALL_KINDS {
        IS_FIELD => resolve_field(t, member, class, (name, desc), kind),
        IS_METHOD | IS_CONSTRUCTOR => resolve_method(t, member, class, (name, desc), kind, caller),
        _ => Err(throw::new(t, "java/lang/InternalError", "unrecognized MemberName format")),
    }
}

fn resolve_field(
    t: &Thread,
    member: ObjRef,
    class: ClassRef,
    (name, desc): (Sym, Sym),
    kind: u8,
) -> R<()> {
    let put = matches!(kind, ref_kind::PUT_FIELD | ref_kind::PUT_STATIC);
    // Whether it is static, and whether it is final, is for Java to judge.
    let found = class
        .find_field(name, desc)
        .ok_or_else(|| throw::new(t, "java/lang/NoSuchFieldError", &name.text()))?;
    let usage = FieldUse { put: false, is_static: found.is_static(), method: None };
    // Java checks the access itself: HotSpot finds private fields, too.
    let field = resolve::resolve_field_in(t, class, name, desc, usage, None)?;
    set_field(member, field, put);
    Ok(())
}

fn resolve_method(
    t: &Thread,
    member: ObjRef,
    class: ClassRef,
    (name, desc): (Sym, Sym),
    kind: u8,
    caller: Option<ClassRef>,
) -> R<()> {
    let how = match kind {
        ref_kind::INVOKE_STATIC => InvokeKind::Static,
        ref_kind::INVOKE_INTERFACE => InvokeKind::Interface,
        ref_kind::INVOKE_SPECIAL | ref_kind::NEW_INVOKE_SPECIAL => InvokeKind::Special,
        ref_kind::INVOKE_VIRTUAL => InvokeKind::Virtual,
        _ => return Err(throw::new(t, "java/lang/InternalError", "unrecognized reference kind")),
    };
    let method = resolve::resolve_method_in(t, class, name, desc, how, caller)?;
    let (call, index) = call_flags(method);
    let special = u32::from(ref_kind::INVOKE_SPECIAL) << REF_KIND_SHIFT;
    let call = match how {
        // A direct call, whatever the method could be overridden by.
        InvokeKind::Special if call & IS_CONSTRUCTOR == 0 => (IS_METHOD | special, -1),
        // A default method found through a class: called through the class.
        InvokeKind::Virtual if method.class().is_interface() && !method.is_private() => {
            (IS_METHOD | u32::from(ref_kind::INVOKE_VIRTUAL) << REF_KIND_SHIFT, index)
        }
        _ => (call, index),
    };
    let through_class = how == InvokeKind::Virtual && method.class().is_interface();
    let holder = if through_class { class } else { method.class() };
    set_method(t, member, method, call, holder)
}

fn field_offset(t: &Thread, member: Option<ObjRef>) -> R<i64> {
    let member = required(t, member)?;
    if flags_of(member) & IS_FIELD == 0 {
        return Err(throw::new(t, "java/lang/InternalError", "not a field"));
    }
    Ok(member.get_i64(inj::vm_index()))
}

fn static_field_base(t: &Thread, member: Option<ObjRef>) -> R<Option<ObjRef>> {
    let member = required(t, member)?;
    Ok(member.get_ref(off::mn_class()))
}

fn member_vm_info(t: &Thread, member: Option<ObjRef>) -> R<ObjRef> {
    let member = required(t, member)?;
    let result = alloc::object_array(t, 2)?;
    let index = boxing::box_word(t, Kind::Long, member.get_u64(inj::vm_index()))?;
    result.set_ref_element(0, index);
    let target = if flags_of(member) & IS_FIELD != 0 {
        member.get_ref(off::mn_class())
    } else {
        Some(member)
    };
    result.set_ref_element(1, target);
    Ok(result)
}

fn set_target(t: &Thread, site: Option<ObjRef>, target: Option<ObjRef>, order: Ordering) -> R<()> {
    let site = required(t, site)?;
    site.set_ref_ordered(off::call_site_target(), target, order);
    Ok(())
}

fn set_target_normal(t: &Thread, site: Option<ObjRef>, target: Option<ObjRef>) -> R<()> {
    set_target(t, site, target, Ordering::Release)
}

fn set_target_volatile(t: &Thread, site: Option<ObjRef>, target: Option<ObjRef>) -> R<()> {
    set_target(t, site, target, Ordering::SeqCst)
}

/// Matches of `getMembers`: fields or methods of the class itself by name and descriptor.
#[expect(clippy::too_many_arguments, reason = "the parameters of the Java method")]
fn get_members(
    t: &Thread,
    class: Option<ObjRef>,
    name: Option<ObjRef>,
    desc: Option<ObjRef>,
    match_flags: i32,
    _caller: Option<ObjRef>,
    skip: i32,
    results: Option<ObjRef>,
) -> R<i32> {
    let class = required_class(t, class)?;
    let results = required(t, results)?;
    let name = name.and_then(|name| string::to_sym(name, false));
    let desc = desc.and_then(|desc| string::to_sym(desc, true));
    let wants = |n: Sym, d: Sym| name.is_none_or(|w| w == n) && desc.is_none_or(|w| w == d);
    let flags = match_flags as u32;
    let (mut count, mut skip) = (0usize, skip);
    let mut slot = || {
        if skip > 0 {
            skip -= 1;
            return None;
        }
        let at = count;
        count += 1;
        (at < results.array_length()).then(|| results.ref_element(at)).flatten()
    };
    if flags & IS_FIELD != 0 {
        for index in 0..class.fields.len() {
            let field = class.fields.handle(index);
            if wants(field.name, field.desc)
                && let Some(member) = slot()
            {
                set_field(member, field, false);
            }
        }
    }
    for index in 0..class.methods.len() {
        let method = class.methods.handle(index);
        let wanted = match (method.has(method_flag::INIT), method.has(method_flag::CLINIT)) {
            (_, true) => false,
            (true, _) => flags & IS_CONSTRUCTOR != 0,
            _ => flags & IS_METHOD != 0,
        };
        if wanted
            && wants(method.name, method.desc)
            && let Some(member) = slot()
        {
            set_method(t, member, method, call_flags(method), class)?;
        }
    }
    Ok(count as i32)
}

/// Resolved bootstrap arguments `start..end` of the entry that `index_info` (count, index) names;
/// -4 to -1 stand for the bootstrap handle, name, type and argument count.
#[expect(clippy::too_many_arguments, reason = "the parameters of the Java method")]
fn copy_out_bootstrap_arguments(
    t: &Thread,
    caller: Option<ObjRef>,
    index_info: Option<ObjRef>,
    start: i32,
    end: i32,
    buffer: Option<ObjRef>,
    position: i32,
    resolve: bool,
    if_not_available: Option<ObjRef>,
) -> R<()> {
    let owner = required_class(t, caller)?;
    let info = required(t, index_info)?;
    let buffer = required(t, buffer)?;
    if info.array_length() < 2 {
        return Err(throw::new(t, "java/lang/IllegalArgumentException", "bad index info (0)"));
    }
    let index = info.element::<i32>(1) as u16;
    let (row, name, desc) = owner.cp.dynamic(index);
    let bootstrap = owner.extra.bootstraps.get()[usize::from(row)];
    for (offset, which) in (start..end).enumerate() {
        let value = match which {
            -4 => Some(method_handles::resolve_constant(t, owner, bootstrap.method)?),
            -3 => Some(string::intern_sym(t, name)?),
            -2 if desc.bytes().first() == Some(&b'(') => {
                Some(method_handles::method_type(t, owner, desc)?)
            }
            -2 => Some(method_handles::class_of_descriptor(t, owner, desc.bytes())?.mirror()),
            -1 => boxing::box_word(t, Kind::Int, bootstrap.args.len() as u64)?,
            at => {
                let Some(&entry) =
                    usize::try_from(at).ok().and_then(|at| bootstrap.args.get().get(at))
                else {
                    return Err(throw::bare(t, "java/lang/ArrayIndexOutOfBoundsException"));
                };
                if resolve || owner.cp.resolved(entry) != 0 {
                    method_handles::loadable(t, owner, entry)?
                } else {
                    if_not_available
                }
            }
        };
        let at = position as usize + offset;
        if at >= buffer.array_length() {
            return Err(throw::bare(t, "java/lang/ArrayIndexOutOfBoundsException"));
        }
        buffer.set_ref_element(at, value);
    }
    Ok(())
}
