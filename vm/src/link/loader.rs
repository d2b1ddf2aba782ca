//! Class loaders as the VM sees them: dictionaries, the bootstrap loader, calls of Java's
//! `loadClass`, array and primitive classes (JVMS 5.3).

use super::define::{DefineOptions, define_class};
use super::{constraints, mirror, modules};
use crate::class::wk::{self, inj, off};
use crate::class::{ClassRef, Kind, Loader, LoaderRef, Package};
use crate::classpath::jimage::JImage;
use crate::classpath::search_path::SearchPath;
use crate::error::R;
use crate::heap::{self, GlobalRef, ObjRef};
use crate::interp;
use crate::link::select;
use crate::meta::{self, Arena, ArenaMap, Meta, MetaCell, MetaVec, Sym, intern_bytes, new_map};
use crate::runtime::{string, throw, value};
use crate::thread::{Thread, monitor};
use parking_lot::{Mutex, MutexGuard};
use std::borrow::Cow;
use std::sync::OnceLock;

pub use super::array::{array_class_of, primitive_array_class, primitive_class};

static LOCK: Mutex<()> = Mutex::new(());

/// The right to read and change dictionaries, packages and constraints: the lock of the module
/// [`super`], invariant 2.
pub(super) struct Locked(
    #[expect(dead_code, reason = "held for its drop")] MutexGuard<'static, ()>,
);

/// Takes the lock.
pub(super) fn lock() -> Locked {
    Locked(LOCK.lock())
}

type Map<V> = ArenaMap<Sym, V>;

impl Locked {
    fn map<V: 'static>(&self, cell: &MetaCell<Option<Meta<Map<V>>>>) -> Option<&Map<V>> {
        cell.get().map(Meta::get)
    }

    /// Puts an entry into a map that is made when it is first needed.
    fn put<V: 'static>(&self, cell: &MetaCell<Option<Meta<Map<V>>>>, name: Sym, value: V) {
        let map = cell.get().unwrap_or_else(|| {
            let map = Arena::place(new_map());
            cell.set(Some(map));
            map
        });
        // SAFETY: the lock is held and no shared borrow of the map outlives a call of `map`'s user
        // that could get here: borrows are tied to `self` and used at once.
        unsafe { &mut *map.as_ptr() }.insert(name, value);
    }

    /// The class that `loader` knows under `name`.
    pub(super) fn class(&self, loader: LoaderRef, name: Sym) -> Option<ClassRef> {
        self.map(&loader.dictionary)?.get(&name).copied()
    }

    /// Records that `loader` is an initiating loader of `class`.
    pub(super) fn put_class(&self, loader: LoaderRef, class: ClassRef) {
        self.put(&loader.dictionary, class.name, class);
    }

    /// The package of a loader.
    pub(super) fn package(&self, loader: LoaderRef, name: Sym) -> Option<Meta<Package>> {
        self.map(&loader.packages)?.get(&name).copied()
    }

    /// All packages of a loader.
    pub(super) fn packages(&self, loader: LoaderRef) -> Option<&Map<Meta<Package>>> {
        self.map(&loader.packages)
    }

    /// Adds a package to the loader of its module.
    pub(super) fn put_package(&self, package: Meta<Package>) {
        self.put(&package.module.loader.packages, package.name, package);
    }

    /// The constraint that `loader` is under for `name`.
    pub(super) fn constraint(
        &self,
        loader: LoaderRef,
        name: Sym,
    ) -> Option<Meta<crate::class::Constraint>> {
        self.map(&loader.constraints)?.get(&name).copied()
    }

    /// Puts `loader` under a constraint.
    pub(super) fn put_constraint(
        &self,
        loader: LoaderRef,
        name: Sym,
        constraint: Meta<crate::class::Constraint>,
    ) {
        self.put(&loader.constraints, name, constraint);
    }
}

/// Where the bootstrap loader looks.
pub struct BootPath {
    /// The class library.
    pub image: JImage,
    /// `-Xbootclasspath/a`.
    pub append: SearchPath,
}

static BOOT_PATH: OnceLock<BootPath> = OnceLock::new();

