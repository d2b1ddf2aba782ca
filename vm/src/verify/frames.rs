//! Type states (JVMS 4.10.1.4): the current one, and those of the StackMapTable.

use super::types::VType;
use std::fmt::Write;

/// The types of all locals and operands before or after an instruction.
#[derive(Default)]
pub(super) struct Frame {
    /// The instruction.
    pub bci: u32,
    /// `max_locals` types.
    pub locals: Vec<VType>,
    /// Locals in use; the rest is `Top`.
    pub locals_len: usize,
    /// `max_stack` types. What was popped stays until it is overwritten: messages show it.
    pub stack: Vec<VType>,
    /// Operands in use, in slots.
    pub depth: usize,
    /// `depth` at the start of the instruction.
    pub mark: usize,
    /// flagThisUninit.
    pub this_uninit: bool,
    /// Changes whenever a local or the flag does.
    pub version: u32,
}

impl Frame {
    /// An empty state.
    pub fn reset(&mut self, max_locals: usize, max_stack: usize) {
        self.bci = 0;
        self.locals.clear();
        self.locals.resize(max_locals, VType::Top);
        self.locals_len = 0;
        self.stack.clear();
        self.stack.resize(max_stack, VType::Top);
        (self.depth, self.mark) = (0, 0);
        self.this_uninit = false;
        self.version = self.version.wrapping_add(1);
    }

    fn put(&mut self, index: usize, value: VType) {
        if self.locals[index] != value {
            self.locals[index] = value;
            self.version = self.version.wrapping_add(1);
        }
    }

    /// Stores a type, and its second slot, into locals that exist. Values of two slots that lose
    /// one of them become unusable.
    pub fn store(&mut self, index: usize, value: VType) {
        let second = value.second();
        let last = index + usize::from(second.is_some());
        if self.locals[last].second().is_some() && last + 1 < self.locals.len() {
            self.put(last + 1, VType::Top);
        }
        if self.locals[index].is_second() && index > 0 {
            self.put(index - 1, VType::Top);
        }
        self.put(index, value);
        if let Some(second) = second {
            self.put(index + 1, second);
        }
        self.locals_len = self.locals_len.max(last + 1);
    }

    /// Replaces all copies of an uninitialised object by the initialised one.
    pub fn initialize(&mut self, from: VType, to: VType) {
        for index in 0..self.locals.len() {
            if self.locals[index] == from {
                self.put(index, to);
            }
        }
        for operand in &mut self.stack[..self.depth] {
            if *operand == from {
                *operand = to;
            }
        }
        if from == VType::UninitThis {
            self.this_uninit = false;
            self.version = self.version.wrapping_add(1);
        }
    }

    /// Becomes the state of a map frame.
    pub fn assume(&mut self, map: &MapFrame, table: &MapTable) {
        let (locals, stack) = (table.locals(map), table.stack(map));
        self.locals[..locals.len()].copy_from_slice(locals);
        for local in &mut self.locals[locals.len()..] {
            *local = VType::Top;
        }
        self.locals_len = locals.len();
        self.stack[..stack.len()].copy_from_slice(stack);
        (self.depth, self.mark) = (stack.len(), stack.len());
        self.this_uninit = map.this_uninit;
        self.version = self.version.wrapping_add(1);
    }

    /// The state as messages show it: with the operands that the instruction found.
    pub fn describe(&self) -> String {
        let depth = self.mark.min(self.stack.len());
        show(self.bci, self.this_uninit, &self.locals[..self.locals_len], &self.stack[..depth])
    }

    /// The state in an exception handler, with these operands.
    pub fn describe_with(&self, stack: &[VType], this_uninit: bool) -> String {
        show(self.bci, this_uninit, &self.locals[..self.locals_len], stack)
    }
}

