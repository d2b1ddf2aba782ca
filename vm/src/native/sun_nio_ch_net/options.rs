//! Options of sockets for `sun.nio.ch.Net`. Java has them all as ints; the system has bytes and
//! structures for some.

use crate::error::R;
use crate::heap::ObjRef;
use crate::thread::Thread;

use super::super::host::{Errno, fd_val};
use super::super::{inet, socket};

/// Options of version 4 that are one byte.
const BYTES: [i32; 2] = [libc::IP_MULTICAST_TTL, libc::IP_MULTICAST_LOOP];

fn read(fd: i32, convert: bool, level: i32, option: i32) -> Result<i32, Errno> {
    match (level, option) {
        (libc::IPPROTO_IP, option) if BYTES.contains(&option) => {
            socket::option(fd, level, option, 0u8).map(i32::from)
        }
        (libc::SOL_SOCKET, libc::SO_LINGER) => socket::linger(fd),
        _ if convert => socket::int_option(fd, level, option),
        _ => socket::option(fd, level, option, 0),
    }
}

/// `convert`: the socket's family is the library's choice, and so is what an option means.
pub fn get_int_option(
    t: &Thread,
    fd: Option<ObjRef>,
    convert: bool,
    level: i32,
    option: i32,
) -> R<i32> {
    read(fd_val(fd), convert, level, option).map_err(|errno| socket::socket_exception(t, errno))
}

/// As [`get_int_option`].
pub fn set_int_option(
    t: &Thread,
    fd: Option<ObjRef>,
    convert: bool,
    level: i32,
    option: i32,
    value: i32,
    is_ipv6: bool,
) -> R<()> {
    let (fd, ipv6) = (fd_val(fd), inet::ipv6_available(t)?);
    let result = match (level, option) {
        (libc::IPPROTO_IP, option) if BYTES.contains(&option) => {
            socket::set_option(fd, level, option, value as u8)
        }
        (libc::SOL_SOCKET, libc::SO_LINGER) => socket::set_linger(fd, value),
        _ if convert => socket::set_int_option(ipv6, fd, level, option, value),
        _ => socket::set_option(fd, level, option, value),
    };
    if level == libc::IPPROTO_IPV6 && option == libc::IPV6_TCLASS && is_ipv6 {
        // For what goes to mapped addresses. It may fail: then there is nothing to set.
        let _ = socket::set_option(fd, libc::IPPROTO_IP, libc::IP_TOS, value);
    }
    result.map_err(|errno| socket::socket_exception(t, errno))
}
