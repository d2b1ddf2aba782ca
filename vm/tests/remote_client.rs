//! The client of the compile server against servers that misbehave: every question is answered or
//! given back for local compilation, once, and the client recovers when the server does.

use cortado_protocol::CONTRACT;
use cortado_protocol::frame::Decoder;
use cortado_protocol::message::{Bytes, Limits, ToClient, ToServer, content_id};
use cortado_protocol::skeleton::Parts;
use cortado_vm::compile::remote::client::{Client, Handler, Outcome, Question, Reason};
use cortado_vm::compile::remote::link::LinkError;
use cortado_vm::compile::remote::settings::{Address, Settings};
use crossbeam::channel::{Receiver, Sender, unbounded};
use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;

/// Longer than anything here takes, and no test waits for it to pass.
const LONG: Duration = Duration::from_secs(60);

#[derive(Debug, PartialEq)]
enum Event {
    Done(u32, Outcome),
    Fetched(Vec<u8>),
    FetchEnded(u32),
    Connected(String),
    Disconnected(String, bool),
}

struct Recorder(Sender<Event>);

impl Handler<u32> for Recorder {
    fn done(&self, ticket: u32, outcome: Outcome) {
        let _ = self.0.send(Event::Done(ticket, outcome));
    }
    fn fetched(&self, body: Vec<u8>) {
        let _ = self.0.send(Event::Fetched(body));
    }
    fn fetch_ended(&self, count: u32) {
        let _ = self.0.send(Event::FetchEnded(count));
    }
    fn connected(&self, server: &str) {
        let _ = self.0.send(Event::Connected(server.to_owned()));
    }
    fn disconnected(&self, error: &LinkError, _pause: Duration, was_connected: bool) {
        let _ = self.0.send(Event::Disconnected(error.to_string(), was_connected));
    }
}

/// One connection as a server sees it.
struct Peer {
    stream: UnixStream,
    decoder: Decoder,
}

impl Peer {
    fn new(stream: UnixStream) -> Peer {
        let mut decoder = Decoder::default();
        decoder.open();
        Peer { stream, decoder }
    }

    /// The next message; none when the client is gone.
    fn next(&mut self) -> Option<(ToServer, u32)> {
        loop {
            if let Some(frame) = self.decoder.next_frame().expect("the client sends frames") {
                return Some((ToServer::read(&frame).expect("a message"), frame.id));
            }
            let mut buffer = [0; 4096];
            match self.stream.read(&mut buffer) {
                Ok(0) | Err(_) => return None,
                Ok(count) => self.decoder.push(&buffer[..count]),
            }
        }
    }

    fn bytes(message: &ToClient, id: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        message.write(id, &mut bytes).expect("within limits");
        bytes
    }

    fn send(&mut self, message: &ToClient, id: u32) {
        // The client may be gone already.
        let _ = self.stream.write_all(&Peer::bytes(message, id));
    }

    /// Takes the greeting and welcomes.
    fn welcome(&mut self) {
        assert!(matches!(self.next(), Some((ToServer::Hello { contract: CONTRACT, .. }, 0))));
        self.send(&welcome(CONTRACT), 0);
    }

    /// The next question's id.
    fn question(&mut self) -> Option<u32> {
        loop {
            match self.next()? {
                (ToServer::Compile { .. }, id) => return Some(id),
                (ToServer::Fetch { .. }, id) => self.send(&ToClient::End { count: 0 }, id),
                _ => {}
            }
        }
    }
}

fn welcome(contract: u64) -> ToClient {
    let limits = Limits { in_flight: 8, payload: 1 << 20 };
    ToClient::Welcome { contract, agent: "fake".to_owned(), limits }
}

fn body(text: &str) -> ToClient {
    ToClient::Body { body: Bytes(text.as_bytes().to_vec()) }
}

