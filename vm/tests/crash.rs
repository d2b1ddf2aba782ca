//! Crashes of the VM: what is reported, where, and how the process ends, as `java` does it.

mod common;

use common::compile::{self, Unit};
use common::jdk::JDK;
use common::process::{self, End, Outcome};
use common::testdata;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;
use tempfile::TempDir;

const SIGABRT: End = End::Signal(6);
const UNLOCK: &str = "-XX:+UnlockDiagnosticVMOptions";

static CLASSES: LazyLock<PathBuf> = LazyLock::new(|| {
    let unit = Unit {
        name: "crash".to_owned(),
        javac: Vec::new(),
        sources: vec![testdata().join("crash/Crash.java")],
        after: Vec::new(),
    };
    compile::compile(&[&unit]);
    unit.dir()
});

/// A run in a directory of its own.
struct Crash {
    directory: TempDir,
    outcome: Outcome,
}

/// The command in `directory`, without core dumps.
fn in_directory(command: &Command, directory: &Path, arguments: &[&str]) -> Command {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", "ulimit -c 0; exec \"$0\" \"$@\""]).arg(command.get_program());
    shell.arg("-cp").arg(&*CLASSES).args(arguments).current_dir(directory);
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell
}

fn run(command: &Command, arguments: &[&str]) -> Crash {
    let directory = tempfile::tempdir().expect("a directory");
    let mut command = in_directory(command, directory.path(), arguments);
    let outcome = process::run(&mut command, b"", Duration::from_secs(120));
    Crash { directory, outcome }
}

fn cortado(arguments: &[&str]) -> Crash {
    run(&JDK.cortado(), arguments)
}

impl Crash {
    fn stdout(&self) -> String {
        self.outcome.stdout()
    }

    /// The files that the run has left, but for those that begin with a dot.
    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.directory.path()).expect("a directory");
        let name = |entry: std::io::Result<fs::DirEntry>| {
            entry.expect("readable").file_name().to_string_lossy().into_owned()
        };
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    }

    /// The report, which must be complete and where standard output says.
    fn report(&self) -> String {
        let names = self.files();
        let name = names.iter().find(|name| name.starts_with("hs_err_pid"));
        let name = name.unwrap_or_else(|| panic!("{names:?}\n{}", self.stdout()));
        let path = self.directory.path().join(name);
        let said = format!("saved as:\n# {}\n", path.canonicalize().expect("it is").display());
        assert!(self.stdout().contains(&said), "{}", self.stdout());
        let report = fs::read_to_string(&path).expect("readable");
        assert!(report.ends_with("\nEND.\n"), "{report}");
        report
    }
}

/// Checks that the texts occur one after the other.
fn in_order(report: &str, texts: &[&str]) {
    let mut at = 0;
    for text in texts {
        match report[at..].find(text) {
            Some(distance) => at += distance + text.len(),
            None => panic!("no {text:?} after the one before it in\n{report}"),
        }
    }
}

/// The sections of every report.
const SECTIONS: &[&str] = &[
    "#\n# A fatal error has been detected by Cortado:\n#\n",
    "# JRE version: OpenJDK Runtime Environment (17",
    "# Java VM: Cortado 64-Bit Server VM (",
    "# Problematic frame:\n# ",
    "# No core dump will be written.",
    "---------------  S U M M A R Y ------------",
    "\nCommand Line: ",
    "\nHost: ",
    " cores, ",
    "\nTime: ",
    " elapsed time: ",
    "---------------  T H R E A D  ---------------",
    "\nCurrent thread ",
    "\nStack: [",
    "\nNative frames: ",
    "\nV  [cortado+0x",
    "\nRegisters:\nRAX=0x",
    "\nRegister to memory mapping:\n",
    "\nTop of Stack: (sp=0x",
    "\nInstructions: (pc=0x",
    "---------------  P R O C E S S  ---------------",
    "\nJava Threads: ( => current thread )\n",
    "JavaThread \"main\" [_thread_in_",
    "JavaThread \"Finalizer\" daemon [_thread_in_native, id=",
    "\nOther Threads:\n",
    "\nVM state: not at safepoint",
    "\nHeap: total ",
    "\nCodeCache: [0x",
    "\nCompilation events (",
    "\nGC Heap History (",
    "\nDeoptimization events (",
    "\nInternal exceptions (",
    "\nCounters:\n",
    "ClassesLoaded\n",
    "\nVM Arguments:\n",
    "\n[Global flags]\n",
    "\nEnvironment Variables:\nJAVA_HOME=",
    "\nDynamic libraries:\n",
    "libc.so",
    "---------------  S Y S T E M  ---------------",
    "\nuname: Linux ",
    "\nEND.\n",
];

