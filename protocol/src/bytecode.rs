//! The instruction set of JVMS 17 chapter 6, as one table.
//!
//! [`for_each_opcode!`](crate::for_each_opcode) has one row per instruction. Everything that only
//! *reads* bytecode is generated from it: [`Opcode`], [`Instruction`] and its decoder, lengths,
//! stack effects, the [`Visitor`] with one required method per row, the disassembler and the
//! assembler (both in [`text`]). `wide` is no instruction but a prefix: the decoder folds it into
//! the instruction it widens, so `wide iload 300` is an [`Instruction::ILoad`] four bytes
//! long.
//!
//! # Adding a row
//!
//! `code mnemonic = Name(operand: Encoding, ..) [pops -> pushes] FLAGS;`
//!
//! * The encoding is a type of [`operand`]; it fixes how many bytes the operand has, what value it
//!   decodes to, and how it is written.
//! * The stack effect has one letter per value: `I F A` fill one slot, `J D` two, `1` is one slot
//!   of any kind, and `*` depends on the constant pool or on an operand.
//! * The flags are the constants of [`Flags`].
//!
//! Every implementation of [`Visitor`] then fails to build until it has the method.

pub mod decode;
pub mod operand;
#[cfg(test)]
mod tests;
pub mod text;

pub use decode::{DecodeError, DecodeErrorKind, Decoded, Instructions};
pub use operand::{Bci, CpIndex, ElementType, LocalIndex, LookupSwitch, TableSwitch};

