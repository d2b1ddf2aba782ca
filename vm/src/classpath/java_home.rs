//! Finds the JDK whose class library the VM runs on, and reads its `release` file.
//!
//! The places are tried in order: the directory the user names, the tree the VM's own executable
//! lies in, `JAVA_HOME`, the directories where distributions put JDKs, and the JDK of the `java`
//! on `PATH`. The first one with a supported feature version wins. A directory that the user
//! names must be right; elsewhere an unsuitable JDK is passed over and named in the error.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The feature versions of the class library that the VM supports, preferred first.
pub const SUPPORTED_FEATURES: &[u32] = &[17];

/// Where distributions put their JDKs.
const USUAL_PLACES: &[&str] = &["/usr/lib/jvm", "/usr/java", "/opt/java", "/opt/jdk", "/opt"];

/// Why no JDK was found.
#[derive(Debug, thiserror::Error)]
pub enum JavaHomeError {
    /// The directory is not that of a JDK.
    #[error("{} is not a JDK: {reason}", home.display())]
    NotAJdk {
        /// The directory.
        home: PathBuf,
        /// What is missing or unreadable.
        reason: String,
    },
    /// The directory is that of a JDK of another version.
    #[error("{} is a JDK {version}; supported: {}", home.display(), features())]
    Unsupported {
        /// The directory.
        home: PathBuf,
        /// The version its `release` file gives.
        version: String,
    },
    /// Nothing suitable in any of the places.
    #[error(
        "no JDK {} found: install the package openjdk-{}-jdk-headless, or set JAVA_HOME or \
         --java-home{}",
        features(), SUPPORTED_FEATURES[0], rejections(.rejected)
    )]
    NotFound {
        /// The directories that were passed over, with the reason.
        rejected: Vec<JavaHomeError>,
    },
}

fn features() -> String {
    let names: Vec<String> = SUPPORTED_FEATURES.iter().map(u32::to_string).collect();
    names.join(", ")
}

fn rejections(rejected: &[JavaHomeError]) -> String {
    rejected.iter().map(|error| format!("\n  passed over: {error}")).collect()
}

/// The directory of a JDK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JavaHome {
    root: PathBuf,
    release: Release,
}

impl JavaHome {
    /// Finds the JDK; `explicit` is the directory the user names.
    ///
    /// # Errors
    /// [`JavaHomeError`] when `explicit` is unsuitable, or no place has a suitable JDK.
    pub fn find(explicit: Option<&Path>) -> Result<Self, JavaHomeError> {
        Places {
            executable: env::current_exe().ok(),
            java_home: env::var_os("JAVA_HOME"),
            path: env::var_os("PATH"),
            usual: USUAL_PLACES.iter().map(PathBuf::from).collect(),
        }
        .find(explicit)
    }

    /// Takes the JDK in `root`.
    ///
    /// # Errors
    /// [`JavaHomeError`] when `root` is no JDK or one of an unsupported version.
    pub fn at(root: &Path) -> Result<Self, JavaHomeError> {
        let not_a_jdk = |reason| JavaHomeError::NotAJdk { home: root.to_owned(), reason };
        let home = root.canonicalize().map_err(|error| not_a_jdk(error.to_string()))?;
        let modules = home.join("lib").join("modules");
        if !modules.is_file() {
            return Err(not_a_jdk("it has no file lib/modules".to_owned()));
        }
        let release = Release::read(&home.join("release"))
            .map_err(|error| not_a_jdk(format!("its file release: {error}")))?;
        match release.feature() {
            Some(feature) if SUPPORTED_FEATURES.contains(&feature) => {
                Ok(Self { root: home, release })
            }
            Some(_) => {
                let version = release.java_version().unwrap_or_default().to_owned();
                Err(JavaHomeError::Unsupported { home, version })
            }
            None => Err(not_a_jdk("its file release has no valid JAVA_VERSION".to_owned())),
        }
    }

    /// The directory, with symbolic links resolved (the value of `java.home`).
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The image of the class library.
    #[must_use]
    pub fn modules_file(&self) -> PathBuf {
        self.root.join("lib").join("modules")
    }

