//! How native methods are written down: the `natives!` table and the conversion of arguments.
//!
//! To add a native, write a Rust function in the file named after the Java class and add a row to
//! the table at its top. The row's descriptor is checked against the function's signature when the
//! VM is compiled; a test checks that the class library has such a method.
//!
//! ```text
//! natives! { "java/lang/System";
//!     "nanoTime()J" => nano_time [leaf];
//! }
//! fn nano_time(t: &Thread) -> i64 { … }
//! ```
//!
//! Parameters after the thread: `this: ObjRef` for instance methods, then `i32` for int, `bool`,
//! `i8`, `u16` for char, `i16`, `i64`, `f32`, `f64`, and `Option<ObjRef>` for every reference.
//! Results: the same types or `()`, plain or in `R<…>`.
//!
//! Effect words: `leaf` (neither allocates, throws, blocks nor calls Java). No word means anything
//! may happen.

use crate::class::Kind;
use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::runtime::value;
use crate::thread::Thread;

/// A native method as the interpreter calls it: thread, first argument slot.
///
/// # Safety
/// The slots hold the arguments that the method's descriptor says, the receiver first.
pub type NativeFn = unsafe fn(&Thread, *const u64) -> R<u64>;

/// One row of a table.
#[derive(Clone, Copy)]
pub struct NativeRow {
    /// Name and descriptor: `nanoTime()J`.
    pub signature: &'static str,
    /// The shim that unpacks the arguments.
    pub function: NativeFn,
    /// Whether it is a leaf.
    pub leaf: bool,
    /// Whether the Rust function takes a receiver.
    pub has_this: bool,
}

/// The natives of one Java class.
#[derive(Clone, Copy)]
pub struct NativeTable {
    /// Name with slashes.
    pub class: &'static str,
    /// Rows in file order.
    pub rows: &'static [NativeRow],
}

/// A parameter type.
pub trait Arg: Sized {
    /// Its kind.
    const KIND: Kind;
    /// Whether it can only be the receiver.
    const THIS: bool = false;
    /// Reads it from its first slot.
    ///
    /// # Safety
    /// The slot holds a value of this kind.
    unsafe fn load(slot: *const u64) -> Self;
}

macro_rules! primitive_args {
    ($($type:ty = $kind:ident, $from:expr, $to:expr;)*) => { $(
        impl Arg for $type {
            const KIND: Kind = Kind::$kind;
            #[inline(always)]
            unsafe fn load(slot: *const u64) -> Self {
                // SAFETY: the caller's promise.
                let word: u64 = unsafe { *slot };
                let convert: fn(u64) -> $type = $from;
                convert(word)
            }
        }
        impl Ret for $type {
            const KIND: Kind = Kind::$kind;
            #[inline(always)]
            fn word(self) -> R<u64> {
                let convert: fn($type) -> u64 = $to;
                Ok(convert(self))
            }
        }
    )* };
}

primitive_args! {
    bool = Bool, |w| w as u32 & 1 != 0, u64::from;
    i8 = Byte, |w| w as i8, |v| i32::from(v) as u32 as u64;
    u16 = Char, |w| w as u16, u64::from;
    i16 = Short, |w| w as i16, |v| i32::from(v) as u32 as u64;
    i32 = Int, |w| w as i32, |v| v as u32 as u64;
    i64 = Long, |w| w as i64, |v| v as u64;
    f32 = Float, |w| f32::from_bits(w as u32), |v| u64::from(v.to_bits());
    f64 = Double, f64::from_bits, f64::to_bits;
    Option<ObjRef> = Ref, value::to_ref, value::of_ref;
}

impl Arg for ObjRef {
    const KIND: Kind = Kind::Ref;
    const THIS: bool = true;
    #[inline(always)]
    unsafe fn load(slot: *const u64) -> Self {
        // SAFETY: the caller's promise; a receiver was null-checked by the call.
        unsafe { value::to_ref(*slot).unwrap_unchecked() }
    }
}

/// A result type.
pub trait Ret {
    /// Its kind.
    const KIND: Kind;
    /// The result as a slot, or the exception.
    fn word(self) -> R<u64>;
}

impl Ret for () {
    const KIND: Kind = Kind::Void;
    #[inline(always)]
    fn word(self) -> R<u64> {
        Ok(0)
    }
}

impl Ret for ObjRef {
    const KIND: Kind = Kind::Ref;
    #[inline(always)]
    fn word(self) -> R<u64> {
        Ok(value::of_ref(Some(self)))
    }
}

impl<T: Ret> Ret for Result<T, Thrown> {
    const KIND: Kind = T::KIND;
    #[inline(always)]
    fn word(self) -> R<u64> {
        self.and_then(Ret::word)
    }
}

