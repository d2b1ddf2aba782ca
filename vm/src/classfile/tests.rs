//! Hand-made class files: a good one, and one per error.

use super::test_builder::{Builder, words};
use super::*;

/// The message for the class that `change` makes out of a good one.
#[track_caller]
fn check<R>(expected: &str, change: impl FnOnce(&mut Builder) -> R) {
    check_from(Builder::new(), expected, change);
}

#[track_caller]
fn check_from<R>(mut builder: Builder, expected: &str, change: impl FnOnce(&mut Builder) -> R) {
    change(&mut builder);
    match builder.parse() {
        Err(ClassFileError::Format(message)) => assert_eq!(message, expected),
        other => panic!("expected {expected:?}, not {other:?}"),
    }
}

#[test]
fn a_class_with_everything() {
    let mut b = Builder::new();
    let text = b.utf8("text");
    let string = b.constant(8, &[text]);
    let value = b.attribute("ConstantValue", &words(&[string]));
    b.field(access::STATIC | access::FINAL, "S", "Ljava/lang/String;", &[value]);
    let lines = b.attribute("LineNumberTable", &words(&[1, 0, 77]));
    let (variable, int) = (b.utf8("x"), b.utf8("I"));
    let variables = b.attribute("LocalVariableTable", &words(&[1, 0, 1, variable, int, 3]));
    let code = b.code(&[[0, 1, 0, b.super_class]], &[lines, variables]);
    let exceptions = b.attribute("Exceptions", &words(&[1, b.super_class]));
    let stable = b.utf8("Ljdk/internal/vm/annotation/ForceInline;");
    let annotations = b.attribute("RuntimeVisibleAnnotations", &words(&[1, stable, 0]));
    b.method(access::PUBLIC, "m", "(J)V", &[code, exceptions, annotations]);
    let source = b.utf8("Foo.java");
    b.class_attribute("SourceFile", &words(&[source]));
    let inner = b.class("Foo$Bar");
    b.class_attribute("InnerClasses", &words(&[1, inner, b.this_class, source, 8]));
    let bootstrap = b.member_ref(10, "bsm", "()V");
    let handle = b.method_handle(6, bootstrap);
    b.class_attribute("BootstrapMethods", &words(&[1, handle, 1, string]));
    let site = b.name_and_type("run", "()V");
    b.constant(18, &[0, site]);
    let value = b.name_and_type("value", "I");
    let dynamic = b.constant(17, &[0, value]);
    b.entry(vec![5, 0, 0, 0, 0, 0, 0, 0, 9]);
    b.class_attribute("NestMembers", &words(&[1, inner]));
    b.class_attribute("PermittedSubclasses", &words(&[1, inner]));
    b.class_attribute("Record", &words(&[1, variable, int, 0]));
    b.class_attribute("Deprecated", &[]);
    b.class_attribute("Unheard", &[1, 2, 3]);

    let options = ParseOptions { vm_annotations: true, ..ParseOptions::checked(Some("Foo")) };
    let class = parse(&b.bytes(), &options).unwrap();
    assert_eq!((class.name(), class.super_name()), (&b"Foo"[..], Some(&b"java/lang/Object"[..])));
    let field = &class.fields[0];
    assert_eq!((class.utf8(field.name), field.constant_value), (&b"S"[..], Some(CpIndex(string))));
    let method = &class.methods[0];
    assert_eq!(method.exceptions, [CpIndex(b.super_class)]);
    assert!(method.vm_annotations.contains(VmAnnotations::FORCE_INLINE));
    let code = method.code.as_ref().unwrap();
    assert_eq!((code.max_stack, code.max_locals, class.bytes(code.code)), (1, 4, &[0xb1][..]));
    assert_eq!(code.exception_table[0].catch_type, Some(CpIndex(b.super_class)));
    assert_eq!(code.line_numbers[0].line, 77);
    assert_eq!(class.utf8(code.local_variables[0].name), b"x");
    let attributes = &class.attributes;
    assert_eq!(attributes.source_file, Some(CpIndex(source)));
    assert_eq!(attributes.inner_classes.as_ref().unwrap()[0].access, access::STATIC);
    assert_eq!(attributes.bootstrap_methods[0].arguments, [CpIndex(string)]);
    assert_eq!(attributes.nest_members, Some(vec![CpIndex(inner)]));
    assert_eq!(attributes.permitted_subclasses, Some(vec![CpIndex(inner)]));
    assert_eq!(attributes.record.as_ref().unwrap().len(), 1);
    assert!(attributes.deprecated);
    let constant = class.pool.get(CpIndex(dynamic)).unwrap();
    assert!(matches!(constant, Constant::Dynamic { bootstrap: 0, .. }));
    assert_eq!(constant.tag(), 17);
    assert_eq!(class.pool.get(CpIndex(dynamic + 1)), Some(&Constant::Long(9)));
    assert_eq!(class.pool.get(CpIndex(dynamic + 2)), None);
}

