//! How long does it take to install a body: one that was just compiled, and one of an earlier run,
//! every fact of which is compared with this VM first?

use anyhow::{Context, Result, ensure};
use cortado_benches::contestants::{self, java_home};
use cortado_benches::measure;
use cortado_benches::vm::Vm;
use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use std::path::Path;
use std::time::Duration;

/// The value of a counter in the output of `-XX:+PrintCounters`.
fn counter(text: &str, name: &str) -> Result<u64> {
    let line = text.lines().find(|line| line.split_whitespace().nth(2) == Some(name));
    let value = line.and_then(|line| line.split_whitespace().next());
    Ok(value.with_context(|| format!("no {name} in {text}"))?.parse()?)
}

/// What a body costs on average in a javac run with a cache of compiled code.
fn per_body(vm: &Vm, cache: &Path, warm: bool) -> Result<Duration> {
    if !warm {
        let _ = std::fs::remove_dir_all(cache);
    } else if !cache.exists() {
        per_body(vm, cache, false)?;
    }
    let (flag, out) = (format!("-XX:AOTCache={}", cache.display()), cache.with_extension("out"));
    let source = contestants::workspace().join("testdata/bench/HelloWorld.java");
    let words = [&*flag, "-XX:+PrintCounters", "-m", "jdk.compiler/com.sun.tools.javac.Main", "-d"];
    let (_, output) = measure::run(vm.command(&words).arg(out).arg(source))?;
    let text = String::from_utf8(output)?;
    let bodies = counter(&text, "BodiesInstalled")?;
    let reused = counter(&text, "WarmBodies")?;
    ensure!(bodies > 0 && warm == (reused > bodies / 2), "{reused} of {bodies} bodies reused");
    Ok(Duration::from_nanos(counter(&text, "InstallTime")? / bodies))
}

fn install(c: &mut Criterion) {
    let home = java_home().expect("a JDK");
    let files = contestants::sources("benches/java").expect("sources");
    let classes = contestants::javac(&home, &files, "bench-helpers").expect("classes");
    let vm = Vm::with_classes(&classes).expect("a VM");
    let directory = tempfile::tempdir().expect("a directory for the cache");
    let cache = directory.path().join("cache");
    let mut group = c.benchmark_group("install");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.warm_up_time(Duration::from_millis(1)).measurement_time(Duration::from_secs(1));
    for (name, warm) in [("a compiled body", false), ("a body of an earlier run", true)] {
        group.bench_function(name, |b| {
            b.iter_custom(|times| {
                let took = per_body(&vm, &cache, warm).expect("javac runs");
                // Each needs a process, so one run serves all iterations.
                took.mul_f64(times as f64)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, install);
criterion_main!(benches);
