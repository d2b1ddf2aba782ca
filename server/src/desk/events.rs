//! What goes into the desk, what comes out, and what it allows.

use crate::body::{Ask, Body};
use cortado_protocol::frame::{Frame, Packed};
use cortado_protocol::message::Id128;
use std::sync::Arc;
use std::time::Duration;

/// Names a connection; never used again.
pub type ClientId = u64;
/// Names a job; never used again.
pub type JobId = u64;
/// Time since the server started.
pub type Time = Duration;

/// What happens.
#[derive(Debug)]
pub enum Event {
    /// A connection was accepted.
    Connected {
        /// Its name.
        client: ClientId,
        /// Its other end, for people.
        peer: String,
        /// Whether that is on this machine.
        local: bool,
    },
    /// A frame has arrived.
    Frame {
        /// Where.
        client: ClientId,
        /// The frame.
        frame: Frame,
    },
    /// Bytes have left for the client.
    Sent {
        /// Whose.
        client: ClientId,
        /// How many.
        bytes: usize,
    },
    /// The connection has ended.
    Closed {
        /// Its name.
        client: ClientId,
    },
    /// A job is done.
    Done {
        /// Which.
        job: JobId,
        /// What came of it.
        outcome: Outcome,
    },
    /// Time has passed.
    Tick,
    /// The server is to stop.
    Stop,
}

/// What came of a job.
#[derive(Debug)]
pub enum Outcome {
    /// Of [`Work::Match`]: which candidate fits.
    Matched(Option<usize>),
    /// Of [`Work::Compile`]: a body.
    Made {
        /// The body.
        body: Body,
        /// How long it took to make.
        cost: Duration,
        /// Whether it was on disk.
        from_disk: bool,
    },
    /// The compiler declines.
    Declined(String),
    /// The request makes no sense.
    Malformed(String),
    /// The compiler panicked.
    Panicked(String),
    /// Of [`Work::List`].
    Listed(Vec<Id128>),
    /// Of [`Work::Load`]: the bodies found, by key.
    Loaded(Vec<(Id128, Vec<Body>)>),
    /// Of [`Work::Purge`]: how many bodies.
    Purged(u32),
}

/// What is to be done elsewhere.
#[derive(Debug)]
pub enum Action {
    /// Send this.
    Send {
        /// To whom.
        client: ClientId,
        /// Kind of the message.
        kind: u8,
        /// Id of the request.
        id: u32,
        /// The message.
        payload: Arc<Packed>,
    },
    /// End the connection, after what is to be sent.
    Close {
        /// Which.
        client: ClientId,
        /// Why, for the log.
        why: String,
    },
    /// Do this, and say when it is done.
    Work {
        /// Its name.
        job: JobId,
        /// What.
        work: Work,
    },
    /// Remember what a program needed.
    Save {
        /// The program.
        program: Id128,
        /// Keys in order.
        keys: Vec<Id128>,
    },
    /// A compilation takes too long: its thread is lost.
    Lost {
        /// The job.
        job: JobId,
    },
    /// All is answered after [`Event::Stop`].
    Stopped,
}

/// A job.
#[derive(Debug)]
pub enum Work {
    /// Find the candidate that fits.
    Match {
        /// The request.
        ask: Arc<Ask>,
        /// Bodies of its key.
        candidates: Vec<Body>,
    },
    /// Find a body on disk, or compile.
    Compile {
        /// The request.
        ask: Arc<Ask>,
    },
    /// Read what a program needed.
    List {
        /// The program.
        program: Id128,
    },
    /// Read bodies.
    Load {
        /// Their keys.
        keys: Vec<Id128>,
    },
    /// Forget all bodies.
    Purge,
}

/// What the desk allows.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Compile threads.
    pub threads: usize,
    /// Compilations that wait, of all clients.
    pub queue_max: usize,
    /// Compilations that wait, of one client.
    pub lane_max: usize,
    /// Requests under way, of one client.
    pub in_flight_max: usize,
    /// How long a compilation may wait.
    pub queue_time: Duration,
    /// How long a compilation may take.
    pub compile_time: Duration,
    /// How long bytecode that was asked for may take to come.
    pub blobs_time: Duration,
    /// Bytes of bodies in memory.
    pub cache_bytes: usize,
    /// Bytes of bytecode in memory.
    pub blob_bytes: usize,
    /// Bytes of requests under way, of all clients; one may have a quarter.
    pub ask_bytes: usize,
    /// Bytes that may wait to be sent to one client.
    pub unsent_max: usize,
    /// Whether clients of other machines may purge.
    pub remote_purge: bool,
    /// Whether there is a disk to ask.
    pub disk: bool,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            threads: 1,
            queue_max: 4096,
            lane_max: 256,
            in_flight_max: cortado_protocol::limits::IN_FLIGHT_MAX as usize,
            queue_time: Duration::from_secs(10),
            compile_time: Duration::from_secs(10),
            blobs_time: Duration::from_secs(30),
            cache_bytes: 256 << 20,
            blob_bytes: 128 << 20,
            ask_bytes: 256 << 20,
            unsent_max: 64 << 20,
            remote_purge: false,
            disk: false,
        }
    }
}
