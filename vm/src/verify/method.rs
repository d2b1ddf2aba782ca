//! Type checking of one method (JVMS 4.10.1): tables, control flow, handlers. The instructions
//! themselves are in `ops` and `members`.

use super::Failure;
use super::context::{Context, class_type};
use super::frames::{Frame, MapFrame, MapTable};
use super::report::{BAD_BYTECODE, Origin, Report, Sourced, wrong_type};
use super::stackmap::{MapError, MapReader, mark};
use super::types::VType;
use crate::class::types::{external_signature, external_type, result};
use crate::class::{Handler, MethodRef};
use crate::runtime::throw;
use cortado_protocol::bytecode::decode::{decode_at, length_at};
use cortado_protocol::bytecode::{Bci, DecodeError, DecodeErrorKind, Flags, Opcode};

pub(super) type V<T> = Result<T, Failure>;

/// Checks the methods of a class one after another.
pub(super) struct Checker<'c, 't> {
    pub cx: &'c mut Context<'t>,
    pub method: MethodRef,
    pub code: &'static [u8],
    /// What stands at each index of the code: see [`mark`].
    marks: Vec<u8>,
    pub frame: Frame,
    table: MapTable,
    /// What the method returns; `Top` for void.
    pub result: VType,
    /// The first and last index that any handler covers.
    covered: (u32, u32),
    /// The last successful check of handlers, to skip those that would check the same.
    checked: Checked,
    /// This instruction called the constructor that initialises `this`.
    pub initialized_this: bool,
}

/// Handlers were found to accept the locals from `start` to `end`.
#[derive(Default)]
struct Checked {
    version: u32,
    this_uninit: bool,
    start: u32,
    end: u32,
}

/// The first difference between a state and a frame of the StackMapTable.
enum Mismatch {
    Depth,
    Local(usize),
    Operand(usize),
    Flags,
}

impl<'c, 't> Checker<'c, 't> {
    /// A checker for a class that has `method`.
    fn new(cx: &'c mut Context<'t>, method: MethodRef) -> Checker<'c, 't> {
        Checker {
            cx,
            method,
            code: &[],
            marks: Vec::new(),
            frame: Frame::default(),
            table: MapTable::default(),
            result: VType::Top,
            covered: (0, 0),
            checked: Checked::default(),
            initialized_this: false,
        }
    }

    /// Checks a method that has code.
    fn check(&mut self, method: MethodRef) -> V<()> {
        self.method = method;
        self.code = method.code.get();
        self.frame.reset(usize::from(method.max_locals), usize::from(method.max_stack));
        self.checked = Checked::default();
        self.enter();
        self.mark_instructions()?;
        self.handler_table()?;
        self.variable_table()?;
        self.read_map()?;
        self.walk()
    }

    /// The state at the start, and what is returned.
    fn enter(&mut self) {
        let method = self.method;
        let frame = &mut self.frame;
        let mut at = 0;
        if !method.is_static() {
            let this = self.cx.this_type;
            let constructs =
                method.name == self.cx.names.init && self.cx.class.name != self.cx.names.object;
            if let Some(local) = frame.locals.first_mut() {
                *local = if constructs { VType::UninitThis } else { this };
            }
            frame.this_uninit = constructs;
            at = 1;
        }
        let signature = self.cx.names.signature(method.desc);
        for index in 0..signature.args {
            // The parser has checked that the arguments fit.
            if let Some(local) = frame.locals.get_mut(at) {
                *local = self.cx.names.slot(signature, index);
            }
            at += 1;
        }
        frame.locals_len = at.min(frame.locals.len());
        self.result =
            super::types::of_descriptor(result(method.desc.bytes())).unwrap_or(VType::Top);
    }

    /// Finds where instructions start.
    fn mark_instructions(&mut self) -> V<()> {
        self.marks.clear();
        self.marks.resize(self.code.len(), mark::INSIDE);
        let mut bci = 0;
        while bci < self.code.len() {
            let len =
                length_at(self.code, Bci(bci as u32)).map_err(|error| self.illegal(&error))?;
            let new = self.code[bci] == Opcode::New as u8;
            self.marks[bci] = if new { mark::NEW } else { mark::START };
            bci += len as usize;
        }
        Ok(())
    }

    #[cold]
    fn illegal(&self, error: &DecodeError) -> Failure {
        let message = match error.kind {
            DecodeErrorKind::SwitchRange { .. } => {
                "low must be less than or equal to high in tableswitch"
            }
            DecodeErrorKind::PairCount { .. } => "number of keys in lookupswitch less than 0",
            DecodeErrorKind::ElementType { .. } => "Illegal newarray instruction",
            DecodeErrorKind::Truncated
            | DecodeErrorKind::UnknownOpcode { .. }
            | DecodeErrorKind::NotWidenable { .. } => "Bad instruction",
        };
        self.fail(message, &Report::plain(error.bci.0, BAD_BYTECODE))
    }

