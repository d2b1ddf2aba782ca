//! `cortadoctl compare`: how fast a program starts and runs in several modes, side by side.
//!
//! ```text
//! options ► java: launchers ► mode: contestants ► rounds of lab::run, one of each ► agreement
//!   lab    private directory and servers      child  one process, measured
//!   ► sample, stats ► table | json | html (charts, plot)
//! ```
//!
//! Rounds are interleaved, and each begins with another contestant, so that a slow minute of the
//! machine and what one run leaves behind hit all alike.

mod agreement;
mod charts;
mod child;
mod html;
mod interrupt;
mod java;
mod json;
mod lab;
mod machine;
mod mode;
mod phases;
mod plot;
mod progress;
mod results;
mod sample;
mod server;
mod stats;
mod table;
mod until;

use agreement::Agreement;
use anyhow::{Context, Result, bail, ensure};
use child::Watch;
use clap::Args;
use cortado_vm::classpath::java_home::JavaHome;
use lab::Lab;
use machine::Machine;
use mode::{Contestant, Mode};
use progress::Progress;
use regex::bytes::Regex;
use results::Results;
use sample::Quantity;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use until::Until;

/// Runs a program in several modes, in turn, and compares time, processor time and memory.
///
/// The program is what follows `--`, as one would give it to `java`. Each mode runs it in every
/// round; the first rounds are not measured and fill what the warm modes find. Comparing is
/// refused when the program does not do the same everywhere.
#[derive(Debug, Args)]
pub struct Compare {
    /// The modes to compare, separated by commas [default: int, jit, disk, cold-server,
    /// warm-server, java-noshare, java]
    #[arg(long, value_delimiter = ',', value_name = "LIST")]
    modes: Vec<Mode>,
    /// A `java` to compare with, or the directory of its JDK; may be repeated [default: that of
    /// the JDK whose class library cortado uses]
    #[arg(long, value_name = "PATH")]
    java: Vec<PathBuf>,
    /// What the others are compared with [default: the first java]
    #[arg(long, value_name = "MODE")]
    baseline: Option<String>,
    /// Measured rounds
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Rounds before them
    #[arg(long, default_value_t = 5)]
    warmup: u32,
    /// For a program that does not end: measure until it writes a line that matches, then end it
    /// with SIGTERM
    #[arg(long, value_name = "REGEX")]
    until_line: Option<Regex>,
    /// The same until this TCP port of the machine accepts connections
    #[arg(long, value_name = "PORT", conflicts_with = "until_line",
        value_parser = clap::value_parser!(u16).range(1..))]
    until_port: Option<u16>,
    /// Seconds that one run may take
    #[arg(long, value_name = "SECONDS", default_value_t = 120.0)]
    timeout: f64,
    /// The exit code with which the program is right
    #[arg(long, value_name = "CODE", default_value_t = 0)]
    exit_code: i32,
    /// Compare although standard output differs, for programs that print times
    #[arg(long)]
    ignore_output: bool,
    /// Write all figures to this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write a report with plots to this file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The cortado to use instead of the one beside this program
    #[arg(long, value_name = "FILE")]
    cortado: Option<PathBuf>,
    /// The cortado-server to use instead of the one beside this program
    #[arg(long, value_name = "FILE")]
    server: Option<PathBuf>,
    /// What to run: options, main class or -jar, and arguments, as for `java`
    #[arg(last = true, required = true, value_name = "JAVA ARGUMENTS")]
    arguments: Vec<OsString>,
}

/// Runs the command.
///
/// # Errors
/// When something is missing, or the program does not do the same in all modes.
pub fn run(command: &Compare, java_home: Option<&Path>, out: &mut impl Write) -> Result<ExitCode> {
    interrupt::catch()?;
    let outcome = compare(command, java_home, out);
    match interrupt::caught() {
        Some(signal) if outcome.is_err() => {
            eprintln!("cortadoctl: interrupted; nothing is left running");
            Ok(ExitCode::from(128 + signal))
        }
        _ => outcome.map(|()| ExitCode::SUCCESS),
    }
}

fn compare(command: &Compare, java_home: Option<&Path>, out: &mut impl Write) -> Result<()> {
    let until = command.until();
    let timeout = Duration::try_from_secs_f64(command.timeout).context("--timeout is no time")?;
    for file in [&command.json, &command.html].into_iter().flatten() {
        check_writable(file)?;
    }
    let contestants = command.contestants(java_home)?;
    let baseline = baseline(&contestants, command.baseline.as_deref())?;
    let server = command.server(&contestants)?;
    let machine = Machine::now();
    if let Some(warning) = machine.warning() {
        eprintln!("cortadoctl: {warning}");
    }
    let mut lab = Lab::new(server, command.arguments.clone())?;
    let watch = Watch { timeout, until: until.as_ref() };
    let samples = command.rounds(&mut lab, &contestants, baseline, &watch)?;
    drop(lab);
    let results = Results {
        contestants,
        samples,
        baseline,
        arguments: command.arguments.clone(),
        warmup: command.warmup,
        goal: until.as_ref().map(Until::goal),
        outputs_compared: !command.ignore_output,
        machine,
    };
    check_servers(&results)?;
    table::write(&results, out)?;
    if let Some(file) = &command.json {
        save(file, &json::text(&results))?;
    }
    if let Some(file) = &command.html {
        save(file, &html::page(&results)?)?;
    }
    Ok(())
}

