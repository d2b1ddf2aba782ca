//! Whole command lines.

use super::*;
use std::ffi::OsString;

fn environment() -> Environment {
    Environment::default()
}

fn parse_in(environment: &Environment, words: &[&str]) -> (Result<Action, OptionError>, String) {
    let mut notices = Notices::default();
    let words = words.iter().map(OsString::from).collect();
    let action = parse(words, environment, &mut notices);
    (action, notices.0.into_iter().map(|notice| notice.text).collect())
}

fn config(words: &[&str]) -> VmConfig {
    match parse_in(&environment(), words).0 {
        Ok(Action::Run(config)) => *config,
        other => panic!("{words:?}: {other:?}"),
    }
}

fn error(words: &[&str]) -> String {
    parse_in(&environment(), words).0.unwrap_err().to_string()
}

fn main(words: &[&str]) -> (LaunchMode, String, Vec<OsString>) {
    let config = config(words);
    let main = config.launch.main.unwrap_or_else(|| panic!("{words:?}"));
    (main.mode, main.what, config.arguments)
}

#[test]
fn the_first_word_that_is_no_option_is_the_main_class() {
    let (mode, what, arguments) = main(&["-Dx=y", "-cp", "a:b", "Main", "-cp", "c"]);
    assert_eq!((mode, what.as_str()), (LaunchMode::Class, "Main"));
    assert_eq!(arguments, ["-cp", "c"]);
    let config = config(&["-Dx=y", "-Dx=z", "-cp", "a:b", "Main", "c d"]);
    assert_eq!(config.class_path(), "a:b");
    let properties: Vec<_> = config.properties.iter().collect();
    assert_eq!(
        properties,
        [
            ("x", "z"),
            ("java.class.path", "a:b"),
            ("sun.java.command", "Main c d"),
            ("sun.java.launcher", "SUN_STANDARD")
        ]
    );
}

