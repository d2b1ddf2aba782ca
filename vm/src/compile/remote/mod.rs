//! Compilation on a compile server (`-XX:+UseJITServer`; design D14, D15).
//!
//! Requests go to the server while it can be used ([`client`]); its answers wait here until their
//! method is looked at the next time, by a thread that can check them against this VM. Whatever
//! goes wrong, the request goes to the compiler of this process instead.
//!
//! Invariants:
//! 1. Nothing that a server sends is installed before every fact of it was compared
//!    ([`super::portable`]) and its assumptions were checked under the lock of [`super::assume`].
//! 2. Each job that was taken ends: with an answer, or in the local queue.
//! 3. Neither start nor exit waits for a server: only methods that would be compiled do, for
//!    moments, when the server may be about to send them ([`holds`]).

pub mod backoff;
pub mod client;
pub mod console;
pub mod link;
mod report;
pub mod settings;
pub mod tls;
pub mod traffic;

use super::local::{self, Job};
use super::{cache, policy, warm};
use crate::class::MethodRef;
use crate::native::java_lang_shutdown::exit_process;
use crate::options::VmConfig;
use crate::trace;
use client::{Client, Handler, Outcome, Question, Reason};
use cortado_protocol::message::Id128;
use cortado_protocol::portable::{Key, PortableBody};
use cortado_protocol::request::Entry;
use cortado_protocol::skeleton;
use crossbeam::channel::{Sender, bounded};
use link::LinkError;
use parking_lot::Mutex;
use settings::{Address, Settings};
use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

/// How long methods wait for the first connection, and then for what it sends unasked.
const CONNECT_HOLD: Duration = Duration::from_millis(100);
const FETCH_HOLD: Duration = Duration::from_millis(1000);

static CLIENT: OnceLock<Client<Ticket>> = OnceLock::new();
/// By method and entry.
type Answers = HashMap<(u32, Entry), Box<PortableBody>>;
/// Answers that have come.
static ANSWERS: Mutex<Option<Answers>> = Mutex::new(None);
/// Number of answers: nothing is looked up when there are none.
static WAITING: AtomicUsize = AtomicUsize::new(0);
/// Up-time in milliseconds until which nothing is compiled.
static HOLD_UNTIL: AtomicU64 = AtomicU64::new(0);

/// A job at the server.
pub struct Ticket {
    job: Job,
    key: Key,
    /// Who waits for the answer.
    waiter: Option<Sender<Answer>>,
}

/// What became of a job.
pub enum Answer {
    /// A body, not compared with this VM yet.
    Body(Box<PortableBody>, Job),
    /// Compile it here.
    Local(Job),
}

/// Starts to connect, if the options ask for a server.
pub fn start(config: &VmConfig) {
    let Some(settings) = Settings::from_flags(&config.flags) else { return };
    let vm = Vm {
        address: settings.address.clone(),
        log: settings.log_connections,
        required: settings.required,
    };
    hold(CONNECT_HOLD);
    let program = cache::program().0;
    match Client::start(settings, Some(program), vm) {
        Ok(client) => {
            let _ = CLIENT.set(client);
        }
        Err(error) => {
            hold(Duration::ZERO);
            trace!(JitServer, Warning, "no compile server: {error}");
        }
    }
}

/// Whether a server was asked for.
pub fn is_used() -> bool {
    CLIENT.get().is_some()
}

fn hold(duration: Duration) {
    let until = crate::launcher::uptime() + duration;
    let until = if duration.is_zero() { 0 } else { until.as_millis() as u64 };
    HOLD_UNTIL.store(until, Ordering::Relaxed);
}

/// Whether the server may be about to send what would be compiled now.
pub fn holds() -> bool {
    let until = HOLD_UNTIL.load(Ordering::Relaxed);
    until != 0 && (crate::launcher::uptime().as_millis() as u64) < until
}

/// Sends a job to the server, or gives it back. The answer is [`take`]n later.
pub fn offer(job: Job) -> Option<Job> {
    send(job, None)
}

/// Sends a job to the server and waits for the answer.
pub fn ask(job: Job) -> Answer {
    let (sender, receiver) = bounded(1);
    match send(job, Some(sender)) {
        Some(job) => Answer::Local(job),
        None => receiver.recv().expect("each ticket is given back"),
    }
}

/// Sends a job, or gives it back.
fn send(job: Job, waiter: Option<Sender<Answer>>) -> Option<Job> {
    let Some(client) = CLIENT.get().filter(|_| !job.local_only) else { return Some(job) };
    if let Some(reason) = client.refusal() {
        report::count(&reason);
        return Some(job);
    }
    let Ok(parts) = skeleton::split(&job.request) else {
        report::count(&Reason::TooLarge);
        return Some(job);
    };
    let key = Key::of(&job.request);
    let program = Some(cache::program().0);
    let question = Question { key: key.0, program, parts };
    let (ticket, reason) = client.ask(question, Ticket { job, key, waiter }).err()?;
    report::count(&reason);
    Some(ticket.job)
}

