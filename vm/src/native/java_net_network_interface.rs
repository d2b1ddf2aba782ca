//! `java.net.NetworkInterface`.

use crate::error::R;
use crate::heap::ObjRef;
use crate::link::loader;
use crate::meta::intern;
use crate::natives;
use crate::runtime::value::Args;
use crate::runtime::{alloc, string, throw};
use crate::thread::Thread;

use super::host::{self, Errno, FieldAt};
use super::inet::{self, Ip};
use super::interfaces::{self, Bound, Control, Interface};
use super::socket;

natives! { "java/net/NetworkInterface";
    "init()V" => init [leaf];
    "getAll()[Ljava/net/NetworkInterface;" => get_all;
    "getByName0(Ljava/lang/String;)Ljava/net/NetworkInterface;" => get_by_name;
    "getByIndex0(I)Ljava/net/NetworkInterface;" => get_by_index;
    "boundInetAddress0(Ljava/net/InetAddress;)Z" => is_bound;
    "getByInetAddress0(Ljava/net/InetAddress;)Ljava/net/NetworkInterface;" => get_by_inet_address;
    "isUp0(Ljava/lang/String;I)Z" => is_up;
    "isLoopback0(Ljava/lang/String;I)Z" => is_loopback;
    "supportsMulticast0(Ljava/lang/String;I)Z" => supports_multicast;
    "isP2P0(Ljava/lang/String;I)Z" => is_point_to_point;
    "getMacAddr0([BLjava/lang/String;I)[B" => get_mac_addr;
    "getMTU0(Ljava/lang/String;I)I" => get_mtu;
}

static NAME: FieldAt = FieldAt::new("name", "Ljava/lang/String;");
static DISPLAY_NAME: FieldAt = FieldAt::new("displayName", "Ljava/lang/String;");
static INDEX: FieldAt = FieldAt::new("index", "I");
static ADDRESSES: FieldAt = FieldAt::new("addrs", "[Ljava/net/InetAddress;");
static BINDINGS: FieldAt = FieldAt::new("bindings", "[Ljava/net/InterfaceAddress;");
static CHILDREN: FieldAt = FieldAt::new("childs", "[Ljava/net/NetworkInterface;");
static PARENT: FieldAt = FieldAt::new("parent", "Ljava/net/NetworkInterface;");
static VIRTUAL: FieldAt = FieldAt::new("virtual", "Z");

/// The fields of `InterfaceAddress`.
static BOUND_ADDRESS: FieldAt = FieldAt::new("address", "Ljava/net/InetAddress;");
static BROADCAST: FieldAt = FieldAt::new("broadcast", "Ljava/net/Inet4Address;");
static MASK_LENGTH: FieldAt = FieldAt::new("maskLength", "S");

fn init(_t: &Thread) {}

fn all(t: &Thread) -> R<Vec<Interface>> {
    let ipv6 = inet::ipv6_available(t)?;
    let failed = |errno| socket::failed(t, "SocketException", errno, "ioctl(SIOCGIFCONF) failed");
    interfaces::all(ipv6).map_err(failed)
}

fn array(t: &Thread, class: &str, len: usize) -> R<ObjRef> {
    alloc::ref_array(t, loader::load_boot_class(t, intern(class))?, len)
}

fn new(t: &Thread, class: &str) -> R<ObjRef> {
    host::new_object(t, loader::load_boot_class(t, intern(class))?, "()V", Args::new())
}

fn binding(t: &Thread, bound: &Bound, address: ObjRef) -> R<ObjRef> {
    let binding = new(t, "java/net/InterfaceAddress")?;
    binding.set_ref(BOUND_ADDRESS.of(binding), Some(address));
    if let Some(broadcast) = bound.broadcast {
        let broadcast = inet::to_java(t, None, Ip::V4(broadcast))?;
        binding.set_ref(BROADCAST.of(binding), Some(broadcast));
    }
    binding.set_i16(MASK_LENGTH.of(binding), bound.prefix);
    Ok(binding)
}

fn to_java(t: &Thread, interface: &Interface) -> R<ObjRef> {
    let object = new(t, "java/net/NetworkInterface")?;
    let name = string::new(t, &interface.name)?;
    object.set_ref(NAME.of(object), Some(name));
    object.set_ref(DISPLAY_NAME.of(object), Some(name));
    object.set_i32(INDEX.of(object), interface.index);
    object.set_u8(VIRTUAL.of(object), u8::from(interface.is_virtual));
    let addresses = array(t, "java/net/InetAddress", interface.addresses.len())?;
    let bindings = array(t, "java/net/InterfaceAddress", interface.addresses.len())?;
    for (at, bound) in interface.addresses.iter().enumerate() {
        let address = inet::to_java(t, None, bound.ip)?;
        if let Ip::V6(_, 1..) = bound.ip {
            inet::set_scope_interface(t, address, object)?;
        }
        addresses.set_ref_element(at, Some(address));
        bindings.set_ref_element(at, Some(binding(t, bound, address)?));
    }
    let children = array(t, "java/net/NetworkInterface", interface.children.len())?;
    for (at, child) in interface.children.iter().enumerate() {
        let child = to_java(t, child)?;
        child.set_ref(PARENT.of(child), Some(object));
        children.set_ref_element(at, Some(child));
    }
    object.set_ref(ADDRESSES.of(object), Some(addresses));
    object.set_ref(BINDINGS.of(object), Some(bindings));
    object.set_ref(CHILDREN.of(object), Some(children));
    Ok(object)
}

