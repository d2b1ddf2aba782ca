//! Known failures: one list per mode in `testdata/known_failures`, which may only shrink.
//!
//! Each line of `<mode>.txt` names a test, then why it fails after `#`.

use super::testdata;
use libtest_mimic::Failed;
use std::collections::BTreeMap;

/// The list of one mode.
pub struct KnownFailures {
    mode: String,
    reasons: BTreeMap<String, String>,
}

impl KnownFailures {
    /// Reads the list; a missing file is an empty list.
    pub fn read(mode: &str) -> KnownFailures {
        let path = testdata().join("known_failures").join(format!("{mode}.txt"));
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let reasons = text
            .lines()
            .map(|line| line.split_once('#').unwrap_or((line, "")))
            .map(|(name, reason)| (name.trim().to_owned(), reason.trim().to_owned()))
            .filter(|(name, _)| !name.is_empty())
            .collect();
        KnownFailures { mode: mode.to_owned(), reasons }
    }

    /// The result to report for `test`: the opposite for those in the list.
    pub fn judge(&self, test: &str, result: Result<(), Failed>) -> Result<(), Failed> {
        match (self.reasons.get(test), result) {
            (None, result) => result,
            (Some(_), Err(_)) => Ok(()),
            (Some(_), Ok(())) => Err(format!(
                "{test} passes: remove it from testdata/known_failures/{}.txt",
                self.mode
            )
            .into()),
        }
    }

    /// The names below `prefix` that are no test.
    pub fn stale(&self, prefix: &str, tests: &[String]) -> Vec<String> {
        let in_prefix = |name: &&String| name.starts_with(prefix);
        self.reasons
            .keys()
            .filter(in_prefix)
            .filter(|name| !tests.contains(name))
            .cloned()
            .collect()
    }
}
