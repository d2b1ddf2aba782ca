//! Bodies on disk: several values per key, and named lists of keys, in append-only segments.
//!
//! A directory holds segments, numbered files of records that are only ever appended to, and a lock
//! file. One process writes; any number read what was there when they opened it.
//!
//! Invariants:
//! 1. What [`Store::get`] returns was given to [`Store::put`] under this key: names, places and
//!    contents are checksummed, and a record that does not check is as if it were not there.
//! 2. What was put before a successful [`Store::flush`] survives the end of the process or of the
//!    machine at any moment; later records survive or not, each as a whole.
//! 3. A failed write (disk full) leaves what was stored before as it was.
//! 4. Compaction writes new segments beside the old ones and only then removes these: at every
//!    moment the directory contains each live record at least once.
//! 5. Records of another stamp are never read: a writer removes their segments.

mod compact;
mod index;
mod record;
mod segment;
#[cfg(test)]
mod tests;

use index::Index;
use record::{Kind, Sum};
use segment::Writer;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Longest key or name of a list.
pub const KEY_BYTES_MAX: usize = 1024;
/// Longest value.
pub const VALUE_BYTES_MAX: usize = 16 << 20;

/// How a store is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// Written into each segment; those with another one are of no use.
    pub stamp: u64,
    /// What the process wants to do.
    pub access: Access,
    /// Size of all segments beyond which the least recently used records go.
    pub bytes_max: u64,
    /// Size beyond which a new segment is begun.
    pub segment_bytes_max: u64,
    /// Values that are kept of one key.
    pub variants_max: usize,
    /// As if the disk had only so many bytes left: for tests.
    pub disk_room: Option<u64>,
}

impl Options {
    /// The usual sizes.
    pub fn new(stamp: u64, access: Access) -> Options {
        Options {
            stamp,
            access,
            bytes_max: 256 << 20,
            segment_bytes_max: 16 << 20,
            variants_max: 8,
            disk_room: None,
        }
    }
}

/// What a process wants to do with a store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Only read; writes nothing, not even to repair.
    Read,
    /// Write, if no other process does: [`Store::is_writer`] tells.
    Write,
}

/// Why something was not stored, or a store not opened.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system said no; a full disk is one of the reasons.
    #[error("{path}: {source}")]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// Another process writes, or writing was not asked for.
    #[error("the store is open for reading only")]
    ReadOnly,
    /// A key or value beyond the limits, or an empty key.
    #[error("a record with a key of {key} and a value of {value} bytes is beyond the limits")]
    Size {
        /// Length of the key.
        key: usize,
        /// Length of the value.
        value: usize,
    },
}

/// Figures of a store.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Stats {
    /// Values that can be read.
    pub values: u64,
    /// Lists that can be read.
    pub lists: u64,
    /// Segments.
    pub segments: u64,
    /// Bytes of all segments.
    pub bytes: u64,
    /// Records that did not check, since it was opened.
    pub damaged: u64,
    /// Compactions since it was opened.
    pub compactions: u64,
    /// Values dropped by compactions to keep the size.
    pub evicted: u64,
}

