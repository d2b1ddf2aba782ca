//! How fast are the caches of compiled code: the server's memory, and the store on disk?

use cortado_benches::requests::saved;
use cortado_protocol::message::Id128;
use cortado_protocol::portable::{Key, PortableBody};
use cortado_protocol::store::{Access, Options, Store};
use cortado_server::body::Body;
use cortado_server::cache::Cache;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

const COST: Duration = Duration::from_micros(100);

/// Bodies of a javac run by key.
fn bodies() -> Vec<(Id128, Vec<u8>)> {
    let requests = saved().expect("requests of a javac run");
    let made = requests.iter().filter_map(|request| {
        let (body, asked) = cortado_jit::compile_noting(request).ok()?;
        let body = PortableBody::new(request, &body, &asked).ok()?;
        Some((Key::of(request).0, body.to_bytes()))
    });
    made.collect()
}

fn memory(c: &mut Criterion) {
    let bodies: Vec<(Id128, Body)> = bodies()
        .into_iter()
        .map(|(key, bytes)| (key, Body::new(bytes).expect("it is within the limits")))
        .collect();
    let fill = |limit: usize| {
        let mut cache = Cache::new(limit);
        bodies.iter().for_each(|(key, body)| cache.insert(*key, body.clone(), COST));
        cache
    };
    let mut full = fill(usize::MAX);
    let half = full.bytes() / 2;
    let mut group = c.benchmark_group("cache");
    group.sample_size(20).throughput(Throughput::Elements(bodies.len() as u64));
    group.bench_function("memory: insert", |b| b.iter(|| black_box(fill(usize::MAX).len())));
    group.bench_function("memory: insert, half is evicted", |b| {
        b.iter(|| black_box(fill(half).len()));
    });
    group.bench_function("memory: hit", |b| {
        b.iter(|| {
            for (key, _) in &bodies {
                let found = full.variants(key);
                if let Some(body) = found.first() {
                    full.used(key, body);
                }
            }
        });
    });
    group.finish();
}

fn open(directory: &Path, access: Access) -> Store {
    Store::open(directory, Options::new(1, access)).expect("the store opens")
}

fn disk(c: &mut Criterion) {
    let bodies = bodies();
    let directory = tempfile::tempdir().expect("a directory");
    let put_all = |store: &Store| {
        for (key, bytes) in &bodies {
            store.put(key, bytes).expect("there is room");
        }
        store.flush().expect("the disk works");
    };
    put_all(&open(directory.path(), Access::Write));
    let mut group = c.benchmark_group("cache");
    group.sample_size(20).throughput(Throughput::Elements(bodies.len() as u64));
    group.bench_function("disk: put", |b| {
        b.iter_batched(
            || tempfile::tempdir().expect("a directory"),
            |directory| {
                put_all(&open(directory.path(), Access::Write));
                directory
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("disk: open", |b| {
        b.iter(|| black_box(open(directory.path(), Access::Read).stats()));
    });
    let store = open(directory.path(), Access::Read);
    group.bench_function("disk: get", |b| {
        b.iter(|| {
            for (key, _) in &bodies {
                assert!(!black_box(store.get(key)).is_empty());
            }
        });
    });
    group.finish();
}

criterion_group!(benches, memory, disk);
criterion_main!(benches);
