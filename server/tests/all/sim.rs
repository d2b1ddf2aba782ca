//! The desk and the framing in a simulated world: network, threads, disk and time follow a seed.
//!
//! Frames are cut, damaged, dropped, doubled and reordered, clients read slowly or not at all and
//! vanish, jobs end in any order, panic or never end, the server restarts. Whatever happens, a body
//! is the one that was asked for, a healthy connection gets one answer for each request, and
//! nothing is left behind. `SIM_SEEDS` and `SIM_FIRST` choose the seeds.

use crate::model::{Numbers, answer, body_of, choose, is_body_of, skeleton};
use cortado_protocol::frame::Decoder;
use cortado_protocol::message::{Bytes, Id128, ToClient, ToServer, content_id};
use cortado_protocol::{CONTRACT, frame::Packed};
use cortado_server::body::Body;
use cortado_server::desk::{Action, ClientId, Desk, Event, JobId, Outcome, Rules, Work};
use cortado_server::link::Link;
use cortado_server::metrics::{Metric, Metrics};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// What a client waits for.
struct Wanted {
    key: u8,
    fact: u8,
    blobs: Vec<Vec<u8>>,
}

/// One connection, with both ends and what is on the wire between them.
struct Wire {
    link: Link,
    to_server: Vec<Vec<u8>>,
    to_client: Vec<u8>,
    decoder: Decoder,
    wanted: BTreeMap<u32, Wanted>,
    fetches: BTreeSet<u32>,
    next_id: u32,
    /// Nothing was done to it: all promises hold.
    healthy: bool,
    /// It does not read.
    deaf: bool,
}

struct World {
    numbers: Numbers,
    rules: Rules,
    desk: Desk,
    metrics: Arc<Metrics>,
    now: Duration,
    wires: BTreeMap<ClientId, Wire>,
    next_client: ClientId,
    jobs: BTreeMap<JobId, Work>,
    stuck: BTreeSet<JobId>,
    disk: BTreeMap<Id128, Vec<Vec<u8>>>,
    lists: BTreeMap<Id128, Vec<Id128>>,
    answered: u64,
    bodies: u64,
    stopped: bool,
}

fn key_of(key: u8) -> Id128 {
    [key; 16]
}

impl World {
    fn new(seed: u64) -> World {
        let mut numbers = Numbers::new(seed);
        let rules = Rules {
            threads: 1 + numbers.below(3),
            queue_max: 1 + numbers.below(8),
            lane_max: 1 + numbers.below(6),
            in_flight_max: 1 + numbers.below(8),
            cache_bytes: 500 + numbers.below(3000),
            blob_bytes: 200 + numbers.below(2000),
            ask_bytes: 1000 + numbers.below(4000),
            unsent_max: 20_000,
            disk: numbers.below(2) == 0,
            ..Rules::default()
        };
        let metrics = Arc::new(Metrics::default());
        let desk = Desk::new(rules, metrics.clone());
        World {
            numbers,
            rules,
            desk,
            metrics,
            now: Duration::ZERO,
            wires: BTreeMap::new(),
            next_client: 1,
            jobs: BTreeMap::new(),
            stuck: BTreeSet::new(),
            disk: BTreeMap::new(),
            lists: BTreeMap::new(),
            answered: 0,
            bodies: 0,
            stopped: false,
        }
    }

    fn handle(&mut self, event: Event) {
        for action in self.desk.handle(self.now, event) {
            match action {
                Action::Send { client, kind, id, payload } => {
                    if let Some(wire) = self.wires.get_mut(&client) {
                        wire.link.queue(kind, id, &payload);
                    }
                }
                Action::Close { client, why } => {
                    let wire = self.wires.remove(&client);
                    let innocent = wire.is_some_and(|wire| wire.healthy && !wire.deaf);
                    assert!(!innocent, "a healthy connection was closed: {why}");
                }
                Action::Work { job, work } => {
                    if self.numbers.below(60) == 0 && matches!(work, Work::Compile { .. }) {
                        self.stuck.insert(job);
                    }
                    self.jobs.insert(job, work);
                }
                Action::Save { program, keys } => {
                    self.lists.insert(program, keys);
                }
                Action::Lost { job } => assert!(self.jobs.contains_key(&job)),
                Action::Stopped => self.stopped = true,
            }
        }
        let gauge = |metric| self.metrics.get(metric) as usize;
        assert!(gauge(Metric::Queue) <= self.rules.queue_max);
        assert!(gauge(Metric::Running) <= self.rules.threads);
        assert!(gauge(Metric::CacheBytes) <= self.rules.cache_bytes);
        assert!(gauge(Metric::BlobBytes) <= self.rules.blob_bytes);
    }

