//! The launchers: `cortado`, and each `java` to compare with.

use super::interrupt;
use anyhow::{Context, Result, bail, ensure};
use cortado_vm::classpath::java_home::JavaHome;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A launcher that works.
#[derive(Clone, Debug)]
pub struct Java {
    /// Its name for people.
    pub title: String,
    /// The program.
    pub launcher: PathBuf,
    /// What it says of its version.
    pub version: String,
    /// Options that it always gets.
    pub flags: Vec<OsString>,
    /// Whether it knows `-Xlog:startuptime`.
    pub logs_startup: bool,
}

/// The `cortado` in `program`, to run on the class library of `home`.
///
/// # Errors
/// When it does not run.
pub fn cortado(program: &Path, home: &JavaHome) -> Result<Java> {
    let flags: Vec<OsString> = vec!["--java-home".into(), home.root().into()];
    let version =
        version(program, &flags).with_context(|| format!("{} is no cortado", program.display()))?;
    Ok(Java {
        title: "cortado".to_owned(),
        launcher: program.to_owned(),
        version,
        flags,
        logs_startup: false,
    })
}

/// Each `java` that is named, or that of the JDK in `home`.
///
/// # Errors
/// When one does not run.
pub fn javas(named: &[PathBuf], home: &JavaHome) -> Result<Vec<Java>> {
    let places = match named {
        [] => vec![real_home(home)?],
        _ => named.to_vec(),
    };
    let mut all: Vec<Java> = Vec::new();
    for place in &places {
        let launcher = launcher_in(place)?;
        ensure!(
            all.iter().all(|java| java.launcher != launcher),
            "{} is named twice",
            launcher.display()
        );
        let (version, logs_startup) = match version(&launcher, &["-Xlog:startuptime=off".into()]) {
            Ok(version) => (version, true),
            Err(_) => (version(&launcher, &[])?, false),
        };
        let title = "java".to_owned();
        all.push(Java { title, launcher, version, flags: Vec::new(), logs_startup });
    }
    if all.len() > 1 {
        let numbers: Vec<String> = all.iter().map(number).collect();
        for (place, java) in all.iter_mut().enumerate() {
            let alike = numbers.iter().filter(|number| **number == numbers[place]).count() > 1;
            let home = || java.launcher.ancestors().nth(2).unwrap_or(&java.launcher).display();
            java.title = if alike {
                format!("java of {}", home())
            } else {
                format!("java {}", numbers[place])
            };
        }
    }
    Ok(all)
}

/// The JDK whose class library `home` has: in a tree of `cortadoctl home`, `java` is cortado.
fn real_home(home: &JavaHome) -> Result<PathBuf> {
    let modules = home.modules_file().canonicalize()?;
    let root = modules.ancestors().nth(2).context("a JDK has lib/modules")?;
    Ok(root.to_owned())
}

/// A launcher, or the one in the directory of a JDK.
fn launcher_in(place: &Path) -> Result<PathBuf> {
    let launcher = if place.is_dir() { place.join("bin/java") } else { place.to_owned() };
    match launcher.canonicalize() {
        Ok(launcher) if launcher.is_file() => Ok(launcher),
        _ => bail!("there is no java at {}", launcher.display()),
    }
}

/// The number in the first line of what it says of its version.
fn number(java: &Java) -> String {
    let line = java.version.lines().next().unwrap_or_default();
    line.split('"').nth(1).unwrap_or(line).to_owned()
}

/// What a launcher says of its version.
fn version(launcher: &Path, flags: &[OsString]) -> Result<String> {
    interrupt::check()?;
    let output = Command::new(launcher)
        .args(flags)
        .arg("-version")
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run {}", launcher.display()))?;
    let text = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if !output.status.success() || !text.contains("version \"") {
        bail!("{} -version says no version ({}): {text}", launcher.display(), output.status);
    }
    Ok(text)
}
