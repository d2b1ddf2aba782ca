//! How fast is the interpreter at each kind of instruction? Times are of one turn of a loop.

use cortado_benches::vm::Vm;
use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use std::time::Duration;

/// Kinds of `benches/java/Micro.java`, with turns that take some hundredths of a second.
const KINDS: &[(&str, u64)] = &[
    ("arithmetic", 3_000_000),
    ("arrays", 3_000_000),
    ("fields", 3_000_000),
    ("calls", 3_000_000),
    ("virtuals", 3_000_000),
    ("interfaces", 2_000_000),
    ("allocation", 1_000_000),
    ("exceptions", 30_000),
];

fn interpreter(c: &mut Criterion) {
    let vm = Vm::with_helpers().expect("a VM");
    let mut group = c.benchmark_group("interpreter");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.warm_up_time(Duration::from_millis(1)).measurement_time(Duration::from_secs(1));
    for &(kind, turns) in KINDS {
        let words = ["-Xint", "Micro", kind, &turns.to_string()];
        group.bench_function(kind, |b| {
            // An iteration is a thousandth of a run: each needs a process, so one run serves all.
            b.iter_custom(|times| {
                let took = vm.printed(&words).expect("the run succeeds");
                took.mul_f64(times as f64 / turns as f64)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, interpreter);
criterion_main!(benches);
