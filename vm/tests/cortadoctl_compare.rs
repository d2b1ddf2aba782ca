//! `cortadoctl compare`: what it measures, refuses and leaves behind. Never how fast anything is.

mod common;

use common::compile::{self, Unit};
use common::jdk::JDK;
use common::testdata;
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long processes may take to go, on a machine with much to do.
const PATIENCE: Duration = Duration::from_secs(60);

static UNIT: LazyLock<Unit> = LazyLock::new(|| {
    let unit = Unit {
        name: "compare".to_owned(),
        javac: Vec::new(),
        sources: common::sorted_entries(&testdata().join("compare")),
        after: Vec::new(),
    };
    compile::compile(&[&unit]);
    unit
});

/// A place for temporary files, which must be empty in the end.
struct Place(TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().expect("a directory"))
    }

    fn file(&self, name: &str) -> String {
        self.0.path().with_extension(name).display().to_string()
    }

    /// `cortadoctl compare OPTIONS -- -cp DIR PROGRAM`.
    fn command(&self, options: &[&str], program: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cortadoctl"));
        command.arg("compare").args(options).arg("--").arg("-cp").arg(UNIT.dir()).args(program);
        command.env("TMPDIR", self.0.path()).env("JAVA_HOME", &JDK.home).stdin(Stdio::null());
        for name in ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, options: &[&str], program: &[&str]) -> Output {
        self.command(options, program).output().expect("cortadoctl runs")
    }

    /// Processes with the place in their command lines: number and words.
    fn processes(&self) -> Vec<(String, String)> {
        let place = self.0.path().display().to_string();
        let processes = fs::read_dir("/proc").expect("/proc").filter_map(Result::ok);
        let rows = processes.filter_map(|process| {
            let words = fs::read(process.path().join("cmdline")).ok()?;
            let pid = process.file_name().to_string_lossy().into_owned();
            Some((pid, String::from_utf8_lossy(&words).into_owned()))
        });
        rows.filter(|(_, words)| words.contains(&place)).collect()
    }

    /// Whether one of them is this program.
    fn runs(&self, program: &str) -> bool {
        let is_it = |words: &str| words.split('\0').next().is_some_and(|w| w.ends_with(program));
        self.processes().iter().any(|(_, words)| is_it(words))
    }

    #[track_caller]
    fn assert_unused(&self) {
        let begun = Instant::now();
        while !self.processes().is_empty() {
            assert!(begun.elapsed() < PATIENCE, "a process is left behind");
            sleep(Duration::from_millis(10));
        }
    }

    #[track_caller]
    fn assert_clean(&self) {
        self.assert_unused();
        let left: Vec<_> = fs::read_dir(self.0.path()).expect("it is there").collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[track_caller]
fn assert_good(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// It fails with this exit code and says all this.
#[track_caller]
fn assert_bad(output: &Output, code: i32, parts: &[&str]) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert_eq!(text(&output.stdout), "");
    for part in parts {
        assert!(said.contains(part), "no `{part}` in: {said}");
    }
}

const SHORT: [&str; 4] = ["--runs", "1", "--warmup", "0"];

fn short<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&SHORT[..], more].concat()
}

#[test]
fn all_modes_are_measured_and_written_down() {
    let place = Place::new();
    let (json, html) = (place.file("json"), place.file("html"));
    let options = ["--runs", "3", "--warmup", "2", "--json", &json, "--html", &html];
    let output = place.run(&options, &["Fickle", "same"]);
    let table = assert_good(&output);
    place.assert_clean();
    assert!(text(&output.stderr).contains("cortadoctl: warm-up round 2 of 2\n"));
    check_table(&table);
    let value = fs::read_to_string(&json).expect("the file is written");
    check_json(&serde_json::from_str(&value).expect("JSON"));
    check_html(&fs::read_to_string(&html).expect("the file is written"));
    for file in [json, html] {
        fs::remove_file(file).expect("ours");
    }
}

