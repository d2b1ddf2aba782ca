//! Memory that compiled code touches: offsets, sizes and tables, declared once.
//!
//! The VM asserts at compile time that its structures agree (`vm/src/codecache/layout.rs`); the
//! text of the table is part of the contract.

macro_rules! layout {
    ($($(#[$module_doc:meta])* mod $module:ident {
        $($(#[$doc:meta])* const $name:ident = $value:expr;)*
    })*) => {
        $($(#[$module_doc])* pub mod $module {
            $($(#[$doc])* pub const $name: i32 = $value;)*
        })*
        /// The table as text, for the contract's hash.
        pub const TABLE_TEXT: &str = concat!(
            $(stringify!($module), ":", $(stringify!($name = $value), ";",)*)*
        );
    };
}

layout! {
    /// The thread block, in `r15`.
    mod thread {
        /// u32: non-zero asks for a call of `safepoint_poll`.
        const POLL = 0;
        /// Reference: the pending exception, or zero.
        const PENDING = 8;
        /// Lowest stack pointer at which a compiled method may begin.
        const STACK_LIMIT = 16;
        /// Next free byte of the allocation buffer.
        const BUMP_CURSOR = 424;
        /// First byte above the allocation buffer.
        const BUMP_LIMIT = 432;
        /// Stack pointer at the last call of a helper: it points to the return address.
        const HELPER_SP = 24;
        /// Frame pointer at the last call of a helper.
        const HELPER_FP = 32;
        /// Result of a call whose frame is being deoptimised: the register's 8 bytes.
        const RESULT = 40;
        /// Reference: the `java.lang.Thread`.
        const THREAD_OBJECT = 48;
        /// u32: the thread's number, the owner of thin locks.
        const ID = 4;
    }
    /// An object.
    mod object {
        /// u32: handle of the class.
        const CLASS = 0;
        /// u32: mark word.
        const MARK = 4;
        /// First field.
        const FIELDS = 8;
        /// u32: length of an array.
        const LENGTH = 8;
        /// First element of an array.
        const ELEMENTS = 16;
        /// References in memory are u32: the address shifted right by this.
        const REF_SHIFT = 3;
        /// Objects up to this many bytes may be allocated by moving `thread::BUMP_CURSOR`.
        const SMALL_MAX = 16384;
    }
    /// Mark words: thin locks are `owner << MARK_OWNER_SHIFT | MARK_THIN`.
    mod mark {
        /// Neutral: unlocked, no hash.
        const NEUTRAL = 0;
        /// Tag of a thin lock that was entered once.
        const THIN = 1;
        /// Where the owner's number begins.
        const OWNER_SHIFT = 2;
    }
    /// A class, at its handle.
    mod class {
        /// u32: address of the vtable, an array of u32 method handles.
        const VTABLE = 156;
        /// u32 handles of the superclasses by depth, itself included.
        const DISPLAY = 60;
        /// u32: number of superclasses.
        const DEPTH = 56;
        /// u32: handle of the element class of an array class.
        const COMPONENT = 196;
        /// Number of entries of the display.
        const DISPLAY_LEN = 8;
        /// u32: the class for which the slow subtype check last said yes.
        const SUBTYPE_CACHE = 92;
        /// u32: facts as bits.
        const FLAGS = 24;
        /// The bit of `FLAGS` of classes whose instances must be registered for finalisation.
        const FLAG_FINALIZER = 1;
        /// u8: state of initialisation.
        const INIT_STATE = 184;
        /// The state in which the class may be used by all threads.
        const INIT_READY = 3;
        /// u64: address of the mirror; it never moves.
        const MIRROR = 104;
    }
    /// A method, at its handle.
    mod method {
        /// u64: address of the compiled code, or of the stub that calls the interpreter.
        const CODE = 48;
    }
}

/// Table of object-start bits: the bit of address `a` is bit `a / 8 % 8` of the byte at
/// `OBJECT_STARTS + a / 64`. Set by the allocator of an object.
pub const OBJECT_STARTS: u64 = 0x0c00_0000_0000;
/// Table of unlogged bits, laid out alike: set for objects of which the write barrier must tell the
/// helper `remember`.
pub const UNLOGGED: u64 = 0x0e00_0400_0000;
