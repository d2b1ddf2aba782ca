//! Bytecode that clients have sent, by content; bounded, the least recently used goes.

use cortado_protocol::message::Id128;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What an entry takes besides its bytes.
const ENTRY_BYTES: usize = 128;

/// The contents.
pub struct Blobs {
    entries: HashMap<Id128, (Arc<[u8]>, u64)>,
    order: BTreeMap<u64, Id128>,
    clock: u64,
    bytes: usize,
    limit: usize,
}

impl Blobs {
    /// None yet, and never more than `limit` bytes.
    pub fn new(limit: usize) -> Blobs {
        Blobs { entries: HashMap::new(), order: BTreeMap::new(), clock: 0, bytes: 0, limit }
    }

    /// The content of that name; this is a use.
    pub fn get(&mut self, id: &Id128) -> Option<Arc<[u8]>> {
        let (blob, used) = self.entries.get_mut(id)?;
        self.order.remove(used);
        self.clock += 1;
        *used = self.clock;
        self.order.insert(self.clock, *id);
        Some(blob.clone())
    }

    /// Adds a content; `id` is its hash.
    pub fn insert(&mut self, id: Id128, blob: Arc<[u8]>) {
        if self.get(&id).is_some() || blob.len() + ENTRY_BYTES > self.limit {
            return;
        }
        self.clock += 1;
        self.bytes += blob.len() + ENTRY_BYTES;
        self.entries.insert(id, (blob, self.clock));
        self.order.insert(self.clock, id);
        while self.bytes > self.limit {
            let Some((_, oldest)) = self.order.pop_first() else { break };
            if let Some((blob, _)) = self.entries.remove(&oldest) {
                self.bytes -= blob.len() + ENTRY_BYTES;
            }
        }
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Number of contents.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_used_goes() {
        let mut blobs = Blobs::new(10 * (100 + ENTRY_BYTES));
        for i in 0..10 {
            blobs.insert([i; 16], vec![i; 100].into());
        }
        assert!(blobs.get(&[0; 16]).is_some());
        blobs.insert([10; 16], vec![10; 100].into());
        assert!(blobs.get(&[1; 16]).is_none());
        assert_eq!(blobs.get(&[0; 16]).as_deref(), Some(&[0; 100][..]));
        assert_eq!((blobs.len(), blobs.bytes()), (10, 10 * (100 + ENTRY_BYTES)));
    }
}
