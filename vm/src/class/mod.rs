//! Run-time classes: what linking makes of a class file (design D4, D5; style: three layers).
//!
//! Everything here lives in the arena. Fields set once before a class is published are plain;
//! what changes later is a [`MetaCell`] or an atomic. Class initialisation state is in `init`.

pub mod cp;
pub mod init;
pub mod lookup;
pub mod subtype;
pub mod types;
pub mod walk;
pub mod wk;

pub use crate::classfile::access as acc;
pub use cp::{ConstantPool, Resolved};
pub use types::Kind;

use crate::heap::{GlobalRef, ObjRef};
use crate::meta::{ArenaMap, Meta, MetaCell, MetaSlice, MetaVec, Sym};
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

/// Handle of a class.
pub type ClassRef = Meta<Class>;
/// Handle of a method.
pub type MethodRef = Meta<Method>;
/// Handle of a field.
pub type FieldRef = Meta<Field>;
/// Handle of a class loader's VM side.
pub type LoaderRef = Meta<Loader>;
/// Handle of a module's VM side.
pub type ModuleRef = Meta<Module>;

/// How the collector walks an instance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum ShapeKind {
    /// Fields only.
    Instance = 0,
    /// Array of references.
    RefArray = 1,
    /// Array of primitives.
    PrimArray = 2,
    /// Instance of `java.lang.Class`: carries the statics of the class that it stands for.
    Mirror = 3,
    /// Instance of a subclass of `java.lang.ref.Reference`: its referent is weak.
    Reference = 4,
}

/// A run of `count` adjacent reference slots beginning at byte `offset` of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct RefRun {
    /// Byte offset from the object's start.
    pub offset: u32,
    /// Number of slots.
    pub count: u32,
}

/// What the collector needs to know of a class; first in [`Class`].
#[repr(C)]
pub struct Shape {
    /// Which walk.
    pub kind: ShapeKind,
    /// log2 of the element size, for arrays.
    pub log2_elem: u8,
    /// Which strength, for [`ShapeKind::Reference`].
    pub reference_kind: ReferenceKind,
    /// Size of an instance in bytes, header included, multiple of 8; unused for arrays.
    pub instance_bytes: u32,
    /// Reference slots of an instance, superclasses' included.
    pub ref_runs: MetaSlice<RefRun>,
}

/// Strength of a `java.lang.ref.Reference` subclass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum ReferenceKind {
    /// Not a reference class.
    None = 0,
    /// SoftReference.
    Soft = 1,
    /// WeakReference.
    Weak = 2,
    /// FinalReference.
    Final = 3,
    /// PhantomReference.
    Phantom = 4,
}

/// Initialisation states of JVMS 5.5.
pub mod init_state {
    /// Linked layout exists; not verified.
    pub const LOADED: u8 = 0;
    /// Verified and prepared.
    pub const LINKED: u8 = 1;
    /// `<clinit>` is running in `init_thread`.
    pub const RUNNING: u8 = 2;
    /// Usable.
    pub const READY: u8 = 3;
    /// `<clinit>` failed.
    pub const FAILED: u8 = 4;
}

/// Class facts as bits of [`Class::flags`].
pub mod class_flag {
    /// Has or inherits a non-empty `finalize()V`.
    pub const FINALIZER: u32 = 1 << 0;
    /// Implements Cloneable.
    pub const CLONEABLE: u32 = 1 << 1;
    /// Defined by `Lookup.defineHiddenClass` or an anonymous equivalent.
    pub const HIDDEN: u32 = 1 << 2;
    /// Is a record.
    pub const RECORD: u32 = 1 << 3;
    /// Declares a `<clinit>`.
    pub const CLINIT: u32 = 1 << 4;
    /// Interface that declares a default (non-abstract, non-static) method.
    pub const DEFAULTS: u32 = 1 << 5;
    /// An interface with default methods is among the superinterfaces.
    pub const INHERITS_DEFAULTS: u32 = 1 << 6;
    /// Never allocated with `new`: abstract, interface, array, primitive, or java.lang.Class.
    pub const NO_NEW: u32 = 1 << 7;
    /// A subclass of java.lang.ClassLoader.
    pub const LOADER: u32 = 1 << 8;
    /// A subclass of java.lang.Throwable.
    pub const THROWABLE: u32 = 1 << 9;
    /// A subclass of jdk.internal.reflect.MagicAccessorImpl: not access-checked, not verified.
    pub const MAGIC_ACCESSOR: u32 = 1 << 10;
    /// A hidden class that lives as long as its loader.
    pub const STRONG_HIDDEN: u32 = 1 << 11;
    /// Declares a final instance method that is not private.
    pub const FINAL_METHODS: u32 = 1 << 12;
}

