//! The visit of run-time classes and what belongs to them; see [`crate::meta::walk`].

use super::cp::tag;
use super::{
    Bootstrap, CallKind, Class, ClassExtra, CodeSlot, ConstantPool, Constraint, EnclosingMethod,
    Failure, FailureError, Field, Handler, InnerClass, ItableEntry, Kind, Loader, LocalVar, Method,
    MethodExtra, Module, Package, RecordComponent, RefRun, ReferenceKind, Shape, ShapeKind,
};
use crate::interp;
use crate::meta::walk::{Bad, Layout, Node, Walk, Walked, Walker, mix, plain, walk_struct};
use crate::meta::{MetaSlice, Root};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// What identifies the layout of everything in metaspace.
pub const LAYOUT: u64 = {
    let parts = [
        Root::LAYOUT,
        Shape::LAYOUT,
        RefRun::LAYOUT,
        Class::LAYOUT,
        ClassExtra::LAYOUT,
        ConstantPool::LAYOUT,
        ItableEntry::LAYOUT,
        InnerClass::LAYOUT,
        EnclosingMethod::LAYOUT,
        Bootstrap::LAYOUT,
        RecordComponent::LAYOUT,
        Field::LAYOUT,
        Method::LAYOUT,
        MethodExtra::LAYOUT,
        Handler::LAYOUT,
        LocalVar::LAYOUT,
        Loader::LAYOUT,
        Constraint::LAYOUT,
        Failure::LAYOUT,
        FailureError::LAYOUT,
        Module::LAYOUT,
        Package::LAYOUT,
        interp::PREPARED_LAYOUT,
    ];
    let mut hash = 0;
    let mut at = 0;
    while at < parts.len() {
        hash = mix(hash, "", parts[at] as usize);
        at += 1;
    }
    hash
};

plain!(Kind, CallKind, CodeSlot, ShapeKind, ReferenceKind);

/// A number that is the handle of a class, or zero.
fn class_or_zero(cell: &AtomicU32, w: &mut Walker) -> Walked {
    w.raw_node::<Class>(cell.load(Ordering::Acquire))
}

/// Numbers that are handles of methods, or zero.
fn method_slots(slots: &MetaSlice<AtomicU32>, w: &mut Walker) -> Walked {
    w.slice_memory(*slots)?;
    for (index, slot) in slots.iter().enumerate() {
        w.raw_node::<Method>(slot.load(Ordering::Acquire))
            .map_err(|bad| bad.within(format!("[{index}]")))?;
    }
    Ok(())
}

/// Members: each has a handle of its own.
fn members<T: Node>(slice: &MetaSlice<T>, w: &mut Walker) -> Walked {
    w.slice_memory(*slice)?;
    (0..slice.len()).try_for_each(|index| {
        w.node(slice.handle(index)).map_err(|bad| bad.within(format!("[{index}]")))
    })
}

/// A number that identifies a thread; of no meaning in a dump.
#[expect(clippy::unnecessary_wraps, reason = "the visit of a field")]
fn thread_id(_cell: &AtomicU32, _w: &mut Walker) -> Walked {
    Ok(())
}

/// Keys of methods: checked with the methods themselves.
fn key_memory(keys: &MetaSlice<u64>, w: &mut Walker) -> Walked {
    w.slice_memory(*keys).map(|_| ())
}

/// A hash, of which every value is right.
#[expect(clippy::unnecessary_wraps, reason = "the visit of a field")]
fn hash(_hash: &u64, _w: &mut Walker) -> Walked {
    Ok(())
}

walk_struct!(Shape { kind, log2_elem, reference_kind, instance_bytes, ref_runs });
walk_struct!(RefRun { offset, count });
walk_struct!(ItableEntry { interface, first });
walk_struct!(InnerClass { inner, outer, name, access });
walk_struct!(EnclosingMethod { class, method });
walk_struct!(Bootstrap { method, args });
walk_struct!(RecordComponent { name, desc, signature, annotations, type_annotations });
walk_struct!(Handler { start, end, target, catch_type });
walk_struct!(LocalVar { start, len, slot, name, desc });
walk_struct!(Constraint { class, loaders });
walk_struct!(Failure { error, cause });
walk_struct!(FailureError { class, has_message, message });

