//! The options that the VM reads: what each is, and its spellings.
//!
//! To add an option, add a row; the `match` in the parent module then wants its meaning.

use crate::options::docs::{Doc, OptionDoc};

/// How much of a word must match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syntax {
    /// All of it.
    Word,
    /// All of it, or the part before a colon.
    Colon,
    /// Its beginning.
    Prefix,
}

/// The options of the VM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VmOption {
    Verbose,
    Assertions(bool),
    SystemAssertions(bool),
    BootClassPathAppend,
    BootClassPathGone(&'static str),
    Agent,
    /// Each use sets the property with the next number.
    Numbered(&'static str),
    /// The last use sets the property.
    Module(&'static str),
    PatchModule,
    Gone(&'static str),
    EnablePreview,
    /// Stands for this flag.
    Flag(&'static str),
    YoungSize,
    InitialHeapSize,
    MaxHeapSize,
    FreeRatio(&'static str),
    StackSize,
    CodeCacheSize,
    FlightRecorder,
    Refused(&'static str),
    InternalVersion,
    Property,
    Verify,
    LogGc,
    Log,
    Check,
    Flags,
    Ignored,
}

/// Every option: what it is, how it matches, its spellings, and what documents say of it (those
/// for modules are the launcher's). The first match counts.
const TABLE: &[(VmOption, Syntax, &[&str], Doc)] = &[
    (
        VmOption::Verbose,
        Syntax::Prefix,
        &["-verbose"],
        Doc::new("[:class|module|gc]", "report classes loaded, modules, or collections"),
    ),
    (
        VmOption::Assertions(true),
        Syntax::Colon,
        &["-ea", "-enableassertions"],
        Doc::new("[:<package>...|:<class>]", "enable assertions"),
    ),
    (
        VmOption::Assertions(false),
        Syntax::Colon,
        &["-da", "-disableassertions"],
        Doc::new("[:<package>...|:<class>]", "disable assertions"),
    ),
    (
        VmOption::SystemAssertions(true),
        Syntax::Word,
        &["-esa", "-enablesystemassertions"],
        Doc::new("", "enable assertions of the class library"),
    ),
    (
        VmOption::SystemAssertions(false),
        Syntax::Word,
        &["-dsa", "-disablesystemassertions"],
        Doc::new("", "disable assertions of the class library"),
    ),
    (
        VmOption::BootClassPathAppend,
        Syntax::Prefix,
        &["-Xbootclasspath/a:"],
        Doc::new("<path>", "where further classes of the bootstrap loader are"),
    ),
    (
        VmOption::BootClassPathGone("-Xbootclasspath/p"),
        Syntax::Prefix,
        &["-Xbootclasspath/p:"],
        Doc::NONE,
    ),
    (
        VmOption::BootClassPathGone("-Xbootclasspath"),
        Syntax::Prefix,
        &["-Xbootclasspath:"],
        Doc::NONE,
    ),
    (
        VmOption::Agent,
        Syntax::Prefix,
        &["-Xrun", "-agentlib:", "-agentpath:", "-javaagent:"],
        Doc::NONE,
    ),
    (VmOption::Numbered("jdk.module.addreads"), Syntax::Prefix, &["--add-reads="], Doc::NONE),
    (VmOption::Numbered("jdk.module.addexports"), Syntax::Prefix, &["--add-exports="], Doc::NONE),
    (VmOption::Numbered("jdk.module.addopens"), Syntax::Prefix, &["--add-opens="], Doc::NONE),
    (VmOption::Numbered("jdk.module.addmods"), Syntax::Prefix, &["--add-modules="], Doc::NONE),
    (
        VmOption::Numbered("jdk.module.enable.native.access"),
        Syntax::Prefix,
        &["--enable-native-access="],
        Doc::NONE,
    ),
    (VmOption::Module("jdk.module.limitmods"), Syntax::Prefix, &["--limit-modules="], Doc::NONE),
    (VmOption::Module("jdk.module.path"), Syntax::Prefix, &["--module-path="], Doc::NONE),
    (
        VmOption::Module("jdk.module.upgrade.path"),
        Syntax::Prefix,
        &["--upgrade-module-path="],
        Doc::NONE,
    ),
    (VmOption::PatchModule, Syntax::Prefix, &["--patch-module="], Doc::NONE),
    (VmOption::Gone("17.0"), Syntax::Prefix, &["--illegal-access="], Doc::NONE),
    (
        VmOption::EnablePreview,
        Syntax::Word,
        &["--enable-preview"],
        Doc::new("", "allow class files that use preview features"),
    ),
    (VmOption::Flag("-ClassUnloading"), Syntax::Word, &["-Xnoclassgc"], Doc::NONE),
    (
        VmOption::YoungSize,
        Syntax::Prefix,
        &["-Xmn"],
        Doc::new("<size>", "size of the young generation"),
    ),
    (
        VmOption::InitialHeapSize,
        Syntax::Prefix,
        &["-Xms"],
        Doc::new("<size>", "initial size of the heap"),
    ),
    (
        VmOption::MaxHeapSize,
        Syntax::Prefix,
        &["-Xmx", "-XX:MaxHeapSize="],
        Doc::new("<size>", "largest size of the heap"),
    ),
    (VmOption::FreeRatio("max"), Syntax::Prefix, &["-Xmaxf"], Doc::NONE),
    (VmOption::FreeRatio("min"), Syntax::Prefix, &["-Xminf"], Doc::NONE),
    (
        VmOption::StackSize,
        Syntax::Prefix,
        &["-Xss"],
        Doc::new("<size>", "size of the stacks of threads"),
    ),
    (
        VmOption::CodeCacheSize,
        Syntax::Prefix,
        &["-Xmaxjitcodesize", "-XX:ReservedCodeCacheSize="],
        Doc::NONE,
    ),
    (
        VmOption::FlightRecorder,
        Syntax::Prefix,
        &["-XX:StartFlightRecording", "-XX:FlightRecorderOptions"],
        Doc::NONE,
    ),
    (
        VmOption::Refused("Green threads support not available"),
        Syntax::Word,
        &["-green"],
        Doc::NONE,
    ),
    (
        VmOption::Flag("+ReduceSignalUsage"),
        Syntax::Word,
        &["-Xrs"],
        Doc::new("", "leave the signals alone that end a process"),
    ),
    (VmOption::Gone("10.0"), Syntax::Word, &["-Xprof"], Doc::NONE),
    (
        VmOption::InternalVersion,
        Syntax::Word,
        &["-Xinternalversion"],
        Doc::new("", "print the version of the VM and exit"),
    ),
    (
        VmOption::Property,
        Syntax::Prefix,
        &["-D"],
        Doc::new("<name>=<value>", "set a system property"),
    ),
    (
        VmOption::Verify,
        Syntax::Prefix,
        &["-Xverify"],
        Doc::new("[:all|:remote|:none]", "which classes to verify"),
    ),
    (
        VmOption::LogGc,
        Syntax::Prefix,
        &["-Xloggc:"],
        Doc::new("<file>", "log collections to a file"),
    ),
    (
        VmOption::Log,
        Syntax::Prefix,
        &["-Xlog"],
        Doc::new(
            "[:<what>[:<output>[:<decorators>]]]",
            "log what the VM does; -Xlog:help explains",
        ),
    ),
    (VmOption::Check, Syntax::Prefix, &["-Xcheck"], Doc::NONE),
    (
        VmOption::Flag("-UseCompiler"),
        Syntax::Word,
        &["-Xint"],
        Doc::new("", "interpret only, compile nothing"),
    ),
    (
        VmOption::Flag("+CompileAtFirstCall"),
        Syntax::Word,
        &["-Xcomp"],
        Doc::new("", "compile each method before it first runs"),
    ),
    (
        VmOption::Flag("-BackgroundCompilation"),
        Syntax::Word,
        &["-Xbatch"],
        Doc::new("", "a method waits while it is compiled"),
    ),
    // There is no class data archive, and nothing to debug with.
    (
        VmOption::Ignored,
        Syntax::Word,
        &[
            "-Xmixed",
            "-Xdebug",
            "-Xnoagent",
            "-native",
            "-Xshare:dump",
            "-Xshare:on",
            "-Xshare:auto",
            "-Xshare:off",
        ],
        Doc::NONE,
    ),
    (VmOption::Ignored, Syntax::Prefix, &["-XX:Flags=", "-XX:VMOptionsFile="], Doc::NONE),
    (VmOption::Flags, Syntax::Prefix, &["-XX:"], Doc::NONE),
];

/// The options with what documents say of them.
pub(in crate::options) fn documented() -> impl Iterator<Item = OptionDoc> {
    TABLE.iter().filter_map(|(_, _, names, doc)| doc.of(names))
}

/// What a word is, and the rest of it.
pub(super) fn lookup(word: &str) -> Option<(VmOption, &str)> {
    TABLE.iter().find_map(|(option, syntax, names, _)| {
        names.iter().find_map(|name| {
            let tail = word.strip_prefix(name)?;
            let fits = match syntax {
                Syntax::Word => tail.is_empty(),
                Syntax::Colon => tail.is_empty() || tail.starts_with(':'),
                Syntax::Prefix => true,
            };
            fits.then_some((*option, tail))
        })
    })
}
