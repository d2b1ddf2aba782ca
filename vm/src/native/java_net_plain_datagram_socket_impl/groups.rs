//! Multicast groups of datagram sockets, and the interface that they send to.

use crate::error::R;
use crate::heap::ObjRef;
use crate::runtime::throw;
use crate::thread::Thread;

use super::super::host::{Errno, FieldAt};
use super::super::inet::{self, Ip};
use super::super::java_net_network_interface as interfaces;
use super::super::plain_socket as plain;
use super::super::socket::{self, socket_exception};
use super::open_fd;

/// The fields of `NetworkInterface`.
static INDEX: FieldAt = FieldAt::new("index", "I");
static ADDRESSES: FieldAt = FieldAt::new("addrs", "[Ljava/net/InetAddress;");

/// The index of the interface that groups are joined on unless told otherwise; 0 for any.
fn default_index(t: &Thread, fd: i32) -> R<i32> {
    if !inet::ipv6_available(t)? {
        return Ok(0);
    }
    socket::option(fd, libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_IF, 0)
        .map_err(|errno| socket_exception(t, errno))
}

fn change(
    t: &Thread,
    this: ObjRef,
    (group, interface): (Option<ObjRef>, Option<ObjRef>),
    (v4, v6): (i32, i32),
) -> R<Result<(), Errno>> {
    let fd = open_fd(t, this)?;
    if group.is_none() {
        return Err(throw::new(t, "java/lang/NullPointerException", "iaObj"));
    }
    let index = match interface {
        Some(interface) => interface.get_i32(INDEX.of(interface)),
        None => default_index(t, fd)?,
    };
    Ok(match inet::ip_of(t, group)? {
        Ip::V4(ip) => {
            let request = libc::ip_mreqn {
                imr_multiaddr: libc::in_addr { s_addr: u32::from(ip).to_be() },
                imr_address: libc::in_addr { s_addr: 0 },
                imr_ifindex: index,
            };
            socket::set_option(fd, libc::IPPROTO_IP, v4, request)
        }
        Ip::V6(ip, _) => {
            let request = libc::ipv6_mreq {
                ipv6mr_multiaddr: libc::in6_addr { s6_addr: ip.octets() },
                ipv6mr_interface: index.cast_unsigned(),
            };
            socket::set_option(fd, libc::IPPROTO_IPV6, v6, request)
        }
    })
}

pub fn join(t: &Thread, this: ObjRef, group: Option<ObjRef>, interface: Option<ObjRef>) -> R<()> {
    let options = (libc::IP_ADD_MEMBERSHIP, libc::IPV6_ADD_MEMBERSHIP);
    let changed = change(t, this, (group, interface), options)?;
    changed.map_err(|errno| socket_exception(t, errno))
}

pub fn leave(t: &Thread, this: ObjRef, group: Option<ObjRef>, interface: Option<ObjRef>) -> R<()> {
    let options = (libc::IP_DROP_MEMBERSHIP, libc::IPV6_DROP_MEMBERSHIP);
    let changed = change(t, this, (group, interface), options)?;
    changed.map_err(|errno| match errno.0 {
        libc::ENOENT => {
            let message = "Not a member of the multicast group";
            socket::exception(t, "SocketException", message)
        }
        _ => socket_exception(t, errno),
    })
}

fn set_index(t: &Thread, fd: i32, index: i32) -> R<()> {
    let request = libc::ip_mreqn {
        imr_multiaddr: libc::in_addr { s_addr: 0 },
        imr_address: libc::in_addr { s_addr: 0 },
        imr_ifindex: index,
    };
    let mut result = socket::set_option(fd, libc::IPPROTO_IP, libc::IP_MULTICAST_IF, request);
    if inet::ipv6_available(t)? {
        // An interface without addresses of version 4 will do.
        result = socket::set_option(fd, libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_IF, index);
    }
    result.map_err(|errno| plain::failure(t, errno, "Error setting socket option"))
}

/// Sends to groups through a NetworkInterface.
pub fn set_interface(t: &Thread, fd: i32, interface: Option<ObjRef>) -> R<()> {
    let interface = interface.ok_or_else(|| throw::npe(t))?;
    set_index(t, fd, interface.get_i32(INDEX.of(interface)))
}

/// Sends to groups through the interface that has an address.
pub fn set_interface_by_address(t: &Thread, fd: i32, address: Option<ObjRef>) -> R<()> {
    let unspecified = match inet::ip_of(t, address)? {
        Ip::V4(ip) => ip.is_unspecified(),
        Ip::V6(ip, _) => ip.is_unspecified(),
    };
    if unspecified {
        return set_index(t, fd, 0);
    }
    match interfaces::with_address_of(t, address)? {
        Some(interface) => set_index(t, fd, interface.get_i32(INDEX.of(interface))),
        None => {
            let message = "bad argument for IP_MULTICAST_IF: address not bound to any interface";
            Err(socket::exception(t, "SocketException", message))
        }
    }
}

/// The interface that is set, or none.
fn current(t: &Thread, fd: i32) -> R<Option<ObjRef>> {
    if inet::ipv6_available(t)? {
        let index = default_index(t, fd)?;
        if index == 0 {
            return Ok(None);
        }
        return match interfaces::with_index(t, index)? {
            Some(interface) => Ok(Some(interface)),
            None => {
                let message =
                    format!("IPV6_MULTICAST_IF returned index to unrecognized interface: {index}");
                Err(socket::exception(t, "SocketException", &message))
            }
        };
    }
    let address = libc::in_addr { s_addr: 0 };
    let address = socket::option(fd, libc::IPPROTO_IP, libc::IP_MULTICAST_IF, address)
        .map_err(|errno| socket_exception(t, errno))?;
    if address.s_addr == 0 {
        return Ok(None);
    }
    let address = inet::to_java(t, None, Ip::V4(u32::from_be(address.s_addr).into()))?;
    interfaces::with_address_of(t, Some(address))
}

/// The wildcard address of the sockets' version.
fn any(t: &Thread) -> R<ObjRef> {
    let ip = match inet::ipv6_available(t)? {
        true => Ip::V6(std::net::Ipv6Addr::UNSPECIFIED, 0),
        false => Ip::V4(std::net::Ipv4Addr::UNSPECIFIED),
    };
    inet::to_java(t, None, ip)
}

/// The NetworkInterface that groups are sent to; one of index 0 stands for any.
pub fn interface(t: &Thread, fd: i32) -> R<ObjRef> {
    match current(t, fd)? {
        Some(interface) => Ok(interface),
        None => interfaces::unspecified(t, any(t)?),
    }
}

/// The first address of that interface.
pub fn interface_address(t: &Thread, fd: i32) -> R<Option<ObjRef>> {
    let Some(interface) = current(t, fd)? else { return any(t).map(Some) };
    let addresses = interface.get_ref(ADDRESSES.of(interface));
    match addresses.filter(|addresses| addresses.array_length() > 0) {
        Some(addresses) => Ok(addresses.ref_element(0)),
        None => {
            let message = "IPV6_MULTICAST_IF returned interface without IP bindings";
            Err(socket::exception(t, "SocketException", message))
        }
    }
}