#[test]
fn a_write_to_nowhere_is_reported_and_aborts_as_with_java() {
    let java = run(&JDK.java(), &["-Xint", "Crash", "0x10"]);
    assert_eq!(java.outcome.end, SIGABRT);
    let crash = cortado(&["-Xint", "Crash", "0x10"]);
    assert_eq!((crash.outcome.end, crash.outcome.stderr()), (SIGABRT, String::new()));
    let report = crash.report();
    in_order(&report, SECTIONS);
    in_order(
        &report,
        &[
            "#  SIGSEGV (0xb) at pc=0x",
            ", pid=",
            ", tid=",
            "# V  [cortado+0x",
            "  cortado_vm::native::",
            "Command Line: -Xint Crash 0x10\n",
            "JavaThread \"main\" [_thread_in_Java, id=",
            "\nJava frames: (",
            "j  jdk.internal.misc.Unsafe.putInt(JI)V+",
            "j  sun.misc.Unsafe.putInt(JI)V+",
            "j  Crash.inner(J)V+5 (Crash.java:13)\n",
            "j  Crash.outer(J)V+1 (Crash.java:9)\n",
            "j  Crash.main([Ljava/lang/String;)V+",
            "siginfo: si_signo: 11 (SIGSEGV), si_code: 1 (SEGV_MAPERR), \
             si_addr: 0x0000000000000010\n",
            "TRAPNO=0x000000000000000e",
            "XMM[15]=0x",
            "pointing into the stack for thread: 0x",
            "=>0x",
        ],
    );
    // What both print, beside what names the VM and the frame.
    for text in [
        "ready\n#\n# A fatal error has been detected by ",
        "\n#\n#  SIGSEGV (0xb) at pc=0x",
        "\n# Problematic frame:\n",
        "\n# No core dump will be written. Core dumps have been disabled. To enable core dumping",
        "\n# An error report file with more information is saved as:\n# ",
    ] {
        for stdout in [java.stdout(), crash.stdout()] {
            assert!(stdout.contains(text), "{stdout}");
        }
    }
    for section in ["S U M M A R Y", "T H R E A D", "P R O C E S S", "S Y S T E M"] {
        assert!(java_report(&java).contains(section), "{section}");
    }
}

/// What `java` has written.
fn java_report(crash: &Crash) -> String {
    let name = crash.files().into_iter().find(|name| name.starts_with("hs_err_pid"));
    let path = crash.directory.path().join(name.expect("java has reported"));
    String::from_utf8_lossy(&fs::read(path).expect("readable")).into_owned()
}

#[test]
fn compiled_methods_are_named() {
    let crash = cortado(&[
        "-XX:CompileThreshold=64",
        "-XX:CompileCommand=dontinline,Crash::*",
        "Crash",
        "warm",
    ]);
    assert_eq!(crash.outcome.end, SIGABRT);
    let report = crash.report();
    in_order(&report, SECTIONS);
    let java = report.split("\nJava frames: ").nth(1).expect("a Java stack");
    let java = java.split("\n\n").next().unwrap_or(java);
    in_order(java, &["J  Crash.inner(J)V", "J  Crash.outer(J)V+1 (Crash.java:9)", "  Crash.main("]);
    let native = report.split("\nNative frames: ").nth(1).expect("a native stack");
    let native = native.split("\n\n").next().unwrap_or(native);
    in_order(native, &["\nJ ", " bytes) @ 0x", "\nV  [cortado+0x", "cortado_vm::boot::run+0x"]);
    let events = report.split("\nCompilation events (").nth(1).expect("events");
    assert!(events.contains(" Crash.inner(J)V code at 0x"), "{report}");
}

