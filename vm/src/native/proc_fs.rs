//! What `/proc` tells of processes, for `java.lang.ProcessHandle`.

use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::MetadataExt;
use std::sync::OnceLock;
use std::time::Duration;

use super::sun_nio_fs_attributes::user_name;

/// Of `/proc/<pid>/stat`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Status {
    /// The parent's process id.
    pub(super) parent: i64,
    /// When it was started, in milliseconds since 1970.
    pub(super) start_millis: i64,
    /// Processor time used.
    pub(super) cpu_nanos: i64,
}

/// The ids of all processes.
pub(super) fn process_ids() -> impl Iterator<Item = i64> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// Status of a process; none when it does not exist.
pub(super) fn status(pid: i64) -> Option<Status> {
    let text = fs::read(format!("/proc/{pid}/stat")).ok()?;
    parse_status(&String::from_utf8_lossy(&text), boot_millis(), ticks_per_second())
}

fn parse_status(text: &str, boot_millis: i64, ticks_per_second: i64) -> Option<Status> {
    // The second field is the name in parentheses, which may contain anything.
    let rest = &text[text.rfind(')')? + 1..];
    // Counted as in proc(5), where the state after the name is field 3.
    let field = |number: usize| rest.split_ascii_whitespace().nth(number - 3)?.parse::<i64>().ok();
    Some(Status {
        parent: field(4)?,
        cpu_nanos: (field(14)? + field(15)?) * (1_000_000_000 / ticks_per_second),
        start_millis: boot_millis + field(22)? * 1000 / ticks_per_second,
    })
}

fn ticks_per_second() -> i64 {
    // SAFETY: sysconf has no preconditions.
    unsafe { libc::sysconf(libc::_SC_CLK_TCK) }.max(1)
}

/// When the system was started.
fn boot_millis() -> i64 {
    static BOOT: OnceLock<i64> = OnceLock::new();
    *BOOT.get_or_init(|| {
        let text = fs::read_to_string("/proc/stat").unwrap_or_default();
        let seconds = text.lines().find_map(|line| line.strip_prefix("btime "));
        seconds.and_then(|text| text.trim().parse::<i64>().ok()).unwrap_or(0) * 1000
    })
}

/// The name of the user that a process runs as.
pub(super) fn user(pid: i64) -> Option<Vec<u8>> {
    let metadata = fs::metadata(format!("/proc/{pid}")).ok()?;
    user_name(metadata.uid()).ok()
}

/// The file that a process executes.
pub(super) fn program(pid: i64) -> Option<Vec<u8>> {
    Some(fs::read_link(format!("/proc/{pid}/exe")).ok()?.into_os_string().into_vec())
}

/// The arguments of a process, its name first.
pub(super) fn arguments(pid: i64) -> Vec<Vec<u8>> {
    // While a process is inside execve, its program is there already but its arguments are not.
    const TRIES: usize = 20;
    const PAUSE: Duration = Duration::from_micros(500);
    let read = || fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let mut text = read();
    for _ in 0..TRIES {
        if !text.is_empty() {
            break;
        }
        std::thread::sleep(PAUSE);
        text = read();
    }
    let text = text.strip_suffix(b"\0").unwrap_or(&text);
    match text {
        [] => Vec::new(),
        _ => text.split(|&byte| byte == 0).map(<[u8]>::to_vec).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_lines_are_parsed_whatever_the_name() {
        let line = "77 (a) b (c) S 5 77 77 0 -1 4194560 1 2 3 4 30 12 0 0 20 0 1 0 5000 9 9";
        let status = parse_status(line, 1_000_000, 100).unwrap();
        let expected = Status { parent: 5, start_millis: 1_050_000, cpu_nanos: 42 * 10_000_000 };
        assert_eq!(status, expected);
        assert_eq!(parse_status("77 (a) S 5", 0, 100), None);
        assert_eq!(parse_status("", 0, 100), None);
    }

    #[test]
    fn this_process_is_found() {
        let pid = i64::from(std::process::id());
        let status = status(pid).unwrap();
        assert_eq!(status.parent, i64::from(std::os::unix::process::parent_id()));
        assert!(status.start_millis > 1_000_000_000_000);
        assert!(process_ids().any(|id| id == pid));
        assert!(program(pid).is_some());
        assert!(!arguments(pid).is_empty());
        assert_eq!(self::status(i64::MAX), None);
    }
}
