//! Fields and methods of a class being defined, and the facts that follow from them.

use super::build::Builder;
use super::define::injected;
use super::layout::{Layout, RefRuns};
use super::{mirror, vtable};
use crate::class::{
    CallKind, Class, CodeSlot, Field, Handler, Kind, LocalVar, Method, MethodExtra, NO_VTABLE,
    ReferenceKind, ShapeKind, acc, class_flag, field_flag, method_flag, types, wk,
};
use crate::classfile::{self, ClassFile, VmAnnotations};
use crate::codecache;
use crate::heap::{GlobalRef, HEADER_BYTES, OBJECT_ALIGN};
use crate::meta::{Arena, MetaCell, MetaSlice, Sym};

fn kind_of(file: &ClassFile, field: &classfile::Field) -> Kind {
    file.utf8(field.descriptor).first().map_or(Kind::Ref, |&c| Kind::of_char(c))
}

/// The kinds of the instance fields, in class-file order.
pub(super) fn instance_kinds(file: &ClassFile) -> impl Iterator<Item = Kind> {
    let instance = file.fields.iter().filter(|field| field.access & acc::STATIC == 0);
    instance.map(|field| kind_of(file, field))
}

/// Lays the fields out and copies them; sizes and reference runs of the class are set.
pub(super) fn fields(builder: &Builder<'_>, class: &mut Class, boot: bool) -> MetaSlice<Field> {
    let file = builder.file;
    let mut instance: Vec<Kind> = instance_kinds(file).collect();
    let declared = instance.len();
    if boot {
        instance.extend(injected(class.name.as_str()).map(|row| row.2));
    }
    let start = if class.super_class.is_some() { class.fields_end } else { HEADER_BYTES as u32 };
    let mut layout = Layout::new(start);
    let inherited = class.shape.ref_runs;
    let mut refs = RefRuns::of(&inherited);
    let offsets = layout.assign(&instance, &mut refs);
    class.shape.ref_runs = refs.finish(inherited);
    class.fields_end = layout.end();
    class.shape.instance_bytes = layout.end().next_multiple_of(OBJECT_ALIGN as u32);
    if boot {
        for (row, &offset) in injected(class.name.as_str()).zip(&offsets[declared..]) {
            wk::set_injected(row.1, offset);
        }
    }

    let is_static = |field: &&classfile::Field| field.access & acc::STATIC != 0;
    let statics: Vec<Kind> =
        file.fields.iter().filter(is_static).map(|field| kind_of(file, field)).collect();
    let mut layout = Layout::new(mirror::statics_start());
    let mut refs = RefRuns::default();
    let static_offsets = layout.assign(&statics, &mut refs);
    class.static_ref_runs = refs.finish(MetaSlice::EMPTY);
    class.mirror_bytes = layout.end().next_multiple_of(OBJECT_ALIGN as u32);

    let (mut next_instance, mut next_static) = (offsets.iter(), static_offsets.iter());
    Arena::slice_with(file.fields.len(), |slot| {
        let field = &file.fields[slot];
        let next = if is_static(&field) { &mut next_static } else { &mut next_instance };
        let offset = next.next().copied().expect("an offset for each field");
        make_field(builder, field, slot, offset)
    })
}

fn make_field(builder: &Builder<'_>, field: &classfile::Field, slot: usize, offset: u32) -> Field {
    let mut flags = 0;
    if field.vm_annotations.contains(VmAnnotations::STABLE) {
        flags |= field_flag::STABLE;
    }
    Field {
        class: MetaCell::new(None),
        name: builder.sym(field.name),
        desc: builder.sym(field.descriptor),
        access: field.access,
        kind: kind_of(builder.file, field),
        flags,
        offset,
        constant: field.constant_value.map_or(0, |index| index.0),
        slot: slot as u16,
        signature: builder.sym_opt(field.signature),
        annotations: builder.bytes(field.annotations.visible),
        type_annotations: builder.bytes(field.annotations.visible_type),
    }
}

/// Copies the methods.
pub(super) fn methods(builder: &Builder<'_>, class: &Class, boot: bool) -> MetaSlice<Method> {
    let polymorphic = boot
        && (class.name == "java/lang/invoke/MethodHandle"
            || class.name == "java/lang/invoke/VarHandle");
    let methods = &builder.file.methods;
    Arena::slice_with(methods.len(), |slot| {
        let mut method = make_method(builder, &methods[slot], slot);
        if polymorphic {
            mark_polymorphic(&mut method);
        }
        if boot && method.has(method_flag::INTRINSIC) && has_row(class, &method) {
            method.call_kind.set(CallKind::UnboundNative);
        }
        method
    })
}

