//! The constant pool (JVMS 4.4).

use cortado_protocol::bytecode::CpIndex;

/// Bytes of the class file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// Where they start in the class file.
    pub start: u32,
    /// How many they are.
    pub len: u32,
}

impl Span {
    pub(super) fn new(start: usize, len: usize) -> Span {
        Span { start: start as u32, len: len as u32 }
    }

    /// The first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.start as usize + self.len as usize
    }
}

/// What a method handle does (JVMS table 5.4.3.5-A).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ReferenceKind {
    /// `REF_getField`
    GetField = 1,
    /// `REF_getStatic`
    GetStatic = 2,
    /// `REF_putField`
    PutField = 3,
    /// `REF_putStatic`
    PutStatic = 4,
    /// `REF_invokeVirtual`
    InvokeVirtual = 5,
    /// `REF_invokeStatic`
    InvokeStatic = 6,
    /// `REF_invokeSpecial`
    InvokeSpecial = 7,
    /// `REF_newInvokeSpecial`
    NewInvokeSpecial = 8,
    /// `REF_invokeInterface`
    InvokeInterface = 9,
}

impl ReferenceKind {
    /// The kind with this number.
    pub fn from_u8(kind: u8) -> Option<ReferenceKind> {
        use ReferenceKind::*;
        const ALL: [ReferenceKind; 9] = [
            GetField,
            GetStatic,
            PutField,
            PutStatic,
            InvokeVirtual,
            InvokeStatic,
            InvokeSpecial,
            NewInvokeSpecial,
            InvokeInterface,
        ];
        ALL.get(usize::from(kind).checked_sub(1)?).copied()
    }
}

/// An entry of the constant pool. Every index in an entry is valid and has the right kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Constant {
    /// Index 0, and the index after a `Long` or a `Double`.
    Unusable,
    /// Modified UTF-8 (JVMS 4.4.7).
    Utf8(Span),
    /// `CONSTANT_Integer`
    Integer(i32),
    /// `CONSTANT_Float`
    Float(f32),
    /// `CONSTANT_Long`
    Long(i64),
    /// `CONSTANT_Double`
    Double(f64),
    /// `CONSTANT_Class`: a class by name, an array class by descriptor.
    Class {
        /// The name, a `Utf8`.
        name: CpIndex,
    },
    /// `CONSTANT_String`
    String {
        /// The text, a `Utf8`.
        text: CpIndex,
    },
    /// `CONSTANT_Fieldref`
    FieldRef {
        /// A `Class`.
        class: CpIndex,
        /// A `NameAndType` with a field descriptor.
        name_and_type: CpIndex,
    },
    /// `CONSTANT_Methodref`
    MethodRef {
        /// A `Class`.
        class: CpIndex,
        /// A `NameAndType` with a method descriptor.
        name_and_type: CpIndex,
    },
    /// `CONSTANT_InterfaceMethodref`
    InterfaceMethodRef {
        /// A `Class`.
        class: CpIndex,
        /// A `NameAndType` with a method descriptor.
        name_and_type: CpIndex,
    },
    /// `CONSTANT_NameAndType`
    NameAndType {
        /// A `Utf8`.
        name: CpIndex,
        /// A `Utf8`.
        descriptor: CpIndex,
    },
    /// `CONSTANT_MethodHandle`
    MethodHandle {
        /// What the handle does.
        kind: ReferenceKind,
        /// The field or method reference that the kind asks for.
        reference: CpIndex,
    },
    /// `CONSTANT_MethodType`
    MethodType {
        /// A `Utf8`.
        descriptor: CpIndex,
    },
    /// `CONSTANT_Dynamic`
    Dynamic {
        /// An index into the bootstrap methods of the class.
        bootstrap: u16,
        /// A `NameAndType` with a field descriptor.
        name_and_type: CpIndex,
    },
    /// `CONSTANT_InvokeDynamic`
    InvokeDynamic {
        /// An index into the bootstrap methods of the class.
        bootstrap: u16,
        /// A `NameAndType` with a method descriptor.
        name_and_type: CpIndex,
    },
    /// `CONSTANT_Module`
    Module {
        /// A `Utf8`.
        name: CpIndex,
    },
    /// `CONSTANT_Package`
    Package {
        /// A `Utf8`.
        name: CpIndex,
    },
}

