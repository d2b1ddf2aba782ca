//! Internet addresses: `java.net.InetAddress` objects, the system's socket addresses, and the ways
//! between them.
//!
//! Sockets are IPv6 sockets wherever there is IPv6; they reach IPv4 through mapped addresses.

use crate::class::wk;
use crate::error::R;
use crate::heap::ObjRef;
use crate::interp;
use crate::link::loader;
use crate::meta::intern;
use crate::runtime::value::Args;
use crate::runtime::{alloc, string, throw};
use crate::thread::Thread;
use std::mem::offset_of;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::atomic::{AtomicU8, Ordering};

use super::host::{self, FieldAt};

/// An address without a port.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ip {
    /// Version 4.
    V4(Ipv4Addr),
    /// Version 6, with the interface that a local address belongs to, or 0.
    V6(Ipv6Addr, u32),
}

/// A socket address as the system has it, of any family.
#[derive(Clone, Copy)]
pub struct Address {
    storage: libc::sockaddr_storage,
    len: libc::socklen_t,
}

impl Address {
    /// Room for the system to fill.
    pub fn room() -> Address {
        // SAFETY: all-zero is a valid sockaddr_storage.
        let storage: libc::sockaddr_storage = unsafe { std::mem::zeroed() };
        Address { storage, len: size_of::<libc::sockaddr_storage>() as libc::socklen_t }
    }

    /// The address of a structure of the system's.
    fn holding<T: Copy>(value: T) -> Address {
        const { assert!(size_of::<T>() <= size_of::<libc::sockaddr_storage>()) };
        let mut address = Address::room();
        // SAFETY: the storage is large enough, and aligned for every kind of address.
        unsafe { (&raw mut address.storage).cast::<T>().write(value) };
        address.len = size_of::<T>() as libc::socklen_t;
        address
    }

    /// An address of the family that `ip` is of.
    pub fn of(ip: Ip, port: u16) -> Address {
        match ip {
            Ip::V4(ip) => Address::holding(libc::sockaddr_in {
                sin_family: libc::AF_INET as libc::sa_family_t,
                sin_port: port.to_be(),
                sin_addr: libc::in_addr { s_addr: u32::from(ip).to_be() },
                sin_zero: [0; 8],
            }),
            Ip::V6(ip, scope) => Address::holding(libc::sockaddr_in6 {
                sin6_family: libc::AF_INET6 as libc::sa_family_t,
                sin6_port: port.to_be(),
                sin6_flowinfo: 0,
                sin6_addr: libc::in6_addr { s6_addr: ip.octets() },
                sin6_scope_id: scope,
            }),
        }
    }

    /// An address that takes a connected datagram socket's peer away.
    pub fn none(ipv6: bool) -> Address {
        let ip = match ipv6 {
            true => Ip::V6(Ipv6Addr::UNSPECIFIED, 0),
            false => Ip::V4(Ipv4Addr::UNSPECIFIED),
        };
        let mut address = Address::of(ip, 0);
        address.storage.ss_family = libc::AF_UNSPEC as libc::sa_family_t;
        address
    }

    /// The name of a socket in the file system; none when it is too long.
    pub fn unix(path: &[u8]) -> Option<Address> {
        // SAFETY: all-zero is a valid sockaddr_un.
        let mut name: libc::sockaddr_un = unsafe { std::mem::zeroed() };
        if path.len() + 2 > name.sun_path.len() {
            return None;
        }
        name.sun_family = libc::AF_UNIX as libc::sa_family_t;
        for (place, &byte) in name.sun_path.iter_mut().zip(path) {
            *place = byte.cast_signed();
        }
        let mut address = Address::holding(name);
        let terminator = usize::from(!path.is_empty());
        let len = offset_of!(libc::sockaddr_un, sun_path) + path.len() + terminator;
        address.len = len as libc::socklen_t;
        Some(address)
    }

    /// The path of a Unix-domain address, without its NUL; empty when it has no name.
    pub fn unix_path(&self) -> Option<Vec<u8>> {
        if self.family() != libc::AF_UNIX {
            return None;
        }
        // SAFETY: the storage is larger than this kind of address, and initialized.
        let name = unsafe { (&raw const self.storage).cast::<libc::sockaddr_un>().read() };
        let len = (self.len as usize).saturating_sub(offset_of!(libc::sockaddr_un, sun_path));
        let path = name.sun_path[..len.min(name.sun_path.len())].iter();
        Some(path.map(|byte| byte.cast_unsigned()).take_while(|&byte| byte != 0).collect())
    }

    /// The structure that `place` points to; none when it is not an internet address.
    ///
    /// # Safety
    /// `place` must be null or point to a socket address as long as its family has it.
    pub unsafe fn read(place: *const libc::sockaddr) -> Option<Address> {
        if place.is_null() {
            return None;
        }
        // SAFETY: the caller's promise.
        match i32::from(unsafe { (*place).sa_family }) {
            // SAFETY: as above.
            libc::AF_INET => Some(Address::holding(unsafe {
                place.cast::<libc::sockaddr_in>().read_unaligned()
            })),
            // SAFETY: as above.
            libc::AF_INET6 => Some(Address::holding(unsafe {
                place.cast::<libc::sockaddr_in6>().read_unaligned()
            })),
            _ => None,
        }
    }

