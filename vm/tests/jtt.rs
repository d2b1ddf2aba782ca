//! One small case per opcode and behaviour, with its expectations in the header, in every mode.
//!
//! See `common/jtt.rs` for the header. Each expectation must hold under `java` as well, which is
//! the first mode here. One process runs all cases of a family.

mod common;

use common::class_bytes::code_arrays;
use common::jdk::JDK;
use common::jtt::{Actual, FAMILIES, Family};
use common::known::KnownFailures;
use common::server::Server;
use common::{MODES, compile};
use cortado_protocol::bytecode::{Instructions, Opcode};
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::HashSet;
use std::fs;
use std::process::{Command, ExitCode};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let families: Vec<Arc<Family>> =
        FAMILIES.iter().map(|name| Arc::new(Family::discover(name))).collect();
    if !arguments.list {
        compile::compile(&families.iter().map(|family| &family.unit).collect::<Vec<_>>());
    }
    let mut trials = coverage_trials(&families[0]);
    trials.extend(mode_trials("java", &families, 1, || JDK.java()));
    for mode in MODES {
        trials.extend(mode_trials(mode.name, &families, 1, || {
            let mut command = JDK.cortado();
            command.args(mode.case_flags);
            command
        }));
    }
    // With a server that does not know the family, and with what it has then.
    trials.extend(mode_trials("remote", &families, 2, remote));
    let code = libtest_mimic::run(&arguments, trials).exit_code();
    // Statics are not dropped, and the server must not outlive the tests.
    SERVER.lock().expect("nobody panics with it").take();
    code
}

/// Compiles for all families of the mode `remote`, from the first of them on.
static SERVER: Mutex<Option<Server>> = Mutex::new(None);

fn remote() -> Command {
    let mut server = SERVER.lock().expect("nobody panics with it");
    let server = server.get_or_insert_with(|| Server::start(&["--self-check"]));
    let mut command = JDK.cortado();
    command.args(server.flags());
    command.args(["-Xcomp", "-XX:+RequireJITServer", "-XX:JITServerTimeout=60000"]);
    command
}

/// One test per case; the first that runs makes the results of its family, so many times.
fn mode_trials(
    mode: &'static str,
    families: &[Arc<Family>],
    times: usize,
    launch: impl Fn() -> Command + Send + Sync + Copy + 'static,
) -> Vec<Trial> {
    let known = Arc::new(KnownFailures::read(mode));
    let limit = Duration::from_secs(if mode == "gc-stress" { 600 } else { 120 });
    let mut trials = Vec::new();
    for family in families {
        let names: Vec<String> =
            family.cases.iter().map(|case| format!("{}/{}", family.name, case.name)).collect();
        let stale = known.stale(&format!("{}/", family.name), &names);
        assert!(stale.is_empty(), "known failures of {mode} that are no tests: {stale:?}");
        let results: Arc<OnceLock<Vec<Vec<Actual>>>> = Arc::default();
        for (index, name) in names.into_iter().enumerate() {
            let (family, results, known) =
                (Arc::clone(family), Arc::clone(&results), Arc::clone(&known));
            trials.push(Trial::test(format!("{mode}::{name}"), move || {
                let execute = || (0..times).map(|_| family.execute(&launch, limit)).collect();
                let results = results.get_or_init(execute);
                let judge = |results: &Vec<Actual>| judge_case(&family, index, results);
                known.judge(&name, results.iter().try_for_each(judge))
            }));
        }
    }
    trials
}

fn judge_case(family: &Family, index: usize, results: &[Actual]) -> Result<(), Failed> {
    let case = &family.cases[index];
    let problems: Vec<String> = case
        .runs
        .iter()
        .zip(&results[case.first..])
        .filter_map(|(run, actual)| run.mismatch(actual))
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n").into()) }
}

/// Each opcode has a case of its name, whose class has the opcode.
fn coverage_trials(family: &Arc<Family>) -> Vec<Trial> {
    let cover = |&opcode: &Opcode| {
        let family = Arc::clone(family);
        Trial::test(format!("coverage::{opcode:?}"), move || {
            let name = format!("{opcode:?}");
            if !family.cases.iter().any(|case| case.name == name) {
                return Err(format!("there is no testdata/jtt/bytecode/{name}.java").into());
            }
            let class = fs::read(family.unit.dir().join(format!("{name}.class")))?;
            if opcodes(&class).contains(&opcode) {
                Ok(())
            } else {
                Err(format!("{name} has no `{}` in it", opcode.mnemonic()).into())
            }
        })
    };
    Opcode::ALL.iter().map(cover).collect()
}

/// The opcodes in all methods of a class; `wide` counts where the prefix is.
fn opcodes(class: &[u8]) -> HashSet<Opcode> {
    let mut found = HashSet::new();
    for code in code_arrays(class) {
        for decoded in Instructions::new(code).flatten() {
            found.insert(decoded.opcode());
            if decoded.wide {
                found.insert(Opcode::Wide);
            }
        }
    }
    found
}
