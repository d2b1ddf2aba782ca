//! `@argfiles` and `JDK_JAVA_OPTIONS`: the words of the command line before they mean anything.
//!
//! Expansion ends at the main class, so the words are followed as far as is needed to see it.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use super::launcher::takes_argument;
use super::{Environment, Notices, OptionError};

const VARIABLE: &str = "JDK_JAVA_OPTIONS";

/// Options after which a command line is complete; a variable must not decide that.
const TERMINAL: &[&str] = &[
    "-jar",
    "-m",
    "--module",
    "--dry-run",
    "-h",
    "-?",
    "-help",
    "--help",
    "-X",
    "--help-extra",
    "-version",
    "--version",
    "-fullversion",
    "--full-version",
];

/// The command line with the words of `JDK_JAVA_OPTIONS` in front and argument files replaced by
/// what they contain.
pub(super) fn expand(
    arguments: Vec<OsString>,
    environment: &Environment,
    notices: &mut Notices,
) -> Result<Vec<OsString>, OptionError> {
    let mut expander = Expander::default();
    if let Some(value) = &environment.jdk_java_options {
        notices.error(format!("NOTE: Picked up {VARIABLE}: {value}\n"));
        expander.variable(value)?;
    }
    for argument in arguments {
        match expander.file_words(&argument)? {
            Some(words) => expander.words.extend(words),
            None => expander.words.push(argument),
        }
    }
    Ok(expander.words)
}

#[derive(Default)]
struct Expander {
    words: Vec<OsString>,
    /// The next word is an option's argument if it does not begin with a dash.
    argument_expected: bool,
    /// The main class, jar or module has been seen: what follows belongs to the program.
    in_program: bool,
}

impl Expander {
    /// Takes the words of the variable; quotes group, and there are no escapes.
    fn variable(&mut self, value: &str) -> Result<(), OptionError> {
        for word in split_quoted(value).ok_or(OptionError::UnmatchedQuote { variable: VARIABLE })? {
            let word = OsString::from(word);
            match self.file_words(&word)? {
                None => {
                    if is_terminal(&word) {
                        let option = word.to_string_lossy().into_owned();
                        return Err(OptionError::NotInVariable { option, variable: VARIABLE });
                    }
                    self.words.push(word);
                }
                Some(words) => {
                    if let Some(bad) = words.iter().find(|word| is_terminal(word)) {
                        return Err(OptionError::NotInVariableFile {
                            option: bad.to_string_lossy().into_owned(),
                            file: word.to_string_lossy().into_owned(),
                            variable: VARIABLE,
                        });
                    }
                    self.words.extend(words);
                }
            }
            if self.in_program {
                return Err(OptionError::MainClassInVariable { variable: VARIABLE });
            }
        }
        Ok(())
    }

    /// The words that replace `word`: those of the file for `@file`, the word less one `@` for
    /// `@@word`, the parts of `--source N` that a `#!` line passes as one word.
    fn file_words(&mut self, word: &OsStr) -> Result<Option<Vec<OsString>>, OptionError> {
        if self.in_program {
            return Ok(None);
        }
        let bytes = word.as_bytes();
        if bytes.starts_with(b"--source") && bytes.contains(&b' ') {
            let parts = bytes.split(u8::is_ascii_whitespace).filter(|part| !part.is_empty());
            let parts: Vec<_> = parts.map(|part| OsStr::from_bytes(part).to_owned()).collect();
            parts.iter().for_each(|part| self.follow(part));
            return Ok(Some(parts));
        }
        let words = match bytes {
            [b'@', b'@', ..] => vec![OsStr::from_bytes(&bytes[1..]).to_owned()],
            [b'@', name @ ..] if !name.is_empty() => {
                let name = OsStr::from_bytes(name);
                let text = std::fs::read(name).map_err(|_| OptionError::ArgFileUnreadable {
                    path: name.to_string_lossy().into_owned(),
                })?;
                tokens(&text).into_iter().map(OsString::from_vec).collect()
            }
            _ => {
                self.follow(word);
                return Ok(None);
            }
        };
        words.iter().for_each(|word| self.follow(word));
        Ok(Some(words))
    }

    /// Notes what `word` is, to find the main class.
    fn follow(&mut self, word: &OsStr) {
        let text = word.to_string_lossy();
        if text.starts_with('-') {
            // The word after these is what to run.
            let names_program = matches!(&*text, "-jar" | "-m" | "--module");
            self.argument_expected = takes_argument(&text) && !names_program;
            self.in_program |= text.starts_with("--module=");
        } else {
            self.in_program |= !self.argument_expected;
            self.argument_expected = false;
        }
    }
}

fn is_terminal(word: &OsStr) -> bool {
    let text = word.to_string_lossy();
    TERMINAL.contains(&&*text) || text.starts_with("--module=")
}