/// Serves one connection after the other, each in the way that `serve` says; ends after the last.
fn server<F>(path: &Path, connections: usize, serve: F) -> JoinHandle<()>
where
    F: Fn(usize, &mut Peer) + Send + 'static,
{
    let listener = UnixListener::bind(path).expect("binds");
    std::thread::spawn(move || {
        for number in 0..connections {
            let (stream, _) = listener.accept().expect("accepts");
            serve(number, &mut Peer::new(stream));
        }
    })
}

struct Fixture {
    client: Client<u32>,
    events: Receiver<Event>,
    _directory: tempfile::TempDir,
}

impl Fixture {
    /// A client of a server that serves so many connections.
    fn new<F>(timeout: Duration, program: bool, connections: usize, serve: F) -> Fixture
    where
        F: Fn(usize, &mut Peer) + Send + 'static,
    {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("socket");
        if connections > 0 {
            server(&path, connections, serve);
        }
        let (sender, events) = unbounded();
        let program = program.then(|| content_id(b"program"));
        let settings = settings(Address::Unix(path), timeout);
        let client = Client::start(settings, program, Recorder(sender)).expect("starts");
        Fixture { client, events, _directory: directory }
    }

    fn event(&self) -> Event {
        self.events.recv_timeout(LONG).expect("an event")
    }

    fn connected(&self) {
        loop {
            if self.event() == Event::Connected("fake".to_owned()) {
                return;
            }
        }
    }

    fn ask(&self, ticket: u32) {
        self.client.ask(question(ticket), ticket).expect("open");
    }

    /// Asks once, and what became of that.
    fn outcome(&self) -> Outcome {
        self.ask(7);
        loop {
            if let Event::Done(ticket, outcome) = self.event() {
                assert_eq!(ticket, 7);
                return outcome;
            }
        }
    }
}

fn settings(address: Address, timeout: Duration) -> Settings {
    Settings {
        address,
        timeout,
        tls: None,
        plain_over_network: false,
        log_connections: false,
        required: false,
        agent: "test".to_owned(),
    }
}

fn question(number: u32) -> Question {
    let blob = format!("blob {number}").into_bytes();
    Question {
        key: content_id(&number.to_le_bytes()),
        program: None,
        parts: Parts {
            skeleton: Bytes(vec![1; 5000]),
            blobs: vec![(content_id(&blob), Bytes(blob)), (content_id(b"x"), Bytes(b"x".to_vec()))],
        },
    }
}

/// A server that welcomes, then answers each question by `answer`.
fn answering<F>(answer: F) -> Fixture
where
    F: Fn(&mut Peer, u32) + Send + 'static,
{
    let fixture = Fixture::new(LONG, false, 1, move |_, peer| {
        peer.welcome();
        while let Some(id) = peer.question() {
            answer(peer, id);
        }
    });
    fixture.connected();
    fixture
}

#[test]
fn answers_are_handed_on() {
    let fixture = answering(|peer, id| peer.send(&body("code"), id));
    assert_eq!(fixture.outcome(), Outcome::Body(b"code".to_vec()));
    let fixture = answering(|peer, id| {
        peer.send(&ToClient::Declined { text: "jsr".to_owned() }, id);
    });
    assert_eq!(fixture.outcome(), Outcome::Local(Reason::Declined("jsr".to_owned())));
    let fixture = answering(|peer, id| {
        peer.send(&ToClient::Failed { text: "panic".to_owned() }, id);
    });
    assert_eq!(fixture.outcome(), Outcome::Local(Reason::Failed("panic".to_owned())));
}

