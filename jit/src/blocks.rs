//! Basic blocks, loops, and which locals are live.
//!
//! A *variable* is a local slot together with the register class of its value: `slot * 2` for
//! integers and references, `slot * 2 + 1` for float and double.

use crate::bailout::Bailout;
use crate::tuning;
use cortado_protocol::bytecode::{Bci, Decoded, Flags, Instruction, Instructions, Opcode};
use cortado_protocol::request::MethodBody;

/// A set of variables.
pub type Vars = u128;
/// Slots that fit [`Vars`].
pub const SLOTS_MAX: u16 = 64;

/// How an instruction touches a variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Reads it.
    Read,
    /// Writes it.
    Write,
    /// Reads and writes it.
    Update,
}

/// A basic block.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// First bytecode index.
    pub start: u32,
    /// First one after it.
    pub end: u32,
    /// Blocks that may follow, exceptions apart.
    pub successors: Vec<usize>,
    /// Handlers of exceptions thrown in it.
    pub handlers: Vec<usize>,
    /// Number of edges to it.
    pub predecessors: u32,
    /// Whether an exception table names it.
    pub is_handler: bool,
    /// Whether a jump backwards goes to it.
    pub is_loop_header: bool,
    /// Number of loops around it.
    pub depth: u32,
    /// Variables that are live at its start.
    pub live_in: Vars,
    /// Variables that its handlers want.
    pub live_handlers: Vars,
}

/// What one look over the bytecode tells.
#[derive(Clone, Debug)]
pub struct Blocks {
    /// Blocks by ascending start.
    pub list: Vec<Block>,
    /// Block that starts at a bytecode index.
    starts: Vec<u32>,
    /// Variables live after the instruction at a bytecode index.
    live_after: Vec<Vars>,
    /// Variables live before it.
    live_before: Vec<Vars>,
    /// Variables that are written somewhere.
    pub written: Vars,
    /// Variables that stack walks read at calls: those whose monitors the method leaves, and those
    /// it keeps alive by passing them to a method that does nothing
    /// (`Reference.reachabilityFence`).
    pub shown: Vars,
    /// Accesses of each variable, weighted by loops.
    pub weights: Vec<u32>,
    /// Number of return instructions.
    pub returns: u32,
    /// Whether there is a jump backwards.
    pub has_loop: bool,
    /// Calls with the depth of loops around them.
    pub calls: Vec<(u32, u32)>,
}

const NONE: u32 = u32::MAX;

/// The variable that an instruction touches.
pub fn access(decoded: &Decoded<'_>, code: &[u8]) -> Option<(usize, Access)> {
    let op = decoded.opcode() as u8;
    let index = |wide: bool| {
        let at = decoded.bci.0 as usize;
        match wide {
            true => usize::from(u16::from_be_bytes([code[at + 2], code[at + 3]])),
            false => usize::from(code[at + 1]),
        }
    };
    let variable = |kind: u8, slot: usize| slot * 2 + usize::from(kind == 2 || kind == 3);
    match op {
        0x15..=0x19 => Some((variable(op - 0x15, index(decoded.wide)), Access::Read)),
        0x1a..=0x2d => {
            let n = op - 0x1a;
            Some((variable(n / 4, usize::from(n % 4)), Access::Read))
        }
        0x36..=0x3a => Some((variable(op - 0x36, index(decoded.wide)), Access::Write)),
        0x3b..=0x4e => {
            let n = op - 0x3b;
            Some((variable(n / 4, usize::from(n % 4)), Access::Write))
        }
        0x84 => Some((variable(0, index(decoded.wide)), Access::Update)),
        _ => None,
    }
}

/// Explicit targets of a branch.
fn targets(instruction: &Instruction<'_>) -> Vec<Bci> {
    let mut all = Vec::new();
    instruction.each_target(&mut |target| all.push(target));
    all
}

