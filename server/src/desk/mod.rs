//! The desk: decides what happens to each message. It knows no socket, no thread and no clock.
//!
//! Events come in, actions go out; time is an argument. So the same code runs behind the event loop
//! and in a simulation.
//!
//! Invariants:
//! * A compile request gets exactly one answer, unless its connection ends first.
//! * At most one compilation of a key is queued or running. Requests for the key wait for it; those
//!   that are not equal to the one compiled are then matched against the body.
//! * What a client can make the desk keep is bounded: requests under way, lane, unsent bytes.
//! * A body is sent only for the key under which it was made.

mod events;
mod fetch;
mod flights;
mod queue;
mod requests;

use crate::blobs::Blobs;
use crate::body::Body;
use crate::cache::Cache;
use crate::metrics::{Metric, Metrics};
use crate::programs::Programs;
use cortado_protocol::CONTRACT;
use cortado_protocol::frame::{Frame, Packed};
use cortado_protocol::limits::PAYLOAD_MAX;
use cortado_protocol::message::{
    ClientStatus, Id128, Limits, MessageError, Status, ToClient, ToServer, limited,
};
pub use events::{Action, ClientId, Event, JobId, Outcome, Rules, Time, Work};
use fetch::Fetch;
use flights::{DeclinedAsks, Flight};
use queue::FairQueue;
use requests::Request;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// A connected client.
#[derive(Default)]
struct Client {
    peer: String,
    agent: String,
    local: bool,
    greeted: bool,
    since: Time,
    requests: BTreeMap<u32, Request>,
    fetches: VecDeque<Fetch>,
    /// Programs whose lists this client has added to and not replaced.
    touched: BTreeSet<Id128>,
    unsent: usize,
    received: u64,
    bodies: u64,
    bytes_in: u64,
    bytes_out: u64,
}

/// Why a job was begun.
enum Purpose {
    /// To answer this request.
    Match(ClientId, u32, Vec<Body>),
    /// To end the flight of this key.
    Compile(Id128),
    /// To go on with the first fetch of this client.
    Fetch(ClientId),
    /// To answer a Purge.
    Purge(ClientId, u32, u32),
}

/// The desk.
pub struct Desk {
    rules: Rules,
    metrics: Arc<Metrics>,
    now: Time,
    out: Vec<Action>,
    clients: BTreeMap<ClientId, Client>,
    flights: BTreeMap<Id128, Flight>,
    queue: FairQueue,
    queued: usize,
    running: usize,
    /// Bytes of requests under way.
    asked_bytes: usize,
    /// How long a compilation takes, on average of late.
    usual_cost: Duration,
    jobs: BTreeMap<JobId, Purpose>,
    /// Compilations that were given up, and their keys.
    lost: BTreeMap<JobId, Id128>,
    next_job: JobId,
    cache: Cache,
    blobs: Blobs,
    programs: Programs,
    declined: DeclinedAsks,
    stopping: bool,
}

impl Desk {
    /// A desk without clients.
    pub fn new(rules: Rules, metrics: Arc<Metrics>) -> Desk {
        Desk {
            rules,
            metrics,
            now: Time::ZERO,
            out: Vec::new(),
            clients: BTreeMap::new(),
            flights: BTreeMap::new(),
            queue: FairQueue::default(),
            queued: 0,
            running: 0,
            asked_bytes: 0,
            usual_cost: Duration::from_millis(2),
            jobs: BTreeMap::new(),
            lost: BTreeMap::new(),
            next_job: 1,
            cache: Cache::new(rules.cache_bytes),
            blobs: Blobs::new(rules.blob_bytes),
            programs: Programs::default(),
            declined: DeclinedAsks::default(),
            stopping: false,
        }
    }

    /// Takes an event; the actions that follow from it, in order.
    pub fn handle(&mut self, now: Time, event: Event) -> Vec<Action> {
        self.now = now;
        match event {
            Event::Connected { client, peer, local } => {
                let client_state = Client { peer, local, since: now, ..Client::default() };
                self.clients.insert(client, client_state);
            }
            Event::Frame { client, frame } => self.frame(client, &frame),
            Event::Sent { client, bytes } => {
                if let Some(state) = self.clients.get_mut(&client) {
                    state.unsent = state.unsent.saturating_sub(bytes);
                    state.bytes_out += bytes as u64;
                    self.metrics.add(Metric::BytesOut, bytes as u64);
                    self.pump(client);
                }
            }
            Event::Closed { client } => self.closed(client),
            Event::Done { job, outcome } => self.done(job, outcome),
            Event::Tick => self.tick(),
            Event::Stop => self.stop(),
        }
        self.dispatch();
        self.gauges();
        if self.stopping && self.jobs.is_empty() && self.clients.values().all(|c| c.unsent == 0) {
            self.out.push(Action::Stopped);
        }
        std::mem::take(&mut self.out)
    }

