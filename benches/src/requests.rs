//! Compile requests to measure with: those of a javac that compiles the benchmark programs.

use crate::contestants::{built_cortado, java_home, sources, workspace};
use anyhow::{Context, Result, ensure};
use cortado_protocol::CONTRACT;
use cortado_protocol::request::CompileRequest;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The requests, recorded when this build's contract has none yet.
pub fn saved() -> Result<Vec<CompileRequest>> {
    let directory = workspace().join(format!("target/tmp/requests-{CONTRACT:016x}"));
    if !directory.exists() {
        record(&directory)?;
    }
    let mut files: Vec<PathBuf> =
        fs::read_dir(&directory)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    let read = |file: &PathBuf| -> Result<CompileRequest> {
        serde_json::from_str(&fs::read_to_string(file)?).with_context(|| file.display().to_string())
    };
    let requests: Vec<CompileRequest> = files.iter().map(read).collect::<Result<_>>()?;
    ensure!(!requests.is_empty(), "{} is empty", directory.display());
    Ok(requests)
}

/// Runs javac. It waits for the compiler, so that each run asks for much the same.
fn record(directory: &Path) -> Result<()> {
    let part = directory.with_extension("part");
    let _ = fs::remove_dir_all(&part);
    fs::create_dir_all(&part)?;
    let out = workspace().join("target/tmp/requests-out");
    let mut command = Command::new(built_cortado()?);
    command.arg("-Xbatch").arg(format!("-XX:SaveCompileRequests={}", part.display()));
    command.args(["-m", "jdk.compiler/com.sun.tools.javac.Main", "-nowarn", "-d"]).arg(out);
    let status =
        command.args(sources("testdata/bench")?).env("JAVA_HOME", java_home()?).status()?;
    ensure!(status.success(), "javac failed under cortado");
    fs::rename(&part, directory).context("requests are recorded")
}

/// Bytecode of the method itself, without what is inlined.
pub fn bytecode_bytes(request: &CompileRequest) -> usize {
    request.method(request.method).body.as_ref().map_or(0, |body| body.code.len())
}