/// An open store. All methods may be called by several threads at once.
#[derive(Debug)]
pub struct Store {
    directory: PathBuf,
    options: Options,
    /// Taken before `index`; none in a process that reads only.
    writer: Mutex<Option<Writer>>,
    index: Mutex<Index>,
    damaged: AtomicU64,
    compactions: AtomicU64,
    evicted: AtomicU64,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic of a holder leaves nothing half done that is not checked again.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Store {
    /// Opens a store; with [`Access::Write`] the directory is made, and cleared of what a crash or
    /// another stamp left.
    ///
    /// # Errors
    /// When the directory or a segment cannot be read, or written.
    pub fn open(directory: &Path, options: Options) -> Result<Store, StoreError> {
        let mut writer = match options.access {
            Access::Read => None,
            Access::Write => Writer::lock(directory, &options)?,
        };
        let mut index = Index::default();
        let damaged = segment::load(directory, &options, writer.as_mut(), &mut index)?;
        Ok(Store {
            directory: directory.to_owned(),
            options,
            writer: Mutex::new(writer),
            index: Mutex::new(index),
            damaged: AtomicU64::new(damaged),
            compactions: AtomicU64::new(0),
            evicted: AtomicU64::new(0),
        })
    }

    /// Whether this process may write.
    pub fn is_writer(&self) -> bool {
        locked(&self.writer).is_some()
    }

    /// All values of a key, the latest first.
    pub fn get(&self, key: &[u8]) -> Vec<Vec<u8>> {
        let entries = locked(&self.index).touch(key);
        let mut values = Vec::with_capacity(entries.len());
        for entry in entries {
            match entry.read() {
                Some(value) => values.push(value),
                None => {
                    self.damaged.fetch_add(1, Ordering::Relaxed);
                    locked(&self.index).forget(key, &entry.sum);
                }
            }
        }
        values
    }

    /// Whether a key has values.
    pub fn contains(&self, key: &[u8]) -> bool {
        locked(&self.index).contains(key)
    }

    /// All keys, in no order.
    pub fn keys(&self) -> Vec<Vec<u8>> {
        locked(&self.index).keys()
    }

    /// Adds a value to a key. False when the key has it already.
    ///
    /// # Errors
    /// When nothing was stored.
    pub fn put(&self, key: &[u8], value: &[u8]) -> Result<bool, StoreError> {
        self.append(Kind::Value, key, value)
    }

    /// The keys of a list.
    pub fn list(&self, name: &[u8]) -> Option<Vec<Vec<u8>>> {
        let entry = locked(&self.index).touch_list(name)?;
        let list = entry.read().and_then(|bytes| record::decode_list(&bytes));
        if list.is_none() {
            self.damaged.fetch_add(1, Ordering::Relaxed);
            locked(&self.index).forget_list(name, &entry.sum);
        }
        list
    }

    /// Replaces a list. False when it was the same before.
    ///
    /// # Errors
    /// When nothing was stored.
    pub fn set_list<K: AsRef<[u8]>>(&self, name: &[u8], keys: &[K]) -> Result<bool, StoreError> {
        if let Some(long) = keys.iter().find(|key| key.as_ref().len() > KEY_BYTES_MAX) {
            return Err(StoreError::Size { key: long.as_ref().len(), value: 0 });
        }
        self.append(Kind::List, name, &record::encode_list(keys))
    }

    /// Returns when all that was put before is on the disk.
    ///
    /// # Errors
    /// When that is not certain.
    pub fn flush(&self) -> Result<(), StoreError> {
        match locked(&self.writer).as_mut() {
            Some(writer) => writer.flush(&self.directory),
            None => Ok(()),
        }
    }

    /// Forgets everything.
    ///
    /// # Errors
    /// When a segment could not be removed; then it may be there again the next time.
    pub fn clear(&self) -> Result<(), StoreError> {
        let mut guard = locked(&self.writer);
        let writer = guard.as_mut().ok_or(StoreError::ReadOnly)?;
        writer.tail = None;
        let old = std::mem::take(&mut *locked(&self.index));
        let paths = old.segments.values().map(|segment| segment.path.clone());
        segment::remove_all(paths)
    }

    /// Rewrites the segments without what is superseded or, beyond the size, least recently used.
    ///
    /// # Errors
    /// When there was no room; the oldest segments are then given up if the size demands it.
    pub fn compact(&self) -> Result<(), StoreError> {
        let mut guard = locked(&self.writer);
        let writer = guard.as_mut().ok_or(StoreError::ReadOnly)?;
        self.compact_with(writer)
    }

    /// The figures now.
    pub fn stats(&self) -> Stats {
        let index = locked(&self.index);
        Stats {
            values: index.values(),
            lists: index.lists.len() as u64,
            segments: index.segments.len() as u64,
            bytes: index.bytes(),
            damaged: self.damaged.load(Ordering::Relaxed),
            compactions: self.compactions.load(Ordering::Relaxed),
            evicted: self.evicted.load(Ordering::Relaxed),
        }
    }

    fn append(&self, kind: Kind, key: &[u8], value: &[u8]) -> Result<bool, StoreError> {
        let fits = (1..=KEY_BYTES_MAX).contains(&key.len()) && value.len() <= VALUE_BYTES_MAX;
        if !fits {
            return Err(StoreError::Size { key: key.len(), value: value.len() });
        }
        let mut guard = locked(&self.writer);
        let writer = guard.as_mut().ok_or(StoreError::ReadOnly)?;
        let sum = Sum::of(value);
        if locked(&self.index).has(kind, key, &sum) {
            return Ok(false);
        }
        let (entry, begun) = writer.append(&self.directory, &self.options, kind, key, value)?;
        let mut index = locked(&self.index);
        if begun {
            index.segments.insert(entry.segment.number, Arc::clone(&entry.segment));
        }
        index.insert(kind, key.into(), entry, self.options.variants_max);
        let bytes = index.bytes();
        drop(index);
        if bytes > self.options.bytes_max {
            // What was put is stored either way.
            let _ = self.compact_with(writer);
        }
        Ok(true)
    }
}

fn io_error(path: &Path) -> impl FnOnce(std::io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| StoreError::Io { path, source }
}
