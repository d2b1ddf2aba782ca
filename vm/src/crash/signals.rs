//! Signals that mean a crash, the stack of the report, its time limit, and the end of the process.

use super::{Cause, Claim, STEP, facts};
use libc::{c_int, c_void, siginfo_t, ucontext_t};
use std::arch::naked_asm;
use std::io;
use std::sync::atomic::{AtomicI64, AtomicPtr, AtomicUsize, Ordering};

/// The signals that are a crash, with their names.
const CRASHES: [(c_int, &str); 5] = [
    (libc::SIGSEGV, "SIGSEGV"),
    (libc::SIGBUS, "SIGBUS"),
    (libc::SIGILL, "SIGILL"),
    (libc::SIGFPE, "SIGFPE"),
    (libc::SIGABRT, "SIGABRT"),
];

/// The name of a signal of [`CRASHES`].
pub fn name(number: c_int) -> &'static str {
    CRASHES.iter().find(|(known, _)| *known == number).map_or("unknown signal", |(_, name)| name)
}

/// The registers of a crash.
#[derive(Clone)]
pub struct Registers {
    /// Numbered as in unwind tables; the last is the program counter.
    pub general: [u64; 17],
    /// Flags, segments, error code and trap number, of a signal.
    pub special: Option<[u64; 4]>,
    /// Vector registers and their control word, of a signal.
    pub vectors: Option<([u128; 16], u32)>,
}

/// Numbers of registers in unwind tables.
pub mod number {
    /// The frame pointer.
    pub const RBP: usize = 6;
    /// The stack pointer.
    pub const RSP: usize = 7;
    /// The program counter.
    pub const PC: usize = 16;
}

impl Registers {
    /// Where the crash happened.
    pub fn pc(&self) -> usize {
        self.general[number::PC] as usize
    }

    /// The stack pointer.
    pub fn sp(&self) -> usize {
        self.general[number::RSP] as usize
    }

    /// Those of the caller: what a function must keep, the stack pointer and the program counter.
    #[inline(always)]
    pub fn here() -> Registers {
        let mut general = [0; 17];
        store_registers(&raw mut general);
        Registers { general, special: None, vectors: None }
    }

    fn of_signal(context: &ucontext_t) -> Registers {
        /// In the order of unwind tables.
        const ORDER: [c_int; 17] = [
            libc::REG_RAX,
            libc::REG_RDX,
            libc::REG_RCX,
            libc::REG_RBX,
            libc::REG_RSI,
            libc::REG_RDI,
            libc::REG_RBP,
            libc::REG_RSP,
            libc::REG_R8,
            libc::REG_R9,
            libc::REG_R10,
            libc::REG_R11,
            libc::REG_R12,
            libc::REG_R13,
            libc::REG_R14,
            libc::REG_R15,
            libc::REG_RIP,
        ];
        const SPECIAL: [c_int; 4] =
            [libc::REG_EFL, libc::REG_CSGSFS, libc::REG_ERR, libc::REG_TRAPNO];
        let machine = &context.uc_mcontext;
        let value = |index: c_int| machine.gregs[index as usize] as u64;
        // SAFETY: the system's pointer to the state that it saved, or null.
        let vectors = unsafe { machine.fpregs.as_ref() }.map(|saved| {
            let word = |part: &libc::_libc_xmmreg| {
                let [a, b, c, d] = part.element.map(u128::from);
                a | b << 32 | c << 64 | d << 96
            };
            (std::array::from_fn(|index| word(&saved._xmm[index])), saved.mxcsr)
        });
        Registers { general: ORDER.map(value), special: Some(SPECIAL.map(value)), vectors }
    }
}

#[unsafe(naked)]
extern "C" fn store_registers(general: *mut [u64; 17]) {
    naked_asm!(
        "mov [rdi + 3 * 8], rbx",
        "mov [rdi + 6 * 8], rbp",
        "lea rax, [rsp + 8]",
        "mov [rdi + 7 * 8], rax",
        "mov [rdi + 12 * 8], r12",
        "mov [rdi + 13 * 8], r13",
        "mov [rdi + 14 * 8], r14",
        "mov [rdi + 15 * 8], r15",
        "mov rax, [rsp]",
        "mov [rdi + 16 * 8], rax",
        "ret",
    )
}

