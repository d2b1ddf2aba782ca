//! Well-known classes, fields and methods of the class library: what the VM itself touches.
//!
//! To add a class or a field, add a row. Classes are loaded by [`init`] at start-up in row order;
//! fields are found by name once their class is loaded. A row whose member does not exist in the
//! running class library stops the start with a message that names it, unless marked `optional`.

use super::{ClassRef, MethodRef};
use crate::meta::{MetaCell, intern};

macro_rules! classes {
    ($($id:ident = $name:literal;)*) => {
        /// Handles of the well-known classes.
        pub struct Classes { $(
            #[doc = $name]
            pub $id: MetaCell<Option<ClassRef>>, )* }
        static CLASSES: Classes = Classes { $($id: MetaCell::new(None),)* };
        /// Names and cells in row order.
        pub fn rows() -> Vec<(&'static str, &'static MetaCell<Option<ClassRef>>)> {
            vec![$(($name, &CLASSES.$id),)*]
        }
        $(
            #[doc = concat!("The class `", $name, "`.")]
            #[inline(always)]
            pub fn $id() -> ClassRef {
                CLASSES.$id.get().expect($name)
            }
        )*
    };
}

classes! {
    object = "java/lang/Object";
    serializable = "java/io/Serializable";
    cloneable = "java/lang/Cloneable";
    comparable = "java/lang/Comparable";
    char_sequence = "java/lang/CharSequence";
    class = "java/lang/Class";
    string = "java/lang/String";
    system = "java/lang/System";
    thread = "java/lang/Thread";
    thread_group = "java/lang/ThreadGroup";
    class_loader = "java/lang/ClassLoader";
    module = "java/lang/Module";
    throwable = "java/lang/Throwable";
    error = "java/lang/Error";
    exception = "java/lang/Exception";
    runtime_exception = "java/lang/RuntimeException";
    stack_trace_element = "java/lang/StackTraceElement";
    reference = "java/lang/ref/Reference";
    soft_reference = "java/lang/ref/SoftReference";
    weak_reference = "java/lang/ref/WeakReference";
    final_reference = "java/lang/ref/FinalReference";
    phantom_reference = "java/lang/ref/PhantomReference";
    finalizer = "java/lang/ref/Finalizer";
    boolean_box = "java/lang/Boolean";
    byte_box = "java/lang/Byte";
    char_box = "java/lang/Character";
    short_box = "java/lang/Short";
    int_box = "java/lang/Integer";
    float_box = "java/lang/Float";
    long_box = "java/lang/Long";
    double_box = "java/lang/Double";
    void_box = "java/lang/Void";
    method = "java/lang/reflect/Method";
    constructor = "java/lang/reflect/Constructor";
    field = "java/lang/reflect/Field";
    parameter = "java/lang/reflect/Parameter";
    record_component = "java/lang/reflect/RecordComponent";
    constant_pool = "jdk/internal/reflect/ConstantPool";
    magic_accessor = "jdk/internal/reflect/MagicAccessorImpl";
    method_handle = "java/lang/invoke/MethodHandle";
    var_handle = "java/lang/invoke/VarHandle";
    member_name = "java/lang/invoke/MemberName";
    resolved_method_name = "java/lang/invoke/ResolvedMethodName";
    method_handle_natives = "java/lang/invoke/MethodHandleNatives";
    lambda_form = "java/lang/invoke/LambdaForm";
    method_type = "java/lang/invoke/MethodType";
    call_site = "java/lang/invoke/CallSite";
    call_site_context = "java/lang/invoke/MethodHandleNatives$CallSiteContext";
    stack_frame_info = "java/lang/StackFrameInfo";
    stack_walker = "java/lang/StackStreamFactory$AbstractStackWalker";
    access_control_context = "java/security/AccessControlContext";
    protection_domain = "java/security/ProtectionDomain";
    unsafe_class = "jdk/internal/misc/Unsafe";
    assertion_status_directives = "java/lang/AssertionStatusDirectives";
    linkage_error = "java/lang/LinkageError";
    class_not_found_exception = "java/lang/ClassNotFoundException";
    virtual_machine_error = "java/lang/VirtualMachineError";
    out_of_memory_error = "java/lang/OutOfMemoryError";
    stack_overflow_error = "java/lang/StackOverflowError";
    null_pointer_exception = "java/lang/NullPointerException";
    arithmetic_exception = "java/lang/ArithmeticException";
    class_cast_exception = "java/lang/ClassCastException";
    array_index_exception = "java/lang/ArrayIndexOutOfBoundsException";
    array_store_exception = "java/lang/ArrayStoreException";
    negative_array_size_exception = "java/lang/NegativeArraySizeException";
    illegal_monitor_state_exception = "java/lang/IllegalMonitorStateException";
}

