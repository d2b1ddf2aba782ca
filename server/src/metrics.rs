//! Figures for operators: one table; a row is a metric in the format of Prometheus.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How a metric behaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Only grows.
    Counter,
    /// Goes up and down.
    Gauge,
}

macro_rules! metrics {
    ($($(#[doc = $help:literal])* $name:ident($kind:ident, $family:literal $(, $label:literal)?);)*) => {
        /// A metric; its row says what it counts.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Metric { $($(#[doc = $help])* $name,)* }

        /// The rows: metric, kind, name, label, help.
        pub const ROWS: &[(Metric, Kind, &str, &str, &str)] = &[$(
            (Metric::$name, Kind::$kind, concat!("cortado_", $family),
                concat!($($label)?), concat!($($help)*)),
        )*];
    };
}

metrics! {
    /// Compile requests received.
    Requests(Counter, "requests_total");
    /// Requests answered from memory.
    HitsMemory(Counter, "hits_total", "from=\"memory\"");
    /// Requests answered from the disk.
    HitsDisk(Counter, "hits_total", "from=\"disk\"");
    /// Requests answered with the body that another request was waiting for.
    HitsJoined(Counter, "hits_total", "from=\"joined\"");
    /// Requests for which something was compiled.
    Misses(Counter, "misses_total");
    /// Methods that the compiler declined.
    Declined(Counter, "refusals_total", "reason=\"declined\"");
    /// Requests that made no sense.
    Malformed(Counter, "refusals_total", "reason=\"malformed\"");
    /// Compilations that panicked.
    Panicked(Counter, "refusals_total", "reason=\"panic\"");
    /// Compilations that took too long.
    TimedOut(Counter, "refusals_total", "reason=\"timeout\"");
    /// Busy answers because the queue was full.
    BusyQueue(Counter, "busy_total", "reason=\"queue\"");
    /// Busy answers because the client had too much under way.
    BusyClient(Counter, "busy_total", "reason=\"client\"");
    /// Busy answers to requests that had waited too long.
    BusyAge(Counter, "busy_total", "reason=\"age\"");
    /// Busy answers because the server was stopping.
    BusyStopping(Counter, "busy_total", "reason=\"stopping\"");
    /// Requests that wait for bytecode which the server lacked.
    Lacks(Counter, "lacks_total");
    /// Bulk fetches.
    Fetches(Counter, "fetches_total");
    /// Bodies sent in bulk fetches.
    FetchedBodies(Counter, "fetched_bodies_total");
    /// Bodies compiled.
    Compiled(Counter, "compiled_bodies_total");
    /// Bytes of the bodies compiled.
    CompiledBytes(Counter, "compiled_bytes_total");
    /// Hits that the self-check found to differ from a new compilation.
    SelfCheckFailures(Counter, "self_check_failures_total");
    /// Connections accepted.
    Connections(Counter, "connections_total");
    /// Connections refused because there were too many.
    RefusedFull(Counter, "connections_refused_total", "reason=\"full\"");
    /// Connections refused because of another contract.
    RefusedContract(Counter, "connections_refused_total", "reason=\"contract\"");
    /// Connections ended because they broke the protocol.
    EndedProtocol(Counter, "connections_ended_total", "reason=\"protocol\"");
    /// Connections ended because TLS failed.
    EndedTls(Counter, "connections_ended_total", "reason=\"tls\"");
    /// Connections ended because the client did not read.
    EndedSlow(Counter, "connections_ended_total", "reason=\"slow\"");
    /// Connections ended because the client did not greet in time.
    EndedSilent(Counter, "connections_ended_total", "reason=\"silent\"");
    /// Connections that the client ended.
    EndedClient(Counter, "connections_ended_total", "reason=\"client\"");
    /// Bytes received.
    BytesIn(Counter, "received_bytes_total");
    /// Bytes sent.
    BytesOut(Counter, "sent_bytes_total");
    /// Connected clients.
    Clients(Gauge, "clients");
    /// Compilations that wait for a thread.
    Queue(Gauge, "queue_length");
    /// Milliseconds that the oldest of them has waited.
    QueueAge(Gauge, "queue_age_milliseconds");
    /// Compilations running.
    Running(Gauge, "running");
    /// Bodies in memory.
    CacheBodies(Gauge, "cache_bodies");
    /// Bytes of the bodies in memory.
    CacheBytes(Gauge, "cache_bytes");
    /// Bodies evicted from memory.
    Evictions(Counter, "cache_evictions_total");
    /// Bytecode contents in memory.
    Blobs(Gauge, "bytecode_contents");
    /// Bytes of the bytecode in memory.
    BlobBytes(Gauge, "bytecode_bytes");
    /// Programs whose needs are known.
    Programs(Gauge, "programs");
    /// Bodies on disk.
    DiskBodies(Gauge, "disk_bodies");
    /// Bytes on disk.
    DiskBytes(Gauge, "disk_bytes");
    /// Failures of the disk.
    DiskErrors(Counter, "disk_errors_total");
}

/// Upper bounds of the histograms' buckets, in microseconds.
const BOUNDS_US: [u64; 14] = [
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
    1_000_000, 5_000_000,
];

/// How long something takes, in buckets.
#[derive(Debug, Default)]
pub struct Histogram {
    buckets: [AtomicU64; BOUNDS_US.len() + 1],
    sum_us: AtomicU64,
}

impl Histogram {
    /// Counts one.
    pub fn observe(&self, took: Duration) {
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BOUNDS_US.partition_point(|bound| *bound < us);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.sum_us.fetch_add(us, Ordering::Relaxed);
    }

    /// How many.
    pub fn count(&self) -> u64 {
        self.buckets.iter().map(|bucket| bucket.load(Ordering::Relaxed)).sum()
    }

    fn write(&self, name: &str, help: &str, out: &mut String) {
        let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} histogram");
        let mut count = 0;
        for (bound, bucket) in BOUNDS_US.iter().zip(&self.buckets) {
            count += bucket.load(Ordering::Relaxed);
            let _ = writeln!(out, "{name}_bucket{{le=\"{}\"}} {count}", *bound as f64 / 1e6);
        }
        let count = self.count();
        let sum = self.sum_us.load(Ordering::Relaxed) as f64 / 1e6;
        let _ = writeln!(out, "{name}_bucket{{le=\"+Inf\"}} {count}");
        let _ = writeln!(out, "{name}_sum {sum}\n{name}_count {count}");
    }
}

/// All figures of one server.
#[derive(Debug)]
pub struct Metrics {
    values: Vec<AtomicU64>,
    /// From the beginning of a compilation to its end.
    pub compile: Histogram,
    /// From a compilation's arrival in the queue to its beginning.
    pub queued: Histogram,
    /// From a request's arrival to its answer.
    pub request: Histogram,
}

impl Default for Metrics {
    fn default() -> Metrics {
        Metrics {
            values: ROWS.iter().map(|_| AtomicU64::new(0)).collect(),
            compile: Histogram::default(),
            queued: Histogram::default(),
            request: Histogram::default(),
        }
    }
}

impl Metrics {
    /// Adds to a counter.
    pub fn add(&self, metric: Metric, count: u64) {
        self.values[metric as usize].fetch_add(count, Ordering::Relaxed);
    }

    /// Sets a gauge.
    pub fn set(&self, metric: Metric, value: u64) {
        self.values[metric as usize].store(value, Ordering::Relaxed);
    }

    /// The value.
    pub fn get(&self, metric: Metric) -> u64 {
        self.values[metric as usize].load(Ordering::Relaxed)
    }

    /// Name with label, and value, of every metric.
    pub fn rows(&self) -> Vec<(String, f64)> {
        let row = |(metric, _, name, label, _): &(Metric, Kind, &str, &str, &str)| {
            (labelled(name, label), self.get(*metric) as f64)
        };
        ROWS.iter().map(row).collect()
    }

    /// The text that Prometheus reads.
    pub fn prometheus(&self) -> String {
        let mut out = String::new();
        let mut family = "";
        for (metric, kind, name, label, help) in ROWS {
            if family != *name {
                family = name;
                // A family with labels has a help for each of its rows; the first stands for all.
                let kind = if *kind == Kind::Counter { "counter" } else { "gauge" };
                let _ = writeln!(out, "# HELP {name} {}\n# TYPE {name} {kind}", help.trim());
            }
            let _ = writeln!(out, "{} {}", labelled(name, label), self.get(*metric));
        }
        let (compile, queued) = ("cortado_compile_seconds", "cortado_queued_seconds");
        self.compile.write(compile, "How long compilations took.", &mut out);
        self.queued.write(queued, "How long compilations waited for a thread.", &mut out);
        self.request.write("cortado_request_seconds", "How long answers took.", &mut out);
        let contract = cortado_protocol::CONTRACT;
        let _ = writeln!(
            out,
            "# HELP cortado_info The build.\n# TYPE cortado_info gauge\n\
             cortado_info{{version=\"{}\",contract=\"{contract:016x}\"}} 1",
            env!("CARGO_PKG_VERSION")
        );
        out
    }
}

fn labelled(name: &str, label: &str) -> String {
    if label.is_empty() { name.to_owned() } else { format!("{name}{{{label}}}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn rows_are_in_the_order_of_the_enum_and_families_together() {
        let mut families = BTreeSet::new();
        let mut family = "";
        for (place, (metric, kind, name, _, help)) in ROWS.iter().enumerate() {
            assert_eq!(*metric as usize, place);
            assert!(!help.trim().is_empty());
            assert_eq!(name.ends_with("_total"), *kind == Kind::Counter, "{name}");
            if family != *name {
                family = name;
                assert!(families.insert(name), "{name} is in two places");
            }
        }
    }

    #[test]
    fn histograms_count_into_their_buckets() {
        let metrics = Metrics::default();
        for us in [50, 100, 101, 4_000, 9_000_000] {
            metrics.compile.observe(Duration::from_micros(us));
        }
        let text = metrics.prometheus();
        for line in [
            "cortado_compile_seconds_bucket{le=\"0.0001\"} 2",
            "cortado_compile_seconds_bucket{le=\"0.00025\"} 3",
            "cortado_compile_seconds_bucket{le=\"0.005\"} 4",
            "cortado_compile_seconds_bucket{le=\"5\"} 4",
            "cortado_compile_seconds_bucket{le=\"+Inf\"} 5",
            "cortado_compile_seconds_count 5",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