#[test]
fn versions() {
    let message = |minor, major| {
        let mut b = Builder::new();
        (b.minor, b.major) = (minor, major);
        match b.parse() {
            Ok(_) => "ok".to_owned(),
            Err(ClassFileError::UnsupportedVersion(message)) => message,
            Err(other) => panic!("{other:?}"),
        }
    };
    for (minor, major) in [(0, 61), (0, 45), (3, 45), (65535, 45), (7, 55), (0, 56)] {
        assert_eq!(message(minor, major), "ok", "{major}.{minor}");
    }
    assert_eq!(
        message(0, 66),
        "Foo has been compiled by a more recent version of the Java Runtime (class file version \
         66.0), this version of the Java Runtime only recognizes class file versions up to 61.0"
    );
    assert_eq!(
        message(0, 44),
        "Foo (class file version 44.0) was compiled with an invalid major version"
    );
    assert_eq!(
        message(1, 61),
        "Foo (class file version 61.1) was compiled with an invalid non-zero minor version"
    );
    assert_eq!(
        message(65535, 60),
        "Foo (class file version 60.65535) was compiled with preview features that are \
         unsupported. This version of the Java Runtime only recognizes preview features for class \
         file version 61.65535"
    );
    assert_eq!(
        message(65535, 61),
        "Preview features are not enabled for Foo (class file version 61.65535). Try running with \
         '--enable-preview'"
    );
}

#[test]
fn names_and_modules() {
    let bytes = Builder::new().bytes();
    let error = parse(&bytes, &ParseOptions::checked(Some("a/Bar"))).unwrap_err();
    assert_eq!(error.java_class(), "java/lang/NoClassDefFoundError");
    assert_eq!(error.to_string(), "a/Bar (wrong name: Foo)");
    assert!(parse(&bytes, &ParseOptions::checked(None)).is_ok());

    let mut b = Builder::new();
    b.access = access::MODULE;
    let name = b.utf8("m");
    b.constant(19, &[name]);
    let error = b.parse().unwrap_err();
    assert_eq!(error.java_class(), "java/lang/NoClassDefFoundError");
    let message = "Foo is not a class because access_flag ACC_MODULE is set";
    assert_eq!(error.to_string(), message);
    let options = ParseOptions { allow_module: true, ..ParseOptions::checked(None) };
    assert!(parse(&b.bytes(), &options).is_ok());
    b.access = access::SUPER;
    let message = "Unknown constant tag 19 in class file Foo";
    assert_eq!(b.parse().unwrap_err().to_string(), message);
}

#[test]
fn the_frame_of_the_file() {
    let format =
        |bytes: &[u8]| parse(bytes, &ParseOptions::checked(Some("Foo"))).unwrap_err().to_string();
    let good = Builder::new().bytes();
    for len in 0..good.len() {
        assert_eq!(format(&good[..len]), "Truncated class file", "{len}");
    }
    assert_eq!(format(&[0; 10]), "Incompatible magic value 0 in class file Foo");
    let mut empty_pool = good.clone();
    empty_pool[8..10].fill(0);
    assert_eq!(format(&empty_pool), "Illegal constant pool size 0 in class file Foo");
    check("Extra bytes at the end of class file Foo", |b| b.tail.push(0));
}

