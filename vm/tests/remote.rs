//! Programs under a VM that uses a compile server: whatever the server does, they do what they do
//! without one.

mod common;

use common::compile::{self, Unit};
use common::jdk::JDK;
use common::process::{self, End, Outcome};
use common::server::Server;
use common::testdata;
use cortado_protocol::CONTRACT;
use cortado_protocol::frame::Decoder;
use cortado_protocol::message::{Bytes, Limits, ToClient, ToServer};
use rcgen::{CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::thread;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(300);

/// A program that compiles some hundred methods.
const PROGRAM: &str = "JsonParser";

static UNIT: LazyLock<Unit> = LazyLock::new(|| {
    let unit = Unit {
        name: PROGRAM.to_owned(),
        javac: Vec::new(),
        sources: vec![testdata().join("programs").join(format!("{PROGRAM}.java"))],
        after: Vec::new(),
    };
    compile::compile(&[&unit]);
    unit
});

fn run(flags: &[String]) -> Outcome {
    let mut command = JDK.cortado();
    command.args(["-XX:CompileThreshold=64", "-XX:OnStackReplacePercentage=400"]).args(flags);
    command.arg("-cp").arg(UNIT.dir()).arg(PROGRAM);
    process::run(&mut command, b"", LIMIT)
}

static EXPECTED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let outcome = run(&[]);
    assert_eq!(outcome.end, End::Exit(0), "{}", outcome.stderr());
    outcome.stdout
});

#[track_caller]
fn assert_right(outcome: &Outcome) {
    assert_eq!(outcome.end, End::Exit(0), "{}", outcome.stderr());
    assert_eq!(String::from_utf8_lossy(&outcome.stdout), String::from_utf8_lossy(&EXPECTED));
}

fn flags(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// Logs go to standard error, so that standard output stays the program's.
const LOG: &str = "-Xlog:jitserver:stderr";

/// The number before a word of the log.
fn logged(outcome: &Outcome, before: &str) -> u64 {
    let text = outcome.stderr();
    let at = text.find(before).unwrap_or_else(|| panic!("no `{before}` in:\n{text}"));
    let digits = text[..at].trim_end().rsplit(|c: char| !c.is_ascii_digit()).next();
    digits.and_then(|digits| digits.parse().ok()).unwrap_or_else(|| panic!("{text}"))
}

#[test]
fn a_cold_server_compiles_and_a_warm_one_sends_all_at_once() {
    let server = Server::start(&["--self-check"]);
    let mut options = server.flags().to_vec();
    options.extend(flags(&[LOG, "-XX:+RequireJITServer", "-XX:JITServerTimeout=60000", "-Xbatch"]));
    let cold = run(&options);
    assert_right(&cold);
    assert_eq!(logged(&cold, "bodies fetched at start"), 0);
    assert!(logged(&cold, "bodies installed, ") > 50, "{}", cold.stderr());
    // On a machine with much to do, a program may be over before the bodies come.
    let warm = (0..20).map(|_| run(&options)).find(|warm| {
        assert_right(warm);
        assert!(logged(warm, "questions") <= logged(&cold, "questions"), "{}", warm.stderr());
        logged(warm, "bodies fetched at start") > 50 && logged(warm, "of them installed") > 25
    });
    assert!(warm.is_some(), "no run was warm");
}

/// What stands where a server should be.
type Impostor = fn(UnixStream);

const IMPOSTORS: &[(&str, Impostor)] = &[
    ("closes at once", |_| {}),
    ("says nothing", |mut stream| {
        let _ = stream.read_to_end(&mut Vec::new());
    }),
    ("sends garbage", |mut stream| {
        let garbage: Vec<u8> = (0..100_000u32).map(|at| (at * 31 % 253) as u8).collect();
        let _ = stream.write_all(&garbage);
    }),
    ("answers with garbage", |stream| answer(stream, |_| Bytes(vec![7; 3000]))),
    ("answers what the client sent", |stream| answer(stream, |asked| asked)),
    ("dies in the middle of answers", |mut stream| {
        let mut bytes = Vec::new();
        let body = Bytes((0..200_000u32).map(|at| (at ^ (at >> 7)) as u8).collect());
        let _ = welcome().write(0, &mut bytes);
        let _ = ToClient::Body { body }.write(1, &mut bytes);
        let _ = stream.write_all(&bytes[..bytes.len() / 2]);
        let _ = stream.read(&mut [0; 100]);
    }),
];

fn welcome() -> ToClient {
    let limits = Limits { in_flight: 64, payload: 1 << 20 };
    ToClient::Welcome { contract: CONTRACT, agent: "impostor".to_owned(), limits }
}

fn answer(mut stream: UnixStream, body_of: fn(Bytes) -> Bytes) {
    let mut decoder = Decoder::default();
    decoder.open();
    let mut buffer = [0; 4096];
    while let Ok(count) = stream.read(&mut buffer)
        && count > 0
    {
        decoder.push(&buffer[..count]);
        let mut out = Vec::new();
        while let Ok(Some(frame)) = decoder.next_frame() {
            let reply = match ToServer::read(&frame) {
                Ok(ToServer::Hello { .. }) => welcome(),
                Ok(ToServer::Compile { skeleton, .. }) => {
                    ToClient::Body { body: body_of(skeleton) }
                }
                Ok(ToServer::Fetch { .. }) => {
                    let _ = ToClient::Item { body: Bytes(vec![1; 500]) }.write(frame.id, &mut out);
                    ToClient::End { count: 1 }
                }
                _ => continue,
            };
            reply.write(frame.id, &mut out).expect("small");
        }
        if stream.write_all(&out).is_err() {
            return;
        }
    }
}

#[test]
fn programs_are_right_whatever_stands_where_a_server_should_be() {
    for (what, impostor) in IMPOSTORS {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("socket");
        let listener = UnixListener::bind(&path).expect("binds");
        let impostor = *impostor;
        thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                thread::spawn(move || impostor(stream));
            }
        });
        let address = format!("-XX:JITServerAddress=unix:{}", path.display());
        let mut options = flags(&["-XX:+UseJITServer", "-XX:JITServerTimeout=100", LOG]);
        options.push(address);
        let outcome = run(&options);
        assert_eq!(outcome.end, End::Exit(0), "a server that {what}:\n{}", outcome.stderr());
        assert_right(&outcome);
        assert_eq!(logged(&outcome, "bodies installed, "), 0, "{}", outcome.stderr());
    }
}

