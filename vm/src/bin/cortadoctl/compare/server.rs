//! A compile server that nobody else uses.

use super::child::processor_time;
use super::interrupt;
use anyhow::{Context, Result, bail, ensure};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fs::File;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a server may take to listen.
const START: Duration = Duration::from_secs(60);
/// How long it may take to end.
const STOP: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(2);

/// A running server; it ends with this value, and with this process even if that is killed.
#[derive(Debug)]
pub struct PrivateServer {
    child: Child,
    socket: PathBuf,
}

impl PrivateServer {
    /// Starts a server whose socket is in `directory`, and waits until it listens.
    ///
    /// # Errors
    /// When it does not start; and after a signal.
    pub fn start(program: &Path, directory: &Path) -> Result<PrivateServer> {
        let socket = directory.join("server.sock");
        let log = directory.join("server.log");
        let child = Command::new(program)
            .arg(format!("--listen=unix:{}", socket.display()))
            .args(["--log=error", "--stop-at-stdin-end"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            // A terminal's Ctrl-C is for us; we end it.
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot run {}", program.display()))?;
        let mut server = PrivateServer { child, socket };
        let begun = Instant::now();
        while UnixStream::connect(&server.socket).is_err() {
            interrupt::check()?;
            if let Some(status) = server.child.try_wait()? {
                let text = std::fs::read_to_string(&log).unwrap_or_default();
                bail!("{} ended ({status}): {}", program.display(), text.trim_end());
            }
            ensure!(begun.elapsed() < START, "{} does not listen", program.display());
            sleep(LOOK);
        }
        Ok(server)
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().cast_signed())
    }

    /// The options by which a VM uses it.
    pub fn flags(&self) -> [String; 2] {
        let address = format!("-XX:JITServerAddress=unix:{}", self.socket.display());
        ["-XX:+UseJITServer".to_owned(), address]
    }

    /// The processor time that it has taken.
    pub fn processor_time(&self) -> Duration {
        processor_time(self.pid()).unwrap_or_default()
    }
}

impl Drop for PrivateServer {
    fn drop(&mut self) {
        let _ = kill(self.pid(), Signal::SIGTERM);
        let begun = Instant::now();
        while begun.elapsed() < STOP {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            sleep(LOOK);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
