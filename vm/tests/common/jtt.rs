//! Cases with their expectations in the header: `// runs: (1,2)=3; (5,0)=!java.lang.Error "text"`.
//!
//! The arguments are Java expressions. A result is a number, a character, a string in quotes,
//! `true`, `false`, `null`, or `!` and the class of an exception, with its message if that matters.
//! One Java class, written here, calls all cases of a family in turn and prints one line per run.

use super::compile::Unit;
use super::header::Header;
use super::process::{self, End};
use super::{content_hash, has_extension, scratch, sorted_entries, stem, testdata};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// The directories of `testdata/jtt`.
pub const FAMILIES: &[&str] = &["bytecode", "lang", "except", "threads", "micro"];

/// The class that is generated.
pub const DRIVER: &str = "JttDriver";

/// All cases of one directory.
pub struct Family {
    /// The directory.
    pub name: &'static str,
    /// The cases, by name.
    pub cases: Vec<Case>,
    /// Their class files, with the driver.
    pub unit: Unit,
}

/// One source with a `test` method.
pub struct Case {
    /// The class.
    pub name: String,
    /// The index in the family of the first run.
    pub first: usize,
    /// The calls in order.
    pub runs: Vec<Run>,
}

/// One call.
pub struct Run {
    /// The arguments with their parentheses.
    pub arguments: String,
    /// What is expected.
    pub expected: String,
}

/// What a run did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actual {
    /// It returned: the letter of the type, and the value as the driver prints it.
    Value(char, String),
    /// It threw: the class, and the message.
    Thrown(String, Option<String>),
    /// It did neither.
    Died(String),
}

impl Family {
    /// Reads the cases and writes the driver.
    pub fn discover(name: &'static str) -> Family {
        let root = testdata().join("jtt");
        let mut files = sorted_entries(&root.join(name));
        // What is assembled is on javac's class path.
        files.sort_by_key(|path| !has_extension(path, "jasm"));
        let mut cases = Vec::new();
        let mut first = 0;
        for path in &files {
            let runs = parse_runs(&Header::read(path).runs)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let count = runs.len();
            if count > 0 {
                cases.push(Case { name: stem(path), first, runs });
            }
            first += count;
        }
        let mut sources = files;
        sources.extend([root.join("Report.java"), write_driver(name, &cases)]);
        // Without indy a case shows less of the class library, and more of its subject.
        let javac = vec!["-XDstringConcat=inline".to_owned()];
        let unit = Unit { name: format!("jtt-{name}"), javac, sources, after: Vec::new() };
        Family { name, cases, unit }
    }

    fn run_count(&self) -> usize {
        self.cases.last().map_or(0, |case| case.first + case.runs.len())
    }

    /// Runs all cases in one process, and in more only when one dies.
    pub fn execute(&self, launch: &dyn Fn() -> Command, limit: Duration) -> Vec<Actual> {
        const RESTARTS_MAX: usize = 40;
        let mut results = Vec::new();
        for _ in 0..RESTARTS_MAX {
            let mut command = launch();
            command.arg("-cp").arg(self.unit.dir()).arg(DRIVER).arg(results.len().to_string());
            let outcome = process::run(&mut command, b"", limit);
            let stdout = outcome.stdout();
            let before = results.len();
            let started = parse_results(&stdout, &mut results);
            if results.len() >= self.run_count() && outcome.end == End::Exit(0) {
                return results;
            }
            let stderr = outcome.stderr();
            let tail: Vec<&str> = stderr.lines().rev().take(12).collect();
            let tail: Vec<&str> = tail.into_iter().rev().collect();
            let death = Actual::Died(format!("{:?}\n{}", outcome.end, tail.join("\n")));
            if results.len() >= self.run_count() {
                // All have run: the failure belongs to the end of the process.
                results.pop();
                results.push(death);
                return results;
            }
            results.push(death.clone());
            if !started && results.len() == before + 1 {
                results.resize(self.run_count(), death);
                return results;
            }
        }
        let skipped = Actual::Died("not run: too many others died".to_owned());
        results.resize(self.run_count(), skipped);
        results
    }
}

/// Appends the results in `stdout`; whether any run was started.
fn parse_results(stdout: &str, results: &mut Vec<Actual>) -> bool {
    let mut started = false;
    for line in stdout.lines() {
        if line.starts_with("@ ") {
            started = true;
        } else if let Some(value) = line.strip_prefix("= ") {
            let (kind, value) = value.split_once(' ').unwrap_or((value, ""));
            results.push(Actual::Value(kind.chars().next().unwrap_or('?'), value.to_owned()));
        } else if let Some(thrown) = line.strip_prefix("! ") {
            let (class, message) = match thrown.split_once(' ') {
                Some((class, message)) => (class, Some(message.to_owned())),
                None => (thrown, None),
            };
            results.push(Actual::Thrown(class.to_owned(), message));
        }
    }
    started
}

