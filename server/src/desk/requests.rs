//! Compile requests, from their arrival to their one answer.

use super::{Action, ClientId, Desk, Outcome, Purpose, Time, Work};
use crate::body::{Ask, Body};
use crate::metrics::Metric;
use cortado_protocol::limits::{BLOB_MAX, BLOBS_MAX, SKELETON_MAX};
use cortado_protocol::message::{Bytes, Id128, ToClient, content_id, limited};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A request under way.
pub(super) struct Request {
    pub(super) key: Id128,
    pub(super) program: Option<Id128>,
    pub(super) since: Time,
    pub(super) stage: Stage,
}

/// What a request waits for.
pub(super) enum Stage {
    /// Bytecode that the server lacks.
    Blobs { skeleton: Vec<u8>, names: Vec<Id128>, found: Vec<Option<Arc<[u8]>>>, lacks: Vec<Id128> },
    /// A match, or a flight.
    Asked(Arc<Ask>),
}

impl Request {
    /// Bytes of the request's own.
    pub(super) fn bytes(&self) -> usize {
        match &self.stage {
            Stage::Blobs { skeleton, .. } => skeleton.len(),
            Stage::Asked(ask) => ask.skeleton.len(),
        }
    }
}

impl Desk {
    /// A Compile message.
    pub(super) fn compile(
        &mut self,
        client: ClientId,
        id: u32,
        key: Id128,
        program: Option<Id128>,
        skeleton: Vec<u8>,
        names: &[Id128],
    ) {
        self.metrics.add(Metric::Requests, 1);
        let Some(state) = self.clients.get_mut(&client) else { return };
        state.received += 1;
        if state.requests.contains_key(&id) {
            return self.close(client, "two requests under way with the same id");
        }
        let of_client: usize = state.requests.values().map(Request::bytes).sum();
        if skeleton.len() > SKELETON_MAX || names.len() > BLOBS_MAX {
            self.metrics.add(Metric::Malformed, 1);
            let text = "the request is over the limit of its size".to_owned();
            return self.send(client, id, &ToClient::Failed { text });
        }
        let busy = if self.stopping {
            Some(Metric::BusyStopping)
        } else if state.requests.len() >= self.rules.in_flight_max
            || of_client + skeleton.len() > self.rules.ask_bytes / 4
        {
            Some(Metric::BusyClient)
        } else if self.asked_bytes + skeleton.len() > self.rules.ask_bytes {
            Some(Metric::BusyQueue)
        } else {
            None
        };
        if let Some(reason) = busy {
            self.metrics.add(reason, 1);
            let retry_ms = self.retry_ms();
            return self.send(client, id, &ToClient::Busy { retry_ms });
        }
        let found: Vec<_> = names.iter().map(|name| self.blobs.get(name)).collect();
        let missing = names.iter().zip(&found).filter(|(_, blob)| blob.is_none());
        let lacks: BTreeSet<Id128> = missing.map(|(name, _)| *name).collect();
        let lacks: Vec<Id128> = lacks.into_iter().collect();
        self.asked_bytes += skeleton.len();
        let stage = Stage::Blobs { skeleton, names: names.to_vec(), found, lacks: lacks.clone() };
        let request = Request { key, program, since: self.now, stage };
        if let Some(state) = self.clients.get_mut(&client) {
            state.requests.insert(id, request);
        }
        if lacks.is_empty() {
            self.assemble(client, id);
        } else {
            self.metrics.add(Metric::Lacks, 1);
            self.send(client, id, &ToClient::Lacks { blobs: lacks });
        }
    }

    /// A Blobs message: what the request lacked.
    pub(super) fn blobs(&mut self, client: ClientId, id: u32, blobs: Vec<Bytes>) {
        let Some(state) = self.clients.get_mut(&client) else { return };
        // The request may have expired meanwhile; then it has had its answer.
        let Some(request) = state.requests.get_mut(&id) else { return };
        let Stage::Blobs { names, found, lacks, .. } = &mut request.stage else {
            return self.close(client, "bytecode that nobody has asked for");
        };
        let right = blobs.len() == lacks.len()
            && blobs
                .iter()
                .zip(&*lacks)
                .all(|(blob, name)| blob.0.len() <= BLOB_MAX && content_id(&blob.0) == *name);
        if !right {
            self.metrics.add(Metric::Malformed, 1);
            let text = "the bytecode is not what its name says".to_owned();
            return self.answer(client, id, &ToClient::Failed { text });
        }
        for (blob, name) in blobs.into_iter().zip(std::mem::take(lacks)) {
            let blob: Arc<[u8]> = blob.0.into();
            for (_, place) in names.iter().zip(&mut *found).filter(|(n, _)| **n == name) {
                *place = Some(blob.clone());
            }
            self.blobs.insert(name, blob);
        }
        self.assemble(client, id);
    }

