//! A jar on a search path.
//!
//! The file is read with positioned reads, never mapped: a jar that is replaced while the VM runs
//! must give errors, not a SIGBUS. Nothing but the end of the central directory is read when a
//! jar is opened; the index is built when the first entry is looked up.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rawzip::{
    CompressionMethod, FileReader, RECOMMENDED_BUFFER_SIZE, ZipArchive, ZipArchiveEntryWayfinder,
};

use super::manifest::{Manifest, ManifestError};

const MANIFEST: &[u8] = b"META-INF/MANIFEST.MF";
const VERSIONS: &[u8] = b"META-INF/versions/";
/// The first feature version that can have its own entries in a multi-release jar.
const VERSIONED_MIN: u32 = 9;
/// The JVM could not use a larger entry.
const ENTRY_SIZE_MAX: u64 = i32::MAX as u64;

/// Why a jar, or an entry of it, cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum JarError {
    /// The file cannot be opened.
    #[error("cannot open {}: {source}", path.display())]
    Open {
        /// The jar.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not a jar, or a damaged one.
    #[error("{} is not a valid jar: {source}", path.display())]
    Archive {
        /// The jar.
        path: PathBuf,
        /// What is wrong.
        source: rawzip::Error,
    },
    /// An entry is damaged.
    #[error("entry {entry} of {} cannot be read: {source}", path.display())]
    Entry {
        /// The jar.
        path: PathBuf,
        /// The entry's name.
        entry: String,
        /// What is wrong.
        source: io::Error,
    },
    /// An entry is stored in a way jars do not use.
    #[error("entry {entry} of {} {what}, which is not supported", path.display())]
    Unsupported {
        /// The jar.
        path: PathBuf,
        /// The entry's name.
        entry: String,
        /// How it is stored.
        what: &'static str,
    },
    /// The manifest is not well-formed.
    #[error("the manifest of {} is malformed: {source}", path.display())]
    Manifest {
        /// The jar.
        path: PathBuf,
        /// What is wrong.
        source: ManifestError,
    },
}

/// An open jar.
#[derive(Debug)]
pub struct Jar {
    path: PathBuf,
    archive: ZipArchive<FileReader>,
    index: OnceLock<Index>,
}

#[derive(Debug, Default)]
struct Index {
    entries: HashMap<Box<[u8]>, Entry>,
    /// The feature versions that have entries of their own, highest first.
    versions: Vec<u32>,
    /// The name under which the manifest is stored, whose case may vary.
    manifest: Option<Box<[u8]>>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    encrypted: bool,
}

impl Jar {
    /// Opens the file and finds its central directory.
    ///
    /// # Errors
    /// [`JarError::Open`] when there is no readable file, [`JarError::Archive`] when it is no jar.
    pub fn open(path: &Path) -> Result<Self, JarError> {
        let path = path.to_owned();
        let opened = File::open(&path).and_then(|file| match file.metadata()?.is_dir() {
            true => Err(io::Error::from(io::ErrorKind::IsADirectory)),
            false => Ok(file),
        });
        let file = match opened {
            Ok(file) => file,
            Err(source) => return Err(JarError::Open { path, source }),
        };
        let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
        match ZipArchive::from_file(file, &mut buffer) {
            Ok(archive) => Ok(Self { path, archive, index: OnceLock::new() }),
            Err(source) => Err(JarError::Archive { path, source }),
        }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The content of an entry (`p/Main.class`); directories are no entries.
    ///
    /// # Errors
    /// [`JarError`] when the jar or the entry is damaged.
    pub fn find(&self, name: impl AsRef<[u8]>) -> Result<Option<Vec<u8>>, JarError> {
        let name = name.as_ref();
        self.index()?.entries.get(name).map(|entry| self.read(name, entry)).transpose()
    }

    /// As [`find`](Self::find), with the entries of a multi-release jar that are meant for feature
    /// versions up to `feature` before the plain ones.
    ///
    /// # Errors
    /// [`JarError`] when the jar or the entry is damaged.
    pub fn find_versioned(
        &self,
        name: impl AsRef<[u8]>,
        feature: u32,
    ) -> Result<Option<Vec<u8>>, JarError> {
        let name = name.as_ref();
        let index = self.index()?;
        if index.versions.is_empty() || name.starts_with(b"META-INF/") || !self.multi_release()? {
            return self.find(name);
        }
        for version in index.versions.iter().filter(|&&version| version <= feature) {
            let versioned = [VERSIONS, version.to_string().as_bytes(), b"/", name].concat();
            if let Some(entry) = index.entries.get(&*versioned) {
                return self.read(&versioned, entry).map(Some);
            }
        }
        self.find(name)
    }

    /// The manifest; `None` when the jar has none.
    ///
    /// # Errors
    /// [`JarError`] when it cannot be read or is malformed.
    pub fn manifest(&self) -> Result<Option<Manifest>, JarError> {
        let Some(name) = &self.index()?.manifest else {
            return Ok(None);
        };
        let content = self.find(name)?.unwrap_or_default();
        match Manifest::parse(&content) {
            Ok(manifest) => Ok(Some(manifest)),
            Err(source) => Err(JarError::Manifest { path: self.path.clone(), source }),
        }
    }

    /// The names of all entries that are no directories, in no order.
    ///
    /// # Errors
    /// [`JarError`] when the jar is damaged.
    pub fn names(&self) -> Result<impl Iterator<Item = &[u8]>, JarError> {
        Ok(self.index()?.entries.keys().map(AsRef::as_ref))
    }

    fn multi_release(&self) -> Result<bool, JarError> {
        Ok(self.manifest()?.is_some_and(|manifest| manifest.is_multi_release()))
    }

    fn index(&self) -> Result<&Index, JarError> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let index = self
            .build_index()
            .map_err(|source| JarError::Archive { path: self.path.clone(), source })?;
        Ok(self.index.get_or_init(|| index))
    }

