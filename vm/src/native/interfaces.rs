//! The network interfaces of the host, with their addresses.

use std::ffi::CString;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::host::Errno;
use super::inet::{Address, Ip};
use super::socket;

/// An address of an interface.
#[derive(Clone, Copy)]
pub struct Bound {
    /// The address; one of version 6 with the interface as its scope.
    pub ip: Ip,
    /// The broadcast address, where there is one.
    pub broadcast: Option<Ipv4Addr>,
    /// Bits of the network's part.
    pub prefix: i16,
}

/// An interface, or a virtual one, which is a name like `eth0:1` for some addresses of another.
pub struct Interface {
    /// Its name.
    pub name: String,
    /// The system's number for it.
    pub index: i32,
    /// Whether it is a virtual one.
    pub is_virtual: bool,
    /// Its addresses, the one found last first.
    pub addresses: Vec<Bound>,
    /// Its virtual interfaces, the one found last first.
    pub children: Vec<Interface>,
}

/// A socket to ask the system about interfaces with.
pub struct Control {
    fd: i32,
}

impl Drop for Control {
    fn drop(&mut self) {
        socket::discard(self.fd);
    }
}

impl Control {
    fn open(domain: i32) -> Result<Control, Errno> {
        socket::new_socket(domain, libc::SOCK_DGRAM, 0).map(|fd| Control { fd })
    }

    /// Of version 4, or of version 6 where there is no other.
    pub fn new(ipv6: bool) -> Result<Control, Errno> {
        match Control::open(libc::AF_INET) {
            Err(Errno(libc::EPROTONOSUPPORT | libc::EAFNOSUPPORT)) if ipv6 => {
                Control::open(libc::AF_INET6)
            }
            control => control,
        }
    }

    fn ask(&self, request: libc::Ioctl, name: &str) -> Result<libc::ifreq, Errno> {
        // SAFETY: all-zero is a valid ifreq.
        let mut answer: libc::ifreq = unsafe { std::mem::zeroed() };
        let room = answer.ifr_name.len() - 1;
        for (place, byte) in answer.ifr_name[..room].iter_mut().zip(name.bytes()) {
            *place = byte.cast_signed();
        }
        // SAFETY: the requests of this module read the name and fill the structure.
        match unsafe { libc::ioctl(self.fd, request, &mut answer) } {
            -1 => Err(Errno::last()),
            _ => Ok(answer),
        }
    }

    /// `IFF_*`.
    pub fn flags(&self, name: &str) -> Result<i32, Errno> {
        // SAFETY: the answer's union holds flags.
        self.ask(libc::SIOCGIFFLAGS, name)
            .map(|answer| i32::from(unsafe { answer.ifr_ifru.ifru_flags }.cast_unsigned()))
    }

    /// The longest packet.
    pub fn mtu(&self, name: &str) -> Result<i32, Errno> {
        // SAFETY: the answer's union holds a number.
        self.ask(libc::SIOCGIFMTU, name).map(|answer| unsafe { answer.ifr_ifru.ifru_mtu })
    }

    /// The hardware's address; none when it is all zeros.
    pub fn hardware_address(&self, name: &str) -> Result<Option<[u8; 6]>, Errno> {
        let answer = self.ask(libc::SIOCGIFHWADDR, name)?;
        // SAFETY: the answer's union holds an address.
        let data = unsafe { answer.ifr_ifru.ifru_hwaddr }.sa_data;
        let bytes: [u8; 6] = std::array::from_fn(|at| data[at].cast_unsigned());
        Ok((bytes != [0; 6]).then_some(bytes))
    }

    fn ipv4(&self, request: libc::Ioctl, name: &str) -> Option<Ipv4Addr> {
        let answer = self.ask(request, name).ok()?;
        // SAFETY: the answer's union holds an address, the largest kind of which is version 4's.
        match unsafe { Address::read(&raw const answer.ifr_ifru.ifru_addr) }?.exact_ip()? {
            Ip::V4(ip) => Some(ip),
            Ip::V6(..) => None,
        }
    }

    /// The interfaces' addresses of version 4, in the system's order.
    fn list(&self) -> Result<Vec<libc::ifreq>, Errno> {
        // SAFETY: all-zero is a valid ifconf, which asks for the length.
        let mut config: libc::ifconf = unsafe { std::mem::zeroed() };
        // SAFETY: the request fills the structure.
        if unsafe { libc::ioctl(self.fd, libc::SIOCGIFCONF, &mut config) } == -1 {
            return Err(Errno::last());
        }
        let count = usize::try_from(config.ifc_len).unwrap_or(0) / size_of::<libc::ifreq>();
        // SAFETY: all-zero is a valid ifreq.
        let mut list: Vec<libc::ifreq> = vec![unsafe { std::mem::zeroed() }; count];
        config.ifc_ifcu.ifcu_req = list.as_mut_ptr();
        // SAFETY: room for as many entries as the length says.
        if unsafe { libc::ioctl(self.fd, libc::SIOCGIFCONF, &mut config) } == -1 {
            return Err(Errno::last());
        }
        list.truncate(usize::try_from(config.ifc_len).unwrap_or(0) / size_of::<libc::ifreq>());
        Ok(list)
    }
}

