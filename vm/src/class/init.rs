//! Class initialisation (JVMS 5.5) and linking (5.4.1, 5.4.2).
//!
//! One lock and one condition serve all classes: states change rarely, and whoever waits does so
//! in native, so that collections go on. No lock is held while Java runs.

use super::wk::{self, off};
use super::{Class, ClassRef, Kind, MethodRef, acc, class_flag, init_state};
use crate::class::cp::tag;
use crate::compile::assume;
use crate::error::{R, Thrown};
use crate::heap::{GlobalRef, ObjRef};
use crate::interp;
use crate::link::select;
use crate::meta::intern;
use crate::runtime::{alloc, string, throw, value};
use crate::thread::{Thread, safepoint};
use parking_lot::{Condvar, Mutex};
use std::sync::atomic::{AtomicU32, Ordering};

static LOCK: Mutex<()> = Mutex::new(());
static CHANGED: Condvar = Condvar::new();
static INITIALIZED: AtomicU32 = AtomicU32::new(0);

const ERROR_CLASS: &str = "java/lang/ExceptionInInitializerError";

/// Makes sure that `class` is initialised, or is being initialised by this thread.
///
/// # Errors
/// What linking throws; ExceptionInInitializerError or the Error that `<clinit>` threw;
/// NoClassDefFoundError when an earlier attempt failed.
#[inline(always)]
pub fn ensure_initialized(t: &Thread, class: ClassRef) -> R<()> {
    if class.is_ready() { Ok(()) } else { initialize(t, class) }
}

/// Whether code of `class` may run in this thread without further ado: it is initialised, or this
/// thread is doing so.
#[inline]
pub fn is_usable_by(t: &Thread, class: ClassRef) -> bool {
    class.is_ready()
        || (class.init_state.load(Ordering::Acquire) == init_state::RUNNING
            && class.init_thread.load(Ordering::Relaxed) == t.id)
}

enum Next {
    Run,
    Done,
    Wait,
    Failed,
}

/// Steps 1 to 6 of JVMS 5.5 in one look at the state.
fn begin(t: &Thread, class: &Class) -> Next {
    let _guard = LOCK.lock();
    match class.init_state.load(Ordering::Acquire) {
        init_state::READY => Next::Done,
        init_state::FAILED => Next::Failed,
        init_state::RUNNING if class.init_thread.load(Ordering::Relaxed) == t.id => Next::Done,
        init_state::RUNNING => Next::Wait,
        _ => {
            class.init_thread.store(t.id, Ordering::Relaxed);
            class.init_state.store(init_state::RUNNING, Ordering::Release);
            Next::Run
        }
    }
}

#[cold]
#[inline(never)]
fn initialize(t: &Thread, class: ClassRef) -> R<()> {
    ensure_linked(t, class)?;
    assume::settle(t);
    loop {
        match begin(t, &class) {
            Next::Done => return Ok(()),
            Next::Run => return run(t, class),
            Next::Failed => return Err(failed_before(t, class)),
            Next::Wait => wait_while(t, &class, init_state::RUNNING),
        }
    }
}

/// Sleeps until the class leaves `state`.
fn wait_while(t: &Thread, class: &Class, state: u8) {
    safepoint::in_native(t, || {
        let mut guard = LOCK.lock();
        while class.init_state.load(Ordering::Acquire) == state
            && class.init_thread.load(Ordering::Relaxed) != 0
        {
            CHANGED.wait(&mut guard);
        }
    });
}

fn set_state(class: &Class, state: u8) {
    let _guard = LOCK.lock();
    class.init_state.store(state, Ordering::Release);
    class.init_thread.store(0, Ordering::Relaxed);
    CHANGED.notify_all();
}

