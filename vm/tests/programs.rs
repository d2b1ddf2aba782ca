//! Whole programs must do under `cortado` what they do under `java`: same output, errors, exit code.
//!
//! A program is a file `testdata/programs/Name.java` with the main class `Name`, or a directory
//! `Name` of sources; those in its `after` are compiled last, so that class files that do not fit
//! together can be made. What `java` does is found out when a program or the JDK has changed.
//!
//! Programs with `// stress:` arguments also run long, in the modes of [`STRESS`], as ignored tests:
//! `just stress`. `STRESS_TIMES` says how often.

mod common;

use common::compile::{self, Unit};
use common::header::Header;
use common::jdk::JDK;
use common::known::KnownFailures;
use common::process::{self, End, Outcome};
use common::server::Server;
use common::{MODES, Mode, difference, has_extension, scratch, sorted_entries, stem, testdata};
use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What long runs are given: a heap that is small for their threads, collections all the time.
const STRESS: &[Mode] = &[
    Mode { name: "small-heap", case_flags: &[], program_flags: &["-Xmx64m"] },
    Mode {
        name: "collections",
        case_flags: &[],
        program_flags: &["-Xmx64m", "-XX:GCEveryNthAllocation=5003"],
    },
    Mode {
        name: "verified",
        case_flags: &[],
        program_flags: &["-Xmx64m", "-XX:+VerifyHeap", "-XX:GCEveryNthAllocation=50021"],
    },
];

/// For the arguments of the test suite, and not those of long runs: collections without end.
const STRESS_SHORT: &[Mode] = &[
    Mode { name: "every-101", case_flags: &[], program_flags: &["-XX:GCEveryNthAllocation=101"] },
    Mode { name: "every-31", case_flags: &[], program_flags: &["-XX:GCEveryNthAllocation=31"] },
    Mode { name: "every-11", case_flags: &[], program_flags: &["-XX:GCEveryNthAllocation=11"] },
];

struct Program {
    name: String,
    header: Header,
    unit: Unit,
    /// Held while `java` runs: the modes of a program are tested at the same time.
    java: Mutex<()>,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let programs: Vec<Arc<Program>> = discover().into_iter().map(Arc::new).collect();
    if !arguments.list {
        compile::compile(&programs.iter().map(|program| &program.unit).collect::<Vec<_>>());
    }
    let names: Vec<String> =
        programs.iter().map(|program| format!("programs/{}", program.name)).collect();
    let mut trials = Vec::new();
    for mode in MODES {
        let known = Arc::new(KnownFailures::read(mode.name));
        let stale = known.stale("programs/", &names);
        assert!(stale.is_empty(), "known failures of {} that are no tests: {stale:?}", mode.name);
        for program in &programs {
            let (program, known) = (Arc::clone(program), Arc::clone(&known));
            let name = format!("{}::{}", mode.name, program.name);
            let trial = Trial::test(name, move || {
                let test = format!("programs/{}", program.name);
                let seconds = if mode.program_flags.is_empty() { 60 } else { 600 };
                let limit = Duration::from_secs(seconds);
                known.judge(&test, check(&program, mode, &program.header.args, limit))
            });
            trials.push(trial);
        }
    }
    for program in &programs {
        let program = Arc::clone(program);
        let trial = Trial::test(format!("warm-cache::{}", program.name), move || warm(&program));
        trials.push(trial);
    }
    for program in &programs {
        let program = Arc::clone(program);
        let trial = Trial::test(format!("remote::{}", program.name), move || remote(&program));
        trials.push(trial);
    }
    for (modes, long) in [(STRESS, true), (STRESS_SHORT, false)] {
        for mode in modes {
            for program in programs.iter().filter(|program| program.header.stress.is_some()) {
                let (program, name) = (Arc::clone(program), &program.name);
                let name = format!("stress::{}::{name}", mode.name);
                let trial = Trial::test(name, move || repeat(&program, mode, long));
                trials.push(trial.with_ignored_flag(true));
            }
        }
    }
    let code = libtest_mimic::run(&arguments, trials).exit_code();
    // Statics are not dropped, and the server must not outlive the tests.
    SERVER.lock().expect("nobody panics with it").take();
    code
}

/// Compiles for all programs of the mode `remote`, from the first of them on.
static SERVER: Mutex<Option<Server>> = Mutex::new(None);

/// Runs a program with everything compiled by a server that does not know it, and again with what
/// the server has then.
fn remote(program: &Program) -> Result<(), Failed> {
    let server = SERVER.lock()?.get_or_insert_with(|| Server::start(&["--self-check"])).flags();
    let [enable, address] = &server;
    let flags = [
        "-XX:CompileThreshold=64",
        "-XX:OnStackReplacePercentage=400",
        enable,
        address,
        "-XX:+RequireJITServer",
        "-XX:JITServerTimeout=60000",
    ];
    for run in ["cold", "warm"] {
        check_with(program, &flags, "remote", &program.header.args, Duration::from_secs(120))
            .map_err(|failed| format!("{run} run: {}", failed.message().unwrap_or_default()))?;
    }
    Ok(())
}

