//! What was found, for those who write it down.

use super::machine::Machine;
use super::mode::Contestant;
use super::phases::Part;
use super::sample::{Quantity, Sample, median_parts, summary};
use super::stats::Summary;
use std::ffi::OsString;

/// Everything that tables and reports tell.
pub struct Results {
    pub contestants: Vec<Contestant>,
    /// By contestant; all have equally many.
    pub samples: Vec<Vec<Sample>>,
    /// The contestant that the others are compared with.
    pub baseline: usize,
    /// The program's arguments.
    pub arguments: Vec<OsString>,
    /// Rounds that were not measured.
    pub warmup: u32,
    /// Until when a program was measured that does not end.
    pub goal: Option<String>,
    pub outputs_compared: bool,
    pub machine: Machine,
}

impl Results {
    /// A contestant's runs of a quantity.
    pub fn summary(&self, place: usize, quantity: Quantity) -> Option<Summary> {
        summary(&self.samples[place], quantity)
    }

    /// A contestant's median relative to the baseline's.
    pub fn ratio(&self, place: usize, quantity: Quantity) -> Option<f64> {
        let base = self.summary(self.baseline, quantity)?.median;
        let median = self.summary(place, quantity)?.median;
        (base > 0.0).then(|| median / base)
    }

    /// The parts that there are in some run: one that is measured until it is ready has no exit.
    pub fn parts(&self) -> Vec<Part> {
        let all = self.samples.iter().flat_map(|samples| median_parts(samples));
        let mut parts: Vec<Part> = all.map(|row| row.0).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    }

    /// Measured runs of each.
    pub fn runs(&self) -> usize {
        self.samples.first().map_or(0, Vec::len)
    }

    /// The program's arguments in one line.
    pub fn program(&self) -> String {
        let words = self.arguments.iter().map(|word| super::lab::quoted(&word.to_string_lossy()));
        words.collect::<Vec<_>>().join(" ")
    }
}

/// Milliseconds, with a digit after the point where there are few.
pub fn millis(value: f64) -> String {
    if value < 20.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}

/// Bytes as MB or kB.
pub fn scaled(bytes: f64, unit: f64) -> String {
    let value = bytes / unit;
    if value > 0.0 && value < 10.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}

/// Bytes in a MB.
pub const MB: f64 = 1024.0 * 1024.0;
/// Bytes in a kB.
pub const KB: f64 = 1024.0;
