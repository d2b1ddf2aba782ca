//! `com.sun.security.auth.module.UnixSystem` of the module `jdk.security.auth`: who runs the
//! process.

use super::host::{self, FieldAt};
use crate::class::Kind;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::alloc;
use crate::thread::{Thread, safepoint};

natives! { "com/sun/security/auth/module/UnixSystem";
    "getUnixInfo()V" => get_unix_info;
}

static NAME: FieldAt = FieldAt::new("username", "Ljava/lang/String;");
static USER: FieldAt = FieldAt::new("uid", "J");
static GROUP: FieldAt = FieldAt::new("gid", "J");
static GROUPS: FieldAt = FieldAt::new("groups", "[J");

/// The groups of the process.
fn groups() -> Vec<i64> {
    // SAFETY: asks for the number of groups.
    let count = unsafe { libc::getgroups(0, std::ptr::null_mut()) };
    let mut groups = vec![0; usize::try_from(count).unwrap_or(0)];
    // SAFETY: room for that many.
    let count = unsafe { libc::getgroups(count.max(0), groups.as_mut_ptr()) };
    groups.truncate(usize::try_from(count).unwrap_or(0));
    groups.into_iter().map(i64::from).collect()
}

/// The name and the main group of a user.
fn account(user: libc::uid_t) -> Option<(Vec<u8>, libc::gid_t)> {
    const TEXT_MAX: usize = 16 * 1024;
    let mut text = vec![0u8; TEXT_MAX];
    // SAFETY: all-zero is a valid passwd.
    let mut entry: libc::passwd = unsafe { std::mem::zeroed() };
    let mut found = std::ptr::null_mut();
    let start = text.as_mut_ptr().cast();
    // SAFETY: an entry and a buffer to fill; the name is read while the buffer is there.
    unsafe {
        let status = libc::getpwuid_r(user, &mut entry, start, TEXT_MAX, &mut found);
        (status == 0 && !found.is_null()).then(|| (host::c_bytes(entry.pw_name), entry.pw_gid))
    }
}

fn get_unix_info(t: &Thread, this: ObjRef) -> R<()> {
    // SAFETY: no arguments.
    let (user, group) = unsafe { (libc::getuid(), libc::getgid()) };
    let (account, groups) = safepoint::in_native(t, || (account(user), groups()));
    let group = match account {
        Some((name, group)) => {
            let name = host::from_system(t, &name)?;
            this.set_ref(NAME.of(this), Some(name));
            group
        }
        None => group,
    };
    this.set_i64(USER.of(this), i64::from(user));
    this.set_i64(GROUP.of(this), i64::from(group));
    let array = alloc::prim_array(t, Kind::Long, groups.len())?;
    array.write_elements(0, &groups);
    this.set_ref(GROUPS.of(this), Some(array));
    Ok(())
}
