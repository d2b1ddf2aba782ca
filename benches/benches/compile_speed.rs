//! How fast is the compiler, how much code does it make, and how much memory does it need?
//!
//! Throughput is bytecode of the compiled methods, without what is inlined.

use cortado_benches::requests::{bytecode_bytes, saved};
use cortado_jit::compile;
use cortado_protocol::request::CompileRequest;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

/// A value of `/proc/self/status`, in KB.
fn memory_kb(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}

/// Prints what is not a time: sizes, and how far memory grows above what the requests take.
fn report(requests: &[CompileRequest]) {
    // The highest mark begins anew.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let before = memory_kb("VmRSS:");
    let (mut bytecode, mut inlined, mut code, mut bodies, mut declined) = (0, 0, 0, 0, 0);
    for request in requests {
        match compile(request) {
            Ok(body) => {
                bytecode += bytecode_bytes(request);
                let nodes = body.nodes.iter().skip(1);
                let methods = nodes.filter_map(|node| request.method(node.method).body.as_ref());
                inlined += methods.map(|body| body.code.len()).sum::<usize>();
                code += body.code.len();
                bodies += 1;
            }
            Err(_) => declined += 1,
        }
    }
    let peak = memory_kb("VmHWM:").saturating_sub(before);
    println!(
        "{bodies} bodies, {declined} declined: {code} bytes of code for {bytecode} of bytecode and \
         {inlined} that were inlined, {:.1} for each; memory grows by {peak} KB at most",
        code as f64 / (bytecode + inlined) as f64
    );
}

fn compile_speed(c: &mut Criterion) {
    let requests = saved().expect("requests of a javac run");
    report(&requests);
    let mut group = c.benchmark_group("compile_speed");
    group.sample_size(20);
    let (mut small, mut large): (Vec<_>, Vec<_>) =
        requests.iter().partition(|request| bytecode_bytes(request) < 200);
    let all: Vec<&CompileRequest> = requests.iter().collect();
    small.truncate(200);
    large.truncate(200);
    for (name, chosen) in [("javac", all), ("small methods", small), ("large methods", large)] {
        let bytes: usize = chosen.iter().map(|request| bytecode_bytes(request)).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(name, |b| {
            b.iter(|| {
                for request in &chosen {
                    black_box(compile(request).is_ok());
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, compile_speed);
criterion_main!(benches);
