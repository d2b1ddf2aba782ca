//! `java.lang.ClassLoader`: defining and finding classes.

use super::host::FieldAt;
use super::java_lang_class::is_loadable_name;
use super::reflection::illegal_argument;
use super::support;
use crate::class::wk;
use crate::class::{ClassRef, Kind};
use crate::error::R;
use crate::heap::ObjRef;
use crate::link::{DefineOptions, HiddenInfo, access, define_class, loader, nest};
use crate::meta::Sym;
use crate::natives;
use crate::runtime::{alloc, string, throw};
use crate::thread::Thread;

natives! { "java/lang/ClassLoader";
    "registerNatives()V" => register_natives [leaf];
    "defineClass0(Ljava/lang/ClassLoader;Ljava/lang/Class;Ljava/lang/String;[BIILjava/security/ProtectionDomain;ZILjava/lang/Object;)Ljava/lang/Class;"
        => define_for_lookup;
    "defineClass1(Ljava/lang/ClassLoader;Ljava/lang/String;[BIILjava/security/ProtectionDomain;Ljava/lang/String;)Ljava/lang/Class;"
        => define_from_array;
    "defineClass2(Ljava/lang/ClassLoader;Ljava/lang/String;Ljava/nio/ByteBuffer;IILjava/security/ProtectionDomain;Ljava/lang/String;)Ljava/lang/Class;"
        => define_from_buffer;
    "findBootstrapClass(Ljava/lang/String;)Ljava/lang/Class;" => find_bootstrap_class;
    "findLoadedClass0(Ljava/lang/String;)Ljava/lang/Class;" => find_loaded_class;
    "retrieveDirectives()Ljava/lang/AssertionStatusDirectives;" => retrieve_directives;
}

fn register_natives(_t: &Thread) {}

/// The name of a class to define, or null.
fn name_arg(t: &Thread, name: Option<ObjRef>) -> R<Option<Sym>> {
    let Some(name) = name else { return Ok(None) };
    match string::to_sym(name, true) {
        Some(sym) => Ok(Some(sym)),
        None => Err(support::name_too_long(t, "java/lang/NoClassDefFoundError", name)),
    }
}

/// A copy of part of a byte array: the class file must not change while it is parsed.
fn bytes_arg(t: &Thread, array: Option<ObjRef>, offset: i32, len: i32) -> R<Vec<u8>> {
    let array = support::required(t, array)?;
    let all = array.array_length();
    let Ok(len) = usize::try_from(len) else {
        return Err(throw::bare(t, "java/lang/ArrayIndexOutOfBoundsException"));
    };
    match usize::try_from(offset) {
        Ok(start) if start + len <= all => {
            let mut bytes: Vec<u8> = array.to_vec();
            bytes.truncate(start + len);
            bytes.drain(..start);
            Ok(bytes)
        }
        _ => {
            let end = i64::from(offset) + len as i64;
            let text = format!("Array region {offset}..{end} out of bounds for length {all}");
            Err(throw::new(t, "java/lang/ArrayIndexOutOfBoundsException", &text))
        }
    }
}

fn define(
    t: &Thread,
    class_loader: Option<ObjRef>,
    name: Option<ObjRef>,
    bytes: &[u8],
    domain: Option<ObjRef>,
    source: Option<ObjRef>,
) -> R<ObjRef> {
    let name = name_arg(t, name)?;
    let source = string::to_rust_opt(source);
    let options = DefineOptions {
        protection_domain: domain,
        source: source.as_deref(),
        ..DefineOptions::default()
    };
    let loader = loader::of_object(t, class_loader);
    define_class(t, loader, name, bytes, &options).map(|class| class.mirror())
}

#[expect(clippy::too_many_arguments, reason = "the Java method has them")]
pub(super) fn define_from_array(
    t: &Thread,
    class_loader: Option<ObjRef>,
    name: Option<ObjRef>,
    array: Option<ObjRef>,
    offset: i32,
    len: i32,
    domain: Option<ObjRef>,
    source: Option<ObjRef>,
) -> R<ObjRef> {
    let bytes = bytes_arg(t, array, offset, len)?;
    define(t, class_loader, name, &bytes, domain, source)
}

static BUFFER_ADDRESS: FieldAt = FieldAt::new("address", "J");

#[expect(clippy::too_many_arguments, reason = "the Java method has them")]
fn define_from_buffer(
    t: &Thread,
    class_loader: Option<ObjRef>,
    name: Option<ObjRef>,
    buffer: Option<ObjRef>,
    offset: i32,
    len: i32,
    domain: Option<ObjRef>,
    source: Option<ObjRef>,
) -> R<ObjRef> {
    let buffer = support::required(t, buffer)?;
    let (Ok(offset), Ok(len)) = (usize::try_from(offset), usize::try_from(len)) else {
        return Err(throw::bare(t, "java/lang/ArrayIndexOutOfBoundsException"));
    };
    let address = buffer.get_i64(BUFFER_ADDRESS.of(buffer));
    let place = super::host::address::<u8>(address).wrapping_add(offset);
    let mut bytes = vec![0; len];
    // SAFETY: `ClassLoader.defineClass` passes the position and remaining bytes of a direct
    // buffer, which it keeps alive.
    unsafe { std::ptr::copy_nonoverlapping(place, bytes.as_mut_ptr(), len) };
    define(t, class_loader, name, &bytes, domain, source)
}