#[test]
fn constants() {
    let pool = |index: u16| format!("Invalid constant pool index {index} in class file Foo");
    check("Unknown constant tag 2 in class file Foo", |b| b.constant(2, &[]));
    check("Invalid constant pool entry 5 in class file Foo", |b| {
        b.entry(vec![5; 9]);
        b.pool.pop();
    });
    check("Class file version does not support constant tag 17 in class file Foo", |b| {
        b.major = 54;
        b.constant(17, &[0, 0]);
    });
    check("Class file version does not support constant tag 18 in class file Foo", |b| {
        b.major = 50;
        b.constant(18, &[0, 0]);
    });
    check("Illegal UTF8 string in constant pool in class file Foo", |b| {
        b.utf8_bytes(b"a\0");
    });
    check(&pool(99), |b| b.constant(7, &[99]));
    check(&pool(2), |b| b.constant(8, &[2]));
    check(&pool(1), |b| b.constant(9, &[1, 1]));
    check(&pool(4), |b| b.constant(10, &[2, 4]));
    check(&pool(0), |b| b.constant(12, &[0, 1]));
    check(&pool(2), |b| b.constant(16, &[2]));
    check(&pool(2), |b| b.constant(18, &[0, 2]));
    check(&pool(70), |b| b.method_handle(1, 70));
    check("Bad method handle kind at constant pool index 5 in class file Foo", |b| {
        b.method_handle(10, 2);
    });
    let wrong = |wanted| format!("Invalid constant pool index 2 in class file Foo ({wanted})");
    check(&wrong("not a field"), |b| b.method_handle(4, 2));
    check(&wrong("not a method"), |b| b.method_handle(5, 2));
    check(&wrong("not an interface method"), |b| b.method_handle(9, 2));
    check("Missing BootstrapMethods attribute in class file Foo", |b| {
        let site = b.name_and_type("m", "()V");
        b.constant(18, &[0, site]);
    });
}

#[test]
fn names_in_constants() {
    check("Illegal class name \"a.b\" in class file Foo", |b| b.class("a.b"));
    check("Illegal class name \"[X\" in class file Foo", |b| b.class("[X"));
    check("Illegal field name \"a;\" in class Foo", |b| b.name_and_type("a;", "I"));
    check("Illegal method name \"<m>\" in class Foo", |b| b.name_and_type("<m>", "()V"));
    check("Illegal zero length constant pool entry at 5 in class Foo", |b| {
        b.name_and_type("", "I");
    });
    check("Field \"f\" in class Foo has illegal signature \"X\"", |b| {
        b.name_and_type("f", "X");
    });
    check("Method \"m\" in class Foo has illegal signature \"(V)V\"", |b| {
        b.name_and_type("m", "(V)V");
    });
    check("Method \"<init>\" in class Foo has illegal signature \"()I\"", |b| {
        b.name_and_type("<init>", "()I");
    });
    check("Field \"f\" in class Foo has illegal signature \"()V\"", |b| {
        b.member_ref(9, "f", "()V");
    });
    check("Method \"m\" in class Foo has illegal signature \"I\"", |b| {
        b.member_ref(11, "m", "I");
    });
    check("Bad method name at constant pool index 5 in class file Foo", |b| {
        b.member_ref(10, "<clinit>", "()V");
    });
    check("Bad constructor name at constant pool index 5 in class file Foo", |b| {
        let method = b.member_ref(10, "m", "()V");
        b.method_handle(8, method);
    });
    check("Method \"type\" in class Foo has illegal signature \"I\"", |b| {
        let descriptor = b.utf8("I");
        b.constant(16, &[descriptor]);
    });
    let many = "Array type descriptor has more than 255 dimensions in class file Foo";
    check(many, |b| b.name_and_type("f", &("[".repeat(256) + "I")));
    let empty = "Class name is empty or contains illegal character in descriptor in class file Foo";
    check(empty, |b| b.name_and_type("f", "L;"));
    // Before Java 5, names were identifiers.
    check("Illegal field name \"a-b\" in class Foo", |b| {
        b.major = 48;
        b.name_and_type("a-b", "I");
    });
}