const TITLES: [&str; 7] = [
    "cortado -Xint",
    "cortado",
    "cortado, disk cache",
    "cortado, cold server",
    "cortado, warm server",
    "java -Xshare:off",
    "java",
];

fn check_table(table: &str) {
    let lines: Vec<&str> = table.lines().collect();
    let cells = |line: &str| -> Vec<String> {
        line.split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let heads = cells(lines[0]);
    for head in ["wall ms", "min..max", "ratio", "user ms", "system ms", "peak MB", "received kB"] {
        assert!(heads.iter().any(|found| found == head), "{table}");
    }
    let width = lines[0].chars().count();
    assert!(lines[..TITLES.len() + 2].iter().all(|line| line.chars().count() == width), "{table}");
    let ratio = heads.iter().position(|head| head == "ratio").expect("it is there");
    for (line, title) in lines[2..].iter().zip(TITLES) {
        let row = cells(line);
        assert_eq!(row[1], title);
        assert!(row[2].parse::<f64>().is_ok_and(|wall| wall > 0.0), "{line}");
        assert!(row[ratio] == "1.00" || title != "java", "{line}");
    }
    let last = "Medians of 3 runs, after 2 for warming up; ratios to java.";
    assert_eq!(lines.last(), Some(&last));
}

fn check_json(value: &Value) {
    assert_eq!(value["format"], 1);
    assert_eq!(value["baseline"], "java");
    assert_eq!(value["runs"], 3);
    let modes = value["modes"].as_array().expect("modes");
    let titles: Vec<_> = modes.iter().filter_map(|mode| mode["title"].as_str()).collect();
    assert_eq!(titles, TITLES);
    for mode in modes {
        let number = |group: &str, key: &str| mode[group][key].as_f64().expect("a number");
        for key in ["wall_ms", "processor_ms", "memory_bytes"] {
            let spread = &mode["spread"][key];
            let (min, max) = (spread["min"].as_f64(), spread["max"].as_f64());
            let median = Some(number("median", key));
            assert!(min > Some(0.0) && min <= median && median <= max, "{mode}");
            assert!(number("ratio", key) > 0.0);
        }
        let runs = mode["runs"].as_array().expect("runs");
        assert_eq!(runs.len(), 3);
        for run in runs {
            let phases = run["phases_ms"].as_object().expect("phases");
            let sum: f64 = phases.values().filter_map(Value::as_f64).sum();
            let wall = run["wall_ms"].as_f64().expect("a number");
            assert!((sum - wall).abs() < 1e-3, "{run}");
            let parts = if mode["mode"].as_str().is_some_and(|key| key.starts_with("java")) {
                &["vm", "core_classes", "modules", "program"][..]
            } else {
                &["vm", "core_classes", "modules", "main_class", "program", "exit"]
            };
            assert!(parts.iter().all(|part| phases.contains_key(*part)), "{run}");
        }
    }
    let median = |mode: usize, key: &str| modes[mode]["median"][key].as_f64();
    assert_eq!(median(0, "compiled_bodies"), Some(0.0));
    assert!(median(1, "compiled_bodies") > Some(0.0));
    assert_eq!(median(1, "reused_bodies"), Some(0.0));
    // On a machine with much to do, a run may be over before the bodies come.
    let most = |mode: usize, key: &str| modes[mode]["spread"][key]["max"].as_f64();
    assert!(most(2, "reused_bodies") > Some(0.0));
    assert_eq!(median(2, "received_bytes"), None);
    assert!(most(3, "received_bytes") > Some(0.0) && most(3, "sent_bytes") > Some(0.0));
    assert!(most(4, "received_bytes") > Some(0.0));
    assert!(median(4, "server_processor_ms").is_some());
    assert_eq!(median(6, "compiled_bodies"), None);
}

fn check_html(page: &str) {
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    // Nothing of it is elsewhere.
    for word in ["<script", "<link", "<img", "src=", "@import", "url("] {
        assert!(!page.contains(word), "{word}");
    }
    let foreign = page.replace("http://www.w3.org/2000/svg", "");
    assert!(!foreign.contains("://"));
    assert_eq!(page.matches("<svg role=\"img\" aria-labelledby=").count(), 4);
    assert_eq!(page.matches("<desc ").count(), 4);
    for title in TITLES {
        assert!(page.contains(&format!("<th scope=\"row\">{title}</th>")), "{title}");
    }
    for tag in ["section", "figure", "table", "svg", "div", "ul", "dl", "main"] {
        let count = |end: &str| page.matches(&format!("<{end}{tag}")).count();
        assert_eq!(count(""), count("/"), "{tag}");
    }
    for word in ["Fickle same", "Where the time goes", "Peak memory", "Processor time"] {
        assert!(page.contains(word), "{word}");
    }
}

#[test]
fn a_report_of_a_run_has_its_steps_in_order() {
    let place = Place::new();
    let file = place.0.path().join("report");
    let run = |report: &Path| {
        let mut command = JDK.cortado();
        command.arg(format!("-XX:RunReport={}", report.display())).arg("-Xlog:startuptime:stderr");
        command.arg("-cp").arg(UNIT.dir()).args(["Fickle", "exit", "5"]);
        let output = command.output().expect("cortado runs");
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(5), "first line\n".into()));
        text(&output.stderr)
    };
    let log = run(&file);
    let report: Value =
        serde_json::from_slice(&fs::read(&file).expect("the file is written")).expect("JSON");
    let phases = report["phases"].as_object().expect("phases");
    let names =
        ["options", "vm", "core", "modules", "library", "main-loaded", "main-entered", "exit"];
    assert_eq!(phases.len(), names.len(), "{phases:?}");
    let times: Vec<u64> = names.iter().filter_map(|name| phases[*name].as_u64()).collect();
    assert!(times.is_sorted() && times.len() == names.len(), "{phases:?}");
    assert!(report["counters"]["ClassesLoaded"].as_u64() > Some(100), "{report}");
    assert!(report["start_unix_us"].as_u64() > Some(1_000_000_000_000_000), "{report}");
    let steps = log.lines().filter(|line| line.contains("[startuptime] ")).count();
    assert_eq!(steps, names.len(), "{log}");
    let log = run(Path::new("/nonexistent/report"));
    assert!(log.contains("cortado: cannot write /nonexistent/report: No such file"), "{log}");
}

