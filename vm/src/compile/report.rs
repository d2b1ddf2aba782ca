//! What is said of single compilations: `-XX:+PrintCompilation`, and the commands `print` and `log`.

use super::command::{self, Command};
use super::local::Job;
use super::policy;
use crate::class::{MethodRef, method_flag};
use cortado_jit::listing;
use cortado_protocol::body::CompiledBody;
use cortado_protocol::request::Entry;
use std::fmt::Write;
use std::io;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Says what there is to say of a body that is about to be installed.
pub fn compiled(job: &Job, body: &CompiledBody, time: Duration) {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let print = command::applies(Command::Print, job.method);
    let log = command::applies(Command::Log, job.method);
    let mut text = String::new();
    if policy::prints() || print || log {
        text += &line(job.method, job.entry, number, body.code.len());
    }
    if log {
        describe(&mut text, job, body, time);
    }
    if print {
        text += &listing::bytecode(&job.request, job.request.method);
        text.push('\n');
        text += &listing::listing(&job.request, body);
    }
    if !text.is_empty() {
        // That nobody reads it is not an error of the program.
        let _ = io::Write::write_all(&mut io::stdout().lock(), text.as_bytes());
    }
}

/// One line for each body, in the manner of HotSpot's.
fn line(method: MethodRef, entry: Entry, number: u32, size: usize) -> String {
    let loop_mark = if entry == Entry::Method { ' ' } else { '%' };
    let sync = if method.is_synchronized() { 's' } else { ' ' };
    let handlers = if method.has(method_flag::HANDLERS) { '!' } else { ' ' };
    let at = match entry {
        Entry::Method => String::new(),
        Entry::Loop(bci) => format!(" @ {bci}"),
    };
    format!(
        "{:>7} {number:>4} {loop_mark}{sync}{handlers}b  1       {}::{}{at} ({} bytes, code {size})\n",
        crate::launcher::uptime().as_millis(),
        method.class().external_name(),
        method.name,
        method.code.len(),
    )
}

/// How long it took, what was inlined where, and what the code relies on.
fn describe(text: &mut String, job: &Job, body: &CompiledBody, time: Duration) {
    let request = &job.request;
    let bytes: usize =
        request.methods.iter().filter_map(|m| Some(m.body.as_ref()?.code.len())).sum();
    let _ = writeln!(
        text,
        "  request: {} classes, {} fields, {} methods, {bytes} bytes of bytecode; compiled in {} us",
        request.classes.len(),
        request.fields.len(),
        request.methods.len(),
        time.as_micros()
    );
    for node in body.nodes.iter().skip(1) {
        let (parent, bci) = node.parent.unwrap_or_default();
        let caller = request.method(body.nodes[usize::from(parent)].method);
        let callee = request.method(node.method);
        let class = &request.class(callee.class).name;
        let _ = writeln!(text, "  inlined: {class}.{} into {} at {bci}", callee.name, caller.name);
    }
    let _ = writeln!(
        text,
        "  code: {} relocations, {} sites, {} states, {} traps, {} handlers, {} assumptions",
        body.relocs.len(),
        body.sites.len(),
        body.states.len(),
        body.traps.len(),
        body.handlers.len(),
        body.assumptions.len()
    );
}
