//! The threads that do the work: compile threads, match threads, and one for the disk.
//!
//! Each job runs under `catch_unwind`: a panic of the compiler is the outcome of that one job, in
//! builds that unwind (the cargo profile `server`, and tests). A thread cannot be ended from outside; one whose compilation takes too long is replaced, and ends
//! when it comes back.

use crate::body::{Ask, Body};
use crate::compiler::{Answer, Compiler};
use crate::desk::{Event, JobId, Outcome, Work};
use crate::disk::Disk;
use crate::metrics::{Metric, Metrics};
use cortado_protocol::message::Id128;
use crossbeam::channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use parking_lot::Mutex;
use std::any::Any;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use tracing::{error, warn};

/// Stack of a compile thread: inlining and nested blocks are recursion.
const STACK_BYTES: usize = 16 << 20;
/// How long threads have at the end; those that are lost do not come back.
const FAREWELL: Duration = Duration::from_secs(1);
/// How often what was written to disk is made durable.
const FLUSH: Duration = Duration::from_secs(1);

/// What all threads share.
pub struct Shop {
    /// Makes bodies.
    pub compiler: Arc<dyn Compiler>,
    /// The cache on disk.
    pub disk: Option<Arc<Disk>>,
    /// Figures.
    pub metrics: Arc<Metrics>,
    /// Whether hits are compared with a new compilation.
    pub self_check: bool,
    /// Where outcomes go.
    pub events: Sender<Event>,
}

enum DiskTask {
    Work(JobId, Work),
    Save(Id128, Vec<Id128>),
}

/// The threads.
pub struct Pool {
    shop: Arc<Shop>,
    compile: Sender<(JobId, Work)>,
    compile_end: Receiver<(JobId, Work)>,
    quick: Sender<(JobId, Work)>,
    disk: Sender<DiskTask>,
    disk_thread: Option<JoinHandle<()>>,
    lost: Arc<Mutex<HashSet<JobId>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Pool {
    /// Starts `threads` compile threads, and the others.
    ///
    /// # Errors
    /// When the system has no more threads.
    pub fn start(shop: Shop, threads: usize) -> std::io::Result<Pool> {
        let shop = Arc::new(shop);
        let (compile, compile_end) = unbounded();
        let (quick, quick_end) = unbounded();
        let (disk, disk_end) = unbounded();
        let disk_shop = shop.clone();
        let disk_thread = named("disk").spawn(move || disk_work(&disk_shop, &disk_end))?;
        let lost = Arc::new(Mutex::new(HashSet::new()));
        let disk_thread = Some(disk_thread);
        let pool = Pool {
            shop,
            compile,
            compile_end,
            quick,
            disk,
            disk_thread,
            lost,
            threads: Mutex::default(),
        };
        for _ in 0..threads {
            pool.spawn("compile", pool.compile_end.clone())?;
        }
        for _ in 0..threads.div_ceil(2) {
            pool.spawn("match", quick_end.clone())?;
        }
        Ok(pool)
    }

    fn spawn(&self, name: &str, jobs: Receiver<(JobId, Work)>) -> std::io::Result<()> {
        let (shop, lost) = (self.shop.clone(), self.lost.clone());
        let thread = named(name).spawn(move || {
            for (job, work) in jobs {
                let outcome = shop.run(&work);
                let is_lost = lost.lock().remove(&job);
                if shop.events.send(Event::Done { job, outcome }).is_err() || is_lost {
                    break;
                }
            }
        })?;
        self.threads.lock().push(thread);
        Ok(())
    }

    /// Has a job done. Never waits.
    pub fn work(&self, job: JobId, work: Work) {
        // Threads end only when the pool does.
        let _ = match work {
            Work::Compile { .. } => self.compile.send((job, work)).is_ok(),
            Work::Match { .. } => self.quick.send((job, work)).is_ok(),
            Work::List { .. } | Work::Load { .. } | Work::Purge => {
                self.disk.send(DiskTask::Work(job, work)).is_ok()
            }
        };
    }

    /// Stores what a program needed.
    pub fn save(&self, program: Id128, keys: Vec<Id128>) {
        let _ = self.disk.send(DiskTask::Save(program, keys));
    }

    /// The thread of this job does not come back.
    pub fn replace(&self, job: JobId) {
        warn!(job, "a compilation takes too long; its thread is replaced");
        self.lost.lock().insert(job);
        if let Err(error) = self.spawn("compile", self.compile_end.clone()) {
            error!(%error, "no thread in its place");
        }
    }

    /// Waits until all that was stored is durable, and for threads that have no work.
    pub fn finish(mut self) {
        let thread = self.disk_thread.take();
        let threads = std::mem::take(&mut *self.threads.lock());
        drop(self);
        let deadline = Instant::now() + FAREWELL;
        while threads.iter().any(|thread| !thread.is_finished()) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(1));
        }
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            error!("the thread of the disk has panicked");
        }
    }
}

