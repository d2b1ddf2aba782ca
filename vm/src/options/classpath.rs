//! Wildcards in a class path: `dir/*` stands for the jars of the directory.

use std::path::Path;

/// The class path with its wildcards replaced, in the order in which the system lists the
/// directory. One that names no jar stays as it is.
pub(super) fn expand(class_path: &str) -> String {
    let elements: Vec<String> = class_path.split(':').map(element).collect();
    elements.join(":")
}

fn element(element: &str) -> String {
    let literal = || element.to_owned();
    let Some(directory) = element.strip_suffix('*') else { return literal() };
    let is_wildcard = directory.is_empty() || directory.ends_with('/');
    if !is_wildcard || Path::new(element).exists() {
        return literal();
    }
    let listed = std::fs::read_dir(if directory.is_empty() { "." } else { directory });
    let jars: Vec<String> = listed
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.len() > 4 && (name.ends_with(".jar") || name.ends_with(".JAR")))
        .map(|name| format!("{directory}{name}"))
        .collect();
    if jars.is_empty() { literal() } else { jars.join(":") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_jars() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().to_str().unwrap();
        for name in ["a.jar", "b.JAR", "c.Jar", ".jar", "d.txt"] {
            std::fs::write(dir.path().join(name), "").unwrap();
        }
        let expanded = expand(&format!("x:{root}/*::{root}/none/*:y*"));
        let mut elements: Vec<_> = expanded.split(':').collect();
        elements[1..3].sort_unstable();
        let [a, b] = [format!("{root}/a.jar"), format!("{root}/b.JAR")];
        assert_eq!(elements, ["x", &a, &b, "", &format!("{root}/none/*"), "y*"]);
    }
}
