//! The launcher's half of the grammar: what concerns the start of the program, not the VM.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::config::{LaunchMode, LaunchPlan, MainEntry, Settings, Usage, VersionText};
use super::docs::{Doc, OptionDoc};
use super::{Environment, Notices, OptionError, Stream, classpath, jarfile, memory};

/// The class that compiles and runs a source file.
pub(super) const SOURCE_LAUNCHER: &str = "jdk.compiler/com.sun.tools.javac.launcher.Main";

/// What a word of the launcher is, and how its argument is written.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// No argument.
    Word(Word),
    /// The argument is the rest of the word.
    Prefix(Word),
    /// The argument is the next word, or for a name with two dashes what follows `=`; the text
    /// says what is missing without one.
    Argument(Argument, &'static str),
    /// As above; the option is passed to the VM as `--name=argument`.
    Module(&'static str),
}

/// Options with a meaning of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Jar,
    ListModules,
    ShowResolvedModules,
    ValidateModules,
    Help,
    ExtraHelp,
    Version,
    ShowVersion,
    FullVersion,
    DryRun,
    ShowSettings,
    Future,
    /// Stands for this VM option.
    Alias(&'static str),
    /// Stands for the VM option that has `X` after the dash.
    OldSpelling,
    NoLongerSupported,
    /// There is one kind of VM, and no splash screen.
    Ignored,
}

/// Options whose argument the launcher itself uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Argument {
    Module,
    Source,
    ClassPath,
    DescribeModule,
    JavaHome,
}

const MODULES: &str = "modules to be specified";
const MODULE_PATH: &str = "module path specification";

