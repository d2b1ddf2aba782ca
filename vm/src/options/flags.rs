//! `-XX` flags: the ones that mean something here, and the judgement of all others.
//!
//! A flag of HotSpot that is in no table below is checked as HotSpot checks it and then has no
//! effect: it tunes something that does not exist here. To give a flag a meaning, or to add one of
//! our own, add a row to the first table; every row must be read somewhere (`tests/tidy.rs`).

use super::hotspot::{self, Availability, Declared};
use super::{Notices, OptionError, memory};
use std::fmt;

/// The value of a flag.
#[derive(Debug, Clone, PartialEq)]
pub enum FlagValue {
    /// Of a switch.
    Bool(bool),
    /// Of a size or a number.
    Integer(i128),
    /// Of a share.
    Double(f64),
    /// Anything else.
    Text(String),
}

/// What a flag is now.
#[derive(Debug, Clone, PartialEq)]
pub struct FlagSetting {
    /// Its value.
    pub value: FlagValue,
    /// Whether that is the value that it has without an option.
    pub is_default: bool,
}

/// The type of a field of [`VmFlags`].
trait FlagType: Sized {
    /// HotSpot's name of the type, for flags that HotSpot does not have.
    const KIND: &'static str;

    fn from_value(value: FlagValue) -> Option<Self>;

    /// Takes a value given later; false when it does not fit the type.
    fn update(&mut self, value: FlagValue) -> bool {
        Self::from_value(value).map(|value| *self = value).is_some()
    }

    fn to_value(&self) -> FlagValue;

    /// The value as text. Allocates nothing.
    fn shown(&self) -> impl fmt::Display;
}

/// Texts, one after the other.
struct Listed<'a>(&'a [String]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(index, text)| {
            let separator = if index == 0 { "" } else { ";" };
            write!(f, "{separator}{text}")
        })
    }
}

impl FlagType for bool {
    const KIND: &'static str = "bool";

    fn from_value(value: FlagValue) -> Option<Self> {
        if let FlagValue::Bool(value) = value { Some(value) } else { None }
    }

    fn to_value(&self) -> FlagValue {
        FlagValue::Bool(*self)
    }

    fn shown(&self) -> impl fmt::Display {
        *self
    }
}

impl FlagType for u64 {
    const KIND: &'static str = "uintx";

    fn from_value(value: FlagValue) -> Option<Self> {
        if let FlagValue::Integer(value) = value { value.try_into().ok() } else { None }
    }

    fn to_value(&self) -> FlagValue {
        FlagValue::Integer(i128::from(*self))
    }

    fn shown(&self) -> impl fmt::Display {
        *self
    }
}

impl FlagType for i64 {
    const KIND: &'static str = "intx";

    fn from_value(value: FlagValue) -> Option<Self> {
        if let FlagValue::Integer(value) = value { value.try_into().ok() } else { None }
    }

    fn to_value(&self) -> FlagValue {
        FlagValue::Integer(i128::from(*self))
    }

    fn shown(&self) -> impl fmt::Display {
        *self
    }
}

impl FlagType for f64 {
    const KIND: &'static str = "double";

    fn from_value(value: FlagValue) -> Option<Self> {
        if let FlagValue::Double(value) = value { Some(value) } else { None }
    }

    fn to_value(&self) -> FlagValue {
        FlagValue::Double(*self)
    }

    fn shown(&self) -> impl fmt::Display {
        *self
    }
}

impl FlagType for String {
    const KIND: &'static str = "ccstr";

    fn from_value(value: FlagValue) -> Option<Self> {
        if let FlagValue::Text(text) = value { Some(text) } else { None }
    }

    fn to_value(&self) -> FlagValue {
        FlagValue::Text(self.clone())
    }

    fn shown(&self) -> impl fmt::Display {
        self.as_str()
    }
}

/// A list of texts: each use of the flag adds one.
impl FlagType for Vec<String> {
    const KIND: &'static str = "ccstrlist";