/// Runs a program with an empty cache of compiled code, and again with what that run has left.
fn warm(program: &Program) -> Result<(), Failed> {
    let cache = scratch("cache").join(&program.name);
    let _ = fs::remove_dir_all(&cache);
    let cache = format!("-XX:AOTCache={}", cache.display());
    let flags = ["-XX:CompileThreshold=64", "-XX:OnStackReplacePercentage=400", &cache];
    for run in ["cold", "warm", "third"] {
        check_with(program, &flags, "cache", &program.header.args, Duration::from_secs(120))
            .map_err(|failed| format!("{run} run: {}", failed.message().unwrap_or_default()))?;
    }
    Ok(())
}

/// Runs a program again and again.
fn repeat(program: &Program, mode: &Mode, long: bool) -> Result<(), Failed> {
    let asked = std::env::var("STRESS_TIMES").ok().and_then(|text| text.parse().ok());
    let times: usize = asked.unwrap_or(3);
    let arguments = if long { program.header.stress.as_ref() } else { None };
    let arguments = arguments.unwrap_or(&program.header.args);
    for time in 1..=times {
        check(program, mode, arguments, Duration::from_secs(900))
            .map_err(|failed| format!("run {time}: {}", failed.message().unwrap_or_default()))?;
    }
    Ok(())
}

fn discover() -> Vec<Program> {
    let mut programs = Vec::new();
    for path in sorted_entries(&testdata().join("programs")) {
        let name = stem(&path);
        let is_file = |path: &PathBuf| path.is_file();
        let (main, sources, after) = if path.is_dir() {
            let sources = sorted_entries(&path).into_iter().filter(is_file).collect();
            (path.join(format!("{name}.java")), sources, sorted_entries(&path.join("after")))
        } else {
            assert!(has_extension(&path, "java"), "{} is no program", path.display());
            (path.clone(), vec![path], Vec::new())
        };
        let header = Header::read(&main);
        let unit = Unit { name: name.clone(), javac: header.javac.clone(), sources, after };
        programs.push(Program { name, header, unit, java: Mutex::new(()) });
    }
    programs
}

fn check(
    program: &Program,
    mode: &Mode,
    arguments: &[String],
    limit: Duration,
) -> Result<(), Failed> {
    check_with(program, mode.program_flags, mode.name, arguments, limit)
}

fn check_with(
    program: &Program,
    flags: &[&str],
    place: &str,
    arguments: &[String],
    limit: Duration,
) -> Result<(), Failed> {
    let expected = expected(program)?;
    let mut command = JDK.cortado();
    command.args(flags);
    let actual = execute(program, command, place, arguments, limit);
    let stdout = difference("stdout", &expected.stdout, &actual.stdout);
    let stderr = difference("stderr", &expected.stderr, &actual.stderr);
    let end = (expected.end != actual.end)
        .then(|| format!("it ended with {:?} instead of {:?}\n", actual.end, expected.end));
    let problems: String = [end, stdout, stderr].into_iter().flatten().collect();
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}

/// What `java` does, from the cache if it is there.
fn expected(program: &Program) -> Result<Outcome, Failed> {
    let _alone = program.java.lock();
    let dir = program.unit.dir();
    let name = dir.file_name().expect("a unit has a directory");
    let cached = scratch("expected").join(name);
    let read = |file: &str| fs::read(cached.join(file));
    if let (Ok(stdout), Ok(stderr)) = (read("stdout"), read("stderr")) {
        return Ok(Outcome { end: End::Exit(program.header.exit), stdout, stderr });
    }
    let outcome =
        execute(program, JDK.java(), "java", &program.header.args, Duration::from_secs(60));
    if outcome.end != End::Exit(program.header.exit) {
        let text = format!("`java` ended with {:?}:\n{}", outcome.end, outcome.stderr());
        return Err(text.into());
    }
    fs::create_dir_all(&cached)?;
    fs::write(cached.join("stdout"), &outcome.stdout)?;
    fs::write(cached.join("stderr"), &outcome.stderr)?;
    Ok(outcome)
}

/// Runs the program in an empty directory of its own.
fn execute(
    program: &Program,
    mut command: Command,
    place: &str,
    arguments: &[String],
    limit: Duration,
) -> Outcome {
    let dir = scratch("run").join(place).join(&program.name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).expect("target is writable");
    command.args(&program.header.flags).arg("-cp").arg(program.unit.dir());
    command.arg(&program.name).args(arguments).current_dir(dir);
    process::run(&mut command, program.header.stdin.as_bytes(), limit)
}
