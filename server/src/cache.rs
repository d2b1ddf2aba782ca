//! Bodies in memory, bounded: what is worth the least per byte goes first.
//!
//! Several variants may stand under one key. The rank of a body is the clock at its last use, plus
//! uses times the microseconds it took to make, divided by its size; the clock is the rank of what
//! was evicted last, so that what is not used any more falls behind (GreedyDual-Size-Frequency).

use crate::body::Body;
use cortado_protocol::message::Id128;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Variants under one key; the one worth least makes room.
pub const VARIANTS_MAX: usize = 8;

struct Entry {
    body: Body,
    number: u64,
    rank: u64,
    uses: u64,
    cost_us: u64,
}

impl Entry {
    fn rank_at(&self, clock: u64) -> u64 {
        // In units of a microsecond per KiB.
        let bytes = self.body.memory_bytes() as u64;
        clock + (self.uses * self.cost_us.max(1) * 1024 / bytes).max(1)
    }
}

/// The cache.
pub struct Cache {
    entries: BTreeMap<Id128, Vec<Entry>>,
    /// Everything by rank; numbers make the pairs unique.
    order: BTreeSet<(u64, u64, Id128)>,
    bytes: usize,
    limit: usize,
    clock: u64,
    next_number: u64,
    evictions: u64,
}

impl Cache {
    /// An empty cache of at most `limit` bytes.
    pub fn new(limit: usize) -> Cache {
        Cache {
            entries: BTreeMap::new(),
            order: BTreeSet::new(),
            bytes: 0,
            limit,
            clock: 0,
            next_number: 0,
            evictions: 0,
        }
    }

    /// The variants under a key, in the order of [`Cache::used`]'s numbers.
    pub fn variants(&self, key: &Id128) -> Vec<Body> {
        let entries = self.entries.get(key).into_iter().flatten();
        entries.map(|entry| entry.body.clone()).collect()
    }

    /// Counts a use of a body.
    pub fn used(&mut self, key: &Id128, body: &Body) {
        let clock = self.clock;
        let entries = self.entries.get_mut(key).into_iter().flatten();
        for entry in entries.filter(|entry| entry.body == *body) {
            self.order.remove(&(entry.rank, entry.number, *key));
            entry.uses += 1;
            entry.rank = entry.rank_at(clock);
            self.order.insert((entry.rank, entry.number, *key));
        }
    }

    /// Adds a body that took `cost` to make, unless it is there.
    pub fn insert(&mut self, key: Id128, body: Body, cost: Duration) {
        let bytes = body.memory_bytes();
        let known = self
            .entries
            .get(&key)
            .is_some_and(|entries| entries.iter().any(|entry| entry.body == body));
        if known || bytes > self.limit {
            return;
        }
        let number = self.next_number;
        self.next_number += 1;
        let cost_us = u64::try_from(cost.as_micros()).unwrap_or(u64::MAX).min(1 << 30);
        let mut entry = Entry { body, number, rank: 0, uses: 1, cost_us };
        entry.rank = entry.rank_at(self.clock);
        self.order.insert((entry.rank, number, key));
        self.bytes += bytes;
        let entries = self.entries.entry(key).or_default();
        entries.push(entry);
        let least = entries.iter().map(|entry| (entry.rank, entry.number)).min();
        if let Some((rank, number)) = least.filter(|_| entries.len() > VARIANTS_MAX) {
            self.evict((rank, number, key));
        }
        while self.bytes > self.limit {
            let Some(&least) = self.order.first() else { break };
            self.clock = self.clock.max(least.0);
            self.evict(least);
        }
    }

    fn evict(&mut self, place: (u64, u64, Id128)) {
        self.order.remove(&place);
        let (_, number, key) = place;
        let Some(entries) = self.entries.get_mut(&key) else { return };
        if let Some(at) = entries.iter().position(|entry| entry.number == number) {
            self.bytes -= entries.remove(at).body.memory_bytes();
            self.evictions += 1;
        }
        if entries.is_empty() {
            self.entries.remove(&key);
        }
    }

    /// Forgets everything; returns how many bodies that were.
    pub fn clear(&mut self) -> usize {
        let count = self.order.len();
        self.entries.clear();
        self.order.clear();
        self.bytes = 0;
        count
    }

    /// Number of bodies.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Bodies evicted so far.
    pub fn evictions(&self) -> u64 {
        self.evictions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(byte: u8, len: usize) -> Body {
        // Not compressible: the sizes must be what they seem.
        let mut state = 0x9e37_79b9_u32 ^ u32::from(byte);
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        Body::new((0..len).map(|_| next()).collect()).expect("in the limits")
    }

    const COST: Duration = Duration::from_millis(1);

    #[test]
    fn memory_is_bounded() {
        let mut cache = Cache::new(10_000);
        for i in 0..100 {
            cache.insert([i; 16], body(i, 900), COST);
            assert!(cache.bytes() <= 10_000);
        }
        assert_eq!(cache.len() as u64 + cache.evictions(), 100);
        assert!(cache.len() >= 9);
        cache.insert([200; 16], body(0, 20_000), COST);
        assert!(cache.variants(&[200; 16]).is_empty());
        assert_eq!(cache.clear(), 100 - cache.evictions() as usize);
        assert_eq!((cache.bytes(), cache.len()), (0, 0));
    }

    #[test]
    fn what_is_used_stays_and_what_was_used_long_ago_goes() {
        let mut cache = Cache::new(10_000);
        let hot = body(1, 900);
        cache.insert([1; 16], hot.clone(), COST);
        for i in 2..60 {
            cache.used(&[1; 16], &hot);
            cache.insert([i; 16], body(i, 900), COST);
        }
        assert_eq!(cache.variants(&[1; 16]), [hot]);
        // Nobody asks any more: 59 uses do not keep it forever.
        for round in 0..10u8 {
            for i in 60..255 {
                cache.insert([i; 16], body(i ^ round, 901 + usize::from(round)), COST);
            }
        }
        assert!(cache.variants(&[1; 16]).is_empty());
    }

    #[test]
    fn what_was_expensive_stays_longer() {
        let mut cache = Cache::new(10_000);
        cache.insert([1; 16], body(1, 900), COST * 100);
        cache.insert([2; 16], body(2, 900), COST);
        for i in 3..30 {
            cache.insert([i; 16], body(i, 900), COST);
        }
        assert_eq!(cache.variants(&[1; 16]).len(), 1);
        assert!(cache.variants(&[2; 16]).is_empty());
    }

    #[test]
    fn variants_of_a_key_are_bounded_and_not_doubled() {
        let mut cache = Cache::new(1 << 20);
        for i in 0..50 {
            cache.insert([1; 16], body(i, 100), COST);
            cache.insert([1; 16], body(i, 100), COST);
        }
        assert_eq!(cache.variants(&[1; 16]).len(), VARIANTS_MAX);
        assert_eq!(cache.len(), VARIANTS_MAX);
    }
}
