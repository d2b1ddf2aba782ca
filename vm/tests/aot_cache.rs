//! The disk cache of compiled code: what it saves, and that it never gives a program the code of
//! another version of a class.

mod common;

use common::compile::{self, Unit};
use common::jdk::JDK;
use common::process::{self, End, Outcome};
use common::{scratch, sorted_entries};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The class that is compiled; its own class file is the same in all versions.
const MAIN: &str = r#"
public class Main {
    public static void main(String[] args) {
        long total = 0;
        for (int i = 0; i < 20_000; i++) {
            total += once(i, new Point(i, 2), i % 3 == 0 ? new Square() : new Shape());
        }
        System.out.println(total + " " + text(1));
    }
    static long once(int i, Point point, Shape shape) {
        long sum = Limits.LIMIT + Limits.next(i) + point.x * 3 + point.y;
        if (shape instanceof Marked) sum += 1000;
        sum += apply(k -> k + point.y, i) + apply(Limits.twice(), i);
        return sum + shape.area() + shape.sides() + text(i).length() + new Point(1, 2).x;
    }
    static int apply(java.util.function.IntUnaryOperator f, int i) { return f.applyAsInt(i); }
    static String text(int i) { return Limits.text(i); }
}
"#;

const POINT: &str = "class Point { int x; int y; Point(int x, int y) { this.x = x; this.y = y; } }";
const SHAPE: &str = "class Shape { int area() { return 1; } int sides() { return 4; } }";
const SQUARE: &str = "class Square extends Shape { }";
const MARKED: &str = "interface Marked { }";
const LIMITS: &str = r#"class Limits {
    static final int LIMIT = Integer.parseInt("7");
    static int next(int i) { return i + 1; }
    static String text(int i) { return "one"; }
    static java.util.function.IntUnaryOperator twice() { return k -> 2 * k; }
}"#;

/// What else may stand in the place of a class.
const OTHERS: &[(&str, &str, &str)] = &[
    (
        "value",
        "Limits",
        r#"class Limits {
        static final int LIMIT = Integer.parseInt("8");
        static int next(int i) { return i + 1; }
        static String text(int i) { return "one"; }
        static java.util.function.IntUnaryOperator twice() { return k -> 2 * k; }
    }"#,
    ),
    (
        "bytecode",
        "Limits",
        r#"class Limits {
        static final int LIMIT = Integer.parseInt("7");
        static int next(int i) { return i + 2; }
        static String text(int i) { return "one"; }
        static java.util.function.IntUnaryOperator twice() { return k -> 2 * k; }
    }"#,
    ),
    (
        "string",
        "Limits",
        r#"class Limits {
        static final int LIMIT = Integer.parseInt("7");
        static int next(int i) { return i + 1; }
        static String text(int i) { return "four"; }
        static java.util.function.IntUnaryOperator twice() { return k -> 2 * k; }
    }"#,
    ),
    (
        "lambda",
        "Limits",
        r#"class Limits {
        static final int LIMIT = Integer.parseInt("7");
        static int next(int i) { return i + 1; }
        static String text(int i) { return "one"; }
        static java.util.function.IntUnaryOperator twice() { return k -> 3 * k; }
    }"#,
    ),
    (
        "order",
        "Limits",
        r#"class Limits {
        static final int LIMIT = Integer.parseInt("7");
        static final Runnable FIRST = () -> System.out.print("");
        static int next(int i) { FIRST.run(); return i + 1; }
        static String text(int i) { return "one"; }
        static java.util.function.IntUnaryOperator twice() { return k -> 2 * k; }
    }"#,
    ),
    (
        "layout",
        "Point",
        "class Point { long pad = 5; int y; int x; \
        Point(int x, int y) { this.x = x; this.y = y; } }",
    ),
    (
        "finalizer",
        "Point",
        "class Point { int x; int y; \
        Point(int x, int y) { this.x = x; this.y = y; } protected void finalize() { x = 9; } }",
    ),
    ("override", "Square", "class Square extends Shape { int area() { return 50; } }"),
    (
        "vtable",
        "Shape",
        "class Shape { int sides() { return 5; } int more() { return 6; } \
        int area() { return 2; } }",
    ),
    (
        "superclass",
        "Shape",
        "class Shape extends Base { int area() { return 1; } } \
        class Base { int sides() { return 3; } }",
    ),
    ("interface", "Square", "class Square extends Shape implements Marked { }"),
    ("final", "Shape", "class Shape { final int area() { return 1; } int sides() { return 8; } }"),
];

/// Class files of the program with one class replaced.
fn unit(name: &str, replaced: &str, by: &str) -> Unit {
    let sources = [
        ("Main", MAIN),
        ("Point", POINT),
        ("Shape", SHAPE),
        ("Square", SQUARE),
        ("Marked", MARKED),
        ("Limits", LIMITS),
    ];
    let dir = scratch("versions").join(name);
    fs::create_dir_all(&dir).expect("target is writable");
    let paths = sources.map(|(class, text)| {
        let path = dir.join(format!("{class}.java"));
        fs::write(&path, if class == replaced { by } else { text }).expect("target is writable");
        path
    });
    Unit {
        name: format!("version-{name}"),
        javac: Vec::new(),
        sources: paths.to_vec(),
        after: Vec::new(),
    }
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).expect("target is writable");
    for path in sorted_entries(from) {
        fs::copy(&path, to.join(path.file_name().expect("a file"))).expect("target is writable");
    }
}

