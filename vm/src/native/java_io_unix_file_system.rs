//! `java.io.UnixFileSystem`.

use crate::class::wk;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::{alloc, throw};
use crate::thread::{Thread, safepoint};
use std::ffi::{CStr, CString};

use super::host::{self, Errno, FieldAt};
use super::{file_stream as streams, unix_path};

natives! { "java/io/UnixFileSystem";
    "initIDs()V" => init_ids [leaf];
    "canonicalize0(Ljava/lang/String;)Ljava/lang/String;" => canonicalize;
    "getBooleanAttributes0(Ljava/io/File;)I" => get_boolean_attributes;
    "checkAccess(Ljava/io/File;I)Z" => check_access;
    "getLastModifiedTime(Ljava/io/File;)J" => get_last_modified_time;
    "getLength(Ljava/io/File;)J" => get_length;
    "setPermission(Ljava/io/File;IZZ)Z" => set_permission;
    "createFileExclusively(Ljava/lang/String;)Z" => create_file_exclusively;
    "delete0(Ljava/io/File;)Z" => delete;
    "list(Ljava/io/File;)[Ljava/lang/String;" => list;
    "createDirectory(Ljava/io/File;)Z" => create_directory;
    "rename0(Ljava/io/File;Ljava/io/File;)Z" => rename;
    "setLastModifiedTime(Ljava/io/File;J)Z" => set_last_modified_time;
    "setReadOnly(Ljava/io/File;)Z" => set_read_only;
    "getSpace(Ljava/io/File;I)J" => get_space;
    "getNameMax0(Ljava/lang/String;)J" => get_name_max;
}

/// `java.io.File.path`.
static PATH: FieldAt = FieldAt::new("path", "Ljava/lang/String;");

/// `FileSystem.BA_*`.
mod attribute {
    pub const EXISTS: i32 = 1;
    pub const REGULAR: i32 = 2;
    pub const DIRECTORY: i32 = 4;
}

/// `FileSystem.SPACE_*`.
mod space {
    pub const TOTAL: i32 = 0;
    pub const FREE: i32 = 1;
}

fn init_ids(_t: &Thread) {}

fn file_path(t: &Thread, file: Option<ObjRef>) -> R<CString> {
    let file = file.ok_or_else(|| throw::npe(t))?;
    host::path_arg(t, file.get_ref(PATH.of(file)))
}

fn stat(t: &Thread, path: &CStr) -> Result<libc::stat, Errno> {
    // SAFETY: all-zero is a valid stat.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: a C string, and a stat to fill.
    host::once(t, || unsafe { libc::stat(path.as_ptr(), &mut stat) })?;
    Ok(stat)
}

fn stat_file(t: &Thread, file: Option<ObjRef>) -> R<Option<libc::stat>> {
    let path = file_path(t, file)?;
    Ok(stat(t, &path).ok())
}

fn canonicalize(t: &Thread, _this: ObjRef, path: Option<ObjRef>) -> R<ObjRef> {
    let path = host::path_arg(t, path)?;
    match safepoint::in_native(t, || unix_path::canonicalize(path.as_bytes())) {
        Ok(canonical) => host::from_system(t, &canonical),
        Err(errno) => Err(host::io_error(t, errno, "Bad pathname")),
    }
}

fn get_boolean_attributes(t: &Thread, _this: ObjRef, file: Option<ObjRef>) -> R<i32> {
    Ok(match stat_file(t, file)?.map(|stat| stat.st_mode & libc::S_IFMT) {
        None => 0,
        Some(libc::S_IFREG) => attribute::EXISTS | attribute::REGULAR,
        Some(libc::S_IFDIR) => attribute::EXISTS | attribute::DIRECTORY,
        Some(_) => attribute::EXISTS,
    })
}

/// `access` has the bits of `FileSystem.ACCESS_*`, which are those of the system.
fn check_access(t: &Thread, _this: ObjRef, file: Option<ObjRef>, access: i32) -> R<bool> {
    let path = file_path(t, file)?;
    // SAFETY: a C string.
    Ok(host::once(t, || unsafe { libc::access(path.as_ptr(), access & 7) }).is_ok())
}

fn get_last_modified_time(t: &Thread, _this: ObjRef, file: Option<ObjRef>) -> R<i64> {
    let time = |stat: libc::stat| stat.st_mtime * 1000 + stat.st_mtime_nsec / 1_000_000;
    Ok(stat_file(t, file)?.map_or(0, time))
}

fn get_length(t: &Thread, _this: ObjRef, file: Option<ObjRef>) -> R<i64> {
    Ok(stat_file(t, file)?.map_or(0, |stat| stat.st_size))
}

/// Changes the mode of an existing file.
fn change_mode(t: &Thread, path: &CStr, change: impl Fn(libc::mode_t) -> libc::mode_t) -> bool {
    let Ok(stat) = stat(t, path) else { return false };
    let mode = change(stat.st_mode & 0o7777);
    // SAFETY: a C string.
    host::retry(t, || unsafe { libc::chmod(path.as_ptr(), mode) }).is_ok()
}

