//! The tools of the JDK as names of the launcher: called `javac`, it runs the compiler.
//!
//! The JDK's own tools are launchers too, with a main class compiled in. In a tree that
//! [`super::home_tree`] makes, each tool in the table is another name of `cortado`.

use std::env;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

use crate::options::Environment;

/// One tool.
pub struct Tool {
    /// The name of the command.
    pub name: &'static str,
    /// The module and the main class.
    pub main: &'static str,
    /// Whether the modules of the class path's default set are all resolved.
    pub all_default: bool,
}

const fn tool(name: &'static str, main: &'static str) -> Tool {
    Tool { name, main, all_default: false }
}

const fn tool_of_all(name: &'static str, main: &'static str) -> Tool {
    Tool { name, main, all_default: true }
}

/// The tools that run on Cortado. Those that are missing look into processes of HotSpot
/// (`jcmd`, `jstack` ..) or have windows; they stay the JDK's.
pub const TOOLS: &[Tool] = &[
    tool("jar", "jdk.jartool/sun.tools.jar.Main"),
    tool("jarsigner", "jdk.jartool/sun.security.tools.jarsigner.Main"),
    tool_of_all("javac", "jdk.compiler/com.sun.tools.javac.Main"),
    tool_of_all("javadoc", "jdk.javadoc/jdk.javadoc.internal.tool.Main"),
    tool("javap", "jdk.jdeps/com.sun.tools.javap.Main"),
    tool("jdeprscan", "jdk.jdeps/com.sun.tools.jdeprscan.Main"),
    tool("jdeps", "jdk.jdeps/com.sun.tools.jdeps.Main"),
    tool("jimage", "jdk.jlink/jdk.tools.jimage.Main"),
    tool_of_all("jlink", "jdk.jlink/jdk.tools.jlink.internal.Main"),
    tool("jmod", "jdk.jlink/jdk.tools.jmod.Main"),
    tool("jpackage", "jdk.jpackage/jdk.jpackage.main.Main"),
    tool_of_all("jrunscript", "java.scripting/com.sun.tools.script.shell.Main"),
    tool("jshell", "jdk.jshell/jdk.internal.jshell.tool.JShellToolProvider"),
    tool("keytool", "java.base/sun.security.tools.keytool.Main"),
    tool("rmiregistry", "java.rmi/sun.rmi.registry.RegistryImpl"),
    tool("serialver", "jdk.compiler/sun.tools.serialver.SerialVer"),
];

/// The tool that this process is called as, by the name of its file or of the command.
pub fn called_as(command: Option<&OsStr>) -> Option<&'static Tool> {
    let executable = env::current_exe().ok();
    let names = [executable.as_deref().and_then(Path::file_name), command.and_then(base_name)];
    names.into_iter().flatten().find_map(|name| TOOLS.iter().find(|tool| name == tool.name))
}

fn base_name(command: &OsStr) -> Option<&OsStr> {
    Path::new(command).file_name()
}

impl Tool {
    /// The launcher's words for the tool's `arguments`: those after `-J` are for the VM.
    ///
    /// The tool finds the `CLASSPATH` of the environment in a property: it is a default for what
    /// the tool works on, and not where its own classes are.
    pub fn command_line(
        &self,
        arguments: Vec<OsString>,
        environment: &mut Environment,
    ) -> Vec<OsString> {
        // Only `java` reads this variable.
        environment.jdk_java_options = None;
        let home = env::current_exe().ok();
        let home = home.as_deref().and_then(Path::parent).and_then(Path::parent);
        let mut words = Vec::new();
        if self.all_default {
            words.extend(["--add-modules", "ALL-DEFAULT"].map(OsString::from));
        }
        if let Some(class_path) = environment.class_path.take() {
            words.push(format!("-Denv.class.path={class_path}").into());
        }
        if let Some(home) = home {
            words.push(format!("-Dapplication.home={}", home.display()).into());
        }
        let (for_vm, for_tool): (Vec<_>, Vec<_>) =
            arguments.into_iter().partition(|word| word.as_bytes().starts_with(b"-J"));
        words.extend(for_vm.iter().map(|word| OsString::from_vec(word.as_bytes()[2..].to_vec())));
        words.extend(["-m".into(), self.main.into()]);
        words.extend(for_tool);
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_is_known_by_the_name_of_the_command() {
        let name = |command| called_as(Some(OsStr::new(command))).map(|tool| tool.name);
        assert_eq!(name("/some/where/javac"), Some("javac"));
        assert_eq!(name("jar"), Some("jar"));
        assert_eq!(name("java"), None);
        assert_eq!(name("jstack"), None);
    }

    #[test]
    fn words_after_j_are_for_the_vm() {
        let mut environment = Environment {
            class_path: Some("a:b".into()),
            jdk_java_options: Some("-Dx".into()),
            ..Environment::default()
        };
        let tool = called_as(Some(OsStr::new("javac"))).unwrap();
        let arguments = ["-d", "out", "-J-Xmx64m", "A.java"].map(OsString::from).to_vec();
        let words = tool.command_line(arguments, &mut environment);
        let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
        assert_eq!(words[..3], ["--add-modules", "ALL-DEFAULT", "-Denv.class.path=a:b"]);
        let rest =
            ["-Xmx64m", "-m", "jdk.compiler/com.sun.tools.javac.Main", "-d", "out", "A.java"];
        assert_eq!(words[4..], rest);
        assert_eq!((environment.class_path, environment.jdk_java_options), (None, None));
    }
}
