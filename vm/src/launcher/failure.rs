//! How an exception that ends the start-up is reported: by the VM, since Java cannot yet do it.

use crate::class::wk::{self, off};
use crate::error::R;
use crate::heap::ObjRef;
use crate::interp;
use crate::options::OptionError;
use crate::runtime::string;
use crate::runtime::value::{Args, to_ref};
use crate::thread::Thread;

/// Reports that the VM cannot start, for this reason.
pub fn report(reason: &str) {
    let error = OptionError::Initialization(reason.to_owned());
    super::print(error.stream(), &error.to_string());
}

/// Reports that the VM cannot start because of this exception, with its stack trace and those of
/// its causes.
pub fn report_exception(t: &Thread, exception: ObjRef) {
    let mut text = describe(exception);
    let mut next = Some(exception);
    while let Some(exception) = next {
        match frames(t, exception) {
            Ok(lines) => text += &lines,
            // Too early for stack traces.
            Err(_) => break,
        }
        next = exception.get_ref(off::throwable_cause()).filter(|cause| *cause != exception);
        if let Some(cause) = next {
            text += &format!("\nCaused by: {}", describe(cause));
        }
    }
    text.push('\n');
    report(&text);
}

fn describe(exception: ObjRef) -> String {
    let name = exception.class().external_name();
    match string::to_rust_opt(exception.get_ref(off::throwable_message())) {
        Some(message) => format!("{name}: {message}"),
        None => name,
    }
}

fn frames(t: &Thread, exception: ObjRef) -> R<String> {
    let get_trace =
        wk::method_of(wk::throwable(), "getOurStackTrace", "()[Ljava/lang/StackTraceElement;");
    let trace = interp::call(t, get_trace, Args::new().obj(Some(exception)).slots())?;
    let Some(trace) = to_ref(trace) else { return Ok(String::new()) };
    let mut text = String::new();
    for element in (0..trace.array_length()).filter_map(|index| trace.ref_element(index)) {
        text += &format!("\n\tat {}", frame(t, element)?);
    }
    Ok(text)
}

/// One frame as HotSpot writes it: with the module at the file, not at the class.
fn frame(t: &Thread, element: ObjRef) -> R<String> {
    let args = Args::new().obj(Some(element));
    let get = |name: &str, descriptor: &str| {
        let method = wk::method_of(wk::stack_trace_element(), name, descriptor);
        interp::call(t, method, args.slots())
    };
    let text = |name: &str| -> R<Option<String>> {
        Ok(string::to_rust_opt(to_ref(get(name, "()Ljava/lang/String;")?)))
    };
    let line = get("getLineNumber", "()I")? as i32;
    let is_native = get("isNativeMethod", "()Z")? as i32 != 0;
    let place = match (text("getFileName")?, line) {
        _ if is_native => "Native Method".to_owned(),
        (Some(file), 0..) => format!("{file}:{line}"),
        (Some(file), _) => file,
        (None, _) => "Unknown Source".to_owned(),
    };
    let module = match (text("getModuleName")?, text("getModuleVersion")?) {
        (Some(name), Some(version)) => format!("{name}@{version}/"),
        (Some(name), None) => format!("{name}/"),
        (None, _) => String::new(),
    };
    let class = text("getClassName")?.unwrap_or_default();
    let method = text("getMethodName")?.unwrap_or_default();
    Ok(format!("{class}.{method}({module}{place})"))
}
