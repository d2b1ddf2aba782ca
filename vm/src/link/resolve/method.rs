//! Method and interface method resolution (JVMS 5.4.3.3, 5.4.3.4), and what `invokespecial` adds.

use super::{ILLEGAL_ACCESS, InvokeKind, icce, resolve_class};
use crate::class::cp::tag;
use crate::class::lookup::InterfaceLookup;
use crate::class::wk;
use crate::class::{Class, ClassRef, Method, MethodRef, Resolved, acc, class_flag, method_flag};
use crate::error::{R, Thrown};
use crate::link::{access, constraints, messages, nest, polymorphic};
use crate::meta::Sym;
use crate::runtime::throw;
use crate::thread::Thread;

/// What is asked for, and by whom.
#[derive(Clone, Copy)]
struct Request {
    /// The class that the reference names.
    class: ClassRef,
    name: Sym,
    desc: Sym,
    /// Who asks; no access check without.
    caller: Option<ClassRef>,
    /// Tag of the constant-pool entry, if there is one.
    tag: Option<u8>,
}

/// Resolves a method entry of `owner`. For `Special` the result is the method to run; for the
/// other kinds it is the resolved method, from which the receiver selects. A signature-polymorphic
/// method that needs Java to link it (`invokeExact`, VarHandle accesses) is returned as declared.
///
/// # Errors
/// NoSuchMethodError, IllegalAccessError, AbstractMethodError, IncompatibleClassChangeError, and
/// what resolving the class throws.
pub fn resolve_method(t: &Thread, owner: ClassRef, index: u16, kind: InvokeKind) -> R<MethodRef> {
    let word = owner.cp.resolved(index);
    if word != 0 && kind != InvokeKind::Special {
        let method = Resolved(word).method_handle();
        if method.is_static() == (kind == InvokeKind::Static) {
            return Ok(method);
        }
    }
    let (class_index, name, desc) = owner.cp.member(index);
    let class = resolve_class(t, owner, class_index)?;
    let entry_tag = owner.cp.tag(index);
    let request = Request { class, name, desc, caller: Some(owner), tag: Some(entry_tag) };
    let method = resolve(t, &request, kind)?;
    if kind != InvokeKind::Special {
        owner.cp.set_resolved(index, Resolved::method(method).0);
        return Ok(method);
    }
    // What `invokespecial` runs may not be what other instructions resolve the entry to.
    let selected = special(t, &request, method)?;
    if selected == method {
        owner.cp.set_resolved(index, Resolved::method(method).0);
    }
    Ok(selected)
}

/// Whether `invokespecial` in `owner` of a method that an entry names in `class` may run another
/// method than the entry resolves to.
pub fn is_reselected(owner: ClassRef, class: ClassRef, method: &Method) -> bool {
    !method.has(method_flag::INIT)
        && owner != class
        && owner.is_subclass_of(class)
        && owner.super_class != Some(class)
}

/// Resolves a method by name in `class`, as [`resolve_method`] does; without a `caller`, nothing
/// is access-checked.
///
/// # Errors
/// As [`resolve_method`].
pub fn resolve_method_in(
    t: &Thread,
    class: ClassRef,
    name: Sym,
    desc: Sym,
    kind: InvokeKind,
    caller: Option<ClassRef>,
) -> R<MethodRef> {
    let request = Request { class, name, desc, caller, tag: None };
    let method = resolve(t, &request, kind)?;
    if kind == InvokeKind::Special { special(t, &request, method) } else { Ok(method) }
}

