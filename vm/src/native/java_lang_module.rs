//! `java.lang.Module`: what Java tells the VM about modules.

use super::reflection::illegal_argument;
use crate::class::ModuleRef;
use crate::class::wk::off;
use crate::error::R;
use crate::heap::ObjRef;
use crate::link::loader;
use crate::link::modules::{self, Definition, ExportTo};
use crate::meta::Sym;
use crate::natives;
use crate::runtime::{string, throw};
use crate::thread::Thread;

natives! { "java/lang/Module";
    "defineModule0(Ljava/lang/Module;ZLjava/lang/String;Ljava/lang/String;[Ljava/lang/Object;)V"
        => define_module;
    "addReads0(Ljava/lang/Module;Ljava/lang/Module;)V" => add_reads;
    "addExports0(Ljava/lang/Module;Ljava/lang/String;Ljava/lang/Module;)V" => add_exports;
    "addExportsToAll0(Ljava/lang/Module;Ljava/lang/String;)V" => add_exports_to_all;
    "addExportsToAllUnnamed0(Ljava/lang/Module;Ljava/lang/String;)V"
        => add_exports_to_all_unnamed;
}

fn sym_opt(string: Option<ObjRef>) -> Option<Sym> {
    string.and_then(|string| string::to_sym(string, false))
}

/// Package names, with slashes, from an array of Strings with dots.
fn package_names(t: &Thread, array: Option<ObjRef>) -> R<Vec<Sym>> {
    let Some(array) = array else { return Ok(Vec::new()) };
    (0..array.array_length())
        .map(|index| {
            let name = array.ref_element(index).and_then(|name| string::to_sym(name, true));
            name.ok_or_else(|| illegal_argument(t, "Bad package name"))
        })
        .collect()
}

fn define_module(
    t: &Thread,
    module: Option<ObjRef>,
    open: bool,
    version: Option<ObjRef>,
    location: Option<ObjRef>,
    packages: Option<ObjRef>,
) -> R<()> {
    let Some(module) = module else {
        return Err(throw::new(t, "java/lang/NullPointerException", "Null module object"));
    };
    let Some(name) = sym_opt(module.get_ref(off::module_name())) else {
        return Err(illegal_argument(t, "Module name cannot be null"));
    };
    let packages = package_names(t, packages)?;
    let definition = Definition {
        name,
        open,
        version: sym_opt(version),
        location: sym_opt(location),
        loader: loader::of_object(t, module.get_ref(off::module_loader())),
        packages: &packages,
    };
    modules::define_module(t, module, &definition)?;
    Ok(())
}

fn entry(t: &Thread, module: Option<ObjRef>, what: &str) -> R<ModuleRef> {
    let Some(module) = module else {
        let message = format!("{what} is null");
        return Err(throw::new(t, "java/lang/NullPointerException", &message));
    };
    modules::of_object(t, module)
        .ok_or_else(|| illegal_argument(t, &format!("{what} cannot be found")))
}

fn add_reads(t: &Thread, from: Option<ObjRef>, to: Option<ObjRef>) -> R<()> {
    let from = entry(t, from, "from_module")?;
    let to = match to {
        Some(_) => Some(entry(t, to, "to_module")?),
        None => None,
    };
    modules::add_reads(from, to);
    Ok(())
}

fn export(t: &Thread, from: Option<ObjRef>, package: Option<ObjRef>, to: ExportTo) -> R<()> {
    let from = entry(t, from, "from_module")?;
    let Some(package) = package.and_then(|package| string::to_sym(package, true)) else {
        return Err(throw::new(t, "java/lang/NullPointerException", "package is null"));
    };
    modules::add_exports(t, from, package, to)
}

fn add_exports(
    t: &Thread,
    from: Option<ObjRef>,
    package: Option<ObjRef>,
    to: Option<ObjRef>,
) -> R<()> {
    let to = ExportTo::Module(entry(t, to, "to_module")?);
    export(t, from, package, to)
}

fn add_exports_to_all(t: &Thread, from: Option<ObjRef>, package: Option<ObjRef>) -> R<()> {
    export(t, from, package, ExportTo::All)
}

fn add_exports_to_all_unnamed(t: &Thread, from: Option<ObjRef>, package: Option<ObjRef>) -> R<()> {
    export(t, from, package, ExportTo::AllUnnamed)
}