#[test]
fn answers_find_their_questions_in_any_order_and_portion() {
    let fixture = Fixture::new(LONG, false, 1, |_, peer| {
        peer.welcome();
        let ids: Vec<u32> = (0..5).filter_map(|_| peer.question()).collect();
        let mut bytes = Vec::new();
        for &id in ids.iter().rev() {
            bytes.extend(Peer::bytes(&body(&format!("body {id}")), id));
        }
        // An answer nobody waits for, and one twice.
        bytes.extend(Peer::bytes(&body("stray"), 4711));
        bytes.extend(Peer::bytes(&body("again"), ids[0]));
        for portion in bytes.chunks(7) {
            peer.stream.write_all(portion).expect("written");
        }
        while peer.next().is_some() {}
    });
    fixture.connected();
    for ticket in 1..=5 {
        fixture.ask(ticket);
    }
    for ticket in (1..=5).rev() {
        let text = format!("body {ticket}").into_bytes();
        assert_eq!(fixture.event(), Event::Done(ticket, Outcome::Body(text)));
    }
    assert_eq!(fixture.client.refusal(), None);
}

#[test]
fn a_server_gets_the_bytecode_that_it_lacks() {
    let fixture = answering(|peer, id| {
        peer.send(&ToClient::Lacks { blobs: vec![content_id(b"x"), content_id(b"blob 7")] }, id);
        let Some((ToServer::Blobs { blobs }, of)) = peer.next() else { panic!("no blobs") };
        assert_eq!(of, id);
        assert_eq!(blobs, [Bytes(b"x".to_vec()), Bytes(b"blob 7".to_vec())]);
        peer.send(&body("code"), id);
    });
    assert_eq!(fixture.outcome(), Outcome::Body(b"code".to_vec()));
}

#[test]
fn a_server_that_asks_for_what_is_not_ours_is_left() {
    let fixture = answering(|peer, id| {
        peer.send(&ToClient::Lacks { blobs: vec![content_id(b"secret")] }, id);
    });
    assert_eq!(fixture.outcome(), Outcome::Local(Reason::Lost));
}

#[test]
fn a_busy_server_is_left_alone_for_a_while() {
    let fixture = answering(|peer, id| peer.send(&ToClient::Busy { retry_ms: 600_000 }, id));
    assert_eq!(fixture.outcome(), Outcome::Local(Reason::Busy));
    assert!(matches!(fixture.client.ask(question(8), 8), Err((8, Reason::Busy))));
    assert_eq!(fixture.client.refusal(), Some(Reason::Busy));
}

#[test]
fn no_more_is_asked_than_the_server_allows() {
    let fixture = answering(|_, _| {});
    for ticket in 0..8 {
        fixture.ask(ticket);
    }
    assert!(matches!(fixture.client.ask(question(8), 8), Err((8, Reason::Crowded))));
}

#[test]
fn without_a_server_everything_is_given_back_at_once() {
    let fixture = Fixture::new(LONG, false, 0, |_, _| {});
    assert!(matches!(fixture.client.ask(question(1), 1), Err((1, Reason::Disconnected))));
    for _ in 0..3 {
        assert!(matches!(fixture.event(), Event::Disconnected(_, false)));
    }
    fixture.client.close(None);
}

#[test]
fn a_silent_server_is_given_up_and_asked_for_again() {
    // The first connection never welcomes, the second welcomes and never answers.
    let fixture = Fixture::new(Duration::from_millis(50), false, 3, |number, peer| match number {
        0 => while peer.next().is_some() {},
        1 => {
            peer.welcome();
            while peer.next().is_some() {}
        }
        _ => {
            peer.welcome();
            while let Some(id) = peer.question() {
                peer.send(&body("code"), id);
            }
        }
    });
    let silent = |was| Event::Disconnected("the server does not answer".to_owned(), was);
    assert_eq!(fixture.event(), silent(false));
    fixture.connected();
    fixture.ask(1);
    assert_eq!(fixture.event(), Event::Done(1, Outcome::Local(Reason::Timeout)));
    assert_eq!(fixture.event(), silent(true));
    fixture.connected();
}

