//! Tests of the image reader: the installed class library, and small images made here to be
//! damaged.

use std::io::Write;
use std::time::Instant;

use super::*;
use crate::classpath::java_home::JavaHome;

fn installed() -> JImage {
    let home = JavaHome::find(None).expect("the tests need a JDK 17");
    JImage::open(&home.modules_file()).unwrap()
}

#[test]
fn classes_of_the_class_library_are_found_with_their_module() {
    let image = installed();
    for (name, module) in [
        ("java/lang/Object", "java.base"),
        ("java/util/logging/Logger", "java.logging"),
        ("com/sun/tools/javac/Main", "jdk.compiler"),
        ("java/lang/annotation/Retention", "java.base"),
    ] {
        let (found, bytes) = image.find_class(name).unwrap().unwrap();
        assert_eq!(found, module, "{name}");
        assert_eq!(bytes[..4], [0xCA, 0xFE, 0xBA, 0xBE], "{name}");
        assert!(matches!(bytes, Cow::Borrowed(_)), "{name} was copied");
    }
    let module_info = image.find_resource("java.base", "module-info.class").unwrap().unwrap();
    assert_eq!(image.find_class_in("java.base", "module-info").unwrap().unwrap(), module_info);
    assert!(image.find_resource("java.base", "java/lang/Object.class").unwrap().is_some());
}

#[test]
fn names_that_do_not_exist_are_not_found() {
    let image = installed();
    for name in
        ["", "/", "Object", "java/lang/Objec", "java/lang/", "java/lang/Object.class", "x/y"]
    {
        assert!(image.find_class(name).unwrap().is_none(), "{name:?}");
    }
    assert!(image.find_class_in("java.logging", "java/lang/Object").unwrap().is_none());
    assert!(image.find_class("a".repeat(5000) + "/B").unwrap().is_none());
    assert!(image.find_resource("java.base", "java/lang/Object").unwrap().is_none());
}

#[test]
fn packages_lead_to_the_module_that_fills_them() {
    let image = installed();
    assert_eq!(image.package_module("java/lang").unwrap(), Some("java.base"));
    assert_eq!(image.package_module("java.util.logging").unwrap(), Some("java.logging"));
    // `java` has only sub-packages.
    assert_eq!(image.package_module("java").unwrap(), None);
    assert_eq!(image.package_module("no.such").unwrap(), None);
}

#[test]
fn modules_are_listed() {
    let image = installed();
    let modules = image.modules().unwrap();
    for module in ["java.base", "java.logging", "jdk.compiler"] {
        assert!(modules.contains(&module), "{module}");
    }
    assert!(modules.is_sorted());
}

#[test]
fn every_resource_of_the_index_is_found_by_its_name() {
    let image = installed();
    let mut count = 0;
    for name in image.resources() {
        let name = name.unwrap();
        let slash = if name.parent.is_empty() { "" } else { "/" };
        let dot = if name.extension.is_empty() { "" } else { "." };
        let path = format!("{}{slash}{}{dot}{}", name.parent, name.base, name.extension);
        assert!(image.find_resource(name.module, &path).unwrap().is_some(), "{name:?}");
        count += 1;
    }
    assert!(count > 5000, "only {count} resources");
}

#[test]
fn opening_and_looking_up_are_fast() {
    let start = Instant::now();
    let image = installed();
    let opened = start.elapsed();
    let names = ["java/lang/Object", "java/util/HashMap", "java/lang/invoke/MethodHandleNatives"];
    let start = Instant::now();
    for _ in 0..1000 {
        for name in names {
            assert!(image.find_class(name).unwrap().is_some());
        }
    }
    // Limits with room for a debug build on a busy machine.
    assert!(opened.as_millis() < 20, "opening took {opened:?}");
    let each = start.elapsed() / 3000;
    assert!(each.as_micros() < 20, "a lookup took {each:?}");
    println!("open {opened:?}, lookup {each:?}");
}

/// Writes images. Contents are `(module, parent, base, extension, bytes, size when unpacked)`.
#[derive(Default)]
struct Builder {
    strings: Vec<u8>,
    locations: Vec<u8>,
    resources: Vec<u8>,
    names: Vec<(String, u32)>,
}

impl Builder {
    fn new() -> Self {
        Self { strings: vec![0], ..Self::default() }
    }

    fn string(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let offset = self.strings.len() as u32;
        self.strings.extend(text.bytes().chain([0]));
        offset
    }

    fn add(&mut self, name: [&str; 4], stored: &[u8], unpacked: Option<usize>) -> u32 {
        let offset = self.locations.len() as u32;
        let [module, parent, base, extension] = name.map(|part| u64::from(self.string(part)));
        let sizes = match unpacked {
            None => [0, stored.len() as u64],
            Some(size) => [stored.len() as u64, size as u64],
        };
        let at = self.resources.len() as u64;
        self.resources.extend(stored);
        let values = [module, parent, base, extension, at, sizes[0], sizes[1]];
        for (kind, value) in (1u8..).zip(values) {
            if value != 0 {
                self.locations.push(kind << 3 | 7);
                self.locations.extend(value.to_be_bytes());
            }
        }
        self.locations.push(0);
        let [module, parent, base, extension] = name;
        let full = match (module, parent, extension) {
            ("", ..) => base.to_owned(),
            (_, "", "") => format!("/{module}/{base}"),
            _ => format!("/{module}/{parent}/{base}.{extension}"),
        };
        self.names.push((full, offset));
        offset
    }

