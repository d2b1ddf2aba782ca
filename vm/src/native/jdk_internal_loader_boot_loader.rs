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

/// Packages in which the bootstrap loader has defined a class.
fn defined_packages() -> Vec<Sym> {
    let mut names: Vec<Sym> = defined_classes()
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
    let location = match package.module.name {
        Some(module) => format!("jrt:/{module}"),
        None => {
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
