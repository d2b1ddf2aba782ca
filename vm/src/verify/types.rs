//! Verification types (JVMS 4.10.1.2) and the names that they are made of.

use crate::class::types::{field_len, params, result};
use crate::meta::{FixedHasher, Sym, intern, intern_bytes};
use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasherDefault;

/// The type of a local variable or operand, or what an instruction expects of one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum VType {
    /// Nothing is known; unusable.
    Top,
    Int,
    Float,
    Long,
    Double,
    /// The second slot of a long.
    Long2,
    /// The second slot of a double.
    Double2,
    Null,
    /// `this` of a constructor before it has called another one.
    UninitThis,
    /// What the `new` at this index made, before its constructor was called. In the inference
    /// verifier the index counts instructions.
    Uninit(u16),
    /// A class or interface.
    Object(Sym),
    /// An array type, by its descriptor.
    Array(Sym),
    /// Where `ret` returns to: the subroutine whose first instruction has this number.
    ReturnAddress(u16),
    // Component and descriptor types; values of these are `Int`.
    Bool,
    Byte,
    Char,
    Short,
    // What is expected, never found.
    AnyReference,
    Category1,
    Category2,
}

impl VType {
    /// The type of class constant `name`.
    pub fn of_class(name: Sym) -> VType {
        if name.bytes().first() == Some(&b'[') { VType::Array(name) } else { VType::Object(name) }
    }

    /// An initialised object, array or null.
    pub fn is_reference(self) -> bool {
        matches!(self, VType::Object(_) | VType::Array(_) | VType::Null)
    }

    /// An object before its constructor was called.
    pub fn is_uninitialized(self) -> bool {
        matches!(self, VType::UninitThis | VType::Uninit(_))
    }

    /// A value that fills one slot.
    pub fn is_category1(self) -> bool {
        matches!(self, VType::Int | VType::Float)
            || self.is_reference()
            || self.is_uninitialized()
            || matches!(self, VType::Bool | VType::Byte | VType::Char | VType::Short)
    }

    /// The second slot of this type, if it has two.
    pub fn second(self) -> Option<VType> {
        match self {
            VType::Long => Some(VType::Long2),
            VType::Double => Some(VType::Double2),
            _ => None,
        }
    }

    /// The upper half of a value of two slots.
    pub fn is_second(self) -> bool {
        matches!(self, VType::Long2 | VType::Double2)
    }

    /// Whether this is null or the array type with descriptor `desc`.
    pub fn is_array_of(self, desc: &[u8]) -> bool {
        match self {
            VType::Null => true,
            VType::Array(name) => name.bytes() == desc,
            _ => false,
        }
    }

    /// Whether this is null or an array of references.
    pub fn is_reference_array(self) -> bool {
        match self {
            VType::Null => true,
            VType::Array(name) => matches!(name.bytes().get(1), Some(b'L' | b'[')),
            _ => false,
        }
    }
}

impl fmt::Display for VType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            VType::Top => "top",
            VType::Int => "integer",
            VType::Float => "float",
            VType::Long => "long",
            VType::Double => "double",
            VType::Long2 => "long_2nd",
            VType::Double2 => "double_2nd",
            VType::Null => "null",
            VType::UninitThis => "uninitializedThis",
            VType::Uninit(bci) => return write!(f, "uninitialized {bci}"),
            VType::Object(name) | VType::Array(name) => return write!(f, "'{name}'"),
            VType::ReturnAddress(_) => "returnAddress",
            VType::Bool => "boolean",
            VType::Byte => "byte",
            VType::Char => "char",
            VType::Short => "short",
            VType::AnyReference => "reference type",
            VType::Category1 => "category1 type",
            VType::Category2 => "category2 type",
        })
    }
}

/// The types of a descriptor, in [`Names`]: those of the parameters, then that of the result, one
/// entry per slot.
#[derive(Clone, Copy)]
pub(super) struct Signature {
    start: u32,
    /// Slots of the parameters.
    pub args: u16,
    /// Slots of the result.
    pub result: u16,
}

type NameMap<V> = HashMap<Sym, V, BuildHasherDefault<FixedHasher>>;

