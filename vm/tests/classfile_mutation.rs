//! Real class files, cut off and with flipped bits: parsing ends, without a panic, soon.
//!
//! `CLASSFILE_FUZZ` says how many cases of all kinds are tried, from the case `CLASSFILE_FUZZ_FIRST` on
//! (`just fuzz`). A case is its number: it repeats.

use cortado_vm::classfile::{ClassFile, Constant, ParseOptions, Span, parse};
use cortado_vm::classpath::java_home::JavaHome;
use cortado_vm::classpath::jimage::JImage;
use std::time::{Duration, Instant};

/// No class may take longer than this, whatever its bytes; a thousandth of it is usual.
const PARSE_TIME_MAX: Duration = Duration::from_secs(2);

/// Every `step`-th class of the package `java.util` and those below it.
fn classes(step: usize) -> Vec<Vec<u8>> {
    let home = JavaHome::find(None).expect("a JDK is installed");
    let image = JImage::open(&home.modules_file()).unwrap();
    let names: Vec<String> = image
        .resources()
        .map(Result::unwrap)
        .filter(|name| name.module == "java.base" && name.extension == "class")
        .filter(|name| name.parent.starts_with("java/util"))
        .map(|name| format!("{}/{}", name.parent, name.base))
        .collect();
    let picked = names.iter().step_by(step);
    picked.map(|name| image.find_class(name).unwrap().unwrap().1.to_vec()).collect()
}

/// A small generator, so that a failure repeats.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) as usize % limit
    }
}

/// Parses in every mode; what is accepted must be safe to look at.
fn survive(bytes: &[u8]) -> bool {
    let start = Instant::now();
    let mut accepted = false;
    let module = ParseOptions { allow_module: true, ..ParseOptions::boot(None) };
    for options in [ParseOptions::checked(None), ParseOptions::boot(None), module] {
        if let Ok(class) = parse(bytes, &options) {
            look_at(&class);
            accepted = true;
        }
    }
    assert!(start.elapsed() < PARSE_TIME_MAX, "{:?} for {} bytes", start.elapsed(), bytes.len());
    accepted
}

/// Follows every index and span; each panics when it is wrong.
fn look_at(class: &ClassFile) {
    let pool = &class.pool;
    let span = |span: Option<Span>| span.map(|span| pool.bytes(span).len());
    class.name();
    class.super_name();
    class.interface_names().count();
    for (_, constant) in pool.iter() {
        match *constant {
            Constant::Class { name } => _ = pool.utf8(name),
            Constant::String { text } => _ = pool.utf8(text),
            Constant::FieldRef { class, name_and_type }
            | Constant::MethodRef { class, name_and_type }
            | Constant::InterfaceMethodRef { class, name_and_type } => {
                pool.class_name(class);
                pool.name_and_type(name_and_type);
            }
            Constant::Dynamic { bootstrap, name_and_type }
            | Constant::InvokeDynamic { bootstrap, name_and_type } => {
                pool.name_and_type(name_and_type);
                let method = &class.attributes.bootstrap_methods[usize::from(bootstrap)];
                assert!(matches!(pool.get(method.method), Some(Constant::MethodHandle { .. })));
            }
            _ => {}
        }
    }
    for field in &class.fields {
        class.utf8(field.name);
        class.utf8(field.descriptor);
        field.signature.map(|index| class.utf8(index));
        span(field.annotations.visible);
    }
    for method in &class.methods {
        class.utf8(method.name);
        class.utf8(method.descriptor);
        method.exceptions.iter().for_each(|&index| _ = pool.class_name(index));
        span(method.annotations.visible);
        if let Some(code) = &method.code {
            assert!(!class.bytes(code.code).is_empty());
            span(code.stack_map_table);
            code.local_variables.iter().for_each(|row| _ = class.utf8(row.name));
        }
    }
    let attributes = &class.attributes;
    attributes.source_file.map(|index| class.utf8(index));
    for row in attributes.inner_classes.iter().flatten() {
        pool.class_name(row.inner);
        row.outer.map(|index| pool.class_name(index));
    }
}