fn index_of(name: &str) -> i32 {
    let name = CString::new(name).unwrap_or_default();
    // SAFETY: a C string.
    unsafe { libc::if_nametoindex(name.as_ptr()) }.cast_signed()
}

/// The interface with a name, which is made at the head of the list when it is not there.
fn find_or_add<'a>(
    list: &'a mut Vec<Interface>,
    name: &str,
    is_virtual: bool,
) -> &'a mut Interface {
    let at = list.iter().position(|interface| interface.name == name).unwrap_or_else(|| {
        list.insert(
            0,
            Interface {
                name: name.to_owned(),
                index: index_of(name),
                is_virtual,
                addresses: Vec::new(),
                children: Vec::new(),
            },
        );
        0
    });
    &mut list[at]
}

/// Adds an address to its interface; one of a virtual interface to its parent, too.
fn add(control: &Control, list: &mut Vec<Interface>, name: &str, bound: Bound) {
    match name.split_once(':') {
        // Without a parent it is an interface like others.
        Some((parent, _)) if control.flags(parent).is_ok() => {
            let parent = find_or_add(list, parent, false);
            parent.addresses.insert(0, bound);
            find_or_add(&mut parent.children, name, true).addresses.insert(0, bound);
        }
        Some(_) => find_or_add(list, name, true).addresses.insert(0, bound),
        None => find_or_add(list, name, false).addresses.insert(0, bound),
    }
}

fn add_ipv4(list: &mut Vec<Interface>) -> Result<(), Errno> {
    let control = Control::open(libc::AF_INET)?;
    for entry in control.list()? {
        // SAFETY: the entry's union holds an address, the largest kind of which is version 4's.
        let address = unsafe { Address::read(&raw const entry.ifr_ifru.ifru_addr) };
        let Some(ip @ Ip::V4(_)) = address.and_then(|address| address.exact_ip()) else { continue };
        let name: Vec<u8> = entry.ifr_name.iter().map(|byte| byte.cast_unsigned()).collect();
        let name = String::from_utf8_lossy(name.split(|&byte| byte == 0).next().unwrap_or(&[]));
        let broadcasts = control.flags(&name).is_ok_and(|flags| flags & libc::IFF_BROADCAST != 0);
        let broadcast = broadcasts.then(|| control.ipv4(libc::SIOCGIFBRDADDR, &name)).flatten();
        let mask = control.ipv4(libc::SIOCGIFNETMASK, &name).map_or(0, u32::from);
        let bound = Bound { ip, broadcast, prefix: mask.leading_ones() as i16 };
        add(&control, list, &name, bound);
    }
    Ok(())
}

/// A line of `/proc/net/if_inet6`: address, index, prefix, scope, flags, name; all numbers in
/// hexadecimal.
fn parse_ipv6(line: &str) -> Option<(&str, Bound)> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let &[address, index, prefix, _scope, _flags, name] = fields.as_slice() else { return None };
    let ip = Ipv6Addr::from(u128::from_str_radix(address, 16).ok()?);
    let index = u32::from_str_radix(index, 16).ok()?;
    let prefix = i16::from_str_radix(prefix, 16).ok()?;
    Some((name, Bound { ip: Ip::V6(ip, index), broadcast: None, prefix }))
}

fn add_ipv6(list: &mut Vec<Interface>) -> Result<(), Errno> {
    let control = Control::open(libc::AF_INET6)?;
    let text = std::fs::read_to_string("/proc/net/if_inet6").unwrap_or_default();
    for (name, bound) in text.lines().filter_map(parse_ipv6) {
        add(&control, list, name, bound);
    }
    Ok(())
}

/// All interfaces that have an address, the one found last first.
pub fn all(ipv6: bool) -> Result<Vec<Interface>, Errno> {
    let mut list = Vec::new();
    match add_ipv4(&mut list) {
        Err(Errno(libc::EPROTONOSUPPORT | libc::EAFNOSUPPORT)) if ipv6 => {}
        result => result?,
    }
    if ipv6 {
        add_ipv6(&mut list)?;
    }
    Ok(list)
}
