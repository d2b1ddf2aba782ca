//! The VM's half of the grammar: what HotSpot itself reads.

mod table;

pub(super) use table::documented;
use table::{VmOption, lookup};

use super::config::{ModulePatch, VmConfig};
use super::flags::FlagParser;
use super::launcher::Command;
use super::log::{self, LogOptions};
use super::memory::{self, HEAP_BYTES_MIN, SizeError};
use super::{Action, Assertions, Environment, Notices, OptionError, Properties, argfile};
use crate::trace::Level;

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;
/// The bounds of `-Xss` in HotSpot.
const STACK_BYTES_MIN: u64 = 136 * KIB;
const STACK_BYTES_MAX: u64 = 1024 * MIB;

/// Parses the VM options that the launcher collected, between those of the environment.
pub(super) fn parse(
    command: Command,
    environment: &Environment,
    notices: &mut Notices,
) -> Result<Action, OptionError> {
    let mut words = variable("JAVA_TOOL_OPTIONS", &environment.java_tool_options, notices)?;
    let last = variable("_JAVA_OPTIONS", &environment.java_options, notices)?;
    words.extend(command.vm_options.iter().cloned());
    words.extend(last);
    let words = insert_options_files(words)?;

    let mut parser = Parser::new(notices);
    parser.flags.lenient = words.iter().any(|word| word == "-XX:+IgnoreUnrecognizedVMOptions");
    if let Some(file) = words.iter().rev().find_map(|word| word.strip_prefix("-XX:Flags=")) {
        parser.settings_file(file)?;
    }
    for word in &words {
        if let Some(action) = parser.option(word)? {
            return Ok(action);
        }
    }
    parser.finish()?;
    let mut properties = parser.properties;
    if properties.get("java.class.path").is_none() {
        properties.set("java.class.path", "");
    }
    Ok(Action::Run(Box::new(VmConfig {
        java_home: command.java_home,
        launch: command.plan,
        arguments: command.arguments,
        properties,
        boot_class_path_append: parser.boot_class_path_append,
        module_patches: parser.module_patches,
        enable_preview: parser.enable_preview,
        assertions: parser.assertions,
        flags: parser.flags.flags,
        log: parser.log.outputs,
        vm_arguments: words,
    })))
}

/// The words of an environment variable, with the line that says they are used.
fn variable(
    name: &str,
    value: &Option<String>,
    notices: &mut Notices,
) -> Result<Vec<String>, OptionError> {
    let Some(value) = value else { return Ok(Vec::new()) };
    notices.error(format!("Picked up {name}: {value}\n"));
    argfile::split_quoted(value)
        .ok_or_else(|| OptionError::rejected(format!("Unmatched quote in {name}")))
}

/// Puts the words of `-XX:VMOptionsFile=` files in place of the option.
fn insert_options_files(words: Vec<String>) -> Result<Vec<String>, OptionError> {
    let mut all = Vec::with_capacity(words.len());
    for word in words {
        let Some(name) = word.strip_prefix("-XX:VMOptionsFile=") else {
            all.push(word);
            continue;
        };
        let bytes = std::fs::read(name)
            .map_err(|_| OptionError::rejected(format!("Could not open options file '{name}'")))?;
        let inserted = argfile::split_quoted(&String::from_utf8_lossy(&bytes))
            .ok_or_else(|| OptionError::rejected(format!("Unmatched quote in {name}")))?;
        if let Some(nested) = inserted.iter().find(|word| word.starts_with("-XX:VMOptionsFile=")) {
            return Err(OptionError::rejected(format!(
                "A VM options file may not refer to a VM options file: {nested} in '{name}'"
            )));
        }
        all.extend(inserted);
    }
    Ok(all)
}

struct Parser<'a> {
    notices: &'a mut Notices,
    properties: Properties,
    /// How often each numbered property was set.
    numbers: Vec<(&'static str, usize)>,
    reserved_property_seen: bool,
    boot_class_path_append: String,
    module_patches: Vec<ModulePatch>,
    enable_preview: bool,
    assertions: Assertions,
    flags: FlagParser,
    log: LogOptions,
}

