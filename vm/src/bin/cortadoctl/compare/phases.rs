//! The parts of a start-up, from what a VM says of them.

use super::child::Started;
use serde_json::Value;
use std::time::Duration;

/// A part of a run, in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// From the start of the process to the first Java code.
    Vm,
    /// The classes that all others need.
    Core,
    /// The module system and the class loaders.
    Modules,
    /// Finding and loading the main class.
    MainClass,
    /// The program's own; in `java`, its main class too.
    Program,
    /// From the end of the program to that of the process.
    Exit,
}

impl Part {
    pub const ALL: [Part; 6] =
        [Part::Vm, Part::Core, Part::Modules, Part::MainClass, Part::Program, Part::Exit];

    /// The name in files.
    pub fn key(self) -> &'static str {
        match self {
            Part::Vm => "vm",
            Part::Core => "core_classes",
            Part::Modules => "modules",
            Part::MainClass => "main_class",
            Part::Program => "program",
            Part::Exit => "exit",
        }
    }

    /// The name for people.
    pub fn title(self) -> &'static str {
        match self {
            Part::Vm => "VM",
            Part::Core => "core classes",
            Part::Modules => "modules",
            Part::MainClass => "main class",
            Part::Program => "program",
            Part::Exit => "exit",
        }
    }
}

/// How long each part took, in milliseconds; the sum is the wall time.
pub type Parts = Vec<(Part, f64)>;

/// From the ends of parts, in milliseconds since the start of the process, and the wall time.
fn parts(ends: &[(Part, Option<f64>)], wall: f64) -> Parts {
    let (mut parts, mut last) = (Parts::new(), 0.0);
    for (part, end) in ends {
        if let Some(end) = end.map(|end| end.clamp(last, wall)) {
            parts.push((*part, end - last));
            last = end;
        }
    }
    let is_open = ends.contains(&(Part::Program, None));
    if last < wall {
        parts.push((if is_open { Part::Program } else { Part::Exit }, wall - last));
    }
    parts
}

/// From a report of cortado (`-XX:RunReport`).
pub fn of_report(report: &Value, started: Started, wall: f64) -> Parts {
    let Some(start) = report["start_unix_us"].as_f64() else { return Parts::new() };
    // Between the clocks of two processes there may be a little less than nothing.
    let launch = (start / 1e3 - millis(started.unix)).max(0.0);
    let at = |name: &str| Some(launch + report["phases"][name].as_f64()? / 1e3);
    let ends = [
        (Part::Vm, at("vm")),
        (Part::Core, at("core")),
        (Part::Modules, at("library")),
        (Part::MainClass, at("main-entered")),
        // A server program is measured until it is ready, long before its exit.
        (Part::Program, at("exit").filter(|exit| *exit < wall)),
    ];
    parts(&ends, wall)
}

/// From the lines of HotSpot's `-Xlog:startuptime` with the decoration `timenanos`.
pub fn of_log(log: &str, started: Started, wall: f64) -> Parts {
    let row = |what: &str| {
        let rest = log.lines().find_map(|line| {
            let (stamp, text) = line.strip_prefix('[')?.split_once("ns] ")?;
            let took = text.strip_prefix(what)?.strip_prefix(", ")?.strip_suffix(" secs")?;
            Some((stamp.parse::<f64>().ok()?, took.parse::<f64>().ok()?))
        });
        rest.map(|(stamp, took)| (stamp / 1e6 - millis(started.monotonic), took * 1e3))
    };
    let Some((created, _)) = row("Create VM") else { return Parts::new() };
    let core = row("Initialize java.lang classes");
    let ends = [
        (Part::Vm, core.map(|(end, took)| end - took)),
        (Part::Core, core.map(|(end, _)| end)),
        (Part::Modules, Some(created)),
        (Part::Program, None),
    ];
    parts(&ends, wall)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const STARTED: Started =
        Started { unix: Duration::from_millis(1000), monotonic: Duration::from_millis(500) };

    fn rounded(parts: Parts) -> Vec<(Part, i64)> {
        parts.into_iter().map(|(part, time)| (part, (time * 1000.0).round() as i64)).collect()
    }

    #[test]
    fn parts_of_a_report_add_up_to_the_wall_time() {
        let report = json!({
            "start_unix_us": 1_001_000,
            "phases": { "vm": 2000, "core": 5000, "library": 9000, "main-entered": 9500,
                "exit": 20_000 },
        });
        let expected = [
            (Part::Vm, 3000),
            (Part::Core, 3000),
            (Part::Modules, 4000),
            (Part::MainClass, 500),
            (Part::Program, 10_500),
            (Part::Exit, 2000),
        ];
        assert_eq!(rounded(of_report(&report, STARTED, 23.0)), expected);
        // Ready before the exit.
        let until = rounded(of_report(&report, STARTED, 15.0));
        assert_eq!(until.last(), Some(&(Part::Program, 4500)));
        assert_eq!(of_report(&json!({}), STARTED, 15.0), []);
    }

    #[test]
    fn parts_of_a_log_of_java_add_up_to_the_wall_time() {
        let log = "[510000000ns] Genesis, 0.0012000 secs\n\
            [520000000ns] Initialize java.lang classes, 0.0040000 secs\n\
            [530000000ns] Initialize module system, 0.0050000 secs\n\
            [535000000ns] Create VM, 0.0300000 secs\n";
        let expected = [
            (Part::Vm, 16_000),
            (Part::Core, 4000),
            (Part::Modules, 15_000),
            (Part::Program, 15_000),
        ];
        assert_eq!(rounded(of_log(log, STARTED, 50.0)), expected);
        assert_eq!(of_log("", STARTED, 50.0), []);
    }
}