fn resolve(t: &Thread, request: &Request, kind: InvokeKind) -> R<MethodRef> {
    let interface_entry = request.tag == Some(tag::INTERFACE_METHODREF);
    // Without an entry (method handles), the class itself decides for static and special calls.
    let by_interface = interface_entry || (request.tag.is_none() && request.class.is_interface());
    match kind {
        InvokeKind::Virtual => {
            let method = in_class(t, request, kind)?;
            expect_instance(t, &method)?;
            Ok(method)
        }
        InvokeKind::Interface => in_interface(t, request, kind),
        InvokeKind::Static => {
            let method = if by_interface {
                in_interface(t, request, kind)?
            } else {
                in_class(t, request, kind)?
            };
            if !method.is_static() {
                let message = format!("Expected static method '{}'", messages::method(&method));
                return Err(icce(t, &message));
            }
            Ok(method)
        }
        InvokeKind::Special => {
            if by_interface {
                in_interface(t, request, kind)
            } else {
                in_class(t, request, kind)
            }
        }
    }
}

fn expect_instance(t: &Thread, method: &Method) -> R<()> {
    if method.is_static() {
        let message = format!("Expecting non-static method '{}'", messages::method(method));
        return Err(icce(t, &message));
    }
    Ok(())
}

/// Method resolution of JVMS 5.4.3.3.
fn in_class(t: &Thread, request: &Request, kind: InvokeKind) -> R<MethodRef> {
    let class = request.class;
    let text = || messages::signature(class, request.name, request.desc);
    if kind == InvokeKind::Virtual && class.is_interface() {
        let message = format!("Found interface {}, but class was expected", class.external_name());
        return Err(icce(t, &message));
    }
    if request.tag.is_some_and(|tag| tag != tag::METHODREF) {
        return Err(icce(t, &format!("Method '{}' must be Methodref constant", text())));
    }
    let found = polymorphic::find(class, request.name, request.desc)
        .or_else(|| class.find_class_method(request.name, request.desc))
        .or_else(|| from_interfaces(&class, request));
    let Some(method) = found else {
        return Err(throw::new(t, "java/lang/NoSuchMethodError", &format!("'{}'", text())));
    };
    check_method(t, request, method, "method")?;
    Ok(method)
}

/// Interface method resolution of JVMS 5.4.3.4.
fn in_interface(t: &Thread, request: &Request, kind: InvokeKind) -> R<MethodRef> {
    let class = request.class;
    let text = || messages::signature(class, request.name, request.desc);
    if !class.is_interface() {
        let message = format!("Found class {}, but interface was expected", class.external_name());
        return Err(icce(t, &message));
    }
    if request.tag.is_some_and(|tag| tag != tag::INTERFACE_METHODREF) {
        let message = format!("Method '{}' must be InterfaceMethodref constant", text());
        return Err(icce(t, &message));
    }
    let found = class
        .declared_method(request.name, request.desc)
        .or_else(|| {
            let method = wk::object().declared_method(request.name, request.desc)?;
            (method.access & (acc::PUBLIC | acc::STATIC) == acc::PUBLIC).then_some(method)
        })
        .or_else(|| from_interfaces(&class, request));
    let Some(method) = found else {
        return Err(throw::new(t, "java/lang/NoSuchMethodError", &format!("'{}'", text())));
    };
    check_method(t, request, method, "interface method")?;
    if kind != InvokeKind::Static && method.is_static() {
        let text = messages::signature(class, method.name, method.desc);
        return Err(icce(t, &format!("Expected instance not static method '{text}'")));
    }
    Ok(method)
}

fn from_interfaces(class: &Class, request: &Request) -> Option<MethodRef> {
    match class.find_interface_method(request.name, request.desc) {
        InterfaceLookup::Found(method) | InterfaceLookup::Conflict(method, _) => Some(method),
        InterfaceLookup::Absent => None,
    }
}

/// Access and loader constraints of a resolved method.
fn check_method(t: &Thread, request: &Request, method: MethodRef, what: &str) -> R<()> {
    let Some(current) = request.caller else { return Ok(()) };
    let holder = method.class();
    // Arrays have a public clone (JLS 10.7).
    let array_clone = request.class.is_array() && holder == wk::object() && method.name == "clone";
    if !array_clone && !access::member_access(t, current, request.class, holder, method.access)? {
        return Err(method_access_error(t, current, &method));
    }
    if holder.loader == current.loader || method.has(method_flag::SIGNATURE_POLYMORPHIC) {
        return Ok(());
    }
    match constraints::agree_on_descriptor(current.loader, holder.loader, method.desc) {
        None => Ok(()),
        Some(name) => Err(method_constraint_error(t, current, request, &method, what, name)),
    }
}

