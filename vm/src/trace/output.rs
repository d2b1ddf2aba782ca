//! Where messages go: standard output, standard error, or a file that may rotate.

use std::fs::File;
use std::io::{self, Write};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::{Decorator, Level, Thresholds, Topic};

/// The kind of an output; a file has the name the user gave, with `%p` and `%t` not yet replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants say it")]
pub enum Target {
    Stdout,
    Stderr,
    File(String),
}

/// An output as the options describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputSpec {
    /// Where it writes.
    pub target: Target,
    /// What it wants.
    pub thresholds: Thresholds,
    /// What precedes each message.
    pub decorators: Vec<Decorator>,
    /// How many old files a rotation keeps; zero means that the file does not rotate.
    pub file_count: u32,
    /// The size at which a file rotates; zero means never.
    pub file_bytes_max: u64,
}

/// A log file could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("Error opening log file '{name}': {reason}")]
pub struct OpenError {
    /// The name of the file.
    pub name: String,
    /// What the system says.
    pub reason: String,
}

impl OpenError {
    fn new(name: &str, error: &io::Error) -> OpenError {
        let text = error.to_string();
        // The system's words, without the number that Rust adds.
        let reason = text.split(" (os error").next().unwrap_or(&text).to_owned();
        OpenError { name: name.to_owned(), reason }
    }
}

/// An open output.
#[derive(Debug)]
pub struct Output {
    pub(super) spec: OutputSpec,
    start: Instant,
    sink: Sink,
    /// The widest text so far of each decoration; level and tags are padded to it.
    widths: Vec<usize>,
}

#[derive(Debug)]
enum Sink {
    Stdout,
    Stderr,
    File { path: String, file: File, bytes: u64, rotation: u32 },
}

impl Output {
    pub(super) fn open(spec: &OutputSpec, start: Instant) -> Result<Output, OpenError> {
        let sink = match &spec.target {
            Target::Stdout => Sink::Stdout,
            Target::Stderr => Sink::Stderr,
            Target::File(name) => {
                let path = expand_name(name);
                let file = File::create(&path).map_err(|error| OpenError::new(&path, &error))?;
                Sink::File { path, file, bytes: 0, rotation: 0 }
            }
        };
        let widths = vec![0; spec.decorators.len()];
        Ok(Output { spec: spec.clone(), start, sink, widths })
    }

    pub(super) fn write(&mut self, topic: Topic, level: Level, text: &str) {
        if level < self.spec.thresholds[topic as usize] {
            return;
        }
        let prefix = self.prefix(topic, level);
        let mut lines = String::new();
        for line in text.split('\n') {
            lines.push_str(&prefix);
            lines.push_str(line);
            lines.push('\n');
        }
        // A log that cannot be written is not a reason to stop the program.
        let _ = self.append(lines.as_bytes());
    }

    fn prefix(&mut self, topic: Topic, level: Level) -> String {
        let mut prefix = String::new();
        for (decorator, width) in self.spec.decorators.iter().zip(&mut self.widths) {
            let text = decorator.text(topic, level, self.start);
            if matches!(decorator, Decorator::Level | Decorator::Tags) {
                *width = text.len().max(*width);
            }
            prefix.push_str(&format!("[{text:<width$}]", width = *width));
        }
        if !prefix.is_empty() {
            prefix.push(' ');
        }
        prefix
    }

    fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        match &mut self.sink {
            Sink::Stdout => {
                let mut out = io::stdout().lock();
                out.write_all(lines)?;
                out.flush()
            }
            Sink::Stderr => io::stderr().lock().write_all(lines),
            Sink::File { path, file, bytes, rotation } => {
                file.write_all(lines)?;
                *bytes += lines.len() as u64;
                let full = self.spec.file_bytes_max > 0 && *bytes >= self.spec.file_bytes_max;
                if full && self.spec.file_count > 0 {
                    std::fs::rename(&*path, format!("{path}.{rotation}"))?;
                    *rotation = (*rotation + 1) % self.spec.file_count;
                    *file = File::create(&*path)?;
                    *bytes = 0;
                }
                Ok(())
            }
        }
    }
}

/// Replaces `%p` by the process id and `%t` by the time of the start.
fn expand_name(name: &str) -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    name.replace("%p", &std::process::id().to_string()).replace("%t", &seconds.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::DEFAULT_THRESHOLDS;

    #[test]
    fn a_full_file_rotates() {
        let dir = std::env::temp_dir().join(format!("cortado-rotate-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let path = dir.join("log").to_str().unwrap().to_owned();
        let spec = OutputSpec {
            target: Target::File(path.clone()),
            thresholds: DEFAULT_THRESHOLDS,
            decorators: vec![],
            file_count: 2,
            file_bytes_max: 4,
        };
        let mut output = Output::open(&spec, Instant::now()).unwrap();
        for text in ["aaaa", "bbbb", "cccc", "d"] {
            output.write(Topic::Gc, Level::Error, text);
        }
        let read = |name: &str| std::fs::read_to_string(dir.join(name)).unwrap();
        assert_eq!((read("log.0"), read("log.1")), ("cccc\n".into(), "bbbb\n".into()));
        assert_eq!(read("log"), "d\n");
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