fn named(name: &str) -> thread::Builder {
    thread::Builder::new().name(name.to_owned()).stack_size(STACK_BYTES)
}

impl Shop {
    /// Does a job; a panic in it is its outcome.
    fn run(&self, work: &Work) -> Outcome {
        let done = catch_unwind(AssertUnwindSafe(|| match work {
            Work::Match { ask, candidates } => Outcome::Matched(self.find(ask, candidates)),
            Work::Compile { ask } => self.make(ask),
            Work::List { program } => {
                let disk = self.disk.as_ref();
                Outcome::Listed(disk.map(|disk| disk.list(program)).unwrap_or_default())
            }
            Work::Load { keys } => {
                let disk = self.disk.as_ref();
                Outcome::Loaded(disk.map(|disk| disk.load(keys)).unwrap_or_default())
            }
            Work::Purge => Outcome::Purged(self.disk.as_ref().map_or(0, |disk| disk.purge())),
        }));
        done.unwrap_or_else(|panic| Outcome::Panicked(format!("panic: {}", text_of(&*panic))))
    }

    fn find(&self, ask: &Ask, candidates: &[Body]) -> Option<usize> {
        let bytes: Vec<Vec<u8>> = candidates.iter().map(Body::bytes).collect();
        let place = self.compiler.choose(ask, &bytes)?;
        if self.self_check && candidates.get(place)?.was_made_for(ask) {
            self.check(ask, bytes.get(place)?);
        }
        Some(place)
    }

    /// Compiles again and compares: the compiler is a function of the request.
    fn check(&self, ask: &Ask, kept: &[u8]) {
        if self.compiler.compile(ask) != Answer::Body(kept.to_vec()) {
            self.metrics.add(Metric::SelfCheckFailures, 1);
            let key = u128::from_be_bytes(ask.key);
            error!(key = format!("{key:032x}"), "a body from the cache differs from a new one");
        }
    }

    fn make(&self, ask: &Ask) -> Outcome {
        let started = Instant::now();
        let mut kept = self.disk.as_ref().map(|disk| disk.bodies(&ask.key)).unwrap_or_default();
        if !kept.is_empty()
            && let Some(place) = self.compiler.choose(ask, &kept)
            && place < kept.len()
            && let Ok(body) = Body::new(kept.swap_remove(place))
        {
            return Outcome::Made { body, cost: started.elapsed(), from_disk: true };
        }
        let started = Instant::now();
        match self.compiler.compile(ask) {
            Answer::Body(bytes) => {
                let cost = started.elapsed();
                if let Some(disk) = &self.disk {
                    disk.put(&ask.key, &bytes);
                }
                match Body::new(bytes) {
                    Ok(body) => {
                        let body = body.made_for(ask.fingerprint);
                        Outcome::Made { body, cost, from_disk: false }
                    }
                    Err(error) => Outcome::Declined(error.to_string()),
                }
            }
            Answer::Declined(text) => Outcome::Declined(text),
            Answer::Failed(text) => Outcome::Malformed(text),
        }
    }
}

fn text_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no text")
}

fn disk_work(shop: &Shop, tasks: &Receiver<DiskTask>) {
    let flush = || {
        if let Some(disk) = &shop.disk {
            disk.flush();
        }
    };
    let mut flushed = Instant::now();
    loop {
        match tasks.recv_timeout(FLUSH) {
            Ok(DiskTask::Work(job, work)) => {
                let outcome = shop.run(&work);
                let _ = shop.events.send(Event::Done { job, outcome });
            }
            Ok(DiskTask::Save(program, keys)) => {
                if let Some(disk) = &shop.disk {
                    disk.save(&program, &keys);
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if flushed.elapsed() >= FLUSH {
            flush();
            flushed = Instant::now();
        }
    }
    flush();
}