walk_struct!(Class {
    shape,
    name,
    kind,
    flags,
    access,
    reflect_access,
    major,
    minor,
    super_class,
    interfaces,
    all_interfaces,
    depth,
    display,
    subtype_cache,
    loader,
    module,
    mirror,
    mirror_bytes,
    fields_end,
    static_ref_runs,
    cp,
    fields by members,
    methods by members,
    method_keys by key_memory,
    vtable,
    itable,
    itable_slots by method_slots,
    itable_len,
    init_state,
    init_thread by thread_id,
    array_class by class_or_zero,
    component,
    extra,
    next,
    first_sub by class_or_zero,
    next_sibling by class_or_zero,
} then check_class);

fn check_class(class: &Class, w: &mut Walker) -> Walked {
    let handle = class.handle();
    for (index, method) in class.methods.iter().enumerate() {
        let bad = |what: &str| Err(Bad::new(what).within(format!("methods[{index}]")));
        if method.class.get() != Some(handle) {
            return bad("belongs to another class");
        }
        if class.method_keys.get().get(index) != Some(&method.key()) {
            return bad("has a wrong key in method_keys");
        }
    }
    if class.fields.iter().any(|field| field.class.get() != Some(handle)) {
        return Err(Bad::new("belongs to another class").within("fields"));
    }
    if class.mirror.get().is_none() {
        return Err(Bad::new("none").within("mirror"));
    }
    if !class.cp.is_empty() {
        if class.cp.class.get() != Some(handle) {
            return Err(Bad::new("belongs to another class").within("cp"));
        }
        w.count("constants", class.cp.len() - 1);
    }
    Ok(())
}

walk_struct!(ClassExtra {
    source_file,
    signature,
    inner_classes,
    enclosing,
    bootstraps,
    nest_host_index,
    nest_members,
    nest_host,
    permitted,
    record,
    annotations,
    type_annotations,
    fingerprint by hash,
    init_error,
    package,
});

walk_struct!(Field {
    class,
    name,
    desc,
    access,
    kind,
    flags,
    offset,
    constant,
    slot,
    signature,
    annotations,
    type_annotations,
});

walk_struct!(Method {
    class,
    name,
    desc,
    access,
    call_kind,
    ret,
    max_locals,
    max_stack,
    arg_slots,
    slot,
    flags,
    vtable_index,
    itable_index,
    prepared,
    entry,
    frame_words,
    compiled,
    compiled_entry,
    native_index,
    invocations,
    back_edges,
    code,
    handlers,
    extra,
    resolved_name,
} then check_method);

fn check_method(method: &Method, w: &mut Walker) -> Walked {
    let prepared = method.prepared.get();
    let first = prepared.map_or(0, |prepared| prepared.code.as_ptr().addr() as u32);
    if method.entry.get() != first {
        return Err(Bad::new("not the first word of its prepared code").within("entry"));
    }
    let kind = method.call_kind.get();
    let runs = matches!(kind, CallKind::Bytecode | CallKind::SyncBytecode | CallKind::Compiled);
    if runs != prepared.is_some() {
        return Err(Bad::new(format!("{kind:?} does not fit prepared code")).within("call_kind"));
    }
    if method.is_native() {
        w.count("native methods", 1);
    }
    Ok(())
}

walk_struct!(MethodExtra {
    lines,
    local_vars,
    stack_map,
    exceptions,
    parameters,
    has_parameters,
    signature,
    annotations,
    parameter_annotations,
    annotation_default,
    type_annotations,
});

walk_struct!(Loader {
    object,
    dictionary,
    packages,
    unnamed,
    modules,
    next,
    name,
    constraints,
    builtin,
});

