//! What compiled code may call in the VM: one row per helper, with its effects.
//!
//! # Adding a row
//! `name(argument: kind, …) -> kind [effects];` with kinds `i32 u32 i64 f32 f64 ref ptr ()`. Effects:
//! `leaf` (neither collects, throws nor stops: no site needed), `throws` (an exception may be
//! pending afterwards), `noreturn` (an exception is always pending afterwards). The VM fails to
//! build until `vm/src/codecache/helpers.rs` has the function.

/// Calls the macro at path `$m` with the table.
#[macro_export]
macro_rules! for_each_helper {
    ($m:path) => {
        $m! {
        /// Stops here when asked to.
        safepoint_poll() -> () [throws];
        /// Runs the rest of the frame's method in the interpreter; the site's state says from where.
        deoptimize(reason: u32) -> i64 [throws];
        /// As `deoptimize` after a call has returned: its result is in the thread.
        deoptimize_return(site: u32) -> i64 [throws];
        /// Where the pending exception is handled in the frame: an address in the body; 0 for nowhere;
        /// 1 when the rest of the method has been run, its result is in the thread.
        exception_target() -> ptr [throws];
        /// Throws NullPointerException with the helpful message of the site.
        throw_null() -> () [noreturn];
        /// Throws ArrayIndexOutOfBoundsException.
        throw_bounds(index: i32, length: i32) -> () [noreturn];
        /// Throws ArithmeticException.
        throw_zero_divide() -> () [noreturn];
        /// Throws ClassCastException.
        throw_class_cast(object: ref, class: u32) -> () [noreturn];
        /// Throws ArrayStoreException.
        throw_array_store(value: ref) -> () [noreturn];
        /// Throws StackOverflowError; called before the frame is complete.
        throw_stack_overflow() -> () [noreturn];
        /// Throws the object, NullPointerException for null.
        throw_object(object: ref) -> () [noreturn];
        /// Allocates an instance of an initialised class.
        new_instance(class: u32) -> ref [throws];
        /// Allocates an array of the array class.
        new_array(class: u32, length: i32) -> ref [throws];
        /// Allocates arrays of arrays: `count` lengths, the first at `lengths`, 8 bytes apart.
        new_multi_array(class: u32, count: u32, lengths: ptr) -> ref [throws];
        /// Tells the collector that an unlogged object is written to.
        remember(object: ref) -> () [leaf];
        /// Whether a value of the first class may be assigned to the second: 0 or 1.
        is_subtype(class: u32, target: u32) -> i32 [leaf];
        /// Whether the element may be stored in the array: 0 or 1.
        may_store(array: ref, value: ref) -> i32 [leaf];
        /// Enters the monitor of a non-null object.
        monitor_enter(object: ref) -> () [throws];
        /// Leaves the monitor of a non-null object.
        monitor_exit(object: ref) -> () [throws];
        /// The method that `invokeinterface` of `method` selects for the non-null receiver.
        select_interface(receiver: ref, method: u32) -> u32 [throws];
        /// Tells the class library of an object whose class has a finalizer.
        register_finalizer(object: ref) -> () [throws];
        /// The remainder of JLS 15.17.3.
        remainder_f32(x: f32, y: f32) -> f32 [leaf];
        /// The remainder of JLS 15.17.3.
        remainder_f64(x: f64, y: f64) -> f64 [leaf];
        /// `System.arraycopy`, with all its checks.
        array_copy(from: ref, from_index: i32, to: ref, to_index: i32, count: i32) -> () [throws];
        /// A pure function of doubles, by the number of its [`MathFunction`](crate::helper::MathFunction).
        math_f64(function: u32, x: f64, y: f64) -> f64 [leaf];
        }
    };
}

/// Kind of a helper's argument or result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names are the machine types")]
pub enum HelperKind {
    I32,
    U32,
    I64,
    F32,
    F64,
    Ref,
    Ptr,
    Unit,
}

/// What a helper may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effects {
    /// Neither collects, throws nor stops.
    Leaf,
    /// Anything; an exception may be pending afterwards.
    Throws,
    /// As `Throws`, and an exception is always pending.
    NoReturn,
}

macro_rules! kind {
    (i32) => {
        HelperKind::I32
    };
    (u32) => {
        HelperKind::U32
    };
    (i64) => {
        HelperKind::I64
    };
    (f32) => {
        HelperKind::F32
    };
    (f64) => {
        HelperKind::F64
    };
    (ref) => {
        HelperKind::Ref
    };
    (ptr) => {
        HelperKind::Ptr
    };
    (()) => {
        HelperKind::Unit
    };
}
macro_rules! effects {
    (leaf) => {
        Effects::Leaf
    };
    (throws) => {
        Effects::Throws
    };
    (noreturn) => {
        Effects::NoReturn
    };
}

macro_rules! helpers {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $kind:tt),*) -> $ret:tt [$effects:ident];)*) => {
        /// Number of a helper.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[expect(non_camel_case_types, reason = "rows are named as functions")]
        pub enum HelperId { $($(#[$doc])* $name),* }

        impl HelperId {
            /// All helpers in the table's order.
            pub const ALL: &[HelperId] = &[$(HelperId::$name),*];

            /// Its row's name.
            pub fn name(self) -> &'static str {
                match self { $(HelperId::$name => stringify!($name)),* }
            }

            /// Kinds of the arguments after the thread.
            pub fn args(self) -> &'static [HelperKind] {
                match self { $(HelperId::$name => &[$(kind!($kind)),*]),* }
            }

            /// Kind of the result.
            pub fn ret(self) -> HelperKind {
                match self { $(HelperId::$name => kind!($ret)),* }
            }

            /// Its effects.
            pub fn effects(self) -> Effects {
                match self { $(HelperId::$name => effects!($effects)),* }
            }
        }

        /// The table as text, for the contract's hash.
        pub const TABLE_TEXT: &str = stringify!(
            $($name($($arg: $kind),*) -> $ret [$effects];)*
        );
    };
}
for_each_helper!(helpers);

/// The functions of `math_f64`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
#[expect(missing_docs, reason = "the names are those of java.lang.Math")]
pub enum MathFunction {
    Sin,
    Cos,
    Tan,
    Exp,
    Log,
    Log10,
    Pow,
}

impl MathFunction {
    /// All functions by number.
    pub const ALL: [MathFunction; 7] = [
        MathFunction::Sin,
        MathFunction::Cos,
        MathFunction::Tan,
        MathFunction::Exp,
        MathFunction::Log,
        MathFunction::Log10,
        MathFunction::Pow,
    ];
}

/// Why compiled code cannot go on: what `deoptimize` is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum DeoptReason {
    /// A constant-pool entry is not resolved, or a call site not linked.
    Unresolved,
    /// A class is not initialised.
    Uninitialized,
    /// A branch that was never seen taken is taken.
    Branch,
    /// A receiver is of a class that was not seen.
    Receiver,
    /// The instruction is left to the interpreter for good.
    Interpreted,
}

impl DeoptReason {
    /// All reasons in the order of their numbers.
    pub const ALL: [DeoptReason; 5] = [
        DeoptReason::Unresolved,
        DeoptReason::Uninitialized,
        DeoptReason::Branch,
        DeoptReason::Receiver,
        DeoptReason::Interpreted,
    ];
}
