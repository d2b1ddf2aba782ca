//! Whole programs must do under `cortado` what they do under `java`: same output, errors, exit code.
//!
//! A program is a file `testdata/programs/Name.java` with the main class `Name`, or a directory
//! `Name` of sources; those in its `after` are compiled last, so that class files that do not fit
//! together can be made. What `java` does is found out when a program or the JDK has changed.

mod common;

use common::compile::{self, Unit};
use common::header::Header;
use common::jdk::JDK;
use common::known::KnownFailures;
use common::process::{self, End, Outcome};
use common::{MODES, Mode, difference, has_extension, scratch, sorted_entries, stem, testdata};
use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::{Arc, Mutex};
use std::time::Duration;

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
                known.judge(&test, check(&program, mode))
            });
            trials.push(trial);
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
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

fn check(program: &Program, mode: &Mode) -> Result<(), Failed> {
    let expected = expected(program)?;
    let mut command = JDK.cortado();
    command.args(mode.program_flags);
    let limit = Duration::from_secs(if mode.program_flags.is_empty() { 60 } else { 600 });
    let actual = execute(program, command, mode.name, limit);
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
    let outcome = execute(program, JDK.java(), "java", Duration::from_secs(60));
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
fn execute(program: &Program, mut command: Command, place: &str, limit: Duration) -> Outcome {
    let dir = scratch("run").join(place).join(&program.name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).expect("target is writable");
    command.args(&program.header.flags).arg("-cp").arg(program.unit.dir());
    command.arg(&program.name).args(&program.header.args).current_dir(dir);
    process::run(&mut command, program.header.stdin.as_bytes(), limit)
}
