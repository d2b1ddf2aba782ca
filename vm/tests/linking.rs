//! Loads every class of `java.base` from the installed class library and checks what linking made
//! of it: layout, method tables, selection, hierarchy, mirrors.

mod common;

use common::vm::{boot, load};
use cortado_vm::class::{ClassRef, Kind, MethodRef, NO_VTABLE, ShapeKind, acc, class_flag, wk};
use cortado_vm::heap::REF_BYTES;
use cortado_vm::link::{loader, mirror, modules, select};
use cortado_vm::meta::{self, intern};
use cortado_vm::thread::Thread;
use std::time::Instant;

fn method(class: ClassRef, name: &str, desc: &str) -> MethodRef {
    class.find_class_method(intern(name), intern(desc)).expect(name)
}

#[test]
fn all_of_java_base_links() {
    let t = boot();
    check_known_classes(t);
    check_arrays(t);
    let names = class_names();
    assert!(names.len() > 5000, "java.base has {} classes", names.len());
    let start = Instant::now();
    let classes: Vec<ClassRef> = names.iter().map(|name| load(t, name)).collect();
    let elapsed = start.elapsed();
    println!(
        "{} classes, {:.1} us each, {} KiB of metaspace",
        classes.len(),
        elapsed.as_secs_f64() * 1e6 / classes.len() as f64,
        meta::used_bytes() / 1024
    );
    let mut selected = 0;
    for &class in &classes {
        check_class(class);
        check_fields(class);
        check_vtable(class);
        selected += check_itable(t, class);
    }
    assert!(selected > 10_000, "only {selected} interface methods were selected");
    assert_eq!(mirror::all().filter(|class| class.name == "java/util/ArrayList").count(), 1);
}

fn class_names() -> Vec<String> {
    let image = &loader::boot_path().image;
    let resources = image.resources().map(|resource| resource.unwrap());
    let classes = resources.filter(|r| r.module == "java.base" && r.extension == "class");
    classes
        .filter(|r| r.base != "module-info")
        .map(|r| format!("{}/{}", r.parent, r.base))
        .collect()
}

fn check_known_classes(t: &Thread) {
    let list = load(t, "java/util/ArrayList");
    assert!(list.is_subtype_of(load(t, "java/util/AbstractList")));
    assert!(list.is_subtype_of(load(t, "java/lang/Iterable")));
    assert!(!list.is_subtype_of(load(t, "java/util/Map")));
    assert!(list.has(class_flag::CLONEABLE | class_flag::INHERITS_DEFAULTS));

    // A class's own method, an inherited one, and a default method.
    let add = method(list, "add", "(Ljava/lang/Object;)Z");
    let declared = method(load(t, "java/util/Collection"), "add", "(Ljava/lang/Object;)Z");
    assert_eq!(select::select_interface_method(t, list, declared).ok(), Some(add));
    let stream = method(load(t, "java/util/Collection"), "stream", "()Ljava/util/stream/Stream;");
    assert_eq!(select::select_interface_method(t, list, stream).ok(), Some(stream));
    let for_each = load(t, "java/lang/Iterable");
    let for_each = method(for_each, "forEach", "(Ljava/util/function/Consumer;)V");
    let own = method(list, "forEach", "(Ljava/util/function/Consumer;)V");
    assert_ne!(own, for_each);
    assert_eq!(select::select_interface_method(t, list, for_each).ok(), Some(own));

    // Overriding: the slot is the superclass's.
    let map = load(t, "java/util/HashMap");
    let linked = load(t, "java/util/LinkedHashMap");
    let after = method(map, "afterNodeAccess", "(Ljava/util/HashMap$Node;)V");
    let overridden = method(linked, "afterNodeAccess", "(Ljava/util/HashMap$Node;)V");
    assert_eq!(after.vtable_index.get(), overridden.vtable_index.get());
    assert_eq!(select::virtual_method(linked, after), overridden);
    assert_eq!(select::virtual_method(map, after), after);
    let hash = method(wk::object(), "hashCode", "()I");
    assert_eq!(select::virtual_method(wk::string(), hash), method(wk::string(), "hashCode", "()I"));
    assert_eq!(
        method(wk::object(), "getClass", "()Ljava/lang/Class;").vtable_index.get(),
        NO_VTABLE
    );

    // Mirrors and references.
    assert_eq!(wk::class().shape.kind, ShapeKind::Mirror);
    let weak = load(t, "java/util/WeakHashMap$Entry");
    assert_eq!(weak.shape.kind, ShapeKind::Reference);
    assert!(load(t, "java/io/FileCleanable").super_class.is_some());
    assert!(!wk::object().has(class_flag::FINALIZER));
    assert!(load(t, "java/util/concurrent/ThreadPoolExecutor").name.bytes().len() > 10);
    assert!(load(t, "java/lang/StackOverflowError").has(class_flag::THROWABLE));
}

