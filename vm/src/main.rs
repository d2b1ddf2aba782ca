//! The launcher `cortado`, a drop-in for `java`; by other names, the tools of the JDK.

use std::process::ExitCode;

use cortado_vm::launcher::tools;
use cortado_vm::{boot, launcher};

fn main() -> ExitCode {
    let mut words = std::env::args_os();
    let command = words.next();
    let arguments = words.collect();
    let code = match tools::called_as(command.as_deref()) {
        Some(tool) => launcher::launch_tool(tool, arguments, boot::run),
        None => launcher::launch(arguments, boot::run),
    };
    // The system keeps the lower eight bits, as it does for `java`.
    ExitCode::from((code & 0xff) as u8)
}
