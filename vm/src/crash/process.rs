//! The VM around the crash: threads, heap, code, what happened before, options.

use super::output::Output;
use super::{Failure, facts, system, thread};
use crate::codecache::memory;
use crate::counters::COUNTERS;
use crate::heap::{self, HEAP_END, HEAP_START};
use crate::meta;
use crate::options::FlagRow;
use crate::thread::registry;
use std::fmt::{self, Write};

/// All threads.
pub fn threads(failure: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str("\n---------------  P R O C E S S  ---------------\n\n")?;
    out.write_str("Java Threads: ( => current thread )\n")?;
    let threads = registry::threads_at_crash();
    for other in threads {
        let current = failure.thread.is_some_and(|current| std::ptr::eq(current, *other));
        let mark = if current { "=>" } else { "  " };
        write!(out, "{mark}{:#018x} ", std::ptr::from_ref(*other).addr())?;
        thread::java_thread(out, other)?;
        out.write_str("\n")?;
    }
    out.write_str("\nOther Threads:\n")?;
    system::native_threads(out, |tid| threads.iter().any(|thread| thread.os_id() == tid))?;
    out.write_str("\n")
}

/// Whether the threads are stopped.
pub fn vm_state(_: &Failure, out: &mut Output) -> fmt::Result {
    let state = match crate::thread::safepoint::is_stopping() {
        true => "at safepoint, or on the way there",
        false => "not at safepoint (normal execution)",
    };
    writeln!(out, "VM state: {state}\n")
}

/// How full the heap and metaspace are.
pub fn heap(_: &Failure, out: &mut Output) -> fmt::Result {
    if !heap::is_made() {
        return out.write_str("Heap: not made yet\n\n");
    }
    let kilobytes = |bytes: usize| bytes >> 10;
    let (total, used, max) = (heap::total_memory(), heap::used_memory(), heap::max_memory());
    writeln!(
        out,
        "Heap address: {HEAP_START:#018x}, max size: {} MB, 4-byte references",
        max >> 20
    )?;
    writeln!(out, "Heap: total {}K, used {}K", kilobytes(total), kilobytes(used))?;
    writeln!(out, "Collections: {}", heap::collection_count())?;
    writeln!(out, "Metaspace: used {}K\n", kilobytes(meta::used_bytes()))
}

/// How full the code cache is.
pub fn code_cache(_: &Failure, out: &mut Output) -> fmt::Result {
    let (low, high) = (memory::CODE_BASE, memory::CODE_LIMIT);
    write!(out, "CodeCache: [{low:#018x},{high:#018x})")?;
    if let Some((used, limit)) = memory::usage_if_free() {
        write!(
            out,
            " size={}Kb used={}Kb free={}Kb",
            limit >> 10,
            used >> 10,
            (limit - used) >> 10
        )?;
    }
    out.write_str("\n\n")
}

/// The VM's counters that have counted.
pub fn counters(_: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str("Counters:\n")?;
    for row in COUNTERS.iter().filter(|row| row.counter.value() != 0) {
        writeln!(out, "{:>12} {:<12} {}", row.counter.value(), row.unit, row.name)?;
    }
    out.write_str("\n")
}

/// Options and the command.
pub fn arguments(_: &Failure, out: &mut Output) -> fmt::Result {
    let Some(facts) = facts::get() else { return Ok(()) };
    writeln!(out, "VM Arguments:\n{}", facts.command_line)?;
    out.write_str("\n[Global flags]\n")?;
    facts.flags.for_each(&facts.defaults, &mut |row: &FlagRow, value, changed| {
        if changed {
            let _ = writeln!(out, "{:>9} {:<40} = {value}", row.kind, row.name);
        }
    });
    Ok(())
}

/// What an address is that is in no code.
pub fn write_region(out: &mut Output, address: usize) -> fmt::Result {
    if (HEAP_START..HEAP_END).contains(&address) {
        return out.write_str("pointing into the heap");
    }
    let metaspace = meta::ARENA_BASE as usize..meta::ARENA_LIMIT as usize;
    if metaspace.contains(&address) {
        return out.write_str("pointing into metaspace");
    }
    for thread in registry::threads_at_crash() {
        if std::ptr::from_ref(*thread).addr() == address {
            return out.write_str("a thread");
        }
        let (low, high) = thread.native_stack();
        let (java_low, java_high) = thread.java_stack_in_use();
        if (low..high).contains(&address) || (java_low..java_high).contains(&address) {
            let thread = std::ptr::from_ref(*thread).addr();
            return write!(out, "pointing into the stack for thread: {thread:#018x}");
        }
    }
    match system::mapping_of(address) {
        Some((low, high)) => write!(out, "pointing into memory at [{low:#x},{high:#x})"),
        None => out.write_str("an unknown value"),
    }
}
