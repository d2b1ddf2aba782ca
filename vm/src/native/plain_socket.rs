//! What the socket implementations from before 13 share: their options, timeouts and failures.

use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::runtime::throw;
use crate::thread::Thread;

use super::host::{self, Errno, FieldAt};
use super::{blocking_fd, socket};

/// `java.net.SocketOptions`.
pub mod java {
    pub const TCP_NODELAY: i32 = 0x0001;
    pub const IP_TOS: i32 = 0x0003;
    pub const SO_REUSEADDR: i32 = 0x0004;
    pub const SO_KEEPALIVE: i32 = 0x0008;
    pub const SO_REUSEPORT: i32 = 0x000e;
    pub const SO_BINDADDR: i32 = 0x000f;
    pub const IP_MULTICAST_IF: i32 = 0x0010;
    pub const IP_MULTICAST_LOOP: i32 = 0x0012;
    pub const IP_MULTICAST_IF2: i32 = 0x001f;
    pub const SO_BROADCAST: i32 = 0x0020;
    pub const SO_LINGER: i32 = 0x0080;
    pub const SO_SNDBUF: i32 = 0x1001;
    pub const SO_RCVBUF: i32 = 0x1002;
    pub const SO_OOBINLINE: i32 = 0x1003;
    pub const SO_TIMEOUT: i32 = 0x1006;
}

/// Level and number of an option that is an int in the system; SocketException for others.
pub fn system_option(t: &Thread, option: i32) -> R<(i32, i32)> {
    Ok(match option {
        java::TCP_NODELAY => (libc::IPPROTO_TCP, libc::TCP_NODELAY),
        java::IP_TOS => (libc::IPPROTO_IP, libc::IP_TOS),
        java::SO_REUSEADDR => (libc::SOL_SOCKET, libc::SO_REUSEADDR),
        java::SO_KEEPALIVE => (libc::SOL_SOCKET, libc::SO_KEEPALIVE),
        java::SO_REUSEPORT => (libc::SOL_SOCKET, libc::SO_REUSEPORT),
        java::SO_BROADCAST => (libc::SOL_SOCKET, libc::SO_BROADCAST),
        java::SO_SNDBUF => (libc::SOL_SOCKET, libc::SO_SNDBUF),
        java::SO_RCVBUF => (libc::SOL_SOCKET, libc::SO_RCVBUF),
        java::SO_OOBINLINE => (libc::SOL_SOCKET, libc::SO_OOBINLINE),
        _ => return Err(socket::exception(t, "SocketException", "Invalid option")),
    })
}

/// `Integer.value`, `Boolean.value`.
static INTEGER: FieldAt = FieldAt::new("value", "I");
static BOOLEAN: FieldAt = FieldAt::new("value", "Z");

/// The value of an Integer.
pub fn integer(t: &Thread, value: Option<ObjRef>) -> R<i32> {
    let value = value.ok_or_else(|| throw::npe(t))?;
    Ok(value.get_i32(INTEGER.of(value)))
}

/// The value of a Boolean.
pub fn boolean(t: &Thread, value: Option<ObjRef>) -> R<bool> {
    let value = value.ok_or_else(|| throw::npe(t))?;
    Ok(value.get_u8(BOOLEAN.of(value)) != 0)
}

/// SocketException: `Socket closed`.
#[cold]
pub fn closed(t: &Thread) -> Thrown {
    socket::exception(t, "SocketException", "Socket closed")
}

/// What a failed call means: that the socket was closed meanwhile, or `what` with the system's
/// text.
#[cold]
pub fn failure(t: &Thread, errno: Errno, what: &str) -> Thrown {
    match errno.0 {
        libc::EBADF => closed(t),
        _ => socket::failed(t, "SocketException", errno, what),
    }
}

/// The descriptor's number in the field of an implementation; SocketException when it is closed.
pub fn open_fd(t: &Thread, object: ObjRef, field: &FieldAt) -> R<i32> {
    match host::fd_val(object.get_ref(field.of(object))) {
        -1 => Err(closed(t)),
        fd => Ok(fd),
    }
}

/// Waits until there is something to take, at most `timeout` milliseconds if it is not 0.
///
/// # Errors
/// `SocketTimeoutException: timed_out`, `SocketException`.
pub fn wait_readable(t: &Thread, fd: i32, timeout: i32, timed_out: &str) -> R<()> {
    let timeout = if timeout == 0 { -1 } else { timeout };
    match blocking_fd::wait(t, fd, libc::POLLIN, timeout) {
        Ok(true) => Ok(()),
        Ok(false) => Err(socket::exception(t, "SocketTimeoutException", timed_out)),
        Err(errno) => Err(failure(t, errno, "select/poll failed")),
    }
}

/// The exception of a failed `bind`.
#[cold]
pub fn bind_failed(t: &Thread, errno: Errno) -> Thrown {
    let class = match errno.0 {
        libc::EADDRINUSE | libc::EADDRNOTAVAIL | libc::EPERM | libc::EACCES => "BindException",
        _ => "SocketException",
    };
    socket::failed(t, class, errno, "Bind failed")
}
