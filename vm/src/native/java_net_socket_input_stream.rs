//! `java.net.SocketInputStream`, of the socket implementation from before 13.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::host::{self, fd_val};
use super::{blocking_fd, plain_socket as plain, socket};

natives! { "java/net/SocketInputStream";
    "init()V" => init [leaf];
    "socketRead0(Ljava/io/FileDescriptor;[BIII)I" => socket_read;
}

fn init(_t: &Thread) {}

/// As many bytes as there are, 0 at the end; Java code has checked the range.
fn socket_read(
    t: &Thread,
    _this: ObjRef,
    fd: Option<ObjRef>,
    bytes: Option<ObjRef>,
    off: i32,
    len: i32,
    timeout: i32,
) -> R<i32> {
    let fd = fd_val(fd);
    if fd == -1 {
        return Err(plain::closed(t));
    }
    let (array, off, len) = host::array_range(t, bytes, off, len)?;
    if timeout != 0 {
        plain::wait_readable(t, fd, timeout, "Read timed out")?;
    }
    let mut buffer = host::buffer(t, len)?;
    let place = buffer.as_mut_ptr().expose_provenance();
    let receive = || {
        let place = std::ptr::with_exposed_provenance_mut(place);
        // SAFETY: at most `len` bytes are written to the buffer, which outlives the call.
        unsafe { libc::recv(fd, place, len, 0) }
    };
    match blocking_fd::call(t, fd, receive) {
        Ok(count) => {
            array.write_elements(off, &buffer[..count as usize]);
            Ok(count as i32)
        }
        Err(errno) => Err(match errno.0 {
            libc::ECONNRESET | libc::EPIPE => socket::connection_reset(t),
            _ => plain::failure(t, errno, "Read failed"),
        }),
    }
}