#[test]
fn without_a_server_programs_run_and_say_so_when_asked() {
    let nowhere = "-XX:JITServerAddress=unix:/nonexistent/socket";
    let mut options = flags(&["-XX:+UseJITServer", nowhere]);
    let outcome = run(&options);
    assert_right(&outcome);
    assert_eq!(outcome.stderr(), "");
    options.push("-XX:+JITServerLogConnections".to_owned());
    let outcome = run(&options);
    assert_right(&outcome);
    assert!(outcome.stderr().starts_with("#JITServer: t="), "{}", outcome.stderr());
    assert!(outcome.stderr().contains("Could not connect to a server"), "{}", outcome.stderr());
    options.push("-XX:+RequireJITServer".to_owned());
    let outcome = run(&options);
    assert_eq!(outcome.end, End::Exit(1), "{}", outcome.stderr());
    let text = "Error: the compile server at unix:/nonexistent/socket cannot be used: ";
    assert!(outcome.stderr().contains(text), "{}", outcome.stderr());
}

#[test]
fn a_network_without_tls_is_refused_with_a_warning() {
    // Warnings are on standard output unless logs are configured.
    let address = "-XX:JITServerAddress=192.0.2.1";
    let outcome = run(&flags(&["-XX:+UseJITServer", address, "-Xlog:disable", LOG]));
    assert_right(&outcome);
    let text = "the compile server is not used: 192.0.2.1:38400 is not on this machine";
    assert!(outcome.stderr().contains(text), "{}", outcome.stderr());
}

#[test]
fn sixteen_clients_survive_a_server_that_is_killed_again_and_again() {
    let mut server = Server::start(&[]);
    let options: Vec<String> =
        server.flags().into_iter().chain(flags(&["-XX:JITServerTimeout=500", LOG])).collect();
    let clients: Vec<_> = (0..16)
        .map(|_| {
            let options = options.clone();
            thread::spawn(move || run(&options))
        })
        .collect();
    while clients.iter().any(|client| !client.is_finished()) {
        thread::sleep(Duration::from_millis(150));
        server.kill();
        thread::sleep(Duration::from_millis(50));
        server.restart();
    }
    for client in clients {
        assert_right(&client.join().expect("a client's thread"));
    }
    // And one more, on what is left.
    let outcome = run(&options);
    assert_right(&outcome);
    assert!(logged(&outcome, "bodies installed, ") > 0, "{}", outcome.stderr());
}