#[test]
fn the_class_itself() {
    check("Illegal class modifiers in class Foo: 0x410", |b| {
        b.access = access::FINAL | access::ABSTRACT;
    });
    check("Invalid this class index 1 in constant pool in class file Foo", |b| b.this_class = 1);
    check("Bad class name in class file Foo", |b| b.this_class = b.class("[I"));
    check("Invalid superclass index 0 in class file Foo", |b| b.super_class = 0);
    check("Invalid superclass index 1 in class file Foo", |b| b.super_class = 1);
    check("Bad superclass name in class file Foo", |b| b.super_class = b.class("[I"));
    let no_object = "Interfaces must have java.lang.Object as superclass in class file Foo";
    check_from(Builder::interface(), no_object, |b| b.super_class = b.this_class);
    check("Interface name has bad constant pool index 1 in class file Foo", |b| {
        b.interfaces.push(1);
    });
    check("Bad interface name in class file Foo", |b| {
        let array = b.class("[I");
        b.interfaces.push(array);
    });
    check("Duplicate interface name \"I\" in class file Foo", |b| {
        b.interfaces = vec![b.class("I"), b.class("I")];
    });
}

#[test]
fn fields() {
    check("Illegal field modifiers in class Foo: 0x3", |b| b.field(3, "f", "I", &[]));
    check("Illegal field modifiers in class Foo: 0x50", |b| b.field(0x50, "f", "I", &[]));
    let modifiers = "Illegal field modifiers in class Foo: 0x1";
    check_from(Builder::interface(), modifiers, |b| b.field(1, "f", "I", &[]));
    check("Illegal field name \"a.b\" in class Foo", |b| b.field(0, "a.b", "I", &[]));
    check("Field \"f\" in class Foo has illegal signature \"()V\"", |b| {
        b.field(0, "f", "()V", &[]);
    });
    check("Invalid constant pool index 0 for field name in class file Foo", |b| {
        b.fields.push(vec![0; 8]);
    });
    check("Invalid constant pool index 2 for field signature in class file Foo", |b| {
        b.fields.push(words(&[0, 1, 2, 0]));
    });
    check("Duplicate field name \"f\" with signature \"I\" in class file Foo", |b| {
        b.field(0, "f", "I", &[]);
        b.field(8, "f", "I", &[]);
    });
    check("Invalid field attribute index 2 in class file Foo", |b| {
        b.field(0, "f", "I", &[words(&[2, 0, 0])]);
    });
    let constant = |descriptor: &'static str, tag: u8, message: &str| {
        check(message, |b| {
            let value = b.entry([&[tag][..], &[0, 1, 0, 1]].concat());
            let attribute = b.attribute("ConstantValue", &words(&[value]));
            b.field(access::STATIC, "f", descriptor, &[attribute]);
        });
    };
    constant("F", 3, "Inconsistent constant value type in class file Foo");
    constant("I", 4, "Inconsistent constant value type in class file Foo");
    constant("Ljava/lang/String;", 3, "Bad string initial value in class file Foo");
    constant("[I", 3, "Unable to set initial value 5 in class file Foo");
    check("Bad initial value index 0 in ConstantValue attribute in class file Foo", |b| {
        let attribute = b.attribute("ConstantValue", &[0, 0]);
        b.field(access::STATIC, "f", "I", &[attribute]);
    });
    check("Invalid ConstantValue field attribute length 1 in class file Foo", |b| {
        let attribute = b.attribute("ConstantValue", &[0]);
        b.field(access::STATIC, "f", "I", &[attribute]);
    });
    check("Invalid Synthetic field attribute length 1 in class file Foo", |b| {
        let attribute = b.attribute("Synthetic", &[0]);
        b.field(0, "f", "I", &[attribute]);
    });
    check("Wrong size 1 for field's Signature attribute in class file Foo", |b| {
        let attribute = b.attribute("Signature", &[0]);
        b.field(0, "f", "I", &[attribute]);
    });
    check("Multiple RuntimeVisibleAnnotations attributes for field in class file Foo", |b| {
        let attribute = b.attribute("RuntimeVisibleAnnotations", &[0, 0]);
        b.field(0, "f", "I", &[attribute.clone(), attribute]);
    });
}