/// Calls the macro at path `$m` with the whole table: `opcodes { rows } prefix { row }`.
#[macro_export]
macro_rules! for_each_opcode {
    ($m:path) => {
        $m! { opcodes {
        0x00 nop             = Nop()                      [""     -> ""];
        0x01 aconst_null     = AConstNull()               [""     -> "A"];
        0x02 iconst_m1       = IConstM1()                 [""     -> "I"];
        0x03 iconst_0        = IConst0()                  [""     -> "I"];
        0x04 iconst_1        = IConst1()                  [""     -> "I"];
        0x05 iconst_2        = IConst2()                  [""     -> "I"];
        0x06 iconst_3        = IConst3()                  [""     -> "I"];
        0x07 iconst_4        = IConst4()                  [""     -> "I"];
        0x08 iconst_5        = IConst5()                  [""     -> "I"];
        0x09 lconst_0        = LConst0()                  [""     -> "J"];
        0x0a lconst_1        = LConst1()                  [""     -> "J"];
        0x0b fconst_0        = FConst0()                  [""     -> "F"];
        0x0c fconst_1        = FConst1()                  [""     -> "F"];
        0x0d fconst_2        = FConst2()                  [""     -> "F"];
        0x0e dconst_0        = DConst0()                  [""     -> "D"];
        0x0f dconst_1        = DConst1()                  [""     -> "D"];
        0x10 bipush          = BiPush(value: I8)          [""     -> "I"];
        0x11 sipush          = SiPush(value: I16)         [""     -> "I"];
        0x12 ldc             = Ldc(constant: Cp8)         [""     -> "1"] THROWS;
        0x13 ldc_w           = LdcW(constant: Cp16)       [""     -> "1"] THROWS;
        0x14 ldc2_w          = Ldc2W(constant: Cp16)      [""     -> "11"] THROWS;
        0x15 iload           = ILoad(index: Local)        [""     -> "I"] WIDE;
        0x16 lload           = LLoad(index: Local)        [""     -> "J"] WIDE;
        0x17 fload           = FLoad(index: Local)        [""     -> "F"] WIDE;
        0x18 dload           = DLoad(index: Local)        [""     -> "D"] WIDE;
        0x19 aload           = ALoad(index: Local)        [""     -> "A"] WIDE;
        0x1a iload_0         = ILoad0()                   [""     -> "I"];
        0x1b iload_1         = ILoad1()                   [""     -> "I"];
        0x1c iload_2         = ILoad2()                   [""     -> "I"];
        0x1d iload_3         = ILoad3()                   [""     -> "I"];
        0x1e lload_0         = LLoad0()                   [""     -> "J"];
        0x1f lload_1         = LLoad1()                   [""     -> "J"];
        0x20 lload_2         = LLoad2()                   [""     -> "J"];
        0x21 lload_3         = LLoad3()                   [""     -> "J"];
        0x22 fload_0         = FLoad0()                   [""     -> "F"];
        0x23 fload_1         = FLoad1()                   [""     -> "F"];
        0x24 fload_2         = FLoad2()                   [""     -> "F"];
        0x25 fload_3         = FLoad3()                   [""     -> "F"];
        0x26 dload_0         = DLoad0()                   [""     -> "D"];
        0x27 dload_1         = DLoad1()                   [""     -> "D"];
        0x28 dload_2         = DLoad2()                   [""     -> "D"];
        0x29 dload_3         = DLoad3()                   [""     -> "D"];
        0x2a aload_0         = ALoad0()                   [""     -> "A"];
        0x2b aload_1         = ALoad1()                   [""     -> "A"];
        0x2c aload_2         = ALoad2()                   [""     -> "A"];
        0x2d aload_3         = ALoad3()                   [""     -> "A"];
        0x2e iaload          = IALoad()                   ["AI"   -> "I"] THROWS;
        0x2f laload          = LALoad()                   ["AI"   -> "J"] THROWS;
        0x30 faload          = FALoad()                   ["AI"   -> "F"] THROWS;
        0x31 daload          = DALoad()                   ["AI"   -> "D"] THROWS;
        0x32 aaload          = AALoad()                   ["AI"   -> "A"] THROWS;
        0x33 baload          = BALoad()                   ["AI"   -> "I"] THROWS;
        0x34 caload          = CALoad()                   ["AI"   -> "I"] THROWS;
        0x35 saload          = SALoad()                   ["AI"   -> "I"] THROWS;
        0x36 istore          = IStore(index: Local)       ["I"    -> ""] WIDE;
        0x37 lstore          = LStore(index: Local)       ["J"    -> ""] WIDE;
        0x38 fstore          = FStore(index: Local)       ["F"    -> ""] WIDE;
        0x39 dstore          = DStore(index: Local)       ["D"    -> ""] WIDE;
        0x3a astore          = AStore(index: Local)       ["A"    -> ""] WIDE;
        0x3b istore_0        = IStore0()                  ["I"    -> ""];
        0x3c istore_1        = IStore1()                  ["I"    -> ""];
        0x3d istore_2        = IStore2()                  ["I"    -> ""];
        0x3e istore_3        = IStore3()                  ["I"    -> ""];
        0x3f lstore_0        = LStore0()                  ["J"    -> ""];
        0x40 lstore_1        = LStore1()                  ["J"    -> ""];
        0x41 lstore_2        = LStore2()                  ["J"    -> ""];
        0x42 lstore_3        = LStore3()                  ["J"    -> ""];
        0x43 fstore_0        = FStore0()                  ["F"    -> ""];
        0x44 fstore_1        = FStore1()                  ["F"    -> ""];
        0x45 fstore_2        = FStore2()                  ["F"    -> ""];
        0x46 fstore_3        = FStore3()                  ["F"    -> ""];
        0x47 dstore_0        = DStore0()                  ["D"    -> ""];
        0x48 dstore_1        = DStore1()                  ["D"    -> ""];
        0x49 dstore_2        = DStore2()                  ["D"    -> ""];
        0x4a dstore_3        = DStore3()                  ["D"    -> ""];
        0x4b astore_0        = AStore0()                  ["A"    -> ""];
        0x4c astore_1        = AStore1()                  ["A"    -> ""];
        0x4d astore_2        = AStore2()                  ["A"    -> ""];
        0x4e astore_3        = AStore3()                  ["A"    -> ""];
        0x4f iastore         = IAStore()                  ["AII"  -> ""] THROWS;
        0x50 lastore         = LAStore()                  ["AIJ"  -> ""] THROWS;
        0x51 fastore         = FAStore()                  ["AIF"  -> ""] THROWS;
        0x52 dastore         = DAStore()                  ["AID"  -> ""] THROWS;
        0x53 aastore         = AAStore()                  ["AIA"  -> ""] THROWS;
        0x54 bastore         = BAStore()                  ["AII"  -> ""] THROWS;
        0x55 castore         = CAStore()                  ["AII"  -> ""] THROWS;
        0x56 sastore         = SAStore()                  ["AII"  -> ""] THROWS;
        0x57 pop             = Pop()                      ["1"    -> ""];
        0x58 pop2            = Pop2()                     ["11"   -> ""];
        0x59 dup             = Dup()                      ["1"    -> "11"];
        0x5a dup_x1          = DupX1()                    ["11"   -> "111"];
        0x5b dup_x2          = DupX2()                    ["111"  -> "1111"];
        0x5c dup2            = Dup2()                     ["11"   -> "1111"];
        0x5d dup2_x1         = Dup2X1()                   ["111"  -> "11111"];
        0x5e dup2_x2         = Dup2X2()                   ["1111" -> "111111"];
        0x5f swap            = Swap()                     ["11"   -> "11"];
        0x60 iadd            = IAdd()                     ["II"   -> "I"];
        0x61 ladd            = LAdd()                     ["JJ"   -> "J"];
        0x62 fadd            = FAdd()                     ["FF"   -> "F"];
        0x63 dadd            = DAdd()                     ["DD"   -> "D"];
        0x64 isub            = ISub()                     ["II"   -> "I"];
        0x65 lsub            = LSub()                     ["JJ"   -> "J"];
        0x66 fsub            = FSub()                     ["FF"   -> "F"];
        0x67 dsub            = DSub()                     ["DD"   -> "D"];
        0x68 imul            = IMul()                     ["II"   -> "I"];
        0x69 lmul            = LMul()                     ["JJ"   -> "J"];
        0x6a fmul            = FMul()                     ["FF"   -> "F"];
        0x6b dmul            = DMul()                     ["DD"   -> "D"];
        0x6c idiv            = IDiv()                     ["II"   -> "I"] THROWS;
        0x6d ldiv            = LDiv()                     ["JJ"   -> "J"] THROWS;
        0x6e fdiv            = FDiv()                     ["FF"   -> "F"];
        0x6f ddiv            = DDiv()                     ["DD"   -> "D"];
        0x70 irem            = IRem()                     ["II"   -> "I"] THROWS;
        0x71 lrem            = LRem()                     ["JJ"   -> "J"] THROWS;
        0x72 frem            = FRem()                     ["FF"   -> "F"];
        0x73 drem            = DRem()                     ["DD"   -> "D"];
        0x74 ineg            = INeg()                     ["I"    -> "I"];
        0x75 lneg            = LNeg()                     ["J"    -> "J"];
        0x76 fneg            = FNeg()                     ["F"    -> "F"];
        0x77 dneg            = DNeg()                     ["D"    -> "D"];
        0x78 ishl            = IShl()                     ["II"   -> "I"];
        0x79 lshl            = LShl()                     ["JI"   -> "J"];
        0x7a ishr            = IShr()                     ["II"   -> "I"];
        0x7b lshr            = LShr()                     ["JI"   -> "J"];
        0x7c iushr           = IUShr()                    ["II"   -> "I"];
        0x7d lushr           = LUShr()                    ["JI"   -> "J"];
        0x7e iand            = IAnd()                     ["II"   -> "I"];
        0x7f land            = LAnd()                     ["JJ"   -> "J"];
        0x80 ior             = IOr()                      ["II"   -> "I"];
        0x81 lor             = LOr()                      ["JJ"   -> "J"];
        0x82 ixor            = IXor()                     ["II"   -> "I"];
        0x83 lxor            = LXor()                     ["JJ"   -> "J"];
        0x84 iinc            = IInc(index: Local, delta: IncDelta) [""     -> ""] WIDE;
        0x85 i2l             = I2L()                      ["I"    -> "J"];
        0x86 i2f             = I2F()                      ["I"    -> "F"];
        0x87 i2d             = I2D()                      ["I"    -> "D"];
        0x88 l2i             = L2I()                      ["J"    -> "I"];
        0x89 l2f             = L2F()                      ["J"    -> "F"];
        0x8a l2d             = L2D()                      ["J"    -> "D"];
        0x8b f2i             = F2I()                      ["F"    -> "I"];
        0x8c f2l             = F2L()                      ["F"    -> "J"];
        0x8d f2d             = F2D()                      ["F"    -> "D"];
        0x8e d2i             = D2I()                      ["D"    -> "I"];
        0x8f d2l             = D2L()                      ["D"    -> "J"];
        0x90 d2f             = D2F()                      ["D"    -> "F"];
        0x91 i2b             = I2B()                      ["I"    -> "I"];
        0x92 i2c             = I2C()                      ["I"    -> "I"];
        0x93 i2s             = I2S()                      ["I"    -> "I"];
        0x94 lcmp            = LCmp()                     ["JJ"   -> "I"];
        0x95 fcmpl           = FCmpL()                    ["FF"   -> "I"];
        0x96 fcmpg           = FCmpG()                    ["FF"   -> "I"];
        0x97 dcmpl           = DCmpL()                    ["DD"   -> "I"];
        0x98 dcmpg           = DCmpG()                    ["DD"   -> "I"];
        0x99 ifeq            = IfEq(target: Branch16)     ["I"    -> ""] BRANCH;
        0x9a ifne            = IfNe(target: Branch16)     ["I"    -> ""] BRANCH;
        0x9b iflt            = IfLt(target: Branch16)     ["I"    -> ""] BRANCH;
        0x9c ifge            = IfGe(target: Branch16)     ["I"    -> ""] BRANCH;
        0x9d ifgt            = IfGt(target: Branch16)     ["I"    -> ""] BRANCH;
        0x9e ifle            = IfLe(target: Branch16)     ["I"    -> ""] BRANCH;
        0x9f if_icmpeq       = IfICmpEq(target: Branch16) ["II"   -> ""] BRANCH;
        0xa0 if_icmpne       = IfICmpNe(target: Branch16) ["II"   -> ""] BRANCH;
        0xa1 if_icmplt       = IfICmpLt(target: Branch16) ["II"   -> ""] BRANCH;
        0xa2 if_icmpge       = IfICmpGe(target: Branch16) ["II"   -> ""] BRANCH;
        0xa3 if_icmpgt       = IfICmpGt(target: Branch16) ["II"   -> ""] BRANCH;
        0xa4 if_icmple       = IfICmpLe(target: Branch16) ["II"   -> ""] BRANCH;
        0xa5 if_acmpeq       = IfACmpEq(target: Branch16) ["AA"   -> ""] BRANCH;
        0xa6 if_acmpne       = IfACmpNe(target: Branch16) ["AA"   -> ""] BRANCH;
        0xa7 goto            = Goto(target: Branch16)     [""     -> ""] BRANCH ENDS;
        0xa8 jsr             = Jsr(target: Branch16)      [""     -> "A"] BRANCH ENDS;
        0xa9 ret             = Ret(index: Local)          [""     -> ""] WIDE ENDS;
        0xaa tableswitch     = TableSwitch(table: Table)  ["I"    -> ""] BRANCH ENDS;
        0xab lookupswitch    = LookupSwitch(table: Lookup) ["I"    -> ""] BRANCH ENDS;
        0xac ireturn         = IReturn()                  ["I"    -> ""] RETURN ENDS THROWS;
        0xad lreturn         = LReturn()                  ["J"    -> ""] RETURN ENDS THROWS;
        0xae freturn         = FReturn()                  ["F"    -> ""] RETURN ENDS THROWS;
        0xaf dreturn         = DReturn()                  ["D"    -> ""] RETURN ENDS THROWS;
        0xb0 areturn         = AReturn()                  ["A"    -> ""] RETURN ENDS THROWS;
        0xb1 r#return        = Return()                   [""     -> ""] RETURN ENDS THROWS;
        0xb2 getstatic       = GetStatic(field: Cp16)     [""     -> "*"] THROWS;
        0xb3 putstatic       = PutStatic(field: Cp16)     ["*"    -> ""] THROWS;
        0xb4 getfield        = GetField(field: Cp16)      ["A"    -> "*"] THROWS;
        0xb5 putfield        = PutField(field: Cp16)      ["*"    -> ""] THROWS;
        0xb6 invokevirtual   = InvokeVirtual(method: Cp16) ["*"    -> "*"] CALL THROWS;
        0xb7 invokespecial   = InvokeSpecial(method: Cp16) ["*"    -> "*"] CALL THROWS;
        0xb8 invokestatic    = InvokeStatic(method: Cp16) ["*"    -> "*"] CALL THROWS;
        0xb9 invokeinterface = InvokeInterface(method: Cp16, count: U8, zero: Zero8) ["*" -> "*"]
                               CALL THROWS;
        0xba invokedynamic   = InvokeDynamic(site: Cp16, zero: Zero16) ["*"    -> "*"] CALL THROWS;
        0xbb new             = New(class: Cp16)           [""     -> "A"] THROWS;
        0xbc newarray        = NewArray(element: Element) ["I"    -> "A"] THROWS;
        0xbd anewarray       = ANewArray(class: Cp16)     ["I"    -> "A"] THROWS;
        0xbe arraylength     = ArrayLength()              ["A"    -> "I"] THROWS;
        0xbf athrow          = AThrow()                   ["A"    -> ""] ENDS THROWS;
        0xc0 checkcast       = CheckCast(class: Cp16)     ["A"    -> "A"] THROWS;
        0xc1 instanceof      = InstanceOf(class: Cp16)    ["A"    -> "I"] THROWS;
        0xc2 monitorenter    = MonitorEnter()             ["A"    -> ""] THROWS;
        0xc3 monitorexit     = MonitorExit()              ["A"    -> ""] THROWS;
        0xc5 multianewarray  = MultiANewArray(class: Cp16, dimensions: U8) ["*"    -> "A"] THROWS;
        0xc6 ifnull          = IfNull(target: Branch16)   ["A"    -> ""] BRANCH;
        0xc7 ifnonnull       = IfNonNull(target: Branch16) ["A"    -> ""] BRANCH;
        0xc8 goto_w          = GotoW(target: Branch32)    [""     -> ""] BRANCH ENDS;
        0xc9 jsr_w           = JsrW(target: Branch32)     [""     -> "A"] BRANCH ENDS;
        } prefix {
        0xc4 wide = Wide;
        } }
    };
}

