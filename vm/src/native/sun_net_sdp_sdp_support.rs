//! `sun.net.sdp.SdpSupport`: sockets of InfiniBand's Sockets Direct Protocol.

use crate::error::R;
use crate::natives;
use crate::thread::Thread;

use super::host::{self, Errno};
use super::socket::{self, OptionValue};

natives! { "sun/net/sdp/SdpSupport";
    "create0()I" => create;
    "convert0(I)V" => convert;
}

/// The protocol's number where it is there at all.
const AF_INET_SDP: i32 = 27;

fn new_socket(t: &Thread) -> R<i32> {
    socket::new_socket(AF_INET_SDP, libc::SOCK_STREAM, 0)
        .map_err(|errno| host::io_error(t, errno, "socket"))
}

fn create(t: &Thread) -> R<i32> {
    new_socket(t)
}

/// Copies an option from one socket to another, where both have it.
fn copy<T: OptionValue>(from: i32, to: i32, level: i32, option: i32, start: T) {
    // What the new socket cannot do it does without.
    let _ = socket::option(from, level, option, start)
        .and_then(|value| socket::set_option(to, level, option, value));
}

/// Puts a socket of this protocol in place of one of TCP, with its options.
fn convert(t: &Thread, fd: i32) -> R<()> {
    let new = new_socket(t)?;
    copy(fd, new, libc::SOL_SOCKET, libc::SO_REUSEADDR, 0);
    copy(fd, new, libc::SOL_SOCKET, libc::SO_OOBINLINE, 0);
    copy(fd, new, libc::SOL_SOCKET, libc::SO_LINGER, libc::linger { l_onoff: 0, l_linger: 0 });
    // SAFETY: dup2 takes any numbers.
    let result = host::retry(t, || unsafe { libc::dup2(new, fd) });
    socket::discard(new);
    match result {
        Ok(_) => Ok(()),
        Err(Errno(errno)) => Err(host::io_error(t, Errno(errno), "dup2")),
    }
}