    fn frame(&mut self, client: ClientId, frame: &Frame) {
        let Some(state) = self.clients.get_mut(&client) else { return };
        let bytes = frame.payload.frame_bytes() as u64;
        state.bytes_in += bytes;
        self.metrics.add(Metric::BytesIn, bytes);
        let greeted = state.greeted;
        match ToServer::read(frame) {
            Ok(ToServer::Hello { contract, agent }) if !greeted => {
                self.hello(client, contract, &agent);
            }
            Ok(_) if !greeted => self.close(client, "the first message was no Hello"),
            Ok(message) => self.message(client, frame.id, message),
            Err(error) => {
                self.metrics.add(Metric::EndedProtocol, 1);
                let text = limited(&error.to_string());
                if matches!(error, MessageError::Frame(_)) || !greeted {
                    self.send(client, 0, &ToClient::Refused { text: text.clone() });
                } else {
                    self.send(client, frame.id, &ToClient::Failed { text: text.clone() });
                }
                self.close(client, &text);
            }
        }
    }

    fn hello(&mut self, client: ClientId, contract: u64, agent: &str) {
        let Some(state) = self.clients.get_mut(&client) else { return };
        state.agent = limited(agent);
        if contract != CONTRACT {
            self.metrics.add(Metric::RefusedContract, 1);
            let text = format!(
                "the client ({agent}) has contract {contract:016x}, this server ({}) has \
                 {CONTRACT:016x}: both must be of the same build",
                crate::agent()
            );
            self.send(client, 0, &ToClient::Refused { text: limited(&text) });
            return self.close(client, &text);
        }
        state.greeted = true;
        let limits =
            Limits { in_flight: self.rules.in_flight_max as u32, payload: PAYLOAD_MAX as u32 };
        let agent = crate::agent();
        self.send(client, 0, &ToClient::Welcome { contract: CONTRACT, agent, limits });
    }

    fn message(&mut self, client: ClientId, id: u32, message: ToServer) {
        match message {
            ToServer::Hello { .. } => self.close(client, "a second Hello"),
            ToServer::Compile { key, program, skeleton, blobs } => {
                self.compile(client, id, key, program, skeleton.0, &blobs);
            }
            ToServer::Blobs { blobs } => self.blobs(client, id, blobs),
            ToServer::Fetch { program } => self.fetch(client, id, program),
            ToServer::Used { program, keys } => self.used(client, program, &keys),
            ToServer::Ping {} => self.send(client, id, &ToClient::Pong {}),
            ToServer::Status {} => {
                let status = self.status();
                self.send(client, id, &ToClient::StatusReply { status });
            }
            ToServer::Purge {} => self.purge(client, id),
        }
    }

    fn used(&mut self, client: ClientId, program: Id128, keys: &[Id128]) {
        let Some(state) = self.clients.get_mut(&client) else { return };
        state.touched.remove(&program);
        if keys.len() > cortado_protocol::limits::PROGRAM_KEYS_MAX {
            return self.close(client, "a list of too many keys");
        }
        self.programs.replace(program, keys);
        self.save(program);
    }

    fn save(&mut self, program: Id128) {
        if !self.rules.disk {
            return;
        }
        if let Some(keys) = self.programs.get(&program).map(<[Id128]>::to_vec) {
            self.out.push(Action::Save { program, keys });
        }
    }

    fn purge(&mut self, client: ClientId, id: u32) {
        let allowed = self.rules.remote_purge || self.clients.get(&client).is_some_and(|c| c.local);
        if !allowed {
            let text = "only clients of the server's machine may purge".to_owned();
            return self.send(client, id, &ToClient::Failed { text });
        }
        let count = self.cache.clear() as u32;
        self.programs.clear();
        self.declined = DeclinedAsks::default();
        if self.rules.disk {
            self.start(Purpose::Purge(client, id, count), Work::Purge);
        } else {
            self.send(client, id, &ToClient::End { count });
        }
    }

