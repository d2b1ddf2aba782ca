//! The full thread dump that SIGQUIT asks for, in HotSpot's form.

use super::java_lang_stack_trace_element::line_number;
use super::java_lang_thread::status;
use super::java_lang_throwable::TraceFrame;
use super::support;
use crate::boot;
use crate::class::wk::off;
use crate::heap::ObjRef;
use crate::interp;
use crate::launcher::version;
use crate::link::modules;
use crate::thread::{Thread, monitor, safepoint};
use std::fmt::Write;

/// What all threads are doing, as text.
pub fn text(t: &Thread) -> String {
    let mut out = format!(
        "{}\nFull thread dump {} ({} {}):\n\n",
        local_time(),
        version::VM_NAME,
        version::VM_VERSION,
        version::vm_info(&boot::config().flags)
    );
    safepoint::vm_operation(t, |threads| {
        for thread in threads {
            // Writing to a string cannot fail.
            let _ = one(&mut out, thread);
        }
    });
    out
}

/// `2021-09-14 12:00:00`
fn local_time() -> String {
    // SAFETY: plain calls on a local structure.
    let now = unsafe {
        let seconds = libc::time(std::ptr::null_mut());
        let mut now: libc::tm = std::mem::zeroed();
        libc::localtime_r(&raw const seconds, &raw mut now);
        now
    };
    format!(
        "{}-{:02}-{:02} {:02}:{:02}:{:02}",
        now.tm_year + 1900,
        now.tm_mon + 1,
        now.tm_mday,
        now.tm_hour,
        now.tm_min,
        now.tm_sec
    )
}

/// Milliseconds of processor time that a thread has used.
fn processor_millis(os_id: u32) -> f64 {
    let times = std::fs::read_to_string(format!("/proc/self/task/{os_id}/schedstat"));
    let nanos = times.ok().and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanos.unwrap_or(0.0) / 1e6
}

/// One thread, which is stopped (or the caller).
fn one(out: &mut String, thread: &Thread) -> std::fmt::Result {
    write!(out, "\"{}\" ", thread.name())?;
    let object = thread.thread_obj.get();
    if let Some(object) = object {
        write!(out, "#{} ", object.get_i64(off::thread_tid()))?;
        if object.get_u8(off::thread_daemon()) != 0 {
            out.push_str("daemon ");
        }
        write!(out, "prio={} ", object.get_i32(off::thread_priority()))?;
    }
    let state = object.map_or(status::RUNNABLE, |object| object.get_i32(off::thread_status()));
    writeln!(
        out,
        "os_prio=0 cpu={:.2}ms tid={:#018x} nid={:#x} {}",
        processor_millis(thread.os_id()),
        std::ptr::from_ref(thread).addr(),
        thread.os_id(),
        activity(state)
    )?;
    writeln!(out, "   java.lang.Thread.State: {}", state_text(state))?;
    for (index, frame) in interp::walk(thread).enumerate() {
        let at = TraceFrame { method: frame.method, bci: frame.bci };
        writeln!(out, "\tat {}", frame_text(at))?;
        if index == 0
            && let Some(object) = monitor::blocked_on(thread)
        {
            let verb = if state == status::BLOCKED { "waiting to lock" } else { "waiting on" };
            writeln!(out, "\t- {verb} {}", object_text(object))?;
        }
        for locked in interp::locks(&frame) {
            writeln!(out, "\t- locked {}", object_text(locked))?;
        }
    }
    out.push('\n');
    Ok(())
}

fn object_text(object: ObjRef) -> String {
    let class = object.class().external_name();
    if class == "java.lang.Class" {
        let stands_for = support::class_of(object).external_name();
        return format!("<{:#018x}> (a java.lang.Class for {stands_for})", object.raw());
    }
    format!("<{:#018x}> (a {class})", object.raw())
}

/// `Main.main(Main.java:3)`, `java.lang.Object.wait(java.base@17.0.9/Native Method)`.
fn frame_text(frame: TraceFrame) -> String {
    let class = frame.method.class();
    let module = modules::module_of(class);
    let place = match (line_number(frame), class.extra.source_file) {
        (-2, _) => "Native Method".to_owned(),
        (_, None) => "Unknown Source".to_owned(),
        (line, Some(file)) if line > 0 => format!("{file}:{line}"),
        (_, Some(file)) => file.to_string(),
    };
    let module = match (module.name, module.version.get()) {
        (Some(name), Some(version)) => format!("{name}@{version}/"),
        (Some(name), None) => format!("{name}/"),
        (None, _) => String::new(),
    };
    format!("{}.{}({module}{place})", class.external_name(), frame.method.name)
}

/// What a status means in the first line.
fn activity(state: i32) -> &'static str {
    match state {
        status::BLOCKED => "waiting for monitor entry",
        status::IN_OBJECT_WAIT | status::IN_OBJECT_WAIT_TIMED => "in Object.wait()",
        status::SLEEPING | status::PARKED | status::PARKED_TIMED => "waiting on condition",
        _ => "runnable",
    }
}

/// What a status is called in the second line.
fn state_text(state: i32) -> &'static str {
    match state {
        status::BLOCKED => "BLOCKED (on object monitor)",
        status::IN_OBJECT_WAIT => "WAITING (on object monitor)",
        status::IN_OBJECT_WAIT_TIMED => "TIMED_WAITING (on object monitor)",
        status::SLEEPING => "TIMED_WAITING (sleeping)",
        status::PARKED => "WAITING (parking)",
        status::PARKED_TIMED => "TIMED_WAITING (parking)",
        status::TERMINATED => "TERMINATED",
        _ => "RUNNABLE",
    }
}

/// Prints the dump on standard output, where HotSpot prints it.
pub fn print(t: &Thread) {
    use std::io::Write;
    let text = text(t);
    let mut output = std::io::stdout();
    // Nobody is left to tell when standard output is closed.
    let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
}
