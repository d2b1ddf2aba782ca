//! `cortadoctl`: questions about the VM and its inputs that need no running program.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use cortado_vm::classpath::java_home::JavaHome;
use cortado_vm::classpath::jimage::{JImage, ResourceName};

/// Inspects what Cortado works with.
#[derive(Debug, Parser)]
#[command(name = "cortadoctl", version)]
struct Arguments {
    /// The JDK to use instead of the one that is found.
    #[arg(long, global = true, value_name = "DIR")]
    java_home: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prints the directory of the JDK whose class library is used.
    JavaHome,
    /// Looks into the image that holds the class library (lib/modules).
    #[command(subcommand)]
    Jimage(Jimage),
}

#[derive(Debug, Subcommand)]
enum Jimage {
    /// Lists the resources of the image as /module/path, or the modules.
    List {
        /// Only the names of the modules.
        #[arg(long)]
        modules: bool,
        /// Only resources of this module.
        #[arg(conflicts_with = "modules")]
        module: Option<String>,
    },
    /// Writes one resource to standard output.
    Cat {
        /// The resource as /module/path, for example /java.base/java/lang/Object.class.
        resource: String,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of a pipe has seen enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cortadoctl: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn run(arguments: Arguments) -> Result<()> {
    let home = JavaHome::find(arguments.java_home.as_deref())?;
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.command {
        Command::JavaHome => writeln!(out, "{}", home.root().display())?,
        Command::Jimage(command) => {
            let image = JImage::open(&home.modules_file())?;
            match command {
                Jimage::List { modules: true, .. } => list_modules(&image, &mut out)?,
                Jimage::List { module, .. } => list(&image, module.as_deref(), &mut out)?,
                Jimage::Cat { resource } => cat(&image, &resource, &mut out)?,
            }
        }
    }
    out.flush()?;
    Ok(())
}

fn list_modules(image: &JImage, out: &mut impl Write) -> Result<()> {
    for module in image.modules()? {
        writeln!(out, "{module}")?;
    }
    Ok(())
}

fn list(image: &JImage, module: Option<&str>, out: &mut impl Write) -> Result<()> {
    let mut names = Vec::new();
    for resource in image.resources() {
        let resource = resource?;
        if module.is_none_or(|module| module == resource.module) {
            names.push(full_name(&resource));
        }
    }
    names.sort_unstable();
    for name in names {
        writeln!(out, "{name}")?;
    }
    Ok(())
}

fn full_name(resource: &ResourceName<'_>) -> String {
    let ResourceName { module, parent, base, extension } = resource;
    let slash = if parent.is_empty() { "" } else { "/" };
    let dot = if extension.is_empty() { "" } else { "." };
    format!("/{module}/{parent}{slash}{base}{dot}{extension}")
}

fn cat(image: &JImage, resource: &str, out: &mut impl Write) -> Result<()> {
    let (module, path) = resource
        .strip_prefix('/')
        .and_then(|resource| resource.split_once('/'))
        .with_context(|| format!("{resource} is not of the form /module/path"))?;
    let content = image
        .find_resource(module, path)?
        .with_context(|| format!("the image has no resource {resource}"))?;
    out.write_all(&content)?;
    Ok(())
}
