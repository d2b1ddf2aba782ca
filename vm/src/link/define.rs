//! Making a class from the bytes of a class file (JVMS 5.3.5).

use super::build::Builder;
use super::loader::Locked;
use super::{layout, loader, members, messages, mirror, modules, supers, vtable};
use crate::class::wk::{self, inj};
use crate::class::{
    Class, ClassExtra, ClassRef, ConstantPool, Kind, LoaderRef, ReferenceKind, Shape, ShapeKind,
    acc, class_flag, init_state, method_flag,
};
use crate::classfile::{self, ClassFile, ParseOptions};
use crate::compile::assume;
use crate::counters::Counter;
use crate::error::R;
use crate::heap::{self, GlobalRef, ObjRef};
use crate::meta::{self, Arena, Meta, MetaCell, MetaSlice, Sym, intern, intern_bytes};
use crate::runtime::throw;
use crate::thread::Thread;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

/// What accompanies the bytes of a class.
#[derive(Clone, Copy, Default)]
pub struct DefineOptions<'a> {
    /// The protection domain.
    pub protection_domain: Option<ObjRef>,
    /// Set for a hidden class.
    pub hidden: Option<HiddenInfo>,
    /// Where the bytes came from, for the log: `file:/dir/`, `jrt:/java.base`.
    pub source: Option<&'a str>,
    /// The module in the image, for classes that the bootstrap loader found there.
    pub image_module: Option<&'a str>,
}

/// What makes a class hidden (`Lookup.defineHiddenClass`).
#[derive(Clone, Copy, Default)]
pub struct HiddenInfo {
    /// Host of the nest that it joins.
    pub nest_host: Option<ClassRef>,
    /// Its class data.
    pub class_data: Option<ObjRef>,
    /// Whether it lives as long as its loader.
    pub strong: bool,
    /// Whether it may use the annotations reserved to the class library.
    pub vm_annotations: bool,
}

static NUMBER_OF_HIDDEN: AtomicU32 = AtomicU32::new(0);

/// Defines a class in `loader`. With a `name` (slashes), the bytes must be of that class.
///
/// # Errors
/// The linkage errors of JVMS 5.3.5, and whatever loading the supertypes throws.
pub fn define_class(
    t: &Thread,
    loader: LoaderRef,
    name: Option<Sym>,
    bytes: &[u8],
    options: &DefineOptions<'_>,
) -> R<ClassRef> {
    let boot = loader == loader::boot();
    // A hidden class takes the name that it is given, whatever its bytes say.
    let expected = if options.hidden.is_some() { None } else { name.map(Sym::text) };
    let hidden_annotations = options.hidden.is_some_and(|hidden| hidden.vm_annotations);
    let parse_options = ParseOptions {
        check_format: !boot,
        vm_annotations: loader.builtin.get() == 2
            || hidden_annotations
            || (loader.builtin.get() == 1 && loader.name.get().is_some_and(|n| n == "platform")),
        enable_preview: crate::boot::is_preview_enabled(),
        ..ParseOptions::checked(expected.as_deref())
    };
    let file = classfile::parse(bytes, &parse_options)
        .map_err(|error| throw::new(t, error.java_class(), &error.to_string()))?;
    let builder = Builder::new(&file);
    let this_name = builder.class_name(file.this_class);
    if boot {
        note_class_layout(&file, this_name);
    }
    check_package_allowed(t, loader, this_name)?;
    if options.hidden.is_none()
        && let Some(known) = loader::find_loaded(loader, this_name)
    {
        // Two threads may load the same class of the boot loader: the first one's counts.
        return if boot { Ok(known) } else { duplicate(t, loader, this_name) };
    }
    let supers = supers::load(t, loader, this_name, &builder, options.hidden.is_some())?;
    let name = match options.hidden {
        Some(_) => hidden_name(name.unwrap_or(this_name)),
        None => this_name,
    };
    let class = make(&builder, loader, name, &supers, bytes, options)?;
    supers::check(t, class)?;
    vtable_checks(t, class)?;
    if let Some(hidden) = options.hidden {
        let mut flags = class_flag::HIDDEN;
        if hidden.strong {
            flags |= class_flag::STRONG_HIDDEN;
        }
        class.flags.set_bits(flags);
        class.extra.nest_host.set(hidden.nest_host);
        // As HotSpot does: the frames of hidden classes are left out of stack traces.
        for method in class.methods.iter() {
            method.flags.set_bits(method_flag::HIDDEN);
        }
    }
    let class_data = options.hidden.and_then(|hidden| hidden.class_data);
    mirror::create(t, class, options.protection_domain, class_data)?;
    publish(t, class, options)
}

