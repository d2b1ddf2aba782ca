//! What is kept of a run, and what several runs come to.

use super::child::{Finished, Usage};
use super::phases::{Part, Parts};
use super::stats::Summary;
use serde_json::Value;
use std::time::Duration;

/// One run; times in milliseconds.
#[derive(Clone, Debug)]
pub struct Sample {
    pub wall: f64,
    pub user: f64,
    pub system: f64,
    /// In bytes.
    pub memory: f64,
    /// Processor time of the compile server.
    pub server: Option<f64>,
    /// The counters of cortado.
    pub counters: Option<Value>,
    pub parts: Parts,
}

/// A quantity of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quantity {
    Wall,
    User,
    System,
    /// User and system.
    Processor,
    Memory,
    Server,
    /// Bodies compiled in the VM.
    Compiled,
    /// Bodies from the disk cache or the server that were installed.
    Reused,
    /// Bytes to the server.
    Sent,
    /// Bytes from the server.
    Received,
}

impl Quantity {
    pub const ALL: [Quantity; 10] = [
        Quantity::Wall,
        Quantity::User,
        Quantity::System,
        Quantity::Processor,
        Quantity::Memory,
        Quantity::Server,
        Quantity::Compiled,
        Quantity::Reused,
        Quantity::Sent,
        Quantity::Received,
    ];

    /// The name in files, with the unit.
    pub fn key(self) -> &'static str {
        match self {
            Quantity::Wall => "wall_ms",
            Quantity::User => "user_ms",
            Quantity::System => "system_ms",
            Quantity::Processor => "processor_ms",
            Quantity::Memory => "memory_bytes",
            Quantity::Server => "server_processor_ms",
            Quantity::Compiled => "compiled_bodies",
            Quantity::Reused => "reused_bodies",
            Quantity::Sent => "sent_bytes",
            Quantity::Received => "received_bytes",
        }
    }
}

impl Sample {
    pub fn new(finished: &Finished, server: Option<Duration>) -> Sample {
        let Usage { wall, user, system, memory } = finished.usage;
        Sample {
            wall: millis(wall),
            user: millis(user),
            system: millis(system),
            memory: memory as f64,
            server: server.map(millis),
            counters: None,
            parts: Parts::new(),
        }
    }

    /// The value of a quantity, where there is one.
    pub fn get(&self, quantity: Quantity) -> Option<f64> {
        let counter = |name: &str| self.counters.as_ref()?[name].as_f64();
        match quantity {
            Quantity::Wall => Some(self.wall),
            Quantity::User => Some(self.user),
            Quantity::System => Some(self.system),
            Quantity::Processor => Some(self.user + self.system),
            Quantity::Memory => Some(self.memory),
            Quantity::Server => self.server,
            Quantity::Compiled => counter("MethodsCompiled"),
            Quantity::Reused => Some(counter("WarmBodies")? + counter("RemoteBodies")?),
            Quantity::Sent => self.server.and_then(|_| counter("RemoteBytesSent")),
            Quantity::Received => self.server.and_then(|_| counter("RemoteBytesReceived")),
        }
    }
}

/// Several runs' values of a quantity.
pub fn summary(samples: &[Sample], quantity: Quantity) -> Option<Summary> {
    Summary::of(samples.iter().filter_map(|sample| sample.get(quantity)))
}

/// The median of each part over several runs.
pub fn median_parts(samples: &[Sample]) -> Parts {
    let median = |part: Part| {
        let times = samples.iter().filter_map(|sample| {
            sample.parts.iter().find(|(found, _)| *found == part).map(|(_, time)| *time)
        });
        Some((part, Summary::of(times)?.median))
    };
    Part::ALL.into_iter().filter_map(median).collect()
}

pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