    /// A VerifyError.
    #[cold]
    pub fn fail(&self, message: &str, report: &Report) -> Failure {
        Failure::Verify(report.text(self.method, message).into())
    }

    /// A VerifyError about the current instruction and nothing else.
    #[cold]
    pub fn bad_code(&self, message: &str) -> Failure {
        self.fail(message, &Report::plain(self.frame.bci, BAD_BYTECODE))
    }

    /// A VerifyError about the current frame.
    #[cold]
    pub fn bad_frame(&self, message: &str, reason: String) -> Failure {
        let current = Some(self.frame.describe());
        self.fail(message, &Report { bci: self.frame.bci, reason, current, map: None })
    }

    /// A VerifyError about a type of the current frame.
    #[cold]
    pub fn bad_type(&self, message: &str, found: Sourced, expected: Option<Sourced>) -> Failure {
        self.bad_frame(message, wrong_type(found, expected))
    }

    /// A VerifyError about the operand that was just popped.
    #[cold]
    pub fn bad_top(&self, message: &str, expected: Option<Sourced>) -> Failure {
        let depth = self.frame.depth;
        let top = self.frame.stack.get(depth).copied().unwrap_or(VType::Top);
        self.bad_type(message, (top, Origin::Operand(depth)), expected)
    }

    /// A VerifyError about types that no frame contains.
    #[cold]
    pub fn bad_constant(
        &self,
        message: &str,
        found: Sourced,
        expected: Option<Sourced>,
    ) -> Failure {
        self.fail(message, &Report::plain(self.frame.bci, &wrong_type(found, expected)))
    }

    /// A ClassFormatError about this method.
    #[cold]
    pub fn format_error(&self, message: &str) -> Failure {
        let method = self.method;
        let signature = external_signature(Some(method.class().name), method.name, method.desc);
        let returned = external_type(result(method.desc.bytes()));
        Failure::Format(format!("{message} in method '{returned} {signature}'").into())
    }

    fn is_instruction(&self, bci: u16) -> bool {
        self.marks.get(usize::from(bci)).is_some_and(|&at| at != mark::INSIDE)
    }

    /// The exception table (JVMS 4.10.1.3): indices, and that only throwables are caught.
    fn handler_table(&mut self) -> V<()> {
        self.covered = (u32::MAX, 0);
        for &Handler { start, end, target, catch_type } in self.method.handlers.get() {
            if !self.is_instruction(start) {
                return Err(self.format_error(&format!("Illegal exception table start_pc {start}")));
            }
            if usize::from(end) != self.code.len() && !self.is_instruction(end) {
                return Err(self.format_error(&format!("Illegal exception table end_pc {end}")));
            }
            if !self.is_instruction(target) {
                let message = format!("Illegal exception table handler_pc {target}");
                return Err(self.format_error(&message));
            }
            if catch_type != 0 {
                self.catch_type(catch_type, target)?;
            }
            self.covered.0 = self.covered.0.min(start.into());
            self.covered.1 = self.covered.1.max(end.into());
        }
        Ok(())
    }

    fn catch_type(&mut self, index: u16, target: u16) -> V<()> {
        let caught = class_type(&self.cx.class.cp, index);
        let throwable = VType::Object(self.cx.names.throwable);
        if self.cx.assignable(caught, throwable)? {
            return Ok(());
        }
        let reason = wrong_type((caught, Origin::Pool(index)), Some((throwable, Origin::Implicit)));
        let message =
            format!("Catch type is not a subclass of Throwable in exception handler {target}");
        Err(self.fail(&message, &Report::plain(target.into(), &reason)))
    }

    fn variable_table(&mut self) -> V<()> {
        for row in self.method.extra.local_vars.get() {
            let (start, len) = (row.start, row.len);
            if !self.is_instruction(start) {
                let message = format!("Illegal local variable table start_pc {start}");
                return Err(self.format_error(&message));
            }
            let end = usize::from(start) + usize::from(len);
            if end != self.code.len() && self.marks.get(end).is_none_or(|&at| at == mark::INSIDE) {
                let message = format!("Illegal local variable table length {len}");
                return Err(self.format_error(&message));
            }
        }
        Ok(())
    }

