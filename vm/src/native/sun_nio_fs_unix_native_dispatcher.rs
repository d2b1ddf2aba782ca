//! `sun.nio.fs.UnixNativeDispatcher`: system calls on file names in native memory.
//!
//! Names come as addresses of C strings that the class library keeps alive during the call;
//! failures are `UnixException`s with the error number.

use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::{alloc, throw};
use crate::thread::{Thread, safepoint};
use libc::{c_char, timespec, timeval};
use std::ffi::CStr;

use super::host::{self, Errno, SysResult, address, unix_exception};
use super::sun_nio_fs_attributes as attributes;
use super::unix_path;

natives! { "sun/nio/fs/UnixNativeDispatcher";
    "init()I" => init [leaf];
    "getcwd()[B" => getcwd;
    "dup(I)I" => dup;
    "open0(JII)I" => open;
    "openat0(IJII)I" => openat;
    "close0(I)V" => close;
    "rewind(J)V" => rewind;
    "getlinelen(J)I" => getlinelen;
    "link0(JJ)V" => link;
    "unlink0(J)V" => unlink;
    "unlinkat0(IJI)V" => unlinkat;
    "mknod0(JIJ)V" => mknod;
    "rename0(JJ)V" => rename;
    "renameat0(IJIJ)V" => renameat;
    "mkdir0(JI)V" => mkdir;
    "rmdir0(J)V" => rmdir;
    "readlink0(J)[B" => readlink;
    "realpath0(J)[B" => realpath;
    "symlink0(JJ)V" => symlink;
    "stat0(JLsun/nio/fs/UnixFileAttributes;)V" => stat;
    "stat1(J)I" => stat_mode;
    "lstat0(JLsun/nio/fs/UnixFileAttributes;)V" => lstat;
    "fstat(ILsun/nio/fs/UnixFileAttributes;)V" => fstat;
    "fstatat0(IJILsun/nio/fs/UnixFileAttributes;)V" => fstatat;
    "chown0(JII)V" => chown;
    "lchown0(JII)V" => lchown;
    "fchown(III)V" => fchown;
    "chmod0(JI)V" => chmod;
    "fchmod(II)V" => fchmod;
    "utimes0(JJJ)V" => utimes;
    "futimes(IJJ)V" => futimes;
    "futimens(IJJ)V" => futimens;
    "lutimes0(JJJ)V" => lutimes;
    "opendir0(J)J" => opendir;
    "fdopendir(I)J" => fdopendir;
    "closedir(J)V" => closedir;
    "readdir(J)[B" => readdir;
    "read(IJI)I" => read;
    "write(IJI)I" => write;
    "access0(JI)V" => access;
    "exists0(J)Z" => exists;
    "getpwuid(I)[B" => getpwuid;
    "getgrgid(I)[B" => getgrgid;
    "getpwnam0(J)I" => getpwnam;
    "getgrnam0(J)I" => getgrnam;
    "statvfs0(JLsun/nio/fs/UnixFileStoreAttributes;)V" => statvfs;
    "strerror(I)[B" => strerror;
    "fgetxattr0(IJJI)I" => fgetxattr;
    "fsetxattr0(IJJI)V" => fsetxattr;
    "fremovexattr0(IJ)V" => fremovexattr;
    "flistxattr(IJI)I" => flistxattr;
}

/// `SUPPORTS_*`: openat, futimes, futimens, lutimes, xattr; birth times through statx.
const CAPABILITIES: i32 = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 16;

fn init(_t: &Thread) -> i32 {
    CAPABILITIES
}

/// A file name in native memory.
fn path(at: i64) -> *const c_char {
    address(at)
}

/// A call that is made again when interrupted; nothing but success matters.
fn done<T: SysResult>(t: &Thread, call: impl Fn() -> T) -> R<()> {
    host::retry(t, call).map(drop).map_err(|errno| unix_exception(t, errno))
}

/// As [`done`], with the call's result.
fn result<T: SysResult>(t: &Thread, call: impl Fn() -> T) -> R<T> {
    host::retry(t, call).map_err(|errno| unix_exception(t, errno))
}

fn bytes(t: &Thread, result: Result<Vec<u8>, Errno>) -> R<ObjRef> {
    match result {
        Ok(bytes) => alloc::byte_array(t, &bytes),
        Err(errno) => Err(unix_exception(t, errno)),
    }
}