/// Highest address of the stack on which reports run.
static STACK_TOP: AtomicUsize = AtomicUsize::new(0);
const STACK_BYTES: usize = 512 << 10;
const GUARD_BYTES: usize = 64 << 10;

/// Makes the stack and installs the handlers.
pub fn install() -> io::Result<()> {
    // SAFETY: a fresh private mapping, whose lowest part becomes the guard.
    unsafe {
        let base = libc::mmap(
            std::ptr::null_mut(),
            STACK_BYTES + GUARD_BYTES,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
            -1,
            0,
        );
        if base == libc::MAP_FAILED || libc::mprotect(base, GUARD_BYTES, libc::PROT_NONE) != 0 {
            return Err(io::Error::last_os_error());
        }
        STACK_TOP.store(base.expose_provenance() + STACK_BYTES + GUARD_BYTES, Ordering::Release);
    }
    CRASHES.iter().try_for_each(|&(number, _)| handle(number))
}

fn handle(number: c_int) -> io::Result<()> {
    // SAFETY: a zeroed sigaction is valid; the handler has the signature that SA_SIGINFO asks for.
    let failed = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_crash as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_NODEFER | libc::SA_ONSTACK;
        libc::sigemptyset(&raw mut action.sa_mask);
        libc::sigaction(number, &raw const action, std::ptr::null_mut())
    };
    if failed == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

extern "C" fn on_crash(number: c_int, info: *mut siginfo_t, context: *mut c_void) {
    on_signal(number, info, context);
}

/// Reports a signal that nobody expected. In a process that does not report its crashes, the
/// signal has its default effect when it comes again.
pub(crate) fn on_signal(number: c_int, info: *mut siginfo_t, context: *mut c_void) {
    // SAFETY: the system passes both, for the time of the handler.
    let (info, context) = unsafe { (&*info, &*context.cast::<ucontext_t>()) };
    // SAFETY: getpid has no preconditions; the sender is read of a signal that was sent.
    let (ours, sender) = unsafe { (libc::getpid(), info.si_pid()) };
    // To abort a process from outside is to end it, not a crash; to send it a fault is one.
    let ended = number == libc::SIGABRT && (info.si_code > 0 || sender != ours);
    if !super::is_installed() || ended {
        // SAFETY: setting a default action is always possible.
        unsafe { libc::signal(number, libc::SIG_DFL) };
        if info.si_code <= 0 {
            // What was sent does not come again by itself.
            // SAFETY: as for any raised signal.
            unsafe { libc::raise(number) };
        }
        return;
    }
    // The stack for signals is small: nothing but the switch to the report's happens here.
    match super::claim() {
        Claim::First => {
            INFO.store(std::ptr::from_ref(info).cast_mut(), Ordering::Release);
            CONTEXT.store(std::ptr::from_ref(context).cast_mut(), Ordering::Release);
            on_report_stack(begin_with_signal)
        }
        Claim::Again => {
            super::leave_step(number, context.uc_mcontext.gregs[libc::REG_RIP as usize] as usize)
        }
        Claim::Late => wait_for_ever(),
    }
}

/// What the system said of the crash, on the stack for signals: whole until the next signal.
static INFO: AtomicPtr<siginfo_t> = AtomicPtr::new(std::ptr::null_mut());
static CONTEXT: AtomicPtr<ucontext_t> = AtomicPtr::new(std::ptr::null_mut());

extern "C" fn begin_with_signal() -> ! {
    // SAFETY: `on_signal` has stored both and has left them there.
    let (info, context) =
        unsafe { (&*INFO.load(Ordering::Acquire), &*CONTEXT.load(Ordering::Acquire)) };
    // SAFETY: all the fields that are read exist for each signal, if only as nonsense.
    let (address, sender, user) = unsafe { (info.si_addr().addr(), info.si_pid(), info.si_uid()) };
    let cause = Cause::Signal { number: info.si_signo, code: info.si_code, address, sender, user };
    super::begin(cause, Registers::of_signal(context))
}

/// The calling thread's number.
pub fn thread_id() -> u32 {
    // SAFETY: gettid has no preconditions.
    unsafe { libc::gettid() as u32 }
}

