//! Field resolution (JVMS 5.4.3.2).

use super::{FieldUse, ILLEGAL_ACCESS, icce, resolve_class};
use crate::class::{ClassRef, Field, FieldRef, Resolved, acc, method_flag};
use crate::error::{R, Thrown};
use crate::link::{access, constraints, messages, nest};
use crate::meta::Sym;
use crate::runtime::throw;
use crate::thread::Thread;

/// Resolves a field entry of `owner`. The class that declares a static field still has to be
/// initialised.
///
/// # Errors
/// NoSuchFieldError, IllegalAccessError, IncompatibleClassChangeError, and what resolving the
/// class throws.
pub fn resolve_field(t: &Thread, owner: ClassRef, index: u16, usage: FieldUse) -> R<FieldRef> {
    let word = owner.cp.resolved(index);
    if word != 0 {
        let field = Resolved(word).field_handle();
        let (class_index, _) = owner.cp.pair(index);
        let class = resolve_class(t, owner, class_index)?;
        check_field_use(t, class, &field, usage, Some(owner))?;
        return Ok(field);
    }
    let (class_index, name, desc) = owner.cp.member(index);
    let class = resolve_class(t, owner, class_index)?;
    let field = resolve_field_in(t, class, name, desc, usage, Some(owner))?;
    owner.cp.set_resolved(index, Resolved::field(field).0);
    Ok(field)
}

/// Resolves a field by name in `class`; without a `caller`, nothing is access-checked.
///
/// # Errors
/// As [`resolve_field`].
pub fn resolve_field_in(
    t: &Thread,
    class: ClassRef,
    name: Sym,
    desc: Sym,
    usage: FieldUse,
    caller: Option<ClassRef>,
) -> R<FieldRef> {
    let Some(field) = class.find_field(name, desc) else {
        return Err(throw::new(t, "java/lang/NoSuchFieldError", &name.text()));
    };
    let Some(current) = caller else { return Ok(field) };
    let holder = field.class();
    if !access::member_access(t, current, class, holder, field.access)? {
        return Err(field_access_error(t, current, &field));
    }
    check_field_use(t, class, &field, usage, caller)?;
    if holder.loader != current.loader
        && let Some(name) = constraints::agree_on_descriptor(current.loader, holder.loader, desc)
    {
        return Err(field_constraint_error(t, current, &field, name));
    }
    Ok(field)
}

fn static_word(is_static: bool) -> &'static str {
    if is_static { "static" } else { "non-static" }
}

/// The checks that depend on the instruction: static or not, and assignments of final fields.
fn check_field_use(
    t: &Thread,
    class: ClassRef,
    field: &Field,
    usage: FieldUse,
    caller: Option<ClassRef>,
) -> R<()> {
    let named = || format!("{}.{}", class.external_name(), field.name);
    let kind = static_word(usage.is_static);
    if usage.is_static != field.is_static() {
        return Err(icce(t, &format!("Expected {kind} field {}", named())));
    }
    let Some(current) = caller.filter(|_| usage.put && field.access & acc::FINAL != 0) else {
        return Ok(());
    };
    if field.class() != current {
        let message = format!(
            "Update to {kind} final field {} attempted from a different class ({}) than the \
             field's declaring class",
            named(),
            current.external_name()
        );
        return Err(throw::new(t, ILLEGAL_ACCESS, &message));
    }
    let Some(method) = usage.method.filter(|_| current.major >= 53) else { return Ok(()) };
    let (flag, initializer) = if usage.is_static {
        (method_flag::CLINIT, "<clinit>")
    } else {
        (method_flag::INIT, "<init>")
    };
    if method.has(flag) {
        return Ok(());
    }
    let message = format!(
        "Update to {kind} final field {} attempted from a different method ({}) than the \
         initializer method {initializer} ",
        named(),
        method.name
    );
    Err(throw::new(t, ILLEGAL_ACCESS, &message))
}

fn field_access_error(t: &Thread, current: ClassRef, field: &Field) -> Thrown {
    let holder = field.class();
    let mut qualifier = String::new();
    if field.access & acc::PROTECTED != 0 {
        qualifier += "protected ";
    }
    if field.access & acc::PRIVATE != 0 {
        qualifier += "private ";
    }
    let mut message = format!(
        "class {} tried to access {qualifier}field {}.{} ({})",
        current.external_name(),
        holder.external_name(),
        field.name,
        messages::places(current, holder)
    );
    if field.access & acc::PRIVATE != 0 {
        match nest::explain(t, current, holder) {
            Ok(reason) => message += &reason,
            Err(thrown) => return thrown,
        }
    }
    throw::new(t, ILLEGAL_ACCESS, &message)
}

fn field_constraint_error(t: &Thread, current: ClassRef, field: &Field, name: Sym) -> Thrown {
    let holder = field.class();
    let message = format!(
        "loader constraint violation: when resolving field \"{}\" of type {}, the class loader {} \
         of the current class, {}, and the class loader {} for the field's defining {}, {}, have \
         different Class objects for type {} ({}; {})",
        field.name,
        name.external(),
        messages::loader_name(current.loader),
        current.external_name(),
        messages::loader_name(holder.loader),
        if holder.is_interface() { "interface" } else { "class" },
        holder.external_name(),
        name.external(),
        messages::place(current, true),
        messages::place(holder, true)
    );
    throw::new(t, "java/lang/LinkageError", &message)
}