/// Splits at white space; single and double quotes group. `None` when a quote is not closed.
pub(super) fn split_quoted(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut chars = text.chars().peekable();
    loop {
        while chars.next_if(char::is_ascii_whitespace).is_some() {}
        if chars.peek().is_none() {
            return Some(words);
        }
        let mut word = String::new();
        while let Some(c) = chars.next_if(|c| !c.is_ascii_whitespace()) {
            if c != '"' && c != '\'' {
                word.push(c);
                continue;
            }
            loop {
                match chars.next()? {
                    close if close == c => break,
                    other => word.push(other),
                }
            }
        }
        words.push(word);
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Between,
    Comment,
    Token,
    Quote(u8),
    Escape(u8),
    /// After a line was continued inside quotes.
    LeadingSpace(u8),
}

/// The words of an argument file: quotes group, `#` begins a comment, a backslash escapes inside
/// quotes only, and one at the end of a line inside quotes continues it.
fn tokens(text: &[u8]) -> Vec<Vec<u8>> {
    let mut words = Vec::new();
    let mut state = State::Between;
    // What quotes and escapes have completed of the word, and what follows that.
    let (mut parts, mut pending) = (Vec::new(), Vec::new());
    for &byte in text {
        match state {
            State::Between | State::LeadingSpace(_) if is_space(byte) => continue,
            State::Between => state = State::Token,
            State::LeadingSpace(quote) => state = State::Quote(quote),
            State::Escape(quote) => {
                state = match byte {
                    b'\n' | b'\r' => State::LeadingSpace(quote),
                    _ => {
                        parts.push(unescape(byte));
                        State::Quote(quote)
                    }
                };
                continue;
            }
            State::Comment => {
                if matches!(byte, b'\n' | b'\r') {
                    state = State::Between;
                }
                continue;
            }
            State::Token | State::Quote(_) => {}
        }
        match (byte, state) {
            (b' ' | b'\t' | 0x0c, State::Quote(_)) => pending.push(byte),
            (_, _) if is_space(byte) => {
                parts.append(&mut pending);
                words.push(std::mem::take(&mut parts));
                state = State::Between;
            }
            (b'#', State::Token) => {
                // As in `java`, a comment swallows the unquoted text that it touches.
                pending.clear();
                state = State::Comment;
            }
            (b'\\', State::Quote(quote)) => {
                parts.append(&mut pending);
                state = State::Escape(quote);
            }
            (b'"' | b'\'', State::Token) => {
                parts.append(&mut pending);
                state = State::Quote(byte);
            }
            (_, State::Quote(quote)) if quote == byte => {
                parts.append(&mut pending);
                state = State::Token;
            }
            _ => pending.push(byte),
        }
    }
    if matches!(state, State::Token | State::Quote(_)) {
        parts.append(&mut pending);
        if !parts.is_empty() {
            words.push(parts);
        }
    }
    words
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0x0c)
}

fn unescape(byte: u8) -> u8 {
    match byte {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'f' => 0x0c,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let words: Vec<_> =
            tokens(text.as_bytes()).into_iter().map(|w| String::from_utf8(w).unwrap()).collect();
        assert_eq!(words, expected, "{text:?}");
    }

    #[test]
    fn argument_files_have_quotes_comments_and_escapes() {
        check("a  b\n\tc\r\n", &["a", "b", "c"]);
        check("'a b' \"c'd\" e\"f g\"h", &["a b", "c'd", "ef gh"]);
        check("a # b\nc #d", &["a", "c"]);
        check("c:\\dir \"c:\\\\dir\\t\"", &["c:\\dir", "c:\\dir\t"]);
        check("\"one \\\n    two\"", &["one two"]);
        check("\"open quote\nnext", &["open quote", "next"]);
        check("\"\" a", &["", "a"]);
        check("'a#b'", &["a#b"]);
        check("", &[]);
    }

    #[test]
    fn the_main_class_ends_expansion() {
        let expand = |words: &[&str]| {
            let words = words.iter().map(OsString::from).collect();
            expand(words, &Environment::default(), &mut Notices::default())
        };
        assert_eq!(expand(&["-cp", "x", "@@a", "@b"]).unwrap(), ["-cp", "x", "@a", "@b"]);
        assert_eq!(expand(&["M", "@none"]).unwrap(), ["M", "@none"]);
        assert_eq!(expand(&["@"]).unwrap(), ["@"]);
        assert_eq!(expand(&["--source 17", "F"]).unwrap(), ["--source", "17", "F"]);
        let missing = OptionError::ArgFileUnreadable { path: "none".into() };
        assert_eq!(expand(&["-cp", "@none"]).unwrap_err(), missing);
    }

    #[test]
    fn the_variable_may_not_complete_the_command_line() {
        let error = |value: &str| {
            let environment =
                Environment { jdk_java_options: Some(value.into()), ..Environment::default() };
            expand(vec![], &environment, &mut Notices::default()).unwrap_err()
        };
        assert!(matches!(error("Main"), OptionError::MainClassInVariable { .. }));
        assert!(matches!(error("-Da='b"), OptionError::UnmatchedQuote { .. }));
        assert!(matches!(error("-Da=b -version"), OptionError::NotInVariable { .. }));
    }
}
