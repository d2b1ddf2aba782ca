//! The compile request: everything the compiler may know, and nothing of one process (design D9).
//!
//! Classes, fields, methods and objects are numbered in tables; a number is meaningful within one
//! request and the body made from it. Facts about them that may change the code are here, next to
//! the names by which another VM finds the same thing.

use serde::{Deserialize, Serialize};

/// The text of this file: its types are their own table in the contract's hash.
pub const TABLE_TEXT: &str = include_str!("request.rs");

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub struct $name(pub u32);
    )* };
}
ids! {
    /// Row of [`CompileRequest::classes`].
    ClassId;
    /// Row of [`CompileRequest::fields`].
    FieldId;
    /// Row of [`CompileRequest::methods`].
    MethodId;
    /// Row of [`CompileRequest::objects`].
    ObjectId;
}

/// What to compile, and what is known.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CompileRequest {
    /// [`crate::CONTRACT`] of whoever made the request.
    pub contract: u64,
    /// The method; it has a [`MethodFacts::body`].
    pub method: MethodId,
    /// Where the code is entered.
    pub entry: Entry,
    /// What the code may and must do.
    pub directives: Directives,
    /// Classes.
    pub classes: Vec<ClassFacts>,
    /// Fields.
    pub fields: Vec<FieldFacts>,
    /// Methods: the one to compile, what it calls, what those call.
    pub methods: Vec<MethodFacts>,
    /// Objects that the bytecode names.
    pub objects: Vec<ObjectFacts>,
}

/// Where a body is entered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Entry {
    /// At the method's beginning.
    Method,
    /// At this loop header, with an empty operand stack, from the interpreter only.
    Loop(u16),
}

/// Switches of one compilation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Directives {
    /// Small objects may be allocated inline.
    pub inline_allocation: bool,
    /// Calls may be inlined.
    pub inlining: bool,
    /// Code that the profile has never seen reached may be left out.
    pub speculation: bool,
    /// Which attempt at this entry it is. Code that had to be left taught something: a later attempt
    /// is another question, so that it is not answered with what was left.
    pub generation: u32,
    /// Extensions of the processor that may be used.
    pub cpu: CpuFeatures,
}

/// Extensions of x86-64 beyond the baseline that the code may use.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct CpuFeatures {
    /// POPCNT.
    pub popcnt: bool,
    /// LZCNT.
    pub lzcnt: bool,
    /// TZCNT and the rest of BMI1.
    pub bmi1: bool,
    /// SHLX, MULX and the rest of BMI2.
    pub bmi2: bool,
    /// ROUNDSD, PINSR and the rest of SSE4.1.
    pub sse41: bool,
    /// FMA3.
    pub fma: bool,
    /// AVX2.
    pub avx2: bool,
}

/// Kind of a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are those of the types of JVMS 2.3")]
pub enum Kind {
    Bool,
    Byte,
    Char,
    Short,
    Int,
    Float,
    Long,
    Double,
    Ref,
    Void,
}

impl Kind {
    /// The kind that a descriptor's first character says; other characters are references.
    pub fn of_descriptor(first: u8) -> Kind {
        match first {
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

    /// Slots of a local or operand: 2 for long and double, 0 for void.
    pub fn slots(self) -> u16 {
        match self {
            Kind::Long | Kind::Double => 2,
            Kind::Void => 0,
            _ => 1,
        }
    }

    /// Bytes of a field or array element.
    pub fn bytes(self) -> u32 {
        match self {
            Kind::Bool | Kind::Byte => 1,
            Kind::Char | Kind::Short => 2,
            Kind::Int | Kind::Float | Kind::Ref => 4,
            Kind::Long | Kind::Double => 8,
            Kind::Void => 0,
        }
    }

    /// Whether values travel in xmm registers.
    pub fn is_float(self) -> bool {
        matches!(self, Kind::Float | Kind::Double)
    }
}

/// Kinds of the parameters of a method descriptor, and of its result.
pub fn descriptor_kinds(descriptor: &str) -> (Vec<Kind>, Kind) {
    let bytes = descriptor.as_bytes();
    let (mut params, mut at) = (Vec::new(), 1);
    while at < bytes.len() && bytes[at] != b')' {
        params.push(Kind::of_descriptor(bytes[at]));
        while bytes[at] == b'[' {
            at += 1;
        }
        if bytes[at] == b'L' {
            while bytes[at] != b';' {
                at += 1;
            }
        }
        at += 1;
    }
    let ret = bytes.get(at + 1).map_or(Kind::Void, |&first| Kind::of_descriptor(first));
    (params, ret)
}

/// What is known of a class. A row exists only for loaded classes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ClassFacts {
    /// Binary name with slashes, `[I` for arrays.
    pub name: String,
    /// How another VM finds it.
    pub source: ClassSource,
    /// Hash of everything that decides layout: class file, superclasses, loader kind.
    pub shape: u64,
    /// Access flags of the class file.
    pub access: u16,
    /// Direct superclass, where it matters.
    pub super_class: Option<ClassId>,
    /// Number of superclasses.
    pub depth: u32,
    /// Bytes of an instance, header included; 0 for arrays and interfaces.
    pub instance_bytes: u32,
    /// Whether it is initialised.
    pub initialized: bool,
    /// Whether instances must be registered for finalisation.
    pub finalizer: bool,
    /// Whether it has no subclass now: speculative unless final.
    pub leaf: bool,
    /// For array classes: kind of the elements.
    pub element: Option<Kind>,
    /// For arrays of references: the class of the elements.
    pub element_class: Option<ClassId>,
}

/// Where a class is looked for by its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ClassSource {
    /// In the bootstrap loader.
    Boot,
    /// In the loader of the class whose method is compiled.
    Requesting,
    /// In the system class loader.
    System,
    /// In the loader of this class, an earlier row.
    Via(ClassId),
    /// An array class: found by its elements.
    Array,
    /// A primitive type or void.
    Primitive,
    /// Among the hidden classes: its name says what its class file holds, apart from the name there.
    Hidden,
    /// Nowhere: seen through no loader of the other rows.
    Unnamed,
}

