//! What the natives of sockets share: options, names, and the exceptions for their errors.

use crate::error::{R, Thrown};
use crate::runtime::throw;
use crate::thread::Thread;

use super::host::{self, Errno};
use super::inet::Address;

/// SocketException, or one of its subclasses, with a message.
#[cold]
pub fn exception(t: &Thread, class: &str, message: &str) -> Thrown {
    throw::new(t, &format!("java/net/{class}"), message)
}

/// SocketException with the system's text for the error.
#[cold]
pub fn socket_exception(t: &Thread, errno: Errno) -> Thrown {
    exception(t, "SocketException", &errno.text())
}

/// SocketException, or one of its subclasses, with the system's text for the error and what
/// failed: `Address already in use (Bind failed)`.
#[cold]
pub fn failed(t: &Thread, class: &str, errno: Errno, what: &str) -> Thrown {
    exception(t, class, &format!("{} ({what})", errno.text()))
}

/// The exception that channels throw for an error.
#[cold]
pub fn channel_error(t: &Thread, errno: Errno) -> Thrown {
    let class = match errno.0 {
        libc::EPROTO => "ProtocolException",
        libc::ECONNREFUSED | libc::ETIMEDOUT | libc::ENOTCONN => "ConnectException",
        libc::EHOSTUNREACH => "NoRouteToHostException",
        libc::EADDRINUSE | libc::EADDRNOTAVAIL | libc::EACCES => "BindException",
        _ => "SocketException",
    };
    exception(t, class, &errno.text())
}

/// `PortUnreachableException`: a connected datagram socket heard that nobody listens.
#[cold]
pub fn port_unreachable(t: &Thread) -> Thrown {
    throw::bare(t, "java/net/PortUnreachableException")
}

/// `ConnectionResetException: Connection reset`.
#[cold]
pub fn connection_reset(t: &Thread) -> Thrown {
    throw::new(t, "sun/net/ConnectionResetException", "Connection reset")
}

/// Types that options have in the system: plain data, any bytes of which are a value.
pub trait OptionValue: Copy {}
impl OptionValue for i32 {}
impl OptionValue for u8 {}
impl OptionValue for u32 {}
impl OptionValue for libc::linger {}
impl OptionValue for libc::ucred {}
impl OptionValue for libc::in_addr {}
impl OptionValue for libc::ip_mreq {}
impl OptionValue for libc::ip_mreqn {}
impl OptionValue for libc::ip_mreq_source {}
impl OptionValue for libc::ipv6_mreq {}
impl OptionValue for GroupSource {}

/// `struct group_source_req`.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct GroupSource {
    /// Index of the network interface.
    pub interface: u32,
    /// Nothing: the addresses are aligned to eight bytes.
    pub padding: u32,
    /// The group, then the source.
    pub addresses: [libc::sockaddr_storage; 2],
}

/// `setsockopt`.
pub fn set_option<T: OptionValue>(fd: i32, level: i32, option: i32, value: T) -> Result<(), Errno> {
    let len = size_of::<T>() as libc::socklen_t;
    // SAFETY: the value is plain data of that length.
    match unsafe { libc::setsockopt(fd, level, option, (&raw const value).cast(), len) } {
        -1 => Err(Errno::last()),
        _ => Ok(()),
    }
}

/// `getsockopt`; `start` is what is there when the system gives less.
pub fn option<T: OptionValue>(fd: i32, level: i32, option: i32, start: T) -> Result<T, Errno> {
    let mut value = start;
    let mut len = size_of::<T>() as libc::socklen_t;
    // SAFETY: room for plain data of that length, of which every bit pattern is a value.
    match unsafe { libc::getsockopt(fd, level, option, (&raw mut value).cast(), &mut len) } {
        -1 => Err(Errno::last()),
        _ => Ok(value),
    }
}

/// The smallest buffer that is asked for: the system counts its own structures in.
const RECEIVE_BUFFER_MIN: i32 = 1024;
/// The bits of a type of service that `IP_TOS` takes.
const TOS_MASK: i32 = 0x1e | 0xe0;

/// Sets an option that is an int, in the system's meaning of it.
pub fn set_int_option(
    ipv6: bool,
    fd: i32,
    level: i32,
    option: i32,
    value: i32,
) -> Result<(), Errno> {
    match (level, option) {
        (libc::IPPROTO_IP, libc::IP_TOS) => {
            if ipv6 {
                // The traffic class of version 6 goes with it, and is looked at when sending.
                const IPV6_FLOWINFO_SEND: i32 = 33;
                set_option(fd, libc::IPPROTO_IPV6, IPV6_FLOWINFO_SEND, 1)?;
                set_option(fd, libc::IPPROTO_IPV6, libc::IPV6_TCLASS, value)?;
            }
            set_option(fd, level, option, value & TOS_MASK)
        }
        (libc::SOL_SOCKET, libc::SO_RCVBUF) => {
            set_option(fd, level, option, value.max(RECEIVE_BUFFER_MIN))
        }
        _ => set_option(fd, level, option, value),
    }
}