walk_struct!(Module { name, version, location, object, loader, reads, reads_unnamed, open });

walk_struct!(Package { name, module, exported, exported_unnamed, exports, class_path_index });

walk_struct!(ConstantPool { tags, raw, resolved by resolved_memory, class } then check_pool);

fn resolved_memory(slice: &MetaSlice<AtomicU64>, w: &mut Walker) -> Walked {
    w.slice_memory(*slice).map(|_| ())
}

fn check_pool(pool: &ConstantPool, w: &mut Walker) -> Walked {
    if pool.raw.len() != pool.len() || pool.resolved.len() != pool.len() {
        return Err(Bad::new("tags, raw and resolved differ in length"));
    }
    for index in 0..pool.len() as u16 {
        check_constant(pool, index, w)
            .map_err(|bad| bad.within(format!("[{index}] (tag {})", pool.tag(index))))?;
    }
    Ok(())
}

fn check_constant(pool: &ConstantPool, index: u16, w: &mut Walker) -> Walked {
    let (raw, word) = (pool.raw_word(index), pool.resolved(index));
    let symbol = |w: &mut Walker| w.symbol(raw).map_err(|bad| bad.within("raw"));
    let (low, high) = (word as u32, (word >> 32) as u32);
    let check = match pool.tag(index) {
        tag::UTF8 | tag::MODULE | tag::PACKAGE => {
            symbol(w)?;
            nothing(word)
        }
        tag::CLASS => {
            symbol(w)?;
            nothing(u64::from(high)).and_then(|()| w.raw_node::<Class>(low))
        }
        tag::STRING | tag::METHOD_TYPE => {
            symbol(w)?;
            nothing(u64::from(high)).and_then(|()| w.global(low))
        }
        tag::METHOD_HANDLE => nothing(u64::from(high)).and_then(|()| w.global(low)),
        tag::DYNAMIC => {
            let null = word == super::cp::RESOLVED_NULL;
            if null { Ok(()) } else { nothing(u64::from(high)).and_then(|()| w.global(low)) }
        }
        tag::FIELDREF => nothing(u64::from(high)).and_then(|()| w.raw_node::<Field>(low)),
        // The upper half is the vtable index and the argument slots.
        tag::METHODREF | tag::INTERFACE_METHODREF if word != 0 => w.present_node::<Method>(low),
        _ => nothing(word),
    };
    if word != 0 {
        w.count("resolved constants", 1);
    }
    check.map_err(|bad| bad.within("resolved"))
}

fn nothing(word: u64) -> Walked {
    if word == 0 { Ok(()) } else { Err(Bad::new(format!("{word:#x} instead of zero"))) }
}

macro_rules! nodes {
    ($($type:ident = $plural:literal, |$node:ident, $w:ident| $describe:expr;)*) => { $(
        impl Node for $type {
            const PLURAL: &'static str = $plural;
            fn describe(&self, $w: &Walker) -> String {
                let $node = self;
                $describe
            }
        }
    )* };
}

nodes! {
    Class = "classes", |class, w| w.text(class.name);
    Method = "methods", |method, w| format!("{}{}", w.text(method.name), w.text(method.desc));
    Field = "fields", |field, w| format!("{} {}", w.text(field.name), w.text(field.desc));
    ClassExtra = "class attributes", |extra, w| format!("package {}", w.text(extra.package));
    MethodExtra = "method attributes", |extra, _w| format!("{} lines", extra.lines.len());
    ConstantPool = "constant pools", |pool, _w| format!("{} constants", pool.len());
    Loader = "loaders", |loader, w| loader.name.get().map_or(String::new(), |name| w.text(name));
    Module = "modules", |module, w| module.name.map_or("unnamed".to_owned(), |name| w.text(name));
    Package = "packages", |package, w| w.text(package.name);
    Constraint = "loader constraints", |_constraint, _w| String::new();
    Failure = "failed resolutions", |failure, w| w.text(failure.error.class);
}
