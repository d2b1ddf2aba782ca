//! The verifier (JVMS 4.10): no class runs before its code is known to keep to the types.
//!
//! Class files from version 50 on are checked against their StackMapTable: [`method`] walks the
//! instructions, [`ops`] and [`members`] say what each of them does to the [`frames`], [`context`]
//! answers questions about classes. Older ones, and those of version 50 that fail, are verified by
//! type inference: [`infer`]. Messages are HotSpot's ([`report`]).
//!
//! Invariants:
//! 1. Any bytes that passed the class-file parser are accepted or rejected, never panicked over.
//! 2. Classes are loaded only when assignability cannot be told from names; none is initialised.
//! 3. A class is verified by the one thread that links it; no lock is held, as loading may run Java
//!    code, and that may link the class itself.

mod context;
mod frames;
mod infer;
mod members;
mod method;
mod ops;
mod report;
mod stackmap;
mod types;

use crate::class::{ClassRef, MethodRef, class_flag};
use crate::error::{R, Thrown};
use crate::link::loader;
use crate::runtime::throw;
use crate::thread::Thread;
use context::Context;
use std::cell::Cell;
use types::Names;

/// Why a class was rejected.
#[derive(Debug)]
pub enum Failure {
    /// Loading a class that verification needs threw.
    Thrown(Thrown),
    /// A VerifyError with this message.
    Verify(Box<str>),
    /// A ClassFormatError with this message.
    Format(Box<str>),
}

/// The first version with StackMapTable.
const STACK_MAP_MAJOR: u16 = 50;
/// The first version whose classes get no second chance.
const NO_FAILOVER_MAJOR: u16 = 51;

thread_local! {
    /// The descriptors that this thread has seen; absent while it verifies.
    static NAMES: Cell<Option<Box<Names>>> = const { Cell::new(None) };
}

/// Verifies `class`, whose supertypes are linked, if it is to be verified at all.
///
/// # Errors
/// VerifyError, ClassFormatError, and whatever loading classes throws.
pub fn verify(t: &Thread, class: ClassRef) -> R<()> {
    if !is_eligible(class) {
        return Ok(());
    }
    crate::trace!(ClassInit, Info, "Start class verification for: {}", class.external_name());
    let result = match check(t, class) {
        Ok(()) => Ok(()),
        Err(Failure::Thrown(thrown)) => Err(thrown),
        Err(Failure::Verify(message)) => Err(throw::new(t, "java/lang/VerifyError", &message)),
        Err(Failure::Format(message)) => Err(throw::new(t, "java/lang/ClassFormatError", &message)),
    };
    if result.is_err() {
        crate::trace!(ClassInit, Info, "Verification for {} failed", class.external_name());
    }
    crate::trace!(ClassInit, Info, "End class verification for: {}", class.external_name());
    result
}

/// Classes of the bootstrap loader are trusted unless asked otherwise; those without which no
/// class can be verified always are, and so is what core reflection makes.
fn is_eligible(class: ClassRef) -> bool {
    const FOUNDATION: [&str; 4] =
        ["java/lang/Object", "java/lang/Class", "java/lang/String", "java/lang/Throwable"];
    let local = class.loader == loader::boot();
    let foundation = local && FOUNDATION.iter().any(|&name| class.name == name);
    let exempt = foundation || class.is_array() || class.is_primitive();
    crate::boot::verifies_bytecode(local) && !exempt && !class.has(class_flag::MAGIC_ACCESSOR)
}

fn methods_with_code(class: ClassRef) -> impl DoubleEndedIterator<Item = MethodRef> {
    let methods = class.methods;
    (0..methods.len()).map(move |at| methods.handle(at)).filter(|method| !method.code.is_empty())
}

/// Verifies `class` whether or not options want it.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn check(t: &Thread, class: ClassRef) -> Result<(), Failure> {
    if methods_with_code(class).next().is_none() {
        return Ok(());
    }
    let mut names = NAMES.take().unwrap_or_else(|| Box::new(Names::new()));
    names.trim();
    let mut context = Context::new(t, class, names);
    let result = if class.major >= STACK_MAP_MAJOR {
        check_or_infer(&mut context)
    } else {
        infer::infer(&mut context)
    };
    NAMES.set(Some(context.names));
    result
}

/// Type checking; classes of version 50 that fail may still pass the older verifier.
fn check_or_infer(context: &mut Context<'_>) -> Result<(), Failure> {
    let first = method::check(context);
    let message = match first {
        Err(Failure::Verify(message) | Failure::Format(message))
            if context.class.major < NO_FAILOVER_MAJOR =>
        {
            message
        }
        first => return first,
    };
    // The message is that of the first attempt, the kind of error that of the second.
    match infer::infer(context) {
        Err(Failure::Verify(_)) => Err(Failure::Verify(message)),
        Err(Failure::Format(_)) => Err(Failure::Format(message)),
        second => second,
    }
}
