//! The verifier: classes that break one rule each, with `java`'s messages; the class library, which
//! breaks none; and mutated classes, which must end in a Java error or run.

mod common;

use common::compile::{self, Unit};
use common::jdk::JDK;
use common::jtt::{FAMILIES, Family};
use common::process::{self, End};
use common::{has_extension, sorted_entries, testdata};
use cortado_vm::link::loader;
use cortado_vm::meta::intern;
use cortado_vm::verify;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Mutated classes that are tried; `VERIFIER_MUTATIONS` asks for another number.
const MUTATIONS: usize = 2000;

fn sources() -> Vec<PathBuf> {
    let mut sources = sorted_entries(&testdata().join("verify"));
    // What is assembled is on javac's class path.
    sources.sort_by_key(|path| !has_extension(path, "jasm"));
    sources
}

/// The compiled cases and drivers, once for all tests.
static UNIT: LazyLock<Unit> = LazyLock::new(|| {
    let (name, javac) = ("verify".to_owned(), Vec::new());
    let unit = Unit { name, javac, sources: sources(), after: Vec::new() };
    compile::compile(&[&unit]);
    unit
});

/// The classes and the first lines that they are rejected with, in the order of the sources.
fn expectations() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in sources() {
        let text = std::fs::read_to_string(path).expect("sources are readable");
        let lines = text.lines().filter_map(|line| line.strip_prefix("// expect "));
        found.extend(lines.map(|line| {
            let (name, outcome) = line.split_once(": ").expect("`// expect Class: outcome`");
            (name.to_owned(), outcome.to_owned())
        }));
    }
    assert!(found.len() > 100, "only {} cases", found.len());
    found
}

