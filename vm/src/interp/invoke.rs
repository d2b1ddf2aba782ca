//! Calls: linking of the five invoke instructions, selection, natives, method-handle linkers.

use super::frame::{FRAME_WORDS, Frame, frame_flag};
use super::op::{self, Op};
use super::prepare;
use super::slow::{self, owner, rewrite_call};
use crate::class::{CallKind, ClassRef, MethodRef, NO_VTABLE, acc, init, method_flag, wk};
use crate::compile::policy;
use crate::error::R;
use crate::heap::{GlobalRef, ObjRef};
use crate::link::{InvokeKind, failures, resolve, select as selection};
use crate::native;
use crate::runtime::{method_handles, throw, value};
use crate::thread::{Thread, monitor};
use parking_lot::Mutex;

/// A monitor held for a scope.
pub struct JavaLock<'t> {
    thread: &'t Thread,
    object: ObjRef,
}

impl<'t> JavaLock<'t> {
    /// Enters the monitor of `object`.
    pub fn enter(thread: &'t Thread, object: ObjRef) -> JavaLock<'t> {
        monitor::enter(thread, object);
        JavaLock { thread, object }
    }
}

impl Drop for JavaLock<'_> {
    fn drop(&mut self) {
        // The monitor was entered by `enter`; Java code cannot have left it in between unless it
        // is unbalanced, and then there is nothing left to leave.
        let _ = monitor::exit(self.thread, self.object);
    }
}

/// What a synchronized method locks: its receiver, or its class's mirror.
pub(super) fn lock_object(method: MethodRef, args: *mut u64) -> ObjRef {
    if method.is_static() {
        return method.class().mirror();
    }
    // SAFETY: an instance method's first argument is its receiver.
    value::to_ref(unsafe { *args }).expect("receiver was null-checked")
}

/// The method that a virtual call of `method` on an instance of `class` runs (JVMS 5.4.6).
///
/// # Errors
/// AbstractMethodError, IncompatibleClassChangeError, IllegalAccessError.
pub fn select(t: &Thread, class: ClassRef, method: MethodRef) -> R<MethodRef> {
    if method.class().is_interface() && !method.is_private() && !method.is_static() {
        return select_interface(t, class, method);
    }
    match usize::try_from(method.vtable_index.get()) {
        Ok(index) => Ok(class.vtable[index].get()),
        Err(_) => Ok(method),
    }
}

/// As [`select`] for the method of an interface: the itable's slot, filled on first use.
#[cold]
#[inline(never)]
pub(super) fn select_interface(t: &Thread, class: ClassRef, method: MethodRef) -> R<MethodRef> {
    selection::select_interface_method(t, class, method)
}

/// Links `invokevirtual`; also the signature-polymorphic methods.
#[cold]
#[inline(never)]
pub(super) fn link_virtual(t: &Thread, fp: *mut Frame, pc: *const u64, w: u64) -> R<()> {
    let index = op::bc(w) as u16;
    let class = owner(fp);
    let method = resolve::resolve_method(t, class, index, InvokeKind::Virtual)?;
    if method.has(method_flag::SIGNATURE_POLYMORPHIC)
        && method.call_kind.get() != CallKind::InvokeBasic
    {
        return link_handle(t, class, index, method, (pc, w));
    }
    let handle = method.raw() as i32;
    let (_, _, desc) = class.cp.member(index);
    // Slots by the call's own descriptor: a polymorphic method's declared one says nothing.
    let slots = 1 + crate::class::types::param_slots(desc.bytes()) as u16;
    let word = if method.class().is_interface() && !method.is_private() {
        op::word(Op::InvokeInterface, slots, handle)
    } else if method.vtable_index.get() == NO_VTABLE || method.access & acc::FINAL != 0 {
        op::word(Op::InvokeFinal, slots, handle)
    } else {
        op::word(Op::InvokeVirtual, slots, method.vtable_index.get())
    };
    rewrite_call(pc, word, 0);
    Ok(())
}

/// Links a call of `MethodHandle.invoke`, `invokeExact` or a VarHandle accessor: the class library
/// spins an adapter and perhaps an appendix argument.
fn link_handle(
    t: &Thread,
    class: ClassRef,
    index: u16,
    method: MethodRef,
    (pc, w): (*const u64, u64),
) -> R<()> {
    let (_, _, desc) = class.cp.member(index);
    let (adapter, appendix) =
        method_handles::link_method(t, class, method.class(), method.name, desc)?;
    publish_adapter(pc, w, Op::InvokeHandle, adapter, appendix);
    Ok(())
}

/// Guards the publication of linked call sites.
static SITES: Mutex<()> = Mutex::new(());

/// Makes the instruction `w` at `pc` call `adapter`, unless another thread has linked it meanwhile:
/// all threads use what the first one published (JVMS 5.4.3.6).
fn publish_adapter(pc: *const u64, w: u64, op: Op, adapter: MethodRef, appendix: Option<ObjRef>) {
    let _guard = SITES.lock();
    if slow::word_at(pc) == w {
        let global = appendix.map_or(0, |object| GlobalRef::new(object).raw());
        let word = op::word(op, adapter.arg_slots, adapter.raw() as i32);
        rewrite_call(pc, word, u64::from(global));
    }
}