impl Compare {
    fn until(&self) -> Option<Until> {
        let line = self.until_line.clone().map(Until::Line);
        line.or_else(|| self.until_port.map(Until::Port))
    }

    fn contestants(&self, java_home: Option<&Path>) -> Result<Vec<Contestant>> {
        let modes = if self.modes.is_empty() { &mode::DEFAULT[..] } else { &self.modes };
        let home = JavaHome::find(java_home)?;
        let beside = || super::beside_this_program();
        let cortado = match modes.iter().all(|mode| mode.is_java()) {
            true => None,
            false => Some(java::cortado(&self.cortado.clone().map_or_else(beside, Ok)?, &home)?),
        };
        let javas = match modes.iter().any(|mode| mode.is_java()) {
            true => java::javas(&self.java, &home)?,
            false => Vec::new(),
        };
        Ok(mode::contestants(modes, cortado.as_slice(), &javas))
    }

    /// The program `cortado-server`, if one of them needs it.
    fn server(&self, contestants: &[Contestant]) -> Result<PathBuf> {
        let server = match &self.server {
            Some(server) => server.clone(),
            None => std::env::current_exe()?.with_file_name("cortado-server"),
        };
        if contestants.iter().any(|contestant| contestant.mode.uses_server()) {
            ensure!(
                server.is_file(),
                "there is no {}: build cortado-server, name it with --server, or leave out the \
                 modes that need it with --modes",
                server.display()
            );
        }
        Ok(server)
    }

    /// All runs; the samples of the measured ones, by contestant.
    fn rounds(
        &self,
        lab: &mut Lab,
        contestants: &[Contestant],
        baseline: usize,
        watch: &Watch<'_>,
    ) -> Result<Vec<Vec<sample::Sample>>> {
        let count = contestants.len();
        let rounds = self.warmup + self.runs;
        let mut samples = vec![Vec::new(); count];
        let mut agreement = Agreement::new(self.exit_code, self.ignore_output);
        let mut progress = Progress::new(rounds as usize * count);
        for round in 0..rounds {
            let measured = round >= self.warmup;
            let (name, number, of) = match measured {
                true => ("round", round - self.warmup + 1, self.runs),
                false => ("warm-up round", round + 1, self.warmup),
            };
            progress.round(&format!("{name} {number} of {of}"));
            for step in 0..count {
                let place = (baseline + round as usize + step) % count;
                let contestant = &contestants[place];
                let who = format!("{} ({name} {number})", contestant.title);
                progress.run(&who);
                let (sample, finished) = lab.run(contestant, watch).with_context(|| who.clone())?;
                agreement.check(&who, &finished, watch.until)?;
                if measured {
                    samples[place].push(sample);
                }
            }
        }
        Ok(samples)
    }
}

/// What the others are compared with: a key, or the first `java`.
fn baseline(contestants: &[Contestant], key: Option<&str>) -> Result<usize> {
    let Some(key) = key else {
        let java = |mode: Mode| contestants.iter().position(|contestant| contestant.mode == mode);
        let any = || contestants.iter().position(|contestant| contestant.mode.is_java());
        return Ok(java(Mode::Java).or_else(any).unwrap_or(0));
    };
    let Some(place) = contestants.iter().position(|contestant| contestant.key == key) else {
        let keys: Vec<&str> = contestants.iter().map(|contestant| &*contestant.key).collect();
        bail!("--baseline: {key} is not compared; there is {}", keys.join(", "));
    };
    Ok(place)
}

/// A VM runs without its server when it cannot use it; that would be another comparison.
fn check_servers(results: &Results) -> Result<()> {
    for (contestant, samples) in results.contestants.iter().zip(&results.samples) {
        let heard = sample::summary(samples, Quantity::Received);
        ensure!(
            !contestant.mode.uses_server() || heard.is_none_or(|bytes| bytes.max > 0.0),
            "{}: the VM has never heard of the server; are both of the same build?",
            contestant.title
        );
    }
    Ok(())
}

/// Fails before hours of measuring rather than afterwards.
fn check_writable(file: &Path) -> Result<()> {
    let directory = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    ensure!(directory.is_dir(), "{}: there is no such directory", directory.display());
    ensure!(!file.is_dir(), "{} is a directory", file.display());
    Ok(())
}

fn save(file: &Path, text: &str) -> Result<()> {
    std::fs::write(file, text).with_context(|| file.display().to_string())
}
