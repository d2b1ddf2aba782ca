//! The event loop: accepts, reads, frames, writes. It does no work and never waits for any.

pub mod connection;
pub mod socket;

use crate::desk::{Action, ClientId, Event};
use crate::metrics::{Metric, Metrics};
use connection::{Connection, End};
use cortado_protocol::frame::Frame;
use cortado_protocol::message::ToClient;
use crossbeam::channel::{Receiver, Sender};
use mio::{Events, Poll, Token, Waker};
use rustls::{ServerConfig, ServerConnection};
use socket::{Listener, Socket};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tracing::{debug, info, warn};

/// Names the waker; listeners have smaller tokens, clients larger ones.
const WAKER: usize = 1 << 10;
/// How often deadlines are looked at.
const TICK: Duration = Duration::from_millis(200);
/// While so much waits to be sent to a client, nothing is read from it.
const UNSENT_HIGH: usize = 2 << 20;
/// While the desk has so many bytes of frames before it, nothing is read.
const DESK_HIGH: usize = 64 << 20;

/// What the loop allows.
#[derive(Clone, Copy, Debug)]
pub struct NetRules {
    /// Connections.
    pub clients_max: usize,
    /// How long the first message may take.
    pub hello_time: Duration,
    /// How long a client may leave unread what was sent, or a frame unfinished.
    pub stall_time: Duration,
    /// Bytes of unfinished frames, of all clients.
    pub pending_max: usize,
    /// Whether each connection is logged.
    pub log_connections: bool,
}

/// What the loop is told.
pub enum Told {
    /// The desk has decided.
    Actions(Vec<Action>),
    /// New certificates.
    Tls(Arc<ServerConfig>),
    /// No more connections.
    Deaf,
    /// The end.
    End,
}

/// The loop.
pub struct Net {
    poll: Poll,
    listeners: Vec<Listener>,
    tls: Option<Arc<ServerConfig>>,
    rules: NetRules,
    metrics: Arc<Metrics>,
    clients: BTreeMap<ClientId, Connection>,
    next_client: ClientId,
    /// Connections that can go on without news from their socket.
    ready: BTreeSet<ClientId>,
    /// Whether an accept failed for want of something.
    accept_again: bool,
    told: Receiver<Told>,
    events: Sender<Event>,
    desk_bytes: Arc<AtomicUsize>,
    buffer: Vec<u8>,
}

/// What a loop is made of.
pub struct NetParts {
    /// Bound sockets.
    pub listeners: Vec<Listener>,
    /// TLS for connections over TCP.
    pub tls: Option<Arc<ServerConfig>>,
    /// Limits.
    pub rules: NetRules,
    /// Figures.
    pub metrics: Arc<Metrics>,
    /// From the desk.
    pub told: Receiver<Told>,
    /// To the desk.
    pub events: Sender<Event>,
    /// Bytes of frames that the desk has not taken yet.
    pub desk_bytes: Arc<AtomicUsize>,
}

