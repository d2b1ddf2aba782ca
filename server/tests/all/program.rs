//! The program `cortado-server`: its command line, signals and exit codes.

use crate::client::{Client, PATIENCE, tcp};
use anyhow::{Context, Result, ensure};
use cortado_protocol::message::{ToClient, ToServer};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Instant;

fn program(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cortado-server"));
    command.args(words).env_remove("JOURNAL_STREAM");
    command
}

fn output(words: &[&str]) -> Result<Output> {
    Ok(program(words).output()?)
}

/// A running server, killed at the end of the test whatever happens.
struct Running {
    child: Child,
    address: String,
    log: BufReader<std::process::ChildStderr>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start(words: &[&str]) -> Result<Running> {
    let mut child = program(words).stderr(Stdio::piped()).spawn()?;
    let mut log = BufReader::new(child.stderr.take().context("a log")?);
    let mut line = String::new();
    while !line.contains("listening") {
        line.clear();
        ensure!(log.read_line(&mut line)? > 0, "it ended");
    }
    let address = line.split_once("address=").context("the address")?.1;
    let address = address.split_whitespace().next().context("the address")?.to_owned();
    Ok(Running { child, address, log })
}

fn signal(running: &Running, name: &str) -> Result<()> {
    let pid = running.child.id().to_string();
    ensure!(Command::new("kill").args([name, &pid]).status()?.success());
    Ok(())
}

#[test]
fn help_lists_the_options_and_errors_name_what_is_wrong() -> Result<()> {
    let help = output(&["--help"])?;
    ensure!(help.status.success());
    let text = String::from_utf8(help.stdout)?;
    for option in ["--listen", "--tls-cert", "--cache-dir", "--metrics", "--plain-tcp", "--config"]
    {
        ensure!(text.contains(option), "{option}\n{text}");
    }
    for (words, code, named) in [
        (&["--no-such"][..], 2, "--no-such"),
        (&["--config=does-not-exist"], 2, "does-not-exist"),
        (&["--threads=0"], 2, "threads must be at least 1"),
        (&["--listen=0.0.0.0:0"], 1, "plain-tcp"),
        (&["--listen=unix:does/not/exist"], 1, "cannot listen on unix:does/not/exist"),
    ] {
        let output = output(words)?;
        let text = String::from_utf8(output.stderr)?;
        ensure!(output.status.code() == Some(code) && text.contains(named), "{text}");
    }
    Ok(())
}

#[test]
fn sigterm_stops_it_in_order() -> Result<()> {
    let mut running = start(&["--listen=127.0.0.1:0"])?;
    let mut client = Client::greet(tcp(&running.address)?)?;
    client.say(1, &ToServer::Ping {})?;
    ensure!(client.hear()? == (1, ToClient::Pong {}));
    signal(&running, "-TERM")?;
    ensure!(client.is_closed());
    let mut log = String::new();
    running.log.read_to_string(&mut log)?;
    ensure!(running.child.wait()?.success(), "{log}");
    ensure!(log.contains("stopping") && log.contains("stopped"), "{log}");
    Ok(())
}

#[test]
fn it_ends_with_its_standard_input_when_asked() -> Result<()> {
    let mut command = program(&["--listen=127.0.0.1:0", "--stop-at-stdin-end"]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut log = BufReader::new(child.stderr.take().context("a log")?);
    let mut line = String::new();
    while !line.contains("listening") {
        line.clear();
        ensure!(log.read_line(&mut line)? > 0, "it ended");
    }
    ensure!(child.try_wait()?.is_none());
    drop(child.stdin.take());
    log.read_to_string(&mut line)?;
    ensure!(child.wait()?.success() && line.contains("stopped"), "{line}");
    Ok(())
}

#[test]
fn a_killed_server_leaves_nothing_in_the_way_of_the_next() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let listen = format!("--listen=unix:{}", dir.path().join("socket").display());
    let cache = format!("--cache-dir={}", dir.path().join("cache").display());
    for _ in 0..3 {
        let mut running = start(&[&listen, &cache])?;
        let path = running.address.strip_prefix("unix:").context("a path")?;
        let mut client = Client::greet(std::os::unix::net::UnixStream::connect(path)?)?;
        client.say(2, &ToServer::Status {})?;
        let (2, ToClient::StatusReply { status }) = client.hear()? else {
            anyhow::bail!("no status");
        };
        ensure!(status.clients.len() == 1);
        running.child.kill()?;
        running.child.wait()?;
        ensure!(client.is_closed());
    }
    Ok(())
}

#[test]
fn sighup_changes_nothing_without_certificates() -> Result<()> {
    let running = start(&["--listen=127.0.0.1:0"])?;
    signal(&running, "-HUP")?;
    let start = Instant::now();
    for _ in 0..20 {
        Client::greet(tcp(&running.address)?)?;
        thread::yield_now();
    }
    ensure!(start.elapsed() < PATIENCE);
    Ok(())
}