#[test]
fn a_fault_that_was_sent_is_reported() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut command = in_directory(&JDK.cortado(), directory.path(), &["Crash", "sleep"]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("it runs");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    assert_eq!(lines.next().expect("a line").expect("text"), "ready");
    let kill = Command::new("kill").args(["-SEGV", &child.id().to_string()]).status();
    assert!(kill.expect("kill runs").success());
    let text: Vec<String> = lines.map_while(Result::ok).collect();
    assert_eq!(child.wait().expect("it ends").signal(), Some(6), "{text:?}");
    assert!(text[3].contains(" (sent by kill), pid="), "{text:?}");
    let path = directory.path().join(format!("hs_err_pid{}.log", child.id()));
    let report = fs::read_to_string(path).expect("a report");
    in_order(
        &report,
        &["Current thread is native: \"", "(SIGSEGV), si_code: 0 (SI_USER), si_pid: ", "END.\n"],
    );
}

/// What `-XX:ErrorReportTest` provokes: its number and what the report then says, in order.
const KINDS: &[(&str, &[&str])] = &[
    ("1", &["#  SIGSEGV (0xb)", "crash::provoke", "JavaThread \"main\"", "boot::run"]),
    (
        "2",
        &[
            "#  Internal Error (vm/src/crash/provoke.rs:",
            "\n#  panic: asked for\n#  in two lines\n",
            "\n# Problematic frame:\n# V  [cortado+0x",
            "crash::provoke",
        ],
    ),
    (
        "3",
        &[
            "#  Internal Error (vm/src/crash/provoke.rs:",
            "\n#  fatal error: asked for\n",
            "crash::provoke",
        ],
    ),
    (
        "4",
        &[
            "#  SIGSEGV (0xb)",
            "\n[error occurred during error reporting (failing on request), id 0xb, \
             SIGSEGV (0xb) at pc=0x",
            "\nCurrent thread ",
            "\nsiginfo: si_signo: 11",
        ],
    ),
    (
        "5",
        &[
            "\n#  panic: asked for\n",
            "\n[error occurred during error reporting (failing on request), ",
            "\nCurrent thread ",
        ],
    ),
    (
        "6",
        &[
            "#  SIGSEGV (0xb)",
            "\n[timeout occurred during error reporting in step \"failing on request\"]\n",
            "\nCurrent thread ",
        ],
    ),
    (
        "7",
        &[
            "\n#  panic: asked for while compiling\n",
            "\nCurrent thread is native: \"Compiler0\"",
            "\nCurrent CompileTask:\n  ",
            "\"Compiler0\" [id=",
            ", compiling ",
        ],
    ),
    ("8", &["#  SIGILL (0x4)", "crash::provoke", "(SIGILL), si_code: "]),
    ("9", &["#  SIGSEGV (0xb)", "crash::provoke", "free space=0k"]),
    ("10", &["#  SIGSEGV (0xb)", "crash::provoke"]),
    ("11", &["#  SIGABRT (0x6)", "crash::provoke", "si_code: -6 (SI_TKILL)"]),
];

#[test]
fn every_kind_of_crash_is_reported() {
    for (kind, texts) in KINDS {
        let flag = format!("-XX:ErrorReportTest={kind}");
        let crash = cortado(&[UNLOCK, &flag, "-XX:ErrorLogTimeout=8", "Crash", "0"]);
        assert_eq!(crash.outcome.end, SIGABRT, "{kind}: {}", crash.stdout());
        let report = crash.report();
        in_order(&report, SECTIONS);
        in_order(&report, texts);
        let headlines = crash.stdout().matches("A fatal error has been detected").count();
        assert_eq!(headlines, 1, "{kind}");
    }
}

#[test]
fn the_request_of_a_compilation_that_crashed_can_be_replayed() {
    let crash = cortado(&[UNLOCK, "-XX:ErrorReportTest=7", "Crash", "0"]);
    let files = crash.files();
    let request = files.iter().find(|name| name.starts_with("replay_pid"));
    let request = request.unwrap_or_else(|| panic!("{files:?}"));
    assert!(crash.stdout().contains(&format!("\n# {request}\n")), "{}", crash.stdout());
    let mut replay = Command::new(env!("CARGO_BIN_EXE_cortadoctl"));
    replay.args(["jit", "replay"]).arg(crash.directory.path().join(request));
    let outcome = process::run(&mut replay, b"", Duration::from_secs(30));
    assert_eq!(outcome.end, End::Exit(0), "{}", outcome.stderr());
}

