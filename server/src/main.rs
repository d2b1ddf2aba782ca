//! `cortado-server`: options, logs and signals around [`cortado_server::server::Server`].
#![forbid(unsafe_code)]

use anyhow::{Context, Result};
use cortado_server::generate;
use cortado_server::jit::Jit;
use cortado_server::options::{Config, ConfigError, Level};
use cortado_server::server::Server;
use crossbeam::channel::{RecvTimeoutError, unbounded};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use std::{io, thread};
use tracing::level_filters::LevelFilter;
use tracing::{info, warn};

/// How often it is looked whether certificates have changed.
const LOOK: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("--generate", asked)) = words.split_first().map(|(first, rest)| (&**first, rest)) {
        return match generate::print(asked, &mut io::stdout().lock()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("cortado-server: {error}");
                ExitCode::from(2)
            }
        };
    }
    let config = match Config::from_words(std::env::args()) {
        Ok(config) => config,
        Err(ConfigError::Words(error)) => error.exit(),
        Err(error) => {
            eprintln!("cortado-server: {error}");
            return ExitCode::from(2);
        }
    };
    match run(&config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cortado-server: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn log_to_stderr(level: Level) {
    let level = match level {
        Level::Error => LevelFilter::ERROR,
        Level::Warn => LevelFilter::WARN,
        Level::Info => LevelFilter::INFO,
        Level::Debug => LevelFilter::DEBUG,
        Level::Trace => LevelFilter::TRACE,
    };
    // The journal adds the time by itself.
    let journal = std::env::var_os("JOURNAL_STREAM").is_some();
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(io::stderr);
    let log = log.with_ansi(false).with_target(false).with_thread_names(true);
    if journal { log.without_time().init() } else { log.init() }
}

fn run(config: &Config) -> Result<()> {
    log_to_stderr(config.log);
    if cfg!(panic = "abort") {
        warn!("this build ends at a panic of the compiler: build it with --profile server");
    }
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP]).context("signals")?;
    let server = Server::start(config, Arc::new(Jit))?;
    let (caught, signal) = unbounded();
    if config.stop_at_stdin_end {
        let ended = caught.clone();
        thread::Builder::new().name("stdin".to_owned()).spawn(move || {
            // Whatever ends it, nobody is there any more.
            let _ = io::copy(&mut io::stdin(), &mut io::sink());
            let _ = ended.send(SIGTERM);
        })?;
    }
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            if caught.send(signal).is_err() {
                break;
            }
        }
    })?;
    let mut version = server.tls_files().map(|files| files.version());
    loop {
        match signal.recv_timeout(LOOK) {
            Ok(SIGHUP) => server.reload(),
            Err(RecvTimeoutError::Timeout) if server.is_alive() => {
                let now = server.tls_files().map(|files| files.version());
                if now != version {
                    version = now;
                    server.reload();
                }
            }
            Ok(signal) => {
                info!(signal, "caught");
                server.stop();
                return Ok(());
            }
            Err(_) => {
                server.stop();
                anyhow::bail!("a thread of the server has ended");
            }
        }
    }
}
