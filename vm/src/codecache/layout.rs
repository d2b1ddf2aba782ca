//! The VM's structures agree with the offsets that compiled code uses: checked when it is compiled.

use crate::class::{Class, Method, class_flag, init_state};
use crate::heap;
use crate::thread::Thread;
use cortado_protocol::layout;
use std::mem::offset_of;

macro_rules! agree {
    ($($ours:expr => $theirs:expr;)*) => {
        $(const _: () = assert!($ours as u64 == $theirs as u64, stringify!($theirs));)*
    };
}

agree! {
    offset_of!(Thread, poll) => layout::thread::POLL;
    offset_of!(Thread, id) => layout::thread::ID;
    offset_of!(Thread, pending) => layout::thread::PENDING;
    offset_of!(Thread, stack_limit) => layout::thread::STACK_LIMIT;
    offset_of!(Thread, helper_sp) => layout::thread::HELPER_SP;
    offset_of!(Thread, helper_fp) => layout::thread::HELPER_FP;
    offset_of!(Thread, result) => layout::thread::RESULT;
    offset_of!(Thread, thread_obj) => layout::thread::THREAD_OBJECT;
    Thread::BUMP_OFFSET => layout::thread::BUMP_CURSOR;
    Thread::BUMP_OFFSET + 8 => layout::thread::BUMP_LIMIT;
    heap::CLASS_OFFSET => layout::object::CLASS;
    heap::MARK_OFFSET => layout::object::MARK;
    heap::HEADER_BYTES => layout::object::FIELDS;
    heap::LENGTH_OFFSET => layout::object::LENGTH;
    heap::ELEMENTS_OFFSET => layout::object::ELEMENTS;
    heap::REF_SHIFT => layout::object::REF_SHIFT;
    heap::SMALL_MAX => layout::object::SMALL_MAX;
    heap::VO_TABLE => layout::OBJECT_STARTS;
    heap::LOG_TABLE => layout::UNLOGGED;
    offset_of!(Class, vtable) => layout::class::VTABLE;
    offset_of!(Class, display) => layout::class::DISPLAY;
    offset_of!(Class, depth) => layout::class::DEPTH;
    offset_of!(Class, component) => layout::class::COMPONENT;
    offset_of!(Class, flags) => layout::class::FLAGS;
    class_flag::FINALIZER => layout::class::FLAG_FINALIZER;
    offset_of!(Class, subtype_cache) => layout::class::SUBTYPE_CACHE;
    offset_of!(Class, init_state) => layout::class::INIT_STATE;
    init_state::READY => layout::class::INIT_READY;
    offset_of!(Class, mirror) => layout::class::MIRROR;
    offset_of!(Method, compiled) => layout::method::CODE;
}