/// Steps 7 to 11: supertypes, then `<clinit>`.
fn run(t: &Thread, class: ClassRef) -> R<()> {
    if let Err(thrown) = initialize_supers(t, class) {
        record_failure(t, class, thrown);
        return Err(thrown);
    }
    crate::trace!(
        ClassInit,
        Info,
        "{} Initializing '{}'{} ({:#018x})",
        INITIALIZED.fetch_add(1, Ordering::Relaxed),
        class.name,
        if class.has(class_flag::CLINIT) { "" } else { "(no method)" },
        class.raw()
    );
    let outcome = match class_initializer(&class) {
        Some(method) => interp::call(t, method, &[]).map(|_| ()),
        None => Ok(()),
    };
    let Err(thrown) = outcome else {
        set_state(&class, init_state::READY);
        crate::counters::Counter::ClassesInitialized.increment();
        return Ok(());
    };
    record_failure(t, class, thrown);
    if thrown.0.class().is_subclass_of(wk::error()) {
        return Err(thrown);
    }
    Err(wrap(t, thrown).unwrap_or_else(|other| other))
}

fn class_initializer(class: &Class) -> Option<MethodRef> {
    if !class.has(class_flag::CLINIT) {
        return None;
    }
    let (name, desc) = (intern("<clinit>"), intern("()V"));
    class.declared_method(name, desc).filter(|method| method.is_static())
}

fn initialize_supers(t: &Thread, class: ClassRef) -> R<()> {
    if class.is_interface() {
        return Ok(());
    }
    if let Some(super_class) = class.super_class {
        ensure_initialized(t, super_class)?;
    }
    if class.has(class_flag::INHERITS_DEFAULTS) {
        initialize_interfaces(t, class)?;
    }
    Ok(())
}

/// Initialises the superinterfaces that declare default methods, the topmost first.
fn initialize_interfaces(t: &Thread, class: ClassRef) -> R<()> {
    for &interface in class.interfaces.iter() {
        if interface.has(class_flag::INHERITS_DEFAULTS) {
            initialize_interfaces(t, interface)?;
        }
        if interface.has(class_flag::DEFAULTS) {
            ensure_initialized(t, interface)?;
        }
    }
    Ok(())
}

/// `new ExceptionInInitializerError(thrown)`.
fn wrap(t: &Thread, thrown: Thrown) -> R<Thrown> {
    let class = crate::link::loader::load_boot_class(t, intern(ERROR_CLASS))?;
    ensure_initialized(t, class)?;
    let object = alloc::instance(t, class)?;
    let constructor = wk::method_of(class, "<init>", "(Ljava/lang/Throwable;)V");
    let args = value::Args::new().obj(Some(object)).obj(Some(thrown.0));
    interp::call(t, constructor, args.slots())?;
    Ok(Thrown(object))
}

/// Marks the class as erroneous and keeps what later attempts report as the cause.
fn record_failure(t: &Thread, class: ClassRef, thrown: Thrown) {
    if let Ok(error) = reportable(t, thrown)
        && error.0.class().name == ERROR_CLASS
    {
        class.extra.init_error.set(GlobalRef::new(error.0));
    }
    set_state(&class, init_state::FAILED);
}

/// An ExceptionInInitializerError of the bootstrap loader that tells about `thrown` by text and
/// stack trace, without keeping it.
fn reportable(t: &Thread, thrown: Thrown) -> R<Thrown> {
    let name = thrown.0.class().external_name();
    let message = thrown.0.get_ref(off::throwable_message()).map(string::to_rust);
    let thread = t.name();
    let text = match message {
        Some(message) => format!("Exception {name}: {message} [in thread \"{thread}\"]"),
        None => format!("Exception {name} [in thread \"{thread}\"]"),
    };
    let error = throw::new(t, ERROR_CLASS, &text);
    let declared =
        wk::method_of(wk::throwable(), "getStackTrace", "()[Ljava/lang/StackTraceElement;");
    let method = select::virtual_method(thrown.0.class(), declared);
    let args = value::Args::new().obj(Some(thrown.0));
    if let Ok(word) = interp::call(t, method, args.slots()) {
        error.0.set_ref(off::throwable_stack_trace(), value::to_ref(word));
        error.0.set_ref(off::throwable_backtrace(), None);
    }
    Ok(error)
}

