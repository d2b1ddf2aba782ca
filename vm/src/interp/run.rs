//! The interpreter loop: one match over the instruction words of [`super::op`].
//!
//! State in machine registers: `pc` (word being executed), `sp` (next free operand word), `lp`
//! (first local), `fp` (frame header). Before anything slow (a call out, an allocation beyond the
//! bump buffer, a throw) `save!` stores `pc` and `sp` where stack walks and the collector look.
//!
//! Invariants: operands below `sp` and locals hold values of the types that the verifier would
//! give them; a reference word is zero or a live object; a resolved word never changes again.

use super::clear_locals;
use super::frame::{FRAME_WORDS, Frame, frame_flag};
use super::op::{self, Op};
use super::profile::{self, CALL_WORDS, RECEIVER_ROWS, VIRTUAL_CALL_WORDS};
use super::{invoke, slow, unwind};
use crate::class::{CallKind, Class, ClassRef, Kind, MethodRef, class_flag};
use crate::codecache;
use crate::compile::policy;
use crate::error::{R, Thrown};
use crate::heap::{self, ELEMENTS_OFFSET, GlobalRef, LENGTH_OFFSET, slot};
use crate::meta::Meta;
use crate::runtime::{alloc, value};
use crate::thread::state::stack_pointer;
use crate::thread::{Thread, Unscanned, monitor};
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the loop needs to know of a frame to execute in it.
#[derive(Clone, Copy)]
pub(super) struct Resume {
    pub(super) fp: *mut Frame,
    pub(super) pc: *const u64,
    pub(super) sp: *mut u64,
}

macro_rules! read {
    (ref, $at:expr) => {
        value::of_ref(slot::decode($at.cast::<u32>().read_volatile()))
    };
    ($type:ident, $at:expr) => {
        widen!($type, $at.cast::<$type>().read_volatile())
    };
}
macro_rules! widen {
    (i8, $v:expr) => {
        $v as i32 as u32 as u64
    };
    (i16, $v:expr) => {
        $v as i32 as u32 as u64
    };
    ($type:ident, $v:expr) => {
        $v as u64
    };
}
macro_rules! write {
    (ref, $at:expr, $object:expr, $word:expr) => {
        $at.cast::<u32>().write_volatile(slot::encode(value::to_ref($word)));
        heap::after_write($object);
    };
    (u8, $at:expr, $object:expr, $word:expr) => {
        $at.write_volatile($word as u8 & 1);
    };
    ($type:ident, $at:expr, $object:expr, $word:expr) => {
        $at.cast::<$type>().write_volatile($word as $type);
    };
}

/// Executes from `resume` on until the next frame outwards that is flagged ENTRY returns or an
/// exception leaves it.
///
/// # Safety
/// `resume` is about the top frame of `t`, which is complete and whose method is prepared.
pub(super) unsafe fn run_from(t: &Thread, resume: Resume) -> R<u64> {
    let outer = t.unscanned.get();
    let frame = Unscanned { low: Cell::new(0), high: Cell::new(0), outer };
    // The return address and the callee-saved registers, which are the caller's, lie directly
    // below this function's stack pointer.
    const SAVED_BYTES: usize = 8 * 8;
    frame.high.set(stack_pointer() - SAVED_BYTES);
    frame.low.set(frame.high.get());
    t.unscanned.set(&raw const frame);
    // SAFETY: the caller's promise.
    let result = unsafe { execute(t, resume, &frame.low) };
    t.unscanned.set(outer);
    result
}

/// Why the instruction at hand is not followed by the next.
enum End {
    /// It throws.
    Thrown(Thrown),
    /// The method was finished in compiled code, with this result.
    Returned(u64),
}

/// A look at a loop from time to time; the frame's state is saved.
#[cold]
#[inline(never)]
fn loop_edge(t: &Thread, fp: *mut Frame, target: *const u64, sp: *mut u64) -> Option<End> {
    // SAFETY: the loop passes its top frame after `save!`.
    let result = unsafe { policy::loop_edge(t, fp, target, sp) }?;
    let unlocked = result.and_then(|word| slow::unlock_frame(t, fp).map(|()| word));
    Some(match unlocked {
        Ok(word) => End::Returned(word),
        Err(thrown) => End::Thrown(thrown),
    })
}