/// Descriptors and array types as verification types. Names mean no classes yet, so this outlives
/// the class that is verified.
pub(super) struct Names {
    types: Vec<VType>,
    signatures: NameMap<Signature>,
    components: NameMap<VType>,
    arrays: NameMap<VType>,
    pub object: Sym,
    pub throwable: Sym,
    pub string: Sym,
    pub class: Sym,
    pub method_handle: Sym,
    pub method_type: Sym,
    pub cloneable: Sym,
    pub serializable: Sym,
    pub init: Sym,
    pub clone: Sym,
}

/// Descriptors that are remembered at most.
const SIGNATURES_MAX: usize = 1 << 14;

impl Names {
    pub fn new() -> Names {
        Names {
            types: Vec::new(),
            signatures: NameMap::default(),
            components: NameMap::default(),
            arrays: NameMap::default(),
            object: intern("java/lang/Object"),
            throwable: intern("java/lang/Throwable"),
            string: intern("java/lang/String"),
            class: intern("java/lang/Class"),
            method_handle: intern("java/lang/invoke/MethodHandle"),
            method_type: intern("java/lang/invoke/MethodType"),
            cloneable: intern("java/lang/Cloneable"),
            serializable: intern("java/io/Serializable"),
            init: intern("<init>"),
            clone: intern("clone"),
        }
    }

    /// Forgets descriptors when there are very many; between classes.
    pub fn trim(&mut self) {
        if self.signatures.len() > SIGNATURES_MAX {
            self.types.clear();
            self.signatures.clear();
            self.components.clear();
            self.arrays.clear();
        }
    }

    /// The types of a method descriptor or, as a result without parameters, of a field descriptor.
    pub fn signature(&mut self, desc: Sym) -> Signature {
        if let Some(&signature) = self.signatures.get(&desc) {
            return signature;
        }
        let start = self.types.len();
        let bytes = desc.bytes();
        let returned = if bytes.first() == Some(&b'(') {
            for param in params(bytes) {
                self.push_slots(param);
            }
            result(bytes)
        } else {
            bytes
        };
        let args = self.types.len() - start;
        self.push_slots(&returned[..field_len(returned).min(returned.len())]);
        let result = self.types.len() - start - args;
        let signature = Signature { start: start as u32, args: args as u16, result: result as u16 };
        self.signatures.insert(desc, signature);
        signature
    }

    fn push_slots(&mut self, desc: &[u8]) {
        let Some(kind) = of_descriptor(desc) else { return };
        let kind = match kind {
            VType::Bool | VType::Byte | VType::Char | VType::Short => VType::Int,
            kind => kind,
        };
        self.types.push(kind);
        self.types.extend(kind.second());
    }

    /// Slot `index` of a signature.
    pub fn slot(&self, signature: Signature, index: u16) -> VType {
        self.types[signature.start as usize + usize::from(index)]
    }

    /// The type of the elements of an array type; `Top` for an ill-formed one.
    pub fn component(&mut self, array: Sym) -> VType {
        *self
            .components
            .entry(array)
            .or_insert_with(|| of_descriptor(&array.bytes()[1..]).unwrap_or(VType::Top))
    }

    /// The array type whose elements are of class or array type `element`.
    pub fn array_of(&mut self, element: Sym) -> VType {
        *self.arrays.entry(element).or_insert_with(|| {
            let name = element.bytes();
            VType::Array(if name.first() == Some(&b'[') {
                bounded(&[b"[", name])
            } else {
                bounded(&[b"[L", name, b";"])
            })
        })
    }
}

/// Interns a name that may have become longer than a symbol can be; nothing has that name, and
/// no class file can refer to it.
fn bounded(parts: &[&[u8]]) -> Sym {
    let mut name = parts.concat();
    name.truncate(usize::from(u16::MAX));
    intern_bytes(&name)
}

/// The type that a field descriptor names, sub-int types kept apart; none for void and nonsense.
pub(super) fn of_descriptor(desc: &[u8]) -> Option<VType> {
    Some(match desc {
        [b'Z', ..] => VType::Bool,
        [b'B', ..] => VType::Byte,
        [b'C', ..] => VType::Char,
        [b'S', ..] => VType::Short,
        [b'I', ..] => VType::Int,
        [b'J', ..] => VType::Long,
        [b'F', ..] => VType::Float,
        [b'D', ..] => VType::Double,
        [b'[', ..] => VType::Array(intern_bytes(desc)),
        [b'L', name @ .., b';'] => VType::Object(intern_bytes(name)),
        _ => return None,
    })
}