#[test]
fn a_crash_on_request_must_be_unlocked() {
    let crash = cortado(&["-XX:ErrorReportTest=1", "Crash", "0"]);
    assert_eq!(crash.outcome.end, End::Exit(1));
    let text = "Error: VM option 'ErrorReportTest' is diagnostic and must be enabled via";
    assert!(crash.outcome.stderr().contains(text), "{}", crash.outcome.stderr());
    assert_eq!(crash.files(), Vec::<String>::new());
}

#[test]
fn options_say_where_the_report_goes() {
    let named = cortado(&["-XX:ErrorFile=x%p%%.log", "Crash", "0x10"]);
    let files = named.files();
    assert!(files.len() == 1 && files[0].starts_with('x') && files[0].ends_with("%.log"));
    assert!(named.stdout().contains(&format!("saved as:\n# {}\n", files[0])));

    let on_error = cortado(&["-XX:+ErrorFileToStderr", "Crash", "0x10"]);
    in_order(&on_error.outcome.stderr(), SECTIONS);
    let on_output = cortado(&["-XX:+ErrorFileToStdout", "Crash", "0x10"]);
    in_order(&on_output.stdout(), SECTIONS);
    for crash in [on_error, on_output] {
        assert_eq!((crash.outcome.end, crash.files()), (SIGABRT, Vec::new()));
    }

    let elsewhere = cortado(&["-XX:ErrorFile=no/such/directory.log", "Crash", "0x10"]);
    assert!(elsewhere.report().contains("SIGSEGV"));
}

/// Runs both, which must end alike, and whose lines that begin with one of `starts` must be equal
/// but for the process's number.
fn compare(arguments: &[&str], starts: &[&str]) -> Vec<String> {
    let lines = |crash: &Crash| -> Vec<String> {
        let text = crash.stdout();
        let kept = text.lines().filter(|line| starts.iter().any(|start| line.starts_with(start)));
        kept.map(|line| line.replace(|c: char| c.is_ascii_digit(), "")).collect()
    };
    let (java, ours) = (run(&JDK.java(), arguments), cortado(arguments));
    assert_eq!(ours.outcome.end, java.outcome.end, "{arguments:?}\n{}", ours.stdout());
    assert_eq!(lines(&ours), lines(&java), "{arguments:?}");
    lines(&ours)
}

#[test]
fn what_follows_a_crash_is_as_with_java() {
    let commands = ["-XX:OnError=echo it was %p; echo b", "-XX:OnError=echo c", "Crash", "0x10"];
    let starts = ["# -XX:OnError", "#   Executing", "it was ", "b", "c"];
    assert!(compare(&commands, &starts).contains(&"it was ".to_owned()));
    compare(&["-XX:-CreateCoredumpOnCrash", "Crash", "0x10"], &["# CreateCoredump", "ready"]);
    let silent = compare(&["-XX:+SuppressFatalErrorMessage", "Crash", "0x10"], &["#", "ready"]);
    assert_eq!(silent, ["ready"]);
}

#[test]
fn what_follows_the_end_of_memory_is_as_with_java() {
    let starts = ["#  fatal", "# -XX", "# java", "#   Exec", "caught", "Term", "Abort", "seen"];
    let small = "-Xmx48m";
    let command = "-XX:OnOutOfMemoryError=echo seen %p;echo seen";
    let lines = compare(&[small, command, "Crash", "memory"], &starts);
    assert_eq!(lines.iter().filter(|line| line.starts_with("seen")).count(), 2, "{lines:?}");
    assert_eq!(lines.iter().filter(|line| line.starts_with("caught")).count(), 2, "{lines:?}");
    compare(&[small, "-XX:+ExitOnOutOfMemoryError", "Crash", "memory"], &starts);
    let crash = compare(&[small, "-XX:+CrashOnOutOfMemoryError", "Crash", "memory"], &starts);
    assert!(crash.iter().any(|line| line.starts_with("#  fatal error: OutOfMemory encountered")));
}