#[test]
fn the_class_path_is_the_directory_unless_given() {
    assert_eq!(config(&["Main"]).class_path(), ".");
    assert_eq!(config(&["-m", "m/c"]).class_path(), "");
    assert_eq!(config(&["--class-path=", "Main"]).class_path(), "");
    assert_eq!(config(&["-Djava.class.path=q", "Main"]).class_path(), "q");
    let environment = Environment { class_path: Some("e".into()), ..environment() };
    match parse_in(&environment, &["Main"]).0.unwrap() {
        Action::Run(config) => assert_eq!(config.class_path(), "e"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn modules_and_source_files_can_be_run() {
    let (mode, what, arguments) = main(&["-p", "mods", "-m", "m/p.Main", "-x"]);
    assert_eq!((mode, what.as_str()), (LaunchMode::Module, "m/p.Main"));
    assert_eq!(arguments, ["-x"]);
    let config = config(&["--module-path=mods", "--module=m/p.Main"]);
    assert_eq!(config.properties.get("jdk.module.path"), Some("mods"));
    assert_eq!(config.properties.get("jdk.module.main"), Some("m"));

    let file = tempfile::Builder::new().suffix(".java").tempfile().unwrap();
    let path = file.path().to_str().unwrap();
    let (mode, what, arguments) = main(&[path, "a"]);
    assert_eq!((mode, what.as_str()), (LaunchMode::Source, launcher::SOURCE_LAUNCHER));
    assert_eq!(arguments, [path, "a"]);
    assert_eq!(main(&["-cp", "x", path]).0, LaunchMode::Source);
    assert_eq!(main(&["nothing.java"]).0, LaunchMode::Class);
    let (mode, _, arguments) = main(&["--source", "17", "Any", "a"]);
    assert_eq!((mode, arguments), (LaunchMode::Source, vec!["Any".into(), "a".into()]));
    assert!(error(&["--source", "17", "-m", "m"]).contains("not allowed with --source"));
}

#[test]
fn module_options_become_numbered_properties() {
    let config = config(&[
        "--add-opens",
        "a/b=c",
        "--add-opens=d/e=f",
        "--add-modules",
        "x,y",
        "--patch-module",
        "m=p:q",
        "--limit-modules=java.base",
        "Main",
    ]);
    let get = |key| config.properties.get(key);
    assert_eq!(get("jdk.module.addopens.0"), Some("a/b=c"));
    assert_eq!(get("jdk.module.addopens.1"), Some("d/e=f"));
    assert_eq!(get("jdk.module.addmods.0"), Some("x,y"));
    assert_eq!(get("jdk.module.limitmods"), Some("java.base"));
    assert_eq!(get("jdk.module.patch.0"), Some("m=p:q"));
    assert_eq!(config.module_patches, [ModulePatch { module: "m".into(), path: "p:q".into() }]);
}

#[test]
fn some_options_complete_the_command_line() {
    let plan = |words: &[&str]| config(words).launch;
    let version = plan(&["-version", "-nonsense"]);
    assert_eq!(version.version, Some(VersionText { to_stderr: true, last: true }));
    assert_eq!((version.main, version.exit_code), (None, 0));
    let help = plan(&["--help"]).usage.unwrap();
    assert_eq!(help, Usage { extra: false, to_stderr: false, asked: true });
    let nothing = plan(&["-cp", "x"]);
    assert_eq!(nothing.usage, Some(Usage { extra: false, to_stderr: true, asked: false }));
    assert_eq!(nothing.exit_code, 1);
    let list = plan(&["--list-modules"]);
    assert!(list.list_modules);
    assert_eq!(list.exit_code, 0);
    assert_eq!(plan(&["-d", "java.base"]).describe_module.as_deref(), Some("java.base"));
    let settings = plan(&["-XshowSettings:vm", "-Xmx64m", "Main"]).settings.unwrap();
    assert_eq!(
        (settings.option.as_str(), settings.max_heap_bytes),
        ("-XshowSettings:vm", 64 << 20)
    );
    assert!(matches!(
        parse_in(&environment(), &["--full-version"]).0,
        Ok(Action::PrintFullVersion { stream: Stream::Output, .. })
    ));
}

#[test]
fn the_environment_surrounds_the_command_line() {
    let environment = Environment {
        jdk_java_options: Some("-Da=1 '-Db=x y'".into()),
        java_tool_options: Some("-Da=0 -Dt=1".into()),
        java_options: Some("-Dc=3".into()),
        ..environment()
    };
    let (action, notices) = parse_in(&environment, &["-Dc=2", "Main"]);
    let Ok(Action::Run(config)) = action else { panic!("{action:?}") };
    let get = |key| config.properties.get(key).unwrap();
    assert_eq!((get("a"), get("b"), get("c"), get("t")), ("1", "x y", "3", "1"));
    assert_eq!(
        notices,
        "NOTE: Picked up JDK_JAVA_OPTIONS: -Da=1 '-Db=x y'\n\
         Picked up JAVA_TOOL_OPTIONS: -Da=0 -Dt=1\nPicked up _JAVA_OPTIONS: -Dc=3\n"
    );
}

#[test]
fn vm_options_arrive() {
    let config = config(&[
        "-Xmx64m",
        "-Xms16m",
        "-Xss2m",
        "-ea:a.B",
        "-esa",
        "-Xverify:none",
        "-Xint",
        "-Xshare:auto",
        "-Xbootclasspath/a:x",
        "-Xbootclasspath/a:y",
        "-XX:GCEveryNthAllocation=7",
        "-XX:+UseSerialGC",
        "--enable-preview",
        "-verbose:class",
        "Main",
    ]);
    let flags = &config.flags;
    assert_eq!((flags.MaxHeapSize, flags.InitialHeapSize), (64 << 20, 16 << 20));
    assert_eq!((config.stack_bytes(), flags.GCEveryNthAllocation), (2 << 20, 7));
    assert!(config.assertions.system_default && config.assertions.enabled("a/B", false));
    assert!(!flags.BytecodeVerificationRemote && config.enable_preview);
    assert_eq!(config.boot_class_path_append, "x:y");
    let class_load = crate::trace::Topic::ClassLoad as usize;
    assert_eq!(config.log[0].thresholds[class_load], Level::Info);
    assert_eq!(config.vm_arguments[0], "-Xmx64m");
}

#[test]
fn mistakes_are_reported_as_by_java() {
    assert_eq!(error(&["-cp"]), "Error: -cp requires class path specification\n");
    assert_eq!(error(&["-foo", "M"]), "Unrecognized option: -foo\n");
    assert_eq!(
        error(&["-Xmx1"]),
        "Error occurred during initialization of VM\nToo small maximum heap\n"
    );
    assert_eq!(error(&["-Xverify:x"]), "Unrecognized verification option: -Xverify:x\n");
    assert_eq!(error(&["--foo=bar", "M"]), "Unrecognized option: --foo=bar\n");
    assert_eq!(error(&["-jar", "/none.jar"]), "Error: Unable to access jarfile /none.jar\n");
    assert!(error(&["-javaagent:x.jar", "M"]).contains("-javaagent:x.jar"));
    assert!(error(&["-XX:+UseSerialGC", "-XX:+UseG1GC", "M"]).contains("Multiple garbage"));
}
