//! `jdk.internal.loader.BootLoader`: packages of the bootstrap loader.

use super::java_lang_class::is_instance_class;
use super::support;
use crate::class::ClassRef;
use crate::class::wk;
use crate::error::R;
use crate::heap::ObjRef;
use crate::link::{loader, modules};
use crate::meta::{self, Sym};
use crate::natives;
use crate::runtime::{alloc, string};
use crate::thread::Thread;

natives! { "jdk/internal/loader/BootLoader";
    "getSystemPackageNames()[Ljava/lang/String;" => system_package_names;
    "getSystemPackageLocation(Ljava/lang/String;)Ljava/lang/String;" => system_package_location;
    "setBootLoaderUnnamedModule0(Ljava/lang/Module;)V" => set_unnamed_module;
}

/// Classes that the bootstrap loader has defined.
fn defined_classes() -> impl Iterator<Item = ClassRef> {
    let first = meta::root().classes.get();
    std::iter::successors(first, |class| class.next.get())
        .filter(|class| class.loader == loader::boot() && is_instance_class(*class))
}

/// Whether classes of a package are found by the bootstrap loader: those of the modules that are
/// made at run time, for proxies, are defined in it but come from nowhere.
fn has_location(class: ClassRef) -> bool {
    let module = modules::module_of(class);
    module.name.is_none() || module.location.get().is_some()
}

/// Packages in which the bootstrap loader has defined a class.
fn defined_packages() -> Vec<Sym> {
    let mut names: Vec<Sym> = defined_classes()
        .filter(|class| has_location(*class))
        .map(|class| class.extra.package)
        .filter(|package| !package.bytes().is_empty())
        .collect();
    names.sort_unstable_by_key(|name| name.raw());
    names.dedup();
    names
}

fn system_package_names(t: &Thread) -> R<ObjRef> {
    let names = defined_packages();
    let array = alloc::ref_array(t, wk::string(), names.len())?;
    for (index, name) in names.into_iter().enumerate() {
        let name = string::from_mutf8(t, name.bytes())?;
        array.set_ref_element(index, Some(name));
    }
    Ok(array)
}

fn system_package_location(t: &Thread, name: Option<ObjRef>) -> R<Option<ObjRef>> {
    let name = support::required(t, name)?;
    let Some(name) = string::to_sym(name, true) else { return Ok(None) };
    let Some(package) = modules::find_package(loader::boot(), name) else { return Ok(None) };
    let Some(class) = defined_classes().find(|class| class.extra.package == name) else {
        return Ok(None);
    };
    let location = match (package.module.name, package.module.location.get()) {
        (Some(_), Some(location)) => location.to_string(),
        (Some(_), None) => return Ok(None),
        (None, _) => {
            let file = [class.name.bytes(), b".class"].concat();
            match loader::boot_path().append.find(file) {
                Ok(Some(found)) => found.element.display().to_string(),
                _ => return Ok(None),
            }
        }
    };
    string::new(t, &location).map(Some)
}

fn set_unnamed_module(t: &Thread, module: Option<ObjRef>) -> R<()> {
    modules::set_boot_unnamed(support::required(t, module)?);
    Ok(())
}
