//! `sun.nio.ch.InheritedChannel`: the socket that a program was started with as its input.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::alloc;
use crate::thread::Thread;

use super::host::{self, Errno, SysResult};
use super::{inet, socket};

natives! { "sun/nio/ch/InheritedChannel";
    "initIDs()V" => init_ids [leaf];
    "dup(I)I" => dup;
    "dup2(II)V" => dup2;
    "open0(Ljava/lang/String;I)I" => open;
    "close0(I)V" => close;
    "soType0(I)I" => so_type;
    "addressFamily(I)I" => address_family;
    "inetPeerAddress0(I)Ljava/net/InetAddress;" => inet_peer_address;
    "unixPeerAddress0(I)[B" => unix_peer_address;
    "peerPort0(I)I" => peer_port;
    "isConnected(I)Z" => is_connected;
}

/// `InheritedChannel.SOCK_*` and `AF_*`.
mod java {
    pub const STREAM: i32 = 1;
    pub const DATAGRAM: i32 = 2;
    pub const AF_UNKNOWN: i32 = -1;
    pub const AF_INET: i32 = 1;
    pub const AF_INET6: i32 = 2;
    pub const AF_UNIX: i32 = 3;
}

fn init_ids(_t: &Thread) {}

fn call<T: SysResult>(t: &Thread, failure: &str, call: impl FnOnce() -> T) -> R<T> {
    host::once(t, call).map_err(|errno| host::io_error(t, errno, failure))
}

fn dup(t: &Thread, fd: i32) -> R<i32> {
    // SAFETY: dup takes any number.
    call(t, "dup failed", || unsafe { libc::dup(fd) })
}

fn dup2(t: &Thread, from: i32, to: i32) -> R<()> {
    // SAFETY: dup2 takes any numbers.
    call(t, "dup2 failed", || unsafe { libc::dup2(from, to) }).map(drop)
}

/// `mode` is `InheritedChannel.O_*`: read, write, both.
fn open(t: &Thread, path: Option<ObjRef>, mode: i32) -> R<i32> {
    let path = host::path_arg(t, path)?;
    let flags = match mode {
        0 => libc::O_RDONLY,
        1 => libc::O_WRONLY,
        2 => libc::O_RDWR,
        _ => return Err(host::io_exception(t, "Unrecognized file mode")),
    };
    // SAFETY: a C string.
    call(t, "open failed", || unsafe { libc::open(path.as_ptr(), flags) })
}

fn close(t: &Thread, fd: i32) -> R<()> {
    // SAFETY: the descriptor is the channel's to close.
    call(t, "close failed", || unsafe { libc::close(fd) }).map(drop)
}

/// -1 for what is no socket, or of another type.
fn so_type(_t: &Thread, fd: i32) -> i32 {
    match socket::option(fd, libc::SOL_SOCKET, libc::SO_TYPE, 0) {
        Ok(libc::SOCK_STREAM) => java::STREAM,
        Ok(libc::SOCK_DGRAM) => java::DATAGRAM,
        _ => -1,
    }
}

fn address_family(_t: &Thread, fd: i32) -> i32 {
    match socket::local_address(fd).map(|address| address.family()) {
        Ok(libc::AF_INET) => java::AF_INET,
        Ok(libc::AF_INET6) => java::AF_INET6,
        Ok(libc::AF_UNIX) => java::AF_UNIX,
        _ => java::AF_UNKNOWN,
    }
}

fn inet_peer_address(t: &Thread, fd: i32) -> R<Option<ObjRef>> {
    let ip = socket::remote_address(fd).ok().and_then(|address| address.ip());
    ip.map(|ip| inet::to_java(t, None, ip)).transpose()
}

fn unix_peer_address(t: &Thread, fd: i32) -> R<Option<ObjRef>> {
    let path = socket::remote_address(fd).ok().and_then(|address| address.unix_path());
    path.map(|path| alloc::byte_array(t, &path)).transpose()
}

fn peer_port(_t: &Thread, fd: i32) -> i32 {
    match socket::remote_address(fd) {
        Ok(address) if address.ip().is_some() => address.port(),
        _ => -1,
    }
}

fn is_connected(_t: &Thread, fd: i32) -> bool {
    !matches!(socket::remote_address(fd), Err(Errno(_)))
}
