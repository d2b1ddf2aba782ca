//! How fast are classes parsed, loaded, initialised, verified?

use cortado_benches::vm::{Vm, sum};
use cortado_vm::classfile::{ParseOptions, parse};
use cortado_vm::classpath::JImage;
use cortado_vm::classpath::java_home::JavaHome;
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;

/// Classes that are loaded: those of `java.util` and the packages below it.
fn names(image: &JImage) -> Vec<String> {
    let resources = image.resources().map(|resource| resource.expect("the image is sound"));
    let classes = resources.filter(|r| r.module == "java.base" && r.extension == "class");
    let chosen = classes.filter(|r| r.parent.starts_with("java/util"));
    chosen.map(|r| format!("{}/{}", r.parent, r.base)).collect()
}

fn parsing(c: &mut Criterion) {
    let home = JavaHome::find(None).expect("an installed JDK");
    let image = JImage::open(&home.modules_file()).expect("the JDK's image");
    let find = |name: &String| image.find_class(name).expect("sound").expect("listed").1.to_vec();
    let classes: Vec<Vec<u8>> = names(&image).iter().map(find).collect();
    let mut group = c.benchmark_group("class_loading");
    let bytes = classes.iter().map(Vec::len).sum::<usize>();
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(20);
    group.bench_function("parse java.util", |b| {
        b.iter(|| {
            for class in &classes {
                black_box(parse(class, &ParseOptions::boot(None)).is_ok());
            }
        });
    });
    group.finish();
}

fn loading(c: &mut Criterion) {
    let home = JavaHome::find(None).expect("an installed JDK");
    let image = JImage::open(&home.modules_file()).expect("the JDK's image");
    let names: Vec<String> = names(&image).iter().map(|name| name.replace('/', ".")).collect();
    let list = tempfile::NamedTempFile::new().expect("a file for names");
    std::fs::write(list.path(), names.join("\n")).expect("a list of names");
    let file = list.path().to_str().expect("the path is text");
    let vm = Vm::with_helpers().expect("a VM");
    let mut group = c.benchmark_group("class_loading");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group
        .warm_up_time(Duration::from_millis(1))
        .throughput(Throughput::Elements(names.len() as u64));
    for (name, flags, what) in [
        ("load java.util", &["-Xint"][..], "load"),
        ("load and initialize java.util", &["-Xint"], "initialize"),
        ("load, verify and initialize java.util", &["-Xint", "-Xverify:all"], "initialize"),
    ] {
        let words = [flags, &["LoadClasses", file, what]].concat();
        group.bench_function(name, |b| b.iter_custom(|times| sum(times, || vm.printed(&words))));
    }
    group.finish();
}

criterion_group!(benches, parsing, loading);
criterion_main!(benches);
