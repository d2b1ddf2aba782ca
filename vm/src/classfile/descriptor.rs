//! Descriptors and names (JVMS 4.2 and 4.3).
//!
//! The parsers borrow from the descriptor and allocate nothing. They check the shape only; which
//! characters a name may contain is checked once, when the class file is parsed.

/// A primitive type or `void`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum BaseType {
    /// `Z`
    Boolean = b'Z',
    /// `B`
    Byte = b'B',
    /// `C`
    Char = b'C',
    /// `S`
    Short = b'S',
    /// `I`
    Int = b'I',
    /// `J`
    Long = b'J',
    /// `F`
    Float = b'F',
    /// `D`
    Double = b'D',
    /// `V`, of methods that return nothing
    Void = b'V',
}

impl BaseType {
    /// The type with this letter.
    #[inline]
    pub fn from_letter(letter: u8) -> Option<BaseType> {
        Some(match letter {
            b'Z' => BaseType::Boolean,
            b'B' => BaseType::Byte,
            b'C' => BaseType::Char,
            b'S' => BaseType::Short,
            b'I' => BaseType::Int,
            b'J' => BaseType::Long,
            b'F' => BaseType::Float,
            b'D' => BaseType::Double,
            b'V' => BaseType::Void,
            _ => return None,
        })
    }

    /// The letter in descriptors.
    pub fn letter(self) -> u8 {
        self as u8
    }

    /// The Java keyword.
    pub fn name(self) -> &'static str {
        match self {
            BaseType::Boolean => "boolean",
            BaseType::Byte => "byte",
            BaseType::Char => "char",
            BaseType::Short => "short",
            BaseType::Int => "int",
            BaseType::Long => "long",
            BaseType::Float => "float",
            BaseType::Double => "double",
            BaseType::Void => "void",
        }
    }
}

/// The type of a field, a parameter or a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldType<'a> {
    /// A primitive type; `void` only as a result.
    Base(BaseType),
    /// A class, by internal name.
    Object(&'a [u8]),
    /// An array, by its whole descriptor.
    Array(&'a [u8]),
}

impl<'a> FieldType<'a> {
    /// The type that `descriptor` is, `void` excluded.
    pub fn parse(descriptor: &'a [u8]) -> Option<FieldType<'a>> {
        match split_type(descriptor)? {
            (FieldType::Base(BaseType::Void), _) => None,
            (field_type, rest) => rest.is_empty().then_some(field_type),
        }
    }

    /// Local variable or operand stack slots: 0, 1 or 2.
    #[inline]
    pub fn slots(&self) -> usize {
        match self {
            FieldType::Base(BaseType::Void) => 0,
            FieldType::Base(BaseType::Long | BaseType::Double) => 2,
            _ => 1,
        }
    }

    /// Whether it is a class or an array.
    #[inline]
    pub fn is_reference(&self) -> bool {
        !matches!(self, FieldType::Base(_))
    }

    /// The element type after taking away one dimension; `None` unless an array.
    pub fn component(&self) -> Option<FieldType<'a>> {
        match self {
            FieldType::Array(descriptor) => FieldType::parse(&descriptor[1..]),
            _ => None,
        }
    }
}

/// The first type of `descriptor` and what follows it.
#[inline]
fn split_type(descriptor: &[u8]) -> Option<(FieldType<'_>, &[u8])> {
    let dimensions = descriptor.iter().position(|&byte| byte != b'[')?;
    let end = match descriptor[dimensions] {
        b'L' => {
            let len = descriptor[dimensions..].iter().position(|&byte| byte == b';')?;
            dimensions + len + 1
        }
        b'V' if dimensions > 0 => return None,
        letter => {
            BaseType::from_letter(letter)?;
            dimensions + 1
        }
    };
    let (first, rest) = descriptor.split_at(end);
    let field_type = if dimensions > 0 {
        if dimensions > ARRAY_DIMENSIONS_MAX {
            return None;
        }
        FieldType::Array(first)
    } else if let [b'L', name @ .., b';'] = first {
        if name.is_empty() {
            return None;
        }
        FieldType::Object(name)
    } else {
        FieldType::Base(BaseType::from_letter(first[0])?)
    };
    Some((field_type, rest))
}

/// A method descriptor whose shape has been checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodDescriptor<'a> {
    parameters: &'a [u8],
    result: FieldType<'a>,
    parameter_count: u16,
    parameter_slots: u16,
}