    fn read_map(&mut self) -> V<()> {
        let raw = self.method.extra.stack_map.get();
        if raw.is_empty() {
            self.table.restart(&self.frame);
            return Ok(());
        }
        let limits = (self.frame.locals.len(), self.frame.stack.len());
        let reader = MapReader::new(raw, &self.cx.class.cp, &self.marks, limits);
        match reader.read(&self.frame, &mut self.table) {
            Ok(()) => Ok(()),
            Err(MapError::Malformed(what)) => {
                let message = format!("StackMapTable format error: {what}");
                let error = "java/lang/ClassFormatError";
                Err(Failure::Thrown(throw::new(self.cx.t, error, &message)))
            }
            Err(MapError::Format(what)) => {
                Err(self.format_error(&format!("StackMapTable format error: {what}")))
            }
            Err(MapError::Excessive) => {
                let message = "StackMapTable too large";
                Err(Failure::Thrown(throw::out_of_memory(self.cx.t, message)))
            }
            Err(MapError::Offset(frame)) => {
                let report = Report {
                    bci: 0,
                    reason: "Invalid stackmap specification.".to_owned(),
                    current: Some(self.table.describe(&frame)),
                    map: None,
                };
                Err(self.fail("StackMapTable error: bad offset", &report))
            }
        }
    }

    /// All instructions in order, each in the state that the one before it left.
    fn walk(&mut self) -> V<()> {
        let mut bci = 0;
        let mut next_map = 0;
        let mut ended = false;
        while (bci as usize) < self.code.len() {
            self.frame.bci = bci;
            self.frame.mark = self.frame.depth;
            match self.table.frames.get(next_map).copied() {
                Some(map) if map.bci == bci => {
                    self.meet(map, ended)?;
                    next_map += 1;
                }
                Some(_) if ended => {
                    let reason = "Expected stackmap frame at this location.";
                    let report = Report::plain(bci, reason);
                    return Err(self.fail("Expecting a stack map frame", &report));
                }
                None if ended => return Err(self.bad_code("Expecting a stack map frame")),
                _ => {}
            }
            let decoded = decode_at(self.code, Bci(bci)).map_err(|error| self.illegal(&error))?;
            let opcode = decoded.opcode();
            if decoded.wide && opcode == Opcode::Ret {
                return Err(self.bad_code("Bad wide instruction"));
            }
            let covered = self.is_covered();
            let stores = is_store(opcode);
            // A store is checked before it: a handler sees the locals as they were.
            if covered && stores {
                self.check_handlers(false)?;
            }
            self.initialized_this = false;
            decoded.instruction.accept(self)?;
            if covered && !stores {
                self.check_handlers(self.initialized_this)?;
            }
            ended = opcode.has(Flags::ENDS);
            bci += decoded.len;
        }
        if ended {
            return Ok(());
        }
        let report = Report::plain(self.code.len() as u32, BAD_BYTECODE);
        Err(self.fail("Control flow falls through code end", &report))
    }

    /// Whether any handler might cover the current instruction.
    pub fn is_covered(&self) -> bool {
        self.frame.bci >= self.covered.0 && self.frame.bci < self.covered.1
    }

    /// Takes over the state of the table at the current instruction.
    fn meet(&mut self, map: MapFrame, ended: bool) -> V<()> {
        if !ended && let Some(mismatch) = self.mismatch(map, None, self.frame.this_uninit)? {
            let message = "Instruction type does not match stack map";
            return Err(self.report_mismatch(message, map, &mismatch, None));
        }
        self.frame.assume(&map, &self.table);
        Ok(())
    }

    /// The first difference that makes the current state, with just `thrown` on the stack if
    /// given, unfit for a frame of the table.
    fn mismatch(
        &mut self,
        map: MapFrame,
        thrown: Option<VType>,
        this_uninit: bool,
    ) -> V<Option<Mismatch>> {
        let Checker { cx, frame, table, .. } = self;
        let stack = match &thrown {
            Some(thrown) => std::slice::from_ref(thrown),
            None => &frame.stack[..frame.depth],
        };
        let wanted = table.stack(&map);
        if stack.len() != wanted.len() {
            return Ok(Some(Mismatch::Depth));
        }
        for (index, (&from, &to)) in frame.locals.iter().zip(table.locals(&map)).enumerate() {
            if !cx.assignable(from, to)? {
                return Ok(Some(Mismatch::Local(index)));
            }
        }
        for (index, (&from, &to)) in stack.iter().zip(wanted).enumerate() {
            if !cx.assignable(from, to)? {
                return Ok(Some(Mismatch::Operand(index)));
            }
        }
        Ok((this_uninit && !map.this_uninit).then_some(Mismatch::Flags))
    }

