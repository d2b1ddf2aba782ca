//! What the loop does rarely: resolution and quickening of data instructions, exceptions, locks.
//!
//! What may collect while it holds references of its own is never inlined into the loop, whose native
//! frame is not scanned ([`crate::thread::Unscanned`]).

use super::frame::Frame;
use super::op::{self, Op};
use super::prepare::NAN_GREATER;
use crate::class::cp::tag;
use crate::class::{ClassRef, FieldRef, Kind, class_flag, init, init_state, wk};
use crate::error::{R, Thrown};
use crate::heap::{GlobalRef, ObjRef};
use crate::link::{FieldUse, loader, messages, resolve};
use crate::runtime::{alloc, boxing, method_handles, string, throw, value};
use crate::thread::{Thread, monitor, safepoint};
use cortado_protocol::bytecode::ElementType;
use std::sync::atomic::{AtomicU64, Ordering};

/// Three-way comparison; `nan` says what an unordered pair is.
#[inline(always)]
pub(super) fn compare(x: f64, y: f64, nan: u16) -> i32 {
    match x.partial_cmp(&y) {
        Some(order) => order as i32,
        None if nan == NAN_GREATER => 1,
        None => -1,
    }
}

/// The kind that operand `a` of a volatile store encodes.
#[inline]
pub(super) fn kind_of(code: u16) -> Kind {
    KINDS[usize::from(code)]
}

const KINDS: [Kind; 9] = [
    Kind::Bool,
    Kind::Byte,
    Kind::Char,
    Kind::Short,
    Kind::Int,
    Kind::Float,
    Kind::Long,
    Kind::Double,
    Kind::Ref,
];

/// Replaces the word at `pc`. Data words are written before.
fn rewrite(pc: *const u64, word: u64) {
    // SAFETY: `pc` is a word of prepared code, only ever accessed atomically once shared.
    unsafe { AtomicU64::from_ptr(pc.cast_mut()) }.store(word, Ordering::Release);
}

/// The word at `pc` as it is now.
pub(super) fn word_at(pc: *const u64) -> u64 {
    // SAFETY: `pc` is a word of prepared code, only ever accessed atomically once shared.
    unsafe { AtomicU64::from_ptr(pc.cast_mut()) }.load(Ordering::Acquire)
}

fn rewrite_data(pc: *const u64, word: u64) {
    rewrite(pc.wrapping_add(1), word);
}

/// The class whose constant pool the frame's method uses.
pub(super) fn owner(fp: *mut Frame) -> ClassRef {
    // SAFETY: callers pass the live top frame.
    unsafe { (*fp).method.class() }
}

#[cold]
#[inline(never)]
pub(super) fn poll(t: &Thread) {
    safepoint::poll_slow(t);
}

#[cold]
#[inline(never)]
pub(super) fn null_pointer(t: &Thread) -> Thrown {
    throw::npe(t)
}

#[cold]
#[inline(never)]
pub(crate) fn divide_by_zero(t: &Thread) -> Thrown {
    throw::new(t, "java/lang/ArithmeticException", "/ by zero")
}

#[cold]
#[inline(never)]
pub(crate) fn array_index(t: &Thread, index: i32, length: u32) -> Thrown {
    let text = format!("Index {index} out of bounds for length {length}");
    throw::new(t, "java/lang/ArrayIndexOutOfBoundsException", &text)
}

#[cold]
#[inline(never)]
pub(crate) fn array_store(t: &Thread, element: ObjRef) -> Thrown {
    let name = element.class().external_name();
    throw::new(t, "java/lang/ArrayStoreException", &name)
}

/// ClassCastException as `checkcast` words it.
#[cold]
#[inline(never)]
pub fn class_cast(t: &Thread, object: ObjRef, target: ClassRef) -> Thrown {
    let text = messages::class_cast(object.class(), target);
    throw::new(t, "java/lang/ClassCastException", &text)
}

/// StackOverflowError, made within the reserve of both stacks.
#[cold]
#[inline(never)]
pub(crate) fn stack_overflow(t: &Thread) -> Thrown {
    match t.use_stack_reserve() {
        Some(_reserve) => throw::bare(t, "java/lang/StackOverflowError"),
        None => throw::preallocated_stack_overflow(),
    }
}

pub(crate) fn monitor_exit(t: &Thread, object: ObjRef) -> R<()> {
    monitor::exit(t, object).map_err(|_| {
        let text = "current thread is not owner";
        throw::new(t, "java/lang/IllegalMonitorStateException", text)
    })
}

/// Unlocks what a synchronized method locked.
pub(super) fn unlock_frame(t: &Thread, fp: *mut Frame) -> R<()> {
    // SAFETY: callers pass the live top frame.
    let frame = unsafe { &mut *fp };
    let lock = value::to_ref(std::mem::take(&mut frame.lock));
    lock.map_or(Ok(()), |object| monitor_exit(t, object))
}

