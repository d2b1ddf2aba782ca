//! Relocations: places in compiled code that name something of the VM that installs it.

use crate::helper::HelperId;
use crate::request::{ClassId, FieldId, MethodId, ObjectId};
use serde::{Deserialize, Serialize};

/// How a value is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RelocKind {
    /// 4 bytes: the value less the address of the byte after them.
    Rel32,
    /// 4 bytes: the value, below 2 GiB.
    Abs32,
    /// 8 bytes: the value.
    Abs64,
}

/// What a relocation names.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Target {
    /// Entry of a helper's stub; Rel32.
    Helper(HelperId),
    /// Handle of a class; Abs32.
    Class(ClassId),
    /// Handle of a method; Abs32.
    Method(MethodId),
    /// Address of a method's entry word; Abs32.
    MethodCode(MethodId),
    /// Address of a static field; Abs64.
    StaticField(FieldId),
    /// Address of the root slot (u32, shifted as in objects) that holds an object; Abs64.
    Object(ObjectId),
    /// Address of a class's mirror; Abs64.
    Mirror(ClassId),
}

/// One place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reloc {
    /// Offset of its first byte in the code.
    pub offset: u32,
    /// Form.
    pub kind: RelocKind,
    /// Meaning.
    pub target: Target,
    /// Added to the value.
    pub addend: i32,
}

/// The value does not fit the place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("relocation at {offset:#x}: {value:#x} does not fit")]
pub struct Misfit {
    /// Offset of the place.
    pub offset: u32,
    /// The value.
    pub value: u64,
}

/// Writes `value` at the place of `reloc` in `code`, which will run at `base`.
///
/// # Errors
/// When the place is outside the code or the value does not fit it.
pub fn patch(code: &mut [u8], base: u64, reloc: &Reloc, value: u64) -> Result<(), Misfit> {
    let misfit = Misfit { offset: reloc.offset, value };
    let value = value.wrapping_add_signed(i64::from(reloc.addend));
    let at = reloc.offset as usize;
    match reloc.kind {
        RelocKind::Rel32 => {
            let next = base.wrapping_add(at as u64 + 4);
            let distance = i32::try_from(value.wrapping_sub(next).cast_signed());
            let bytes = distance.map_err(|_| misfit)?.to_le_bytes();
            code.get_mut(at..at + 4).ok_or(misfit)?.copy_from_slice(&bytes);
        }
        RelocKind::Abs32 => {
            let bytes = i32::try_from(value).map_err(|_| misfit)?.to_le_bytes();
            code.get_mut(at..at + 4).ok_or(misfit)?.copy_from_slice(&bytes);
        }
        RelocKind::Abs64 => {
            let place = code.get_mut(at..at + 8).ok_or(misfit)?;
            place.copy_from_slice(&value.to_le_bytes());
        }
    }
    Ok(())
}
