//! Making exceptions. All functions return the [`Thrown`] that the caller passes up.

use super::{alloc, string, value::Args};
use crate::class::{ClassRef, wk};
use crate::error::{R, Thrown};
use crate::heap::{GlobalRef, ObjRef};
use crate::interp;
use crate::link::loader;
use crate::meta::{MetaCell, intern};
use crate::thread::Thread;
use std::cell::Cell;

/// `new C(message)` for a throwable class of the bootstrap loader (name with slashes).
///
/// If making it fails, what that threw is returned instead.
#[cold]
pub fn new(t: &Thread, class: &str, message: &str) -> Thrown {
    make(t, class, Some(message), None).unwrap_or_else(|thrown| thrown)
}

/// `new C()`.
#[cold]
pub fn bare(t: &Thread, class: &str) -> Thrown {
    make(t, class, None, None).unwrap_or_else(|thrown| thrown)
}

/// `new C(message)` and then `initCause(cause)`.
#[cold]
pub fn with_cause(t: &Thread, class: &str, message: Option<&str>, cause: Thrown) -> Thrown {
    make(t, class, message, Some(cause)).unwrap_or_else(|thrown| thrown)
}

/// NullPointerException without a message (a helpful one is computed on demand, JEP 358).
#[cold]
pub fn npe(t: &Thread) -> Thrown {
    bare(t, "java/lang/NullPointerException")
}

fn make(t: &Thread, class: &str, message: Option<&str>, cause: Option<Thrown>) -> R<Thrown> {
    let class = loader::load_boot_class(t, intern(class))?;
    let message = message.map(|text| string::new(t, text)).transpose()?;
    make_in(t, class, message, cause)
}

/// As [`with_cause`] for an already loaded throwable class.
pub fn make_in(
    t: &Thread,
    class: ClassRef,
    message: Option<ObjRef>,
    cause: Option<Thrown>,
) -> R<Thrown> {
    crate::class::init::ensure_initialized(t, class)?;
    let object = alloc::instance(t, class)?;
    let args = Args::new().obj(Some(object));
    let (init, args) = match message {
        Some(text) => ("(Ljava/lang/String;)V", args.obj(Some(text))),
        None => ("()V", args),
    };
    let constructor = class.declared_method(intern("<init>"), intern(init));
    match constructor {
        Some(constructor) => {
            interp::call(t, constructor, args.slots())?;
        }
        // Throwables without that constructor still get a stack trace and their message.
        None => {
            let plain = wk::method_of(wk::throwable(), "<init>", "()V");
            interp::call(t, plain, &args.slots()[..1])?;
            object.set_ref(wk::off::throwable_message(), message);
        }
    }
    if let Some(cause) = cause {
        object.set_ref(wk::off::throwable_cause(), Some(cause.0));
    }
    Ok(Thrown(object))
}

thread_local! {
    static THROWING_OOM: Cell<bool> = const { Cell::new(false) };
}

/// Preallocated OutOfMemoryError, for when even that cannot be made.
static RESERVE_OOM: MetaCell<GlobalRef> = MetaCell::new(GlobalRef::NULL);

/// Preallocated StackOverflowError, for when making one overflows again.
static RESERVE_OVERFLOW: MetaCell<GlobalRef> = MetaCell::new(GlobalRef::NULL);

/// Makes the reserves; at start-up.
pub fn preallocate(t: &Thread) -> R<()> {
    let Thrown(object) = make(t, "java/lang/OutOfMemoryError", Some("Java heap space"), None)?;
    RESERVE_OOM.set(GlobalRef::new(object));
    let Thrown(object) = make(t, "java/lang/StackOverflowError", None, None)?;
    RESERVE_OVERFLOW.set(GlobalRef::new(object));
    Ok(())
}

/// The StackOverflowError made at start-up.
pub fn preallocated_stack_overflow() -> Thrown {
    match RESERVE_OVERFLOW.get().get() {
        Some(object) => Thrown(object),
        None => crate::error::fatal("stack overflow during start-up"),
    }
}

/// Ends the process, if that is what options want when memory runs out.
fn end_if_asked(message: &str) {
    const EXIT_CODE: i32 = 3;
    let flags = &crate::boot::config().flags;
    crate::crash::run_on_out_of_memory(message);
    if flags.CrashOnOutOfMemoryError {
        crate::launcher::reports::out_of_memory("Aborting", message);
        crate::error::fatal(&format!("OutOfMemory encountered: {message}"));
    }
    if flags.ExitOnOutOfMemoryError {
        crate::launcher::reports::out_of_memory("Terminating", message);
        crate::native::java_lang_shutdown::exit_process(EXIT_CODE);
    }
}

/// OutOfMemoryError. With no memory for a fresh one, the one made at start-up, as HotSpot does.
#[cold]
pub fn out_of_memory(t: &Thread, message: &str) -> Thrown {
    if THROWING_OOM.replace(true) {
        return match RESERVE_OOM.get().get() {
            Some(object) => Thrown(object),
            None => crate::error::fatal("out of memory during start-up"),
        };
    }
    end_if_asked(message);
    let thrown = new(t, "java/lang/OutOfMemoryError", message);
    THROWING_OOM.set(false);
    thrown
}
