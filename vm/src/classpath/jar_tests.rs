//! Tests of the jar reader, on jars made here.

use std::fs;
use std::io::Write;

use super::*;

/// Writes a jar: names and contents, deflated unless `stored`.
fn jar_bytes(entries: &[(&str, &[u8])], stored: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, content) in entries {
        let method = if stored { CompressionMethod::STORE } else { CompressionMethod::DEFLATE };
        let (mut entry, config) =
            archive.new_file(*name).compression_method(method).start().unwrap();
        let descriptor = if stored {
            let mut writer = config.wrap(&mut entry);
            writer.write_all(content).unwrap();
            writer.finish().unwrap().1
        } else {
            let level = flate2::Compression::default();
            let encoder = flate2::write::DeflateEncoder::new(&mut entry, level);
            let mut writer = config.wrap(encoder);
            writer.write_all(content).unwrap();
            let (encoder, descriptor) = writer.finish().unwrap();
            encoder.finish().unwrap();
            descriptor
        };
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

fn with_jar<T>(bytes: &[u8], test: impl FnOnce(Result<Jar, JarError>) -> T) -> T {
    let dir = tempfile::TempDir::new().unwrap();
    let path = dir.path().join("x.jar");
    fs::write(&path, bytes).unwrap();
    test(Jar::open(&path))
}

const MULTI: &[(&str, &[u8])] = &[
    ("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\nMulti-Release: true\nMain-Class: p.M\n"),
    ("p/M.class", b"plain"),
    ("META-INF/versions/11/p/M.class", b"eleven"),
    ("META-INF/versions/9/p/M.class", b"nine"),
    ("META-INF/versions/21/p/M.class", b"twenty-one"),
    ("META-INF/versions/8/p/M.class", b"eight"),
    ("META-INF/versions/17/META-INF/x", b"no"),
    ("META-INF/x", b"yes"),
];

#[test]
fn entries_and_manifest_are_read() {
    for stored in [false, true] {
        with_jar(&jar_bytes(MULTI, stored), |jar| {
            let jar = jar.unwrap();
            assert_eq!(jar.find("p/M.class").unwrap().unwrap(), b"plain");
            assert!(jar.find("p/N.class").unwrap().is_none());
            assert_eq!(jar.manifest().unwrap().unwrap().main_class(), Some("p.M"));
            assert_eq!(jar.names().unwrap().count(), MULTI.len());
        });
    }
}

#[test]
fn the_highest_version_up_to_the_running_one_is_taken() {
    let content = |feature| {
        with_jar(&jar_bytes(MULTI, false), |jar| {
            jar.unwrap().find_versioned("p/M.class", feature).unwrap().unwrap()
        })
    };
    for (feature, expected) in [(17, "eleven"), (21, "twenty-one"), (10, "nine"), (8, "plain")] {
        assert_eq!(content(feature), expected.as_bytes(), "{feature}");
    }
    with_jar(&jar_bytes(MULTI, false), |jar| {
        assert_eq!(jar.unwrap().find_versioned("META-INF/x", 17).unwrap().unwrap(), b"yes");
    });
    with_jar(&jar_bytes(&MULTI[1..], false), |jar| {
        let content = jar.unwrap().find_versioned("p/M.class", 17).unwrap().unwrap();
        assert_eq!(content, b"plain", "not a multi-release jar");
    });
}

#[test]
fn what_is_no_jar_is_refused() {
    assert!(matches!(Jar::open(Path::new("/no/such.jar")), Err(JarError::Open { .. })));
    assert!(matches!(Jar::open(Path::new("/")), Err(JarError::Open { .. })));
    for bytes in [&b""[..], b"PK", b"not a jar at all, but long enough to be one perhaps"] {
        with_jar(bytes, |jar| assert!(matches!(jar, Err(JarError::Archive { .. }))));
    }
    let bad_manifest: &[(&str, &[u8])] = &[("META-INF/MANIFEST.MF", b"nonsense\n")];
    with_jar(&jar_bytes(bad_manifest, false), |jar| {
        assert!(matches!(jar.unwrap().manifest(), Err(JarError::Manifest { .. })));
    });
    with_jar(&jar_bytes(&[], false), |jar| {
        assert!(jar.unwrap().manifest().unwrap().is_none());
    });
}

#[test]
fn a_damaged_entry_is_an_error() {
    let content = b"some content that is stored as it is";
    let mut bytes = jar_bytes(&[("a", content)], true);
    let at = bytes.windows(content.len()).position(|window| window == content).unwrap();
    bytes[at] ^= 1;
    with_jar(&bytes, |jar| {
        let error = jar.unwrap().find("a").unwrap_err();
        assert!(matches!(error, JarError::Entry { .. }), "{error}");
    });
}

#[test]
fn damaged_jars_are_errors_and_never_panics() {
    let good = jar_bytes(&MULTI[..3], false);
    let use_all = |bytes: &[u8]| {
        with_jar(bytes, |jar| {
            if let Ok(jar) = jar {
                let _ = jar.manifest();
                let _ = jar.find_versioned("p/M.class", 17);
                let _ = jar.find("p/M.class");
            }
        });
    };
    for length in 0..good.len() {
        use_all(&good[..length]);
    }
    for position in 0..good.len() {
        for mask in [1, 0x80, 0xFF] {
            let mut bad = good.clone();
            bad[position] ^= mask;
            use_all(&bad);
        }
    }
}
