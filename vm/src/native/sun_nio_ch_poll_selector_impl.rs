//! `sun.nio.ch.PollSelectorImpl`: the selector on `poll`.

use crate::error::R;
use crate::natives;
use crate::thread::Thread;

use super::host::{self, Errno, address};
use super::sun_nio_ch_file_dispatcher_impl::io_status;

natives! { "sun/nio/ch/PollSelectorImpl";
    "poll(JII)I" => poll;
}

/// How many descriptors have events, or a status.
fn poll(t: &Thread, entries: i64, count: i32, timeout: i32) -> R<i32> {
    let (entries, count) = (address(entries), libc::nfds_t::from(count.cast_unsigned()));
    // SAFETY: that many entries of the caller.
    match host::once(t, || unsafe { libc::poll(entries, count, timeout) }) {
        Ok(count) => Ok(count),
        Err(Errno(libc::EINTR)) => Ok(io_status::INTERRUPTED as i32),
        Err(errno) => Err(host::io_error(t, errno, "poll failed")),
    }
}
