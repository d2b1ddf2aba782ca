//! `cortadoctl` against the JDK whose image it looks into.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use anyhow::Result;
use cortado_vm::classpath::java_home::JavaHome;
use tempfile::TempDir;

fn cortadoctl(arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_cortadoctl")).args(arguments).output()?)
}

fn lines(output: &Output) -> Vec<String> {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn the_jdk_is_named() -> Result<()> {
    let home = JavaHome::find(None)?.root().display().to_string();
    assert_eq!(lines(&cortadoctl(&["java-home"])?), std::slice::from_ref(&home));
    assert_eq!(lines(&cortadoctl(&["--java-home", &home, "java-home"])?), [home]);
    let wrong = cortadoctl(&["--java-home", "/nonexistent", "java-home"])?;
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("/nonexistent"));
    Ok(())
}

#[test]
fn the_image_is_listed() -> Result<()> {
    let java = JavaHome::find(None)?.root().join("bin/java");
    let expected = lines(&Command::new(java).arg("--list-modules").output()?);
    let expected: Vec<_> =
        expected.iter().map(|line| line.split('@').next().unwrap_or(line)).collect();
    let found = lines(&cortadoctl(&["jimage", "list", "--modules"])?);
    assert_eq!(found, expected);
    let resources = lines(&cortadoctl(&["jimage", "list", "java.base"])?);
    assert!(resources.is_sorted());
    assert!(resources.contains(&"/java.base/java/lang/Object.class".to_owned()));
    assert!(resources.iter().all(|name| name.starts_with("/java.base/")));
    Ok(())
}

#[test]
fn a_resource_is_written_out() -> Result<()> {
    let class = cortadoctl(&["jimage", "cat", "/java.base/java/lang/Object.class"])?;
    assert!(class.status.success());
    assert_eq!(class.stdout[..4], [0xca, 0xfe, 0xba, 0xbe]);
    for wrong in ["/java.base/java/lang/Missing.class", "Object", "/nowhere"] {
        let output = cortadoctl(&["jimage", "cat", wrong])?;
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{wrong}");
    }
    Ok(())
}

/// Runs a command of a tree, with the tree as the only hint to the class library.
fn in_tree(tree: &Path, command: &str, arguments: &[&str]) -> Result<Vec<String>> {
    let mut process = Command::new(tree.join("bin").join(command));
    process.args(arguments).current_dir(tree.with_file_name("work"));
    for name in ["JAVA_HOME", "CLASSPATH", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"] {
        process.env_remove(name);
    }
    Ok(lines(&process.output()?))
}

#[test]
fn a_home_tree_has_cortado_for_java_and_the_tools() -> Result<()> {
    let dir = TempDir::new()?;
    let tree = dir.path().canonicalize()?.join("tree");
    let work = tree.with_file_name("work");
    fs::create_dir(&work)?;
    let make = |extra: &[&str]| {
        let tree = tree.to_string_lossy();
        cortadoctl(&[&["home", &tree, "--cortado", env!("CARGO_BIN_EXE_cortado")], extra].concat())
    };
    lines(&make(&[])?);
    // It can be made again, but not of itself.
    assert!(!make(&["--java-home", &tree.to_string_lossy()])?.status.success());
    lines(&make(&[])?);

    fs::write(
        work.join("A.java"),
        "class A { public static void main(String[] a) { \
        System.out.println(System.getProperty(\"java.home\") + a.length); } }",
    )?;
    in_tree(&tree, "javac", &["-J-Xmx100m", "-d", "out", "A.java"])?;
    let printed = in_tree(&tree, "java", &["-cp", "out", "A", "x", "@y"])?;
    assert_eq!(printed, [format!("{}2", tree.display())]);
    in_tree(&tree, "jar", &["-c", "-f", "a.jar", "-e", "A", "-C", "out", "."])?;
    assert_eq!(in_tree(&tree, "java", &["-jar", "a.jar"])?, [format!("{}0", tree.display())]);
    assert!(in_tree(&tree, "javap", &["-cp", "a.jar", "A"])?.contains(&"class A {".to_owned()));
    let version = Command::new(tree.join("bin/javac")).arg("-J--version").output()?;
    assert!(String::from_utf8_lossy(&version.stdout).contains("Cortado"));

    let jdk = JavaHome::find(None)?;
    let tree = JavaHome::at(&tree)?;
    assert_eq!(tree.release().java_version(), jdk.release().java_version());
    for file in ["lib/modules", "conf/security/java.security", "bin/jcmd"] {
        let linked = tree.root().join(file).canonicalize()?;
        assert_eq!(linked, jdk.root().join(file).canonicalize()?, "{file}");
    }
    Ok(())
}

#[test]
fn a_home_tree_spares_what_is_not_one() -> Result<()> {
    let dir = TempDir::new()?;
    fs::write(dir.path().join("precious"), "")?;
    let output = cortadoctl(&["home", &dir.path().to_string_lossy()])?;
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("neither empty nor a tree"));
    assert!(dir.path().join("precious").exists());
    Ok(())
}
