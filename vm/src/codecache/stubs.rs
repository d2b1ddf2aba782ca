//! The generated stubs through which compiled code reaches the VM; see `cortado_protocol::abi`.
#![expect(clippy::useless_conversion, reason = "dynasm! converts register numbers to u8")]

use super::helpers;
use super::memory::{self, Block};
use crate::class::wk::{inj, off};
use crate::class::{CallKind, Kind, Method, MethodRef, types};
use cortado_protocol::abi::{self, ArgPlace, ArgPlaces};
use cortado_protocol::helper::HelperId;
use cortado_protocol::layout::{self, thread};
use dynasmrt::x64::X64Relocation;
use dynasmrt::{DynamicLabel, DynasmApi, DynasmLabelApi, VecAssembler, dynasm};
use std::sync::OnceLock;

/// Addresses of the stubs, all below 2 GiB.
struct Stubs {
    call: u32,
    helpers: Vec<u32>,
}

static STUBS: OnceLock<Stubs> = OnceLock::new();

/// The stub that compiled code calls to run a method in the interpreter; zero before there is one.
pub fn call_stub() -> u32 {
    STUBS.get().map_or(0, |stubs| stubs.call)
}

/// The stub that `pc` is in, among those that are made at start-up.
pub fn name_of(pc: usize) -> Option<&'static str> {
    let stubs = STUBS.get()?;
    let starts = stubs.helpers.iter().map(|&address| address as usize);
    let end = stubs.call as usize + STUBS_BYTES_MAX;
    if !(stubs.call as usize..end).contains(&pc) {
        return None;
    }
    let before = starts.take_while(|&start| start <= pc).count();
    Some(before.checked_sub(1).map_or("call", |index| HelperId::ALL[index].name()))
}

/// The stub of a helper.
pub fn helper(id: HelperId) -> u32 {
    STUBS.get().expect("stubs are made at start-up").helpers[id as usize]
}

/// Bytes that the call stub saves argument registers in.
const SAVED_BYTES: i32 = 8 * (abi::INT_ARGS.len() + abi::FLOAT_ARGS) as i32;

/// Makes the stubs.
///
/// # Panics
/// When the code cache is too small even for them.
pub fn init() {
    let block: Block = memory::allocate(STUBS_BYTES_MAX).expect("room for the stubs");
    let mut asm = VecAssembler::<X64Relocation>::new(block.address());
    let call = block.address() + asm.offset().0;
    emit_call(&mut asm);
    let helpers = HelperId::ALL
        .iter()
        .map(|&id| {
            dynasm!(asm; .arch x64; .align 16);
            let address = block.address() + asm.offset().0;
            emit_helper(&mut asm, helpers::address(id));
            address as u32
        })
        .collect();
    let code = asm.finalize().expect("stubs have no open labels");
    memory::write(block, &code);
    let _ = STUBS.set(Stubs { call: call as u32, helpers });
}

const STUBS_BYTES_MAX: usize = 4096;

/// Notes where compiled code was, for stack walks.
fn emit_anchor(asm: &mut VecAssembler<X64Relocation>) {
    dynasm!(asm
        ; .arch x64
        ; mov [r15 + thread::HELPER_SP], rsp
        ; mov [r15 + thread::HELPER_FP], rbp
    );
}

/// Goes to the helper.
fn emit_helper(asm: &mut VecAssembler<X64Relocation>, function: usize) {
    emit_anchor(asm);
    dynasm!(asm
        ; .arch x64
        ; mov rdi, r15
        ; mov rax, QWORD function as i64
        ; jmp rax
    );
}

/// Saves the argument registers of a compiled call (integers, then floats, in the order of
/// `abi::arg_places`) and lets the interpreter call the method in `eax`.
fn emit_call(asm: &mut VecAssembler<X64Relocation>) {
    emit_anchor(asm);
    dynasm!(asm
        ; .arch x64
        ; push rbp
        ; mov rbp, rsp
        ; sub rsp, SAVED_BYTES
    );
    for (index, &register) in abi::INT_ARGS.iter().enumerate() {
        dynasm!(asm; .arch x64; mov [rsp + 8 * index as i32], Rq(register));
    }
    for index in 0..abi::FLOAT_ARGS {
        let place = 8 * (abi::INT_ARGS.len() + index) as i32;
        dynasm!(asm; .arch x64; movsd [rsp + place], Rx(index as u8));
    }
    dynasm!(asm
        ; .arch x64
        ; mov rdi, r15
        ; mov esi, eax
        ; mov rdx, rsp
        ; lea rcx, [rbp + 16]
        ; mov rax, QWORD helpers::call_address() as i64
        ; call rax
        ; movq xmm0, rax
        ; mov rsp, rbp
        ; pop rbp
        ; ret
    );
}

