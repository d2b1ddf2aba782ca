//! A store and several processes: who writes, what a reader sees, and what is there after a writer
//! was killed. The other processes are this test, called again.

use cortado_protocol::store::{Access, Options, Store};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const STAMP: u64 = 42;
const DIRECTORY: &str = "STORE_TEST_DIRECTORY";

fn options(access: Access) -> Options {
    Options { bytes_max: 400_000, segment_bytes_max: 50_000, ..Options::new(STAMP, access) }
}

fn value(number: u64) -> Vec<u8> {
    (0..200).flat_map(|at| (number ^ (at / 2)).to_le_bytes()).collect()
}

/// The other process: stores values, and says a number when the value is certain to be kept.
#[test]
fn child() {
    let Some(directory) = std::env::var_os(DIRECTORY) else { return };
    let store = Store::open(Path::new(&directory), options(Access::Write)).unwrap();
    assert!(store.is_writer());
    let first = store
        .list(b"next")
        .map_or(0, |list| u64::from_le_bytes(list[0].as_slice().try_into().unwrap()));
    let mut out = std::io::stdout();
    for number in first.. {
        store.put(&number.to_le_bytes(), &value(number)).unwrap();
        store.set_list(b"next", &[(number + 1).to_le_bytes()]).unwrap();
        if number % 16 == 0 {
            store.flush().unwrap();
        }
        writeln!(out, "stored {number}").unwrap();
        out.flush().unwrap();
    }
}

fn start(directory: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(DIRECTORY, directory)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn a_killed_writer_loses_nothing_that_it_had_stored() {
    let directory = tempfile::tempdir().unwrap();
    let mut last = 0u64;
    for round in 0..12u64 {
        let mut child = start(directory.path());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // A number of values that is another one each time.
        let mut left = 20 + round * 37 % 101;
        while left > 0 {
            let line = lines.next().expect("the child goes on").unwrap();
            if let Some(number) = line.strip_prefix("stored ") {
                (last, left) = (number.parse().unwrap(), left - 1);
            }
        }
        // Readers come and go while it writes.
        let reader = Store::open(directory.path(), options(Access::Read)).unwrap();
        assert_eq!(reader.get(&last.to_le_bytes()), [value(last)]);
        let second = Store::open(directory.path(), options(Access::Write)).unwrap();
        assert!(!second.is_writer(), "one process writes");
        child.kill().unwrap();
        child.wait().unwrap();
        let store = Store::open(directory.path(), options(Access::Write)).unwrap();
        assert!(store.is_writer(), "the lock goes with the process");
        for number in last.saturating_sub(100)..=last {
            assert_eq!(store.get(&number.to_le_bytes()), [value(number)], "round {round}");
        }
        for key in store.keys() {
            let number = u64::from_le_bytes(key.as_slice().try_into().unwrap());
            assert_eq!(store.get(&key), [value(number)]);
        }
        assert!(store.stats().bytes <= 400_000);
        assert_eq!(store.stats().damaged, 0, "what was cut off is gone");
    }
}