    /// For calls that read it.
    pub fn parts(&self) -> (*const libc::sockaddr, libc::socklen_t) {
        ((&raw const self.storage).cast(), self.len)
    }

    /// For calls that fill it.
    pub fn parts_mut(&mut self) -> (*mut libc::sockaddr, *mut libc::socklen_t) {
        ((&raw mut self.storage).cast(), &raw mut self.len)
    }

    /// The structure that requests hold.
    pub fn storage(&self) -> libc::sockaddr_storage {
        self.storage
    }

    /// `AF_*`.
    pub fn family(&self) -> i32 {
        i32::from(self.storage.ss_family)
    }

    /// The internet address, a mapped one as that of version 4.
    pub fn ip(&self) -> Option<Ip> {
        Some(match self.exact_ip()? {
            Ip::V6(ip, scope) => ip.to_ipv4_mapped().map_or(Ip::V6(ip, scope), Ip::V4),
            ip => ip,
        })
    }

    /// The internet address as it is.
    pub fn exact_ip(&self) -> Option<Ip> {
        match self.family() {
            libc::AF_INET => {
                // SAFETY: the family says what the storage holds.
                let v4 = unsafe { (&raw const self.storage).cast::<libc::sockaddr_in>().read() };
                Some(Ip::V4(u32::from_be(v4.sin_addr.s_addr).into()))
            }
            libc::AF_INET6 => {
                // SAFETY: the family says what the storage holds.
                let v6 = unsafe { (&raw const self.storage).cast::<libc::sockaddr_in6>().read() };
                Some(Ip::V6(v6.sin6_addr.s6_addr.into(), v6.sin6_scope_id))
            }
            _ => None,
        }
    }

    /// The port of an internet address.
    pub fn port(&self) -> i32 {
        const { assert!(offset_of!(libc::sockaddr_in, sin_port) == 2) };
        const { assert!(offset_of!(libc::sockaddr_in6, sin6_port) == 2) };
        // SAFETY: both kinds of internet address have the port there.
        let port: u16 = unsafe { (&raw const self.storage).cast::<u16>().add(1).read() };
        i32::from(u16::from_be(port))
    }
}

/// `InetAddress.holder`.
static HOLDER: FieldAt = FieldAt::new("holder", "Ljava/net/InetAddress$InetAddressHolder;");
/// `InetAddress.InetAddressHolder.address`: version 4.
static ADDRESS: FieldAt = FieldAt::new("address", "I");
/// `InetAddress.InetAddressHolder.family`.
static FAMILY: FieldAt = FieldAt::new("family", "I");
/// `Inet6Address.holder6`.
static HOLDER6: FieldAt = FieldAt::new("holder6", "Ljava/net/Inet6Address$Inet6AddressHolder;");
/// `Inet6Address.Inet6AddressHolder.ipaddress`.
static BYTES: FieldAt = FieldAt::new("ipaddress", "[B");
/// `Inet6Address.Inet6AddressHolder.scope_id`.
static SCOPE: FieldAt = FieldAt::new("scope_id", "I");
/// `Inet6Address.Inet6AddressHolder.scope_ifname`.
static SCOPE_INTERFACE: FieldAt = FieldAt::new("scope_ifname", "Ljava/net/NetworkInterface;");

/// `InetAddress.IPv4`.
const IPV4: i32 = 1;

/// The address in an InetAddress object.
pub fn ip_of(t: &Thread, address: Option<ObjRef>) -> R<Ip> {
    let address = address.ok_or_else(|| throw::npe(t))?;
    let holder = address.get_ref(HOLDER.of(address)).ok_or_else(|| throw::npe(t))?;
    if holder.get_i32(FAMILY.of(holder)) == IPV4 {
        return Ok(Ip::V4(holder.get_u32(ADDRESS.of(holder)).into()));
    }
    let holder = address.get_ref(HOLDER6.of(address)).ok_or_else(|| throw::npe(t))?;
    let scope = holder.get_u32(SCOPE.of(holder));
    let bytes = holder.get_ref(BYTES.of(holder)).ok_or_else(|| throw::npe(t))?;
    Ok(Ip::V6(Ipv6Addr::from(octets::<16>(bytes)), scope))
}

/// The first bytes of a `byte[]`; zeros where it is shorter.
pub fn octets<const N: usize>(array: ObjRef) -> [u8; N] {
    let mut octets = [0; N];
    // SAFETY: copied at once, before any safepoint.
    octets.iter_mut().zip(unsafe { array.elements::<u8>() }).for_each(|(to, &from)| *to = from);
    octets
}

