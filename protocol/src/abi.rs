//! How compiled code is called, what it keeps in registers, and what its frames look like.
//!
//! # Registers
//! `r15` holds the [`Thread`](crate::layout::thread) in all compiled code. `rbx rbp r12 r13 r14`
//! are preserved over every call, as in the System V ABI; everything else is not. The direction
//! flag is clear and the stack is aligned to 16 bytes at each call.
//!
//! # Calls between compiled methods
//! Arguments, receiver first: integers and references in [`INT_ARGS`], float and double in `xmm0` to
//! `xmm7`, in order of appearance; what is left over in order in 8-byte words from `[rsp]` (at the
//! call) upwards. `eax` holds the handle of the called method: the stub that calls the interpreter
//! wants it, compiled methods ignore it. Results: `rax` or `xmm0`. References are full addresses;
//! int and smaller are 32-bit values whose upper register half is undefined; boolean, byte, char
//! and short are extended as on the operand stack.
//!
//! A call goes through the method's entry word (`call [handle + method::CODE]`), which is always
//! callable: compiled code or the stub. After each call that can throw, the exception is in
//! `thread::PENDING`; the result is then meaningless.
//!
//! # Entry from the interpreter
//! `extern "C" fn(thread, words: *const u64) -> u64` at `CompiledBody::interpreter_entry`. `words`
//! are argument slots in the interpreter's form (long and double take two, the value in the first);
//! for a body entered by on-stack replacement they are all the locals. It preserves what the
//! System V ABI wants preserved, has an rbp frame, and returns every kind of value in `rax`. It
//! calls (never jumps to) the method's code, so that [`crate::body::CompiledBody::interpreter_return`]
//! marks where the chain of compiled frames ends.
//!
//! # Frames
//! `push rbp; mov rbp, rsp; sub rsp, FRAME`. Below `rbp` the frame is the compiler's: homes of
//! locals and operands, saved registers. The caller's return address is at `[rbp + 8]`. Stacks are
//! scanned conservatively: a full address of an object in a frame or a register at a call keeps the
//! object alive and in place; a shifted (compressed) one does not, and must not live over a call
//! or a safepoint.
//!
//! # Helpers
//! `extern "C" fn(thread, …)`, called through a stub by [`crate::reloc::Target::Helper`]; arguments
//! follow the System V ABI with the thread in `rdi`. A helper that is not `leaf` may collect
//! garbage, stop the thread, run Java code and walk the stack: at its call the frame must be
//! described by a [`Site`](crate::body::Site).
//!
//! # Exceptions
//! After a call that throws, code looks at the pending exception and, when there is one, goes to the
//! site's exception path: it calls `exception_target` (a site with the same state; it may run Java
//! code to resolve catch types, and may replace the pending exception). The result is where the
//! frame handles it, one of the body's [`HandlerEntry`](crate::body::HandlerEntry)s, or zero: then
//! the code unlocks what its synchronized method locked and leaves with the exception pending. All
//! locals are in the places that the site's state names. A handler that was not compiled is handled
//! by deoptimisation inside the helper: it returns 1, the rest of the method has been run, its
//! result is in `thread::RESULT` (or an exception is pending) and the code leaves without unlocking.
//!
//! # Deoptimisation
//! Code that cannot go on stores what the [`State`](crate::body::State) of the site names into its
//! places and calls the helper `deoptimize`. The helper runs the rest of the method in the
//! interpreter; its result is the method's, in `rax` whatever its kind, or the exception is
//! pending. The code then leaves the frame at once, without unlocking anything.
//!
//! A site may have a *deoptimisation entry*: when an assumption breaks, the return address of the
//! live call is replaced by it. It is entered as the call returned (result in `rax` or `xmm0`,
//! perhaps an exception pending); it must save the result to [`thread::RESULT`](crate::layout::thread)
//! and call `deoptimize_return`, and then leave as above. That call needs no site of its own: the
//! helper is told the site's number. Every site at which the thread may stop (calls of methods and
//! of helpers that are not `leaf` or `noreturn`) has one.

/// Registers of integer and reference arguments, by hardware number: rsi, rdx, rcx, r8, r9, rdi.
pub const INT_ARGS: [u8; 6] = [6, 2, 1, 8, 9, 7];
/// Number of float and double arguments that travel in registers, xmm0 and up.
pub const FLOAT_ARGS: usize = 8;
/// Registers that calls preserve, by hardware number, apart from rbp and r15: rbx, r12, r13, r14.
pub const PRESERVED: [u8; 4] = [3, 12, 13, 14];

/// Where an argument of a compiled call is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ArgPlace {
    /// In the integer register of this index in [`INT_ARGS`].
    Int(u8),
    /// In this xmm register.
    Float(u8),
    /// In this 8-byte word above the stack pointer at the call.
    Stack(u16),
}

/// Hands out the places of a call's arguments in order.
#[derive(Clone, Copy, Default, Debug)]
pub struct ArgPlaces {
    ints: u8,
    floats: u8,
    words: u16,
}

impl ArgPlaces {
    /// The place of the next argument, which is a float or double if `is_float`.
    pub fn next(&mut self, is_float: bool) -> ArgPlace {
        let (used, most) = if is_float {
            (&mut self.floats, FLOAT_ARGS)
        } else {
            (&mut self.ints, INT_ARGS.len())
        };
        if usize::from(*used) < most {
            *used += 1;
            return if is_float { ArgPlace::Float(*used - 1) } else { ArgPlace::Int(*used - 1) };
        }
        self.words += 1;
        ArgPlace::Stack(self.words - 1)
    }

    /// Words that the arguments so far take on the stack.
    pub fn words(&self) -> u16 {
        self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_fill_registers_and_then_words() {
        let kinds = [false, true, false, false, false, false, false, false, true];
        let mut places = ArgPlaces::default();
        let places = kinds.map(|float| places.next(float));
        assert_eq!(places[0], ArgPlace::Int(0));
        assert_eq!(places[1], ArgPlace::Float(0));
        assert_eq!(places[6], ArgPlace::Int(5));
        assert_eq!(places[7], ArgPlace::Stack(0));
        assert_eq!(places[8], ArgPlace::Float(1));
    }
}