macro_rules! fields {
    ($($id:ident = $class:ident . $name:literal : $desc:literal $($optional:ident)?;)*) => {
        /// Byte offsets of the well-known fields: in the instance, or in the mirror when static.
        pub struct Offsets { $(
            #[doc = concat!(stringify!($class), ".", $name)]
            pub $id: MetaCell<u32>, )* }
        static OFFSETS: Offsets = Offsets { $($id: MetaCell::new(0),)* };
        /// Fields whose class is loaded get their offsets; the rest wait for a later call.
        ///
        /// # Errors
        /// The first row that names a field that its loaded class does not have.
        pub fn resolve_fields() -> Result<(), String> {
            $(
                if let Some(class) = CLASSES.$class.get() {
                    let found = class.declared_field(intern($name), intern($desc));
                    match found {
                        Some(field) => OFFSETS.$id.set(field.offset),
                        None if concat!($(stringify!($optional))?) == "optional" => {}
                        None => return Err(format!("{}.{} {}", class.name, $name, $desc)),
                    }
                }
            )*
            Ok(())
        }
        /// Offsets of the well-known fields.
        pub mod off {
            $(
                #[doc = concat!("Offset of ", stringify!($class), ".", $name)]
                #[inline(always)]
                pub fn $id() -> usize {
                    let offset = super::OFFSETS.$id.get() as usize;
                    debug_assert!(offset != 0, concat!(stringify!($class), ".", $name));
                    offset
                }
            )*
        }
    };
}

fields! {
    string_value = string."value": "[B";
    string_coder = string."coder": "B";
    string_hash = string."hash": "I";
    class_module = class."module": "Ljava/lang/Module;";
    class_loader_of = class."classLoader": "Ljava/lang/ClassLoader;";
    class_name = class."name": "Ljava/lang/String;";
    class_component_type = class."componentType": "Ljava/lang/Class;";
    class_class_data = class."classData": "Ljava/lang/Object;";
    loader_parent = class_loader."parent": "Ljava/lang/ClassLoader;";
    loader_name = class_loader."name": "Ljava/lang/String;";
    loader_name_and_id = class_loader."nameAndId": "Ljava/lang/String;";
    loader_unnamed_module = class_loader."unnamedModule": "Ljava/lang/Module;";
    loader_parallel_lock_map = class_loader."parallelLockMap": "Ljava/util/concurrent/ConcurrentHashMap;";
    module_name = module."name": "Ljava/lang/String;";
    module_loader = module."loader": "Ljava/lang/ClassLoader;";
    thread_name = thread."name": "Ljava/lang/String;";
    thread_priority = thread."priority": "I";
    thread_daemon = thread."daemon": "Z";
    thread_eetop = thread."eetop": "J";
    thread_tid = thread."tid": "J";
    thread_status = thread."threadStatus": "I";
    thread_group_of = thread."group": "Ljava/lang/ThreadGroup;";
    thread_interrupted = thread."interrupted": "Z";
    thread_inherited_acc = thread."inheritedAccessControlContext": "Ljava/security/AccessControlContext;";
    thread_park_blocker = thread."parkBlocker": "Ljava/lang/Object;";
    throwable_message = throwable."detailMessage": "Ljava/lang/String;";
    throwable_cause = throwable."cause": "Ljava/lang/Throwable;";
    throwable_backtrace = throwable."backtrace": "Ljava/lang/Object;";
    throwable_stack_trace = throwable."stackTrace": "[Ljava/lang/StackTraceElement;";
    throwable_depth = throwable."depth": "I";
    ste_class_object = stack_trace_element."declaringClassObject": "Ljava/lang/Class;";
    ste_loader_name = stack_trace_element."classLoaderName": "Ljava/lang/String;";
    ste_module_name = stack_trace_element."moduleName": "Ljava/lang/String;";
    ste_module_version = stack_trace_element."moduleVersion": "Ljava/lang/String;";
    ste_class = stack_trace_element."declaringClass": "Ljava/lang/String;";
    ste_method = stack_trace_element."methodName": "Ljava/lang/String;";
    ste_file = stack_trace_element."fileName": "Ljava/lang/String;";
    ste_line = stack_trace_element."lineNumber": "I";
    reference_referent = reference."referent": "Ljava/lang/Object;";
    reference_queue = reference."queue": "Ljava/lang/ref/ReferenceQueue;";
    reference_next = reference."next": "Ljava/lang/ref/Reference;";
    reference_discovered = reference."discovered": "Ljava/lang/ref/Reference;";
    soft_timestamp = soft_reference."timestamp": "J";
    soft_clock = soft_reference."clock": "J";
    boolean_value = boolean_box."value": "Z";
    byte_value = byte_box."value": "B";
    char_value = char_box."value": "C";
    short_value = short_box."value": "S";
    int_value = int_box."value": "I";
    float_value = float_box."value": "F";
    long_value = long_box."value": "J";
    double_value = double_box."value": "D";
    mh_type = method_handle."type": "Ljava/lang/invoke/MethodType;";
    mh_form = method_handle."form": "Ljava/lang/invoke/LambdaForm;";
    form_vmentry = lambda_form."vmentry": "Ljava/lang/invoke/MemberName;";
    mn_class = member_name."clazz": "Ljava/lang/Class;";
    mn_name = member_name."name": "Ljava/lang/String;";
    mn_type = member_name."type": "Ljava/lang/Object;";
    mn_flags = member_name."flags": "I";
    mn_method = member_name."method": "Ljava/lang/invoke/ResolvedMethodName;";
    method_type_rtype = method_type."rtype": "Ljava/lang/Class;";
    method_type_ptypes = method_type."ptypes": "[Ljava/lang/Class;";
    refl_method_class = method."clazz": "Ljava/lang/Class;";
    refl_method_slot = method."slot": "I";
    refl_ctor_class = constructor."clazz": "Ljava/lang/Class;";
    refl_ctor_slot = constructor."slot": "I";
    refl_field_class = field."clazz": "Ljava/lang/Class;";
    refl_field_slot = field."slot": "I";
    refl_field_modifiers = field."modifiers": "I";
    call_site_target = call_site."target": "Ljava/lang/invoke/MethodHandle;";
    cp_oop = constant_pool."constantPoolOop": "Ljava/lang/Object;";
}

