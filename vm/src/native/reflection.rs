//! Making the objects of java.lang.reflect, and calling what they stand for.

use super::host::FieldAt;
use super::support;
use crate::class::wk::{self, off};
use crate::class::{ClassRef, Field, FieldRef, Kind, Method, MethodRef, acc, class_flag};
use crate::class::{method_flag, types};
use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::interp;
use crate::meta::{Meta, intern};
use crate::runtime::value::Args;
use crate::runtime::{alloc, boxing, string, throw, value};
use crate::thread::Thread;

/// The modifiers of methods that reflection shows.
pub const METHOD_MODIFIERS: u16 = 0x1dff;
/// The modifiers of fields that reflection shows.
pub const FIELD_MODIFIERS: u16 = 0x50df;

mod field_fields {
    use super::FieldAt;
    pub static NAME: FieldAt = FieldAt::new("name", "Ljava/lang/String;");
    pub static TYPE: FieldAt = FieldAt::new("type", "Ljava/lang/Class;");
    pub static TRUSTED_FINAL: FieldAt = FieldAt::new("trustedFinal", "Z");
    pub static SIGNATURE: FieldAt = FieldAt::new("signature", "Ljava/lang/String;");
    pub static ANNOTATIONS: FieldAt = FieldAt::new("annotations", "[B");
}

mod method_fields {
    use super::FieldAt;
    pub static NAME: FieldAt = FieldAt::new("name", "Ljava/lang/String;");
    pub static RETURN_TYPE: FieldAt = FieldAt::new("returnType", "Ljava/lang/Class;");
    pub static PARAMETER_TYPES: FieldAt = FieldAt::new("parameterTypes", "[Ljava/lang/Class;");
    pub static EXCEPTION_TYPES: FieldAt = FieldAt::new("exceptionTypes", "[Ljava/lang/Class;");
    pub static MODIFIERS: FieldAt = FieldAt::new("modifiers", "I");
    pub static SIGNATURE: FieldAt = FieldAt::new("signature", "Ljava/lang/String;");
    pub static ANNOTATIONS: FieldAt = FieldAt::new("annotations", "[B");
    pub static PARAMETER_ANNOTATIONS: FieldAt = FieldAt::new("parameterAnnotations", "[B");
    pub static ANNOTATION_DEFAULT: FieldAt = FieldAt::new("annotationDefault", "[B");
}

mod constructor_fields {
    use super::FieldAt;
    pub static PARAMETER_TYPES: FieldAt = FieldAt::new("parameterTypes", "[Ljava/lang/Class;");
    pub static EXCEPTION_TYPES: FieldAt = FieldAt::new("exceptionTypes", "[Ljava/lang/Class;");
    pub static MODIFIERS: FieldAt = FieldAt::new("modifiers", "I");
    pub static SIGNATURE: FieldAt = FieldAt::new("signature", "Ljava/lang/String;");
    pub static ANNOTATIONS: FieldAt = FieldAt::new("annotations", "[B");
    pub static PARAMETER_ANNOTATIONS: FieldAt = FieldAt::new("parameterAnnotations", "[B");
}

/// A `java.lang.reflect.Field`.
pub fn new_field(t: &Thread, field: FieldRef) -> R<ObjRef> {
    let class = field.class();
    let field_type = support::type_of(t, class, field.desc.bytes())?;
    let object = alloc::instance(t, wk::field())?;
    object.set_ref(off::refl_field_class(), Some(class.mirror()));
    object.set_i32(off::refl_field_slot(), i32::from(field.slot));
    object.set_ref(field_fields::NAME.of(object), Some(string::intern_sym(t, field.name)?));
    object.set_ref(field_fields::TYPE.of(object), Some(field_type.mirror()));
    let modifiers = field.access & FIELD_MODIFIERS;
    object.set_i32(off::refl_field_modifiers(), i32::from(modifiers));
    let trusted = class.has(class_flag::HIDDEN) || class.has(class_flag::RECORD);
    let trusted = field.access & acc::FINAL != 0 && (field.is_static() || trusted);
    object.set_u8(field_fields::TRUSTED_FINAL.of(object), u8::from(trusted));
    object.set_ref(field_fields::SIGNATURE.of(object), support::string_opt(t, field.signature)?);
    let annotations = support::bytes_opt(t, field.annotations)?;
    object.set_ref(field_fields::ANNOTATIONS.of(object), annotations);
    Ok(object)
}

