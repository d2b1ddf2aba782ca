//! Tests of the table and of everything generated from it.

use super::decode::{decode_at, length_at};
use super::text::{assemble, disassemble};
use super::*;

fn text_of(code: &[u8]) -> String {
    disassemble(code, &|_| None)
}

/// One line per opcode, with operands that are different from zero.
fn sample(opcode: Opcode) -> String {
    let operands: Vec<&str> = opcode
        .operands()
        .iter()
        .filter_map(|kind| match kind {
            operand::Kind::I8 | operand::Kind::IncDelta => Some("-7"),
            operand::Kind::I16 => Some("-700"),
            operand::Kind::U8 | operand::Kind::Local => Some("200"),
            operand::Kind::Zero8 | operand::Kind::Zero16 => None,
            operand::Kind::Cp8 => Some("#201"),
            operand::Kind::Cp16 => Some("#20100"),
            operand::Kind::Branch16 | operand::Kind::Branch32 => Some("end"),
            operand::Kind::Element => Some("char"),
            operand::Kind::Table => Some("{ -1: end 0: start 1: end default: start }"),
            operand::Kind::Lookup => Some("{ -100: start 7: end default: end }"),
        })
        .collect();
    format!("{} {}\n", opcode.mnemonic(), operands.join(", "))
}

#[test]
fn the_table_has_every_code_once() {
    for code in 0..=255u8 {
        let opcode = Opcode::from_u8(code);
        assert_eq!(opcode.is_some(), code <= 0xc9, "{code:#x}");
        assert_eq!(opcode.map_or(code, |opcode| opcode as u8), code);
    }
    assert_eq!(Opcode::ALL.len(), 202);
    assert_eq!(Opcode::Return.mnemonic(), "return");
    assert_eq!(Opcode::IfICmpEq as u8, 0x9f);
}

#[test]
fn every_opcode_survives_text_and_back() {
    let mut source = "start: nop\n".to_owned();
    for &opcode in Opcode::ALL.iter().filter(|&&opcode| opcode != Opcode::Wide) {
        source += &sample(opcode);
        if opcode.has(Flags::WIDE) {
            source += &format!("wide {}", sample(opcode));
        }
    }
    source += "end: return\n";
    let code = assemble(&source).unwrap();
    let text = text_of(&code);
    assert_eq!(assemble(&text).unwrap(), code, "{text}");
    let decoded: Vec<_> = Instructions::new(&code).collect::<Result<_, _>>().unwrap();
    let widenable = Opcode::ALL.iter().filter(|opcode| opcode.has(Flags::WIDE)).count();
    assert_eq!(decoded.len(), 203 + widenable);
    for instruction in &decoded {
        assert_eq!(length_at(&code, instruction.bci).unwrap(), instruction.len);
    }
}

#[test]
fn stack_effects_and_lengths() {
    let effect = |pops, pushes| Some(StackEffect { pops, pushes });
    assert_eq!(Opcode::IAdd.stack_effect(), effect(2, 1));
    assert_eq!(Opcode::LShl.stack_effect(), effect(3, 2));
    assert_eq!(Opcode::DCmpL.stack_effect(), effect(4, 1));
    assert_eq!(Opcode::Dup2X2.stack_effect(), effect(4, 6));
    assert_eq!(Opcode::LAStore.stack_effect(), effect(4, 0));
    assert_eq!(Opcode::InvokeStatic.stack_effect(), None);
    assert_eq!(Opcode::InvokeInterface.fixed_len(), Some(5));
    assert_eq!(Opcode::InvokeDynamic.fixed_len(), Some(5));
    assert_eq!(Opcode::MultiANewArray.fixed_len(), Some(4));
    assert_eq!(Opcode::TableSwitch.fixed_len(), None);
    assert!(Opcode::Goto.has(Flags::BRANCH) && Opcode::Goto.has(Flags::ENDS));
    assert!(!Opcode::IfEq.has(Flags::ENDS));
}

#[test]
fn wide_is_folded_into_the_instruction() {
    let code = assemble("iload 300\niinc 1 1000\niinc 1 5\nwide ret 2").unwrap();
    assert_eq!(code.len(), 4 + 6 + 3 + 4);
    let decoded: Vec<_> = Instructions::new(&code).map(Result::unwrap).collect();
    assert_eq!(decoded[0].instruction, Instruction::ILoad { index: LocalIndex(300) });
    assert!(decoded[0].wide);
    let widened = Instruction::IInc { index: LocalIndex(1), delta: 1000 };
    assert_eq!((decoded[1].instruction, decoded[1].len), (widened, 6));
    assert_eq!(decoded[2].len, 3);
}