    /// What the `release` file says.
    #[must_use]
    pub fn release(&self) -> &Release {
        &self.release
    }

    /// The feature version, 17.
    #[must_use]
    pub fn feature(&self) -> u32 {
        self.release.feature().unwrap_or(SUPPORTED_FEATURES[0])
    }
}

/// Where to look, apart from the directory the user names.
struct Places {
    executable: Option<PathBuf>,
    java_home: Option<OsString>,
    path: Option<OsString>,
    usual: Vec<PathBuf>,
}

impl Places {
    fn find(&self, explicit: Option<&Path>) -> Result<JavaHome, JavaHomeError> {
        if let Some(root) = explicit {
            return JavaHome::at(root);
        }
        let mut rejected = Vec::new();
        let own_tree = self.executable.as_deref().and_then(own_tree);
        let java_home = self.java_home.as_deref().filter(|home| !home.is_empty());
        let named = own_tree.into_iter().chain(java_home.map(PathBuf::from));
        let usual = SUPPORTED_FEATURES
            .iter()
            .flat_map(|&feature| self.usual.iter().flat_map(move |place| jdks(place, feature)));
        let on_path = || self.path.as_deref().and_then(java_on_path);
        // The search of PATH comes last and only when needed.
        for root in named.chain(usual).chain(std::iter::once_with(on_path).flatten()) {
            match JavaHome::at(&root) {
                Ok(home) => return Ok(home),
                Err(error) => rejected.push(error),
            }
        }
        Err(JavaHomeError::NotFound { rejected })
    }
}

/// `/jdk` for `/jdk/bin/cortado`, when it looks like a JDK.
fn own_tree(executable: &Path) -> Option<PathBuf> {
    let root = executable.parent()?.parent()?;
    root.join("lib").join("modules").is_file().then(|| root.to_owned())
}

/// Directories in `place` whose name has the feature version in it, sorted by name.
fn jdks(place: &Path, feature: u32) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(place) else {
        return Vec::new();
    };
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.file_name().is_some_and(|name| has_number(name, feature)))
        .filter(|path| path.join("lib").join("modules").is_file())
        .collect();
    found.sort();
    found
}

/// Whether a directory name contains the number as a number: `java-17-openjdk`, `jdk17`.
fn has_number(name: &OsStr, number: u32) -> bool {
    let name = name.to_string_lossy();
    name.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.parse() == Ok(number))
}

/// The home of the first `java` on `PATH`, through its symbolic links.
fn java_on_path(path: &OsStr) -> Option<PathBuf> {
    let java = env::split_paths(path)
        .map(|directory| directory.join("java"))
        .find(|java| java.is_file())?
        .canonicalize()
        .ok()?;
    Some(java.parent()?.parent()?.to_owned())
}

/// The `release` file of a JDK: lines `KEY="value"`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Release {
    entries: Vec<(String, String)>,
}

impl Release {
    /// Reads the file.
    ///
    /// # Errors
    /// When it cannot be read or is not text.
    pub fn read(path: &Path) -> io::Result<Self> {
        Ok(Self::parse(&fs::read_to_string(path)?))
    }

    /// Parses the text of a `release` file; lines without `=` are ignored.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let entries = text
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(key, value)| (key.trim().to_owned(), unquote(value.trim()).to_owned()))
            .collect();
        Self { entries }
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entries.iter().find(|entry| entry.0 == key).map(|entry| entry.1.as_str())
    }

    /// `JAVA_VERSION`, `17.0.9`.
    #[must_use]
    pub fn java_version(&self) -> Option<&str> {
        self.get("JAVA_VERSION")
    }

    /// The first number of the version: 17; 8 for the old form `1.8.0_392`.
    #[must_use]
    pub fn feature(&self) -> Option<u32> {
        let mut numbers = self.java_version()?.split(|c: char| !c.is_ascii_digit());
        match numbers.next()?.parse().ok()? {
            1 => numbers.next()?.parse().ok(),
            feature => Some(feature),
        }
    }

    /// `IMPLEMENTOR`, the vendor.
    #[must_use]
    pub fn implementor(&self) -> Option<&str> {
        self.get("IMPLEMENTOR")
    }

    /// `MODULES`, the modules in the image.
    pub fn modules(&self) -> impl Iterator<Item = &str> {
        self.get("MODULES").unwrap_or_default().split_ascii_whitespace()
    }
}

