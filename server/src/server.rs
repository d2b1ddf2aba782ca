//! The server put together: the loop, the desk's thread, the pool, and how they stop.

use crate::compiler::Compiler;
use crate::desk::{Action, Desk, Event, Rules};
use crate::disk::Disk;
use crate::http;
use crate::metrics::Metrics;
use crate::net::socket::{Address, Listener, resolve};
use crate::net::{Net, NetParts, NetRules, Told};
use crate::options::{Config, ConfigError};
use crate::pool::{Pool, Shop};
use crate::tls::{TlsError, TlsFiles};
use cortado_protocol::CONTRACT;
use cortado_protocol::store::StoreError;
use crossbeam::channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use mio::Waker;
use rustls::ServerConfig;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use tracing::{error, info, warn};

/// How often the desk looks at deadlines.
const TICK: Duration = Duration::from_millis(100);
/// Events that the desk takes before the loop hears of what follows.
const BATCH: usize = 256;

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The configuration makes no sense.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// An address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: Address,
        /// What the system said.
        source: io::Error,
    },
    /// Other machines would reach it, and there is no TLS.
    #[error(
        "{0} can be reached from other machines, and without TLS anyone can read and change what \
         is sent: give tls-cert and tls-key, or plain-tcp"
    )]
    Plain(Address),
    /// The address of the metrics cannot be listened on.
    #[error("cannot serve metrics on {address}: {source}")]
    Metrics {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The certificates are of no use.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The cache on disk is of no use.
    #[error("cannot open the cache on disk: {0}")]
    Store(#[from] StoreError),
    /// The system refuses something else.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Wakes the loop after telling it something.
#[derive(Clone)]
struct Bell {
    told: Sender<Told>,
    waker: Arc<Waker>,
}

impl Bell {
    fn tell(&self, told: Told) {
        // The loop may have ended already, or looks by itself before long.
        let _ = self.told.send(told);
        let _ = self.waker.wake();
    }
}

/// A running server.
pub struct Server {
    addresses: Vec<Address>,
    metrics_address: Option<SocketAddr>,
    metrics: Arc<Metrics>,
    ready: Arc<AtomicBool>,
    bell: Bell,
    events: Sender<Event>,
    tls: Option<TlsFiles>,
    threads: Vec<JoinHandle<()>>,
}

impl Server {
    /// Starts a server.
    ///
    /// # Errors
    /// When it cannot do what the configuration says.
    pub fn start(config: &Config, compiler: Arc<dyn Compiler>) -> Result<Server, StartError> {
        let metrics = Arc::new(Metrics::default());
        let tls = config.tls();
        let tls_config = tls.as_ref().map(TlsFiles::load).transpose()?;
        let listeners = listen(config, tls.is_some())?;
        let addresses: Vec<Address> = listeners.iter().map(Listener::address).collect();
        let disk = match &config.cache_dir {
            None => None,
            Some(path) => Some(Arc::new(Disk::open(path, config.cache_disk.0, metrics.clone())?)),
        };
        let (events, events_end) = unbounded();
        let (told, told_end) = unbounded();
        let desk_bytes = Arc::new(AtomicUsize::new(0));
        let (net, waker) = Net::new(NetParts {
            listeners,
            tls: tls_config,
            rules: net_rules(config),
            metrics: metrics.clone(),
            told: told_end,
            events: events.clone(),
            desk_bytes: desk_bytes.clone(),
        })?;
        let bell = Bell { told, waker: Arc::new(waker) };
        let desk = Desk::new(desk_rules(config, disk.is_some()), metrics.clone());
        let shop = Shop {
            compiler,
            disk,
            metrics: metrics.clone(),
            self_check: config.self_check,
            events: events.clone(),
        };
        let pool = Pool::start(shop, config.threads)?;
        let ready = Arc::new(AtomicBool::new(true));
        let metrics_address = match config.metrics {
            None => None,
            Some(address) => Some(
                http::serve(address, metrics.clone(), ready.clone())
                    .map_err(|source| StartError::Metrics { address, source })?,
            ),
        };
        let clerk = Clerk {
            desk,
            events: events_end,
            bell: bell.clone(),
            pool,
            desk_bytes,
            stop_time: Duration::from_millis(config.stop_time),
        };
        let clerk = thread::Builder::new().name("desk".to_owned()).spawn(|| clerk.run())?;
        let net = thread::Builder::new().name("net".to_owned()).spawn(|| {
            if let Err(error) = net.run() {
                error!(%error, "the event loop has failed");
            }
        })?;
        for address in &addresses {
            let tls = if tls.is_some() && matches!(address, Address::Tcp(..)) { "TLS" } else { "" };
            info!(%address, tls, threads = config.threads, "listening");
        }
        info!(contract = format!("{CONTRACT:016x}"), "{} is ready", crate::agent());
        let threads = vec![clerk, net];
        Ok(Server { addresses, metrics_address, metrics, ready, bell, events, tls, threads })
    }

    /// Where it listens.
    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    /// Where it serves metrics.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }

    /// Its figures.
    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.metrics
    }

    /// Reads the certificates again; connections that exist go on with the old ones.
    pub fn reload(&self) {
        let Some(files) = &self.tls else { return };
        match files.load() {
            Ok(tls) => self.use_tls(tls),
            Err(error) => warn!(%error, "the old certificates stay"),
        }
    }

    fn use_tls(&self, tls: Arc<ServerConfig>) {
        info!("new certificates");
        self.bell.tell(Told::Tls(tls));
    }

    /// The files of TLS, to see whether they have changed.
    pub fn tls_files(&self) -> Option<&TlsFiles> {
        self.tls.as_ref()
    }

    /// Stops: no new connections or compilations, answers to what is under way, then the end.
    pub fn stop(self) {
        self.ready.store(false, Ordering::Relaxed);
        self.bell.tell(Told::Deaf);
        // The desk is there until it has seen this.
        let _ = self.events.send(Event::Stop);
        for thread in self.threads {
            if thread.join().is_err() {
                error!("a thread of the server has panicked");
            }
        }
        info!("stopped");
    }

    /// Whether all its threads are alive.
    pub fn is_alive(&self) -> bool {
        !self.threads.iter().any(JoinHandle::is_finished)
    }
}

fn listen(config: &Config, tls: bool) -> Result<Vec<Listener>, StartError> {
    let mut listeners = Vec::new();
    for address in config.addresses().map_err(ConfigError::from)? {
        let failed = |source| StartError::Listen { address: address.clone(), source };
        if let Address::Tcp(host, port) = &address {
            let found = resolve(host, *port).map_err(failed)?;
            let local = found.iter().all(|address| address.ip().is_loopback());
            if !local && !tls && !config.plain_tcp {
                return Err(StartError::Plain(address));
            }
        }
        listeners.extend(Listener::bind(&address).map_err(failed)?);
    }
    Ok(listeners)
}

fn net_rules(config: &Config) -> NetRules {
    NetRules {
        clients_max: config.clients,
        hello_time: Duration::from_millis(config.hello_time),
        stall_time: Duration::from_millis(config.stall_time),
        pending_max: config.request_memory.0 as usize,
        log_connections: config.log_connections,
    }
}

fn desk_rules(config: &Config, disk: bool) -> Rules {
    Rules {
        threads: config.threads,
        queue_max: config.queue,
        lane_max: config.client_queue,
        in_flight_max: config.client_requests,
        queue_time: Duration::from_millis(config.queue_time),
        compile_time: Duration::from_millis(config.compile_time),
        cache_bytes: config.cache_memory.0 as usize,
        blob_bytes: config.bytecode_memory.0 as usize,
        ask_bytes: config.request_memory.0 as usize,
        remote_purge: config.remote_purge,
        disk,
        ..Rules::default()
    }
}

/// The desk with its thread's surroundings.
struct Clerk {
    desk: Desk,
    events: Receiver<Event>,
    bell: Bell,
    pool: Pool,
    desk_bytes: Arc<AtomicUsize>,
    stop_time: Duration,
}

impl Clerk {
    fn run(mut self) {
        let started = Instant::now();
        let mut ticked = Instant::now();
        let mut deadline = None;
        loop {
            let mut actions = Vec::new();
            let mut next = self.events.recv_timeout(TICK.saturating_sub(ticked.elapsed()));
            let mut taken = 0;
            while let Ok(event) = next {
                if let Event::Frame { frame, .. } = &event {
                    self.desk_bytes.fetch_sub(frame.payload.frame_bytes(), Ordering::Relaxed);
                }
                if matches!(event, Event::Stop) {
                    info!("stopping");
                    deadline = Some(Instant::now() + self.stop_time);
                }
                actions.extend(self.desk.handle(started.elapsed(), event));
                taken += 1;
                if taken == BATCH {
                    break;
                }
                next = self.events.try_recv().map_err(|_| RecvTimeoutError::Timeout);
            }
            if ticked.elapsed() >= TICK {
                ticked = Instant::now();
                actions.extend(self.desk.handle(started.elapsed(), Event::Tick));
            }
            let late = deadline.is_some_and(|deadline| Instant::now() > deadline);
            if self.act(actions) || late {
                self.bell.tell(Told::End);
                return self.pool.finish();
            }
        }
    }

    /// Passes actions on; whether the desk has stopped.
    fn act(&self, actions: Vec<Action>) -> bool {
        let mut stopped = false;
        let mut for_net = Vec::new();
        for action in actions {
            match action {
                Action::Work { job, work } => self.pool.work(job, work),
                Action::Save { program, keys } => self.pool.save(program, keys),
                Action::Lost { job } => self.pool.replace(job),
                Action::Stopped => stopped = true,
                Action::Send { .. } | Action::Close { .. } => for_net.push(action),
            }
        }
        if !for_net.is_empty() {
            self.bell.tell(Told::Actions(for_net));
        }
        stopped
    }
}
