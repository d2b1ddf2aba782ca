//! A server with real sockets, in this process, and a compiler of which everything is known.

use crate::client::{Client, PATIENCE, tcp};
use crate::model::{Numbers, body_of, choose, is_body_of, skeleton};
use anyhow::{Context, Result, bail, ensure};
use cortado_protocol::message::{Bytes, Id128, ToClient, ToServer};
use cortado_protocol::portable::Key;
use cortado_protocol::request::{CompileRequest, CpuFeatures, Directives, Entry, MethodId};
use cortado_protocol::skeleton::split;
use cortado_protocol::{CONTRACT, limits};
use cortado_server::body::Ask;
use cortado_server::compiler::{Answer, Compiler};
use cortado_server::jit::Jit;
use cortado_server::metrics::Metric;
use cortado_server::net::socket::Address;
use cortado_server::options::Config;
use cortado_server::server::Server;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Compiles by the model; keys above 200 are special.
#[derive(Default)]
struct Model {
    compiled: AtomicUsize,
}

const PANICS: u8 = 201;
const DECLINES: u8 = 202;
const IS_SLOW: u8 = 203;
const IS_LARGE: u8 = 204;

impl Compiler for Model {
    fn compile(&self, ask: &Ask) -> Answer {
        self.compiled.fetch_add(1, Ordering::SeqCst);
        match ask.skeleton[0] {
            PANICS => panic!("as the test wants"),
            DECLINES => return Answer::Declined("as the test wants".to_owned()),
            IS_SLOW => thread::sleep(Duration::from_millis(2000)),
            IS_LARGE => {
                let mut numbers = Numbers::new(u64::from(ask.skeleton[1]));
                return Answer::Body((0..1 << 20).map(|_| numbers.below(256) as u8).collect());
            }
            _ => {}
        }
        Answer::Body(body_of(ask))
    }

    fn choose(&self, ask: &Ask, bodies: &[Vec<u8>]) -> Option<usize> {
        if ask.skeleton[0] == IS_LARGE {
            return (!bodies.is_empty()).then_some(0);
        }
        choose(ask, bodies)
    }
}

fn config(words: &[&str]) -> Result<Config> {
    let words = ["cortado-server", "--threads=2"].iter().chain(words);
    Ok(Config::from_words(words.map(|word| (*word).to_owned()))?)
}

fn start(words: &[&str]) -> Result<(Server, String, Arc<Model>)> {
    let model = Arc::new(Model::default());
    let mut all = vec!["--listen=127.0.0.1:0"];
    all.extend(words);
    let server = Server::start(&config(&all)?, model.clone())?;
    let address = server.addresses()[0].to_string();
    Ok((server, address, model))
}

fn key(key: u8) -> Id128 {
    [key; 16]
}

fn ask<S: Read + Write>(client: &mut Client<S>, id: u32, k: u8, fact: u8) -> Result<ToClient> {
    client.compile(id, key(k), None, &skeleton(k, fact, 100), &[vec![k, fact]])
}

fn is_right(answer: &ToClient, key: u8, fact: u8) -> bool {
    matches!(answer, ToClient::Body { body } if is_body_of(&body.0, key, fact))
}