/// The `Class[]` of the exceptions that a method declares.
fn exception_types(t: &Thread, method: MethodRef) -> R<ObjRef> {
    let indices = method.extra.exceptions.iter();
    let classes: R<Vec<ClassRef>> =
        indices.map(|&index| support::class_at(t, method.class(), index)).collect();
    support::class_array(t, &classes?)
}

/// A `java.lang.reflect.Method`.
pub fn new_method(t: &Thread, method: MethodRef) -> R<ObjRef> {
    let class = method.class();
    let parameters = support::parameter_types(t, method)?;
    let result = support::type_of(t, class, types::result(method.desc.bytes()))?;
    let exceptions = exception_types(t, method)?;
    let object = alloc::instance(t, wk::method())?;
    object.set_ref(off::refl_method_class(), Some(class.mirror()));
    object.set_i32(off::refl_method_slot(), i32::from(method.slot));
    let set = |field: &FieldAt, value: Option<ObjRef>| object.set_ref(field.of(object), value);
    set(&method_fields::NAME, Some(string::intern_sym(t, method.name)?));
    set(&method_fields::PARAMETER_TYPES, Some(support::class_array(t, &parameters)?));
    set(&method_fields::RETURN_TYPE, Some(result.mirror()));
    set(&method_fields::EXCEPTION_TYPES, Some(exceptions));
    let modifiers = i32::from(method.access & METHOD_MODIFIERS);
    object.set_i32(method_fields::MODIFIERS.of(object), modifiers);
    let extra = method.extra;
    set(&method_fields::SIGNATURE, support::string_opt(t, extra.signature)?);
    set(&method_fields::ANNOTATIONS, support::bytes_opt(t, extra.annotations)?);
    let parameter_annotations = support::bytes_opt(t, extra.parameter_annotations)?;
    set(&method_fields::PARAMETER_ANNOTATIONS, parameter_annotations);
    set(&method_fields::ANNOTATION_DEFAULT, support::bytes_opt(t, extra.annotation_default)?);
    Ok(object)
}

/// A `java.lang.reflect.Constructor`.
pub fn new_constructor(t: &Thread, method: MethodRef) -> R<ObjRef> {
    let parameters = support::parameter_types(t, method)?;
    let exceptions = exception_types(t, method)?;
    let object = alloc::instance(t, wk::constructor())?;
    object.set_ref(off::refl_ctor_class(), Some(method.class().mirror()));
    object.set_i32(off::refl_ctor_slot(), i32::from(method.slot));
    let set = |field: &FieldAt, value: Option<ObjRef>| object.set_ref(field.of(object), value);
    set(&constructor_fields::PARAMETER_TYPES, Some(support::class_array(t, &parameters)?));
    set(&constructor_fields::EXCEPTION_TYPES, Some(exceptions));
    let modifiers = i32::from(method.access & METHOD_MODIFIERS);
    object.set_i32(constructor_fields::MODIFIERS.of(object), modifiers);
    let extra = method.extra;
    set(&constructor_fields::SIGNATURE, support::string_opt(t, extra.signature)?);
    set(&constructor_fields::ANNOTATIONS, support::bytes_opt(t, extra.annotations)?);
    let parameter_annotations = support::bytes_opt(t, extra.parameter_annotations)?;
    set(&constructor_fields::PARAMETER_ANNOTATIONS, parameter_annotations);
    Ok(object)
}

/// A Method or, for `<init>`, a Constructor.
pub fn new_executable(t: &Thread, method: MethodRef) -> R<ObjRef> {
    if method.has(method_flag::INIT) { new_constructor(t, method) } else { new_method(t, method) }
}

/// The method that a Method or Constructor object stands for.
pub fn method_from(executable: ObjRef) -> Option<Meta<Method>> {
    let (class, slot) = if executable.class() == wk::constructor() {
        (off::refl_ctor_class(), off::refl_ctor_slot())
    } else {
        (off::refl_method_class(), off::refl_method_slot())
    };
    let class = support::class_of(executable.get_ref(class)?);
    let slot = usize::try_from(executable.get_i32(slot)).ok()?;
    (slot < class.methods.len()).then(|| class.methods.handle(slot))
}

