//! `sun.nio.ch.DatagramChannelImpl`: datagrams with the addresses of their senders and receivers.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::host::{self, Errno, address, fd_val};
use super::inet::Address;
use super::socket::{self, channel_error};
use super::sun_nio_ch_file_dispatcher_impl::io_status;

natives! { "sun/nio/ch/DatagramChannelImpl";
    "disconnect0(Ljava/io/FileDescriptor;Z)V" => disconnect;
    "receive0(Ljava/io/FileDescriptor;JIJZ)I" => receive;
    "send0(Ljava/io/FileDescriptor;JIJI)I" => send;
}

/// No datagram is longer.
const PACKET_MAX: i32 = 65536;

fn disconnect(t: &Thread, fd: Option<ObjRef>, ipv6: bool) -> R<()> {
    let fd = fd_val(fd);
    let nobody = Address::none(ipv6);
    let (place, len) = nobody.parts();
    // SAFETY: a complete address.
    socket::checked(t, host::once(t, || unsafe { libc::connect(fd, place, len) })).map(drop)
}

/// Reads a datagram into native memory, and its sender into the structure at `sender`.
fn receive(
    t: &Thread,
    fd: Option<ObjRef>,
    at: i64,
    len: i32,
    sender: i64,
    connected: bool,
) -> R<i32> {
    let (fd, at, len) = (fd_val(fd), address(at), len.min(PACKET_MAX) as usize);
    loop {
        let mut sender_len = size_of::<libc::sockaddr_in6>() as libc::socklen_t;
        let (place, place_len) = (address(sender), &raw mut sender_len);
        // SAFETY: native memory of the caller, as long as it says, and room for an address of
        // version 6, too.
        let result = host::once(t, || unsafe { libc::recvfrom(fd, at, len, 0, place, place_len) });
        return match result {
            Ok(count) => Ok(count as i32),
            Err(Errno(libc::EAGAIN)) => Ok(io_status::UNAVAILABLE as i32),
            Err(Errno(libc::EINTR)) => Ok(io_status::INTERRUPTED as i32),
            // That an earlier datagram of an unconnected socket reached nobody is not for here.
            Err(Errno(libc::ECONNREFUSED)) if !connected => continue,
            Err(Errno(libc::ECONNREFUSED)) => Err(socket::port_unreachable(t)),
            Err(errno) => Err(channel_error(t, errno)),
        };
    }
}

/// Sends a datagram to the address at `target`.
fn send(t: &Thread, fd: Option<ObjRef>, at: i64, len: i32, target: i64, target_len: i32) -> R<i32> {
    let (fd, at, len) = (fd_val(fd), address(at), len.min(PACKET_MAX) as usize);
    let (target, target_len) = (address::<libc::sockaddr>(target), target_len.cast_unsigned());
    // SAFETY: native memory of the caller, as long as it says.
    let result = host::once(t, || unsafe { libc::sendto(fd, at, len, 0, target, target_len) });
    match result {
        Ok(count) => Ok(count as i32),
        Err(Errno(libc::EAGAIN)) => Ok(io_status::UNAVAILABLE as i32),
        Err(Errno(libc::EINTR)) => Ok(io_status::INTERRUPTED as i32),
        Err(Errno(libc::ECONNREFUSED)) => Err(socket::port_unreachable(t)),
        Err(errno) => Err(channel_error(t, errno)),
    }
}
