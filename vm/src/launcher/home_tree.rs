//! A tree shaped like a JDK whose `bin/java` is `cortado` (`cortadoctl home`).
//!
//! `bin/java` and the tools of [`super::tools`] are hard links of `cortado`, or copies where there
//! can be no link: a symbolic link would lead the process out of the tree, in which it looks for
//! the class library first. Everything else is a symbolic link to what the JDK has.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::classpath::java_home::JavaHome;

use super::tools::TOOLS;
use super::version;

/// The key in a tree's `release` file that says who made the tree.
const MARK: &str = "CORTADO_VERSION";

/// Why there is no tree.
#[derive(Debug, thiserror::Error)]
pub enum HomeTreeError {
    /// The directory has content that no tree has.
    #[error("{} is neither empty nor a tree made by `cortadoctl home`", .0.display())]
    Occupied(PathBuf),
    /// The JDK to link to is the tree itself.
    #[error("{} is the JDK that the tree would be made of", .0.display())]
    Itself(PathBuf),
    /// A file could not be read or made.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> HomeTreeError {
    let path = path.to_owned();
    move |error| HomeTreeError::Io { path, error }
}

/// Makes the tree in `dir`, which is empty, missing, or such a tree that is made anew.
///
/// # Errors
/// [`HomeTreeError`] when the directory is in use for something else or not writable.
pub fn make(dir: &Path, jdk: &JavaHome, cortado: &Path) -> Result<(), HomeTreeError> {
    if dir.canonicalize().is_ok_and(|dir| dir == jdk.root()) {
        return Err(HomeTreeError::Itself(dir.to_owned()));
    }
    clear(dir)?;
    let bin = dir.join("bin");
    fs::create_dir_all(&bin).map_err(at(&bin))?;
    let java = bin.join("java");
    link_or_copy(cortado, &java)?;
    for tool in TOOLS.iter().filter(|tool| jdk.root().join("bin").join(tool.name).exists()) {
        link_or_copy(&java, &bin.join(tool.name))?;
    }
    link_missing(&jdk.root().join("bin"), &bin)?;
    write_release(jdk, &dir.join("release"))?;
    link_missing(jdk.root(), dir)
}

/// Empties the directory of an older tree.
fn clear(dir: &Path) -> Result<(), HomeTreeError> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(at(dir)(error)),
    };
    let entries: Vec<PathBuf> =
        entries.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>().map_err(at(dir))?;
    let marked = fs::read_to_string(dir.join("release")).is_ok_and(|text| text.contains(MARK));
    let foreign = |path: &PathBuf| !path.is_symlink() && !path.ends_with("release");
    if !entries.is_empty() && !marked {
        return Err(HomeTreeError::Occupied(dir.to_owned()));
    }
    for path in &entries {
        if path.ends_with("bin") && path.is_dir() {
            fs::remove_dir_all(path).map_err(at(path))?;
        } else if foreign(path) {
            return Err(HomeTreeError::Occupied(dir.to_owned()));
        } else {
            fs::remove_file(path).map_err(at(path))?;
        }
    }
    Ok(())
}

fn link_or_copy(from: &Path, to: &Path) -> Result<(), HomeTreeError> {
    // What a symbolic link names is what must be in the tree.
    let from = from.canonicalize().map_err(at(from))?;
    fs::hard_link(&from, to).or_else(|_| fs::copy(&from, to).map(drop)).map_err(at(to))
}

/// Links of `to` for the entries of `from` that `to` does not have.
fn link_missing(from: &Path, to: &Path) -> Result<(), HomeTreeError> {
    for entry in fs::read_dir(from).map_err(at(from))? {
        let entry = entry.map_err(at(from))?;
        let link = to.join(entry.file_name());
        if link.symlink_metadata().is_err() {
            // The JDK may be such a tree itself. A link to nothing is not worth one.
            if let Ok(target) = entry.path().canonicalize() {
                symlink(target, &link).map_err(at(&link))?;
            }
        }
    }
    Ok(())
}

fn write_release(jdk: &JavaHome, path: &Path) -> Result<(), HomeTreeError> {
    let original = jdk.root().join("release");
    let text = fs::read_to_string(&original).map_err(at(&original))?;
    let mut file = File::create(path).map_err(at(path))?;
    for line in text.lines().filter(|line| !line.starts_with(MARK)) {
        writeln!(file, "{line}").map_err(at(path))?;
    }
    writeln!(file, "{MARK}=\"{}\"", version::VM_VERSION).map_err(at(path))
}