/// The code of a bound native method for compiled calls: the arguments as the interpreter has them
/// on the stack, then the function at once (a leaf's), or the helper that gives it a frame.
pub fn native(method: MethodRef) -> Option<u32> {
    let kinds: Vec<Kind> = method.argument_kinds().collect();
    let slots: usize = kinds.iter().map(|kind| usize::from(kind.slots())).sum();
    let bytes = (8 * slots).next_multiple_of(16) as i32;
    let mut asm = VecAssembler::<X64Relocation>::new(0);
    emit_anchor(&mut asm);
    dynasm!(asm
        ; .arch x64
        ; push rbp
        ; mov rbp, rsp
        ; sub rsp, bytes
    );
    let (mut places, mut slot) = (ArgPlaces::default(), 0);
    for kind in kinds {
        match places.next(kind.is_float()) {
            ArgPlace::Int(index) => {
                let register = abi::INT_ARGS[usize::from(index)];
                dynasm!(asm; .arch x64; mov [rsp + slot], Rq(register));
            }
            ArgPlace::Float(index) => dynasm!(asm; .arch x64; movsd [rsp + slot], Rx(index)),
            ArgPlace::Stack(index) => dynasm!(asm
                ; .arch x64
                ; mov rax, [rbp + 16 + 8 * i32::from(index)]
                ; mov [rsp + slot], rax
            ),
        }
        slot += 8 * kind.slots() as i32;
    }
    let row = crate::native::row(method.native_index.get());
    let (function, argument) = match row.leaf {
        true => (helpers::leaf_address(), row.function as usize as i64),
        false => (helpers::native_address(), i64::from(method.raw())),
    };
    dynasm!(asm
        ; .arch x64
        ; mov rdi, r15
        ; mov rsi, rsp
        ; mov rdx, QWORD argument
        ; mov rax, QWORD function as i64
        ; call rax
        ; movq xmm0, rax
        ; leave
        ; ret
    );
    place(asm)
}

/// Puts code into the cache; its address, if there is room.
fn place(asm: VecAssembler<X64Relocation>) -> Option<u32> {
    let code = asm.finalize().ok()?;
    let block = memory::allocate(code.len())?;
    memory::write(block, &code);
    Some(block.address() as u32)
}

/// The code of a method-handle linker (`invokeBasic`, `linkToStatic`, …) for calls with descriptor
/// `desc`: it goes on to the target's code with the arguments as they are. What it cannot tell at
/// once (null, an interface's method) it leaves to the interpreter.
pub fn linker(kind: CallKind, desc: &[u8]) -> u32 {
    let call = call_stub();
    if call == 0 || kind == CallKind::LinkToInterface {
        return call;
    }
    let mut asm = VecAssembler::<X64Relocation>::new(0);
    let slow = asm.new_dynamic_label();
    if kind == CallKind::InvokeBasic {
        emit_member_of_handle(&mut asm, slow);
    } else {
        emit_member_argument(&mut asm, desc);
    }
    emit_target(&mut asm, slow);
    if kind == CallKind::LinkToVirtual {
        emit_selection(&mut asm, slow);
    } else {
        dynasm!(asm; .arch x64; mov eax, r10d);
    }
    dynasm!(asm
        ; .arch x64
        ; jmp QWORD [rax + layout::method::CODE]
        ; =>slow
        ; mov r11d, call as i32
        ; jmp r11
    );
    place(asm).unwrap_or(call)
}

/// `r11` = the MemberName of the form of the method handle that is the receiver.
fn emit_member_of_handle(asm: &mut VecAssembler<X64Relocation>, slow: DynamicLabel) {
    dynasm!(asm
        ; .arch x64
        ; test rsi, rsi
        ; jz =>slow
        ; mov r11d, [rsi + off::mh_form() as i32]
        ; test r11d, r11d
        ; jz =>slow
        ; mov r11d, [r11 * 8 + off::form_vmentry() as i32]
        ; shl r11, layout::object::REF_SHIFT as i8
    );
}

/// `r11` = the last argument, a MemberName.
fn emit_member_argument(asm: &mut VecAssembler<X64Relocation>, desc: &[u8]) {
    let mut places = ArgPlaces::default();
    let mut last = ArgPlace::Int(0);
    for part in types::params(desc) {
        let kind = Kind::of_char(part[0]);
        last = places.next(kind.is_float());
    }
    match last {
        ArgPlace::Int(index) => {
            dynasm!(asm; .arch x64; mov r11, Rq(abi::INT_ARGS[usize::from(index)]));
        }
        ArgPlace::Stack(index) => {
            dynasm!(asm; .arch x64; mov r11, [rsp + 8 + 8 * i32::from(index)]);
        }
        ArgPlace::Float(_) => unreachable!("a MemberName is a reference"),
    }
}

/// `r10d` = handle of the method that the MemberName in `r11` names.
fn emit_target(asm: &mut VecAssembler<X64Relocation>, slow: DynamicLabel) {
    dynasm!(asm
        ; .arch x64
        ; test r11, r11
        ; jz =>slow
        ; mov r11d, [r11 + off::mn_method() as i32]
        ; test r11d, r11d
        ; jz =>slow
        ; mov r10d, [r11 * 8 + inj::vm_method() as i32]
        ; test r10d, r10d
        ; jz =>slow
    );
}

/// `eax` = handle of the method that the receiver's class has in the vtable in place of `r10d`.
fn emit_selection(asm: &mut VecAssembler<X64Relocation>, slow: DynamicLabel) {
    dynasm!(asm
        ; .arch x64
        ; test rsi, rsi
        ; jz =>slow
        ; mov r11d, [r10 + std::mem::offset_of!(Method, vtable_index) as i32]
        ; test r11d, r11d
        ; js =>slow
        ; mov eax, [rsi + layout::object::CLASS]
        ; mov eax, [rax + layout::class::VTABLE]
        ; mov eax, [rax + 4 * r11]
    );
}