fn set_permission(
    t: &Thread,
    _this: ObjRef,
    file: Option<ObjRef>,
    access: i32,
    enable: bool,
    owner_only: bool,
) -> R<bool> {
    let path = file_path(t, file)?;
    let bit = (access & 7) as libc::mode_t;
    let bits = if owner_only { bit << 6 } else { bit << 6 | bit << 3 | bit };
    let change = |mode| if enable { mode | bits } else { mode & !bits };
    Ok(change_mode(t, &path, change))
}

fn create_file_exclusively(t: &Thread, _this: ObjRef, path: Option<ObjRef>) -> R<bool> {
    let path = host::path_arg(t, path)?;
    // The root exists, and cannot be opened so as to find out.
    if path.as_bytes() == b"/" {
        return Ok(false);
    }
    match streams::open_file(t, &path, libc::O_RDWR | libc::O_CREAT | libc::O_EXCL) {
        Ok(fd) => {
            // SAFETY: opened above.
            match host::once(t, || unsafe { libc::close(fd) }) {
                Ok(_) => Ok(true),
                Err(errno) => Err(host::io_error(t, errno, &path.to_string_lossy())),
            }
        }
        Err(Errno(libc::EEXIST)) => Ok(false),
        Err(errno) => Err(host::io_error(t, errno, &path.to_string_lossy())),
    }
}

fn delete(t: &Thread, _this: ObjRef, file: Option<ObjRef>) -> R<bool> {
    let path = file_path(t, file)?;
    // SAFETY: a C string.
    Ok(host::once(t, || unsafe { libc::remove(path.as_ptr()) }).is_ok())
}

fn list(t: &Thread, _this: ObjRef, file: Option<ObjRef>) -> R<Option<ObjRef>> {
    let path = file_path(t, file)?;
    let Some(names) = safepoint::in_native(t, || unix_path::list(&path)) else {
        return Ok(None);
    };
    let array = alloc::ref_array(t, wk::string(), names.len())?;
    for (index, name) in names.iter().enumerate() {
        array.set_ref_element(index, Some(host::from_system(t, name)?));
    }
    Ok(Some(array))
}

fn create_directory(t: &Thread, _this: ObjRef, file: Option<ObjRef>) -> R<bool> {
    let path = file_path(t, file)?;
    // SAFETY: a C string.
    Ok(host::once(t, || unsafe { libc::mkdir(path.as_ptr(), 0o777) }).is_ok())
}

fn rename(t: &Thread, _this: ObjRef, from: Option<ObjRef>, to: Option<ObjRef>) -> R<bool> {
    let (from, to) = (file_path(t, from)?, file_path(t, to)?);
    // SAFETY: two C strings.
    Ok(host::once(t, || unsafe { libc::rename(from.as_ptr(), to.as_ptr()) }).is_ok())
}

fn set_last_modified_time(t: &Thread, _this: ObjRef, file: Option<ObjRef>, time: i64) -> R<bool> {
    let path = file_path(t, file)?;
    let Ok(stat) = stat(t, &path) else { return Ok(false) };
    let times = [
        libc::timeval { tv_sec: stat.st_atime, tv_usec: stat.st_atime_nsec / 1000 },
        libc::timeval { tv_sec: time / 1000, tv_usec: time % 1000 * 1000 },
    ];
    // SAFETY: a C string, and two timevals.
    Ok(host::once(t, || unsafe { libc::utimes(path.as_ptr(), times.as_ptr()) }).is_ok())
}

fn set_read_only(t: &Thread, _this: ObjRef, file: Option<ObjRef>) -> R<bool> {
    let path = file_path(t, file)?;
    Ok(change_mode(t, &path, |mode| mode & !0o222))
}

fn get_space(t: &Thread, _this: ObjRef, file: Option<ObjRef>, which: i32) -> R<i64> {
    let path = file_path(t, file)?;
    // SAFETY: all-zero is a valid statvfs.
    let mut fs: libc::statvfs = unsafe { std::mem::zeroed() };
    // SAFETY: a C string, and a statvfs to fill.
    if host::once(t, || unsafe { libc::statvfs(path.as_ptr(), &mut fs) }).is_err() {
        return Ok(0);
    }
    let blocks = match which {
        space::TOTAL => fs.f_blocks,
        space::FREE => fs.f_bfree,
        _ => fs.f_bavail,
    };
    Ok(i64::try_from(fs.f_frsize.saturating_mul(blocks)).unwrap_or(i64::MAX))
}

fn get_name_max(t: &Thread, _this: ObjRef, path: Option<ObjRef>) -> R<i64> {
    let path = host::path_arg(t, path)?;
    // SAFETY: a C string.
    let max = host::once(t, || unsafe { libc::pathconf(path.as_ptr(), libc::_PC_NAME_MAX) });
    Ok(max.unwrap_or(255))
}