fn get_all(t: &Thread) -> R<ObjRef> {
    let all = all(t)?;
    let list = array(t, "java/net/NetworkInterface", all.len())?;
    for (at, interface) in all.iter().enumerate() {
        list.set_ref_element(at, Some(to_java(t, interface)?));
    }
    Ok(list)
}

fn found(t: &Thread, interface: Option<&Interface>) -> R<Option<ObjRef>> {
    interface.map(|interface| to_java(t, interface)).transpose()
}

fn name_arg(t: &Thread, name: Option<ObjRef>) -> R<String> {
    let message = "network interface name is NULL";
    let name = name.ok_or_else(|| throw::new(t, "java/lang/NullPointerException", message))?;
    Ok(string::to_rust(name))
}

/// A virtual interface is found by its whole name, below the one before the colon.
fn get_by_name(t: &Thread, name: Option<ObjRef>) -> R<Option<ObjRef>> {
    let name = name_arg(t, name)?;
    let all = all(t)?;
    let parent = name.split(':').next().unwrap_or(&name);
    let interface = all.iter().find(|interface| interface.name == parent);
    let interface = match interface {
        Some(parent) if name.contains(':') => {
            parent.children.iter().find(|child| child.name == name)
        }
        interface => interface,
    };
    found(t, interface)
}

fn get_by_index(t: &Thread, index: i32) -> R<Option<ObjRef>> {
    with_index(t, index)
}

/// The interface with an index, or null.
pub fn with_index(t: &Thread, index: i32) -> R<Option<ObjRef>> {
    // Index 0 is no interface's.
    let all = if index > 0 { all(t)? } else { Vec::new() };
    found(t, all.iter().find(|interface| interface.index == index))
}

/// The interface with an address; the scope does not matter.
fn with_address<'a>(
    t: &Thread,
    all: &'a [Interface],
    address: Option<ObjRef>,
) -> R<Option<&'a Interface>> {
    let wanted = inet::ip_of(t, address)?;
    let same = |bound: &Bound| match (bound.ip, wanted) {
        (Ip::V4(a), Ip::V4(b)) => a == b,
        (Ip::V6(a, _), Ip::V6(b, _)) => a == b,
        _ => false,
    };
    Ok(all.iter().find(|interface| interface.addresses.iter().any(same)))
}

fn is_bound(t: &Thread, address: Option<ObjRef>) -> R<bool> {
    let all = all(t)?;
    with_address(t, &all, address).map(|interface| interface.is_some())
}

fn get_by_inet_address(t: &Thread, address: Option<ObjRef>) -> R<Option<ObjRef>> {
    with_address_of(t, address)
}

/// A NetworkInterface that stands for any, with an address and without a name.
pub fn unspecified(t: &Thread, address: ObjRef) -> R<ObjRef> {
    let object = new(t, "java/net/NetworkInterface")?;
    let addresses = array(t, "java/net/InetAddress", 1)?;
    addresses.set_ref_element(0, Some(address));
    object.set_ref(ADDRESSES.of(object), Some(addresses));
    Ok(object)
}

/// The interface that has an address, or null.
pub fn with_address_of(t: &Thread, address: Option<ObjRef>) -> R<Option<ObjRef>> {
    let all = all(t)?;
    let interface = with_address(t, &all, address)?;
    found(t, interface)
}

fn ask<T>(
    t: &Thread,
    name: Option<ObjRef>,
    failure: &str,
    question: impl FnOnce(&Control, &str) -> Result<T, Errno>,
) -> R<T> {
    let name = name_arg(t, name)?;
    let ipv6 = inet::ipv6_available(t)?;
    Control::new(ipv6)
        .and_then(|control| question(&control, &name))
        .map_err(|errno| socket::failed(t, "SocketException", errno, failure))
}

/// Whether an interface has all of some flags.
fn has_flags(t: &Thread, name: Option<ObjRef>, flags: i32) -> R<bool> {
    ask(t, name, "getFlags() failed", Control::flags).map(|set| set & flags == flags)
}

fn is_up(t: &Thread, name: Option<ObjRef>, _index: i32) -> R<bool> {
    has_flags(t, name, libc::IFF_UP | libc::IFF_RUNNING)
}

fn is_loopback(t: &Thread, name: Option<ObjRef>, _index: i32) -> R<bool> {
    has_flags(t, name, libc::IFF_LOOPBACK)
}

fn supports_multicast(t: &Thread, name: Option<ObjRef>, _index: i32) -> R<bool> {
    has_flags(t, name, libc::IFF_MULTICAST)
}

fn is_point_to_point(t: &Thread, name: Option<ObjRef>, _index: i32) -> R<bool> {
    has_flags(t, name, libc::IFF_POINTOPOINT)
}

/// The hardware's address, or null. `_address` is for systems that ask by address.
fn get_mac_addr(
    t: &Thread,
    _address: Option<ObjRef>,
    name: Option<ObjRef>,
    _index: i32,
) -> R<Option<ObjRef>> {
    let address = ask(t, name, "ioctl(SIOCGIFHWADDR) failed", Control::hardware_address)?;
    address.map(|bytes| alloc::byte_array(t, &bytes)).transpose()
}

fn get_mtu(t: &Thread, name: Option<ObjRef>, _index: i32) -> R<i32> {
    ask(t, name, "ioctl(SIOCGIFMTU) failed", Control::mtu)
}