fn attrs_arg(t: &Thread, attrs: Option<ObjRef>) -> R<ObjRef> {
    attrs.ok_or_else(|| throw::npe(t))
}

fn getcwd(t: &Thread) -> R<ObjRef> {
    let mut buffer = [0u8; libc::PATH_MAX as usize + 1];
    // SAFETY: the buffer is as long as is said.
    let found = unsafe { libc::getcwd(buffer.as_mut_ptr().cast(), buffer.len()) };
    let text = match CStr::from_bytes_until_nul(&buffer) {
        Ok(text) if !found.is_null() => Ok(text.to_bytes().to_vec()),
        _ => Err(Errno::last()),
    };
    bytes(t, text)
}

fn dup(t: &Thread, fd: i32) -> R<i32> {
    // SAFETY: dup takes any number.
    result(t, || unsafe { libc::dup(fd) })
}

fn open(t: &Thread, at: i64, flags: i32, mode: i32) -> R<i32> {
    let (path, mode) = (path(at), mode.cast_unsigned());
    // SAFETY: a C string of the caller.
    result(t, || unsafe { libc::open(path, flags, mode) })
}

fn openat(t: &Thread, dfd: i32, at: i64, flags: i32, mode: i32) -> R<i32> {
    let (path, mode) = (path(at), mode.cast_unsigned());
    // SAFETY: a C string of the caller.
    result(t, || unsafe { libc::openat(dfd, path, flags, mode) })
}

fn close(t: &Thread, fd: i32) {
    // The class library has nobody to tell of a failure.
    // SAFETY: the descriptor is the class library's to close.
    let _ = host::once(t, || unsafe { libc::close(fd) });
}

fn rewind(t: &Thread, stream: i64) -> R<()> {
    // SAFETY: the class library passes a FILE that it opened.
    let failed = safepoint::in_native(t, || unsafe {
        let file = address::<libc::FILE>(stream);
        Errno::clear();
        libc::rewind(file);
        (libc::ferror(file) != 0).then(Errno::last)
    });
    failed.map_or(Ok(()), |errno| Err(unix_exception(t, errno)))
}

/// The length of the next line with its end, -1 at the end of the file.
fn getlinelen(t: &Thread, stream: i64) -> R<i32> {
    // SAFETY: the class library passes a FILE that it opened; getline's buffer is freed.
    let length = safepoint::in_native(t, || unsafe {
        let file = address::<libc::FILE>(stream);
        let (mut line, mut capacity) = (std::ptr::null_mut(), 0);
        let length = libc::getline(&mut line, &mut capacity, file);
        let errno = Errno::last();
        libc::free(line.cast());
        match length {
            -1 if libc::feof(file) != 0 => Ok(-1),
            -1 => Err(errno),
            _ => i32::try_from(length).map_err(|_| Errno(libc::EOVERFLOW)),
        }
    });
    length.map_err(|errno| unix_exception(t, errno))
}

fn link(t: &Thread, existing: i64, new: i64) -> R<()> {
    let (existing, new) = (path(existing), path(new));
    // SAFETY: C strings of the caller.
    done(t, || unsafe { libc::link(existing, new) })
}

fn unlink(t: &Thread, at: i64) -> R<()> {
    let path = path(at);
    // SAFETY: a C string of the caller.
    done(t, || unsafe { libc::unlink(path) })
}

fn unlinkat(t: &Thread, dfd: i32, at: i64, flags: i32) -> R<()> {
    let path = path(at);
    // SAFETY: a C string of the caller.
    done(t, || unsafe { libc::unlinkat(dfd, path, flags) })
}

fn mknod(t: &Thread, at: i64, mode: i32, device: i64) -> R<()> {
    let (path, mode, device) = (path(at), mode.cast_unsigned(), device.cast_unsigned());
    // SAFETY: a C string of the caller.
    done(t, || unsafe { libc::mknod(path, mode, device) })
}

fn rename(t: &Thread, from: i64, to: i64) -> R<()> {
    let (from, to) = (path(from), path(to));
    // SAFETY: C strings of the caller.
    done(t, || unsafe { libc::rename(from, to) })
}

fn renameat(t: &Thread, from_fd: i32, from: i64, to_fd: i32, to: i64) -> R<()> {
    let (from, to) = (path(from), path(to));
    // SAFETY: C strings of the caller.
    done(t, || unsafe { libc::renameat(from_fd, from, to_fd, to) })
}