/// Finds the end of the instance fields of `java.lang.Class`, behind which all statics lie, when
/// the first class is defined.
fn note_class_layout(file: &ClassFile, name: Sym) {
    if mirror::statics_start() != 0 {
        return;
    }
    let of = |file: &ClassFile| {
        let kinds = members::instance_kinds(file).chain(injected("java/lang/Class").map(|i| i.2));
        let mut layout = layout::Layout::new(heap::HEADER_BYTES as u32);
        layout.assign(&kinds.collect::<Vec<_>>(), &mut layout::RefRuns::default());
        layout.end().next_multiple_of(8)
    };
    if name == "java/lang/Class" {
        mirror::set_statics_start(of(file));
        return;
    }
    let image = &loader::boot_path().image;
    let bytes = match image.find_class_in("java.base", "java/lang/Class") {
        Ok(Some(bytes)) => bytes,
        Ok(None) => crate::error::fatal("the class library has no java.lang.Class"),
        Err(error) => crate::error::fatal(&error.to_string()),
    };
    match classfile::parse(&bytes, &ParseOptions::boot(None)) {
        Ok(file) => mirror::set_statics_start(of(&file)),
        Err(error) => crate::error::fatal(&format!("java.lang.Class: {error}")),
    }
}

/// The fields that the VM adds to a class of the class library.
pub(super) fn injected(class: &str) -> impl Iterator<Item = (&'static str, &'static str, Kind)> {
    wk::INJECTED.iter().copied().filter(move |row| row.0 == class)
}

fn check_package_allowed(t: &Thread, loader: LoaderRef, name: Sym) -> R<()> {
    let privileged = loader.builtin.get() == 2
        || (loader.builtin.get() == 1 && loader.name.get().is_some_and(|n| n == "platform"));
    if privileged || !name.bytes().starts_with(b"java/") {
        return Ok(());
    }
    let package = String::from_utf8_lossy(&name.bytes()[..loader::package_len(name.bytes())]);
    let message = format!(
        "Class loader (instance of): {} tried to load prohibited package name: {}",
        messages::loader_name(loader),
        package.replace('/', ".")
    );
    Err(throw::new(t, "java/lang/SecurityException", &message))
}

fn hidden_name(name: Sym) -> Sym {
    let number = NUMBER_OF_HIDDEN.fetch_add(1, Ordering::Relaxed);
    let address = 0x0000_0001_0000_0000_u64 + u64::from(number) * 0x400;
    intern_bytes(&[name.bytes(), format!("+{address:#018x}").as_bytes()].concat())
}

fn duplicate<T>(t: &Thread, loader: LoaderRef, name: Sym) -> R<T> {
    let known = loader::find_loaded(loader, name);
    let (kind, place) = known.map_or_else(
        || ("class", String::new()),
        |class| (class.external_kind(), messages::place(class, true)),
    );
    let message = format!(
        "loader {} attempted duplicate {kind} definition for {}. ({place})",
        messages::loader_name(loader),
        name.external()
    );
    Err(throw::new(t, "java/lang/LinkageError", &message))
}

/// Pool and attributes of classes that have none. The first call is start-up's, on one thread.
fn shared_empty() -> (Meta<ConstantPool>, Meta<ClassExtra>) {
    let root = meta::root();
    if let (Some(cp), Some(extra)) = (root.empty_pool.get(), root.empty_extra.get()) {
        return (cp, extra);
    }
    let cp = Arena::place(ConstantPool {
        tags: MetaSlice::EMPTY,
        raw: MetaSlice::EMPTY,
        resolved: MetaSlice::EMPTY,
        class: MetaCell::new(None),
    });
    let extra = Arena::place(new_extra(intern("")));
    root.empty_pool.set(Some(cp));
    root.empty_extra.set(Some(extra));
    (cp, extra)
}

