//! Methods that are a few instructions: which they are.
//!
//! # Adding a row
//! `"class" "name" "descriptor" => Intrinsic` in [`find`], an arm in `emit/intrinsics.rs`. The class
//! library must mark the method `@IntrinsicCandidate`.

use crate::asm::Sse;
use crate::compiler::Compiler;
use cortado_protocol::request::{Kind, MethodId};

/// What a method does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Intrinsic {
    /// Absolute value.
    Abs(Kind),
    /// Of two integers, the smaller or greater.
    MinMax(Kind, bool),
    /// An instruction of one double.
    Unary(Sse),
    /// Rounds a double: 0 nearest even, 1 down, 2 up.
    Round(i8),
    /// `a * b + c`.
    Fma(Kind),
    /// Upper half of the signed product.
    MultiplyHigh,
    /// Population count.
    BitCount(Kind),
    /// Leading zeros.
    LeadingZeros(Kind),
    /// Trailing zeros.
    TrailingZeros(Kind),
    /// Bytes in the opposite order.
    ReverseBytes(Kind),
    /// Bits of a float as an integer of the kind.
    ToBits(Kind),
    /// The float of the kind with these bits.
    FromBits(Kind),
    /// `Object.getClass`.
    GetClass,
    /// `Class.isInstance`.
    IsInstance,
    /// `Thread.currentThread`.
    CurrentThread,
    /// `System.arraycopy`.
    ArrayCopy,
    /// `Unsafe.get*`.
    UnsafeGet(Kind),
    /// `Unsafe.put*`; volatile or not.
    UnsafePut(Kind, bool),
    /// `Unsafe.compareAndSet*`; the old value rather than success for the exchanging ones.
    UnsafeCas(Kind, bool),
    /// `Unsafe.getAndAdd*`.
    UnsafeGetAndAdd(Kind),
    /// `Unsafe.getAndSet*` of integers.
    UnsafeGetAndSet(Kind),
    /// A fence; of all kinds or of those that the processor keeps anyway.
    Fence(bool),
}

/// Kind in the name of an accessor of `Unsafe`.
fn accessor_kind(name: &str) -> Option<Kind> {
    Some(match name {
        "Boolean" => Kind::Bool,
        "Byte" => Kind::Byte,
        "Char" => Kind::Char,
        "Short" => Kind::Short,
        "Int" => Kind::Int,
        "Float" => Kind::Float,
        "Long" => Kind::Long,
        "Double" => Kind::Double,
        "Reference" => Kind::Ref,
        _ => return None,
    })
}

fn find_unsafe(name: &str, desc: &str) -> Option<Intrinsic> {
    match name {
        "loadFence" | "storeFence" | "loadLoadFence" | "storeStoreFence" => {
            return Some(Intrinsic::Fence(false));
        }
        "fullFence" => return Some(Intrinsic::Fence(true)),
        _ => {}
    }
    if !desc.starts_with("(Ljava/lang/Object;J") {
        return None;
    }
    let integer = |kind: &Kind| matches!(kind, Kind::Int | Kind::Long);
    let swappable = |kind: &Kind| matches!(kind, Kind::Int | Kind::Long | Kind::Ref);
    if let Some(rest) = name.strip_prefix("getAndAdd") {
        return accessor_kind(rest).filter(integer).map(Intrinsic::UnsafeGetAndAdd);
    }
    if let Some(rest) = name.strip_prefix("getAndSet") {
        return accessor_kind(rest).filter(integer).map(Intrinsic::UnsafeGetAndSet);
    }
    for prefix in ["compareAndSet", "weakCompareAndSet"] {
        if let Some(rest) = name.strip_prefix(prefix) {
            let rest = rest.trim_end_matches("Plain").trim_end_matches("Acquire");
            let rest = rest.trim_end_matches("Release");
            return accessor_kind(rest)
                .filter(swappable)
                .map(|kind| Intrinsic::UnsafeCas(kind, false));
        }
    }
    if let Some(rest) = name.strip_prefix("compareAndExchange") {
        let rest = rest.trim_end_matches("Acquire").trim_end_matches("Release");
        return accessor_kind(rest).filter(swappable).map(|kind| Intrinsic::UnsafeCas(kind, true));
    }
    if let Some(rest) = name.strip_prefix("get") {
        let rest = rest.trim_end_matches("Volatile").trim_end_matches("Acquire");
        return accessor_kind(rest.trim_end_matches("Opaque")).map(Intrinsic::UnsafeGet);
    }
    if let Some(rest) = name.strip_prefix("put") {
        let (rest, volatile) = match rest.strip_suffix("Volatile") {
            Some(rest) => (rest, true),
            None => (rest.trim_end_matches("Release").trim_end_matches("Opaque"), false),
        };
        return accessor_kind(rest).map(|kind| Intrinsic::UnsafePut(kind, volatile));
    }
    None
}

