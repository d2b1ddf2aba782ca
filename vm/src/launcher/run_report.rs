//! `-XX:RunReport=FILE`: what other programs want to know of a run (`cortadoctl compare`), as JSON.
//!
//! ```text
//! { "start_unix_us": …, "phases": { "options": microseconds since then, … },
//!   "counters": { "ClassesLoaded": …, … } }
//! ```

use super::uptime;
use crate::counters::COUNTERS;
use crate::phases;
use serde_json::{Map, Value, json};
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Writes the report.
///
/// # Errors
/// When the file cannot be written.
pub fn write(file: &Path) -> io::Result<()> {
    std::fs::write(file, report().to_string())
}

fn report() -> Value {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let start = now.saturating_sub(uptime());
    let counters: Map<String, Value> =
        COUNTERS.iter().map(|row| (row.name.to_owned(), row.counter.value().into())).collect();
    let phases: Map<String, Value> =
        phases::reached().map(|(name, time)| (name.to_owned(), time.into())).collect();
    let start = u64::try_from(start.as_micros()).unwrap_or_default();
    json!({ "start_unix_us": start, "phases": phases, "counters": counters })
}