/// Whether answers wait.
pub fn has_answers() -> bool {
    WAITING.load(Ordering::Acquire) != 0
}

/// The answer that has come for an entry of a method.
pub fn take(method: MethodRef, entry: Entry) -> Option<Box<PortableBody>> {
    let body = ANSWERS.lock().as_mut()?.remove(&(method.raw(), entry))?;
    WAITING.fetch_sub(1, Ordering::Release);
    Some(body)
}

/// Says what this run needed, and what there was to tell. At the end of the process.
pub fn close() {
    let Some(client) = CLIENT.get() else { return };
    let program: Id128 = cache::program().0;
    client.close(Some((program, cache::used_keys())));
    report::count_traffic(client.traffic());
    report::summary(client.traffic());
}

/// What the client's thread tells.
struct Vm {
    address: Address,
    log: bool,
    required: bool,
}

impl Vm {
    /// In the words of OpenJ9.
    fn log(&self, text: &str) {
        if self.log {
            eprintln!("#JITServer: t={:>6} {text}", crate::launcher::uptime().as_millis());
        }
    }

    fn body(&self, ticket: Ticket, bytes: &[u8]) {
        let method = ticket.job.method;
        match PortableBody::from_bytes(bytes) {
            Ok(body) if body.key == ticket.key && body.entry == ticket.job.entry => {
                trace!(JitServer, Debug, "{}: {} bytes", method.describe(), bytes.len());
                let body = Box::new(body);
                if let Some(waiter) = ticket.waiter {
                    let _ = waiter.send(Answer::Body(body, ticket.job));
                    return;
                }
                let mut answers = ANSWERS.lock();
                let answers = answers.get_or_insert_default();
                if answers.insert((method.raw(), ticket.job.entry), body).is_none() {
                    WAITING.fetch_add(1, Ordering::Release);
                }
            }
            Ok(_) => self.here(ticket, &Reason::Failed("an answer to something else".to_owned())),
            Err(error) => self.here(ticket, &Reason::Failed(error.to_string())),
        }
    }

    /// Compiles here what the server has not.
    fn here(&self, ticket: Ticket, reason: &Reason) {
        report::count(reason);
        let mut job = ticket.job;
        trace!(JitServer, Debug, "{} is compiled here: {reason:?}", job.method.describe());
        if let Some(waiter) = ticket.waiter {
            let _ = waiter.send(Answer::Local(job));
            return;
        }
        job.local_only = true;
        let (method, entry) = (job.method, job.entry);
        if !local::submit(job) {
            policy::refused(method, entry);
        }
    }
}

impl Handler<Ticket> for Vm {
    fn done(&self, ticket: Ticket, outcome: Outcome) {
        match outcome {
            Outcome::Body(bytes) => self.body(ticket, &bytes),
            Outcome::Local(reason) => self.here(ticket, &reason),
        }
    }

    fn fetched(&self, body: Vec<u8>) {
        match PortableBody::from_bytes(&body) {
            Ok(body) => warm::offer(body),
            Err(error) => trace!(JitServer, "a body of earlier runs: {error}"),
        }
    }

    fn fetch_ended(&self, count: u32) {
        hold(Duration::ZERO);
        trace!(JitServer, "{count} bodies of earlier runs fetched");
    }

    fn connected(&self, server: &str) {
        hold(FETCH_HOLD);
        self.log(&format!("Connected to a server ({server} at {})", self.address));
        trace!(JitServer, "connected to {server} at {}", self.address);
    }

    fn disconnected(&self, error: &LinkError, pause: Duration, was_connected: bool) {
        hold(Duration::ZERO);
        let next = format!("Next attempt in {} ms", pause.as_millis());
        if was_connected {
            self.log(&format!("Lost connection to the server ({error}). {next}"));
            trace!(JitServer, "connection to {} lost: {error}", self.address);
        } else {
            self.log(&format!("Could not connect to a server ({error}). {next}"));
            trace!(JitServer, "no connection to {}: {error}", self.address);
        }
        // What only the user can mend is told without being asked.
        if matches!(error, LinkError::Certificate(_) | LinkError::Plain(_)) {
            report::warn_once(&format!("the compile server is not used: {error}"));
        }
        if self.required {
            eprintln!("Error: the compile server at {} cannot be used: {error}", self.address);
            exit_process(1);
        }
    }
}