fn mkdir(t: &Thread, at: i64, mode: i32) -> R<()> {
    let (path, mode) = (path(at), mode.cast_unsigned());
    // SAFETY: a C string of the caller.
    done(t, || unsafe { libc::mkdir(path, mode) })
}

fn rmdir(t: &Thread, at: i64) -> R<()> {
    let path = path(at);
    // SAFETY: a C string of the caller.
    done(t, || unsafe { libc::rmdir(path) })
}

fn readlink(t: &Thread, at: i64) -> R<ObjRef> {
    let path = path(at);
    let mut target = [0u8; libc::PATH_MAX as usize + 1];
    let start = target.as_mut_ptr();
    // SAFETY: a C string of the caller, and a buffer of that length.
    let length = host::retry(t, || unsafe { libc::readlink(path, start.cast(), target.len()) });
    let text = match length {
        Ok(length) if length as usize == target.len() => Err(Errno(libc::ENAMETOOLONG)),
        Ok(length) => Ok(target[..length as usize].to_vec()),
        Err(errno) => Err(errno),
    };
    bytes(t, text)
}

fn realpath(t: &Thread, at: i64) -> R<ObjRef> {
    // SAFETY: a C string of the caller.
    let path = unsafe { CStr::from_ptr(path(at)) };
    let resolved = safepoint::in_native(t, || unix_path::real_path(path));
    bytes(t, resolved)
}

fn symlink(t: &Thread, target: i64, at: i64) -> R<()> {
    let (target, at) = (path(target), path(at));
    // SAFETY: C strings of the caller.
    done(t, || unsafe { libc::symlink(target, at) })
}

fn stat_into(t: &Thread, dfd: i32, path: *const c_char, flags: i32, to: Option<ObjRef>) -> R<()> {
    let to = attrs_arg(t, to)?;
    match attributes::query(t, dfd, path, flags) {
        Ok(status) => {
            attributes::store(to, &status);
            Ok(())
        }
        Err(errno) => Err(unix_exception(t, errno)),
    }
}

fn stat(t: &Thread, at: i64, attrs: Option<ObjRef>) -> R<()> {
    stat_into(t, libc::AT_FDCWD, path(at), 0, attrs)
}

/// The file's mode, 0 when it cannot be told.
fn stat_mode(t: &Thread, at: i64) -> i32 {
    let path = path(at);
    // SAFETY: all-zero is a valid stat.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    let place = &raw mut stat;
    // SAFETY: a C string of the caller, and a stat to fill.
    match host::retry(t, || unsafe { libc::stat(path, place) }) {
        Ok(_) => stat.st_mode.cast_signed(),
        Err(_) => 0,
    }
}

fn lstat(t: &Thread, at: i64, attrs: Option<ObjRef>) -> R<()> {
    stat_into(t, libc::AT_FDCWD, path(at), libc::AT_SYMLINK_NOFOLLOW, attrs)
}

fn fstat(t: &Thread, fd: i32, attrs: Option<ObjRef>) -> R<()> {
    stat_into(t, fd, c"".as_ptr(), libc::AT_EMPTY_PATH, attrs)
}

fn fstatat(t: &Thread, dfd: i32, at: i64, flags: i32, attrs: Option<ObjRef>) -> R<()> {
    stat_into(t, dfd, path(at), flags, attrs)
}

fn chown(t: &Thread, at: i64, uid: i32, gid: i32) -> R<()> {
    let (path, uid, gid) = (path(at), uid.cast_unsigned(), gid.cast_unsigned());
    // SAFETY: a C string of the caller.
    done(t, || unsafe { libc::chown(path, uid, gid) })
}

fn lchown(t: &Thread, at: i64, uid: i32, gid: i32) -> R<()> {
    let (path, uid, gid) = (path(at), uid.cast_unsigned(), gid.cast_unsigned());
    // SAFETY: a C string of the caller.
    done(t, || unsafe { libc::lchown(path, uid, gid) })
}

fn fchown(t: &Thread, fd: i32, uid: i32, gid: i32) -> R<()> {
    let (uid, gid) = (uid.cast_unsigned(), gid.cast_unsigned());
    // SAFETY: fchown takes any numbers.
    done(t, || unsafe { libc::fchown(fd, uid, gid) })
}