    /// `thrown` is set when the state is that of a handler: what is thrown, and the flag.
    #[cold]
    fn report_mismatch(
        &self,
        message: &str,
        map: MapFrame,
        mismatch: &Mismatch,
        thrown: Option<(VType, bool)>,
    ) -> Failure {
        let operand = |index| thrown.map_or(self.frame.stack[index], |(thrown, _)| thrown);
        let (bci, reason) = match *mismatch {
            Mismatch::Depth => {
                let reason = "Current frame's stack size doesn't match stackmap.";
                (self.frame.bci, reason.to_owned())
            }
            Mismatch::Local(index) => {
                let found = (self.frame.locals[index], Origin::Local(index));
                let expected = (self.table.locals(&map)[index], Origin::MapLocal(index));
                (map.bci, wrong_type(found, Some(expected)))
            }
            Mismatch::Operand(index) => {
                let found = (operand(index), Origin::Operand(index));
                let expected = (self.table.stack(&map)[index], Origin::MapOperand(index));
                (map.bci, wrong_type(found, Some(expected)))
            }
            Mismatch::Flags => {
                let reason = "Current frame's flags are not assignable to stack map frame's.";
                (map.bci, reason.to_owned())
            }
        };
        let current = match thrown {
            Some((thrown, flag)) => self.frame.describe_with(&[thrown], flag),
            None => self.frame.describe(),
        };
        let map = Some(self.table.describe(&map));
        self.fail(message, &Report { bci, reason, current: Some(current), map })
    }

    fn map_at(&self, target: u32) -> V<MapFrame> {
        self.table.find(target).copied().ok_or_else(|| {
            let reason = "Expected stackmap frame at this location.";
            let message = format!("Expecting a stackmap frame at branch target {}", target as i32);
            self.fail(&message, &Report::plain(self.frame.bci, reason))
        })
    }

    /// Checks that the current state may continue at `target`.
    pub fn branch(&mut self, target: Bci) -> V<()> {
        let map = self.map_at(target.0)?;
        match self.mismatch(map, None, self.frame.this_uninit)? {
            None => Ok(()),
            Some(mismatch) => {
                let message = format!("Inconsistent stackmap frames at branch target {target}");
                Err(self.report_mismatch(&message, map, &mismatch, None))
            }
        }
    }

    /// Checks the locals against the handlers that cover the current instruction. `was_uninit`
    /// says that `this` was uninitialised before it.
    pub fn check_handlers(&mut self, was_uninit: bool) -> V<()> {
        let bci = self.frame.bci;
        let this_uninit = self.frame.this_uninit || was_uninit;
        let done = &self.checked;
        if (done.version, done.this_uninit) == (self.frame.version, this_uninit)
            && (done.start..done.end).contains(&bci)
        {
            return Ok(());
        }
        let mut until = u32::MAX;
        for &handler in self.method.handlers.get() {
            if bci < handler.start.into() {
                until = until.min(handler.start.into());
            } else if bci < handler.end.into() {
                until = until.min(handler.end.into());
                self.check_handler(handler, this_uninit)?;
            }
        }
        let version = self.frame.version;
        self.checked = Checked { version, this_uninit, start: bci, end: until };
        Ok(())
    }

    fn check_handler(&mut self, handler: Handler, this_uninit: bool) -> V<()> {
        let thrown = match handler.catch_type {
            0 => VType::Object(self.cx.names.throwable),
            index => class_type(&self.cx.class.cp, index),
        };
        if self.frame.stack.is_empty() {
            let current = Some(self.frame.describe_with(&[], this_uninit));
            let reason = "Exceeded max stack size.".to_owned();
            let report = Report { bci: self.frame.bci, reason, current, map: None };
            return Err(self.fail("Operand stack overflow", &report));
        }
        let map = self.map_at(handler.target.into())?;
        match self.mismatch(map, Some(thrown), this_uninit)? {
            None => Ok(()),
            Some(mismatch) => {
                let target = handler.target;
                let message =
                    format!("Stack map does not match the one at exception handler {target}");
                let thrown = Some((thrown, this_uninit));
                Err(self.report_mismatch(&message, map, &mismatch, thrown))
            }
        }
    }
}

fn is_store(opcode: Opcode) -> bool {
    (Opcode::IStore..=Opcode::AStore3).contains(&opcode)
}

/// Checks all methods of the class of `cx`.
pub(super) fn check(cx: &mut Context<'_>) -> V<()> {
    let class = cx.class;
    let Some(first) = super::methods_with_code(class).next() else { return Ok(()) };
    let mut checker = Checker::new(cx, first);
    super::methods_with_code(class).try_for_each(|method| checker.check(method))
}
