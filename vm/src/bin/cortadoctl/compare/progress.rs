//! What is told on standard error while runs are measured.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Tells in one line on a terminal, and in a line for each round elsewhere.
pub struct Progress {
    terminal: bool,
    begun: Instant,
    done: usize,
    total: usize,
}

/// Cells of the bar.
const CELLS: usize = 20;

impl Progress {
    pub fn new(total: usize) -> Progress {
        let terminal = std::io::stderr().is_terminal();
        Progress { terminal, begun: Instant::now(), done: 0, total }
    }

    /// A round begins.
    pub fn round(&self, what: &str) {
        if !self.terminal {
            self.tell(&format!("cortadoctl: {what}\n"));
        }
    }

    /// A run begins.
    pub fn run(&mut self, what: &str) {
        if self.terminal {
            let full = CELLS * self.done / self.total.max(1);
            let bar = "█".repeat(full) + &"░".repeat(CELLS - full);
            let left = match self.left() {
                Some(left) => format!(", about {} s left", left.as_secs().max(1)),
                None => String::new(),
            };
            self.tell(&format!("\r\x1b[K{bar} {}/{} {what}{left}", self.done + 1, self.total));
        }
        self.done += 1;
    }

    /// The time that the rest will take.
    fn left(&self) -> Option<Duration> {
        let done = u32::try_from(self.done).ok().filter(|done| *done > 2)?;
        let rest = u32::try_from(self.total - self.done).ok()?;
        Some(self.begun.elapsed() / done * rest)
    }

    fn tell(&self, text: &str) {
        // Nobody needs it.
        let mut err = std::io::stderr();
        let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.terminal {
            self.tell("\r\x1b[K");
        }
    }
}
