//! The launcher `cortado`, a drop-in for `java`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1).collect();
    let code = cortado_vm::launcher::launch(arguments, run_vm);
    // The system keeps the lower eight bits, as it does for `java`.
    ExitCode::from((code & 0xff) as u8)
}

/// Starting the VM is not built yet.
fn run_vm(_config: cortado_vm::options::VmConfig) -> i32 {
    eprintln!("Error: this build of Cortado has no start-up sequence and cannot run programs");
    1
}