#[test]
fn real_classes_are_accepted() {
    for bytes in classes(1) {
        for options in [ParseOptions::checked(None), ParseOptions::boot(None)] {
            look_at(&parse(&bytes, &options).unwrap());
        }
    }
}

#[test]
fn truncated_classes_are_rejected() {
    for bytes in classes(8) {
        for len in (0..bytes.len()).step_by(1 + bytes.len() / 200) {
            assert!(!survive(&bytes[..len]));
        }
    }
}

#[test]
fn flipped_bits_do_no_harm() {
    let mut random = Random(17);
    let (mut accepted, mut rejected) = (0, 0);
    for bytes in classes(4) {
        for _ in 0..100 {
            let mut mutated = bytes.clone();
            for _ in 0..1 + random.below(3) {
                let at = random.below(mutated.len());
                mutated[at] ^= 1 << random.below(8);
            }
            *if survive(&mutated) { &mut accepted } else { &mut rejected } += 1;
        }
    }
    // Both must occur often, or the test tests nothing.
    assert!(accepted > 1000 && rejected > 1000, "{accepted} accepted, {rejected} rejected");
}

#[test]
fn small_numbers_in_wrong_places_do_no_harm() {
    let mut random = Random(4);
    for bytes in classes(4) {
        for _ in 0..100 {
            let mut mutated = bytes.clone();
            let at = random.below(mutated.len() - 1);
            // Plausible as an index, a count or a length.
            let number = [random.below(300), 65_535 - random.below(3)][random.below(2)] as u16;
            mutated[at..at + 2].copy_from_slice(&number.to_be_bytes());
            survive(&mutated);
        }
    }
}

fn number_of(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().and_then(|text| text.parse().ok())
}

/// A part of `bytes`, seldom long.
fn part(random: &mut Random, bytes: &[u8]) -> std::ops::Range<usize> {
    let start = random.below(bytes.len());
    let longest = [4, 16, 64, bytes.len()][random.below(4)];
    start..(start + 1 + random.below(longest)).min(bytes.len())
}

/// One change of any kind: bits, bytes, numbers; parts cut out, doubled, or taken from `other`.
fn change(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    let at = random.below(bytes.len());
    match random.below(8) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => bytes[at] = random.below(256) as u8,
        2 => bytes[at] = bytes[at].wrapping_add([1, 255][random.below(2)]),
        3 => {
            let width = [2, 4][random.below(2)].min(bytes.len() - at);
            let number = [0, 1, 255, 256, 65_535, 1 << 31, u32::MAX, 300][random.below(8)];
            bytes[at..at + width].copy_from_slice(&number.to_be_bytes()[4 - width..]);
        }
        4 => bytes.truncate(at + 1),
        5 if bytes.len() > 100 => drop(bytes.drain(part(random, bytes))),
        6 => {
            let copied = bytes[part(random, bytes)].to_vec();
            bytes.splice(at..at, copied);
        }
        _ => {
            let copied = &other[part(random, other)];
            let end = (at + copied.len()).min(bytes.len());
            bytes.splice(at..end, copied.iter().copied());
        }
    }
}

#[test]
fn changes_of_all_kinds_do_no_harm() {
    let classes = classes(3);
    let (first, count) = (number_of("CLASSFILE_FUZZ_FIRST"), number_of("CLASSFILE_FUZZ"));
    let first = first.unwrap_or(1);
    let cases = first..first + count.unwrap_or(20_000);
    let (mut accepted, mut rejected) = (0, 0);
    for case in cases {
        let mut random = Random(case.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut bytes = classes[random.below(classes.len())].clone();
        let other = &classes[random.below(classes.len())];
        for _ in 0..1 + random.below(4) {
            change(&mut random, &mut bytes, other);
        }
        match std::panic::catch_unwind(|| survive(&bytes)) {
            Ok(true) => accepted += 1,
            Ok(false) => rejected += 1,
            Err(_) => {
                panic!("case {case}: CLASSFILE_FUZZ_FIRST={case} CLASSFILE_FUZZ=1 repeats it")
            }
        }
    }
    println!("{accepted} accepted, {rejected} rejected");
}
