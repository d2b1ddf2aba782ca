//! The StackMapTable attribute (JVMS 4.7.4): reading it, and showing it in messages.

use super::frames::{Frame, MapFrame, MapTable};
use super::types::VType;
use crate::class::ConstantPool;
use crate::class::cp::tag;
use std::fmt::Write;

/// What stands at an index of the code array.
pub(super) mod mark {
    /// The inside of an instruction.
    pub const INSIDE: u8 = 0;
    /// The start of an instruction.
    pub const START: u8 = 1;
    /// The start of a `new`.
    pub const NEW: u8 = 2;
}

/// Why a StackMapTable cannot be used.
pub(super) enum MapError {
    /// It is ill-formed: a ClassFormatError that no other verifier is asked about.
    Malformed(&'static str),
    /// It is ill-formed in a way that the older verifier may overlook.
    Format(&'static str),
    /// It expands to more than memory should hold.
    Excessive,
    /// A frame that is not at an instruction.
    Offset(MapFrame),
}

type Result<T> = std::result::Result<T, MapError>;

/// Verification type tags of JVMS 4.7.4.
mod item {
    pub const UNINIT_THIS: u8 = 6;
    pub const OBJECT: u8 = 7;
    pub const UNINIT: u8 = 8;
    /// Types of the tags below `UNINIT_THIS`.
    pub const SIMPLE: [super::VType; 6] = {
        use super::VType::*;
        [Top, Int, Float, Double, Long, Null]
    };
}

/// First tags of the kinds of frames.
mod kind {
    pub const SAME_LOCALS_1: u8 = 64;
    pub const RESERVED: u8 = 128;
    pub const SAME_LOCALS_1_EXTENDED: u8 = 247;
    pub const CHOP: u8 = 248;
    pub const CHOP_LAST: u8 = 250;
    pub const SAME_EXTENDED: u8 = 251;
    pub const APPEND: u8 = 252;
    pub const APPEND_LAST: u8 = 254;
    pub const FULL: u8 = 255;
}

/// Reads frames.
pub(super) struct MapReader<'a> {
    rest: &'a [u8],
    cp: &'a ConstantPool,
    /// What stands where in the code.
    marks: &'a [u8],
    max_locals: usize,
    max_stack: usize,
    types: Vec<VType>,
}

impl<'a> MapReader<'a> {
    /// A reader of the attribute `raw`, its number of entries included.
    pub fn new(
        raw: &'a [u8],
        cp: &'a ConstantPool,
        marks: &'a [u8],
        (max_locals, max_stack): (usize, usize),
    ) -> MapReader<'a> {
        MapReader { rest: raw, cp, marks, max_locals, max_stack, types: Vec::new() }
    }

    /// Fills `table`.
    pub fn read(mut self, initial: &Frame, table: &mut MapTable) -> Result<()> {
        let mut last = table.restart(initial);
        let count = self.u16()?;
        for number in 0..count {
            last = self.frame(last, number == 0, table)?;
            let at = self.marks.get(last.bci as usize).copied().unwrap_or(mark::INSIDE);
            if at == mark::INSIDE {
                return Err(MapError::Offset(last));
            }
            if table.is_excessive() {
                return Err(MapError::Excessive);
            }
            table.frames.push(last);
        }
        if self.rest.is_empty() { Ok(()) } else { Err(MapError::Malformed("wrong attribute size")) }
    }

    fn u8(&mut self) -> Result<u8> {
        let (&byte, rest) = self.rest.split_first().ok_or(MapError::Malformed(BEYOND))?;
        self.rest = rest;
        Ok(byte)
    }

    fn u16(&mut self) -> Result<u16> {
        let (&bytes, rest) = self.rest.split_first_chunk().ok_or(MapError::Malformed(BEYOND))?;
        self.rest = rest;
        Ok(u16::from_be_bytes(bytes))
    }

