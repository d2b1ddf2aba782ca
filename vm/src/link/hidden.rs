//! How hidden classes are found again in another run: by what their class files hold.
//!
//! The name of a hidden class depends on how many were made before it, and no loader knows it. Code
//! that was compiled elsewhere means by [`portable_name`] any class with that content.

use super::loader;
use crate::class::{ClassRef, LoaderRef, class_flag};
use parking_lot::Mutex;
use std::collections::HashMap;

static KNOWN: Mutex<Option<HashMap<String, Vec<ClassRef>>>> = Mutex::new(None);

/// The same in every run: the start of the name without numbers, and the content of the class file.
/// Nothing for classes that are not hidden.
pub fn portable_name(class: ClassRef) -> Option<String> {
    if !class.has(class_flag::HIDDEN) {
        return None;
    }
    let name = class.name.to_string();
    let base = name.rsplit_once('+').map_or(name.as_str(), |(base, _)| base);
    let base = base.trim_end_matches(|c: char| c.is_ascii_digit());
    Some(format!("{base}+{:016x}", class.extra.fingerprint))
}

/// Whether [`find`] finds classes of the hidden class's loader for code of `requesting`.
pub fn is_reachable(class: ClassRef, requesting: LoaderRef) -> bool {
    let loader = class.loader;
    loader == loader::boot() || loader == requesting || Some(loader) == loader::system()
}

/// Notes a class that is complete.
pub(super) fn note(class: ClassRef) {
    if let Some(name) = portable_name(class) {
        KNOWN.lock().get_or_insert_default().entry(name).or_default().push(class);
    }
}

/// The first class of the name that code of the loader can mean.
pub fn find(name: &str, requesting: LoaderRef) -> Option<ClassRef> {
    let known = KNOWN.lock();
    let classes = known.as_ref()?.get(name)?;
    classes.iter().copied().find(|&class| is_reachable(class, requesting))
}
