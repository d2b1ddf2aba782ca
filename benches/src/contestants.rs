//! The machines that are compared, and the programs they run.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;

/// One way to run a program.
pub struct Contestant {
    /// The name in tables.
    pub name: &'static str,
    launcher: PathBuf,
    flags: &'static [&'static str],
    java_home: PathBuf,
}

impl Contestant {
    /// The command that runs `main` from `classes`.
    pub fn command(&self, classes: &Path, main: &str, args: &[String]) -> Command {
        let mut command = Command::new(&self.launcher);
        command.args(self.flags).arg("-cp").arg(classes).arg(main).args(args);
        for name in ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH"] {
            command.env_remove(name);
        }
        command.env("JAVA_HOME", &self.java_home).env("LC_ALL", "C.UTF-8");
        command
    }
}

/// The workspace's directory.
pub fn workspace() -> PathBuf {
    let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_dir.parent().unwrap_or(crate_dir).to_path_buf()
}

/// The JDK 17 in `JAVA_HOME`, or the one that `javac` on the path belongs to.
pub fn java_home() -> Result<PathBuf> {
    let mut homes: Vec<PathBuf> =
        std::env::var_os("JAVA_HOME").map(PathBuf::from).into_iter().collect();
    for dir in std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()) {
        if let Ok(javac) = dir.join("javac").canonicalize() {
            homes.extend(javac.ancestors().nth(2).map(PathBuf::from));
        }
    }
    homes
        .into_iter()
        .find(|home| {
            let release = std::fs::read_to_string(home.join("release")).unwrap_or_default();
            release.contains("JAVA_VERSION=\"17") && home.join("bin/javac").exists()
        })
        .context("no JDK 17 with javac: set JAVA_HOME, or install openjdk-17-jdk-headless")
}

/// Cortado first, then those that it is compared with.
pub fn contestants(cortado: PathBuf, java_home: &Path) -> Vec<Contestant> {
    let java = java_home.join("bin/java");
    let make = |name, launcher: &Path, flags| Contestant {
        name,
        launcher: launcher.to_path_buf(),
        flags,
        java_home: java_home.to_path_buf(),
    };
    vec![
        make("cortado", &cortado, &[]),
        make("cortado -Xint", &cortado, &["-Xint"]),
        make("java, C1 only", &java, &["-XX:TieredStopAtLevel=1"]),
        make("java -Xint", &java, &["-Xint"]),
        make("java", &java, &[]),
        make("java -Xint -Xshare:off", &java, &["-Xint", "-Xshare:off"]),
    ]
}

/// The launcher beside the running program, which cargo built with the same profile.
pub fn built_cortado() -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    // Benches are one directory further down.
    let places = here.ancestors().skip(1).take(2).map(|directory| directory.join("cortado"));
    places.into_iter().find(|place| place.is_file()).with_context(|| {
        format!(
            "there is no cortado beside {}: build it with the same profile \
             (`cargo build --profile fast -p cortado-vm --bin cortado`)",
            here.display()
        )
    })
}

/// A benchmark program.
pub struct Program {
    /// The main class.
    pub name: String,
    /// Its arguments: the size.
    pub args: Vec<String>,
}

/// The Java sources in a directory of the workspace, by name.
pub fn sources(directory: &str) -> Result<Vec<PathBuf>> {
    let directory = workspace().join(directory);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&directory)
        .with_context(|| format!("cannot list {}", directory.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    Ok(files)
}

/// Compiles sources; where their classes are.
pub fn javac(java_home: &Path, files: &[PathBuf], name: &str) -> Result<PathBuf> {
    let classes = workspace().join("target/tmp").join(name);
    let mut javac = Command::new(java_home.join("bin/javac"));
    let status = javac.args(["-nowarn", "-d"]).arg(&classes).args(files).status()?;
    ensure!(status.success(), "javac failed");
    Ok(classes)
}

/// Compiles `testdata/bench`; the programs, and where their classes are.
pub fn compile(java_home: &Path) -> Result<(Vec<Program>, PathBuf)> {
    let files = sources("testdata/bench")?;
    let classes = javac(java_home, &files, "bench-classes")?;
    let programs = files.iter().map(|file| program(file)).collect::<Result<_>>()?;
    Ok((programs, classes))
}

/// The program in `file`, with the arguments of its `// args:` line.
fn program(file: &Path) -> Result<Program> {
    let text = std::fs::read_to_string(file)?;
    let args = text.lines().find_map(|line| line.strip_prefix("// args:")).unwrap_or_default();
    Ok(Program {
        name: file.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        args: args.split_whitespace().map(str::to_owned).collect(),
    })
}
