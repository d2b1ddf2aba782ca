//! The installed JDK 17, which compiles the tests and says what is right.

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

/// A JDK with `java` and `javac`.
pub struct Jdk {
    /// `JAVA_HOME`.
    pub home: PathBuf,
    /// The text of its `release` file, which identifies it.
    pub release: String,
}

/// The JDK in `JAVA_HOME`, on the path, or where Debian puts it.
pub static JDK: LazyLock<Jdk> = LazyLock::new(|| {
    candidates()
        .into_iter()
        .find_map(|home| {
            let release = std::fs::read_to_string(home.join("release")).ok()?;
            let complete = home.join("bin/java").exists() && home.join("bin/javac").exists();
            let is_17 = release.contains("JAVA_VERSION=\"17");
            (complete && is_17).then_some(Jdk { home, release })
        })
        .expect("no JDK 17 with javac: set JAVA_HOME, or install openjdk-17-jdk-headless")
});

fn candidates() -> Vec<PathBuf> {
    let mut homes: Vec<PathBuf> =
        std::env::var_os("JAVA_HOME").map(PathBuf::from).into_iter().collect();
    for dir in std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()) {
        if let Ok(javac) = dir.join("javac").canonicalize() {
            homes.extend(javac.ancestors().nth(2).map(PathBuf::from));
        }
    }
    homes.extend(
        ["amd64", "arm64"].map(|arch| format!("/usr/lib/jvm/java-17-openjdk-{arch}").into()),
    );
    homes
}

impl Jdk {
    /// The reference: `java` of this JDK.
    pub fn java(&self) -> Command {
        clean(Command::new(self.home.join("bin/java")))
    }

    /// The compiler of this JDK.
    pub fn javac(&self) -> Command {
        clean(Command::new(self.home.join("bin/javac")))
    }

    /// The machine under test, told to use this JDK.
    pub fn cortado(&self) -> Command {
        let mut command = clean(Command::new(env!("CARGO_BIN_EXE_cortado")));
        command.env("JAVA_HOME", &self.home);
        command
    }
}

/// Nothing of the caller's environment may change what a program prints.
fn clean(mut command: Command) -> Command {
    for name in ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH", "LANG"] {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C.UTF-8").env("TZ", "UTC");
    command
}
