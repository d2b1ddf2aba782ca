//! The look at the file after `-jar` that the launcher takes before it starts the VM.

use std::path::Path;

use super::OptionError;
use crate::classpath::jar::{Jar, JarError};

/// Whether the file can be opened and is a jar with a manifest.
pub(super) fn check(path: &str) -> Result<(), OptionError> {
    let corrupt = || OptionError::JarCorrupt { path: path.to_owned() };
    match Jar::open(Path::new(path)) {
        Ok(jar) => match jar.manifest() {
            Ok(Some(_)) => Ok(()),
            Ok(None) | Err(_) => Err(corrupt()),
        },
        Err(JarError::Open { .. }) if !Path::new(path).is_dir() => {
            Err(OptionError::JarUnreadable { path: path.to_owned() })
        }
        Err(_) => Err(corrupt()),
    }
}
