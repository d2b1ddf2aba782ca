//! Log topics and the `trace!` macro: what `-Xlog` selects and `-verbose` abbreviates.
//!
//! To add a topic, add a row to the table below: variant, HotSpot's tags for such messages, help.
//! Levels and decorations are HotSpot's. A message that is not selected costs one relaxed load.
//! A topic that no message uses fails `tests/tidy.rs`.

use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Instant;

mod decorate;
mod output;

pub use decorate::{Decorator, timestamp};
pub use output::{OpenError, Output, OutputSpec, Target};

macro_rules! topics {
    ($($variant:ident [$($tag:literal)+] $help:literal;)*) => {
        /// What a message is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Topic {
            $(#[doc = $help] $variant,)*
        }

        /// Every topic, in the order of the table.
        pub const TOPICS: &[TopicRow] = &[
            $(TopicRow { topic: Topic::$variant, tags: &[$($tag),+], help: $help },)*
        ];
    };
}

/// What is known about a topic.
#[derive(Debug)]
pub struct TopicRow {
    /// The topic.
    pub topic: Topic,
    /// The tags by which `-Xlog` selects it.
    pub tags: &'static [&'static str],
    /// What its messages tell.
    pub help: &'static str,
}

topics! {
    ClassInit ["class" "init"] "classes initialized";
    ClassLoad ["class" "load"] "classes loaded, and from where";
    Compilation ["jit" "compilation"] "methods compiled, declined and refused";
    Deoptimization ["jit" "nmethod"] "compiled code left or no longer valid";
    Exceptions ["exceptions"] "exceptions thrown";
    Gc ["gc"] "garbage collections";
    GcHeap ["gc" "heap"] "heap occupancy around collections";
    JitServer ["jitserver"] "the compile server: connections, answers, and a summary at exit";
    ModuleLoad ["module" "load"] "modules defined to the VM";
    Safepoint ["safepoint"] "threads stopped and resumed";
    Startuptime ["startuptime"] "time taken by each step of the start-up";
}

/// How important a message is; `Off` selects none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names are HotSpot's level names")]
pub enum Level {
    Trace,
    Debug,
    Info,
    Warning,
    Error,
    Off,
}

impl Level {
    /// Every level, the most talkative first.
    pub const ALL: [Level; 6] =
        [Level::Trace, Level::Debug, Level::Info, Level::Warning, Level::Error, Level::Off];

    /// The level's name in options and decorations.
    pub fn name(self) -> &'static str {
        match self {
            Level::Trace => "trace",
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
            Level::Off => "off",
        }
    }

    /// The level called `name`.
    pub fn from_name(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// The lowest level per topic at each output; what an output without selection would show.
pub type Thresholds = [Level; TOPICS.len()];

/// The thresholds of standard output when no option says otherwise.
pub const DEFAULT_THRESHOLDS: Thresholds = [Level::Warning; TOPICS.len()];

/// The lowest level that any output wants, per topic.
static THRESHOLDS: [AtomicU8; TOPICS.len()] =
    [const { AtomicU8::new(Level::Warning as u8) }; TOPICS.len()];

static OUTPUTS: Mutex<Vec<Output>> = Mutex::new(Vec::new());

/// Opens the outputs and starts to log as they ask. `start` is the zero of the up-time decoration.
pub fn configure(specs: &[OutputSpec], start: Instant) -> Result<(), OpenError> {
    let outputs =
        specs.iter().map(|spec| Output::open(spec, start)).collect::<Result<Vec<_>, _>>()?;
    for (index, threshold) in THRESHOLDS.iter().enumerate() {
        let lowest = specs.iter().map(|spec| spec.thresholds[index]).min();
        threshold.store(lowest.unwrap_or(Level::Off) as u8, Ordering::Relaxed);
    }
    *OUTPUTS.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = outputs;
    Ok(())
}

/// Shows the messages of a topic on standard output from level info on, or only from warning on.
pub fn show_on_stdout(topic: Topic, show: bool) {
    let index = topic as usize;
    let mut outputs = OUTPUTS.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    for output in outputs.iter_mut().filter(|output| output.spec.target == Target::Stdout) {
        output.spec.thresholds[index] = if show { Level::Info } else { Level::Warning };
    }
    let lowest = outputs.iter().map(|output| output.spec.thresholds[index]).min();
    THRESHOLDS[index].store(lowest.unwrap_or(Level::Off) as u8, Ordering::Relaxed);
}

/// Whether a message of this topic and level goes anywhere.
#[inline]
pub fn enabled(topic: Topic, level: Level) -> bool {
    level as u8 >= THRESHOLDS[topic as usize].load(Ordering::Relaxed)
}

/// Writes a message to every output that wants it; `trace!` calls this after `enabled`.
#[cold]
pub fn message(topic: Topic, level: Level, text: fmt::Arguments<'_>) {
    let text = text.to_string();
    let mut outputs = OUTPUTS.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    for output in outputs.iter_mut() {
        output.write(topic, level, &text);
    }
}

/// Logs a message: `trace!(ClassLoad, "{name} source: {source}")` at level info, or with a level,
/// `trace!(Gc, Debug, "…")`. The arguments are evaluated only if the message is selected.
#[macro_export]
macro_rules! trace {
    ($topic:ident, $level:ident, $($format:tt)+) => {
        if $crate::trace::enabled($crate::trace::Topic::$topic, $crate::trace::Level::$level) {
            $crate::trace::message(
                $crate::trace::Topic::$topic,
                $crate::trace::Level::$level,
                format_args!($($format)+),
            );
        }
    };
    ($topic:ident, $($format:tt)+) => { $crate::trace!($topic, Info, $($format)+) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selected_message_reaches_its_file_and_another_does_not() {
        let path = std::env::temp_dir().join(format!("cortado-trace-{}", std::process::id()));
        let mut thresholds = DEFAULT_THRESHOLDS;
        thresholds[Topic::ClassLoad as usize] = Level::Info;
        let spec = OutputSpec {
            target: Target::File(path.to_str().unwrap().to_owned()),
            thresholds,
            decorators: vec![Decorator::Level, Decorator::Tags],
            file_count: 0,
            file_bytes_max: 0,
        };
        configure(&[spec], Instant::now()).unwrap();
        trace!(ClassLoad, "first {}", 1);
        trace!(ClassLoad, Debug, "hidden");
        trace!(ClassInit, "hidden");
        trace!(Gc, Warning, "second\nthird");
        configure(&[], Instant::now()).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(
            text,
            "[info][class,load] first 1\n[warning][gc        ] second\n\
             [warning][gc        ] third\n"
        );
    }
}
