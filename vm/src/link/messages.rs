//! What linkage errors call classes, methods, modules and loaders: the wording of HotSpot 17.

use crate::class::{ClassRef, LoaderRef, Method, ModuleRef, types, wk};
use crate::link::modules;
use crate::meta::Sym;
use crate::runtime::string;

/// A loader as messages name it: `'app'`, `'bootstrap'`, `pkg.Loader @1b2c3d4e`.
pub fn loader_name(loader: LoaderRef) -> String {
    let Some(object) = loader.object.get().get() else { return "'bootstrap'".to_owned() };
    match object.get_ref(wk::off::loader_name_and_id()) {
        Some(text) => string::to_rust(text),
        None => format!("{} @{:x}", object.class().external_name(), object.identity_hash()),
    }
}

/// The class of the elements of an array of whatever depth; the class itself when it is no array.
pub fn bottom(class: ClassRef) -> ClassRef {
    std::iter::successors(Some(class), |class| class.component).last().unwrap_or(class)
}

fn module_phrase(class: ClassRef) -> String {
    let module = modules::module_of(bottom(class));
    match module.name {
        Some(name) if shows_version(module) => {
            let version = module.version.get().map_or(String::new(), |v| format!("@{v}"));
            format!("module {name}{version}")
        }
        Some(name) => format!("module {name}"),
        None => "unnamed module".to_owned(),
    }
}

/// Whether messages and stack traces show a module's version: not for the class library's own.
pub fn shows_version(module: ModuleRef) -> bool {
    let Some(version) = module.version.get() else { return false };
    let Some(location) = module.location.get() else { return true };
    let location = location.bytes();
    if location.starts_with(b"jrt:/java.") {
        return false;
    }
    !(location.starts_with(b"jrt:/jdk.") && modules::java_base().version.get() == Some(version))
}

/// `A is in module m of loader 'app'`; with `parent`, user-defined loaders show their parent.
pub fn place(class: ClassRef, parent: bool) -> String {
    described(class, "is", parent)
}

fn described(class: ClassRef, verb: &str, parent: bool) -> String {
    let loader = class.loader;
    let parent = match loader.object.get().get() {
        Some(object) if parent && loader.builtin.get() == 0 => {
            let above = object.get_ref(wk::off::loader_parent());
            let above = super::loader::of_object_if_known(above);
            above.map_or(String::new(), |l| format!(", parent loader {}", loader_name(l)))
        }
        _ => String::new(),
    };
    let (name, module) = (class.external_name(), module_phrase(class));
    format!("{name} {verb} in {module} of loader {}{parent}", loader_name(loader))
}

/// Where two classes are: `A and B are in unnamed module of loader 'app'` when they share the
/// module, else `A is in …; B is in …`.
pub fn places(one: ClassRef, other: ClassRef) -> String {
    if modules::module_of(bottom(one)) == modules::module_of(bottom(other)) {
        format!("{} and {}", one.external_name(), described(other, "are", false))
    } else {
        format!("{}; {}", place(one, false), place(other, false))
    }
}

/// `void Foo.bar(int, java.lang.String[])`: a method by class, name and descriptor.
pub fn signature(class: ClassRef, name: Sym, desc: Sym) -> String {
    format!("{} {}.{}", result(desc), class.external_name(), call(name, desc))
}

/// `void bar(int)`: as [`signature`] without the class.
pub fn short_signature(name: Sym, desc: Sym) -> String {
    format!("{} {}", result(desc), call(name, desc))
}

fn result(desc: Sym) -> String {
    types::external_type(types::result(desc.bytes()))
}

fn call(name: Sym, desc: Sym) -> String {
    types::external_signature(None, name, desc)
}

/// [`signature`] of a declared method.
pub fn method(method: &Method) -> String {
    signature(method.class(), method.name, method.desc)
}

/// Message of the AbstractMethodError for calling `resolved` on a `receiver` that has no body for
/// it, `selected` being what was found instead.
pub fn abstract_method(
    resolved: &Method,
    selected: Option<&Method>,
    receiver: Option<ClassRef>,
) -> String {
    let start = match receiver {
        Some(class) => format!(
            "Receiver class {} does not define or inherit an implementation of the",
            class.external_name()
        ),
        None => "Missing implementation of".to_owned(),
    };
    let holder = resolved.class();
    let mut text = format!(
        "{start} resolved method '{}{}' of {} {}.",
        qualifiers(resolved),
        short_signature(resolved.name, resolved.desc),
        holder.external_kind(),
        holder.external_name()
    );
    if let Some(selected) = selected
        && !std::ptr::eq(selected, resolved)
    {
        let (kind, name) = (qualifiers(selected), method(selected));
        text += &format!(" Selected method is '{kind}{name}'.");
    }
    text
}

fn qualifiers(method: &Method) -> String {
    let mut text = String::new();
    if method.is_abstract() {
        text += "abstract ";
    }
    if method.is_private() {
        text += "private ";
    }
    text
}

/// Message of the ClassCastException for an object of class `from` cast to `to`.
pub fn class_cast(from: ClassRef, to: ClassRef) -> String {
    let (one, other) = (from.external_name(), to.external_name());
    format!("class {one} cannot be cast to class {other} ({})", places(from, to))
}