#[test]
fn switches_find_their_targets_at_every_alignment() {
    for padding in 0..4 {
        let nops = "nop\n".repeat(padding);
        let source = format!(
            "{nops}tableswitch {{ 5: a 6: b default: c }}
             lookupswitch {{ -9: a 0: b 2147483647: c default: c }}
             a: nop\n b: nop\n c: return"
        );
        let code = assemble(&source).unwrap();
        let decoded: Vec<_> = Instructions::new(&code).map(Result::unwrap).collect();
        let end = code.len() as u32;
        let (a, b, c) = (Bci(end - 3), Bci(end - 2), Bci(end - 1));
        let Instruction::TableSwitch { table } = decoded[padding].instruction else { panic!() };
        assert_eq!([4, 5, 6, 7, i32::MIN].map(|i| table.target(i)), [c, a, b, c, c]);
        let Instruction::LookupSwitch { table } = decoded[padding + 1].instruction else {
            panic!()
        };
        assert_eq!([-9, 0, i32::MAX, 1].map(|i| table.target(i)), [a, b, c, c]);
        assert_eq!(table.cases().count(), 3);
    }
}

#[test]
fn malformed_code_is_an_error() {
    let kind = |code: &[u8]| decode_at(code, Bci(0)).unwrap_err().kind;
    assert_eq!(kind(&[]), DecodeErrorKind::Truncated);
    assert_eq!(kind(&[0xca]), DecodeErrorKind::UnknownOpcode { code: 0xca });
    assert_eq!(kind(&[0xc4]), DecodeErrorKind::Truncated);
    assert_eq!(kind(&[0xc4, 0x00]), DecodeErrorKind::NotWidenable { code: 0 });
    assert_eq!(kind(&[0xc4, 0xc4]), DecodeErrorKind::NotWidenable { code: 0xc4 });
    assert_eq!(kind(&[0xbc, 3]), DecodeErrorKind::ElementType { code: 3 });
    let switch = |code, words: [i32; 3]| {
        let mut bytes = vec![code, 0, 0, 0];
        bytes.extend(words.iter().flat_map(|word| word.to_be_bytes()));
        kind(&bytes)
    };
    let range = DecodeErrorKind::SwitchRange { low: 1, high: 0 };
    assert_eq!(switch(0xaa, [0, 1, 0]), range);
    assert_eq!(switch(0xaa, [0, i32::MIN, i32::MAX]), DecodeErrorKind::Truncated);
    assert_eq!(switch(0xab, [0, -1, 0]), DecodeErrorKind::PairCount { pairs: -1 });
    assert_eq!(switch(0xab, [0, i32::MAX, 0]), DecodeErrorKind::Truncated);
}

#[test]
fn no_bytes_make_the_decoder_or_the_disassembler_panic() {
    let mut state = 1u64;
    for round in 0..20_000 {
        let bytes: Vec<u8> = (0..round % 40)
            .map(|_| {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                let byte = (state >> 56) as u8;
                // Codes of instructions more often than chance would have it.
                if byte < 200 { byte } else { 0xaa + byte % 32 }
            })
            .collect();
        let mut end = 0;
        for decoded in Instructions::new(&bytes).flatten() {
            assert_eq!(decoded.bci.0, end);
            assert_eq!(length_at(&bytes, decoded.bci), Ok(decoded.len));
            end += decoded.len;
        }
        text_of(&bytes);
    }
}

#[test]
fn disassembly_looks_like_this() {
    let code = assemble("loop: iinc 1, -1\niload_1\nifgt loop\nldc #5\nwide astore 3\nreturn");
    let text = disassemble(&code.unwrap(), &|index| Some(format!("constant {}", index.0)));
    let expected = "     0: iinc            1, -1
     3: iload_1
     4: ifgt            0
     7: ldc             #5           // constant 5
     9: wide astore          3
    13: return
";
    assert_eq!(text, expected);
}

#[test]
fn the_assembler_says_what_is_wrong() {
    let message = |source| assemble(source).unwrap_err().to_string();
    assert_eq!(message("nop\nfrob"), "line 2: unknown instruction `frob`");
    assert_eq!(message("goto x"), "line 1: there is no label `x`");
    assert_eq!(message("a: nop\na: nop"), "line 2: label `a` is defined twice");
    assert_eq!(message("bipush 128"), "line 1: `128` is no number of the right size");
    assert_eq!(message("iadd 1"), "line 1: `1` is one operand too many");
    assert_eq!(message("bipush"), "line 1: an operand is missing");
    assert_eq!(message("wide nop"), "line 1: `nop` cannot be widened");
    let gap = "tableswitch { 1: 0 3: 0 default: 0 }";
    assert_eq!(message(gap), "line 1: the cases of a tableswitch must be consecutive, not 3");
}
