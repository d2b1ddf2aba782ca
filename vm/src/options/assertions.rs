//! Where assertions are enabled: `-ea`, `-da`, `-esa`, `-dsa`.

/// Which classes have assertions enabled. Names are in internal form, `java/lang/String`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assertions {
    /// For classes of class loaders.
    pub user_default: bool,
    /// For classes of the boot loader.
    pub system_default: bool,
    classes: Vec<(String, bool)>,
    /// A package stands for its subpackages too; the unnamed package is the empty name.
    packages: Vec<(String, bool)>,
}

impl Assertions {
    /// Adds `-ea:name` or `-da:name`; `package...` names a package.
    pub(super) fn add(&mut self, name: &str, enabled: bool) {
        let internal = name.replace('.', "/");
        match internal.strip_suffix("///") {
            Some(package) => self.packages.push((package.to_owned(), enabled)),
            None => self.classes.push((internal, enabled)),
        }
    }

    /// The desired status of a class. A class is looked up by name, then by its packages from the
    /// inside out; the later of two options for the same name counts.
    pub fn enabled(&self, class: &str, is_system: bool) -> bool {
        let last = |list: &[(String, bool)], name: &str| {
            list.iter().rev().find(|(known, _)| known == name).map(|(_, enabled)| *enabled)
        };
        if let Some(enabled) = last(&self.classes, class) {
            return enabled;
        }
        let mut package = class.rsplit_once('/').map_or("", |(package, _)| package);
        let mut named = last(&self.packages, package);
        while named.is_none()
            && let Some((outer, _)) = package.rsplit_once('/')
        {
            package = outer;
            named = last(&self.packages, package);
        }
        named.unwrap_or(if is_system { self.system_default } else { self.user_default })
    }

    /// The options for classes, in the order given.
    pub fn classes(&self) -> &[(String, bool)] {
        &self.classes
    }

    /// The options for packages, in the order given.
    pub fn packages(&self) -> &[(String, bool)] {
        &self.packages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_win_over_packages_and_inner_packages_over_outer() {
        let mut assertions = Assertions { user_default: true, ..Assertions::default() };
        assertions.add("a.b...", false);
        assertions.add("a.b.c...", true);
        assertions.add("a.b.C", true);
        assertions.add("...", false);
        let enabled = |class| assertions.enabled(class, false);
        assert!(enabled("x/Y"));
        assert!(!enabled("a/b/D"));
        assert!(!enabled("a/b/d/e/F"));
        assert!(enabled("a/b/c/D"));
        assert!(enabled("a/b/C"));
        assert!(!enabled("Unnamed"));
        assert!(!assertions.enabled("x/Y", true));
    }
}