macro_rules! table_text {
    ($($t:tt)*) => {
        /// The tokens of the table, the input of [`CONTRACT`](crate::CONTRACT).
        pub const TABLE_TEXT: &str = stringify!($($t)*);
    };
}
for_each_opcode!(table_text);

macro_rules! define_opcodes {
    (opcodes { $(
        $code:literal $mnemonic:ident = $name:ident($($operand:ident: $encoding:ident),*)
        [$pops:literal -> $pushes:literal] $($flag:ident)*;
    )* } prefix { $wide_code:literal $wide_mnemonic:ident = $wide:ident; }) => {
        /// The operation code of an instruction.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Opcode {
            $(
                #[doc = concat!("`", stringify!($mnemonic), "`: `", $pops, "` to `", $pushes, "`")]
                $name = $code,
            )*
            /// `wide`: a prefix, never an instruction of its own.
            $wide = $wide_code,
        }

        impl Opcode {
            /// Every opcode, the prefix last.
            pub const ALL: &[Opcode] = &[$(Opcode::$name,)* Opcode::$wide];

            const ROWS: &[Option<Row>; 256] = &{
                let mut rows = [const { None }; 256];
                $(rows[$code] = Some(Row {
                    opcode: Opcode::$name,
                    mnemonic: plain(stringify!($mnemonic)),
                    operands: &[$(<operand::$encoding as operand::Encoding>::KIND),*],
                    len: fixed_len(&[$(<operand::$encoding as operand::Encoding>::LEN),*]),
                    pops: $pops,
                    pushes: $pushes,
                    flags: Flags(0 $(| Flags::$flag.0)*),
                });)*
                rows[$wide_code] = Some(Row {
                    opcode: Opcode::$wide,
                    mnemonic: stringify!($wide_mnemonic),
                    operands: &[],
                    len: None,
                    pops: "*",
                    pushes: "*",
                    flags: Flags(0),
                });
                rows
            };
        }

        /// A decoded instruction with its operands.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Instruction<'a> {
            $(
                #[doc = concat!("`", stringify!($mnemonic), "`")]
                $name {
                    $(
                        #[doc = stringify!($encoding)]
                        $operand: <operand::$encoding as operand::Encoding>::Value<'a>,
                    )*
                },
            )*
        }

        impl<'a> Instruction<'a> {
            /// The opcode, without a `wide` prefix.
            pub fn opcode(&self) -> Opcode {
                match self {
                    $(Instruction::$name { .. } => Opcode::$name,)*
                }
            }

            /// Calls the method of `visitor` for this instruction.
            #[inline]
            pub fn accept<V: Visitor + ?Sized>(&self, visitor: &mut V) -> V::Output {
                match *self {
                    $(Instruction::$name { $($operand),* } => visitor.$mnemonic($($operand),*),)*
                }
            }

            /// Calls `sink` with each explicit target of a branch or switch, the default last.
            pub fn each_target(&self, sink: &mut dyn FnMut(operand::Bci)) {
                use operand::Written as W;
                self.each_operand(&mut |written| match written {
                    W::Target(target) => sink(target),
                    W::Table(table) => {
                        table.cases().for_each(|(_, target)| sink(target));
                        sink(table.default);
                    }
                    W::Lookup(table) => {
                        table.cases().for_each(|(_, target)| sink(target));
                        sink(table.default);
                    }
                    W::Number(_) | W::Local(_) | W::Constant(_) | W::Element(_) | W::Zero => {}
                });
            }

            /// Decodes the operands that follow `opcode`; `None` for `wide`.
            pub(crate) fn decode_operands(
                opcode: Opcode,
                reader: &mut operand::Reader<'a>,
            ) -> Result<Option<Self>, DecodeErrorKind> {
                Ok(Some(match opcode {
                    $(Opcode::$name => Instruction::$name {
                        $($operand: <operand::$encoding as operand::Encoding>::decode(reader)?,)*
                    },)*
                    Opcode::$wide => return Ok(None),
                }))
            }

            /// Calls `sink` with each operand in order.
            pub(crate) fn each_operand(&self, sink: &mut dyn FnMut(operand::Written<'a>)) {
                match *self {
                    $(Instruction::$name { $($operand),* } => {
                        $(sink(<operand::$encoding as operand::Encoding>::written($operand));)*
                        let _ = &sink;
                    })*
                }
            }
        }

        /// One required method per instruction, named by its mnemonic.
        ///
        /// There are no default methods: a new row does not build until every visitor has it.
        #[expect(clippy::wrong_self_convention, reason = "`new` is the name of an instruction")]
        pub trait Visitor {
            /// What each method returns.
            type Output;
            $(
                #[doc = concat!("`", stringify!($mnemonic), "`")]
                fn $mnemonic(
                    &mut self $(, $operand: <operand::$encoding as operand::Encoding>::Value<'_>)*
                ) -> Self::Output;
            )*
        }
    };
}
for_each_opcode!(define_opcodes);

