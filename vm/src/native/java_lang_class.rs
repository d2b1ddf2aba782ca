//! `java.lang.Class`. What concerns members is in [`members`], nests and inner classes in
//! [`nesting`].

use super::class_members as members;
use super::class_nesting as nesting;
use super::support;
use crate::class::wk::{self, inj, off};
use crate::class::{ClassRef, Kind, acc, class_flag};
use crate::error::R;
use crate::heap::ObjRef;
use crate::link::loader;
use crate::natives;
use crate::options::Assertions;
use crate::runtime::{alloc, string, throw};
use crate::thread::Thread;
use std::sync::OnceLock;

natives! { "java/lang/Class";
    "registerNatives()V" => register_natives [leaf];
    "forName0(Ljava/lang/String;ZLjava/lang/ClassLoader;Ljava/lang/Class;)Ljava/lang/Class;"
        => for_name;
    "isInstance(Ljava/lang/Object;)Z" => is_instance [leaf];
    "isAssignableFrom(Ljava/lang/Class;)Z" => is_assignable_from;
    "isInterface()Z" => is_interface [leaf];
    "isArray()Z" => is_array [leaf];
    "isPrimitive()Z" => is_primitive [leaf];
    "isHidden()Z" => is_hidden [leaf];
    "initClassName()Ljava/lang/String;" => init_class_name;
    "getSuperclass()Ljava/lang/Class;" => get_superclass [leaf];
    "getInterfaces0()[Ljava/lang/Class;" => get_interfaces;
    "getModifiers()I" => get_modifiers [leaf];
    "getSigners()[Ljava/lang/Object;" => get_signers;
    "setSigners([Ljava/lang/Object;)V" => set_signers [leaf];
    "getEnclosingMethod0()[Ljava/lang/Object;" => nesting::enclosing_method;
    "getDeclaringClass0()Ljava/lang/Class;" => nesting::declaring_class;
    "getSimpleBinaryName0()Ljava/lang/String;" => nesting::simple_binary_name;
    "getProtectionDomain0()Ljava/security/ProtectionDomain;" => get_protection_domain [leaf];
    "getPrimitiveClass(Ljava/lang/String;)Ljava/lang/Class;" => get_primitive_class;
    "getGenericSignature0()Ljava/lang/String;" => get_generic_signature;
    "getRawAnnotations()[B" => get_raw_annotations;
    "getRawTypeAnnotations()[B" => get_raw_type_annotations;
    "getConstantPool()Ljdk/internal/reflect/ConstantPool;" => get_constant_pool;
    "getDeclaredFields0(Z)[Ljava/lang/reflect/Field;" => members::declared_fields;
    "getDeclaredMethods0(Z)[Ljava/lang/reflect/Method;" => members::declared_methods;
    "getDeclaredConstructors0(Z)[Ljava/lang/reflect/Constructor;"
        => members::declared_constructors;
    "getDeclaredClasses0()[Ljava/lang/Class;" => nesting::declared_classes;
    "getRecordComponents0()[Ljava/lang/reflect/RecordComponent;" => members::record_components;
    "isRecord0()Z" => is_record [leaf];
    "desiredAssertionStatus0(Ljava/lang/Class;)Z" => desired_assertion_status [leaf];
    "getNestHost0()Ljava/lang/Class;" => nesting::nest_host;
    "getNestMembers0()[Ljava/lang/Class;" => nesting::nest_members;
    "getPermittedSubclasses0()[Ljava/lang/Class;" => nesting::permitted_subclasses;
}

static ASSERTIONS: OnceLock<Assertions> = OnceLock::new();

/// Tells where assertions are enabled; once, at start-up.
pub fn configure(assertions: &Assertions) {
    // A second call has nothing new to tell.
    let _ = ASSERTIONS.set(assertions.clone());
}

/// Where assertions are enabled.
pub fn assertions() -> &'static Assertions {
    ASSERTIONS.get_or_init(Assertions::default)
}

fn register_natives(_t: &Thread) {}

/// Whether a name with slashes is one that `Class.forName` accepts: a class name, or an array
/// descriptor.
pub fn is_loadable_name(name: &[u8]) -> bool {
    let dims = name.iter().take_while(|&&c| c == b'[').count();
    if dims == 0 {
        return is_class_name(name);
    }
    match &name[dims..] {
        [b'L', class @ .., b';'] => dims <= 255 && is_class_name(class),
        [c] => dims <= 255 && matches!(Kind::of_char(*c), k if k != Kind::Ref && k != Kind::Void),
        _ => false,
    }
}

fn is_class_name(name: &[u8]) -> bool {
    let is_part = |part: &[u8]| !part.is_empty() && !part.iter().any(|c| b".;[".contains(c));
    name.split(|&c| c == b'/').all(is_part)
}

fn for_name(
    t: &Thread,
    name: Option<ObjRef>,
    initialize: bool,
    class_loader: Option<ObjRef>,
    _caller: Option<ObjRef>,
) -> R<ObjRef> {
    let name = support::required(t, name)?;
    let not_found = |text: &str| throw::new(t, "java/lang/ClassNotFoundException", text);
    let given = string::to_mutf8(name);
    if given.contains(&b'/') {
        return Err(not_found(&string::to_rust(name)));
    }
    let Some(sym) = string::to_sym(name, true) else {
        return Err(support::name_too_long(t, "java/lang/ClassNotFoundException", name));
    };
    if !is_loadable_name(sym.bytes()) {
        return Err(not_found(&sym.text()));
    }
    let class = loader::load_class(t, loader::of_object(t, class_loader), sym)?;
    if initialize && !class.is_array() {
        crate::class::init::ensure_initialized(t, class)?;
    }
    Ok(class.mirror())
}

