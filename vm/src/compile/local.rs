//! Compilation in this process: background threads that take requests from a queue.

use super::{Tables, assume, cache, policy, remote, report};
use crate::class::MethodRef;
use crate::codecache::evict;
use crate::codecache::install::{InstallError, Installed};
use crate::codecache::memory;
use crate::counters::Counter;
use crate::crash;
use crate::trace;
use cortado_jit::Bailout;
use cortado_protocol::body::CompiledBody;
use cortado_protocol::portable::Asked;
use cortado_protocol::request::{CompileRequest, Entry};
use crossbeam::channel::{Receiver, Sender, TrySendError, bounded};
use std::sync::OnceLock;
use std::time::Instant;

/// One compilation.
pub struct Job {
    /// What the compiler is told.
    pub request: CompileRequest,
    /// What the request's numbers mean here.
    pub tables: Tables,
    /// The method.
    pub method: MethodRef,
    /// Where the code is entered.
    pub entry: Entry,
    /// A compile server is not to be asked, or not again.
    pub local_only: bool,
}

/// Requests that may wait; beyond that a method tries again later.
const QUEUE_LENGTH: usize = 512;

static QUEUE: OnceLock<Sender<Job>> = OnceLock::new();

/// Hands a job to the compile threads, which are started when there is none. False when the queue
/// is full.
pub fn submit(job: Job) -> bool {
    let sender = QUEUE.get_or_init(|| {
        let (sender, receiver) = bounded(QUEUE_LENGTH);
        for number in 0..policy::compile_threads() {
            start(number, receiver.clone());
        }
        sender
    });
    !matches!(sender.try_send(job), Err(TrySendError::Full(_)))
}

/// Compile threads never touch an object: they are no Java threads and are not stopped.
fn start(number: usize, receiver: Receiver<Job>) {
    let run = move || {
        for job in receiver {
            if let Some(job) = remote::offer(job) {
                run(job);
            }
        }
    };
    let name = format!("Compiler{number}");
    let spawned = std::thread::Builder::new().name(name).stack_size(8 << 20).spawn(run);
    if let Err(error) = spawned {
        crate::error::fatal(&format!("cannot start a compile thread: {error}"));
    }
}

/// Compiles and installs. True when there is code now.
pub fn run(job: Job) -> bool {
    let begun = Instant::now();
    let bytes = job.method.code.len();
    let compiled = compile(&job);
    let time = begun.elapsed();
    Counter::CompileTime.add(time.as_micros() as u64);
    let (body, asked) = match compiled {
        Ok(answer) => answer,
        Err(bailout) => {
            bailed_out(&job, &bailout);
            return false;
        }
    };
    Counter::MethodsCompiled.increment();
    Counter::BytecodeCompiled.add(bytes as u64);
    report::compiled(&job, &body, time);
    let portable = cache::make_portable(&job.request, &body, &asked);
    let installed = install(body, job.method, job.entry, job.tables);
    if let (Some(installed), Some(portable)) = (installed, portable) {
        cache::compiled(portable, installed);
    }
    installed.is_some()
}

fn compile(job: &Job) -> Result<(CompiledBody, Asked), Bailout> {
    let _noted = crash::Compiling::new(job.method, &job.request);
    crash::provoke_with_code();
    cortado_jit::compile_noting(&job.request)
}

/// Installs a body, if its assumptions hold. The thread is not in Java.
pub fn install(
    body: CompiledBody,
    method: MethodRef,
    entry: Entry,
    tables: Tables,
) -> Option<&'static Installed> {
    let begun = Instant::now();
    let size = body.code.len();
    let room = || memory::allocate(size);
    let block = room().or_else(|| evict::make_room().then(room).flatten());
    let outcome = block
        .ok_or(InstallError::Full)
        .and_then(|block| assume::install_checked(body, block, method, entry, tables));
    Counter::InstallTime.add(begun.elapsed().as_nanos() as u64);
    match outcome {
        Ok(installed) => {
            policy::installed(method, installed);
            Some(installed)
        }
        Err(error) => {
            Counter::BodiesRefused.increment();
            trace!(Compilation, "{} refused: {error}", method.describe());
            policy::refused(method, entry);
            None
        }
    }
}

fn bailed_out(job: &Job, bailout: &Bailout) {
    Counter::Bailouts.increment();
    trace!(Compilation, "{} declined: {bailout}", job.method.describe());
    policy::declined(job.method, job.entry);
}
