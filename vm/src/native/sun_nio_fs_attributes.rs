//! What `UnixNativeDispatcher` stores into attribute objects, and the names of users and groups.

use crate::heap::ObjRef;
use crate::thread::Thread;
use libc::{c_char, c_int};
use std::ffi::CStr;

use super::host::{self, Errno, FieldAt, c_bytes};

macro_rules! fields {
    ($($id:ident = $name:literal : $desc:literal;)*) => {
        $(static $id: FieldAt = FieldAt::new($name, $desc);)*
    };
}

fields! {
    MODE = "st_mode": "I";
    INO = "st_ino": "J";
    DEV = "st_dev": "J";
    RDEV = "st_rdev": "J";
    NLINK = "st_nlink": "I";
    UID = "st_uid": "I";
    GID = "st_gid": "I";
    SIZE = "st_size": "J";
    ATIME_SEC = "st_atime_sec": "J";
    ATIME_NSEC = "st_atime_nsec": "J";
    MTIME_SEC = "st_mtime_sec": "J";
    MTIME_NSEC = "st_mtime_nsec": "J";
    CTIME_SEC = "st_ctime_sec": "J";
    CTIME_NSEC = "st_ctime_nsec": "J";
    BIRTHTIME_SEC = "st_birthtime_sec": "J";
    BIRTHTIME_NSEC = "st_birthtime_nsec": "J";
    FS_FRSIZE = "f_frsize": "J";
    FS_BLOCKS = "f_blocks": "J";
    FS_BFREE = "f_bfree": "J";
    FS_BAVAIL = "f_bavail": "J";
}

/// Asks for all attributes of a file, its time of birth included.
pub(super) fn query(
    t: &Thread,
    dfd: i32,
    path: *const c_char,
    flags: i32,
) -> Result<libc::statx, Errno> {
    // SAFETY: all-zero is a valid statx.
    let mut status: libc::statx = unsafe { std::mem::zeroed() };
    let place = &raw mut status;
    let mask = libc::STATX_BASIC_STATS | libc::STATX_BTIME;
    // SAFETY: a C string of the caller, and a statx to fill.
    host::retry(t, || unsafe { libc::statx(dfd, path, flags, mask, place) })?;
    Ok(status)
}

/// Fills a `UnixFileAttributes`.
pub(super) fn store(to: ObjRef, status: &libc::statx) {
    let int = |field: &FieldAt, value: u32| to.set_i32(field.of(to), value.cast_signed());
    let long = |field: &FieldAt, value: u64| to.set_i64(field.of(to), value.cast_signed());
    let time = |sec: &FieldAt, nsec: &FieldAt, value: &libc::statx_timestamp| {
        to.set_i64(sec.of(to), value.tv_sec);
        to.set_i64(nsec.of(to), i64::from(value.tv_nsec));
    };
    int(&MODE, u32::from(status.stx_mode));
    long(&INO, status.stx_ino);
    long(&DEV, libc::makedev(status.stx_dev_major, status.stx_dev_minor));
    long(&RDEV, libc::makedev(status.stx_rdev_major, status.stx_rdev_minor));
    int(&NLINK, status.stx_nlink);
    int(&UID, status.stx_uid);
    int(&GID, status.stx_gid);
    long(&SIZE, status.stx_size);
    time(&ATIME_SEC, &ATIME_NSEC, &status.stx_atime);
    time(&MTIME_SEC, &MTIME_NSEC, &status.stx_mtime);
    time(&CTIME_SEC, &CTIME_NSEC, &status.stx_ctime);
    // A file system without times of birth: the class library shows the last modification then.
    let birth = match status.stx_mask & libc::STATX_BTIME {
        0 => &status.stx_mtime,
        _ => &status.stx_btime,
    };
    time(&BIRTHTIME_SEC, &BIRTHTIME_NSEC, birth);
}

/// Fills a `UnixFileStoreAttributes`.
pub(super) fn store_file_system(to: ObjRef, fs: &libc::statvfs) {
    let long = |field: &FieldAt, value: u64| to.set_i64(field.of(to), value.cast_signed());
    long(&FS_FRSIZE, fs.f_frsize);
    long(&FS_BLOCKS, fs.f_blocks);
    long(&FS_BFREE, fs.f_bfree);
    long(&FS_BAVAIL, fs.f_bavail);
}

/// Makes one of the `get…_r` calls, which report an error by their result, with more room until
/// the entry fits. `Err(Errno(0))` when there is no such entry.
fn lookup<T, V>(
    call: impl Fn(*mut T, *mut c_char, usize, *mut *mut T) -> c_int,
    value: impl FnOnce(&T) -> V,
) -> Result<V, Errno> {
    let mut room = 1024;
    loop {
        let mut buffer = vec![0u8; room];
        // SAFETY: passwd and group are plain structures, for which all-zero is valid.
        let mut entry: T = unsafe { std::mem::zeroed() };
        let mut found = std::ptr::null_mut();
        match call(&mut entry, buffer.as_mut_ptr().cast(), buffer.len(), &mut found) {
            0 if found.is_null() => return Err(Errno(0)),
            0 => return Ok(value(&entry)),
            libc::ERANGE if room < 1 << 24 => room *= 4,
            libc::EINTR => {}
            errno => return Err(Errno(errno)),
        }
    }
}

/// The name of a user.
pub(super) fn user_name(uid: libc::uid_t) -> Result<Vec<u8>, Errno> {
    let name = lookup(
        // SAFETY: `lookup` passes an entry, a buffer of that length, and a place for the result.
        |entry, buffer, len, found| unsafe { libc::getpwuid_r(uid, entry, buffer, len, found) },
        // SAFETY: the entry of a user that was found has a name.
        |entry: &libc::passwd| unsafe { c_bytes(entry.pw_name) },
    )?;
    if name.is_empty() { Err(Errno(0)) } else { Ok(name) }
}

/// The name of a group.
pub(super) fn group_name(gid: libc::gid_t) -> Result<Vec<u8>, Errno> {
    let name = lookup(
        // SAFETY: as in `user_name`.
        |entry, buffer, len, found| unsafe { libc::getgrgid_r(gid, entry, buffer, len, found) },
        // SAFETY: as in `user_name`.
        |entry: &libc::group| unsafe { c_bytes(entry.gr_name) },
    )?;
    if name.is_empty() { Err(Errno(0)) } else { Ok(name) }
}

/// The id of a user.
pub(super) fn user_id(name: &CStr) -> Result<libc::uid_t, Errno> {
    let name = name.as_ptr();
    lookup(
        // SAFETY: as in `user_name`.
        |entry, buffer, len, found| unsafe { libc::getpwnam_r(name, entry, buffer, len, found) },
        |entry: &libc::passwd| entry.pw_uid,
    )
}

/// The id of a group.
pub(super) fn group_id(name: &CStr) -> Result<libc::gid_t, Errno> {
    let name = name.as_ptr();
    lookup(
        // SAFETY: as in `user_name`.
        |entry, buffer, len, found| unsafe { libc::getgrnam_r(name, entry, buffer, len, found) },
        |entry: &libc::group| entry.gr_gid,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_and_groups_are_found_both_ways() {
        assert_eq!(user_name(0).unwrap(), b"root");
        assert_eq!(group_name(0).unwrap(), b"root");
        assert_eq!(user_id(c"root"), Ok(0));
        assert_eq!(group_id(c"root"), Ok(0));
        assert_eq!(user_id(c"no such user"), Err(Errno(0)));
    }
}
