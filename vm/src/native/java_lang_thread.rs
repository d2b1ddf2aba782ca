//! `java.lang.Thread`: the life of a Java thread, sleeping and interrupting.
//!
//! `Thread.eetop` holds the address of the VM's [`Thread`] while the thread is alive, and
//! `Thread.threadStatus` says what it is doing ([`status`]).

use super::java_lang_throwable::TraceFrame;
use super::{java_lang_stack_trace_element, support};
use crate::boot;
use crate::class::wk::{self, off};
use crate::error::{R, Thrown, fatal};
use crate::heap::ObjRef;
use crate::interp;
use crate::meta::intern;
use crate::natives;
use crate::runtime::value::Args;
use crate::runtime::{alloc, string, throw};
use crate::thread::park::{self, Woken};
use crate::thread::{AttachOptions, Thread, monitor, registry, safepoint, stack};
use parking_lot::Mutex;
use std::time::Duration;

natives! { "java/lang/Thread";
    "registerNatives()V" => register_natives [leaf];
    "currentThread()Ljava/lang/Thread;" => current_thread [leaf];
    "yield()V" => yield_now;
    "sleep(J)V" => sleep;
    "start0()V" => start;
    "holdsLock(Ljava/lang/Object;)Z" => holds_lock;
    "dumpThreads([Ljava/lang/Thread;)[[Ljava/lang/StackTraceElement;" => dump_threads;
    "getThreads()[Ljava/lang/Thread;" => get_threads;
    "setPriority0(I)V" => set_priority [leaf];
    "stop0(Ljava/lang/Object;)V" => stop;
    "suspend0()V" => suspend;
    "resume0()V" => resume [leaf];
    "interrupt0()V" => interrupt [leaf];
    "clearInterruptEvent()V" => clear_interrupt_event [leaf];
    "setNativeName(Ljava/lang/String;)V" => set_native_name;
}

/// Values of `Thread.threadStatus`, made of the state bits of JVM TI.
pub mod status {
    const ALIVE: i32 = 0x1;
    const WAITING: i32 = 0x80;
    const INDEFINITELY: i32 = 0x10;
    const WITH_TIMEOUT: i32 = 0x20;
    /// Has ended.
    pub const TERMINATED: i32 = 0x2;
    /// Runs, or would if it got a processor.
    pub const RUNNABLE: i32 = ALIVE | 0x4;
    /// Waits to enter a monitor.
    pub const BLOCKED: i32 = ALIVE | 0x400;
    /// In `Thread.sleep`.
    pub const SLEEPING: i32 = ALIVE | WAITING | WITH_TIMEOUT | 0x40;
    /// In `Object.wait` without a limit.
    pub const IN_OBJECT_WAIT: i32 = ALIVE | WAITING | INDEFINITELY | 0x100;
    /// In `Object.wait` with a limit.
    pub const IN_OBJECT_WAIT_TIMED: i32 = ALIVE | WAITING | WITH_TIMEOUT | 0x100;
    /// In `Unsafe.park` without a limit.
    pub const PARKED: i32 = ALIVE | WAITING | INDEFINITELY | 0x200;
    /// In `Unsafe.park` with a limit.
    pub const PARKED_TIMED: i32 = ALIVE | WAITING | WITH_TIMEOUT | 0x200;
}

/// Held while `eetop` is cleared, and while somebody acts upon what it names: so that an interrupt
/// never meets the thread that uses the structure next. Nothing is done meanwhile that could stop.
static LIFE: Mutex<()> = Mutex::new(());

/// Runs `wait` while the thread's Java object shows `status`.
pub fn with_status<T>(t: &Thread, status: i32, wait: impl FnOnce() -> T) -> T {
    let Some(object) = t.thread_obj.get() else { return wait() };
    let before = object.get_i32(off::thread_status());
    object.set_i32(off::thread_status(), status);
    let result = t.waits.count(status == self::status::BLOCKED, wait);
    object.set_i32(off::thread_status(), before);
    result
}

/// InterruptedException; the interrupt status is cleared by it.
pub fn interrupted_exception(t: &Thread, message: Option<&str>) -> Thrown {
    if let Some(object) = t.thread_obj.get() {
        object.set_u8(off::thread_interrupted(), 0);
    }
    match message {
        Some(text) => throw::new(t, "java/lang/InterruptedException", text),
        None => throw::bare(t, "java/lang/InterruptedException"),
    }
}

/// The VM's thread of a live `java.lang.Thread`. It may end at any time; its structure stays, and
/// may be given to a new thread.
#[inline]
pub fn vm_thread(object: ObjRef) -> Option<&'static Thread> {
    let address = object.get_i64(off::thread_eetop());
    // SAFETY: eetop is zero or the address of a thread, and those are never freed.
    unsafe { std::ptr::with_exposed_provenance::<Thread>(address as usize).as_ref() }
}

