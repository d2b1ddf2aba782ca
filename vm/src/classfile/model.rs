//! What a class file says, as plain data that knows no VM.

use super::annotation::VmAnnotations;
use super::constant_pool::{ConstantPool, Span};
use cortado_protocol::bytecode::{Bci, CpIndex, LocalIndex};

/// A parsed and checked class file.
///
/// Strings and raw attributes are spans of its own copy of the bytes; every [`CpIndex`] in it has
/// been checked to be of the kind that its name says. Indices inside raw attributes (annotations,
/// stack maps) and inside code have not been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassFile {
    /// The constant pool.
    pub pool: ConstantPool,
    /// The minor version.
    pub minor_version: u16,
    /// The major version, 45 to 61 for Java 17.
    pub major_version: u16,
    /// Access flags, reduced to those that mean something; `ACC_SYNTHETIC` also stands for the
    /// attribute.
    pub access: u16,
    /// The class itself, a `Class`.
    pub this_class: CpIndex,
    /// The superclass, a `Class`; `None` for `java.lang.Object` only.
    pub super_class: Option<CpIndex>,
    /// The direct superinterfaces, each a `Class`.
    pub interfaces: Vec<CpIndex>,
    /// The fields in the order of the file.
    pub fields: Vec<Field>,
    /// The methods in the order of the file.
    pub methods: Vec<Method>,
    /// The attributes of the class.
    pub attributes: ClassAttributes,
}

impl ClassFile {
    /// The internal name of the class.
    pub fn name(&self) -> &[u8] {
        self.pool.class_name(self.this_class)
    }

    /// The internal name of the superclass.
    pub fn super_name(&self) -> Option<&[u8]> {
        self.super_class.map(|index| self.pool.class_name(index))
    }

    /// The internal names of the direct superinterfaces.
    pub fn interface_names(&self) -> impl Iterator<Item = &[u8]> {
        self.interfaces.iter().map(|&index| self.pool.class_name(index))
    }

    /// The modified UTF-8 at an index found in this class file.
    #[inline]
    pub fn utf8(&self, index: CpIndex) -> &[u8] {
        self.pool.utf8(index)
    }

    /// The bytes of a span found in this class file.
    #[inline]
    pub fn bytes(&self, span: Span) -> &[u8] {
        self.pool.bytes(span)
    }

    /// All bytes of the class file.
    pub fn all_bytes(&self) -> &[u8] {
        &self.pool.bytes
    }
}

/// Raw attributes that reflection reads, without name and length; `None` when absent.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Annotations {
    /// `RuntimeVisibleAnnotations`
    pub visible: Option<Span>,
    /// `RuntimeVisibleTypeAnnotations`
    pub visible_type: Option<Span>,
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Access flags, as for the class.
    pub access: u16,
    /// The name, a `Utf8`.
    pub name: CpIndex,
    /// The descriptor, a `Utf8`.
    pub descriptor: CpIndex,
    /// The initial value of a static field, a constant that fits the descriptor.
    pub constant_value: Option<CpIndex>,
    /// The generic signature, a `Utf8`.
    pub signature: Option<CpIndex>,
    /// Raw annotations.
    pub annotations: Annotations,
    /// Annotations that the VM itself obeys.
    pub vm_annotations: VmAnnotations,
    /// Whether it has the `Deprecated` attribute.
    pub deprecated: bool,
}

/// A method.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// Access flags, as for the class.
    pub access: u16,
    /// The name, a `Utf8`.
    pub name: CpIndex,
    /// The descriptor, a `Utf8`.
    pub descriptor: CpIndex,
    /// The code; absent exactly for native and abstract methods when the format was checked.
    pub code: Option<Code>,
    /// The declared exceptions, each a `Class`.
    pub exceptions: Vec<CpIndex>,
    /// The generic signature, a `Utf8`.
    pub signature: Option<CpIndex>,
    /// Raw annotations.
    pub annotations: Annotations,
    /// `RuntimeVisibleParameterAnnotations`
    pub parameter_annotations: Option<Span>,
    /// `AnnotationDefault`
    pub annotation_default: Option<Span>,
    /// `MethodParameters`; `None` when absent, which differs from empty.
    pub parameters: Option<Vec<MethodParameter>>,
    /// Annotations that the VM itself obeys.
    pub vm_annotations: VmAnnotations,
    /// Whether it has the `Deprecated` attribute.
    pub deprecated: bool,
}