/// A class, interface, array class or primitive type.
#[repr(C)]
pub struct Class {
    /// For the collector.
    pub shape: Shape,
    /// Binary name with slashes: `java/lang/Object`, `[I`, `int`.
    pub name: Sym,
    /// What kind of type it is: `Kind::Ref` for classes, interfaces and arrays.
    pub kind: Kind,
    /// Bits of [`class_flag`].
    pub flags: MetaCell<u32>,
    /// Access flags of the class file (arrays: as JLS says).
    pub access: u16,
    /// Flags of the InnerClasses entry for itself, or `access`: what reflection shows.
    pub reflect_access: u16,
    /// Class file version.
    pub major: u16,
    /// Minor version.
    pub minor: u16,
    /// Direct superclass.
    pub super_class: Option<ClassRef>,
    /// Direct superinterfaces.
    pub interfaces: MetaSlice<ClassRef>,
    /// All superinterfaces, each once.
    pub all_interfaces: MetaSlice<ClassRef>,
    /// Number of superclasses.
    pub depth: u32,
    /// Superclasses by depth, itself included: the first eight.
    pub display: [MetaCell<Option<ClassRef>>; 8],
    /// Last positive answer of the slow subtype check.
    pub subtype_cache: MetaCell<Option<ClassRef>>,
    /// Defining loader.
    pub loader: LoaderRef,
    /// Module; an unnamed one before the module system is up.
    pub module: MetaCell<Option<ModuleRef>>,
    /// The `java.lang.Class` instance; allocated so that it never moves.
    pub mirror: MetaCell<Option<ObjRef>>,
    /// Size of the mirror with the statics behind it.
    pub mirror_bytes: u32,
    /// First byte after the last instance field: where a subclass's fields may begin.
    pub fields_end: u32,
    /// Static reference slots, as offsets in the mirror.
    pub static_ref_runs: MetaSlice<RefRun>,
    /// Constant pool; empty for arrays and primitives.
    pub cp: Meta<ConstantPool>,
    /// Declared fields in class-file order.
    pub fields: MetaSlice<Field>,
    /// Declared methods in class-file order.
    pub methods: MetaSlice<Method>,
    /// [`Method::key`] of each of them, for searching.
    pub method_keys: MetaSlice<u64>,
    /// Virtual method table.
    pub vtable: MetaSlice<MetaCell<MethodRef>>,
    /// Per superinterface with methods: where its slots begin.
    pub itable: MetaSlice<ItableEntry>,
    /// Selected implementations, zero until first asked for.
    pub itable_slots: MetaSlice<AtomicU32>,
    /// Number of itable slots that this interface itself needs.
    pub itable_len: u32,
    /// State of JVMS 5.5, one of [`init_state`].
    pub init_state: AtomicU8,
    /// Id of the thread that runs `<clinit>`.
    pub init_thread: AtomicU32,
    /// Array of this class, zero until made.
    pub array_class: AtomicU32,
    /// Element type of an array class (one dimension less).
    pub component: Option<ClassRef>,
    /// Attributes that only reflection and messages need.
    pub extra: Meta<ClassExtra>,
    /// Next in the list of all classes.
    pub next: MetaCell<Option<ClassRef>>,
    /// First direct subclass or implementor, and the next sibling: the class hierarchy.
    pub first_sub: AtomicU32,
    /// Next direct subclass of the same superclass.
    pub next_sibling: AtomicU32,
}

