//! `sun.nio.fs.LinuxNativeDispatcher`: the table of mounted file systems.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::{alloc, throw};
use crate::thread::{Thread, safepoint};

use super::host::{Errno, FieldAt, address, c_bytes, unix_exception};

natives! { "sun/nio/fs/LinuxNativeDispatcher";
    "init()V" => init [leaf];
    "setmntent0(JJ)J" => setmntent;
    "getmntent0(JLsun/nio/fs/UnixMountEntry;JI)I" => getmntent;
    "endmntent(J)V" => endmntent;
}

/// The byte arrays of `UnixMountEntry`.
static NAME: FieldAt = FieldAt::new("name", "[B");
static DIR: FieldAt = FieldAt::new("dir", "[B");
static FSTYPE: FieldAt = FieldAt::new("fstype", "[B");
static OPTS: FieldAt = FieldAt::new("opts", "[B");

fn init(_t: &Thread) {}

fn setmntent(t: &Thread, path: i64, mode: i64) -> R<i64> {
    // SAFETY: two C strings of the caller.
    let opened = safepoint::in_native(t, || unsafe {
        match libc::setmntent(address(path), address(mode)) {
            file if file.is_null() => Err(Errno::last()),
            file => Ok(file.expose_provenance() as i64),
        }
    });
    opened.map_err(|errno| unix_exception(t, errno))
}

/// Reads the next line into `entry`; -1 at the end.
fn getmntent(
    t: &Thread,
    stream: i64,
    entry: Option<ObjRef>,
    buffer: i64,
    buffer_len: i32,
) -> R<i32> {
    let entry = entry.ok_or_else(|| throw::npe(t))?;
    // SAFETY: the class library passes a FILE of `setmntent` and a buffer of this length; the
    // strings of the result are copied before the next call.
    let strings = safepoint::in_native(t, || unsafe {
        let mut line: libc::mntent = std::mem::zeroed();
        let found = libc::getmntent_r(address(stream), &mut line, address(buffer), buffer_len);
        (!found.is_null()).then(|| {
            [line.mnt_fsname, line.mnt_dir, line.mnt_type, line.mnt_opts].map(|text| c_bytes(text))
        })
    });
    let Some(strings) = strings else { return Ok(-1) };
    for (field, bytes) in [&NAME, &DIR, &FSTYPE, &OPTS].into_iter().zip(strings) {
        let array = alloc::byte_array(t, &bytes)?;
        entry.set_ref(field.of(entry), Some(array));
    }
    Ok(0)
}

fn endmntent(t: &Thread, stream: i64) {
    // SAFETY: the class library passes a FILE of `setmntent`, once.
    safepoint::in_native(t, || unsafe { libc::endmntent(address(stream)) });
}