/// The boot class path.
///
/// # Panics
/// Before [`init`].
pub fn boot_path() -> &'static BootPath {
    BOOT_PATH.get().expect("the boot loader is initialised first")
}

/// The bootstrap loader.
#[inline]
pub fn boot() -> LoaderRef {
    meta::root().boot_loader.get().expect("the boot loader is initialised first")
}

/// Makes the bootstrap loader, the module `java.base` and the primitive types. Once, at start-up,
/// after the arena and the heap.
pub fn init(path: BootPath) {
    if BOOT_PATH.set(path).is_err() {
        return;
    }
    let loader = new_loader(GlobalRef::NULL, None, 2);
    meta::root().boot_loader.set(Some(loader));
    meta::root().loaders.set(Some(loader));
    modules::init(loader);
    super::array::init();
    heap::add_root_source(mirror::visit_roots);
}

static SYSTEM_LOADER: MetaCell<GlobalRef> = MetaCell::new(GlobalRef::NULL);

/// Asks Java for the system class loader, at the end of start-up.
///
/// # Errors
/// What making the loader throws.
pub fn set_system_loader(t: &Thread) -> R<()> {
    let getter =
        wk::method_of(wk::class_loader(), "getSystemClassLoader", "()Ljava/lang/ClassLoader;");
    let loader = value::to_ref(interp::call(t, getter, &[])?);
    SYSTEM_LOADER.set(GlobalRef::new_opt(loader));
    Ok(())
}

/// The VM's side of the system class loader; none during start-up.
pub fn system() -> Option<LoaderRef> {
    of_object_if_known(Some(SYSTEM_LOADER.get().get()?))
}

fn new_loader(object: GlobalRef, name: Option<Sym>, builtin: u8) -> LoaderRef {
    Arena::place(Loader {
        object: MetaCell::new(object),
        dictionary: MetaCell::new(None),
        packages: MetaCell::new(None),
        unnamed: MetaCell::new(None),
        modules: MetaVec::new(),
        next: MetaCell::new(None),
        name: MetaCell::new(name),
        constraints: MetaCell::new(None),
        builtin: MetaCell::new(builtin),
    })
}

/// The VM's side of a ClassLoader object, null meaning the bootstrap loader, if it has one yet.
pub fn of_object_if_known(object: Option<ObjRef>) -> Option<LoaderRef> {
    let Some(object) = object else { return Some(boot()) };
    // SAFETY: the injected field holds zero or the handle of a loader.
    unsafe { Meta::from_raw_opt(object.get_u32(inj::vm_loader())) }
}

/// The VM's side of a ClassLoader object, made when first asked for; null means the bootstrap
/// loader.
#[inline]
pub fn of_object(_t: &Thread, object: Option<ObjRef>) -> LoaderRef {
    of_object_if_known(object).unwrap_or_else(|| register(object.expect("null is known")))
}

#[cold]
fn register(object: ObjRef) -> LoaderRef {
    let name = object.get_ref(off::loader_name()).and_then(|text| string::to_sym(text, false));
    let class = object.class();
    let builtin = class.loader == boot()
        && (class.name == "jdk/internal/loader/ClassLoaders$AppClassLoader"
            || class.name == "jdk/internal/loader/ClassLoaders$PlatformClassLoader");
    let global = GlobalRef::new(object);
    let unnamed_object = object.get_ref(off::loader_unnamed_module());
    let unnamed_global = GlobalRef::new_opt(unnamed_object);
    let locked = lock();
    if let Some(known) = of_object_if_known(Some(object)) {
        drop(locked);
        global.delete();
        unnamed_global.delete();
        return known;
    }
    let loader = new_loader(global, name, u8::from(builtin));
    let unnamed = modules::new_module(None, loader);
    unnamed.open.set(true);
    unnamed.object.set(unnamed_global);
    loader.unnamed.set(Some(unnamed));
    if let Some(module) = unnamed_object {
        module.set_u32(inj::vm_module(), unnamed.raw());
    }
    let root = meta::root();
    loader.next.set(root.loaders.get());
    root.loaders.set(Some(loader));
    object.set_u32(inj::vm_loader(), loader.raw());
    loader
}

