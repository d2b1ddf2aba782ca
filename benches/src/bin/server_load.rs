//! How many bodies a second the compile server compiles and finds in its cache, how long answers
//! take, and how much memory it needs, with few and many clients.
//!
//! Requests are those that `-XX:SaveCompileRequests=DIR` has saved. Each client has one request
//! under way at a time. Clients and server share the machine.

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;
use cortado_protocol::CONTRACT;
use cortado_protocol::frame::Decoder;
use cortado_protocol::message::{Bytes, Id128, ToClient, ToServer};
use cortado_protocol::portable::Key;
use cortado_protocol::request::CompileRequest;
use cortado_protocol::skeleton::{self, Parts};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

/// Loads a compile server that is started for this.
#[derive(Parser)]
struct Options {
    /// Directory of saved requests
    requests: PathBuf,
    /// The server [default: the one built beside this program]
    #[arg(long)]
    server: Option<PathBuf>,
    /// Numbers of clients
    #[arg(long, value_delimiter = ',', default_values_t = [1, 16, 256])]
    clients: Vec<usize>,
    /// Requests for each measurement, at least
    #[arg(long, default_value_t = 4000)]
    requests_each: usize,
}

/// A request as it is sent.
struct Ask {
    key: Id128,
    parts: Parts,
}

struct Connection {
    stream: TcpStream,
    decoder: Decoder,
    sent: usize,
    received: usize,
}

impl Connection {
    fn open(address: &str) -> Result<Connection> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let mut decoder = Decoder::default();
        decoder.open();
        let mut connection = Connection { stream, decoder, sent: 0, received: 0 };
        connection.say(0, &ToServer::Hello { contract: CONTRACT, agent: "load".to_owned() })?;
        match connection.hear()? {
            ToClient::Welcome { .. } => Ok(connection),
            other => bail!("{other:?}"),
        }
    }

    fn say(&mut self, id: u32, message: &ToServer) -> Result<()> {
        let mut frame = Vec::new();
        message.write(id, &mut frame)?;
        self.sent += frame.len();
        Ok(self.stream.write_all(&frame)?)
    }

    fn hear(&mut self) -> Result<ToClient> {
        let mut buffer = [0; 1 << 16];
        loop {
            if let Some(frame) = self.decoder.next_frame()? {
                return Ok(ToClient::read(&frame)?);
            }
            let read = self.stream.read(&mut buffer)?;
            ensure!(read > 0, "closed by the server");
            self.received += read;
            self.decoder.push(&buffer[..read]);
        }
    }

    /// Asks until there is an answer other than "busy".
    fn ask(&mut self, id: u32, ask: &Ask) -> Result<Answer> {
        let names: Vec<Id128> = ask.parts.blobs.iter().map(|(name, _)| *name).collect();
        let skeleton = ask.parts.skeleton.clone();
        let message = ToServer::Compile { key: ask.key, program: None, skeleton, blobs: names };
        self.say(id, &message)?;
        loop {
            match self.hear()? {
                ToClient::Lacks { blobs } => {
                    let all: BTreeMap<&Id128, &Bytes> =
                        ask.parts.blobs.iter().map(|(name, blob)| (name, blob)).collect();
                    let found = blobs.iter().filter_map(|name| all.get(name).copied().cloned());
                    let message = ToServer::Blobs { blobs: found.collect() };
                    self.say(id, &message)?;
                }
                ToClient::Body { .. } => return Ok(Answer::Body),
                ToClient::Declined { .. } => return Ok(Answer::Declined),
                ToClient::Busy { .. } => return Ok(Answer::Busy),
                other => bail!("{other:?}"),
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Body,
    Declined,
    Busy,
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Server {
    fn start(program: &Path) -> Result<(Server, String)> {
        let words = ["--listen=127.0.0.1:0", "--queue-time=600000"];
        let mut child = Command::new(program)
            .args(words)
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| program.display().to_string())?;
        let mut log = BufReader::new(child.stderr.take().context("a log")?);
        let mut line = String::new();
        while !line.contains("address=") {
            line.clear();
            ensure!(log.read_line(&mut line)? > 0, "the server does not start");
        }
        let address = line.split("address=").nth(1).and_then(|rest| rest.split(' ').next());
        let address = address.context("an address")?.trim().to_owned();
        // What it logs later goes nowhere, and does not make it wait.
        thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Ok((Server(child), address))
    }

    /// Its memory now and at most, in MB.
    fn memory(&self) -> Result<(u64, u64)> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let value = |name: &str| -> Result<u64> {
            let line = text.lines().find(|line| line.starts_with(name)).context("memory")?;
            Ok(line.split_whitespace().nth(1).context("a number")?.parse::<u64>()? / 1024)
        };
        Ok((value("VmRSS:")?, value("VmHWM:")?))
    }
}

fn read_requests(directory: &Path) -> Result<Vec<Ask>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        paths.push(entry?.path());
    }
    paths.sort();
    let mut asks = BTreeMap::new();
    for path in paths {
        let request: CompileRequest = serde_json::from_str(&std::fs::read_to_string(&path)?)
            .with_context(|| path.display().to_string())?;
        // A second request for the same key would be joined or matched.
        let key = Key::of(&request).0;
        asks.entry(key).or_insert(Ask { key, parts: skeleton::split(&request)? });
    }
    ensure!(!asks.is_empty(), "there are no requests in {}", directory.display());
    Ok(asks.into_values().collect())
}

