//! What is said of a crash first: on standard output, and at the beginning of the file.

use super::output::Output;
use super::{Cause, Failure, facts, signals};
use std::fmt::{self, Write};

/// What happened, where, to whom.
pub fn headline(failure: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str("#\n# A fatal error has been detected by Cortado:\n#\n")?;
    let pid = std::process::id();
    match &failure.cause {
        Cause::Signal { number, code, .. } => {
            let sent = if *code == libc::SI_USER { " (sent by kill)" } else { "" };
            write!(out, "#  {} ({number:#x})", signals::name(*number))?;
            write!(out, " at pc={:#018x}{sent}", failure.registers.pc())?;
            writeln!(out, ", pid={pid}, tid={}\n#", failure.tid)
        }
        Cause::Internal { file, line, message } => {
            let (file, tid) = (file.as_str(), failure.tid);
            writeln!(out, "#  Internal Error ({file}:{line}), pid={pid}, tid={tid}")?;
            for line in message.as_str().lines() {
                writeln!(out, "#  {line}")?;
            }
            out.write_str("#\n")
        }
    }
}

/// Which class library and VM.
pub fn version(_: &Failure, out: &mut Output) -> fmt::Result {
    let Some(facts) = facts::get() else { return Ok(()) };
    for line in facts.version.lines() {
        writeln!(out, "# {line}")?;
    }
    Ok(())
}

/// The heading of the summary, and how the VM was called.
pub fn command_line(_: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str("\n---------------  S U M M A R Y ------------\n\nCommand Line: ")?;
    let command = facts::get().map_or("", |facts| &facts.command_line);
    writeln!(out, "{command}\n")
}

/// The end of the file.
pub fn end(_: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str("END.\n")
}