impl Run {
    /// What is wrong with `actual`.
    pub fn mismatch(&self, actual: &Actual) -> Option<String> {
        let ok = match (actual, self.expected.strip_prefix('!')) {
            (Actual::Thrown(class, message), Some(expected)) => match expected.split_once(' ') {
                Some((name, text)) => {
                    name == class && message.as_deref() == Some(unquote(text.trim()))
                }
                None => expected == class,
            },
            (Actual::Value(kind, value), None) => matches(&self.expected, *kind, value),
            _ => false,
        };
        (!ok).then(|| format!("{}: expected {}, got {actual}", self.arguments, self.expected))
    }
}

impl std::fmt::Display for Actual {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Actual::Value('F', bits) => match bits.parse() {
                Ok(bits) => write!(f, "{:?} (float {bits:#010x})", f32::from_bits(bits)),
                Err(_) => f.write_str(bits),
            },
            Actual::Value('D', bits) => match bits.parse() {
                Ok(bits) => write!(f, "{:?} (double {bits:#018x})", f64::from_bits(bits)),
                Err(_) => f.write_str(bits),
            },
            Actual::Value(kind, value) => write!(f, "{value} ({kind})"),
            Actual::Thrown(class, Some(message)) => write!(f, "!{class} \"{message}\""),
            Actual::Thrown(class, None) => write!(f, "!{class}"),
            Actual::Died(how) => write!(f, "the end of the process: {how}"),
        }
    }
}

fn unquote(text: &str) -> &str {
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

fn matches(expected: &str, kind: char, value: &str) -> bool {
    match kind {
        'F' => match (expected.parse::<f32>(), value.parse()) {
            (Ok(expected), Ok(bits)) => {
                let actual = f32::from_bits(bits);
                expected.to_bits() == bits || expected.is_nan() && actual.is_nan()
            }
            _ => false,
        },
        'D' => match (expected.parse::<f64>(), value.parse()) {
            (Ok(expected), Ok(bits)) => {
                let actual = f64::from_bits(bits);
                expected.to_bits() == bits || expected.is_nan() && actual.is_nan()
            }
            _ => false,
        },
        'C' => match expected.strip_prefix('\'').and_then(|text| text.chars().next()) {
            Some(c) => u32::from(c).to_string() == value,
            None => expected == value,
        },
        'L' => unquote(expected) == value,
        _ => expected == value,
    }
}

/// `(args)=result; (args)=result`, where a `;` in quotes or parentheses separates nothing.
fn parse_runs(text: &str) -> Result<Vec<Run>, String> {
    let mut runs = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let close = end_of_arguments(rest).ok_or(format!("no arguments in `{rest}`"))?;
        let after = rest[close..].strip_prefix('=').ok_or(format!("no result in `{rest}`"))?;
        let end = outside_quotes(after, ';').unwrap_or(after.len());
        let expected = after[..end].trim().to_owned();
        runs.push(Run { arguments: rest[..close].to_owned(), expected });
        rest = after[end..].trim_start_matches(';').trim_start();
    }
    Ok(runs)
}

/// The index after the parenthesis that closes the first one.
fn end_of_arguments(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match c {
            '"' | '\'' if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            '(' if quote.is_none() => depth += 1,
            ')' if quote.is_none() => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (at > 0).then_some(at + 1);
        }
    }
    None
}

fn outside_quotes(text: &str, wanted: char) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (!quoted && c == wanted).then_some(at)
    })
}

/// Writes the Java class that calls all cases, in a directory named by its content.
fn write_driver(family: &str, cases: &[Case]) -> PathBuf {
    const CASES_PER_METHOD: usize = 50;
    let mut methods = String::new();
    let mut calls = String::new();
    for (number, chunk) in cases.chunks(CASES_PER_METHOD).enumerate() {
        let _ = writeln!(methods, "    static void part{number}(int run) throws Throwable {{");
        let _ = writeln!(methods, "        switch (run) {{");
        for case in chunk {
            for (i, run) in case.runs.iter().enumerate() {
                let (index, name, arguments) = (case.first + i, &case.name, &run.arguments);
                let _ = writeln!(
                    methods,
                    "            case {index}: Report.result({name}.test{arguments}); break;"
                );
            }
        }
        let _ = writeln!(methods, "        }}\n    }}\n");
        let (low, high) = (chunk[0].first, chunk.last().map_or(0, |c| c.first + c.runs.len()));
        let _ =
            writeln!(calls, "                if (run >= {low} && run < {high}) part{number}(run);");
    }
    let total = cases.last().map_or(0, |case| case.first + case.runs.len());
    let text = format!(
        "public class {DRIVER} {{
    public static void main(String[] args) {{
        for (int run = Integer.parseInt(args[0]); run < {total}; run++) {{
            Report.start(run);
            try {{
{calls}            }} catch (Throwable t) {{
                Report.thrown(t);
            }}
        }}
    }}

{methods}}}
"
    );
    let dir = scratch("gen").join(format!("{family}-{}", content_hash(&[text.as_bytes()])));
    let path = dir.join(format!("{DRIVER}.java"));
    fs::create_dir_all(&dir).and_then(|()| fs::write(&path, text)).expect("target is writable");
    path
}