/// The loop. `low` receives the lowest address of its native frame.
///
/// # Safety
/// As for [`run_from`].
#[inline(never)]
unsafe fn execute(t: &Thread, resume: Resume, low: &Cell<usize>) -> R<u64> {
    low.set(stack_pointer());
    // SAFETY: the whole function: frames and words are laid out by `enter` below and by
    // `super::push_entry`; bytecode is trusted or verified, as the module's invariants say.
    unsafe {
        let Resume { mut fp, mut pc, mut sp } = resume;
        let mut lp = (*fp).locals;

        macro_rules! save {
            () => {
                (*fp).pc = pc;
                t.top_frame.set(fp.cast());
                t.java_sp.set(sp);
            };
        }

        loop {
            let end: End = 'execute: loop {
                let w = AtomicU64::from_ptr(pc.cast_mut()).load(Ordering::Relaxed);

                macro_rules! local {
                    ($index:expr) => {
                        *lp.add(usize::from($index))
                    };
                }
                macro_rules! next {
                    ($words:expr) => {{
                        pc = pc.add($words);
                        continue 'execute;
                    }};
                }
                macro_rules! push {
                    ($word:expr) => {{
                        *sp = $word;
                        sp = sp.add(1);
                    }};
                }
                // One-slot and two-slot results.
                macro_rules! push_n {
                    ($word:expr, $slots:expr) => {{
                        *sp = $word;
                        sp = sp.add($slots);
                    }};
                }
                macro_rules! throw {
                    ($thrown:expr) => {{
                        save!();
                        break 'execute End::Thrown($thrown);
                    }};
                }
                // The value of a slow call that was preceded by save!.
                macro_rules! check {
                    ($result:expr) => {
                        match $result {
                            Ok(value) => value,
                            Err(thrown) => break 'execute End::Thrown(thrown),
                        }
                    };
                }
                macro_rules! object {
                    ($word:expr) => {
                        match value::to_ref($word) {
                            Some(object) => object,
                            None => throw!(slow::null_pointer(t)),
                        }
                    };
                }
                // A conditional branch: the next word counts how often it was taken and not.
                macro_rules! decide {
                    ($taken:expr, $words:expr) => {{
                        let counts = pc.add(1).cast::<u32>().cast_mut();
                        if $taken {
                            counts.write_volatile(counts.read_volatile().wrapping_add(1));
                            branch!($words)
                        }
                        let counts = counts.add(1);
                        counts.write_volatile(counts.read_volatile().wrapping_add(1));
                        next!(2)
                    }};
                }
                // Notes the receiver's class in the call's profile rows.
                macro_rules! note_receiver {
                    ($class:expr) => {{
                        let row = pc.add(RECEIVER_ROWS).cast_mut();
                        let seen = row.read_volatile();
                        if seen as u32 == $class {
                            row.write_volatile(seen.wrapping_add(1 << 32));
                        } else {
                            profile::note_other(row, $class);
                        }
                    }};
                }
                // A taken branch by `words`; backward ones count and poll.
                macro_rules! branch {
                    ($words:expr) => {{
                        let words = $words as isize;
                        if words <= 0 {
                            let method = (*fp).method;
                            let edges = method.back_edges.get().wrapping_add(1);
                            method.back_edges.set(edges);
                            if edges.is_multiple_of(policy::EDGES_STEP) {
                                save!();
                                if let Some(end) = loop_edge(t, fp, pc.offset(words), sp) {
                                    break 'execute end;
                                }
                            }
                            if t.poll.load(Ordering::Relaxed) != 0 {
                                save!();
                                slow::poll(t);
                            }
                        }
                        pc = pc.offset(words);
                        continue 'execute;
                    }};
                }
                macro_rules! int_ss {
                    ($f:expr) => {{
                        let f: fn(i32, i32) -> i32 = $f;
                        let result = f(*sp.sub(2) as i32, *sp.sub(1) as i32);
                        sp = sp.sub(1);
                        *sp.sub(1) = value::of_int(result);
                        next!(1)
                    }};
                }
                macro_rules! int_sl {
                    ($f:expr) => {{
                        let f: fn(i32, i32) -> i32 = $f;
                        let result = f(*sp.sub(1) as i32, local!(op::a(w)) as i32);
                        *sp.sub(1) = value::of_int(result);
                        next!(1)
                    }};
                }
                macro_rules! int_si {
                    ($f:expr) => {{
                        let f: fn(i32, i32) -> i32 = $f;
                        *sp.sub(1) = value::of_int(f(*sp.sub(1) as i32, op::bc(w)));
                        next!(1)
                    }};
                }
                macro_rules! int_ll {
                    ($f:expr) => {{
                        let f: fn(i32, i32) -> i32 = $f;
                        let result = f(local!(op::a(w)) as i32, local!(op::b(w)) as i32);
                        push!(value::of_int(result));
                        next!(1)
                    }};
                }
                macro_rules! int_li {
                    ($f:expr) => {{
                        let f: fn(i32, i32) -> i32 = $f;
                        push!(value::of_int(f(local!(op::a(w)) as i32, op::bc(w))));
                        next!(1)
                    }};
                }
                macro_rules! int_lls {
                    ($f:expr) => {{
                        let f: fn(i32, i32) -> i32 = $f;
                        let result = f(local!(op::a(w)) as i32, local!(op::b(w)) as i32);
                        local!(op::c(w) as u16) = value::of_int(result);
                        next!(1)
                    }};
                }
                macro_rules! int_lis {
                    ($f:expr) => {{
                        let f: fn(i32, i32) -> i32 = $f;
                        let result = f(local!(op::a(w)) as i32, i32::from(op::c(w)));
                        local!(op::b(w)) = value::of_int(result);
                        next!(1)
                    }};
                }
                macro_rules! from_word {
                    (long, $w:expr) => {
                        $w as i64
                    };
                    (double, $w:expr) => {
                        f64::from_bits($w)
                    };
                }
                macro_rules! to_word {
                    (long, $v:expr) => {
                        $v as u64
                    };
                    (double, $v:expr) => {
                        $v.to_bits()
                    };
                }
                macro_rules! wide_ss {
                    ($kind:ident, $f:expr) => {{
                        let (x, y) = (*sp.sub(4), *sp.sub(2));
                        sp = sp.sub(2);
                        *sp.sub(2) =
                            to_word!($kind, ($f)(from_word!($kind, x), from_word!($kind, y)));
                        next!(1)
                    }};
                }
                macro_rules! wide_sl {
                    ($kind:ident, $f:expr) => {{
                        let (x, y) = (*sp.sub(2), local!(op::a(w)));
                        *sp.sub(2) =
                            to_word!($kind, ($f)(from_word!($kind, x), from_word!($kind, y)));
                        next!(1)
                    }};
                }
                macro_rules! wide_ll {
                    ($kind:ident, $f:expr) => {{
                        let (x, y) = (local!(op::a(w)), local!(op::b(w)));
                        push_n!(
                            to_word!($kind, ($f)(from_word!($kind, x), from_word!($kind, y))),
                            2
                        );
                        next!(1)
                    }};
                }
                macro_rules! long_shift {
                    ($f:expr) => {{
                        let result = ($f)(*sp.sub(3) as i64, *sp.sub(1) as u32);
                        sp = sp.sub(1);
                        *sp.sub(2) = result as u64;
                        next!(1)
                    }};
                }
                macro_rules! float_ss {
                    ($f:expr) => {{
                        let (x, y) = (*sp.sub(2) as u32, *sp.sub(1) as u32);
                        sp = sp.sub(1);
                        let result: f32 = ($f)(f32::from_bits(x), f32::from_bits(y));
                        *sp.sub(1) = u64::from(result.to_bits());
                        next!(1)
                    }};
                }
                macro_rules! unary {
                    ($slots_in:expr, $slots_out:expr, $f:expr) => {{
                        sp = sp.sub($slots_in);
                        let f: fn(u64) -> u64 = $f;
                        push_n!(f(*sp), $slots_out);
                        next!(1)
                    }};
                }
                macro_rules! if_ss {
                    ($cond:tt) => {{
                        sp = sp.sub(2);
                        decide!((*sp as i32) $cond (*sp.add(1) as i32), op::bc(w))
                    }};
                }
                macro_rules! if_sl {
                    ($cond:tt) => {{
                        sp = sp.sub(1);
                        decide!((*sp as i32) $cond (local!(op::a(w)) as i32), op::bc(w))
                    }};
                }
                macro_rules! if_si {
                    ($cond:tt) => {{
                        sp = sp.sub(1);
                        decide!((*sp as i32) $cond i32::from(op::a(w) as i16), op::bc(w))
                    }};
                }
                macro_rules! if_ll {
                    ($cond:tt) => {{
                        decide!((local!(op::a(w)) as i32) $cond (local!(op::b(w)) as i32), op::c(w))
                    }};
                }
                macro_rules! if_li {
                    ($cond:tt) => {{
                        decide!((local!(op::a(w)) as i32) $cond i32::from(op::b(w) as i16), op::c(w))
                    }};
                }
                macro_rules! long_if {
                    ($cond:tt) => {{
                        sp = sp.sub(4);
                        decide!((*sp as i64) $cond (*sp.add(2) as i64), op::bc(w))
                    }};
                }
                macro_rules! double_if {
                    ($cond:tt) => {{
                        sp = sp.sub(4);
                        let (x, y) = (f64::from_bits(*sp), f64::from_bits(*sp.add(2)));
                        decide!(slow::compare(x, y, op::a(w)) $cond 0, op::bc(w))
                    }};
                }
                macro_rules! float_if {
                    ($cond:tt) => {{
                        sp = sp.sub(2);
                        let x = f64::from(f32::from_bits(*sp as u32));
                        let y = f64::from(f32::from_bits(*sp.add(1) as u32));
                        decide!(slow::compare(x, y, op::a(w)) $cond 0, op::bc(w))
                    }};
                }
                macro_rules! checked_index {
                    ($array:expr, $index:expr) => {{
                        let length = $array.at(LENGTH_OFFSET).cast::<u32>().read();
                        let index = $index as u32;
                        if index >= length {
                            throw!(slow::array_index(t, index as i32, length));
                        }
                        index as usize
                    }};
                }
                macro_rules! element {
                    (ref, $array:expr, $index:expr) => {
                        $array.at(ELEMENTS_OFFSET + $index * heap::REF_BYTES)
                    };
                    ($type:ident, $array:expr, $index:expr) => {
                        $array.at(ELEMENTS_OFFSET + $index * size_of::<$type>())
                    };
                }
                macro_rules! array_load {
                    (ss, $type:ident, $slots:expr) => {{
                        let array = object!(*sp.sub(2));
                        let index = checked_index!(array, *sp.sub(1));
                        let word = read!($type, element!($type, array, index));
                        *sp.sub(2) = word;
                        sp = sp.add($slots).sub(2);
                        next!(1)
                    }};
                    (sl, $type:ident, $slots:expr) => {{
                        let array = object!(*sp.sub(1));
                        let index = checked_index!(array, local!(op::a(w)));
                        let word = read!($type, element!($type, array, index));
                        *sp.sub(1) = word;
                        sp = sp.add($slots).sub(1);
                        next!(1)
                    }};
                    (ll, $type:ident, $slots:expr) => {{
                        let array = object!(local!(op::a(w)));
                        let index = checked_index!(array, local!(op::b(w)));
                        push_n!(read!($type, element!($type, array, index)), $slots);
                        next!(1)
                    }};
                }
                macro_rules! array_store {
                    ($type:ident, $slots:expr) => {{
                        let array = object!(*sp.sub(2 + $slots));
                        let index = checked_index!(array, *sp.sub(1 + $slots));
                        let word = *sp.sub($slots);
                        write!($type, element!($type, array, index), array, word);
                        sp = sp.sub(2 + $slots);
                        next!(1)
                    }};
                }
                macro_rules! get_field {
                    (s, $type:ident, $slots:expr) => {{
                        let object = object!(*sp.sub(1));
                        let word = read!($type, object.at(op::bc(w) as usize));
                        *sp.sub(1) = word;
                        sp = sp.add($slots).sub(1);
                        next!(1)
                    }};
                    (l, $type:ident, $slots:expr) => {{
                        let object = object!(local!(op::a(w)));
                        push_n!(read!($type, object.at(op::bc(w) as usize)), $slots);
                        next!(1)
                    }};
                }
                macro_rules! put_field {
                    ($type:ident, $slots:expr) => {{
                        let object = object!(*sp.sub(1 + $slots));
                        let word = *sp.sub($slots);
                        write!($type, object.at(op::bc(w) as usize), object, word);
                        sp = sp.sub(1 + $slots);
                        next!(1)
                    }};
                }
                // The word after a static access: the field's address in its class's mirror.
                macro_rules! static_place {
                    () => {
                        std::ptr::with_exposed_provenance_mut::<u8>(*pc.add(1) as usize)
                    };
                }
                macro_rules! class_of_word {
                    () => {
                        Meta::<Class>::from_raw(op::bc(w) as u32)
                    };
                }
                macro_rules! mirror_of_static {
                    () => {
                        class_of_word!().mirror()
                    };
                }
                macro_rules! get_static {
                    ($type:ident, $slots:expr) => {{
                        push_n!(read!($type, static_place!()), $slots);
                        next!(2)
                    }};
                }
                macro_rules! put_static {
                    ($type:ident, $slots:expr) => {{
                        sp = sp.sub($slots);
                        let word = *sp;
                        write!($type, static_place!(), mirror_of_static!(), word);
                        next!(2)
                    }};
                }
                // A word that a slow path has rewritten is executed again.
                macro_rules! resolve {
                    ($path:expr) => {{
                        save!();
                        check!($path);
                        continue 'execute;
                    }};
                }
                macro_rules! leave {
                    ($slots:expr) => {{
                        if (*fp).lock != 0 {
                            save!();
                            check!(slow::unlock_frame(t, fp));
                        }
                        let word = if $slots == 0 { 0 } else { *sp.sub($slots) };
                        leave_with!(word, $slots)
                    }};
                }
                macro_rules! leave_with {
                    ($word:expr, $slots:expr) => {{
                        let word = $word;
                        sp = lp;
                        let flags = (*fp).flags;
                        fp = (*fp).prev;
                        if flags & frame_flag::ENTRY != 0 {
                            return Ok(word);
                        }
                        lp = (*fp).locals;
                        pc = (*fp).pc.add(1);
                        if $slots != 0 {
                            *sp = word;
                            sp = sp.add($slots);
                        }
                        continue 'execute;
                    }};
                }

                let callee: MethodRef;
                let args: *mut u64;
                // Words of the call instruction.
                let mut words = CALL_WORDS;
                match Op::of_word(w) {
                    Op::Nop => next!(1),
                    Op::ImmI => {
                        push!(u64::from(op::bc(w) as u32));
                        next!(1)
                    }
                    Op::ImmL => {
                        push_n!(i64::from(op::bc(w)) as u64, 2);
                        next!(1)
                    }
                    Op::ImmWide => {
                        push_n!(*pc.add(1), 2);
                        next!(2)
                    }
                    Op::LdcGlobal => {
                        push!(value::of_ref(GlobalRef::from_raw(op::bc(w) as u32).get()));
                        next!(1)
                    }
                    Op::LdcClass => {
                        push!(value::of_ref(Some(class_of_word!().mirror())));
                        next!(1)
                    }
                    Op::LdcUnresolved => {
                        save!();
                        match check!(slow::load_constant(t, fp, pc, op::bc(w) as u16)) {
                            slow::Constant::Rewritten => continue 'execute,
                            slow::Constant::Value(word) => {
                                push!(word);
                                next!(1)
                            }
                        }
                    }
                    Op::Ldc2Unresolved => {
                        save!();
                        let word = check!(slow::load_wide_dynamic(t, fp, op::bc(w) as u16));
                        push_n!(word, 2);
                        next!(1)
                    }
                    Op::Load1 => {
                        push!(local!(op::a(w)));
                        next!(1)
                    }
                    Op::Load2 => {
                        push_n!(local!(op::a(w)), 2);
                        next!(1)
                    }
                    Op::LoadLoad => {
                        *sp = local!(op::a(w));
                        *sp.add(1) = local!(op::b(w));
                        sp = sp.add(2);
                        next!(1)
                    }
                    Op::Store1 => {
                        sp = sp.sub(1);
                        local!(op::a(w)) = *sp;
                        next!(1)
                    }
                    Op::Store2 => {
                        sp = sp.sub(2);
                        local!(op::a(w)) = *sp;
                        next!(1)
                    }
                    Op::Mov1 => {
                        local!(op::b(w)) = local!(op::a(w));
                        next!(1)
                    }
                    Op::StoreImm => {
                        local!(op::a(w)) = u64::from(op::bc(w) as u32);
                        next!(1)
                    }
                    Op::Inc => {
                        let slot = &mut local!(op::a(w));
                        *slot = value::of_int((*slot as i32).wrapping_add(op::bc(w)));
                        next!(1)
                    }
                    Op::Pop => {
                        sp = sp.sub(1);
                        next!(1)
                    }
                    Op::Pop2 => {
                        sp = sp.sub(2);
                        next!(1)
                    }
                    Op::Dup => {
                        push!(*sp.sub(1));
                        next!(1)
                    }
                    Op::DupX1 => {
                        let (x, y) = (*sp.sub(2), *sp.sub(1));
                        *sp.sub(2) = y;
                        *sp.sub(1) = x;
                        push!(y);
                        next!(1)
                    }
                    Op::DupX2 => {
                        let (x, y, z) = (*sp.sub(3), *sp.sub(2), *sp.sub(1));
                        *sp.sub(3) = z;
                        *sp.sub(2) = x;
                        *sp.sub(1) = y;
                        push!(z);
                        next!(1)
                    }
                    Op::Dup2 => {
                        let (x, y) = (*sp.sub(2), *sp.sub(1));
                        push!(x);
                        push!(y);
                        next!(1)
                    }
                    Op::Dup2X1 => {
                        let (x, y, z) = (*sp.sub(3), *sp.sub(2), *sp.sub(1));
                        *sp.sub(3) = y;
                        *sp.sub(2) = z;
                        *sp.sub(1) = x;
                        push!(y);
                        push!(z);
                        next!(1)
                    }
                    Op::Dup2X2 => {
                        let (p, q) = (*sp.sub(4), *sp.sub(3));
                        let (x, y) = (*sp.sub(2), *sp.sub(1));
                        *sp.sub(4) = x;
                        *sp.sub(3) = y;
                        *sp.sub(2) = p;
                        *sp.sub(1) = q;
                        push!(x);
                        push!(y);
                        next!(1)
                    }
                    Op::Swap => {
                        let (x, y) = (*sp.sub(2), *sp.sub(1));
                        *sp.sub(2) = y;
                        *sp.sub(1) = x;
                        next!(1)
                    }
                    Op::IDiv | Op::IRem => {
                        let (x, y) = (*sp.sub(2) as i32, *sp.sub(1) as i32);
                        if y == 0 {
                            throw!(slow::divide_by_zero(t));
                        }
                        sp = sp.sub(1);
                        let divide = Op::of_word(w) == Op::IDiv;
                        let result = if divide { x.wrapping_div(y) } else { x.wrapping_rem(y) };
                        *sp.sub(1) = value::of_int(result);
                        next!(1)
                    }
                    Op::LDiv | Op::LRem => {
                        let (x, y) = (*sp.sub(4) as i64, *sp.sub(2) as i64);
                        if y == 0 {
                            throw!(slow::divide_by_zero(t));
                        }
                        sp = sp.sub(2);
                        let divide = Op::of_word(w) == Op::LDiv;
                        let result = if divide { x.wrapping_div(y) } else { x.wrapping_rem(y) };
                        *sp.sub(2) = result as u64;
                        next!(1)
                    }
                    Op::LCmp => {
                        let (x, y) = (*sp.sub(4) as i64, *sp.sub(2) as i64);
                        sp = sp.sub(4);
                        push!(value::of_int(x.cmp(&y) as i32));
                        next!(1)
                    }
                    Op::DCmp => {
                        sp = sp.sub(4);
                        let (x, y) = (f64::from_bits(*sp), f64::from_bits(*sp.add(2)));
                        push!(value::of_int(slow::compare(x, y, op::a(w))));
                        next!(1)
                    }
                    Op::FCmp => {
                        sp = sp.sub(2);
                        let x = f64::from(f32::from_bits(*sp as u32));
                        let y = f64::from(f32::from_bits(*sp.add(1) as u32));
                        push!(value::of_int(slow::compare(x, y, op::a(w))));
                        next!(1)
                    }
                    Op::IAddSS => int_ss!(i32::wrapping_add),
                    Op::IAddSL => int_sl!(i32::wrapping_add),
                    Op::IAddSI => int_si!(i32::wrapping_add),
                    Op::IAddLL => int_ll!(i32::wrapping_add),
                    Op::IAddLI => int_li!(i32::wrapping_add),
                    Op::IAddLLS => int_lls!(i32::wrapping_add),
                    Op::IAddLIS => int_lis!(i32::wrapping_add),
                    Op::ISubSS => int_ss!(i32::wrapping_sub),
                    Op::ISubSL => int_sl!(i32::wrapping_sub),
                    Op::ISubSI => int_si!(i32::wrapping_sub),
                    Op::ISubLL => int_ll!(i32::wrapping_sub),
                    Op::ISubLI => int_li!(i32::wrapping_sub),
                    Op::ISubLLS => int_lls!(i32::wrapping_sub),
                    Op::ISubLIS => int_lis!(i32::wrapping_sub),
                    Op::IMulSS => int_ss!(i32::wrapping_mul),
                    Op::IMulSL => int_sl!(i32::wrapping_mul),
                    Op::IMulSI => int_si!(i32::wrapping_mul),
                    Op::IMulLL => int_ll!(i32::wrapping_mul),
                    Op::IMulLI => int_li!(i32::wrapping_mul),
                    Op::IMulLLS => int_lls!(i32::wrapping_mul),
                    Op::IMulLIS => int_lis!(i32::wrapping_mul),
                    Op::IAndSS => int_ss!(|x: i32, y: i32| x & y),
                    Op::IAndSL => int_sl!(|x: i32, y: i32| x & y),
                    Op::IAndSI => int_si!(|x: i32, y: i32| x & y),
                    Op::IAndLL => int_ll!(|x: i32, y: i32| x & y),
                    Op::IAndLI => int_li!(|x: i32, y: i32| x & y),
                    Op::IAndLLS => int_lls!(|x: i32, y: i32| x & y),
                    Op::IAndLIS => int_lis!(|x: i32, y: i32| x & y),
                    Op::IOrSS => int_ss!(|x: i32, y: i32| x | y),
                    Op::IOrSL => int_sl!(|x: i32, y: i32| x | y),
                    Op::IOrSI => int_si!(|x: i32, y: i32| x | y),
                    Op::IOrLL => int_ll!(|x: i32, y: i32| x | y),
                    Op::IOrLI => int_li!(|x: i32, y: i32| x | y),
                    Op::IOrLLS => int_lls!(|x: i32, y: i32| x | y),
                    Op::IOrLIS => int_lis!(|x: i32, y: i32| x | y),
                    Op::IXorSS => int_ss!(|x: i32, y: i32| x ^ y),
                    Op::IXorSL => int_sl!(|x: i32, y: i32| x ^ y),
                    Op::IXorSI => int_si!(|x: i32, y: i32| x ^ y),
                    Op::IXorLL => int_ll!(|x: i32, y: i32| x ^ y),
                    Op::IXorLI => int_li!(|x: i32, y: i32| x ^ y),
                    Op::IXorLLS => int_lls!(|x: i32, y: i32| x ^ y),
                    Op::IXorLIS => int_lis!(|x: i32, y: i32| x ^ y),
                    Op::IShlSS => int_ss!(|x: i32, y: i32| x.wrapping_shl(y as u32)),
                    Op::IShlSL => int_sl!(|x: i32, y: i32| x.wrapping_shl(y as u32)),
                    Op::IShlSI => int_si!(|x: i32, y: i32| x.wrapping_shl(y as u32)),
                    Op::IShlLL => int_ll!(|x: i32, y: i32| x.wrapping_shl(y as u32)),
                    Op::IShlLI => int_li!(|x: i32, y: i32| x.wrapping_shl(y as u32)),
                    Op::IShlLLS => int_lls!(|x: i32, y: i32| x.wrapping_shl(y as u32)),
                    Op::IShlLIS => int_lis!(|x: i32, y: i32| x.wrapping_shl(y as u32)),
                    Op::IShrSS => int_ss!(|x: i32, y: i32| x.wrapping_shr(y as u32)),
                    Op::IShrSL => int_sl!(|x: i32, y: i32| x.wrapping_shr(y as u32)),
                    Op::IShrSI => int_si!(|x: i32, y: i32| x.wrapping_shr(y as u32)),
                    Op::IShrLL => int_ll!(|x: i32, y: i32| x.wrapping_shr(y as u32)),
                    Op::IShrLI => int_li!(|x: i32, y: i32| x.wrapping_shr(y as u32)),
                    Op::IShrLLS => int_lls!(|x: i32, y: i32| x.wrapping_shr(y as u32)),
                    Op::IShrLIS => int_lis!(|x: i32, y: i32| x.wrapping_shr(y as u32)),
                    Op::IUShrSS => {
                        int_ss!(|x: i32, y: i32| (x as u32).wrapping_shr(y as u32) as i32)
                    }
                    Op::IUShrSL => {
                        int_sl!(|x: i32, y: i32| (x as u32).wrapping_shr(y as u32) as i32)
                    }
                    Op::IUShrSI => {
                        int_si!(|x: i32, y: i32| (x as u32).wrapping_shr(y as u32) as i32)
                    }
                    Op::IUShrLL => {
                        int_ll!(|x: i32, y: i32| (x as u32).wrapping_shr(y as u32) as i32)
                    }
                    Op::IUShrLI => {
                        int_li!(|x: i32, y: i32| (x as u32).wrapping_shr(y as u32) as i32)
                    }
                    Op::IUShrLLS => {
                        int_lls!(|x: i32, y: i32| (x as u32).wrapping_shr(y as u32) as i32)
                    }
                    Op::IUShrLIS => {
                        int_lis!(|x: i32, y: i32| (x as u32).wrapping_shr(y as u32) as i32)
                    }
                    Op::LAddSS => wide_ss!(long, i64::wrapping_add),
                    Op::LAddSL => wide_sl!(long, i64::wrapping_add),
                    Op::LAddLL => wide_ll!(long, i64::wrapping_add),
                    Op::LSubSS => wide_ss!(long, i64::wrapping_sub),
                    Op::LSubSL => wide_sl!(long, i64::wrapping_sub),
                    Op::LSubLL => wide_ll!(long, i64::wrapping_sub),
                    Op::LMulSS => wide_ss!(long, i64::wrapping_mul),
                    Op::LMulSL => wide_sl!(long, i64::wrapping_mul),
                    Op::LMulLL => wide_ll!(long, i64::wrapping_mul),
                    Op::LAndSS => wide_ss!(long, |x: i64, y: i64| x & y),
                    Op::LAndSL => wide_sl!(long, |x: i64, y: i64| x & y),
                    Op::LAndLL => wide_ll!(long, |x: i64, y: i64| x & y),
                    Op::LOrSS => wide_ss!(long, |x: i64, y: i64| x | y),
                    Op::LOrSL => wide_sl!(long, |x: i64, y: i64| x | y),
                    Op::LOrLL => wide_ll!(long, |x: i64, y: i64| x | y),
                    Op::LXorSS => wide_ss!(long, |x: i64, y: i64| x ^ y),
                    Op::LXorSL => wide_sl!(long, |x: i64, y: i64| x ^ y),
                    Op::LXorLL => wide_ll!(long, |x: i64, y: i64| x ^ y),
                    Op::DAddSS => wide_ss!(double, |x: f64, y: f64| x + y),
                    Op::DAddSL => wide_sl!(double, |x: f64, y: f64| x + y),
                    Op::DAddLL => wide_ll!(double, |x: f64, y: f64| x + y),
                    Op::DSubSS => wide_ss!(double, |x: f64, y: f64| x - y),
                    Op::DSubSL => wide_sl!(double, |x: f64, y: f64| x - y),
                    Op::DSubLL => wide_ll!(double, |x: f64, y: f64| x - y),
                    Op::DMulSS => wide_ss!(double, |x: f64, y: f64| x * y),
                    Op::DMulSL => wide_sl!(double, |x: f64, y: f64| x * y),
                    Op::DMulLL => wide_ll!(double, |x: f64, y: f64| x * y),
                    Op::DDivSS => wide_ss!(double, |x: f64, y: f64| x / y),
                    Op::DDivSL => wide_sl!(double, |x: f64, y: f64| x / y),
                    Op::DDivLL => wide_ll!(double, |x: f64, y: f64| x / y),
                    Op::IfEqSS => if_ss!(==),
                    Op::IfEqSL => if_sl!(==),
                    Op::IfEqSI => if_si!(==),
                    Op::IfEqLL => if_ll!(==),
                    Op::IfEqLI => if_li!(==),
                    Op::IfNeSS => if_ss!(!=),
                    Op::IfNeSL => if_sl!(!=),
                    Op::IfNeSI => if_si!(!=),
                    Op::IfNeLL => if_ll!(!=),
                    Op::IfNeLI => if_li!(!=),
                    Op::IfLtSS => if_ss!(<),
                    Op::IfLtSL => if_sl!(<),
                    Op::IfLtSI => if_si!(<),
                    Op::IfLtLL => if_ll!(<),
                    Op::IfLtLI => if_li!(<),
                    Op::IfGeSS => if_ss!(>=),
                    Op::IfGeSL => if_sl!(>=),
                    Op::IfGeSI => if_si!(>=),
                    Op::IfGeLL => if_ll!(>=),
                    Op::IfGeLI => if_li!(>=),
                    Op::IfGtSS => if_ss!(>),
                    Op::IfGtSL => if_sl!(>),
                    Op::IfGtSI => if_si!(>),
                    Op::IfGtLL => if_ll!(>),
                    Op::IfGtLI => if_li!(>),
                    Op::IfLeSS => if_ss!(<=),
                    Op::IfLeSL => if_sl!(<=),
                    Op::IfLeSI => if_si!(<=),
                    Op::IfLeLL => if_ll!(<=),
                    Op::IfLeLI => if_li!(<=),
                    Op::LIfEq => long_if!(==),
                    Op::LIfNe => long_if!(!=),
                    Op::LIfLt => long_if!(<),
                    Op::LIfGe => long_if!(>=),
                    Op::LIfGt => long_if!(>),
                    Op::LIfLe => long_if!(<=),
                    Op::DIfEq => double_if!(==),
                    Op::DIfNe => double_if!(!=),
                    Op::DIfLt => double_if!(<),
                    Op::DIfGe => double_if!(>=),
                    Op::DIfGt => double_if!(>),
                    Op::DIfLe => double_if!(<=),
                    Op::FIfEq => float_if!(==),
                    Op::FIfNe => float_if!(!=),
                    Op::FIfLt => float_if!(<),
                    Op::FIfGe => float_if!(>=),
                    Op::FIfGt => float_if!(>),
                    Op::FIfLe => float_if!(<=),
                    Op::ALoadI8SS => array_load!(ss, i8, 1),
                    Op::ALoadI8SL => array_load!(sl, i8, 1),
                    Op::ALoadI8LL => array_load!(ll, i8, 1),
                    Op::ALoadI16SS => array_load!(ss, i16, 1),
                    Op::ALoadI16SL => array_load!(sl, i16, 1),
                    Op::ALoadI16LL => array_load!(ll, i16, 1),
                    Op::ALoadU16SS => array_load!(ss, u16, 1),
                    Op::ALoadU16SL => array_load!(sl, u16, 1),
                    Op::ALoadU16LL => array_load!(ll, u16, 1),
                    Op::ALoadI32SS => array_load!(ss, u32, 1),
                    Op::ALoadI32SL => array_load!(sl, u32, 1),
                    Op::ALoadI32LL => array_load!(ll, u32, 1),
                    Op::ALoadI64SS => array_load!(ss, u64, 2),
                    Op::ALoadI64SL => array_load!(sl, u64, 2),
                    Op::ALoadI64LL => array_load!(ll, u64, 2),
                    Op::ALoadRefSS => array_load!(ss, ref, 1),
                    Op::ALoadRefSL => array_load!(sl, ref, 1),
                    Op::ALoadRefLL => array_load!(ll, ref, 1),
                    Op::AStoreI16S => array_store!(u16, 1),
                    Op::AStoreU16S => array_store!(u16, 1),
                    Op::AStoreI32S => array_store!(u32, 1),
                    Op::AStoreI64S => array_store!(u64, 2),
                    Op::GetFieldI8S => get_field!(s, i8, 1),
                    Op::GetFieldI8L => get_field!(l, i8, 1),
                    Op::GetFieldU8S => get_field!(s, u8, 1),
                    Op::GetFieldU8L => get_field!(l, u8, 1),
                    Op::GetFieldI16S => get_field!(s, i16, 1),
                    Op::GetFieldI16L => get_field!(l, i16, 1),
                    Op::GetFieldU16S => get_field!(s, u16, 1),
                    Op::GetFieldU16L => get_field!(l, u16, 1),
                    Op::GetFieldI32S => get_field!(s, u32, 1),
                    Op::GetFieldI32L => get_field!(l, u32, 1),
                    Op::GetFieldI64S => get_field!(s, u64, 2),
                    Op::GetFieldI64L => get_field!(l, u64, 2),
                    Op::GetFieldRefS => get_field!(s, ref, 1),
                    Op::GetFieldRefL => get_field!(l, ref, 1),
                    Op::PutFieldI8 => put_field!(i8, 1),
                    Op::PutFieldU8 => put_field!(u8, 1),
                    Op::PutFieldI16 => put_field!(i16, 1),
                    Op::PutFieldU16 => put_field!(u16, 1),
                    Op::PutFieldI32 => put_field!(u32, 1),
                    Op::PutFieldI64 => put_field!(u64, 2),
                    Op::PutFieldRef => put_field!(ref, 1),
                    Op::GetStaticI8 => get_static!(i8, 1),
                    Op::GetStaticU8 => get_static!(u8, 1),
                    Op::GetStaticI16 => get_static!(i16, 1),
                    Op::GetStaticU16 => get_static!(u16, 1),
                    Op::GetStaticI32 => get_static!(u32, 1),
                    Op::GetStaticI64 => get_static!(u64, 2),
                    Op::GetStaticRef => get_static!(ref, 1),
                    Op::PutStaticI8 => put_static!(i8, 1),
                    Op::PutStaticU8 => put_static!(u8, 1),
                    Op::PutStaticI16 => put_static!(i16, 1),
                    Op::PutStaticU16 => put_static!(u16, 1),
                    Op::PutStaticI32 => put_static!(u32, 1),
                    Op::PutStaticI64 => put_static!(u64, 2),
                    Op::PutStaticRef => put_static!(ref, 1),
                    Op::I2L => unary!(1, 2, |w: u64| w as i32 as i64 as u64),
                    Op::I2F => unary!(1, 1, |w: u64| u64::from((w as i32 as f32).to_bits())),
                    Op::I2D => unary!(1, 2, |w: u64| f64::from(w as i32).to_bits()),
                    Op::L2I => unary!(2, 1, |w: u64| w & 0xffff_ffff),
                    Op::L2F => unary!(2, 1, |w: u64| u64::from((w as i64 as f32).to_bits())),
                    Op::L2D => unary!(2, 2, |w: u64| (w as i64 as f64).to_bits()),
                    Op::F2I => {
                        unary!(1, 1, |w: u64| u64::from(f32::from_bits(w as u32) as i32 as u32))
                    }
                    Op::F2L => unary!(1, 2, |w: u64| f32::from_bits(w as u32) as i64 as u64),
                    Op::F2D => unary!(1, 2, |w: u64| f64::from(f32::from_bits(w as u32)).to_bits()),
                    Op::D2I => unary!(2, 1, |w: u64| u64::from(f64::from_bits(w) as i32 as u32)),
                    Op::D2L => unary!(2, 2, |w: u64| f64::from_bits(w) as i64 as u64),
                    Op::D2F => {
                        unary!(2, 1, |w: u64| u64::from((f64::from_bits(w) as f32).to_bits()))
                    }
                    Op::I2B => unary!(1, 1, |w: u64| w as i8 as i32 as u32 as u64),
                    Op::I2C => unary!(1, 1, |w: u64| w as u16 as u64),
                    Op::I2S => unary!(1, 1, |w: u64| w as i16 as i32 as u32 as u64),
                    Op::INeg => unary!(1, 1, |w: u64| u64::from((w as i32).wrapping_neg() as u32)),
                    Op::LNeg => unary!(2, 2, |w: u64| (w as i64).wrapping_neg() as u64),
                    Op::DNeg => unary!(2, 2, |w: u64| w ^ 1 << 63),
                    Op::FNeg => unary!(1, 1, |w: u64| (w ^ 1 << 31) & 0xffff_ffff),
                    Op::FAdd => float_ss!(|x: f32, y: f32| x + y),
                    Op::FSub => float_ss!(|x: f32, y: f32| x - y),
                    Op::FMul => float_ss!(|x: f32, y: f32| x * y),
                    Op::FDiv => float_ss!(|x: f32, y: f32| x / y),
                    Op::FRem => float_ss!(|x: f32, y: f32| x % y),
                    Op::DRem => wide_ss!(double, |x: f64, y: f64| x % y),
                    Op::LShl => long_shift!(|x: i64, y: u32| x.wrapping_shl(y)),
                    Op::LShr => long_shift!(|x: i64, y: u32| x.wrapping_shr(y)),
                    Op::LUShr => long_shift!(|x: i64, y: u32| (x as u64).wrapping_shr(y) as i64),
                    Op::IfAEq | Op::IfANe => {
                        sp = sp.sub(2);
                        let equal = *sp == *sp.add(1);
                        decide!(equal == (Op::of_word(w) == Op::IfAEq), op::bc(w))
                    }
                    Op::IfNull => {
                        sp = sp.sub(1);
                        decide!(*sp == 0, op::bc(w))
                    }
                    Op::IfNonNull => {
                        sp = sp.sub(1);
                        decide!(*sp != 0, op::bc(w))
                    }
                    Op::IfNullL => {
                        decide!(local!(op::a(w)) == 0, op::bc(w))
                    }
                    Op::IfNonNullL => {
                        decide!(local!(op::a(w)) != 0, op::bc(w))
                    }
                    Op::Goto => branch!(op::bc(w)),
                    Op::Jsr => {
                        // A return address: the word index, odd so that it is never taken for an
                        // object.
                        let code = (*fp).prepared().code.as_ptr().addr();
                        let index = (pc.addr() - code) / 8 + 1;
                        push!((index as u64) << 1 | 1);
                        branch!(op::bc(w))
                    }
                    Op::Ret => {
                        let index = local!(op::a(w)) >> 1;
                        pc = (*fp).prepared().word_at(index as u32);
                        continue 'execute;
                    }
                    Op::TableSwitch => {
                        sp = sp.sub(1);
                        let head = *pc.add(1);
                        let case = (*sp as i32).wrapping_sub(head as i32) as u32;
                        let distance = if case < op::bc(w) as u32 {
                            let pair = *pc.add(2 + case as usize / 2);
                            (pair >> (case % 2 * 32)) as i32
                        } else {
                            op::bc(head)
                        };
                        branch!(distance)
                    }
                    Op::LookupSwitch => {
                        sp = sp.sub(1);
                        let cases = std::slice::from_raw_parts(pc.add(2), op::bc(w) as usize);
                        let key = *sp as i32;
                        let distance = match cases.binary_search_by(|c| (*c as i32).cmp(&key)) {
                            Ok(at) => op::bc(cases[at]),
                            Err(_) => op::bc(*pc.add(1)),
                        };
                        branch!(distance)
                    }
                    Op::AStoreI8S => {
                        let array = object!(*sp.sub(3));
                        let index = checked_index!(array, *sp.sub(2));
                        let mut byte = *sp.sub(1) as u8;
                        if array.class().component.is_some_and(|c| c.kind == Kind::Bool) {
                            byte &= 1;
                        }
                        array.at(ELEMENTS_OFFSET + index).write_volatile(byte);
                        sp = sp.sub(3);
                        next!(1)
                    }
                    Op::AStoreRefS => {
                        let array = object!(*sp.sub(3));
                        let index = checked_index!(array, *sp.sub(2));
                        let word = *sp.sub(1);
                        if let Some(element) = value::to_ref(word)
                            && let Some(component) = array.class().component
                            && !element.class().is_subtype_of(component)
                        {
                            throw!(slow::array_store(t, element));
                        }
                        write!(ref, element!(ref, array, index), array, word);
                        sp = sp.sub(3);
                        next!(1)
                    }
                    Op::ArrayLength => {
                        let array = object!(*sp.sub(1));
                        *sp.sub(1) = array.at(LENGTH_OFFSET).cast::<u32>().read().into();
                        next!(1)
                    }
                    Op::ArrayLengthL => {
                        let array = object!(local!(op::a(w)));
                        push!(array.at(LENGTH_OFFSET).cast::<u32>().read().into());
                        next!(1)
                    }
                    Op::PutFieldVolatile => {
                        let kind = slow::kind_of(op::a(w));
                        let object = object!(*sp.sub(1 + kind.slots()));
                        let word = *sp.sub(kind.slots());
                        slow::store_volatile(object, op::bc(w) as usize, kind, word);
                        sp = sp.sub(1 + kind.slots());
                        next!(1)
                    }
                    Op::PutStaticVolatile => {
                        let kind = slow::kind_of(op::a(w));
                        sp = sp.sub(kind.slots());
                        let mirror = mirror_of_static!();
                        let offset = *pc.add(1) as usize - mirror.raw();
                        slow::store_volatile(mirror, offset, kind, *sp);
                        next!(2)
                    }
                    Op::GetFieldUnresolvedS | Op::GetFieldUnresolvedL => {
                        resolve!(slow::get_field(t, fp, pc, w))
                    }
                    Op::PutFieldUnresolved => resolve!(slow::put_field(t, fp, pc, w)),
                    Op::GetStaticUnresolved => {
                        save!();
                        match check!(slow::get_static(t, fp, pc, w)) {
                            slow::Static::Rewritten => continue 'execute,
                            slow::Static::Direct(mirror, offset, kind) => {
                                push_n!(value::load(mirror, offset, kind), kind.slots());
                                next!(2)
                            }
                        }
                    }
                    Op::PutStaticUnresolved => {
                        save!();
                        match check!(slow::put_static(t, fp, pc, w)) {
                            slow::Static::Rewritten => continue 'execute,
                            slow::Static::Direct(mirror, offset, kind) => {
                                sp = sp.sub(kind.slots());
                                value::store(mirror, offset, kind, *sp);
                                next!(2)
                            }
                        }
                    }
                    Op::InvokeStatic => {
                        callee = Meta::from_raw(op::bc(w) as u32);
                        args = sp.sub(usize::from(op::a(w)));
                    }
                    Op::InvokeDirect => {
                        args = sp.sub(usize::from(op::a(w)));
                        let _receiver = object!(*args);
                        callee = Meta::from_raw(op::bc(w) as u32);
                    }
                    Op::InvokeFinal => {
                        args = sp.sub(usize::from(op::a(w)));
                        let _receiver = object!(*args);
                        callee = Meta::from_raw(op::bc(w) as u32);
                        words = VIRTUAL_CALL_WORDS;
                    }
                    Op::InvokeVirtual => {
                        args = sp.sub(usize::from(op::a(w)));
                        let class = object!(*args).class();
                        note_receiver!(class.raw());
                        words = VIRTUAL_CALL_WORDS;
                        let vtable = class.get().vtable;
                        callee = (*vtable.as_ptr().add(op::bc(w) as usize)).get();
                    }
                    Op::InvokeInterface => {
                        args = sp.sub(usize::from(op::a(w)));
                        let class = object!(*args).class();
                        note_receiver!(class.raw());
                        words = VIRTUAL_CALL_WORDS;
                        let cache = AtomicU64::from_ptr(pc.add(1).cast_mut());
                        let cached = cache.load(Ordering::Acquire);
                        if cached as u32 == class.raw() {
                            callee = Meta::from_raw((cached >> 32) as u32);
                        } else {
                            save!();
                            let method = Meta::from_raw(op::bc(w) as u32);
                            callee = check!(invoke::select_interface(t, class, method));
                            let word = u64::from(class.raw()) | u64::from(callee.raw()) << 32;
                            cache.store(word, Ordering::Release);
                        }
                    }
                    // The appendix goes on top of the arguments.
                    Op::InvokeHandle => {
                        if let Some(appendix) = GlobalRef::from_raw(*pc.add(1) as u32).get() {
                            push!(value::of_ref(Some(appendix)));
                        }
                        args = sp.sub(usize::from(op::a(w)));
                        let _receiver = object!(*args);
                        callee = Meta::from_raw(op::bc(w) as u32);
                        words = VIRTUAL_CALL_WORDS;
                    }
                    Op::InvokeDynamic => {
                        if let Some(appendix) = GlobalRef::from_raw(*pc.add(1) as u32).get() {
                            push!(value::of_ref(Some(appendix)));
                        }
                        args = sp.sub(usize::from(op::a(w)));
                        callee = Meta::from_raw(op::bc(w) as u32);
                    }
                    Op::InvokeVirtualUnresolved => resolve!(invoke::link_virtual(t, fp, pc, w)),
                    Op::InvokeInterfaceUnresolved => {
                        resolve!(invoke::link_interface(t, fp, pc, w))
                    }
                    Op::InvokeDynamicUnresolved => resolve!(invoke::link_dynamic(t, fp, pc, w)),
                    Op::InvokeStaticUnresolved => {
                        save!();
                        // While its class is being initialised the call stays unresolved.
                        match check!(invoke::link_static(t, fp, pc, w)) {
                            Some(method) => callee = method,
                            None => continue 'execute,
                        }
                        args = sp.sub(usize::from(callee.arg_slots));
                    }
                    Op::InvokeSpecialUnresolved => {
                        save!();
                        callee = check!(invoke::link_special(t, fp, pc, w));
                        args = sp.sub(usize::from(callee.arg_slots));
                        let _receiver = object!(*args);
                    }
                    Op::Return => leave!(0),
                    Op::ReturnInit => {
                        if let Some(object) = value::to_ref(local!(0u16))
                            && object.class().has(class_flag::FINALIZER)
                        {
                            save!();
                            check!(slow::register_finalizer(t, object));
                        }
                        leave!(0)
                    }
                    Op::Return1 => leave!(1),
                    Op::Return2 => leave!(2),
                    Op::Return1L => {
                        if (*fp).lock != 0 {
                            save!();
                            check!(slow::unlock_frame(t, fp));
                        }
                        leave_with!(local!(op::a(w)), 1)
                    }
                    Op::New => {
                        let class: ClassRef = class_of_word!();
                        let bytes = class.shape.instance_bytes as usize;
                        let object = match heap::alloc_fast(t, class, bytes) {
                            Some(object) => object,
                            None => {
                                save!();
                                check!(alloc::instance(t, class))
                            }
                        };
                        push!(value::of_ref(Some(object)));
                        next!(1)
                    }
                    Op::NewUnresolved => {
                        save!();
                        // While its class is being initialised the word stays unresolved.
                        let class = check!(slow::new_class(t, fp, pc, w));
                        let object = check!(alloc::instance(t, class));
                        push!(value::of_ref(Some(object)));
                        next!(1)
                    }
                    Op::NewArray => {
                        save!();
                        let length = *sp.sub(1) as i32;
                        let array = check!(slow::new_array(t, op::a(w), length));
                        *sp.sub(1) = value::of_ref(Some(array));
                        next!(1)
                    }
                    Op::ANewArray => {
                        save!();
                        let length = *sp.sub(1) as i32;
                        let array = check!(alloc::array(t, class_of_word!(), length));
                        *sp.sub(1) = value::of_ref(Some(array));
                        next!(1)
                    }
                    Op::ANewArrayUnresolved => resolve!(slow::link_new_array(t, fp, pc, w)),
                    Op::MultiANewArray => {
                        save!();
                        let count = usize::from(op::a(w));
                        let array = check!(slow::multi_array(t, fp, op::bc(w) as u16, sp, count));
                        sp = sp.sub(count);
                        push!(value::of_ref(Some(array)));
                        next!(1)
                    }
                    Op::CheckCast => {
                        if let Some(object) = value::to_ref(*sp.sub(1)) {
                            let target: ClassRef = class_of_word!();
                            if !object.class().is_subtype_of(target) {
                                throw!(slow::class_cast(t, object, target));
                            }
                        }
                        next!(1)
                    }
                    Op::InstanceOf => {
                        let target: ClassRef = class_of_word!();
                        let object = value::to_ref(*sp.sub(1));
                        let is = object.is_some_and(|o| o.class().is_subtype_of(target));
                        *sp.sub(1) = u64::from(is);
                        next!(1)
                    }
                    // Null needs no class: it is not even resolved (JVMS 6.5).
                    Op::CheckCastUnresolved => {
                        if *sp.sub(1) == 0 {
                            next!(1)
                        }
                        resolve!(slow::link_cast(t, fp, pc, w, Op::CheckCast))
                    }
                    Op::InstanceOfUnresolved => {
                        if *sp.sub(1) == 0 {
                            next!(1)
                        }
                        resolve!(slow::link_cast(t, fp, pc, w, Op::InstanceOf))
                    }
                    Op::AThrow => {
                        let exception = object!(*sp.sub(1));
                        throw!(Thrown(exception))
                    }
                    Op::MonitorEnter => {
                        let object = object!(*sp.sub(1));
                        save!();
                        monitor::enter(t, object);
                        sp = sp.sub(1);
                        next!(1)
                    }
                    Op::MonitorExit => {
                        let object = object!(*sp.sub(1));
                        save!();
                        check!(slow::monitor_exit(t, object));
                        sp = sp.sub(1);
                        next!(1)
                    }
                    Op::Count => unreachable!("not an operation"),
                }

                // A call of `callee` with its arguments from `args` up.
                let mut method = callee;
                let mut lock = 0;
                loop {
                    let kind = method.call_kind.get();
                    if kind == CallKind::Bytecode {
                        break;
                    }
                    save!();
                    match kind {
                        CallKind::Compiled => {
                            let word = check!(codecache::enter(t, method, args));
                            sp = args;
                            push_n!(word, method.ret.slots());
                            next!(words)
                        }
                        CallKind::Native => {
                            let word = check!(invoke::native(t, fp, method, args));
                            sp = args;
                            push_n!(word, method.ret.slots());
                            next!(words)
                        }
                        CallKind::SyncBytecode => {
                            let object = invoke::lock_object(method, args);
                            monitor::enter(t, object);
                            lock = value::of_ref(Some(object));
                            break;
                        }
                        _ => method = check!(invoke::redirect(t, kind, method, args)),
                    }
                }
                let frame_words = usize::from(method.arg_slots) + method.frame_words.get() as usize;
                if args.add(frame_words) > t.java_limit.get() {
                    save!();
                    if let Some(object) = value::to_ref(lock) {
                        check!(slow::monitor_exit(t, object));
                    }
                    break 'execute End::Thrown(slow::stack_overflow(t));
                }
                let calls = method.invocations.get().wrapping_add(1);
                method.invocations.set(calls);
                if calls.is_multiple_of(policy::CALLS_STEP) {
                    save!();
                    policy::called(t, method);
                }
                // The last word of the call: returning goes on after it.
                (*fp).pc = pc.add(words - 1);
                let locals = method.max_locals.max(method.arg_slots);
                let frame = args.add(usize::from(locals)).cast::<Frame>();
                clear_locals(args.add(usize::from(method.arg_slots)), frame);
                frame.write(Frame { prev: fp, locals: args, pc, method, flags: 0, lock });
                fp = frame;
                lp = args;
                sp = frame.cast::<u64>().add(FRAME_WORDS);
                pc = std::ptr::with_exposed_provenance(method.entry.get() as usize);
                if t.poll.load(Ordering::Relaxed) != 0 {
                    save!();
                    slow::poll(t);
                }
            };

            let thrown = match end {
                End::Thrown(thrown) => thrown,
                // The loop of frame `fp` went on in compiled code, which finished the method.
                End::Returned(word) => {
                    sp = lp;
                    let (flags, method) = ((*fp).flags, (*fp).method);
                    fp = (*fp).prev;
                    if flags & frame_flag::ENTRY != 0 {
                        return Ok(word);
                    }
                    lp = (*fp).locals;
                    pc = (*fp).pc.add(1);
                    *sp = word;
                    sp = sp.add(method.ret.slots());
                    continue;
                }
            };
            // An exception leaves the instruction at `pc` of frame `fp`.
            match unwind::unwind(t, fp, thrown) {
                Ok(resume) => {
                    fp = resume.fp;
                    pc = resume.pc;
                    sp = resume.sp;
                    lp = (*fp).locals;
                }
                Err(thrown) => return Err(thrown),
            }
        }
    }
}