/// Where the slots of one interface begin in a class's itable.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ItableEntry {
    /// The interface.
    pub interface: ClassRef,
    /// Index of its first slot in `Class::itable_slots`.
    pub first: u32,
}

/// Rarely needed facts of a class.
#[repr(C)]
pub struct ClassExtra {
    /// SourceFile.
    pub source_file: Option<Sym>,
    /// Signature.
    pub signature: Option<Sym>,
    /// InnerClasses.
    pub inner_classes: MetaSlice<InnerClass>,
    /// EnclosingMethod: class, and name and descriptor when inside a method.
    pub enclosing: Option<EnclosingMethod>,
    /// BootstrapMethods.
    pub bootstraps: MetaSlice<Bootstrap>,
    /// NestHost, a constant-pool index or zero.
    pub nest_host_index: u16,
    /// NestMembers, constant-pool indices.
    pub nest_members: MetaSlice<u16>,
    /// Resolved nest host.
    pub nest_host: MetaCell<Option<ClassRef>>,
    /// PermittedSubclasses, constant-pool indices.
    pub permitted: MetaSlice<u16>,
    /// Record components.
    pub record: MetaSlice<RecordComponent>,
    /// RuntimeVisibleAnnotations, raw.
    pub annotations: MetaSlice<u8>,
    /// RuntimeVisibleTypeAnnotations, raw.
    pub type_annotations: MetaSlice<u8>,
    /// Content hash of the class file.
    pub fingerprint: u64,
    /// Why initialisation failed: the error to report again.
    pub init_error: MetaCell<GlobalRef>,
    /// Package of the class, for run-time package comparison.
    pub package: Sym,
}

/// Row of InnerClasses; zero for absent.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct InnerClass {
    /// CONSTANT_Class index of the inner class.
    pub inner: u16,
    /// CONSTANT_Class index of the outer class or 0.
    pub outer: u16,
    /// Utf8 index of the simple name or 0.
    pub name: u16,
    /// Flags.
    pub access: u16,
}

/// The EnclosingMethod attribute.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct EnclosingMethod {
    /// CONSTANT_Class index.
    pub class: u16,
    /// CONSTANT_NameAndType index or 0.
    pub method: u16,
}

/// Row of BootstrapMethods.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Bootstrap {
    /// CONSTANT_MethodHandle index.
    pub method: u16,
    /// Constant-pool indices of the static arguments.
    pub args: MetaSlice<u16>,
}

/// Component of a record.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct RecordComponent {
    /// Name.
    pub name: Sym,
    /// Descriptor.
    pub desc: Sym,
    /// Generic signature.
    pub signature: Option<Sym>,
    /// RuntimeVisibleAnnotations, raw.
    pub annotations: MetaSlice<u8>,
    /// RuntimeVisibleTypeAnnotations, raw.
    pub type_annotations: MetaSlice<u8>,
}

/// A declared field.
#[repr(C)]
pub struct Field {
    /// Declaring class; set when the class is made.
    pub class: MetaCell<Option<ClassRef>>,
    /// Name.
    pub name: Sym,
    /// Descriptor.
    pub desc: Sym,
    /// Access flags.
    pub access: u16,
    /// Kind of value.
    pub kind: Kind,
    /// Bits of [`field_flag`].
    pub flags: u8,
    /// Byte offset in the instance, or in the mirror when static.
    pub offset: u32,
    /// ConstantValue index or 0.
    pub constant: u16,
    /// Position in `Class::fields`: the slot number of reflection.
    pub slot: u16,
    /// Generic signature.
    pub signature: Option<Sym>,
    /// RuntimeVisibleAnnotations, raw.
    pub annotations: MetaSlice<u8>,
    /// RuntimeVisibleTypeAnnotations, raw.
    pub type_annotations: MetaSlice<u8>,
}

/// Field facts beside the access flags.
pub mod field_flag {
    /// `@Stable`: constant once non-default.
    pub const STABLE: u8 = 1;
    /// A static field is `@Contended` or otherwise padded: nothing needs this yet.
    pub const TRUSTED_FINAL: u8 = 2;
}