/// Leaves the current stack for ever and calls `run` on the report's.
pub fn on_report_stack(run: extern "C" fn() -> !) -> ! {
    call_on_stack(STACK_TOP.load(Ordering::Acquire), run)
}

#[unsafe(naked)]
extern "C" fn call_on_stack(top: usize, run: extern "C" fn() -> !) -> ! {
    naked_asm!("mov rsp, rdi", "xor ebp, ebp", "call rsi", "ud2")
}

/// Sleeps until another thread ends the process.
pub fn wait_for_ever() -> ! {
    loop {
        // SAFETY: pause has no preconditions.
        unsafe { libc::pause() };
    }
}

/// When the report began, in milliseconds of the monotonic clock.
static BEGAN: AtomicI64 = AtomicI64::new(0);

fn now_millis() -> i64 {
    // SAFETY: the clock exists; the structure is plain data.
    unsafe {
        let mut time: libc::timespec = std::mem::zeroed();
        libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time);
        time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}

fn limit_millis() -> i64 {
    facts::get().map_or(0, |facts| facts.timeout_millis)
}

/// Whether the whole report has taken too long.
pub fn is_out_of_time() -> bool {
    let limit = limit_millis();
    limit > 0 && now_millis() - BEGAN.load(Ordering::Relaxed) >= limit
}

/// Prepares the thread for being interrupted while it reports.
pub fn prepare() {
    BEGAN.store(now_millis(), Ordering::Relaxed);
    // A failure leaves the report without its limit, or this signal without its note.
    let _ = handle(libc::SIGALRM);
    // SAFETY: plain data of this function; unblocks the signals that the report expects.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&raw mut set);
        libc::sigaddset(&raw mut set, libc::SIGALRM);
        for (number, _) in CRASHES {
            libc::sigaddset(&raw mut set, number);
        }
        libc::pthread_sigmask(libc::SIG_UNBLOCK, &raw const set, std::ptr::null_mut());
    }
}

/// Gives the next step a quarter of the report's time, as long as there is some left.
pub fn limit_step() {
    let limit = limit_millis();
    if limit == 0 {
        return;
    }
    let left = (limit - (now_millis() - BEGAN.load(Ordering::Relaxed))).max(1);
    arm(left.min((limit / 4).max(1)));
}

/// Gives the next step all the time that it wants.
pub fn limit_nothing() {
    arm(0);
}

/// Lets SIGALRM come to this thread after a time; zero for never.
fn arm(millis: i64) {
    static TIMER: AtomicUsize = AtomicUsize::new(0);
    // SAFETY: the structures are plain data; the timer is made once and kept.
    unsafe {
        let mut timer = TIMER.load(Ordering::Relaxed);
        if timer == 0 {
            let mut event: libc::sigevent = std::mem::zeroed();
            event.sigev_notify = libc::SIGEV_THREAD_ID;
            event.sigev_signo = libc::SIGALRM;
            event.sigev_notify_thread_id = libc::gettid();
            let mut made: libc::c_int = 0;
            let number = libc::SYS_timer_create;
            let clock = libc::CLOCK_MONOTONIC;
            if libc::syscall(number, clock, &raw mut event, &raw mut made) != 0 {
                return;
            }
            timer = made as usize + 1;
            TIMER.store(timer, Ordering::Relaxed);
        }
        let mut time: libc::itimerspec = std::mem::zeroed();
        time.it_value.tv_sec = millis / 1000;
        time.it_value.tv_nsec = millis % 1000 * 1_000_000;
        let nothing = std::ptr::null_mut::<libc::itimerspec>();
        libc::syscall(libc::SYS_timer_settime, timer - 1, 0, &raw const time, nothing);
    }
}

/// Ends the process as a crash ends one.
pub fn abort() -> ! {
    let dumps_core = facts::get().is_none_or(|facts| facts.dumps_core);
    arm(0);
    STEP.store(usize::MAX / 2, Ordering::Release);
    // SAFETY: these end the process.
    unsafe {
        if !dumps_core {
            libc::_exit(1);
        }
        libc::signal(libc::SIGABRT, libc::SIG_DFL);
        libc::abort()
    }
}