    /// A type; sets `this_uninit` when it is `uninitializedThis`.
    fn vtype(&mut self, this_uninit: &mut bool) -> Result<VType> {
        match self.u8()? {
            simple @ 0..item::UNINIT_THIS => Ok(item::SIMPLE[usize::from(simple)]),
            item::UNINIT_THIS => {
                *this_uninit = true;
                Ok(VType::UninitThis)
            }
            item::OBJECT => {
                let index = self.u16()?;
                if self.cp.tag(index) != tag::CLASS {
                    return Err(MapError::Malformed("bad class index"));
                }
                Ok(super::context::class_type(self.cp, index))
            }
            item::UNINIT => {
                let bci = self.u16()?;
                if self.marks.get(usize::from(bci)) != Some(&mark::NEW) {
                    return Err(MapError::Format("bad offset for Uninitialized"));
                }
                Ok(VType::Uninit(bci))
            }
            _ => Err(MapError::Malformed("bad verification type")),
        }
    }

    /// Reads `count` types into `types`, one entry per slot.
    fn types(&mut self, count: u16, this_uninit: &mut bool) -> Result<()> {
        for _ in 0..count {
            let vtype = self.vtype(this_uninit)?;
            self.types.push(vtype);
            self.types.extend(vtype.second());
        }
        Ok(())
    }

    fn check_len(len: usize, max: usize) -> Result<()> {
        if len > max { Err(MapError::Format("bad type array size")) } else { Ok(()) }
    }

    fn frame(&mut self, last: MapFrame, first: bool, table: &mut MapTable) -> Result<MapFrame> {
        let tag = self.u8()?;
        let delta = match tag {
            0..kind::SAME_LOCALS_1 => tag.into(),
            kind::SAME_LOCALS_1..kind::RESERVED => u16::from(tag - kind::SAME_LOCALS_1),
            _ => self.u16()?,
        };
        let base = if first { 0 } else { last.bci + 1 };
        let len = table.locals(&last).len();
        let same = MapFrame { bci: base + u32::from(delta), ..table.same(&last, len) };
        match tag {
            0..kind::SAME_LOCALS_1 | kind::SAME_EXTENDED => Ok(same),
            kind::SAME_LOCALS_1..kind::RESERVED | kind::SAME_LOCALS_1_EXTENDED => {
                self.types.clear();
                let mut frame = same;
                self.types(1, &mut frame.this_uninit)?;
                Self::check_len(self.types.len(), self.max_stack)?;
                Ok(table.with_stack(frame, &self.types))
            }
            kind::RESERVED..kind::SAME_LOCALS_1_EXTENDED => {
                Err(MapError::Malformed("reserved frame type"))
            }
            kind::CHOP..=kind::CHOP_LAST => {
                self.chop(same, usize::from(kind::SAME_EXTENDED - tag), table)
            }
            kind::APPEND..=kind::APPEND_LAST => {
                self.types.clear();
                let mut frame = same;
                self.types(u16::from(tag - kind::APPEND) + 1, &mut frame.this_uninit)?;
                Self::check_len(len + self.types.len(), self.max_locals)?;
                Ok(table.append(frame, &self.types))
            }
            kind::FULL => self.full(same, table),
        }
    }

    fn chop(&self, same: MapFrame, chops: usize, table: &MapTable) -> Result<MapFrame> {
        let locals = table.locals(&same);
        let mut keep = locals.len();
        for _ in 0..chops {
            let slots = match locals[..keep].last() {
                None => return Err(MapError::Format("bad type array size")),
                Some(last) => 1 + usize::from(last.is_second()),
            };
            keep = keep.saturating_sub(slots);
        }
        Self::check_len(keep, self.max_locals)?;
        let this_uninit = locals[..keep].contains(&VType::UninitThis);
        Ok(MapFrame { this_uninit, ..table.same(&same, keep) })
    }

    fn full(&mut self, same: MapFrame, table: &mut MapTable) -> Result<MapFrame> {
        let mut frame = MapFrame { this_uninit: false, ..same };
        self.types.clear();
        let locals = self.u16()?;
        self.types(locals, &mut frame.this_uninit)?;
        Self::check_len(self.types.len(), self.max_locals)?;
        frame = table.with_locals(frame, &self.types);
        self.types.clear();
        let operands = self.u16()?;
        self.types(operands, &mut frame.this_uninit)?;
        Self::check_len(self.types.len(), self.max_stack)?;
        Ok(table.with_stack(frame, &self.types))
    }
}

