//! How fast does Hello World start, and how fast a program that does more before it ends?

use cortado_benches::contestants::{self, java_home};
use cortado_benches::vm::{Vm, sum};
use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use std::time::Duration;

fn start_up(c: &mut Criterion) {
    let (_, classes) = contestants::compile(&java_home().expect("a JDK")).expect("classes");
    let vm = Vm::with_classes(&classes).expect("a VM");
    let java = vm.reference();
    let directory = tempfile::tempdir().expect("a directory");
    let cache = format!("-XX:AOTCache={}", directory.path().join("cache").display());
    let out = directory.path().join("out").display().to_string();
    let source = contestants::workspace().join("testdata/bench/HelloWorld.java");
    let source = source.display().to_string();
    let javac = ["-m", "jdk.compiler/com.sun.tools.javac.Main", "-d", &out, &source];
    let hello = ["HelloWorld"];
    let mut group = c.benchmark_group("start_up");
    group.sampling_mode(SamplingMode::Flat).sample_size(15);
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(3));
    for (name, vm, flags, program) in [
        ("Hello World, cortado", &vm, &[][..], &hello[..]),
        ("Hello World, cortado -Xint", &vm, &["-Xint"], &hello),
        ("Hello World, cortado, warm cache", &vm, &[&*cache], &hello),
        ("Hello World, java", &java, &[], &hello),
        ("javac, cortado", &vm, &[], &javac),
        ("javac, cortado, warm cache", &vm, &[&*cache], &javac),
        ("javac, java", &java, &[], &javac),
    ] {
        let words = [flags, program].concat();
        group.bench_function(name, |b| b.iter_custom(|times| sum(times, || vm.wall(&words))));
    }
    group.finish();
}

criterion_group!(benches, start_up);
criterion_main!(benches);
