//! What the natives of java.lang and java.lang.reflect share: mirrors, names as Java sees them,
//! small arrays, and a look at the stack.

use crate::class::wk;
use crate::class::{ClassRef, MethodRef};
use crate::error::R;
use crate::heap::ObjRef;
use crate::link::{loader, resolve};
use crate::meta::{MetaSlice, Sym};
use crate::runtime::{alloc, string, throw};
use crate::thread::Thread;

/// The class, interface, array or primitive type that a `java.lang.Class` object stands for.
#[inline]
pub fn class_of(mirror: ObjRef) -> ClassRef {
    crate::link::mirror::class_of(mirror).expect("mirrors are made with their class")
}

/// As [`class_of`] for an argument that must not be null.
pub fn required_class(t: &Thread, mirror: Option<ObjRef>) -> R<ClassRef> {
    mirror.map(class_of).ok_or_else(|| throw::npe(t))
}

/// An argument that must not be null.
pub fn required(t: &Thread, object: Option<ObjRef>) -> R<ObjRef> {
    object.ok_or_else(|| throw::npe(t))
}

/// A class as an optional reference to its mirror.
pub fn mirror_opt(class: Option<ClassRef>) -> Option<ObjRef> {
    class.map(|class| class.mirror())
}

/// The interned string with a symbol's text, or null.
pub fn string_opt(t: &Thread, sym: Option<Sym>) -> R<Option<ObjRef>> {
    sym.map(|sym| string::intern_sym(t, sym)).transpose()
}

/// A `byte[]` with the contents of an attribute, or null when it is absent (or empty, which no
/// attribute is).
pub fn bytes_opt(t: &Thread, bytes: MetaSlice<u8>) -> R<Option<ObjRef>> {
    if bytes.is_empty() {
        return Ok(None);
    }
    alloc::byte_array(t, bytes.get()).map(Some)
}

/// A `Class[]` of the mirrors of `classes`.
pub fn class_array(t: &Thread, classes: &[ClassRef]) -> R<ObjRef> {
    let array = alloc::ref_array(t, wk::class(), classes.len())?;
    for (index, class) in classes.iter().enumerate() {
        array.set_ref_element(index, Some(class.mirror()));
    }
    Ok(array)
}

/// The type with field descriptor `desc` (or `V`), as code in `context` sees it.
///
/// # Errors
/// NoClassDefFoundError and whatever loading throws.
pub fn type_of(t: &Thread, context: ClassRef, desc: &[u8]) -> R<ClassRef> {
    loader::load_descriptor(t, context.loader, desc)
}

/// The parameter types of a method, resolved in its class.
pub fn parameter_types(t: &Thread, method: MethodRef) -> R<Vec<ClassRef>> {
    crate::class::types::params(method.desc.bytes())
        .map(|param| type_of(t, method.class(), param))
        .collect()
}

/// The class entry `index` of the constant pool of `class`, resolved.
pub fn class_at(t: &Thread, class: ClassRef, index: u16) -> R<ClassRef> {
    resolve::resolve_class(t, class, index)
}

/// Whether `thrown` is an error that resolution must not swallow: a VirtualMachineError.
pub fn is_vm_error(thrown: crate::error::Thrown) -> bool {
    thrown.0.class().is_subclass_of(wk::virtual_machine_error())
}

/// The exception for a class name that no class file can hold; its message ends where HotSpot's
/// does.
#[cold]
pub fn name_too_long(t: &Thread, exception: &str, name: ObjRef) -> crate::error::Thrown {
    const MESSAGE_MAX: usize = 1023;
    let limit = u16::MAX;
    let name = string::to_rust(name);
    let text = format!("Class name exceeds maximum length of {limit}: {name}");
    let text: String = text.chars().take(MESSAGE_MAX).collect();
    throw::new(t, exception, &text)
}
