//! Bytecode as text and back.
//!
//! One instruction per line, `label: mnemonic operands // comment`, operands separated by spaces
//! or commas. Constants are `#12`, branch targets are labels, switches are written as
//! `{ 1: a 2: b default: c }`. A disassembled line is labelled with its index, so that
//! [`assemble`] reads what [`disassemble`] writes.

use super::operand::{Kind, Written};
use super::{Bci, CpIndex, Decoded, ElementType, Flags, Instructions, Opcode};
use std::collections::HashMap;
use std::fmt::{self, Write};

/// The text of `code`; `describe` gives the comment after a constant, if any.
pub fn disassemble(code: &[u8], describe: &dyn Fn(CpIndex) -> Option<String>) -> String {
    let mut text = String::new();
    for decoded in Instructions::new(code) {
        // Writing to a string cannot fail.
        let _ = match decoded {
            Ok(decoded) => write_line(&mut text, &decoded, describe),
            Err(error) => writeln!(text, "// {error}"),
        };
    }
    text
}

fn write_line(
    text: &mut String,
    decoded: &Decoded<'_>,
    describe: &dyn Fn(CpIndex) -> Option<String>,
) -> fmt::Result {
    let mut line = String::new();
    let mut comment = None;
    decoded.instruction.each_operand(&mut |operand| {
        let separator = if line.is_empty() { "" } else { ", " };
        let _ = match operand {
            Written::Number(number) => write!(line, "{separator}{number}"),
            Written::Local(index) => write!(line, "{separator}{index}"),
            Written::Constant(index) => {
                comment = describe(index);
                write!(line, "{separator}{index}")
            }
            Written::Target(bci) => write!(line, "{separator}{bci}"),
            Written::Element(element) => write!(line, "{separator}{}", element.name()),
            Written::Table(table) => write_cases(&mut line, table.cases(), table.default),
            Written::Lookup(table) => write_cases(&mut line, table.cases(), table.default),
            Written::Zero => Ok(()),
        };
    });
    let wide = if decoded.wide { "wide " } else { "" };
    let mnemonic = decoded.opcode().mnemonic();
    let body = format!("{:>6}: {wide}{mnemonic:<15} {line}", decoded.bci.0);
    match comment {
        Some(comment) => writeln!(text, "{body:<36} // {comment}"),
        None => writeln!(text, "{}", body.trim_end()),
    }
}

fn write_cases(
    line: &mut String,
    cases: impl Iterator<Item = (i32, Bci)>,
    default: Bci,
) -> fmt::Result {
    line.push_str("{ ");
    for (key, target) in cases {
        write!(line, "{key}: {target} ")?;
    }
    write!(line, "default: {default} }}")
}

/// Why a text is no bytecode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssembleError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for AssembleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for AssembleError {}

/// The code array that `source` describes. Local variable indices and increments that need it get
/// the `wide` prefix.
pub fn assemble(source: &str) -> Result<Vec<u8>, AssembleError> {
    let mut labels = HashMap::new();
    let mut statements = Vec::new();
    let mut bci = 0;
    for (number, line) in source.lines().enumerate() {
        let in_line = |message| AssembleError { line: number + 1, message };
        let line = line.split("//").next().unwrap_or_default();
        let mut tokens: Vec<&str> =
            line.split([' ', '\t', ',']).filter(|token| !token.is_empty()).collect();
        while let Some(label) = tokens.first().and_then(|token| token.strip_suffix(':')) {
            if labels.insert(label, bci).is_some() {
                return Err(in_line(format!("label `{label}` is defined twice")));
            }
            tokens.remove(0);
        }
        if tokens.is_empty() {
            continue;
        }
        let statement = Statement::parse(&tokens, number + 1, bci).map_err(in_line)?;
        bci += statement.len();
        statements.push(statement);
    }
    let mut code = Vec::with_capacity(bci as usize);
    for statement in &statements {
        statement
            .emit(&labels, &mut code)
            .map_err(|message| AssembleError { line: statement.line, message })?;
    }
    Ok(code)
}

struct Statement<'a> {
    line: usize,
    bci: u32,
    wide: bool,
    opcode: Opcode,
    operands: Vec<&'a str>,
}