#[test]
fn methods() {
    let native = access::NATIVE;
    check("Method m in class Foo has illegal modifiers: 0x410", |b| {
        b.method(access::ABSTRACT | access::FINAL, "m", "()V", &[]);
    });
    check("Method <init> in class Foo has illegal modifiers: 0x8", |b| {
        b.method(access::STATIC, "<init>", "()V", &[]);
    });
    let modifiers = "Method m in class Foo has illegal modifiers: 0x400";
    check_from(Builder::interface(), modifiers, |b| b.method(0x400, "m", "()V", &[]));
    let constructor = "Interface cannot have a method named <init>, class file Foo";
    check_from(Builder::interface(), constructor, |b| b.method(1, "<init>", "()V", &[]));
    check("Method <clinit> is not static in class file Foo", |b| {
        b.method(0, "<clinit>", "()V", &[]);
    });
    check("Method \"<clinit>\" in class Foo has illegal signature \"(I)V\"", |b| {
        b.method(access::STATIC, "<clinit>", "(I)V", &[]);
    });
    check("Illegal method name \"a.b\" in class Foo", |b| b.method(native, "a.b", "()V", &[]));
    check("Illegal constant pool index 0 for method name in class file Foo", |b| {
        b.methods.push(vec![0; 8]);
    });
    check("Illegal constant pool index 2 for method signature in class file Foo", |b| {
        b.methods.push(words(&[0, 1, 2, 0]));
    });
    check("Too many arguments in method signature in class file Foo", |b| {
        b.method(native, "m", &format!("({})V", "J".repeat(127) + "I"), &[]);
    });
    check("Duplicate method name \"m\" with signature \"()V\" in class file Foo", |b| {
        b.method(native, "m", "()V", &[]);
        b.method(native, "m", "()V", &[]);
    });
    let absent = "Absent Code attribute in method that is not native or abstract in class file Foo";
    check(absent, |b| b.method(0, "m", "()V", &[]));
    check("Code attribute in native or abstract methods in class file Foo", |b| {
        let code = b.code(&[], &[]);
        b.method(native, "m", "()V", &[code]);
    });
    check("Multiple Code attributes in class file Foo", |b| {
        let code = b.code(&[], &[]);
        b.method(0, "m", "()V", &[code.clone(), code]);
    });
    check("Exception name has bad type at constant pool 1 in class file Foo", |b| {
        let attribute = b.attribute("Exceptions", &words(&[1, 1]));
        b.method(native, "m", "()V", &[attribute]);
    });
    check("Exceptions attribute has wrong length in class file Foo", |b| {
        let attribute = b.attribute("Exceptions", &words(&[0, 0]));
        b.method(native, "m", "()V", &[attribute]);
    });
    check("Invalid MethodParameters method attribute length 3 in class file", |b| {
        let attribute = b.attribute("MethodParameters", &[1, 0, 0]);
        b.method(native, "m", "()V", &[attribute]);
    });
    check("Multiple AnnotationDefault attributes for method in class file Foo", |b| {
        let attribute = b.attribute("AnnotationDefault", &[]);
        b.method(native, "m", "()V", &[attribute.clone(), attribute]);
    });
}