/// Flags of `Lookup.defineHiddenClass` as `MethodHandleNatives.Constants` has them.
mod lookup_flag {
    pub const NESTMATE: i32 = 1;
    pub const HIDDEN: i32 = 2;
    pub const STRONG: i32 = 4;
    pub const VM_ANNOTATIONS: i32 = 8;
}

/// Why a combination of flags is refused for a class that is not hidden.
fn check_ordinary(t: &Thread, flags: i32, class_data: Option<ObjRef>) -> R<()> {
    let refuse = |text: &str| Err(illegal_argument(t, text));
    if class_data.is_some() {
        return refuse("classData is only applicable for hidden classes");
    }
    if flags & lookup_flag::NESTMATE != 0 {
        return refuse("dynamic nestmate is only applicable for hidden classes");
    }
    if flags & lookup_flag::STRONG == 0 {
        return refuse("an ordinary class must be strongly referenced by its defining loader");
    }
    if flags & lookup_flag::VM_ANNOTATIONS != 0 {
        return refuse("vm annotations only allowed for hidden classes");
    }
    if flags != lookup_flag::STRONG {
        return refuse(&format!("invalid flag 0x{flags:x}"));
    }
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "the Java method has them")]
fn define_for_lookup(
    t: &Thread,
    class_loader: Option<ObjRef>,
    lookup: Option<ObjRef>,
    name: Option<ObjRef>,
    array: Option<ObjRef>,
    offset: i32,
    len: i32,
    domain: Option<ObjRef>,
    initialize: bool,
    flags: i32,
    class_data: Option<ObjRef>,
) -> R<ObjRef> {
    let Some(lookup) = lookup.map(support::class_of) else {
        return Err(illegal_argument(t, "Lookup class is null"));
    };
    let bytes = bytes_arg(t, array, offset, len)?;
    let name = name_arg(t, name)?;
    let hidden = if flags & lookup_flag::HIDDEN == 0 {
        check_ordinary(t, flags, class_data)?;
        None
    } else {
        let nest_host =
            if flags & lookup_flag::NESTMATE != 0 { Some(nest::host(t, lookup)?) } else { None };
        Some(HiddenInfo {
            nest_host,
            class_data,
            strong: flags & lookup_flag::STRONG != 0,
            vm_annotations: flags & lookup_flag::VM_ANNOTATIONS != 0,
        })
    };
    let options = DefineOptions { protection_domain: domain, hidden, ..DefineOptions::default() };
    let class = define_class(t, loader::of_object(t, class_loader), name, &bytes, &options)?;
    if !access::same_package(lookup, class) {
        let text = "Lookup class and defined class are in different packages";
        return Err(illegal_argument(t, text));
    }
    if initialize {
        crate::class::init::ensure_initialized(t, class)?;
    } else {
        crate::class::init::ensure_linked(t, class)?;
    }
    Ok(class.mirror())
}

/// A name that Java passes to look a class up; none when no class can be called so.
fn lookup_name(name: Option<ObjRef>) -> Option<Sym> {
    let sym = string::to_sym(name?, true)?;
    is_loadable_name(sym.bytes()).then_some(sym)
}

fn find_bootstrap_class(t: &Thread, name: Option<ObjRef>) -> R<Option<ObjRef>> {
    let Some(name) = lookup_name(name) else { return Ok(None) };
    let class = loader::try_load(t, loader::boot(), name)?;
    Ok(support::mirror_opt(class))
}

fn find_loaded_class(t: &Thread, this: ObjRef, name: Option<ObjRef>) -> Option<ObjRef> {
    let loader = loader::of_object(t, Some(this));
    let class: Option<ClassRef> = loader::find_loaded(loader, lookup_name(name)?);
    support::mirror_opt(class)
}

static CLASSES: FieldAt = FieldAt::new("classes", "[Ljava/lang/String;");
static CLASS_ENABLED: FieldAt = FieldAt::new("classEnabled", "[Z");
static PACKAGES: FieldAt = FieldAt::new("packages", "[Ljava/lang/String;");
static PACKAGE_ENABLED: FieldAt = FieldAt::new("packageEnabled", "[Z");
static DEFAULT: FieldAt = FieldAt::new("deflt", "Z");

/// Names with dots and whether assertions are enabled for them, as two arrays of `directives`.
fn fill(
    t: &Thread,
    directives: ObjRef,
    options: &[(String, bool)],
    (names, enabled): (&FieldAt, &FieldAt),
) -> R<()> {
    let name_array = alloc::ref_array(t, wk::string(), options.len())?;
    directives.set_ref(names.of(directives), Some(name_array));
    let flags = alloc::prim_array(t, Kind::Bool, options.len())?;
    directives.set_ref(enabled.of(directives), Some(flags));
    for (index, (name, enabled)) in options.iter().enumerate() {
        let text = string::new(t, &name.replace('/', "."))?;
        name_array.set_ref_element(index, Some(text));
        flags.set_element(index, u8::from(*enabled));
    }
    Ok(())
}

fn retrieve_directives(t: &Thread) -> R<ObjRef> {
    let class = wk::assertion_status_directives();
    crate::class::init::ensure_initialized(t, class)?;
    let assertions = super::java_lang_class::assertions();
    let directives = alloc::instance(t, class)?;
    fill(t, directives, assertions.classes(), (&CLASSES, &CLASS_ENABLED))?;
    fill(t, directives, assertions.packages(), (&PACKAGES, &PACKAGE_ENABLED))?;
    directives.set_u8(DEFAULT.of(directives), u8::from(assertions.user_default));
    Ok(directives)
}
