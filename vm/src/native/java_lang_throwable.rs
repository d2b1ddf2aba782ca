//! `java.lang.Throwable`: backtraces.
//!
//! A backtrace is an `int[]`: one word of flags, then method handle and bytecode index of each
//! frame, innermost first. Methods live for ever, so the array keeps nothing alive.

use crate::class::wk::off;
use crate::class::{Kind, Method, MethodRef, method_flag};
use crate::error::R;
use crate::heap::{self, ObjRef};
use crate::interp;
use crate::link::loader;
use crate::meta::{Meta, Sym, intern};
use crate::natives;
use crate::thread::Thread;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

natives! { "java/lang/Throwable";
    "fillInStackTrace(I)Ljava/lang/Throwable;" => fill_in_stack_trace;
}

static MAX_DEPTH: AtomicUsize = AtomicUsize::new(1024);
static ENABLED: AtomicBool = AtomicBool::new(true);

/// Most frames of a backtrace (zero for all), and whether there are backtraces at all.
pub fn configure(max_depth: i64, enabled: bool) {
    MAX_DEPTH.store(usize::try_from(max_depth).unwrap_or(0), Ordering::Relaxed);
    ENABLED.store(enabled, Ordering::Relaxed);
}

/// Bit of the first word: the innermost frame was hidden, so the first one shown did not throw.
const HIDDEN_TOP: u32 = 1;

/// One frame of a backtrace.
#[derive(Clone, Copy)]
pub struct TraceFrame {
    /// Method.
    pub method: MethodRef,
    /// Bytecode index, -1 for a native method.
    pub bci: i32,
}

fn fill_in_stack_trace(t: &Thread, this: ObjRef, _dummy: i32) -> R<ObjRef> {
    this.set_ref(off::throwable_stack_trace(), None);
    this.set_ref(off::throwable_backtrace(), None);
    if !ENABLED.load(Ordering::Relaxed) {
        return Ok(this);
    }
    let words = collect(t, this);
    let class = loader::primitive_array_class(t, Kind::Int)?;
    // Without memory for it the exception goes without a trace.
    if let Ok(backtrace) = heap::alloc_array(t, class, words.len()) {
        backtrace.write_elements(0, &words);
        this.set_ref(off::throwable_backtrace(), Some(backtrace));
        this.set_i32(off::throwable_depth(), (words.len() / 2) as i32);
    }
    Ok(this)
}

/// The words of the backtrace: frames of `fillInStackTrace` and of the throwable's constructors
/// are left out at the top, hidden ones everywhere.
fn collect(t: &Thread, throwable: ObjRef) -> Vec<u32> {
    let class = throwable.class();
    static FILL: OnceLock<Sym> = OnceLock::new();
    let fill = *FILL.get_or_init(|| intern("fillInStackTrace"));
    let max = match MAX_DEPTH.load(Ordering::Relaxed) {
        0 => usize::MAX,
        depth => 1 + 2 * depth,
    };
    let mut words = vec![0];
    let (mut in_fill, mut in_init) = (true, true);
    for frame in interp::walk(t) {
        let method = frame.method;
        let own = || class.is_subclass_of(method.class());
        in_fill = in_fill && method.name == fill && own();
        if in_fill {
            continue;
        }
        in_init = in_init && method.has(method_flag::INIT) && own();
        if in_init {
            continue;
        }
        if method.has(method_flag::HIDDEN) {
            if words.len() == 1 {
                words[0] |= HIDDEN_TOP;
            }
            continue;
        }
        words.extend([method.raw(), frame.bci as u32]);
        if words.len() >= max {
            break;
        }
    }
    words
}

/// The frames of a backtrace, innermost first.
pub fn frames(backtrace: ObjRef) -> impl Iterator<Item = TraceFrame> {
    let words: Vec<u32> = backtrace.to_vec();
    (0..words.len() / 2).map(move |index| {
        // SAFETY: `collect` wrote the handle of a method there.
        let method: Meta<Method> = unsafe { Meta::from_raw(words[1 + 2 * index]) };
        TraceFrame { method, bci: words[2 + 2 * index] as i32 }
    })
}

/// The frame that threw, unless it is unknown.
pub fn top_frame(throwable: ObjRef) -> Option<TraceFrame> {
    let backtrace = throwable.get_ref(off::throwable_backtrace())?;
    if backtrace.array_length() < 3 || backtrace.element::<u32>(0) & HIDDEN_TOP != 0 {
        return None;
    }
    frames(backtrace).next()
}