#[test]
fn a_slow_answer_is_not_waited_for_and_does_no_harm() {
    let fixture = Fixture::new(Duration::from_millis(50), false, 1, |_, peer| {
        peer.welcome();
        let slow = peer.question().expect("a question");
        // Something else is said all the time, so that the connection is not silent.
        for _ in 0..30 {
            peer.send(&ToClient::Pong {}, 0);
            std::thread::sleep(Duration::from_millis(5));
        }
        peer.send(&body("late"), slow);
        while let Some(id) = peer.question() {
            peer.send(&body("code"), id);
        }
    });
    fixture.connected();
    fixture.ask(1);
    assert_eq!(fixture.event(), Event::Done(1, Outcome::Local(Reason::Timeout)));
    loop {
        // Until the late answer is through.
        fixture.ask(2);
        match fixture.event() {
            Event::Done(2, Outcome::Local(Reason::Timeout)) => {}
            event => break assert_eq!(event, Event::Done(2, Outcome::Body(b"code".to_vec()))),
        }
    }
    assert!(fixture.client.traffic().late.get() >= 1);
}

/// What a server may do instead of answering; the connection ends with it.
type Misdeed = fn(&mut Peer, u32);

const MISDEEDS: &[(&str, Misdeed)] = &[
    ("closes", |_, _| {}),
    ("sends garbage", |peer, _| {
        let garbage: Vec<u8> = (0..10_000u32).map(|at| (at * 37 % 251) as u8).collect();
        let _ = peer.stream.write_all(&garbage);
    }),
    ("dies in the middle of a frame", |peer, id| {
        let bytes = Peer::bytes(&body("a body that is cut"), id);
        let _ = peer.stream.write_all(&bytes[..bytes.len() - 1]);
    }),
    ("dies in the middle of a header", |peer, id| {
        let _ = peer.stream.write_all(&Peer::bytes(&body("code"), id)[..20]);
    }),
    ("flips a bit of the payload", |peer, id| {
        let mut bytes = Peer::bytes(&body("code"), id);
        *bytes.last_mut().expect("a payload") ^= 1;
        let _ = peer.stream.write_all(&bytes);
    }),
    ("flips a bit of the header", |peer, id| {
        let mut bytes = Peer::bytes(&body("code"), id);
        bytes[16] ^= 1;
        let _ = peer.stream.write_all(&bytes);
    }),
    ("is replaced by another build", |peer, id| {
        let mut bytes = Peer::bytes(&body("code"), id);
        bytes[0] ^= 1;
        let sum = blake3_of(&bytes[..40]);
        bytes[40..48].copy_from_slice(&sum);
        let _ = peer.stream.write_all(&bytes);
    }),
    ("welcomes twice", |peer, id| peer.send(&welcome(CONTRACT), id)),
    ("refuses in the middle", |peer, _| {
        peer.send(&ToClient::Refused { text: "not any more".to_owned() }, 0);
    }),
    ("answers with a message of the other direction", |peer, id| {
        let mut bytes = Vec::new();
        ToServer::Ping {}.write(id, &mut bytes).expect("small");
        let _ = peer.stream.write_all(&bytes);
    }),
];

fn blake3_of(bytes: &[u8]) -> [u8; 8] {
    let mut sum = [0; 8];
    sum.copy_from_slice(&content_id(bytes)[..8]);
    sum
}

#[test]
fn each_misdeed_costs_one_connection_and_the_next_one_serves() {
    for (what, misdeed) in MISDEEDS {
        let fixture = Fixture::new(LONG, false, 2, move |number, peer| {
            peer.welcome();
            while let Some(id) = peer.question() {
                if number == 0 {
                    misdeed(peer, id);
                    return;
                }
                peer.send(&body("code"), id);
            }
        });
        fixture.connected();
        assert_eq!(fixture.outcome(), Outcome::Local(Reason::Lost), "a server that {what}");
        fixture.connected();
        assert_eq!(fixture.outcome(), Outcome::Body(b"code".to_vec()), "after {what}");
    }
}