    fn build_index(&self) -> Result<Index, rawzip::Error> {
        let mut index = Index::default();
        let mut buffer = vec![0; rawzip::MAX_CENTRAL_DIRECTORY_RECORD_SIZE];
        let mut entries = self.archive.entries(&mut buffer);
        while let Some(record) = entries.next_entry()? {
            let path = record.file_path();
            let name: &[u8] = path.as_ref();
            if name.ends_with(b"/") {
                continue;
            }
            if name.eq_ignore_ascii_case(MANIFEST) && index.manifest.is_none() {
                index.manifest = Some(name.into());
            }
            if let Some(version) = version_of(name)
                && !index.versions.contains(&version)
            {
                index.versions.push(version);
            }
            let entry = Entry {
                place: record.wayfinder(),
                method: record.compression_method(),
                encrypted: record.flags().is_encrypted(),
            };
            index.entries.insert(name.into(), entry);
        }
        index.versions.sort_unstable_by(|a, b| b.cmp(a));
        Ok(index)
    }

    fn read(&self, name: &[u8], entry: &Entry) -> Result<Vec<u8>, JarError> {
        let unsupported = |what| {
            let entry = String::from_utf8_lossy(name).into_owned();
            JarError::Unsupported { path: self.path.clone(), entry, what }
        };
        if entry.encrypted {
            return Err(unsupported("is encrypted"));
        }
        let size = entry.place.uncompressed_size_hint();
        if size > ENTRY_SIZE_MAX {
            return Err(unsupported("is larger than an array can be"));
        }
        let content = match entry.method {
            CompressionMethod::STORE => self.unpack(entry, size, |reader| reader),
            CompressionMethod::DEFLATE => {
                self.unpack(entry, size, flate2::read::DeflateDecoder::new)
            }
            _ => return Err(unsupported("is neither stored nor deflated")),
        };
        content.map_err(|source| {
            let entry = String::from_utf8_lossy(name).into_owned();
            JarError::Entry { path: self.path.clone(), entry, source }
        })
    }

    /// Reads `size` bytes of an entry and checks that these are all and have the right checksum.
    fn unpack<'a, D: Read>(
        &'a self,
        entry: &Entry,
        size: u64,
        decoder: impl FnOnce(rawzip::ZipReader<&'a FileReader>) -> D,
    ) -> io::Result<Vec<u8>> {
        let found = self.archive.get_entry(entry.place).map_err(io::Error::other)?;
        let checked = found.verifying_reader(decoder(found.reader()));
        // The size may be a lie: memory grows with what is really there.
        let mut content = Vec::with_capacity(usize::try_from(size.min(1 << 16)).unwrap_or(0));
        // One byte more, so that the reader sees the end and verifies.
        checked.take(size + 1).read_to_end(&mut content)?;
        if content.len() as u64 != size {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the size is wrong"));
        }
        Ok(content)
    }
}

/// 11 for `META-INF/versions/11/p/A.class`.
fn version_of(name: &[u8]) -> Option<u32> {
    let rest = name.strip_prefix(VERSIONS)?;
    let digits = &rest[..rest.iter().position(|&byte| byte == b'/')?];
    let version = str::from_utf8(digits).ok()?.parse().ok()?;
    (version >= VERSIONED_MIN).then_some(version)
}

#[cfg(test)]
#[path = "jar_tests.rs"]
mod tests;