/// Method facts as bits of [`Method::flags`].
pub mod method_flag {
    /// `@CallerSensitive`.
    pub const CALLER_SENSITIVE: u32 = 1 << 0;
    /// `@Hidden` or `@LambdaForm.Hidden`: left out of stack traces.
    pub const HIDDEN: u32 = 1 << 1;
    /// `@ForceInline`.
    pub const FORCE_INLINE: u32 = 1 << 2;
    /// `@DontInline`.
    pub const DONT_INLINE: u32 = 1 << 3;
    /// Signature-polymorphic (JVMS 2.9.3).
    pub const SIGNATURE_POLYMORPHIC: u32 = 1 << 4;
    /// `<init>`.
    pub const INIT: u32 = 1 << 5;
    /// `<clinit>`.
    pub const CLINIT: u32 = 1 << 6;
    /// Has the LambdaForm.Compiled annotation.
    pub const LAMBDA_FORM: u32 = 1 << 7;
    /// Some method overrides it, in the vtable or by an interface.
    pub const OVERRIDDEN: u32 = 1 << 8;
    /// Body is `return` alone: calling it does nothing.
    pub const EMPTY: u32 = 1 << 9;
    /// Has exception handlers.
    pub const HANDLERS: u32 = 1 << 10;
    /// Contains jsr or ret.
    pub const JSR: u32 = 1 << 11;
    /// Contains backward branches.
    pub const LOOPS: u32 = 1 << 12;
    /// `@IntrinsicCandidate`.
    pub const INTRINSIC: u32 = 1 << 13;
}

/// What calling a method means; decides the interpreter's path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CallKind {
    /// Bytecode that was not prepared yet.
    Unprepared = 0,
    /// Prepared bytecode.
    Bytecode = 1,
    /// Native that was not bound yet.
    UnboundNative = 2,
    /// Bound native: `native_index` is valid.
    Native = 3,
    /// No body: calling it throws AbstractMethodError.
    Abstract = 4,
    /// `MethodHandle.invokeBasic`.
    InvokeBasic = 5,
    /// `MethodHandle.linkToVirtual`.
    LinkToVirtual = 6,
    /// `MethodHandle.linkToStatic` or `linkToSpecial`.
    LinkToDirect = 7,
    /// `MethodHandle.linkToInterface`.
    LinkToInterface = 8,
    /// Two default methods conflict: calling it throws IncompatibleClassChangeError.
    Conflict = 9,
    /// `synchronized` bytecode, prepared.
    SyncBytecode = 10,
    /// Compiled bytecode: `compiled_entry` is valid.
    Compiled = 11,
}

/// No vtable index: private, static, constructor, or final without overriding.
pub const NO_VTABLE: i32 = -1;

/// Address of code below 4 GiB, as eight bytes that compiled code calls through.
#[repr(C, align(8))]
pub struct CodeSlot {
    /// The address: of compiled code, or of the stub that calls the interpreter.
    pub address: AtomicU32,
    /// The upper half.
    zero: u32,
}

impl CodeSlot {
    /// A slot that calls `address`.
    pub const fn new(address: u32) -> CodeSlot {
        CodeSlot { address: AtomicU32::new(address), zero: 0 }
    }
}

