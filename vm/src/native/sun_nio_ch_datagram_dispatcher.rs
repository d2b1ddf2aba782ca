//! `sun.nio.ch.DatagramDispatcher`: reading and writing on connected datagram sockets.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::host::{self, Errno, address, fd_val};
use super::socket;
use super::sun_nio_ch_file_dispatcher_impl::{reading, writing};

natives! { "sun/nio/ch/DatagramDispatcher";
    "read0(Ljava/io/FileDescriptor;JI)I" => read;
    "readv0(Ljava/io/FileDescriptor;JI)J" => readv;
    "write0(Ljava/io/FileDescriptor;JI)I" => write;
    "writev0(Ljava/io/FileDescriptor;JI)J" => writev;
}

/// What a transfer gave, unless nobody listens at the other end.
fn reachable(t: &Thread, result: Result<isize, Errno>) -> R<Result<isize, Errno>> {
    match result {
        Err(Errno(libc::ECONNREFUSED)) => Err(socket::port_unreachable(t)),
        result => Ok(result),
    }
}

/// A message of some vectors without an address.
fn message(vectors: i64, count: i32) -> libc::msghdr {
    // SAFETY: all-zero is a valid msghdr.
    let mut message: libc::msghdr = unsafe { std::mem::zeroed() };
    message.msg_iov = address(vectors);
    message.msg_iovlen = count as usize;
    message
}

fn read(t: &Thread, fd: Option<ObjRef>, at: i64, len: i32) -> R<i32> {
    let (fd, at, len) = (fd_val(fd), address(at), len as usize);
    // SAFETY: native memory of the caller, as long as it says.
    let result = host::once(t, || unsafe { libc::recv(fd, at, len, 0) });
    reading(t, reachable(t, result)?).map(|count| count as i32)
}

fn readv(t: &Thread, fd: Option<ObjRef>, vectors: i64, count: i32) -> R<i64> {
    let (fd, mut message) = (fd_val(fd), message(vectors, count));
    let place = &raw mut message;
    // SAFETY: that many vectors of the caller, each naming native memory.
    let result = host::once(t, || unsafe { libc::recvmsg(fd, place, 0) });
    reading(t, reachable(t, result)?)
}

fn write(t: &Thread, fd: Option<ObjRef>, at: i64, len: i32) -> R<i32> {
    let (fd, at, len) = (fd_val(fd), address(at), len as usize);
    // SAFETY: native memory of the caller, as long as it says.
    let result = host::once(t, || unsafe { libc::send(fd, at, len, 0) });
    writing(t, reachable(t, result)?).map(|count| count as i32)
}

fn writev(t: &Thread, fd: Option<ObjRef>, vectors: i64, count: i32) -> R<i64> {
    let (fd, message) = (fd_val(fd), message(vectors, count));
    let place = &raw const message;
    // SAFETY: that many vectors of the caller, each naming native memory.
    let result = host::once(t, || unsafe { libc::sendmsg(fd, place, 0) });
    writing(t, reachable(t, result)?)
}
