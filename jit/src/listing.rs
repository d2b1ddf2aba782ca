//! Bodies as text: machine code with relocations, traps and calls by name.

use cortado_protocol::body::{CompiledBody, Place, Resume, State};
use cortado_protocol::bytecode::{CpIndex, text};
use cortado_protocol::reloc::Target;
use cortado_protocol::request::{
    ClassId, CompileRequest, Constant, MethodBody, MethodId, ObjectName, Value,
};
use iced_x86::{Decoder, DecoderOptions, Formatter, Instruction, NasmFormatter};
use std::fmt::Write;

/// The method's bytecode, as the request holds it.
pub fn bytecode(request: &CompileRequest, method: MethodId) -> String {
    let Some(body) = &request.method(method).body else { return String::new() };
    let describe = |CpIndex(index): CpIndex| constant(request, body, index);
    text::disassemble(&body.code, &describe)
}

fn constant(request: &CompileRequest, body: &MethodBody, index: u16) -> Option<String> {
    Some(match body.constant(index)? {
        Constant::Value(value) => describe_value(request, value),
        Constant::Class(id) => request.class(id).name.clone(),
        Constant::Field(id) => {
            let field = request.field(id);
            format!("{}.{}:{}", request.class(field.class).name, field.name, field.desc)
        }
        Constant::Method(id) => method_name(request, id),
    })
}

fn describe_value(request: &CompileRequest, value: Value) -> String {
    match value {
        Value::Int(value) => value.to_string(),
        Value::Float(bits) => f32::from_bits(bits).to_string(),
        Value::Long(value) => value.to_string(),
        Value::Double(bits) => f64::from_bits(bits).to_string(),
        Value::Null => "null".to_owned(),
        Value::Object(id) => object_name(request, &request.object(id).name),
        Value::Mirror(id) => format!("{}.class", request.class(id).name),
    }
}

fn object_name(request: &CompileRequest, name: &ObjectName) -> String {
    match name {
        ObjectName::String(units) => format!("{:?}", String::from_utf16_lossy(units)),
        ObjectName::Static(id) => {
            let field = request.field(*id);
            format!("object {}.{}", request.class(field.class).name, field.name)
        }
        ObjectName::Appendix(id, bci) => {
            format!("appendix of {} at {bci}", method_name(request, *id))
        }
        ObjectName::Constant(id, index) => {
            format!("constant {index} of {}", class_of(request, *id))
        }
    }
}

fn class_of(request: &CompileRequest, id: MethodId) -> &str {
    &request.class(request.method(id).class).name
}

fn method_name(request: &CompileRequest, id: MethodId) -> String {
    let method = request.method(id);
    format!("{}.{}{}", class_of(request, id), method.name, method.desc)
}

fn class_name(request: &CompileRequest, id: ClassId) -> &str {
    &request.class(id).name
}

/// What a relocation names.
fn target(request: &CompileRequest, target: Target) -> String {
    match target {
        Target::Helper(id) => format!("helper {}", id.name()),
        Target::Class(id) => format!("class {}", class_name(request, id)),
        Target::Method(id) => format!("method {}", method_name(request, id)),
        Target::MethodCode(id) => format!("code of {}", method_name(request, id)),
        Target::StaticField(id) => {
            let field = request.field(id);
            format!("static {}.{}", class_name(request, field.class), field.name)
        }
        Target::Object(id) => object_name(request, &request.object(id).name),
        Target::Mirror(id) => format!("mirror of {}", class_name(request, id)),
    }
}

/// Where a site is, innermost frame first.
fn place(request: &CompileRequest, body: &CompiledBody, state: &State) -> String {
    let frames = state.frames.iter().rev().map(|frame| {
        let method = body.nodes[usize::from(frame.node)].method;
        let after = if frame.resume == Resume::After { " after" } else { "" };
        format!("{}{after} {}", request.method(method).name, frame.bci)
    });
    frames.collect::<Vec<_>>().join(" < ")
}

/// A state's frames, innermost first, with the places of locals and operands.
fn describe_state(request: &CompileRequest, body: &CompiledBody, state: &State) -> String {
    let places = |places: &[Place]| {
        let words = places.iter().map(|place| match place {
            Place::Dead => "-".to_owned(),
            Place::Frame(offset) => format!("[rbp{offset:+}]"),
            Place::Constant(word) => format!("{word:#x}"),
        });
        words.collect::<Vec<_>>().join(" ")
    };
    let frames = state.frames.iter().rev().map(|frame| {
        let method = body.nodes[usize::from(frame.node)].method;
        let (name, resume) = (&request.method(method).name, frame.resume);
        let (locals, stack) = (places(&frame.locals), places(&frame.stack));
        format!("{name} {resume:?} {} locals {locals} stack {stack}", frame.bci)
    });
    frames.collect::<Vec<_>>().join(" < ")
}

/// The body's machine code, one instruction a line: offset, instruction, and after a semicolon the
/// relocations by name, where a null reference goes, and what a call's frame stands for.
pub fn listing(request: &CompileRequest, body: &CompiledBody) -> String {
    let mut text = String::new();
    let mut formatter = NasmFormatter::new();
    formatter.options_mut().set_branch_leading_zeros(false);
    let mut decoder = Decoder::with_ip(64, &body.code, 0, DecoderOptions::NONE);
    let mut instruction = Instruction::default();
    while decoder.can_decode() {
        decoder.decode_out(&mut instruction);
        let (at, end) = (instruction.ip() as u32, instruction.next_ip() as u32);
        let mut line = String::new();
        formatter.format(&instruction, &mut line);
        let mut notes = Vec::new();
        for reloc in body.relocs.iter().filter(|reloc| (at..end).contains(&reloc.offset)) {
            notes.push(target(request, reloc.target));
        }
        for trap in body.traps.iter().filter(|trap| trap.at == at) {
            notes.push(format!("null: {:x}", trap.target));
        }
        for site in body.sites.iter().filter(|site| site.ret == end) {
            notes.push(place(request, body, &body.states[site.state as usize]));
        }
        let notes =
            if notes.is_empty() { String::new() } else { format!("  ; {}", notes.join(", ")) };
        let _ = writeln!(text, "{at:6x}  {line}{notes}");
    }
    for handler in &body.handlers {
        let _ = writeln!(
            text,
            "handler at bci {} of node {}: {:x}",
            handler.bci, handler.node, handler.code
        );
    }
    for (number, state) in body.states.iter().enumerate() {
        let _ = writeln!(text, "state {number}: {}", describe_state(request, body, state));
    }
    for assumption in &body.assumptions {
        let _ = writeln!(text, "assumes {assumption:?}");
    }
    text
}
