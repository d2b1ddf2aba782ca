//! The thread that talks to the server: connects, sends questions, hands answers on, gives up on
//! what takes too long, and connects again. Knows nothing of the VM.
//!
//! Invariants:
//! 1. Each ticket that [`Client::ask`] has taken is given back exactly once, by [`Handler::done`].
//! 2. [`Client::ask`] waits for nothing, unless the server is required.

use super::backoff::Backoff;
use super::link::{Link, LinkError};
use super::settings::Settings;
use super::traffic::Traffic;
use cortado_protocol::CONTRACT;
use cortado_protocol::frame::Frame;
use cortado_protocol::message::{Id128, ToClient, ToServer, limited};
use cortado_protocol::skeleton::Parts;
use crossbeam::channel::{Receiver, Sender, bounded, unbounded};
use mio::{Events, Poll, Token, Waker};
use parking_lot::{Condvar, Mutex, MutexGuard};
use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Questions under way, whatever the server allows: what waits longer is compiled here.
const IN_FLIGHT_MAX: u32 = 64;
/// Bytes that may wait for a server that does not read.
const WAITING_BYTES_MAX: usize = 16 << 20;
/// Reads between two looks at everything else.
const READS_MAX: usize = 64;
/// How long the end of the process waits for its last message to be taken.
const CLOSE_TIMEOUT: Duration = Duration::from_millis(250);
/// Bounds for what a server says when it is busy.
const BUSY_MS: std::ops::RangeInclusive<u32> = 1..=10_000;

const WAKE: Token = Token(0);
const SOCKET: Token = Token(1);

/// What a server is asked.
#[derive(Debug)]
pub struct Question {
    /// What is asked, by content.
    pub key: Id128,
    /// The program that asks.
    pub program: Option<Id128>,
    /// The request.
    pub parts: Parts,
}

/// What became of a question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// A body, not looked at.
    Body(Vec<u8>),
    /// Compile it here.
    Local(Reason),
}

/// Why something is compiled here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// There is no connection.
    Disconnected,
    /// The server said that it is busy, now or a moment ago.
    Busy,
    /// Too many questions are under way.
    Crowded,
    /// No answer came in time.
    Timeout,
    /// The connection ended before the answer came.
    Lost,
    /// We ended it, with the process.
    Closed,
    /// The question cannot be sent.
    TooLarge,
    /// The server says why.
    Failed(String),
    /// The server does not compile this, and says why.
    Declined(String),
}

/// Who is told what happens; called by the client's thread.
pub trait Handler<T>: Send + 'static {
    /// What became of a question.
    fn done(&self, ticket: T, outcome: Outcome);
    /// A body of the program, which it will want.
    fn fetched(&self, body: Vec<u8>);
    /// All bodies of the program have come.
    fn fetch_ended(&self, count: u32);
    /// A connection is ready, to the server that calls itself so.
    fn connected(&self, server: &str);
    /// There is no connection, and there will be none for some time.
    fn disconnected(&self, error: &LinkError, pause: Duration, was_connected: bool);
}

/// Whether questions may be asked.
#[derive(Debug)]
struct Gate {
    open: bool,
    in_flight: u32,
    limit: u32,
    busy_until: Option<Instant>,
}

impl Gate {
    fn refusal(&self) -> Option<Reason> {
        if !self.open {
            Some(Reason::Disconnected)
        } else if self.busy_until.is_some_and(|until| Instant::now() < until) {
            Some(Reason::Busy)
        } else if self.in_flight >= self.limit {
            Some(Reason::Crowded)
        } else {
            None
        }
    }
}

#[derive(Debug)]
struct Shared {
    gate: Mutex<Gate>,
    changed: Condvar,
    waker: Waker,
    traffic: Traffic,
}

enum Command<T> {
    Ask(Question, T),
    Close(Option<(Id128, Vec<Id128>)>, Sender<()>),
}

/// The way to the client's thread.
pub struct Client<T> {
    shared: Arc<Shared>,
    commands: Sender<Command<T>>,
    required: bool,
}