#[test]
fn code() {
    check("Arguments can't fit into locals in class file Foo", |b| {
        let code = b.code(&[], &[]);
        b.method(0, "m", "(JJ)V", &[code]);
    });
    check("Invalid method Code length 0 in class file Foo", |b| {
        let code = b.attribute("Code", &words(&[1, 1, 0, 0, 0, 0]));
        b.method(0, "m", "()V", &[code]);
    });
    check("Invalid method Code length 65536 in class file Foo", |b| {
        let code = b.attribute("Code", &words(&[1, 1, 1, 0, 0, 0]));
        b.method(0, "m", "()V", &[code]);
    });
    check("Code segment has wrong length in class file Foo", |b| {
        let mut code = b.code(&[], &[]);
        code.push(0);
        code[5] += 1;
        b.method(0, "m", "()V", &[code]);
    });
    let range = "Illegal exception table range in class file Foo";
    check(range, |b| b.method_with_code(&[[0, 0, 0, 0]], &[]));
    check(range, |b| b.method_with_code(&[[0, 2, 0, 0]], &[]));
    let handler = "Illegal exception table handler in class file Foo";
    check(handler, |b| b.method_with_code(&[[0, 1, 1, 0]], &[]));
    let catch = "Catch type in exception table has bad constant type in class file Foo";
    check(catch, |b| b.method_with_code(&[[0, 1, 0, 1]], &[]));
    let with_table = |name: &'static str, numbers: &'static [u16], message: &str| {
        check(message, |b| {
            // Indices 5 and 6 of the pool.
            b.utf8("x");
            b.utf8("J");
            let table = b.attribute(name, &words(numbers));
            b.method_with_code(&[], &[table]);
        });
    };
    let lines = "LineNumberTable";
    with_table(lines, &[1, 0], "LineNumberTable attribute has wrong length in class file Foo");
    with_table(lines, &[1, 1, 7], "Invalid pc in LineNumberTable in class file Foo");
    let rows = "LocalVariableTable";
    let in_rows = |what| format!("{what} in LocalVariableTable in class file Foo");
    with_table(rows, &[1], "LocalVariableTable has wrong length in class file Foo");
    with_table(rows, &[1, 1, 0, 5, 6, 0], &in_rows("Invalid start_pc 1"));
    with_table(rows, &[1, 0, 2, 5, 6, 0], &in_rows("Invalid length 2"));
    with_table(rows, &[1, 0, 1, 5, 6, 3], &in_rows("Invalid index 3"));
    let name = "Name index 2 in LocalVariableTable has bad constant type in class file Foo";
    with_table(rows, &[1, 0, 1, 2, 6, 0], name);
    let twice = "Duplicated LocalVariableTable attribute entry for 'x' in class file Foo";
    with_table(rows, &[2, 0, 1, 5, 6, 0, 0, 1, 5, 6, 0], twice);
}