fn cortadoctl(words: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_cortadoctl"))
        .args(words)
        .stdin(Stdio::null())
        .output()
        .expect("cortadoctl runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).expect("UTF-8"))
}

#[test]
fn cortadoctl_shows_a_server_and_makes_it_forget() {
    let server = Server::start(&[]);
    let address = format!("--address=unix:{}", server.socket.display());
    assert_right(&run(&server.flags()));
    let (ok, text) = cortadoctl(&["server", "status", &address]);
    assert!(ok && text.starts_with("cortado-server ") && text.contains("cortadoctl"), "{text}");
    let (ok, text) = cortadoctl(&["server", "top", &address, "--interval=0.01", "--count=2"]);
    assert!(ok && text.matches("cortado-server ").count() == 2, "{text}");
    let (ok, text) = cortadoctl(&["server", "purge", &address]);
    assert!(ok && text.ends_with(" bodies forgotten\n") && !text.starts_with("0 "), "{text}");
    let (ok, text) = cortadoctl(&["server", "purge", &address]);
    assert!(ok && text == "0 bodies forgotten\n", "{text}");
    let (ok, text) = cortadoctl(&["server", "status", "--address=unix:/nonexistent/socket"]);
    assert!(!ok && text.starts_with("cortadoctl: unix:/nonexistent/socket: "), "{text}");
}

/// Writes an authority, a server's certificate for `localhost` and a client's.
fn certificates(directory: &Path) {
    let key = || KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, key()).expect("an authority");
    fs::write(directory.join("ca.pem"), authority.pem()).expect("written");
    let ends = [
        ("server", ExtendedKeyUsagePurpose::ServerAuth),
        ("client", ExtendedKeyUsagePurpose::ClientAuth),
    ];
    for (name, usage) in ends {
        let key = key();
        let names = vec!["localhost".to_owned()];
        let mut params = CertificateParams::new(names).expect("a name");
        params.extended_key_usages = vec![usage];
        let signed = params.signed_by(&key, &authority).expect("signed");
        fs::write(directory.join(format!("{name}.pem")), signed.pem()).expect("written");
        fs::write(directory.join(format!("{name}.key")), key.serialize_pem()).expect("written");
    }
}

#[test]
fn tls_proves_who_both_are() {
    let directory = tempfile::tempdir().expect("a directory");
    certificates(directory.path());
    let file = |name: &str| directory.path().join(name).display().to_string();
    // A port that is free now; nobody else on this machine binds loopback ports in between.
    let port = {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        listener.local_addr().expect("an address").port()
    };
    let _server = Server::start(&[
        &format!("--listen=127.0.0.1:{port}"),
        &format!("--tls-cert={}", file("server.pem")),
        &format!("--tls-key={}", file("server.key")),
        &format!("--tls-client-ca={}", file("ca.pem")),
    ]);
    let place = |host: &str| {
        let roots = format!("-XX:JITServerSSLRootCerts={}", file("ca.pem"));
        let address = format!("-XX:JITServerAddress={host}");
        let port = format!("-XX:JITServerPort={port}");
        flags(&["-XX:+UseJITServer", LOG, &roots, &address, &port])
    };
    let ours = [
        format!("-XX:JITServerSSLKey={}", file("client.key")),
        format!("-XX:JITServerSSLCert={}", file("client.pem")),
    ];
    let known = run(&[&place("localhost")[..], &ours].concat());
    assert_right(&known);
    assert!(logged(&known, "bodies installed, ") > 0, "{}", known.stderr());
    let unknown = run(&place("localhost"));
    assert_right(&unknown);
    assert_eq!(logged(&unknown, "bodies installed, "), 0, "{}", unknown.stderr());
    let misnamed = run(&[&place("127.0.0.1")[..], &ours].concat());
    assert_right(&misnamed);
    assert_eq!(logged(&misnamed, "bodies installed, "), 0, "{}", misnamed.stderr());
    assert!(misnamed.stderr().contains("certificate"), "{}", misnamed.stderr());
}
