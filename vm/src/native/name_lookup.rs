//! Names of hosts and their addresses, by the system's resolver.

use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::link::loader;
use crate::meta::intern;
use crate::runtime::{alloc, string, throw};
use crate::thread::{Thread, safepoint};
use std::ffi::{CStr, CString};

use super::host::{self, Errno};
use super::inet::{self, Address, Ip};

/// Why a name has no address.
#[derive(Clone, Copy)]
pub struct Failure {
    code: i32,
    errno: Errno,
}

impl Failure {
    fn of(code: i32) -> Failure {
        Failure { code, errno: Errno::last() }
    }

    fn text(self) -> String {
        if self.code == libc::EAI_SYSTEM {
            return self.errno.text();
        }
        // SAFETY: the result is a constant string for any number.
        let text = unsafe { host::c_bytes(libc::gai_strerror(self.code)) };
        String::from_utf8_lossy(&text).into_owned()
    }
}

/// The name of this host.
pub fn host_name() -> Vec<u8> {
    const NAME_MAX: usize = 1025;
    let mut buffer = [0u8; NAME_MAX + 1];
    // SAFETY: one byte less than the buffer has, so that it ends in NUL.
    let status = unsafe { libc::gethostname(buffer.as_mut_ptr().cast(), NAME_MAX) };
    match CStr::from_bytes_until_nul(&buffer) {
        Ok(name) if status == 0 => name.to_bytes().to_vec(),
        _ => b"localhost".to_vec(),
    }
}

/// `getLocalHostName`.
pub fn local_host_name(t: &Thread) -> R<ObjRef> {
    host::from_system(t, &host_name())
}

/// The addresses of a host, each once, in the resolver's order.
fn addresses(name: &CStr, family: i32) -> Result<Vec<Ip>, Failure> {
    // SAFETY: all-zero is a valid addrinfo.
    let mut hints: libc::addrinfo = unsafe { std::mem::zeroed() };
    hints.ai_flags = libc::AI_CANONNAME;
    hints.ai_family = family;
    let mut list = std::ptr::null_mut();
    // SAFETY: a C string, hints without pointers, and a place for the list.
    match unsafe { libc::getaddrinfo(name.as_ptr(), std::ptr::null(), &hints, &mut list) } {
        0 => {}
        code => return Err(Failure::of(code)),
    }
    let mut found = Vec::new();
    let mut at = list.cast_const();
    while !at.is_null() {
        // SAFETY: an entry of the list, whose address is as long as its family has it.
        let (entry, address) = unsafe { (&*at, Address::read((*at).ai_addr)) };
        let exact = address.and_then(|address| address.exact_ip());
        if let Some(ip) = exact
            && !found.contains(&ip)
        {
            found.push(ip);
        }
        at = entry.ai_next;
    }
    // SAFETY: made by getaddrinfo, freed once.
    unsafe { libc::freeaddrinfo(list) };
    Ok(found)
}

#[cold]
fn unknown_host(t: &Thread, name: ObjRef, failure: Failure) -> Thrown {
    let make = || {
        let mut message = string::units(name);
        message.extend(format!(": {}", failure.text()).encode_utf16());
        let message = string::from_utf16(t, &message)?;
        let class = loader::load_boot_class(t, intern("java/net/UnknownHostException"))?;
        throw::make_in(t, class, Some(message), None)
    };
    make().unwrap_or_else(|thrown| thrown)
}

/// `lookupAllHostAddr`: the addresses of `name` as `arrange` orders them.
pub fn lookup_all(
    t: &Thread,
    name: Option<ObjRef>,
    family: i32,
    arrange: impl FnOnce(&mut Vec<Ip>),
) -> R<ObjRef> {
    let Some(name) = name else {
        return Err(throw::new(t, "java/lang/NullPointerException", "host argument is null"));
    };
    let text: CString = host::path_arg(t, Some(name))?;
    let mut found = safepoint::in_native(t, || addresses(&text, family))
        .map_err(|failure| unknown_host(t, name, failure))?;
    arrange(&mut found);
    let class = loader::load_boot_class(t, intern("java/net/InetAddress"))?;
    let array = alloc::ref_array(t, class, found.len())?;
    for (index, &ip) in found.iter().enumerate() {
        array.set_ref_element(index, Some(inet::to_java(t, Some(name), ip)?));
    }
    Ok(array)
}

/// `getHostByAddr`: the name of a host.
pub fn host_by_address(t: &Thread, ip: Ip) -> R<ObjRef> {
    let mut name = [0u8; libc::NI_MAXHOST as usize + 1];
    let address = Address::of(ip, 0);
    let ((place, len), start) = (address.parts(), name.as_mut_ptr().cast());
    // SAFETY: a complete address, and room for the name; one for the service is not asked for.
    let code = safepoint::in_native(t, || unsafe {
        let size = libc::NI_MAXHOST;
        libc::getnameinfo(place, len, start, size, std::ptr::null_mut(), 0, libc::NI_NAMEREQD)
    });
    match CStr::from_bytes_until_nul(&name) {
        Ok(name) if code == 0 => host::from_system(t, name.to_bytes()),
        _ => Err(throw::bare(t, "java/net/UnknownHostException")),
    }
}
