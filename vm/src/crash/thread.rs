//! The thread that crashed: who it is, its registers, its stack, and the code around.

use super::output::Output;
use super::system::{mapping_of, read_memory, read_word, write_meaning};
use super::{Cause, Failure, compiling, signals};
use crate::thread::Thread;
use std::fmt::{self, Write};

/// Its name and state.
pub fn current(failure: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str("\n---------------  T H R E A D  ---------------\n\nCurrent thread ")?;
    match failure.thread {
        Some(thread) => {
            write!(out, "({:#018x}):  ", std::ptr::from_ref(thread).addr())?;
            java_thread(out, thread)?;
        }
        None => {
            out.write_str("is native: \"")?;
            let mut name = [0_u8; 16];
            // SAFETY: the system writes at most 16 bytes.
            unsafe { libc::prctl(libc::PR_GET_NAME, name.as_mut_ptr()) };
            out.write_bytes(name.split(|&byte| byte == 0).next().unwrap_or_default());
            write!(out, "\" [id={}]", failure.tid)?;
        }
    }
    out.write_str("\n")?;
    compiling::task(failure, out)
}

/// A Java thread in one line.
pub fn java_thread(out: &mut Output, thread: &Thread) -> fmt::Result {
    out.write_str("JavaThread \"")?;
    if !thread.with_name_if_free(|name| out.write_bytes(name.as_bytes())) {
        out.write_str("<unknown>")?;
    }
    let daemon = thread.daemon.load(std::sync::atomic::Ordering::Relaxed);
    let state = if thread.is_in_java() { "_thread_in_Java" } else { "_thread_in_native" };
    let (low, high) = thread.native_stack();
    write!(
        out,
        "\"{} [{state}, id={}, stack({low:#018x},{high:#018x})]",
        if daemon { " daemon" } else { "" },
        thread.os_id()
    )
}

/// Where its stacks are.
pub fn stack_bounds(failure: &Failure, out: &mut Output) -> fmt::Result {
    let sp = failure.registers.sp();
    let bounds = failure.thread.map(Thread::native_stack);
    // A stack that is full has its end in the pages below.
    let is_its = |&(low, high): &(usize, usize)| (low.saturating_sub(1 << 20)..high).contains(&sp);
    let bounds = bounds.filter(is_its).or_else(|| mapping_of(sp));
    out.write_str("\nStack: ")?;
    if let Some((low, high)) = bounds {
        write!(out, "[{low:#018x},{high:#018x}],  sp={sp:#018x},  ")?;
        writeln!(out, "free space={}k", sp.saturating_sub(low) >> 10)?;
    } else {
        writeln!(out, "sp={sp:#018x}")?;
    }
    if let Some(thread) = failure.thread {
        let (low, high) = thread.java_stack_in_use();
        writeln!(out, "Java stack: [{low:#018x},{high:#018x}] in use")?;
    }
    Ok(())
}

/// What the system said of the signal.
pub fn signal_info(failure: &Failure, out: &mut Output) -> fmt::Result {
    let Cause::Signal { number, code, address, sender, user } = failure.cause else {
        return Ok(());
    };
    let name = code_name(number, code);
    write!(out, "siginfo: si_signo: {number} ({})", signals::name(number))?;
    write!(out, ", si_code: {code} ({name}), ")?;
    if code > 0 {
        writeln!(out, "si_addr: {address:#018x}\n")
    } else {
        writeln!(out, "si_pid: {sender}, si_uid: {user}\n")
    }
}

fn code_name(number: i32, code: i32) -> &'static str {
    match (number, code) {
        (_, libc::SI_USER) => "SI_USER",
        (_, libc::SI_TKILL) => "SI_TKILL",
        (_, libc::SI_QUEUE) => "SI_QUEUE",
        (_, 0x80) => "SI_KERNEL",
        (libc::SIGSEGV, 1) => "SEGV_MAPERR",
        (libc::SIGSEGV, 2) => "SEGV_ACCERR",
        (libc::SIGBUS, 1) => "BUS_ADRALN",
        (libc::SIGBUS, 2) => "BUS_ADRERR",
        (libc::SIGBUS, 3) => "BUS_OBJERR",
        (libc::SIGILL, 1) => "ILL_ILLOPC",
        (libc::SIGILL, 2) => "ILL_ILLOPN",
        (libc::SIGFPE, 1) => "FPE_INTDIV",
        (libc::SIGFPE, 2) => "FPE_INTOVF",
        _ => "unknown",
    }
}

