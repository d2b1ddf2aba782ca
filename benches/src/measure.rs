//! Measuring one run of a command, and numbers made of several.

use anyhow::{Result, bail};
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4;

/// What one run took.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// From start to end.
    pub wall: Duration,
    /// Processor time, user and system.
    pub cpu: Duration,
    /// The largest resident set, in bytes.
    pub rss_max: u64,
}

/// Runs `command`; its usage and standard output.
pub fn run(command: &mut Command) -> Result<(Usage, Vec<u8>)> {
    let start = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut stderr = child.stderr.take();
    // Read aside, so that a talkative program does not wait for us.
    let errors = std::thread::spawn(move || {
        let mut text = String::new();
        if let Some(stderr) = &mut stderr {
            let _ = stderr.read_to_string(&mut text);
        }
        text
    });
    let mut output = Vec::new();
    if let Some(stdout) = &mut child.stdout {
        stdout.read_to_end(&mut output)?;
    }
    let end = child.wait4()?;
    let wall = start.elapsed();
    let errors = errors.join().unwrap_or_default();
    if !end.status.success() {
        bail!("{command:?} ended with {}: {}", end.status, errors.trim_end());
    }
    let cpu = end.rusage.utime + end.rusage.stime;
    Ok((Usage { wall, cpu, rss_max: end.rusage.maxrss }, output))
}

/// The median of each number by itself.
pub fn median(runs: &[Usage]) -> Usage {
    Usage {
        wall: middle(runs.iter().map(|run| run.wall)),
        cpu: middle(runs.iter().map(|run| run.cpu)),
        rss_max: middle(runs.iter().map(|run| run.rss_max)),
    }
}

fn middle<T: Ord + Default>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort();
    let index = values.len() / 2;
    values.into_iter().nth(index).unwrap_or_default()
}

/// The geometric mean of positive numbers.
pub fn geometric_mean(values: &[f64]) -> f64 {
    let sum: f64 = values.iter().map(|value| value.ln()).sum();
    (sum / values.len() as f64).exp()
}