impl Net {
    /// A loop over these sockets, and what wakes it.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn new(parts: NetParts) -> io::Result<(Net, Waker)> {
        let poll = Poll::new()?;
        let waker = Waker::new(poll.registry(), Token(WAKER))?;
        let mut listeners = parts.listeners;
        for (place, listener) in listeners.iter_mut().enumerate() {
            listener.register(poll.registry(), Token(place))?;
        }
        let net = Net {
            poll,
            listeners,
            tls: parts.tls,
            rules: parts.rules,
            metrics: parts.metrics,
            clients: BTreeMap::new(),
            next_client: 1,
            ready: BTreeSet::new(),
            accept_again: false,
            told: parts.told,
            events: parts.events,
            desk_bytes: parts.desk_bytes,
            buffer: vec![0; 64 << 10],
        };
        Ok((net, waker))
    }

    /// Runs until it is told to end.
    ///
    /// # Errors
    /// When the system refuses to tell what happens.
    pub fn run(mut self) -> io::Result<()> {
        let mut events = Events::with_capacity(1024);
        let mut ticked = Instant::now();
        loop {
            let wait = if self.ready.is_empty() {
                TICK
            } else if self.is_desk_full() {
                Duration::from_millis(5)
            } else {
                Duration::ZERO
            };
            match self.poll.poll(&mut events, Some(wait)) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                polled => polled?,
            }
            for event in &events {
                let token = event.token().0;
                if token < WAKER {
                    self.accept(token);
                } else if token > WAKER {
                    let client = (token - WAKER) as ClientId;
                    if let Some(connection) = self.clients.get_mut(&client) {
                        connection.readable |= event.is_readable() || event.is_read_closed();
                        connection.writable |= event.is_writable();
                        self.ready.insert(client);
                    }
                }
            }
            while let Ok(told) = self.told.try_recv() {
                match told {
                    Told::Actions(actions) => actions.into_iter().for_each(|a| self.act(a)),
                    Told::Tls(tls) => self.tls = Some(tls),
                    Told::Deaf => self.listeners.clear(),
                    Told::End => {
                        self.end();
                        return Ok(());
                    }
                }
            }
            for client in std::mem::take(&mut self.ready) {
                self.serve(client);
            }
            if ticked.elapsed() >= TICK {
                ticked = Instant::now();
                self.tick();
            }
        }
    }

    fn is_desk_full(&self) -> bool {
        self.desk_bytes.load(Ordering::Relaxed) > DESK_HIGH
    }

    fn accept(&mut self, place: usize) {
        loop {
            let Some(listener) = self.listeners.get(place) else { return };
            let (socket, peer, local) = match listener.accept() {
                Ok(accepted) => accepted,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if is_about_the_peer(&error) => continue,
                Err(error) => {
                    // Out of descriptors, most likely: those that wait are accepted later.
                    warn!(%error, "cannot accept");
                    self.accept_again = true;
                    return;
                }
            };
            let tls = self.tls.as_ref().filter(|_| listener.is_tcp()).cloned();
            if self.clients.len() >= self.rules.clients_max {
                self.metrics.add(Metric::RefusedFull, 1);
                refuse_full(socket, tls.is_some());
                continue;
            }
            self.admit(socket, tls, peer, local);
        }
    }

    fn admit(
        &mut self,
        mut socket: Socket,
        tls: Option<Arc<ServerConfig>>,
        peer: String,
        local: bool,
    ) {
        let tls = match tls.map(ServerConnection::new).transpose() {
            Ok(tls) => tls,
            Err(error) => return warn!(%error, "cannot begin TLS"),
        };
        let client = self.next_client;
        self.next_client += 1;
        let token = Token(WAKER + client as usize);
        if let Err(error) = socket.register(self.poll.registry(), token) {
            return warn!(%error, "cannot watch a connection");
        }
        self.metrics.add(Metric::Connections, 1);
        if self.rules.log_connections {
            info!(client, peer, "connected");
        }
        self.clients.insert(client, Connection::new(socket, tls));
        self.emit(Event::Connected { client, peer, local });
    }

    fn emit(&self, event: Event) {
        if let Event::Frame { frame, .. } = &event {
            self.desk_bytes.fetch_add(frame.payload.frame_bytes(), Ordering::Relaxed);
        }
        // The desk outlives the loop.
        let _ = self.events.send(event);
    }

    /// Reads and writes as far as the socket allows.
    fn serve(&mut self, client: ClientId) {
        let desk_full = self.is_desk_full();
        let Some(connection) = self.clients.get_mut(&client) else { return };
        let mut frames: Vec<Frame> = Vec::new();
        let paused = desk_full || connection.link.unsent().len() > UNSENT_HIGH;
        let mut end = None;
        if !paused && !connection.closing {
            end = connection.read(&mut self.buffer, &mut frames).err();
        }
        let mut sent = 0;
        if !matches!(end, Some(End::Io(_) | End::Tls(_))) {
            match connection.write() {
                Ok(bytes) => sent = bytes,
                Err(error) => end = Some(error),
            }
        }
        let closed = connection.closing && connection.is_flushed();
        let drained = connection.link.unsent().len() <= UNSENT_HIGH;
        if connection.readable && !connection.closing && (desk_full || drained) {
            self.ready.insert(client);
        }
        for frame in frames {
            self.emit(Event::Frame { client, frame });
        }
        if sent > 0 {
            self.emit(Event::Sent { client, bytes: sent });
        }
        if let Some(end) = end {
            self.ended(client, &end);
        } else if closed {
            self.drop_client(client, "all is said");
        }
    }

    fn ended(&mut self, client: ClientId, end: &End) {
        let reason = match end {
            End::Eof | End::Io(_) => Metric::EndedClient,
            End::Tls(_) => Metric::EndedTls,
            End::Frame(_) => Metric::EndedProtocol,
        };
        self.metrics.add(reason, 1);
        if let (End::Frame(error), Some(connection)) = (end, self.clients.get_mut(&client)) {
            // What has been queued goes out first, then the reason.
            let text = error.to_string();
            let refused = ToClient::Refused { text };
            if let Ok(payload) = refused.pack() {
                connection.link.queue(refused.kind(), 0, &payload);
            }
            let _ = connection.write();
        }
        self.drop_client(client, &end.to_string());
    }

    fn drop_client(&mut self, client: ClientId, why: &str) {
        let Some(mut connection) = self.clients.remove(&client) else { return };
        connection.say_goodbye();
        self.ready.remove(&client);
        if self.rules.log_connections {
            info!(client, why, "disconnected");
        } else {
            debug!(client, why, "disconnected");
        }
        self.emit(Event::Closed { client });
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Send { client, kind, id, payload } => {
                if let Some(connection) = self.clients.get_mut(&client) {
                    connection.link.queue(kind, id, &payload);
                    self.ready.insert(client);
                }
            }
            Action::Close { client, why } => {
                if let Some(connection) = self.clients.get_mut(&client) {
                    warn!(client, why, "the connection is closed");
                    connection.closing = true;
                    self.ready.insert(client);
                }
            }
            Action::Work { .. } | Action::Save { .. } | Action::Lost { .. } | Action::Stopped => {}
        }
    }

    fn tick(&mut self) {
        if std::mem::take(&mut self.accept_again) {
            (0..self.listeners.len()).for_each(|place| self.accept(place));
        }
        let mut ends = Vec::new();
        let mut pending = 0;
        for (client, connection) in &self.clients {
            pending += connection.link.pending();
            let stalled = !connection.is_flushed() || connection.closing;
            let unfinished = connection.link.pending() > 0 && !connection.readable;
            if !connection.link.has_greeted() && connection.since.elapsed() > self.rules.hello_time
            {
                ends.push((*client, Metric::EndedSilent, "it has not greeted in time"));
            } else if stalled && connection.moved.elapsed() > self.rules.stall_time {
                ends.push((*client, Metric::EndedSlow, "it does not read"));
            } else if unfinished && connection.heard.elapsed() > self.rules.stall_time {
                ends.push((*client, Metric::EndedSlow, "it has left a frame unfinished"));
            }
        }
        if pending > self.rules.pending_max {
            let largest = self.clients.iter().max_by_key(|(_, c)| c.link.pending());
            if let Some((client, _)) = largest {
                ends.push((*client, Metric::EndedSlow, "too much memory for unfinished frames"));
            }
        }
        for (client, reason, why) in ends {
            self.metrics.add(reason, 1);
            self.drop_client(client, why);
        }
    }

    /// The desk has answered everything and all is sent.
    fn end(&mut self) {
        let clients: Vec<ClientId> = self.clients.keys().copied().collect();
        for client in clients {
            self.drop_client(client, "the server stops");
        }
    }
}

/// Whether an accept failed because of the one connection, not of us.
fn is_about_the_peer(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::Interrupted
    )
}

/// Says that there is no room, as far as that is possible without waiting.
fn refuse_full(mut socket: Socket, tls: bool) {
    let refused = ToClient::Refused { text: "the server has too many clients".to_owned() };
    let mut frame = Vec::new();
    if !tls && refused.write(0, &mut frame).is_ok() {
        // An empty socket buffer takes it; if not, the close tells as much.
        let _ = socket.write(&frame);
    }
}
