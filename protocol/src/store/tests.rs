//! What a store must survive inside one process; `tests/store.rs` has the processes.

use super::*;
use std::fs;

const STAMP: u64 = 7;

fn options(access: Access) -> Options {
    Options::new(STAMP, access)
}

fn writer(directory: &Path) -> Store {
    let store = Store::open(directory, options(Access::Write)).expect("opens");
    assert!(store.is_writer());
    store
}

fn reader(directory: &Path) -> Store {
    Store::open(directory, options(Access::Read)).expect("opens")
}

/// A value that compresses somewhat; even ones are too short to be compressed.
fn value(number: u32) -> Vec<u8> {
    let count = if number.is_multiple_of(2) { 3 } else { 60 };
    (0..count).flat_map(|at| (number * 31 + at / 3).to_le_bytes()).collect()
}

fn key(number: u32) -> Vec<u8> {
    format!("key {number}").into_bytes()
}

fn filled(directory: &Path, count: u32) -> PathBuf {
    let store = writer(directory);
    for number in 0..count {
        assert!(store.put(&key(number), &value(number)).expect("stored"));
    }
    store.set_list(b"program", &[key(2), key(0)]).expect("stored");
    store.flush().expect("written");
    directory.join("00000001.seg")
}

/// The values that are there; each must be what was put.
fn intact(store: &Store, count: u32) -> Vec<u32> {
    let there = (0..count).filter(|&number| match store.get(&key(number)).as_slice() {
        [] => false,
        [one] => *one == value(number) || panic!("value {number} is wrong"),
        _ => panic!("value {number} is there twice"),
    });
    there.collect()
}

#[test]
fn values_lists_and_variants_are_there_after_opening_again() {
    let directory = tempfile::tempdir().unwrap();
    let store = writer(directory.path());
    assert!(store.put(b"a", b"one").unwrap());
    assert!(store.put(b"a", b"two").unwrap());
    assert!(!store.put(b"a", b"one").unwrap(), "the same value is kept once");
    assert!(store.set_list(b"p", &["x", "y"]).unwrap());
    assert!(!store.set_list(b"p", &["x", "y"]).unwrap());
    assert!(store.set_list(b"p", &["z"]).unwrap());
    for store in [store, reader(directory.path()), writer_after_drop(directory.path())] {
        assert_eq!(store.get(b"a"), [b"two".to_vec(), b"one".to_vec()]);
        assert_eq!(store.get(b"b"), Vec::<Vec<u8>>::new());
        assert_eq!(store.list(b"p"), Some(vec![b"z".to_vec()]));
        assert_eq!(store.list(b"q"), None);
        assert_eq!((store.stats().values, store.stats().lists), (2, 1));
    }
}

/// While another store of this process still writes, a second one only reads.
fn writer_after_drop(directory: &Path) -> Store {
    let second = Store::open(directory, options(Access::Write)).unwrap();
    assert!(!second.is_writer());
    assert!(matches!(second.put(b"k", b"v"), Err(StoreError::ReadOnly)));
    assert!(matches!(second.clear(), Err(StoreError::ReadOnly)));
    second
}

#[test]
fn limits_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let store = writer(directory.path());
    assert!(matches!(store.put(b"", b"v"), Err(StoreError::Size { .. })));
    let long = vec![0; KEY_BYTES_MAX + 1];
    assert!(matches!(store.put(&long, b"v"), Err(StoreError::Size { .. })));
    assert!(matches!(store.set_list(b"p", &[&long]), Err(StoreError::Size { .. })));
    let large = vec![0; VALUE_BYTES_MAX + 1];
    assert!(matches!(store.put(b"k", &large), Err(StoreError::Size { .. })));
    assert!(store.put(&long[1..], &large[1..]).unwrap());
    assert_eq!(store.get(&long[1..]), [&large[1..]]);
}

