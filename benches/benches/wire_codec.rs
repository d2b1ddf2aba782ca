//! How fast are requests and bodies put on the wire of the compile server, and taken off it?

use cortado_benches::requests::saved;
use cortado_protocol::frame::Decoder;
use cortado_protocol::message::{Bytes, Id128, ToClient, ToServer};
use cortado_protocol::portable::{Key, PortableBody};
use cortado_protocol::request::CompileRequest;
use cortado_protocol::skeleton::{self, Parts};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

/// Messages in frames, one after the other.
fn stream(messages: &[ToServer]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (id, message) in messages.iter().enumerate() {
        message.write(id as u32, &mut bytes).expect("it is within the limits");
    }
    bytes
}

fn ask(request: &CompileRequest, parts: Parts) -> ToServer {
    let blobs: Vec<Id128> = parts.blobs.iter().map(|(name, _)| *name).collect();
    ToServer::Compile { key: Key::of(request).0, program: None, skeleton: parts.skeleton, blobs }
}

fn bodies(requests: &[CompileRequest]) -> Vec<Vec<u8>> {
    let made = requests.iter().filter_map(|request| {
        let (body, asked) = cortado_jit::compile_noting(request).ok()?;
        Some(PortableBody::new(request, &body, &asked).ok()?.to_bytes())
    });
    made.collect()
}

fn requests(c: &mut Criterion) {
    let mut requests = saved().expect("requests of a javac run");
    requests.truncate(300);
    let parts: Vec<Parts> =
        requests.iter().map(|r| skeleton::split(r).expect("it is within the limits")).collect();
    let messages: Vec<ToServer> =
        requests.iter().zip(&parts).map(|(request, parts)| ask(request, parts.clone())).collect();
    let bytes = stream(&messages);
    let mut group = c.benchmark_group("wire_codec");
    group.sample_size(20).throughput(Throughput::Elements(requests.len() as u64));
    group.bench_function("request: key", |b| {
        b.iter(|| {
            for request in &requests {
                black_box(Key::of(request));
            }
        });
    });
    group.bench_function("request: take apart", |b| {
        b.iter(|| requests.iter().for_each(|request| drop(black_box(skeleton::split(request)))));
    });
    group.bench_function("request: write frames", |b| b.iter(|| black_box(stream(&messages))));
    group.bench_function("request: read frames and put together", |b| {
        b.iter(|| {
            let mut decoder = Decoder::default();
            decoder.open();
            decoder.push(&bytes);
            for parts in &parts {
                let frame = decoder.next_frame().expect("sound").expect("whole");
                let message = ToServer::read(&frame).expect("sound");
                let ToServer::Compile { skeleton, .. } = message else { panic!("{message:?}") };
                let blobs: Vec<&[u8]> = parts.blobs.iter().map(|(_, blob)| &*blob.0).collect();
                black_box(skeleton::join(&skeleton.0, &blobs).is_ok());
            }
        });
    });
    group.finish();
}

fn answers(c: &mut Criterion) {
    let mut requests = saved().expect("requests of a javac run");
    requests.truncate(300);
    let bodies = bodies(&requests);
    let message = |bytes: &Vec<u8>| ToClient::Body { body: Bytes(bytes.clone()) };
    let mut stream = Vec::new();
    for body in &bodies {
        message(body).write(1, &mut stream).expect("it is within the limits");
    }
    let total: usize = bodies.iter().map(Vec::len).sum();
    println!("{} bodies: {total} bytes, {} on the wire", bodies.len(), stream.len());
    let mut group = c.benchmark_group("wire_codec");
    group.sample_size(20).throughput(Throughput::Elements(bodies.len() as u64));
    group.bench_function("body: pack", |b| {
        b.iter(|| bodies.iter().for_each(|body| drop(black_box(message(body).pack()))));
    });
    group.bench_function("body: read frames and take apart", |b| {
        b.iter(|| {
            let mut decoder = Decoder::default();
            decoder.open();
            decoder.push(&stream);
            while let Some(frame) = decoder.next_frame().expect("sound") {
                let ToClient::Body { body } = ToClient::read(&frame).expect("sound") else {
                    panic!("only bodies were sent")
                };
                black_box(PortableBody::from_bytes(&body.0).is_ok());
            }
        });
    });
    group.finish();
}

criterion_group!(benches, requests, answers);
criterion_main!(benches);
