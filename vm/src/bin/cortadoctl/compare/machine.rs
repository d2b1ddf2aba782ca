//! The machine on which was measured, and whether it was quiet.

use std::time::{SystemTime, UNIX_EPOCH};

/// What a reader wants to know of it.
#[derive(Clone, Debug)]
pub struct Machine {
    pub processors: usize,
    /// The name of the processor.
    pub processor: String,
    /// Programs that wanted to run before anything was measured, on average over a minute.
    pub load: Option<f64>,
    /// Seconds since 1970.
    pub time: u64,
}

/// Load for each processor beyond which the machine is not quiet.
const QUIET: f64 = 0.3;

impl Machine {
    pub fn now() -> Machine {
        let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = info.lines().find(|line| line.starts_with("model name"));
        let processor = model.and_then(|line| line.split_once(": ")).map_or("unknown", |row| row.1);
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        Machine {
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            processor: processor.to_owned(),
            load: load.split(' ').next().and_then(|first| first.parse().ok()),
            time: SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs(),
        }
    }

    /// What is to be said of a machine that has other work to do.
    pub fn warning(&self) -> Option<String> {
        let load = self.load.filter(|load| *load > QUIET * self.processors as f64)?;
        Some(format!(
            "This machine is not quiet (load {load} on {} processors before the first run): \
             believe processor time more than wall time",
            self.processors
        ))
    }
}