/// An InetAddress and a port for the system. Addresses of version 4 become mapped ones of version
/// 6 when `mapped` and there is IPv6.
pub fn to_system(t: &Thread, address: Option<ObjRef>, port: i32, mapped: bool) -> R<Address> {
    let ip = ip_of(t, address)?;
    // Java code has checked the range.
    let port = port as u16;
    match ip {
        Ip::V4(v4) if mapped && ipv6_available(t)? => {
            // The wildcard address stays the wildcard address.
            let v6 = if v4.is_unspecified() { Ipv6Addr::UNSPECIFIED } else { v4.to_ipv6_mapped() };
            Ok(Address::of(Ip::V6(v6, 0), port))
        }
        Ip::V6(..) if !ipv6_available(t)? => {
            Err(throw::new(t, "java/net/SocketException", "Protocol family unavailable"))
        }
        ip => Ok(Address::of(ip, port)),
    }
}

/// A new Inet4Address or Inet6Address with the name `host`, or none.
pub fn to_java(t: &Thread, host: Option<ObjRef>, ip: Ip) -> R<ObjRef> {
    let class = |name| loader::load_boot_class(t, intern(name));
    match ip {
        Ip::V4(ip) => {
            let bytes = alloc::byte_array(t, &ip.octets())?;
            let args = Args::new().obj(host).obj(Some(bytes));
            host::new_object(t, class("java/net/Inet4Address")?, "(Ljava/lang/String;[B)V", args)
        }
        Ip::V6(ip, scope) => {
            let bytes = alloc::byte_array(t, &ip.octets())?;
            // What is negative is no scope.
            let scope = if scope == 0 { -1 } else { scope.cast_signed() };
            let args = Args::new().obj(host).obj(Some(bytes)).int(scope);
            host::new_object(t, class("java/net/Inet6Address")?, "(Ljava/lang/String;[BI)V", args)
        }
    }
}

/// Makes an InetAddress hold an address of version 4.
pub fn set_ipv4(t: &Thread, address: ObjRef, ip: Ipv4Addr) -> R<()> {
    let holder = address.get_ref(HOLDER.of(address)).ok_or_else(|| throw::npe(t))?;
    holder.set_u32(ADDRESS.of(holder), ip.into());
    holder.set_i32(FAMILY.of(holder), IPV4);
    Ok(())
}

/// Makes an Inet6Address print the interface that it belongs to by name.
pub fn set_scope_interface(t: &Thread, address: ObjRef, interface: ObjRef) -> R<()> {
    let holder = address.get_ref(HOLDER6.of(address)).ok_or_else(|| throw::npe(t))?;
    holder.set_ref(SCOPE_INTERFACE.of(holder), Some(interface));
    Ok(())
}

/// A new InetSocketAddress.
pub fn socket_address(t: &Thread, address: &Address) -> R<Option<ObjRef>> {
    let Some(ip) = address.ip() else { return Ok(None) };
    let ip = to_java(t, None, ip)?;
    let class = loader::load_boot_class(t, intern("java/net/InetSocketAddress"))?;
    let args = Args::new().obj(Some(ip)).int(address.port());
    host::new_object(t, class, "(Ljava/net/InetAddress;I)V", args).map(Some)
}

/// Whether sockets are to be IPv6 sockets: the system has IPv6, and `java.net.preferIPv4Stack` is
/// not set. Decided once.
pub fn ipv6_available(t: &Thread) -> R<bool> {
    const UNKNOWN: u8 = 0;
    const NO: u8 = 1;
    const YES: u8 = 2;
    static STATE: AtomicU8 = AtomicU8::new(UNKNOWN);
    match STATE.load(Ordering::Relaxed) {
        UNKNOWN => {
            let available = !boolean_property(t, "java.net.preferIPv4Stack")? && ipv6_supported();
            STATE.store(if available { YES } else { NO }, Ordering::Relaxed);
            Ok(available)
        }
        state => Ok(state == YES),
    }
}

/// `Boolean.getBoolean`.
pub fn boolean_property(t: &Thread, name: &str) -> R<bool> {
    let name = string::new(t, name)?;
    let method = wk::method_of(wk::boolean_box(), "getBoolean", "(Ljava/lang/String;)Z");
    interp::call(t, method, Args::new().obj(Some(name)).slots()).map(|word| word as u32 & 1 != 0)
}

/// Whether sockets of version 6 can be made and any interface has an address for them.
fn ipv6_supported() -> bool {
    // SAFETY: plain numbers; the descriptor is closed once.
    unsafe {
        let fd = libc::socket(libc::AF_INET6, libc::SOCK_STREAM, 0);
        if fd < 0 {
            return false;
        }
        libc::close(fd);
    }
    // A program that was started with a socket of version 4 as its input goes on with that.
    let mut input = Address::room();
    let (place, len) = input.parts_mut();
    // SAFETY: room for an address of any family.
    let named = unsafe { libc::getsockname(libc::STDIN_FILENO, place, len) } == 0;
    if named && input.family() == libc::AF_INET {
        return false;
    }
    std::fs::read("/proc/net/if_inet6").map_or(true, |text| !text.is_empty())
}