/// What is known of a resolved field.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FieldFacts {
    /// Declaring class.
    pub class: ClassId,
    /// Name.
    pub name: String,
    /// Descriptor.
    pub desc: String,
    /// Kind.
    pub kind: Kind,
    /// Access flags.
    pub access: u16,
    /// Byte offset in the instance.
    pub offset: u32,
    /// Value of a static final field of an initialised class.
    pub value: Option<Value>,
}

/// A constant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Value {
    /// int and smaller.
    Int(i32),
    /// Bits of a float.
    Float(u32),
    /// long.
    Long(i64),
    /// Bits of a double.
    Double(u64),
    /// The null reference.
    Null,
    /// An object.
    Object(ObjectId),
    /// A class's mirror.
    Mirror(ClassId),
}

/// An object that code refers to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ObjectFacts {
    /// How another VM finds it.
    pub name: ObjectName,
    /// Its class.
    pub class: ClassId,
}

/// What an object is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ObjectName {
    /// The interned string of these UTF-16 units.
    String(Vec<u16>),
    /// The value of this static final field.
    Static(FieldId),
    /// The appendix of the call at this bytecode index of this method.
    Appendix(MethodId, u16),
    /// The constant-pool entry of the method's class.
    Constant(MethodId, u16),
}

/// What is known of a method.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MethodFacts {
    /// Declaring class.
    pub class: ClassId,
    /// Name.
    pub name: String,
    /// Descriptor.
    pub desc: String,
    /// Access flags.
    pub access: u16,
    /// Place in the vtable, unless it is never selected through one.
    pub vtable_index: Option<u32>,
    /// Whether some loaded class overrides it: `false` is speculative.
    pub overridden: bool,
    /// `@ForceInline`.
    pub force_inline: bool,
    /// `@DontInline`.
    pub dont_inline: bool,
    /// Whether the class library marks it `@IntrinsicCandidate`.
    pub intrinsic: bool,
    /// Whether the call does nothing: `Object.<init>` and its like.
    pub empty: bool,
    /// Bytecode and what its constants mean; for the method to compile and candidates to inline.
    pub body: Option<MethodBody>,
}

/// Bytecode, its constants as they are resolved, its profile.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MethodBody {
    /// Local slots.
    pub max_locals: u16,
    /// Operand slots.
    pub max_stack: u16,
    /// Bytecode.
    pub code: Vec<u8>,
    /// Exception table.
    pub handlers: Vec<HandlerRow>,
    /// Resolved constants by index, ascending; an index that is not here is not resolved yet.
    pub constants: Vec<(u16, Constant)>,
    /// Linked call sites by bytecode index, ascending: invokedynamic and signature-polymorphic.
    pub call_sites: Vec<(u16, CallSite)>,
    /// What was seen, by bytecode index, ascending.
    pub profile: Vec<(u16, Seen)>,
    /// How often the method was called.
    pub invocations: u32,
}

/// Row of an exception table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HandlerRow {
    /// First bytecode index covered.
    pub start: u16,
    /// First not covered.
    pub end: u16,
    /// Where to continue.
    pub target: u16,
    /// Whether it catches everything.
    pub any: bool,
}

/// A resolved constant-pool entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Constant {
    /// Number, string, class mirror, method handle, …: what `ldc` pushes.
    Value(Value),
    /// The class of `new`, `checkcast` and their kin. `ldc` pushes its mirror.
    Class(ClassId),
    /// A field.
    Field(FieldId),
    /// A method, as the entry itself names it.
    Method(MethodId),
}

/// A call whose target the class library has spun.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CallSite {
    /// Static method to call.
    pub adapter: MethodId,
    /// Last argument to add.
    pub appendix: Option<ObjectId>,
}

/// Profile of one instruction.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Seen {
    /// A conditional branch.
    Branch {
        /// Times taken.
        taken: u32,
        /// Times not taken.
        not_taken: u32,
    },
    /// A call selected by its receiver.
    Receivers {
        /// Classes with counts and the method that each selects, if it is in the tables.
        classes: Vec<(ClassId, u32, Option<MethodId>)>,
        /// Times of other classes.
        others: u32,
    },
}

impl MethodBody {
    /// The constant at an index, if it is resolved.
    pub fn constant(&self, index: u16) -> Option<Constant> {
        let row = self.constants.binary_search_by_key(&index, |&(index, _)| index).ok()?;
        Some(self.constants[row].1)
    }

    /// The call at a bytecode index, if it is linked.
    pub fn call_site(&self, bci: u16) -> Option<CallSite> {
        let row = self.call_sites.binary_search_by_key(&bci, |row| row.0).ok()?;
        Some(self.call_sites[row].1)
    }
}

impl CompileRequest {
    /// The class's row.
    pub fn class(&self, id: ClassId) -> &ClassFacts {
        &self.classes[id.0 as usize]
    }

    /// The field's row.
    pub fn field(&self, id: FieldId) -> &FieldFacts {
        &self.fields[id.0 as usize]
    }

    /// The method's row.
    pub fn method(&self, id: MethodId) -> &MethodFacts {
        &self.methods[id.0 as usize]
    }

    /// The object's row.
    pub fn object(&self, id: ObjectId) -> &ObjectFacts {
        &self.objects[id.0 as usize]
    }
}