macro_rules! injected {
    ($($class:literal { $($id:ident : $kind:ident),* $(,)? })*) => {
        /// Fields that the VM adds to classes of the library, invisible to Java: laid out as if
        /// declared last. `(class, field, kind)`.
        pub const INJECTED: &[(&str, &str, super::Kind)] =
            &[$($(($class, stringify!($id), super::Kind::$kind),)*)*];
        struct InjectedOffsets { $($($id: MetaCell<u32>,)*)* }
        static INJECTED_OFFSETS: InjectedOffsets =
            InjectedOffsets { $($($id: MetaCell::new(0),)*)* };
        /// Records the offset that layout gave to injected field `name`.
        pub fn set_injected(name: &str, offset: u32) {
            match name {
                $($(stringify!($id) => INJECTED_OFFSETS.$id.set(offset),)*)*
                _ => unreachable!("no injected field {name}"),
            }
        }
        /// Offsets of injected fields.
        pub mod inj {
            $($(
                #[doc = concat!("Offset of the injected field in `", $class, "`.")]
                #[inline(always)]
                pub fn $id() -> usize {
                    super::INJECTED_OFFSETS.$id.get() as usize
                }
            )*)*
        }
    };
}

injected! {
    "java/lang/Class" {
        vm_class: Int,
        protection_domain: Ref,
        signers: Ref,
        init_lock: Ref,
    }
    "java/lang/ClassLoader" { vm_loader: Int }
    "java/lang/Module" { vm_module: Int }
    "java/lang/invoke/MemberName" { vm_index: Long }
    "java/lang/invoke/ResolvedMethodName" { vm_method: Int, vm_holder: Ref }
}

/// The box class of a primitive kind.
pub fn box_class(kind: super::Kind) -> ClassRef {
    use super::Kind;
    match kind {
        Kind::Bool => boolean_box(),
        Kind::Byte => byte_box(),
        Kind::Char => char_box(),
        Kind::Short => short_box(),
        Kind::Int => int_box(),
        Kind::Float => float_box(),
        Kind::Long => long_box(),
        Kind::Double => double_box(),
        Kind::Void => void_box(),
        Kind::Ref => object(),
    }
}

/// A method that a well-known class declares.
///
/// # Panics
/// When it does not: the class library is not one that this VM knows.
pub fn method_of(class: ClassRef, name: &str, desc: &str) -> MethodRef {
    class
        .declared_method(intern(name), intern(desc))
        .unwrap_or_else(|| panic!("{}.{name}{desc} is missing", class.name))
}
