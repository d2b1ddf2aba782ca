//! Segments: files that begin with a header naming stamp and number and grow at the end.

use super::index::{Entry, Index};
use super::record::{self, HEADER_BYTES, Header, Kind, MAGIC, Place, Sum};
use super::{Access, KEY_BYTES_MAX, Options, StoreError, io_error};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of a segment's header.
pub(super) const SEGMENT_HEADER_BYTES: usize = 32;
const SEGMENT_MAGIC: [u8; 8] = *b"cortseg\x01";
/// Bytes read at once when a segment is scanned.
const WINDOW_BYTES: usize = 64 << 10;
/// Times that opening begins again because a writer removed a segment meanwhile.
const OPEN_ATTEMPTS: u32 = 8;

/// An open segment.
#[derive(Debug)]
pub(super) struct Segment {
    pub number: u32,
    pub path: PathBuf,
    pub file: File,
    /// Where the next record goes.
    pub end: AtomicU64,
}

fn path_of(directory: &Path, number: u32) -> PathBuf {
    directory.join(format!("{number:08x}.seg"))
}

fn header(stamp: u64, number: u32) -> [u8; SEGMENT_HEADER_BYTES] {
    let mut bytes = [0; SEGMENT_HEADER_BYTES];
    bytes[..8].copy_from_slice(&SEGMENT_MAGIC);
    bytes[8..16].copy_from_slice(&stamp.to_le_bytes());
    bytes[16..20].copy_from_slice(&number.to_le_bytes());
    let sum = Sum::of(&bytes[..24]);
    bytes[24..].copy_from_slice(&sum.0[..8]);
    bytes
}

/// The right to write, and the segment that grows.
#[derive(Debug)]
pub(super) struct Writer {
    /// Locked while the store is open.
    _lock: File,
    pub tail: Option<Arc<Segment>>,
    pub next_number: u32,
    room: Option<u64>,
    unsynced: bool,
    /// A segment was made since the directory was last written out.
    made: bool,
}

impl Writer {
    /// The right to write, unless another process has it.
    pub(super) fn lock(directory: &Path, options: &Options) -> Result<Option<Writer>, StoreError> {
        fs::create_dir_all(directory).map_err(io_error(directory))?;
        let path = directory.join("lock");
        let open = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let lock = open.map_err(io_error(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(io_error(&path)(error)),
        }
        let room = options.disk_room;
        Ok(Some(Writer {
            _lock: lock,
            tail: None,
            next_number: 1,
            room,
            unsynced: false,
            made: false,
        }))
    }

    /// Appends a record; also says whether a segment was begun for it.
    pub(super) fn append(
        &mut self,
        directory: &Path,
        options: &Options,
        kind: Kind,
        key: &[u8],
        value: &[u8],
    ) -> Result<(Entry, bool), StoreError> {
        let (compressed, stored) = record::compress(value);
        let header = Header {
            kind,
            compressed,
            key_bytes: key.len() as u16,
            stored: stored.len() as u32,
            plain: value.len() as u32,
            sum: Sum::of(value),
        };
        let full = |segment: &Arc<Segment>| {
            segment.end.load(Ordering::Relaxed) >= options.segment_bytes_max
        };
        let mut begun = false;
        let segment = match &self.tail {
            Some(tail) if !full(tail) => Arc::clone(tail),
            _ => {
                self.flush(directory)?;
                self.tail = None;
                begun = true;
                self.begin(directory, options.stamp, "seg")?
            }
        };
        let offset = self.write(&segment, &header, key, &stored)?;
        self.tail = Some(Arc::clone(&segment));
        self.unsynced = true;
        Ok((Entry { segment, offset, header, used: 0 }, begun))
    }

    /// Makes the next segment. Its file must not exist, and may have another ending at first.
    pub(super) fn begin(
        &mut self,
        directory: &Path,
        stamp: u64,
        ending: &str,
    ) -> Result<Arc<Segment>, StoreError> {
        let number = self.next_number;
        let path = path_of(directory, number);
        let made = path.with_extension(ending);
        let open = OpenOptions::new().create_new(true).read(true).write(true).open(&made);
        let file = open.map_err(io_error(&made))?;
        let end = AtomicU64::new(SEGMENT_HEADER_BYTES as u64);
        let segment = Segment { number, path, file, end };
        if let Err(error) = self.write_at(&segment, &header(stamp, number), 0) {
            let _ = fs::remove_file(&made);
            return Err(error);
        }
        self.next_number = number + 1;
        self.made = true;
        Ok(Arc::new(segment))
    }

    /// Writes a record at the end of a segment, and takes back what a failure left.
    pub(super) fn write(
        &mut self,
        segment: &Segment,
        header: &Header,
        key: &[u8],
        stored: &[u8],
    ) -> Result<u64, StoreError> {
        let offset = segment.end.load(Ordering::Relaxed);
        let mut bytes = header.encode(key, Place { segment: segment.number, offset });
        bytes.extend(stored);
        if let Err(error) = self.write_at(segment, &bytes, offset) {
            if segment.file.set_len(offset).is_err() {
                // Nothing may follow what cannot be taken back: the next record begins a segment.
                self.tail = None;
            }
            return Err(error);
        }
        segment.end.store(offset + bytes.len() as u64, Ordering::Relaxed);
        Ok(offset)
    }

    fn write_at(&mut self, segment: &Segment, bytes: &[u8], at: u64) -> Result<(), StoreError> {
        let count = self.room.map_or(bytes.len(), |room| bytes.len().min(room as usize));
        self.room = self.room.map(|room| room - count as u64);
        segment
            .file
            .write_all_at(&bytes[..count], at)
            .and_then(|()| match count == bytes.len() {
                true => Ok(()),
                false => Err(io::Error::from(ErrorKind::StorageFull)),
            })
            .map_err(io_error(&segment.path))
    }

    /// Makes what was written outlive the machine.
    pub(super) fn flush(&mut self, directory: &Path) -> Result<(), StoreError> {
        if let Some(tail) = self.tail.as_ref().filter(|_| self.unsynced) {
            tail.file.sync_data().map_err(io_error(&tail.path))?;
        }
        if self.made {
            sync_directory(directory)?;
        }
        (self.unsynced, self.made) = (false, false);
        Ok(())
    }
}

/// Makes new and renamed files of a directory outlive the machine.
pub(super) fn sync_directory(directory: &Path) -> Result<(), StoreError> {
    File::open(directory).and_then(|file| file.sync_all()).map_err(io_error(directory))
}

/// Removes files; the first failure is reported, after all were tried.
pub(super) fn remove_all(paths: impl Iterator<Item = PathBuf>) -> Result<(), StoreError> {
    let mut outcome = Ok(());
    for path in paths {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound && outcome.is_ok() => {
                outcome = Err(io_error(&path)(error));
            }
            _ => {}
        }
    }
    outcome
}

