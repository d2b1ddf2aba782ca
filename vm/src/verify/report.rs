//! VerifyError messages in HotSpot's form: what, where, why, and everything about the method.

use super::stackmap;
use super::types::VType;
use crate::class::MethodRef;
use cortado_protocol::bytecode::Opcode;
use std::fmt::Write;

/// Where a type that a message names comes from.
#[derive(Clone, Copy)]
pub(super) enum Origin {
    /// A local variable of the current frame.
    Local(usize),
    /// An operand of the current frame.
    Operand(usize),
    /// A local variable of a map frame.
    MapLocal(usize),
    /// An operand of a map frame.
    MapOperand(usize),
    /// A constant pool entry.
    Pool(u16),
    /// The descriptor of the method.
    Signature,
    /// The instruction itself.
    Implicit,
}

impl Origin {
    fn suffix(self) -> String {
        match self {
            Origin::Local(index) => format!(" (current frame, locals[{index}])"),
            Origin::Operand(index) => format!(" (current frame, stack[{index}])"),
            Origin::MapLocal(index) => format!(" (stack map, locals[{index}])"),
            Origin::MapOperand(index) => format!(" (stack map, stack[{index}])"),
            Origin::Pool(index) => format!(" (constant pool {index})"),
            Origin::Signature => " (from method signature)".to_owned(),
            Origin::Implicit => String::new(),
        }
    }
}

/// A type and where it comes from.
pub(super) type Sourced = (VType, Origin);

/// The reason when one type was found and another, if just one would do, expected.
pub(super) fn wrong_type((found, at): Sourced, expected: Option<Sourced>) -> String {
    let found = format!("{found}{}", at.suffix());
    match expected {
        Some((expected, at)) => {
            format!("Type {found} is not assignable to {expected}{}", at.suffix())
        }
        None => format!("Invalid type: {found}"),
    }
}

pub(super) const BAD_BYTECODE: &str = "Error exists in the bytecode";

/// What a message says beside its first line.
pub(super) struct Report {
    /// The instruction; it may be outside the code.
    pub bci: u32,
    /// The sentence under `Reason`.
    pub reason: String,
    /// The current frame.
    pub current: Option<String>,
    /// The frame of the StackMapTable that it was compared with.
    pub map: Option<String>,
}

impl Report {
    /// About the instruction alone.
    pub fn plain(bci: u32, reason: &str) -> Report {
        Report { bci, reason: reason.to_owned(), current: None, map: None }
    }

    /// The whole message.
    pub fn text(&self, method: MethodRef, message: &str) -> String {
        let mut text = format!("{message}\nException Details:\n  Location:\n");
        let class = method.class().name;
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(
            text,
            "    {class}.{}{} @{}: {}",
            method.name,
            method.desc,
            self.bci,
            instruction_name(&method.code, self.bci)
        );
        let _ = writeln!(text, "  Reason:\n    {}", self.reason);
        if let Some(frame) = &self.current {
            let _ = write!(text, "  Current Frame:\n{frame}");
        }
        if let Some(frame) = &self.map {
            let _ = write!(text, "  Stackmap Frame:\n{frame}");
        }
        text.push_str("  Bytecode:\n");
        dump(&method.code, &mut text);
        if !method.handlers.is_empty() {
            text.push_str("  Exception Handler Table:\n");
            for row in method.handlers.iter() {
                let (start, end, target) = (row.start, row.end, row.target);
                let _ = writeln!(text, "    bci [{start}, {end}] => handler: {target}");
            }
        }
        if !method.extra.stack_map.is_empty() {
            text.push_str("  Stackmap Table:\n");
            text.push_str(&stackmap::describe(&method.extra.stack_map));
        }
        text
    }
}

fn instruction_name(code: &[u8], bci: u32) -> &'static str {
    match code.get(bci as usize) {
        None => "<invalid>",
        Some(&code) => Opcode::from_u8(code).map_or("<illegal>", Opcode::mnemonic),
    }
}

/// Sixteen bytes a line, in pairs; short lines are filled up.
fn dump(code: &[u8], text: &mut String) {
    for (number, line) in code.chunks(16).enumerate() {
        let pairs: Vec<String> = line
            .chunks(2)
            .map(|pair| pair.iter().map(|byte| format!("{byte:02x}")).collect())
            .collect();
        let _ = writeln!(text, "    {:07x}: {:<39}", number * 16, pairs.join(" "));
    }
}
