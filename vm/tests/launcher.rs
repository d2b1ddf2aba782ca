//! Command lines, judged by `cortado` and by the `java` of the JDK that it uses.
//!
//! Each line below is a command line after an optional `NAME=value`; single quotes group. A
//! refused or started one must give the same streams and exit code. An accepted one is run by
//! `java`, and what `java` prints on standard error must be what option parsing announces.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};
use cortado_vm::classpath::java_home::JavaHome;
use cortado_vm::launcher::help::own_options;
use cortado_vm::launcher::version::{VM_NAME, VM_VERSION};
use cortado_vm::options::{self, Action, Environment, Notices, Stream};

/// Command lines that do not start a program.
const REFUSED: &str = "
-foo
-Z
-
--
--foo
-eax
-cp
-m
-m ''
--module=
-p
--module-path=
--add-modules
--add-modules=
--add-modules -cp Main
--add-opens
--add-exports=
--enable-native-access
--add-opensfoo=x Main
--list-module
--list-modules=foo
-d
--source
--source 17 -jar x.jar
--source 17 -jar main.jar
--source 17 -m foo Main.java
-jar nonexistent.jar
-jar no-manifest.jar
-jar junk.jar
-jar truncated.jar
-jar .
-jar ''
-jar -foo
-version:1.5 Main
-jre-restrict-search Main
-d64 Main
-minimal Main
-green Main
-oss Main
-t Main
-J-Xmx1m Main
@nonexistent
JDK_JAVA_OPTIONS=Main Main
JDK_JAVA_OPTIONS='-jar x' Main
JDK_JAVA_OPTIONS=-version Main
JDK_JAVA_OPTIONS=--module=x Main
JDK_JAVA_OPTIONS='@args -Da=b' Main
JDK_JAVA_OPTIONS='\"-Da=b' Main
JAVA_TOOL_OPTIONS='\"-Da=b' Main
JAVA_TOOL_OPTIONS=-foo Main
JAVA_TOOL_OPTIONS='-cp x' Main
JAVA_TOOL_OPTIONS='--add-modules java.sql' Main
_JAVA_OPTIONS=-Xfoo Main
-Xfoo
-Xt Main
-Xconcgc Main
-Xshare:foo
-Xverify:bogus
-Xcheck
-Xcheck:foo
-XshowSettingsfoo Main
-Xbootclasspath Main
-Xbootclasspath:foo Main
-Xbootclasspath/p:foo Main
-Djava.ext.dirs=x Main
-Djava.endorsed.dirs=x Main
--patch-module x Main
--patch-module java.base=foo --patch-module java.base=bar Main
-esa:foo Main
-Xmx
-Xmx0
-Xmx1
-Xmx5q
-Xmx-5
-Xmx1m
-Xmx99999999999999999999g
-Xms10g -Xmx1g
-Xms512k Main
-Xmn0 Main
-Xmaxfx Main
-Xss
-Xss1
-Xss1b
-Xss-1
-Xss135k
-Xss2g
-XX:ThreadStackSize=1
-XX:+Foo
-XX:Foo
-XX:
-XX:=
-XX:+
-XX:MaxHeapSize
-XX:MaxHeapSize=1
-XX:MaxHeapSize=3x
-XX:+MaxHeapSize=5
-XX:MaxHeapSiz=5
-XX:InitialHeapSize=3x
-XX:+PrintFlagsFinal2
-XX:+UseConcMarkSweepGC
-XX:MaxPermSize=1g
-XX:+UseG1G
-XX:+UseSerialGc
-XX:+useg1gc
-XX:UseG1GC
-XX:UseG1GC=true
-XX:+UseG1GC=5
-XX:+UseSerialGC -XX:+UseG1GC
-XX:MaxGCPauseMillis=abc
-XX:+MaxGCPauseMillis
-XX:ParallelGCThreads=2x
-XX:ParallelGCThreads=-2
-XX:TieredStopAtLevel=9
-XX:CompressedClassSpaceSize=1
-XX:MaxHeapFreeRatio=101
-XX:UseAVX=1000
-XX:LoopOptsCount=1
-XX:AutoBoxCacheMax=-1
-XX:SoftRefLRUPolicyMSPerMB=-1
-XX:MaxRAMPercentage=foo
-XX:MaxRAMPercentage=101.0
-XX:+LogVMOutput
-XX:+VerifyBeforeGC
-XX:+TraceBytecodes
-XX:+UseEpsilonGC
-XX:+IgnoreUnrecognizedVMOptions -XX:MaxGCPauseMillis=abc
-XX:VMOptionsFile=nonexistent
-XX:Flags=nonexistent
-XX:Flags=flags
-Xlogfoo
-Xlog:foo
-Xlog:clas
-Xlog:class+
-Xlog:class+foo=info
-Xlog:class+load=foo
-Xlog:gc=off=3
-Xlog:gc+gc
-Xlog:class+load:nofile:xx
-Xlog:gc:foo=bar
-Xlog:gc:file=x.log:none:bar=3
-Xlog:gc:file=:none
";