/// A class with nothing in it yet.
pub(super) fn new_class(name: Sym, loader: LoaderRef) -> Class {
    let (cp, extra) = shared_empty();
    Class {
        shape: Shape {
            kind: ShapeKind::Instance,
            log2_elem: 0,
            reference_kind: ReferenceKind::None,
            instance_bytes: 0,
            ref_runs: MetaSlice::EMPTY,
        },
        name,
        kind: Kind::Ref,
        flags: MetaCell::new(0),
        access: 0,
        reflect_access: 0,
        major: 0,
        minor: 0,
        super_class: None,
        interfaces: MetaSlice::EMPTY,
        all_interfaces: MetaSlice::EMPTY,
        depth: 0,
        display: [const { MetaCell::new(None) }; 8],
        subtype_cache: MetaCell::new(None),
        loader,
        module: MetaCell::new(None),
        mirror: MetaCell::new(None),
        mirror_bytes: 0,
        fields_end: 0,
        static_ref_runs: MetaSlice::EMPTY,
        cp,
        fields: MetaSlice::EMPTY,
        methods: MetaSlice::EMPTY,
        method_keys: MetaSlice::EMPTY,
        vtable: MetaSlice::EMPTY,
        itable: MetaSlice::EMPTY,
        itable_slots: MetaSlice::EMPTY,
        itable_len: 0,
        init_state: AtomicU8::new(init_state::LOADED),
        init_thread: AtomicU32::new(0),
        array_class: AtomicU32::new(0),
        component: None,
        extra,
        next: MetaCell::new(None),
        first_sub: AtomicU32::new(0),
        next_sibling: AtomicU32::new(0),
    }
}

/// Facts of a class that has none of the optional attributes.
pub(super) fn new_extra(package: Sym) -> ClassExtra {
    ClassExtra {
        source_file: None,
        signature: None,
        inner_classes: MetaSlice::EMPTY,
        enclosing: None,
        bootstraps: MetaSlice::EMPTY,
        nest_host_index: 0,
        nest_members: MetaSlice::EMPTY,
        nest_host: MetaCell::new(None),
        permitted: MetaSlice::EMPTY,
        record: MetaSlice::EMPTY,
        annotations: MetaSlice::EMPTY,
        type_annotations: MetaSlice::EMPTY,
        fingerprint: 0,
        init_error: MetaCell::new(GlobalRef::NULL),
        package,
    }
}

/// Copies everything into the arena and computes layout and tables.
fn make(
    builder: &Builder<'_>,
    loader: LoaderRef,
    name: Sym,
    supers: &supers::Supers,
    bytes: &[u8],
    options: &DefineOptions<'_>,
) -> R<ClassRef> {
    let file = builder.file;
    let boot = loader == loader::boot();
    let package_len = loader::package_len(name.bytes());
    let package = intern_bytes(&name.bytes()[..package_len]);
    let mut class = new_class(name, loader);
    class.access = file.access;
    class.reflect_access = builder.reflect_access();
    class.major = file.major_version;
    class.minor = file.minor_version;
    supers.fill(&mut class);
    class.module.set(Some(module_for(loader, package, options)));
    class.cp = builder.constant_pool();
    class.extra = Arena::place(builder.extra(package, bytes, options.hidden.is_some()));
    class.fields = members::fields(builder, &mut class, boot);
    class.methods = members::methods(builder, &class, boot);
    class.method_keys = Arena::slice_with(class.methods.len(), |i| class.methods[i].key());
    members::set_flags(builder, &mut class, boot);
    class.itable_len = 0;
    class.vtable = vtable::build(&class, (loader, package));
    class.itable_len = vtable::itable_len(&class);
    (class.itable, class.itable_slots) = vtable::itable(&class);

    let class = Arena::place(class);
    class.cp.class.set(Some(class));
    // A hidden class is found by no name: its own entry must be resolved from the start.
    class.cp.set_resolved(file.this_class.0, u64::from(class.raw()));
    class.fields.iter().for_each(|field| field.class.set(Some(class)));
    class.methods.iter().for_each(|method| method.class.set(Some(class)));
    if class.depth < 8 {
        supers::set_own_display(class);
    }
    Ok(class)
}

