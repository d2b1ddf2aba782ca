//! `java.security.AccessController`: the protection domains on the stack.

use super::host::FieldAt;
use super::support;
use crate::class::wk::{self, inj, off};
use crate::class::{ClassRef, Method};
use crate::error::R;
use crate::heap::ObjRef;
use crate::interp;
use crate::link::mirror::protection_domain;
use crate::natives;
use crate::runtime::{alloc, value};
use crate::thread::Thread;

natives! { "java/security/AccessController";
    "getProtectionDomain(Ljava/lang/Class;)Ljava/security/ProtectionDomain;" => get_domain;
    "ensureMaterializedForStackWalk(Ljava/lang/Object;)V" => ensure_materialized [leaf];
    "getStackAccessControlContext()Ljava/security/AccessControlContext;" => get_stack_context;
    "getInheritedAccessControlContext()Ljava/security/AccessControlContext;"
        => get_inherited_context [leaf];
}

static CONTEXT: FieldAt = FieldAt::new("context", "[Ljava/security/ProtectionDomain;");
static PRIVILEGED_CONTEXT: FieldAt =
    FieldAt::new("privilegedContext", "Ljava/security/AccessControlContext;");
static IS_PRIVILEGED: FieldAt = FieldAt::new("isPrivileged", "Z");
static IS_AUTHORIZED: FieldAt = FieldAt::new("isAuthorized", "Z");

fn get_domain(t: &Thread, class: Option<ObjRef>) -> R<Option<ObjRef>> {
    Ok(support::required(t, class)?.get_ref(inj::protection_domain()))
}

/// Locals are never optimised away here.
fn ensure_materialized(_t: &Thread, _object: Option<ObjRef>) {}

fn get_inherited_context(t: &Thread) -> Option<ObjRef> {
    t.thread_obj.get()?.get_ref(off::thread_inherited_acc())
}

/// What the stack says, down to the innermost privileged frame.
struct StackDomains {
    /// Classes with the domains in question, repetitions in a row left out.
    classes: Vec<ClassRef>,
    /// Whether there is a privileged frame, and the context that it was given.
    privileged: Option<Option<ObjRef>>,
}

/// Whether stack walks take the context from the locals of the method's frames, which it keeps
/// alive by `reachabilityFence`.
fn is_privileged_frame(method: &Method) -> bool {
    method.name == "executePrivileged" && method.class().name == "java/security/AccessController"
}

fn look_at_stack(t: &Thread) -> StackDomains {
    let mut found = StackDomains { classes: Vec::new(), privileged: None };
    let mut previous = None;
    for frame in interp::walk(t) {
        let mut class = frame.method.class();
        let privileged = is_privileged_frame(&frame.method);
        if privileged {
            // executePrivileged(action, context, caller)
            found.privileged = Some(value::to_ref(frame.local(1)));
            if let Some(caller) = value::to_ref(frame.local(2)) {
                class = support::class_of(caller);
            }
        }
        let domain = protection_domain(class);
        if domain.is_some() && domain != previous {
            found.classes.push(class);
            previous = domain;
        }
        if privileged {
            break;
        }
    }
    found
}

fn get_stack_context(t: &Thread) -> R<Option<ObjRef>> {
    let found = look_at_stack(t);
    let privileged_context = found.privileged.flatten();
    if found.classes.is_empty() && found.privileged.is_some() && privileged_context.is_none() {
        return Ok(None);
    }
    let domains = if found.classes.is_empty() {
        None
    } else {
        let array = alloc::ref_array(t, wk::protection_domain(), found.classes.len())?;
        for (index, &class) in found.classes.iter().enumerate() {
            array.set_ref_element(index, protection_domain(class));
        }
        Some(array)
    };
    let class = wk::access_control_context();
    crate::class::init::ensure_initialized(t, class)?;
    let context = alloc::instance(t, class)?;
    context.set_ref(CONTEXT.of(context), domains);
    context.set_ref(PRIVILEGED_CONTEXT.of(context), privileged_context);
    context.set_u8(IS_PRIVILEGED.of(context), u8::from(found.privileged.is_some()));
    context.set_u8(IS_AUTHORIZED.of(context), 1);
    Ok(Some(context))
}