    fn connect(&mut self) {
        let client = self.next_client;
        self.next_client += 1;
        let mut wire = Wire {
            link: Link::default(),
            to_server: Vec::new(),
            to_client: Vec::new(),
            decoder: Decoder::default(),
            wanted: BTreeMap::new(),
            fetches: BTreeSet::new(),
            next_id: 1,
            healthy: true,
            deaf: false,
        };
        wire.decoder.open();
        wire.say(0, &ToServer::Hello { contract: CONTRACT, agent: "sim".to_owned() });
        self.wires.insert(client, wire);
        self.handle(Event::Connected { client, peer: "sim".to_owned(), local: true });
    }

    fn some_client(&mut self) -> Option<ClientId> {
        let clients: Vec<ClientId> = self.wires.keys().copied().collect();
        (!clients.is_empty()).then(|| clients[self.numbers.below(clients.len())])
    }

    /// A client says something.
    fn speak(&mut self, client: ClientId) {
        let what = self.numbers.below(24);
        let (key, fact) = (self.numbers.below(6) as u8, self.numbers.below(3) as u8);
        let program = self.numbers.below(3) as u8;
        let count = self.numbers.below(4);
        let blobs: Vec<Vec<u8>> = (0..count).map(|i| vec![key, i as u8, 7]).collect();
        let filler = self.numbers.below(600);
        let keys = (0..self.numbers.below(6)).map(|_| key_of(self.numbers.below(6) as u8));
        let keys: Vec<Id128> = keys.collect();
        let Some(wire) = self.wires.get_mut(&client) else { return };
        let id = wire.next_id;
        wire.next_id += 1;
        match what {
            0 => wire.say(id, &ToServer::Ping {}),
            1 => wire.say(id, &ToServer::Status {}),
            2 => wire.say(0, &ToServer::Used { program: [program; 16], keys }),
            3 | 4 => {
                wire.fetches.insert(id);
                wire.say(id, &ToServer::Fetch { program: [program; 16] });
            }
            5 => wire.say(id, &ToServer::Purge {}),
            _ => {
                let message = ToServer::Compile {
                    key: key_of(key),
                    program: (program > 0).then_some([program; 16]),
                    skeleton: Bytes(skeleton(key, fact, filler)),
                    blobs: blobs.iter().map(|blob| content_id(blob)).collect(),
                };
                wire.wanted.insert(id, Wanted { key, fact, blobs });
                wire.say(id, &message);
            }
        }
    }

    /// Something goes wrong on a wire.
    fn damage(&mut self, client: ClientId) {
        let what = self.numbers.below(7);
        let (a, b) = (self.numbers.below(1 << 16), self.numbers.below(1 << 16));
        let Some(wire) = self.wires.get_mut(&client) else { return };
        let count = wire.to_server.len();
        if what == 6 {
            wire.deaf = true;
            return;
        }
        if count == 0 {
            return;
        }
        wire.healthy = false;
        let frame = &mut wire.to_server[a % count];
        match what {
            0 => {
                let at = b % (frame.len() * 8);
                frame[at / 8] ^= 1 << (at % 8);
            }
            1 => frame.truncate(1 + b % frame.len()),
            2 => drop(wire.to_server.remove(a % count)),
            3 => {
                let twin = frame.clone();
                wire.to_server.insert(b % (count + 1), twin);
            }
            4 => wire.to_server.swap(a % count, b % count),
            _ => wire.to_server.insert(b % (count + 1), vec![a as u8; 1 + b % 99]),
        }
    }

    /// Bytes arrive at the server.
    fn deliver_to_server(&mut self, client: ClientId, whole: bool) {
        let size = 1 + self.numbers.below(700);
        let Some(wire) = self.wires.get_mut(&client) else { return };
        let mut bytes: Vec<u8> = wire.to_server.concat();
        wire.to_server.clear();
        if !whole && bytes.len() > size {
            wire.to_server.push(bytes.split_off(size));
        }
        let mut frames = Vec::new();
        let received = wire.link.receive(&bytes, &mut frames);
        let healthy = wire.healthy;
        for frame in frames {
            self.handle(Event::Frame { client, frame });
        }
        if let Err(error) = received {
            assert!(!healthy, "a healthy connection was refused: {error}");
            self.disconnect(client);
        }
    }

    /// Bytes arrive at the client.
    fn deliver_to_client(&mut self, client: ClientId, whole: bool) {
        let size = 1 + self.numbers.below(900);
        let Some(wire) = self.wires.get_mut(&client) else { return };
        let unsent = wire.link.unsent();
        let size = if whole { unsent.len() } else { size.min(unsent.len()) };
        if size == 0 || (wire.deaf && !whole) {
            return;
        }
        wire.to_client.extend_from_slice(&unsent[..size]);
        wire.link.advance(size);
        self.handle(Event::Sent { client, bytes: size });
        self.listen(client);
    }

