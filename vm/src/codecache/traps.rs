//! Page faults of compiled code: an access through a null reference goes on at its trap's target.

use super::install;
use crate::crash;
use libc::{REG_RIP, SIGSEGV, c_int, c_void, siginfo_t, ucontext_t};
use std::io;

/// Installs the handler.
///
/// # Errors
/// When the system refuses.
pub fn init() -> io::Result<()> {
    // SAFETY: a zeroed sigaction is valid; the handler has the signature that SA_SIGINFO asks for.
    let failed = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_fault as *const () as usize;
        // On its own stack: the fault may be that the thread's is full.
        action.sa_flags = libc::SA_SIGINFO | libc::SA_NODEFER | libc::SA_ONSTACK;
        libc::sigemptyset(&raw mut action.sa_mask);
        libc::sigaction(SIGSEGV, &raw const action, std::ptr::null_mut())
    };
    if failed == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Where code that faulted at `pc` goes on; none when the fault is none of ours. Takes no lock.
fn target(pc: usize) -> Option<usize> {
    let installed = install::find(pc)?;
    let offset = installed.offset(pc);
    let traps = &installed.body.traps;
    let index = traps.binary_search_by_key(&offset, |trap| trap.at).ok()?;
    Some(installed.block.address() + traps[index].target as usize)
}

extern "C" fn on_fault(number: c_int, info: *mut siginfo_t, context: *mut c_void) {
    // SAFETY: the system passes the information on a fault.
    let sent = unsafe { (*info).si_code } <= 0;
    // SAFETY: the system passes the interrupted thread's context.
    let registers = unsafe { &mut (*context.cast::<ucontext_t>()).uc_mcontext.gregs };
    let pc = registers[REG_RIP as usize];
    if let Some(target) = target(pc as usize).filter(|_| !sent) {
        registers[REG_RIP as usize] = target as i64;
        return;
    }
    crash::on_signal(number, info, context);
}
