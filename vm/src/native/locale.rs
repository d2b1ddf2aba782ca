//! The user's language and country, from the locale of the environment.

use super::platform_string;
use std::ffi::CStr;

/// What a locale name says. Absent parts are none.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct LocaleNames {
    /// ISO 639 language.
    pub language: Option<String>,
    /// ISO 15924 script.
    pub script: Option<String>,
    /// ISO 3166 country.
    pub country: Option<String>,
    /// Variant.
    pub variant: Option<String>,
}

/// Modifiers of locale names that name a script.
const SCRIPTS: &[(&str, &str)] = &[
    ("Arab", "Arab"),
    ("Cyrl", "Cyrl"),
    ("Deva", "Deva"),
    ("Ethi", "Ethi"),
    ("Hans", "Hans"),
    ("Hant", "Hant"),
    ("Latn", "Latn"),
    ("Sund", "Sund"),
    ("Syrc", "Syrc"),
    ("Tfng", "Tfng"),
    ("cyrillic", "Cyrl"),
    ("iqtelif", "Latn"),
    ("latin", "Latn"),
];

/// Language parts of locale names that are no ISO codes.
const LANGUAGES: &[(&str, &str)] =
    &[("C", "en"), ("POSIX", "en"), ("cz", "cs"), ("he", "iw"), ("sh", "sr"), ("su", "fi")];

fn replaced(table: &[(&str, &str)], text: &str) -> Option<String> {
    table.iter().find(|(from, _)| *from == text).map(|(_, to)| (*to).to_owned())
}

/// Takes `language_COUNTRY.encoding@modifier` apart; the encoding plays no part.
pub fn parse(name: &str) -> LocaleNames {
    // The plain C locale stands for American English.
    let name = if matches!(name, "C" | "POSIX") { "en_US" } else { name };
    let (name, modifier) = match name.split_once('@') {
        Some((name, modifier)) => (name, Some(modifier)),
        None => (name, None),
    };
    let name = name.split('.').next().unwrap_or(name);
    let (language, country) = match name.split_once('_') {
        Some((language, country)) => (language, Some(country)),
        None => (name, None),
    };
    let script = modifier.and_then(|modifier| replaced(SCRIPTS, modifier));
    let variant = modifier.filter(|&modifier| modifier == "nynorsk").map(|_| "NY".to_owned());
    LocaleNames {
        language: Some(replaced(LANGUAGES, language).unwrap_or_else(|| language.to_owned())),
        script,
        country: country.map(str::to_owned),
        variant,
    }
}

/// The name of the locale in use for a category.
fn category(category: libc::c_int) -> String {
    // SAFETY: the locale is set while the VM starts, before other threads ask for it; the name is
    // copied at once.
    unsafe {
        libc::setlocale(category, c"".as_ptr());
        let name = libc::setlocale(category, std::ptr::null());
        if name.is_null() {
            return "C".to_owned();
        }
        CStr::from_ptr(name).to_string_lossy().into_owned()
    }
}

/// For texts shown to the user.
pub fn display() -> LocaleNames {
    parse(&category(libc::LC_MESSAGES))
}

/// For numbers, dates and the like.
pub fn format() -> LocaleNames {
    platform_string::codeset();
    parse(&category(libc::LC_CTYPE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> [Option<String>; 4] {
        let names = parse(name);
        [names.language, names.script, names.country, names.variant]
    }

    #[test]
    fn locale_names_are_taken_apart() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(parts("C"), [some("en"), None, some("US"), None]);
        assert_eq!(parts("C.UTF-8"), [some("en"), None, None, None]);
        assert_eq!(parts("de_AT.UTF-8"), [some("de"), None, some("AT"), None]);
        assert_eq!(parts("sr_RS@latin"), [some("sr"), some("Latn"), some("RS"), None]);
        assert_eq!(parts("no_NO@nynorsk"), [some("no"), None, some("NO"), some("NY")]);
    }
}