/// What linking each class did.
fn outcomes(mut command: Command, unit: &Unit, names: &str) -> BTreeMap<String, String> {
    command.arg("-cp").arg(unit.dir()).arg("LinkAll");
    let outcome = process::run(&mut command, names.as_bytes(), Duration::from_secs(60));
    assert_eq!(outcome.end, End::Exit(0), "{}", outcome.stderr());
    let stdout = outcome.stdout();
    let sections = stdout.split("== ").skip(1).filter_map(|section| section.split_once('\n'));
    sections.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

#[test]
fn each_rule_is_enforced_as_java_does() {
    let unit = &*UNIT;
    let expected = expectations();
    let names: String = expected.iter().map(|(name, _)| format!("{name}\n")).collect();
    let java = outcomes(JDK.java(), unit, &names);
    let cortado = outcomes(JDK.cortado(), unit, &names);
    let mut problems = String::new();
    for (name, outcome) in &expected {
        let (java, cortado) = (&java[name], &cortado[name]);
        if java != cortado {
            problems.push_str(&format!("{name}: java says\n{java}cortado says\n{cortado}\n"));
        } else if java.lines().next() != Some(outcome.as_str()) {
            problems.push_str(&format!("{name}: expected `{outcome}`, but\n{java}\n"));
        }
    }
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn verification_can_be_turned_off() {
    let unit = &*UNIT;
    let by_flag = ["-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"];
    for flags in [&["-Xverify:none"][..], &by_flag] {
        let mut command = JDK.cortado();
        command.args(flags);
        let outcomes = outcomes(command, unit, "IaddOfFloat\nOldIadd\n");
        assert!(outcomes.values().all(|outcome| outcome == "accepted\n"), "{outcomes:?}");
    }
}

#[test]
fn programs_run_with_everything_verified() {
    let unit = &*UNIT;
    let mut command = JDK.cortado();
    command.arg("-Xverify:all");
    let outcomes = outcomes(command, unit, "FrameMore\nOldSubroutine\nPopOfLong\n");
    assert_eq!(outcomes["FrameMore"], "accepted\n");
    assert_eq!(outcomes["OldSubroutine"], "accepted\n");
    assert!(outcomes["PopOfLong"].starts_with("java.lang.VerifyError"));
}

#[test]
fn one_thread_verifies_a_class() {
    let mut command = JDK.cortado();
    command.args(["-Xlog:class+init=info", "-cp"]).arg(UNIT.dir()).args(["LinkTogether", "100"]);
    let outcome = process::run(&mut command, b"", Duration::from_secs(60));
    assert_eq!(outcome.end, End::Exit(0), "{}", outcome.stderr());
    let stdout = outcome.stdout();
    let start = "Start class verification for: Mutate$Sample";
    assert_eq!(stdout.lines().filter(|line| line.ends_with(start)).count(), 100);
}

#[test]
fn the_class_library_is_accepted() {
    let t = common::vm::boot();
    let resources = loader::boot_path().image.resources().map(|resource| resource.unwrap());
    let names: Vec<String> = resources
        .filter(|r| ["java.base", "jdk.compiler"].contains(&r.module) && r.extension == "class")
        .filter(|r| r.base != "module-info")
        .map(|r| format!("{}/{}", r.parent, r.base))
        .collect();
    // Without the module system, some classes may not name their supertypes in other modules.
    let load = |name: &String| loader::load_boot_class(t, intern(name)).ok();
    let classes: Vec<_> = names.iter().filter_map(load).collect();
    assert!(classes.len() > 6000, "only {} of {} classes load", classes.len(), names.len());
    let start = Instant::now();
    for &class in &classes {
        match verify::check(t, class) {
            Ok(()) => {}
            Err(failure) => panic!("{}: {failure:?}", class.name),
        }
    }
    let micros = start.elapsed().as_secs_f64() * 1e6;
    println!("{} classes, {:.1} us each", classes.len(), micros / classes.len() as f64);
}

/// Memory that a process may take for [`BATCH`] classes, of which none is unloaded.
const PEAK_MAX_KB: usize = 700 << 10;
/// Mutated classes per process.
const BATCH: usize = 10_000;
/// The exit code of the driver when a class does not end.
const STUCK: i32 = 7;

/// Runs the mutating driver on variants `first` to `end` of the classes in the directories `dirs`.
fn mutate(dirs: &[PathBuf], first: usize, end: usize) {
    let mut command = JDK.cortado();
    let class_path = std::env::join_paths(dirs).expect("no directory has a colon");
    command.args(["-Xmx256m", "-cp"]).arg(class_path).args(["Mutate", "0"]);
    command.args([first.to_string(), end.to_string()]).args(dirs);
    let outcome = process::run(&mut command, b"", Duration::from_secs(600));
    let (stdout, stderr) = (outcome.stdout(), outcome.stderr());
    let lines: Vec<&str> = stdout.lines().rev().collect();
    let number = |at: usize| lines.get(at).and_then(|line| line.parse::<usize>().ok());
    let (Some(next), Some(peak)) = (number(0), number(1)) else {
        panic!("mutations {first} to {end} ended with {:?}\n{stdout}\n{stderr}", outcome.end)
    };
    assert!(peak < PEAK_MAX_KB, "mutations {first} to {next} took {peak} KB");
    match outcome.end {
        End::Exit(0) => println!("{first} to {end}: {}, {peak} KB", lines[2]),
        End::Exit(STUCK) if next < end => {
            println!("{} does not end", next - 1);
            mutate(dirs, next, end);
        }
        End::Exit(STUCK) => println!("{} does not end", next - 1),
        other => panic!("mutations {first} to {end} ended with {other:?}\n{stdout}\n{stderr}"),
    }
}

#[test]
fn mutated_classes_do_no_harm() {
    let asked = std::env::var("VERIFIER_MUTATIONS").ok().and_then(|text| text.parse().ok());
    let count = asked.unwrap_or(MUTATIONS);
    // The threads of one family would go on when their class has ended.
    let families = FAMILIES.iter().filter(|&&name| name != "threads");
    let units: Vec<Unit> = families.map(|name| Family::discover(name).unit).collect();
    compile::compile(&units.iter().collect::<Vec<_>>());
    let dirs: Vec<PathBuf> = [&*UNIT].into_iter().chain(&units).map(Unit::dir).collect();
    for first in (0..count).step_by(BATCH) {
        mutate(&dirs, first, (first + BATCH).min(count));
    }
}
