//! The options that the VM reads: what each is, and its spellings.
//!
//! To add an option, add a row; the `match` in the parent module then wants its meaning.

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

/// Every option: what it is, how it matches, and its spellings. The first match counts.
const TABLE: &[(VmOption, Syntax, &[&str])] = &[
    (VmOption::Verbose, Syntax::Prefix, &["-verbose"]),
    (VmOption::Assertions(true), Syntax::Colon, &["-ea", "-enableassertions"]),
    (VmOption::Assertions(false), Syntax::Colon, &["-da", "-disableassertions"]),
    (VmOption::SystemAssertions(true), Syntax::Word, &["-esa", "-enablesystemassertions"]),
    (VmOption::SystemAssertions(false), Syntax::Word, &["-dsa", "-disablesystemassertions"]),
    (VmOption::BootClassPathAppend, Syntax::Prefix, &["-Xbootclasspath/a:"]),
    (VmOption::BootClassPathGone("-Xbootclasspath/p"), Syntax::Prefix, &["-Xbootclasspath/p:"]),
    (VmOption::BootClassPathGone("-Xbootclasspath"), Syntax::Prefix, &["-Xbootclasspath:"]),
    (VmOption::Agent, Syntax::Prefix, &["-Xrun", "-agentlib:", "-agentpath:", "-javaagent:"]),
    (VmOption::Numbered("jdk.module.addreads"), Syntax::Prefix, &["--add-reads="]),
    (VmOption::Numbered("jdk.module.addexports"), Syntax::Prefix, &["--add-exports="]),
    (VmOption::Numbered("jdk.module.addopens"), Syntax::Prefix, &["--add-opens="]),
    (VmOption::Numbered("jdk.module.addmods"), Syntax::Prefix, &["--add-modules="]),
    (
        VmOption::Numbered("jdk.module.enable.native.access"),
        Syntax::Prefix,
        &["--enable-native-access="],
    ),
    (VmOption::Module("jdk.module.limitmods"), Syntax::Prefix, &["--limit-modules="]),
    (VmOption::Module("jdk.module.path"), Syntax::Prefix, &["--module-path="]),
    (VmOption::Module("jdk.module.upgrade.path"), Syntax::Prefix, &["--upgrade-module-path="]),
    (VmOption::PatchModule, Syntax::Prefix, &["--patch-module="]),
    (VmOption::Gone("17.0"), Syntax::Prefix, &["--illegal-access="]),
    (VmOption::EnablePreview, Syntax::Word, &["--enable-preview"]),
    (VmOption::Flag("-ClassUnloading"), Syntax::Word, &["-Xnoclassgc"]),
    (VmOption::YoungSize, Syntax::Prefix, &["-Xmn"]),
    (VmOption::InitialHeapSize, Syntax::Prefix, &["-Xms"]),
    (VmOption::MaxHeapSize, Syntax::Prefix, &["-Xmx", "-XX:MaxHeapSize="]),
    (VmOption::FreeRatio("max"), Syntax::Prefix, &["-Xmaxf"]),
    (VmOption::FreeRatio("min"), Syntax::Prefix, &["-Xminf"]),
    (VmOption::StackSize, Syntax::Prefix, &["-Xss"]),
    (VmOption::CodeCacheSize, Syntax::Prefix, &["-Xmaxjitcodesize", "-XX:ReservedCodeCacheSize="]),
    (
        VmOption::FlightRecorder,
        Syntax::Prefix,
        &["-XX:StartFlightRecording", "-XX:FlightRecorderOptions"],
    ),
    (VmOption::Refused("Green threads support not available"), Syntax::Word, &["-green"]),
    (VmOption::Flag("+ReduceSignalUsage"), Syntax::Word, &["-Xrs"]),
    (VmOption::Gone("10.0"), Syntax::Word, &["-Xprof"]),
    (VmOption::InternalVersion, Syntax::Word, &["-Xinternalversion"]),
    (VmOption::Property, Syntax::Prefix, &["-D"]),
    (VmOption::Verify, Syntax::Prefix, &["-Xverify"]),
    (VmOption::LogGc, Syntax::Prefix, &["-Xloggc:"]),
    (VmOption::Log, Syntax::Prefix, &["-Xlog"]),
    (VmOption::Check, Syntax::Prefix, &["-Xcheck"]),
    (VmOption::Flag("-UseCompiler"), Syntax::Word, &["-Xint"]),
    (VmOption::Flag("+CompileAtFirstCall"), Syntax::Word, &["-Xcomp"]),
    (VmOption::Flag("-BackgroundCompilation"), Syntax::Word, &["-Xbatch"]),
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
    ),
    (VmOption::Ignored, Syntax::Prefix, &["-XX:Flags=", "-XX:VMOptionsFile="]),
    (VmOption::Flags, Syntax::Prefix, &["-XX:"]),
];

/// What a word is, and the rest of it.
pub(super) fn lookup(word: &str) -> Option<(VmOption, &str)> {
    TABLE.iter().find_map(|(option, syntax, names)| {
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
