//! `java.lang.ProcessHandleImpl`.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;

use super::host::{self, Errno};
use super::proc_fs;

natives! { "java/lang/ProcessHandleImpl";
    "initNative()V" => init_native [leaf];
    "waitForProcessExit0(JZ)I" => wait_for_process_exit;
    "getCurrentPid0()J" => get_current_pid [leaf];
    "parent0(JJ)J" => parent;
    "getProcessPids0(J[J[J[J)I" => get_process_pids;
    "destroy0(JJZ)Z" => destroy;
    "isAlive0(J)J" => is_alive;
}

/// `ProcessHandleImpl.NOT_A_CHILD`.
const NOT_A_CHILD: i32 = -2;
/// What the shell adds to the number of the signal that ended a program.
const SIGNALLED: i32 = 0x80;

fn init_native(_t: &Thread) {}

/// Waits for a child's end; its exit status, or 128 and the signal that ended it.
fn wait_for_process_exit(t: &Thread, pid: i64, reap: bool) -> i32 {
    let pid = pid as libc::pid_t;
    let waited = if reap { wait_and_reap(t, pid) } else { wait_only(t, pid) };
    match waited {
        Ok(status) => status,
        Err(Errno(libc::ECHILD)) => NOT_A_CHILD,
        Err(_) => -1,
    }
}

fn wait_and_reap(t: &Thread, pid: libc::pid_t) -> Result<i32, Errno> {
    let mut status = 0;
    let place = &raw mut status;
    // SAFETY: an int to fill.
    host::retry(t, || unsafe { libc::waitpid(pid, place, 0) })?;
    Ok(if libc::WIFEXITED(status) {
        libc::WEXITSTATUS(status)
    } else if libc::WIFSIGNALED(status) {
        SIGNALLED + libc::WTERMSIG(status)
    } else {
        status
    })
}

fn wait_only(t: &Thread, pid: libc::pid_t) -> Result<i32, Errno> {
    // SAFETY: all-zero is a valid siginfo.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    let place = &raw mut info;
    let options = libc::WEXITED | libc::WNOWAIT;
    // SAFETY: a siginfo to fill.
    host::retry(t, || unsafe { libc::waitid(libc::P_PID, pid.cast_unsigned(), place, options) })?;
    // SAFETY: waitid fills in the status of a child.
    let status = unsafe { info.si_status() };
    Ok(match info.si_code {
        libc::CLD_KILLED | libc::CLD_DUMPED => SIGNALLED + status,
        _ => status,
    })
}

fn get_current_pid(_t: &Thread) -> i64 {
    i64::from(std::process::id())
}

fn parent(_t: &Thread, pid: i64, start_time: i64) -> i64 {
    if pid == i64::from(std::process::id()) {
        return i64::from(std::os::unix::process::parent_id());
    }
    match proc_fs::status(pid) {
        Some(status) if same_process(status.start_millis, start_time) => status.parent,
        _ => -1,
    }
}

/// Whether two start times can be those of one process: 0 is unknown.
fn same_process(now: i64, then: i64) -> bool {
    now == then || now == 0 || then == 0
}

/// Fills the arrays with the children of `pid`, or with all processes when it is 0; returns how
/// many there are.
fn get_process_pids(
    t: &Thread,
    pid: i64,
    pids: Option<ObjRef>,
    parents: Option<ObjRef>,
    starts: Option<ObjRef>,
) -> R<i32> {
    let pids = pids.ok_or_else(|| throw::npe(t))?;
    let room = pids.array_length();
    for other in [parents, starts].into_iter().flatten() {
        if other.array_length() != room {
            return Err(throw::new(
                t,
                "java/lang/IllegalArgumentException",
                "array sizes not equal",
            ));
        }
    }
    let mut count = 0;
    for id in proc_fs::process_ids() {
        let Some(status) = proc_fs::status(id) else { continue };
        if pid != 0 && status.parent != pid {
            continue;
        }
        if count < room {
            pids.set_element(count, id);
            if let Some(parents) = parents {
                parents.set_element(count, status.parent);
            }
            if let Some(starts) = starts {
                starts.set_element(count, status.start_millis);
            }
        }
        count += 1;
    }
    Ok(count as i32)
}

fn destroy(_t: &Thread, pid: i64, start_time: i64, force: bool) -> bool {
    let signal = if force { libc::SIGKILL } else { libc::SIGTERM };
    let alive =
        proc_fs::status(pid).is_some_and(|status| same_process(status.start_millis, start_time));
    // SAFETY: kill takes any numbers.
    alive && unsafe { libc::kill(pid as libc::pid_t, signal) } == 0
}

/// The start time of a process that exists, else -1.
fn is_alive(_t: &Thread, pid: i64) -> i64 {
    proc_fs::status(pid).map_or(-1, |status| status.start_millis)
}