/// The class of which `loader` is an initiating loader, without loading anything. Arrays too.
pub fn find_loaded(loader: LoaderRef, name: Sym) -> Option<ClassRef> {
    match name.bytes() {
        [b'[', component @ ..] => find_loaded_component(loader, component)?.array_class_if_made(),
        _ => lock().class(loader, name),
    }
}

fn find_loaded_component(loader: LoaderRef, desc: &[u8]) -> Option<ClassRef> {
    match desc {
        [b'[', ..] => find_loaded(loader, meta::lookup(desc)?),
        [b'L', name @ .., b';'] => lock().class(loader, meta::lookup(name)?),
        &[c] => primitive_of_char(c),
        _ => None,
    }
}

fn primitive_of_char(c: u8) -> Option<ClassRef> {
    let kind = Kind::of_char(c);
    (!matches!(kind, Kind::Ref | Kind::Void)).then(|| primitive_class(kind))
}

/// Loads a class or array class by its name with slashes.
///
/// # Errors
/// ClassNotFoundException, or whatever loading throws.
pub fn load_class(t: &Thread, loader: LoaderRef, name: Sym) -> R<ClassRef> {
    match try_load(t, loader, name)? {
        Some(class) => Ok(class),
        None => Err(throw::new(t, "java/lang/ClassNotFoundException", &name.text())),
    }
}

/// Loads a class of the bootstrap loader, as [`load_class`].
pub fn load_boot_class(t: &Thread, name: Sym) -> R<ClassRef> {
    load_class(t, boot(), name)
}

/// Loads a class that another class names: ClassNotFoundException becomes NoClassDefFoundError.
///
/// # Errors
/// NoClassDefFoundError with the ClassNotFoundException as its cause, or whatever loading throws.
pub fn load_named(t: &Thread, loader: LoaderRef, name: Sym) -> R<ClassRef> {
    const ERROR: &str = "java/lang/NoClassDefFoundError";
    match try_load(t, loader, name) {
        Ok(Some(class)) => Ok(class),
        Ok(None) => Err(throw::new(t, ERROR, &name.text())),
        Err(thrown) if thrown.0.class().is_subclass_of(wk::class_not_found_exception()) => {
            Err(throw::with_cause(t, ERROR, Some(&name.text()), thrown))
        }
        Err(thrown) => Err(thrown),
    }
}

/// Loads a class; none when the loader says so without an exception.
pub fn try_load(t: &Thread, loader: LoaderRef, name: Sym) -> R<Option<ClassRef>> {
    if let [b'[', component @ ..] = name.bytes() {
        return load_array(t, loader, component);
    }
    if let Some(class) = lock().class(loader, name) {
        return Ok(Some(class));
    }
    if loader == boot() { load_boot(t, name) } else { ask_java(t, loader, name) }
}

/// The array class whose component has this descriptor.
fn load_array(t: &Thread, loader: LoaderRef, desc: &[u8]) -> R<Option<ClassRef>> {
    let component = match desc {
        [b'[', rest @ ..] if desc.iter().take_while(|&&c| c == b'[').count() < 255 => {
            load_array(t, loader, rest)?
        }
        [b'L', name @ .., b';'] if !name.is_empty() && name[0] != b'[' => {
            try_load(t, loader, intern_bytes(name))?
        }
        &[c] => primitive_of_char(c),
        _ => None,
    };
    component.map(|component| array_class_of(t, component)).transpose()
}

/// The class that a field descriptor names, as `loader` sees it.
///
/// # Errors
/// As [`load_named`].
pub fn load_descriptor(t: &Thread, loader: LoaderRef, desc: &[u8]) -> R<ClassRef> {
    match desc {
        [b'L', name @ .., b';'] => load_named(t, loader, intern_bytes(name)),
        [b'[', ..] => load_named(t, loader, intern_bytes(desc)),
        b"V" => Ok(primitive_class(Kind::Void)),
        &[c] if primitive_of_char(c).is_some() => Ok(primitive_class(Kind::of_char(c))),
        _ => {
            let name = String::from_utf8_lossy(desc);
            Err(throw::new(t, "java/lang/NoClassDefFoundError", &name))
        }
    }
}