impl<T: Send + 'static> Client<T> {
    /// Starts to connect. The bodies of `program` are fetched first.
    ///
    /// # Errors
    /// When the system gives no thread or descriptors.
    pub fn start(
        settings: Settings,
        program: Option<Id128>,
        handler: impl Handler<T>,
    ) -> io::Result<Client<T>> {
        let poll = Poll::new()?;
        let shared = Arc::new(Shared {
            gate: Mutex::new(Gate { open: false, in_flight: 0, limit: 0, busy_until: None }),
            changed: Condvar::new(),
            waker: Waker::new(poll.registry(), WAKE)?,
            traffic: Traffic::default(),
        });
        let (commands, receiver) = unbounded();
        let required = settings.required;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let seed = now.as_nanos() as u64 ^ u64::from(std::process::id()) << 32;
        let mut worker = Worker {
            backoff: Backoff::new(seed),
            settings,
            shared: Arc::clone(&shared),
            commands: receiver,
            handler,
            poll,
            pending: HashMap::new(),
            deadlines: VecDeque::new(),
            next_id: 1,
            program,
            fetch: None,
            heard: Instant::now(),
            welcome_by: None,
            closing: None,
        };
        let spawn = std::thread::Builder::new().name("JITServer client".to_owned());
        spawn.stack_size(1 << 20).spawn(move || worker.run())?;
        Ok(Client { shared, commands, required })
    }

    /// Asks, or gives the ticket back at once with the reason why not.
    pub fn ask(&self, question: Question, ticket: T) -> Result<(), (T, Reason)> {
        let mut gate = self.shared.gate.lock();
        while let Some(reason) = gate.refusal() {
            if !self.required {
                return Err((ticket, reason));
            }
            self.wait(&mut gate);
        }
        gate.in_flight += 1;
        drop(gate);
        match self.commands.send(Command::Ask(question, ticket)) {
            Ok(()) => self.wake(),
            Err(unsent) => {
                self.shared.gate.lock().in_flight -= 1;
                if let Command::Ask(_, ticket) = unsent.into_inner() {
                    return Err((ticket, Reason::Disconnected));
                }
            }
        }
        Ok(())
    }

    fn wait(&self, gate: &mut MutexGuard<'_, Gate>) {
        // Being busy ends without anybody telling.
        self.shared.changed.wait_for(gate, Duration::from_millis(20));
    }

    /// Why a question asked now would not be taken.
    pub fn refusal(&self) -> Option<Reason> {
        if self.required { None } else { self.shared.gate.lock().refusal() }
    }

    /// Says what a run of the program needed, in order, and ends the connection. Returns when the
    /// system has taken that, or soon.
    pub fn close(&self, used: Option<(Id128, Vec<Id128>)>) {
        let (done, wait) = bounded(1);
        if self.shared.gate.lock().open && self.commands.send(Command::Close(used, done)).is_ok() {
            self.wake();
            let _ = wait.recv_timeout(CLOSE_TIMEOUT);
        }
    }

    /// What has gone over the wire.
    pub fn traffic(&self) -> &Traffic {
        &self.shared.traffic
    }

    fn wake(&self) {
        // The thread looks for commands after each wait anyway.
        let _ = self.shared.waker.wake();
    }
}

struct Pending<T> {
    ticket: T,
    parts: Parts,
    asked: Instant,
}

/// The bulk fetch at the start.
struct Fetch {
    id: u32,
    progress: Instant,
}

struct Worker<T, H> {
    settings: Settings,
    shared: Arc<Shared>,
    commands: Receiver<Command<T>>,
    handler: H,
    backoff: Backoff,
    poll: Poll,
    pending: HashMap<u32, Pending<T>>,
    /// Questions in the order of their deadlines; answered ones stay until these pass.
    deadlines: VecDeque<(Instant, u32)>,
    next_id: u32,
    /// To be fetched, until it is.
    program: Option<Id128>,
    fetch: Option<Fetch>,
    /// When the server last sent something.
    heard: Instant,
    /// Until when the handshake must be over; none when it is.
    welcome_by: Option<Instant>,
    closing: Option<Sender<()>>,
}

impl<T, H: Handler<T>> Worker<T, H> {
    fn run(&mut self) {
        while self.closing.is_none() {
            self.shared.traffic.connects.add(1);
            let error = match Link::connect(&self.settings, self.settings.timeout) {
                Err(error) => error,
                Ok(mut link) => {
                    let outcome = link
                        .register(self.poll.registry(), SOCKET)
                        .map_err(LinkError::from)
                        .and_then(|()| self.talk(&mut link));
                    link.deregister(self.poll.registry());
                    self.count(&mut link);
                    match outcome {
                        Ok(()) => return,
                        Err(error) => error,
                    }
                }
            };
            self.lost(&error);
        }
    }

    /// Closes the gate and gives everything back. Whether the gate was open.
    fn give_back(&mut self) -> bool {
        let was_open = std::mem::take(&mut self.shared.gate.lock().open);
        self.fetch = None;
        self.deadlines.clear();
        let reason = if self.closing.is_some() { Reason::Closed } else { Reason::Lost };
        for (_, pending) in std::mem::take(&mut self.pending) {
            self.done(pending.ticket, Outcome::Local(reason.clone()));
        }
        was_open
    }

