//! What compiled code calls: one function per row of the contract's table of helpers.
//!
//! A function without `leaf` in its row runs under [`anchored`], so that stack walks see compiled
//! frames. An exception goes to `Thread::pending`; compiled code looks there after the call.

use super::frames::anchored;
use super::{deopt, stubs};
use crate::boot;
use crate::class::{CallKind, Class, ClassRef, Method, MethodRef};
use crate::compile::assume;
use crate::error::{R, Thrown};
use crate::heap::{self, ObjRef};
use crate::interp::{self, slow};
use crate::meta::Meta;
use crate::native::registry::NativeFn;
use crate::runtime::{alloc, throw, value};
use crate::thread::{Thread, monitor, safepoint};
use cortado_protocol::abi::{self, ArgPlace, ArgPlaces};
use cortado_protocol::for_each_helper;
use cortado_protocol::helper::{HelperId, MathFunction};
use std::sync::atomic::Ordering;

macro_rules! addresses {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $kind:tt),*) -> $ret:tt [$effects:ident];)*) => {
        /// Address of a helper's function.
        pub fn address(id: HelperId) -> usize {
            match id { $(HelperId::$name => $name as *const () as usize),* }
        }
    };
}
for_each_helper!(addresses);

/// Address of the function behind the stub that calls the interpreter.
pub fn call_address() -> usize {
    call_interpreter as *const () as usize
}

fn class(handle: u32) -> ClassRef {
    // SAFETY: compiled code passes handles that relocations put there, or class words of objects.
    unsafe { Meta::<Class>::from_raw(handle) }
}

fn method(handle: u32) -> MethodRef {
    // SAFETY: as for `class`.
    unsafe { Meta::<Method>::from_raw(handle) }
}

fn object(word: u64) -> ObjRef {
    value::to_ref(word).expect("helper called with null")
}

/// Runs VM code that may throw; zero when it did.
fn throwing(t: &Thread, run: impl FnOnce(&Thread) -> R<u64>) -> u64 {
    finish(t, anchored(t, |t, _| run(t)))
}

/// Leaves an exception for compiled code.
fn finish(t: &Thread, result: R<u64>) -> u64 {
    match result {
        Ok(word) => word,
        Err(Thrown(exception)) => {
            t.pending.set(Some(exception));
            0
        }
    }
}

/// Throws what `make` makes.
fn throw_with(t: &Thread, make: impl FnOnce(&Thread) -> Thrown) {
    throwing(t, |t| Err(make(t)));
}

extern "C" fn safepoint_poll(t: &Thread) {
    anchored(t, |t, anchor| {
        safepoint::poll_slow(t);
        if boot::leaves_code_at_polls() {
            assume::leave_at(anchor);
        }
    });
}

extern "C" fn deoptimize(t: &Thread, reason: u32) -> u64 {
    finish(t, deopt::at_site(t, reason))
}

extern "C" fn deoptimize_return(t: &Thread, site: u32) -> u64 {
    finish(t, deopt::at_return(t, site))
}

extern "C" fn exception_target(t: &Thread) -> u64 {
    deopt::exception_target(t)
}

extern "C" fn throw_null(t: &Thread) {
    throw_with(t, throw::npe);
}

extern "C" fn throw_bounds(t: &Thread, index: i32, length: i32) {
    throw_with(t, |t| slow::array_index(t, index, length as u32));
}

extern "C" fn throw_zero_divide(t: &Thread) {
    throw_with(t, slow::divide_by_zero);
}

extern "C" fn throw_class_cast(t: &Thread, from: u64, target: u32) {
    throw_with(t, |t| slow::class_cast(t, object(from), class(target)));
}

extern "C" fn throw_array_store(t: &Thread, element: u64) {
    throw_with(t, |t| slow::array_store(t, object(element)));
}

extern "C" fn throw_stack_overflow(t: &Thread) {
    throw_with(t, slow::stack_overflow);
}

extern "C" fn throw_object(t: &Thread, exception: u64) {
    throw_with(t, |t| value::to_ref(exception).map_or_else(|| throw::npe(t), Thrown));
}

extern "C" fn new_instance(t: &Thread, of: u32) -> u64 {
    throwing(t, |t| alloc::instance(t, class(of)).map(|object| object.raw() as u64))
}

extern "C" fn new_array(t: &Thread, of: u32, length: i32) -> u64 {
    throwing(t, |t| alloc::array(t, class(of), length).map(|array| array.raw() as u64))
}

extern "C" fn new_multi_array(t: &Thread, of: u32, count: u32, lengths: *const u64) -> u64 {
    // SAFETY: compiled code passes the address of `count` words of its frame.
    let words = unsafe { std::slice::from_raw_parts(lengths, count as usize) };
    let lengths: Vec<i32> = words.iter().map(|&word| word as i32).collect();
    throwing(t, |t| alloc::multi_array(t, class(of), &lengths).map(|array| array.raw() as u64))
}

extern "C" fn remember(_t: &Thread, written: u64) {
    heap::after_write(object(written));
}

extern "C" fn is_subtype(_t: &Thread, from: u32, target: u32) -> i32 {
    class(from).is_subtype_of(class(target)).into()
}

extern "C" fn may_store(_t: &Thread, array: u64, element: u64) -> i32 {
    let component = object(array).class().component.expect("an array");
    value::to_ref(element).is_none_or(|e| e.class().is_subtype_of(component)).into()
}

