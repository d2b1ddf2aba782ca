//! The tables of native methods against the class library: each row is a method of its class, and
//! each native method of `java.base` has a row or is listed here as missing.

use cortado_vm::classfile::{ClassFile, Method, ParseOptions, VmAnnotations, access, parse};
use cortado_vm::classpath::{JImage, JavaHome};
use cortado_vm::native::TABLES;
use cortado_vm::native::registry::NativeRow;
use std::collections::{BTreeMap, BTreeSet};

/// Classes of `java.base` with native methods that have no row. The list may only shrink.
const MISSING_CLASSES: &[&str] = &[
    // Signature-polymorphic: linked by the VM, without Rust functions.
    "java/lang/invoke/MethodHandle",
    "java/lang/invoke/VarHandle",
    // The socket implementations from before 13, still there for a system property.
    "java/net/PlainDatagramSocketImpl",
    "java/net/PlainSocketImpl",
    "java/net/SocketInputStream",
    "java/net/SocketOutputStream",
];

fn image() -> JImage {
    let home = JavaHome::find(None).expect("a JDK");
    JImage::open(&home.modules_file()).expect("its image")
}

/// Names with descriptors of the methods that can have a row: native methods and those whose body
/// the VM may replace; and whether they are static.
fn replaceable(class: &ClassFile) -> BTreeMap<String, bool> {
    methods(class, |method| {
        method.access & access::NATIVE != 0
            || method.vm_annotations.contains(VmAnnotations::INTRINSIC_CANDIDATE)
    })
}

/// As [`replaceable`], native methods only.
fn natives(class: &ClassFile) -> BTreeMap<String, bool> {
    methods(class, |method| method.access & access::NATIVE != 0)
}

fn methods(class: &ClassFile, wanted: impl Fn(&Method) -> bool) -> BTreeMap<String, bool> {
    class
        .methods
        .iter()
        .filter(|method| wanted(method))
        .map(|method| {
            let name = String::from_utf8_lossy(class.utf8(method.name));
            let descriptor = String::from_utf8_lossy(class.utf8(method.descriptor));
            (format!("{name}{descriptor}"), method.access & access::STATIC != 0)
        })
        .collect()
}

fn parsed(bytes: &[u8], name: &str) -> ClassFile {
    parse(bytes, &ParseOptions::boot(Some(name))).expect(name)
}

#[test]
fn each_row_is_a_native_method_of_the_class_library() {
    let image = image();
    let mut wrong = Vec::new();
    for table in TABLES {
        let Some((_, bytes)) = image.find_class(table.class).expect("readable image") else {
            wrong.push(format!("{}: no such class", table.class));
            continue;
        };
        let natives = replaceable(&parsed(&bytes, table.class));
        for NativeRow { signature, has_this, .. } in table.rows {
            match natives.get(*signature) {
                None => wrong.push(format!(
                    "{}.{signature}: no such native or replaceable method",
                    table.class
                )),
                Some(is_static) if is_static == has_this => {
                    wrong.push(format!("{}.{signature}: static or not", table.class));
                }
                Some(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_class_has_two_tables_and_no_method_two_rows() {
    let mut seen = BTreeSet::new();
    for table in TABLES {
        for row in table.rows {
            assert!(seen.insert((table.class, row.signature)), "{}.{}", table.class, row.signature);
        }
        assert_eq!(TABLES.iter().filter(|other| other.class == table.class).count(), 1);
    }
}

#[test]
fn each_native_method_of_java_base_has_a_row_or_is_known_to_be_missing() {
    let image = image();
    let mut missing: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut all, mut bound) = (0, 0);
    for resource in image.resources() {
        let resource = resource.expect("readable image");
        if resource.module != "java.base" || resource.extension != "class" {
            continue;
        }
        let name = format!("{}/{}", resource.parent, resource.base);
        let Some(bytes) = image.find_class_in("java.base", &name).expect("readable image") else {
            continue;
        };
        if name.ends_with("/module-info") || resource.base == "module-info" {
            continue;
        }
        let rows = TABLES.iter().find(|table| table.class == name).map_or(&[][..], |t| t.rows);
        for signature in natives(&parsed(&bytes, &name)).into_keys() {
            all += 1;
            if rows.iter().any(|row| row.signature == signature) {
                bound += 1;
            } else {
                missing.entry(name.clone()).or_default().push(signature);
            }
        }
    }
    println!("{bound} of {all} native methods of java.base are there");
    let listed: BTreeSet<&str> = MISSING_CLASSES.iter().copied().collect();
    let found: BTreeSet<&str> = missing.keys().map(String::as_str).collect();
    let unlisted: Vec<_> = found.difference(&listed).map(|&name| (name, &missing[name])).collect();
    let outdated: Vec<_> = listed.difference(&found).collect();
    assert!(unlisted.is_empty(), "natives without a row: {unlisted:#?}");
    assert!(outdated.is_empty(), "no longer missing: {outdated:?}");
}
