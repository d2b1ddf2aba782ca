//! What the VM calls itself, and the text of `-version`.

use crate::classpath::java_home::Release;
use crate::options::{Stream, VmFlags};

/// The property `java.vm.name`.
pub const VM_NAME: &str = "Cortado 64-Bit Server VM";
/// The property `java.vm.version`.
pub const VM_VERSION: &str = env!("CARGO_PKG_VERSION");
/// The property `java.vm.info`: what runs the program.
pub fn vm_info(flags: &VmFlags) -> &'static str {
    match (flags.UseCompiler, flags.CompileAtFirstCall) {
        (false, _) => "interpreted mode",
        (true, true) => "compiled mode",
        (true, false) => "mixed mode",
    }
}
/// The property `java.vm.vendor`.
pub const VM_VENDOR: &str = "Cortado";

/// The text of `-version`, or on standard output of `--version`.
pub(super) fn text(release: &Release, stream: Stream, flags: &VmFlags) -> String {
    let java_version = release.java_version().unwrap_or("unknown");
    let date = release.get("JAVA_VERSION_DATE").unwrap_or_default();
    let runtime = runtime_version(release);
    let long_term = if runtime.contains("LTS") { " LTS" } else { "" };
    let vendor = match release.get("IMPLEMENTOR_VERSION") {
        Some(version) => format!(" {version}"),
        None => String::new(),
    };
    let first = match stream {
        Stream::Error => format!("openjdk version \"{java_version}\" {date}{long_term}"),
        Stream::Output => format!("openjdk {java_version} {date}{long_term}"),
    };
    format!(
        "{first}\nOpenJDK Runtime Environment{vendor} (build {runtime})\n\
         {VM_NAME} (build {VM_VERSION}, {})\n",
        vm_info(flags)
    )
}

/// The versions as a report of a crash has them.
pub(super) fn of_report(release: &Release, flags: &VmFlags) -> String {
    let (runtime, version) = (runtime_version(release), release.java_version());
    format!(
        "JRE version: OpenJDK Runtime Environment ({}) (build {runtime})\n\
         Java VM: {VM_NAME} ({VM_VERSION}, {}, linux-amd64)",
        version.unwrap_or("unknown"),
        vm_info(flags)
    )
}

/// The text of `-fullversion`, or on standard output of `--full-version`.
pub(super) fn full(release: &Release, stream: Stream) -> String {
    let runtime = runtime_version(release);
    match stream {
        Stream::Error => format!("openjdk full version \"{runtime}\"\n"),
        Stream::Output => format!("openjdk {runtime}\n"),
    }
}

/// The text of `-Xinternalversion`.
pub(super) fn internal() -> String {
    format!("{VM_NAME} ({VM_VERSION}) for linux-amd64\n")
}

fn runtime_version(release: &Release) -> &str {
    release.get("JAVA_RUNTIME_VERSION").or(release.java_version()).unwrap_or("unknown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_has_three_lines() {
        let release = Release::parse(
            "JAVA_VERSION=\"17.0.9\"\nJAVA_VERSION_DATE=\"2023-10-17\"\n\
             IMPLEMENTOR_VERSION=\"Maker-17.0.9+9\"\nJAVA_RUNTIME_VERSION=\"17.0.9+9-LTS\"\n",
        );
        let lines = text(&release, Stream::Error, &VmFlags::default());
        let lines: Vec<_> = lines.lines().collect();
        assert_eq!(lines[0], "openjdk version \"17.0.9\" 2023-10-17 LTS");
        assert_eq!(lines[1], "OpenJDK Runtime Environment Maker-17.0.9+9 (build 17.0.9+9-LTS)");
        assert_eq!(lines[2], format!("{VM_NAME} (build {VM_VERSION}, mixed mode)"));
        assert_eq!(full(&release, Stream::Output), "openjdk 17.0.9+9-LTS\n");
    }
}
