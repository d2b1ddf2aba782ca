//! Options of datagram sockets.

use crate::class::Kind;
use crate::error::R;
use crate::heap::ObjRef;
use crate::runtime::boxing;
use crate::thread::Thread;

use super::super::plain_socket::{self as plain, java};
use super::super::{inet, socket};
use super::{groups, open_fd};

pub fn set_time_to_live(t: &Thread, this: ObjRef, ttl: i32) -> R<()> {
    let fd = open_fd(t, this)?;
    let mut result = socket::set_option(fd, libc::IPPROTO_IP, libc::IP_MULTICAST_TTL, ttl as u8);
    if inet::ipv6_available(t)? {
        // What goes to mapped addresses looks at the one, the rest at the other.
        result = socket::set_option(fd, libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_HOPS, ttl);
    }
    result.map_err(|errno| plain::failure(t, errno, "Error setting socket option"))
}

pub fn get_time_to_live(t: &Thread, this: ObjRef) -> R<i32> {
    let fd = open_fd(t, this)?;
    let result = if inet::ipv6_available(t)? {
        socket::option(fd, libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_HOPS, 0)
    } else {
        socket::option(fd, libc::IPPROTO_IP, libc::IP_MULTICAST_TTL, 0u8).map(i32::from)
    };
    result.map_err(|errno| plain::failure(t, errno, "Error getting socket option"))
}

pub fn set_ttl(t: &Thread, this: ObjRef, ttl: i8) -> R<()> {
    set_time_to_live(t, this, i32::from(ttl.cast_unsigned()))
}

pub fn get_ttl(t: &Thread, this: ObjRef) -> R<i8> {
    get_time_to_live(t, this).map(|ttl| ttl as i8)
}

/// `off`: true turns it off.
fn set_loopback(t: &Thread, fd: i32, off: bool) -> R<()> {
    let on = i32::from(!off);
    let mut result = socket::set_option(fd, libc::IPPROTO_IP, libc::IP_MULTICAST_LOOP, on as u8);
    if inet::ipv6_available(t)? {
        result = socket::set_option(fd, libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_LOOP, on);
    }
    result.map_err(|errno| plain::failure(t, errno, "Error setting socket option"))
}

/// Whether it is on.
fn loopback(t: &Thread, fd: i32) -> R<bool> {
    let result = if inet::ipv6_available(t)? {
        socket::option(fd, libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_LOOP, 0)
    } else {
        socket::option(fd, libc::IPPROTO_IP, libc::IP_MULTICAST_LOOP, 0u8).map(i32::from)
    };
    let failed = |errno| plain::failure(t, errno, "Error getting socket option");
    result.map(|on| on != 0).map_err(failed)
}

pub fn set_option(t: &Thread, this: ObjRef, option: i32, value: Option<ObjRef>) -> R<()> {
    let fd = open_fd(t, this)?;
    let result = match option {
        java::IP_MULTICAST_IF => return groups::set_interface_by_address(t, fd, value),
        java::IP_MULTICAST_IF2 => return groups::set_interface(t, fd, value),
        java::IP_MULTICAST_LOOP => return set_loopback(t, fd, plain::boolean(t, value)?),
        java::SO_SNDBUF | java::SO_RCVBUF | java::IP_TOS => {
            let (level, name) = plain::system_option(t, option)?;
            let ipv6 = inet::ipv6_available(t)?;
            socket::set_int_option(ipv6, fd, level, name, plain::integer(t, value)?)
        }
        _ => {
            let (level, name) = plain::system_option(t, option)?;
            socket::set_option(fd, level, name, i32::from(plain::boolean(t, value)?))
        }
    };
    result.map_err(|errno| plain::failure(t, errno, "Error setting socket option"))
}

fn boxed(t: &Thread, kind: Kind, value: i32) -> R<Option<ObjRef>> {
    boxing::box_word(t, kind, u64::from(value.cast_unsigned()))
}

pub fn get_option(t: &Thread, this: ObjRef, option: i32) -> R<Option<ObjRef>> {
    let fd = open_fd(t, this)?;
    match option {
        java::IP_MULTICAST_IF => groups::interface_address(t, fd),
        java::IP_MULTICAST_IF2 => groups::interface(t, fd).map(Some),
        // True is off.
        java::IP_MULTICAST_LOOP => boxed(t, Kind::Bool, i32::from(!loopback(t, fd)?)),
        java::SO_BINDADDR => {
            let local = socket::local_address(fd)
                .map_err(|errno| plain::failure(t, errno, "Error getting socket name"))?;
            local.ip().map(|ip| inet::to_java(t, None, ip)).transpose()
        }
        _ => {
            let (level, name) = plain::system_option(t, option)?;
            let value = socket::int_option(fd, level, name)
                .map_err(|errno| plain::failure(t, errno, "Error getting socket option"))?;
            match option {
                java::SO_SNDBUF | java::SO_RCVBUF | java::IP_TOS => boxed(t, Kind::Int, value),
                _ => boxed(t, Kind::Bool, i32::from(value != 0)),
            }
        }
    }
}
