//! Metaspace must not know in which process it is: a dump of it, mapped at the same address in a
//! new process, is walked from the root with every handle checked.

mod common;

use common::compile::{self, Unit};
use common::jdk::JDK;
use common::process::{self, End, Outcome};
use common::{scratch, testdata};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

fn cortadoctl(arguments: &[&str]) -> Outcome {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cortadoctl"));
    command.env("JAVA_HOME", &JDK.home).arg("metaspace").args(arguments);
    process::run(&mut command, b"", Duration::from_secs(120))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("scratch paths are text")
}

fn dump(name: &str, arguments: &[&str]) -> (PathBuf, Outcome) {
    let dir = scratch("metaspace");
    fs::create_dir_all(&dir).expect("target is writable");
    let file = dir.join(format!("{name}.dump"));
    let mut words = vec!["dump", text(&file)];
    if !arguments.is_empty() {
        words.push("--");
        words.extend(arguments);
    }
    let outcome = cortadoctl(&words);
    (file, outcome)
}

/// What a walk counts, by kind.
fn walk(file: &Path) -> HashMap<String, u64> {
    let outcome = cortadoctl(&["walk", text(file)]);
    assert_eq!(outcome.end, End::Exit(0), "{}", outcome.stderr());
    let rows = outcome.stdout();
    let rows = rows.lines().map(|line| line.trim_end().rsplit_once(' ').expect("kind and count"));
    rows.map(|(kind, count)| (kind.trim().to_owned(), count.parse().expect("counts are numbers")))
        .collect()
}

fn classes_of(program: &str) -> PathBuf {
    let source = testdata().join("programs").join(format!("{program}.java"));
    let unit = Unit {
        name: program.to_owned(),
        javac: Vec::new(),
        sources: vec![source],
        after: Vec::new(),
    };
    compile::compile(&[&unit]);
    unit.dir()
}

/// Runs a program as `cortadoctl` and as `cortado`, which must do the same, and walks the dump.
fn dump_program(program: &str) -> HashMap<String, u64> {
    let dir = classes_of(program);
    let (file, outcome) = dump(program, &["-cp", text(&dir), program]);
    assert_eq!(outcome.end, End::Exit(0), "{}", outcome.stderr());
    let alone =
        process::run(JDK.cortado().arg("-cp").arg(dir).arg(program), b"", Duration::from_secs(60));
    assert_eq!(outcome.stdout(), alone.stdout());
    walk(&file)
}

fn refused(file: &Path, reason: &str) {
    let outcome = cortadoctl(&["walk", text(file)]);
    assert_eq!(outcome.end, End::Exit(1), "{}", outcome.stdout());
    assert!(outcome.stderr().contains(reason), "{}", outcome.stderr());
}

#[test]
fn start_up() {
    let (file, outcome) = dump("start", &[]);
    assert_eq!(outcome.end, End::Exit(0), "{}", outcome.stderr());
    let counts = walk(&file);
    assert!(counts["classes"] > 350, "{counts:?}");
    assert!(counts["methods"] > 5000, "{counts:?}");
    assert!(counts["prepared methods"] > 800, "{counts:?}");
    assert!(counts["constants"] > 20_000, "{counts:?}");
    // What is not reached is storage that collections outgrew, and padding.
    assert!(counts["bytes reached"] * 10 > counts["bytes in use"] * 9, "{counts:?}");
}

#[test]
fn hello_world() {
    let counts = dump_program("HelloWorld");
    assert!(counts["classes"] > 400 && counts["loaders"] >= 3, "{counts:?}");
}

#[test]
fn lambdas_records_and_hidden_classes() {
    for program in ["Lambdas", "Records", "StringConcat", "UserClassLoader", "InitErrors"] {
        let counts = dump_program(program);
        assert!(counts["classes"] > 450, "{program}: {counts:?}");
    }
}

#[test]
fn exit_within_the_program() {
    let dir = classes_of("ShutdownHooks");
    let (file, _) = dump("ShutdownHooks", &["-cp", text(&dir), "ShutdownHooks"]);
    assert!(walk(&file)["classes"] > 400);
}

#[test]
fn damaged_files_are_refused() {
    let (file, _) = dump("damaged", &[]);
    let bytes = fs::read(&file).expect("the dump is there");
    let changed = file.with_extension("changed");
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.clone();
        change(&mut bytes);
        fs::write(&changed, bytes).expect("target is writable");
        &changed
    };
    for at in [28, 4095, 4096, 8192, bytes.len() / 2, bytes.len() - 1] {
        refused(with(&|bytes| bytes[at] ^= 0x10), "is corrupt (checksum");
    }
    refused(with(&|bytes| bytes[0] ^= 1), "not a metaspace dump");
    refused(with(&|bytes| bytes[8] ^= 1), "of another build");
    refused(with(&|bytes| bytes[16] ^= 1), "bytes instead of");
    refused(with(&|bytes| bytes[23] = 0xff), "bytes instead of");
    refused(with(&|bytes| bytes.truncate(bytes.len() - 1)), "bytes instead of");
    refused(with(&|bytes| bytes.truncate(4096)), "bytes instead of");
    refused(with(&|bytes| bytes.truncate(100)), "not a metaspace dump");
    refused(with(&Vec::clear), "not a metaspace dump");
    refused(Path::new(env!("CARGO_BIN_EXE_cortadoctl")), "not a metaspace dump");
    refused(&scratch("metaspace"), "metaspace dump: Is a directory");
    refused(&scratch("metaspace").join("missing"), "metaspace dump: No such file");
}