fn chmod(t: &Thread, at: i64, mode: i32) -> R<()> {
    let (path, mode) = (path(at), mode.cast_unsigned());
    // SAFETY: a C string of the caller.
    done(t, || unsafe { libc::chmod(path, mode) })
}

fn fchmod(t: &Thread, fd: i32, mode: i32) -> R<()> {
    // SAFETY: fchmod takes any numbers.
    done(t, || unsafe { libc::fchmod(fd, mode.cast_unsigned()) })
}

const MICROS: i64 = 1_000_000;
const NANOS: i64 = 1_000_000_000;

/// Access and modification time, from microseconds since 1970.
fn timevals(access: i64, modification: i64) -> [timeval; 2] {
    [access, modification]
        .map(|micros| timeval { tv_sec: micros / MICROS, tv_usec: micros % MICROS })
}

fn utimes(t: &Thread, at: i64, access: i64, modification: i64) -> R<()> {
    let (path, times) = (path(at), timevals(access, modification));
    // SAFETY: a C string of the caller, and two times.
    done(t, || unsafe { libc::utimes(path, times.as_ptr()) })
}

fn futimes(t: &Thread, fd: i32, access: i64, modification: i64) -> R<()> {
    let times = timevals(access, modification);
    // SAFETY: two times.
    done(t, || unsafe { libc::futimes(fd, times.as_ptr()) })
}

fn futimens(t: &Thread, fd: i32, access: i64, modification: i64) -> R<()> {
    let times = [access, modification]
        .map(|nanos| timespec { tv_sec: nanos / NANOS, tv_nsec: nanos % NANOS });
    // SAFETY: two times.
    done(t, || unsafe { libc::futimens(fd, times.as_ptr()) })
}

fn lutimes(t: &Thread, at: i64, access: i64, modification: i64) -> R<()> {
    let (path, times) = (path(at), timevals(access, modification));
    // SAFETY: a C string of the caller, and two times.
    done(t, || unsafe { libc::lutimes(path, times.as_ptr()) })
}

/// The address of a DIR, or the exception.
fn directory(t: &Thread, open: impl FnOnce() -> *mut libc::DIR) -> R<i64> {
    let opened = safepoint::in_native(t, || match open() {
        dir if dir.is_null() => Err(Errno::last()),
        dir => Ok(dir.expose_provenance() as i64),
    });
    opened.map_err(|errno| unix_exception(t, errno))
}

fn opendir(t: &Thread, at: i64) -> R<i64> {
    let path = path(at);
    // SAFETY: a C string of the caller.
    directory(t, || unsafe { libc::opendir(path) })
}

fn fdopendir(t: &Thread, fd: i32) -> R<i64> {
    // SAFETY: the class library gives the descriptor away.
    directory(t, || unsafe { libc::fdopendir(fd) })
}

fn closedir(t: &Thread, dir: i64) -> R<()> {
    // Not made again after a signal: the directory is closed then all the same.
    // SAFETY: the class library passes a DIR that it opened, once.
    match host::once(t, || unsafe { libc::closedir(address(dir)) }) {
        Ok(_) | Err(Errno(libc::EINTR)) => Ok(()),
        Err(errno) => Err(unix_exception(t, errno)),
    }
}

/// The next name, null at the end.
fn readdir(t: &Thread, dir: i64) -> R<Option<ObjRef>> {
    // SAFETY: the class library passes a DIR that it opened, under its lock; the entry's name is a
    // C string until the next call.
    let name = safepoint::in_native(t, || unsafe {
        Errno::clear();
        let entry = libc::readdir(address(dir));
        match entry.is_null() {
            true => Err(Errno::last()),
            false => Ok(CStr::from_ptr((*entry).d_name.as_ptr()).to_bytes().to_vec()),
        }
    });
    match name {
        Ok(name) => alloc::byte_array(t, &name).map(Some),
        Err(Errno(0)) => Ok(None),
        Err(errno) => Err(unix_exception(t, errno)),
    }
}

fn read(t: &Thread, fd: i32, buffer: i64, length: i32) -> R<i32> {
    let (buffer, length) = (address(buffer), length as usize);
    // SAFETY: native memory of the caller, as long as it says.
    result(t, || unsafe { libc::read(fd, buffer, length) }).map(|count| count as i32)
}

