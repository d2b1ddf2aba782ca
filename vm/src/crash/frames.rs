//! How code and frames are written down: compiled and interpreted methods, stubs, native functions.

use super::Failure;
use super::elf::{self, Module};
use super::output::{Output, Text};
use super::unwind::{self, NativeFrame};
use crate::class::{Method, MethodRef};
use crate::codecache::frames::{Anchor, InlineFrame, PhysicalFrame};
use crate::codecache::install;
use crate::codecache::{memory, stubs};
use crate::interp::{self, Frame, FrameView};
use cortado_protocol::request::Entry;
use std::fmt::{self, Write};

/// Whether `pc` is in the code cache.
pub fn is_compiled_code(pc: usize) -> bool {
    memory::contains(pc)
}

/// A method as stack traces of crashes name it.
pub fn write_method(out: &mut Output, method: MethodRef) -> fmt::Result {
    write_name(out, &method)
}

fn write_name(out: &mut Output, method: &Method) -> fmt::Result {
    for &byte in method.class().name.bytes() {
        out.write_bytes(&[if byte == b'/' { b'.' } else { byte }]);
    }
    out.write_str(".")?;
    out.write_bytes(method.name.bytes());
    out.write_bytes(method.desc.bytes());
    Ok(())
}

/// An address in the code cache.
pub fn write_code(out: &mut Output, pc: usize) -> fmt::Result {
    match install::find(pc) {
        Some(body) => {
            let mark = if body.entry == Entry::Method { "" } else { "% " };
            write!(out, "J {mark}")?;
            write_name(out, &body.method)?;
            let (length, start) = (body.method.code.len(), body.block.address());
            write!(out, " ({length} bytes) @ {pc:#018x} [{start:#018x}+{:#018x}]", pc - start)
        }
        None => match stubs::name_of(pc) {
            Some(name) => write!(out, "v  ~Stub::{name} @ {pc:#018x}"),
            None => write!(out, "v  ~Stub @ {pc:#018x}"),
        },
    }
}

/// An address in native code.
pub fn write_native(out: &mut Output, module: &Module, pc: usize) -> fmt::Result {
    write_function(out, module, pc, 0)
}

/// The same; `back` leads from the address into the instruction that matters.
fn write_function(out: &mut Output, module: &Module, pc: usize, back: usize) -> fmt::Result {
    let kind = if module.is_program() { 'V' } else { 'C' };
    write!(out, "{kind}  [{}+{:#x}]", module.name(), pc - module.bias)?;
    elf::with_function(module, pc - back, |name, distance| {
        write!(out, "  {:#}+{:#x}", rustc_demangle::demangle(name), distance + back)
    });
    Ok(())
}

/// A frame, as a line of a native stack has it.
fn write_place(out: &mut Output, frame: NativeFrame) -> fmt::Result {
    if is_compiled_code(frame.pc) {
        return write_code(out, frame.pc);
    }
    match elf::module_of(frame.pc) {
        Some(module) => write_function(out, &module, frame.pc, usize::from(frame.after_call)),
        None => write!(out, "C  {:#018x}", frame.pc),
    }
}

/// Whether a function only reports what others did.
fn is_machinery(frame: NativeFrame) -> bool {
    const NAMES: [&str; 8] = [
        "cortado_vm::crash::",
        "cortado_vm::error::fatal",
        "core::ops::function::Fn::call",
        "std::panicking::",
        "std::sys::backtrace::",
        "core::panicking::",
        "core::result::unwrap_failed",
        "core::option::",
    ];
    const PROVOKED: &str = "cortado_vm::crash::provoke";
    let pc = frame.pc - usize::from(frame.after_call);
    let mut reports = false;
    if !is_compiled_code(pc)
        && let Some(module) = elf::module_of(pc)
    {
        elf::with_function(&module, pc, |name, _| {
            let mut text = Text::<256>::new();
            write!(text, "{:#}", rustc_demangle::demangle(name))?;
            let name = text.as_str();
            reports = ["rust_begin_unwind", "__rustc"].iter().any(|part| name.contains(part))
                || NAMES.iter().any(|start| name.starts_with(start));
            reports &= !name.starts_with(PROVOKED);
            Ok(())
        });
    }
    reports
}

/// The frames of the native stack, without those that only report.
fn frames_of(failure: &Failure) -> &'static [NativeFrame] {
    let frames = unwind::frames();
    let from_signal = failure.registers.special.is_some();
    let skipped = match from_signal {
        true => 0,
        false => frames.iter().take_while(|frame| is_machinery(**frame)).count(),
    };
    if skipped == frames.len() { frames } else { &frames[skipped..] }
}