/// Names of the registers, numbered as in unwind tables, in the order in which they are listed.
const NAMES: [(usize, &str); 17] = [
    (0, "RAX"),
    (3, "RBX"),
    (2, "RCX"),
    (1, "RDX"),
    (7, "RSP"),
    (6, "RBP"),
    (4, "RSI"),
    (5, "RDI"),
    (8, "R8 "),
    (9, "R9 "),
    (10, "R10"),
    (11, "R11"),
    (12, "R12"),
    (13, "R13"),
    (14, "R14"),
    (15, "R15"),
    (16, "RIP"),
];

/// The registers.
pub fn registers(failure: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str("Registers:\n")?;
    for (index, (number, name)) in NAMES.iter().enumerate() {
        let end = if index % 4 == 3 { "\n" } else { ", " };
        write!(out, "{name}={:#018x}{end}", failure.registers.general[*number])?;
    }
    if let Some([flags, segments, error, trap]) = failure.registers.special {
        write!(out, "EFLAGS={flags:#018x}, CSGSFS={segments:#018x}, ERR={error:#018x}\n  ")?;
        write!(out, "TRAPNO={trap:#018x}")?;
    }
    out.write_str("\n\n")?;
    if let Some((vectors, control)) = &failure.registers.vectors {
        for (index, vector) in vectors.iter().enumerate() {
            let (high, low) = ((vector >> 64) as u64, *vector as u64);
            writeln!(out, "XMM[{index}]={high:#018x} {low:#018x}")?;
        }
        writeln!(out, "  MXCSR={control:#010x}\n")?;
    }
    Ok(())
}

/// What the registers mean.
pub fn register_mapping(failure: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str("Register to memory mapping:\n\n")?;
    for (number, name) in NAMES {
        let value = failure.registers.general[number];
        write!(out, "{name}={value:#018x} is ")?;
        write_meaning(out, value as usize)?;
        out.write_str("\n")?;
    }
    out.write_str("\n")
}

/// The innermost words of the stack.
pub fn top_of_stack(failure: &Failure, out: &mut Output) -> fmt::Result {
    const WORDS: usize = 64;
    let sp = failure.registers.sp();
    writeln!(out, "Top of Stack: (sp={sp:#018x})")?;
    for index in 0..WORDS {
        let address = sp.wrapping_add(8 * index);
        let Some(word) = read_word(address) else { break };
        if index % 2 == 0 {
            write!(out, "{address:#018x}:   ")?;
        }
        write!(out, "{word:016x}{}", if index % 2 == 1 { "\n" } else { " " })?;
    }
    out.write_str("\n")
}

/// The code around the crash.
pub fn instructions(failure: &Failure, out: &mut Output) -> fmt::Result {
    /// Bytes in a line.
    const LINE: usize = 16;
    /// Lines before the crash, and from it on.
    const LINES: usize = 8;
    let pc = failure.registers.pc();
    writeln!(out, "Instructions: (pc={pc:#018x})")?;
    let start = (pc & !(LINE - 1)).wrapping_sub(LINE * LINES);
    for line in 0..2 * LINES {
        let address = start.wrapping_add(line * LINE);
        let mut bytes = [0; LINE];
        if !read_memory(address, &mut bytes) {
            continue;
        }
        write!(out, "{address:#018x}:  ")?;
        for (index, byte) in bytes.iter().enumerate() {
            let mark = if address + index == pc { '>' } else { ' ' };
            write!(out, "{mark}{byte:02x}")?;
        }
        out.write_str("\n")?;
    }
    out.write_str("\n")
}

/// What the words of the stack mean.
pub fn stack_mapping(failure: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str("Stack slot to memory mapping:\n")?;
    for index in 0..8 {
        let address = failure.registers.sp().wrapping_add(8 * index);
        let Some(word) = read_word(address) else { break };
        write!(out, "stack at sp + {index} slots: {word:#018x} is ")?;
        write_meaning(out, word as usize)?;
        out.write_str("\n")?;
    }
    out.write_str("\n")
}
