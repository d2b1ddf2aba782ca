//! Compiling Java sources and assembled classes, cached by their content.

use super::jdk::JDK;
use super::{content_hash, has_extension, jasm, process, scratch, testdata};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Sources that become one directory of class files.
pub struct Unit {
    /// What the directory is named after.
    pub name: String,
    /// Flags for javac.
    pub javac: Vec<String>,
    /// `.java` and `.jasm` files, and anything else, which is copied; `.jasm` first.
    pub sources: Vec<PathBuf>,
    /// Compiled when all of the former are, over their class files.
    pub after: Vec<PathBuf>,
}

impl Unit {
    /// Where the class files are once [`compile`] has returned.
    pub fn dir(&self) -> PathBuf {
        scratch("classes").join(format!("{}-{}", self.name, self.hash()))
    }

    /// Identifies the class files.
    pub fn hash(&self) -> String {
        let mut text = format!("{}\n{:?}\n", JDK.release, self.javac);
        for path in
            self.sources.iter().chain([Path::new("|").to_path_buf()].iter()).chain(&self.after)
        {
            let content = fs::read(path).unwrap_or_default();
            text.push_str(&format!("{} {}\n", path.display(), content_hash(&[&content])));
        }
        content_hash(&[text.as_bytes(), &fs::read(driver_source()).unwrap_or_default()])
    }
}

fn driver_source() -> PathBuf {
    testdata().join("CompileAll.java")
}

/// Compiles what is not in the cache, all in one process.
pub fn compile(units: &[&Unit]) {
    let missing: Vec<(&Unit, PathBuf)> = units
        .iter()
        .copied()
        .filter(|unit| !unit.dir().exists())
        .map(|unit| (unit, unit.dir().with_extension(format!("{}.part", std::process::id()))))
        .collect();
    if missing.is_empty() {
        return;
    }
    let mut jobs = String::new();
    let mut later = String::new();
    for (unit, dir) in &missing {
        fs::create_dir_all(dir).expect("target is writable");
        for path in &unit.sources {
            prepare(path, dir);
        }
        push_job(&mut jobs, dir, unit, &unit.sources);
        push_job(&mut later, dir, unit, &unit.after);
    }
    javac(&(jobs + &later));
    for (unit, dir) in &missing {
        // Assembled variants replace what javac has seen.
        for path in unit.after.iter().filter(|path| has_extension(path, "jasm")) {
            prepare(path, dir);
        }
        if fs::rename(dir, unit.dir()).is_err() {
            // Another test process was faster; what it made is the same.
            fs::remove_dir_all(dir).expect("the part is ours");
        }
    }
}

/// Puts a source that javac does not read into the output directory.
fn prepare(path: &Path, dir: &Path) {
    if has_extension(path, "jasm") {
        let text = fs::read_to_string(path).expect("sources are readable");
        let classes =
            jasm::assemble(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (name, bytes) in classes {
            let file = dir.join(format!("{name}.class"));
            fs::create_dir_all(file.parent().expect("a file is in a directory"))
                .and_then(|()| fs::write(file, bytes))
                .expect("target is writable");
        }
    } else if !has_extension(path, "java") {
        let name = path.file_name().expect("a source is a file");
        fs::copy(path, dir.join(name)).expect("target is writable");
    }
}

fn push_job(jobs: &mut String, dir: &Path, unit: &Unit, sources: &[PathBuf]) {
    let files: Vec<String> = sources
        .iter()
        .filter(|path| has_extension(path, "java"))
        .map(|path| path.display().to_string())
        .collect();
    if !files.is_empty() {
        let line = format!("{}\t{}\t{}\n", dir.display(), unit.javac.join(" "), files.join(" "));
        jobs.push_str(&line);
    }
}

fn javac(jobs: &str) {
    let mut command = JDK.java();
    command.arg(driver_source());
    let outcome = process::run(&mut command, jobs.as_bytes(), Duration::from_secs(300));
    assert_eq!(outcome.end, process::End::Exit(0), "javac failed:\n{}", outcome.stderr());
}