    fn from_value(value: FlagValue) -> Option<Self> {
        if let FlagValue::Text(text) = value { Some(vec![text]) } else { None }
    }

    fn update(&mut self, value: FlagValue) -> bool {
        Self::from_value(value).map(|mut value| self.append(&mut value)).is_some()
    }

    fn to_value(&self) -> FlagValue {
        FlagValue::Text(self.join("\n"))
    }

    fn shown(&self) -> impl fmt::Display {
        Listed(self)
    }
}

/// Whose flag it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagOrigin {
    /// HotSpot has it, with the same meaning.
    HotSpot,
    /// Only this VM has it.
    Cortado,
    /// Only this VM has it, for its own tests: after `-XX:+UnlockDiagnosticVMOptions`.
    Diagnostic,
}

/// What is known about a flag beside its value.
#[derive(Debug)]
pub struct FlagRow {
    /// The name after `-XX:`.
    pub name: &'static str,
    /// HotSpot's name of the type.
    pub kind: &'static str,
    /// The value without the flag.
    pub default: &'static str,
    /// Whose flag it is.
    pub origin: FlagOrigin,
    /// What it does.
    pub help: &'static str,
}

macro_rules! flags {
    ($($name:ident: $type:ty = $default:expr, $origin:ident, $help:literal;)*) => {
        /// The values of the flags that mean something, under HotSpot's names.
        #[derive(Debug, Clone, PartialEq)]
        #[expect(non_snake_case, reason = "a flag has one name everywhere")]
        pub struct VmFlags {
            $(#[doc = $help] pub $name: $type,)*
        }

        impl Default for VmFlags {
            fn default() -> Self {
                VmFlags { $($name: $default,)* }
            }
        }

        /// The flags, in the order of the help text.
        pub const FLAG_ROWS: &[FlagRow] = &[$(FlagRow {
            name: stringify!($name),
            kind: <$type as FlagType>::KIND,
            default: stringify!($default),
            origin: FlagOrigin::$origin,
            help: $help,
        },)*];

        impl VmFlags {
            /// What the flag `name` is, if it means something.
            pub fn setting(&self, name: &str) -> Option<FlagSetting> {
                let default = VmFlags::default();
                match name {
                    $(stringify!($name) => Some(FlagSetting {
                        value: self.$name.to_value(),
                        is_default: self.$name == default.$name,
                    }),)*
                    _ => None,
                }
            }

            /// Shows each flag, its value, and whether `defaults` has another one.
            pub fn for_each(
                &self,
                defaults: &VmFlags,
                visit: &mut dyn FnMut(&'static FlagRow, &dyn fmt::Display, bool),
            ) {
                let mut rows = FLAG_ROWS.iter();
                $(if let Some(row) = rows.next() {
                    visit(row, &self.$name.shown(), self.$name != defaults.$name);
                })*
            }

            /// Sets the flag if it means something; false when the value does not fit its type.
            fn set(&mut self, name: &str, value: FlagValue) -> bool {
                match name {
                    $(stringify!($name) => {
                        self.$name.update(value)
                    })*
                    _ => true,
                }
            }
        }
    };
}

flags! {
    MaxHeapSize: u64 = 0, HotSpot, "largest size of the heap in bytes (0: a share of the memory)";
    InitialHeapSize: u64 = 0, HotSpot, "initial size of the heap in bytes (0: a share)";
    NewSize: u64 = 0, HotSpot, "size of the young generation in bytes (0: chosen by the VM)";
    ParallelGCThreads: u64 = 0, HotSpot, "threads that collect garbage (0: chosen by the VM)";
    MaxRAM: u64 = 0, HotSpot, "memory of which the heap gets a share, in bytes (0: all there is)";
    MaxRAMPercentage: f64 = 25.0, HotSpot, "largest size of the heap as a share of the memory";
    MinRAMPercentage: f64 = 50.0, HotSpot, "the same on a machine with little memory";
    InitialRAMPercentage: f64 = 1.5625, HotSpot, "initial size of the heap as such a share";
    ThreadStackSize: i64 = 0, HotSpot, "size of a Java stack in KB (0: 1024)";
    MaxDirectMemorySize: u64 = 0, HotSpot, "limit of direct buffers in bytes (0: as the heap)";
    DisableExplicitGC: bool = false, HotSpot, "System.gc() does nothing";
    BytecodeVerificationLocal: bool = false, HotSpot, "verify classes of the boot loader";
    BytecodeVerificationRemote: bool = true, HotSpot, "verify classes of other loaders";
    MaxJavaStackTraceDepth: i64 = 1024, HotSpot, "frames in a stack trace (0: all)";
    StackTraceInThrowable: bool = true, HotSpot, "exceptions have stack traces";
    ShowCodeDetailsInExceptionMessages: bool = true, HotSpot, "say what was null";
    ExitOnOutOfMemoryError: bool = false, HotSpot, "exit when memory runs out";
    CrashOnOutOfMemoryError: bool = false, HotSpot, "abort when memory runs out";
    OnOutOfMemoryError: Vec<String> = Vec::new(), HotSpot, "commands to run when memory runs out";
    ErrorFile: String = String::new(), HotSpot, "file of crash reports, %p being the process";
    ErrorFileToStdout: bool = false, HotSpot, "crash reports go to standard output";
    ErrorFileToStderr: bool = false, HotSpot, "crash reports go to standard error";
    ErrorLogTimeout: u64 = 120, HotSpot, "seconds that a crash report may take (0: no limit)";
    OnError: Vec<String> = Vec::new(), HotSpot, "commands to run after a crash";
    CreateCoredumpOnCrash: bool = true, HotSpot, "a crash leaves a core dump, if the system allows";
    SuppressFatalErrorMessage: bool = false, HotSpot, "a crash says nothing";
    ErrorReportTest: u64 = 0, Diagnostic, "crash when started, in this way (0: do not)";
    ActiveProcessorCount: i64 = -1, HotSpot, "processors to report (-1: those there are)";
    ReduceSignalUsage: bool = false, HotSpot, "leave SIGINT, SIGTERM and SIGHUP alone";
    GCEveryNthAllocation: u64 = 0, Cortado, "collect garbage at every Nth allocation (0: never)";
    UseCompiler: bool = true, HotSpot, "compile hot methods";
    BackgroundCompilation: bool = true, HotSpot, "a method runs on while it is compiled";
    CompileThreshold: i64 = 400, HotSpot, "calls after which a method is compiled";
    OnStackReplacePercentage: i64 = 2000, HotSpot, "loop rounds of the same weight, in percent";
    CICompilerCount: i64 = 1, HotSpot, "threads that compile";
    ReservedCodeCacheSize: u64 = 0x0800_0000, HotSpot, "largest size of compiled code in bytes";
    PrintCompilation: bool = false, HotSpot, "print a line for each compilation";
    CompileCommand: Vec<String> = Vec::new(), HotSpot, "what to do with methods of a pattern";
    CompileAtFirstCall: bool = false, Cortado, "compile every method before it first runs";
    UseJITServer: bool = false, Cortado, "compile on a compile server, and here when it cannot be used";
    JITServerAddress: String = "localhost".to_owned(), Cortado, "its host, or unix: and the path of its socket";
    JITServerPort: u64 = 38400, Cortado, "its port";
    JITServerTimeout: u64 = 2000, Cortado, "milliseconds that a connection or an answer may take";
    JITServerSSLRootCerts: String = String::new(), Cortado, "use TLS; who may sign the server's certificate";
    JITServerSSLKey: String = String::new(), Cortado, "key of the certificate that is shown to the server";
    JITServerSSLCert: String = String::new(), Cortado, "certificate that is shown to the server";
    JITServerAllowPlainTCP: bool = false, Cortado, "do without TLS over a network, where others may change code";
    JITServerLogConnections: bool = false, Cortado, "report connections to the server on standard error";
    RequireJITServer: bool = false, Cortado, "exit when the server cannot be used";
    DumpPerfMapAtExit: bool = false, HotSpot, "write the names of compiled code for perf";
    AnnounceCodeToDebugger: bool = false, Cortado, "tell gdb of compiled code";
    SaveCompileRequests: String = String::new(), Cortado, "directory for a file per compile request";
    AOTCache: String = String::new(), Cortado, "directory that keeps compiled code for later runs";
    DeoptimizeAtPolls: bool = false, Cortado, "leave compiled code at every safepoint poll";
    PrintFlagsFinal: bool = false, HotSpot, "print the flags that mean something, as they are";
    PrintFlagsInitial: bool = false, HotSpot, "print them as they are without options, and exit";
    PrintMethodData: bool = false, HotSpot, "print at exit what the interpreter counted";
    VerifyHeap: bool = false, Cortado, "check the heap before and after every collection";
    PrintCounters: bool = false, Cortado, "print the VM's counters at exit";
    RunReport: String = String::new(), Cortado, "file for counters and times of the start-up, at exit (JSON)";
}

/// Flags whose absent effect a user would miss; they bring a warning.
const MISSED: &[(&str, &str)] = &[
    ("HeapDumpOnOutOfMemoryError", "heap dumps are not supported"),
    ("HeapDumpBeforeFullGC", "heap dumps are not supported"),
    ("HeapDumpAfterFullGC", "heap dumps are not supported"),
    ("NativeMemoryTracking", "native memory is not tracked"),
    ("PrintNMTStatistics", "native memory is not tracked"),
    ("ManagementServer", "the management agent is not supported"),
];

/// Flags that ask for output and nothing else; they are refused.
const REFUSED: &[&str] = &["PrintFlagsRanges", "PrintFlagsWithComments"];

/// The collectors of HotSpot; a command line may select one of them.
const COLLECTORS: [&str; 6] =
    ["UseSerialGC", "UseParallelGC", "UseG1GC", "UseZGC", "UseShenandoahGC", "UseEpsilonGC"];

/// Reads flags one after the other.
#[derive(Debug, Default)]
pub(super) struct FlagParser {
    pub flags: VmFlags,
    diagnostic: bool,
    experimental: bool,
    /// Unknown flags are ignored.
    pub lenient: bool,
    collectors: [bool; COLLECTORS.len()],
}

impl FlagParser {
    /// Reads what follows `-XX:`.
    pub(super) fn parse(&mut self, text: &str, notices: &mut Notices) -> Result<(), OptionError> {
        if let Some(name) = text.strip_prefix('+').filter(|name| REFUSED.contains(name)) {
            let line = format!("Error: VM option '{name}' is not supported by this VM.");
            return Err(OptionError::rejected(line));
        }
        let refused = match self.try_set(text, notices) {
            Ok(()) => return Ok(()),
            Err(refused) => refused,
        };
        let (switched, bare) = match text.strip_prefix(['+', '-']) {
            Some(bare) => (true, bare),
            None => (false, text),
        };
        let name = bare.split('=').next().unwrap_or(bare);
        let declared = find(name);
        if let Some(Declared { availability: Availability::Obsolete(version), .. }) = declared {
            notices.warning(format!("Ignoring option {name}; support was removed in {version}.0"));
            return Ok(());
        }
        let text = match declared {
            Some(flag) => match self.lock_message(&flag) {
                Some(message) => {
                    let debug = [Availability::Develop, Availability::NotProduct]
                        .contains(&flag.availability);
                    if debug && self.lenient {
                        return Ok(());
                    }
                    message
                }
                None => refused + &misuse(&flag, switched, bare),
            },
            None if self.lenient => return Ok(()),
            None => {
                let mut message = format!("Unrecognized VM option '{bare}'\n");
                if let Some(flag) = most_similar(name) {
                    let (sign, value) =
                        if flag.is_bool() { ("(+/-)", "") } else { ("", "=<value>") };
                    message += &format!("Did you mean '{sign}{}{value}'? ", flag.name);
                }
                message
            }
        };
        // A flag after a hash sign is commented out: reported, but not an error.
        if text_is_comment(bare, switched) {
            notices.error(text);
            return Ok(());
        }
        Err(OptionError::Rejected(text))
    }

    /// Sets a flag that is known, unlocked and well written; else returns what is wrong with the
    /// value, or nothing if that can be seen otherwise.
    fn try_set(&mut self, text: &str, notices: &mut Notices) -> Result<(), String> {
        let nothing = String::new;
        let (name, value) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
            (Some(name), _) => (name, FlagValue::Bool(true)),
            (_, Some(name)) => (name, FlagValue::Bool(false)),
            (None, None) => {
                let (name, value) = text.split_once('=').ok_or_else(nothing)?;
                let name = name.strip_suffix(':').unwrap_or(name);
                (name, FlagValue::Text(value.to_owned()))
            }
        };
        let mut flag = find(name).ok_or_else(nothing)?;
        if matches!(flag.availability, Availability::Obsolete(_)) {
            return Err(nothing());
        }
        warn_if_deprecated(&flag, notices);
        if let Some(real) = flag.alias {
            flag = find(real).ok_or_else(nothing)?;
        }
        if self.lock_message(&flag).is_some() {
            return Err(nothing());
        }
        let value = match value {
            FlagValue::Text(text) => read_value(&flag, &text)?,
            switch if flag.is_bool() => switch,
            _ => return Err(nothing()),
        };
        self.apply(&flag, value, notices)
    }

    fn apply(
        &mut self,
        flag: &Declared<'static>,
        value: FlagValue,
        notices: &mut Notices,
    ) -> Result<(), String> {
        let on = value == FlagValue::Bool(true);
        match flag.name {
            "UnlockDiagnosticVMOptions" => self.diagnostic = on,
            "UnlockExperimentalVMOptions" => self.experimental = on,
            "IgnoreUnrecognizedVMOptions" => self.lenient = on,
            name => {
                if let Some(index) = COLLECTORS.iter().position(|collector| *collector == name) {
                    self.collectors[index] = on;
                }
            }
        }
        if let Some(reason) = why_missed(flag.name).filter(|_| value != FlagValue::Bool(false)) {
            notices.warning(format!("Option {} has no effect: {reason}", flag.name));
        }
        if self.flags.set(flag.name, value) { Ok(()) } else { Err(String::new()) }
    }

    /// Whether more than one collector is selected.
    pub(super) fn collectors_conflict(&self) -> bool {
        self.collectors.iter().filter(|selected| **selected).count() > 1
    }

    /// Why the flag may not be used, if so.
    fn lock_message(&self, flag: &Declared<'_>) -> Option<String> {
        let name = flag.name;
        let (word, unlock) = match flag.availability {
            Availability::Diagnostic if !self.diagnostic => ("diagnostic", "Diagnostic"),
            Availability::Experimental if !self.experimental => ("experimental", "Experimental"),
            Availability::Develop => return Some(only_in_debug_version(name, "develop")),
            Availability::NotProduct => return Some(only_in_debug_version(name, "notproduct")),
            _ => return None,
        };
        Some(format!(
            "Error: VM option '{name}' is {word} and must be enabled via \
             -XX:+Unlock{unlock}VMOptions.\n\
             Error: The unlock option must precede '{name}'.\n"
        ))
    }
}

/// Why a user would miss the effect of this flag, if so.
fn why_missed(name: &str) -> Option<&'static str> {
    let known = |name: &str| FLAG_ROWS.iter().any(|row| row.name == name);
    let named = MISSED.iter().find(|(missed, _)| *missed == name).map(|(_, reason)| *reason);
    let asks_for_output = ["Print", "Trace", "Log"].iter().any(|word| name.starts_with(word));
    named.or((asks_for_output && !known(name)).then_some("this VM has no such output"))
}

