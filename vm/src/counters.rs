//! Counters of what the VM did, reported at exit by `-XX:+PrintCounters`.
//!
//! To add a counter, add a row to the table below: variant, unit, help. The report lists the rows
//! in the order of the table. A counter that nothing increments fails `tests/tidy.rs`.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! counters {
    ($($variant:ident $unit:literal $help:literal;)*) => {
        /// One counter; its value belongs to the process.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Counter {
            $(#[doc = $help] $variant,)*
        }

        /// Every counter, in the order of the report.
        pub const COUNTERS: &[CounterRow] = &[
            $(CounterRow {
                counter: Counter::$variant,
                name: stringify!($variant),
                unit: $unit,
                help: $help,
            },)*
        ];
    };
}

/// What is known about a counter beside its value.
#[derive(Debug)]
pub struct CounterRow {
    /// The counter.
    pub counter: Counter,
    /// Its name in the report.
    pub name: &'static str,
    /// The unit of its value.
    pub unit: &'static str,
    /// What it counts.
    pub help: &'static str,
}

counters! {
    ClassesLoaded "classes" "classes and interfaces created from class files";
    ClassesInitialized "classes" "classes whose initialization completed";
    NativesBound "methods" "native methods bound to their implementation";
    UnlistedNatives "calls" "calls of native methods that have no implementation";
    ExceptionsThrown "exceptions" "exceptions thrown by the VM or by athrow";
    Collections "collections" "garbage collections";
    CollectionTime "us" "time spent in garbage collections";
    Safepoints "safepoints" "times that all threads were stopped";
    MethodsCompiled "bodies" "methods and loops compiled";
    BytecodeCompiled "bytes" "bytecode of compiled methods, inlined ones not counted";
    CompileTime "us" "time spent compiling";
    Bailouts "methods" "compilations that the compiler declined";
    BodiesInstalled "bodies" "compiled bodies put into the code cache";
    InstallTime "ns" "time spent comparing bodies with this VM and installing them";
    BodiesRefused "bodies" "compiled bodies that did not fit";
    BodiesEvicted "bodies" "compiled bodies that had to make room";
    WarmBodies "bodies" "bodies from earlier runs or other VMs that were installed";
    WarmMisfits "bodies" "such bodies that did not fit";
    RemoteBodies "bodies" "bodies that a compile server answered and that were installed";
    RemoteMisfits "bodies" "such bodies that did not fit";
    RemoteFallbacks "bodies" "compilations that a server should have done and did not";
    RemoteQuestions "questions" "compilations asked of a compile server";
    RemoteFetched "bodies" "bodies that a compile server sent at start";
    RemoteBytesSent "bytes" "bytes sent to a compile server";
    RemoteBytesReceived "bytes" "bytes received from a compile server";
    NotPortable "bodies" "compiled bodies that only this VM can use";
    CodeBytes "bytes" "machine code put into the code cache";
    LoopsEntered "times" "times that a running loop went over to compiled code";
    Deoptimizations "times" "times that compiled code went over to the interpreter";
    Invalidations "bodies" "compiled bodies whose assumptions broke";
    MonitorsInflated "monitors" "locks that needed a full monitor";
}

static VALUES: [AtomicU64; COUNTERS.len()] = [const { AtomicU64::new(0) }; COUNTERS.len()];

impl Counter {
    /// Adds one.
    #[inline]
    pub fn increment(self) {
        self.add(1);
    }

    /// Adds `amount`.
    #[inline]
    pub fn add(self, amount: u64) {
        VALUES[self as usize].fetch_add(amount, Ordering::Relaxed);
    }

    /// The value so far.
    pub fn value(self) -> u64 {
        VALUES[self as usize].load(Ordering::Relaxed)
    }
}

/// Writes one line per counter, in the order of the table.
pub fn report(out: &mut impl Write) -> io::Result<()> {
    for row in COUNTERS {
        writeln!(out, "{:>14} {:<12} {} ({})", row.counter.value(), row.unit, row.name, row.help)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_has_the_order_of_the_table() {
        let before = Counter::Safepoints.value();
        Counter::Safepoints.add(3);
        assert!(Counter::Safepoints.value() >= before + 3);
        let mut out = Vec::new();
        report(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let names: Vec<_> =
            text.lines().map(|line| line.split_whitespace().nth(2).unwrap()).collect();
        let rows: Vec<_> = COUNTERS.iter().map(|row| row.name).collect();
        assert_eq!(names, rows);
    }
}
