//! The manifest of a jar (`META-INF/MANIFEST.MF`): its main section.

/// Why a manifest cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// The first line of a section is a continuation.
    #[error("misplaced continuation line (line {line})")]
    Continuation {
        /// The line, counted from one.
        line: usize,
    },
    /// A line is no `Name: value`.
    #[error("invalid header field (line {line})")]
    Header {
        /// The line, counted from one.
        line: usize,
    },
}

/// The attributes of the main section, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    attributes: Vec<(String, String)>,
}

impl Manifest {
    /// Parses the main section, which ends at the first empty line. A line that begins with a
    /// space continues the one before it (lines have at most 72 bytes, so that a character may be
    /// split between two).
    ///
    /// # Errors
    /// [`ManifestError`] when a line of the main section is not an attribute.
    pub fn parse(content: &[u8]) -> Result<Self, ManifestError> {
        let mut lines: Vec<(usize, Vec<u8>)> = Vec::new();
        for (index, line) in Lines(content).enumerate() {
            match (line, lines.last_mut()) {
                ([], _) => break,
                ([b' ', rest @ ..], Some((_, whole))) => whole.extend(rest),
                ([b' ', ..], None) => {
                    return Err(ManifestError::Continuation { line: index + 1 });
                }
                _ => lines.push((index + 1, line.to_owned())),
            }
        }
        let attribute = |(line, bytes): (usize, Vec<u8>)| {
            let text = String::from_utf8_lossy(&bytes);
            match text.split_once(": ") {
                Some((name, value)) if is_name(name) => Ok((name.to_owned(), value.to_owned())),
                _ => Err(ManifestError::Header { line }),
            }
        };
        let attributes = lines.into_iter().map(attribute).collect::<Result<_, _>>()?;
        Ok(Self { attributes })
    }

    /// The value of an attribute; names differ in more than case, and the last of a name counts.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let named = |entry: &&(String, String)| entry.0.eq_ignore_ascii_case(name);
        self.attributes.iter().rev().find(named).map(|entry| entry.1.as_str())
    }

    /// `Main-Class`: the class that `-jar` starts, trimmed as the launcher does.
    #[must_use]
    pub fn main_class(&self) -> Option<&str> {
        self.get("Main-Class").map(str::trim)
    }

    /// `Class-Path`: URLs relative to the jar.
    pub fn class_path(&self) -> impl Iterator<Item = &str> {
        self.words("Class-Path")
    }

    /// `Multi-Release`: whether `META-INF/versions/` counts.
    #[must_use]
    pub fn is_multi_release(&self) -> bool {
        self.get("Multi-Release").is_some_and(|value| value.trim().eq_ignore_ascii_case("true"))
    }

    /// `Add-Opens`: `module/package` to open to all unnamed modules.
    pub fn add_opens(&self) -> impl Iterator<Item = &str> {
        self.words("Add-Opens")
    }

    /// `Add-Exports`: `module/package` to export to all unnamed modules.
    pub fn add_exports(&self) -> impl Iterator<Item = &str> {
        self.words("Add-Exports")
    }

    /// `Launcher-Agent-Class`: the agent to start before `main`.
    #[must_use]
    pub fn launcher_agent_class(&self) -> Option<&str> {
        self.get("Launcher-Agent-Class")
    }

    /// `Enable-Native-Access`: the modules that may use restricted methods.
    #[must_use]
    pub fn enable_native_access(&self) -> Option<&str> {
        self.get("Enable-Native-Access")
    }

    fn words(&self, name: &str) -> impl Iterator<Item = &str> {
        self.get(name).unwrap_or_default().split_ascii_whitespace()
    }
}

fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphanumeric())
        && name.len() <= 70
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Lines that end with CR LF, CR or LF; the last may have no end.
struct Lines<'a>(&'a [u8]);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        let end = self.0.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        let (line, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
        self.0 = match rest {
            [b'\r', b'\n', rest @ ..] | [_, rest @ ..] => rest,
            [] => rest,
        };
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_of_the_main_section_are_read() {
        let manifest = Manifest::parse(
            b"Manifest-Version: 1.0\r\nMain-Class: p.Main \r\nClass-Path: a.jar  lib/b.jar\r\n\
              multi-release: TRUE\r\nAdd-Opens: java.base/java.lang java.base/java.util\r\n\
              Launcher-Agent-Class: p.Agent\r\nAdd-Exports: m/p\r\n\
              Enable-Native-Access: ALL-UNNAMED\r\n\r\nName: p/\r\nMain-Class: other\r\n",
        )
        .unwrap();
        assert_eq!(manifest.main_class(), Some("p.Main"));
        assert_eq!(manifest.class_path().collect::<Vec<_>>(), ["a.jar", "lib/b.jar"]);
        assert!(manifest.is_multi_release());
        let opens: Vec<_> = manifest.add_opens().collect();
        assert_eq!(opens, ["java.base/java.lang", "java.base/java.util"]);
        assert_eq!(manifest.add_exports().collect::<Vec<_>>(), ["m/p"]);
        assert_eq!(manifest.launcher_agent_class(), Some("p.Agent"));
        assert_eq!(manifest.enable_native_access(), Some("ALL-UNNAMED"));
        assert_eq!(manifest.get("Name"), None);
    }

    #[test]
    fn continuation_lines_may_split_a_character() {
        let mut content = b"Main-Class: p.Stra\xC3\n \x9Fe\n".to_vec();
        assert_eq!(Manifest::parse(&content).unwrap().main_class(), Some("p.Straße"));
        content.splice(0..0, *b" x\n");
        assert_eq!(Manifest::parse(&content), Err(ManifestError::Continuation { line: 1 }));
    }

    #[test]
    fn line_ends_and_a_missing_last_one_are_accepted() {
        for content in ["A: 1\rB: 2\r", "A: 1\nB: 2", "A: 1\r\nB: 2\r\n\r\n"] {
            let manifest = Manifest::parse(content.as_bytes()).unwrap();
            assert_eq!((manifest.get("a"), manifest.get("b")), (Some("1"), Some("2")));
        }
        assert_eq!(Manifest::parse(b"").unwrap(), Manifest::default());
    }

    #[test]
    fn other_lines_are_refused() {
        for bad in ["novalue", "No:space", ": x", "Na me: x", "-a: x"] {
            let content = format!("A: 1\n{bad}\n");
            assert_eq!(
                Manifest::parse(content.as_bytes()),
                Err(ManifestError::Header { line: 2 }),
                "{bad}"
            );
        }
    }

    #[test]
    fn the_last_of_two_attributes_counts() {
        assert_eq!(Manifest::parse(b"A: 1\na: 2\n").unwrap().get("A"), Some("2"));
    }
}