/// Links `invokeinterface`.
#[cold]
#[inline(never)]
pub(super) fn link_interface(t: &Thread, fp: *mut Frame, pc: *const u64, w: u64) -> R<()> {
    let method = resolve::resolve_method(t, owner(fp), op::bc(w) as u16, InvokeKind::Interface)?;
    let (slots, handle) = (method.arg_slots, method.raw() as i32);
    let word = if !method.class().is_interface() {
        // A public method of Object, called through an interface.
        if method.vtable_index.get() == NO_VTABLE {
            op::word(Op::InvokeFinal, slots, handle)
        } else {
            op::word(Op::InvokeVirtual, slots, method.vtable_index.get())
        }
    } else if method.is_private() {
        op::word(Op::InvokeFinal, slots, handle)
    } else {
        op::word(Op::InvokeInterface, slots, handle)
    };
    rewrite_call(pc, word, 0);
    Ok(())
}

/// Links `invokestatic`: initialises the class, quickens once that is complete. Returns the method
/// to call now, or nothing when the word is to be executed again.
#[cold]
#[inline(never)]
pub(super) fn link_static(
    t: &Thread,
    fp: *mut Frame,
    pc: *const u64,
    w: u64,
) -> R<Option<MethodRef>> {
    let method = resolve::resolve_method(t, owner(fp), op::bc(w) as u16, InvokeKind::Static)?;
    if !method.has(method_flag::SIGNATURE_POLYMORPHIC) {
        init::ensure_initialized(t, method.class())?;
        if method.class().is_ready() {
            let word = op::word(Op::InvokeStatic, method.arg_slots, method.raw() as i32);
            rewrite_call(pc, word, 0);
        }
        return Ok(Some(method));
    }
    // linkToVirtual and its kin: argument slots are the call site's.
    let (_, _, desc) = owner(fp).cp.member(op::bc(w) as u16);
    let slots = crate::class::types::param_slots(desc.bytes()) as u16;
    rewrite_call(pc, op::word(Op::InvokeStatic, slots, method.raw() as i32), 0);
    Ok(None)
}

/// Links `invokespecial`.
#[cold]
#[inline(never)]
pub(super) fn link_special(t: &Thread, fp: *mut Frame, pc: *const u64, w: u64) -> R<MethodRef> {
    let method = resolve::resolve_method(t, owner(fp), op::bc(w) as u16, InvokeKind::Special)?;
    rewrite_call(pc, op::word(Op::InvokeDirect, method.arg_slots, method.raw() as i32), 0);
    Ok(method)
}

/// Links `invokedynamic`.
#[cold]
#[inline(never)]
pub(super) fn link_dynamic(t: &Thread, fp: *mut Frame, pc: *const u64, w: u64) -> R<()> {
    let class = owner(fp);
    // Each instruction is a call site of its own and fails on its own, and is one however many
    // forms the method's code has.
    let site = site_of(fp, pc);
    failures::rethrow(t, class, site.addr() as u32)?;
    let unlinked = slow::word_at(site);
    if Op::of_code(unlinked as u16) == Op::InvokeDynamicUnresolved {
        let linked = method_handles::link_call_site(t, class, op::bc(w) as u16);
        let (adapter, appendix) =
            linked.map_err(|thrown| failures::record_site(class, site.addr() as u32, thrown))?;
        publish_adapter(site, unlinked, Op::InvokeDynamic, adapter, appendix);
    }
    if site != pc {
        rewrite_call(pc, slow::word_at(site), slow::word_at(site.wrapping_add(1)));
    }
    Ok(())
}

/// The word of the instruction at `pc` in the usual form of the frame's code.
fn site_of(fp: *mut Frame, pc: *const u64) -> *const u64 {
    // SAFETY: callers pass the live top frame.
    let frame = unsafe { &*fp };
    let prepared = frame.prepared();
    if prepared.contains(pc) {
        return pc;
    }
    let bci = frame.bci_at(pc).expect("the instruction is in one of the forms");
    prepared.at_bci(bci)
}

/// What a call of a method that is no plain bytecode or bound native means: prepares, binds, or
/// follows a method handle. Returns the method to call instead, with arguments as they are.
///
/// `kind` is what the caller saw: by now another thread may have prepared or bound the method.
#[cold]
#[inline(never)]
pub(super) fn redirect(
    t: &Thread,
    kind: CallKind,
    method: MethodRef,
    args: *mut u64,
) -> R<MethodRef> {
    match kind {
        CallKind::Unprepared => {
            prepare::prepare(t, method)?;
            policy::prepared(t, method);
            Ok(method)
        }
        CallKind::UnboundNative => {
            if !native::bind(method) {
                return Err(unsatisfied_link(t, method, args));
            }
            Ok(method)
        }
        CallKind::Abstract | CallKind::Conflict => Err(abstract_call(t, method, args)),
        CallKind::InvokeBasic
        | CallKind::LinkToVirtual
        | CallKind::LinkToDirect
        | CallKind::LinkToInterface => method_handle_target(t, kind, args),
        CallKind::Bytecode | CallKind::SyncBytecode | CallKind::Compiled | CallKind::Native => {
            Ok(method)
        }
    }
}

