//! The repository's own rules: what a reviewer would otherwise have to say again and again.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cortado_vm::counters::COUNTERS;
use cortado_vm::options::FLAG_ROWS;
use cortado_vm::trace::TOPICS;

/// What the top level may hold beside files that begin with a dot.
const TOP_LEVEL: &[&str] = &[
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "benches",
    "jit",
    "justfile",
    "protocol",
    "rustfmt.toml",
    "server",
    "target",
    "testdata",
    "vm",
];

/// The crates and the ones of ours that they may depend on.
const DEPENDENCIES: &[(&str, &[&str])] = &[
    ("protocol", &[]),
    ("jit", &["protocol"]),
    ("vm", &["jit", "protocol"]),
    ("server", &["jit", "protocol"]),
    ("benches", &["jit", "protocol", "server", "vm"]),
];

/// The modules of the VM that may use `unsafe`: those that handle memory which Rust does not own,
/// or call the system.
const UNSAFE: &[&str] = &[
    "class",
    "classpath",
    "codecache",
    "compile",
    "crash",
    "heap",
    "interp",
    "link",
    "meta",
    "native",
    "runtime",
    "thread",
];

/// A file with its path relative to the repository.
struct Text {
    path: String,
    text: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The repository's text files whose name ends in one of `endings`.
fn files(endings: &[&str]) -> Result<Vec<Text>> {
    let root = root();
    let mut found = Vec::new();
    let mut directories = vec![root.clone()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(&directory)? {
            let path = entry?.path();
            let relative = path.strip_prefix(&root)?.to_string_lossy().into_owned();
            let hidden = relative.starts_with('.') && !relative.starts_with(".ci");
            if path.is_dir() {
                if !hidden && !relative.ends_with("target") {
                    directories.push(path);
                }
            } else if endings.iter().any(|ending| relative.ends_with(ending)) {
                let text = fs::read_to_string(&path).with_context(|| relative.clone())?;
                found.push(Text { path: relative, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn rust_files() -> Result<Vec<Text>> {
    files(&[".rs"])
}

/// Fails with the complaints, if there are any.
fn report(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn the_top_level_holds_only_what_it_should() -> Result<()> {
    let mut complaints = Vec::new();
    for entry in fs::read_dir(root())? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !TOP_LEVEL.contains(&name.as_str()) {
            complaints.push(format!("{name} does not belong at the top level"));
        }
    }
    report(&complaints);
    Ok(())
}

#[test]
fn every_module_says_what_it_is() -> Result<()> {
    let files = rust_files()?;
    assert!(files.len() > 50);
    let mute = files.iter().filter(|file| !file.text.starts_with("//! "));
    let complaints: Vec<_> =
        mute.map(|file| format!("{}: the first line is no //! comment", file.path)).collect();
    report(&complaints);
    Ok(())
}

#[test]
fn nothing_unfinished_is_committed() -> Result<()> {
    // In pieces, so that this file does not contain them.
    let banned = [
        concat!("FIX", "ME"),
        concat!("TO", "DO"),
        concat!("XX", "X"),
        concat!("HA", "CK"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("dbg", "!("),
    ];
    let mut complaints = Vec::new();
    for file in files(&[".rs", ".toml", ".md", "justfile", ".ci/run", ".ci/setup"])? {
        for (number, line) in file.text.lines().enumerate() {
            let words = line.split(|c: char| !c.is_alphanumeric() && c != '!' && c != '(');
            for word in words.filter(|word| banned.iter().any(|banned| word.starts_with(banned))) {
                complaints.push(format!("{}:{}: {word}", file.path, number + 1));
            }
        }
    }
    report(&complaints);
    Ok(())
}

#[test]
fn no_path_of_one_machine_is_committed() -> Result<()> {
    let banned =
        [concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/tm", "p/")];
    let mut complaints = Vec::new();
    for file in files(&[".rs", ".toml", ".md", "justfile", ".ci/run", ".ci/setup"])? {
        for (number, line) in file.text.lines().enumerate() {
            if let Some(path) = banned.iter().find(|path| has_absolute(line, path)) {
                complaints.push(format!("{}:{}: {path}", file.path, number + 1));
            }
        }
    }
    report(&complaints);
    Ok(())
}

/// Whether `path` begins a path in this line, rather than being a part of one.
fn has_absolute(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| !line[..at].ends_with(char::is_alphanumeric))
}

#[test]
fn crates_depend_in_one_direction() -> Result<()> {
    let mut complaints = Vec::new();
    for (name, allowed) in DEPENDENCIES {
        let manifest = fs::read_to_string(root().join(name).join("Cargo.toml"))?;
        for line in manifest.lines() {
            let Some(rest) = line.strip_prefix("cortado-") else { continue };
            let dependency = rest.split([' ', '.', '=']).next().unwrap_or(rest);
            if !allowed.contains(&dependency) {
                complaints.push(format!("{name} must not depend on {dependency}"));
            }
        }
    }
    report(&complaints);
    Ok(())
}

#[test]
fn unsafe_code_stays_in_its_rooms() -> Result<()> {
    let mut complaints = Vec::new();
    for file in rust_files()? {
        let module = match file.path.split_once("/src/") {
            Some(("vm", rest)) => rest.split(['/', '.']).next().unwrap_or(rest),
            Some(_) => "",
            None => continue,
        };
        let code = file.text.lines().map(|line| line.split("//").next().unwrap_or(line));
        let uses = code.flat_map(str::split_whitespace).any(|word| word == "unsafe");
        if uses && !UNSAFE.contains(&module) {
            complaints.push(format!("{}: unsafe code in a module that needs none", file.path));
        }
    }
    report(&complaints);
    Ok(())
}

#[test]
fn every_row_of_a_table_is_used() -> Result<()> {
    let tables = ["vm/src/trace.rs", "vm/src/counters.rs", "vm/src/options/flags.rs"];
    let source: String = rust_files()?
        .into_iter()
        .filter(|file| file.path.starts_with("vm/src/") && !tables.contains(&&*file.path))
        .filter(|file| !file.path.ends_with("tests.rs"))
        .map(|file| file.text)
        .collect();
    // Without white space, since a call may be broken after its parenthesis.
    let source: String = source.split_whitespace().collect();
    let mut complaints = Vec::new();
    for row in TOPICS {
        let uses = [format!("trace!({:?},", row.topic), format!("Topic::{:?}", row.topic)];
        if !uses.iter().any(|text| source.contains(text)) {
            complaints.push(format!("no message has the topic {:?}", row.topic));
        }
    }
    for row in COUNTERS {
        if !source.contains(&format!("Counter::{}", row.name)) {
            complaints.push(format!("nothing increments the counter {}", row.name));
        }
    }
    for row in FLAG_ROWS {
        if !source.contains(&format!("flags.{}", row.name)) {
            complaints.push(format!("nothing reads the flag {}", row.name));
        }
    }
    report(&complaints);
    Ok(())
}