/// Ties a VM thread and its Java object together. Done by the thread itself once attached.
pub fn bind(t: &'static Thread, object: ObjRef) {
    t.thread_obj.set(Some(object));
    object.set_i64(off::thread_eetop(), std::ptr::from_ref(t).expose_provenance() as i64);
    object.set_i32(off::thread_status(), status::RUNNABLE);
    if object.get_u8(off::thread_interrupted()) != 0 {
        park::interrupt(t);
    }
}

fn register_natives(_t: &Thread) {}

fn current_thread(t: &Thread) -> Option<ObjRef> {
    t.thread_obj.get()
}

fn yield_now(t: &Thread) {
    safepoint::in_native(t, std::thread::yield_now);
}

fn sleep(t: &Thread, millis: i64) -> R<()> {
    let Ok(millis) = u64::try_from(millis) else {
        let text = "timeout value is negative";
        return Err(throw::new(t, "java/lang/IllegalArgumentException", text));
    };
    let duration = Duration::from_millis(millis);
    match with_status(t, status::SLEEPING, || park::sleep(t, duration)) {
        Woken::Interrupted => Err(interrupted_exception(t, Some("sleep interrupted"))),
        Woken::Notified | Woken::TimedOut => Ok(()),
    }
}

fn holds_lock(t: &Thread, object: Option<ObjRef>) -> R<bool> {
    Ok(monitor::holds_lock(t, support::required(t, object)?))
}

/// Priorities are not passed on to Linux, as in HotSpot without options.
fn set_priority(_t: &Thread, _this: ObjRef, _priority: i32) {}

fn interrupt(_t: &Thread, this: ObjRef) {
    let _alive = LIFE.lock();
    if let Some(target) = vm_thread(this) {
        park::interrupt(target);
    }
}

fn clear_interrupt_event(t: &Thread) {
    park::take_interrupt(t);
}

fn set_native_name(t: &Thread, this: ObjRef, name: Option<ObjRef>) -> R<()> {
    let name = string::to_rust(support::required(t, name)?);
    if let Some(target) = vm_thread(this) {
        target.set_name(&name);
    }
    Ok(())
}

fn unsupported(t: &Thread, what: &str) -> Thrown {
    let message = format!("Thread.{what} is not supported by this VM");
    throw::new(t, "java/lang/UnsupportedOperationException", &message)
}

/// A thread may stop itself; stopping others would need exceptions at any instruction.
fn stop(t: &Thread, this: ObjRef, exception: Option<ObjRef>) -> R<()> {
    let exception = support::required(t, exception)?;
    if t.thread_obj.get() == Some(this) {
        return Err(Thrown(exception));
    }
    if vm_thread(this).is_none() {
        return Ok(());
    }
    Err(unsupported(t, "stop of another thread"))
}

fn suspend(t: &Thread, _this: ObjRef) -> R<()> {
    Err(unsupported(t, "suspend"))
}

/// Nothing was suspended.
fn resume(_t: &Thread, _this: ObjRef) {}

/// Size of the Java stack; `wanted` is `Thread.stackSize`, zero for the default.
fn java_stack_bytes(wanted: i64) -> usize {
    match usize::try_from(wanted) {
        Ok(0) | Err(_) => boot::java_stack_bytes(),
        Ok(wanted) => {
            let bytes = wanted.saturating_mul(boot::STACK_FACTOR);
            bytes.clamp(4 * stack::JAVA_RESERVE, 1 << 30)
        }
    }
}

fn start(t: &Thread, this: ObjRef) -> R<()> {
    if vm_thread(this).is_some() {
        return Err(throw::bare(t, "java/lang/IllegalThreadStateException"));
    }
    let stack_size = wk::thread().declared_field(intern("stackSize"), intern("J"));
    let wanted = stack_size.map_or(0, |field| this.get_i64(field.offset as usize));
    let options = AttachOptions {
        name: string::to_rust_opt(this.get_ref(off::thread_name())).unwrap_or_default(),
        java_stack_bytes: java_stack_bytes(wanted),
        daemon: this.get_u8(off::thread_daemon()) != 0,
    };
    let prepare = |thread: &'static Thread| {
        if let Some(object) = thread.thread_obj.get() {
            bind(thread, object);
        }
    };
    let native = boot::NATIVE_STACK_BYTES;
    match registry::spawn(t, options, native, Some(this), prepare, run) {
        Ok(_) => Ok(()),
        Err(_) => Err(throw::new(
            t,
            "java/lang/OutOfMemoryError",
            "unable to create native thread: possibly out of memory or process/resource limits \
             reached",
        )),
    }
}