#[test]
fn a_store_cut_anywhere_has_whole_values_and_grows_on() {
    const COUNT: u32 = 6;
    let directory = tempfile::tempdir().unwrap();
    let path = filled(directory.path(), COUNT);
    let whole = fs::read(&path).unwrap();
    let mut most = 0;
    for length in 0..=whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        let seen = intact(&reader(directory.path()), COUNT);
        assert_eq!(seen, (0..seen.len() as u32).collect::<Vec<_>>(), "a prefix, cut at {length}");
        assert!(seen.len() >= most, "cut at {length}");
        most = seen.len();
        let store = writer(directory.path());
        assert_eq!(intact(&store, COUNT), seen);
        assert!(store.put(b"new", b"value").unwrap());
        drop(store);
        let store = reader(directory.path());
        assert_eq!(store.get(b"new"), [b"value"], "cut at {length}");
        assert_eq!(intact(&store, COUNT), seen);
        drop(store);
        for file in fs::read_dir(directory.path()).unwrap() {
            fs::remove_file(file.unwrap().path()).unwrap();
        }
    }
    assert_eq!(most, COUNT as usize);
}

#[test]
fn a_flipped_bit_costs_one_record_and_never_gives_a_wrong_one() {
    const COUNT: u32 = 6;
    let directory = tempfile::tempdir().unwrap();
    let path = filled(directory.path(), COUNT);
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&path, &bytes).unwrap();
        let store = reader(directory.path());
        let seen = intact(&store, COUNT).len() as u32;
        let list = store.list(b"program").is_some();
        if at < segment::SEGMENT_HEADER_BYTES {
            assert_eq!((seen, list), (0, false), "flipped at {at}");
        } else {
            assert_eq!(seen + u32::from(list), COUNT, "flipped at {at}");
            assert!(store.stats().damaged > 0, "flipped at {at}");
        }
    }
}

#[test]
fn a_damaged_value_can_be_stored_again() {
    let directory = tempfile::tempdir().unwrap();
    let path = filled(directory.path(), 1);
    let mut bytes = fs::read(&path).unwrap();
    let at = segment::SEGMENT_HEADER_BYTES + record::HEADER_BYTES + key(0).len();
    bytes[at] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let store = writer(directory.path());
    assert!(store.get(&key(0)).is_empty());
    assert!(!store.contains(&key(0)));
    assert!(store.put(&key(0), &value(0)).unwrap());
    assert_eq!(intact(&store, 1), [0]);
}

#[test]
fn a_record_counts_only_where_it_was_written() {
    let directory = tempfile::tempdir().unwrap();
    let path = filled(directory.path(), 2);
    let bytes = fs::read(&path).unwrap();
    let mut moved = bytes[..segment::SEGMENT_HEADER_BYTES].to_vec();
    moved.push(0);
    moved.extend(&bytes[segment::SEGMENT_HEADER_BYTES..]);
    fs::write(&path, moved).unwrap();
    assert_eq!(intact(&reader(directory.path()), 2), []);
}

#[test]
fn another_stamp_reads_nothing_and_a_writer_clears_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = filled(directory.path(), 2);
    let other = |access| Store::open(directory.path(), Options::new(STAMP + 1, access)).unwrap();
    assert_eq!(other(Access::Read).keys(), Vec::<Vec<u8>>::new());
    assert!(path.exists());
    assert_eq!(other(Access::Write).keys(), Vec::<Vec<u8>>::new());
    assert!(!path.exists());
}

#[test]
fn a_full_disk_loses_nothing_and_is_survived() {
    const COUNT: u32 = 20;
    let directory = tempfile::tempdir().unwrap();
    filled(directory.path(), 4);
    let length = fs::metadata(directory.path().join("00000001.seg")).unwrap().len();
    // Every amount of room, so that the disk is full in the middle of each part of a record.
    for room in 0..300 {
        let options = Options { disk_room: Some(room), ..options(Access::Write) };
        let store = Store::open(directory.path(), options).unwrap();
        let mut stored = 4;
        let error = loop {
            match store.put(&key(stored), &value(stored)) {
                Ok(_) => stored += 1,
                Err(error) => break error,
            }
        };
        let StoreError::Io { source, .. } = error else { panic!("{error}") };
        assert_eq!(source.kind(), std::io::ErrorKind::StorageFull);
        assert!(stored < COUNT);
        assert_eq!(intact(&store, COUNT).len() as u32, stored);
        drop(store);
        let store = writer(directory.path());
        assert_eq!(intact(&store, COUNT).len() as u32, stored);
        assert_eq!(store.stats().damaged, 0);
        drop(store);
        let path = directory.path().join("00000001.seg");
        fs::File::options().write(true).open(path).unwrap().set_len(length).unwrap();
    }
}