impl<'a> MethodDescriptor<'a> {
    /// Parses `descriptor`.
    pub fn parse(descriptor: &'a [u8]) -> Option<MethodDescriptor<'a>> {
        let parameters = descriptor.strip_prefix(b"(")?;
        let (mut rest, mut count, mut slots) = (parameters, 0u16, 0u16);
        while *rest.first()? != b')' {
            let (parameter, after) = split_type(rest)?;
            if parameter == FieldType::Base(BaseType::Void) {
                return None;
            }
            count = count.checked_add(1)?;
            slots = slots.checked_add(parameter.slots() as u16)?;
            rest = after;
        }
        let (result, after) = split_type(&rest[1..])?;
        let parameters = &parameters[..parameters.len() - rest.len()];
        after.is_empty().then_some(MethodDescriptor {
            parameters,
            result,
            parameter_count: count,
            parameter_slots: slots,
        })
    }

    /// The types of the parameters, the receiver excluded.
    pub fn parameters(&self) -> impl Iterator<Item = FieldType<'a>> + Clone + use<'a> {
        let mut rest = self.parameters;
        std::iter::from_fn(move || {
            let (parameter, after) = split_type(rest)?;
            rest = after;
            Some(parameter)
        })
    }

    /// The type of the result, possibly `void`.
    pub fn result(&self) -> FieldType<'a> {
        self.result
    }

    /// The number of parameters, the receiver excluded.
    pub fn parameter_count(&self) -> usize {
        usize::from(self.parameter_count)
    }

    /// The slots that the parameters fill, the receiver excluded.
    pub fn parameter_slots(&self) -> usize {
        usize::from(self.parameter_slots)
    }
}

/// The most dimensions that an array type may have.
pub const ARRAY_DIMENSIONS_MAX: usize = 255;

/// What is being named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A class by its internal name.
    Class,
    /// A field.
    Field,
    /// A method other than an initializer.
    Method,
}

/// Whether `name` is an unqualified name, or for a class a sequence of them (JVMS 4.2.1, 4.2.2).
pub fn is_legal_name(name: &[u8], kind: NameKind) -> bool {
    if name.is_empty() {
        return false;
    }
    let mut previous = b'/';
    for &byte in name {
        match byte {
            b'.' | b';' | b'[' => return false,
            b'/' if kind != NameKind::Class || previous == b'/' => return false,
            b'<' | b'>' if kind == NameKind::Method => return false,
            _ => previous = byte,
        }
    }
    kind != NameKind::Class || previous != b'/'
}

/// Whether `name` is a Java identifier, or with `slashes` a sequence of them, as class files before
/// Java 5 must have. Any character outside ASCII passes.
pub fn is_legal_identifier(name: &[u8], slashes: bool) -> bool {
    let part = |part: &[u8]| {
        !part.is_empty()
            && !part[0].is_ascii_digit()
            && part.iter().all(|&byte| {
                byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || !byte.is_ascii()
            })
    };
    if slashes { name.split(|&byte| byte == b'/').all(part) } else { part(name) }
}

/// Why a descriptor is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IllegalDescriptor {
    /// It is no descriptor of the kind asked for.
    Shape,
    /// An array type has too many dimensions.
    Dimensions,
    /// The name of a class is wrong.
    ClassName,
}

/// What follows the first type of `descriptor`, names checked as version `major` wants them.
fn skip_checked_type(
    descriptor: &[u8],
    void: bool,
    major: u16,
) -> Result<&[u8], IllegalDescriptor> {
    let shape = IllegalDescriptor::Shape;
    let dimensions = descriptor.iter().position(|&byte| byte != b'[').ok_or(shape)?;
    if dimensions > ARRAY_DIMENSIONS_MAX {
        return Err(IllegalDescriptor::Dimensions);
    }
    let rest = &descriptor[dimensions + 1..];
    match descriptor[dimensions] {
        b'V' if !void || dimensions > 0 => Err(shape),
        b'L' => {
            let len = rest.iter().position(|&byte| byte == b';').ok_or(shape)?;
            let name = &rest[..len];
            if major < 49 && !is_legal_identifier(name, true) {
                return Err(shape);
            }
            if !is_legal_name(name, NameKind::Class) {
                return Err(IllegalDescriptor::ClassName);
            }
            Ok(&rest[len + 1..])
        }
        letter => BaseType::from_letter(letter).map(|_| rest).ok_or(shape),
    }
}

