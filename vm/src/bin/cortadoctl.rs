//! `cortadoctl`: looks into the VM and its inputs.

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use clap::{CommandFactory, Parser, Subcommand};
use cortado_vm::classpath::java_home::JavaHome;
use cortado_vm::classpath::jimage::{JImage, ResourceName};
use cortado_vm::launcher::home_tree;
use cortado_vm::options::{LaunchPlan, VmConfig};
use cortado_vm::thread::{Thread, safepoint};
use cortado_vm::{boot, launcher, meta, native};

#[path = "cortadoctl/compare/mod.rs"]
mod compare;
#[path = "cortadoctl/completions.rs"]
mod completions;
#[path = "cortadoctl/jit.rs"]
mod jit;
#[path = "cortadoctl/man.rs"]
mod man;
#[path = "cortadoctl/server.rs"]
mod server;

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
    /// Makes a directory shaped like a JDK whose bin/java is cortado, for use as JAVA_HOME.
    Home {
        /// The directory; it may be one that an earlier call made.
        dir: PathBuf,
        /// The cortado to use instead of the one beside this program.
        #[arg(long, value_name = "FILE")]
        cortado: Option<PathBuf>,
    },
    Compare(Box<compare::Compare>),
    /// Lists, replays and compares saved compile requests.
    #[command(subcommand)]
    Jit(jit::Jit),
    /// Asks a compile server how it is, or makes it forget.
    #[command(subcommand)]
    Server(server::Server),
    /// Writes the manual pages of cortado, cortadoctl and cortado-server.
    Man {
        /// The directory, for example man1 in one that MANPATH names.
        dir: PathBuf,
    },
    /// Prints what makes a shell complete the options of cortado, cortadoctl and cortado-server.
    Completions {
        /// The shell.
        shell: completions::Shell,
        /// Only for this program.
        program: Option<completions::Program>,
    },
    /// Looks into the image that holds the class library (lib/modules).
    #[command(subcommand)]
    Jimage(Jimage),
    /// Writes what the VM knows about classes to a file, and reads it back.
    #[command(subcommand)]
    Metaspace(Metaspace),
}

#[derive(Debug, Subcommand)]
enum Metaspace {
    /// Starts the VM in this process and writes its metaspace when it ends.
    Dump {
        /// Where to write it.
        file: PathBuf,
        /// The arguments of `cortado`; without any, the VM starts and ends.
        #[arg(last = true, value_name = "ARGUMENTS")]
        arguments: Vec<OsString>,
    },
    /// Maps a dump, visits everything in it, checks every handle, and prints what there is.
    Walk {
        /// The dump, written by this build.
        file: PathBuf,
    },
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
        Ok(code) => code,
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

fn run(arguments: Arguments) -> Result<ExitCode> {
    let home = || JavaHome::find(arguments.java_home.as_deref());
    if let Command::Metaspace(Metaspace::Dump { file, arguments: words }) = arguments.command {
        return dump_metaspace(&file, arguments.java_home.as_deref(), words);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.command {
        Command::JavaHome => writeln!(out, "{}", home()?.root().display())?,
        Command::Home { dir, cortado } => {
            let cortado = cortado.map_or_else(beside_this_program, Ok)?;
            home_tree::make(&dir, &home()?, &cortado)?;
        }
        Command::Metaspace(Metaspace::Walk { file }) => {
            meta::map_dump(&file).with_context(|| file.display().to_string())?;
            let report = meta::walk::walk().with_context(|| file.display().to_string())?;
            write!(out, "{report}")?;
        }
        Command::Metaspace(Metaspace::Dump { .. }) => bail!("the dump was handled before"),
        Command::Compare(command) => {
            let code = compare::run(&command, arguments.java_home.as_deref(), &mut out)?;
            out.flush()?;
            return Ok(code);
        }
        Command::Jit(command) => jit::run(command, &mut out)?,
        Command::Server(command) => server::run(&command, &mut out)?,
        Command::Man { dir } => man::write(&dir, Arguments::command())?,
        Command::Completions { shell, program } => {
            completions::write(shell, program, Arguments::command(), &mut out)?;
        }
        Command::Jimage(command) => {
            let image = JImage::open(&home()?.modules_file())?;
            match command {
                Jimage::List { modules: true, .. } => list_modules(&image, &mut out)?,
                Jimage::List { module, .. } => list(&image, module.as_deref(), &mut out)?,
                Jimage::Cat { resource } => cat(&image, &resource, &mut out)?,
            }
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn beside_this_program() -> Result<PathBuf> {
    let cortado = std::env::current_exe()?.with_file_name("cortado");
    if !cortado.is_file() {
        bail!("there is no {}; name cortado with --cortado", cortado.display());
    }
    Ok(cortado)
}

/// What the compile server beside this program prints of itself; none when it is not there.
fn of_server(words: &[&str]) -> Result<Option<Vec<u8>>> {
    let server = std::env::current_exe()?.with_file_name("cortado-server");
    if !server.is_file() {
        return Ok(None);
    }
    let output = std::process::Command::new(&server).arg("--generate").args(words).output();
    let output = output.with_context(|| server.display().to_string())?;
    if !output.status.success() {
        bail!("{}: {}", server.display(), String::from_utf8_lossy(&output.stderr).trim_end());
    }
    Ok(Some(output.stdout))
}

/// Where the dump goes when the VM ends.
static DUMP_FILE: OnceLock<PathBuf> = OnceLock::new();

/// Runs the VM here, as `cortado` does, and writes metaspace at its end.
fn dump_metaspace(
    file: &Path,
    java_home: Option<&Path>,
    mut words: Vec<OsString>,
) -> Result<ExitCode> {
    let file = std::path::absolute(file)?;
    DUMP_FILE.get_or_init(|| file);
    // `System.exit` leaves the process from inside the VM.
    native::java_lang_shutdown::set_exit_hook(|code| {
        launcher::reports::exit(code);
        if let Err(error) = write_dump() {
            eprintln!("cortadoctl: {error:#}");
        }
    });
    let start = if words.is_empty() { start_only } else { start_program };
    // Compiled code belongs to one process; and nothing may change while the dump is written.
    words.insert(0, "-Xint".into());
    if let Some(home) = java_home {
        words.splice(0..0, ["--java-home".into(), home.into()]);
    }
    let code = launcher::launch(words, start);
    Ok(ExitCode::from((code & 0xff) as u8))
}

fn start_only(mut config: VmConfig) -> i32 {
    config.launch = LaunchPlan::default();
    start_program(config)
}

fn start_program(config: VmConfig) -> i32 {
    let code = boot::run(config);
    // This thread still is Java's main thread.
    match write_dump() {
        Ok(()) => code,
        Err(error) => {
            eprintln!("cortadoctl: {error:#}");
            1
        }
    }
}

fn write_dump() -> Result<()> {
    let file = DUMP_FILE.get().context("no file for the dump")?;
    let thread = Thread::try_current().context("the VM did not start")?;
    let bytes = safepoint::vm_operation(thread, |_| meta::dump(file))
        .with_context(|| file.display().to_string())?;
    eprintln!("cortadoctl: {bytes} bytes of metaspace in {}", file.display());
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
