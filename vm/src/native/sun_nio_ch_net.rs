//! `sun.nio.ch.Net`: sockets for channels and, since 13, for `java.net.Socket`. Options are in
//! `options`, groups in `multicast`.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::host::{self, Errno, FD, fd_val};
use super::inet::{self, Address};
use super::socket::{self, channel_error, checked};
use super::sun_nio_ch_file_dispatcher_impl::{io_status, writing};

mod multicast;
mod options;

natives! { "sun/nio/ch/Net";
    "initIDs()V" => init_ids [leaf];
    "isIPv6Available0()Z" => is_ipv6_available;
    "isReusePortAvailable0()Z" => is_reuse_port_available;
    "isExclusiveBindAvailable()I" => is_exclusive_bind_available [leaf];
    "shouldShutdownWriteBeforeClose0()Z" => no [leaf];
    "shouldSetBothIPv4AndIPv6Options0()Z" => yes [leaf];
    "canIPv6SocketJoinIPv4Group0()Z" => yes [leaf];
    "canJoin6WithIPv4Group0()Z" => no [leaf];
    "canUseIPv6OptionsWithIPv4LocalAddress0()Z" => yes [leaf];
    "socket0(ZZZZ)I" => socket;
    "bind0(Ljava/io/FileDescriptor;ZZLjava/net/InetAddress;I)V" => bind;
    "listen(Ljava/io/FileDescriptor;I)V" => listen;
    "connect0(ZLjava/io/FileDescriptor;Ljava/net/InetAddress;I)I" => connect;
    "accept(Ljava/io/FileDescriptor;Ljava/io/FileDescriptor;[Ljava/net/InetSocketAddress;)I"
        => accept;
    "shutdown(Ljava/io/FileDescriptor;I)V" => shutdown;
    "localPort(Ljava/io/FileDescriptor;)I" => local_port;
    "localInetAddress(Ljava/io/FileDescriptor;)Ljava/net/InetAddress;" => local_inet_address;
    "remotePort(Ljava/io/FileDescriptor;)I" => remote_port;
    "remoteInetAddress(Ljava/io/FileDescriptor;)Ljava/net/InetAddress;" => remote_inet_address;
    "getIntOption0(Ljava/io/FileDescriptor;ZII)I" => options::get_int_option;
    "setIntOption0(Ljava/io/FileDescriptor;ZIIIZ)V" => options::set_int_option;
    "poll(Ljava/io/FileDescriptor;IJ)I" => poll;
    "pollConnect(Ljava/io/FileDescriptor;J)Z" => poll_connect;
    "available(Ljava/io/FileDescriptor;)I" => available;
    "sendOOB(Ljava/io/FileDescriptor;B)I" => send_oob;
    "discardOOB(Ljava/io/FileDescriptor;)Z" => discard_oob [leaf];
    "joinOrDrop4(ZLjava/io/FileDescriptor;III)I" => multicast::join_or_drop4;
    "blockOrUnblock4(ZLjava/io/FileDescriptor;III)I" => multicast::block_or_unblock4;
    "joinOrDrop6(ZLjava/io/FileDescriptor;[BI[B)I" => multicast::join_or_drop6;
    "blockOrUnblock6(ZLjava/io/FileDescriptor;[BI[B)I" => multicast::block_or_unblock6;
    "setInterface4(Ljava/io/FileDescriptor;I)V" => multicast::set_interface4;
    "getInterface4(Ljava/io/FileDescriptor;)I" => multicast::get_interface4;
    "setInterface6(Ljava/io/FileDescriptor;I)V" => multicast::set_interface6;
    "getInterface6(Ljava/io/FileDescriptor;)I" => multicast::get_interface6;
    "pollinValue()S" => pollin [leaf];
    "polloutValue()S" => pollout [leaf];
    "pollerrValue()S" => pollerr [leaf];
    "pollhupValue()S" => pollhup [leaf];
    "pollnvalValue()S" => pollnval [leaf];
    "pollconnValue()S" => pollout [leaf];
}

fn init_ids(_t: &Thread) {}

fn yes(_t: &Thread) -> bool {
    true
}

fn no(_t: &Thread) -> bool {
    false
}

fn is_ipv6_available(t: &Thread) -> R<bool> {
    inet::ipv6_available(t)
}

/// Whether a port can be shared by sockets that ask for it.
pub(super) fn is_reuse_port_available(_t: &Thread) -> bool {
    let Ok(fd) = socket::new_socket(libc::AF_INET, libc::SOCK_STREAM, 0) else { return false };
    let set = socket::set_option(fd, libc::SOL_SOCKET, libc::SO_REUSEPORT, 1);
    socket::discard(fd);
    set.is_ok()
}