/// Checks a field descriptor completely.
pub(super) fn check_field(descriptor: &[u8], major: u16) -> Result<(), IllegalDescriptor> {
    match skip_checked_type(descriptor, false, major)? {
        [] => Ok(()),
        _ => Err(IllegalDescriptor::Shape),
    }
}

/// Checks a method descriptor completely; the result is the slots of the parameters.
pub(super) fn check_method(descriptor: &[u8], major: u16) -> Result<usize, IllegalDescriptor> {
    let mut rest = descriptor.strip_prefix(b"(").ok_or(IllegalDescriptor::Shape)?;
    let mut slots = 0;
    while rest.first() != Some(&b')') {
        slots += if matches!(rest.first(), Some(b'J' | b'D')) { 2 } else { 1 };
        rest = skip_checked_type(rest, false, major)?;
    }
    match skip_checked_type(&rest[1..], true, major)? {
        [] => Ok(slots),
        _ => Err(IllegalDescriptor::Shape),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_descriptors() {
        assert_eq!(FieldType::parse(b"I"), Some(FieldType::Base(BaseType::Int)));
        assert_eq!(FieldType::parse(b"La/B;"), Some(FieldType::Object(b"a/B")));
        let array = FieldType::parse(b"[[J").unwrap();
        assert_eq!(array, FieldType::Array(b"[[J"));
        assert_eq!(array.component(), Some(FieldType::Array(b"[J")));
        assert_eq!(array.slots(), 1);
        assert_eq!(FieldType::parse(b"D").unwrap().slots(), 2);
        for wrong in ["", "V", "X", "II", "L", "L;", "La", "[", "[V", "(I)V", "I;"] {
            assert_eq!(FieldType::parse(wrong.as_bytes()), None, "{wrong}");
            assert!(check_field(wrong.as_bytes(), 61).is_err(), "{wrong}");
        }
        let deep = "[".repeat(255) + "I";
        assert!(FieldType::parse(deep.as_bytes()).is_some());
        let deeper = "[".repeat(256) + "I";
        assert_eq!(FieldType::parse(deeper.as_bytes()), None);
        assert_eq!(check_field(deeper.as_bytes(), 61), Err(IllegalDescriptor::Dimensions));
    }

    #[test]
    fn method_descriptors() {
        let descriptor = MethodDescriptor::parse(b"(IJ[DLa/B;)V").unwrap();
        assert_eq!(descriptor.parameter_count(), 4);
        assert_eq!(descriptor.parameter_slots(), 5);
        assert_eq!(descriptor.result(), FieldType::Base(BaseType::Void));
        let parameters: Vec<_> = descriptor.parameters().collect();
        assert_eq!(parameters[2..], [FieldType::Array(b"[D"), FieldType::Object(b"a/B")]);
        assert_eq!(check_method(b"(IJ[DLa/B;)V", 61), Ok(5));
        for wrong in ["", "()", "(", "(I", "(V)V", "()VV", "()[V", "I", "(L;)V", "(La)V"] {
            assert_eq!(MethodDescriptor::parse(wrong.as_bytes()), None, "{wrong}");
            assert!(check_method(wrong.as_bytes(), 61).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names() {
        use NameKind::{Class, Field, Method};
        assert!(is_legal_name(b"a/b-c/D", Class));
        for wrong in ["", "/a", "a/", "a//b", "a.b", "a;b", "[I"] {
            assert!(!is_legal_name(wrong.as_bytes(), Class), "{wrong}");
        }
        assert!(is_legal_name(b"<x>", Field) && !is_legal_name(b"<x>", Method));
        assert!(!is_legal_name(b"a/b", Method) && !is_legal_name(b"a/b", Field));
        assert!(is_legal_identifier(b"a/B$1", true) && !is_legal_identifier(b"a/B", false));
        assert!(!is_legal_identifier(b"a-b", true) && !is_legal_identifier(b"1a", false));
    }
}
