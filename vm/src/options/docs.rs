//! What documents say of the options: the source of manual pages and shell completions.

use super::flags::{FLAG_ROWS, FlagOrigin};
use super::{launcher, vm};

/// A row's part for documents.
#[derive(Debug, Clone, Copy)]
pub(super) struct Doc {
    argument: &'static str,
    help: &'static str,
}

impl Doc {
    /// Of an option that documents leave out: an old spelling, or one without effect here.
    pub const NONE: Doc = Doc { argument: "", help: "" };

    /// `argument` is what follows the name, as it is written; empty for none.
    pub const fn new(argument: &'static str, help: &'static str) -> Doc {
        Doc { argument, help }
    }

    /// Of an option with these spellings.
    pub fn of(self, names: &[&str]) -> Option<OptionDoc> {
        let names = names.iter().map(|&name| name.to_owned()).collect();
        (!self.help.is_empty()).then_some(OptionDoc {
            names,
            argument: self.argument,
            help: self.help,
        })
    }
}

/// An option as documents have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionDoc {
    /// Its spellings, the shortest first.
    pub names: Vec<String>,
    /// What follows the name, as it is written: with a space before it if that is a word of its
    /// own.
    pub argument: &'static str,
    /// What it does.
    pub help: &'static str,
}

/// The options of the launcher and of the VM, without flags.
pub fn options() -> Vec<OptionDoc> {
    launcher::documented().chain(vm::documented()).collect()
}

/// The flags that mean something, those of `java` or our own.
pub fn flags(origin: FlagOrigin) -> Vec<OptionDoc> {
    let rows = FLAG_ROWS.iter().filter(|row| row.origin == origin);
    rows.map(|row| {
        let name = row.name;
        let (names, argument) = match row.kind {
            "bool" => (vec![format!("-XX:+{name}"), format!("-XX:-{name}")], ""),
            "ccstr" | "ccstrlist" => (vec![format!("-XX:{name}=")], "<value>"),
            _ => (vec![format!("-XX:{name}=")], "<n>"),
        };
        OptionDoc { names, argument, help: row.help }
    })
    .collect()
}
