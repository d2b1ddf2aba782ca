//! Whether runs do the same: only then does it mean something which is faster.

use super::child::Finished;
use super::until::Until;
use anyhow::{Result, bail, ensure};

/// Characters of a line that a message shows.
const SHOWN: usize = 200;

/// What every run must do, from the first.
pub struct Agreement {
    /// The exit code that the user expects.
    pub exit_code: i32,
    /// Whether standard output may differ.
    pub ignore_output: bool,
    first: Option<(String, Vec<u8>)>,
}

impl Agreement {
    pub fn new(exit_code: i32, ignore_output: bool) -> Agreement {
        Agreement { exit_code, ignore_output, first: None }
    }

    /// Compares a run with the first; `who` says which it is.
    ///
    /// # Errors
    /// When it differs, with the first difference.
    pub fn check(&mut self, who: &str, run: &Finished, until: Option<&Until>) -> Result<()> {
        // How a program ends that was told to says nothing.
        if until.is_none() && run.status.code() != Some(self.exit_code) {
            self.wrong_end(who, run)?;
        }
        if self.ignore_output {
            return Ok(());
        }
        let stdout = &run.stdout[..run.before_line.unwrap_or(run.stdout.len())];
        let Some((first, expected)) = &self.first else {
            self.first = Some((who.to_owned(), stdout.to_vec()));
            return Ok(());
        };
        // The moment of SIGTERM decides how much a program writes that does not end by itself.
        let (mut a, mut b) = (&expected[..], stdout);
        if until.is_some() {
            let common = a.len().min(b.len());
            (a, b) = (&a[..common], &b[..common]);
        }
        if let Some(text) = difference(first, a, who, b) {
            bail!(
                "the outputs differ, so there is nothing to compare: {text}\n\
                 (--ignore-output compares nevertheless)"
            );
        }
        Ok(())
    }

    fn wrong_end(&self, who: &str, run: &Finished) -> Result<()> {
        let (end, expected, complaint) = (run.end(), self.exit_code, run.complaint());
        if let Some((first, _)) = &self.first {
            bail!(
                "the outputs differ, so there is nothing to compare: {who} ended with {end}, \
                 {first} with exit code {expected}{complaint}"
            );
        }
        ensure!(
            run.status.code().is_none(),
            "{who} ended with {end} instead of {expected} (--exit-code says what is right)\
             {complaint}"
        );
        bail!("{who} ended with {end}{complaint}")
    }
}

/// The first line in which two outputs differ.
fn difference(first: &str, a: &[u8], second: &str, b: &[u8]) -> Option<String> {
    if a == b {
        return None;
    }
    let (a, b) = (String::from_utf8_lossy(a), String::from_utf8_lossy(b));
    let (mut left, mut right) = (a.split('\n'), b.split('\n'));
    let mut number = 0;
    loop {
        number += 1;
        match (left.next(), right.next()) {
            (Some(a), Some(b)) if a == b => {}
            (None, None) => return Some("in bytes that are not UTF-8".to_owned()),
            (a, b) => {
                return Some(format!(
                    "line {number} of standard output is\n  {}\n    in {first}\n  {}\n    in {second}",
                    shown(a),
                    shown(b)
                ));
            }
        }
    }
}

fn shown(line: Option<&str>) -> String {
    let Some(line) = line else { return "(the end)".to_owned() };
    if line.is_empty() {
        return "(nothing)".to_owned();
    }
    line.chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn the_first_difference_is_shown() {
        assert_eq!(difference("x", b"a\nb\n", "y", b"a\nb\n"), None);
        let text = difference("x", b"a\nb\n", "y", b"a\nc\n").expect("they differ");
        assert_eq!(text, "line 2 of standard output is\n  b\n    in x\n  c\n    in y");
        let text = difference("x", b"a\n", "y", b"a").expect("they differ");
        assert!(text.contains("line 2") && text.contains("(nothing)"), "{text}");
        assert!(text.contains("(the end)"), "{text}");
    }
}