    /// Gives everything back, and waits before the next attempt.
    fn lost(&mut self, error: &LinkError) {
        let was_connected = self.give_back();
        let pause = self.backoff.failed();
        self.handler.disconnected(error, pause, was_connected);
        let until = Instant::now() + pause;
        let mut events = Events::with_capacity(4);
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            while let Ok(command) = self.commands.try_recv() {
                match command {
                    Command::Ask(_, ticket) => {
                        self.done(ticket, Outcome::Local(Reason::Disconnected));
                    }
                    Command::Close(_, done) => self.closing = Some(done),
                }
            }
            if self.closing.is_some() || self.poll.poll(&mut events, Some(left)).is_err() {
                return;
            }
        }
    }

    /// Serves a connection until it fails or is closed by us.
    fn talk(&mut self, link: &mut Link) -> Result<(), LinkError> {
        let agent = limited(&self.settings.agent);
        link.send(&ToServer::Hello { contract: CONTRACT, agent }, 0)?;
        self.heard = Instant::now();
        self.welcome_by = Some(Instant::now() + self.settings.timeout);
        let mut events = Events::with_capacity(8);
        loop {
            link.write()?;
            let mut reads = 0;
            while reads < READS_MAX && link.read()? {
                reads += 1;
                self.heard = Instant::now();
                while let Some(frame) = link.next_frame()? {
                    self.frame(link, &frame)?;
                }
            }
            while self.welcome_by.is_none()
                && let Ok(command) = self.commands.try_recv()
            {
                self.command(link, command)?;
            }
            link.write()?;
            self.count(link);
            if !link.is_writing() && self.closing.is_some() {
                self.give_back();
                if let Some(done) = self.closing.take() {
                    let _ = done.send(());
                }
                return Ok(());
            }
            self.expire()?;
            let wait = if reads == READS_MAX { Some(Duration::ZERO) } else { self.next_look() };
            match self.poll.poll(&mut events, wait) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                    return Err(error.into());
                }
                _ => {}
            }
        }
    }

    fn count(&self, link: &mut Link) {
        self.shared.traffic.bytes_in.add(std::mem::take(&mut link.bytes_in));
        self.shared.traffic.bytes_out.add(std::mem::take(&mut link.bytes_out));
    }

    fn done(&self, ticket: T, outcome: Outcome) {
        self.shared.gate.lock().in_flight -= 1;
        self.shared.changed.notify_all();
        self.handler.done(ticket, outcome);
    }

    fn command(&mut self, link: &mut Link, command: Command<T>) -> Result<(), LinkError> {
        match command {
            Command::Ask(question, ticket) => self.question(link, question, ticket),
            Command::Close(used, done) => {
                self.closing = Some(done);
                match used {
                    Some((program, keys)) => link.send(&ToServer::Used { program, keys }, 0),
                    None => Ok(()),
                }
            }
        }
    }

    fn question(&mut self, link: &mut Link, asked: Question, ticket: T) -> Result<(), LinkError> {
        if link.waiting() > WAITING_BYTES_MAX {
            self.done(ticket, Outcome::Local(Reason::Crowded));
            return Ok(());
        }
        let id = self.new_id();
        let message = ToServer::Compile {
            key: asked.key,
            program: asked.program,
            skeleton: asked.parts.skeleton.clone(),
            blobs: asked.parts.blobs.iter().map(|(name, _)| *name).collect(),
        };
        if link.send(&message, id).is_err() {
            self.done(ticket, Outcome::Local(Reason::TooLarge));
            return Ok(());
        }
        self.shared.traffic.questions.add(1);
        let now = Instant::now();
        self.deadlines.push_back((now + self.settings.timeout, id));
        self.pending.insert(id, Pending { ticket, parts: asked.parts, asked: now });
        Ok(())
    }

    fn new_id(&mut self) -> u32 {
        let id = self.next_id;
        self.next_id = id.checked_add(1).unwrap_or(1);
        id
    }

    fn frame(&mut self, link: &mut Link, frame: &Frame) -> Result<(), LinkError> {
        let message = ToClient::read(frame)?;
        match message {
            ToClient::Refused { text } => Err(LinkError::Refused(text)),
            ToClient::Welcome { agent, limits, .. } if self.welcome_by.is_some() => {
                self.welcome(link, &agent, limits.in_flight)
            }
            _ if self.welcome_by.is_some() => Err(LinkError::Unexpected),
            ToClient::Welcome { .. } => Err(LinkError::Unexpected),
            ToClient::Lacks { blobs } => self.lacks(link, frame.id, &blobs),
            ToClient::Body { body } => self.answer(frame.id, Outcome::Body(body.0)),
            ToClient::Declined { text } => {
                self.answer(frame.id, Outcome::Local(Reason::Declined(text)))
            }
            ToClient::Failed { text } => {
                self.answer(frame.id, Outcome::Local(Reason::Failed(text)))
            }
            ToClient::Busy { retry_ms } => {
                let pause = retry_ms.clamp(*BUSY_MS.start(), *BUSY_MS.end());
                let until = Instant::now() + Duration::from_millis(pause.into());
                self.shared.gate.lock().busy_until = Some(until);
                self.answer(frame.id, Outcome::Local(Reason::Busy))
            }
            ToClient::Item { body } => {
                if let Some(fetch) = self.fetch.as_mut().filter(|fetch| fetch.id == frame.id) {
                    fetch.progress = Instant::now();
                    self.shared.traffic.fetched.add(1);
                    self.handler.fetched(body.0);
                }
                Ok(())
            }
            ToClient::End { count } => {
                if self.fetch.take_if(|fetch| fetch.id == frame.id).is_some() {
                    self.program = None;
                    self.handler.fetch_ended(count);
                }
                Ok(())
            }
            ToClient::Pong {} | ToClient::StatusReply { .. } => Ok(()),
        }
    }

    fn welcome(&mut self, link: &mut Link, agent: &str, allowed: u32) -> Result<(), LinkError> {
        self.welcome_by = None;
        self.backoff.succeeded();
        link.open();
        if let Some(program) = self.program {
            let id = self.new_id();
            link.send(&ToServer::Fetch { program }, id)?;
            self.fetch = Some(Fetch { id, progress: Instant::now() });
        }
        let mut gate = self.shared.gate.lock();
        gate.limit = allowed.clamp(1, IN_FLIGHT_MAX);
        (gate.open, gate.busy_until) = (true, None);
        drop(gate);
        self.shared.changed.notify_all();
        self.handler.connected(agent);
        Ok(())
    }

    fn lacks(&mut self, link: &mut Link, id: u32, names: &[Id128]) -> Result<(), LinkError> {
        // One that took too long, and was given back.
        let Some(pending) = self.pending.get(&id) else { return Ok(()) };
        let known = &pending.parts.blobs;
        let found: Option<Vec<_>> = names
            .iter()
            .map(|name| known.iter().find(|(known, _)| known == name).map(|(_, blob)| blob.clone()))
            .collect();
        let blobs = found.ok_or(LinkError::Unexpected)?;
        self.shared.traffic.blobs.add(blobs.len() as u64);
        link.send(&ToServer::Blobs { blobs }, id)
    }

    fn answer(&mut self, id: u32, outcome: Outcome) -> Result<(), LinkError> {
        match self.pending.remove(&id) {
            Some(pending) => {
                self.shared.traffic.answered(pending.asked.elapsed());
                self.done(pending.ticket, outcome);
            }
            None => self.shared.traffic.late.add(1),
        }
        Ok(())
    }

    /// Gives back what took too long. A server that said nothing all that time is given up.
    fn expire(&mut self) -> Result<(), LinkError> {
        let now = Instant::now();
        let silent = now.saturating_duration_since(self.heard) >= self.settings.timeout;
        if self.welcome_by.is_some_and(|until| until <= now) {
            return Err(LinkError::Silent);
        }
        let stuck = |fetch: &Fetch| fetch.progress + self.settings.timeout <= now;
        if silent && self.fetch.as_ref().is_some_and(stuck) {
            return Err(LinkError::Silent);
        }
        let mut expired = false;
        while let Some(&(deadline, id)) = self.deadlines.front() {
            if deadline > now {
                break;
            }
            self.deadlines.pop_front();
            if let Some(pending) = self.pending.remove(&id) {
                expired = true;
                self.done(pending.ticket, Outcome::Local(Reason::Timeout));
            }
        }
        if expired && silent { Err(LinkError::Silent) } else { Ok(()) }
    }

    /// How long nothing needs to be looked at.
    fn next_look(&mut self) -> Option<Duration> {
        while let Some((_, id)) = self.deadlines.front()
            && !self.pending.contains_key(id)
        {
            self.deadlines.pop_front();
        }
        let fetch = self.fetch.as_ref().map(|_| self.heard + self.settings.timeout);
        let next = self.deadlines.front().map(|&(deadline, _)| deadline);
        let next = [next, self.welcome_by, fetch].into_iter().flatten().min()?;
        let wait = next.saturating_duration_since(Instant::now());
        // Waits are in whole milliseconds, rounded down.
        Some(wait + Duration::from_millis(1))
    }
}
