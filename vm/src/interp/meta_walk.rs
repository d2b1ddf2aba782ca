//! The visit of prepared code; see [`crate::meta::walk`].

use super::op::{self, Op};
use super::prepared::{Prepared, PreparedHandler};
use super::profile::{RECEIVER_ROW_COUNT, RECEIVER_ROWS, is_virtual_call};
use crate::class::{Class, Method};
use crate::heap::{HEAP_END, HEAP_START};
use crate::meta::MetaSlice;
use crate::meta::walk::{Bad, Layout, Node, Walked, Walker, mix, walk_struct};
use std::sync::atomic::{AtomicU64, Ordering};

/// What identifies the layout of prepared code.
pub const PREPARED_LAYOUT: u64 = mix(
    mix(Prepared::LAYOUT, "", PreparedHandler::LAYOUT as usize),
    "operations",
    Op::Count as usize,
);

walk_struct!(PreparedHandler { start, end, catch_type, target });
walk_struct!(Prepared { code by code_memory, bcis, starts, handlers, plain } then check_code);

impl Node for Prepared {
    const PLURAL: &'static str = "prepared methods";
    fn describe(&self, _w: &Walker) -> String {
        format!("{} words", self.code.len())
    }
}

fn code_memory(code: &MetaSlice<AtomicU64>, w: &mut Walker) -> Walked {
    w.slice_memory(*code).map(|_| ())
}

fn check_code(prepared: &Prepared, w: &mut Walker) -> Walked {
    let length = prepared.code.len();
    if prepared.bcis.len() != length {
        return Err(Bad::new("not one for each word").within("bcis"));
    }
    if prepared.handlers.iter().any(|handler| handler.target as usize >= length) {
        return Err(Bad::new("outside the code").within("handlers"));
    }
    w.count("instructions", prepared.starts.len());
    let ends = prepared.instructions().skip(1).chain([length]);
    for (start, end) in prepared.instructions().zip(ends) {
        let words = prepared.code.get().get(start..end).filter(|words| !words.is_empty());
        let words = words.ok_or_else(|| Bad::new("out of order").within("starts"))?;
        let words: Vec<u64> = words.iter().map(|word| word.load(Ordering::Acquire)).collect();
        check_instruction(&words, w).map_err(|bad| bad.within(format!("code[{start}]")))?;
    }
    Ok(())
}

/// Checks the handles in one instruction and its data words.
fn check_instruction(words: &[u64], w: &mut Walker) -> Walked {
    let code = words[0] as u16;
    if code >= Op::Count as u16 {
        return Err(Bad::new(format!("{code} is no operation")));
    }
    let op = Op::of_code(code);
    let handle = op::bc(words[0]).cast_unsigned();
    let data = |at: usize| {
        words.get(at).copied().ok_or_else(|| Bad::new(format!("{op:?} without its word {at}")))
    };
    match op {
        Op::LdcGlobal => w.global(handle)?,
        Op::LdcClass | Op::New | Op::ANewArray | Op::CheckCast | Op::InstanceOf => {
            w.present_node::<Class>(handle)?;
        }
        Op::InvokeStatic | Op::InvokeDirect | Op::InvokeFinal | Op::InvokeInterface => {
            w.present_node::<Method>(handle)?;
        }
        Op::InvokeHandle | Op::InvokeDynamic => {
            w.present_node::<Method>(handle)?;
            w.global(data(1)? as u32)?;
        }
        _ if is_static_access(op) => {
            w.present_node::<Class>(handle)?;
            let address = data(1)? as usize;
            if !(HEAP_START..HEAP_END).contains(&address) {
                return Err(Bad::new(format!("{address:#x} is not in the heap")));
            }
        }
        // The rest has numbers only: locals, constants, offsets, distances, pool indices.
        _ => {}
    }
    if op == Op::InvokeInterface {
        // The cache: class of the receiver, method selected for it.
        let cache = data(1)?;
        w.raw_node::<Class>(cache as u32)?;
        w.raw_node::<Method>((cache >> 32) as u32)?;
    }
    if is_virtual_call(op) {
        for row in 0..RECEIVER_ROW_COUNT {
            w.raw_node::<Class>(data(RECEIVER_ROWS + row)? as u32)?;
        }
    }
    Ok(())
}

/// Whether the operation accesses a static field at the address in its second word.
fn is_static_access(op: Op) -> bool {
    let quick = Op::GetStaticI8 as u16..=Op::PutStaticRef as u16;
    quick.contains(&(op as u16)) || op == Op::PutStaticVolatile
}
