//! The native stack of the crash: from the registers outwards, by the unwind tables of native code
//! and by the frame pointers of compiled code.

use super::elf::{self, Module};
use super::output::Output;
use super::signals::number::{PC, RBP, RSP};
use super::system::read_word;
use super::{Failure, frames};
use gimli::{
    BaseAddresses, CfaRule, EhFrame, EhFrameHdr, EndianSlice, NativeEndian, Register, RegisterRule,
    UnwindContext, UnwindContextStorage, UnwindSection, UnwindTableRow,
};
use std::cell::UnsafeCell;
use std::fmt;

/// One native frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NativeFrame {
    /// The instruction: of the crash, or the one after a call.
    pub pc: usize,
    /// Stack pointer there.
    pub sp: usize,
    /// Frame pointer there.
    pub fp: usize,
    /// Whether the address is the one after a call, which may be in what follows the function.
    pub after_call: bool,
}

impl NativeFrame {
    const NONE: NativeFrame = NativeFrame { pc: 0, sp: 0, fp: 0, after_call: false };
}

/// Frames that are looked at.
const FRAMES_MAX: usize = 256;

struct Found(UnsafeCell<([NativeFrame; FRAMES_MAX], usize)>);

// SAFETY: only the reporting thread uses it.
unsafe impl Sync for Found {}

static FOUND: Found = Found(UnsafeCell::new(([NativeFrame::NONE; FRAMES_MAX], 0)));

/// The frames that [`find`] has found, innermost first.
pub fn frames() -> &'static [NativeFrame] {
    // SAFETY: `find` is over; only the reporting thread is here.
    let (frames, count) = unsafe { &*FOUND.0.get() };
    &frames[..*count]
}

/// Whether there may be more frames than were looked at.
pub fn is_cut() -> bool {
    frames().len() == FRAMES_MAX
}

/// Finds the frames. What was found before something goes wrong is kept.
pub fn find(failure: &Failure, _: &mut Output) -> fmt::Result {
    let mut registers = failure.registers.general;
    // SAFETY: only the reporting thread uses it, and nothing has borrowed it yet.
    let (frames, count) = unsafe { &mut *FOUND.0.get() };
    while *count < FRAMES_MAX {
        let [pc, sp, fp] = [PC, RSP, RBP].map(|register| registers[register] as usize);
        let after_call = *count > 0 || failure.registers.special.is_none();
        frames[*count] = NativeFrame { pc, sp, fp, after_call };
        *count += 1;
        if step(&mut registers, !after_call).is_none()
            || registers[PC] == 0
            || registers[RSP] <= sp as u64
        {
            break;
        }
    }
    Ok(())
}

/// From a frame to its caller's.
fn step(registers: &mut [u64; 17], is_innermost: bool) -> Option<()> {
    let pc = registers[PC] as usize;
    if frames::is_compiled_code(pc) {
        return step_by_frame_pointer(registers);
    }
    match elf::module_of(pc) {
        Some(module) => step_by_table(&module, registers, is_innermost),
        // A call of what is no code: the return address is on top.
        None if is_innermost => {
            let sp = registers[RSP] as usize;
            registers[PC] = read_word(sp)?;
            registers[RSP] = sp as u64 + 8;
            Some(())
        }
        None => None,
    }
}

/// Every frame of compiled code begins with its caller's frame pointer.
fn step_by_frame_pointer(registers: &mut [u64; 17]) -> Option<()> {
    /// The register of the thread, which the entry from the interpreter saves first.
    const R15: usize = 15;
    let fp = registers[RBP] as usize;
    let pc = registers[PC] as usize;
    if crate::codecache::install::find(pc).is_some_and(|body| body.interpreter_return == pc) {
        registers[R15] = read_word(fp.wrapping_sub(8))?;
    }
    registers[RBP] = read_word(fp)?;
    registers[PC] = read_word(fp.wrapping_add(8))?;
    registers[RSP] = fp as u64 + 16;
    Some(())
}

type Bytes = EndianSlice<'static, NativeEndian>;

/// Rules in fixed places.
struct InPlace;

impl UnwindContextStorage<usize> for InPlace {
    type Rules = [(Register, RegisterRule<usize>); 32];
    type Stack = [UnwindTableRow<usize, Self>; 4];
}

fn step_by_table(module: &Module, registers: &mut [u64; 17], is_innermost: bool) -> Option<()> {
    // A return address may be the first byte of what follows the function.
    let pc = registers[PC] - u64::from(!is_innermost);
    let mut context = UnwindContext::<usize, InPlace>::new_in();
    let (cfa, rules) = rules_at(module, pc, &mut context)?;
    let cfa = match cfa {
        CfaRule::RegisterAndOffset { register, offset } => {
            registers.get(usize::from(register.0))?.wrapping_add_signed(*offset)
        }
        CfaRule::Expression(_) => return None,
    };
    let before = *registers;
    for (number, value) in registers.iter_mut().enumerate() {
        *value = match rules.register(Register(number as u16)) {
            None | Some(RegisterRule::SameValue) if number == RSP => cfa,
            None | Some(RegisterRule::SameValue) => before[number],
            Some(RegisterRule::Offset(offset)) => {
                read_word(cfa.wrapping_add_signed(offset) as usize)?
            }
            Some(RegisterRule::ValOffset(offset)) => cfa.wrapping_add_signed(offset),
            Some(RegisterRule::Register(other)) => *before.get(usize::from(other.0))?,
            // The outermost frame has no return address.
            Some(_) => 0,
        };
    }
    Some(())
}

type Row<'c> = (&'c CfaRule<usize>, &'c UnwindTableRow<usize, InPlace>);

/// The rules at `pc`.
fn rules_at<'c>(
    module: &Module,
    pc: u64,
    context: &'c mut UnwindContext<usize, InPlace>,
) -> Option<Row<'c>> {
    let (low, high) = module.eh_segment;
    let slice = |from: usize| -> Option<&'static [u8]> {
        // SAFETY: the segment is mapped as long as the module is, and libraries are never removed.
        (low..high).contains(&from).then(|| unsafe {
            std::slice::from_raw_parts(std::ptr::with_exposed_provenance(from), high - from)
        })
    };
    let bases = BaseAddresses::default().set_eh_frame_hdr(module.eh_frame_hdr as u64);
    let header = EhFrameHdr::<Bytes>::new(slice(module.eh_frame_hdr)?, NativeEndian);
    let header = header.parse(&bases, 8).ok()?;
    let frame = header.eh_frame_ptr().direct().ok()?;
    let bases = bases.set_eh_frame(frame);
    let section = EhFrame::<Bytes>::new(slice(frame as usize)?, NativeEndian);
    let table = header.table()?;
    let offset = table.pointer_to_offset(table.lookup(pc, &bases).ok()?).ok()?;
    let entry = section.fde_from_offset(&bases, offset, EhFrame::cie_from_offset).ok()?;
    let row = entry.unwind_info_for_address(&section, &bases, context, pc).ok()?;
    Some((row.cfa(), row))
}