#[test]
fn differing_outputs_are_not_compared() {
    let place = Place::new();
    let json = place.file("json");
    let options = short(&["--modes", "java,jit", "--json", &json]);
    let refused = "the outputs differ, so there is nothing to compare: ";
    let output = place.run(&options, &["Fickle", "vm"]);
    let parts = [refused, "line 2 of standard output is\n  OpenJDK", "in java (round 1)"];
    assert_bad(&output, 1, &parts);
    assert_bad(&output, 1, &["Cortado", "in cortado (round 1)", "--ignore-output"]);
    assert!(!Path::new(&json).exists());
    // Between runs of one mode, too.
    let options = ["--modes=jit", "--runs=2", "--warmup=0"];
    let output = place.run(&options, &["Fickle", "time"]);
    assert_bad(&output, 1, &[refused, "in cortado (round 1)", "in cortado (round 2)"]);
    let options = short(&["--modes", "java,jit"]);
    let output = place.run(&options, &["Fickle", "exit-on-cortado"]);
    let ends = "cortado (round 1) ended with exit code 3, java (round 1) with exit code 0";
    assert_bad(&output, 1, &[refused, ends]);
    let options = short(&["--modes", "java,jit", "--ignore-output"]);
    let table = assert_good(&place.run(&options, &["Fickle", "time"]));
    assert!(table.contains("outputs were not compared"), "{table}");
    place.assert_clean();
}

#[test]
fn programs_that_end_otherwise_are_errors() {
    let place = Place::new();
    let options = short(&["--modes", "jit"]);
    let output = place.run(&options, &["Fickle", "exit", "4"]);
    let parts = ["cortado (round 1) ended with exit code 4 instead of 0", "--exit-code"];
    assert_bad(&output, 1, &parts);
    assert_bad(&output, 1, &["\n  complaint"]);
    let output = place.run(&options, &["Missing"]);
    assert_bad(&output, 1, &["ended with exit code 1", "ClassNotFoundException: Missing"]);
    let options = short(&["--modes", "jit,java", "--exit-code", "4"]);
    assert_good(&place.run(&options, &["Fickle", "exit", "4"]));
    place.assert_clean();
}