impl<'a> Parser<'a> {
    fn new(notices: &'a mut Notices) -> Self {
        Parser {
            notices,
            properties: Properties::default(),
            numbers: Vec::new(),
            reserved_property_seen: false,
            boot_class_path_append: String::new(),
            module_patches: Vec::new(),
            enable_preview: false,
            assertions: Assertions::default(),
            flags: FlagParser::default(),
            log: LogOptions::default(),
        }
    }

    /// Reads the flags of a settings file: one per word, `#` begins a comment.
    fn settings_file(&mut self, name: &str) -> Result<(), OptionError> {
        let text = std::fs::read_to_string(name)
            .map_err(|_| OptionError::rejected(format!("Could not open settings file {name}")))?;
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or(line);
            for flag in argfile::split_quoted(line).unwrap_or_default() {
                self.flags.parse(&flag, self.notices)?;
            }
        }
        Ok(())
    }

    /// Reads one option. An action ends the parsing.
    fn option(&mut self, word: &str) -> Result<Option<Action>, OptionError> {
        let Some((option, tail)) = lookup(word) else {
            return self.bad_option("", word).map(|()| None);
        };
        match option {
            VmOption::Verbose => self.verbose(tail),
            VmOption::Assertions(enabled) => match tail.strip_prefix(':').unwrap_or_default() {
                "" => self.assertions.user_default = enabled,
                name => self.assertions.add(name, enabled),
            },
            VmOption::SystemAssertions(enabled) => self.assertions.system_default = enabled,
            VmOption::BootClassPathAppend => {
                if !self.boot_class_path_append.is_empty() {
                    self.boot_class_path_append.push(':');
                }
                self.boot_class_path_append.push_str(tail);
            }
            VmOption::BootClassPathGone(name) => {
                let text = format!("{name} is no longer a supported option.\n");
                return Err(OptionError::RejectedOnOutput(text));
            }
            VmOption::Agent => {
                let text = format!("Agents are not supported by this VM: {word}");
                return Err(OptionError::Initialization(text));
            }
            VmOption::Numbered(property) => self.number(property, tail),
            VmOption::Module(property) => self.properties.set(property, tail),
            VmOption::PatchModule => self.patch_module(tail)?,
            VmOption::Gone(version) => self
                .notices
                .warning(format!("Ignoring option {word}; support was removed in {version}")),
            VmOption::EnablePreview => self.enable_preview = true,
            VmOption::Flag(flag) => self.flags.parse(flag, self.notices)?,
            VmOption::YoungSize => {
                self.flags.flags.NewSize = size(tail, 1, "initial young generation size", word)?;
            }
            VmOption::InitialHeapSize => {
                self.flags.flags.InitialHeapSize = size(tail, 0, "initial heap size", word)?;
            }
            VmOption::MaxHeapSize => {
                self.flags.flags.MaxHeapSize = size(tail, 1, "maximum heap size", word)?;
            }
            VmOption::FreeRatio(end) => {
                if tail.parse::<f64>().is_err() {
                    return Err(OptionError::rejected(format!(
                        "Bad {end} heap free percentage size: {word}"
                    )));
                }
            }
            VmOption::StackSize => self.stack_size(tail, word)?,
            VmOption::CodeCacheSize => {
                if memory::parse_within(tail, 1, u64::MAX).is_err() {
                    let text = format!("Invalid maximum code cache size: {word}.");
                    return Err(OptionError::rejected(text));
                }
            }
            VmOption::FlightRecorder => self
                .notices
                .warning(format!("Option {word} has no effect: Flight Recorder is not supported")),
            VmOption::Refused(text) => return Err(OptionError::rejected(text)),
            VmOption::InternalVersion => return Ok(Some(Action::PrintInternalVersion)),
            VmOption::Property => self.property(tail)?,
            VmOption::Verify => self.verify(tail, word)?,
            VmOption::LogGc => {
                let text = format!("-Xloggc is deprecated. Will use -Xlog:gc:{tail} instead.");
                self.notices.0.push(log::early_message(Level::Warning, "gc", &text));
                self.log(&format!("gc:{tail}"), word)?;
            }
            VmOption::Log => match tail {
                ":help" => return Ok(Some(Action::PrintLogHelp)),
                ":disable" => self.log.disable(),
                // Messages are written at once; an asynchronous writer would only delay them.
                ":async" => {}
                "" => self.log("", word)?,
                _ => match tail.strip_prefix(':') {
                    Some(text) => self.log(text, word)?,
                    None => return Err(invalid_log_option(word)),
                },
            },
            VmOption::Check if tail == ":jni" => {}
            VmOption::Check => self.bad_option("check ", word)?,
            VmOption::Flags => self.flag(tail, word)?,
            VmOption::Ignored => {}
        }
        Ok(None)
    }

    /// An option that does not exist.
    fn bad_option(&self, kind: &str, word: &str) -> Result<(), OptionError> {
        match self.flags.lenient {
            true => Ok(()),
            false => Err(OptionError::rejected(format!("Unrecognized {kind}option: {word}"))),
        }
    }

    fn verbose(&mut self, tail: &str) {
        match tail {
            "" | ":class" => {
                self.log.verbose(&["class", "load"]);
                self.log.verbose(&["class", "unload"]);
            }
            ":module" => {
                self.log.verbose(&["module", "load"]);
                self.log.verbose(&["module", "unload"]);
            }
            ":gc" => self.log.verbose(&["gc"]),
            // `java` accepts whatever else follows, and so does this.
            _ => {}
        }
    }

    fn number(&mut self, property: &'static str, value: &str) {
        let index = self.numbers.iter().position(|(known, _)| *known == property);
        let index = index.unwrap_or_else(|| {
            self.numbers.push((property, 0));
            self.numbers.len() - 1
        });
        let count = &mut self.numbers[index].1;
        self.properties.set(&format!("{property}.{count}"), value);
        *count += 1;
    }

    fn patch_module(&mut self, value: &str) -> Result<(), OptionError> {
        let Some((module, path)) = value.split_once('=') else {
            let text = "Missing '=' in --patch-module specification\n".to_owned();
            return Err(OptionError::RejectedOnOutput(text));
        };
        const BASE: &str = "java.base";
        if module == BASE && self.module_patches.iter().any(|patch| patch.module == BASE) {
            let text = format!("Cannot specify {BASE} more than once to --patch-module");
            return Err(OptionError::Initialization(text));
        }
        let patch = ModulePatch { module: module.to_owned(), path: path.to_owned() };
        self.module_patches.push(patch);
        self.number("jdk.module.patch", value);
        Ok(())
    }

    fn stack_size(&mut self, tail: &str, word: &str) -> Result<(), OptionError> {
        let bytes = match memory::parse_within(tail, 0, STACK_BYTES_MAX) {
            Ok(bytes) => bytes,
            Err(error) => return Err(bad_size("thread stack size", word, &error)),
        };
        self.flags.flags.ThreadStackSize = bytes.div_ceil(KIB).try_into().unwrap_or(i64::MAX);
        Ok(())
    }

    fn property(&mut self, text: &str) -> Result<(), OptionError> {
        let (key, value) = text.split_once('=').unwrap_or((text, ""));
        let is_set = !value.is_empty() && value != "\"\"";
        match key {
            "java.endorsed.dirs" if is_set => {
                return Err(OptionError::RejectedOnOutput(format!(
                    "-Djava.endorsed.dirs={value} is not supported. Endorsed standards and \
                     standalone APIs\nin modular form will be supported via the concept of \
                     upgradeable modules.\n"
                )));
            }
            "java.ext.dirs" if is_set => {
                return Err(OptionError::RejectedOnOutput(format!(
                    "-Djava.ext.dirs={value} is not supported.  Use -classpath instead.\n"
                )));
            }
            // The VM decides these.
            "java.vm.specification.name"
            | "java.vm.specification.vendor"
            | "java.vm.specification.version"
            | "java.vm.name"
            | "java.vm.version"
            | "java.vm.vendor"
            | "java.vm.info"
            | "jdk.debug"
            | "sun.java.launcher.is_altjvm" => {}
            _ if is_reserved(key) => self.reserved_property_seen = true,
            _ => self.properties.set(key, value),
        }
        if key.starts_with("com.sun.management") {
            self.notices.warning(format!(
                "Option -D{key} has no effect: the management agent is not supported"
            ));
        }
        Ok(())
    }

    fn verify(&mut self, tail: &str, word: &str) -> Result<(), OptionError> {
        let (local, remote) = match tail {
            "" | ":all" => (true, true),
            ":remote" => (false, true),
            ":none" => {
                self.notices.warning(
                    "Options -Xverify:none and -noverify were deprecated in JDK 13 and will \
                     likely be removed in a future release.",
                );
                (false, false)
            }
            _ => return self.bad_option("verification ", word),
        };
        self.flags.flags.BytecodeVerificationLocal = local;
        self.flags.flags.BytecodeVerificationRemote = remote;
        Ok(())
    }

    fn log(&mut self, text: &str, word: &str) -> Result<(), OptionError> {
        let result = self.log.apply(text);
        for remark in self.log.remarks.drain(..) {
            let text = format!("{remark}\n");
            self.notices.0.push(super::Notice { stream: super::Stream::Output, text });
        }
        result.map_err(|lines| {
            for line in lines {
                self.notices.0.push(log::early_message(Level::Error, "logging", &line));
            }
            invalid_log_option(word)
        })
    }

    fn flag(&mut self, tail: &str, word: &str) -> Result<(), OptionError> {
        let stands_for = match tail {
            "+PrintGC" => "gc",
            "+PrintGCDetails" => "gc*",
            _ => return self.flags.parse(tail, self.notices),
        };
        let text = format!("{word} is deprecated. Will use -Xlog:{stands_for} instead.");
        self.notices.0.push(log::early_message(Level::Warning, "gc", &text));
        self.log(stands_for, word)
    }

    /// Checks what the options amount to together.
    fn finish(&mut self) -> Result<(), OptionError> {
        if self.reserved_property_seen {
            self.notices.warning(
                "Ignoring system property options whose names match the '-Djdk.module.*'. names \
                 that are reserved for internal use.",
            );
        }
        let flags = &self.flags.flags;
        let stack = u64::try_from(flags.ThreadStackSize).unwrap_or(0).saturating_mul(KIB);
        if stack != 0 && stack < STACK_BYTES_MIN {
            return Err(OptionError::RejectedOnOutput(format!(
                "\nThe Java thread stack size specified is too small. Specify at least {}k\n",
                STACK_BYTES_MIN / KIB
            )));
        }
        let (initial, max) = (flags.InitialHeapSize, flags.MaxHeapSize);
        let problem = if self.flags.collectors_conflict() {
            "Multiple garbage collectors selected"
        } else if max != 0 && max < HEAP_BYTES_MIN {
            "Too small maximum heap"
        } else if initial != 0 && initial < MIB {
            "Too small initial heap"
        } else if max != 0 && initial > max {
            "Initial heap size set to a larger value than the maximum heap size"
        } else {
            return Ok(());
        };
        Err(OptionError::Initialization(problem.to_owned()))
    }
}

