//! `java.io.Console`.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::host::{self, Errno};

natives! { "java/io/Console";
    "encoding()Ljava/lang/String;" => encoding [leaf];
    "echo(Z)Z" => echo;
    "ttyStatus()I" => tty_status [leaf];
}

/// The terminal has no encoding of its own: null means the default.
fn encoding(_t: &Thread) -> Option<ObjRef> {
    None
}

fn echo(t: &Thread, on: bool) -> R<bool> {
    let fd = libc::STDIN_FILENO;
    // SAFETY: all-zero is a valid termios.
    let mut modes: libc::termios = unsafe { std::mem::zeroed() };
    // SAFETY: `modes` is there to be filled.
    if unsafe { libc::tcgetattr(fd, &mut modes) } != 0 {
        return Err(host::io_error(t, Errno::last(), "tcgetattr failed"));
    }
    let was_on = modes.c_lflag & libc::ECHO != 0;
    if on {
        modes.c_lflag |= libc::ECHO;
    } else {
        modes.c_lflag &= !libc::ECHO;
    }
    // SAFETY: `modes` came from the same terminal.
    if unsafe { libc::tcsetattr(fd, libc::TCSANOW, &modes) } != 0 {
        return Err(host::io_error(t, Errno::last(), "tcsetattr failed"));
    }
    Ok(was_on)
}

/// One bit for each of the three standard streams that is a terminal.
fn tty_status(_t: &Thread) -> i32 {
    // SAFETY: isatty takes any number.
    (0..3).filter(|&fd| unsafe { libc::isatty(fd) } != 0).map(|fd| 1 << fd).sum()
}