/// Every option of the launcher: what it is, its spellings, and what documents say of it.
const TABLE: &[(Kind, &[&str], Doc)] = &[
    (
        Kind::Word(Word::Jar),
        &["-jar"],
        Doc::new(" <file>", "run the main class that a jar's manifest names"),
    ),
    (
        Kind::Argument(Argument::Module, "module name"),
        &["-m", "--module"],
        Doc::new(" <module>[/<class>]", "run the main class of a module"),
    ),
    (
        Kind::Argument(Argument::Source, "source version"),
        &["--source"],
        Doc::new(" <version>", "run a source file, in this version of the language"),
    ),
    (
        Kind::Argument(Argument::ClassPath, "class path specification"),
        &["-cp", "-classpath", "--class-path"],
        Doc::new(" <path>", "where classes are: directories and jars, separated by colons"),
    ),
    (
        Kind::Argument(Argument::DescribeModule, "module name"),
        &["-d", "--describe-module"],
        Doc::new(" <module>", "describe a module and exit"),
    ),
    (
        Kind::Argument(Argument::JavaHome, "the directory of a JDK"),
        &["--java-home"],
        Doc::new(
            " <directory>",
            "the JDK whose class library to use; without it, JAVA_HOME and the usual places are searched",
        ),
    ),
    (
        Kind::Module(MODULE_PATH),
        &["-p", "--module-path", "--upgrade-module-path"],
        Doc::new(" <path>", "where modules are, or those that replace upgradeable ones"),
    ),
    (
        Kind::Module(MODULES),
        &["--add-modules", "--limit-modules"],
        Doc::new(
            " <module>,...",
            "the modules to resolve besides the first, or the only ones that can be found",
        ),
    ),
    (
        Kind::Module(MODULES),
        &["--add-exports", "--add-opens"],
        Doc::new(
            " <module>/<package>=<module>,...",
            "make a package accessible to other modules, or open to them",
        ),
    ),
    (
        Kind::Module(MODULES),
        &["--add-reads"],
        Doc::new(" <module>=<module>,...", "let a module read others"),
    ),
    (
        Kind::Module(MODULES),
        &["--patch-module"],
        Doc::new(" <module>=<path>", "add classes to a module, or replace some"),
    ),
    (
        Kind::Module(MODULES),
        &["--enable-native-access"],
        Doc::new(" <module>,...", "let modules use foreign functions"),
    ),
    (Kind::Word(Word::ListModules), &["--list-modules"], Doc::new("", "list the modules and exit")),
    (
        Kind::Word(Word::ShowResolvedModules),
        &["--show-resolved-modules"],
        Doc::new("", "list the modules of this program and exit"),
    ),
    (
        Kind::Word(Word::ValidateModules),
        &["--validate-modules"],
        Doc::new("", "look for conflicts of modules and exit"),
    ),
    (Kind::Word(Word::Help), &["-help", "-h", "-?", "--help"], Doc::new("", "print help and exit")),
    (
        Kind::Word(Word::ExtraHelp),
        &["-X", "--help-extra"],
        Doc::new("", "print help on further options and exit"),
    ),
    (
        Kind::Word(Word::Version),
        &["-version", "--version"],
        Doc::new("", "print versions and exit"),
    ),
    (
        Kind::Word(Word::ShowVersion),
        &["-showversion", "--show-version"],
        Doc::new("", "print versions and go on"),
    ),
    (
        Kind::Word(Word::FullVersion),
        &["-fullversion", "--full-version"],
        Doc::new("", "print the exact version of the class library and exit"),
    ),
    (
        Kind::Word(Word::DryRun),
        &["--dry-run"],
        Doc::new("", "load the main class, but do not run it"),
    ),
    (Kind::Word(Word::ShowSettings), &["-XshowSettings"], Doc::new("", "print settings and go on")),
    (
        Kind::Prefix(Word::ShowSettings),
        &["-XshowSettings:"],
        Doc::new(
            "<group>",
            "print the settings of one group: all, vm, properties, locale or system",
        ),
    ),
    (
        Kind::Word(Word::Alias("-Dsun.java.launcher.diag=true")),
        &["-Xdiag"],
        Doc::new("", "say more when the main class cannot be loaded"),
    ),
    (
        Kind::Word(Word::Alias("-Djdk.module.showModuleResolution=true")),
        &["--show-module-resolution"],
        Doc::new("", "print how modules are resolved"),
    ),
    (Kind::Word(Word::Alias("-verbose:gc")), &["-verbosegc"], Doc::NONE),
    (Kind::Word(Word::Future), &["-Xfuture"], Doc::NONE),
    (Kind::Word(Word::Alias("-Xverify:all")), &["-verify"], Doc::NONE),
    (Kind::Word(Word::Alias("-Xverify:remote")), &["-verifyremote"], Doc::NONE),
    (Kind::Word(Word::Alias("-Xverify:none")), &["-noverify"], Doc::NONE),
    (Kind::Word(Word::OldSpelling), &["-t", "-tm", "-debug", "-noclassgc"], Doc::NONE),
    (Kind::Prefix(Word::OldSpelling), &["-ss", "-oss", "-ms", "-mx"], Doc::NONE),
    (Kind::Word(Word::NoLongerSupported), &["-checksource", "-cs", "-noasyncgc"], Doc::NONE),
    (Kind::Prefix(Word::Ignored), &["-splash:"], Doc::NONE),
    (Kind::Word(Word::Ignored), &["-server", "-client"], Doc::NONE),
];

/// The options with what documents say of them.
pub(super) fn documented() -> impl Iterator<Item = OptionDoc> {
    TABLE.iter().filter_map(|(_, names, doc)| doc.of(names))
}

/// What a word is, and the argument that it contains.
fn lookup(word: &str) -> Option<(Kind, Option<&str>)> {
    TABLE.iter().find_map(|(kind, names, _)| {
        names.iter().find_map(|name| {
            let tail = word.strip_prefix(name)?;
            match kind {
                Kind::Prefix(_) => Some((*kind, Some(tail))),
                _ if tail.is_empty() => Some((*kind, None)),
                Kind::Argument(..) | Kind::Module(_) if name.starts_with("--") => {
                    Some((*kind, Some(tail.strip_prefix('=')?)))
                }
                _ => None,
            }
        })
    })
}

/// Whether the next word is the argument of this option.
pub(super) fn takes_argument(word: &str) -> bool {
    matches!(lookup(word), Some((Kind::Argument(..) | Kind::Module(_), None)))
}