/// What a row says, except for its operand values.
struct Row {
    opcode: Opcode,
    mnemonic: &'static str,
    operands: &'static [operand::Kind],
    len: Option<u8>,
    pops: &'static str,
    pushes: &'static str,
    flags: Flags,
}

/// What an instruction may do besides its effect on the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(u8);

impl Flags {
    /// May continue at one or more explicit targets.
    pub const BRANCH: Flags = Flags(1);
    /// Never continues at the instruction that follows it in the code.
    pub const ENDS: Flags = Flags(2);
    /// May complete with an exception.
    pub const THROWS: Flags = Flags(4);
    /// Runs another method.
    pub const CALL: Flags = Flags(8);
    /// Returns from the method.
    pub const RETURN: Flags = Flags(16);
    /// May carry the `wide` prefix.
    pub const WIDE: Flags = Flags(32);

    /// Whether all flags of `other` are set.
    pub const fn contains(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }
}

impl Opcode {
    /// The opcode with this code; `None` for 0xca to 0xff, which no class file may contain.
    #[inline]
    pub const fn from_u8(code: u8) -> Option<Opcode> {
        match &Opcode::ROWS[code as usize] {
            Some(row) => Some(row.opcode),
            None => None,
        }
    }

    const fn row(self) -> &'static Row {
        match &Opcode::ROWS[self as usize] {
            Some(row) => row,
            None => unreachable!(),
        }
    }

    /// The opcode with this mnemonic.
    pub fn from_mnemonic(mnemonic: &str) -> Option<Opcode> {
        Opcode::ALL.iter().copied().find(|opcode| opcode.mnemonic() == mnemonic)
    }

    /// The name in JVMS 6.5.
    pub const fn mnemonic(self) -> &'static str {
        self.row().mnemonic
    }

    /// How the operands are encoded, in order.
    pub const fn operands(self) -> &'static [operand::Kind] {
        self.row().operands
    }

    /// The length in bytes without a `wide` prefix; `None` for the switches and for `wide`.
    pub const fn fixed_len(self) -> Option<u8> {
        self.row().len
    }

    /// What the instruction may do.
    pub const fn flags(self) -> Flags {
        self.row().flags
    }

    /// Whether all of `flags` are set for this instruction.
    pub const fn has(self, flags: Flags) -> bool {
        self.row().flags.contains(flags)
    }

    /// The values taken from the stack, one letter each, the deepest first (see the module).
    pub const fn pops(self) -> &'static str {
        self.row().pops
    }

    /// The values put on the stack, one letter each, the deepest first (see the module).
    pub const fn pushes(self) -> &'static str {
        self.row().pushes
    }

    /// Slots taken and slots put; `None` when that depends on the constant pool or an operand.
    pub const fn stack_effect(self) -> Option<StackEffect> {
        match (slots(self.row().pops), slots(self.row().pushes)) {
            (Some(pops), Some(pushes)) => Some(StackEffect { pops, pushes }),
            _ => None,
        }
    }
}

/// Slots that an instruction takes from and puts on the operand stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StackEffect {
    /// Slots taken.
    pub pops: u8,
    /// Slots put.
    pub pushes: u8,
}

const fn slots(letters: &str) -> Option<u8> {
    let bytes = letters.as_bytes();
    let mut count = 0;
    let mut i = 0;
    while i < bytes.len() {
        count += match bytes[i] {
            b'I' | b'F' | b'A' | b'1' => 1,
            b'J' | b'D' => 2,
            b'*' => return None,
            _ => panic!("unknown letter in a stack effect"),
        };
        i += 1;
    }
    Some(count)
}

/// Opcode and operands; `None` when an operand has no fixed length.
const fn fixed_len(operands: &[Option<u8>]) -> Option<u8> {
    let mut len = 1;
    let mut i = 0;
    while i < operands.len() {
        match operands[i] {
            Some(operand) => len += operand,
            None => return None,
        }
        i += 1;
    }
    Some(len)
}

/// The identifier without the marker that Rust keywords need.
const fn plain(identifier: &str) -> &str {
    match identifier.as_bytes() {
        [b'r', b'#', ..] => identifier.split_at(2).1,
        _ => identifier,
    }
}