extern "C" fn monitor_enter(t: &Thread, on: u64) {
    anchored(t, |t, _| monitor::enter(t, object(on)));
}

extern "C" fn monitor_exit(t: &Thread, on: u64) {
    throwing(t, |t| slow::monitor_exit(t, object(on)).map(|()| 0));
}

extern "C" fn select_interface(t: &Thread, receiver: u64, called: u32) -> u32 {
    let select = |t: &Thread| interp::select(t, object(receiver).class(), method(called));
    throwing(t, |t| select(t).map(|selected| u64::from(selected.raw()))) as u32
}

extern "C" fn register_finalizer(t: &Thread, on: u64) {
    throwing(t, |t| slow::register_finalizer(t, object(on)).map(|()| 0));
}

extern "C" fn remainder_f32(_t: &Thread, x: f32, y: f32) -> f32 {
    x % y
}

extern "C" fn remainder_f64(_t: &Thread, x: f64, y: f64) -> f64 {
    x % y
}

extern "C" fn array_copy(
    t: &Thread,
    from: u64,
    from_index: i32,
    to: u64,
    to_index: i32,
    count: i32,
) {
    throwing(t, |t| {
        let (from, to) = (value::to_ref(from), value::to_ref(to));
        crate::native::array_copy(t, from, from_index, to, to_index, count).map(|()| 0)
    });
}

extern "C" fn math_f64(t: &Thread, function: u32, x: f64, y: f64) -> f64 {
    crate::native::math_function(t, MathFunction::ALL[function as usize], x, y)
}

/// Address of the function behind the stubs of leaf natives.
pub fn leaf_address() -> usize {
    call_leaf as *const () as usize
}

/// Address of the function behind the stubs of other natives.
pub fn native_address() -> usize {
    call_native as *const () as usize
}

/// Calls a native that neither stops nor throws.
extern "C" fn call_leaf(t: &Thread, slots: *const u64, function: usize) -> u64 {
    // SAFETY: the stub was made for a native's function, and for its method.
    let result = unsafe {
        let function: NativeFn = std::mem::transmute(function);
        function(t, slots)
    };
    finish(t, result)
}

/// Calls a native with the arguments of a compiled call, which the stub has laid out.
extern "C" fn call_native(t: &Thread, slots: *const u64, handle: u32) -> u64 {
    throwing(t, |t| {
        let method = method(handle);
        in_place(t, |t, args| {
            let count = usize::from(method.arg_slots);
            // SAFETY: there is room; the stub has laid out the method's arguments.
            unsafe { slots.copy_to_nonoverlapping(args, count) };
            t.java_sp.set(args.wrapping_add(count));
            interp::call_in_place(t, method, args)
        })
    })
}

/// Makes a call whose arguments `run` puts at the end of the Java stack.
fn in_place(t: &Thread, run: impl FnOnce(&Thread, *mut u64) -> R<u64>) -> R<u64> {
    let args = t.java_sp.get();
    if t.native_stack_low() || args.wrapping_add(value::ARG_SLOTS_MAX) > t.java_limit.get() {
        return Err(slow::stack_overflow(t));
    }
    let top = t.top_frame.get();
    let result = run(t, args);
    t.top_frame.set(top);
    t.java_sp.set(args);
    result
}

/// Registers of a compiled call as the stub saved them.
#[repr(C)]
struct SavedArguments {
    ints: [u64; abi::INT_ARGS.len()],
    floats: [u64; abi::FLOAT_ARGS],
}

/// Calls a method that has no compiled code, with the arguments of a compiled call.
extern "C" fn call_interpreter(
    t: &Thread,
    handle: u32,
    saved: &SavedArguments,
    words: *const u64,
) -> u64 {
    throwing(t, |t| {
        let method = method(handle);
        let result = in_place(t, |t, args| {
            // SAFETY: there is room; `words` are the call's.
            let end = unsafe { spread(method, saved, words, args) };
            t.java_sp.set(end);
            interp::call_in_place(t, method, args)
        });
        link_native(method);
        result
    })
}

/// Gives a native that has been bound a stub of its own.
fn link_native(method: MethodRef) {
    if method.call_kind.get() == CallKind::Native
        && let Some(stub) = stubs::native(method)
    {
        method.compiled.address.store(stub, Ordering::Release);
    }
}

/// Writes a compiled call's arguments as the interpreter wants them, from `args` up; returns the
/// word above them.
///
/// # Safety
/// There is room; `words` points to the call's arguments on the stack.
unsafe fn spread(
    method: MethodRef,
    saved: &SavedArguments,
    words: *const u64,
    args: *mut u64,
) -> *mut u64 {
    let mut places = ArgPlaces::default();
    let mut at = args;
    for kind in method.argument_kinds() {
        let word = match places.next(kind.is_float()) {
            ArgPlace::Int(index) => saved.ints[usize::from(index)],
            ArgPlace::Float(index) => saved.floats[usize::from(index)],
            // SAFETY: the caller's promise.
            ArgPlace::Stack(index) => unsafe { *words.add(usize::from(index)) },
        };
        // SAFETY: the caller's promise.
        unsafe {
            at.write(word);
            if kind.slots() == 2 {
                at.add(1).write(0);
            }
            at = at.add(kind.slots());
        }
    }
    at
}