/// Reads all segments into the index; a writer also removes what is of no use. The number of places
/// that did not check.
pub(super) fn load(
    directory: &Path,
    options: &Options,
    mut writer: Option<&mut Writer>,
    index: &mut Index,
) -> Result<u64, StoreError> {
    let mut attempts = 1;
    loop {
        match load_once(directory, options, writer.as_deref_mut(), index) {
            // A writer is compacting: what was removed is in new segments.
            Err(StoreError::Io { source, .. })
                if source.kind() == ErrorKind::NotFound && attempts < OPEN_ATTEMPTS =>
            {
                attempts += 1;
                *index = Index::default();
            }
            outcome => return outcome,
        }
    }
}

fn load_once(
    directory: &Path,
    options: &Options,
    mut writer: Option<&mut Writer>,
    index: &mut Index,
) -> Result<u64, StoreError> {
    let listed = match fs::read_dir(directory) {
        Err(error) if error.kind() == ErrorKind::NotFound && options.access == Access::Read => {
            return Ok(0);
        }
        listed => listed.map_err(io_error(directory))?,
    };
    let mut numbers = Vec::new();
    for file in listed {
        let path = file.map_err(io_error(directory))?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        match (path.extension().and_then(|end| end.to_str()), u32::from_str_radix(stem, 16)) {
            (Some("seg"), Ok(number)) if path == path_of(directory, number) => numbers.push(number),
            (Some("tmp"), _) if writer.is_some() => remove_all(std::iter::once(path))?,
            _ => {}
        }
    }
    numbers.sort_unstable();
    let mut damaged = 0;
    let last = numbers.last().copied();
    for number in numbers {
        let path = path_of(directory, number);
        let write = writer.is_some();
        let file = OpenOptions::new().read(true).write(write).open(&path);
        let file = file.map_err(io_error(&path))?;
        let length = file.metadata().map_err(io_error(&path))?.len();
        let mut scan = Scan { file: &file, length, window: Vec::new(), start: 0 };
        let good = scan.at(0, SEGMENT_HEADER_BYTES).is_ok_and(|bytes| {
            bytes.is_some_and(|bytes| bytes == header(options.stamp, number).as_slice())
        });
        if let Some(writer) = writer.as_deref_mut() {
            writer.next_number = number + 1;
            if !good {
                remove_all(std::iter::once(path))?;
                continue;
            }
        }
        if !good {
            continue;
        }
        let (records, end, bad) = scan.records(number).map_err(io_error(&path))?;
        damaged += bad;
        let segment = Arc::new(Segment { number, path, file, end: AtomicU64::new(end) });
        for (key, offset, header) in records {
            let entry = Entry { segment: Arc::clone(&segment), offset, header, used: 0 };
            index.insert(entry.kind, key, entry, options.variants_max);
        }
        if let Some(writer) = writer.as_deref_mut() {
            if end < length {
                segment.file.set_len(end).map_err(io_error(&segment.path))?;
            }
            if Some(number) == last {
                writer.tail = Some(Arc::clone(&segment));
            }
        }
        index.segments.insert(number, segment);
    }
    Ok(damaged)
}

