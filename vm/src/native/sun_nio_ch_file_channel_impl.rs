//! `sun.nio.ch.FileChannelImpl`: mapping files, and transfers inside the kernel.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::throw;
use crate::thread::{Thread, safepoint};

use super::host::{self, Errno, FieldAt, address, fd_val};
use super::sun_nio_ch_file_dispatcher_impl::{io_status, status};

natives! { "sun/nio/ch/FileChannelImpl";
    "initIDs()J" => init_ids [leaf];
    "map0(IJJZ)J" => map;
    "unmap0(JJ)I" => unmap;
    "transferTo0(Ljava/io/FileDescriptor;JJLjava/io/FileDescriptor;)J" => transfer_to;
    "maxDirectTransferSize0()I" => max_direct_transfer_size [leaf];
}

/// `FileChannelImpl.fd`.
static FIELD: FieldAt = FieldAt::new("fd", "Ljava/io/FileDescriptor;");

/// `FileChannelImpl.MAP_*`.
mod map_mode {
    pub const READ_ONLY: i32 = 0;
    pub const READ_WRITE: i32 = 1;
}

/// The granularity of positions in mappings.
fn init_ids(_t: &Thread) -> i64 {
    host::page_size()
}

fn map(t: &Thread, this: ObjRef, mode: i32, position: i64, length: i64, sync: bool) -> R<i64> {
    let fd = fd_val(this.get_ref(FIELD.of(this)));
    let (protection, mut flags) = match mode {
        map_mode::READ_ONLY => (libc::PROT_READ, libc::MAP_SHARED),
        map_mode::READ_WRITE => (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED),
        _ => (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE),
    };
    if sync {
        flags |= libc::MAP_SYNC | libc::MAP_SHARED_VALIDATE;
    }
    let length = length as usize;
    // SAFETY: a new mapping at a place of the system's choice.
    let mapped = safepoint::in_native(t, || unsafe {
        match libc::mmap(std::ptr::null_mut(), length, protection, flags, fd, position) {
            libc::MAP_FAILED => Err(Errno::last()),
            start => Ok(start.expose_provenance() as i64),
        }
    });
    match mapped {
        Ok(start) => Ok(start),
        Err(Errno(libc::ENOMEM)) => Err(throw::new(t, "java/lang/OutOfMemoryError", "Map failed")),
        Err(Errno(libc::EINTR)) => Ok(io_status::INTERRUPTED),
        Err(errno) if sync && errno.0 == libc::ENOTSUP => {
            Err(host::io_error(t, errno, "map with mode MAP_SYNC unsupported"))
        }
        Err(errno) => Err(host::io_error(t, errno, "Map failed")),
    }
}

fn unmap(t: &Thread, start: i64, length: i64) -> R<i32> {
    // SAFETY: the class library unmaps what `map` gave it, when no buffer uses it any more.
    let result = host::once(t, || unsafe { libc::munmap(address(start), length as usize) });
    status(t, result, "Unmap failed").map(|value| value as i32)
}

fn transfer_to(
    t: &Thread,
    _this: ObjRef,
    from: Option<ObjRef>,
    position: i64,
    count: i64,
    to: Option<ObjRef>,
) -> R<i64> {
    let (from, to) = (fd_val(from), fd_val(to));
    let mut offset = position;
    // SAFETY: `offset` is read and written by the call.
    let result = host::once(t, || unsafe { libc::sendfile(to, from, &mut offset, count as usize) });
    match result {
        Ok(sent) => Ok(sent as i64),
        Err(Errno(libc::EAGAIN)) => Ok(io_status::UNAVAILABLE),
        Err(Errno(libc::EINVAL)) if count >= 0 => Ok(io_status::UNSUPPORTED_CASE),
        Err(Errno(libc::EINTR)) => Ok(io_status::INTERRUPTED),
        Err(errno) => Err(host::io_error(t, errno, "Transfer failed")),
    }
}

/// The most that one call of sendfile takes.
fn max_direct_transfer_size(_t: &Thread) -> i32 {
    0x7FFF_F000
}