/// A declared method.
#[repr(C)]
pub struct Method {
    /// Declaring class; set when the class is made.
    pub class: MetaCell<Option<ClassRef>>,
    /// Name.
    pub name: Sym,
    /// Descriptor.
    pub desc: Sym,
    /// Access flags.
    pub access: u16,
    /// What a call does.
    pub call_kind: MetaCell<CallKind>,
    /// Kind of the result.
    pub ret: Kind,
    /// Local slots, arguments included.
    pub max_locals: u16,
    /// Operand slots.
    pub max_stack: u16,
    /// Argument slots, receiver included, long and double counting two.
    pub arg_slots: u16,
    /// Position in `Class::methods`: the slot number of reflection.
    pub slot: u16,
    /// Bits of [`method_flag`].
    pub flags: MetaCell<u32>,
    /// Index in the vtable or [`NO_VTABLE`].
    pub vtable_index: MetaCell<i32>,
    /// Index among the declaring interface's itable slots, or -1.
    pub itable_index: MetaCell<i32>,
    /// The interpreter's form of the bytecode; none until first called. See `interp::prepare`.
    pub prepared: MetaCell<Option<Meta<crate::interp::Prepared>>>,
    /// Address of its first instruction word.
    pub entry: MetaCell<u32>,
    /// Words that a frame needs above its arguments: further locals, header, operands.
    pub frame_words: MetaCell<u32>,
    /// Where compiled calls of the method go.
    pub compiled: CodeSlot,
    /// Address of the compiled code's entry from the interpreter; valid for `CallKind::Compiled`.
    pub compiled_entry: MetaCell<u32>,
    /// Index in the table of native functions.
    pub native_index: MetaCell<u32>,
    /// Calls counted by the interpreter.
    pub invocations: MetaCell<u32>,
    /// Loop back edges counted by the interpreter.
    pub back_edges: MetaCell<u32>,
    /// Bytecode as in the class file.
    pub code: MetaSlice<u8>,
    /// Exception table.
    pub handlers: MetaSlice<Handler>,
    /// Facts that only messages, reflection and compilation need.
    pub extra: Meta<MethodExtra>,
    /// `ResolvedMethodName` object for this method, zero until made.
    pub resolved_name: MetaCell<GlobalRef>,
}

/// Rarely needed facts of a method.
#[repr(C)]
pub struct MethodExtra {
    /// LineNumberTable: (start bci, line), all tables in order.
    pub lines: MetaSlice<(u16, u16)>,
    /// LocalVariableTable, for messages.
    pub local_vars: MetaSlice<LocalVar>,
    /// StackMapTable, raw (entry count first).
    pub stack_map: MetaSlice<u8>,
    /// Exceptions: CONSTANT_Class indices.
    pub exceptions: MetaSlice<u16>,
    /// MethodParameters: (name index or 0, flags); `has_parameters` tells empty from absent.
    pub parameters: MetaSlice<(u16, u16)>,
    /// Whether MethodParameters was there.
    pub has_parameters: bool,
    /// Generic signature.
    pub signature: Option<Sym>,
    /// RuntimeVisibleAnnotations, raw.
    pub annotations: MetaSlice<u8>,
    /// RuntimeVisibleParameterAnnotations, raw.
    pub parameter_annotations: MetaSlice<u8>,
    /// AnnotationDefault, raw.
    pub annotation_default: MetaSlice<u8>,
    /// RuntimeVisibleTypeAnnotations, raw.
    pub type_annotations: MetaSlice<u8>,
}

/// Row of LocalVariableTable.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct LocalVar {
    /// First bci at which the variable has a value.
    pub start: u16,
    /// Length of its range.
    pub len: u16,
    /// Slot.
    pub slot: u16,
    /// Name.
    pub name: Sym,
    /// Descriptor.
    pub desc: Sym,
}

/// Row of the exception table.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Handler {
    /// First bci covered.
    pub start: u16,
    /// First bci not covered.
    pub end: u16,
    /// Where to continue.
    pub target: u16,
    /// CONSTANT_Class index, 0 for any.
    pub catch_type: u16,
}

/// Packages by name.
pub type PackageMap = ArenaMap<Sym, Meta<Package>>;
/// Loader constraints by class name.
pub type ConstraintMap = ArenaMap<Sym, Meta<Constraint>>;

/// The VM's side of a class loader.
#[repr(C)]
pub struct Loader {
    /// The ClassLoader object; `GlobalRef::NONE` for the bootstrap loader.
    pub object: MetaCell<GlobalRef>,
    /// Classes of which it is an initiating loader, by name; guarded by the lock in `link::loader`.
    pub dictionary: MetaCell<Option<Meta<ArenaMap<Sym, ClassRef>>>>,
    /// Packages by name (slashes); guarded likewise.
    pub packages: MetaCell<Option<Meta<PackageMap>>>,
    /// Its unnamed module.
    pub unnamed: MetaCell<Option<ModuleRef>>,
    /// Its named modules.
    pub modules: MetaVec<ModuleRef>,
    /// Next in the list of all loaders.
    pub next: MetaCell<Option<LoaderRef>>,
    /// Name for stack traces and messages ("app", "platform"), if any.
    pub name: MetaCell<Option<Sym>>,
    /// Loader constraints that this loader takes part in, by class name (JVMS 5.3.4); guarded
    /// likewise.
    pub constraints: MetaCell<Option<Meta<ConstraintMap>>>,
    /// Whether this is the VM's own: boot (2), platform or app (1), other (0).
    pub builtin: MetaCell<u8>,
}

