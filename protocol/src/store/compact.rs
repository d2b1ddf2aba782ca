//! Compaction: live records move to new segments, least recently used first, so that the order on
//! disk is the order of use when the store is opened again.

use super::index::{Entry, Index};
use super::segment::{self, Segment, Writer};
use super::{Store, StoreError, io_error, locked};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl Store {
    pub(super) fn compact_with(&self, writer: &mut Writer) -> Result<(), StoreError> {
        writer.flush(&self.directory)?;
        let mut live = locked(&self.index).all();
        let count = live.len();
        live.sort_unstable_by_key(|(_, entry)| std::cmp::Reverse(entry.used));
        let mut budget = self.options.bytes_max / 4 * 3;
        live.retain(|(_, entry)| {
            // After the first that does not fit, older ones go, too.
            budget = budget.saturating_sub(entry.record_bytes());
            budget > 0
        });
        let evicted = (count - live.len()) as u64;
        live.reverse();
        let mut made = Vec::new();
        let outcome = self.rewrite(writer, live, &mut made);
        match outcome {
            Ok(index) => {
                let old = std::mem::replace(&mut *locked(&self.index), index);
                self.compactions.fetch_add(1, Ordering::Relaxed);
                self.evicted.fetch_add(evicted, Ordering::Relaxed);
                segment::remove_all(old.segments.values().map(|segment| segment.path.clone()))
            }
            Err(error) => {
                let _ = segment::remove_all(made.into_iter());
                self.drop_oldest();
                Err(error)
            }
        }
    }

    /// Writes the records to new segments, which count when all are complete. `made` are the files
    /// to remove when that fails.
    fn rewrite(
        &self,
        writer: &mut Writer,
        live: Vec<(Box<[u8]>, Entry)>,
        made: &mut Vec<PathBuf>,
    ) -> Result<Index, StoreError> {
        let mut index = Index::default();
        let mut segments: Vec<Arc<Segment>> = Vec::new();
        for (key, entry) in live {
            let full = |segment: &Arc<Segment>| {
                segment.end.load(Ordering::Relaxed) >= self.options.segment_bytes_max
            };
            if segments.last().is_none_or(full) {
                let begun = writer.begin(&self.directory, self.options.stamp, "tmp")?;
                made.push(begun.path.with_extension("tmp"));
                index.segments.insert(begun.number, Arc::clone(&begun));
                segments.push(begun);
            }
            let segment = &segments[segments.len() - 1];
            // A record that cannot be read any more is not worth keeping the others from moving.
            let Ok(stored) = entry.read_stored() else { continue };
            let offset = writer.write(segment, &entry.header, &key, &stored)?;
            let moved = Entry { segment: Arc::clone(segment), offset, ..entry };
            index.insert(moved.kind, key, moved, self.options.variants_max);
        }
        for segment in &segments {
            segment.file.sync_data().map_err(io_error(&segment.path))?;
        }
        for segment in &segments {
            let path = &segment.path;
            std::fs::rename(path.with_extension("tmp"), path).map_err(io_error(path))?;
            made.push(path.clone());
        }
        segment::sync_directory(&self.directory)?;
        writer.tail = segments.pop();
        Ok(index)
    }

    /// Gives whole segments up, the oldest first, until the size is kept: needs no room.
    fn drop_oldest(&self) {
        let mut index = locked(&self.index);
        while index.bytes() > self.options.bytes_max && index.segments.len() > 1 {
            let Some((&number, segment)) = index.segments.first_key_value() else { break };
            let path = segment.path.clone();
            let before = index.values();
            index.forget_segment(number);
            self.evicted.fetch_add(before - index.values(), Ordering::Relaxed);
            let _ = segment::remove_all(std::iter::once(path));
        }
    }
}
