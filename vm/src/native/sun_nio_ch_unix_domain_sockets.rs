//! `sun.nio.ch.UnixDomainSockets`: sockets with names in the file system.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::alloc;
use crate::thread::Thread;

use super::host::{self, Errno, fd_val};
use super::inet::Address;
use super::socket::{self, channel_error, checked};
use super::sun_nio_ch_file_dispatcher_impl::io_status;
use super::sun_nio_ch_net::accept_into;

natives! { "sun/nio/ch/UnixDomainSockets";
    "init()Z" => init;
    "socket0()I" => socket;
    "bind0(Ljava/io/FileDescriptor;[B)V" => bind;
    "connect0(Ljava/io/FileDescriptor;[B)I" => connect;
    "accept0(Ljava/io/FileDescriptor;Ljava/io/FileDescriptor;[Ljava/lang/Object;)I" => accept;
    "localAddress0(Ljava/io/FileDescriptor;)[B" => local_address;
}

/// Whether the system has them.
fn init(_t: &Thread) -> bool {
    let made = socket::new_socket(libc::AF_UNIX, libc::SOCK_STREAM, 0);
    made.inspect(|&fd| socket::discard(fd)).is_ok()
}

fn socket(t: &Thread) -> R<i32> {
    checked(t, socket::new_socket(libc::AF_UNIX, libc::SOCK_STREAM, 0))
}

fn address(t: &Thread, path: Option<ObjRef>) -> R<Address> {
    let Some(path) = path else {
        return Err(socket::exception(t, "SocketException", "Unix domain path not present"));
    };
    // SAFETY: copied at once, before any safepoint.
    let path = unsafe { path.elements::<u8>() }.to_vec();
    Address::unix(&path)
        .ok_or_else(|| socket::exception(t, "SocketException", "Unix domain path too long"))
}

fn bind(t: &Thread, fd: Option<ObjRef>, path: Option<ObjRef>) -> R<()> {
    let address = address(t, path)?;
    let ((place, len), fd) = (address.parts(), fd_val(fd));
    // SAFETY: a complete address.
    checked(t, host::once(t, || unsafe { libc::bind(fd, place, len) })).map(drop)
}

/// 1 when connected, or a status.
fn connect(t: &Thread, fd: Option<ObjRef>, path: Option<ObjRef>) -> R<i32> {
    let address = address(t, path)?;
    let ((place, len), fd) = (address.parts(), fd_val(fd));
    // SAFETY: a complete address.
    match host::once(t, || unsafe { libc::connect(fd, place, len) }) {
        Ok(_) => Ok(1),
        Err(Errno(libc::EINPROGRESS | libc::EAGAIN)) => Ok(io_status::UNAVAILABLE as i32),
        Err(Errno(libc::EINTR)) => Ok(io_status::INTERRUPTED as i32),
        Err(errno) => Err(channel_error(t, errno)),
    }
}

fn path_bytes(t: &Thread, address: &Address) -> R<Option<ObjRef>> {
    address.unix_path().map(|path| alloc::byte_array(t, &path)).transpose()
}

/// 1 when there was a connection, whose peer's path goes into the array, or a status.
fn accept(t: &Thread, fd: Option<ObjRef>, new: Option<ObjRef>, peer: Option<ObjRef>) -> R<i32> {
    match accept_into(t, fd, new)? {
        Err(status) => Ok(status),
        Ok(address) => {
            let path = path_bytes(t, &address)?;
            if let Some(peer) = peer {
                peer.set_ref_element(0, path);
            }
            Ok(1)
        }
    }
}

fn local_address(t: &Thread, fd: Option<ObjRef>) -> R<Option<ObjRef>> {
    let address = checked(t, socket::local_address(fd_val(fd)))?;
    path_bytes(t, &address)
}