    fn status(&self) -> Status {
        let mut clients: Vec<ClientStatus> = self
            .clients
            .values()
            .map(|client| ClientStatus {
                peer: client.peer.clone(),
                agent: client.agent.clone(),
                connected_s: (self.now - client.since).as_secs(),
                requests: client.received,
                bodies: client.bodies,
                in_flight: client.requests.len() as u32,
                bytes_in: client.bytes_in,
                bytes_out: client.bytes_out,
            })
            .collect();
        clients.sort_by_key(|client| std::cmp::Reverse((client.in_flight, client.requests)));
        clients.truncate(1000);
        Status {
            agent: crate::agent(),
            uptime_s: self.now.as_secs(),
            threads: self.rules.threads as u32,
            metrics: self.metrics.rows(),
            clients,
        }
    }

    fn start(&mut self, purpose: Purpose, work: Work) -> JobId {
        let job = self.next_job;
        self.next_job += 1;
        self.jobs.insert(job, purpose);
        self.out.push(Action::Work { job, work });
        job
    }

    fn done(&mut self, job: JobId, outcome: Outcome) {
        match self.jobs.remove(&job) {
            Some(Purpose::Match(client, id, candidates)) => {
                self.matched(client, id, &candidates, &outcome);
            }
            Some(Purpose::Compile(key)) => self.landed(key, job, outcome),
            Some(Purpose::Fetch(client)) => self.fetched(client, outcome),
            Some(Purpose::Purge(client, id, in_memory)) => {
                let on_disk = if let Outcome::Purged(count) = outcome { count } else { 0 };
                self.send(client, id, &ToClient::End { count: in_memory.max(on_disk) });
            }
            // A job that was given up as lost has come back.
            None => self.late(job, outcome),
        }
    }

    fn send(&mut self, client: ClientId, id: u32, message: &ToClient) {
        // No message of the server's own is over a limit.
        if let Ok(payload) = message.pack() {
            self.send_packed(client, message.kind(), id, Arc::new(payload));
        }
    }

    fn send_packed(&mut self, client: ClientId, kind: u8, id: u32, payload: Arc<Packed>) {
        let Some(state) = self.clients.get_mut(&client) else { return };
        state.unsent += payload.frame_bytes();
        let unsent = state.unsent;
        self.out.push(Action::Send { client, kind, id, payload });
        if unsent > self.rules.unsent_max {
            self.metrics.add(Metric::EndedSlow, 1);
            self.close(client, "the client does not read what it has asked for");
        }
    }

    fn close(&mut self, client: ClientId, why: &str) {
        if self.clients.contains_key(&client) {
            self.closed(client);
            self.out.push(Action::Close { client, why: why.to_owned() });
        }
    }

    fn closed(&mut self, client: ClientId) {
        let Some(state) = self.clients.remove(&client) else { return };
        for program in state.touched {
            self.save(program);
        }
        self.queue.remove(client);
        for (id, request) in state.requests {
            self.asked_bytes -= request.bytes();
            self.leave_flight(&request.key, client, id);
        }
    }

    fn tick(&mut self) {
        self.expire_requests();
        self.expire_flights();
    }

    fn stop(&mut self) {
        self.stopping = true;
        let touched: BTreeSet<Id128> =
            self.clients.values().flat_map(|client| client.touched.iter().copied()).collect();
        for program in touched {
            self.save(program);
        }
        self.ground_queued(Metric::BusyStopping);
    }

    fn gauges(&self) {
        let set = |metric, value: usize| self.metrics.set(metric, value as u64);
        set(Metric::Clients, self.clients.len());
        set(Metric::Queue, self.queued);
        set(Metric::Running, self.running);
        set(Metric::CacheBodies, self.cache.len());
        set(Metric::CacheBytes, self.cache.bytes());
        self.metrics.set(Metric::Evictions, self.cache.evictions());
        set(Metric::Blobs, self.blobs.len());
        set(Metric::BlobBytes, self.blobs.bytes());
        set(Metric::Programs, self.programs.len());
    }

    /// Whether nothing of any client is left: no request, no compilation, no job.
    pub fn is_idle(&self) -> bool {
        self.flights.is_empty()
            && self.jobs.is_empty()
            && self.queue.is_empty()
            && self.queued == 0
            && self.running == 0
            && self.asked_bytes == 0
            && self.clients.values().all(|c| c.requests.is_empty() && c.fetches.is_empty())
    }
}