fn only_in_debug_version(name: &str, word: &str) -> String {
    format!("Error: VM option '{name}' is {word} and is available only in debug version of VM.\n")
}

fn text_is_comment(bare: &str, switched: bool) -> bool {
    !switched && bare.starts_with('#')
}

/// The flag with this name: one of HotSpot's, or one of ours.
fn find(name: &str) -> Option<Declared<'static>> {
    let ours = || {
        let row = FLAG_ROWS.iter().find(|row| row.name == name)?;
        Some(Declared {
            name: row.name,
            kind: row.kind,
            availability: match row.origin {
                FlagOrigin::Diagnostic => Availability::Diagnostic,
                FlagOrigin::HotSpot | FlagOrigin::Cortado => Availability::Product,
            },
            range: None,
            deprecated: None,
            alias: None,
        })
    };
    hotspot::find(name).or_else(ours)
}

/// HotSpot's name of the type of a flag.
pub fn declared_kind(row: &FlagRow) -> &'static str {
    find(row.name).map_or(row.kind, |flag| flag.kind)
}

/// The flag whose name is most like this one, if any is like it at all.
fn most_similar(name: &str) -> Option<Declared<'static>> {
    const SIMILARITY_MIN: f64 = 0.7;
    let ours = FLAG_ROWS.iter().filter_map(|row| find(row.name));
    let mut best = None;
    for flag in hotspot::all().chain(ours) {
        let similarity = hotspot::similarity(flag.name, name);
        if best.is_none_or(|(highest, _)| similarity > highest) {
            best = Some((similarity, flag));
        }
    }
    best.filter(|(similarity, _)| *similarity >= SIMILARITY_MIN).map(|(_, flag)| flag)
}

