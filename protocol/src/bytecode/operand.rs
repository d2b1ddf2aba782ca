//! How operands are encoded in the code array, and the values they decode to.

use super::DecodeErrorKind;
use std::fmt;

/// An index into the code array of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Bci(pub u32);

/// An index into the constant pool of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct CpIndex(pub u16);

/// An index into the local variables of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct LocalIndex(pub u16);

impl fmt::Display for Bci {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for CpIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl fmt::Display for LocalIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The element type of `newarray` (JVMS table 6.5.newarray-A).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ElementType {
    /// `boolean`
    Boolean = 4,
    /// `char`
    Char = 5,
    /// `float`
    Float = 6,
    /// `double`
    Double = 7,
    /// `byte`
    Byte = 8,
    /// `short`
    Short = 9,
    /// `int`
    Int = 10,
    /// `long`
    Long = 11,
}

impl ElementType {
    /// Every element type in the order of its code.
    pub const ALL: [ElementType; 8] = {
        use ElementType::*;
        [Boolean, Char, Float, Double, Byte, Short, Int, Long]
    };

    /// The element type with this code.
    pub fn from_u8(code: u8) -> Option<ElementType> {
        ElementType::ALL.get(usize::from(code).checked_sub(4)?).copied()
    }

    /// The Java keyword.
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 8] =
            ["boolean", "char", "float", "double", "byte", "short", "int", "long"];
        NAMES[self as usize - 4]
    }
}

/// The operand of `tableswitch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableSwitch<'a> {
    bci: Bci,
    /// Where an index outside `low..=high` continues.
    pub default: Bci,
    /// The index of the first offset.
    pub low: i32,
    /// The index of the last offset, at least `low`.
    pub high: i32,
    offsets: &'a [u8],
}

impl<'a> TableSwitch<'a> {
    /// The number of offsets, never 0.
    pub fn case_count(&self) -> usize {
        self.offsets.len() / 4
    }

    /// Where `index` continues.
    pub fn target(&self, index: i32) -> Bci {
        if index < self.low || index > self.high {
            return self.default;
        }
        let case = (i64::from(index) - i64::from(self.low)) as usize;
        self.bci.offset(i32_at(self.offsets, case))
    }

    /// Each index with its target, in order.
    pub fn cases(&self) -> impl Iterator<Item = (i32, Bci)> + use<'a> {
        let (bci, low, offsets) = (self.bci, self.low, self.offsets);
        (0..offsets.len() / 4)
            .map(move |case| (low.wrapping_add(case as i32), bci.offset(i32_at(offsets, case))))
    }
}

/// The operand of `lookupswitch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookupSwitch<'a> {
    bci: Bci,
    /// Where a key that is not in the table continues.
    pub default: Bci,
    pairs: &'a [u8],
}

impl<'a> LookupSwitch<'a> {
    /// The number of keys.
    pub fn case_count(&self) -> usize {
        self.pairs.len() / 8
    }

    /// Where `key` continues; relies on the keys being sorted, as the verifier demands.
    pub fn target(&self, key: i32) -> Bci {
        let (mut low, mut high) = (0, self.case_count());
        while low < high {
            let middle = low + (high - low) / 2;
            match i32_at(self.pairs, 2 * middle).cmp(&key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    return self.bci.offset(i32_at(self.pairs, 2 * middle + 1));
                }
            }
        }
        self.default
    }

    /// Each key with its target, in the order of the table.
    pub fn cases(&self) -> impl Iterator<Item = (i32, Bci)> + use<'a> {
        let (bci, pairs) = (self.bci, self.pairs);
        (0..pairs.len() / 8)
            .map(move |i| (i32_at(pairs, 2 * i), bci.offset(i32_at(pairs, 2 * i + 1))))
    }
}

fn i32_at(bytes: &[u8], index: usize) -> i32 {
    let at = 4 * index;
    i32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

impl Bci {
    /// The target of a branch at this index. A target outside the code wraps to a value that is
    /// outside every code array.
    #[inline]
    pub fn offset(self, offset: i32) -> Bci {
        Bci(self.0.wrapping_add_signed(offset))
    }
}

/// Reads the operands of the instruction at `bci`.
pub struct Reader<'a> {
    pub(super) code: &'a [u8],
    pub(super) bci: Bci,
    pub(super) at: usize,
    pub(super) wide: bool,
}

impl<'a> Reader<'a> {
    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], DecodeErrorKind> {
        let bytes = self.code.get(self.at..).and_then(|rest| rest.first_chunk());
        self.at += N;
        bytes.copied().ok_or(DecodeErrorKind::Truncated)
    }

    fn slice(&mut self, len: usize) -> Result<&'a [u8], DecodeErrorKind> {
        let rest = self.code.get(self.at..).ok_or(DecodeErrorKind::Truncated)?;
        self.at += len;
        rest.get(..len).ok_or(DecodeErrorKind::Truncated)
    }

    /// The one or two bytes of a local variable index.
    fn local(&mut self) -> Result<LocalIndex, DecodeErrorKind> {
        Ok(LocalIndex(match self.wide {
            true => u16::from_be_bytes(self.bytes()?),
            false => u16::from(u8::from_be_bytes(self.bytes()?)),
        }))
    }

    fn target16(&mut self) -> Result<Bci, DecodeErrorKind> {
        Ok(self.bci.offset(i32::from(i16::from_be_bytes(self.bytes()?))))
    }

    fn target32(&mut self) -> Result<Bci, DecodeErrorKind> {
        Ok(self.bci.offset(i32::from_be_bytes(self.bytes()?)))
    }

    fn i32(&mut self) -> Result<i32, DecodeErrorKind> {
        Ok(i32::from_be_bytes(self.bytes()?))
    }

    /// Skips to the next multiple of four from the start of the code.
    fn align(&mut self) {
        self.at = self.at.next_multiple_of(4);
    }

    fn table(&mut self) -> Result<TableSwitch<'a>, DecodeErrorKind> {
        self.align();
        let (default, low, high) = (self.target32()?, self.i32()?, self.i32()?);
        if low > high {
            return Err(DecodeErrorKind::SwitchRange { low, high });
        }
        let len = (i64::from(high) - i64::from(low) + 1) as usize * 4;
        Ok(TableSwitch { bci: self.bci, default, low, high, offsets: self.slice(len)? })
    }

    fn lookup(&mut self) -> Result<LookupSwitch<'a>, DecodeErrorKind> {
        self.align();
        let (default, pairs) = (self.target32()?, self.i32()?);
        let Ok(pairs) = usize::try_from(pairs) else {
            return Err(DecodeErrorKind::PairCount { pairs });
        };
        Ok(LookupSwitch { bci: self.bci, default, pairs: self.slice(pairs * 8)? })
    }
}