fn failed_before(t: &Thread, class: ClassRef) -> Thrown {
    const NOT_FOUND: &str = "java/lang/NoClassDefFoundError";
    let message = format!("Could not initialize class {}", class.external_name());
    match class.extra.init_error.get().get() {
        Some(cause) => throw::with_cause(t, NOT_FOUND, Some(&message), Thrown(cause)),
        None => throw::new(t, NOT_FOUND, &message),
    }
}

/// Verifies and prepares `class` and its supertypes (JVMS 5.4.1, 5.4.2).
///
/// # Errors
/// VerifyError; LinkageError for loader constraints; OutOfMemoryError while making constant strings.
#[inline]
pub fn ensure_linked(t: &Thread, class: ClassRef) -> R<()> {
    match class.init_state.load(Ordering::Acquire) {
        init_state::LOADED => link_slow(t, class),
        _ => Ok(()),
    }
}

#[cold]
fn link_slow(t: &Thread, class: ClassRef) -> R<()> {
    if let Some(super_class) = class.super_class {
        ensure_linked(t, super_class)?;
    }
    for &interface in class.interfaces.iter() {
        ensure_linked(t, interface)?;
    }
    crate::link::constraints::check_tables(t, class)?;
    let claim = claim(t, &class);
    if claim == Claim::Linked {
        return Ok(());
    }
    let result = crate::verify::verify(t, class).and_then(|()| {
        // Verification loads classes, whose loaders may have linked this one.
        if is_loaded_only(&class) { set_constants(t, class) } else { Ok(()) }
    });
    if is_loaded_only(&class) {
        match result {
            Ok(()) => set_state(&class, init_state::LINKED),
            Err(_) if claim == Claim::First => set_state(&class, init_state::LOADED),
            // The attempt further out goes on.
            Err(_) => {}
        }
    }
    result
}

fn is_loaded_only(class: &Class) -> bool {
    class.init_state.load(Ordering::Acquire) == init_state::LOADED
}

/// What a thread that wants to link a class finds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    /// Nobody else is linking it: no other thread does until the state is set.
    First,
    /// This very thread is linking it further out: it does so again, as in HotSpot.
    Again,
    /// It is linked.
    Linked,
}

/// Becomes the thread that links the class, after waiting for one that does already.
fn claim(t: &Thread, class: &Class) -> Claim {
    loop {
        let guard = LOCK.lock();
        if !is_loaded_only(class) {
            return Claim::Linked;
        }
        match class.init_thread.load(Ordering::Relaxed) {
            0 => {
                class.init_thread.store(t.id, Ordering::Relaxed);
                return Claim::First;
            }
            id if id == t.id => return Claim::Again,
            _ => {}
        }
        drop(guard);
        wait_while(t, class, init_state::LOADED);
    }
}

/// Gives static fields the values of their ConstantValue attributes.
fn set_constants(t: &Thread, class: ClassRef) -> R<()> {
    for field in class.fields.iter() {
        if field.constant == 0 || field.access & acc::STATIC == 0 {
            continue;
        }
        let (cp, index) = (class.cp, field.constant);
        let word = match field.kind {
            Kind::Long | Kind::Double => cp.wide(index),
            Kind::Ref if cp.tag(index) == tag::STRING => {
                value::of_ref(Some(string::intern_sym(t, cp.sym(index))?))
            }
            Kind::Ref => continue,
            _ => u64::from(cp.raw_word(index)),
        };
        value::store(class.mirror(), field.offset as usize, field.kind, word);
    }
    Ok(())
}

/// The cause that is recorded for a class whose initialisation failed.
pub fn recorded_error(class: &Class) -> Option<ObjRef> {
    class.extra.init_error.get().get()
}