#[test]
fn class_attributes() {
    let with = |name: &'static str, numbers: &'static [u16], message: &str| {
        check(message, |b| b.class_attribute(name, &words(numbers)));
    };
    let twice = |name: &'static str, info: &'static [u16]| {
        check(&format!("Multiple {name} attributes in class file Foo"), |b| {
            b.class_attribute(name, &words(info));
            b.class_attribute(name, &words(info));
        });
    };
    twice("SourceFile", &[1]);
    twice("Signature", &[1]);
    twice("InnerClasses", &[0]);
    twice("EnclosingMethod", &[2, 0]);
    twice("BootstrapMethods", &[0]);
    twice("NestHost", &[2]);
    twice("NestMembers", &[0]);
    twice("Record", &[0]);
    twice("PermittedSubclasses", &[0]);
    twice("RuntimeVisibleAnnotations", &[0]);
    let of = |what: &str| format!("{what} in class file Foo");
    with("SourceFile", &[], &of("Wrong SourceFile attribute length"));
    with("SourceFile", &[2], &of("Invalid SourceFile attribute at constant pool index 2"));
    with("Signature", &[], &of("Wrong Signature attribute length 0"));
    with("Signature", &[2], &of("Invalid constant pool index 2 in Signature attribute"));
    with("Deprecated", &[1], &of("Invalid Deprecated classfile attribute length 2"));
    with("InnerClasses", &[0, 0], &of("Wrong InnerClasses attribute length"));
    let bad = |what: &str, index: u16| of(&format!("{what} {index} has bad constant type"));
    with("InnerClasses", &[1, 1, 0, 0, 0], &bad("inner_class_info_index", 1));
    with("InnerClasses", &[1, 2, 1, 0, 0], &bad("outer_class_info_index", 1));
    with("InnerClasses", &[1, 2, 0, 2, 0], &bad("inner_name_index", 2));
    with("InnerClasses", &[1, 2, 2, 0, 0], &of("Class is both outer and inner class"));
    let rows = &[2, 2, 0, 0, 0, 2, 0, 0, 0];
    with("InnerClasses", rows, &of("Duplicate entry in InnerClasses attribute"));
    with("EnclosingMethod", &[2], &of("Wrong EnclosingMethod attribute length 2"));
    with("EnclosingMethod", &[0, 0], &of("Invalid class index in EnclosingMethod attribute"));
    let bounds =
        |what| of(&format!("Invalid or out-of-bounds {what} index in EnclosingMethod attribute"));
    with("EnclosingMethod", &[1, 0], &bounds("class"));
    with("EnclosingMethod", &[2, 2], &bounds("method"));
    with("BootstrapMethods", &[], &of("Invalid BootstrapMethods attribute length 0"));
    with("BootstrapMethods", &[0, 0], &of("Bad length on BootstrapMethods"));
    with("BootstrapMethods", &[1, 2, 0], &bad("bootstrap_method_index", 2));
    with("NestHost", &[1], &bad("Nest-host class_info_index", 1));
    with("NestHost", &[2, 2], &of("Wrong NestHost attribute length"));
    with("NestMembers", &[1, 1], &bad("Nest member class_info_index", 1));
    with("NestMembers", &[0, 0], &of("Wrong NestMembers attribute length"));
    with("PermittedSubclasses", &[1, 1], &bad("Permitted subclass class_info_index", 1));
    with("Record", &[0, 0], &of("Record attribute has wrong length"));
    let record = |what| {
        format!("Invalid constant pool index 0 for {what} in Record attribute in class file Foo")
    };
    with("Record", &[1, 0, 0, 0], &record("name"));
    with("Record", &[1, 1, 0, 0], &record("descriptor"));
    check(&of("Conflicting NestHost and NestMembers attributes"), |b| {
        b.class_attribute("NestHost", &words(&[b.super_class]));
        b.class_attribute("NestMembers", &[0, 0]);
    });
    check(&of("Short length on BootstrapMethods"), |b| {
        let site = b.name_and_type("m", "()V");
        b.constant(18, &[1, site]);
        b.class_attribute("BootstrapMethods", &[0, 0]);
    });
    check("PermittedSubclasses attribute in final class file Foo", |b| {
        b.access |= access::FINAL;
        b.class_attribute("PermittedSubclasses", &[0, 0]);
    });
}

#[test]
fn trusted_classes_are_not_checked_for_format() {
    let mut b = Builder::new();
    b.field(3, "a.b", "X", &[]);
    b.field(3, "a.b", "X", &[]);
    assert!(parse(&b.bytes(), &ParseOptions::boot(None)).is_ok());
    b.constant(7, &[99]);
    assert!(parse(&b.bytes(), &ParseOptions::boot(None)).is_err());
}

#[test]
fn annotations_are_scanned_past_every_kind_of_value() {
    let mut raw = words(&[2, 10, 4, 1]);
    raw.extend(b"e\0\x01\0\x02\0\x02[\0\x02I\0\x01@\0\x05\0\x01\0\x06s\0\x07");
    raw.extend(b"\0\x03c\0\x09\0\x04@\0\x08\0\0");
    raw.extend(words(&[11, 0]));
    let mut found = Vec::new();
    for_each_annotation(&raw, &mut |index| found.push(index.0));
    assert_eq!(found, [10, 11]);
    for len in 0..raw.len() {
        for_each_annotation(&raw[..len], &mut |_| {});
    }
    let mut deep = words(&[1, 10, 1, 1]);
    deep.extend(b"[\0\x01".repeat(10_000));
    for_each_annotation(&deep, &mut |_| {});
}
