//! Resolution of classes, fields and methods (JVMS 5.4.3), from the constant pool and by name.
//!
//! What an entry resolves to is published in the constant pool; what one use of an entry must
//! check and another need not (static or not, final fields, `invokespecial`) is checked each time.
//! Whether the class of a static member is initialised is the business of the caller, each time.

mod field;
mod method;

pub use field::{resolve_field, resolve_field_in};
pub use method::{is_reselected, resolve_method, resolve_method_in};

use super::{access, failures, loader, messages};
use crate::class::cp::tag;
use crate::class::{ClassRef, MethodRef};
use crate::error::{R, Thrown};
use crate::meta::intern;
use crate::runtime::throw;
use crate::thread::Thread;

/// Which instruction asks for a method.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvokeKind {
    /// `invokevirtual`
    Virtual,
    /// `invokespecial`
    Special,
    /// `invokestatic`
    Static,
    /// `invokeinterface`
    Interface,
}

/// Which instruction asks for a field.
#[derive(Clone, Copy, Debug)]
pub struct FieldUse {
    /// `putfield` or `putstatic`.
    pub put: bool,
    /// `getstatic` or `putstatic`.
    pub is_static: bool,
    /// The method that contains the instruction, for assignments of final fields; none from
    /// method handles.
    pub method: Option<MethodRef>,
}

const ICCE: &str = "java/lang/IncompatibleClassChangeError";
const ILLEGAL_ACCESS: &str = "java/lang/IllegalAccessError";

fn icce(t: &Thread, message: &str) -> Thrown {
    throw::new(t, ICCE, message)
}

/// Resolves a CONSTANT_Class entry of `owner`.
///
/// # Errors
/// NoClassDefFoundError, IllegalAccessError and what loading throws; linkage errors are thrown
/// again on later attempts.
#[inline]
pub fn resolve_class(t: &Thread, owner: ClassRef, index: u16) -> R<ClassRef> {
    match owner.cp.resolved_class(index) {
        Some(class) => Ok(class),
        None => resolve_class_slow(t, owner, index),
    }
}

#[cold]
fn resolve_class_slow(t: &Thread, owner: ClassRef, index: u16) -> R<ClassRef> {
    failures::rethrow(t, owner, u32::from(index))?;
    let name = owner.cp.sym(index);
    let outcome = loader::load_named(t, owner.loader, name)
        .and_then(|class| access::check_class(t, owner, class).map(|()| class));
    match outcome {
        Ok(class) => {
            owner.cp.set_resolved(index, u64::from(class.raw()));
            Ok(class)
        }
        Err(thrown) => Err(failures::record(owner, u32::from(index), thrown)),
    }
}

/// The class that a field descriptor names, seen from `owner`, with the access check of
/// resolution.
///
/// # Errors
/// As [`resolve_class`].
pub fn class_by_descriptor(t: &Thread, owner: ClassRef, desc: &[u8]) -> R<ClassRef> {
    let class = loader::load_descriptor(t, owner.loader, desc)?;
    access::check_class(t, owner, class)?;
    Ok(class)
}

/// Checks that the method reference of a CONSTANT_MethodHandle entry is of the kind that its class
/// asks for, before Java links it.
///
/// # Errors
/// IncompatibleClassChangeError, and what resolving the class throws.
pub fn check_method_handle(t: &Thread, owner: ClassRef, kind: u8, reference: u16) -> R<()> {
    const FIRST_INVOKE: u8 = 5;
    if kind < FIRST_INVOKE {
        return Ok(());
    }
    let (class_index, name, desc) = owner.cp.member(reference);
    let class = resolve_class(t, owner, class_index)?;
    let by_interface = owner.cp.tag(reference) == tag::INTERFACE_METHODREF;
    if class.is_interface() == by_interface {
        return Ok(());
    }
    let kinds = ["CONSTANT_MethodRef", "CONSTANT_InterfaceMethodRef"];
    let message = format!(
        "Inconsistent constant pool data in classfile for class {}. Method '{}' at index \
         {reference} is {} and should be {}",
        class.external_name(),
        messages::short_signature(name, desc),
        kinds[usize::from(by_interface)],
        kinds[usize::from(!by_interface)]
    );
    Err(icce(t, &message))
}

/// The resolved method for a plain name and descriptor, for VM code that knows it exists.
///
/// # Panics
/// When it does not.
pub fn known_method(class: ClassRef, name: &str, desc: &str) -> MethodRef {
    let (name, desc) = (intern(name), intern(desc));
    class
        .find_class_method(name, desc)
        .unwrap_or_else(|| panic!("{}.{name}{desc} is missing", class.name))
}
