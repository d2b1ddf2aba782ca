//! What is in `server/deploy` fits the program: options exist, paths exist, the unit is valid.

use anyhow::{Context, Result, ensure};
use cortado_server::options::Config;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn deploy(name: &str) -> Result<String> {
    let path = root().join("server/deploy").join(name);
    fs::read_to_string(&path).with_context(|| path.display().to_string())
}

#[test]
fn the_example_of_a_configuration_is_valid() -> Result<()> {
    let path = root().join("server/deploy/server.toml");
    let words = ["cortado-server".to_owned(), format!("--config={}", path.display())];
    let config = Config::from_words(words)?;
    ensure!(config.addresses()?.len() == 2 && config.metrics.is_some());
    // The lines that are commented out are valid, too.
    let text = deploy("server.toml")?;
    let all: Vec<&str> = text
        .lines()
        .map(|line| line.strip_prefix("# ").filter(|rest| rest.contains(" = ")).unwrap_or(line))
        .collect();
    ensure!(toml::from_str::<cortado_server::options::Options>(&all.join("\n")).is_ok());
    Ok(())
}

#[test]
fn the_unit_is_valid_and_its_options_exist() -> Result<()> {
    let unit = deploy("cortado-server.service")?;
    let start =
        unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).context("ExecStart")?;
    let words: Vec<&str> = start.split(' ').collect();
    ensure!(words[0] == "/usr/local/bin/cortado-server");
    let options = words[1..].iter().filter(|word| !word.starts_with("--config="));
    let given = ["cortado-server"].iter().chain(options).map(|word| (*word).to_owned());
    Config::from_words(given)?;
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("cortado-server.service");
    fs::write(&path, unit.replace(words[0], env!("CARGO_BIN_EXE_cortado-server")))?;
    let Ok(checked) = Command::new("systemd-analyze").arg("verify").arg(&path).output() else {
        eprintln!("systemd-analyze is not here: the unit is not checked by it");
        return Ok(());
    };
    let text = String::from_utf8_lossy(&checked.stderr).into_owned();
    // Other units of the machine are none of our business.
    let ours: Vec<&str> = text.lines().filter(|line| line.contains("cortado-server")).collect();
    ensure!(ours.is_empty(), "{ours:?}");
    Ok(())
}

#[test]
fn the_dockerfile_names_what_exists() -> Result<()> {
    const INSTRUCTIONS: [&str; 7] =
        ["FROM", "WORKDIR", "COPY", "RUN", "EXPOSE", "ENTRYPOINT", "CMD"];
    let text = deploy("Dockerfile")?;
    let lines: Vec<&str> =
        text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut stages = Vec::new();
    for line in &lines {
        let (instruction, rest) = line.split_once(' ').context("an instruction")?;
        ensure!(INSTRUCTIONS.contains(&instruction), "{line}");
        match instruction {
            "FROM" => {
                let image = rest.split(' ').next().unwrap_or_default();
                let (_, tag) = image.rsplit_once(':').context("an image with a tag")?;
                ensure!(tag != "latest" && !tag.is_empty(), "{line}");
                stages.extend(rest.split_once(" AS ").map(|(_, name)| name));
            }
            "COPY" => {
                let stage = rest.strip_prefix("--from=").and_then(|rest| rest.split(' ').next());
                ensure!(stage.is_none_or(|stage| stages.contains(&stage)), "{line}");
            }
            // Words in JSON, so that the program gets signals itself.
            "ENTRYPOINT" | "CMD" => ensure!(rest.starts_with("[\"") && rest.ends_with("\"]")),
            _ => {}
        }
    }
    ensure!(lines.first().is_some_and(|line| line.starts_with("FROM ")));
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    ensure!(text.contains("--profile server ") && manifest.contains("[profile.server]"));
    ensure!(text.contains("target/server/cortado-server"));
    let version = manifest.lines().find_map(|line| line.strip_prefix("rust-version = "));
    let version = version.context("a version")?.trim_matches('"');
    ensure!(text.contains(&format!("FROM rust:{version}-")), "another Rust than {version}");
    Ok(())
}
