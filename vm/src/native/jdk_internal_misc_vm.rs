//! `jdk.internal.misc.VM`.

use super::java_lang_system::clock;
use crate::class::Class;
use crate::error::R;
use crate::heap::ObjRef;
use crate::interp;
use crate::natives;
use crate::runtime::{alloc, string};
use crate::thread::Thread;
use std::sync::OnceLock;

natives! { "jdk/internal/misc/VM";
    "initialize()V" => initialize [leaf];
    "latestUserDefinedLoader0()Ljava/lang/ClassLoader;" => latest_user_defined_loader;
    "getuid()J" => getuid [leaf];
    "geteuid()J" => geteuid [leaf];
    "getgid()J" => getgid [leaf];
    "getegid()J" => getegid [leaf];
    "getNanoTimeAdjustment(J)J" => get_nano_time_adjustment [leaf];
    "getRuntimeArguments()[Ljava/lang/String;" => get_runtime_arguments;
}

static ARGUMENTS: OnceLock<Vec<String>> = OnceLock::new();

/// Options that the launcher makes by itself: nobody has given them.
const OF_THE_LAUNCHER: &[&str] =
    &["-Djava.class.path", "-Dsun.java.command", "-Dsun.java.launcher"];

/// Sets the VM options as given. Once, at start-up.
pub fn configure(mut arguments: Vec<String>) {
    arguments.retain(|argument| !OF_THE_LAUNCHER.iter().any(|own| argument.starts_with(own)));
    // A second caller would be a second VM in this process, which start-up refuses.
    let _ = ARGUMENTS.set(arguments);
}

/// The VM options as the user has given them.
pub(super) fn arguments() -> &'static [String] {
    ARGUMENTS.get().map_or(&[], Vec::as_slice)
}

fn initialize(_t: &Thread) {}

/// Reflection's own frames are no callers.
fn belongs_to_reflection(class: &Class) -> bool {
    let name = class.name.as_str();
    name.starts_with("java/lang/reflect/Method")
        || name.starts_with("jdk/internal/reflect/")
        || name.starts_with("java/lang/invoke/")
}

fn latest_user_defined_loader(t: &Thread) -> Option<ObjRef> {
    const PLATFORM: &str = "jdk/internal/loader/ClassLoaders$PlatformClassLoader";
    interp::walk(t)
        .map(|frame| frame.method.class())
        .filter(|class| !belongs_to_reflection(class))
        .filter_map(|class| class.loader.object.get().get())
        .find(|loader| loader.class().name != PLATFORM)
}

fn getuid(_t: &Thread) -> i64 {
    // SAFETY: cannot fail.
    i64::from(unsafe { libc::getuid() })
}

fn geteuid(_t: &Thread) -> i64 {
    // SAFETY: cannot fail.
    i64::from(unsafe { libc::geteuid() })
}

fn getgid(_t: &Thread) -> i64 {
    // SAFETY: cannot fail.
    i64::from(unsafe { libc::getgid() })
}

fn getegid(_t: &Thread) -> i64 {
    // SAFETY: cannot fail.
    i64::from(unsafe { libc::getegid() })
}

/// Nanoseconds since `offset` seconds after 1970; -1 when that is not within 2^32 seconds.
fn get_nano_time_adjustment(_t: &Thread, offset: i64) -> i64 {
    let (seconds, nanos) = clock(libc::CLOCK_REALTIME);
    let distance = seconds.wrapping_sub(offset);
    if distance.unsigned_abs() > 1 << 32 {
        return -1;
    }
    distance * 1_000_000_000 + nanos
}

fn get_runtime_arguments(t: &Thread) -> R<Option<ObjRef>> {
    let arguments = arguments();
    if arguments.is_empty() {
        return Ok(None);
    }
    let array = alloc::ref_array(t, crate::class::wk::string(), arguments.len())?;
    for (index, argument) in arguments.iter().enumerate() {
        array.set_ref_element(index, Some(string::new(t, argument)?));
    }
    Ok(Some(array))
}