#[test]
fn what_cannot_be_understood_is_said_with_its_reason() {
    let refusal = |serve: fn(&mut Peer)| {
        let fixture = Fixture::new(LONG, false, 1, move |_, peer| {
            let _ = peer.next();
            serve(peer);
        });
        match fixture.event() {
            Event::Disconnected(text, false) => text,
            event => panic!("{event:?}"),
        }
    };
    let text = refusal(|peer| {
        let mut bytes = Peer::bytes(&welcome(CONTRACT ^ 1), 0);
        bytes[0] ^= 1;
        let sum = blake3_of(&bytes[..40]);
        bytes[40..48].copy_from_slice(&sum);
        let _ = peer.stream.write_all(&bytes);
    });
    let expected =
        format!("the other side's contract is {:016x}, ours is {CONTRACT:016x}", CONTRACT ^ 1);
    assert_eq!(text, expected);
    let text = refusal(|peer| {
        peer.send(&ToClient::Refused { text: "this server is full".to_owned() }, 0);
    });
    assert_eq!(text, "the server refuses: this server is full");
    let text = refusal(|peer| {
        let _ = peer.stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    assert_eq!(text, "this is no frame of Cortado's protocol");
    let text = refusal(|peer| peer.send(&body("code"), 1));
    assert_eq!(text, "the server sent a message out of turn");
}

#[test]
fn a_network_without_tls_is_not_used_unless_asked_for() {
    let (sender, events) = unbounded();
    let address = Address::Tcp("192.0.2.1".to_owned(), 38400);
    let settings = settings(address, Duration::from_millis(50));
    let _client = Client::<u32>::start(settings, None, Recorder(sender)).expect("starts");
    let Ok(Event::Disconnected(text, false)) = events.recv_timeout(LONG) else {
        panic!("no event")
    };
    assert_eq!(
        text,
        "192.0.2.1:38400 is not on this machine and JITServerSSLRootCerts is not given"
    );
}

#[test]
fn bodies_of_the_program_are_fetched_until_all_have_come() {
    let items = ["one", "two", "three"];
    let fixture = Fixture::new(LONG, true, 2, move |number, peer| {
        peer.welcome();
        let Some((ToServer::Fetch { program }, id)) = peer.next() else { panic!("no fetch") };
        assert_eq!(program, content_id(b"program"));
        for item in &items[..=number * 2] {
            let item = Bytes(item.as_bytes().to_vec());
            peer.send(&ToClient::Item { body: item.clone() }, id);
            // Of another fetch: not ours.
            peer.send(&ToClient::Item { body: item }, id + 1);
        }
        if number == 1 {
            peer.send(&ToClient::End { count: 3 }, id);
            while peer.next().is_some() {}
        }
    });
    fixture.connected();
    let fetched = |text: &str| Event::Fetched(text.as_bytes().to_vec());
    assert_eq!(fixture.event(), fetched("one"));
    assert!(matches!(fixture.event(), Event::Disconnected(_, true)));
    fixture.connected();
    for item in items {
        assert_eq!(fixture.event(), fetched(item));
    }
    assert_eq!(fixture.event(), Event::FetchEnded(3));
}

#[test]
fn what_was_used_is_said_at_the_end() {
    let (sender, said) = unbounded();
    let fixture = Fixture::new(LONG, false, 1, move |_, peer| {
        peer.welcome();
        while let Some((message, _)) = peer.next() {
            let _ = sender.send(message);
        }
    });
    fixture.connected();
    let (program, keys) = (content_id(b"program"), vec![content_id(b"a"), content_id(b"b")]);
    fixture.client.close(Some((program, keys.clone())));
    let said = said.recv_timeout(LONG).expect("a message");
    assert_eq!(said, ToServer::Used { program, keys });
    assert!(matches!(fixture.client.ask(question(1), 1), Err((1, Reason::Disconnected))));
}
