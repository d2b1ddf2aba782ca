//! Nest hosts and nest mates (JVMS 5.4.4, JEP 181).

use super::{access, loader, messages};
use crate::class::{ClassRef, class_flag};
use crate::error::R;
use crate::runtime::string;
use crate::thread::Thread;

/// The host of a class's nest; itself when it names none, or when what it names is not a host
/// that lists it.
///
/// # Errors
/// What loading the host throws, if it is a VirtualMachineError; other failures make the class its
/// own host.
pub fn host(t: &Thread, class: ClassRef) -> R<ClassRef> {
    if let Some(host) = class.extra.nest_host.get() {
        return Ok(host);
    }
    if class.extra.nest_host_index == 0 {
        class.extra.nest_host.set(Some(class));
        return Ok(class);
    }
    let host = match named_host(t, class)? {
        Ok(host) => host,
        Err(_) => class,
    };
    class.extra.nest_host.set(Some(host));
    Ok(host)
}

/// The host that the class's NestHost attribute names, or why it is not its host.
fn named_host(t: &Thread, class: ClassRef) -> R<Result<ClassRef, String>> {
    let index = class.extra.nest_host_index;
    let host = match super::resolve::resolve_class(t, class, index) {
        Ok(host) => host,
        Err(thrown) => {
            let error = crate::class::wk::virtual_machine_error();
            if thrown.0.class().is_subclass_of(error) {
                return Err(thrown);
            }
            let text = thrown.0.get_ref(crate::class::wk::off::throwable_message());
            let text = string::to_rust_opt(text).unwrap_or_default();
            return Ok(Err(format!(
                "Nest host resolution of {} with host {} failed: {}: {text}",
                class.external_name(),
                class.cp.sym(index).external(),
                thrown.0.class().external_name(),
            )));
        }
    };
    let reason = if !access::same_package(class, host) {
        "types are in different packages"
    } else if !lists_member(host, class) {
        "current type is not listed as a nest member"
    } else {
        return Ok(Ok(host));
    };
    Ok(Err(format!(
        "Type {} (loader: {}) is not a nest member of type {} (loader: {}): {reason}",
        class.external_name(),
        messages::loader_name(class.loader),
        host.external_name(),
        messages::loader_name(host.loader),
    )))
}

fn lists_member(host: ClassRef, member: ClassRef) -> bool {
    if member.has(class_flag::HIDDEN) {
        return false;
    }
    host.extra.nest_members.iter().any(|&index| host.cp.sym(index) == member.name)
}

/// Whether two classes are in the same nest.
pub fn are_mates(t: &Thread, one: ClassRef, other: ClassRef) -> R<bool> {
    Ok(one == other || host(t, one)? == host(t, other)?)
}

/// What an IllegalAccessError for a private member adds when a nest host could not be used.
pub fn explain(t: &Thread, one: ClassRef, other: ClassRef) -> R<String> {
    let mut reasons = Vec::new();
    for class in [one, other] {
        let unusable = class.extra.nest_host_index != 0 && host(t, class)? == class;
        if unusable && let Err(reason) = named_host(t, class)? {
            reasons.push(reason);
        }
    }
    Ok(if reasons.is_empty() { String::new() } else { format!(", ({})", reasons.join("; ")) })
}

/// The classes that the host lists and that agree (`Class.getNestMembers`), the host first.
///
/// # Errors
/// What loading a member throws, when it is a VirtualMachineError; members that cannot be loaded
/// or disagree are left out.
pub fn members(t: &Thread, class: ClassRef) -> R<Vec<ClassRef>> {
    let host = host(t, class)?;
    let mut members = vec![host];
    for &index in host.extra.nest_members.iter() {
        let name = host.cp.sym(index);
        match loader::load_class(t, host.loader, name) {
            Ok(member) if self::host(t, member)? == host => members.push(member),
            Ok(_) => {}
            Err(thrown)
                if thrown.0.class().is_subclass_of(crate::class::wk::virtual_machine_error()) =>
            {
                return Err(thrown);
            }
            Err(_) => {}
        }
    }
    Ok(members)
}
