//! `java.net.SocketOutputStream`, of the socket implementation from before 13.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::host::{self, fd_val};
use super::{blocking_fd, plain_socket as plain, socket};

natives! { "java/net/SocketOutputStream";
    "init()V" => init [leaf];
    "socketWrite0(Ljava/io/FileDescriptor;[BII)V" => socket_write;
}

fn init(_t: &Thread) {}

/// Writes all of the range, which Java code has checked.
fn socket_write(
    t: &Thread,
    _this: ObjRef,
    fd: Option<ObjRef>,
    bytes: Option<ObjRef>,
    off: i32,
    len: i32,
) -> R<()> {
    let fd = fd_val(fd);
    if fd == -1 {
        return Err(plain::closed(t));
    }
    let (array, off, len) = host::array_range(t, bytes, off, len)?;
    let mut buffer = host::buffer(t, len)?;
    // SAFETY: copied at once, before any safepoint.
    buffer.copy_from_slice(&unsafe { array.elements::<u8>() }[off..off + len]);
    let mut rest = &buffer[..];
    while !rest.is_empty() {
        // SAFETY: `rest` is readable for its length.
        let send = || unsafe { libc::send(fd, rest.as_ptr().cast(), rest.len(), 0) };
        match blocking_fd::call(t, fd, send) {
            Ok(count) => rest = &rest[count as usize..],
            Err(errno) => {
                return Err(match errno.0 {
                    libc::ECONNRESET => socket::connection_reset(t),
                    _ => plain::failure(t, errno, "Write failed"),
                });
            }
        }
    }
    Ok(())
}
