//! The natives behind `java.lang.StackWalker`: `StackStreamFactory.AbstractStackWalker`.
//!
//! A walk is anchored in the frame of `callStackWalk`: frames below it stay as they are while the
//! walk is open. Java gets the number of the walk and passes it back for the next batch.

use super::host::FieldAt;
use super::java_lang_throwable::TraceFrame;
use super::reflection::METHOD_MODIFIERS;
use super::support;
use crate::class::wk::{self, inj, off};
use crate::class::{ClassRef, Method, MethodRef, method_flag};
use crate::error::R;
use crate::heap::ObjRef;
use crate::interp::{self, FrameView};
use crate::meta::Meta;
use crate::natives;
use crate::runtime::value::{self, Args};
use crate::runtime::{method_handles, throw};
use crate::thread::Thread;
use std::cell::RefCell;

natives! { "java/lang/StackStreamFactory$AbstractStackWalker";
    "callStackWalk(JIII[Ljava/lang/Object;)Ljava/lang/Object;" => call_stack_walk;
    "fetchStackFrames(JJII[Ljava/lang/Object;)I" => fetch_stack_frames;
}

/// Mode bits, which Java shares.
mod mode {
    pub const FILL_CLASS_REFS_ONLY: i64 = 0x2;
    pub const GET_CALLER_CLASS: i64 = 0x4;
    pub const SHOW_HIDDEN_FRAMES: i64 = 0x20;
    pub const FILL_LIVE_STACK_FRAMES: i64 = 0x100;
}

/// The class library's names of the mode bits.
pub const MODES: &[(&str, i64)] = &[
    ("FILL_CLASS_REFS_ONLY", mode::FILL_CLASS_REFS_ONLY),
    ("GET_CALLER_CLASS", mode::GET_CALLER_CLASS),
    ("SHOW_HIDDEN_FRAMES", mode::SHOW_HIDDEN_FRAMES),
    ("FILL_LIVE_STACK_FRAMES", mode::FILL_LIVE_STACK_FRAMES),
];

/// An open walk of the current thread.
struct Anchor {
    number: i64,
    /// The last frame that was looked at.
    last: usize,
}

struct Walks {
    open: Vec<Anchor>,
    next: i64,
}

thread_local! {
    static WALKS: RefCell<Walks> = const { RefCell::new(Walks { open: Vec::new(), next: 1 }) };
}

/// One batch being filled.
struct Batch {
    mode: i64,
    size: usize,
    start: usize,
    frames: ObjRef,
}

fn is_walker(class: ClassRef) -> bool {
    let base = wk::stack_walker();
    class.name == "java/lang/StackWalker" || class == base || class.super_class == Some(base)
}

fn internal_error(t: &Thread, message: &str) -> crate::error::Thrown {
    throw::new(t, "java/lang/InternalError", message)
}

fn call_stack_walk(
    t: &Thread,
    this: ObjRef,
    mode: i64,
    skip: i32,
    size: i32,
    start: i32,
    frames: Option<ObjRef>,
) -> R<Option<ObjRef>> {
    let Some(frames) = frames else {
        return Err(throw::new(t, "java/lang/NullPointerException", "frames_array is NULL"));
    };
    let batch = batch(t, mode, size, start, frames)?;
    let walk = interp::walk(t).skip_while(|frame| is_walker(frame.method.class()));
    let walk = walk.skip(usize::try_from(skip).unwrap_or(0));
    let (end, last) = fill_batch(t, &batch, walk)?;
    if size > 0 && end == batch.start {
        return Err(internal_error(t, "stack walk: decode failed"));
    }
    let number = WALKS.with_borrow_mut(|walks| {
        let number = walks.next;
        walks.next += 1;
        walks.open.push(Anchor { number, last });
        number
    });
    let consume = wk::method_of(wk::stack_walker(), "doStackWalk", "(JIIII)Ljava/lang/Object;");
    let args = Args::new().obj(Some(this)).long(number).int(skip).int(size).int(start);
    let args = args.int(end as i32);
    let result = interp::call_virtual(t, consume, args.slots());
    WALKS.with_borrow_mut(|walks| walks.open.retain(|anchor| anchor.number != number));
    result.map(value::to_ref)
}

fn fetch_stack_frames(
    t: &Thread,
    _this: ObjRef,
    mode: i64,
    number: i64,
    size: i32,
    start: i32,
    frames: Option<ObjRef>,
) -> R<i32> {
    let Some(frames) = frames else {
        return Err(throw::new(t, "java/lang/NullPointerException", "frames_array is NULL"));
    };
    let batch = batch(t, mode, size, start, frames)?;
    let last = WALKS.with_borrow(|walks| {
        walks.open.iter().find(|anchor| anchor.number == number).map(|anchor| anchor.last)
    });
    let Some(last) = last else {
        return Err(internal_error(t, "doStackWalk: corrupted buffers"));
    };
    let walk = interp::walk(t).skip_while(|frame| frame.id() != last).skip(1);
    let (end, last) = fill_batch(t, &batch, walk)?;
    WALKS.with_borrow_mut(|walks| {
        if let Some(anchor) = walks.open.iter_mut().find(|anchor| anchor.number == number) {
            anchor.last = last;
        }
    });
    Ok(end as i32)
}