type Found = (Box<[u8]>, u64, Header);

/// Reads a file from the beginning to the end, a window at a time.
struct Scan<'a> {
    file: &'a File,
    length: u64,
    window: Vec<u8>,
    start: u64,
}

impl Scan<'_> {
    /// The bytes at an offset, if the file has them.
    fn at(&mut self, offset: u64, count: usize) -> io::Result<Option<&[u8]>> {
        if offset + count as u64 > self.length {
            return Ok(None);
        }
        let inside =
            offset >= self.start && offset + count as u64 <= self.start + self.window.len() as u64;
        if !inside {
            let wanted = (count.max(WINDOW_BYTES) as u64).min(self.length - offset);
            self.window.resize(wanted as usize, 0);
            self.start = offset;
            if let Err(error) = self.file.read_exact_at(&mut self.window, offset) {
                self.window.clear();
                return match error.kind() {
                    // A writer has just cut off what never became a record.
                    ErrorKind::UnexpectedEof => Ok(None),
                    _ => Err(error),
                };
            }
        }
        let from = (offset - self.start) as usize;
        Ok(self.window.get(from..from + count))
    }

    /// The record at an offset, if there is a whole one whose header checks.
    fn record(&mut self, segment: u32, offset: u64) -> io::Result<Option<(Box<[u8]>, Header)>> {
        let Some(bytes) = self.at(offset, HEADER_BYTES)? else { return Ok(None) };
        let mut fixed = [0; HEADER_BYTES];
        fixed.copy_from_slice(bytes);
        let Some(header) = Header::decode(&fixed) else { return Ok(None) };
        let key_at = offset + HEADER_BYTES as u64;
        let Some(key) = self.at(key_at, header.key_bytes.into())? else { return Ok(None) };
        let key: Box<[u8]> = key.into();
        let whole = Header::checks(&fixed, &key, Place { segment, offset })
            && offset + header.record_bytes() <= self.length;
        Ok(whole.then_some((key, header)))
    }

    /// All records, the end of the last one, and the number of places that did not check.
    fn records(&mut self, segment: u32) -> io::Result<(Vec<Found>, u64, u64)> {
        let (mut found, mut damaged) = (Vec::new(), 0);
        let mut end = SEGMENT_HEADER_BYTES as u64;
        let mut offset = end;
        while offset < self.length {
            if let Some((key, header)) = self.record(segment, offset)? {
                let next = offset + header.record_bytes();
                found.push((key, offset, header));
                (offset, end) = (next, next);
                continue;
            }
            damaged += 1;
            match self.next_record(segment, offset + 1)? {
                Some(next) => offset = next,
                None => break,
            }
        }
        Ok((found, end, damaged))
    }

    /// Where the next record begins that checks.
    fn next_record(&mut self, segment: u32, from: u64) -> io::Result<Option<u64>> {
        const STEP: usize = WINDOW_BYTES - HEADER_BYTES - KEY_BYTES_MAX;
        let mut offset = from;
        while offset + (HEADER_BYTES as u64) < self.length {
            let count = (STEP as u64).min(self.length - offset) as usize;
            let Some(bytes) = self.at(offset, count)? else { break };
            let starts: Vec<usize> = bytes
                .windows(MAGIC.len())
                .enumerate()
                .filter(|(_, w)| **w == MAGIC)
                .map(|(at, _)| at)
                .collect();
            for at in starts {
                if self.record(segment, offset + at as u64)?.is_some() {
                    return Ok(Some(offset + at as u64));
                }
            }
            offset += (count - (MAGIC.len() - 1).min(count - 1)) as u64;
        }
        Ok(None)
    }
}
