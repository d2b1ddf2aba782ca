//! Canonical paths and directory listings for `java.io.UnixFileSystem`.

use std::ffi::{CStr, CString};

use super::host::Errno;

const PATH_MAX: usize = libc::PATH_MAX as usize;

/// `realpath`.
pub(super) fn real_path(path: &CStr) -> Result<Vec<u8>, Errno> {
    // SAFETY: a C string; with null for a buffer the result is allocated.
    let resolved = unsafe { libc::realpath(path.as_ptr(), std::ptr::null_mut()) };
    if resolved.is_null() {
        return Err(Errno::last());
    }
    // SAFETY: realpath gave a C string that is ours to free.
    unsafe {
        let bytes = CStr::from_ptr(resolved).to_bytes().to_vec();
        libc::free(resolved.cast());
        Ok(bytes)
    }
}

fn real_path_of(path: &[u8]) -> Result<Vec<u8>, Errno> {
    real_path(&CString::new(path).map_err(|_| Errno(libc::EINVAL))?)
}

/// The canonical form of an absolute path: the longest part that exists is resolved by the
/// system; `.` and `..` in the rest go by their spelling.
pub(super) fn canonicalize(path: &[u8]) -> Result<Vec<u8>, Errno> {
    if path.len() > PATH_MAX {
        return Err(Errno(libc::ENAMETOOLONG));
    }
    if let Ok(resolved) = real_path_of(path) {
        return Ok(collapse(&resolved));
    }
    let mut end = path.len();
    while let Some(slash) = path[..end].iter().rposition(|&byte| byte == b'/') {
        if slash == 0 {
            break;
        }
        end = slash;
        match real_path_of(&path[..end]) {
            Ok(mut resolved) => {
                let rest = &path[end..];
                if resolved.len() + rest.len() >= PATH_MAX {
                    return Err(Errno(libc::ENAMETOOLONG));
                }
                if resolved.ends_with(b"/") {
                    resolved.pop();
                }
                resolved.extend(rest);
                return Ok(collapse(&resolved));
            }
            Err(Errno(libc::ENOENT | libc::ENOTDIR | libc::EACCES)) => {}
            Err(errno) => return Err(errno),
        }
    }
    Ok(collapse(path))
}

/// Removes `.`, and `..` with the name before it; a `..` with no name before it stays.
fn collapse(path: &[u8]) -> Vec<u8> {
    let is_dots = |name: &[u8]| matches!(name, b"." | b"..");
    if !path.split(|&byte| byte == b'/').any(is_dots) {
        return path.to_vec();
    }
    let mut names: Vec<&[u8]> = Vec::new();
    for name in path.split(|&byte| byte == b'/') {
        match name {
            b"" | b"." => {}
            b".." if !names.is_empty() => drop(names.pop()),
            _ => names.push(name),
        }
    }
    let mut collapsed = Vec::with_capacity(path.len());
    if path.starts_with(b"/") {
        collapsed.push(b'/');
    }
    collapsed.extend(names.join(&b'/'));
    collapsed
}

/// The names in a directory in the system's order, without `.` and `..`.
pub(super) fn list(path: &CStr) -> Option<Vec<Vec<u8>>> {
    // SAFETY: a C string.
    let dir = unsafe { libc::opendir(path.as_ptr()) };
    if dir.is_null() {
        return None;
    }
    let mut names = Vec::new();
    loop {
        // SAFETY: `dir` is open, and no other thread knows it.
        let entry = unsafe { libc::readdir(dir) };
        if entry.is_null() {
            break;
        }
        // SAFETY: the entry's name is a C string until the next readdir.
        let name = unsafe { CStr::from_ptr((*entry).d_name.as_ptr()) }.to_bytes();
        if !matches!(name, b"." | b"..") {
            names.push(name.to_vec());
        }
    }
    // SAFETY: opened above, closed once.
    unsafe { libc::closedir(dir) };
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn the_part_that_does_not_exist_goes_by_its_spelling() {
        let dir = tempfile::TempDir::new().unwrap();
        let real = dir.path().canonicalize().unwrap();
        std::os::unix::fs::symlink(&real, real.join("link")).unwrap();
        let canonical = |tail: &str| {
            let path = real.join(tail);
            let canonical = canonicalize(path.as_os_str().as_bytes()).unwrap();
            let prefix = real.as_os_str().as_bytes();
            String::from_utf8(canonical.strip_prefix(prefix).unwrap().to_vec()).unwrap()
        };
        assert_eq!(canonical("link/link"), "");
        assert_eq!(canonical("link/none/x"), "/none/x");
        assert_eq!(canonical("none/./x/../y"), "/none/y");
        for (path, expected) in [
            ("/../none", "/none"),
            ("/none/../../b", "/../b"),
            ("/none/./../../b/./c", "/../b/c"),
            ("/", "/"),
        ] {
            assert_eq!(canonicalize(path.as_bytes()).unwrap(), expected.as_bytes(), "{path}");
        }
        let long = "/x".repeat(PATH_MAX);
        assert_eq!(canonicalize(long.as_bytes()), Err(Errno(libc::ENAMETOOLONG)));
    }

    #[test]
    fn directories_are_listed() {
        let dir = tempfile::TempDir::new().unwrap();
        std::fs::write(dir.path().join("a"), "").unwrap();
        let path = CString::new(dir.path().as_os_str().as_bytes()).unwrap();
        assert_eq!(list(&path).unwrap(), [b"a".to_vec()]);
        assert!(list(c"/no/such/directory").is_none());
    }
}