/// What one measurement found.
#[derive(Default)]
struct Found {
    latencies: Vec<Duration>,
    bodies: usize,
    busy: usize,
    bytes: usize,
}

/// Each client asks for its share of the requests, or for all.
fn measure(
    address: &str,
    asks: &Arc<Vec<Ask>>,
    clients: usize,
    shares: bool,
) -> Result<(Found, Duration)> {
    let barrier = Arc::new(Barrier::new(clients + 1));
    let threads: Vec<_> = (0..clients)
        .map(|client| {
            let (asks, barrier, address) = (asks.clone(), barrier.clone(), address.to_owned());
            thread::spawn(move || -> Result<Found> {
                let connection = Connection::open(&address);
                barrier.wait();
                let mut connection = connection?;
                let (first, step) = if shares { (client, clients) } else { (0, 1) };
                let mut found = Found::default();
                for (id, ask) in asks.iter().enumerate().skip(first).step_by(step) {
                    let start = Instant::now();
                    let answer = connection.ask(id as u32, ask)?;
                    found.latencies.push(start.elapsed());
                    found.bodies += usize::from(answer == Answer::Body);
                    found.busy += usize::from(answer == Answer::Busy);
                }
                found.bytes = connection.sent + connection.received;
                Ok(found)
            })
        })
        .collect();
    barrier.wait();
    let start = Instant::now();
    let mut all = Found::default();
    for thread in threads {
        let found = thread.join().map_err(|_| anyhow::anyhow!("a client panicked"))??;
        all.latencies.extend(found.latencies);
        all.bodies += found.bodies;
        all.busy += found.busy;
        all.bytes += found.bytes;
    }
    Ok((all, start.elapsed()))
}

fn main() -> Result<()> {
    let options = Options::parse();
    let beside = std::env::current_exe()?.with_file_name("cortado-server");
    let asks = Arc::new(read_requests(&options.requests)?);
    let program = options.server.unwrap_or(beside);
    println!("{} requests\n", asks.len());
    println!(
        "| clients | bodies | per second | p50 | p99 | bytes per request | busy | memory, peak |"
    );
    println!("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for clients in options.clients {
        let (server, address) = Server::start(&program)?;
        for kind in ["compiled", "from the cache"] {
            let compiled = kind == "compiled";
            let (mut all, mut took) = (Found::default(), Duration::ZERO);
            while all.latencies.len() < options.requests_each {
                if compiled {
                    let mut connection = Connection::open(&address)?;
                    connection.say(1, &ToServer::Purge {})?;
                    connection.hear()?;
                }
                let (found, time) = measure(&address, &asks, clients, compiled)?;
                all.latencies.extend(found.latencies);
                all.bodies += found.bodies;
                all.busy += found.busy;
                all.bytes += found.bytes;
                took += time;
            }
            all.latencies.sort();
            let count = all.latencies.len();
            let at = |part: f64| all.latencies[((count - 1) as f64 * part) as usize];
            let (now, peak) = server.memory()?;
            println!(
                "| {clients} | {kind} | {:.0} | {:.2} ms | {:.2} ms | {} | {} | {now}, {peak} MB |",
                all.bodies as f64 / took.as_secs_f64(),
                at(0.5).as_secs_f64() * 1e3,
                at(0.99).as_secs_f64() * 1e3,
                all.bytes / count,
                all.busy,
            );
        }
    }
    Ok(())
}