/// What the launcher's half leaves for the VM's half.
#[derive(Debug, Default)]
pub(super) struct Command {
    pub java_home: Option<PathBuf>,
    pub plan: LaunchPlan,
    pub arguments: Vec<OsString>,
    pub vm_options: Vec<String>,
}

impl Command {
    /// Adds the properties by which a program can see how it was started.
    fn describe_program(&mut self, arguments: &[String]) {
        if let Some(main) = &self.plan.main {
            let mut words = vec![main.what.as_str()];
            words.extend(arguments.iter().map(String::as_str));
            let command = words.join(" ");
            if main.mode == LaunchMode::Jar {
                let class_path = classpath::expand(&main.what);
                self.vm_options.push(format!("-Djava.class.path={class_path}"));
            }
            self.vm_options.push(format!("-Dsun.java.command={command}"));
        }
        self.vm_options.push("-Dsun.java.launcher=SUN_STANDARD".to_owned());
    }
}

/// What the launcher's half comes to.
#[derive(Debug)]
pub(super) enum Outcome {
    FullVersion { stream: Stream, java_home: Option<PathBuf> },
    Start(Box<Command>),
}

/// Parses expanded words.
pub(super) fn parse(
    words: Vec<OsString>,
    environment: &Environment,
    notices: &mut Notices,
) -> Result<Outcome, OptionError> {
    let texts: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    check_jar(&texts, notices)?;
    let mut parser = Parser::new(&texts, notices);
    if let Some(class_path) = &environment.class_path {
        parser.set_class_path(class_path);
    }
    while let Some(word) = texts.get(parser.next).filter(|word| word.starts_with('-')) {
        parser.next += 1;
        match parser.option(word)? {
            Step::Continue => {}
            Step::MainKnown => break,
            Step::Done => {
                let mut command = parser.into_command();
                command.describe_program(&[]);
                return Ok(Outcome::Start(Box::new(command)));
            }
            Step::FullVersion(stream) => {
                let java_home = parser.command.java_home;
                return Ok(Outcome::FullVersion { stream, java_home });
            }
        }
    }
    let (mut command, first_argument) = parser.finish();
    command.arguments = words[first_argument..].to_vec();
    command.describe_program(&texts[first_argument..]);
    Ok(Outcome::Start(Box::new(command)))
}

/// Looks at the file after `-jar`, and at options of long ago, before everything else.
fn check_jar(words: &[String], notices: &mut Notices) -> Result<(), OptionError> {
    let mut has_jar = false;
    let mut words = words.iter().peekable();
    while let Some(word) = words.next_if(|word| word.starts_with('-')) {
        if word.starts_with("-version:") {
            notices.error(
                "Error: Specifying an alternate JDK/JRE version is no longer supported.\n  \
                 The use of the flag '-version:' is no longer valid.\n  \
                 Please download and execute the appropriate version.\n"
                    .into(),
            );
        } else if matches!(word.as_str(), "-jre-restrict-search" | "-jre-no-restrict-search") {
            notices.error(
                "Error: Specifying an alternate JDK/JRE is no longer supported.\n  \
                 The related flags -jre-restrict-search | -jre-no-restrict-search are also no \
                 longer valid.\n"
                    .into(),
            );
        }
        has_jar |= word == "-jar";
        if takes_argument(word) {
            words.next_if(|argument| !argument.starts_with('-'));
        }
    }
    match words.next() {
        Some(path) if has_jar => jarfile::check(path),
        _ => Ok(()),
    }
}

enum Step {
    Continue,
    /// The option named what to run; the words that follow are its arguments.
    MainKnown,
    /// The option completes the command line; words that follow are ignored.
    Done,
    FullVersion(Stream),
}

struct Parser<'a> {
    words: &'a [String],
    /// Index of the next word.
    next: usize,
    notices: &'a mut Notices,
    command: Command,
    mode: Option<LaunchMode>,
    what: Option<String>,
    class_path_given: bool,
    settings: Settings,
}

impl<'a> Parser<'a> {
    fn new(words: &'a [String], notices: &'a mut Notices) -> Self {
        let settings = Settings {
            option: String::new(),
            initial_heap_bytes: 0,
            max_heap_bytes: 0,
            stack_bytes: 0,
        };
        Parser {
            words,
            next: 0,
            notices,
            command: Command::default(),
            mode: None,
            what: None,
            class_path_given: false,
            settings,
        }
    }

