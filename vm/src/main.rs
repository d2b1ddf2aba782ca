//! The launcher `cortado`, a drop-in for `java`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1).collect();
    let code = cortado_vm::launcher::launch(arguments, cortado_vm::boot::run);
    // The system keeps the lower eight bits, as it does for `java`.
    ExitCode::from((code & 0xff) as u8)
}
