//! `cortadoctl jit`: saved compile requests, compiled again and shown.

use anyhow::{Context, Result, ensure};
use clap::Subcommand;
use cortado_jit::{compile, listing};
use cortado_protocol::body::CompiledBody;
use cortado_protocol::request::CompileRequest;
use similar::TextDiff;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What to do with requests that `-XX:SaveCompileRequests=DIR` has written.
#[derive(Debug, Subcommand)]
pub enum Jit {
    /// Prints the bytecode and the machine code of a request, relocations by name.
    Listing {
        /// The request.
        file: PathBuf,
    },
    /// Compiles requests again and says how long that took and how much code came out.
    Replay {
        /// The requests.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Times that each is compiled; the fastest counts.
        #[arg(long, default_value_t = 5)]
        runs: u32,
    },
    /// Prints how the machine code of two requests differs.
    Diff {
        /// The old one.
        old: PathBuf,
        /// The new one.
        new: PathBuf,
    },
}

fn read(file: &Path) -> Result<CompileRequest> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let request: CompileRequest =
        serde_json::from_str(&text).with_context(|| format!("{} is no request", file.display()))?;
    let (found, ours) = (request.contract, cortado_protocol::CONTRACT);
    ensure!(
        found == ours,
        "{} was written under contract {found:016x}; this program has {ours:016x}",
        file.display()
    );
    Ok(request)
}

fn body(file: &Path) -> Result<(CompileRequest, CompiledBody)> {
    let request = read(file)?;
    let body = compile(&request).with_context(|| format!("{} is declined", file.display()))?;
    Ok((request, body))
}

fn text(file: &Path) -> Result<String> {
    let (request, body) = body(file)?;
    Ok(listing::listing(&request, &body))
}

/// Runs the command.
pub fn run(command: Jit, out: &mut impl Write) -> Result<()> {
    match command {
        Jit::Listing { file } => {
            let (request, body) = body(&file)?;
            writeln!(out, "{}", listing::bytecode(&request, request.method))?;
            write!(out, "{}", listing::listing(&request, &body))?;
        }
        Jit::Replay { files, runs } => replay(&files, runs.max(1), out)?,
        Jit::Diff { old, new } => {
            let (old_text, new_text) = (text(&old)?, text(&new)?);
            let diff = TextDiff::from_lines(&old_text, &new_text);
            let (old, new) = (old.display().to_string(), new.display().to_string());
            write!(out, "{}", diff.unified_diff().header(&old, &new))?;
        }
    }
    Ok(())
}

fn replay(files: &[PathBuf], runs: u32, out: &mut impl Write) -> Result<()> {
    let (mut bytecode, mut machine, mut time, mut declined) = (0, 0, 0.0, 0);
    writeln!(out, "{:>9} {:>9} {:>9}  request", "bytecode", "code", "us")?;
    for file in files {
        let request = read(file)?;
        let first = compile(&request);
        let mut fastest = f64::INFINITY;
        for _ in 0..runs {
            let begun = Instant::now();
            let again = compile(&request);
            fastest = fastest.min(begun.elapsed().as_secs_f64() * 1e6);
            ensure!(
                again.ok() == first.as_ref().ok().cloned(),
                "{}: compiling it twice gives two bodies",
                file.display()
            );
        }
        let bytes = request.method(request.method).body.as_ref().map_or(0, |b| b.code.len());
        match first {
            Ok(body) => {
                let code = body.code.len();
                writeln!(out, "{bytes:>9} {code:>9} {fastest:>9.1}  {}", file.display())?;
                bytecode += bytes;
                machine += code;
                time += fastest;
            }
            Err(bailout) => {
                writeln!(
                    out,
                    "{bytes:>9} {:>9} {fastest:>9.1}  {}: {bailout}",
                    "-",
                    file.display()
                )?;
                declined += 1;
            }
        }
    }
    writeln!(out, "{bytecode:>9} {machine:>9} {time:>9.1}  in all, {declined} declined")?;
    Ok(())
}