    fn option(&mut self, word: &'a str) -> Result<Step, OptionError> {
        match lookup(word) {
            None => {
                self.class_path_given |= word.starts_with("-Djava.class.path=");
                self.vm_option(word.to_owned());
                Ok(Step::Continue)
            }
            Some((Kind::Word(Word::Jar), _)) => self.jar(word),
            Some((Kind::Word(meaning) | Kind::Prefix(meaning), _)) => Ok(self.plain(meaning, word)),
            Some((Kind::Argument(option, what), value)) => {
                let value = self.argument(value);
                let missing = || OptionError::MissingArgument { option: word.to_owned(), what };
                let value = value.ok_or_else(missing)?;
                let may_be_empty = matches!(option, Argument::ClassPath | Argument::DescribeModule);
                if value.is_empty() && !may_be_empty {
                    return Err(missing());
                }
                self.with_argument(option, word, value)
            }
            Some((Kind::Module(what), value)) => {
                let value = self.argument(value);
                self.module_option(word, value, what)
            }
        }
    }

    /// The argument in the option's word, else the next word unless that is an option.
    fn argument(&mut self, in_word: Option<&'a str>) -> Option<&'a str> {
        in_word.or_else(|| {
            let next = self.words.get(self.next).filter(|next| !next.starts_with('-'))?;
            self.next += 1;
            Some(next.as_str())
        })
    }

    fn with_argument(
        &mut self,
        option: Argument,
        word: &str,
        value: &str,
    ) -> Result<Step, OptionError> {
        match option {
            Argument::Module => {
                let module = value.split('/').next().unwrap_or(value);
                self.vm_option(format!("-Djdk.module.main={module}"));
                self.set_mode(LaunchMode::Module, word)?;
                self.what = Some(value.to_owned());
                return Ok(Step::MainKnown);
            }
            Argument::Source => {
                self.mode = Some(LaunchMode::Source);
                self.vm_option(format!("-Djdk.internal.javac.source={value}"));
            }
            Argument::ClassPath => {
                self.set_class_path(value);
                if self.mode != Some(LaunchMode::Source) {
                    self.mode = Some(LaunchMode::Class);
                }
            }
            Argument::DescribeModule => {
                self.command.plan.describe_module = Some(value.to_owned());
            }
            Argument::JavaHome => self.command.java_home = Some(PathBuf::from(value)),
        }
        Ok(Step::Continue)
    }

    /// Passes a module option to the VM in its long form.
    fn module_option(
        &mut self,
        word: &str,
        value: Option<&str>,
        what: &'static str,
    ) -> Result<Step, OptionError> {
        let (name, has_equals) = match word.split_once('=') {
            Some((name, _)) => (name, true),
            None => (word, false),
        };
        match value.filter(|value| !value.is_empty()) {
            Some(value) => {
                let name = if name == "-p" { "--module-path" } else { name };
                self.vm_option(format!("{name}={value}"));
            }
            // `java` checks this one only where it is used.
            None if word == "--add-opens=" => self.vm_option(word.to_owned()),
            None => {
                let what = if has_equals { MODULES } else { what };
                return Err(OptionError::MissingArgument { option: word.to_owned(), what });
            }
        }
        Ok(Step::Continue)
    }

    fn jar(&mut self, word: &str) -> Result<Step, OptionError> {
        if self.next < self.words.len() {
            self.set_mode(LaunchMode::Jar, word)?;
            return Ok(Step::Continue);
        }
        self.notices.error(format!("Error: {word} requires jar file specification\n"));
        self.command.plan.usage = Some(Usage { extra: false, to_stderr: true, asked: false });
        self.command.plan.exit_code = 1;
        Ok(Step::Done)
    }

    fn plain(&mut self, meaning: Word, word: &str) -> Step {
        let to_stderr = !word.starts_with("--");
        let plan = &mut self.command.plan;
        match meaning {
            Word::Jar | Word::Ignored => {}
            Word::ListModules => plan.list_modules = true,
            Word::ShowResolvedModules => plan.resolved_modules = true,
            Word::ValidateModules => {
                plan.validate_modules = true;
                self.vm_option("-Djdk.module.validation=true".to_owned());
            }
            Word::Help | Word::ExtraHelp => {
                let extra = meaning == Word::ExtraHelp;
                plan.usage = Some(Usage { extra, to_stderr, asked: true });
                return Step::Done;
            }
            Word::Version => {
                plan.version = Some(VersionText { to_stderr, last: true });
                return Step::Done;
            }
            Word::ShowVersion => plan.version = Some(VersionText { to_stderr, last: false }),
            Word::FullVersion => {
                return Step::FullVersion(if to_stderr { Stream::Error } else { Stream::Output });
            }
            Word::DryRun => plan.dry_run = true,
            Word::ShowSettings => self.settings.option = word.to_owned(),
            Word::Future => {
                self.notices.error(
                    "Warning: -Xfuture option is deprecated and may be removed in a future \
                     release.\n"
                        .to_owned(),
                );
                self.vm_option("-Xverify:all".to_owned());
            }
            Word::Alias(option) => self.vm_option(option.to_owned()),
            Word::OldSpelling => self.vm_option(format!("-X{}", &word[1..])),
            Word::NoLongerSupported => {
                self.notices.error(format!("Warning: {word} option is no longer supported.\n"));
            }
        }
        Step::Continue
    }

    /// Adds a VM option; the launcher itself wants to know three sizes, for `-XshowSettings`.
    fn vm_option(&mut self, option: String) {
        for (prefix, size) in [
            ("-Xss", &mut self.settings.stack_bytes),
            ("-Xmx", &mut self.settings.max_heap_bytes),
            ("-Xms", &mut self.settings.initial_heap_bytes),
        ] {
            if let Some(bytes) = option.strip_prefix(prefix).and_then(memory::parse_bytes) {
                *size = bytes;
            }
        }
        self.command.vm_options.push(option);
    }

    fn set_class_path(&mut self, class_path: &str) {
        self.class_path_given = true;
        self.vm_option(format!("-Djava.class.path={}", classpath::expand(class_path)));
    }

    fn set_mode(&mut self, mode: LaunchMode, word: &str) -> Result<(), OptionError> {
        if self.mode == Some(LaunchMode::Source) {
            return Err(OptionError::NotWithSource { option: word.to_owned() });
        }
        self.mode = Some(mode);
        Ok(())
    }

    /// Finds what to run, after the last option. Returns the command and the index of the first
    /// word that is an argument of the program.
    fn finish(mut self) -> (Command, usize) {
        let operand = self.words.get(self.next).filter(|_| self.what.is_none());
        let is_source =
            operand.is_some_and(|word| word.ends_with(".java") && Path::new(word).exists());
        if let Some(word) = operand {
            self.what = Some(word.clone());
            self.next += 1;
            if self.mode.is_none() && !self.class_path_given {
                self.set_class_path(".");
            }
            let mode = self.mode.unwrap_or(LaunchMode::Class);
            self.mode = Some(if mode == LaunchMode::Class && is_source {
                LaunchMode::Source
            } else {
                mode
            });
        }
        if self.mode == Some(LaunchMode::Source) {
            // The source file becomes the first argument of the class that compiles it.
            self.next -= usize::from(operand.is_some());
            self.vm_option("--add-modules=ALL-DEFAULT".to_owned());
            self.what = Some(SOURCE_LAUNCHER.to_owned());
        }
        let plan = &mut self.command.plan;
        match (self.mode, self.what.take()) {
            (Some(mode), Some(what)) => plan.main = Some(MainEntry { mode, what }),
            _ => {
                let asked =
                    plan.list_modules || plan.describe_module.is_some() || plan.validate_modules;
                plan.exit_code = i32::from(!asked);
                plan.usage = Some(Usage { extra: false, to_stderr: true, asked: false });
            }
        }
        let next = self.next;
        (self.into_command(), next)
    }

    fn into_command(mut self) -> Command {
        let settings = Some(self.settings).filter(|settings| !settings.option.is_empty());
        self.command.plan.settings = settings;
        self.command
    }
}
