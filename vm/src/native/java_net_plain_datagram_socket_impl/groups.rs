//! Multicast groups of datagram sockets, and the interface that they send to.

use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::runtime::throw;
use crate::thread::Thread;
use std::net::{Ipv4Addr, Ipv6Addr};

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
    let group = match inet::ip_of(t, group)? {
        // Sockets of version 4 have no such groups; the system says so.
        Ip::V6(..) if !inet::ipv6_available(t)? => Ip::V4(Ipv4Addr::UNSPECIFIED),
        group => group,
    };
    Ok(match group {
        Ip::V4(ip) => {
            let request = libc::ip_mreqn {
                imr_multiaddr: in_addr(ip),
                imr_address: in_addr(Ipv4Addr::UNSPECIFIED),
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

fn in_addr(ip: Ipv4Addr) -> libc::in_addr {
    libc::in_addr { s_addr: u32::from(ip).to_be() }
}

#[cold]
fn setting_failed(t: &Thread, errno: Errno) -> Thrown {
    plain::failure(t, errno, "Error setting socket option")
}

/// Sends to groups through the interface with an index: for sockets of version 6.
fn set_index(t: &Thread, fd: i32, index: i32) -> R<()> {
    let any = in_addr(Ipv4Addr::UNSPECIFIED);
    let request = libc::ip_mreqn { imr_multiaddr: any, imr_address: any, imr_ifindex: index };
    // An interface without addresses of version 4 will do.
    let _ = socket::set_option(fd, libc::IPPROTO_IP, libc::IP_MULTICAST_IF, request);
    socket::set_option(fd, libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_IF, index)
        .map_err(|errno| setting_failed(t, errno))
}

/// As [`set_index`] for sockets of version 4, which name an interface by an address of it.
fn set_address(t: &Thread, fd: i32, ip: Ipv4Addr) -> R<()> {
    socket::set_option(fd, libc::IPPROTO_IP, libc::IP_MULTICAST_IF, in_addr(ip))
        .map_err(|errno| setting_failed(t, errno))
}

/// The addresses of a NetworkInterface.
fn addresses(interface: ObjRef) -> impl Iterator<Item = Option<ObjRef>> {
    let addresses = interface.get_ref(ADDRESSES.of(interface));
    let count = addresses.map_or(0, ObjRef::array_length);
    (0..count).map(move |index| addresses.and_then(|array| array.ref_element(index)))
}

/// Sends to groups through a NetworkInterface.
pub fn set_interface(t: &Thread, fd: i32, interface: Option<ObjRef>) -> R<()> {
    let interface = interface.ok_or_else(|| throw::npe(t))?;
    if inet::ipv6_available(t)? {
        return set_index(t, fd, interface.get_i32(INDEX.of(interface)));
    }
    for address in addresses(interface) {
        if let Ip::V4(ip) = inet::ip_of(t, address)? {
            return set_address(t, fd, ip);
        }
    }
    let message = "bad argument for IP_MULTICAST_IF2: No IP addresses bound to interface";
    Err(socket::exception(t, "SocketException", message))
}

/// Sends to groups through the interface that has an address.
pub fn set_interface_by_address(t: &Thread, fd: i32, address: Option<ObjRef>) -> R<()> {
    let ip = inet::ip_of(t, address)?;
    if !inet::ipv6_available(t)? {
        return match ip {
            Ip::V4(ip) => set_address(t, fd, ip),
            Ip::V6(..) => set_address(t, fd, Ipv4Addr::UNSPECIFIED),
        };
    }
    let unspecified = match ip {
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

/// The address that is set: for sockets of version 4.
fn current_address(t: &Thread, fd: i32) -> R<Ipv4Addr> {
    let any = in_addr(Ipv4Addr::UNSPECIFIED);
    socket::option(fd, libc::IPPROTO_IP, libc::IP_MULTICAST_IF, any)
        .map(|address| u32::from_be(address.s_addr).into())
        .map_err(|errno| socket_exception(t, errno))
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
    let ip = current_address(t, fd)?;
    if ip.is_unspecified() {
        return Ok(None);
    }
    let address = inet::to_java(t, None, Ip::V4(ip))?;
    interfaces::with_address_of(t, Some(address))
}

/// The wildcard address of the sockets' version.
fn any(t: &Thread) -> R<ObjRef> {
    let ip = match inet::ipv6_available(t)? {
        true => Ip::V6(Ipv6Addr::UNSPECIFIED, 0),
        false => Ip::V4(Ipv4Addr::UNSPECIFIED),
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

/// The address that groups are sent through, or the first of that interface.
pub fn interface_address(t: &Thread, fd: i32) -> R<Option<ObjRef>> {
    if !inet::ipv6_available(t)? {
        let ip = current_address(t, fd)?;
        return inet::to_java(t, None, Ip::V4(ip)).map(Some);
    }
    let Some(interface) = current(t, fd)? else { return any(t).map(Some) };
    addresses(interface).next().ok_or_else(|| {
        let message = "IPV6_MULTICAST_IF returned interface without IP bindings";
        socket::exception(t, "SocketException", message)
    })
}