fn module_for(
    loader: LoaderRef,
    package: Sym,
    options: &DefineOptions<'_>,
) -> crate::class::ModuleRef {
    let locked = loader::lock();
    modules::for_new_class(&locked, loader, package, options.image_module)
        .unwrap_or_else(modules::java_base)
}

fn vtable_checks(t: &Thread, class: ClassRef) -> R<()> {
    if class.is_interface() {
        return Ok(());
    }
    let place = (class.loader, class.extra.package);
    if let Some((_, method)) = vtable::overridden_final(&class, place) {
        let message = format!(
            "class {} overrides final method {}.{}{}",
            class.external_name(),
            method.class().external_name(),
            method.name,
            method.desc
        );
        return Err(throw::new(t, "java/lang/IncompatibleClassChangeError", &message));
    }
    Ok(())
}

/// Shows the class to the world, unless another thread was first.
fn publish(t: &Thread, class: ClassRef, options: &DefineOptions<'_>) -> R<ClassRef> {
    let locked = loader::lock();
    if options.hidden.is_none() {
        if let Some(known) = locked.class(class.loader, class.name) {
            drop(locked);
            if class.loader == loader::boot() {
                return Ok(known);
            }
            return duplicate(t, class.loader, class.name);
        }
        if let Err(other) = super::constraints::check_defined(&locked, class.loader, class) {
            drop(locked);
            return Err(super::constraints::violation(t, class.loader, class, other));
        }
        locked.put_class(class.loader, class);
    }
    link_into_hierarchy(&locked, class);
    drop(locked);
    if class.loader == loader::boot() {
        note_well_known(t, class)?;
    }
    super::hidden::note(class);
    Counter::ClassesLoaded.increment();
    crate::trace!(ClassLoad, Info, "{} source: {}", class.external_name(), source(class, options));
    Ok(class)
}

fn source(class: ClassRef, options: &DefineOptions<'_>) -> String {
    match (options.source, class.loader.object.get().get()) {
        (Some(source), _) => source.to_owned(),
        (None, Some(_)) if class.has(class_flag::HIDDEN) => "__JVM_LookupDefineClass__".to_owned(),
        (None, Some(object)) => format!("instance of {}", object.class().external_name()),
        (None, None) => "__ClassLoader::defineClass__".to_owned(),
    }
}

/// Links the class to its superclass's list of subclasses; interfaces take no part.
fn link_into_hierarchy(_locked: &Locked, class: ClassRef) {
    mirror::list_locked(class);
    if class.access & acc::INTERFACE != 0 {
        return;
    }
    if let Some(super_class) = class.super_class {
        let first = super_class.first_sub.load(Ordering::Relaxed);
        class.next_sibling.store(first, Ordering::Relaxed);
        assume::subclassed(super_class, || {
            super_class.first_sub.store(class.raw(), Ordering::Release);
        });
    }
    vtable::mark_overridden(class);
}

/// Tells the rest of the VM about classes whose layout it needs as soon as they exist.
fn note_well_known(t: &Thread, class: ClassRef) -> R<()> {
    if class.name == "java/lang/Class" {
        heap::set_mirror_layout(inj::vm_class() as u32);
        mirror::class_class_published(t, class)?;
    } else if class.name == "java/lang/ref/Reference" {
        let offset = |name: &str, desc: &str| {
            let field = class.declared_field(intern(name), intern(desc));
            field.map_or(0, |field| field.offset)
        };
        heap::set_reference_layout(
            offset("referent", "Ljava/lang/Object;"),
            offset("next", "Ljava/lang/ref/Reference;"),
            offset("discovered", "Ljava/lang/ref/Reference;"),
        );
    }
    Ok(())
}