/// An entry of `MethodParameters`. Unlike all others its index is unchecked, as reflection has an
/// exception of its own for a wrong one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MethodParameter {
    /// The name, hopefully a `Utf8`; 0 for a parameter without a name.
    pub name: CpIndex,
    /// Access flags.
    pub access: u16,
}

/// The `Code` attribute of a method.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// The most slots that the operand stack has.
    pub max_stack: u16,
    /// The number of local variable slots, arguments included.
    pub max_locals: u16,
    /// The instructions.
    pub code: Span,
    /// The exception table, in order.
    pub exception_table: Vec<ExceptionEntry>,
    /// All `LineNumberTable` attributes in order.
    pub line_numbers: Vec<LineNumber>,
    /// All `LocalVariableTable` attributes in order.
    pub local_variables: Vec<LocalVariable>,
    /// `StackMapTable`, without name and length.
    pub stack_map_table: Option<Span>,
}

/// A row of the exception table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExceptionEntry {
    /// The first index of the range.
    pub start: Bci,
    /// One past the last index of the range.
    pub end: Bci,
    /// Where the handler starts.
    pub handler: Bci,
    /// What is caught, a `Class`; `None` for everything.
    pub catch_type: Option<CpIndex>,
}

/// A row of `LineNumberTable`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineNumber {
    /// The first index that belongs to the line.
    pub start: Bci,
    /// The line.
    pub line: u16,
}

/// A row of `LocalVariableTable`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalVariable {
    /// The first index where the variable has a value.
    pub start: Bci,
    /// One past the last.
    pub end: Bci,
    /// The name, a `Utf8`.
    pub name: CpIndex,
    /// The descriptor, a `Utf8`.
    pub descriptor: CpIndex,
    /// The first slot.
    pub index: LocalIndex,
}

/// The attributes of a class.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ClassAttributes {
    /// `SourceFile`, a `Utf8`.
    pub source_file: Option<CpIndex>,
    /// `SourceDebugExtension`, modified UTF-8.
    pub source_debug_extension: Option<Span>,
    /// `InnerClasses`; `None` when absent.
    pub inner_classes: Option<Vec<InnerClass>>,
    /// `EnclosingMethod`
    pub enclosing_method: Option<EnclosingMethod>,
    /// The generic signature, a `Utf8`.
    pub signature: Option<CpIndex>,
    /// `BootstrapMethods`
    pub bootstrap_methods: Vec<BootstrapMethod>,
    /// The host of the nest, a `Class`.
    pub nest_host: Option<CpIndex>,
    /// The members of the nest of which this class is the host, each a `Class`.
    pub nest_members: Option<Vec<CpIndex>>,
    /// The permitted subclasses of a sealed class, each a `Class`.
    pub permitted_subclasses: Option<Vec<CpIndex>>,
    /// The components of a record class.
    pub record: Option<Vec<RecordComponent>>,
    /// `Module`, without name and length.
    pub module: Option<Span>,
    /// Raw annotations.
    pub annotations: Annotations,
    /// Annotations that the VM itself obeys.
    pub vm_annotations: VmAnnotations,
    /// Whether it has the `Deprecated` attribute.
    pub deprecated: bool,
}

/// A row of `InnerClasses`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InnerClass {
    /// The inner class, a `Class`.
    pub inner: CpIndex,
    /// The class that it is a member of, a `Class`.
    pub outer: Option<CpIndex>,
    /// Its simple name, a `Utf8`; `None` for an anonymous class.
    pub name: Option<CpIndex>,
    /// Its access flags as declared.
    pub access: u16,
}

/// `EnclosingMethod`
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EnclosingMethod {
    /// The enclosing class, a `Class`.
    pub class: CpIndex,
    /// The enclosing method, a `NameAndType`.
    pub method: Option<CpIndex>,
}

/// A row of `BootstrapMethods`.
#[derive(Clone, Debug, PartialEq)]
pub struct BootstrapMethod {
    /// The method, a `MethodHandle`.
    pub method: CpIndex,
    /// The static arguments, each a loadable constant.
    pub arguments: Vec<CpIndex>,
}

/// A component of a record class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RecordComponent {
    /// The name, a `Utf8`.
    pub name: CpIndex,
    /// The descriptor, a `Utf8`.
    pub descriptor: CpIndex,
    /// The generic signature, a `Utf8`.
    pub signature: Option<CpIndex>,
    /// Raw annotations.
    pub annotations: Annotations,
}