/// Command lines that start the class `Main`, with warnings or without.
const ACCEPTED: &str = "
Main
Main -foo @args
-cp . Main
-classpath .:x Main
--class-path=. Main
-Da=b -Da Main
-Djdk.module.addmods.0=java.sql Main
@args
-cp @directory Main
JDK_JAVA_OPTIONS= Main
JDK_JAVA_OPTIONS='-Da=1 \"-Db=x y\"' Main
JDK_JAVA_OPTIONS=-cp . Main
JAVA_TOOL_OPTIONS='-Da=5 -Xmx64m' Main
JAVA_TOOL_OPTIONS=--add-modules=java.sql Main
JAVA_TOOL_OPTIONS=-Da=1 _JAVA_OPTIONS=-Da=3 -Da=2 Main
-client -server Main
-native Main
-splash:foo Main
-checksource -noasyncgc Main
-Xfuture Main
-verify -noclassgc -debug Main
-ms10m -mx64m -ss1m Main
-noverify Main
-Xverify:none Main
-Xverify Main
-Xint -Xmixed -Xbatch -Xrs -Xnoclassgc Main
-Xnoagent -Xdebug -Xcheck:jni Main
-Xprof Main
-Xshare:auto -Xshare:off Main
-Xmaxjitcodesize5m -Xmaxf0.5 -Xminf0.2 Main
-Xmx64m -Xms16m -Xss1m -Xmn8m Main
-Xmx0x8000000 -Xms0 -Xss0 Main
-Xbootclasspath/a:foo Main
-ea -da:x... -esa -dsa -ea: -enableassertions:a.B Main
-verbosefoo Main
--illegal-access=permit Main
--enable-preview --add-opens java.base/java.lang=ALL-UNNAMED --add-modules=java.sql Main
--limit-modules java.base --module-path=x Main
--patch-module java.sql=x Main
-XX:VMOptionsFile=options Main
-XX:+IgnoreUnrecognizedVMOptions -XX:+Foo -Xfoo --foo -Xcheck:foo -XX:+TraceBytecodes Main
-XX:#+Foo Main
-XX:+UseSerialGC -XX:-UseSerialGC -XX:+UseParallelGC Main
-XX:+UnlockDiagnosticVMOptions -XX:+VerifyBeforeGC Main
-XX:+UnlockExperimentalVMOptions -XX:+UseEpsilonGC Main
-XX:MaxHeapSize=64m -XX:MaxRAMPercentage=25 -XX:TieredStopAtLevel=1 Main
-XX:+UseBiasedLocking Main
-XX:-CreateMinidumpOnCrash Main
-XX:DefaultMaxRAMFraction=4 Main
-XX:+TraceSuspendWaitFailures Main
-XX:ThreadStackSize=1024 -XX:ReservedCodeCacheSize=64m Main
-Xlog:disable Main
-Xlog:gc*=off Main
-Xlog:all=error:stderr:none Main
";

/// Command lines whose outcome the class library decides.
const STARTED: &str = "
Main x 'y z' ''
@ x
Missing
-cp x Main
-Xlog:disable Missing
java.lang.Object
NotStatic
NotVoid
NoMain
BadInit
Throws
Exits
--dry-run Main
--dry-run Missing
-jar main.jar x
-jar -Dp=q main.jar -version
-jar no-main.jar
-cp .
-jar
-h
--help
-X
--help-extra
--list-modules
--limit-modules java.base --list-modules
-d java.logging
-d nonexistent
--describe-module=
--validate-modules
-m java.base
-m nonexistent
-m java.base/java.lang.Object
--add-opens x Main
--add-opens= Main
--add-modules nonexistent Main
-Djava.security.manager=Nonexistent Main
Main.java x
--source 17 Main.java x
--source 17
";