/// Length of the package part of a class name; 0 for the unnamed package.
pub(super) fn package_len(name: &[u8]) -> usize {
    name.iter().rposition(|&c| c == b'/').unwrap_or(0)
}

/// What the boot class path has for a class.
struct Found {
    bytes: Cow<'static, [u8]>,
    module: Option<&'static str>,
    /// The element, for classes outside the image.
    element: Option<String>,
}

/// Looks the class file up, without defining anything.
fn find_boot(name: &[u8]) -> Result<Option<Found>, String> {
    let path = boot_path();
    let package = meta::lookup(&name[..package_len(name)]);
    let module = package.and_then(|package| lock().package(boot(), package));
    let from_image = match module.map(|package| package.module.name) {
        Some(Some(module)) => {
            let module = module.as_str();
            let bytes = path.image.find_class_in(module, name).map_err(|e| e.to_string())?;
            bytes.map(|bytes| (module, bytes))
        }
        None if !modules::is_base_defined() => {
            path.image.find_class(name).map_err(|e| e.to_string())?
        }
        _ => None,
    };
    if let Some((module, bytes)) = from_image {
        return Ok(Some(Found { bytes, module: Some(module), element: None }));
    }
    if path.append.is_empty() {
        return Ok(None);
    }
    let file = [name, b".class"].concat();
    let found = path.append.find(file).map_err(|e| e.to_string())?;
    Ok(found.map(|found| Found {
        bytes: Cow::Owned(found.content),
        module: None,
        element: Some(found.element.display().to_string()),
    }))
}

#[cold]
fn load_boot(t: &Thread, name: Sym) -> R<Option<ClassRef>> {
    let found = match find_boot(name.bytes()) {
        Ok(Some(found)) => found,
        Ok(None) => return Ok(None),
        Err(message) => {
            let message = format!("{name} ({message})");
            return Err(throw::new(t, "java/lang/NoClassDefFoundError", &message));
        }
    };
    let source = match (&found.element, found.module) {
        (Some(element), _) => Cow::Owned(element.clone()),
        (None, Some("java.base")) => Cow::Borrowed("jrt:/java.base"),
        (None, module) => Cow::Owned(format!("jrt:/{}", module.unwrap_or_default())),
    };
    let options = DefineOptions {
        image_module: found.module,
        source: Some(&source),
        ..DefineOptions::default()
    };
    define_class(t, boot(), Some(name), &found.bytes, &options).map(Some)
}

/// Whether classes of the loader may be loaded by several threads at once.
fn is_parallel_capable(object: ObjRef) -> bool {
    object.get_ref(off::loader_parallel_lock_map()).is_some()
}

/// Calls `ClassLoader.loadClass`. Loaders that are not parallel capable are locked meanwhile.
#[cold]
fn ask_java(t: &Thread, loader: LoaderRef, name: Sym) -> R<Option<ClassRef>> {
    let object = loader.object.get().get().expect("not the boot loader");
    let result = if is_parallel_capable(object) {
        call_load_class(t, object, name)
    } else {
        monitor::enter(t, object);
        let known = lock().class(loader, name);
        let result = match known {
            Some(class) => Ok(Some(class)),
            None => call_load_class(t, object, name),
        };
        // The monitor was entered above; a failure to leave it would be Java's own imbalance.
        let _ = monitor::exit(t, object);
        result
    };
    let Some(class) = result?.filter(|class| class.name == name) else { return Ok(None) };
    if class.loader != loader {
        constraints::record_initiated(t, loader, class)?;
    }
    Ok(Some(class))
}

fn call_load_class(t: &Thread, object: ObjRef, name: Sym) -> R<Option<ClassRef>> {
    let dotted: Vec<u8> = name.bytes().iter().map(|&c| if c == b'/' { b'.' } else { c }).collect();
    let text = string::from_mutf8(t, &dotted)?;
    let declared =
        wk::method_of(wk::class_loader(), "loadClass", "(Ljava/lang/String;)Ljava/lang/Class;");
    let method = select::virtual_method(object.class(), declared);
    let args = value::Args::new().obj(Some(object)).obj(Some(text));
    let result = value::to_ref(interp::call(t, method, args.slots())?);
    Ok(result.and_then(mirror::class_of))
}
