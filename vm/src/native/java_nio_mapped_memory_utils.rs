//! `java.nio.MappedMemoryUtils`: the pages of mapped buffers.

use super::host;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "java/nio/MappedMemoryUtils";
    "isLoaded0(JJJ)Z" => is_loaded;
    "load0(JJ)V" => load;
    "unload0(JJ)V" => unload;
    "force0(Ljava/io/FileDescriptor;JJ)V" => force;
}

/// Whether all pages of the range are in memory.
fn is_loaded(t: &Thread, address: i64, length: i64, pages: i64) -> R<bool> {
    let mut present = host::buffer(t, usize::try_from(pages).unwrap_or(0))?;
    let place = host::address(address);
    let vector = present.as_mut_ptr();
    // SAFETY: the vector has a byte for each page of the range, which Java code has mapped.
    host::once(t, || unsafe { libc::mincore(place, length as usize, vector) })
        .map_err(|errno| host::io_error(t, errno, "mincore failed"))?;
    Ok(present.iter().all(|page| page & 1 != 0))
}

fn advise(t: &Thread, address: i64, length: i64, advice: libc::c_int) -> R<()> {
    let place = host::address(address);
    // SAFETY: the range is one that Java code has mapped from a file.
    host::once(t, || unsafe { libc::madvise(place, length as usize, advice) })
        .map(|_| ())
        .map_err(|errno| host::io_error(t, errno, "madvise failed"))
}

fn load(t: &Thread, address: i64, length: i64) -> R<()> {
    advise(t, address, length, libc::MADV_WILLNEED)
}

fn unload(t: &Thread, address: i64, length: i64) -> R<()> {
    advise(t, address, length, libc::MADV_DONTNEED)
}

/// Writes changes back to the file.
fn force(t: &Thread, _descriptor: Option<ObjRef>, address: i64, length: i64) -> R<()> {
    let start = host::address(address);
    // SAFETY: the range is one that Java code has mapped, from the start of its first page.
    host::once(t, || unsafe { libc::msync(start, length as usize, libc::MS_SYNC) })
        .map(|_| ())
        .map_err(|errno| host::io_error(t, errno, "msync with parameter MS_SYNC failed"))
}
