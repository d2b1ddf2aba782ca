//! Golden listings: bytecode and the machine code that it becomes, in one file.
//!
//! A file of `testdata/listings` is a method: lines `key value` up to a blank line say what the
//! request contains besides the bytecode, which follows as text; after a line `---` comes the
//! listing. `BLESS=1` rewrites the listings.

use cortado_jit::compile;
use cortado_jit::listing::listing;
use cortado_protocol::CONTRACT;
use cortado_protocol::bytecode::text::assemble;
use cortado_protocol::request::*;
use std::path::PathBuf;

fn class(name: &str, instance_bytes: u32) -> ClassFacts {
    ClassFacts {
        name: name.to_owned(),
        source: if name.starts_with('[') { ClassSource::Array } else { ClassSource::Requesting },
        shape: 0,
        access: 0x21,
        super_class: None,
        depth: 1,
        instance_bytes,
        initialized: true,
        finalizer: false,
        leaf: false,
        element: name.strip_prefix('[').map(|rest| Kind::of_descriptor(rest.as_bytes()[0])),
        element_class: None,
    }
}

fn method(name: &str, desc: &str, access: u16) -> MethodFacts {
    MethodFacts {
        class: ClassId(0),
        name: name.to_owned(),
        desc: desc.to_owned(),
        access,
        vtable_index: (access & 8 == 0).then_some(5),
        overridden: true,
        force_inline: false,
        dont_inline: false,
        intrinsic: false,
        empty: false,
        body: None,
    }
}

/// The request that a file describes. Constants: #1 int field, #2 reference field, #3 static
/// method `(I)I`, #4 virtual method `(I)I`, #5 the class, #6 another class, #7 static int field.
fn request(header: &str, bytecode: &str) -> CompileRequest {
    let mut desc = "()V";
    let mut access = 9;
    let mut locals = 8;
    let mut entry = Entry::Method;
    let mut handlers = Vec::new();
    for line in header.lines() {
        let (key, value) = line.split_once(' ').expect("key and value");
        let number = || value.parse::<u16>().expect("a number");
        match key {
            "desc" => desc = value,
            "access" => access = number(),
            "locals" => locals = number(),
            "loop" => entry = Entry::Loop(number()),
            "handler" => {
                let numbers: Vec<u16> = value.split(' ').map(|n| n.parse().unwrap()).collect();
                let [start, end, target] = numbers[..] else { panic!("three numbers") };
                handlers.push(HandlerRow { start, end, target, any: true });
            }
            _ => panic!("unknown key {key}"),
        }
    }
    let field = |name: &str, desc: &str, access, offset| FieldFacts {
        class: ClassId(0),
        name: name.to_owned(),
        desc: desc.to_owned(),
        kind: Kind::of_descriptor(desc.as_bytes()[0]),
        access,
        offset,
        value: None,
    };
    let mut main = method("test", desc, access);
    main.body = Some(MethodBody {
        max_locals: locals,
        max_stack: 8,
        code: assemble(bytecode).expect("bytecode"),
        handlers,
        constants: vec![
            (1, Constant::Field(FieldId(0))),
            (2, Constant::Field(FieldId(1))),
            (3, Constant::Method(MethodId(1))),
            (4, Constant::Method(MethodId(2))),
            (5, Constant::Class(ClassId(0))),
            (6, Constant::Class(ClassId(1))),
            (7, Constant::Field(FieldId(2))),
        ],
        call_sites: Vec::new(),
        profile: Vec::new(),
        invocations: 0,
    });
    CompileRequest {
        contract: CONTRACT,
        method: MethodId(0),
        entry,
        directives: Directives {
            inline_allocation: true,
            inlining: true,
            speculation: true,
            generation: 1,
            cpu: CpuFeatures {
                popcnt: true,
                lzcnt: true,
                bmi1: true,
                bmi2: true,
                sse41: true,
                fma: true,
                avx2: true,
            },
        },
        classes: vec![class("A", 24), class("B", 16), class("[I", 0), class("[D", 0)],
        fields: vec![field("i", "I", 0, 8), field("next", "LA;", 0, 12), field("count", "I", 8, 0)],
        methods: vec![main, method("callee", "(I)I", 9), method("virtual", "(I)I", 1)],
        objects: Vec::new(),
    }
}

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../testdata/listings")
}

#[test]
fn listings_are_as_written() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut files: Vec<_> =
        std::fs::read_dir(directory()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let (input, expected) = text.split_once("---\n").unwrap_or((&text, ""));
        let (header, bytecode) = input.split_once("\n\n").expect("header, blank line, bytecode");
        let request = request(header, bytecode);
        let body = compile(&request).expect("the method is compiled");
        assert_eq!(body, compile(&request).unwrap(), "the same request, the same body");
        assert!(body.sites.is_sorted_by_key(|site| site.ret));
        assert!(body.traps.is_sorted_by_key(|trap| trap.at));
        let actual = listing(&request, &body);
        if bless {
            std::fs::write(&file, format!("{input}---\n{actual}")).unwrap();
        } else {
            assert!(actual == expected, "{} is\n{actual}", file.display());
        }
    }
}
