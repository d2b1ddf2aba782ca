//! From bytecode to instruction words: one method per bytecode, in table order.

use super::op::Op;
use super::prepare::{NAN_GREATER, NAN_LESS, Preparer};
use cortado_protocol::bytecode::{
    Bci, CpIndex, ElementType, LocalIndex, LookupSwitch, TableSwitch, Visitor,
};

impl Visitor for Preparer<'_> {
    type Output = ();

    fn nop(&mut self) {
        // Leaves no word: a jump here lands on what follows.
    }
    fn aconst_null(&mut self) {
        self.imm(0);
    }
    fn iconst_m1(&mut self) {
        self.imm(-1);
    }
    fn iconst_0(&mut self) {
        self.imm(0);
    }
    fn iconst_1(&mut self) {
        self.imm(1);
    }
    fn iconst_2(&mut self) {
        self.imm(2);
    }
    fn iconst_3(&mut self) {
        self.imm(3);
    }
    fn iconst_4(&mut self) {
        self.imm(4);
    }
    fn iconst_5(&mut self) {
        self.imm(5);
    }
    fn lconst_0(&mut self) {
        self.emit(Op::ImmL, 0, 0);
    }
    fn lconst_1(&mut self) {
        self.emit(Op::ImmL, 0, 1);
    }
    fn fconst_0(&mut self) {
        self.imm(0f32.to_bits() as i32);
    }
    fn fconst_1(&mut self) {
        self.imm(1f32.to_bits() as i32);
    }
    fn fconst_2(&mut self) {
        self.imm(2f32.to_bits() as i32);
    }
    fn dconst_0(&mut self) {
        self.wide_imm(0f64.to_bits());
    }
    fn dconst_1(&mut self) {
        self.wide_imm(1f64.to_bits());
    }
    fn bipush(&mut self, value: i8) {
        self.imm(i32::from(value));
    }
    fn sipush(&mut self, value: i16) {
        self.imm(i32::from(value));
    }
    fn ldc(&mut self, constant: CpIndex) {
        self.load_constant(constant.0);
    }
    fn ldc_w(&mut self, constant: CpIndex) {
        self.load_constant(constant.0);
    }
    fn ldc2_w(&mut self, constant: CpIndex) {
        self.load_wide_constant(constant.0);
    }
    fn iload(&mut self, index: LocalIndex) {
        self.load1(index.0);
    }
    fn lload(&mut self, index: LocalIndex) {
        self.load2(index.0);
    }
    fn fload(&mut self, index: LocalIndex) {
        self.load1(index.0);
    }
    fn dload(&mut self, index: LocalIndex) {
        self.load2(index.0);
    }
    fn aload(&mut self, index: LocalIndex) {
        self.load1(index.0);
    }
    fn iload_0(&mut self) {
        self.load1(0);
    }
    fn iload_1(&mut self) {
        self.load1(1);
    }
    fn iload_2(&mut self) {
        self.load1(2);
    }
    fn iload_3(&mut self) {
        self.load1(3);
    }
    fn lload_0(&mut self) {
        self.load2(0);
    }
    fn lload_1(&mut self) {
        self.load2(1);
    }
    fn lload_2(&mut self) {
        self.load2(2);
    }
    fn lload_3(&mut self) {
        self.load2(3);
    }
    fn fload_0(&mut self) {
        self.load1(0);
    }
    fn fload_1(&mut self) {
        self.load1(1);
    }
    fn fload_2(&mut self) {
        self.load1(2);
    }
    fn fload_3(&mut self) {
        self.load1(3);
    }
    fn dload_0(&mut self) {
        self.load2(0);
    }
    fn dload_1(&mut self) {
        self.load2(1);
    }
    fn dload_2(&mut self) {
        self.load2(2);
    }
    fn dload_3(&mut self) {
        self.load2(3);
    }
    fn aload_0(&mut self) {
        self.load1(0);
    }
    fn aload_1(&mut self) {
        self.load1(1);
    }
    fn aload_2(&mut self) {
        self.load1(2);
    }
    fn aload_3(&mut self) {
        self.load1(3);
    }
    fn iaload(&mut self) {
        self.array_load(Op::ALoadI32SS);
    }
    fn laload(&mut self) {
        self.array_load(Op::ALoadI64SS);
    }
    fn faload(&mut self) {
        self.array_load(Op::ALoadI32SS);
    }
    fn daload(&mut self) {
        self.array_load(Op::ALoadI64SS);
    }
    fn aaload(&mut self) {
        self.array_load(Op::ALoadRefSS);
    }
    fn baload(&mut self) {
        self.array_load(Op::ALoadI8SS);
    }
    fn caload(&mut self) {
        self.array_load(Op::ALoadU16SS);
    }
    fn saload(&mut self) {
        self.array_load(Op::ALoadI16SS);
    }
    fn istore(&mut self, index: LocalIndex) {
        self.store1(index.0);
    }
    fn lstore(&mut self, index: LocalIndex) {
        self.store2(index.0);
    }
    fn fstore(&mut self, index: LocalIndex) {
        self.store1(index.0);
    }
    fn dstore(&mut self, index: LocalIndex) {
        self.store2(index.0);
    }
    fn astore(&mut self, index: LocalIndex) {
        self.store1(index.0);
    }
    fn istore_0(&mut self) {
        self.store1(0);
    }
    fn istore_1(&mut self) {
        self.store1(1);
    }
    fn istore_2(&mut self) {
        self.store1(2);
    }
    fn istore_3(&mut self) {
        self.store1(3);
    }
    fn lstore_0(&mut self) {
        self.store2(0);
    }
    fn lstore_1(&mut self) {
        self.store2(1);
    }
    fn lstore_2(&mut self) {
        self.store2(2);
    }
    fn lstore_3(&mut self) {
        self.store2(3);
    }
    fn fstore_0(&mut self) {
        self.store1(0);
    }
    fn fstore_1(&mut self) {
        self.store1(1);
    }
    fn fstore_2(&mut self) {
        self.store1(2);
    }
    fn fstore_3(&mut self) {
        self.store1(3);
    }
    fn dstore_0(&mut self) {
        self.store2(0);
    }
    fn dstore_1(&mut self) {
        self.store2(1);
    }
    fn dstore_2(&mut self) {
        self.store2(2);
    }
    fn dstore_3(&mut self) {
        self.store2(3);
    }
    fn astore_0(&mut self) {
        self.store1(0);
    }
    fn astore_1(&mut self) {
        self.store1(1);
    }
    fn astore_2(&mut self) {
        self.store1(2);
    }
    fn astore_3(&mut self) {
        self.store1(3);
    }
    fn iastore(&mut self) {
        self.emit(Op::AStoreI32S, 0, 0);
    }
    fn lastore(&mut self) {
        self.emit(Op::AStoreI64S, 0, 0);
    }
    fn fastore(&mut self) {
        self.emit(Op::AStoreI32S, 0, 0);
    }
    fn dastore(&mut self) {
        self.emit(Op::AStoreI64S, 0, 0);
    }
    fn aastore(&mut self) {
        self.emit(Op::AStoreRefS, 0, 0);
    }
    fn bastore(&mut self) {
        self.emit(Op::AStoreI8S, 0, 0);
    }
    fn castore(&mut self) {
        self.emit(Op::AStoreU16S, 0, 0);
    }
    fn sastore(&mut self) {
        self.emit(Op::AStoreI16S, 0, 0);
    }
    fn pop(&mut self) {
        self.emit(Op::Pop, 0, 0);
    }
    fn pop2(&mut self) {
        self.emit(Op::Pop2, 0, 0);
    }
    fn dup(&mut self) {
        self.emit(Op::Dup, 0, 0);
    }
    fn dup_x1(&mut self) {
        self.emit(Op::DupX1, 0, 0);
    }
    fn dup_x2(&mut self) {
        self.emit(Op::DupX2, 0, 0);
    }
    fn dup2(&mut self) {
        self.emit(Op::Dup2, 0, 0);
    }
    fn dup2_x1(&mut self) {
        self.emit(Op::Dup2X1, 0, 0);
    }
    fn dup2_x2(&mut self) {
        self.emit(Op::Dup2X2, 0, 0);
    }
    fn swap(&mut self) {
        self.emit(Op::Swap, 0, 0);
    }
    fn iadd(&mut self) {
        self.int_binary(Op::IAddSS);
    }
    fn ladd(&mut self) {
        self.wide_binary(Op::LAddSS);
    }
    fn fadd(&mut self) {
        self.emit(Op::FAdd, 0, 0);
    }
    fn dadd(&mut self) {
        self.wide_binary(Op::DAddSS);
    }
    fn isub(&mut self) {
        self.int_binary(Op::ISubSS);
    }
    fn lsub(&mut self) {
        self.wide_binary(Op::LSubSS);
    }
    fn fsub(&mut self) {
        self.emit(Op::FSub, 0, 0);
    }
    fn dsub(&mut self) {
        self.wide_binary(Op::DSubSS);
    }
    fn imul(&mut self) {
        self.int_binary(Op::IMulSS);
    }
    fn lmul(&mut self) {
        self.wide_binary(Op::LMulSS);
    }
    fn fmul(&mut self) {
        self.emit(Op::FMul, 0, 0);
    }
    fn dmul(&mut self) {
        self.wide_binary(Op::DMulSS);
    }
    fn idiv(&mut self) {
        self.emit(Op::IDiv, 0, 0);
    }
    fn ldiv(&mut self) {
        self.emit(Op::LDiv, 0, 0);
    }
    fn fdiv(&mut self) {
        self.emit(Op::FDiv, 0, 0);
    }
    fn ddiv(&mut self) {
        self.wide_binary(Op::DDivSS);
    }
    fn irem(&mut self) {
        self.emit(Op::IRem, 0, 0);
    }
    fn lrem(&mut self) {
        self.emit(Op::LRem, 0, 0);
    }
    fn frem(&mut self) {
        self.emit(Op::FRem, 0, 0);
    }
    fn drem(&mut self) {
        self.emit(Op::DRem, 0, 0);
    }
    fn ineg(&mut self) {
        self.emit(Op::INeg, 0, 0);
    }
    fn lneg(&mut self) {
        self.emit(Op::LNeg, 0, 0);
    }
    fn fneg(&mut self) {
        self.emit(Op::FNeg, 0, 0);
    }
    fn dneg(&mut self) {
        self.emit(Op::DNeg, 0, 0);
    }
    fn ishl(&mut self) {
        self.int_binary(Op::IShlSS);
    }
    fn lshl(&mut self) {
        self.emit(Op::LShl, 0, 0);
    }
    fn ishr(&mut self) {
        self.int_binary(Op::IShrSS);
    }
    fn lshr(&mut self) {
        self.emit(Op::LShr, 0, 0);
    }
    fn iushr(&mut self) {
        self.int_binary(Op::IUShrSS);
    }
    fn lushr(&mut self) {
        self.emit(Op::LUShr, 0, 0);
    }
    fn iand(&mut self) {
        self.int_binary(Op::IAndSS);
    }
    fn land(&mut self) {
        self.wide_binary(Op::LAndSS);
    }
    fn ior(&mut self) {
        self.int_binary(Op::IOrSS);
    }
    fn lor(&mut self) {
        self.wide_binary(Op::LOrSS);
    }
    fn ixor(&mut self) {
        self.int_binary(Op::IXorSS);
    }
    fn lxor(&mut self) {
        self.wide_binary(Op::LXorSS);
    }
    fn iinc(&mut self, index: LocalIndex, delta: i16) {
        self.emit(Op::Inc, index.0, i32::from(delta));
    }
    fn i2l(&mut self) {
        self.emit(Op::I2L, 0, 0);
    }
    fn i2f(&mut self) {
        self.emit(Op::I2F, 0, 0);
    }
    fn i2d(&mut self) {
        self.emit(Op::I2D, 0, 0);
    }
    fn l2i(&mut self) {
        self.emit(Op::L2I, 0, 0);
    }
    fn l2f(&mut self) {
        self.emit(Op::L2F, 0, 0);
    }
    fn l2d(&mut self) {
        self.emit(Op::L2D, 0, 0);
    }
    fn f2i(&mut self) {
        self.emit(Op::F2I, 0, 0);
    }
    fn f2l(&mut self) {
        self.emit(Op::F2L, 0, 0);
    }
    fn f2d(&mut self) {
        self.emit(Op::F2D, 0, 0);
    }
    fn d2i(&mut self) {
        self.emit(Op::D2I, 0, 0);
    }
    fn d2l(&mut self) {
        self.emit(Op::D2L, 0, 0);
    }
    fn d2f(&mut self) {
        self.emit(Op::D2F, 0, 0);
    }
    fn i2b(&mut self) {
        self.emit(Op::I2B, 0, 0);
    }
    fn i2c(&mut self) {
        self.emit(Op::I2C, 0, 0);
    }
    fn i2s(&mut self) {
        self.emit(Op::I2S, 0, 0);
    }
    fn lcmp(&mut self) {
        self.emit(Op::LCmp, 0, 0);
    }
    fn fcmpl(&mut self) {
        self.emit(Op::FCmp, NAN_LESS, 0);
    }
    fn fcmpg(&mut self) {
        self.emit(Op::FCmp, NAN_GREATER, 0);
    }
    fn dcmpl(&mut self) {
        self.emit(Op::DCmp, NAN_LESS, 0);
    }
    fn dcmpg(&mut self) {
        self.emit(Op::DCmp, NAN_GREATER, 0);
    }
    fn ifeq(&mut self, target: Bci) {
        self.branch_zero(0, target);
    }
    fn ifne(&mut self, target: Bci) {
        self.branch_zero(1, target);
    }
    fn iflt(&mut self, target: Bci) {
        self.branch_zero(2, target);
    }
    fn ifge(&mut self, target: Bci) {
        self.branch_zero(3, target);
    }
    fn ifgt(&mut self, target: Bci) {
        self.branch_zero(4, target);
    }
    fn ifle(&mut self, target: Bci) {
        self.branch_zero(5, target);
    }
    fn if_icmpeq(&mut self, target: Bci) {
        self.branch_int(Op::IfEqSS, target);
    }
    fn if_icmpne(&mut self, target: Bci) {
        self.branch_int(Op::IfNeSS, target);
    }
    fn if_icmplt(&mut self, target: Bci) {
        self.branch_int(Op::IfLtSS, target);
    }
    fn if_icmpge(&mut self, target: Bci) {
        self.branch_int(Op::IfGeSS, target);
    }
    fn if_icmpgt(&mut self, target: Bci) {
        self.branch_int(Op::IfGtSS, target);
    }
    fn if_icmple(&mut self, target: Bci) {
        self.branch_int(Op::IfLeSS, target);
    }
    fn if_acmpeq(&mut self, target: Bci) {
        self.branch(Op::IfAEq, 0, target);
    }
    fn if_acmpne(&mut self, target: Bci) {
        self.branch(Op::IfANe, 0, target);
    }
    fn goto(&mut self, target: Bci) {
        self.jump(Op::Goto, 0, target);
    }
    fn jsr(&mut self, target: Bci) {
        self.jump(Op::Jsr, 0, target);
    }
    fn ret(&mut self, index: LocalIndex) {
        self.emit(Op::Ret, index.0, 0);
    }
    fn tableswitch(&mut self, table: TableSwitch<'_>) {
        self.table_switch(&table);
    }
    fn lookupswitch(&mut self, table: LookupSwitch<'_>) {
        self.lookup_switch(&table);
    }
    fn ireturn(&mut self) {
        self.return_int();
    }
    fn lreturn(&mut self) {
        self.emit(Op::Return2, 0, 0);
    }
    fn freturn(&mut self) {
        self.return1();
    }
    fn dreturn(&mut self) {
        self.emit(Op::Return2, 0, 0);
    }
    fn areturn(&mut self) {
        self.return1();
    }
    fn r#return(&mut self) {
        self.return0();
    }
    fn getstatic(&mut self, field: CpIndex) {
        self.two_words(Op::GetStaticUnresolved, 0, field.0);
    }
    fn putstatic(&mut self, field: CpIndex) {
        self.two_words(Op::PutStaticUnresolved, 0, field.0);
    }
    fn getfield(&mut self, field: CpIndex) {
        self.get_field(field.0);
    }
    fn putfield(&mut self, field: CpIndex) {
        self.emit(Op::PutFieldUnresolved, 0, i32::from(field.0));
    }
    fn invokevirtual(&mut self, method: CpIndex) {
        self.virtual_call(Op::InvokeVirtualUnresolved, method.0);
    }
    fn invokespecial(&mut self, method: CpIndex) {
        self.two_words(Op::InvokeSpecialUnresolved, 0, method.0);
    }
    fn invokestatic(&mut self, method: CpIndex) {
        self.two_words(Op::InvokeStaticUnresolved, 0, method.0);
    }
    fn invokeinterface(&mut self, method: CpIndex, _count: u8, _zero: u8) {
        self.virtual_call(Op::InvokeInterfaceUnresolved, method.0);
    }
    fn invokedynamic(&mut self, site: CpIndex, _zero: u16) {
        self.two_words(Op::InvokeDynamicUnresolved, 0, site.0);
    }
    fn new(&mut self, class: CpIndex) {
        self.emit(Op::NewUnresolved, 0, i32::from(class.0));
    }
    fn newarray(&mut self, element: ElementType) {
        self.emit(Op::NewArray, element as u16, 0);
    }
    fn anewarray(&mut self, class: CpIndex) {
        self.emit(Op::ANewArrayUnresolved, 0, i32::from(class.0));
    }
    fn arraylength(&mut self) {
        self.array_length();
    }
    fn athrow(&mut self) {
        self.emit(Op::AThrow, 0, 0);
    }
    fn checkcast(&mut self, class: CpIndex) {
        self.emit(Op::CheckCastUnresolved, 0, i32::from(class.0));
    }
    fn instanceof(&mut self, class: CpIndex) {
        self.emit(Op::InstanceOfUnresolved, 0, i32::from(class.0));
    }
    fn monitorenter(&mut self) {
        self.emit(Op::MonitorEnter, 0, 0);
    }
    fn monitorexit(&mut self) {
        self.emit(Op::MonitorExit, 0, 0);
    }
    fn multianewarray(&mut self, class: CpIndex, dimensions: u8) {
        self.emit(Op::MultiANewArray, u16::from(dimensions), i32::from(class.0));
    }
    fn ifnull(&mut self, target: Bci) {
        self.branch_null(Op::IfNull, target);
    }
    fn ifnonnull(&mut self, target: Bci) {
        self.branch_null(Op::IfNonNull, target);
    }
    fn goto_w(&mut self, target: Bci) {
        self.jump(Op::Goto, 0, target);
    }
    fn jsr_w(&mut self, target: Bci) {
        self.jump(Op::Jsr, 0, target);
    }
}
