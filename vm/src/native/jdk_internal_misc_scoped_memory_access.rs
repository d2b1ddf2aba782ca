//! `jdk.internal.misc.ScopedMemoryAccess`: whether a shared memory scope may be closed.

use super::support;
use crate::error::R;
use crate::heap::ObjRef;
use crate::interp;
use crate::natives;
use crate::runtime::value;
use crate::thread::{Thread, safepoint};

natives! { "jdk/internal/misc/ScopedMemoryAccess";
    "registerNatives()V" => register_natives [leaf];
    "closeScope0(Ljdk/internal/misc/ScopedMemoryAccess$Scope;Ljdk/internal/misc/ScopedMemoryAccess$Scope$ScopedAccessError;)Z" =>
        close_scope;
}

/// Accesses are at most this many frames away from the top.
const DEPTH_MAX: usize = 10;

fn register_natives(_t: &Thread) {}

/// Whether the thread is between the check of `scope` and the access that it allows.
fn accesses(thread: &Thread, scope: ObjRef) -> bool {
    let scope = value::of_ref(Some(scope));
    interp::walk(thread).take(DEPTH_MAX).any(|frame| {
        let method = frame.method;
        method.class().name == "jdk/internal/misc/ScopedMemoryAccess"
            && method.name.as_str().ends_with("Internal")
            && (0..usize::from(method.max_locals)).any(|index| frame.local(index) == scope)
    })
}

/// True when no thread is accessing the scope's memory. The caller has already marked it closed:
/// whoever checks it from now on will see that.
fn close_scope(
    t: &Thread,
    _this: ObjRef,
    scope: Option<ObjRef>,
    _exception: Option<ObjRef>,
) -> R<bool> {
    let scope = support::required(t, scope)?;
    Ok(safepoint::vm_operation(t, |threads| !threads.iter().any(|thread| accesses(thread, scope))))
}