/// The intrinsic of this name.
fn find(class: &str, name: &str, desc: &str) -> Option<Intrinsic> {
    use Intrinsic as I;
    Some(match (class, name, desc) {
        ("java/lang/Math" | "java/lang/StrictMath", _, _) => match (name, desc) {
            ("abs", "(I)I") => I::Abs(Kind::Int),
            ("abs", "(J)J") => I::Abs(Kind::Long),
            ("abs", "(F)F") => I::Abs(Kind::Float),
            ("abs", "(D)D") => I::Abs(Kind::Double),
            ("min", "(II)I") => I::MinMax(Kind::Int, false),
            ("max", "(II)I") => I::MinMax(Kind::Int, true),
            ("min", "(JJ)J") => I::MinMax(Kind::Long, false),
            ("max", "(JJ)J") => I::MinMax(Kind::Long, true),
            ("sqrt", "(D)D") => I::Unary(Sse::Sqrt),
            ("rint", "(D)D") => I::Round(0),
            ("floor", "(D)D") => I::Round(1),
            ("ceil", "(D)D") => I::Round(2),
            ("fma", "(DDD)D") => I::Fma(Kind::Double),
            ("fma", "(FFF)F") => I::Fma(Kind::Float),
            ("multiplyHigh", "(JJ)J") => I::MultiplyHigh,
            _ => return None,
        },
        ("java/lang/Integer", "bitCount", _) => I::BitCount(Kind::Int),
        ("java/lang/Long", "bitCount", _) => I::BitCount(Kind::Long),
        ("java/lang/Integer", "numberOfLeadingZeros", _) => I::LeadingZeros(Kind::Int),
        ("java/lang/Long", "numberOfLeadingZeros", _) => I::LeadingZeros(Kind::Long),
        ("java/lang/Integer", "numberOfTrailingZeros", _) => I::TrailingZeros(Kind::Int),
        ("java/lang/Long", "numberOfTrailingZeros", _) => I::TrailingZeros(Kind::Long),
        ("java/lang/Integer", "reverseBytes", _) => I::ReverseBytes(Kind::Int),
        ("java/lang/Long", "reverseBytes", _) => I::ReverseBytes(Kind::Long),
        ("java/lang/Character", "reverseBytes", _) => I::ReverseBytes(Kind::Char),
        ("java/lang/Short", "reverseBytes", _) => I::ReverseBytes(Kind::Short),
        ("java/lang/Float", "floatToRawIntBits", _) => I::ToBits(Kind::Int),
        ("java/lang/Double", "doubleToRawLongBits", _) => I::ToBits(Kind::Long),
        ("java/lang/Float", "intBitsToFloat", _) => I::FromBits(Kind::Float),
        ("java/lang/Double", "longBitsToDouble", _) => I::FromBits(Kind::Double),
        ("java/lang/Object", "getClass", _) => I::GetClass,
        ("java/lang/Class", "isInstance", _) => I::IsInstance,
        ("java/lang/Thread", "currentThread", _) => I::CurrentThread,
        ("java/lang/System", "arraycopy", _) => I::ArrayCopy,
        ("jdk/internal/misc/Unsafe", _, _) => return find_unsafe(name, desc),
        _ => return None,
    })
}

impl Compiler<'_> {
    /// What the method does, if that is a few instructions of this processor.
    pub fn find_intrinsic(&self, id: MethodId) -> Option<Intrinsic> {
        let facts = self.req.method(id);
        if !facts.intrinsic {
            return None;
        }
        let cpu = &self.req.directives.cpu;
        let found = find(&self.req.class(facts.class).name, &facts.name, &facts.desc)?;
        let possible = match found {
            Intrinsic::Round(_) => cpu.sse41,
            Intrinsic::Fma(_) => cpu.fma,
            Intrinsic::BitCount(_) => cpu.popcnt,
            Intrinsic::LeadingZeros(_) => cpu.lzcnt,
            Intrinsic::TrailingZeros(_) => cpu.bmi1,
            Intrinsic::Abs(_)
            | Intrinsic::MinMax(..)
            | Intrinsic::Unary(_)
            | Intrinsic::MultiplyHigh
            | Intrinsic::ReverseBytes(_)
            | Intrinsic::ToBits(_)
            | Intrinsic::FromBits(_)
            | Intrinsic::GetClass
            | Intrinsic::IsInstance
            | Intrinsic::CurrentThread
            | Intrinsic::ArrayCopy
            | Intrinsic::UnsafeGet(_)
            | Intrinsic::UnsafePut(..)
            | Intrinsic::UnsafeCas(..)
            | Intrinsic::UnsafeGetAndAdd(_)
            | Intrinsic::UnsafeGetAndSet(_)
            | Intrinsic::Fence(_) => true,
        };
        possible.then_some(found)
    }

    /// Whether calls of the method are replaced by a few instructions.
    pub fn is_intrinsic(&self, id: MethodId) -> bool {
        self.find_intrinsic(id).is_some()
    }
}