fn run(classes: &Path, flags: &[&str]) -> Outcome {
    let mut command = JDK.cortado();
    command.args(flags).arg("-cp").arg(classes).arg("Main");
    process::run(&mut command, b"", Duration::from_secs(60))
}

fn fresh(name: &str) -> (PathBuf, String) {
    let cache = scratch("aot").join(name);
    let _ = fs::remove_dir_all(&cache);
    let flag = format!("-XX:AOTCache={}", cache.display());
    (cache, flag)
}

fn counter(outcome: &Outcome, name: &str) -> u64 {
    let text = outcome.stdout();
    let line = text.lines().find(|line| line.contains(&format!(" {name} (")));
    let line = line.unwrap_or_else(|| panic!("no counter {name} in {text}"));
    line.split_whitespace().next().and_then(|word| word.parse().ok()).expect("a number")
}

#[test]
fn a_second_run_compiles_little() {
    let base = unit("second", "", "");
    compile::compile(&[&base]);
    let (_, cache) = fresh("second");
    let flags = ["-XX:+PrintCounters", "-XX:CompileThreshold=100", &cache];
    let cold = run(&base.dir(), &flags);
    let warm = run(&base.dir(), &flags);
    for outcome in [&cold, &warm] {
        assert_eq!(outcome.end, End::Exit(0), "{}", outcome.stderr());
        assert_eq!(outcome.stdout().lines().next(), cold.stdout().lines().next());
    }
    assert_eq!(counter(&cold, "WarmBodies"), 0);
    assert!(counter(&warm, "WarmBodies") * 2 > counter(&cold, "BodiesInstalled"));
    assert!(counter(&warm, "MethodsCompiled") * 2 < counter(&cold, "MethodsCompiled"));
}

#[test]
fn linked_calls_and_classes_of_lambdas_have_names_in_later_runs() {
    let base = unit("lambdas", "", "");
    compile::compile(&[&base]);
    let (_, cache) = fresh("lambdas");
    let flags = ["-XX:CompileThreshold=100", "-XX:+PrintCompilation", &cache];
    let cold = run(&base.dir(), &flags);
    let warm = run(&base.dir(), &flags);
    // The method links two calls, and the interface call knows two classes of lambdas.
    for method in ["Main::once (", "Main::apply (", "Main$$Lambda$1/"] {
        let compiled = |run: &Outcome| run.stdout().contains(method);
        assert!(compiled(&cold), "{method} is not compiled: {}", cold.stdout());
        assert!(!compiled(&warm), "{method} is compiled again: {}", warm.stdout());
    }
}

#[test]
fn no_version_of_a_class_gets_the_code_of_another() {
    let base = unit("base", "", "");
    let others: Vec<Unit> =
        OTHERS.iter().map(|(name, class, text)| unit(name, class, text)).collect();
    compile::compile(&std::iter::once(&base).chain(&others).collect::<Vec<_>>());
    let (_, cache) = fresh("versions");
    // The same path for all: to the cache it is the same program.
    let classes = scratch("aot").join("classes");
    let flags = ["-XX:CompileThreshold=64", "-XX:OnStackReplacePercentage=400", &cache];
    for unit in std::iter::once(&base).chain(&others).chain([&base]) {
        copy(&unit.dir(), &classes);
        let expected = run(&classes, &["-Xint"]);
        assert_eq!(expected.end, End::Exit(0), "{}", expected.stderr());
        for turn in ["first", "second"] {
            let outcome = run(&classes, &flags);
            let what = format!("{turn} run of {}: {}", unit.name, outcome.stderr());
            assert_eq!(outcome.end, End::Exit(0), "{what}");
            assert_eq!(outcome.stdout(), expected.stdout(), "{what}");
        }
    }
}

#[test]
fn a_damaged_cache_is_no_harm() {
    let base = unit("damaged", "", "");
    compile::compile(&[&base]);
    let (directory, cache) = fresh("damaged");
    let flags = ["-XX:CompileThreshold=64", &cache];
    let expected = run(&base.dir(), &flags);
    assert_eq!(expected.end, End::Exit(0), "{}", expected.stderr());
    for step in [97, 1009, 5003] {
        for path in sorted_entries(&directory) {
            let Ok(mut bytes) = fs::read(&path) else { continue };
            bytes.iter_mut().step_by(step).for_each(|byte| *byte ^= 0x55);
            fs::write(&path, bytes).expect("target is writable");
        }
        let outcome = run(&base.dir(), &flags);
        assert_eq!(outcome.end, End::Exit(0), "{}", outcome.stderr());
        assert_eq!(outcome.stdout(), expected.stdout());
    }
}

#[test]
fn a_directory_that_cannot_be_made_is_no_harm() {
    let base = unit("nowhere", "", "");
    compile::compile(&[&base]);
    let outcome = run(&base.dir(), &["-XX:AOTCache=/proc/nowhere"]);
    assert_eq!(outcome.end, End::Exit(0), "{}", outcome.stderr());
    let logged = run(&base.dir(), &["-XX:AOTCache=/proc/nowhere", "-Xlog:jit+compilation"]);
    assert!(logged.stdout().contains("/proc/nowhere"), "{}", logged.stdout());
}