    fn listen(&mut self, client: ClientId) {
        let Some(wire) = self.wires.get_mut(&client) else { return };
        let bytes = std::mem::take(&mut wire.to_client);
        wire.decoder.push(&bytes);
        while let Some(frame) = wire.decoder.next_frame().expect("the server sends whole frames") {
            let message = ToClient::read(&frame).expect("the server sends messages");
            match message {
                ToClient::Lacks { blobs } => {
                    let Some(wanted) = wire.wanted.get(&frame.id) else {
                        assert!(!wire.healthy);
                        continue;
                    };
                    let found = blobs.iter().map(|name| {
                        let blob = wanted.blobs.iter().find(|blob| content_id(blob) == *name);
                        Bytes(blob.expect("only what was named is lacking").clone())
                    });
                    let message = ToServer::Blobs { blobs: found.collect() };
                    wire.say(frame.id, &message);
                }
                ToClient::Body { body } => {
                    self.bodies += 1;
                    let wanted = wire.wanted.remove(&frame.id);
                    assert!(wanted.is_some() || !wire.healthy, "two answers");
                    if let Some(wanted) = wanted {
                        self.answered += 1;
                        let right = is_body_of(&body.0, wanted.key, wanted.fact);
                        assert!(right, "another request's body");
                    }
                }
                ToClient::Declined { .. } | ToClient::Failed { .. } => {
                    let wanted = wire.wanted.remove(&frame.id);
                    assert!(wanted.is_some() || !wire.healthy, "two answers");
                    self.answered += 1;
                }
                ToClient::Busy { retry_ms } => {
                    assert!(retry_ms > 0);
                    let known =
                        wire.wanted.remove(&frame.id).is_some() || wire.fetches.remove(&frame.id);
                    assert!(known || !wire.healthy, "two answers");
                    self.answered += 1;
                }
                ToClient::Item { body } => {
                    assert!(wire.fetches.contains(&frame.id) || !wire.healthy);
                    assert!((0..6).any(|key| (0..3).any(|fact| is_body_of(&body.0, key, fact))));
                }
                ToClient::End { .. } => drop(wire.fetches.remove(&frame.id)),
                ToClient::Welcome { .. }
                | ToClient::Refused { .. }
                | ToClient::Pong {}
                | ToClient::StatusReply { .. } => {}
            }
        }
    }

    fn disconnect(&mut self, client: ClientId) {
        if self.wires.remove(&client).is_some() {
            self.handle(Event::Closed { client });
        }
    }

    /// A thread is done with a job.
    fn finish_job(&mut self, even_stuck: bool) -> bool {
        let done: Vec<JobId> = self
            .jobs
            .keys()
            .filter(|job| even_stuck || !self.stuck.contains(job))
            .copied()
            .collect();
        if done.is_empty() {
            return false;
        }
        let job = done[self.numbers.below(done.len())];
        let Some(work) = self.jobs.remove(&job) else { return false };
        self.stuck.remove(&job);
        let outcome = match work {
            Work::Match { ask, candidates } => {
                let bytes: Vec<Vec<u8>> = candidates.iter().map(Body::bytes).collect();
                Outcome::Matched(choose(&ask, &bytes))
            }
            Work::Compile { ask } => self.compile(&ask),
            Work::List { program } => {
                Outcome::Listed(self.lists.get(&program).cloned().unwrap_or_default())
            }
            Work::Load { keys } => {
                let load = |key: &Id128| {
                    let bodies = self.disk.get(key)?.iter();
                    let bodies = bodies.map(|bytes| Body::new(bytes.clone()).expect("small"));
                    Some((*key, bodies.collect()))
                };
                Outcome::Loaded(keys.iter().filter_map(load).collect())
            }
            Work::Purge => {
                let count = self.disk.values().map(Vec::len).sum::<usize>();
                self.disk.clear();
                Outcome::Purged(count as u32)
            }
        };
        self.handle(Event::Done { job, outcome });
        true
    }