fn method_access_error(t: &Thread, current: ClassRef, method: &Method) -> Thrown {
    let holder = method.class();
    let mut qualifier = String::new();
    if method.is_abstract() {
        qualifier += "abstract ";
    }
    if method.access & acc::PROTECTED != 0 {
        qualifier += "protected ";
    }
    if method.is_private() {
        qualifier += "private ";
    }
    let mut message = format!(
        "class {} tried to access {qualifier}method '{}' ({})",
        current.external_name(),
        messages::method(method),
        messages::places(current, holder)
    );
    if method.is_private() {
        match nest::explain(t, current, holder) {
            Ok(reason) => message += &reason,
            Err(thrown) => return thrown,
        }
    }
    throw::new(t, ILLEGAL_ACCESS, &message)
}

fn method_constraint_error(
    t: &Thread,
    current: ClassRef,
    request: &Request,
    method: &Method,
    what: &str,
    name: Sym,
) -> Thrown {
    let holder = method.class();
    let message = format!(
        "loader constraint violation: when resolving {what} '{}' the class loader {} of the \
         current class, {}, and the class loader {} for the method's defining class, {}, have \
         different Class objects for the type {} used in the signature ({}; {})",
        messages::signature(request.class, request.name, request.desc),
        messages::loader_name(current.loader),
        current.external_name(),
        messages::loader_name(holder.loader),
        holder.external_name(),
        name.external(),
        messages::place(current, true),
        messages::place(holder, true)
    );
    throw::new(t, "java/lang/LinkageError", &message)
}

/// What `invokespecial` adds (JVMS 6.5): constructors, superclass calls, superinterface calls.
fn special(t: &Thread, request: &Request, resolved: MethodRef) -> R<MethodRef> {
    let class = request.class;
    if resolved.has(method_flag::INIT) && resolved.class() != class {
        let message = format!(
            "{}: method '{}' not found",
            class.external_name(),
            messages::short_signature(resolved.name, resolved.desc)
        );
        return Err(throw::new(t, "java/lang/NoSuchMethodError", &message));
    }
    if let Some(current) = request.caller
        && class.is_interface()
        && current != class
        && !current.interfaces.contains(&class)
        && !current.has(class_flag::MAGIC_ACCESSOR)
    {
        let message = format!(
            "Interface method reference: '{}', is in an indirect superinterface of {}",
            messages::method(&resolved),
            current.external_name()
        );
        return Err(icce(t, &message));
    }
    expect_instance(t, &resolved)?;
    let mut selected = resolved;
    if let Some(current) = request.caller
        && !resolved.has(method_flag::INIT)
        && current != class
        && current.is_subclass_of(class)
        && let Some(above) = current.super_class
    {
        match instance_method(above, resolved.name, resolved.desc) {
            Some(method) => selected = method,
            None => {
                let message = messages::abstract_method(&resolved, None, None);
                return Err(throw::new(t, "java/lang/AbstractMethodError", &message));
            }
        }
    }
    if selected.is_abstract() {
        let message = messages::abstract_method(&resolved, Some(&selected), request.caller);
        return Err(throw::new(t, "java/lang/AbstractMethodError", &message));
    }
    Ok(selected)
}

/// The instance method in `class`, its superclasses, or as a default in its superinterfaces.
fn instance_method(class: ClassRef, name: Sym, desc: Sym) -> Option<MethodRef> {
    let own = class
        .supers()
        .find_map(|at| at.declared_method(name, desc).filter(|method| !method.is_static()));
    own.or_else(|| match class.find_interface_method(name, desc) {
        InterfaceLookup::Found(method) | InterfaceLookup::Conflict(method, _) => Some(method),
        InterfaceLookup::Absent => None,
    })
}