    fn finish(self) -> Vec<u8> {
        let length = self.names.len();
        let slot = |name: &str, seed| hash(&[name.as_bytes()], seed) as usize % length;
        let mut redirect = vec![0i32; length];
        let mut offsets = vec![None; length];
        let mut buckets: Vec<Vec<&(String, u32)>> = vec![Vec::new(); length];
        for entry in &self.names {
            buckets[slot(&entry.0, HASH_MULTIPLIER)].push(entry);
        }
        let mut order: Vec<usize> = (0..length).collect();
        order.sort_by_key(|&bucket| std::cmp::Reverse(buckets[bucket].len()));
        for bucket in order {
            let entries = &buckets[bucket];
            if let [(_, offset)] = entries[..] {
                let free = offsets.iter().position(Option::is_none).unwrap();
                offsets[free] = Some(*offset);
                redirect[bucket] = -1 - free as i32;
            } else if !entries.is_empty() {
                let fits = |seed: &u32| {
                    let mut taken = Vec::new();
                    entries.iter().all(|entry| {
                        let slot = slot(&entry.0, *seed);
                        let fits = offsets[slot].is_none() && !taken.contains(&slot);
                        taken.push(slot);
                        fits
                    })
                };
                let seed = (1..).find(fits).unwrap();
                for entry in entries {
                    offsets[slot(&entry.0, seed)] = Some(entry.1);
                }
                redirect[bucket] = seed as i32;
            }
        }
        let sizes = [self.locations.len() as u32, self.strings.len() as u32];
        let header = [MAGIC, 1 << 16, 0, length as u32, length as u32, sizes[0], sizes[1]];
        let mut image: Vec<u8> = header.into_iter().flat_map(u32::to_le_bytes).collect();
        image.extend(redirect.into_iter().flat_map(i32::to_le_bytes));
        image.extend(offsets.into_iter().flat_map(|offset| offset.unwrap().to_le_bytes()));
        image.extend(self.locations);
        image.extend(self.strings);
        image.extend(self.resources);
        image
    }
}

fn compressed(builder: &mut Builder, decompressor: &str, content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(content).unwrap();
    let data = encoder.finish().unwrap();
    let name = builder.string(decompressor);
    let mut stored = COMPRESSED_MAGIC.to_le_bytes().to_vec();
    stored.extend((data.len() as u64).to_le_bytes());
    stored.extend((content.len() as u64).to_le_bytes());
    stored.extend(name.to_le_bytes());
    stored.extend([0, 0, 0, 0, 1]);
    stored.extend(data);
    stored
}

const CONTENT: &[u8] = b"a class file that says class file class file class file";

fn small_image() -> Vec<u8> {
    let mut builder = Builder::new();
    builder.add(["m.one", "p/q", "Plain", "class"], CONTENT, None);
    let stored = compressed(&mut builder, "zip", CONTENT);
    builder.add(["m.one", "p/q", "Zipped", "class"], &stored, Some(CONTENT.len()));
    let stored = compressed(&mut builder, "compact-cp", CONTENT);
    builder.add(["m.one", "p/q", "Compact", "class"], &stored, Some(CONTENT.len()));
    let module = builder.string("m.one");
    let mut package = vec![1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    package.extend(module.to_le_bytes());
    builder.add(["packages", "", "p.q", ""], &package, None);
    let child = builder.add(["modules", "", "m.one", ""], &[], None);
    builder.add(["", "", "/modules", ""], &child.to_le_bytes(), None);
    builder.finish()
}

fn open_bytes(bytes: &[u8]) -> Result<JImage, JImageError> {
    let mut map = memmap2::MmapMut::map_anon(bytes.len().max(1)).unwrap();
    map[..bytes.len()].copy_from_slice(bytes);
    JImage::new(map.make_read_only().unwrap(), Path::new("test-image"))
}

/// Does everything that can be done with an image; returns how many classes could be read.
fn use_all(image: &JImage) -> usize {
    let _ = image.modules();
    let _ = image.package_module("p/q");
    let _ = image.resources().count();
    ["p/q/Plain", "p/q/Zipped", "p/q/Compact"]
        .iter()
        .filter(|name| matches!(image.find_class(name), Ok(Some(("m.one", bytes))) if *bytes == *CONTENT))
        .count()
}

#[test]
fn compressed_resources_are_inflated_or_refused_by_name() {
    let image = open_bytes(&small_image()).unwrap();
    assert_eq!(use_all(&image), 2);
    assert_eq!(image.modules().unwrap(), ["m.one"]);
    let error = image.find_class("p/q/Compact").unwrap_err();
    assert!(error.to_string().contains("'compact-cp'"), "{error}");
}

#[test]
fn damaged_images_are_errors_and_never_panics() {
    let good = small_image();
    for length in 0..good.len() {
        if let Ok(image) = open_bytes(&good[..length]) {
            use_all(&image);
        }
    }
    for position in 0..good.len() {
        for bit in 0..8 {
            let mut bad = good.clone();
            bad[position] ^= 1 << bit;
            if let Ok(image) = open_bytes(&bad) {
                use_all(&image);
            }
        }
        let mut bad = good.clone();
        bad[position..good.len().min(position + 4)].fill(0xFF);
        if let Ok(image) = open_bytes(&bad) {
            use_all(&image);
        }
    }
}

#[test]
fn the_error_says_what_is_wrong_with_the_file() {
    let mut bytes = small_image();
    bytes[6] = 2;
    assert!(matches!(open_bytes(&bytes), Err(JImageError::Version { major: 2, minor: 0 })));
    bytes[..4].copy_from_slice(&MAGIC.to_be_bytes());
    assert!(matches!(open_bytes(&bytes), Err(JImageError::BigEndian { .. })));
    bytes[0] = 0;
    assert!(matches!(open_bytes(&bytes), Err(JImageError::Magic { .. })));
    assert!(matches!(JImage::open(Path::new("/no/such/file")), Err(JImageError::Io { .. })));
}