fn make_method(builder: &Builder<'_>, method: &classfile::Method, slot: usize) -> Method {
    let (name, desc) = (builder.sym(method.name), builder.sym(method.descriptor));
    let receiver = usize::from(method.access & acc::STATIC == 0);
    let arg_slots = (types::param_slots(desc.bytes()) + receiver) as u16;
    let call_kind = if method.access & acc::NATIVE != 0 {
        CallKind::UnboundNative
    } else if method.access & acc::ABSTRACT != 0 || method.code.is_none() {
        CallKind::Abstract
    } else {
        CallKind::Unprepared
    };
    let code = method.code.as_ref();
    Method {
        class: MetaCell::new(None),
        name,
        desc,
        access: method.access,
        call_kind: MetaCell::new(call_kind),
        ret: types::result_kind(desc.bytes()),
        max_locals: code.map_or(arg_slots, |code| code.max_locals),
        max_stack: code.map_or(0, |code| code.max_stack),
        arg_slots,
        slot: slot as u16,
        flags: MetaCell::new(method_flags(builder, method, name)),
        vtable_index: MetaCell::new(NO_VTABLE),
        itable_index: MetaCell::new(-1),
        prepared: MetaCell::new(None),
        entry: MetaCell::new(0),
        frame_words: MetaCell::new(0),
        compiled: CodeSlot::new(codecache::call_stub()),
        compiled_entry: MetaCell::new(0),
        native_index: MetaCell::new(0),
        invocations: MetaCell::new(0),
        back_edges: MetaCell::new(0),
        code: builder.bytes(code.map(|code| code.code)),
        handlers: handlers(code),
        extra: Arena::place(method_extra(builder, method)),
        resolved_name: MetaCell::new(GlobalRef::NULL),
    }
}

fn handlers(code: Option<&classfile::Code>) -> MetaSlice<Handler> {
    let rows = code.map_or(&[][..], |code| &code.exception_table);
    Arena::slice_with(rows.len(), |i| Handler {
        start: rows[i].start.0 as u16,
        end: rows[i].end.0 as u16,
        target: rows[i].handler.0 as u16,
        catch_type: rows[i].catch_type.map_or(0, |index| index.0),
    })
}

const ANNOTATION_FLAGS: [(VmAnnotations, u32); 7] = [
    (VmAnnotations::CALLER_SENSITIVE, method_flag::CALLER_SENSITIVE),
    (VmAnnotations::HIDDEN, method_flag::HIDDEN),
    (VmAnnotations::LAMBDA_FORM_HIDDEN, method_flag::HIDDEN),
    (VmAnnotations::FORCE_INLINE, method_flag::FORCE_INLINE),
    (VmAnnotations::DONT_INLINE, method_flag::DONT_INLINE),
    (VmAnnotations::LAMBDA_FORM_COMPILED, method_flag::LAMBDA_FORM),
    (VmAnnotations::INTRINSIC_CANDIDATE, method_flag::INTRINSIC),
];

fn method_flags(builder: &Builder<'_>, method: &classfile::Method, name: Sym) -> u32 {
    let mut flags = 0;
    for (annotation, flag) in ANNOTATION_FLAGS {
        if method.vm_annotations.contains(annotation) {
            flags |= flag;
        }
    }
    if let Some(code) = &method.code {
        if builder.file.bytes(code.code) == [RETURN] {
            flags |= method_flag::EMPTY;
        }
        if !code.exception_table.is_empty() {
            flags |= method_flag::HANDLERS;
        }
    }
    match name.bytes() {
        b"<init>" => flags | method_flag::INIT,
        b"<clinit>" => flags | method_flag::CLINIT,
        _ => flags,
    }
}

const RETURN: u8 = 0xb1;

fn method_extra(builder: &Builder<'_>, method: &classfile::Method) -> MethodExtra {
    let code = method.code.as_ref();
    let lines = code.map_or(&[][..], |code| &code.line_numbers);
    let vars = code.map_or(&[][..], |code| &code.local_variables);
    let parameters = method.parameters.as_deref().unwrap_or_default();
    MethodExtra {
        lines: Arena::slice_with(lines.len(), |i| (lines[i].start.0 as u16, lines[i].line)),
        local_vars: Arena::slice_with(vars.len(), |i| LocalVar {
            start: vars[i].start.0 as u16,
            len: (vars[i].end.0 - vars[i].start.0) as u16,
            slot: vars[i].index.0,
            name: builder.sym(vars[i].name),
            desc: builder.sym(vars[i].descriptor),
        }),
        stack_map: builder.bytes(code.and_then(|code| code.stack_map_table)),
        exceptions: Arena::slice_with(method.exceptions.len(), |i| method.exceptions[i].0),
        parameters: Arena::slice_with(parameters.len(), |i| {
            (parameters[i].name.0, parameters[i].access)
        }),
        has_parameters: method.parameters.is_some(),
        signature: builder.sym_opt(method.signature),
        annotations: builder.bytes(method.annotations.visible),
        parameter_annotations: builder.bytes(method.parameter_annotations),
        annotation_default: builder.bytes(method.annotation_default),
        type_annotations: builder.bytes(method.annotations.visible_type),
    }
}