/// Tells the class library of an object whose class has a finalizer (JLS 12.6).
#[cold]
#[inline(never)]
pub(crate) fn register_finalizer(t: &Thread, object: ObjRef) -> R<()> {
    let register = wk::method_of(wk::finalizer(), "register", "(Ljava/lang/Object;)V");
    super::call(t, register, &[value::of_ref(Some(object))]).map(|_| ())
}

/// A volatile store: sequentially consistent.
pub(super) fn store_volatile(object: ObjRef, offset: usize, kind: Kind, word: u64) {
    let order = Ordering::SeqCst;
    match kind {
        Kind::Bool => object.set_ordered(offset, word as u8 & 1, order),
        Kind::Byte => object.set_ordered(offset, word as u8, order),
        Kind::Char | Kind::Short => object.set_ordered(offset, word as u16, order),
        Kind::Int | Kind::Float => object.set_ordered(offset, word as u32, order),
        Kind::Long | Kind::Double => object.set_ordered(offset, word, order),
        Kind::Ref => object.set_ref_ordered(offset, value::to_ref(word), order),
        Kind::Void => {}
    }
}

/// Position of a kind among the seven widths of field operations.
fn width(kind: Kind) -> u16 {
    match kind {
        Kind::Byte => 0,
        Kind::Bool => 1,
        Kind::Short => 2,
        Kind::Char => 3,
        Kind::Int | Kind::Float => 4,
        Kind::Long | Kind::Double => 5,
        Kind::Ref | Kind::Void => 6,
    }
}

fn field_use(fp: *mut Frame, put: bool, is_static: bool) -> FieldUse {
    // SAFETY: callers pass the live top frame.
    let method = unsafe { (*fp).method };
    FieldUse { put, is_static, method: Some(method) }
}

/// Resolves and quickens `getfield`.
#[cold]
#[inline(never)]
pub(super) fn get_field(t: &Thread, fp: *mut Frame, pc: *const u64, w: u64) -> R<()> {
    let use_ = field_use(fp, false, false);
    let field = resolve::resolve_field(t, owner(fp), op::bc(w) as u16, use_)?;
    let local = w as u16 == Op::GetFieldUnresolvedL as u16;
    let op = Op::GetFieldI8S.plus(width(field.kind) * 2 + u16::from(local));
    rewrite(pc, op::word(op, op::a(w), field.offset as i32));
    Ok(())
}

/// Resolves and quickens `putfield`.
#[cold]
#[inline(never)]
pub(super) fn put_field(t: &Thread, fp: *mut Frame, pc: *const u64, w: u64) -> R<()> {
    let use_ = field_use(fp, true, false);
    let field = resolve::resolve_field(t, owner(fp), op::bc(w) as u16, use_)?;
    let offset = field.offset as i32;
    rewrite(
        pc,
        if field.is_volatile() {
            op::word(Op::PutFieldVolatile, field.kind as u16, offset)
        } else {
            op::word(Op::PutFieldI8.plus(width(field.kind)), 0, offset)
        },
    );
    Ok(())
}

/// How a static access goes on.
pub(super) enum Static {
    /// The word is quickened now: execute it again.
    Rewritten,
    /// The class is still being initialised by this thread: access this place, this time.
    Direct(ObjRef, usize, Kind),
}

fn static_field(
    t: &Thread,
    fp: *mut Frame,
    w: u64,
    put: bool,
) -> R<(FieldRef, ClassRef, Option<Static>)> {
    let use_ = field_use(fp, put, true);
    let field = resolve::resolve_field(t, owner(fp), op::bc(w) as u16, use_)?;
    let class = field.class();
    init::ensure_initialized(t, class)?;
    let direct = (!class.is_ready())
        .then(|| Static::Direct(class.mirror(), field.offset as usize, field.kind));
    Ok((field, class, direct))
}

/// Resolves, initialises and quickens `getstatic`.
#[cold]
#[inline(never)]
pub(super) fn get_static(t: &Thread, fp: *mut Frame, pc: *const u64, w: u64) -> R<Static> {
    let (field, class, direct) = static_field(t, fp, w, false)?;
    if let Some(direct) = direct {
        return Ok(direct);
    }
    rewrite_data(pc, class.mirror().raw() as u64 + u64::from(field.offset));
    rewrite(pc, op::word(Op::GetStaticI8.plus(width(field.kind)), 0, class.raw() as i32));
    Ok(Static::Rewritten)
}

/// Resolves, initialises and quickens `putstatic`.
#[cold]
#[inline(never)]
pub(super) fn put_static(t: &Thread, fp: *mut Frame, pc: *const u64, w: u64) -> R<Static> {
    let (field, class, direct) = static_field(t, fp, w, true)?;
    if let Some(direct) = direct {
        return Ok(direct);
    }
    rewrite_data(pc, class.mirror().raw() as u64 + u64::from(field.offset));
    let handle = class.raw() as i32;
    rewrite(
        pc,
        if field.is_volatile() {
            op::word(Op::PutStaticVolatile, field.kind as u16, handle)
        } else {
            op::word(Op::PutStaticI8.plus(width(field.kind)), 0, handle)
        },
    );
    Ok(Static::Rewritten)
}