/// Gets an option that is an int, as it was set: the system doubles the sizes of buffers.
pub fn int_option(fd: i32, level: i32, name: i32) -> Result<i32, Errno> {
    let value = option(fd, level, name, 0)?;
    match (level, name) {
        (libc::SOL_SOCKET, libc::SO_SNDBUF | libc::SO_RCVBUF) => Ok(value / 2),
        _ => Ok(value),
    }
}

/// The error that a socket has kept, which is forgotten; 0 for none.
pub fn pending_error(fd: i32) -> Result<Errno, Errno> {
    option(fd, libc::SOL_SOCKET, libc::SO_ERROR, 0).map(Errno)
}

/// `SO_LINGER` as Java has it: seconds, or -1 for off.
pub fn linger(fd: i32) -> Result<i32, Errno> {
    let off = libc::linger { l_onoff: 0, l_linger: 0 };
    let linger = option(fd, libc::SOL_SOCKET, libc::SO_LINGER, off)?;
    Ok(if linger.l_onoff != 0 { linger.l_linger } else { -1 })
}

/// Sets `SO_LINGER`: seconds, or less than 0 for off.
pub fn set_linger(fd: i32, seconds: i32) -> Result<(), Errno> {
    let linger = libc::linger { l_onoff: i32::from(seconds >= 0), l_linger: seconds.max(0) };
    set_option(fd, libc::SOL_SOCKET, libc::SO_LINGER, linger)
}

/// `getsockname`.
pub fn local_address(fd: i32) -> Result<Address, Errno> {
    let mut address = Address::room();
    let (place, len) = address.parts_mut();
    // SAFETY: room for an address of any family.
    match unsafe { libc::getsockname(fd, place, len) } {
        -1 => Err(Errno::last()),
        _ => Ok(address),
    }
}

/// `getpeername`.
pub fn remote_address(fd: i32) -> Result<Address, Errno> {
    let mut address = Address::room();
    let (place, len) = address.parts_mut();
    // SAFETY: room for an address of any family.
    match unsafe { libc::getpeername(fd, place, len) } {
        -1 => Err(Errno::last()),
        _ => Ok(address),
    }
}

/// `bind`. Broadcast addresses of the loopback network are refused, which the system is not
/// strict about.
pub fn bind(fd: i32, address: &Address) -> Result<(), Errno> {
    if address.family() == libc::AF_INET
        && let Some(super::inet::Ip::V4(ip)) = address.ip()
        && u32::from(ip) & 0x7f00_00ff == 0x7f00_00ff
    {
        return Err(Errno(libc::EADDRNOTAVAIL));
    }
    let (place, len) = address.parts();
    // SAFETY: a complete address.
    match unsafe { libc::bind(fd, place, len) } {
        -1 => Err(Errno::last()),
        _ => Ok(()),
    }
}

/// How many bytes can be read without blocking.
pub fn available(fd: i32) -> Result<i32, Errno> {
    let mut count = 0i32;
    // SAFETY: the request stores an int.
    match unsafe { libc::ioctl(fd, libc::FIONREAD, &mut count) } {
        -1 => Err(Errno::last()),
        _ => Ok(count),
    }
}

/// Makes a socket that programs started by this one do not get.
pub fn new_socket(domain: i32, kind: i32, protocol: i32) -> Result<i32, Errno> {
    // SAFETY: plain numbers.
    match unsafe { libc::socket(domain, kind | libc::SOCK_CLOEXEC, protocol) } {
        -1 => Err(Errno::last()),
        fd => Ok(fd),
    }
}

/// Closes a descriptor that was just made; its error is of no interest.
pub fn discard(fd: i32) {
    // SAFETY: ours, closed once.
    unsafe { libc::close(fd) };
}

/// Waits until one of `events` is there, at most `timeout` milliseconds (-1: for ever); the events
/// that are.
pub fn poll(t: &Thread, fd: i32, events: i16, timeout: i32) -> Result<i16, Errno> {
    let mut entry = libc::pollfd { fd, events, revents: 0 };
    let place = &raw mut entry;
    // SAFETY: one entry.
    host::once(t, || unsafe { libc::poll(place, 1, timeout) })?;
    Ok(entry.revents)
}

/// A Java timeout for `poll`.
pub fn poll_timeout(millis: i64) -> i32 {
    millis.clamp(-1, i64::from(i32::MAX)) as i32
}

/// The result of a call that only succeeds or fails, with the exception of channels.
pub fn checked<T>(t: &Thread, result: Result<T, Errno>) -> R<T> {
    result.map_err(|errno| channel_error(t, errno))
}
