//! Bodies and programs on disk: the store of `protocol`, its failures logged and counted.

use crate::body::Body;
use crate::metrics::{Metric, Metrics};
use cortado_protocol::CONTRACT;
use cortado_protocol::message::Id128;
use cortado_protocol::store::{Access, Options, Store, StoreError};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tracing::{error, info, warn};

/// The disk.
pub struct Disk {
    store: Store,
    metrics: Arc<Metrics>,
    dirty: AtomicBool,
    failing: AtomicBool,
}

impl Disk {
    /// Opens the directory, or makes it.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn open(path: &Path, bytes_max: u64, metrics: Arc<Metrics>) -> Result<Disk, StoreError> {
        let options = Options { bytes_max, ..Options::new(CONTRACT, Access::Write) };
        Disk::open_with(path, options, metrics)
    }

    fn open_with(path: &Path, options: Options, metrics: Arc<Metrics>) -> Result<Disk, StoreError> {
        let store = Store::open(path, options)?;
        if !store.is_writer() {
            warn!(path = %path.display(), "another process writes this cache: it is only read");
        }
        let stats = store.stats();
        info!(path = %path.display(), bodies = stats.values, bytes = stats.bytes, "cache on disk");
        let (dirty, failing) = (AtomicBool::new(false), AtomicBool::new(false));
        let disk = Disk { store, metrics, dirty, failing };
        disk.gauges();
        Ok(disk)
    }

    /// The bytes of the bodies under a key.
    pub fn bodies(&self, key: &Id128) -> Vec<Vec<u8>> {
        self.store.get(key)
    }

    /// The bodies under each key that has some.
    pub fn load(&self, keys: &[Id128]) -> Vec<(Id128, Vec<Body>)> {
        let packed = |key: &Id128| {
            let bodies = self.bodies(key).into_iter().filter_map(|bytes| Body::new(bytes).ok());
            (*key, bodies.collect::<Vec<_>>())
        };
        keys.iter().map(packed).filter(|(_, bodies)| !bodies.is_empty()).collect()
    }

    /// Stores a body.
    pub fn put(&self, key: &Id128, bytes: &[u8]) {
        self.wrote(self.store.put(key, bytes).map(|_| ()));
    }

    /// What a program needed.
    pub fn list(&self, program: &Id128) -> Vec<Id128> {
        let keys = self.store.list(program).unwrap_or_default();
        keys.iter().filter_map(|key| Id128::try_from(&key[..]).ok()).collect()
    }

    /// Stores what a program needed.
    pub fn save(&self, program: &Id128, keys: &[Id128]) {
        self.wrote(self.store.set_list(program, keys).map(|_| ()));
    }

    /// Forgets all; returns how many bodies that were.
    pub fn purge(&self) -> u32 {
        let count = self.store.stats().values;
        let cleared = self.store.clear();
        let count = if cleared.is_ok() { count } else { 0 };
        self.wrote(cleared);
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Makes what was written durable.
    pub fn flush(&self) {
        if self.dirty.swap(false, Ordering::Relaxed) {
            self.wrote(self.store.flush());
            self.dirty.store(false, Ordering::Relaxed);
        }
        self.gauges();
    }

    fn gauges(&self) {
        let stats = self.store.stats();
        self.metrics.set(Metric::DiskBodies, stats.values);
        self.metrics.set(Metric::DiskBytes, stats.bytes);
    }

    /// A failure is logged once until a write succeeds again: a full disk stays full for long.
    fn wrote(&self, result: Result<(), StoreError>) {
        match result {
            Ok(()) => {
                self.dirty.store(true, Ordering::Relaxed);
                if self.failing.swap(false, Ordering::Relaxed) {
                    info!("the cache on disk can be written again");
                }
            }
            Err(StoreError::ReadOnly) => {}
            Err(error) => {
                self.metrics.add(Metric::DiskErrors, 1);
                if !self.failing.swap(true, Ordering::Relaxed) {
                    error!(%error, "the cache on disk cannot be written");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_counted_and_keeps_what_it_has() {
        let dir = tempfile::tempdir().expect("a directory");
        let metrics = Arc::new(Metrics::default());
        let options = Options { disk_room: Some(3000), ..Options::new(CONTRACT, Access::Write) };
        let disk = Disk::open_with(dir.path(), options, metrics.clone()).expect("opened");
        // Not compressible.
        let body = |i: u8| -> Vec<u8> {
            let ids = (0..40u8).map(|j| cortado_protocol::message::content_id(&[i, j]));
            ids.flatten().collect()
        };
        for i in 0..20 {
            disk.put(&[i; 16], &body(i));
        }
        disk.flush();
        assert!(metrics.get(Metric::DiskErrors) > 0);
        let kept: Vec<u8> = (0..20).filter(|i| !disk.bodies(&[*i; 16]).is_empty()).collect();
        assert!(!kept.is_empty() && kept.len() < 20, "{kept:?}");
        for i in kept {
            assert_eq!(disk.bodies(&[i; 16]), [body(i)]);
        }
        assert_eq!(metrics.get(Metric::DiskBodies), disk.store.stats().values);
    }

    #[test]
    fn a_second_server_on_the_same_directory_only_reads() {
        let dir = tempfile::tempdir().expect("a directory");
        let open = || Disk::open(dir.path(), 1 << 20, Arc::new(Metrics::default()));
        let first = open().expect("opened");
        first.put(&[1; 16], b"one");
        first.flush();
        let second = open().expect("opened");
        second.put(&[2; 16], b"two");
        assert_eq!(second.bodies(&[1; 16]), [b"one"]);
        assert!(second.bodies(&[2; 16]).is_empty());
        assert_eq!((second.purge(), first.purge()), (0, 1));
    }
}
