//! Running one program and measuring it, to its exit or to a sign that it is ready.

use super::interrupt;
use super::until::{Scanner, Until};
use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill, killpg};
use nix::time::clock_getcpuclockid;
use nix::unistd::Pid;
use std::io::Read;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use wait4::{ResUse, Wait4};

/// How long a program that is ready may take to end after SIGTERM.
const GRACE: Duration = Duration::from_secs(10);
/// How long what a program has written may take to reach us when all its processes are dead.
const DRAIN: Duration = Duration::from_secs(10);
/// How often a signal, a deadline and a port are looked at.
const LOOK: Duration = Duration::from_millis(20);
const PORT_LOOK: Duration = Duration::from_millis(1);
/// Lines of standard error that messages show.
const ERROR_LINES: usize = 12;

/// What one run took.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// From the start to the end, or until it was ready.
    pub wall: Duration,
    /// Processor time in the program.
    pub user: Duration,
    /// Processor time in the kernel.
    pub system: Duration,
    /// The largest resident set in bytes.
    pub memory: u64,
}

/// A run that is over.
#[derive(Debug)]
pub struct Finished {
    pub usage: Usage,
    pub status: ExitStatus,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    /// Bytes of standard output before the line that was waited for, if it was there.
    pub before_line: Option<usize>,
    /// When it started: the time of the day, and the clock that the machine's boot began.
    pub started: Started,
}

/// One moment on two clocks that other programs have, too.
#[derive(Clone, Copy, Debug)]
pub struct Started {
    pub unix: Duration,
    pub monotonic: Duration,
}

impl Started {
    fn now() -> Result<Started> {
        let monotonic = nix::time::clock_gettime(nix::time::ClockId::CLOCK_MONOTONIC)?;
        let unix = SystemTime::now().duration_since(UNIX_EPOCH)?;
        Ok(Started { unix, monotonic: monotonic.into() })
    }
}

impl Finished {
    /// How it ended, in words.
    pub fn end(&self) -> String {
        end_of(self.status)
    }

    /// The end of what it wrote to standard error, for messages.
    pub fn complaint(&self) -> String {
        complaint(&self.stderr)
    }
}

fn end_of(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => status.to_string(),
    }
}

fn complaint(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let lines: Vec<&str> = text.lines().collect();
    let tail = &lines[lines.len().saturating_sub(ERROR_LINES)..];
    tail.iter().map(|line| format!("\n  {line}")).collect()
}

/// What is waited for, and how long.
pub struct Watch<'a> {
    pub timeout: Duration,
    pub until: Option<&'a Until>,
}

enum Event {
    /// The line that is waited for; bytes of standard output before it, if it was there.
    Line(Instant, Option<usize>),
    Ended(Instant, std::io::Result<ResUse>),
}

/// The processes of a run; killed when it is given up, and whatever they leave behind.
struct Group(Pid);

impl Drop for Group {
    fn drop(&mut self) {
        // There may be nobody left.
        let _ = killpg(self.0, Signal::SIGKILL);
    }
}

/// Runs `command` in a process group of its own.
///
/// # Errors
/// When it cannot be started, takes too long, or ends before it is ready; and after a signal.
pub fn run(command: &mut Command, watch: &Watch<'_>) -> Result<Finished> {
    if let Some(Until::Port(port)) = watch.until
        && Until::answers(*port)
    {
        bail!("port {port} answers before the program was started");
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let started = Started::now()?;
    let begun = Instant::now();
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot run {}", command.get_program().to_string_lossy()))?;
    let group = Group(Pid::from_raw(child.id().cast_signed()));
    let (events, received) = channel();
    let scanner = || match watch.until {
        Some(Until::Line(pattern)) => Some(Scanner::new(pattern.clone())),
        _ => None,
    };
    let stdout = collect(child.stdout.take(), scanner(), true, &events);
    let stderr = collect(child.stderr.take(), scanner(), false, &events);
    wait_aside(child, events);
    let mut run = Run { watch, begun, pid: group.0, ready: None, before_line: None };
    let (end, resources) = run.follow(&received)?;
    drop(group);
    let stdout =
        stdout.recv_timeout(DRAIN).context("its output is held open by another program")?;
    let stderr =
        stderr.recv_timeout(DRAIN).context("its output is held open by another program")?;
    // A line may be heard of after the end.
    for event in received.try_iter() {
        if let Event::Line(at, before) = event {
            run.line(at, before, Some(&resources));
        }
    }
    let status = resources.status;
    let usage = match (run.ready, watch.until) {
        (Some(usage), _) => usage,
        (None, None) => usage_of(&resources, end - begun),
        (None, Some(until)) => {
            bail!("it ended with {} {}{}", end_of(status), until.before(), complaint(&stderr))
        }
    };
    Ok(Finished { usage, status, stdout, stderr, before_line: run.before_line, started })
}

/// Reads a stream to its end in a thread, so that a talkative program does not wait.
fn collect(
    stream: Option<impl Read + Send + 'static>,
    mut scanner: Option<Scanner>,
    is_stdout: bool,
    events: &Sender<Event>,
) -> Receiver<Vec<u8>> {
    let (done, result) = channel();
    let events = events.clone();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let mut buffer = vec![0; 1 << 16];
        if let Some(mut stream) = stream {
            while let Ok(count @ 1..) = stream.read(&mut buffer) {
                let now = Instant::now();
                bytes.extend_from_slice(&buffer[..count]);
                if let Some(before) = scanner.as_mut().and_then(|scanner| scanner.scan(&bytes)) {
                    scanner = None;
                    let _ = events.send(Event::Line(now, is_stdout.then_some(before)));
                }
            }
        }
        let _ = done.send(bytes);
    });
    result
}

