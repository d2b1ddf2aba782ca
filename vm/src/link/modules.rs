//! The VM's side of the module system: modules, packages, readability and exports.
//!
//! Before Java defines the modules, classes of the boot loader already belong to the module that
//! the image says; the entry waits for its `java.lang.Module` object. Natives of
//! `java.lang.Module` call the functions here.

use super::loader::{self, Locked};
use super::mirror;
use crate::class::{ClassRef, LoaderRef, Module, ModuleRef, Package, wk};
use crate::error::R;
use crate::heap::{GlobalRef, ObjRef};
use crate::meta::{self, Arena, Meta, MetaCell, MetaVec, Sym, intern, intern_bytes};
use crate::runtime::throw;
use crate::thread::Thread;

/// Handle of a package.
pub type PackageRef = Meta<Package>;

/// The entry of `java.base`; exists from the start.
pub fn java_base() -> ModuleRef {
    meta::root().java_base.get().expect("the boot loader is initialised first")
}

/// Whether Java has defined `java.base`: the module system is coming up.
pub fn is_base_defined() -> bool {
    !java_base().object.get().is_null()
}

/// Makes the entries that exist before any class.
pub(super) fn init(boot: LoaderRef) {
    let base = new_module(Some(intern("java.base")), boot);
    boot.modules.push(base);
    meta::root().java_base.set(Some(base));
    let unnamed = new_module(None, boot);
    unnamed.open.set(true);
    boot.unnamed.set(Some(unnamed));
}

/// A fresh entry that nothing refers to yet.
pub(super) fn new_module(name: Option<Sym>, loader: LoaderRef) -> ModuleRef {
    Arena::place(Module {
        name,
        version: MetaCell::new(None),
        location: MetaCell::new(None),
        object: MetaCell::new(GlobalRef::NULL),
        loader,
        reads: MetaVec::new(),
        reads_unnamed: MetaCell::new(false),
        open: MetaCell::new(false),
    })
}

/// The module of a class; of an array, that of its elements.
pub fn module_of(class: ClassRef) -> ModuleRef {
    class.module.get().unwrap_or_else(java_base)
}

/// The package of a class; none in the unnamed package.
pub fn package_of(class: ClassRef) -> Option<PackageRef> {
    let class = super::messages::bottom(class);
    loader::lock().package(class.loader, class.extra.package)
}

/// The package called `name` (slashes) of a loader, if anything is in it.
pub fn find_package(loader: LoaderRef, name: Sym) -> Option<PackageRef> {
    loader::lock().package(loader, name)
}

/// Names of all packages of a loader, for `ClassLoader.getDefinedPackages` of the boot loader.
pub fn package_names(loader: LoaderRef) -> Vec<Sym> {
    loader::lock().packages(loader).map_or_else(Vec::new, |map| map.keys().copied().collect())
}

/// Whether `package` is exported to `module`.
pub fn is_exported_to(package: PackageRef, module: ModuleRef) -> bool {
    package.exported.get()
        || package.module.open.get()
        || (module.name.is_none() && package.exported_unnamed.get())
        || package.exports.get().contains(&module)
}

/// The module of a class about to be defined: that of its package, which is made in the loader's
/// unnamed module (or, for the boot loader, in `image_module`) when it is new.
pub(super) fn for_new_class(
    locked: &Locked,
    loader: LoaderRef,
    package: Sym,
    image_module: Option<&str>,
) -> Option<ModuleRef> {
    if let Some(known) = locked.package(loader, package) {
        return Some(known.module);
    }
    let module = match image_module {
        Some("java.base") => java_base(),
        Some(name) => find_or_new(loader, intern(name)),
        None => loader.unnamed.get()?,
    };
    if !package.bytes().is_empty() {
        new_package(locked, package, module);
    }
    Some(module)
}

fn find(loader: LoaderRef, name: Sym) -> Option<ModuleRef> {
    loader.modules.get().iter().copied().find(|module| module.name == Some(name))
}

fn find_or_new(loader: LoaderRef, name: Sym) -> ModuleRef {
    find(loader, name).unwrap_or_else(|| {
        let module = new_module(Some(name), loader);
        loader.modules.push(module);
        module
    })
}

fn new_package(locked: &Locked, name: Sym, module: ModuleRef) -> PackageRef {
    let package = Arena::place(Package {
        name,
        module,
        exported: MetaCell::new(false),
        exported_unnamed: MetaCell::new(false),
        exports: MetaVec::new(),
        class_path_index: MetaCell::new(-1),
    });
    locked.put_package(package);
    package
}

fn illegal_argument(t: &Thread, message: &str) -> crate::error::Thrown {
    throw::new(t, "java/lang/IllegalArgumentException", message)
}

/// What Java says of a module that it defines.
pub struct Definition<'a> {
    /// Its name.
    pub name: Sym,
    /// Whether it is open.
    pub open: bool,
    /// Its version.
    pub version: Option<Sym>,
    /// Its location.
    pub location: Option<Sym>,
    /// Its loader.
    pub loader: LoaderRef,
    /// Its packages, with slashes.
    pub packages: &'a [Sym],
}