/// The innermost frame, in the summary.
pub fn problematic(failure: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str("# Problematic frame:\n# ")?;
    match frames_of(failure).first() {
        Some(&frame) => write_place(out, frame)?,
        None => write!(out, "C  {:#018x}", failure.registers.pc())?,
    }
    out.write_str("\n#\n")
}

/// The native stack.
pub fn native(failure: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str(
        "Native frames: (J=compiled Java code, j=interpreted, v=stub, V=VM code, C=native code)\n",
    )?;
    for frame in frames_of(failure) {
        write_place(out, *frame)?;
        out.write_str("\n")?;
    }
    if unwind::is_cut() {
        out.write_str("...<more frames>...\n")?;
    }
    out.write_str("\n")
}

/// Frames of Java that are written down.
const JAVA_FRAMES_MAX: usize = 512;

/// The Java stack of the thread that crashed.
pub fn java(failure: &Failure, out: &mut Output) -> fmt::Result {
    let Some(thread) = failure.thread else { return Ok(()) };
    out.write_str("Java frames: (J=compiled Java code, j=interpreted, n=native)\n")?;
    let mut count = 0;
    let top = thread.top_frame.get();
    if let Some((pc, inner)) = newest_compiled(failure, top) {
        if let Some(pc) = pc {
            write_faulting(out, pc)?;
        }
        let mut next = inner.and_then(InlineFrame::innermost);
        while let Some(frame) = next.filter(|_| count < JAVA_FRAMES_MAX) {
            let method = frame.installed.method_of_node(frame.frame().node);
            write_frame(out, 'J', &method, i32::from(frame.frame().bci))?;
            next = frame.caller();
            count += 1;
        }
    }
    for frame in interp::walk(thread).take(JAVA_FRAMES_MAX - count) {
        write_view(out, &frame)?;
        count += 1;
    }
    if count == JAVA_FRAMES_MAX {
        out.write_str("...<more frames>...\n")?;
    }
    out.write_str("\n")
}

/// Compiled frames that the thread's chain of frames does not know of, since compiled code was
/// interrupted or called what leaves no anchor: the address of the crash, if that is in compiled
/// code, and the innermost frame that is at a call.
fn newest_compiled(
    failure: &Failure,
    top: *mut u8,
) -> Option<(Option<usize>, Option<PhysicalFrame>)> {
    let native = unwind::frames();
    let at = native.iter().position(|frame| is_compiled_code(frame.pc))?;
    let frame = native[at];
    let known = newest_anchor(top);
    // Newer frames have lower addresses.
    if known.is_some_and(|sp| sp <= frame.sp) {
        return None;
    }
    let interrupted = at == 0 && failure.registers.special.is_some();
    let first_call = if interrupted { at + 1 } else { at };
    let pc = interrupted.then_some(frame.pc);
    let called = native.get(first_call).filter(|frame| install::find(frame.pc).is_some());
    // The return address is the word below the stack pointer after the return.
    let physical = called.map(|frame| PhysicalFrame { return_slot: frame.sp - 8, fp: frame.fp });
    Some((pc, physical))
}

/// The stack pointer of the innermost anchor.
fn newest_anchor(mut top: *mut u8) -> Option<usize> {
    for _ in 0..JAVA_FRAMES_MAX {
        if let Some(anchor) = Anchor::of_tagged(top) {
            // SAFETY: anchors are on the stack of the thread that crashed, which is this one.
            return Some(unsafe { (*anchor).sp });
        }
        // SAFETY: so are the frames on its Java stack.
        top = unsafe { top.cast::<Frame>().as_ref()? }.prev.cast();
    }
    None
}

/// Compiled code at an instruction of which nothing is recorded but the method.
fn write_faulting(out: &mut Output, pc: usize) -> fmt::Result {
    match install::find(pc) {
        Some(body) => write_frame(out, 'J', &body.method, -1),
        None => {
            write_code(out, pc)?;
            out.write_str("\n")
        }
    }
}

fn write_view(out: &mut Output, view: &FrameView) -> fmt::Result {
    let kind = match (view.method.is_native(), view.is_compiled()) {
        (true, _) => 'n',
        (false, true) => 'J',
        (false, false) => 'j',
    };
    write_frame(out, kind, &view.method, view.bci)
}

/// A frame of Java: where it is in bytecode and in the source.
fn write_frame(out: &mut Output, kind: char, method: &Method, bci: i32) -> fmt::Result {
    write!(out, "{kind}  ")?;
    write_name(out, method)?;
    if let Ok(bci) = usize::try_from(bci) {
        write!(out, "+{bci}")?;
        if let Some(line) = method.line_at(bci) {
            let class = method.class();
            let file = class.extra.source_file.map_or(&b"line "[..], |file| file.bytes());
            out.write_str(" (")?;
            out.write_bytes(file);
            write!(out, ":{line})")?;
        }
    }
    out.write_str("\n")
}
