//! A directory on a search path.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// A directory whose files are classes and resources.
#[derive(Debug, Clone)]
pub struct Directory {
    root: PathBuf,
}

/// A file of the directory exists and cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {source}", path.display())]
pub struct DirectoryError {
    /// The file.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl Directory {
    /// Takes `root` as it is; nothing is read yet.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The content of a file, by its path within the directory (`p/Main.class`).
    ///
    /// # Errors
    /// When the file exists and cannot be read.
    pub fn find(&self, name: impl AsRef<[u8]>) -> Result<Option<Vec<u8>>, DirectoryError> {
        let name = name.as_ref();
        if name.is_empty() || name.contains(&0) {
            return Ok(None);
        }
        let path = self.root.join(OsStr::from_bytes(name));
        let read = || {
            let mut file = File::open(&path)?;
            let metadata = file.metadata()?;
            if metadata.is_dir() {
                return Ok(None);
            }
            let size = usize::try_from(metadata.len()).unwrap_or(0);
            let mut content = Vec::new();
            content.try_reserve_exact(size)?;
            file.read_to_end(&mut content)?;
            Ok(Some(content))
        };
        match read() {
            Err(error) if is_absent(&error) => Ok(None),
            result => result.map_err(|source| DirectoryError { path, source }),
        }
    }

    /// Whether the directory has this sub-directory or file.
    #[must_use]
    pub fn contains(&self, name: impl AsRef<[u8]>) -> bool {
        fs::exists(self.root.join(OsStr::from_bytes(name.as_ref()))).unwrap_or(false)
    }
}

/// Errors that mean only that there is no such file.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename
    )
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn files_are_found_and_everything_else_is_absent() {
        let dir = tempfile::TempDir::new().unwrap();
        fs::create_dir_all(dir.path().join("p/q")).unwrap();
        fs::write(dir.path().join("p/A.class"), b"abc").unwrap();
        let directory = Directory::new(dir.path().to_owned());
        assert_eq!(directory.find("p/A.class").unwrap().unwrap(), b"abc");
        let long = "x".repeat(5000);
        for name in ["p/B.class", "p/q", "p/A.class/x", "", "p\0A", &long] {
            assert!(directory.find(name).unwrap().is_none(), "{name:?}");
        }
        assert!(directory.contains("p/q"));
        assert!(!directory.contains("p/r"));
    }

    #[test]
    fn an_unreadable_file_is_an_error_that_names_it() {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("A.class");
        fs::write(&path, b"abc").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
        let result = Directory::new(dir.path().to_owned()).find("A.class");
        // The superuser may read everything.
        if let Err(error) = result {
            assert!(error.to_string().contains("A.class: Permission denied"), "{error}");
        }
    }
}
