//! What can be asked of the compiler from the command line, and what may be expected of it.

mod common;

use common::jdk::JDK;
use common::process::{self, End, Outcome};
use common::scratch;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(120);

const SOURCE: &str = r#"
import java.util.ArrayList;
import java.util.List;

public class Warm {
    static final class Pair {
        final int a;
        final Object b;

        Pair(int a, Object b) {
            this.a = a;
            this.b = b;
        }
    }

    static int work(int i) {
        return twice(i) + new Pair(i, "x").a;
    }

    static int twice(int i) {
        return i * 2;
    }

    static int rare(int i, int limit) {
        return i < limit ? i : String.valueOf(i).length();
    }

    public static void main(String[] args) {
        int rounds = Integer.parseInt(args[0]);
        int sum = 0;
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            list.add(i);
        }
        for (int i = 0; i < rounds; i++) {
            sum += work(i) + rare(i, rounds / 2);
            for (int x : list) {
                sum ^= x;
            }
        }
        System.out.println(sum);
    }
}
"#;

/// The directory with the compiled source.
fn classes() -> &'static PathBuf {
    static DIR: OnceLock<PathBuf> = OnceLock::new();
    DIR.get_or_init(|| {
        let dir = scratch("compiler");
        std::fs::create_dir_all(&dir).expect("a directory for classes");
        let file = dir.join("Warm.java");
        std::fs::write(&file, SOURCE).expect("the source is written");
        let outcome = process::run(JDK.javac().arg("-d").arg(&dir).arg(&file), b"", LIMIT);
        assert_eq!(outcome.stderr(), "");
        dir
    })
}

fn run(flags: &[&str], rounds: &str) -> Outcome {
    let mut command = JDK.cortado();
    command.args(flags).arg("-cp").arg(classes()).args(["Warm", rounds]);
    let outcome = process::run(&mut command, b"", LIMIT);
    assert!(matches!(outcome.end, End::Exit(0)), "{flags:?}: {}", outcome.stderr());
    outcome
}

/// Keeps the methods that are looked at apart.
const APART: &str = "-XX:CompileCommand=dontinline,Warm::work";

/// The lines of a run that contain `text`.
fn lines(flags: &[&str], text: &str) -> Vec<String> {
    let stdout = run(flags, "5000").stdout();
    stdout.lines().filter(|line| line.contains(text)).map(str::to_owned).collect()
}

#[test]
fn compilations_are_printed() {
    let flags = ["-Xbatch", "-XX:+PrintCompilation", APART];
    let printed = lines(&flags, "Warm::");
    assert!(printed.iter().any(|line| line.contains("Warm::work (")), "{printed:?}");
    assert!(printed.iter().any(|line| line.contains('%') && line.contains("Warm::main @ ")));
    assert!(lines(&["-Xint", "-XX:+PrintCompilation"], "Warm::").is_empty());
}

#[test]
fn commands_choose_methods() {
    let print = ["-Xbatch", "-XX:+PrintCompilation", APART];
    let with = |command: &str| {
        let command = format!("-XX:CompileCommand={command}");
        lines(&[&print[..], &[command.as_str()]].concat(), "::")
    };
    let excluded = with("exclude,Warm::work");
    assert!(!excluded.iter().any(|line| line.contains("Warm::work (")), "{excluded:?}");
    assert!(excluded.iter().any(|line| line.contains("Warm::")));
    let only = with("compileonly,Warm::twice");
    assert!(only.iter().all(|line| line.contains("Warm::twice (")), "{only:?}");
    assert!(!only.is_empty());
    let inlined = |command: &str| {
        let command = format!("-XX:CompileCommand={command}");
        let flags = ["-Xbatch", APART, "-XX:CompileCommand=log,Warm::work", command.as_str()];
        lines(&flags, "inlined: Warm.twice into work").len()
    };
    assert_eq!(inlined("dontinline,Warm::twice"), 0);
    assert!(inlined("inline,Warm::twice") > 0);
}

#[test]
fn the_code_of_a_method_is_printed() {
    let stdout = run(&["-Xbatch", APART, "-XX:CompileCommand=print,Warm::work"], "5000").stdout();
    assert!(stdout.contains("Warm::work ("), "{stdout}");
    assert!(stdout.contains("0: iload_0"), "bytecode");
    assert!(stdout.contains("push rbp"), "machine code");
    assert!(stdout.contains("; class Warm$Pair"), "relocations by name");
    assert!(!stdout.contains("Warm::twice ("));
}

#[test]
fn the_compilation_of_a_method_is_logged() {
    let stdout = run(&["-Xbatch", APART, "-XX:CompileCommand=log,Warm::work"], "5000").stdout();
    assert!(stdout.contains("  request: "), "{stdout}");
    assert!(stdout.contains("  inlined: Warm.twice into work at 1"), "{stdout}");
    assert!(stdout.contains(" relocations, "), "{stdout}");
}

#[test]
fn hot_code_stays_compiled() {
    let left = lines(&["-Xbatch", "-Xlog:jit+nmethod=debug"], "Warm.");
    // Each branch and call that is new costs its method one compilation, not one after the other.
    let of = |name: &str| left.iter().filter(|line| line.contains(name)).count();
    assert!(of("Warm.work") <= 1, "{left:?}");
    assert!(of("Pair.<init>") <= 1, "{left:?}");
    assert!(of("Warm.rare") <= 2, "{left:?}");
    assert!(of("Warm.main") <= 4, "{left:?}");
    let of_library = lines(&["-Xbatch", "-Xlog:jit+nmethod=debug"], "ArrayList$Itr.hasNext");
    assert!(of_library.len() <= 4, "{of_library:?}");
}

#[test]
fn a_small_code_cache_is_enough() {
    let all = run(&[], "5000").stdout();
    for mode in
        [&["-Xcomp"][..], &["-Xbatch", "-XX:CompileThreshold=64"], &["-XX:CompileThreshold=64"]]
    {
        let flags = [mode, &["-XX:ReservedCodeCacheSize=200k"]].concat();
        assert_eq!(run(&flags, "5000").stdout(), all, "{flags:?}");
        let counted =
            [&flags[..], &["-XX:+UnlockDiagnosticVMOptions", "-XX:+PrintCounters"]].concat();
        let counters = run(&counted, "5000").stdout();
        assert!(counters.contains("BodiesEvicted"), "{counters}");
    }
}

#[test]
fn debuggers_are_told_of_code() {
    let announcing = ["-Xbatch", "-XX:+AnnounceCodeToDebugger", "-XX:ReservedCodeCacheSize=200k"];
    assert_eq!(run(&announcing, "5000").stdout(), run(&[], "5000").stdout());
}
