//! Runs of the VM that benches time: as a whole, or by what the Java program says that it took.

use crate::contestants::{self, built_cortado, java_home};
use crate::measure;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// A VM with the classes of one directory.
#[derive(Clone)]
pub struct Vm {
    launcher: PathBuf,
    java_home: PathBuf,
    classes: PathBuf,
}

impl Vm {
    /// The built cortado, with the Java programs of the benches.
    pub fn with_helpers() -> Result<Vm> {
        let java_home = java_home()?;
        let files = contestants::sources("benches/java")?;
        let classes = contestants::javac(&java_home, &files, "bench-helpers")?;
        Ok(Vm { launcher: built_cortado()?, java_home, classes })
    }

    /// The built cortado, with the programs in `classes`.
    pub fn with_classes(classes: &Path) -> Result<Vm> {
        let (launcher, java_home) = (built_cortado()?, java_home()?);
        Ok(Vm { launcher, java_home, classes: classes.to_path_buf() })
    }

    /// The JDK's own `java` with the same classes.
    pub fn reference(&self) -> Vm {
        Vm { launcher: self.java_home.join("bin/java"), ..self.clone() }
    }

    /// The command that runs `words`: flags, the class, arguments.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.launcher);
        command.arg("-cp").arg(&self.classes).args(words);
        for name in ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH"] {
            command.env_remove(name);
        }
        command.env("JAVA_HOME", &self.java_home).env("LC_ALL", "C.UTF-8");
        command
    }

    /// How long a run takes from start to end.
    pub fn wall(&self, words: &[&str]) -> Result<Duration> {
        Ok(measure::run(&mut self.command(words))?.0.wall)
    }

    /// The nanoseconds that a run prints.
    pub fn printed(&self, words: &[&str]) -> Result<Duration> {
        let (_, output) = measure::run(&mut self.command(words))?;
        let text = String::from_utf8(output)?;
        let nanos = text.trim().parse::<u64>().with_context(|| format!("{words:?}: {text}"))?;
        Ok(Duration::from_nanos(nanos))
    }
}

/// The sum of what `run` takes, `times` times over, as criterion asks for it.
pub fn sum(times: u64, run: impl Fn() -> Result<Duration>) -> Duration {
    (0..times).map(|_| run().expect("a run that is measured succeeds")).sum()
}