/// How `ldc` goes on.
pub(super) enum Constant {
    /// The word is quickened now: execute it again.
    Rewritten,
    /// A dynamic constant of a primitive type: push this.
    Value(u64),
}

/// Resolves and quickens `ldc` of anything but a number.
#[cold]
#[inline(never)]
pub(super) fn load_constant(t: &Thread, fp: *mut Frame, pc: *const u64, index: u16) -> R<Constant> {
    let class = owner(fp);
    let cp = class.cp;
    let global = match cp.tag(index) {
        tag::CLASS => {
            let class = resolve::resolve_class(t, class, index)?;
            rewrite(pc, op::word(Op::LdcClass, 0, class.raw() as i32));
            return Ok(Constant::Rewritten);
        }
        tag::STRING => {
            if cp.resolved(index) == 0 {
                let global = string::constant(t, cp.sym(index))?;
                cp.set_resolved(index, u64::from(global.raw()));
            }
            cp.resolved_global(index)
        }
        tag::DYNAMIC => {
            let kind = Kind::of_char(cp.dynamic(index).2.bytes()[0]);
            let object = method_handles::resolve_dynamic(t, class, index)?;
            if kind != Kind::Ref {
                return Ok(Constant::Value(boxing::unbox_as(t, object, kind)?));
            }
            match object {
                Some(_) => cp.resolved_global(index),
                None => GlobalRef::NULL,
            }
        }
        _ => {
            method_handles::resolve_constant(t, class, index)?;
            cp.resolved_global(index)
        }
    };
    rewrite(pc, op::word(Op::LdcGlobal, 0, global.raw() as i32));
    Ok(Constant::Rewritten)
}

/// The value of an `ldc2_w` of a dynamic constant.
#[cold]
#[inline(never)]
pub(super) fn load_wide_dynamic(t: &Thread, fp: *mut Frame, index: u16) -> R<u64> {
    let class = owner(fp);
    let kind = Kind::of_char(class.cp.dynamic(index).2.bytes()[0]);
    let object = method_handles::resolve_dynamic(t, class, index)?;
    boxing::unbox_as(t, object, kind)
}

/// Resolves the class of `new`, initialises it, quickens once that is complete.
#[cold]
#[inline(never)]
pub(super) fn new_class(t: &Thread, fp: *mut Frame, pc: *const u64, w: u64) -> R<ClassRef> {
    let class = resolve::resolve_class(t, owner(fp), op::bc(w) as u16)?;
    if class.has(class_flag::NO_NEW) {
        let name = class.external_name();
        return Err(throw::new(t, "java/lang/InstantiationError", &name));
    }
    init::ensure_initialized(t, class)?;
    if class.init_state.load(Ordering::Acquire) == init_state::READY {
        rewrite(pc, op::word(Op::New, 0, class.raw() as i32));
    }
    Ok(class)
}

/// `newarray` with the element type code of JVMS table 6.5.newarray-A.
pub(super) fn new_array(t: &Thread, code: u16, length: i32) -> R<ObjRef> {
    let element = ElementType::from_u8(code as u8).expect("prepared code has valid operands");
    let class = loader::primitive_array_class(t, Kind::of_element(element))?;
    alloc::array(t, class, length)
}

/// Resolves and quickens `anewarray`.
#[cold]
#[inline(never)]
pub(super) fn link_new_array(t: &Thread, fp: *mut Frame, pc: *const u64, w: u64) -> R<()> {
    let element = resolve::resolve_class(t, owner(fp), op::bc(w) as u16)?;
    let class = loader::array_class_of(t, element)?;
    rewrite(pc, op::word(Op::ANewArray, 0, class.raw() as i32));
    Ok(())
}

/// `multianewarray`: the lengths are the `count` topmost operands.
#[inline(never)]
pub(super) fn multi_array(
    t: &Thread,
    fp: *mut Frame,
    index: u16,
    sp: *mut u64,
    count: usize,
) -> R<ObjRef> {
    let class = match owner(fp).cp.resolved_class(index) {
        Some(class) => class,
        None => resolve::resolve_class(t, owner(fp), index)?,
    };
    // SAFETY: the instruction's operands.
    let words = unsafe { std::slice::from_raw_parts(sp.sub(count), count) };
    let lengths: Vec<i32> = words.iter().map(|&word| word as i32).collect();
    alloc::multi_array(t, class, &lengths)
}

/// Resolves and quickens `checkcast` and `instanceof`.
#[cold]
#[inline(never)]
pub(super) fn link_cast(t: &Thread, fp: *mut Frame, pc: *const u64, w: u64, to: Op) -> R<()> {
    let class = resolve::resolve_class(t, owner(fp), op::bc(w) as u16)?;
    rewrite(pc, op::word(to, 0, class.raw() as i32));
    Ok(())
}

/// Replaces a call's word after its data word.
pub(super) fn rewrite_call(pc: *const u64, word: u64, data: u64) {
    rewrite_data(pc, data);
    rewrite(pc, word);
}
