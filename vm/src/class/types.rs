//! Kinds of values and descriptors (JVMS 4.3).

use crate::meta::Sym;
use cortado_protocol::bytecode::ElementType;

/// Kind of a field, argument or result.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(u8)]
pub enum Kind {
    /// boolean
    Bool = 0,
    /// byte
    Byte = 1,
    /// char
    Char = 2,
    /// short
    Short = 3,
    /// int
    Int = 4,
    /// float
    Float = 5,
    /// long
    Long = 6,
    /// double
    Double = 7,
    /// class, interface or array
    Ref = 8,
    /// void, of results only
    Void = 9,
}

impl Kind {
    /// The kind that descriptor character `c` begins; anything unknown is a reference.
    pub const fn of_char(c: u8) -> Kind {
        match c {
            b'Z' => Kind::Bool,
            b'B' => Kind::Byte,
            b'C' => Kind::Char,
            b'S' => Kind::Short,
            b'I' => Kind::Int,
            b'F' => Kind::Float,
            b'J' => Kind::Long,
            b'D' => Kind::Double,
            b'V' => Kind::Void,
            _ => Kind::Ref,
        }
    }

    /// The kind of the elements that the operand of `newarray` names (JVMS table 6.5.newarray-A).
    pub const fn of_element(element: ElementType) -> Kind {
        const KINDS: [Kind; 8] = [
            Kind::Bool,
            Kind::Char,
            Kind::Float,
            Kind::Double,
            Kind::Byte,
            Kind::Short,
            Kind::Int,
            Kind::Long,
        ];
        KINDS[element as usize - ElementType::Boolean as usize]
    }

    /// Whether values are of floating-point type.
    pub const fn is_float(self) -> bool {
        matches!(self, Kind::Float | Kind::Double)
    }

    /// Its descriptor character; `L` for references.
    pub const fn to_char(self) -> char {
        match self {
            Kind::Bool => 'Z',
            Kind::Byte => 'B',
            Kind::Char => 'C',
            Kind::Short => 'S',
            Kind::Int => 'I',
            Kind::Float => 'F',
            Kind::Long => 'J',
            Kind::Double => 'D',
            Kind::Ref => 'L',
            Kind::Void => 'V',
        }
    }

    /// Operand slots: 2 for long and double, 0 for void.
    pub const fn slots(self) -> usize {
        match self {
            Kind::Long | Kind::Double => 2,
            Kind::Void => 0,
            _ => 1,
        }
    }

    /// Bytes of a field or array element of this kind.
    pub const fn bytes(self) -> usize {
        match self {
            Kind::Bool | Kind::Byte => 1,
            Kind::Char | Kind::Short => 2,
            Kind::Int | Kind::Float => 4,
            Kind::Long | Kind::Double => 8,
            Kind::Ref => crate::heap::REF_BYTES,
            Kind::Void => 0,
        }
    }

    /// The Java keyword of a primitive kind.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Bool => "boolean",
            Kind::Byte => "byte",
            Kind::Char => "char",
            Kind::Short => "short",
            Kind::Int => "int",
            Kind::Float => "float",
            Kind::Long => "long",
            Kind::Double => "double",
            Kind::Ref => "object",
            Kind::Void => "void",
        }
    }

    /// All primitive kinds and void.
    pub const PRIMITIVES: [Kind; 9] = [
        Kind::Bool,
        Kind::Byte,
        Kind::Char,
        Kind::Short,
        Kind::Int,
        Kind::Float,
        Kind::Long,
        Kind::Double,
        Kind::Void,
    ];
}

/// The parameter types and the result type of a method descriptor, as byte ranges of it.
///
/// The descriptor was checked when the class was parsed; on ill-formed input the walk just ends.
pub struct Params<'a> {
    rest: &'a [u8],
}

/// Walks the parameters of the method descriptor `desc`.
pub fn params(desc: &[u8]) -> Params<'_> {
    Params { rest: desc.get(1..).unwrap_or(&[]) }
}

/// Length of the field descriptor that begins `text`.
pub fn field_len(text: &[u8]) -> usize {
    let dims = text.iter().take_while(|&&c| c == b'[').count();
    match text.get(dims) {
        Some(b'L') => {
            let name = text[dims..].iter().position(|&c| c == b';');
            name.map_or(text.len(), |end| dims + end + 1)
        }
        Some(_) => dims + 1,
        None => text.len(),
    }
}

impl<'a> Iterator for Params<'a> {
    type Item = &'a [u8];
    fn next(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() || self.rest[0] == b')' {
            return None;
        }
        let (param, rest) = self.rest.split_at(field_len(self.rest));
        self.rest = rest;
        Some(param)
    }
}

/// The result part of a method descriptor.
pub fn result(desc: &[u8]) -> &[u8] {
    desc.iter().position(|&c| c == b')').map_or(b"V", |at| &desc[at + 1..])
}

/// Kind of the result of a method descriptor.
pub fn result_kind(desc: &[u8]) -> Kind {
    Kind::of_char(result(desc).first().copied().unwrap_or(b'V'))
}

/// Slots of all parameters of a method descriptor, receiver excluded.
pub fn param_slots(desc: &[u8]) -> usize {
    params(desc).map(|param| Kind::of_char(param[0]).slots()).sum()
}

/// A field descriptor as Java writes the type: `[Ljava/lang/String;` is `java.lang.String[]`.
pub fn external_type(desc: &[u8]) -> String {
    let dims = desc.iter().take_while(|&&c| c == b'[').count();
    let element = &desc[dims..];
    let mut text = match element.first() {
        Some(b'L') => {
            let name = &element[1..element.len().saturating_sub(1)];
            String::from_utf8_lossy(name).replace('/', ".")
        }
        Some(&c) => Kind::of_char(c).name().to_owned(),
        None => String::new(),
    };
    for _ in 0..dims {
        text.push_str("[]");
    }
    text
}

/// A method as HotSpot's messages show it: `int java.lang.String.indexOf(int, int)`, without the
/// result type: `java.lang.String.indexOf(int, int)`; with no class, just `indexOf(int, int)`.
pub fn external_signature(class: Option<Sym>, name: Sym, desc: Sym) -> String {
    let params: Vec<String> = params(desc.bytes()).map(external_type).collect();
    let class = class.map_or(String::new(), |class| class.external() + ".");
    format!("{class}{name}({})", params.join(", "))
}
