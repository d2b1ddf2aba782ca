//! Applications from Debian packages must do on Cortado what they do on `java`.
//!
//! A case is a shell script `testdata/apps/NAME.sh`. It runs with a tree of `cortadoctl home` as
//! `JAVA_HOME` and first on the path, and once with the JDK there; output, errors and exit code
//! must be equal. Lines at its top: `# package: NAME` for each Debian package that it needs,
//! `# source: NAME` for a source package, `# quick` if it runs in every test run; the others need
//! `--include-ignored` (`just apps`). `.ci/apps` installs the packages.
//!
//! A script finds `testdata` in `$DATA` and the source packages in `$SOURCES`. `launch NAME` runs
//! the launch script `/usr/bin/NAME` with `$JAVA_HOME/bin/java` where it names `/usr/bin/java`.

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::LazyLock;
use std::time::Duration;

use common::jdk::JDK;
use common::process::{self, End, Outcome};
use common::{content_hash, has_extension, scratch, sorted_entries, stem, testdata};
use libtest_mimic::{Arguments, Failed, Trial};

/// How long one case may take on one VM.
const LIMIT_SECONDS: u64 = 600;

const LAUNCH: &str = r#"#!/bin/sh
script=$(mktemp)
name=$1
shift
sed "s|/usr/bin/java\b|$JAVA_HOME/bin/java|g" "/usr/bin/$name" >"$script"
sh "$script" "$@"
code=$?
rm "$script"
exit $code
"#;

struct Case {
    name: String,
    script: PathBuf,
    packages: Vec<String>,
    sources: Vec<String>,
    quick: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let debian = Path::new("/var/lib/dpkg/info").is_dir();
    let trials = sorted_entries(&testdata().join("apps"))
        .into_iter()
        .filter(|path| has_extension(path, "sh"))
        .map(|path| {
            let case = Case::read(path);
            let ignored = !case.quick || !debian;
            Trial::test(case.name.clone(), move || case.check()).with_ignored_flag(ignored)
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

impl Case {
    fn read(script: PathBuf) -> Case {
        let text = fs::read_to_string(&script).expect("scripts are readable");
        let values = |key: &str| -> Vec<String> {
            text.lines().filter_map(|line| line.strip_prefix(key)).map(str::to_owned).collect()
        };
        Case {
            name: stem(&script),
            packages: values("# package: "),
            sources: values("# source: "),
            quick: text.lines().any(|line| line == "# quick"),
            script,
        }
    }

    fn check(&self) -> Result<(), Failed> {
        self.check_installed()?;
        let expected = self.expected()?;
        let actual = self.execute(&HOME);
        let same = |stream: &str, a: &[u8], b: &[u8]| common::difference(stream, a, b);
        let end = (expected.end != actual.end)
            .then(|| format!("it ended with {:?} instead of {:?}\n", actual.end, expected.end));
        let stdout = same("stdout", &expected.stdout, &actual.stdout);
        let stderr = same("stderr", &expected.stderr, &actual.stderr);
        let problems: String = [end, stdout, stderr].into_iter().flatten().collect();
        if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
    }

    fn check_installed(&self) -> Result<(), Failed> {
        let info = Path::new("/var/lib/dpkg/info");
        let package = self.packages.iter().find(|name| {
            let list = |arch: &str| info.join(format!("{name}{arch}.list"));
            !list("").exists() && !list(":amd64").exists()
        });
        let source = self.sources.iter().find(|name| !sources().join(name).exists());
        match package.or(source) {
            Some(name) => Err(format!("the package {name} is missing: run .ci/apps all").into()),
            None => Ok(()),
        }
    }

    /// What happens with the JDK, from the cache if it is there.
    fn expected(&self) -> Result<Outcome, Failed> {
        let script = fs::read(&self.script)?;
        let hash = content_hash(&[JDK.release.as_bytes(), &script, &*PROGRAMS]);
        let cached = scratch("apps").join("expected").join(format!("{}-{hash}", self.name));
        let read = |file: &str| fs::read(cached.join(file));
        if let (Ok(stdout), Ok(stderr), Ok(code)) = (read("stdout"), read("stderr"), read("code")) {
            let code = String::from_utf8_lossy(&code).parse()?;
            return Ok(Outcome { end: End::Exit(code), stdout, stderr });
        }
        let outcome = self.execute(&JDK.home);
        let End::Exit(code) = outcome.end else {
            return Err(format!("`java` ended with {:?}", outcome.end).into());
        };
        fs::create_dir_all(&cached)?;
        fs::write(cached.join("stdout"), &outcome.stdout)?;
        fs::write(cached.join("stderr"), &outcome.stderr)?;
        // Last, so that an interrupted run leaves nothing that looks complete.
        fs::write(cached.join("code"), code.to_string())?;
        Ok(outcome)
    }

    /// Runs the script in an empty directory, which is the same for every VM.
    fn execute(&self, java_home: &Path) -> Outcome {
        let dir = scratch("apps").join("run").join(&self.name);
        let _ = fs::remove_dir_all(&dir);
        let (work, user_home) = (dir.join("work"), dir.join("home"));
        for dir in [&work, &user_home] {
            fs::create_dir_all(dir).expect("target is writable");
        }
        // It ends the script's children too.
        let mut command = Command::new("timeout");
        command.args(["--kill-after=5", &LIMIT_SECONDS.to_string(), "sh"]).arg(&self.script);
        let path = [java_home.join("bin"), TOOLS.clone(), "/usr/bin".into(), "/bin".into()];
        let path = std::env::join_paths(path).expect("no colon in the path");
        command.env_clear().env("PATH", path).env("JAVA_HOME", java_home);
        command.env("HOME", user_home).env("DATA", testdata()).env("SOURCES", sources());
        command.env("LC_ALL", "C.UTF-8").env("TZ", "UTC").current_dir(work);
        process::run(&mut command, b"", Duration::from_secs(LIMIT_SECONDS + 20))
    }
}

/// The tree whose `bin/java` is Cortado.
static HOME: LazyLock<PathBuf> = LazyLock::new(|| {
    let dir = scratch("apps").join("home");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cortadoctl"));
    command.arg("--java-home").arg(&JDK.home).arg("home").arg(&dir);
    command.args(["--cortado", env!("CARGO_BIN_EXE_cortado")]);
    let outcome = process::run(&mut command, b"", Duration::from_secs(60));
    assert_eq!(outcome.end, End::Exit(0), "{}", outcome.stderr());
    dir
});

/// Commands for the scripts.
static TOOLS: LazyLock<PathBuf> = LazyLock::new(|| {
    let dir = scratch("apps").join("tools");
    let launch = dir.join("launch");
    fs::create_dir_all(&dir)
        .and_then(|()| fs::write(&launch, LAUNCH))
        .and_then(|()| fs::set_permissions(&launch, fs::Permissions::from_mode(0o755)))
        .expect("target is writable");
    dir
});

/// The programs that scripts find in `$DATA/programs`.
static PROGRAMS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let files = sorted_entries(&testdata().join("programs"));
    let text = |path: &PathBuf| fs::read(path).unwrap_or_default();
    files.iter().flat_map(|path| [stem(path).into_bytes(), text(path)]).flatten().collect()
});

fn sources() -> PathBuf {
    testdata().with_file_name("target").join("apps").join("sources")
}