fn misuse(flag: &Declared<'_>, switched: bool, bare: &str) -> String {
    match (flag.is_bool(), switched) {
        (true, false) => format!("Missing +/- setting for VM option '{bare}'\n"),
        (false, true) => format!("Unexpected +/- setting in VM option '{bare}'\n"),
        _ => format!("Improperly specified VM option '{bare}'\n"),
    }
}

fn warn_if_deprecated(flag: &Declared<'_>, notices: &mut Notices) {
    if let Some(version) = flag.deprecated {
        let instead = match flag.alias {
            Some(real) => format!(" Use option {real} instead."),
            None => String::new(),
        };
        notices.warning(format!(
            "Option {} was deprecated in version {version}.0 and will likely be removed in a \
             future release.{instead}",
            flag.name
        ));
    }
}

/// Reads the text after `=`; the error says that the value is out of range, or nothing.
fn read_value(flag: &Declared<'_>, text: &str) -> Result<FlagValue, String> {
    let malformed = String::new;
    match flag.kind {
        "bool" => Err(malformed()),
        "ccstr" | "ccstrlist" => Ok(FlagValue::Text(text.to_owned())),
        "double" => {
            let value: f64 = text.parse().map_err(|_| malformed())?;
            if !value.is_finite() || text.starts_with(|c: char| c.is_alphabetic()) {
                return Err(malformed());
            }
            let (min, max) = flag.range.unwrap_or(("0", "max"));
            let bound = |text: &str| text.parse().unwrap_or(f64::MAX);
            if value < bound(min) || value > bound(max) {
                let (name, min, max) = (flag.name, bound(min), bound(max));
                return Err(format!(
                    "double {name}={value:.6} is outside the allowed range [ {min:.6} ... \
                     {max:.6} ]\n"
                ));
            }
            Ok(FlagValue::Double(value))
        }
        kind => {
            let (lowest, highest) = type_range(kind);
            let magnitude = memory::parse_bytes(text.strip_prefix('-').unwrap_or(text));
            let magnitude = i128::from(magnitude.ok_or_else(malformed)?);
            let value = if text.starts_with('-') { -magnitude } else { magnitude };
            if value < lowest || value > highest {
                return Err(malformed());
            }
            let bound = |text: &str, otherwise| text.parse().unwrap_or(otherwise);
            let (min, max) = match flag.range {
                Some((min, max)) => (bound(min, lowest), bound(max, highest)),
                None => (lowest, highest),
            };
            if value < min || value > max {
                let name = flag.name;
                return Err(format!(
                    "{kind} {name}={value} is outside the allowed range [ {min} ... {max} ]\n"
                ));
            }
            Ok(FlagValue::Integer(value))
        }
    }
}

