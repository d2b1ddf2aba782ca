//! The tables of native methods against the class library: each row is a method of its class, and
//! each native method of `java.base` has a row or is listed here as missing.

use cortado_vm::classfile::{ClassFile, Method, ParseOptions, VmAnnotations, access, parse};
use cortado_vm::classpath::{JImage, JavaHome};
use cortado_vm::native::TABLES;
use cortado_vm::native::registry::NativeRow;
use std::collections::{BTreeMap, BTreeSet};

/// Classes whose native methods without a row are signature-polymorphic: the VM links each call by
/// itself, and there is nothing for a Rust function to do.
const LINKED_BY_THE_VM: &[&str] = &["java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle"];

/// Native methods of `java.base` whose Rust function refuses to do what they are for, and why.
const REFUSED: &[(&str, &str)] = &[
    ("java/lang/Thread.suspend0()V", "deprecated since 1.2, deadlock-prone, gone from 21 on"),
    ("java/lang/Thread.stop0(Ljava/lang/Object;)V", "of another thread: as for suspend0"),
    ("jdk/internal/invoke/NativeEntryPoint.vmStorageToVMReg(II)J", NO_NATIVE_CODE),
    (
        "jdk/internal/loader/NativeLibraries.load(\
         Ljdk/internal/loader/NativeLibraries$NativeLibraryImpl;Ljava/lang/String;ZZZ)Z",
        NO_NATIVE_CODE,
    ),
    ("jdk/internal/misc/CDS.dumpClassList(Ljava/lang/String;)V", NO_ARCHIVE),
    ("jdk/internal/misc/CDS.dumpDynamicArchive(Ljava/lang/String;)V", NO_ARCHIVE),
    (
        "sun/net/spi/DefaultProxySelector.getSystemProxies(\
         Ljava/lang/String;Ljava/lang/String;)[Ljava/net/Proxy;",
        "a desktop's settings are read by its C libraries, and none is loaded",
    ),
];

const NO_NATIVE_CODE: &str = "native code of users is a later capability: the JDK's own is in Rust";
const NO_ARCHIVE: &str = "archives are HotSpot's format; a boot image takes their place";

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
fn each_native_method_of_java_base_is_implemented_or_refused_with_a_reason() {
    let image = image();
    let mut missing = Vec::new();
    let mut refused: BTreeSet<&str> = REFUSED.iter().map(|&(method, _)| method).collect();
    assert_eq!(refused.len(), REFUSED.len(), "refused twice");
    let (mut all, mut bound, mut linked) = (0, 0, 0);
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
            let method = format!("{name}.{signature}");
            if !rows.iter().any(|row| row.signature == signature) {
                match LINKED_BY_THE_VM.contains(&name.as_str()) {
                    true => linked += 1,
                    false => missing.push(method),
                }
            } else if !refused.remove(method.as_str()) {
                bound += 1;
            }
        }
    }
    let count = REFUSED.len();
    println!(
        "{all} native methods of java.base: {bound} implemented, {linked} linked by the VM, \
         {count} refused"
    );
    assert!(missing.is_empty(), "natives without a row: {missing:#?}");
    assert!(refused.is_empty(), "refused, but no native with a row: {refused:?}");
    assert_eq!(all, bound + linked + count);
}