/// The refusal of a `-Xlog` whose details are already in the log.
pub(super) fn invalid_log_option(word: &str) -> OptionError {
    OptionError::rejected(format!("Invalid -Xlog option '{word}', see error log for details."))
}

/// Whether the property is one that only the options for modules may set.
fn is_reserved(key: &str) -> bool {
    const RESERVED: [&str; 9] = [
        "addexports",
        "addreads",
        "addopens",
        "patch",
        "addmods",
        "limitmods",
        "path",
        "upgrade.path",
        "enable.native.access",
    ];
    key.strip_prefix("jdk.module.").is_some_and(|name| {
        RESERVED.iter().any(|reserved| {
            name.strip_prefix(reserved).is_some_and(|tail| tail.is_empty() || tail.starts_with('.'))
        })
    })
}

fn size(text: &str, min: u64, what: &str, word: &str) -> Result<u64, OptionError> {
    memory::parse_within(text, min, u64::MAX).map_err(|error| bad_size(what, word, &error))
}

fn bad_size(what: &str, word: &str, error: &SizeError) -> OptionError {
    let mut text = format!("Invalid {what}: {word}\n");
    if *error == SizeError::TooBig {
        text.push_str("The specified size exceeds the maximum representable size.\n");
    }
    OptionError::Rejected(text)
}
