//! Failures. A Java exception is a value ([`Thrown`]); a broken invariant of the VM is a panic or
//! [`fatal`]; host failures are the typed errors of their modules.

use crate::heap::ObjRef;

/// A Java exception on its way: the `Throwable` object.
///
/// It lives only on the native stack (scanned conservatively) or in Java objects.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use = "a Java exception must be propagated or handled"]
pub struct Thrown(pub ObjRef);

/// Result of whatever may complete abruptly with a Java exception.
pub type R<T> = Result<T, Thrown>;

/// Ends the process, with a report: the VM cannot go on, and no Java code can help.
#[track_caller]
pub fn fatal(message: &str) -> ! {
    crate::crash::internal_error(format_args!("fatal error: {message}"))
}