/// Exclusive binding is Windows': unsupported.
fn is_exclusive_bind_available(_t: &Thread) -> i32 {
    -1
}

fn pollin(_t: &Thread) -> i16 {
    libc::POLLIN
}

fn pollout(_t: &Thread) -> i16 {
    libc::POLLOUT
}

fn pollerr(_t: &Thread) -> i16 {
    libc::POLLERR
}

fn pollhup(_t: &Thread) -> i16 {
    libc::POLLHUP
}

fn pollnval(_t: &Thread) -> i16 {
    libc::POLLNVAL
}

/// Sets the options that a new socket gets.
fn prepare(fd: i32, domain: i32, kind: i32, reuse: bool) -> Result<(), Errno> {
    let ipv6 = domain == libc::AF_INET6;
    let set = |level, option, value| socket::set_option(fd, level, option, value);
    // An older system does not know the option.
    let try_clear = |level, option| match set(level, option, 0) {
        Err(Errno(libc::ENOPROTOOPT)) => Ok(()),
        result => result,
    };
    if ipv6 {
        set(libc::IPPROTO_IPV6, libc::IPV6_V6ONLY, 0)?;
    }
    if reuse {
        set(libc::SOL_SOCKET, libc::SO_REUSEADDR, 1)?;
    }
    if kind == libc::SOCK_DGRAM {
        // Only what was sent to groups that this socket has joined.
        const IP_MULTICAST_ALL: i32 = 49;
        const IPV6_MULTICAST_ALL: i32 = 29;
        try_clear(libc::IPPROTO_IP, IP_MULTICAST_ALL)?;
        if ipv6 {
            set(libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_HOPS, 1)?;
            try_clear(libc::IPPROTO_IPV6, IPV6_MULTICAST_ALL)?;
        }
    }
    Ok(())
}

fn socket(t: &Thread, prefer_ipv6: bool, stream: bool, reuse: bool, _fast: bool) -> R<i32> {
    let ipv6 = prefer_ipv6 && inet::ipv6_available(t)?;
    let domain = if ipv6 { libc::AF_INET6 } else { libc::AF_INET };
    let kind = if stream { libc::SOCK_STREAM } else { libc::SOCK_DGRAM };
    let fd = checked(t, socket::new_socket(domain, kind, 0))?;
    match prepare(fd, domain, kind, reuse) {
        Ok(()) => Ok(fd),
        Err(errno) => {
            socket::discard(fd);
            Err(socket::socket_exception(t, errno))
        }
    }
}

fn bind(
    t: &Thread,
    fd: Option<ObjRef>,
    prefer_ipv6: bool,
    _exclusive: bool,
    address: Option<ObjRef>,
    port: i32,
) -> R<()> {
    let address = inet::to_system(t, address, port, prefer_ipv6)?;
    checked(t, socket::bind(fd_val(fd), &address))
}

fn listen(t: &Thread, fd: Option<ObjRef>, backlog: i32) -> R<()> {
    let fd = fd_val(fd);
    // SAFETY: plain numbers.
    checked(t, host::once(t, || unsafe { libc::listen(fd, backlog) })).map(drop)
}

/// 1 when connected, or a status.
fn connect(
    t: &Thread,
    prefer_ipv6: bool,
    fd: Option<ObjRef>,
    address: Option<ObjRef>,
    port: i32,
) -> R<i32> {
    let address = inet::to_system(t, address, port, prefer_ipv6)?;
    let ((place, len), fd) = (address.parts(), fd_val(fd));
    // SAFETY: a complete address.
    match host::once(t, || unsafe { libc::connect(fd, place, len) }) {
        Ok(_) => Ok(1),
        Err(Errno(libc::EINPROGRESS)) => Ok(io_status::UNAVAILABLE as i32),
        Err(Errno(libc::EINTR)) => Ok(io_status::INTERRUPTED as i32),
        Err(errno) => Err(channel_error(t, errno)),
    }
}