/// A port that nobody has at the moment.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("it has one").port()
}

#[test]
fn programs_that_do_not_end_are_measured_until_they_are_ready() {
    let place = Place::new();
    let modes = ["--modes", "jit,warm-server,java", "--runs", "2", "--warmup", "1"];
    let (port, json) = (free_port().to_string(), place.file("json"));
    let by_port = [&modes[..], &["--until-port", &port, "--json", &json]].concat();
    let table = assert_good(&place.run(&by_port, &["HttpHello", &port]));
    let caption = format!("Medians of 2 runs, until port {port} answers, after 1 for warming up");
    assert!(table.contains(&caption), "{table}");
    let value: Value =
        serde_json::from_slice(&fs::read(&json).expect("the file is written")).expect("JSON");
    fs::remove_file(json).expect("ours");
    for run in value["modes"].as_array().into_iter().flatten().map(|mode| &mode["runs"][0]) {
        assert!(run["phases_ms"]["program"].as_f64() > Some(0.0), "{run}");
        assert!(run["phases_ms"].get("exit").is_none(), "{run}");
        assert!(run["processor_ms"].as_f64() > Some(0.0), "{run}");
        assert!(run["memory_bytes"].as_f64() > Some(1e6), "{run}");
    }
    assert!(TcpStream::connect(format!("127.0.0.1:{port}")).is_err(), "it still runs");
    let by_line = [&modes[..], &["--until-line", "^listening on [0-9]+$"]].concat();
    let table = assert_good(&place.run(&by_line, &["HttpHello", &port]));
    assert!(table.contains("until a line matches `^listening on [0-9]+$`"), "{table}");
    // On standard error, with a time in it.
    let by_line = short(&["--modes", "jit,java", "--until-line", "^ready after"]);
    let output = place.run(&[&by_line[..], &["--ignore-output"]].concat(), &["Fickle", "wait"]);
    assert_good(&output);
    // What is written before it is compared; the line itself may differ.
    let by_line = short(&["--modes", "jit,java", "--until-line", "^later "]);
    assert_good(&place.run(&by_line, &["Fickle", "wait"]));
    place.assert_clean();
}

#[test]
fn what_never_comes_is_an_error() {
    let place = Place::new();
    let options = short(&["--modes", "jit", "--timeout", "2"]);
    let output = place.run(&options, &["Fickle", "wait"]);
    assert_bad(&output, 1, &["cortado (round 1): it runs on after 2 seconds (--timeout)"]);
    let never = [&options[..], &["--until-line", "never"]].concat();
    let output = place.run(&never, &["Fickle", "wait"]);
    assert_bad(&output, 1, &["no line matches the pattern of --until-line after 2 seconds"]);
    let options_of_end = short(&["--modes", "jit", "--until-line", "never"]);
    let output = place.run(&options_of_end, &["Fickle", "same"]);
    let ended = "it ended with exit code 0 before a line matched the pattern of --until-line";
    assert_bad(&output, 1, &[ended]);
    let port = free_port().to_string();
    let never = [&options[..], &["--until-port", &port]].concat();
    let output = place.run(&never, &["Fickle", "wait"]);
    assert_bad(&output, 1, &["the port of --until-port does not answer after 2 seconds"]);
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("it has one").port().to_string();
    let output = place.run(&short(&["--modes", "jit", "--until-port", &port]), &["Fickle", "wait"]);
    let answers = format!("port {port} answers before the program was started");
    assert_bad(&output, 1, &[&answers]);
    place.assert_clean();
}