/// What a new thread does.
fn run(t: &'static Thread) {
    let Some(object) = t.thread_obj.get() else { return };
    let run = wk::method_of(wk::thread(), "run", "()V");
    let this = Args::new().obj(Some(object));
    let result = interp::call_virtual(t, run, this.slots());
    end(t, object, result.err());
}

/// The end of a Java thread: the handler of uncaught exceptions, `Thread.exit`, and waking those
/// who wait in `join`. The main thread ends so, too.
pub fn end(t: &Thread, object: ObjRef, uncaught: Option<Thrown>) {
    if let Some(thrown) = uncaught {
        dispatch_uncaught(t, object, thrown);
    }
    let exit = wk::method_of(wk::thread(), "exit", "()V");
    let this = Args::new().obj(Some(object));
    // What `exit` itself throws has nowhere to go.
    let _ = interp::call(t, exit, this.slots());
    monitor::enter(t, object);
    object.set_i32(off::thread_status(), status::TERMINATED);
    {
        let _alive = LIFE.lock();
        object.set_i64(off::thread_eetop(), 0);
    }
    let woken = monitor::notify_all(t, object);
    if woken.is_err() || monitor::exit(t, object).is_err() {
        fatal("the monitor of an ending thread was lost");
    }
}

/// Hands an exception to `Thread.dispatchUncaughtException`.
pub fn dispatch_uncaught(t: &Thread, object: ObjRef, thrown: Thrown) {
    const DESC: &str = "(Ljava/lang/Throwable;)V";
    let dispatch = wk::method_of(wk::thread(), "dispatchUncaughtException", DESC);
    let args = Args::new().obj(Some(object)).obj(Some(thrown.0));
    if let Err(Thrown(second)) = interp::call(t, dispatch, args.slots()) {
        let name = string::to_rust_opt(object.get_ref(off::thread_name())).unwrap_or_default();
        eprintln!(
            "\nException: {} thrown from the UncaughtExceptionHandler in thread \"{name}\"",
            second.class().external_name()
        );
    }
}

/// All live threads that have Java objects.
pub(super) fn get_threads(t: &Thread) -> R<ObjRef> {
    loop {
        let count = registry::count();
        let array = alloc::ref_array(t, wk::thread(), count)?;
        // No allocation from here on: the references go from the threads into the array.
        let mut found = 0;
        let mut fits = true;
        for thread in registry::threads() {
            let Some(object) = thread.thread_obj.get() else { continue };
            if object.get_i64(off::thread_eetop()) == 0 {
                continue;
            }
            fits = found < count;
            if !fits {
                break;
            }
            array.set_ref_element(found, Some(object));
            found += 1;
        }
        if found == count {
            return Ok(array);
        }
        if fits {
            let exact = alloc::ref_array(t, wk::thread(), found)?;
            crate::heap::copy_elements(array, 0, exact, 0, found);
            return Ok(exact);
        }
    }
}

fn dump_threads(t: &Thread, threads: Option<ObjRef>) -> R<ObjRef> {
    let threads = support::required(t, threads)?;
    let len = threads.array_length();
    if len == 0 {
        return Err(throw::bare(t, "java/lang/IllegalArgumentException"));
    }
    let element = crate::link::loader::array_class_of(t, wk::stack_trace_element())?;
    let traces = alloc::ref_array(t, element, len)?;
    let wanted: Vec<_> =
        (0..len).map(|index| threads.ref_element(index).and_then(vm_thread)).collect();
    // All at one moment. A thread that has ended by now has no trace.
    let frames: Vec<_> = safepoint::vm_operation(t, |all| {
        let alive = |target: &Thread| all.iter().any(|thread| std::ptr::eq(*thread, target));
        wanted.iter().map(|target| target.filter(|target| alive(target)).map(frames_of)).collect()
    });
    for (index, frames) in frames.into_iter().enumerate() {
        let Some(frames) = frames else { continue };
        let trace = stack_trace(t, &frames)?;
        traces.set_ref_element(index, Some(trace));
    }
    Ok(traces)
}

/// A `StackTraceElement[]` of the frames.
pub fn stack_trace(t: &Thread, frames: &[TraceFrame]) -> R<ObjRef> {
    let trace = alloc::ref_array(t, wk::stack_trace_element(), frames.len())?;
    for (index, &frame) in frames.iter().enumerate() {
        let element = alloc::instance(t, wk::stack_trace_element())?;
        java_lang_stack_trace_element::fill(t, element, frame)?;
        trace.set_ref_element(index, Some(element));
    }
    Ok(trace)
}

/// The frames of the calling thread or of a stopped one; hidden ones too, which only a
/// throwable's trace leaves out.
pub fn frames_of(t: &Thread) -> Vec<TraceFrame> {
    interp::walk(t).map(|frame| TraceFrame { method: frame.method, bci: frame.bci }).collect()
}