    fn compile(&mut self, ask: &cortado_server::body::Ask) -> Outcome {
        let cost = Duration::from_micros(self.numbers.below(5000) as u64);
        let kept = self.disk.get(&ask.key).cloned().unwrap_or_default();
        if let Some(place) = choose(ask, &kept) {
            let body = Body::new(kept[place].clone()).expect("small");
            return Outcome::Made { body, cost, from_disk: true };
        }
        match (answer(ask), body_of(ask)) {
            (0, _) => Outcome::Panicked("panic: simulated".to_owned()),
            (1, _) => Outcome::Declined("simulated".to_owned()),
            (2, _) => Outcome::Malformed("simulated".to_owned()),
            (_, bytes) => {
                if self.rules.disk {
                    let kept = self.disk.entry(ask.key).or_default();
                    if !kept.contains(&bytes) {
                        kept.push(bytes.clone());
                    }
                }
                let body = Body::new(bytes).expect("small").made_for(ask.fingerprint);
                Outcome::Made { body, cost, from_disk: false }
            }
        }
    }

    /// The server is killed and comes back.
    fn restart(&mut self) {
        self.wires.clear();
        self.jobs.clear();
        self.stuck.clear();
        self.metrics = Arc::new(Metrics::default());
        self.desk = Desk::new(self.rules, self.metrics.clone());
    }

    fn step(&mut self) {
        self.now += Duration::from_millis(self.numbers.below(40) as u64);
        let what = self.numbers.below(100);
        if what < 4 || self.wires.is_empty() {
            if self.wires.len() < 6 {
                self.connect();
            }
            return;
        }
        let Some(client) = self.some_client() else { return };
        match what {
            4..28 => self.speak(client),
            28..50 => self.deliver_to_server(client, false),
            50..72 => self.deliver_to_client(client, false),
            72..90 => drop(self.finish_job(false)),
            90..93 => self.damage(client),
            93..95 => self.disconnect(client),
            95..99 => self.handle(Event::Tick),
            _ if self.numbers.below(6) == 0 => self.restart(),
            _ => self.now += Duration::from_secs(self.numbers.below(12) as u64),
        }
    }

    /// Faults end; everything under way comes to its end.
    fn settle(&mut self) {
        for _ in 0..2000 {
            let clients: Vec<ClientId> = self.wires.keys().copied().collect();
            for client in &clients {
                self.deliver_to_server(*client, true);
                self.deliver_to_client(*client, true);
            }
            let worked = self.finish_job(false);
            let quiet = |wire: &Wire| wire.to_server.is_empty() && wire.link.unsent().is_empty();
            if !worked && self.wires.values().all(quiet) {
                if self.desk.is_idle() {
                    return;
                }
                // Stuck compilations and lost bytecode are given up after a while.
                self.now += Duration::from_secs(11);
                self.handle(Event::Tick);
                if self.metrics.get(Metric::Running) as usize == self.rules.threads {
                    self.finish_job(true);
                }
            }
        }
        panic!("something does not end");
    }
}

impl Wire {
    fn say(&mut self, id: u32, message: &ToServer) {
        let mut frame = Vec::new();
        message.write(id, &mut frame).expect("in the limits");
        self.to_server.push(frame);
    }
}

fn run(seed: u64) -> (u64, u64) {
    let mut world = World::new(seed);
    let steps = 50 + world.numbers.below(400);
    for _ in 0..steps {
        world.step();
    }
    world.settle();
    for wire in world.wires.values().filter(|wire| wire.healthy) {
        assert!(wire.wanted.is_empty(), "a request without an answer");
        assert!(wire.fetches.is_empty(), "a fetch without an end");
    }
    while world.finish_job(true) {}
    world.handle(Event::Stop);
    assert!(world.stopped, "the server does not stop");
    let clients: Vec<ClientId> = world.wires.keys().copied().collect();
    for client in clients {
        world.disconnect(client);
    }
    assert!(world.desk.is_idle(), "something is left behind");
    (world.answered, world.bodies)
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn whatever_happens_answers_are_right_and_nothing_is_left() {
    let first = number("SIM_FIRST", 1);
    let (mut answered, mut bodies) = (0, 0);
    for seed in first..first + number("SIM_SEEDS", 10_000) {
        let result = std::panic::catch_unwind(|| run(seed));
        let (more_answered, more_bodies) = result.unwrap_or_else(|_| {
            panic!("SIM_FIRST={seed} SIM_SEEDS=1 repeats this");
        });
        answered += more_answered;
        bodies += more_bodies;
    }
    println!("{answered} answers, {bodies} bodies");
    // The simulation tests its subject.
    assert!(bodies > 0 && answered > bodies);
}

#[test]
fn a_seed_repeats() {
    assert_eq!((1..40).map(run).collect::<Vec<_>>(), (1..40).map(run).collect::<Vec<_>>());
}

#[test]
fn packed_payloads_are_not_shared_between_bodies() {
    let (a, b) = (Body::new(vec![1]), Body::new(vec![2]));
    let (a, b) = (a.expect("small"), b.expect("small"));
    assert!(a != b && Packed::unpack(a.packed()) != Packed::unpack(b.packed()));
}