impl<'a> Statement<'a> {
    fn parse(tokens: &[&'a str], line: usize, bci: u32) -> Result<Self, String> {
        let forced = tokens[0] == "wide";
        let tokens = if forced { &tokens[1..] } else { tokens };
        let mnemonic = tokens.first().ok_or("`wide` without an instruction")?;
        let opcode = Opcode::from_mnemonic(mnemonic)
            .filter(|&opcode| opcode != Opcode::Wide)
            .ok_or_else(|| format!("unknown instruction `{mnemonic}`"))?;
        let operands = tokens[1..].to_vec();
        let needs_wide = opcode.operands().iter().zip(&operands).any(|(kind, text)| match kind {
            Kind::Local => text.parse::<u8>().is_err(),
            Kind::IncDelta => text.parse::<i8>().is_err(),
            _ => false,
        });
        let wide = (forced || needs_wide) && opcode.has(Flags::WIDE);
        if forced && !wide {
            return Err(format!("`{mnemonic}` cannot be widened"));
        }
        Ok(Statement { line, bci, wide, opcode, operands })
    }

    /// Exact for well-formed operands, which `emit` checks.
    fn len(&self) -> u32 {
        let operands_start = self.bci + 1;
        let padding = operands_start.next_multiple_of(4) - operands_start;
        // Without braces and default, each case is a key and a target.
        let cases = (self.operands.len().saturating_sub(4) / 2) as u32;
        match self.opcode.fixed_len() {
            Some(len) => u32::from(len) * (1 + u32::from(self.wide)),
            None if self.opcode == Opcode::TableSwitch => 1 + padding + 12 + 4 * cases,
            None => 1 + padding + 8 + 8 * cases,
        }
    }

    fn emit(&self, labels: &HashMap<&str, u32>, code: &mut Vec<u8>) -> Result<(), String> {
        if self.wide {
            code.push(Opcode::Wide as u8);
        }
        code.push(self.opcode as u8);
        let mut texts = self.operands.iter();
        for kind in self.opcode.operands() {
            match kind {
                Kind::Zero8 => code.push(0),
                Kind::Zero16 => code.extend([0; 2]),
                Kind::Table | Kind::Lookup => {
                    return self.emit_switch(labels, code);
                }
                kind => {
                    let text = texts.next().ok_or("an operand is missing")?;
                    self.emit_operand(*kind, text, labels, code)?;
                }
            }
        }
        match texts.next() {
            Some(text) => Err(format!("`{text}` is one operand too many")),
            None => Ok(()),
        }
    }

    fn emit_operand(
        &self,
        kind: Kind,
        text: &str,
        labels: &HashMap<&str, u32>,
        code: &mut Vec<u8>,
    ) -> Result<(), String> {
        let constant = || text.strip_prefix('#').ok_or(format!("`{text}` is no constant"));
        match kind {
            Kind::I8 => code.extend(number::<i8>(text)?.to_be_bytes()),
            Kind::I16 => code.extend(number::<i16>(text)?.to_be_bytes()),
            Kind::U8 => code.push(number(text)?),
            Kind::Local if self.wide => code.extend(number::<u16>(text)?.to_be_bytes()),
            Kind::Local => code.push(number(text)?),
            Kind::IncDelta if self.wide => code.extend(number::<i16>(text)?.to_be_bytes()),
            Kind::IncDelta => code.extend(number::<i8>(text)?.to_be_bytes()),
            Kind::Cp8 => code.push(number(constant()?)?),
            Kind::Cp16 => code.extend(number::<u16>(constant()?)?.to_be_bytes()),
            Kind::Branch16 => {
                let offset = i16::try_from(self.distance(labels, text)?)
                    .map_err(|_| format!("`{text}` is too far away"))?;
                code.extend(offset.to_be_bytes());
            }
            Kind::Branch32 => code.extend(self.distance(labels, text)?.to_be_bytes()),
            Kind::Element => {
                let element = ElementType::ALL
                    .into_iter()
                    .find(|element| element.name() == text)
                    .ok_or_else(|| format!("`{text}` is no element type"))?;
                code.push(element as u8);
            }
            Kind::Zero8 | Kind::Zero16 | Kind::Table | Kind::Lookup => {
                unreachable!("not written as one operand")
            }
        }
        Ok(())
    }

    fn emit_switch(&self, labels: &HashMap<&str, u32>, code: &mut Vec<u8>) -> Result<(), String> {
        let ["{", cases @ .., "default:", default, "}"] = &self.operands[..] else {
            return Err("expected `{ key: label .. default: label }`".to_owned());
        };
        let mut pairs = Vec::new();
        for case in cases.chunks(2) {
            let [key, target] = case else { return Err("a case without a target".to_owned()) };
            let key = key.strip_suffix(':').ok_or(format!("expected `{key}:`"))?;
            pairs.push((number::<i32>(key)?, self.distance(labels, target)?));
        }
        code.resize(code.len().next_multiple_of(4), 0);
        code.extend(self.distance(labels, default)?.to_be_bytes());
        if self.opcode == Opcode::LookupSwitch {
            code.extend((pairs.len() as i32).to_be_bytes());
            for (key, offset) in pairs {
                code.extend(key.to_be_bytes());
                code.extend(offset.to_be_bytes());
            }
            return Ok(());
        }
        let low = pairs.first().ok_or("a tableswitch needs a case")?.0;
        code.extend(low.to_be_bytes());
        code.extend(pairs[pairs.len() - 1].0.to_be_bytes());
        for (i, (key, offset)) in pairs.into_iter().enumerate() {
            if i64::from(key) != i64::from(low) + i as i64 {
                return Err(format!("the cases of a tableswitch must be consecutive, not {key}"));
            }
            code.extend(offset.to_be_bytes());
        }
        Ok(())
    }

    /// The distance from this statement to a label; a number that is no label is an index.
    fn distance(&self, labels: &HashMap<&str, u32>, label: &str) -> Result<i32, String> {
        let target = match labels.get(label) {
            Some(&bci) => bci,
            None => label.parse().map_err(|_| format!("there is no label `{label}`"))?,
        };
        Ok(target.wrapping_sub(self.bci) as i32)
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("`{text}` is no number of the right size"))
}