fn small(bytes_max: u64) -> Options {
    Options { bytes_max, segment_bytes_max: 2000, ..options(Access::Write) }
}

#[test]
fn compaction_keeps_the_size_and_what_was_used_last() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(directory.path(), small(20_000)).unwrap();
    for number in 0..2000 {
        store.put(&key(number), &value(number)).unwrap();
        assert_eq!(store.get(&key(0)), [value(0)], "used all the time");
        assert!(store.stats().bytes <= 20_000);
    }
    let stats = store.stats();
    assert!(stats.compactions > 3 && stats.evicted > 1000, "{stats:?}");
    let there = intact(&store, 2000);
    assert_eq!(there.len() as u64, stats.values);
    assert!(there.contains(&1999));
    drop(store);
    let store = Store::open(directory.path(), small(20_000)).unwrap();
    assert_eq!(intact(&store, 2000), there);
    assert_eq!(store.stats().damaged, 0);
    let files = fs::read_dir(directory.path()).unwrap().count() as u64;
    assert_eq!(files, store.stats().segments + 1, "segments and the lock");
}

#[test]
fn compaction_drops_what_is_superseded_and_keeps_the_latest_list() {
    let directory = tempfile::tempdir().unwrap();
    let store = writer(directory.path());
    for number in 0..100u32 {
        store.put(b"k", &number.to_le_bytes()).unwrap();
        store.set_list(b"p", &[number.to_le_bytes()]).unwrap();
    }
    let before = store.stats().bytes;
    store.compact().unwrap();
    assert!(store.stats().bytes < before / 8);
    let latest: Vec<_> = (92..100u32).rev().map(|number| number.to_le_bytes().to_vec()).collect();
    drop(store);
    let store = writer(directory.path());
    assert_eq!(store.get(b"k"), latest);
    assert_eq!(store.list(b"p"), Some(vec![99u32.to_le_bytes().to_vec()]));
}

#[test]
fn compaction_without_room_gives_up_the_oldest_and_keeps_the_rest() {
    let directory = tempfile::tempdir().unwrap();
    // Room for the values, not for copies.
    let options = Options { disk_room: Some(24_000), ..small(20_000) };
    let store = Store::open(directory.path(), options).unwrap();
    let stored = (0..1000).take_while(|&number| store.put(&key(number), &value(number)).is_ok());
    let stored = stored.count() as u32;
    assert!(store.stats().evicted > 0);
    let there = intact(&store, stored);
    assert!(there.contains(&(stored - 1)) && !there.contains(&0));
    drop(store);
    assert_eq!(intact(&reader(directory.path()), stored), there);
}

#[test]
fn a_crash_in_a_compaction_leaves_both_or_one() {
    let directory = tempfile::tempdir().unwrap();
    let old = filled(directory.path(), 8);
    let copy = fs::read(&old).unwrap();
    writer(directory.path()).compact().unwrap();
    assert!(!old.exists());
    // Killed before the old segment was removed, and while another one was being written.
    fs::write(&old, copy).unwrap();
    fs::write(directory.path().join("00000009.tmp"), b"half").unwrap();
    let store = writer(directory.path());
    assert_eq!(intact(&store, 8).len(), 8);
    assert_eq!(store.list(b"program"), Some(vec![key(2), key(0)]));
    assert!(!directory.path().join("00000009.tmp").exists());
}

#[test]
fn clearing_forgets_and_the_store_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    filled(directory.path(), 3);
    let store = writer(directory.path());
    store.clear().unwrap();
    assert_eq!(store.stats().values, 0);
    store.put(b"a", b"b").unwrap();
    drop(store);
    assert_eq!(reader(directory.path()).keys(), [b"a"]);
}

#[test]
fn threads_share_a_store() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(directory.path(), small(30_000)).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let store = &store;
            scope.spawn(move || {
                for number in (0..400).filter(|number| number % 4 == thread) {
                    store.put(&key(number), &value(number)).unwrap();
                    for seen in store.get(&key(number / 2)) {
                        assert_eq!(seen, value(number / 2));
                    }
                }
            });
        }
    });
    assert_eq!(store.stats().damaged, 0);
}
