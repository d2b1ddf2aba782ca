//! How long do whole programs take, warm-up included? `just bench-programs` compares with `java`.

use cortado_benches::contestants::{self, java_home};
use cortado_benches::vm::{Vm, sum};
use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use std::time::Duration;

fn programs(c: &mut Criterion) {
    let (programs, classes) = contestants::compile(&java_home().expect("a JDK")).expect("classes");
    let vm = Vm::with_classes(&classes).expect("a VM");
    let mut group = c.benchmark_group("programs");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.warm_up_time(Duration::from_millis(1)).measurement_time(Duration::from_secs(1));
    for program in programs.iter().filter(|program| !program.args.is_empty()) {
        let mut words = vec![&*program.name];
        words.extend(program.args.iter().map(String::as_str));
        let run = || vm.wall(&words);
        group.bench_function(&program.name, |b| b.iter_custom(|times| sum(times, run)));
    }
    group.finish();
}

criterion_group!(benches, programs);
criterion_main!(benches);
