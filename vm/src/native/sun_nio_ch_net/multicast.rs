//! Multicast groups for `sun.nio.ch.Net`. Addresses of version 4 are ints in the processor's
//! order, those of version 6 arrays of 16 bytes; source 0 or null: from anyone.

use crate::error::R;
use crate::heap::ObjRef;
use crate::runtime::throw;
use crate::thread::Thread;
use std::net::Ipv6Addr;

use super::super::host::{Errno, fd_val};
use super::super::inet::{self, Address, Ip};
use super::super::socket::{self, GroupSource, channel_error, checked};
use super::super::sun_nio_ch_file_dispatcher_impl::io_status;

/// The constants that the libc crate lacks, of <linux/in.h>.
mod mcast {
    pub const JOIN_SOURCE_GROUP: i32 = 46;
    pub const LEAVE_SOURCE_GROUP: i32 = 47;
    pub const BLOCK_SOURCE: i32 = 43;
    pub const UNBLOCK_SOURCE: i32 = 44;
}

fn in_addr(address: i32) -> libc::in_addr {
    libc::in_addr { s_addr: address.cast_unsigned().to_be() }
}

fn in6_addr(t: &Thread, array: Option<ObjRef>) -> R<Ipv6Addr> {
    let array = array.ok_or_else(|| throw::npe(t))?;
    Ok(Ipv6Addr::from(inet::octets::<16>(array)))
}

/// Zero, or that the system cannot do it, which only matters when something is asked for.
fn status(t: &Thread, asking: bool, result: Result<(), Errno>) -> R<i32> {
    match result {
        Ok(()) => Ok(0),
        Err(Errno(libc::ENOPROTOOPT | libc::EOPNOTSUPP)) if asking => {
            Ok(io_status::UNAVAILABLE as i32)
        }
        Err(errno) => Err(channel_error(t, errno)),
    }
}

pub fn join_or_drop4(
    t: &Thread,
    join: bool,
    fd: Option<ObjRef>,
    group: i32,
    interface: i32,
    source: i32,
) -> R<i32> {
    let fd = fd_val(fd);
    let (group, interface) = (in_addr(group), in_addr(interface));
    let result = if source == 0 {
        let request = libc::ip_mreq { imr_multiaddr: group, imr_interface: interface };
        let option = if join { libc::IP_ADD_MEMBERSHIP } else { libc::IP_DROP_MEMBERSHIP };
        socket::set_option(fd, libc::IPPROTO_IP, option, request)
    } else {
        let request = source_request4(group, interface, source);
        let option =
            if join { libc::IP_ADD_SOURCE_MEMBERSHIP } else { libc::IP_DROP_SOURCE_MEMBERSHIP };
        socket::set_option(fd, libc::IPPROTO_IP, option, request)
    };
    status(t, join, result)
}

fn source_request4(
    group: libc::in_addr,
    interface: libc::in_addr,
    source: i32,
) -> libc::ip_mreq_source {
    libc::ip_mreq_source {
        imr_multiaddr: group,
        imr_interface: interface,
        imr_sourceaddr: in_addr(source),
    }
}

pub fn block_or_unblock4(
    t: &Thread,
    block: bool,
    fd: Option<ObjRef>,
    group: i32,
    interface: i32,
    source: i32,
) -> R<i32> {
    let request = source_request4(in_addr(group), in_addr(interface), source);
    let option = if block { libc::IP_BLOCK_SOURCE } else { libc::IP_UNBLOCK_SOURCE };
    status(t, block, socket::set_option(fd_val(fd), libc::IPPROTO_IP, option, request))
}

fn source_request6(group: Ipv6Addr, interface: i32, source: Ipv6Addr) -> GroupSource {
    let storage = |ip| Address::of(Ip::V6(ip, 0), 0).storage();
    GroupSource {
        interface: interface.cast_unsigned(),
        padding: 0,
        addresses: [storage(group), storage(source)],
    }
}

pub fn join_or_drop6(
    t: &Thread,
    join: bool,
    fd: Option<ObjRef>,
    group: Option<ObjRef>,
    interface: i32,
    source: Option<ObjRef>,
) -> R<i32> {
    let fd = fd_val(fd);
    let group = in6_addr(t, group)?;
    let result = if source.is_none() {
        let request = libc::ipv6_mreq {
            ipv6mr_multiaddr: libc::in6_addr { s6_addr: group.octets() },
            ipv6mr_interface: interface.cast_unsigned(),
        };
        let option = if join { libc::IPV6_ADD_MEMBERSHIP } else { libc::IPV6_DROP_MEMBERSHIP };
        socket::set_option(fd, libc::IPPROTO_IPV6, option, request)
    } else {
        let request = source_request6(group, interface, in6_addr(t, source)?);
        let option = if join { mcast::JOIN_SOURCE_GROUP } else { mcast::LEAVE_SOURCE_GROUP };
        socket::set_option(fd, libc::IPPROTO_IPV6, option, request)
    };
    status(t, join, result)
}

pub fn block_or_unblock6(
    t: &Thread,
    block: bool,
    fd: Option<ObjRef>,
    group: Option<ObjRef>,
    interface: i32,
    source: Option<ObjRef>,
) -> R<i32> {
    let request = source_request6(in6_addr(t, group)?, interface, in6_addr(t, source)?);
    let option = if block { mcast::BLOCK_SOURCE } else { mcast::UNBLOCK_SOURCE };
    status(t, block, socket::set_option(fd_val(fd), libc::IPPROTO_IPV6, option, request))
}

pub fn set_interface4(t: &Thread, fd: Option<ObjRef>, interface: i32) -> R<()> {
    let option = libc::IP_MULTICAST_IF;
    checked(t, socket::set_option(fd_val(fd), libc::IPPROTO_IP, option, in_addr(interface)))
}

pub fn get_interface4(t: &Thread, fd: Option<ObjRef>) -> R<i32> {
    let option = libc::IP_MULTICAST_IF;
    let interface = socket::option(fd_val(fd), libc::IPPROTO_IP, option, in_addr(0));
    checked(t, interface).map(|address| u32::from_be(address.s_addr).cast_signed())
}

pub fn set_interface6(t: &Thread, fd: Option<ObjRef>, index: i32) -> R<()> {
    let option = libc::IPV6_MULTICAST_IF;
    checked(t, socket::set_option(fd_val(fd), libc::IPPROTO_IPV6, option, index))
}

pub fn get_interface6(t: &Thread, fd: Option<ObjRef>) -> R<i32> {
    checked(t, socket::option(fd_val(fd), libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_IF, 0))
}
