//! Random methods, and mutated ones of real classes, run by the interpreter, by compiled code in
//! several modes and by `java`: all must agree on every result and every exception.
//!
//! `DIFFERENTIAL_SEED` is the first seed, `DIFFERENTIAL_CLASSES` the number of classes of random
//! methods, `DIFFERENTIAL_ROUNDS` the calls of each; `DIFFERENTIAL_MUTANTS` the number of seeds of
//! mutated classes, `DIFFERENTIAL_BLOCKS` the calls of their methods, in units of 25. With
//! `DIFFERENTIAL_EXECUTIONS`, seeds go on until methods were executed that often in each test. A
//! failure names the seed and leaves its classes.

mod common;
#[path = "differential/generate.rs"]
mod generate;
#[path = "differential/mutants.rs"]
mod mutants;

use common::jdk::JDK;
use common::process::run;
use common::scratch;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(300);

/// Ways to run a class that must not differ from `java`'s.
const MODES: &[(&str, &[&str])] = &[
    ("interpreted", &["-Xint"]),
    ("compiled at the first call", &["-Xcomp"]),
    (
        "compiled when warm",
        &["-Xbatch", "-XX:CompileThreshold=64", "-XX:OnStackReplacePercentage=400"],
    ),
    ("left at every poll", &["-Xcomp", "-XX:+DeoptimizeAtPolls"]),
];

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().map_or(default, |text| text.parse().expect(variable))
}

fn output(mut command: Command, dir: &Path, class: &str, rounds: u64) -> String {
    command.arg("-cp").arg(dir).arg(class).arg(rounds.to_string());
    let outcome = run(&mut command, &[], LIMIT);
    format!("{}{}{:?}", outcome.stdout(), outcome.stderr(), outcome.end)
}

#[test]
fn all_ways_to_run_agree() {
    let first = number("DIFFERENTIAL_SEED", 1);
    let wanted = number("DIFFERENTIAL_EXECUTIONS", 0);
    let classes = if wanted > 0 { u64::MAX } else { number("DIFFERENTIAL_CLASSES", 6) };
    let rounds = number("DIFFERENTIAL_ROUNDS", 300);
    let dir = scratch("differential");
    std::fs::create_dir_all(&dir).expect("a directory for classes");
    let mut executions = 0;
    for seed in (first..).take(usize::try_from(classes).expect("64 bits")) {
        let class = format!("F{seed}");
        let file = dir.join(format!("{class}.java"));
        std::fs::write(&file, generate::class(seed, &class)).expect("the source is written");
        let mut javac = JDK.javac();
        javac.args(["-nowarn", "-d"]).arg(&dir).arg(&file);
        let compiled = run(&mut javac, &[], LIMIT);
        assert!(compiled.stderr().is_empty(), "seed {seed}: {}", compiled.stderr());
        let mut java = JDK.java();
        // HotSpot's best compiler leaves out the stack traces of exceptions that it sees often.
        java.arg("-XX:-OmitStackTraceInFastThrow");
        let expected = output(java, &dir, &class, rounds);
        for (name, flags) in MODES {
            let mut cortado = JDK.cortado();
            cortado.args(*flags);
            let actual = output(cortado, &dir, &class, rounds);
            assert_eq!(actual, expected, "seed {seed}, {name}; source in {}", file.display());
            executions += rounds * generate::METHODS as u64;
        }
        if wanted > 0 && executions >= wanted {
            println!("seeds {first} to {seed}");
            break;
        }
    }
    println!("random methods: {executions} executions agree");
}

#[test]
fn mutated_real_methods_agree() {
    let first = number("DIFFERENTIAL_SEED", 1);
    let wanted = number("DIFFERENTIAL_EXECUTIONS", 0);
    let blocks = number("DIFFERENTIAL_BLOCKS", 6);
    let seeds = if wanted > 0 { u64::MAX } else { number("DIFFERENTIAL_MUTANTS", 5) };
    let (mut executions, mut last, mut cut) = (0, first, 0);
    for seed in (first..).take(usize::try_from(seeds).expect("64 bits")) {
        let tried = mutants::try_seed(seed, blocks);
        println!("{seed}: {}; {} executions", tried.subject, tried.executions);
        (executions, last) = (executions + tried.executions, seed);
        cut += u64::from(tried.cut);
        if wanted > 0 && executions >= wanted {
            break;
        }
    }
    println!("seeds {first} to {last}, {cut} of them compared in part");
    println!("mutated methods: {executions} executions agree");
}