struct Scene {
    directory: tempfile::TempDir,
    java: PathBuf,
}

impl Scene {
    /// A directory with a class, jars good and bad, and the files that the lines mention.
    fn new() -> Result<Scene> {
        let directory = tempfile::tempdir()?;
        let tools = JavaHome::find(None)?.root().join("bin");
        let at = |name: &str| directory.path().join(name);
        let files = [
            (
                "Main.java",
                "public class Main { public static void main(String[] a) {
                    for (String s : a) System.out.println('[' + s + ']');
                    System.out.println(System.getProperty(\"p\"));
                    System.out.println(System.getProperty(\"sun.java.command\"));
                    System.out.println(System.getProperty(\"java.class.path\")); } }",
            ),
            ("NotStatic.java", "public class NotStatic { public void main(String[] a) {} }"),
            (
                "NotVoid.java",
                "public class NotVoid { public static int main(String[] a) { return 1; } }",
            ),
            ("NoMain.java", "public class NoMain { static void main(String[] a) {} }"),
            (
                "BadInit.java",
                "public class BadInit { static int x = 1 / (BadInit.class == null ? 1 : 0);
                    public static void main(String[] a) {} }",
            ),
            (
                "Throws.java",
                "public class Throws { public static void main(String[] a) {
                    throw new IllegalStateException(\"on purpose\",
                        new RuntimeException(\"the cause\")); } }",
            ),
            (
                "Exits.java",
                "public class Exits { public static void main(String[] a) { System.exit(259); } }",
            ),
            ("args", "-Da=b # comment\n\"-Dc=d\\\\e\" Main 'x y'\n"),
            ("directory", "."),
            ("options", "-Da=b\n'-Dc=d e' -XX:+UseSerialGC"),
            ("flags", "+UseSerialGC\nFoo=3\n"),
            ("junk.jar", "no jar"),
            ("agent.mf", "Main-Class: Main\nLauncher-Agent-Class: Main\n"),
        ];
        for (name, text) in files {
            fs::write(at(name), text)?;
        }
        let run = |tool: &str, arguments: &[&str]| -> Result<()> {
            let tool = tools.join(tool);
            let output = Command::new(&tool).args(arguments).current_dir(&directory).output();
            let output = output.with_context(|| format!("running {}", tool.display()))?;
            ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            Ok(())
        };
        let sources = ["Main", "NotStatic", "NotVoid", "NoMain", "BadInit", "Throws", "Exits"];
        run("javac", &sources.map(|name| format!("{name}.java")).each_ref().map(String::as_str))?;
        run("jar", &["cfe", "main.jar", "Main", "Main.class"])?;
        run("jar", &["cf", "no-main.jar", "Main.class"])?;
        run("jar", &["cfm", "agent.jar", "agent.mf", "Main.class"])?;
        run("jar", &["cfM", "no-manifest.jar", "Main.class"])?;
        let jar = fs::read(at("main.jar"))?;
        fs::write(at("truncated.jar"), &jar[..jar.len() / 2])?;
        Ok(Scene { java: tools.join("java"), directory })
    }

    fn run(&self, program: &Path, line: &Line) -> Result<Output> {
        let mut command = Command::new(program);
        for name in ["CLASSPATH", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"] {
            command.env_remove(name);
        }
        command.args(&line.words).envs(&line.variables).current_dir(&self.directory);
        command.output().with_context(|| format!("running {}", program.display()))
    }
}

/// A command line with the variables in front of it.
struct Line {
    variables: HashMap<String, String>,
    words: Vec<String>,
}

fn lines(text: &str) -> impl Iterator<Item = (&str, Line)> {
    text.lines().filter(|line| !line.is_empty()).map(|line| {
        let mut words = split(line);
        let mut variables = HashMap::new();
        while let Some((name, value)) = words.first().and_then(|word| word.split_once('='))
            && name.ends_with("_OPTIONS")
        {
            variables.insert(name.to_owned(), value.to_owned());
            words.remove(0);
        }
        (line, Line { variables, words })
    })
}

/// Splits at spaces that are not inside single quotes.
fn split(line: &str) -> Vec<String> {
    let (mut words, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().expect("there is always a word").push(c),
        }
    }
    words
}

/// Without what may differ: the time of a log message, the name of the VM in a warning.
fn comparable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).replace("OpenJDK 64-Bit Server VM", VM_NAME);
    // Help texts name the program, and ours ends with the options that only it has.
    let text = text.replace("cortado [options]", "java [options]").replace(&own_options(), "");
    // The help text of `java` offers other VMs that a JDK may contain.
    let lines = text.split_inclusive('\n').filter(|line| !line.contains("\t  to select the \""));
    let lines = lines.map(|line| match line.split_once("s][") {
        Some((time, rest)) if time.starts_with('[') => format!("[time][{rest}"),
        _ => line.to_owned(),
    });
    lines.collect()
}

fn cortado() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_cortado"))
}

/// Runs every line with both programs and compares streams and exit codes.
fn check_alike(text: &str) -> Result<()> {
    let scene = Scene::new()?;
    let mut differences = String::new();
    for (text, line) in lines(text) {
        let outcome = |program: &Path| -> Result<_> {
            let output = scene.run(program, &line)?;
            let streams = (comparable(&output.stdout), comparable(&output.stderr));
            Ok((output.status.code(), streams))
        };
        let (expected, found) = (outcome(&scene.java)?, outcome(cortado())?);
        if expected != found {
            differences += &format!("{text}\n  java    {expected:?}\n  cortado {found:?}\n");
        }
    }
    assert!(differences.is_empty(), "{differences}");
    Ok(())
}

#[test]
fn refused_command_lines_are_refused_alike() -> Result<()> {
    check_alike(REFUSED)
}

#[test]
fn started_command_lines_end_alike() -> Result<()> {
    check_alike(STARTED)
}

#[test]
fn accepted_command_lines_are_accepted_with_the_same_warnings() -> Result<()> {
    let scene = Scene::new()?;
    // Files are named relative to the directory of the scene.
    std::env::set_current_dir(&scene.directory)?;
    let mut differences = String::new();
    for (text, line) in lines(ACCEPTED) {
        let output = scene.run(&scene.java, &line)?;
        assert!(output.status.success(), "java refuses {text}: {output:?}");
        let variable = |name: &str| line.variables.get(name).cloned();
        let environment = Environment {
            class_path: None,
            jdk_java_options: variable("JDK_JAVA_OPTIONS"),
            java_tool_options: variable("JAVA_TOOL_OPTIONS"),
            java_options: variable("_JAVA_OPTIONS"),
        };
        let mut notices = Notices::default();
        let words = line.words.iter().map(OsString::from).collect();
        let found = match options::parse(words, &environment, &mut notices) {
            Ok(Action::Run(config)) if config.launch.main.is_some() => "runs".to_owned(),
            other => format!("{other:?}"),
        };
        let errors = notices.0.iter().filter(|notice| notice.stream == Stream::Error);
        let errors: String = errors.map(|notice| notice.text.as_str()).collect();
        let expected = comparable(&output.stderr);
        if found != "runs" || errors != expected {
            differences += &format!("{text}\n  java    {expected}\n  cortado {errors}  {found}\n");
        }
    }
    assert!(differences.is_empty(), "{differences}");
    Ok(())
}

#[test]
fn flags_are_listed_as_java_lists_them() -> Result<()> {
    let scene = Scene::new()?;
    let flags = |command: &Path, words: &[&str]| -> Result<(Output, HashMap<String, String>)> {
        let words = words.iter().map(|&word| word.to_owned()).collect();
        let output = scene.run(command, &Line { variables: HashMap::new(), words })?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.starts_with("[Global flags]\n"), "{text}");
        let name = |line: &str| line.split_whitespace().nth(1).unwrap_or_default().to_owned();
        let lines = text.lines().skip(1).map(|line| (name(line), line.to_owned())).collect();
        Ok((output, lines))
    };
    let last = ["-Xmx96m", "-Xms16m", "-XX:ErrorFile=a b", "-XX:+PrintFlagsFinal", "-version"];
    for words in [&last[..], &["-XX:+PrintFlagsInitial", "-version"]] {
        let (java, theirs) = flags(&scene.java, words)?;
        let (cortado, ours) = flags(cortado(), words)?;
        assert_eq!(java.status, cortado.status);
        assert_eq!(java.stderr.is_empty(), cortado.stderr.is_empty());
        for name in [
            "MaxHeapSize",
            "MaxRAMPercentage",
            "InitialRAMPercentage",
            "ErrorFile",
            "ErrorLogTimeout",
            "OnError",
            "ExitOnOutOfMemoryError",
            "DisableExplicitGC",
            "PrintCompilation",
        ] {
            if name != "MaxHeapSize" || words.len() > 2 {
                assert_eq!(ours.get(name), theirs.get(name), "{name}");
            }
        }
        assert!(ours.contains_key("UseJITServer") && !ours.contains_key("ErrorReportTest"));
    }
    Ok(())
}

#[test]
fn the_version_is_that_of_the_class_library_and_of_the_vm() -> Result<()> {
    let scene = Scene::new()?;
    for (mode, option) in [
        ("-Xmixed", "-version"),
        ("-Xmixed", "--version"),
        ("-Xint", "-version"),
        ("-Xcomp", "--version"),
    ] {
        let words = vec![mode.to_owned(), option.to_owned()];
        let line = Line { variables: HashMap::new(), words };
        let (java, cortado) = (scene.run(&scene.java, &line)?, scene.run(cortado(), &line)?);
        assert_eq!(java.status, cortado.status);
        let text = |output: &Output| {
            assert!(output.stdout.is_empty() != output.stderr.is_empty(), "{option}");
            let both = [&output.stdout[..], &output.stderr[..]].concat();
            let text = String::from_utf8_lossy(&both).into_owned();
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        };
        let (java_lines, cortado_lines) = (text(&java), text(&cortado));
        assert_eq!(java.stdout.is_empty(), cortado.stdout.is_empty());
        assert_eq!(java_lines[..2], cortado_lines[..2]);
        let start = format!("{VM_NAME} (build {VM_VERSION}, ");
        let info = cortado_lines[2].strip_prefix(&start).context("the VM's name")?;
        let info = info.trim_end_matches(')');
        assert!(java_lines[2].contains(&format!(", {info}")), "{}", java_lines[2]);
    }
    for option in ["-fullversion", "--full-version"] {
        let line = Line { variables: HashMap::new(), words: vec![option.to_owned()] };
        let (java, cortado) = (scene.run(&scene.java, &line)?, scene.run(cortado(), &line)?);
        assert_eq!(java, cortado, "{option}");
    }
    Ok(())
}

#[test]
fn the_directory_of_the_jdk_can_be_named() -> Result<()> {
    let scene = Scene::new()?;
    let run = |words: &[&str]| {
        let words = words.iter().map(|&word| word.to_owned()).collect();
        scene.run(cortado(), &Line { variables: HashMap::new(), words })
    };
    let home = JavaHome::find(None)?;
    let named = run(&["--java-home", home.root().to_str().unwrap_or_default(), "-version"])?;
    assert!(named.status.success());
    let wrong = run(&["--java-home=/nonexistent", "-version"])?;
    let stderr = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(stderr.starts_with("Error: /nonexistent is not a JDK"), "{stderr}");
    assert_eq!(wrong.status.code(), Some(1));
    Ok(())
}

#[test]
fn the_agent_that_a_jar_asks_for_is_ignored_with_a_word() -> Result<()> {
    let scene = Scene::new()?;
    let run = |jar: &str| {
        let words = ["-jar", jar, "x"].map(str::to_owned).to_vec();
        scene.run(cortado(), &Line { variables: HashMap::new(), words })
    };
    let (plain, agent) = (run("main.jar")?, run("agent.jar")?);
    // The program prints its class path.
    let printed = String::from_utf8_lossy(&agent.stdout).replace("agent.jar", "main.jar");
    assert_eq!((agent.status, printed.as_bytes()), (plain.status, &plain.stdout[..]));
    let stderr = String::from_utf8_lossy(&agent.stderr).into_owned();
    let warning = format!("{VM_NAME} warning: Launcher-Agent-Class of ");
    assert!(stderr.starts_with(&warning) && stderr.contains("agent.jar is ignored"), "{stderr}");
    Ok(())
}
