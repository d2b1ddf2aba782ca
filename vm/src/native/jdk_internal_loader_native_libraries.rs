//! `jdk.internal.loader.NativeLibraries`. The class library's own libraries are part of the VM
//! (design D2): to Java they look as if linked statically. Others cannot be loaded.

use super::host::FieldAt;
use super::support;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::{string, throw};
use crate::thread::Thread;

natives! { "jdk/internal/loader/NativeLibraries";
    "load(Ljdk/internal/loader/NativeLibraries$NativeLibraryImpl;Ljava/lang/String;ZZZ)Z" => load;
    "unload(Ljava/lang/String;ZZJ)V" => unload [leaf];
    "findBuiltinLib(Ljava/lang/String;)Ljava/lang/String;" => find_builtin;
    "findEntry0(Ljdk/internal/loader/NativeLibraries$NativeLibraryImpl;Ljava/lang/String;)J"
        => find_entry [leaf];
}

/// Libraries of the JDK whose natives are here, without `lib` and `.so`.
const BUILTIN: &[&str] = &[
    "extnet",
    "instrument",
    "jaas",
    "java",
    "jimage",
    "jli",
    "management",
    "management_ext",
    "net",
    "nio",
    "prefs",
    "rmi",
    "verify",
    "zip",
];

/// The version that a library linked statically reports: `JNI_VERSION_10`.
const JNI_VERSION: i32 = 0x000a_0000;

static HANDLE: FieldAt = FieldAt::new("handle", "J");
static VERSION: FieldAt = FieldAt::new("jniVersion", "I");

fn load(
    t: &Thread,
    library: Option<ObjRef>,
    name: Option<ObjRef>,
    is_builtin: bool,
    _is_jni: bool,
    throw_on_failure: bool,
) -> R<bool> {
    let library = support::required(t, library)?;
    let name = string::to_rust(support::required(t, name)?);
    if is_builtin {
        library.set_i64(HANDLE.of(library), 1);
        library.set_i32(VERSION.of(library), JNI_VERSION);
        return Ok(true);
    }
    if !throw_on_failure {
        return Ok(false);
    }
    let message = format!("{name}: native libraries are not supported by this virtual machine");
    Err(throw::new(t, "java/lang/UnsatisfiedLinkError", &message))
}

fn unload(_t: &Thread, _name: Option<ObjRef>, _builtin: bool, _jni: bool, _handle: i64) {}

fn find_builtin(t: &Thread, file: Option<ObjRef>) -> R<Option<ObjRef>> {
    let Some(file) = file else {
        let message = "NULL filename for native library";
        return Err(throw::new(t, "java/lang/InternalError", message));
    };
    let file = string::to_rust(file);
    let name = file.strip_prefix("lib").and_then(|rest| rest.strip_suffix(".so"));
    match name.filter(|name| BUILTIN.contains(name)) {
        Some(name) => string::new(t, name).map(Some),
        None => Ok(None),
    }
}

/// Built-in libraries have no symbols to find.
fn find_entry(_t: &Thread, _library: Option<ObjRef>, _name: Option<ObjRef>) -> i64 {
    0
}
