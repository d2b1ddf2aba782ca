//! `cortadoctl server`: how a compile server is, and making it forget.

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use cortado_protocol::limits::DEFAULT_PORT;
use cortado_protocol::message::{Status, ToClient, ToServer};
use cortado_vm::compile::remote::console::Console;
use cortado_vm::compile::remote::settings::{Address, Settings};
use cortado_vm::compile::remote::tls::TlsFiles;
use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, Subcommand)]
pub enum Server {
    /// Prints the figures and clients of a server.
    Status {
        #[command(flatten)]
        place: Place,
    },
    /// Prints them again and again, with what has changed.
    Top {
        #[command(flatten)]
        place: Place,
        /// Seconds between two looks.
        #[arg(long, default_value_t = 2.0)]
        interval: f64,
        /// How often to look; without it, until interrupted.
        #[arg(long)]
        count: Option<u64>,
    },
    /// Makes a server forget all bodies, in memory and on disk.
    Purge {
        #[command(flatten)]
        place: Place,
    },
}

/// Where a server is.
#[derive(Debug, Args)]
pub struct Place {
    /// Its host, or unix: and the path of its socket.
    #[arg(long, default_value = "localhost")]
    address: String,
    /// Its port.
    #[arg(long, default_value_t = DEFAULT_PORT)]
    port: u16,
    /// Use TLS; who may sign the server's certificate (PEM).
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Key of the certificate to show (PEM).
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,
    /// Certificate to show (PEM).
    #[arg(long, value_name = "FILE", requires = "key")]
    cert: Option<PathBuf>,
    /// Do without TLS over a network.
    #[arg(long)]
    plain_tcp: bool,
    /// Milliseconds that an answer may take.
    #[arg(long, default_value_t = 10_000)]
    timeout: u64,
}

impl Place {
    fn connect(&self) -> Result<Console> {
        let settings = Settings {
            address: Address::new(&self.address, self.port),
            timeout: Duration::from_millis(self.timeout),
            tls: self.ca.clone().map(|roots| TlsFiles {
                roots,
                key: self.key.clone(),
                cert: self.cert.clone(),
            }),
            plain_over_network: self.plain_tcp,
            log_connections: false,
            required: false,
            agent: format!("cortadoctl {}", env!("CARGO_PKG_VERSION")),
        };
        Console::connect(&settings).with_context(|| settings.address.to_string())
    }
}

pub fn run(command: &Server, out: &mut impl Write) -> Result<()> {
    match command {
        Server::Status { place } => print(&status(&mut place.connect()?)?, None, out),
        Server::Top { place, interval, count } => {
            let pause = Duration::try_from_secs_f64(*interval).context("--interval")?;
            top(&mut place.connect()?, pause, count.unwrap_or(u64::MAX), out)
        }
        Server::Purge { place } => match place.connect()?.ask(&ToServer::Purge {})? {
            ToClient::End { count } => Ok(writeln!(out, "{count} bodies forgotten")?),
            ToClient::Failed { text } => bail!("{text}"),
            _ => bail!("the server answers something else"),
        },
    }
}

fn status(console: &mut Console) -> Result<Status> {
    match console.ask(&ToServer::Status {})? {
        ToClient::StatusReply { status } => Ok(status),
        _ => bail!("the server answers something else"),
    }
}

fn top(console: &mut Console, pause: Duration, count: u64, out: &mut impl Write) -> Result<()> {
    let mut before = None;
    for number in 0..count {
        if number > 0 {
            std::thread::sleep(pause);
        }
        let now = status(console)?;
        // Clears the screen of a terminal.
        write!(out, "\x1b[H\x1b[2J")?;
        print(&now, before.as_ref(), out)?;
        out.flush()?;
        before = Some(now);
    }
    Ok(())
}

fn print(status: &Status, before: Option<&Status>, out: &mut impl Write) -> Result<()> {
    writeln!(out, "{}, up {} s, {} threads", status.agent, status.uptime_s, status.threads)?;
    let old: HashMap<&str, f64> = before
        .map(|before| before.metrics.iter().map(|(name, value)| (name.as_str(), *value)).collect())
        .unwrap_or_default();
    let width = status.metrics.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, value) in &status.metrics {
        write!(out, "{name:width$} {:>14}", number(*value))?;
        match old.get(name.as_str()) {
            Some(old) if *old != *value => writeln!(out, " {:>+12}", value - old)?,
            _ => writeln!(out)?,
        }
    }
    if !status.clients.is_empty() {
        writeln!(
            out,
            "\n{:24} {:28} {:>8} {:>9} {:>8} {:>7} {:>11} {:>11}",
            "peer", "agent", "seconds", "requests", "bodies", "flying", "in", "out"
        )?;
    }
    for client in &status.clients {
        writeln!(
            out,
            "{:24} {:28} {:>8} {:>9} {:>8} {:>7} {:>11} {:>11}",
            client.peer,
            client.agent,
            client.connected_s,
            client.requests,
            client.bodies,
            client.in_flight,
            client.bytes_in,
            client.bytes_out
        )?;
    }
    Ok(())
}

/// Whole numbers without a fraction.
fn number(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value}") } else { format!("{value:.6}") }
}
