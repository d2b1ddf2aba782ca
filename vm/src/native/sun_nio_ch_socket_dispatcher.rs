//! `sun.nio.ch.SocketDispatcher`: reading from connected sockets. Writing is as for files.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::host::{self, Errno, address, fd_val};
use super::socket;
use super::sun_nio_ch_file_dispatcher_impl::reading;

natives! { "sun/nio/ch/SocketDispatcher";
    "read0(Ljava/io/FileDescriptor;JI)I" => read;
    "readv0(Ljava/io/FileDescriptor;JI)J" => readv;
}

fn received(t: &Thread, result: Result<isize, Errno>) -> R<i64> {
    match result {
        Err(Errno(libc::ECONNRESET | libc::EPIPE)) => Err(socket::connection_reset(t)),
        result => reading(t, result),
    }
}

fn read(t: &Thread, fd: Option<ObjRef>, at: i64, len: i32) -> R<i32> {
    let (fd, at, len) = (fd_val(fd), address(at), len as usize);
    // SAFETY: native memory of the caller, as long as it says.
    let result = host::once(t, || unsafe { libc::read(fd, at, len) });
    received(t, result).map(|count| count as i32)
}

fn readv(t: &Thread, fd: Option<ObjRef>, vectors: i64, count: i32) -> R<i64> {
    let (fd, vectors) = (fd_val(fd), address(vectors));
    // SAFETY: that many vectors of the caller, each naming native memory.
    let result = host::once(t, || unsafe { libc::readv(fd, vectors, count) });
    received(t, result)
}
