//! Crashes on request (`-XX:ErrorReportTest`), for the tests of reports.

use super::output::Output;
use super::{Failure, facts};
use crate::boot;
use std::fmt;

/// What a number of the option asks for.
mod kind {
    /// A fault in the VM's code, on Java's main thread.
    pub const FAULT: u64 = 1;
    /// A panic there.
    pub const PANIC: u64 = 2;
    /// An internal error there.
    pub const FATAL: u64 = 3;
    /// A fault there, and others while it is reported.
    pub const FAULT_IN_REPORT: u64 = 4;
    /// A panic there, and others while it is reported.
    pub const PANIC_IN_REPORT: u64 = 5;
    /// A fault there, and a section that does not end.
    pub const ENDLESS_REPORT: u64 = 6;
    /// A panic in a compile thread.
    pub const COMPILER: u64 = 7;
    /// An illegal instruction.
    pub const ILLEGAL: u64 = 8;
    /// A native stack that is full.
    pub const OVERFLOW: u64 = 9;
    /// Faults on several threads at one time.
    pub const MANY: u64 = 10;
    /// An abort by a library.
    pub const ABORT: u64 = 11;
}

#[inline(never)]
fn fault() {
    let nowhere = std::hint::black_box(std::ptr::without_provenance_mut::<u8>(0x10));
    // SAFETY: it is not: this is a fault on request.
    unsafe { nowhere.write_volatile(1) };
}

#[expect(unconditional_recursion, reason = "it is to end at the end of the stack")]
fn overflow(depth: u64) -> u64 {
    let page = std::hint::black_box([depth; 512]);
    overflow(depth + 1) + page[depth as usize % page.len()]
}

/// Crashes the VM when it has started, if that is asked for.
pub fn provoke_in_vm() {
    match boot::config().flags.ErrorReportTest {
        kind::FAULT | kind::FAULT_IN_REPORT | kind::ENDLESS_REPORT => fault(),
        kind::PANIC | kind::PANIC_IN_REPORT => panic!("asked for\nin two lines"),
        kind::FATAL => crate::error::fatal("asked for"),
        // SAFETY: raises SIGILL, as was asked.
        kind::ILLEGAL => unsafe { std::arch::asm!("ud2") },
        kind::OVERFLOW => {
            std::hint::black_box(overflow(0));
        }
        kind::MANY => {
            for _ in 0..8 {
                std::thread::spawn(fault);
            }
            fault();
        }
        // SAFETY: ends the process, as was asked.
        kind::ABORT => unsafe { libc::abort() },
        _ => {}
    }
}

/// Crashes a compile thread, if that is asked for.
pub fn provoke_with_code() {
    if boot::config().flags.ErrorReportTest == kind::COMPILER {
        panic!("asked for while compiling");
    }
}

/// Fails in the report, if that is asked for.
pub fn in_report(_: &Failure, _: &mut Output) -> fmt::Result {
    match facts::get().map_or(0, |facts| facts.test) {
        kind::FAULT_IN_REPORT => fault(),
        kind::PANIC_IN_REPORT => panic!("asked for in the report"),
        kind::ENDLESS_REPORT => super::signals::wait_for_ever(),
        _ => {}
    }
    Ok(())
}
