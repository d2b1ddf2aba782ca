//! Methods of the class library and of programs, changed by `testdata/differential/Mutants.java`,
//! and called by `Calls.java` with pseudo-random arguments.

use super::MODES;
use super::common::compile::{self, Unit};
use super::common::jdk::JDK;
use super::common::jtt::Family;
use super::common::process::{End, run};
use super::common::{has_extension, scratch, sorted_entries, testdata};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::Duration;

/// How long a run may take.
const LIMIT: Duration = Duration::from_secs(60);
/// Families of cases that need no threads, and end.
const FAMILIES: [&str; 4] = ["bytecode", "lang", "except", "micro"];
/// What the mutating program and its compilation need of the class library.
const EXPORTS: [&str; 4] = ["", ".tree", ".commons", ".tree.analysis"];
/// Methods of a class that may be left out since they want more memory or stack than there is.
const SKIPPED_MAX: usize = 30;
/// How a run ends that was given up, before the method that was called.
const ABANDONED: &str = "abandoned in ";

fn exports() -> Vec<String> {
    let package = |end| format!("java.base/jdk.internal.org.objectweb.asm{end}=ALL-UNNAMED");
    EXPORTS.iter().flat_map(|end| ["--add-exports".to_owned(), package(end)]).collect()
}

/// The programs that mutate and call.
static TOOLS: LazyLock<PathBuf> = LazyLock::new(|| {
    let sources = sorted_entries(&testdata().join("differential"));
    let name = "differential".to_owned();
    let unit = Unit { name, javac: exports(), sources, after: Vec::new() };
    compile::compile(&[&unit]);
    unit.dir()
});

/// Directories of programs whose methods are mutated beside the class library's.
static PROGRAMS: LazyLock<Vec<PathBuf>> = LazyLock::new(|| {
    let mut sources = sorted_entries(&testdata().join("bench"));
    sources.retain(|path| has_extension(path, "java"));
    let (name, javac) = ("bench".to_owned(), Vec::new());
    let mut units = vec![Unit { name, javac, sources, after: Vec::new() }];
    units.extend(FAMILIES.map(|name| Family::discover(name).unit));
    compile::compile(&units.iter().collect::<Vec<_>>());
    units.iter().map(Unit::dir).collect()
});

/// What one seed did.
pub struct Tried {
    /// Calls of methods by cortado, in all modes.
    pub executions: u64,
    /// What was mutated.
    pub subject: String,
    /// Whether some of the results depend on what may be different in each process.
    pub cut: bool,
}

/// One seed's classes.
struct Subject {
    seed: u64,
    blocks: u64,
    dir: PathBuf,
}

impl Subject {
    /// Makes the classes; what they were made of.
    fn generate(&self) -> String {
        let _ = fs::remove_dir_all(&self.dir);
        let mut java = JDK.java();
        java.args(exports()).arg("-cp").arg(&*TOOLS).arg("Mutants");
        java.arg(self.seed.to_string()).arg(&self.dir).args(&*PROGRAMS);
        let outcome = run(&mut java, &[], LIMIT);
        let (stdout, stderr) = (outcome.stdout(), outcome.stderr());
        assert_eq!(outcome.end, End::Exit(0), "seed {}: {stdout}{stderr}", self.seed);
        stdout.trim_end().to_owned()
    }

    fn command(&self, mut launcher: Command, flags: &[&str], watched: &str) -> Command {
        let class_path = std::env::join_paths([&*TOOLS, &self.dir]);
        launcher.args(flags).args(["-Xmx256m", "-XX:+UseSerialGC", "-cp"]);
        launcher.arg(class_path.expect("no directory has a colon")).arg("Calls");
        launcher.arg(self.seed.to_string()).arg(self.dir.join("classes"));
        launcher.arg(self.blocks.to_string());
        launcher.args((!watched.is_empty()).then_some(watched));
        launcher
    }

    /// What `java` does. Where memory or the stack end is not the same in two machines: methods
    /// that come that far are left out.
    fn expected(&self) -> Vec<String> {
        let skip = self.dir.join("skip");
        let mut skipped = String::new();
        for _ in 0..SKIPPED_MAX {
            // HotSpot's best compiler leaves out stack traces of exceptions that it sees often.
            let flags = ["-XX:-OmitStackTraceInFastThrow"];
            let lines = self.output(JDK.java(), &flags, "");
            let given_up = lines.iter().find_map(|line| line.strip_prefix(ABANDONED));
            let Some(method) = given_up else { return lines };
            skipped = skipped + method + "\n";
            fs::write(&skip, &skipped).expect("the directory is ours");
        }
        Vec::new()
    }

    fn output(&self, launcher: Command, flags: &[&str], watched: &str) -> Vec<String> {
        let outcome = run(&mut self.command(launcher, flags, watched), &[], LIMIT);
        let mut lines: Vec<String> = outcome.stdout().lines().map(str::to_owned).collect();
        if outcome.end != End::Exit(0) {
            lines.push(format!("{:?} {}", outcome.end, outcome.stderr()));
        }
        lines
    }

    /// What is to be reported of a mode whose output differs in `line` (of `java`'s output).
    fn report(&self, name: &str, flags: &[&str], line: &str, actual: &str) -> String {
        let watched = line.rsplit_once(' ').map_or(line, |(method, _hash)| method);
        let expected = self.output(JDK.java(), &["-XX:-OmitStackTraceInFastThrow"], watched);
        let found = self.output(JDK.cortado(), flags, watched);
        let differ = expected.iter().zip(&found).find(|(a, b)| a != b);
        let (a, b) = differ.map_or(("nothing", "nothing"), |(a, b)| (a, b));
        let command = self.command(JDK.cortado(), flags, watched);
        let seed = self.seed;
        format!(
            "seed {seed}, {name}: {line}\n    but {actual}\njava   {a}\ncortado{b}\nby {command:?}"
        )
    }
}

/// Calls the methods of one seed's classes in all ways.
pub fn try_seed(seed: u64, blocks: u64) -> Tried {
    let subject = Subject { seed, blocks, dir: scratch("mutants").join(seed.to_string()) };
    let made_of = subject.generate();
    let mut expected = subject.expected();
    let whole = expected.len();
    // Another run, in which hashes of identity and the machine are not the same.
    let flags = ["-Xint", "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2"];
    let again = subject.output(JDK.java(), &flags, "");
    expected.truncate(common_lines(&expected, &again));
    let mut executions = 0;
    for (name, flags) in MODES {
        let lines = subject.output(JDK.cortado(), flags, "");
        let given_up = lines.iter().position(|line| line.starts_with(ABANDONED));
        let compared = expected.len().min(given_up.unwrap_or(expected.len()));
        let same = common_lines(&expected, &lines);
        let actual = lines.get(same).map_or("nothing", String::as_str);
        assert!(same >= compared, "{}", subject.report(name, flags, &expected[same], actual));
        let calls = lines.last().and_then(|line| line.strip_prefix("calls ")?.parse::<u64>().ok());
        executions += calls.unwrap_or(0);
    }
    let cut = expected.len() < whole;
    remove(&subject.dir);
    Tried { executions, subject: made_of, cut }
}

fn remove(dir: &Path) {
    fs::remove_dir_all(dir).expect("the directory is ours");
}

fn common_lines(a: &[String], b: &[String]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}
