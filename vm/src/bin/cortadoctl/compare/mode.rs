//! The modes in which a program can be run.
//!
//! To add a mode, add a variant; the matches below then want what it means.

use super::java::Java;
use clap::ValueEnum;
use std::ffi::OsString;
use std::path::PathBuf;

/// A way to run the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Mode {
    /// cortado -Xint: the interpreter only
    Int,
    /// cortado: compiles in the VM, remembers nothing
    Jit,
    /// cortado with a disk cache (-XX:AOTCache) that earlier runs have filled
    Disk,
    /// cortado with a compile server that starts anew for each run
    ColdServer,
    /// cortado with a compile server that has compiled for earlier runs
    WarmServer,
    /// java as it is, with its shared archive of classes
    Java,
    /// java -Xshare:off: without that archive
    JavaNoshare,
    /// java -Xint: its interpreter only
    JavaInt,
    /// java -XX:TieredStopAtLevel=1: its first compiler only
    JavaC1,
}

/// The modes without `--modes`.
pub const DEFAULT: [Mode; 7] = [
    Mode::Int,
    Mode::Jit,
    Mode::Disk,
    Mode::ColdServer,
    Mode::WarmServer,
    Mode::JavaNoshare,
    Mode::Java,
];

impl Mode {
    /// The name in options and files.
    pub fn key(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Whether it is a mode of `java`.
    pub fn is_java(self) -> bool {
        match self {
            Mode::Java | Mode::JavaNoshare | Mode::JavaInt | Mode::JavaC1 => true,
            Mode::Int | Mode::Jit | Mode::Disk | Mode::ColdServer | Mode::WarmServer => false,
        }
    }

    /// Whether it needs a compile server.
    pub fn uses_server(self) -> bool {
        matches!(self, Mode::ColdServer | Mode::WarmServer)
    }

    /// What follows the name of the launcher in titles.
    fn title(self) -> &'static str {
        match self {
            Mode::Jit | Mode::Java => "",
            Mode::Int | Mode::JavaInt => " -Xint",
            Mode::Disk => ", disk cache",
            Mode::ColdServer => ", cold server",
            Mode::WarmServer => ", warm server",
            Mode::JavaNoshare => " -Xshare:off",
            Mode::JavaC1 => ", C1 only",
        }
    }

    /// Options that do not depend on the run.
    pub fn flags(self) -> &'static [&'static str] {
        match self {
            Mode::Int | Mode::JavaInt => &["-Xint"],
            Mode::JavaNoshare => &["-Xshare:off"],
            Mode::JavaC1 => &["-XX:TieredStopAtLevel=1"],
            Mode::Jit | Mode::Disk | Mode::ColdServer | Mode::WarmServer => &[],
            Mode::Java => &["-Xshare:auto"],
        }
    }
}

/// One of those that are compared.
#[derive(Clone, Debug)]
pub struct Contestant {
    /// How it runs the program.
    pub mode: Mode,
    /// Its name in options and files: the mode's, with the number of the `java` from the second on.
    pub key: String,
    /// Its name for people.
    pub title: String,
    /// The launcher.
    pub launcher: PathBuf,
    /// What the launcher says of its version.
    pub version: String,
    /// What is put before the program's own arguments, apart from what belongs to one run.
    pub flags: Vec<OsString>,
    /// Whether it can log the times of its start-up.
    pub logs_startup: bool,
}

/// Those that run the program in `modes`; a mode of `java` is one for each of `javas`.
pub fn contestants(modes: &[Mode], cortado: &[Java], javas: &[Java]) -> Vec<Contestant> {
    let mut all = Vec::new();
    for (place, &mode) in modes.iter().enumerate() {
        if modes[..place].contains(&mode) {
            continue;
        }
        let launchers = if mode.is_java() { javas } else { cortado };
        for (number, java) in launchers.iter().enumerate() {
            let key = match number {
                0 => mode.key(),
                _ => format!("{}-{}", mode.key(), number + 1),
            };
            let mut flags = java.flags.clone();
            flags.extend(mode.flags().iter().map(OsString::from));
            all.push(Contestant {
                mode,
                key,
                title: format!("{}{}", java.title, mode.title()),
                launcher: java.launcher.clone(),
                version: java.version.clone(),
                flags,
                logs_startup: java.logs_startup,
            });
        }
    }
    all
}
