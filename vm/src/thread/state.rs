//! Thread states and the spilling of registers when a thread leaves Java.

use super::Thread;
use super::safepoint;
use std::arch::{asm, naked_asm};
use std::mem::MaybeUninit;
use std::sync::atomic::Ordering;

/// Runs Java or VM code: may hold references anywhere and must reach a safepoint to be stopped.
pub const IN_JAVA: u8 = 0;
/// Blocked, in system code, or stopped: registers are spilled, no object is touched.
pub const IN_NATIVE: u8 = 1;

/// The stack pointer.
#[inline(always)]
pub(crate) fn stack_pointer() -> usize {
    let sp: usize;
    // SAFETY: reads a register.
    unsafe { asm!("mov {}, rsp", out(reg) sp, options(nomem, nostack, preserves_flags)) };
    sp
}

/// Pushes the callee-saved registers, stores the stack pointer through `sp_out`, and calls
/// `run(data)`. Whatever the caller kept in registers is on the stack meanwhile: caller-saved
/// ones by the caller itself, the others here.
#[unsafe(naked)]
extern "C" fn call_with_registers_spilled(
    run: extern "C" fn(*mut ()),
    data: *mut (),
    sp_out: *mut usize,
) {
    naked_asm!(
        "push rbp",
        "mov rbp, rsp",
        "push rbx",
        "push r12",
        "push r13",
        "push r14",
        "push r15",
        "sub rsp, 8",
        "mov [rdx], rsp",
        "mov rax, rdi",
        "mov rdi, rsi",
        "call rax",
        "add rsp, 8",
        "pop r15",
        "pop r14",
        "pop r13",
        "pop r12",
        "pop rbx",
        "pop rbp",
        "ret",
    )
}

struct Call<'a, F, R> {
    thread: &'a Thread,
    run: Option<F>,
    result: MaybeUninit<R>,
}

extern "C" fn trampoline<F: FnOnce() -> R, R>(data: *mut ()) {
    // SAFETY: `in_native` passes a `Call` of these types, and waits for us.
    let call = unsafe { &mut *data.cast::<Call<'_, F, R>>() };
    call.thread.state.store(IN_NATIVE, Ordering::SeqCst);
    safepoint::notify_stopper();
    let run = call.run.take().expect("called once");
    call.result.write(run());
    safepoint::return_to_java(call.thread);
}

/// See [`safepoint::in_native`].
pub(super) fn in_native<R, F: FnOnce() -> R>(thread: &Thread, run: F) -> R {
    if !thread.is_in_java() {
        return run();
    }
    let mut call = Call { thread, run: Some(run), result: MaybeUninit::uninit() };
    let data = (&raw mut call).cast::<()>();
    call_with_registers_spilled(trampoline::<F, R>, data, thread.saved_sp.as_ptr());
    // SAFETY: the trampoline has written the result.
    unsafe { call.result.assume_init() }
}

/// Names the calling OS thread, cut to the 15 bytes that Linux keeps.
pub(super) fn set_os_name(name: &str) {
    let mut bytes = [0u8; 16];
    let kept = name.len().min(15);
    bytes[..kept].copy_from_slice(&name.as_bytes()[..kept]);
    // SAFETY: a NUL-terminated string of at most 16 bytes.
    unsafe { libc::pthread_setname_np(libc::pthread_self(), bytes.as_ptr().cast()) };
}

/// The calling thread's operating system id.
pub(super) fn os_thread_id() -> u32 {
    // SAFETY: gettid has no preconditions.
    unsafe { libc::gettid() as u32 }
}