/// Loaders that must agree on what a class name means (JVMS 5.3.4).
#[repr(C)]
pub struct Constraint {
    /// The class, once one of the loaders knows it.
    pub class: MetaCell<Option<ClassRef>>,
    /// The loaders.
    pub loaders: MetaVec<LoaderRef>,
}

/// A failed resolution: what the same entry throws again (JVMS 5.4.3).
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Failure {
    /// The error.
    pub error: FailureError,
    /// Its cause.
    pub cause: Option<FailureError>,
}

/// Class and message of an error.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct FailureError {
    /// Its class, one of the class library.
    pub class: Sym,
    /// Whether it has a message.
    pub has_message: bool,
    /// The message in UTF-8.
    pub message: MetaSlice<u8>,
}

/// The VM's side of a module.
#[repr(C)]
pub struct Module {
    /// Name; none for unnamed modules.
    pub name: Option<Sym>,
    /// Version, if recorded.
    pub version: MetaCell<Option<Sym>>,
    /// Location ("jrt:/java.base").
    pub location: MetaCell<Option<Sym>>,
    /// The `java.lang.Module` object, once known.
    pub object: MetaCell<GlobalRef>,
    /// Its loader.
    pub loader: LoaderRef,
    /// Modules that it reads.
    pub reads: MetaVec<ModuleRef>,
    /// Whether it reads every unnamed module.
    pub reads_unnamed: MetaCell<bool>,
    /// Whether it is open.
    pub open: MetaCell<bool>,
}

/// A run-time package.
#[repr(C)]
pub struct Package {
    /// Name with slashes.
    pub name: Sym,
    /// Module that contains it.
    pub module: ModuleRef,
    /// Exported to everyone.
    pub exported: MetaCell<bool>,
    /// Exported to all unnamed modules.
    pub exported_unnamed: MetaCell<bool>,
    /// Exported to these modules.
    pub exports: MetaVec<ModuleRef>,
    /// For boot-loader packages: index of the class path entry, as `Class::getPackage` reports.
    pub class_path_index: MetaCell<i32>,
}

impl Class {
    /// Interface?
    #[inline]
    pub fn is_interface(&self) -> bool {
        self.access & acc::INTERFACE != 0
    }
    /// Abstract (or an interface)?
    #[inline]
    pub fn is_abstract(&self) -> bool {
        self.access & acc::ABSTRACT != 0
    }
    /// Array class?
    #[inline]
    pub fn is_array(&self) -> bool {
        self.component.is_some()
    }
    /// Primitive type?
    #[inline]
    pub fn is_primitive(&self) -> bool {
        self.kind != Kind::Ref
    }
    /// Fully initialised?
    #[inline(always)]
    pub fn is_ready(&self) -> bool {
        self.init_state.load(Ordering::Acquire) == init_state::READY
    }
    /// Whether all bits of `flag` are set.
    #[inline]
    pub fn has(&self, flag: u32) -> bool {
        self.flags.get() & flag == flag
    }
    /// The mirror.
    ///
    /// # Panics
    /// Before `java.lang.Class` is loaded: no class is visible to Java then.
    #[inline]
    pub fn mirror(&self) -> ObjRef {
        self.mirror.get().expect("mirror")
    }
    /// Name as Java prints it: `java.lang.String`, `[Ljava.lang.String;`; the `+` in the name of
    /// a hidden class becomes a slash.
    pub fn external_name(&self) -> String {
        let mut name = self.name.external();
        if self.has_hidden_element()
            && let Some(at) = name.rfind('+')
        {
            name.replace_range(at..=at, "/");
        }
        name
    }
    /// Whether it is a hidden class or an array of them.
    pub fn has_hidden_element(&self) -> bool {
        let mut element = self;
        while let Some(component) = &element.component {
            element = component;
        }
        element.has(class_flag::HIDDEN)
    }
    /// What messages call it: `interface`, `abstract class` or `class`.
    pub fn external_kind(&self) -> &'static str {
        if self.is_interface() {
            "interface"
        } else if self.is_abstract() {
            "abstract class"
        } else {
            "class"
        }
    }
    /// The handle of this class.
    #[inline(always)]
    pub fn handle(&self) -> ClassRef {
        // SAFETY: classes exist only in the arena.
        unsafe { Meta::from_raw(std::ptr::from_ref(self).addr() as u32) }
    }
    /// The class of arrays of this class, if made already.
    #[inline]
    pub fn array_class_if_made(&self) -> Option<ClassRef> {
        // SAFETY: only handles of classes are stored.
        unsafe { Meta::from_raw_opt(self.array_class.load(Ordering::Acquire)) }
    }
}

