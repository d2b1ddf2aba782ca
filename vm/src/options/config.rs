//! The result of option parsing: everything that the VM needs to know before it starts.

use std::ffi::OsString;
use std::path::PathBuf;

use super::{Assertions, VmFlags, memory};
use crate::trace::OutputSpec;

/// How to start the VM and what to run in it.
#[derive(Debug)]
pub struct VmConfig {
    /// The JDK that `--java-home` names.
    pub java_home: Option<PathBuf>,
    /// What the launcher does once the VM is up.
    pub launch: LaunchPlan,
    /// The arguments of `main`, undecoded.
    pub arguments: Vec<OsString>,
    /// System properties set by options and by the launcher, in order. `java.class.path` is always
    /// among them.
    pub properties: Properties,
    /// `-Xbootclasspath/a:`, colon separated; empty without.
    pub boot_class_path_append: String,
    /// `--patch-module`, also among the properties for the module system.
    pub module_patches: Vec<ModulePatch>,
    /// Class files of the preview version are accepted.
    pub enable_preview: bool,
    /// `-ea` and its family.
    pub assertions: Assertions,
    /// `-XX` flags and the `-X` options that stand for them.
    pub flags: VmFlags,
    /// The outputs that `-Xlog` and `-verbose` configure.
    pub log: Vec<OutputSpec>,
    /// The VM options as given, for the management interface.
    pub vm_arguments: Vec<String>,
}

impl VmConfig {
    /// The application class path.
    pub fn class_path(&self) -> &str {
        self.properties.get("java.class.path").unwrap_or_default()
    }

    /// The size of a Java stack.
    pub fn stack_bytes(&self) -> u64 {
        const DEFAULT: u64 = 1 << 20;
        match u64::try_from(self.flags.ThreadStackSize) {
            Ok(kilobytes @ 1..) => kilobytes.saturating_mul(1024),
            _ => DEFAULT,
        }
    }

    /// The sizes of the heap, from the flags and the memory of the machine.
    pub fn heap_sizes(&self) -> HeapSizes {
        memory::heap_sizes(&self.flags, memory::physical_bytes())
    }
}

/// What the launcher does once the VM is up. The steps are done in the order of the fields, and
/// those that say so are the last.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LaunchPlan {
    /// `-XshowSettings`.
    pub settings: Option<Settings>,
    /// `--show-resolved-modules`.
    pub resolved_modules: bool,
    /// `--list-modules`; last.
    pub list_modules: bool,
    /// `--describe-module`; last.
    pub describe_module: Option<String>,
    /// `-version` and its family.
    pub version: Option<VersionText>,
    /// `--validate-modules`; last.
    pub validate_modules: bool,
    /// `-help` and its family, or a command line without anything to run; last.
    pub usage: Option<Usage>,
    /// What to run.
    pub main: Option<MainEntry>,
    /// `--dry-run`: find the main class but do not call `main`.
    pub dry_run: bool,
    /// The exit code if nothing is run: 1 when the command line lacks something to run.
    pub exit_code: i32,
}

/// The arguments of `LauncherHelper.showSettings`; sizes are zero when no option gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The option as written.
    pub option: String,
    /// `-Xms`.
    pub initial_heap_bytes: u64,
    /// `-Xmx`.
    pub max_heap_bytes: u64,
    /// `-Xss`.
    pub stack_bytes: u64,
}

/// How the version is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionText {
    /// On standard error and with quotes, as the old options ask; else on standard output.
    pub to_stderr: bool,
    /// Nothing happens afterwards.
    pub last: bool,
}

/// How the usage is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// The extra options (`-X`) instead of the usual ones.
    pub extra: bool,
    /// On standard error; else on standard output.
    pub to_stderr: bool,
    /// The user asked for it; else it is the answer to an incomplete command line.
    pub asked: bool,
}

/// How the main class is named; the values are those of `LauncherHelper.checkAndLoadMain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
#[expect(missing_docs, reason = "the variants say it")]
pub enum LaunchMode {
    Class = 1,
    Jar = 2,
    Module = 3,
    Source = 4,
}

/// What to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MainEntry {
    /// How `what` is meant.
    pub mode: LaunchMode,
    /// A class, a jar file, a module or `module/class`.
    pub what: String,
}

/// One `--patch-module`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModulePatch {
    /// The module.
    pub module: String,
    /// Directories and jars, colon separated.
    pub path: String,
}

/// Initial, maximal and young-generation sizes in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the sentence above says it")]
pub struct HeapSizes {
    pub initial: u64,
    pub max: u64,
    /// Zero when no option gives it.
    pub young: u64,
}

/// System properties in the order in which they were first set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Properties(Vec<(String, String)>);

impl Properties {
    /// Sets a property; an earlier value is replaced in its place.
    pub fn set(&mut self, key: &str, value: &str) {
        match self.0.iter_mut().find(|(known, _)| known == key) {
            Some((_, old)) => value.clone_into(old),
            None => self.0.push((key.to_owned(), value.to_owned())),
        }
    }

    /// The value of a property.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// Keys and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}
