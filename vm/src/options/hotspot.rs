//! The `-XX` flags that HotSpot 17 knows, so that a command line written for it is judged alike.

/// The table: one flag per line.
const TABLE: &str = include_str!("hotspot_flags.txt");

/// How a flag may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Availability {
    Product,
    /// After `-XX:+UnlockDiagnosticVMOptions`.
    Diagnostic,
    /// After `-XX:+UnlockExperimentalVMOptions`.
    Experimental,
    /// Only in debug builds of HotSpot.
    Develop,
    /// Only in debug builds of HotSpot, under another word.
    NotProduct,
    /// Ignored with a warning since this version.
    Obsolete(u32),
}

/// A flag as HotSpot declares it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Declared<'a> {
    pub name: &'a str,
    /// HotSpot's name of the type.
    pub kind: &'a str,
    pub availability: Availability,
    /// The allowed values, where they are fewer than those of the type.
    pub range: Option<(&'a str, &'a str)>,
    /// The version since which use of the flag brings a warning.
    pub deprecated: Option<u32>,
    /// The flag that this is another name of.
    pub alias: Option<&'a str>,
}

impl Declared<'_> {
    /// Whether the flag is switched by `+` and `-`.
    pub fn is_bool(&self) -> bool {
        self.kind == "bool"
    }
}

/// All flags, in alphabetical order.
pub(super) fn all() -> impl Iterator<Item = Declared<'static>> {
    TABLE.lines().filter(|line| !line.starts_with('#')).map(row)
}

/// The flag with this name.
pub(super) fn find(name: &str) -> Option<Declared<'static>> {
    all().find(|flag| flag.name == name)
}

fn row(line: &'static str) -> Declared<'static> {
    let mut words = line.split(' ');
    let mut word = || words.next().unwrap_or_default();
    let (name, kind, availability) = (word(), word(), word());
    let mut flag = Declared {
        name,
        kind,
        availability: availability_of(availability),
        range: None,
        deprecated: None,
        alias: None,
    };
    for extra in words {
        if let Some(version) = extra.strip_prefix("deprecated=") {
            flag.deprecated = version.parse().ok();
        } else if let Some(name) = extra.strip_prefix("alias=") {
            flag.alias = Some(name);
        } else {
            flag.range = extra.split_once("..");
        }
    }
    flag
}

fn availability_of(word: &str) -> Availability {
    match word {
        "diagnostic" => Availability::Diagnostic,
        "experimental" => Availability::Experimental,
        "develop" => Availability::Develop,
        "notproduct" => Availability::NotProduct,
        _ => match word.strip_prefix("obsolete=").and_then(|version| version.parse().ok()) {
            Some(version) => Availability::Obsolete(version),
            None => Availability::Product,
        },
    }
}

/// How alike two names are, from 0 to 1: the share of pairs of neighbouring letters in common.
pub(super) fn similarity(a: &str, b: &str) -> f64 {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let common = a.windows(2).filter(|pair| b.windows(2).any(|other| other == *pair)).count();
    2.0 * common as f64 / (a.len() + b.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_well_formed() {
        let kinds = [
            "bool",
            "int",
            "uint",
            "intx",
            "uintx",
            "uint64_t",
            "size_t",
            "double",
            "ccstr",
            "ccstrlist",
        ];
        let mut count = 0;
        for flag in all() {
            count += 1;
            assert!(kinds.contains(&flag.kind), "{flag:?}");
            assert!(flag.alias.is_none_or(|name| find(name).is_some()), "{flag:?}");
        }
        assert!(count > 1200);
    }

    #[test]
    fn rows_carry_ranges_and_deprecation() {
        let flag = find("TieredStopAtLevel").unwrap();
        assert_eq!((flag.kind, flag.range), ("intx", Some(("0", "4"))));
        assert_eq!(find("UseBiasedLocking").unwrap().deprecated, Some(15));
        assert_eq!(find("TraceBytecodes").unwrap().availability, Availability::Develop);
        assert_eq!(find("NoSuchFlag"), None);
    }
}