/// A Rust function that can be a native method; `Marker` is its argument tuple.
pub trait NativeCall<Marker>: Copy {
    /// Kinds of the parameters after the thread.
    const PARAMS: &'static [Kind];
    /// Whether the first of them is a receiver.
    const HAS_THIS: bool;
    /// Kind of the result.
    const RET: Kind;
    /// Calls it.
    ///
    /// # Safety
    /// As for [`NativeFn`].
    unsafe fn invoke(self, t: &Thread, slots: *const u64) -> R<u64>;
}

const fn first_is_this(flags: &[bool]) -> bool {
    !flags.is_empty() && flags[0]
}

macro_rules! native_calls {
    ($(($($arg:ident)*))*) => { $(
        impl<Func, Res, $($arg),*> NativeCall<(Res, $($arg,)*)> for Func
        where
            Func: Fn(&Thread, $($arg),*) -> Res + Copy,
            Res: Ret,
            $($arg: Arg,)*
        {
            const PARAMS: &'static [Kind] = &[$(<$arg as Arg>::KIND),*];
            const HAS_THIS: bool = first_is_this(&[$(<$arg as Arg>::THIS),*]);
            const RET: Kind = Res::KIND;
            #[inline(always)]
            #[allow(unused_mut, unused_variables, unused_assignments, non_snake_case,
                reason = "expanded for every arity, zero included")]
            unsafe fn invoke(self, t: &Thread, slots: *const u64) -> R<u64> {
                let mut at = slots;
                $(
                    // SAFETY: the caller's slots match PARAMS, which `check` compared with the
                    // descriptor.
                    let $arg = unsafe { <$arg as Arg>::load(at) };
                    // SAFETY: as above; one past the last argument at most.
                    at = unsafe { at.add(<$arg as Arg>::KIND.slots()) };
                )*
                self(t, $($arg),*).word()
            }
        }
    )* };
}

native_calls! {
    () (A1) (A1 A2) (A1 A2 A3) (A1 A2 A3 A4) (A1 A2 A3 A4 A5) (A1 A2 A3 A4 A5 A6)
    (A1 A2 A3 A4 A5 A6 A7) (A1 A2 A3 A4 A5 A6 A7 A8) (A1 A2 A3 A4 A5 A6 A7 A8 A9)
    (A1 A2 A3 A4 A5 A6 A7 A8 A9 A10) (A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11)
}

/// The shim of `Func`.
///
/// # Safety
/// As for [`NativeFn`].
unsafe fn shim<Marker, Func: NativeCall<Marker>>(t: &Thread, slots: *const u64) -> R<u64> {
    const { assert!(size_of::<Func>() == 0, "natives are plain functions") };
    // SAFETY: a function item has no state: any zero-sized value of its type is it.
    let function: Func = unsafe { std::mem::transmute_copy(&()) };
    // SAFETY: the caller's promise.
    unsafe { function.invoke(t, slots) }
}

/// Makes a row; evaluated at compile time, where a descriptor that does not fit is an error.
pub const fn row<Marker, Func: NativeCall<Marker>>(
    signature: &'static str,
    _function: Func,
    leaf: bool,
) -> NativeRow {
    assert!(
        fits(signature.as_bytes(), Func::PARAMS, Func::HAS_THIS, Func::RET),
        "descriptor and Rust signature differ"
    );
    NativeRow { signature, function: shim::<Marker, Func>, leaf, has_this: Func::HAS_THIS }
}

const fn same(a: Kind, b: Kind) -> bool {
    a as u8 == b as u8
}

const fn fits(signature: &[u8], params: &[Kind], has_this: bool, ret: Kind) -> bool {
    let mut at = 0;
    while signature[at] != b'(' {
        at += 1;
    }
    at += 1;
    let mut param = if has_this { 1 } else { 0 };
    while signature[at] != b')' {
        if param >= params.len() || !same(Kind::of_char(signature[at]), params[param]) {
            return false;
        }
        param += 1;
        while signature[at] == b'[' {
            at += 1;
        }
        if signature[at] == b'L' {
            while signature[at] != b';' {
                at += 1;
            }
        }
        at += 1;
    }
    param == params.len() && same(Kind::of_char(signature[at + 1]), ret)
}

/// Declares the natives of one Java class: see the module's documentation.
#[macro_export]
macro_rules! natives {
    ($class:literal; $($signature:literal => $function:path $([$effect:ident])?;)*) => {
        /// The natives of this file's Java class.
        pub const TABLE: $crate::native::registry::NativeTable =
            $crate::native::registry::NativeTable {
                class: $class,
                rows: const { &[$(
                    $crate::native::registry::row(
                        $signature,
                        $function,
                        $crate::natives!(@effect $($effect)?),
                    ),
                )*] },
            };
    };
    (@effect leaf) => { true };
    (@effect) => { false };
}
