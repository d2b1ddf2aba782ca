//! The comment lines at the top of a test source that say how it is run.
//!
//! `// name: value`, in any order, until the first line that is no comment.

use std::path::Path;

/// The header of one source.
#[derive(Debug, Default)]
pub struct Header {
    /// Flags for the launcher (`// flags:`), words separated by spaces; `"` quotes.
    pub flags: Vec<String>,
    /// Flags for javac (`// javac:`).
    pub javac: Vec<String>,
    /// Arguments of the program (`// args:`).
    pub args: Vec<String>,
    /// Arguments that make the program run long, without changing what it says (`// stress:`).
    pub stress: Option<Vec<String>>,
    /// Standard input, one `// stdin:` per line.
    pub stdin: String,
    /// The exit code that is expected (`// exit:`), 0 without the line.
    pub exit: i32,
    /// Calls and their results (`// runs:`), the lines joined.
    pub runs: String,
}

impl Header {
    /// Reads the header of `path`.
    pub fn read(path: &Path) -> Header {
        let text = std::fs::read_to_string(path)
            .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
        Header::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    fn parse(text: &str) -> Result<Header, String> {
        let mut header = Header::default();
        for line in text.lines().map_while(|line| line.strip_prefix("//")) {
            let line = line.strip_prefix(' ').unwrap_or(line);
            let Some((name, value)) = line.split_once(':') else { continue };
            let trimmed = value.trim();
            match name {
                "flags" => header.flags.extend(words(trimmed)?),
                "javac" => header.javac.extend(words(trimmed)?),
                "args" => header.args.extend(words(trimmed)?),
                "stress" => header.stress = Some(words(trimmed)?),
                "exit" => {
                    header.exit = trimmed.parse().map_err(|_| format!("exit: `{trimmed}`"))?
                }
                "stdin" => {
                    header.stdin.push_str(value.strip_prefix(' ').unwrap_or(value));
                    header.stdin.push('\n');
                }
                "runs" => {
                    header.runs.push_str(trimmed.trim_end_matches(';'));
                    header.runs.push_str("; ");
                }
                _ => {}
            }
        }
        if header.flags.iter().any(|flag| flag == "--enable-preview") {
            header.javac.extend(["--release", "17", "--enable-preview"].map(String::from));
        }
        Ok(header)
    }
}

/// Splits at spaces that are not in double quotes.
fn words(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    if quoted { Err(format!("open quote in `{text}`")) } else { Ok(words) }
}