/// Records a named module (`Module.defineModule0`).
///
/// # Errors
/// IllegalArgumentException for ill-formed names, IllegalStateException when the module or one of
/// its packages exists.
pub fn define_module(t: &Thread, object: ObjRef, def: &Definition<'_>) -> R<ModuleRef> {
    let base = def.name == java_base().name.expect("java.base has a name");
    check_packages(t, def)?;
    let global = GlobalRef::new(object);
    let locked = loader::lock();
    let (module, early) = match check_new(&locked, def, base) {
        Ok(()) => {
            let early = find(def.loader, def.name).is_some();
            (find_or_new(def.loader, def.name), early)
        }
        Err(message) => {
            drop(locked);
            global.delete();
            return Err(throw::new(t, "java/lang/IllegalStateException", &message));
        }
    };
    module.version.set(def.version);
    module.location.set(def.location);
    module.open.set(def.open);
    module.object.set(global);
    for &name in def.packages {
        if locked.package(def.loader, name).is_none() {
            new_package(&locked, name, module);
        }
    }
    drop(locked);
    object.set_u32(wk::inj::vm_module(), module.raw());
    if early {
        mirror::set_modules(module, object);
    }
    crate::trace!(
        ModuleLoad,
        Info,
        "{} location: {}",
        def.name,
        def.location.map_or_else(String::new, |text| text.to_string())
    );
    Ok(module)
}

fn check_packages(t: &Thread, def: &Definition<'_>) -> R<()> {
    let builtin = def.loader.builtin.get() != 0;
    for &package in def.packages {
        let bytes = package.bytes();
        let ill_formed = bytes.is_empty()
            || bytes.iter().any(|&c| matches!(c, b'.' | b';' | b'['))
            || bytes.split(|&c| c == b'/').any(<[u8]>::is_empty);
        if ill_formed {
            let message = format!("Invalid package name: {package} for module: {}", def.name);
            return Err(illegal_argument(t, &message));
        }
        if !builtin && (bytes == b"java" || bytes.starts_with(b"java/")) {
            let message = format!(
                "Class loader (instance of): {} tried to define prohibited package name: {}",
                def.loader
                    .object
                    .get()
                    .get()
                    .map_or_else(String::new, |object| { object.class().external_name() }),
                package.external()
            );
            return Err(illegal_argument(t, &message));
        }
    }
    Ok(())
}

/// Whether module and packages are new, apart from what booting made already.
fn check_new(locked: &Locked, def: &Definition<'_>, base: bool) -> Result<(), String> {
    let defined = |module: ModuleRef| !module.object.get().is_null();
    if find(def.loader, def.name).is_some_and(defined) {
        return Err(format!("Module {} is already defined", def.name));
    }
    for &name in def.packages {
        let Some(package) = locked.package(def.loader, name) else { continue };
        if package.module.name == Some(def.name) || base {
            continue;
        }
        return Err(match package.module.name {
            Some(other) => format!(
                "Package {} for module {} is already in another module, {other}, defined to the \
                 class loader",
                name.external(),
                def.name
            ),
            None => format!(
                "Package {} for module {} is already in the unnamed module defined to the class \
                 loader",
                name.external(),
                def.name
            ),
        });
    }
    Ok(())
}

/// Tells the VM the unnamed module of the boot loader.
pub fn set_boot_unnamed(object: ObjRef) {
    let module = loader::boot().unnamed.get().expect("made by init");
    module.object.set(GlobalRef::new(object));
    object.set_u32(wk::inj::vm_module(), module.raw());
    mirror::set_modules(module, object);
}

/// The VM's entry of a `java.lang.Module` object, if it was defined to the VM or is the unnamed
/// module of a loader that the VM knows.
pub fn of_object(t: &Thread, object: ObjRef) -> Option<ModuleRef> {
    if let Some(module) = entry(object) {
        return Some(module);
    }
    // An unnamed module of a loader that has not defined a class yet.
    let owner = object.get_ref(wk::off::module_loader())?;
    if object.get_ref(wk::off::module_name()).is_none() {
        loader::of_object(t, Some(owner));
    }
    entry(object)
}

fn entry(object: ObjRef) -> Option<ModuleRef> {
    // SAFETY: the injected field holds zero or the handle of a module.
    unsafe { Meta::from_raw_opt(object.get_u32(wk::inj::vm_module())) }
}

/// Makes `from` read `to`, or with none every unnamed module (`Module.addReads0`).
pub fn add_reads(from: ModuleRef, to: Option<ModuleRef>) {
    let _locked = loader::lock();
    match to {
        None => from.reads_unnamed.set(true),
        Some(to) if from != to && from.name.is_some() && !from.reads.get().contains(&to) => {
            from.reads.push(to);
        }
        Some(_) => {}
    }
}

/// Whom a package is exported to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExportTo {
    /// Everybody.
    All,
    /// All unnamed modules.
    AllUnnamed,
    /// One module.
    Module(ModuleRef),
}

/// Exports a package (`Module.addExports0` and its relatives).
///
/// # Errors
/// IllegalArgumentException when the module has no such package.
pub fn add_exports(t: &Thread, from: ModuleRef, package: Sym, to: ExportTo) -> R<()> {
    // Unnamed and open modules export everything already.
    if from.name.is_none() {
        return Ok(());
    }
    let locked = loader::lock();
    let found = locked.package(from.loader, package).filter(|found| found.module == from);
    let Some(found) = found else {
        drop(locked);
        let name = from.name.map_or_else(String::new, |name| name.to_string());
        let message = match to {
            ExportTo::AllUnnamed => {
                format!("Package {} not found in module {name}", package.external())
            }
            _ => format!("Package {} not found in from_module {name}", package.external()),
        };
        return Err(illegal_argument(t, &message));
    };
    match to {
        ExportTo::All => found.exported.set(true),
        ExportTo::AllUnnamed => found.exported_unnamed.set(true),
        ExportTo::Module(to) if to != from && !found.exports.get().contains(&to) => {
            found.exports.push(to);
        }
        ExportTo::Module(_) => {}
    }
    Ok(())
}

/// A package name from Java's form, with dots, to the VM's.
pub fn package_sym(dotted: &[u8]) -> Sym {
    let slashes: Vec<u8> = dotted.iter().map(|&c| if c == b'.' { b'/' } else { c }).collect();
    intern_bytes(&slashes)
}