/// Whether a Rust function replaces the body of an `@IntrinsicCandidate` method.
fn has_row(class: &Class, method: &Method) -> bool {
    crate::native::has_row(&class.name.text(), method.name, method.desc)
}

/// Marks the signature-polymorphic methods of MethodHandle and VarHandle (JVMS 2.9.3).
fn mark_polymorphic(method: &mut Method) {
    let wanted = acc::NATIVE | acc::VARARGS;
    if method.access & wanted != wanted
        || !method.desc.bytes().starts_with(b"([Ljava/lang/Object;)")
    {
        return;
    }
    method.flags.set_bits(method_flag::SIGNATURE_POLYMORPHIC);
    if let Some(kind) = polymorphic_kind(method.name) {
        method.call_kind.set(kind);
    }
}

/// How a call of one of the linkers and of `invokeBasic` is done; none for other names.
pub(super) fn polymorphic_kind(name: Sym) -> Option<CallKind> {
    match name.bytes() {
        b"invokeBasic" => Some(CallKind::InvokeBasic),
        b"linkToVirtual" => Some(CallKind::LinkToVirtual),
        b"linkToStatic" | b"linkToSpecial" => Some(CallKind::LinkToDirect),
        b"linkToInterface" => Some(CallKind::LinkToInterface),
        _ => None,
    }
}

/// Flags that pass from a superclass to its subclasses.
const INHERITED: u32 = class_flag::FINALIZER
    | class_flag::CLONEABLE
    | class_flag::INHERITS_DEFAULTS
    | class_flag::LOADER
    | class_flag::THROWABLE
    | class_flag::MAGIC_ACCESSOR;

/// Sets the class's flags, the shape of mirrors and the strength of references.
pub(super) fn set_flags(builder: &Builder<'_>, class: &mut Class, boot: bool) {
    let mut flags = class.super_class.map_or(0, |class| class.flags.get() & INHERITED);
    for method in class.methods.iter() {
        match method.name.bytes() {
            b"<clinit>" => flags |= class_flag::CLINIT,
            b"finalize" if method.desc == "()V" && !method.is_static() => {
                flags &= !class_flag::FINALIZER;
                if !method.has(method_flag::EMPTY) {
                    flags |= class_flag::FINALIZER;
                }
            }
            _ => {}
        }
        if class.is_interface() && method.access & (acc::ABSTRACT | acc::STATIC) == 0 {
            flags |= class_flag::DEFAULTS;
        }
    }
    for interface in class.interfaces.iter() {
        let above = interface.flags.get();
        flags |= above & class_flag::CLONEABLE;
        if above & (class_flag::DEFAULTS | class_flag::INHERITS_DEFAULTS) != 0 {
            flags |= class_flag::INHERITS_DEFAULTS;
        }
    }
    if class.is_abstract() || class.is_interface() {
        flags |= class_flag::NO_NEW;
    }
    if builder.file.attributes.record.is_some() && class.access & acc::FINAL != 0 {
        flags |= class_flag::RECORD;
    }
    if boot {
        flags |= set_library_facts(class);
    }
    if vtable::declares_final(class) {
        flags |= class_flag::FINAL_METHODS;
    }
    class.flags.set(flags);
}

/// What is special about the class library's own classes.
fn set_library_facts(class: &mut Class) -> u32 {
    let kind = match class.name.as_str() {
        "java/lang/Cloneable" => return class_flag::CLONEABLE,
        "java/lang/ClassLoader" => return class_flag::LOADER,
        "java/lang/Throwable" => return class_flag::THROWABLE,
        "jdk/internal/reflect/MagicAccessorImpl" => return class_flag::MAGIC_ACCESSOR,
        "java/lang/Class" => {
            class.shape.kind = ShapeKind::Mirror;
            return class_flag::NO_NEW;
        }
        "java/lang/ref/SoftReference" => ReferenceKind::Soft,
        "java/lang/ref/WeakReference" => ReferenceKind::Weak,
        "java/lang/ref/FinalReference" => ReferenceKind::Final,
        "java/lang/ref/PhantomReference" => ReferenceKind::Phantom,
        _ => return 0,
    };
    class.shape.kind = ShapeKind::Reference;
    class.shape.reference_kind = kind;
    0
}
