//! `jdk.internal.util.SystemProps$Raw`: the system properties at start-up.

use super::{host, locale, platform_string};
use crate::class::{ClassRef, wk};
use crate::error::R;
use crate::heap::ObjRef;
use crate::link::loader;
use crate::meta::intern;
use crate::natives;
use crate::runtime::{alloc, string};
use crate::thread::Thread;
use std::ffi::CStr;
use std::os::unix::ffi::OsStringExt;
use std::sync::OnceLock;

natives! { "jdk/internal/util/SystemProps$Raw";
    "vmProperties()[Ljava/lang/String;" => vm_properties;
    "platformProperties()[Ljava/lang/String;" => platform_properties;
}

/// Properties of the VM and of the command line.
static VM_PROPERTIES: OnceLock<Vec<(String, String)>> = OnceLock::new();

/// Sets the VM's own properties and those of the command line; later rows prevail. Once, at
/// start-up.
pub fn configure(properties: Vec<(String, String)>) {
    // A second caller would be a second VM in this process, which start-up refuses.
    let _ = VM_PROPERTIES.set(properties);
}

/// A property as the VM was started with it.
pub(super) fn vm_property(key: &str) -> Option<&'static str> {
    let rows = VM_PROPERTIES.get()?;
    rows.iter().rev().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
}

/// Where the JDK's own launcher looks for native libraries of applications: `LD_LIBRARY_PATH` and
/// the directories of the distribution.
pub fn default_library_path() -> String {
    const DIRECTORIES: &str = "/usr/java/packages/lib:/usr/lib/x86_64-linux-gnu/jni:\
         /lib/x86_64-linux-gnu:/usr/lib/x86_64-linux-gnu:/usr/lib/jni:/lib:/usr/lib";
    match std::env::var("LD_LIBRARY_PATH") {
        Ok(first) if !first.is_empty() => format!("{first}:{DIRECTORIES}"),
        _ => DIRECTORIES.to_owned(),
    }
}

/// Keys and values in turn.
fn vm_properties(t: &Thread) -> R<ObjRef> {
    let rows = VM_PROPERTIES.get().map_or(&[][..], Vec::as_slice);
    let array = alloc::ref_array(t, wk::string(), 2 * rows.len())?;
    let texts = rows.iter().flat_map(|(key, value)| [key, value]);
    for (index, text) in texts.enumerate() {
        array.set_ref_element(index, Some(string::new(t, text)?));
    }
    Ok(array)
}

/// The number that the class library gives to a platform property, from its own constant.
fn index_of(class: ClassRef, name: &str) -> Option<usize> {
    let field = class.declared_field(intern(name), intern("I"))?;
    usize::try_from(class.mirror().get_i32(field.offset as usize)).ok()
}

/// The running user's name and home directory.
fn user() -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    // SAFETY: getpwuid's result stays until the next such call; it is copied at once.
    unsafe {
        let entry = libc::getpwuid(libc::getuid());
        if entry.is_null() {
            return (None, None);
        }
        let copy = |text: *const libc::c_char| {
            (!text.is_null()).then(|| CStr::from_ptr(text).to_bytes().to_vec())
        };
        (copy((*entry).pw_name), copy((*entry).pw_dir))
    }
}

/// The home directory; `HOME` in containers whose users have none.
fn home(of_user: Option<Vec<u8>>) -> Vec<u8> {
    of_user
        .filter(|home| home.len() >= 3)
        .or_else(|| std::env::var_os("HOME").map(OsStringExt::into_vec))
        .filter(|home| !home.is_empty())
        .unwrap_or_else(|| b"?".to_vec())
}

/// Name and release of the operating system.
fn system() -> (Vec<u8>, Vec<u8>) {
    // SAFETY: uname fills the structure with NUL-terminated strings.
    unsafe {
        let mut names: libc::utsname = std::mem::zeroed();
        libc::uname(&raw mut names);
        (
            CStr::from_ptr(names.sysname.as_ptr()).to_bytes().to_vec(),
            CStr::from_ptr(names.release.as_ptr()).to_bytes().to_vec(),
        )
    }
}

/// Platform properties by the names of the class library's constants.
fn platform_rows() -> Vec<(&'static str, Vec<u8>)> {
    let text = |text: &str| text.as_bytes().to_vec();
    let (user_name, user_home) = user();
    let (os_name, os_version) = system();
    let directory = std::env::current_dir().unwrap_or_default().into_os_string().into_vec();
    let encoding = text(platform_string::codeset());
    let mut rows = vec![
        ("_os_name_NDX", os_name),
        ("_os_version_NDX", os_version),
        ("_os_arch_NDX", text("amd64")),
        ("_file_separator_NDX", text("/")),
        ("_path_separator_NDX", text(":")),
        ("_line_separator_NDX", text("\n")),
        ("_java_io_tmpdir_NDX", text("/tmp")),
        ("_sun_arch_data_model_NDX", text("64")),
        ("_sun_cpu_endian_NDX", text("little")),
        ("_sun_io_unicode_encoding_NDX", text("UnicodeLittle")),
        ("_file_encoding_NDX", encoding.clone()),
        ("_sun_jnu_encoding_NDX", encoding.clone()),
        ("_user_name_NDX", user_name.unwrap_or_else(|| text("?"))),
        ("_user_home_NDX", home(user_home)),
        ("_user_dir_NDX", directory),
    ];
    for (name, descriptor) in [("_sun_stdout_encoding_NDX", 1), ("_sun_stderr_encoding_NDX", 2)] {
        // SAFETY: isatty takes any number.
        if unsafe { libc::isatty(descriptor) } == 1 {
            rows.push((name, encoding.clone()));
        }
    }
    let format = locale::format();
    let display = locale::display();
    let locales = [
        ("_display_language_NDX", display.language),
        ("_display_script_NDX", display.script),
        ("_display_country_NDX", display.country),
        ("_display_variant_NDX", display.variant),
        ("_format_language_NDX", format.language),
        ("_format_script_NDX", format.script),
        ("_format_country_NDX", format.country),
        ("_format_variant_NDX", format.variant),
    ];
    rows.extend(locales.into_iter().filter_map(|(name, text)| Some((name, text?.into_bytes()))));
    rows
}

fn platform_properties(t: &Thread) -> R<ObjRef> {
    let class = loader::load_boot_class(t, intern("jdk/internal/util/SystemProps$Raw"))?;
    let len = index_of(class, "FIXED_LENGTH").unwrap_or(0);
    let array = alloc::ref_array(t, wk::string(), len)?;
    for (name, value) in platform_rows() {
        // A property that this class library does not know is not asked for.
        let Some(index) = index_of(class, name).filter(|&index| index < len) else { continue };
        array.set_ref_element(index, Some(host::from_system(t, &value)?));
    }
    Ok(array)
}