    /// All parts of the request are there.
    fn assemble(&mut self, client: ClientId, id: u32) {
        let Some(state) = self.clients.get_mut(&client) else { return };
        let Some(request) = state.requests.get_mut(&id) else { return };
        let Stage::Blobs { skeleton, names, found, .. } = &mut request.stage else { return };
        let skeleton = std::mem::take(skeleton);
        // With the key: a request under a wrong one must not answer for the right one.
        let mut whole = [content_id(&skeleton), request.key].concat();
        whole.extend(names.iter().flatten());
        let fingerprint = content_id(&whole);
        let blobs = std::mem::take(found).into_iter().flatten().collect();
        let ask = Arc::new(Ask { key: request.key, fingerprint, skeleton, blobs });
        request.stage = Stage::Asked(ask.clone());
        self.ask(client, id, &ask);
    }

    /// Answers from what is known, or finds out.
    pub(super) fn ask(&mut self, client: ClientId, id: u32, ask: &Arc<Ask>) {
        if let Some(answer) = self.declined.get(&ask.fingerprint) {
            let answer = answer.clone();
            return self.answer(client, id, &answer);
        }
        let candidates = self.cache.variants(&ask.key);
        if candidates.is_empty() {
            self.board(client, id, ask);
        } else {
            self.match_against(client, id, ask, candidates);
        }
    }

    /// Has a worker find the candidate that fits.
    pub(super) fn match_against(
        &mut self,
        client: ClientId,
        id: u32,
        ask: &Arc<Ask>,
        candidates: Vec<Body>,
    ) {
        let purpose = Purpose::Match(client, id, candidates.clone());
        self.start(purpose, Work::Match { ask: ask.clone(), candidates });
    }

    /// A worker has looked at the candidates.
    pub(super) fn matched(
        &mut self,
        client: ClientId,
        id: u32,
        candidates: &[Body],
        outcome: &Outcome,
    ) {
        let Some(ask) = self.asked(client, id) else { return };
        match outcome {
            Outcome::Matched(Some(place)) if *place < candidates.len() => {
                self.metrics.add(Metric::HitsMemory, 1);
                let body = candidates[*place].clone();
                self.cache.used(&ask.key, &body);
                self.answer_body(client, id, &body);
            }
            Outcome::Panicked(text) => {
                self.metrics.add(Metric::Panicked, 1);
                self.answer(client, id, &ToClient::Failed { text: limited(text) });
            }
            _ if self.stopping => {
                self.metrics.add(Metric::BusyStopping, 1);
                let retry_ms = self.retry_ms();
                self.answer(client, id, &ToClient::Busy { retry_ms });
            }
            _ => self.board(client, id, &ask),
        }
    }

    /// The request, if it is still under way and has been assembled.
    pub(super) fn asked(&self, client: ClientId, id: u32) -> Option<Arc<Ask>> {
        match &self.clients.get(&client)?.requests.get(&id)?.stage {
            Stage::Asked(ask) => Some(ask.clone()),
            Stage::Blobs { .. } => None,
        }
    }

    /// The one answer of a request, unless it is a body.
    pub(super) fn answer(&mut self, client: ClientId, id: u32, message: &ToClient) {
        if self.finish(client, id).is_some() {
            self.send(client, id, message);
        }
    }

    /// The one answer of a request: a body.
    pub(super) fn answer_body(&mut self, client: ClientId, id: u32, body: &Body) {
        let Some(request) = self.finish(client, id) else { return };
        if let Some(program) = request.program {
            self.programs.add(program, request.key);
            if let Some(state) = self.clients.get_mut(&client) {
                state.touched.insert(program);
            }
        }
        if let Some(state) = self.clients.get_mut(&client) {
            state.bodies += 1;
        }
        let kind = ToClient::Body { body: Bytes::default() }.kind();
        self.send_packed(client, kind, id, body.packed().clone());
    }

    fn finish(&mut self, client: ClientId, id: u32) -> Option<Request> {
        let request = self.clients.get_mut(&client)?.requests.remove(&id)?;
        self.asked_bytes -= request.bytes();
        self.metrics.request.observe(self.now.saturating_sub(request.since));
        Some(request)
    }

    /// Answers requests whose bytecode does not come.
    pub(super) fn expire_requests(&mut self) {
        let mut expired = Vec::new();
        for (client, state) in &self.clients {
            for (id, request) in &state.requests {
                let age = self.now.saturating_sub(request.since);
                if matches!(request.stage, Stage::Blobs { .. }) && age > self.rules.blobs_time {
                    expired.push((*client, *id));
                }
            }
        }
        for (client, id) in expired {
            self.metrics.add(Metric::Malformed, 1);
            let text = "the bytecode has not come in time".to_owned();
            self.answer(client, id, &ToClient::Failed { text });
        }
    }

    /// When asking again makes sense: when half of the queue is done.
    pub(super) fn retry_ms(&self) -> u32 {
        if self.stopping {
            return 5000;
        }
        let work = self.usual_cost * (self.queued as u32 / 2 + 1) / self.rules.threads as u32;
        (work.as_millis() as u32).clamp(20, 5000)
    }

    /// Adds the action, for the submodules.
    pub(super) fn push(&mut self, action: Action) {
        self.out.push(action);
    }
}