/// See [`Blocks::shown`].
fn shown(code: &[u8], decoded: &[Decoded<'_>], is_idle: impl Fn(u16) -> bool) -> Vars {
    decoded.windows(2).fold(0, |found, pair| {
        let Some((variable, Access::Read)) = access(&pair[0], code) else { return found };
        let shows = match pair[1].instruction {
            Instruction::MonitorExit { .. } => true,
            Instruction::InvokeStatic { method } => is_idle(method.0),
            _ => false,
        };
        found | Vars::from(shows) << variable
    })
}

impl Blocks {
    /// Looks over the method. `is_idle` tells whether the method of a constant does nothing, as far
    /// as is known.
    ///
    /// # Errors
    /// When the bytecode is malformed, has subroutines or too many locals.
    pub fn new(body: &MethodBody, is_idle: impl Fn(u16) -> bool) -> Result<Blocks, Bailout> {
        if body.max_locals > SLOTS_MAX {
            return Err(Bailout::TooManyLocals);
        }
        let code = &body.code[..];
        let decoded: Vec<Decoded<'_>> =
            Instructions::new(code).collect::<Result<_, _>>().map_err(|_| Bailout::Malformed)?;
        let mut leader = vec![false; code.len() + 1];
        let mut mark = |bci: u32| {
            leader.get_mut(bci as usize).map(|slot| *slot = true).ok_or(Bailout::Malformed)
        };
        mark(0)?;
        for instruction in &decoded {
            let opcode = instruction.opcode();
            if matches!(opcode, Opcode::Jsr | Opcode::JsrW | Opcode::Ret) {
                return Err(Bailout::Subroutine);
            }
            for target in targets(&instruction.instruction) {
                mark(target.0)?;
            }
            if opcode.has(Flags::ENDS) || opcode.has(Flags::BRANCH) {
                mark(instruction.next_bci().0)?;
            }
        }
        for row in &body.handlers {
            mark(u32::from(row.start))?;
            mark(u32::from(row.end))?;
            mark(u32::from(row.target))?;
        }
        let mut blocks = Blocks {
            list: Vec::new(),
            starts: vec![NONE; code.len() + 1],
            live_after: vec![0; code.len() + 1],
            live_before: vec![0; code.len() + 1],
            written: 0,
            shown: 0,
            weights: vec![0; usize::from(body.max_locals) * 2],
            returns: 0,
            has_loop: false,
            calls: Vec::new(),
        };
        blocks.split(code, &leader);
        blocks.connect(body, &decoded)?;
        blocks.nest(&decoded);
        blocks.liveness(code, &decoded)?;
        blocks.shown = shown(code, &decoded, is_idle);
        Ok(blocks)
    }

    fn split(&mut self, code: &[u8], leader: &[bool]) {
        let starts: Vec<usize> = (0..code.len()).filter(|&bci| leader[bci]).collect();
        for (i, &start) in starts.iter().enumerate() {
            self.starts[start] = i as u32;
            let end = starts.get(i + 1).copied().unwrap_or(code.len()) as u32;
            self.list.push(Block { start: start as u32, end, ..Block::default() });
        }
    }

    fn connect(&mut self, body: &MethodBody, decoded: &[Decoded<'_>]) -> Result<(), Bailout> {
        let mut at = 0;
        for i in 0..self.list.len() {
            let end = self.list[i].end;
            while decoded[at].next_bci().0 < end {
                at += 1;
            }
            let last = &decoded[at];
            if last.next_bci().0 != end {
                return Err(Bailout::Malformed);
            }
            at += 1;
            let mut successors = Vec::new();
            for target in targets(&last.instruction) {
                let block = self.at(target.0).ok_or(Bailout::Malformed)?;
                if target.0 <= last.bci.0 {
                    self.list[block].is_loop_header = true;
                    self.has_loop = true;
                }
                successors.push(block);
            }
            if !last.opcode().has(Flags::ENDS) {
                successors.push(self.at(end).ok_or(Bailout::Malformed)?);
            }
            for &successor in &successors {
                self.list[successor].predecessors += 1;
            }
            self.list[i].successors = successors;
            let start = self.list[i].start;
            for row in &body.handlers {
                if u32::from(row.start) <= start && start < u32::from(row.end) {
                    let handler = self.at(u32::from(row.target)).ok_or(Bailout::Malformed)?;
                    self.list[i].handlers.push(handler);
                }
            }
        }
        for row in &body.handlers {
            let handler = self.at(u32::from(row.target)).ok_or(Bailout::Malformed)?;
            self.list[handler].is_handler = true;
        }
        self.list[0].predecessors += 1;
        Ok(())
    }

    /// Loop depth: how many ranges from a header to its farthest jump back contain the block.
    fn nest(&mut self, decoded: &[Decoded<'_>]) {
        let mut ends = vec![0u32; self.list.len()];
        for (i, block) in self.list.iter().enumerate() {
            for &successor in &block.successors {
                if successor <= i {
                    ends[successor] = ends[successor].max(block.end);
                }
            }
        }
        for (header, &end) in ends.iter().enumerate() {
            for block in self.list[header..].iter_mut().take_while(|block| block.start < end) {
                block.depth += 1;
            }
        }
        for instruction in decoded {
            let opcode = instruction.opcode();
            if opcode.has(Flags::RETURN) {
                self.returns += 1;
            }
            if opcode.has(Flags::CALL) {
                self.calls.push((instruction.bci.0, self.depth_at(instruction.bci.0)));
            }
        }
    }

    fn liveness(&mut self, code: &[u8], decoded: &[Decoded<'_>]) -> Result<(), Bailout> {
        let mut accesses: Vec<Vec<(u32, usize, Access)>> = vec![Vec::new(); self.list.len()];
        let mut block = 0;
        for instruction in decoded {
            let bci = instruction.bci.0;
            while self.list[block].end <= bci {
                block += 1;
            }
            if let Some((variable, access)) = access(instruction, code) {
                let weight = self.weights.get_mut(variable).ok_or(Bailout::Malformed)?;
                *weight += tuning::LOOP_WEIGHT.pow(self.list[block].depth.min(4));
                if access != Access::Read {
                    self.written |= 1 << variable;
                }
                accesses[block].push((bci, variable, access));
            }
        }
        let mut changed = true;
        while changed {
            changed = false;
            for i in (0..self.list.len()).rev() {
                let handlers =
                    self.list[i].handlers.iter().fold(0, |live, &h| live | self.list[h].live_in);
                let mut live = self.live_out(i) | handlers;
                for &(_, variable, access) in accesses[i].iter().rev() {
                    live = before(live, variable, access) | handlers;
                }
                let block = &mut self.list[i];
                changed |= block.live_in != live || block.live_handlers != handlers;
                block.live_in = live;
                block.live_handlers = handlers;
            }
        }
        self.fill(code, decoded);
        Ok(())
    }

    fn live_out(&self, block: usize) -> Vars {
        self.list[block].successors.iter().fold(0, |live, &s| live | self.list[s].live_in)
    }

    /// Writes down liveness at each instruction.
    fn fill(&mut self, code: &[u8], decoded: &[Decoded<'_>]) {
        let mut block = self.list.len();
        let mut live = 0;
        for instruction in decoded.iter().rev() {
            let bci = instruction.bci.0;
            while block == self.list.len() || bci < self.list[block].start {
                block -= 1;
                live = self.live_out(block) | self.list[block].live_handlers;
            }
            self.live_after[bci as usize] = live;
            if let Some((variable, access)) = access(instruction, code) {
                live = before(live, variable, access) | self.list[block].live_handlers;
            }
            self.live_before[bci as usize] = live;
        }
    }

    /// The block that starts there.
    pub fn at(&self, bci: u32) -> Option<usize> {
        match self.starts.get(bci as usize) {
            Some(&block) if block != NONE => Some(block as usize),
            _ => None,
        }
    }

    /// Whether a block starts there.
    pub fn is_leader(&self, bci: u32) -> bool {
        self.at(bci).is_some()
    }

    /// The block that contains the bytecode index.
    pub fn containing(&self, bci: u32) -> usize {
        self.list.partition_point(|block| block.start <= bci) - 1
    }

    /// Number of loops around the bytecode index.
    pub fn depth_at(&self, bci: u32) -> u32 {
        self.list[self.containing(bci)].depth
    }

    /// Variables live after the instruction.
    pub fn live_after(&self, bci: u32) -> Vars {
        self.live_after[bci as usize]
    }

    /// Variables live before the instruction.
    pub fn live_before(&self, bci: u32) -> Vars {
        self.live_before[bci as usize]
    }
}

fn before(after: Vars, variable: usize, access: Access) -> Vars {
    match access {
        Access::Read | Access::Update => after | 1 << variable,
        Access::Write => after & !(1 << variable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cortado_protocol::bytecode::text::assemble;

    fn blocks(source: &str) -> Blocks {
        let body = MethodBody {
            max_locals: 4,
            max_stack: 4,
            code: assemble(source).unwrap(),
            handlers: Vec::new(),
            constants: Vec::new(),
            call_sites: Vec::new(),
            profile: Vec::new(),
            invocations: 0,
        };
        Blocks::new(&body, |_| true).unwrap()
    }

    #[test]
    fn a_loop_has_a_header_and_a_depth() {
        let found = blocks(
            "iconst_0\nistore_1\nloop: iload_1\niload_0\nif_icmpge end\niinc 1 1\ngoto loop\n\
             end: iload_1\nireturn\n",
        );
        assert_eq!(found.list.len(), 4);
        assert!(found.list[1].is_loop_header && found.has_loop);
        let depths: Vec<u32> = found.list.iter().map(|block| block.depth).collect();
        assert_eq!(depths, [0, 1, 1, 0]);
        // Slot 0 is wanted until the loop ends, slot 1 from its first store on.
        assert_eq!(found.list[0].live_in, 1);
        assert_eq!(found.list[1].live_in, 1 | 1 << 2);
        assert_eq!(found.list[3].live_in, 1 << 2);
        assert_eq!(found.written, 1 << 2);
    }
}