const BEYOND: &str = "access beyond the end of attribute";

/// The lines of a message that show the attribute `raw`.
pub(super) fn describe(raw: &[u8]) -> String {
    let mut text = String::new();
    let mut cursor = Shown { rest: raw };
    let Some(count) = cursor.u16() else { return text };
    let mut bci: i64 = -1;
    for _ in 0..count {
        text.push_str("    ");
        if cursor.frame(&mut bci, &mut text).is_none() {
            text.push_str(", output truncated, Stackmap exceeds table size.");
            return text;
        }
        text.push('\n');
    }
    text
}

/// What is left to show.
struct Shown<'a> {
    rest: &'a [u8],
}

impl Shown<'_> {
    fn u8(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    fn u16(&mut self) -> Option<u16> {
        let (&bytes, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(u16::from_be_bytes(bytes))
    }

    fn types(&mut self, count: u16, text: &mut String) -> Option<()> {
        const NAMES: [&str; 7] =
            ["Top", "Integer", "Float", "Double", "Long", "Null", "UninitializedThis"];
        for number in 0..count {
            if number > 0 {
                text.push(',');
            }
            // Writing to a string cannot fail.
            let _ = match self.u8()? {
                item::OBJECT => write!(text, "Object[#{}]", self.u16()?),
                item::UNINIT => write!(text, "Uninitialized[#{}]", self.u16()?),
                tag => write!(text, "{}", NAMES.get(usize::from(tag)).unwrap_or(&"Bad tag")),
            };
        }
        Some(())
    }

    /// One frame; none when the attribute ends inside it, with the beginning in `text`.
    fn frame(&mut self, bci: &mut i64, text: &mut String) -> Option<()> {
        let tag = self.u8()?;
        let (name, delta) = match tag {
            0..kind::SAME_LOCALS_1 => ("same_frame", Some(u16::from(tag))),
            kind::SAME_LOCALS_1..kind::RESERVED => {
                ("same_locals_1_stack_item_frame", Some(u16::from(tag - kind::SAME_LOCALS_1)))
            }
            kind::RESERVED..kind::SAME_LOCALS_1_EXTENDED => return None,
            kind::SAME_LOCALS_1_EXTENDED => ("same_locals_1_stack_item_extended", self.u16()),
            kind::CHOP..=kind::CHOP_LAST => ("chop_frame", self.u16()),
            kind::SAME_EXTENDED => ("same_frame_extended", self.u16()),
            kind::APPEND..=kind::APPEND_LAST => ("append_frame", self.u16()),
            kind::FULL => ("full_frame", self.u16()),
        };
        *bci += i64::from(delta?) + 1;
        let start = format!("{name}(@{bci}");
        let mut inside = String::new();
        if self.operands(tag, &mut inside).is_none() {
            let _ = write!(text, "{start})");
            return None;
        }
        let _ = write!(text, "{start}{inside})");
        Some(())
    }

    fn operands(&mut self, tag: u8, text: &mut String) -> Option<()> {
        match tag {
            kind::SAME_LOCALS_1..kind::RESERVED | kind::SAME_LOCALS_1_EXTENDED => {
                text.push(',');
                self.types(1, text)
            }
            kind::CHOP..=kind::CHOP_LAST => {
                let _ = write!(text, ",{}", kind::SAME_EXTENDED - tag);
                Some(())
            }
            kind::APPEND..=kind::APPEND_LAST => {
                text.push(',');
                self.types(u16::from(tag - kind::APPEND) + 1, text)
            }
            kind::FULL => {
                text.push_str(",{");
                let locals = self.u16()?;
                self.types(locals, text)?;
                text.push_str("},{");
                let operands = self.u16()?;
                self.types(operands, text)?;
                text.push('}');
                Some(())
            }
            _ => Some(()),
        }
    }
}
