//! `java.lang.Shutdown`: the last steps of the process.

use crate::natives;
use crate::thread::Thread;
use std::sync::OnceLock;

natives! { "java/lang/Shutdown";
    "beforeHalt()V" => before_halt [leaf];
    "halt0(I)V" => halt;
}

/// What the VM still wants to do before the process ends.
pub type ExitHook = fn(code: i32);

static EXIT_HOOK: OnceLock<ExitHook> = OnceLock::new();

/// Sets what is done before the process ends: final reports, flushing logs. Once, at start-up.
pub fn set_exit_hook(hook: ExitHook) {
    // A second caller would be a second VM in this process, which start-up refuses.
    let _ = EXIT_HOOK.set(hook);
}

/// Ends the process. Other threads are not waited for, and nothing of the C library runs that they
/// could still be using.
pub fn exit_process(code: i32) -> ! {
    if let Some(hook) = EXIT_HOOK.get() {
        hook(code);
    }
    // SAFETY: ends the process at once.
    unsafe { libc::_exit(code) }
}

/// Called when Java's own shutdown is about to halt; everything is done in [`exit_process`].
fn before_halt(_t: &Thread) {}

fn halt(_t: &Thread, code: i32) {
    exit_process(code)
}
