//! `cortadoctl` against the JDK whose image it looks into.

use std::process::{Command, Output};

use anyhow::Result;
use cortado_vm::classpath::java_home::JavaHome;

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