/// The field that a Field object stands for.
pub fn field_from(field: ObjRef) -> Option<Meta<Field>> {
    let class = support::class_of(field.get_ref(off::refl_field_class())?);
    let slot = usize::try_from(field.get_i32(off::refl_field_slot())).ok()?;
    (slot < class.fields.len()).then(|| class.fields.handle(slot))
}

/// IllegalArgumentException with a text.
pub fn illegal_argument(t: &Thread, message: &str) -> Thrown {
    throw::new(t, "java/lang/IllegalArgumentException", message)
}

/// What a mismatch of a primitive parameter and its box is called.
pub const MISMATCH: &str = "argument type mismatch";

/// Unboxes and widens a reflective argument or element; null has an exception without a text.
pub fn unbox(t: &Thread, object: Option<ObjRef>, kind: Kind) -> R<u64> {
    if object.is_none() {
        return Err(throw::bare(t, "java/lang/IllegalArgumentException"));
    }
    boxing::unbox_as(t, object, kind)
}

/// `Method.invoke` of `method`, whose class is initialised here; what it throws is wrapped.
pub fn invoke(
    t: &Thread,
    method: MethodRef,
    receiver: Option<ObjRef>,
    parameters: Option<ObjRef>,
    arguments: Option<ObjRef>,
) -> R<u64> {
    crate::class::init::ensure_initialized(t, method.class())?;
    let mut args = Args::new();
    if !method.is_static() {
        let receiver = support::required(t, receiver)?;
        if !receiver.class().is_subtype_of(method.class()) {
            return Err(illegal_argument(t, "object is not an instance of declaring class"));
        }
        args.push(value::of_ref(Some(receiver)));
    }
    push_arguments(t, &mut args, method, parameters, arguments)?;
    let direct = method.is_static() || method.is_private() || method.has(method_flag::INIT);
    let result = if direct {
        interp::call(t, method, args.slots())
    } else {
        interp::call_virtual(t, method, args.slots())
    };
    result.map_err(|thrown| wrap(t, thrown))
}

fn push_arguments(
    t: &Thread,
    args: &mut Args,
    method: MethodRef,
    parameters: Option<ObjRef>,
    arguments: Option<ObjRef>,
) -> R<()> {
    let given = arguments.map_or(0, ObjRef::array_length);
    let wanted = parameters.map_or(0, ObjRef::array_length);
    if given != wanted {
        return Err(illegal_argument(t, "wrong number of arguments"));
    }
    for (index, param) in types::params(method.desc.bytes()).enumerate() {
        let argument = arguments.and_then(|array| array.ref_element(index));
        let kind = Kind::of_char(param[0]);
        if kind != Kind::Ref {
            args.push_kind(kind, unbox(t, argument, kind)?);
            continue;
        }
        let wanted = parameters.and_then(|array| array.ref_element(index));
        if let (Some(argument), Some(wanted)) = (argument, wanted)
            && !argument.class().is_subtype_of(support::class_of(wanted))
        {
            return Err(illegal_argument(t, MISMATCH));
        }
        args.push(value::of_ref(argument));
    }
    Ok(())
}

/// InvocationTargetException around what a reflective call threw.
fn wrap(t: &Thread, thrown: Thrown) -> Thrown {
    let make = || {
        let name = intern("java/lang/reflect/InvocationTargetException");
        let class = crate::link::loader::load_boot_class(t, name)?;
        let args = Args::new().obj(Some(thrown.0));
        super::host::new_object(t, class, "(Ljava/lang/Throwable;)V", args).map(Thrown)
    };
    make().unwrap_or_else(|failure| failure)
}

/// The parameter types that a Method or Constructor object holds.
pub fn parameters_of(executable: ObjRef) -> Option<ObjRef> {
    let field = if executable.class() == wk::constructor() {
        &constructor_fields::PARAMETER_TYPES
    } else {
        &method_fields::PARAMETER_TYPES
    };
    executable.get_ref(field.of(executable))
}
