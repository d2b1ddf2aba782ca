//! Where runs happen: a private directory, private servers, and the command of each run.

use super::child::{self, Finished, Watch};
use super::mode::{Contestant, Mode};
use super::phases;
use super::sample::Sample;
use super::server::PrivateServer;
use anyhow::{Context, Result};
use serde_json::Value;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The directory goes with this value, and the servers end.
pub struct Lab {
    // Ends before the directory goes, in which it has its socket.
    warm: Option<PrivateServer>,
    directory: TempDir,
    /// The program `cortado-server`.
    server: PathBuf,
    /// The program's own arguments.
    arguments: Vec<OsString>,
}

impl Lab {
    /// # Errors
    /// When there is no room for a directory.
    pub fn new(server: PathBuf, arguments: Vec<OsString>) -> Result<Lab> {
        let directory = tempfile::Builder::new().prefix("cortado-compare-").tempdir()?;
        Ok(Lab { warm: None, directory, server, arguments })
    }

    /// Runs the program once.
    ///
    /// # Errors
    /// When it cannot be run, or is not ready in time; and after a signal.
    pub fn run(
        &mut self,
        contestant: &Contestant,
        watch: &Watch<'_>,
    ) -> Result<(Sample, Finished)> {
        let cold = match contestant.mode {
            Mode::ColdServer => Some(self.start_server("cold")?),
            _ => None,
        };
        if contestant.mode == Mode::WarmServer && self.warm.is_none() {
            self.warm = Some(self.start_server("warm")?);
        }
        let server = match contestant.mode {
            Mode::WarmServer => self.warm.as_ref(),
            _ => cold.as_ref(),
        };
        let notes = self.directory.path().join("notes");
        // A run that leaves none must not be credited with those of the last.
        let _ = fs::remove_file(&notes);
        let mut command = self.command(contestant, server, &notes);
        let before = server.map(PrivateServer::processor_time);
        let finished = child::run(&mut command, watch)?;
        let used = server.zip(before).map(|(server, before)| server.processor_time() - before);
        let mut sample = Sample::new(&finished, used);
        if let Ok(text) = fs::read_to_string(&notes) {
            read_notes(&mut sample, contestant, &finished, &text)?;
        }
        Ok((sample, finished))
    }

    fn start_server(&self, name: &str) -> Result<PrivateServer> {
        let directory = self.directory.path().join(name);
        fs::create_dir_all(&directory)?;
        PrivateServer::start(&self.server, &directory)
    }

    fn command(
        &self,
        contestant: &Contestant,
        server: Option<&PrivateServer>,
        notes: &Path,
    ) -> Command {
        let mut command = Command::new(&contestant.launcher);
        command.args(&contestant.flags);
        if let Some(server) = server {
            command.args(server.flags());
        }
        if contestant.mode == Mode::Disk {
            let cache = self.directory.path().join("cache");
            command.arg(format!("-XX:AOTCache={}", cache.display()));
        }
        let notes = notes.display();
        if !contestant.mode.is_java() {
            command.arg(format!("-XX:RunReport={notes}"));
        } else if contestant.logs_startup {
            command.arg(format!("-Xlog:startuptime:file=\"{notes}\":timenanos"));
        }
        command.args(&self.arguments);
        command
    }
}

/// Reads what the VM has written of itself.
fn read_notes(
    sample: &mut Sample,
    contestant: &Contestant,
    finished: &Finished,
    text: &str,
) -> Result<()> {
    if contestant.mode.is_java() {
        sample.parts = phases::of_log(text, finished.started, sample.wall);
        return Ok(());
    }
    let mut report: Value =
        serde_json::from_str(text).context("cortado's report cannot be read (-XX:RunReport)")?;
    sample.parts = phases::of_report(&report, finished.started, sample.wall);
    sample.counters = Some(report["counters"].take());
    Ok(())
}

/// The words of a contestant's command without what belongs to one run, for people.
pub fn command_line(contestant: &Contestant, arguments: &[OsString]) -> String {
    let extra: &[&str] = match contestant.mode {
        Mode::Disk => &["-XX:AOTCache=DIR"],
        Mode::ColdServer | Mode::WarmServer => {
            &["-XX:+UseJITServer", "-XX:JITServerAddress=unix:SOCKET"]
        }
        _ => &[],
    };
    let words = std::iter::once(contestant.launcher.as_os_str())
        .chain(contestant.flags.iter().map(OsString::as_os_str))
        .chain(extra.iter().map(AsRef::as_ref))
        .chain(arguments.iter().map(OsString::as_os_str));
    let quoted: Vec<String> = words.map(|word| quoted(&word.to_string_lossy())).collect();
    quoted.join(" ")
}

/// A word as a shell wants it.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=+,@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