/// Waits until it is so; a test must not depend on speed.
fn eventually(what: &str, mut is_so: impl FnMut() -> bool) -> Result<()> {
    let start = Instant::now();
    while !is_so() {
        ensure!(start.elapsed() < PATIENCE, "{what}");
        thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

#[test]
fn bodies_are_compiled_once_and_remembered() -> Result<()> {
    let (server, address, model) = start(&[])?;
    let mut first = Client::greet(tcp(&address)?)?;
    ensure!(is_right(&ask(&mut first, 1, 1, 0)?, 1, 0));
    let mut second = Client::greet(tcp(&address)?)?;
    ensure!(is_right(&ask(&mut second, 1, 1, 0)?, 1, 0));
    // Another fact under the same key is another body.
    ensure!(is_right(&ask(&mut second, 2, 1, 1)?, 1, 1));
    ensure!(is_right(&ask(&mut first, 2, 1, 1)?, 1, 1));
    assert_eq!(model.compiled.load(Ordering::SeqCst), 2);
    assert_eq!(server.metrics().get(Metric::HitsMemory), 2);
    server.stop();
    ensure!(first.is_closed() && second.is_closed());
    Ok(())
}

#[test]
fn bytecode_travels_once() -> Result<()> {
    let (server, address, _) = start(&[])?;
    let blobs = [vec![7; 50], vec![8; 50]];
    let mut client = Client::greet(tcp(&address)?)?;
    for k in 1..5 {
        let answer = client.compile(u32::from(k), key(k), None, &skeleton(k, 0, 10), &blobs)?;
        ensure!(is_right(&answer, k, 0));
    }
    assert_eq!(server.metrics().get(Metric::Lacks), 1);
    server.stop();
    Ok(())
}

#[test]
fn requests_for_one_key_are_joined() -> Result<()> {
    let (server, address, model) = start(&[])?;
    let clients = (0..8).map(|_| {
        let address = address.clone();
        thread::spawn(move || -> Result<()> {
            let mut client = Client::greet(tcp(&address)?)?;
            ensure!(is_right(&ask(&mut client, 1, IS_SLOW, 0)?, IS_SLOW, 0));
            Ok(())
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.join().map_err(|_| anyhow::anyhow!("a client panicked"))??;
    }
    assert_eq!(model.compiled.load(Ordering::SeqCst), 1);
    server.stop();
    Ok(())
}

#[test]
fn panics_and_refusals_are_answers() -> Result<()> {
    let (server, address, model) = start(&[])?;
    let mut client = Client::greet(tcp(&address)?)?;
    for id in 1..20 {
        let fact = (id % 10) as u8;
        let ToClient::Failed { text } = ask(&mut client, id, PANICS, fact)? else {
            bail!("a panic is a failure");
        };
        ensure!(text.contains("as the test wants"), "{text}");
    }
    // The same ask is not tried twice.
    assert_eq!(model.compiled.load(Ordering::SeqCst), 10);
    ensure!(matches!(ask(&mut client, 50, DECLINES, 0)?, ToClient::Declined { .. }));
    ensure!(is_right(&ask(&mut client, 51, 1, 0)?, 1, 0));
    assert_eq!(server.metrics().get(Metric::Panicked), 10);
    server.stop();
    Ok(())
}

#[test]
fn a_request_that_contradicts_itself_is_one_failure() -> Result<()> {
    let server = Server::start(&config(&["--listen=127.0.0.1:0"])?, Arc::new(Jit))?;
    let mut client = Client::greet(tcp(&server.addresses()[0].to_string())?)?;
    let directives = Directives {
        inline_allocation: true,
        inlining: true,
        speculation: true,
        generation: 1,
        cpu: CpuFeatures::default(),
    };
    let request = CompileRequest {
        contract: CONTRACT,
        // There is no such row.
        method: MethodId(7),
        entry: Entry::Method,
        directives,
        classes: vec![],
        fields: vec![],
        methods: vec![],
        objects: vec![],
    };
    let skeleton = split(&request)?.skeleton.0;
    let answer = client.compile(1, Key::of(&request).0, None, &skeleton, &[])?;
    ensure!(matches!(&answer, ToClient::Failed { text } if text.contains("panic")), "{answer:?}");
    let answer = client.compile(2, key(1), None, &skeleton, &[])?;
    ensure!(matches!(&answer, ToClient::Failed { text } if text.contains("key")), "{answer:?}");
    client.say(3, &ToServer::Ping {})?;
    ensure!(client.hear()? == (3, ToClient::Pong {}));
    server.stop();
    Ok(())
}

#[test]
fn a_compilation_without_end_costs_one_answer() -> Result<()> {
    let (server, address, _) = start(&["--threads=1", "--compile-time=300"])?;
    let mut client = Client::greet(tcp(&address)?)?;
    let ToClient::Failed { text } = ask(&mut client, 1, IS_SLOW, 0)? else {
        bail!("it takes two seconds");
    };
    ensure!(text.contains("too long"), "{text}");
    ensure!(is_right(&ask(&mut client, 2, 1, 0)?, 1, 0));
    server.stop();
    Ok(())
}

#[test]
fn overload_is_answered_busy() -> Result<()> {
    let (server, address, _) = start(&["--threads=1", "--queue=2", "--client-requests=3"])?;
    let mut client = Client::greet(tcp(&address)?)?;
    for id in 0..6u8 {
        let skeleton = Bytes(skeleton(IS_SLOW, id, 10));
        let message =
            ToServer::Compile { key: key(id), program: None, skeleton, blobs: Vec::new() };
        client.say(u32::from(id) + 1, &message)?;
    }
    let mut busy = Vec::new();
    for _ in 0..3 {
        let (id, answer) = client.hear()?;
        ensure!(matches!(answer, ToClient::Busy { retry_ms } if retry_ms > 0), "{answer:?}");
        busy.push(id);
    }
    assert_eq!(busy, [4, 5, 6]);
    assert_eq!(server.metrics().get(Metric::BusyClient), 3);
    server.stop();
    Ok(())
}

#[test]
fn a_second_run_fetches_what_the_first_needed() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let cache = format!("--cache-dir={}", dir.path().join("cache").display());
    let program = Some([9; 16]);
    let (server, address, _) = start(&[&cache])?;
    let mut client = Client::greet(tcp(&address)?)?;
    for k in 1..100 {
        let answer = client.compile(u32::from(k), key(k), program, &skeleton(k, 0, 10), &[])?;
        ensure!(is_right(&answer, k, 0));
    }
    let keys: Vec<Id128> = (1..100).rev().map(key).collect();
    client.say(0, &ToServer::Used { program: [9; 16], keys: keys.clone() })?;
    let fetched = |client: &mut Client<TcpStream>| -> Result<Vec<u8>> {
        client.say(500, &ToServer::Fetch { program: [9; 16] })?;
        let mut found = Vec::new();
        loop {
            match client.hear()? {
                (500, ToClient::Item { body }) => found.push(body.0[0]),
                (500, ToClient::End { count }) => {
                    ensure!(count as usize == found.len());
                    return Ok(found);
                }
                (_, message) => bail!("{message:?}"),
            }
        }
    };
    let expected: Vec<u8> = (1..100).rev().collect();
    assert_eq!(fetched(&mut client)?, expected);
    server.stop();
    // The next server finds all of it on disk.
    let (server, address, model) = start(&[&cache])?;
    let mut client = Client::greet(tcp(&address)?)?;
    assert_eq!(fetched(&mut client)?, expected);
    ensure!(is_right(&ask(&mut client, 1, 5, 0)?, 5, 0));
    assert_eq!(model.compiled.load(Ordering::SeqCst), 0);
    // Until it is told to forget.
    client.say(7, &ToServer::Purge {})?;
    ensure!(client.hear()?.1 == ToClient::End { count: 99 });
    assert_eq!(fetched(&mut client)?, []);
    ensure!(is_right(&ask(&mut client, 2, 5, 0)?, 5, 0));
    assert_eq!(model.compiled.load(Ordering::SeqCst), 1);
    server.stop();
    Ok(())
}

#[test]
fn a_client_of_another_build_is_told_so() -> Result<()> {
    let (server, address, _) = start(&[])?;
    let mut client = Client::silent(tcp(&address)?);
    client.say(0, &ToServer::Hello { contract: 5, agent: "cortado 0.0.1".to_owned() })?;
    let (_, ToClient::Refused { text }) = client.hear()? else { bail!("it must be refused") };
    let ours = format!("{CONTRACT:016x}");
    for part in ["cortado 0.0.1", "0000000000000005", &ours, "cortado-server"] {
        ensure!(text.contains(part), "{part}: {text}");
    }
    ensure!(client.is_closed());
    assert_eq!(server.metrics().get(Metric::RefusedContract), 1);
    server.stop();
    Ok(())
}

#[test]
fn random_bytes_harm_only_who_sends_them() -> Result<()> {
    let (server, address, _) = start(&[])?;
    let mut good = Client::greet(tcp(&address)?)?;
    for seed in 1..200 {
        let mut numbers = Numbers::new(seed);
        let mut bytes: Vec<u8> =
            (0..numbers.below(3000)).map(|_| numbers.below(256) as u8).collect();
        if seed % 2 == 0 {
            // Behind a proper greeting.
            let mut greeting = Vec::new();
            let hello = ToServer::Hello { contract: CONTRACT, agent: "random".to_owned() };
            hello.write(0, &mut greeting)?;
            greeting.append(&mut bytes);
            bytes = greeting;
        }
        let mut stream = tcp(&address)?;
        // The server may have closed before all is written.
        let _ = stream.write_all(&bytes);
        if bytes.len() > 2 * limits::HEADER_BYTES {
            ensure!(Client::silent(stream).is_closed(), "seed {seed}");
        }
    }
    ensure!(is_right(&ask(&mut good, 1, 1, 0)?, 1, 0));
    server.stop();
    Ok(())
}

#[test]
fn cut_frames_and_silence_end_in_time() -> Result<()> {
    let (server, address, _) = start(&["--hello-time=300", "--stall-time=300"])?;
    let mut silent = Client::silent(tcp(&address)?);
    ensure!(silent.is_closed());
    let mut cut = Client::greet(tcp(&address)?)?;
    let mut frame = Vec::new();
    ToServer::Ping {}.write(1, &mut frame)?;
    cut.stream.write_all(&frame[..20])?;
    ensure!(cut.is_closed());
    assert_eq!(server.metrics().get(Metric::EndedSilent), 1);
    assert_eq!(server.metrics().get(Metric::EndedSlow), 1);
    server.stop();
    Ok(())
}

#[test]
fn a_client_that_never_reads_is_closed() -> Result<()> {
    let (server, address, _) = start(&["--stall-time=500"])?;
    let mut deaf = Client::greet(tcp(&address)?)?;
    for id in 1..=60u8 {
        let skeleton = Bytes(skeleton(IS_LARGE, id, 10));
        let message =
            ToServer::Compile { key: key(id), program: None, skeleton, blobs: Vec::new() };
        if deaf.say(u32::from(id), &message).is_err() {
            break;
        }
    }
    let slow = || server.metrics().get(Metric::EndedSlow) == 1;
    eventually("a client that never reads stays connected", slow)?;
    let mut good = Client::greet(tcp(&address)?)?;
    ensure!(is_right(&ask(&mut good, 1, 1, 0)?, 1, 0));
    server.stop();
    Ok(())
}

#[test]
fn two_thousand_idle_connections_are_no_burden() -> Result<()> {
    // Each is a descriptor on both sides, in one process.
    let text = std::fs::read_to_string("/proc/self/limits")?;
    let line = text.lines().find(|line| line.starts_with("Max open files")).context("a limit")?;
    let limit: usize = line.split_whitespace().nth(3).context("a number")?.parse()?;
    let count = 2000.min(limit.saturating_sub(300) / 2);
    let (server, address, _) = start(&[])?;
    let idle: Vec<Client<TcpStream>> =
        (0..count).map(|_| Client::greet(tcp(&address)?)).collect::<Result<_>>()?;
    let mut client = Client::greet(tcp(&address)?)?;
    for id in 1..50u8 {
        ensure!(is_right(&ask(&mut client, u32::from(id), id, 0)?, id, 0));
    }
    assert_eq!(server.metrics().get(Metric::Clients), count as u64 + 1);
    drop(idle);
    let gone = || server.metrics().get(Metric::Clients) == 1;
    eventually("connections stay after their end", gone)?;
    server.stop();
    Ok(())
}

#[test]
fn too_many_clients_are_refused() -> Result<()> {
    let (server, address, _) = start(&["--clients=2"])?;
    let _first = Client::greet(tcp(&address)?)?;
    let second = Client::greet(tcp(&address)?)?;
    let mut third = Client::silent(tcp(&address)?);
    let (_, ToClient::Refused { text }) = third.hear()? else { bail!("it must be refused") };
    ensure!(text.contains("too many"), "{text}");
    drop(second);
    eventually("there is room again", || tcp(&address).and_then(Client::greet).is_ok())?;
    server.stop();
    Ok(())
}

#[test]
fn unix_sockets_need_no_tls_and_replace_those_of_the_dead() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("socket");
    // A server that was killed leaves its path behind.
    drop(std::os::unix::net::UnixListener::bind(&path)?);
    let listen = format!("--listen=unix:{}", path.display());
    let server = Server::start(&config(&[&listen])?, Arc::new(Model::default()))?;
    let mut client = Client::greet(UnixStream::connect(&path)?)?;
    ensure!(is_right(&ask(&mut client, 1, 1, 0)?, 1, 0));
    // The path of a server that answers is not taken.
    ensure!(Server::start(&config(&[&listen])?, Arc::new(Model::default())).is_err());
    assert_eq!(server.addresses(), [Address::Unix(path.clone())]);
    server.stop();
    ensure!(!path.exists());
    Ok(())
}

#[test]
fn plain_tcp_for_other_machines_must_be_asked_for() -> Result<()> {
    let model = Arc::new(Model::default());
    let Err(error) = Server::start(&config(&["--listen=0.0.0.0:0"])?, model.clone()) else {
        bail!("it must be refused");
    };
    ensure!(error.to_string().contains("plain-tcp"), "{error}");
    Server::start(&config(&["--listen=0.0.0.0:0", "--plain-tcp"])?, model)?.stop();
    Ok(())
}

#[test]
fn metrics_and_health_are_served() -> Result<()> {
    let (server, address, _) = start(&["--metrics=127.0.0.1:0"])?;
    let mut client = Client::greet(tcp(&address)?)?;
    ensure!(is_right(&ask(&mut client, 1, 1, 0)?, 1, 0));
    let at = server.metrics_address().context("metrics are on")?.to_string();
    let get = |path: &str| -> Result<String> {
        let mut stream = tcp(&at)?;
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes())?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        Ok(text)
    };
    let metrics = get("/metrics")?;
    for line in [
        "cortado_requests_total 1",
        "cortado_misses_total 1",
        "cortado_clients 1",
        "cortado_compile_seconds_count 1",
        "# TYPE cortado_hits_total counter",
    ] {
        ensure!(metrics.lines().any(|found| found == line), "{line}\n{metrics}");
    }
    ensure!(get("/healthz")?.starts_with("HTTP/1.1 200"));
    ensure!(get("/readyz")?.starts_with("HTTP/1.1 200"));
    ensure!(get("/other")?.starts_with("HTTP/1.1 404"));
    // Who says nothing is not waited for by the next.
    let _silent = tcp(&at)?;
    ensure!(get("/healthz")?.starts_with("HTTP/1.1 200"));
    client.say(3, &ToServer::Status {})?;
    let (3, ToClient::StatusReply { status }) = client.hear()? else { bail!("no status") };
    assert_eq!((status.threads, status.clients.len()), (2, 1));
    assert_eq!(status.clients[0].bodies, 1);
    ensure!(status.metrics.contains(&("cortado_misses_total".to_owned(), 1.0)));
    server.stop();
    Ok(())
}

#[test]
fn hits_that_differ_from_a_new_compilation_are_found() -> Result<()> {
    struct Unsteady(AtomicUsize);
    impl Compiler for Unsteady {
        fn compile(&self, _: &Ask) -> Answer {
            Answer::Body(vec![self.0.fetch_add(1, Ordering::SeqCst) as u8])
        }
        fn choose(&self, _: &Ask, _: &[Vec<u8>]) -> Option<usize> {
            Some(0)
        }
    }
    for (compiler, failures) in [
        (Arc::new(Unsteady(AtomicUsize::new(0))) as Arc<dyn Compiler>, 1),
        (Arc::new(Model::default()), 0),
    ] {
        let words = ["--listen=127.0.0.1:0", "--self-check"];
        let server = Server::start(&config(&words)?, compiler)?;
        let mut client = Client::greet(tcp(&server.addresses()[0].to_string())?)?;
        for id in 1..3 {
            ensure!(matches!(ask(&mut client, id, 1, 0)?, ToClient::Body { .. }));
        }
        assert_eq!(server.metrics().get(Metric::HitsMemory), 1);
        assert_eq!(server.metrics().get(Metric::SelfCheckFailures), failures);
        server.stop();
    }
    Ok(())
}