/// `accept`, again when a connection was gone before it was taken; none is a status.
pub(super) fn accept_into(
    t: &Thread,
    fd: Option<ObjRef>,
    new: Option<ObjRef>,
) -> R<Result<Address, i32>> {
    let fd = fd_val(fd);
    loop {
        let mut address = Address::room();
        let (place, len) = address.parts_mut();
        // SAFETY: room for an address of any family.
        let accepted =
            host::once(t, || unsafe { libc::accept4(fd, place, len, libc::SOCK_CLOEXEC) });
        return match accepted {
            Ok(accepted) => {
                if let Some(new) = new {
                    new.set_i32(FD.of(new), accepted);
                }
                Ok(Ok(address))
            }
            Err(Errno(libc::ECONNABORTED)) => continue,
            Err(Errno(libc::EAGAIN)) => Ok(Err(io_status::UNAVAILABLE as i32)),
            Err(Errno(libc::EINTR)) => Ok(Err(io_status::INTERRUPTED as i32)),
            Err(errno) => Err(channel_error(t, errno)),
        };
    }
}

/// 1 when there was a connection, or a status.
fn accept(
    t: &Thread,
    fd: Option<ObjRef>,
    new: Option<ObjRef>,
    addresses: Option<ObjRef>,
) -> R<i32> {
    match accept_into(t, fd, new)? {
        Err(status) => Ok(status),
        Ok(address) => {
            let address = inet::socket_address(t, &address)?;
            if let Some(addresses) = addresses {
                addresses.set_ref_element(0, address);
            }
            Ok(1)
        }
    }
}

/// `how` is `Net.SHUT_*`, whose numbers are the system's.
fn shutdown(t: &Thread, fd: Option<ObjRef>, how: i32) -> R<()> {
    let fd = fd_val(fd);
    // SAFETY: plain numbers.
    match host::once(t, || unsafe { libc::shutdown(fd, how) }) {
        Ok(_) | Err(Errno(libc::ENOTCONN)) => Ok(()),
        Err(errno) => Err(channel_error(t, errno)),
    }
}

fn java_address(t: &Thread, address: &Address) -> R<Option<ObjRef>> {
    address.ip().map(|ip| inet::to_java(t, None, ip)).transpose()
}

fn local_port(t: &Thread, fd: Option<ObjRef>) -> R<i32> {
    checked(t, socket::local_address(fd_val(fd))).map(|address| address.port())
}

fn local_inet_address(t: &Thread, fd: Option<ObjRef>) -> R<Option<ObjRef>> {
    let address = checked(t, socket::local_address(fd_val(fd)))?;
    java_address(t, &address)
}

fn remote_port(t: &Thread, fd: Option<ObjRef>) -> R<i32> {
    checked(t, socket::remote_address(fd_val(fd))).map(|address| address.port())
}

fn remote_inet_address(t: &Thread, fd: Option<ObjRef>) -> R<Option<ObjRef>> {
    let address = checked(t, socket::remote_address(fd_val(fd)))?;
    java_address(t, &address)
}

/// The events that are there; none when a signal came.
fn poll(t: &Thread, fd: Option<ObjRef>, events: i32, timeout: i64) -> R<i32> {
    let timeout = socket::poll_timeout(timeout);
    match socket::poll(t, fd_val(fd), events as i16, timeout) {
        Ok(events) => Ok(i32::from(events)),
        Err(Errno(libc::EINTR)) => Ok(0),
        Err(errno) => Err(channel_error(t, errno)),
    }
}

/// Whether a connection is established; an exception when it cannot be.
fn poll_connect(t: &Thread, fd: Option<ObjRef>, timeout: i64) -> R<bool> {
    let fd = fd_val(fd);
    let events = match socket::poll(t, fd, libc::POLLOUT, socket::poll_timeout(timeout)) {
        Ok(0) | Err(Errno(libc::EINTR)) => return Ok(false),
        Ok(events) => events,
        Err(errno) => return Err(host::io_error(t, errno, "poll failed")),
    };
    match checked(t, socket::pending_error(fd))? {
        Errno(0) if events & libc::POLLHUP != 0 => Err(channel_error(t, Errno(libc::ENOTCONN))),
        Errno(0) => Ok(true),
        errno => Err(channel_error(t, errno)),
    }
}

fn available(t: &Thread, fd: Option<ObjRef>) -> R<i32> {
    checked(t, socket::available(fd_val(fd)))
}

/// Sends a byte out of band.
fn send_oob(t: &Thread, fd: Option<ObjRef>, byte: i8) -> R<i32> {
    let (fd, place) = (fd_val(fd), &raw const byte);
    // SAFETY: one byte is read.
    let result = host::once(t, || unsafe { libc::send(fd, place.cast(), 1, libc::MSG_OOB) });
    writing(t, result).map(|count| count as i32)
}

/// The system keeps bytes out of band apart by itself.
fn discard_oob(_t: &Thread, _fd: Option<ObjRef>) -> bool {
    false
}