/// UnsatisfiedLinkError, thrown by the native method itself: its frame is on top.
#[cold]
fn unsatisfied_link(t: &Thread, method: MethodRef, args: *mut u64) -> crate::error::Thrown {
    let (top, sp) = (t.top_frame.get(), t.java_sp.get());
    // SAFETY: redirected calls have their arguments on top of the stack, below the reserve.
    unsafe { push_native(t, top.cast(), method, args, 0) };
    let text = format!("'{}'", crate::link::messages::method(&method));
    let thrown = throw::new(t, "java/lang/UnsatisfiedLinkError", &text);
    t.top_frame.set(top);
    t.java_sp.set(sp);
    thrown
}

/// Puts the frame of a native method above its arguments.
///
/// # Safety
/// The arguments are the topmost words of the stack and a frame fits above them.
unsafe fn push_native(
    t: &Thread,
    caller: *mut Frame,
    method: MethodRef,
    args: *mut u64,
    lock: u64,
) -> *mut Frame {
    let frame = args.wrapping_add(usize::from(method.arg_slots)).cast::<Frame>();
    // SAFETY: the caller's promise.
    unsafe {
        frame.write(Frame {
            prev: caller,
            locals: args,
            pc: std::ptr::null(),
            method,
            flags: frame_flag::NATIVE,
            lock,
        });
    }
    t.top_frame.set(frame.cast());
    t.java_sp.set(frame.cast::<u64>().wrapping_add(FRAME_WORDS));
    frame
}

#[cold]
fn abstract_call(t: &Thread, method: MethodRef, args: *mut u64) -> crate::error::Thrown {
    // SAFETY: abstract methods have a receiver.
    let receiver = value::to_ref(unsafe { *args });
    selection::abstract_method_error(t, receiver.map(ObjRef::class), method)
}

/// Number of argument slots at the call of a method-handle linker, from the caller's word.
fn linker_slots(t: &Thread, args: *mut u64) -> usize {
    let used = t.java_sp.get().addr() - args.addr();
    used / 8
}

/// The target of `invokeBasic` and the `linkTo*` methods (JVMS 2.9.3, java.lang.invoke).
fn method_handle_target(t: &Thread, kind: CallKind, args: *mut u64) -> R<MethodRef> {
    use wk::off;
    // SAFETY: these methods have at least one argument.
    let receiver = value::to_ref(unsafe { *args });
    if kind == CallKind::InvokeBasic {
        let Some(handle) = receiver else { return Err(throw::npe(t)) };
        let member = handle
            .get_ref(off::mh_form())
            .and_then(|form| form.get_ref(off::form_vmentry()))
            .ok_or_else(|| throw::npe(t))?;
        return method_handles::target_of(t, member);
    }
    // The MemberName is the topmost argument, a reference of one slot.
    let last = linker_slots(t, args) - 1;
    // SAFETY: the linker's last argument.
    let member = value::to_ref(unsafe { *args.add(last) }).ok_or_else(|| throw::npe(t))?;
    if kind == CallKind::LinkToDirect {
        return method_handles::target_of(t, member);
    }
    let Some(receiver) = receiver else { return Err(throw::npe(t)) };
    let target = method_handles::target_of(t, member)?;
    select(t, receiver.class(), target)
}

/// Calls a bound native whose arguments are at `args`, the topmost words of the stack, from the
/// frame `caller`.
///
/// # Safety
/// `caller` is the top frame of `t` (or null) and the arguments are as the descriptor says.
#[inline(never)]
pub(super) unsafe fn native(
    t: &Thread,
    caller: *mut Frame,
    method: MethodRef,
    args: *mut u64,
) -> R<u64> {
    let row = native::row(method.native_index.get());
    if row.leaf {
        // SAFETY: the caller's promise.
        return unsafe { (row.function)(t, args) };
    }
    let slots = usize::from(method.arg_slots);
    let frame = args.wrapping_add(slots).cast::<Frame>();
    if t.native_stack_low() || frame.wrapping_add(1).cast() > t.java_limit.get() {
        return Err(slow::stack_overflow(t));
    }
    let lock = if method.is_synchronized() {
        let object = lock_object(method, args);
        monitor::enter(t, object);
        value::of_ref(Some(object))
    } else {
        0
    };
    // SAFETY: there is room below java_limit; the arguments stay below the frame.
    let frame = unsafe { push_native(t, caller, method, args, lock) };
    // SAFETY: the caller's promise.
    let result = unsafe { (row.function)(t, args) };
    if lock != 0 {
        slow::unlock_frame(t, frame)?;
    }
    t.top_frame.set(caller.cast());
    t.java_sp.set(args.wrapping_add(slots));
    result
}
