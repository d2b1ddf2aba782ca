//! `java.util.prefs.FileSystemPreferences`: locks on the files of preferences.

use super::host::{self, Errno};
use crate::class::Kind;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::alloc;
use crate::thread::Thread;

natives! { "java/util/prefs/FileSystemPreferences";
    "lockFile0(Ljava/lang/String;IZ)[I" => lock_file;
    "unlockFile0(I)I" => unlock_file;
    "chmod(Ljava/lang/String;I)I" => chmod;
}

fn lock(kind: libc::c_int) -> libc::flock {
    // SAFETY: plain data; zero means the whole file.
    let mut lock: libc::flock = unsafe { std::mem::zeroed() };
    lock.l_type = kind as libc::c_short;
    lock.l_whence = libc::SEEK_SET as libc::c_short;
    lock
}

fn set_lock(t: &Thread, descriptor: i32, kind: libc::c_int) -> Result<i32, Errno> {
    let lock = lock(kind);
    // SAFETY: the descriptor is a number; the lock is complete.
    host::once(t, || unsafe { libc::fcntl(descriptor, libc::F_SETLK, &raw const lock) })
}

fn close(t: &Thread, descriptor: i32) -> Result<i32, Errno> {
    // SAFETY: a descriptor that `lock_file` opened.
    host::once(t, || unsafe { libc::close(descriptor) })
}

/// Descriptor and error number; the descriptor is zero when the file could not be locked.
fn lock_file(t: &Thread, path: Option<ObjRef>, permissions: i32, shared: bool) -> R<ObjRef> {
    let path = host::path_arg(t, path)?;
    let (flags, kind) = match shared {
        true => (libc::O_RDONLY, libc::F_RDLCK),
        false => (libc::O_RDWR | libc::O_CREAT, libc::F_WRLCK),
    };
    let opened = host::once(t, || {
        // SAFETY: the path is NUL-terminated. The permissions are meant as given, without the
        // process's mask.
        unsafe {
            let mask = libc::umask(0);
            let opened = libc::open(path.as_ptr(), flags | libc::O_CLOEXEC, permissions);
            libc::umask(mask);
            opened
        }
    });
    let locked = opened.and_then(|descriptor| {
        set_lock(t, descriptor, kind).map(|_| descriptor).inspect_err(|_| {
            // The lock's error is the one to report.
            let _ = close(t, descriptor);
        })
    });
    let answer = match locked {
        Ok(descriptor) => [descriptor, 0],
        Err(Errno(number)) => [0, number],
    };
    let array = alloc::prim_array(t, Kind::Int, answer.len())?;
    array.write_elements(0, &answer);
    Ok(array)
}

fn error_number(result: Result<i32, Errno>) -> i32 {
    result.err().map_or(0, |Errno(number)| number)
}

fn unlock_file(t: &Thread, descriptor: i32) -> i32 {
    let unlocked = set_lock(t, descriptor, libc::F_UNLCK);
    error_number(unlocked.and(close(t, descriptor)))
}

fn chmod(t: &Thread, path: Option<ObjRef>, permissions: i32) -> R<i32> {
    let path = host::path_arg(t, path)?;
    // SAFETY: the path is NUL-terminated.
    let changed =
        host::once(t, || unsafe { libc::chmod(path.as_ptr(), permissions as libc::mode_t) });
    Ok(error_number(changed))
}
