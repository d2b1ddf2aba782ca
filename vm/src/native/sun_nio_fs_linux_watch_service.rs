//! `sun.nio.fs.LinuxWatchService`, on inotify.

use crate::class::Kind;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::{alloc, throw};
use crate::thread::Thread;
use libc::inotify_event;
use std::mem::offset_of;

use super::host::{self, Errno, SysResult, address, unix_exception};

natives! { "sun/nio/fs/LinuxWatchService";
    "eventSize()I" => event_size [leaf];
    "eventOffsets()[I" => event_offsets;
    "inotifyInit()I" => inotify_init;
    "inotifyAddWatch(IJI)I" => inotify_add_watch;
    "inotifyRmWatch(II)V" => inotify_rm_watch;
    "configureBlocking(IZ)V" => configure_blocking;
    "socketpair([I)V" => socketpair;
    "poll(II)I" => poll;
}

fn event_size(_t: &Thread) -> i32 {
    size_of::<inotify_event>() as i32
}

fn event_offsets(t: &Thread) -> R<ObjRef> {
    let offsets = [
        offset_of!(inotify_event, wd),
        offset_of!(inotify_event, mask),
        offset_of!(inotify_event, cookie),
        offset_of!(inotify_event, len),
        // The name follows the fixed part.
        size_of::<inotify_event>(),
    ];
    let array = alloc::prim_array(t, Kind::Int, offsets.len())?;
    array.write_elements(0, &offsets.map(|offset| offset as i32));
    Ok(array)
}

fn call<T: SysResult>(t: &Thread, call: impl FnOnce() -> T) -> R<T> {
    host::once(t, call).map_err(|errno| unix_exception(t, errno))
}

fn inotify_init(t: &Thread) -> R<i32> {
    // SAFETY: no arguments.
    call(t, || unsafe { libc::inotify_init() })
}

fn inotify_add_watch(t: &Thread, fd: i32, path: i64, mask: i32) -> R<i32> {
    // SAFETY: a C string of the caller.
    call(t, || unsafe { libc::inotify_add_watch(fd, address(path), mask.cast_unsigned()) })
}

fn inotify_rm_watch(t: &Thread, fd: i32, watch: i32) -> R<()> {
    // SAFETY: inotify_rm_watch takes any numbers.
    call(t, || unsafe { libc::inotify_rm_watch(fd, watch) }).map(drop)
}

fn configure_blocking(t: &Thread, fd: i32, blocking: bool) -> R<()> {
    host::set_blocking(t, fd, blocking).map_err(|errno| unix_exception(t, errno))
}

fn socketpair(t: &Thread, pair: Option<ObjRef>) -> R<()> {
    let pair = pair.ok_or_else(|| throw::npe(t))?;
    let mut fds = [0i32; 2];
    let place = fds.as_mut_ptr();
    // SAFETY: room for two descriptors.
    call(t, || unsafe { libc::socketpair(libc::PF_UNIX, libc::SOCK_STREAM, 0, place) })?;
    pair.write_elements(0, &fds);
    Ok(())
}

/// Waits until one of two descriptors can be read.
fn poll(t: &Thread, first: i32, second: i32) -> R<i32> {
    let mut fds = [first, second].map(|fd| libc::pollfd { fd, events: libc::POLLIN, revents: 0 });
    let place = fds.as_mut_ptr();
    // SAFETY: two entries.
    match host::once(t, || unsafe { libc::poll(place, 2, -1) }) {
        Ok(count) => Ok(count),
        Err(Errno(libc::EINTR)) => Ok(0),
        Err(errno) => Err(unix_exception(t, errno)),
    }
}
