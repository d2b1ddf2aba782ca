//! `sun.nio.ch.EPoll`.

use crate::error::R;
use crate::natives;
use crate::thread::Thread;
use libc::epoll_event;
use std::mem::offset_of;

use super::host::{self, Errno, address};
use super::sun_nio_ch_file_dispatcher_impl::io_status;

natives! { "sun/nio/ch/EPoll";
    "eventSize()I" => event_size [leaf];
    "eventsOffset()I" => events_offset [leaf];
    "dataOffset()I" => data_offset [leaf];
    "create()I" => create;
    "ctl(IIII)I" => ctl;
    "wait(IJII)I" => wait;
}

fn event_size(_t: &Thread) -> i32 {
    size_of::<epoll_event>() as i32
}

fn events_offset(_t: &Thread) -> i32 {
    offset_of!(epoll_event, events) as i32
}

fn data_offset(_t: &Thread) -> i32 {
    offset_of!(epoll_event, u64) as i32
}

fn create(t: &Thread) -> R<i32> {
    // SAFETY: a plain number.
    host::once(t, || unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) })
        .map_err(|errno| host::io_error(t, errno, "epoll_create1 failed"))
}

/// Zero or an error number.
fn ctl(_t: &Thread, epoll: i32, operation: i32, fd: i32, events: i32) -> i32 {
    // Java code reads the descriptor as an int from the start of the data.
    let data = u64::from(fd.cast_unsigned());
    let mut event = epoll_event { events: events.cast_unsigned(), u64: data };
    // SAFETY: an event to read.
    match unsafe { libc::epoll_ctl(epoll, operation, fd, &mut event) } {
        0 => 0,
        _ => Errno::last().0,
    }
}

/// How many events came, or a status.
fn wait(t: &Thread, epoll: i32, events: i64, count: i32, timeout: i32) -> R<i32> {
    let events = address(events);
    // SAFETY: the caller's memory has room for that many events.
    match host::once(t, || unsafe { libc::epoll_wait(epoll, events, count, timeout) }) {
        Ok(count) => Ok(count),
        Err(Errno(libc::EINTR)) => Ok(io_status::INTERRUPTED as i32),
        Err(errno) => Err(host::io_error(t, errno, "epoll_wait failed")),
    }
}