#[test]
fn wrong_options_are_named() {
    let place = Place::new();
    for (options, code, parts) in [
        (&["--modes=fast"][..], 2, &["invalid value 'fast'", "int, jit, disk"][..]),
        (&["--runs=0"], 2, &["--runs"]),
        (&["--until-line=("], 2, &["--until-line", "unclosed group"]),
        (&["--until-port=0"], 2, &["--until-port"]),
        (&["--until-port=1", "--until-line=x"], 2, &["cannot be used with"]),
        (&["--timeout=-1"], 1, &["--timeout is no time"]),
        (&["--modes=java", "--java=/nonexistent"], 1, &["there is no java at /nonexistent"]),
        (&["--modes=java", "--java=/bin/true"], 1, &["/bin/true -version says no version"]),
        (&["--modes=jit", "--cortado=/nonexistent"], 1, &["/nonexistent is no cortado"]),
        (
            &["--modes=warm-server", "--server=/nonexistent"],
            1,
            &["there is no /nonexistent: build cortado-server", "--server", "--modes"],
        ),
        (&["--modes=cold-server", "--server=/bin/false"], 1, &["/bin/false ended"]),
        (&["--modes=jit", "--baseline=java"], 1, &["--baseline: java is not compared", "jit"]),
        (&["--html=/nonexistent/a"], 1, &["/nonexistent: there is no such directory"]),
    ] {
        assert_bad(&place.run(options, &["Fickle", "same"]), code, parts);
    }
    let output = Command::new(env!("CARGO_BIN_EXE_cortadoctl")).arg("compare").output();
    assert_bad(&output.expect("it runs"), 2, &["<JAVA ARGUMENTS>"]);
    place.assert_clean();
}

#[test]
fn a_mode_and_a_java_are_compared_once() {
    let place = Place::new();
    let java = JDK.home.join("bin/java").display().to_string();
    let home = JDK.home.display().to_string();
    let options = short(&["--modes", "java,java,java-c1", "--java", &java]);
    let table = assert_good(&place.run(&options, &["Fickle", "same"]));
    assert_eq!(table.lines().filter(|line| line.starts_with("| java")).count(), 2, "{table}");
    let options = short(&["--modes", "java", "--java", &java, "--java", &home]);
    assert_bad(&place.run(&options, &["Fickle", "same"]), 1, &["is named twice"]);
}

/// A comparison whose program is running, with a server.
fn running(place: &Place) -> Child {
    let options = ["--modes", "warm-server", "--timeout", "100"];
    let mut command = place.command(&options, &["Fickle", "wait"]);
    let mut child = command.stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it runs");
    let mut line = String::new();
    let stderr = child.stderr.as_mut().expect("it is piped");
    BufReader::new(stderr).read_line(&mut line).expect("it tells");
    let begun = Instant::now();
    // The command line of each names the socket.
    while !(place.runs("cortado-server") && place.runs("cortado")) {
        assert!(begun.elapsed() < PATIENCE, "nothing runs");
        sleep(Duration::from_millis(5));
    }
    child
}

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([name, &child.id().to_string()]).status();
    assert!(status.expect("kill runs").success());
}

#[test]
fn nothing_is_left_behind_after_a_signal() {
    for (name, code) in [("-INT", 130), ("-TERM", 143)] {
        let place = Place::new();
        let child = running(&place);
        signal(&child, name);
        let output = child.wait_with_output().expect("it ends");
        assert_bad(&output, code, &["interrupted; nothing is left running"]);
        place.assert_clean();
    }
}

#[test]
fn a_server_ends_with_a_comparison_that_is_killed() {
    let place = Place::new();
    let mut child = running(&place);
    signal(&child, "-KILL");
    assert_eq!(child.wait().expect("it ends").signal(), Some(9));
    // Its program is nobody's then, and is ended here.
    let begun = Instant::now();
    while place.runs("cortado-server") {
        assert!(begun.elapsed() < PATIENCE, "the server is left behind");
        sleep(Duration::from_millis(10));
    }
    for (pid, _) in place.processes() {
        // It may have ended by itself.
        let _ = Command::new("kill").args(["-KILL", &pid]).status();
    }
    place.assert_unused();
}