/// Name and descriptor of a member as one number.
#[inline(always)]
pub fn member_key(name: Sym, desc: Sym) -> u64 {
    u64::from(name.raw()) << 32 | u64::from(desc.raw())
}

impl Method {
    /// Name and descriptor as one number.
    #[inline(always)]
    pub fn key(&self) -> u64 {
        member_key(self.name, self.desc)
    }
    /// Declaring class.
    #[inline(always)]
    pub fn class(&self) -> ClassRef {
        self.class.get().expect("method without class")
    }
    /// Kinds of the arguments of a call, the receiver included.
    pub fn argument_kinds(&self) -> impl Iterator<Item = Kind> {
        let receiver = (!self.is_static()).then_some(Kind::Ref);
        let params = types::params(self.desc.bytes()).map(|part| Kind::of_char(part[0]));
        receiver.into_iter().chain(params)
    }
    /// static?
    #[inline]
    pub fn is_static(&self) -> bool {
        self.access & acc::STATIC != 0
    }
    /// native?
    #[inline]
    pub fn is_native(&self) -> bool {
        self.access & acc::NATIVE != 0
    }
    /// abstract?
    #[inline]
    pub fn is_abstract(&self) -> bool {
        self.access & acc::ABSTRACT != 0
    }
    /// private?
    #[inline]
    pub fn is_private(&self) -> bool {
        self.access & acc::PRIVATE != 0
    }
    /// synchronized?
    #[inline]
    pub fn is_synchronized(&self) -> bool {
        self.access & acc::SYNCHRONIZED != 0
    }
    /// Whether all bits of `flag` are set.
    #[inline]
    pub fn has(&self, flag: u32) -> bool {
        self.flags.get() & flag == flag
    }
    /// The handle of this method.
    #[inline(always)]
    pub fn handle(&self) -> MethodRef {
        // SAFETY: methods exist only in the arena.
        unsafe { Meta::from_raw(std::ptr::from_ref(self).addr() as u32) }
    }
    /// `java.lang.String.length()`-like text for messages: external class, name, descriptor.
    pub fn describe(&self) -> String {
        types::external_signature(Some(self.class().name), self.name, self.desc)
    }
    /// Source line at `bci`, if the class file tells.
    pub fn line_at(&self, bci: usize) -> Option<u16> {
        let mut best: Option<(u16, u16)> = None;
        for &(start, line) in self.extra.lines.iter() {
            if usize::from(start) <= bci && best.is_none_or(|(at, _)| start >= at) {
                best = Some((start, line));
            }
        }
        best.map(|(_, line)| line)
    }
}

impl Field {
    /// Declaring class.
    #[inline]
    pub fn class(&self) -> ClassRef {
        self.class.get().expect("field without class")
    }
    /// static?
    #[inline]
    pub fn is_static(&self) -> bool {
        self.access & acc::STATIC != 0
    }
    /// volatile?
    #[inline]
    pub fn is_volatile(&self) -> bool {
        self.access & acc::VOLATILE != 0
    }
}