fn batch(t: &Thread, mode: i64, size: i32, start: i32, frames: ObjRef) -> R<Batch> {
    if mode & mode::FILL_LIVE_STACK_FRAMES != 0 {
        let message = "stack walking with locals and operands is not supported";
        return Err(throw::new(t, "java/lang/UnsupportedOperationException", message));
    }
    match (usize::try_from(size), usize::try_from(start)) {
        (Ok(size), Ok(start)) if start + size <= frames.array_length() => {
            Ok(Batch { mode, size, start, frames })
        }
        _ => {
            Err(throw::new(t, "java/lang/IllegalArgumentException", "not enough space in buffers"))
        }
    }
}

/// Fills one batch; returns the index after the last frame and the last frame looked at. When no
/// frame is left, that is null.
fn fill_batch(
    t: &Thread,
    batch: &Batch,
    walk: impl Iterator<Item = FrameView>,
) -> R<(usize, usize)> {
    let caller_only = batch.mode & mode::GET_CALLER_CLASS != 0;
    let classes_only = batch.mode & mode::FILL_CLASS_REFS_ONLY != 0;
    let skip_hidden = batch.mode & mode::SHOW_HIDDEN_FRAMES == 0 || caller_only;
    let mut end = batch.start;
    for frame in walk {
        if end == batch.start + batch.size {
            break;
        }
        let method = frame.method;
        if skip_hidden && method.has(method_flag::HIDDEN) {
            continue;
        }
        if classes_only {
            let sensitive = method.has(method_flag::CALLER_SENSITIVE);
            if caller_only && end == batch.start && sensitive {
                return Err(caller_sensitive(t, method));
            }
            batch.frames.set_ref_element(end, Some(method.class().mirror()));
        } else {
            let info = support::required(t, batch.frames.ref_element(end))?;
            fill_info(t, info, method, frame.bci)?;
        }
        end += 1;
        if end == batch.start + batch.size {
            return Ok((end, frame.id()));
        }
    }
    Ok((end, 0))
}

fn caller_sensitive(t: &Thread, method: MethodRef) -> crate::error::Thrown {
    let message = format!(
        "StackWalker::getCallerClass called from @CallerSensitive '{}' method",
        crate::link::messages::method(&method)
    );
    throw::new(t, "java/lang/UnsupportedOperationException", &message)
}

static MEMBER_NAME: FieldAt = FieldAt::new("memberName", "Ljava/lang/Object;");
static BCI: FieldAt = FieldAt::new("bci", "I");

fn fill_info(t: &Thread, info: ObjRef, method: MethodRef, bci: i32) -> R<()> {
    let member = support::required(t, info.get_ref(MEMBER_NAME.of(info)))?;
    init_member_name(t, member, method)?;
    info.set_i32(BCI.of(info), bci);
    Ok(())
}

/// Flags of a MemberName, as `MethodHandleNatives.Constants` has them.
mod member_flag {
    pub const IS_METHOD: i32 = 0x0001_0000;
    pub const IS_CONSTRUCTOR: i32 = 0x0002_0000;
    pub const CALLER_SENSITIVE: i32 = 0x0010_0000;
    pub const KIND_SHIFT: i32 = 24;
    pub const INVOKE_VIRTUAL: i32 = 5;
    pub const INVOKE_STATIC: i32 = 6;
    pub const INVOKE_SPECIAL: i32 = 7;
    pub const INVOKE_INTERFACE: i32 = 9;
}

/// Makes a MemberName stand for a method; its name and type are filled in when Java asks.
fn init_member_name(t: &Thread, member: ObjRef, method: MethodRef) -> R<()> {
    let is_init = method.has(method_flag::INIT);
    let kind = if method.is_static() {
        member_flag::INVOKE_STATIC
    } else if is_init || method.vtable_index.get() < 0 && method.itable_index.get() < 0 {
        member_flag::INVOKE_SPECIAL
    } else if method.class().is_interface() {
        member_flag::INVOKE_INTERFACE
    } else {
        member_flag::INVOKE_VIRTUAL
    };
    let what = if is_init { member_flag::IS_CONSTRUCTOR } else { member_flag::IS_METHOD };
    let mut flags =
        i32::from(method.access & METHOD_MODIFIERS) | what | kind << member_flag::KIND_SHIFT;
    if method.has(method_flag::CALLER_SENSITIVE) {
        flags |= member_flag::CALLER_SENSITIVE;
    }
    let resolved = method_handles::resolved_method_name(t, method)?;
    member.set_i32(off::mn_flags(), flags);
    member.set_ref(off::mn_method(), Some(resolved));
    member.set_ref(off::mn_class(), Some(method.class().mirror()));
    let index = method.vtable_index.get().max(method.itable_index.get());
    member.set_i64(inj::vm_index(), i64::from(index));
    Ok(())
}

/// The frame that a StackFrameInfo stands for.
pub fn frame_of(info: ObjRef) -> Option<TraceFrame> {
    let member = info.get_ref(MEMBER_NAME.of(info))?;
    let resolved = member.get_ref(off::mn_method())?;
    // SAFETY: the injected field of a ResolvedMethodName holds the handle of a method.
    let method: Meta<Method> = unsafe { Meta::from_raw_opt(resolved.get_u32(inj::vm_method())) }?;
    Some(TraceFrame { method, bci: info.get_i32(BCI.of(info)) })
}
