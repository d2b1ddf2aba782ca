//! Bulk fetches: the bodies that earlier runs of a program needed, as fast as the client reads.

use super::{ClientId, Desk, Outcome, Purpose, Work};
use crate::body::Body;
use crate::metrics::Metric;
use cortado_protocol::message::{Bytes, Id128, ToClient};
use std::collections::HashMap;
use std::time::Duration;

/// Fetches that one client may have under way.
const FETCHES_MAX: usize = 4;
/// More is sent when less than this waits to be sent.
const UNSENT_LOW: usize = 1 << 20;
/// Keys that are looked up at a time.
const CHUNK: usize = 64;
/// What a body is taken to cost that was read from disk: so much it saves at least.
const DISK_COST: Duration = Duration::from_millis(1);

/// A fetch under way.
pub(super) struct Fetch {
    id: u32,
    program: Id128,
    /// None until the list is known.
    keys: Option<Vec<Id128>>,
    next: usize,
    count: u32,
    /// Keys from `next` on for which the disk is being read.
    reading: Option<usize>,
}

impl Desk {
    /// A Fetch message.
    pub(super) fn fetch(&mut self, client: ClientId, id: u32, program: Id128) {
        self.metrics.add(Metric::Fetches, 1);
        let retry_ms = self.retry_ms();
        let Some(state) = self.clients.get_mut(&client) else { return };
        if state.fetches.len() >= FETCHES_MAX {
            self.metrics.add(Metric::BusyClient, 1);
            return self.send(client, id, &ToClient::Busy { retry_ms });
        }
        let fetch = Fetch { id, program, keys: None, next: 0, count: 0, reading: None };
        state.fetches.push_back(fetch);
        if state.fetches.len() == 1 {
            self.begin(client);
            self.pump(client);
        }
    }

    /// Finds the list of the client's first fetch.
    fn begin(&mut self, client: ClientId) {
        let Some(state) = self.clients.get_mut(&client) else { return };
        let Some(fetch) = state.fetches.front_mut() else { return };
        let program = fetch.program;
        match self.programs.get(&program) {
            Some(keys) => fetch.keys = Some(keys.to_vec()),
            None if self.rules.disk && !self.stopping => {
                self.start(Purpose::Fetch(client), Work::List { program });
            }
            None => fetch.keys = Some(Vec::new()),
        }
    }

    /// Sends what the client can take.
    pub(super) fn pump(&mut self, client: ClientId) {
        while let Some(state) = self.clients.get_mut(&client) {
            let unsent = state.unsent;
            let Some(fetch) = state.fetches.front_mut() else { return };
            let Some(keys) = &fetch.keys else { return };
            if fetch.reading.is_some() || unsent >= UNSENT_LOW {
                return;
            }
            if fetch.next == keys.len() {
                let (id, count) = (fetch.id, fetch.count);
                state.fetches.pop_front();
                self.send(client, id, &ToClient::End { count });
                self.begin(client);
                continue;
            }
            let chunk = keys[fetch.next..].len().min(CHUNK);
            let chunk_keys = &keys[fetch.next..fetch.next + chunk];
            let missing: Vec<Id128> = chunk_keys
                .iter()
                .filter(|key| self.rules.disk && self.cache.variants(key).is_empty())
                .copied()
                .collect();
            if missing.is_empty() || self.stopping {
                self.send_chunk(client, chunk, &HashMap::new());
            } else {
                fetch.reading = Some(chunk);
                self.start(Purpose::Fetch(client), Work::Load { keys: missing });
            }
        }
    }

    fn send_chunk(&mut self, client: ClientId, chunk: usize, loaded: &HashMap<Id128, Vec<Body>>) {
        let Some(state) = self.clients.get_mut(&client) else { return };
        let Some(fetch) = state.fetches.front_mut() else { return };
        let Some(keys) = &fetch.keys else { return };
        let keys = keys[fetch.next..fetch.next + chunk].to_vec();
        let id = fetch.id;
        fetch.next += chunk;
        let mut bodies = Vec::new();
        for key in &keys {
            match loaded.get(key) {
                Some(found) => bodies.extend(found.iter().cloned()),
                None => {
                    for body in self.cache.variants(key) {
                        self.cache.used(key, &body);
                        bodies.push(body);
                    }
                }
            }
        }
        fetch.count += bodies.len() as u32;
        state.bodies += bodies.len() as u64;
        self.metrics.add(Metric::FetchedBodies, bodies.len() as u64);
        let kind = ToClient::Item { body: Bytes::default() }.kind();
        for body in bodies {
            self.send_packed(client, kind, id, body.packed().clone());
        }
    }

    /// The disk has answered.
    pub(super) fn fetched(&mut self, client: ClientId, outcome: Outcome) {
        let mut found = HashMap::new();
        let mut list = None;
        match outcome {
            Outcome::Loaded(bodies) => {
                for (key, variants) in bodies {
                    for body in &variants {
                        self.cache.insert(key, body.clone(), DISK_COST);
                    }
                    found.insert(key, variants);
                }
            }
            Outcome::Listed(keys) => list = Some(keys),
            // The disk's job has failed: nothing was found.
            _ => {}
        }
        let Some(state) = self.clients.get_mut(&client) else { return };
        let Some(fetch) = state.fetches.front_mut() else { return };
        match (fetch.reading.take(), &fetch.keys) {
            (Some(chunk), Some(_)) => self.send_chunk(client, chunk, &found),
            (_, None) => {
                let (program, keys) = (fetch.program, list.unwrap_or_default());
                fetch.keys = Some(keys.clone());
                if !keys.is_empty() {
                    self.programs.restore(program, &keys);
                }
            }
            (None, Some(_)) => {}
        }
        self.pump(client);
    }
}
