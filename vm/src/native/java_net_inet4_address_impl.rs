//! `java.net.Inet4AddressImpl`: name service where there is no IPv6.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;
use std::net::Ipv4Addr;

use super::inet::{self, Ip};
use super::{name_lookup, reachability};

natives! { "java/net/Inet4AddressImpl";
    "getLocalHostName()Ljava/lang/String;" => get_local_host_name;
    "lookupAllHostAddr(Ljava/lang/String;)[Ljava/net/InetAddress;" => lookup_all_host_addr;
    "getHostByAddr([B)Ljava/lang/String;" => get_host_by_addr;
    "isReachable0([BI[BI)Z" => is_reachable;
}

fn ip(t: &Thread, bytes: Option<ObjRef>) -> R<Ip> {
    let bytes = bytes.ok_or_else(|| throw::npe(t))?;
    Ok(Ip::V4(Ipv4Addr::from(inet::octets::<4>(bytes))))
}

fn get_local_host_name(t: &Thread, _this: ObjRef) -> R<ObjRef> {
    name_lookup::local_host_name(t)
}

fn lookup_all_host_addr(t: &Thread, _this: ObjRef, name: Option<ObjRef>) -> R<ObjRef> {
    name_lookup::lookup_all(t, name, libc::AF_INET, |_| ())
}

fn get_host_by_addr(t: &Thread, _this: ObjRef, address: Option<ObjRef>) -> R<ObjRef> {
    let ip = ip(t, address)?;
    name_lookup::host_by_address(t, ip)
}

fn is_reachable(
    t: &Thread,
    _this: ObjRef,
    address: Option<ObjRef>,
    timeout: i32,
    interface: Option<ObjRef>,
    ttl: i32,
) -> R<bool> {
    if address.is_some_and(|bytes| bytes.array_length() != 4) {
        return Ok(false);
    }
    let target = ip(t, address)?;
    let from = interface.map(|bytes| ip(t, Some(bytes))).transpose()?;
    reachability::is_reachable(t, target, from, timeout, ttl)
}
