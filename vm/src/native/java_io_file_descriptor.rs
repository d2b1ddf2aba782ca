//! `java.io.FileDescriptor`.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;

use super::host::{self, Errno, FD};

natives! { "java/io/FileDescriptor";
    "initIDs()V" => init_ids [leaf];
    "sync()V" => sync;
    "getHandle(I)J" => get_handle [leaf];
    "getAppend(I)Z" => get_append [leaf];
    "close0()V" => close;
}

fn init_ids(_t: &Thread) {}

fn sync(t: &Thread, this: ObjRef) -> R<()> {
    let fd = this.get_i32(FD.of(this));
    // SAFETY: fsync takes any number.
    match host::retry(t, || unsafe { libc::fsync(fd) }) {
        Ok(_) => Ok(()),
        Err(_) => Err(throw::new(t, "java/io/SyncFailedException", "sync failed")),
    }
}

/// Handles are Windows'.
fn get_handle(_t: &Thread, _fd: i32) -> i64 {
    -1
}

fn get_append(_t: &Thread, fd: i32) -> bool {
    // SAFETY: F_GETFL takes any descriptor.
    let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
    flags != -1 && flags & libc::O_APPEND != 0
}

fn close(t: &Thread, this: ObjRef) -> R<()> {
    let offset = FD.of(this);
    let fd = this.get_i32(offset);
    if fd < 0 {
        return Ok(());
    }
    // Forgotten first, so that no other thread uses a number that is being given away.
    this.set_i32(offset, -1);
    if fd > libc::STDERR_FILENO {
        // SAFETY: the descriptor is Java's to close.
        return match host::once(t, || unsafe { libc::close(fd) }) {
            Ok(_) | Err(Errno(libc::EINTR)) => Ok(()),
            Err(errno) => Err(host::io_error(t, errno, "close failed")),
        };
    }
    // A standard stream stays open, on nothing, lest another file get its number.
    // SAFETY: a constant path.
    match host::once(t, || unsafe { libc::open(c"/dev/null".as_ptr(), libc::O_WRONLY) }) {
        Ok(null) => {
            // SAFETY: `null` was opened above, and is closed once.
            unsafe {
                libc::dup2(null, fd);
                libc::close(null);
            }
            Ok(())
        }
        Err(errno) => {
            this.set_i32(offset, fd);
            Err(host::io_error(t, errno, "open /dev/null failed"))
        }
    }
}