impl Constant {
    /// The tag in the class file (JVMS table 4.4-A); 0 for `Unusable`.
    pub fn tag(&self) -> u8 {
        match self {
            Constant::Unusable => 0,
            Constant::Utf8(_) => 1,
            Constant::Integer(_) => 3,
            Constant::Float(_) => 4,
            Constant::Long(_) => 5,
            Constant::Double(_) => 6,
            Constant::Class { .. } => 7,
            Constant::String { .. } => 8,
            Constant::FieldRef { .. } => 9,
            Constant::MethodRef { .. } => 10,
            Constant::InterfaceMethodRef { .. } => 11,
            Constant::NameAndType { .. } => 12,
            Constant::MethodHandle { .. } => 15,
            Constant::MethodType { .. } => 16,
            Constant::Dynamic { .. } => 17,
            Constant::InvokeDynamic { .. } => 18,
            Constant::Module { .. } => 19,
            Constant::Package { .. } => 20,
        }
    }

    /// Whether `ldc`, `ldc_w` or `ldc2_w` may load it (JVMS table 4.4-C).
    pub fn is_loadable(&self) -> bool {
        matches!(
            self,
            Constant::Integer(_)
                | Constant::Float(_)
                | Constant::Long(_)
                | Constant::Double(_)
                | Constant::Class { .. }
                | Constant::String { .. }
                | Constant::MethodHandle { .. }
                | Constant::MethodType { .. }
                | Constant::Dynamic { .. }
        )
    }
}

/// The constant pool and the bytes that its strings are in.
#[derive(Clone, Debug, PartialEq)]
pub struct ConstantPool {
    pub(super) bytes: Box<[u8]>,
    pub(super) constants: Vec<Constant>,
}

impl ConstantPool {
    /// One more than the highest index.
    pub fn len(&self) -> usize {
        self.constants.len()
    }

    /// Whether no class file has been read into it.
    pub fn is_empty(&self) -> bool {
        self.constants.is_empty()
    }

    /// Every entry with its index, index 0 included.
    pub fn iter(&self) -> impl Iterator<Item = (CpIndex, &Constant)> {
        self.constants.iter().enumerate().map(|(i, constant)| (CpIndex(i as u16), constant))
    }

    /// The entry at `index`; `None` outside the pool and for entries that cannot be used.
    #[inline]
    pub fn get(&self, index: CpIndex) -> Option<&Constant> {
        match self.constants.get(usize::from(index.0)) {
            None | Some(Constant::Unusable) => None,
            constant => constant,
        }
    }

    /// Bytes of the class file.
    #[inline]
    pub fn bytes(&self, span: Span) -> &[u8] {
        &self.bytes[span.start()..span.end()]
    }

    /// The modified UTF-8 at `index`, if that is what is there.
    #[inline]
    pub fn find_utf8(&self, index: CpIndex) -> Option<&[u8]> {
        match self.get(index) {
            Some(Constant::Utf8(span)) => Some(self.bytes(*span)),
            _ => None,
        }
    }

    /// The name of the class at `index`, if that is what is there.
    #[inline]
    pub fn find_class_name(&self, index: CpIndex) -> Option<&[u8]> {
        match self.get(index) {
            Some(Constant::Class { name }) => self.find_utf8(*name),
            _ => None,
        }
    }

    /// The modified UTF-8 at an index that the parser has checked.
    #[inline]
    pub fn utf8(&self, index: CpIndex) -> &[u8] {
        self.find_utf8(index).expect("the index of a string was checked")
    }

    /// The name of the class at an index that the parser has checked.
    #[inline]
    pub fn class_name(&self, index: CpIndex) -> &[u8] {
        self.find_class_name(index).expect("the index of a class was checked")
    }

    /// Name and descriptor of the `NameAndType` at an index that the parser has checked.
    #[inline]
    pub fn name_and_type(&self, index: CpIndex) -> (&[u8], &[u8]) {
        match self.get(index) {
            Some(Constant::NameAndType { name, descriptor }) => {
                (self.utf8(*name), self.utf8(*descriptor))
            }
            _ => panic!("the index of a name and type was checked"),
        }
    }
}
