//! `java.net.Inet6AddressImpl`: name service where there is IPv6, for both versions.

use crate::error::R;
use crate::heap::ObjRef;
use crate::link::loader;
use crate::meta::intern;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::inet::{self, Ip};
use super::{name_lookup, reachability};

natives! { "java/net/Inet6AddressImpl";
    "getLocalHostName()Ljava/lang/String;" => get_local_host_name;
    "lookupAllHostAddr(Ljava/lang/String;)[Ljava/net/InetAddress;" => lookup_all_host_addr;
    "getHostByAddr([B)Ljava/lang/String;" => get_host_by_addr;
    "isReachable0([BII[BII)Z" => is_reachable;
}

/// `InetAddress.PREFER_*_VALUE`.
mod prefer {
    pub const IPV4: i32 = 0;
    pub const IPV6: i32 = 1;
}

/// An address of four or of sixteen bytes; a negative scope is none.
fn ip(t: &Thread, bytes: Option<ObjRef>, scope: i32) -> R<Ip> {
    let bytes = bytes.ok_or_else(|| throw::npe(t))?;
    if bytes.array_length() == 4 {
        return Ok(Ip::V4(Ipv4Addr::from(inet::octets::<4>(bytes))));
    }
    let scope = u32::try_from(scope).unwrap_or(0);
    Ok(Ip::V6(Ipv6Addr::from(inet::octets::<16>(bytes)), scope))
}

fn get_local_host_name(t: &Thread, _this: ObjRef) -> R<ObjRef> {
    name_lookup::local_host_name(t)
}

/// `InetAddress.preferIPv6Address`.
fn preference(t: &Thread) -> R<i32> {
    let class = loader::load_boot_class(t, intern("java/net/InetAddress"))?;
    let field = class.declared_field(intern("preferIPv6Address"), intern("I"));
    Ok(field.map_or(prefer::IPV4, |field| class.mirror().get_i32(field.offset as usize)))
}

fn lookup_all_host_addr(t: &Thread, _this: ObjRef, name: Option<ObjRef>) -> R<ObjRef> {
    let preference = preference(t)?;
    name_lookup::lookup_all(t, name, libc::AF_UNSPEC, |found| match preference {
        prefer::IPV4 => found.sort_by_key(|ip| matches!(ip, Ip::V6(..))),
        prefer::IPV6 => found.sort_by_key(|ip| matches!(ip, Ip::V4(_))),
        // The system's order.
        _ => {}
    })
}

fn get_host_by_addr(t: &Thread, _this: ObjRef, address: Option<ObjRef>) -> R<ObjRef> {
    let ip = ip(t, address, 0)?;
    name_lookup::host_by_address(t, ip)
}

#[expect(clippy::too_many_arguments, reason = "the native method's")]
fn is_reachable(
    t: &Thread,
    _this: ObjRef,
    address: Option<ObjRef>,
    scope: i32,
    timeout: i32,
    interface: Option<ObjRef>,
    ttl: i32,
    interface_scope: i32,
) -> R<bool> {
    let target = ip(t, address, scope)?;
    let from = interface.map(|bytes| ip(t, Some(bytes), interface_scope)).transpose()?;
    reachability::is_reachable(t, target, from, timeout, ttl)
}