fn is_instance(_t: &Thread, this: ObjRef, object: Option<ObjRef>) -> bool {
    let class = support::class_of(this);
    object.is_some_and(|object| object.class().is_subtype_of(class))
}

fn is_assignable_from(t: &Thread, this: ObjRef, other: Option<ObjRef>) -> R<bool> {
    let (class, other) = (support::class_of(this), support::required_class(t, other)?);
    if class.is_primitive() || other.is_primitive() {
        return Ok(class == other);
    }
    Ok(other.is_subtype_of(class))
}

fn is_interface(_t: &Thread, this: ObjRef) -> bool {
    support::class_of(this).is_interface()
}

fn is_array(_t: &Thread, this: ObjRef) -> bool {
    support::class_of(this).is_array()
}

fn is_primitive(_t: &Thread, this: ObjRef) -> bool {
    support::class_of(this).is_primitive()
}

fn is_hidden(_t: &Thread, this: ObjRef) -> bool {
    support::class_of(this).has(class_flag::HIDDEN)
}

fn is_record(_t: &Thread, this: ObjRef) -> bool {
    support::class_of(this).has(class_flag::RECORD)
}

fn init_class_name(t: &Thread, this: ObjRef) -> R<ObjRef> {
    let class = support::class_of(this);
    let name = if class.has_hidden_element() {
        string::new(t, &class.external_name())?
    } else {
        let bytes = class.name.bytes().iter().map(|&c| if c == b'/' { b'.' } else { c });
        string::from_mutf8(t, &bytes.collect::<Vec<u8>>())?
    };
    let name = string::intern(t, name)?;
    this.set_ref(off::class_name(), Some(name));
    Ok(name)
}

fn get_superclass(_t: &Thread, this: ObjRef) -> Option<ObjRef> {
    let class = support::class_of(this);
    if class.is_interface() {
        return None;
    }
    support::mirror_opt(class.super_class)
}

fn get_interfaces(t: &Thread, this: ObjRef) -> R<ObjRef> {
    let class = support::class_of(this);
    if class.is_array() {
        return support::class_array(t, &[wk::cloneable(), wk::serializable()]);
    }
    support::class_array(t, &class.interfaces)
}

fn get_modifiers(_t: &Thread, this: ObjRef) -> i32 {
    i32::from(support::class_of(this).reflect_access & !acc::SUPER)
}

fn get_signers(t: &Thread, this: ObjRef) -> R<Option<ObjRef>> {
    let Some(signers) = this.get_ref(inj::signers()) else { return Ok(None) };
    let len = signers.array_length();
    let copy = alloc::array(t, signers.class(), i32::try_from(len).unwrap_or(i32::MAX))?;
    crate::heap::copy_elements(signers, 0, copy, 0, len);
    Ok(Some(copy))
}

fn set_signers(_t: &Thread, this: ObjRef, signers: Option<ObjRef>) {
    let class = support::class_of(this);
    if !class.is_array() && !class.is_primitive() {
        this.set_ref(inj::signers(), signers);
    }
}

fn get_protection_domain(_t: &Thread, this: ObjRef) -> Option<ObjRef> {
    this.get_ref(inj::protection_domain())
}

fn get_primitive_class(t: &Thread, name: Option<ObjRef>) -> R<ObjRef> {
    let name = string::to_rust(support::required(t, name)?);
    match Kind::PRIMITIVES.into_iter().find(|kind| kind.name() == name) {
        Some(kind) => Ok(loader::primitive_class(kind).mirror()),
        None => Err(throw::new(t, "java/lang/ClassNotFoundException", &name)),
    }
}

fn get_generic_signature(t: &Thread, this: ObjRef) -> R<Option<ObjRef>> {
    support::string_opt(t, support::class_of(this).extra.signature)
}

fn get_raw_annotations(t: &Thread, this: ObjRef) -> R<Option<ObjRef>> {
    support::bytes_opt(t, support::class_of(this).extra.annotations)
}

fn get_raw_type_annotations(t: &Thread, this: ObjRef) -> R<Option<ObjRef>> {
    support::bytes_opt(t, support::class_of(this).extra.type_annotations)
}

/// Whether the class has a class file behind it.
pub fn is_instance_class(class: ClassRef) -> bool {
    !class.is_array() && !class.is_primitive()
}

fn get_constant_pool(t: &Thread, this: ObjRef) -> R<Option<ObjRef>> {
    if !is_instance_class(support::class_of(this)) {
        return Ok(None);
    }
    let pool = wk::constant_pool();
    crate::class::init::ensure_initialized(t, pool)?;
    let object = alloc::instance(t, pool)?;
    object.set_ref(off::cp_oop(), Some(this));
    Ok(Some(object))
}

fn desired_assertion_status(_t: &Thread, class: Option<ObjRef>) -> bool {
    let Some(class) = class.map(support::class_of) else { return false };
    if !is_instance_class(class) {
        return false;
    }
    let is_system = class.loader.object.get().is_null();
    assertions().enabled(&class.name.text(), is_system)
}

#[cfg(test)]
mod tests {
    use super::is_loadable_name;

    #[test]
    fn names_of_classes_and_arrays() {
        for good in ["a/B", "B", "[I", "[[J", "[La/B;", "a$b", "a/b-c"] {
            assert!(is_loadable_name(good.as_bytes()), "{good}");
        }
        for bad in ["", "a//b", "/a", "a/", "[", "[X", "[La", "[L;", "[V", "a;", "a[b", "[Ia"] {
            assert!(!is_loadable_name(bad.as_bytes()), "{bad}");
        }
    }
}
