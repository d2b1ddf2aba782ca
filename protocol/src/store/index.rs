//! Where the records are, and when each was last used.

use super::record::{HEADER_BYTES, Header, Kind, Sum};
use super::segment::Segment;
use std::collections::{BTreeMap, HashMap};
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A record that can be read.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub segment: Arc<Segment>,
    pub offset: u64,
    pub header: Header,
    /// Higher is later.
    pub used: u64,
}

impl std::ops::Deref for Entry {
    type Target = Header;

    fn deref(&self) -> &Header {
        &self.header
    }
}

impl Entry {
    /// The value's bytes as they are stored.
    pub(super) fn read_stored(&self) -> std::io::Result<Vec<u8>> {
        let mut stored = vec![0; self.stored as usize];
        let at = self.offset + HEADER_BYTES as u64 + u64::from(self.key_bytes);
        self.segment.file.read_exact_at(&mut stored, at)?;
        Ok(stored)
    }

    /// The value, if it is what was stored.
    pub(super) fn read(&self) -> Option<Vec<u8>> {
        self.header.value(self.read_stored().ok()?)
    }
}

/// All records by key and name.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_key: HashMap<Box<[u8]>, Vec<Entry>>,
    pub lists: HashMap<Box<[u8]>, Entry>,
    pub segments: BTreeMap<u32, Arc<Segment>>,
    clock: u64,
}

impl Index {
    /// Adds a record that is later than all others.
    pub(super) fn insert(
        &mut self,
        kind: Kind,
        key: Box<[u8]>,
        mut entry: Entry,
        variants_max: usize,
    ) {
        self.clock += 1;
        entry.used = self.clock;
        match kind {
            Kind::List => {
                self.lists.insert(key, entry);
            }
            Kind::Value => {
                let variants = self.by_key.entry(key).or_default();
                variants.retain(|other| other.sum != entry.sum);
                variants.push(entry);
                if variants.len() > variants_max.max(1) {
                    variants.remove(0);
                }
            }
        }
    }

    /// The records of a key, the latest first; they count as used.
    pub(super) fn touch(&mut self, key: &[u8]) -> Vec<Entry> {
        let Some(variants) = self.by_key.get_mut(key) else { return Vec::new() };
        self.clock += 1;
        for entry in variants.iter_mut() {
            entry.used = self.clock;
        }
        variants.iter().rev().cloned().collect()
    }

    /// The record of a list; it counts as used.
    pub(super) fn touch_list(&mut self, name: &[u8]) -> Option<Entry> {
        let entry = self.lists.get_mut(name)?;
        self.clock += 1;
        entry.used = self.clock;
        Some(entry.clone())
    }

    /// Whether a key has this value, or a list this content.
    pub(super) fn has(&mut self, kind: Kind, key: &[u8], sum: &Sum) -> bool {
        match kind {
            Kind::List => self.lists.get(key).is_some_and(|entry| entry.sum == *sum),
            Kind::Value => self
                .by_key
                .get(key)
                .is_some_and(|variants| variants.iter().any(|entry| entry.sum == *sum)),
        }
    }

    pub(super) fn contains(&self, key: &[u8]) -> bool {
        self.by_key.contains_key(key)
    }

    pub(super) fn keys(&self) -> Vec<Vec<u8>> {
        self.by_key.keys().map(|key| key.to_vec()).collect()
    }

    /// Drops a value that did not check.
    pub(super) fn forget(&mut self, key: &[u8], sum: &Sum) {
        if let Some(variants) = self.by_key.get_mut(key) {
            variants.retain(|entry| entry.sum != *sum);
            if variants.is_empty() {
                self.by_key.remove(key);
            }
        }
    }

    /// Drops a list that did not check.
    pub(super) fn forget_list(&mut self, name: &[u8], sum: &Sum) {
        if self.lists.get(name).is_some_and(|entry| entry.sum == *sum) {
            self.lists.remove(name);
        }
    }

    /// Drops a segment and what is in it.
    pub(super) fn forget_segment(&mut self, number: u32) {
        self.segments.remove(&number);
        self.lists.retain(|_, entry| entry.segment.number != number);
        self.by_key.retain(|_, variants| {
            variants.retain(|entry| entry.segment.number != number);
            !variants.is_empty()
        });
    }

    /// Every record with its key.
    pub(super) fn all(&self) -> Vec<(Box<[u8]>, Entry)> {
        let values = self.by_key.iter().flat_map(|(key, variants)| {
            variants.iter().map(move |entry| (key.clone(), entry.clone()))
        });
        let lists = self.lists.iter().map(|(name, entry)| (name.clone(), entry.clone()));
        values.chain(lists).collect()
    }

    pub(super) fn values(&self) -> u64 {
        self.by_key.values().map(|variants| variants.len() as u64).sum()
    }

    /// Bytes of all segments.
    pub(super) fn bytes(&self) -> u64 {
        self.segments.values().map(|segment| segment.end.load(Ordering::Relaxed)).sum()
    }
}