fn write(t: &Thread, fd: i32, buffer: i64, length: i32) -> R<i32> {
    let (buffer, length) = (address(buffer), length as usize);
    // SAFETY: native memory of the caller, as long as it says.
    result(t, || unsafe { libc::write(fd, buffer, length) }).map(|count| count as i32)
}

fn access(t: &Thread, at: i64, mode: i32) -> R<()> {
    let path = path(at);
    // SAFETY: a C string of the caller.
    done(t, || unsafe { libc::access(path, mode) })
}

fn exists(t: &Thread, at: i64) -> bool {
    let path = path(at);
    // SAFETY: a C string of the caller.
    host::retry(t, || unsafe { libc::access(path, libc::F_OK) }).is_ok()
}

#[cold]
fn no_such_user(t: &Thread, errno: Errno) -> Thrown {
    unix_exception(t, if errno.0 == 0 { Errno(libc::ENOENT) } else { errno })
}

fn getpwuid(t: &Thread, uid: i32) -> R<ObjRef> {
    match safepoint::in_native(t, || attributes::user_name(uid.cast_unsigned())) {
        Ok(name) => alloc::byte_array(t, &name),
        Err(errno) => Err(no_such_user(t, errno)),
    }
}

fn getgrgid(t: &Thread, gid: i32) -> R<ObjRef> {
    match safepoint::in_native(t, || attributes::group_name(gid.cast_unsigned())) {
        Ok(name) => alloc::byte_array(t, &name),
        Err(errno) => Err(no_such_user(t, errno)),
    }
}

/// An id looked up by name; -1 when there is none of the name.
fn id_or_none(t: &Thread, id: Result<u32, Errno>) -> R<i32> {
    match id {
        Ok(id) => Ok(id.cast_signed()),
        // The ways in which the databases say that there is no such name.
        Err(Errno(0 | libc::ENOENT | libc::ESRCH | libc::EBADF | libc::EPERM)) => Ok(-1),
        Err(errno) => Err(unix_exception(t, errno)),
    }
}

fn getpwnam(t: &Thread, name: i64) -> R<i32> {
    // SAFETY: a C string of the caller.
    let name = unsafe { CStr::from_ptr(path(name)) };
    id_or_none(t, safepoint::in_native(t, || attributes::user_id(name)))
}

fn getgrnam(t: &Thread, name: i64) -> R<i32> {
    // SAFETY: a C string of the caller.
    let name = unsafe { CStr::from_ptr(path(name)) };
    id_or_none(t, safepoint::in_native(t, || attributes::group_id(name)))
}

fn statvfs(t: &Thread, at: i64, attrs: Option<ObjRef>) -> R<()> {
    let (path, to) = (path(at), attrs_arg(t, attrs)?);
    // SAFETY: all-zero is a valid statvfs.
    let mut fs: libc::statvfs = unsafe { std::mem::zeroed() };
    let place = &raw mut fs;
    // SAFETY: a C string of the caller, and a statvfs to fill.
    done(t, || unsafe { libc::statvfs(path, place) })?;
    attributes::store_file_system(to, &fs);
    Ok(())
}

fn strerror(t: &Thread, errno: i32) -> R<ObjRef> {
    alloc::byte_array(t, Errno(errno).text().as_bytes())
}

fn fgetxattr(t: &Thread, fd: i32, name: i64, value: i64, length: i32) -> R<i32> {
    let (name, value, length) = (path(name), address(value), length as usize);
    // SAFETY: a C string and native memory of the caller.
    result(t, || unsafe { libc::fgetxattr(fd, name, value, length) }).map(|size| size as i32)
}

fn fsetxattr(t: &Thread, fd: i32, name: i64, value: i64, length: i32) -> R<()> {
    let (name, value, length) = (path(name), address(value), length as usize);
    // SAFETY: a C string and native memory of the caller.
    done(t, || unsafe { libc::fsetxattr(fd, name, value, length, 0) })
}

fn fremovexattr(t: &Thread, fd: i32, name: i64) -> R<()> {
    let name = path(name);
    // SAFETY: a C string of the caller.
    done(t, || unsafe { libc::fremovexattr(fd, name) })
}

fn flistxattr(t: &Thread, fd: i32, list: i64, size: i32) -> R<i32> {
    let (list, size) = (address(list), size as usize);
    // SAFETY: native memory of the caller, as long as it says.
    result(t, || unsafe { libc::flistxattr(fd, list, size) }).map(|size| size as i32)
}
