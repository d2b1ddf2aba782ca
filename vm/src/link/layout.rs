//! Where fields lie: superclass first, then by size from large to small, references together at
//! the end, smaller fields filling the gaps that alignment leaves.

use crate::class::{Kind, RefRun};
use crate::heap::REF_BYTES;
use crate::meta::{Arena, MetaSlice};

/// Places fields one by one behind a start offset.
pub(super) struct Layout {
    end: u32,
    /// Free ranges between fields, (offset, length).
    gaps: Vec<(u32, u32)>,
}

impl Layout {
    /// Fields from byte `start` on.
    pub(super) fn new(start: u32) -> Layout {
        Layout { end: start, gaps: Vec::new() }
    }

    /// First byte after all fields.
    pub(super) fn end(&self) -> u32 {
        self.end
    }

    fn place(&mut self, size: u32) -> u32 {
        for index in 0..self.gaps.len() {
            let (start, len) = self.gaps[index];
            let offset = start.next_multiple_of(size);
            if offset + size <= start + len {
                self.gaps.swap_remove(index);
                self.add_gap(start, offset);
                self.add_gap(offset + size, start + len);
                return offset;
            }
        }
        let offset = self.end.next_multiple_of(size);
        self.add_gap(self.end, offset);
        self.end = offset + size;
        offset
    }

    fn add_gap(&mut self, start: u32, end: u32) {
        if start < end {
            self.gaps.push((start, end - start));
        }
    }

    /// Offsets for fields of these kinds, in the given order; the reference slots are appended to
    /// `refs`.
    pub(super) fn assign(&mut self, kinds: &[Kind], refs: &mut RefRuns) -> Vec<u32> {
        let mut offsets = vec![0; kinds.len()];
        for size in [8, 4, 2, 1] {
            for (offset, kind) in offsets.iter_mut().zip(kinds) {
                if *kind != Kind::Ref && kind.bytes() == size {
                    *offset = self.place(size as u32);
                }
            }
        }
        for (offset, kind) in offsets.iter_mut().zip(kinds) {
            if *kind == Kind::Ref {
                *offset = self.place(REF_BYTES as u32);
                refs.add(*offset);
            }
        }
        offsets
    }
}

/// Reference slots being collected into runs.
#[derive(Default)]
pub(super) struct RefRuns {
    runs: Vec<RefRun>,
}

impl RefRuns {
    /// Begins with a superclass's runs.
    pub(super) fn of(runs: &[RefRun]) -> RefRuns {
        RefRuns { runs: runs.to_vec() }
    }

    fn add(&mut self, offset: u32) {
        let bytes = REF_BYTES as u32;
        for run in &mut self.runs {
            if run.offset + run.count * bytes == offset {
                run.count += 1;
                return;
            }
            if offset + bytes == run.offset {
                run.offset = offset;
                run.count += 1;
                return;
            }
        }
        self.runs.push(RefRun { offset, count: 1 });
    }

    /// The runs in the arena; `shared` when they are still the same.
    pub(super) fn finish(self, shared: MetaSlice<RefRun>) -> MetaSlice<RefRun> {
        if *shared == *self.runs { shared } else { Arena::slice(&self.runs) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_fields_come_first_and_small_ones_fill_gaps() {
        let mut refs = RefRuns::default();
        let mut layout = Layout::new(12);
        let kinds = [Kind::Byte, Kind::Ref, Kind::Long, Kind::Int, Kind::Ref, Kind::Short];
        let offsets = layout.assign(&kinds, &mut refs);
        assert_eq!(offsets, [26, 28, 16, 12, 32, 24]);
        assert_eq!(layout.end(), 36);
        assert_eq!(refs.runs, [RefRun { offset: 28, count: 2 }]);
    }
}
