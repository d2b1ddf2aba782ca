//! What the tests share that run Java programs: the JDK, compiling, running, comparing.
#![allow(dead_code, reason = "each test uses its part")]

pub mod class_bytes;
pub mod compile;
pub mod header;
pub mod jasm;
pub mod jdk;
pub mod jtt;
pub mod known;
pub mod pool;
pub mod process;
pub mod server;
pub mod vm;

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

/// The repository's `testdata`.
pub fn testdata() -> PathBuf {
    let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_dir.parent().expect("the crate is in the workspace").join("testdata")
}

/// A directory below `target` for whatever tests make; its content is a cache.
pub fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// A launcher mode in which all tests must pass.
pub struct Mode {
    /// The name in test names and of the list of known failures.
    pub name: &'static str,
    /// What is given to `cortado` before everything else for the small cases.
    pub case_flags: &'static [&'static str],
    /// The same for whole programs, which allocate more.
    pub program_flags: &'static [&'static str],
}

/// Every mode. Later tiers join here.
pub const MODES: &[Mode] = &[
    Mode { name: "normal", case_flags: &[], program_flags: &[] },
    Mode {
        name: "gc-stress",
        case_flags: &["-XX:GCEveryNthAllocation=11"],
        program_flags: &["-XX:GCEveryNthAllocation=1009"],
    },
    Mode {
        name: "verify-heap",
        case_flags: &["-XX:+VerifyHeap", "-XX:GCEveryNthAllocation=211"],
        program_flags: &["-XX:+VerifyHeap", "-XX:GCEveryNthAllocation=20011"],
    },
    Mode { name: "interpreted", case_flags: &["-Xint"], program_flags: &["-Xint"] },
    Mode { name: "compiled", case_flags: &["-Xcomp"], program_flags: &["-Xcomp"] },
    Mode {
        name: "warm",
        case_flags: &["-XX:CompileThreshold=64", "-XX:OnStackReplacePercentage=400"],
        program_flags: &["-XX:CompileThreshold=64", "-XX:OnStackReplacePercentage=400"],
    },
    Mode {
        name: "deoptimizing",
        case_flags: &["-Xcomp", "-XX:+DeoptimizeAtPolls"],
        program_flags: &[
            "-XX:CompileThreshold=64",
            "-XX:OnStackReplacePercentage=400",
            "-XX:+DeoptimizeAtPolls",
        ],
    },
    Mode {
        name: "compiled-gc-stress",
        case_flags: &["-Xcomp", "-XX:GCEveryNthAllocation=11"],
        program_flags: &["-XX:CompileThreshold=64", "-XX:GCEveryNthAllocation=1009"],
    },
];

/// A hash that names cached things; equal in all runs of one build.
pub fn content_hash(parts: &[&[u8]]) -> String {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The entries of `dir`, sorted by name; empty when there is no such directory.
pub fn sorted_entries(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}

/// Whether the path ends in `.extension`.
pub fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|e| e == extension)
}

/// The file name without directory and extension.
pub fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The first line in which two texts differ, with some context.
pub fn difference(stream: &str, expected: &[u8], actual: &[u8]) -> Option<String> {
    if expected == actual {
        return None;
    }
    let (expected, actual) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(actual));
    let (a, b): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let at = (0..).find(|&i| i >= a.len() || i >= b.len() || a[i] != b[i]).unwrap_or_default();
    let show = |lines: &[&str], mark: &str| -> String {
        let end = (at + 4).min(lines.len());
        let shown: String =
            lines[at.min(end)..end].iter().map(|line| format!("{mark} {line}\n")).collect();
        let rest = lines.len() - end;
        if rest > 0 { shown + &format!("{mark} ... {rest} more\n") } else { shown }
    };
    let line = at + 1;
    Some(format!(
        "{stream} differs from line {line} on:\n{}{}",
        show(&a, "java   "),
        show(&b, "cortado")
    ))
}
