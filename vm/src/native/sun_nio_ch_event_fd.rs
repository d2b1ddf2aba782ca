//! `sun.nio.ch.EventFD`: what wakes a selector.

use crate::error::R;
use crate::natives;
use crate::thread::Thread;

use super::host;
use super::sun_nio_ch_file_dispatcher_impl::writing;

natives! { "sun/nio/ch/EventFD";
    "eventfd0()I" => eventfd;
    "set0(I)I" => set;
}

fn eventfd(t: &Thread) -> R<i32> {
    // SAFETY: plain numbers.
    host::once(t, || unsafe { libc::eventfd(0, libc::EFD_CLOEXEC) })
        .map_err(|errno| host::io_error(t, errno, "eventfd failed"))
}

fn set(t: &Thread, fd: i32) -> R<i32> {
    let one = 1u64;
    let place = &raw const one;
    // SAFETY: eight bytes are read.
    let result = host::once(t, || unsafe { libc::write(fd, place.cast(), size_of::<u64>()) });
    writing(t, result).map(|count| count as i32)
}