/// Waits for the child in a thread, so that its end is noticed at once.
fn wait_aside(child: Child, events: Sender<Event>) {
    thread::spawn(move || {
        let resources = child.wait4();
        let _ = events.send(Event::Ended(Instant::now(), resources));
    });
}

struct Run<'a> {
    watch: &'a Watch<'a>,
    begun: Instant,
    pid: Pid,
    /// What it had taken when it was ready.
    ready: Option<Usage>,
    before_line: Option<usize>,
}

impl Run<'_> {
    /// Waits for the end; ends the program when it is ready.
    fn follow(&mut self, events: &Receiver<Event>) -> Result<(Instant, ResUse)> {
        let mut kill_at = None;
        loop {
            let port = match self.watch.until {
                Some(Until::Port(port)) if self.ready.is_none() => Some(*port),
                _ => None,
            };
            match events.recv_timeout(if port.is_some() { PORT_LOOK } else { LOOK }) {
                Ok(Event::Ended(at, resources)) => return Ok((at, resources?)),
                Ok(Event::Line(at, before)) => self.line(at, before, None),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => bail!("nobody waits for the program"),
            }
            interrupt::check()?;
            if let Some(port) = port
                && Until::answers(port)
            {
                self.ready_at(Instant::now(), None);
            }
            let now = Instant::now();
            match (self.ready, kill_at) {
                (None, _) if now - self.begun > self.watch.timeout => {
                    let seconds = self.watch.timeout.as_secs_f64();
                    let what = self.watch.until.map_or("it runs on", Until::missing);
                    bail!("{what} after {seconds} seconds (--timeout)");
                }
                (Some(_), None) => {
                    let _ = kill(self.pid, Signal::SIGTERM);
                    kill_at = Some(now + GRACE);
                }
                (Some(_), Some(at)) if now > at => {
                    let _ = killpg(self.pid, Signal::SIGKILL);
                }
                _ => {}
            }
        }
    }

    fn line(&mut self, at: Instant, before: Option<usize>, ended: Option<&ResUse>) {
        if self.ready.is_none() {
            self.before_line = before;
            self.ready_at(at, ended);
        }
    }

    fn ready_at(&mut self, at: Instant, ended: Option<&ResUse>) {
        let wall = at - self.begun;
        let usage = match ended {
            Some(resources) => Some(usage_of(resources, wall)),
            None => usage_now(self.pid, wall),
        };
        // A program that ends at this very moment has used no more than it will have.
        let nothing = Usage { wall, user: Duration::ZERO, system: Duration::ZERO, memory: 0 };
        self.ready = Some(usage.unwrap_or(nothing));
    }
}

fn usage_of(resources: &ResUse, wall: Duration) -> Usage {
    let used = &resources.rusage;
    Usage { wall, user: used.utime, system: used.stime, memory: used.maxrss }
}

/// What a running process has used so far.
fn usage_now(pid: Pid, wall: Duration) -> Option<Usage> {
    let cpu = processor_time(pid)?;
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is a name in parentheses, which may contain anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    let (user, system) = (ticks(11)?, ticks(12)?);
    // These have the resolution of the timer, so they only say how the whole divides.
    let share = if user + system > 0.0 { user / (user + system) } else { 1.0 };
    let user = cpu.mul_f64(share);
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = peak.split_whitespace().next()?.parse().ok()?;
    Some(Usage { wall, user, system: cpu - user, memory: kilobytes * 1024 })
}

/// Processor time that a running process has taken.
pub fn processor_time(pid: Pid) -> Option<Duration> {
    clock_getcpuclockid(pid).and_then(|clock| clock.now()).ok().map(Duration::from)
}