fn check_arrays(t: &Thread) {
    let strings = loader::array_class_of(t, wk::string()).unwrap();
    let objects = loader::array_class_of(t, wk::object()).unwrap();
    let ints = loader::primitive_array_class(t, Kind::Int).unwrap();
    let nested = loader::load_class(t, loader::boot(), intern("[[Ljava/lang/String;")).unwrap();
    assert_eq!(nested.component, Some(strings));
    assert!(strings.is_subtype_of(objects) && nested.is_subtype_of(objects));
    assert!(strings.is_subtype_of(wk::cloneable()) && ints.is_subtype_of(wk::object()));
    assert!(!ints.is_subtype_of(objects) && !objects.is_subtype_of(strings));
    assert_eq!(loader::find_loaded(loader::boot(), intern("[I")), Some(ints));
    assert_eq!(mirror::class_of(ints.mirror()), Some(ints));
    assert_eq!((ints.shape.log2_elem, strings.shape.log2_elem as usize), (2, REF_BYTES / 2));
}

fn check_class(class: ClassRef) {
    assert_eq!(mirror::class_of(class.mirror()), Some(class), "{}", class.name);
    assert_eq!(class.mirror().class(), wk::class());
    assert_eq!(modules::module_of(class), modules::java_base());
    assert_eq!(loader::find_loaded(loader::boot(), class.name), Some(class));
    if let Some(above) = class.super_class {
        assert_eq!(class.depth, above.depth + 1);
        assert!(class.is_subtype_of(above));
        assert!(class.fields_end >= above.fields_end);
    }
    let mut interfaces: Vec<u32> = class.all_interfaces.iter().map(|i| i.raw()).collect();
    interfaces.sort_unstable();
    assert!(interfaces.windows(2).all(|pair| pair[0] != pair[1]), "{}", class.name);
    for interface in class.interfaces.iter() {
        assert!(interface.all_interfaces.iter().all(|each| class.all_interfaces.contains(each)));
    }
}

/// Fields do not overlap, are aligned, and references are exactly what the runs say.
fn check_fields(class: ClassRef) {
    let mut used = vec![false; class.fields_end.max(class.mirror_bytes) as usize];
    for is_static in [false, true] {
        used.fill(false);
        let mut holders = vec![class];
        if !is_static {
            holders = class.supers().collect();
        }
        for field in holders.iter().flat_map(|holder| holder.fields.iter()) {
            if field.is_static() != is_static {
                continue;
            }
            let (offset, bytes) = (field.offset as usize, field.kind.bytes());
            assert_eq!(offset % bytes, 0, "{}.{}", class.name, field.name);
            for byte in &mut used[offset..offset + bytes] {
                assert!(!std::mem::replace(byte, true), "{}.{} overlaps", class.name, field.name);
            }
            let runs = if is_static { class.static_ref_runs } else { class.shape.ref_runs };
            let in_run = runs.iter().any(|run| {
                let end = run.offset + run.count * REF_BYTES as u32;
                (run.offset..end).contains(&field.offset)
            });
            assert_eq!(in_run, field.kind == Kind::Ref, "{}.{}", class.name, field.name);
        }
    }
}

fn check_vtable(class: ClassRef) {
    if class.is_interface() {
        assert!(class.vtable.is_empty());
        return;
    }
    let inherited = class.super_class.map_or(&[][..], |above| above.vtable.get());
    assert!(class.vtable.len() >= inherited.len());
    for (slot, cell) in class.vtable.iter().enumerate() {
        let entry = cell.get();
        assert!(class.is_subclass_of(entry.class()), "{} slot {slot}", class.name);
        assert!(!entry.is_static() && !entry.is_private());
        if let Some(above) = inherited.get(slot) {
            let above = above.get();
            assert_eq!((entry.name, entry.desc), (above.name, above.desc));
        }
    }
    for index in 0..class.methods.len() {
        let method = class.methods.handle(index);
        if let Ok(slot) = usize::try_from(method.vtable_index.get()) {
            assert_eq!(class.vtable[slot].get(), method, "{}.{}", class.name, method.name);
        }
    }
}

/// Concrete classes of the class library implement all methods of their interfaces.
fn check_itable(t: &Thread, class: ClassRef) -> usize {
    if class.is_interface() || class.is_abstract() {
        return 0;
    }
    let mut count = 0;
    for interface in class.all_interfaces.iter() {
        for index in 0..interface.methods.len() {
            let method = interface.methods.handle(index);
            if method.itable_index.get() < 0 {
                continue;
            }
            let selected = select::select_interface_method(t, class, method).unwrap_or_else(|_| {
                panic!("{} has no {}.{}", class.name, interface.name, method.name)
            });
            assert!(!selected.is_abstract());
            assert_eq!(selected.access & acc::STATIC, 0);
            assert_eq!((selected.name, selected.desc), (method.name, method.desc));
            let again = select::select_interface_method(t, class, method);
            assert_eq!(again.ok(), Some(selected));
            count += 1;
        }
    }
    count
}