fn type_range(kind: &str) -> (i128, i128) {
    match kind {
        "int" => (i32::MIN.into(), i32::MAX.into()),
        "uint" => (0, u32::MAX.into()),
        "intx" => (i64::MIN.into(), i64::MAX.into()),
        _ => (0, u64::MAX.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(texts: &[&str]) -> Result<(VmFlags, usize), OptionError> {
        let mut parser = FlagParser::default();
        let mut notices = Notices::default();
        texts.iter().try_for_each(|text| parser.parse(text, &mut notices))?;
        Ok((parser.flags, notices.0.len()))
    }

    #[test]
    fn flags_have_the_types_of_hotspot() {
        for row in FLAG_ROWS.iter().filter(|row| row.origin == FlagOrigin::HotSpot) {
            let kind = hotspot::find(row.name).expect(row.name).kind;
            let same = match row.kind {
                "uintx" => matches!(kind, "uint" | "uintx" | "size_t" | "uint64_t"),
                "intx" => matches!(kind, "int" | "intx"),
                other => other == kind,
            };
            assert!(same, "{} is {kind}", row.name);
        }
        for row in FLAG_ROWS.iter().filter(|row| row.origin != FlagOrigin::HotSpot) {
            assert_eq!(hotspot::find(row.name), None, "{}", row.name);
        }
    }

    #[test]
    fn values_arrive() {
        let (flags, notices) =
            parse(&["MaxHeapSize=64m", "+VerifyHeap", "MaxRAMPercentage=30", "+UseG1GC"]).unwrap();
        assert_eq!((flags.MaxHeapSize, flags.VerifyHeap), (64 << 20, true));
        assert_eq!((flags.MaxRAMPercentage, notices), (30.0, 0));
        let (flags, notices) = parse(&["-ClassUnloading", "+UseBiasedLocking"]).unwrap();
        assert_eq!((flags, notices), (VmFlags::default(), 1));
        assert_eq!(parse(&["+HeapDumpOnOutOfMemoryError", "OnError=x"]).unwrap().1, 1);
        assert_eq!(parse(&["+PrintCodeCache", "+PrintCounters"]).unwrap().1, 1);
    }

    #[test]
    fn refusals_are_hotspots() {
        let refused = |text: &str| match parse(&[text]) {
            Err(OptionError::Rejected(text)) => text,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            refused("MaxHeapSiz=5"),
            "Unrecognized VM option 'MaxHeapSiz=5'\nDid you mean 'MaxHeapSize=<value>'? "
        );
        assert_eq!(
            refused("MaxRAMPercentage=101.0"),
            "double MaxRAMPercentage=101.000000 is outside the allowed range [ 0.000000 ... \
             100.000000 ]\nImproperly specified VM option 'MaxRAMPercentage=101.0'\n"
        );
        assert!(refused("+UseEpsilonGC").contains("experimental"));
        assert!(parse(&["+UnlockExperimentalVMOptions", "+UseEpsilonGC"]).is_ok());
        assert!(parse(&["+IgnoreUnrecognizedVMOptions", "+Nonsense", "+TraceBytecodes"]).is_ok());
        assert!(refused("+PrintFlagsRanges").contains("not supported"));
        assert_eq!(parse(&["#+Verbose"]).unwrap().1, 1);
    }
}