/// An operand in a form that can be printed without knowing the instruction.
#[derive(Clone, Copy, Debug)]
pub enum Written<'a> {
    /// A number.
    Number(i32),
    /// A local variable.
    Local(LocalIndex),
    /// A constant.
    Constant(CpIndex),
    /// A branch target.
    Target(Bci),
    /// The element type of an array.
    Element(ElementType),
    /// The cases of a `tableswitch`.
    Table(TableSwitch<'a>),
    /// The cases of a `lookupswitch`.
    Lookup(LookupSwitch<'a>),
    /// Bytes that must be zero and are not written.
    Zero,
}

/// An encoding of an operand; the rows of the table name its implementations.
pub trait Encoding {
    /// What the operand decodes to.
    type Value<'a>: Copy;
    /// The encoding as a value.
    const KIND: Kind;
    /// Bytes without a `wide` prefix; `None` when it depends on the operand.
    const LEN: Option<u8>;

    /// Decodes the operand.
    fn decode<'a>(reader: &mut Reader<'a>) -> Result<Self::Value<'a>, DecodeErrorKind>;

    /// The operand as it is printed.
    fn written<'a>(value: Self::Value<'a>) -> Written<'a>;
}

macro_rules! encodings {
    ($(
        #[doc = $doc:literal]
        $name:ident [$len:expr] -> $value:ty,
        |$reader:ident| $decode:expr, |$v:ident| $written:expr;
    )*) => {
        /// The encodings as values.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $(#[doc = $doc] $name,)*
        }
        $(
            #[doc = $doc]
            pub struct $name;

            impl Encoding for $name {
                type Value<'a> = $value;
                const KIND: Kind = Kind::$name;
                const LEN: Option<u8> = $len;

                #[inline]
                fn decode<'a>($reader: &mut Reader<'a>) -> Result<$value, DecodeErrorKind> {
                    $decode
                }

                fn written<'a>($v: Self::Value<'a>) -> Written<'a> {
                    $written
                }
            }
        )*
    };
}

encodings! {
    /// A signed byte.
    I8 [Some(1)] -> i8, |r| Ok(i8::from_be_bytes(r.bytes()?)), |v| Written::Number(v.into());
    /// Two signed bytes.
    I16 [Some(2)] -> i16, |r| Ok(i16::from_be_bytes(r.bytes()?)), |v| Written::Number(v.into());
    /// An unsigned byte.
    U8 [Some(1)] -> u8, |r| Ok(u8::from_be_bytes(r.bytes()?)), |v| Written::Number(v.into());
    /// A byte that the verifier wants to be zero.
    Zero8 [Some(1)] -> u8, |r| Ok(u8::from_be_bytes(r.bytes()?)), |_v| Written::Zero;
    /// Two bytes that the verifier wants to be zero.
    Zero16 [Some(2)] -> u16, |r| Ok(u16::from_be_bytes(r.bytes()?)), |_v| Written::Zero;
    /// A local variable: one byte, two under `wide`.
    Local [Some(1)] -> LocalIndex, |r| r.local(), |v| Written::Local(v);
    /// The signed increment of `iinc`: one byte, two under `wide`.
    IncDelta [Some(1)] -> i16,
        |r| Ok(if r.wide { i16::from_be_bytes(r.bytes()?) } else { i8::from_be_bytes(r.bytes()?).into() }),
        |v| Written::Number(v.into());
    /// A constant pool index in one byte.
    Cp8 [Some(1)] -> CpIndex,
        |r| Ok(CpIndex(u8::from_be_bytes(r.bytes()?).into())), |v| Written::Constant(v);
    /// A constant pool index in two bytes.
    Cp16 [Some(2)] -> CpIndex,
        |r| Ok(CpIndex(u16::from_be_bytes(r.bytes()?))), |v| Written::Constant(v);
    /// A branch target as a signed 16-bit distance from the instruction.
    Branch16 [Some(2)] -> Bci, |r| r.target16(), |v| Written::Target(v);
    /// A branch target as a signed 32-bit distance from the instruction.
    Branch32 [Some(4)] -> Bci, |r| r.target32(), |v| Written::Target(v);
    /// The element type of `newarray`.
    Element [Some(1)] -> ElementType,
        |r| {
            let code = u8::from_be_bytes(r.bytes()?);
            ElementType::from_u8(code).ok_or(DecodeErrorKind::ElementType { code })
        },
        |v| Written::Element(v);
    /// Padding, default, low, high, offsets.
    Table [None] -> TableSwitch<'a>, |r| r.table(), |v| Written::Table(v);
    /// Padding, default, count, pairs of key and offset.
    Lookup [None] -> LookupSwitch<'a>, |r| r.lookup(), |v| Written::Lookup(v);
}