fn unquote(value: &str) -> &str {
    value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use tempfile::TempDir;

    use super::*;

    fn make_jdk(root: &Path, version: &str) {
        fs::create_dir_all(root.join("lib")).unwrap();
        fs::create_dir_all(root.join("bin")).unwrap();
        fs::write(root.join("lib/modules"), "").unwrap();
        fs::write(root.join("bin/java"), "").unwrap();
        fs::write(root.join("release"), format!("JAVA_VERSION=\"{version}\"\n")).unwrap();
    }

    fn places(usual: &Path) -> Places {
        Places { executable: None, java_home: None, path: None, usual: vec![usual.to_owned()] }
    }

    #[test]
    fn the_installed_jdk_is_found() {
        let home = JavaHome::find(None).expect("the tests need a JDK 17");
        assert_eq!(home.feature(), 17);
        assert!(home.release().modules().any(|module| module == "java.base"));
    }

    #[test]
    fn places_are_tried_in_order_and_unsuitable_jdks_passed_over() {
        let dir = TempDir::new().unwrap();
        let root = dir.path().canonicalize().unwrap();
        for (name, version) in [("jvm/java-17-x", "17.0.9"), ("jvm/jdk25", "25"), ("own", "17")] {
            make_jdk(&root.join(name), version);
        }
        let mut places = places(&root.join("jvm"));
        assert_eq!(places.find(None).unwrap().root(), root.join("jvm/java-17-x"));
        places.java_home = Some(root.join("jvm/jdk25").into());
        assert_eq!(places.find(None).unwrap().root(), root.join("jvm/java-17-x"));
        places.java_home = Some(root.join("own").into());
        assert_eq!(places.find(None).unwrap().root(), root.join("own"));
        let named = root.join("jvm/jdk25");
        let error = places.find(Some(&named)).unwrap_err();
        assert_eq!(error.to_string(), format!("{} is a JDK 25; supported: 17", named.display()));
    }

    #[test]
    fn java_on_path_is_followed_to_its_home() {
        let dir = TempDir::new().unwrap();
        let root = dir.path().canonicalize().unwrap();
        make_jdk(&root.join("elsewhere"), "17.0.1");
        fs::create_dir(root.join("bin")).unwrap();
        symlink(root.join("elsewhere/bin/java"), root.join("bin/java")).unwrap();
        let mut places = places(&root.join("none"));
        places.path = Some(root.join("bin").into());
        assert_eq!(places.find(None).unwrap().root(), root.join("elsewhere"));
    }

    #[test]
    fn the_error_names_the_package_and_what_was_passed_over() {
        let dir = TempDir::new().unwrap();
        make_jdk(&dir.path().join("j"), "11.0.2");
        let mut places = places(&dir.path().join("none"));
        places.java_home = Some(dir.path().join("j").into());
        let error = places.find(None).unwrap_err().to_string();
        assert!(error.contains("install the package openjdk-17-jdk-headless"), "{error}");
        assert!(error.contains("is a JDK 11.0.2"), "{error}");
    }

    #[test]
    fn release_files_are_parsed() {
        let release = Release::parse("IMPLEMENTOR=\"A B\"\nnoise\nJAVA_VERSION=17.0.2\n");
        assert_eq!(release.implementor(), Some("A B"));
        assert_eq!(release.feature(), Some(17));
        assert_eq!(Release::parse("JAVA_VERSION=\"1.8.0_392\"").feature(), Some(8));
        assert_eq!(Release::parse("JAVA_VERSION=\"x\"").feature(), None);
        assert_eq!(Release::parse("").feature(), None);
    }

    #[test]
    fn a_number_in_a_name_is_a_whole_number() {
        for (name, has) in [
            ("java-17-openjdk-amd64", true),
            ("java-1.17.0-openjdk", true),
            ("jdk17", true),
            ("jdk-170", false),
            ("temurin-25", false),
        ] {
            assert_eq!(has_number(OsStr::new(name), 17), has, "{name}");
        }
    }
}