/// The four lines of a frame in a message.
fn show(bci: u32, this_uninit: bool, locals: &[VType], stack: &[VType]) -> String {
    let list = |types: &[VType]| {
        let mut text = String::new();
        for (index, kind) in types.iter().enumerate() {
            let comma = if index + 1 < types.len() { "," } else { "" };
            // Writing to a string cannot fail.
            let _ = write!(text, " {kind}{comma}");
        }
        text
    };
    let flags = if this_uninit { " flagThisUninit" } else { "" };
    format!(
        "    bci: @{bci}\n    flags: {{{flags} }}\n    locals: {{{} }}\n    stack: {{{} }}\n",
        list(locals),
        list(stack)
    )
}

/// A frame of the StackMapTable.
#[derive(Clone, Copy)]
pub(super) struct MapFrame {
    /// Where it applies.
    pub bci: u32,
    pub(super) locals: (u32, u32),
    pub(super) stack: (u32, u32),
    /// flagThisUninit.
    pub this_uninit: bool,
}

/// Types in the frames of one method at most.
const POOL_MAX: usize = 1 << 25;

/// The frames of the StackMapTable in order of their index; they share one pool of types.
#[derive(Default)]
pub(super) struct MapTable {
    /// The frames.
    pub frames: Vec<MapFrame>,
    pool: Vec<VType>,
}

impl MapTable {
    /// Forgets all frames and makes the one that the first of them is relative to.
    pub fn restart(&mut self, initial: &Frame) -> MapFrame {
        self.frames.clear();
        self.pool.clear();
        let locals = self.add(&initial.locals[..initial.locals_len]);
        MapFrame { bci: 0, locals, stack: (0, 0), this_uninit: initial.this_uninit }
    }

    fn add(&mut self, types: &[VType]) -> (u32, u32) {
        let start = self.pool.len() as u32;
        self.pool.extend_from_slice(types);
        (start, self.pool.len() as u32)
    }

    fn range(&self, (start, end): (u32, u32)) -> &[VType] {
        &self.pool[start as usize..end as usize]
    }

    /// The locals of a frame.
    pub fn locals(&self, frame: &MapFrame) -> &[VType] {
        self.range(frame.locals)
    }

    /// The operands of a frame.
    pub fn stack(&self, frame: &MapFrame) -> &[VType] {
        self.range(frame.stack)
    }

    /// A frame with the locals of `last`, as many as `keep`.
    pub fn same(&self, last: &MapFrame, keep: usize) -> MapFrame {
        let (start, _) = last.locals;
        MapFrame { locals: (start, start + keep as u32), stack: (0, 0), ..*last }
    }

    /// `frame` with these operands.
    pub fn with_stack(&mut self, frame: MapFrame, stack: &[VType]) -> MapFrame {
        MapFrame { stack: self.add(stack), ..frame }
    }

    /// `frame` with these locals.
    pub fn with_locals(&mut self, frame: MapFrame, locals: &[VType]) -> MapFrame {
        MapFrame { locals: self.add(locals), ..frame }
    }

    /// `frame` with these locals behind its own.
    pub fn append(&mut self, frame: MapFrame, locals: &[VType]) -> MapFrame {
        let (start, end) = frame.locals;
        let start = if end as usize == self.pool.len() {
            start
        } else {
            let copy = self.pool.len() as u32;
            self.pool.extend_from_within(start as usize..end as usize);
            copy
        };
        let (_, end) = self.add(locals);
        MapFrame { locals: (start, end), ..frame }
    }

    /// Whether the frames are more than any compiler makes: they would fill the memory.
    pub fn is_excessive(&self) -> bool {
        self.pool.len() > POOL_MAX
    }

    /// The frame at `bci`. Indices increase from frame to frame.
    pub fn find(&self, bci: u32) -> Option<&MapFrame> {
        let at = self.frames.binary_search_by_key(&bci, |frame| frame.bci).ok()?;
        Some(&self.frames[at])
    }

    /// The frame as messages show it.
    pub fn describe(&self, frame: &MapFrame) -> String {
        show(frame.bci, frame.this_uninit, self.locals(frame), self.stack(frame))
    }
}
