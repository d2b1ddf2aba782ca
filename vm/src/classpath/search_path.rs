//! A list of directories and jars, as `-Xbootclasspath/a:` gives it.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::directory::{Directory, DirectoryError};
use super::jar::{Jar, JarError};

/// An element exists and what was sought in it cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SearchPathError {
    /// In a directory.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// In a jar.
    #[error(transparent)]
    Jar(#[from] JarError),
}

/// Directories and jars, searched in order. Each is opened when it is first needed; one that does
/// not exist, or is no jar, is skipped.
#[derive(Debug, Default)]
pub struct SearchPath {
    elements: Vec<Element>,
}

#[derive(Debug)]
struct Element {
    path: PathBuf,
    source: OnceLock<Option<Source>>,
}

#[derive(Debug)]
enum Source {
    Directory(Directory),
    Jar(Box<Jar>),
}

/// What was found, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    /// The directory or jar.
    pub element: &'a Path,
    /// The content.
    pub content: Vec<u8>,
}

impl SearchPath {
    /// Splits a list at its colons; empty elements are dropped.
    #[must_use]
    pub fn parse(list: &OsStr) -> Self {
        let paths = env::split_paths(list).filter(|path| !path.as_os_str().is_empty());
        Self { elements: paths.map(|path| Element { path, source: OnceLock::new() }).collect() }
    }

    /// Appends one directory or jar.
    pub fn push(&mut self, path: PathBuf) {
        self.elements.push(Element { path, source: OnceLock::new() });
    }

    /// Whether there is nothing to search.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// The directories and jars as they were given.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.elements.iter().map(|element| element.path.as_path())
    }

    /// The first content under this name (`p/Main.class`).
    ///
    /// # Errors
    /// [`SearchPathError`] when the first element that has the name cannot deliver the content.
    pub fn find(&self, name: impl AsRef<[u8]>) -> Result<Option<Found<'_>>, SearchPathError> {
        let name = name.as_ref();
        for element in &self.elements {
            let content = match element.source() {
                None => None,
                Some(Source::Directory(directory)) => directory.find(name)?,
                Some(Source::Jar(jar)) => jar.find(name)?,
            };
            if let Some(content) = content {
                return Ok(Some(Found { element: &element.path, content }));
            }
        }
        Ok(None)
    }
}

impl Element {
    fn source(&self) -> Option<&Source> {
        let open = || match self.path.is_dir() {
            true => Some(Source::Directory(Directory::new(self.path.clone()))),
            false => Jar::open(&self.path).ok().map(|jar| Source::Jar(Box::new(jar))),
        };
        self.source.get_or_init(open).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_first_element_that_has_the_name_wins() {
        let dir = tempfile::TempDir::new().unwrap();
        let root = dir.path();
        for (name, content) in [("a/x", "a"), ("b/x", "b"), ("b/y", "b")] {
            fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            fs::write(root.join(name), content).unwrap();
        }
        fs::write(root.join("broken.jar"), "no jar").unwrap();
        let list = ["broken.jar", "none.jar", "a", "b"].map(|name| root.join(name));
        let path = SearchPath::parse(&env::join_paths(&list).unwrap());
        assert_eq!(path.find("x").unwrap().unwrap().content, b"a");
        let found = path.find("y").unwrap().unwrap();
        assert_eq!((found.element, &*found.content), (root.join("b").as_path(), &b"b"[..]));
        assert!(path.find("z").unwrap().is_none());
        assert_eq!(path.paths().count(), 4);
        assert!(SearchPath::parse(OsStr::new("")).is_empty());
    }
}
