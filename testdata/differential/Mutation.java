import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import jdk.internal.org.objectweb.asm.Opcodes;
import jdk.internal.org.objectweb.asm.tree.AbstractInsnNode;
import jdk.internal.org.objectweb.asm.tree.ClassNode;
import jdk.internal.org.objectweb.asm.tree.FieldInsnNode;
import jdk.internal.org.objectweb.asm.tree.FieldNode;
import jdk.internal.org.objectweb.asm.tree.IincInsnNode;
import jdk.internal.org.objectweb.asm.tree.InsnList;
import jdk.internal.org.objectweb.asm.tree.InsnNode;
import jdk.internal.org.objectweb.asm.tree.IntInsnNode;
import jdk.internal.org.objectweb.asm.tree.JumpInsnNode;
import jdk.internal.org.objectweb.asm.tree.LabelNode;
import jdk.internal.org.objectweb.asm.tree.LdcInsnNode;
import jdk.internal.org.objectweb.asm.tree.LookupSwitchInsnNode;
import jdk.internal.org.objectweb.asm.tree.MethodInsnNode;
import jdk.internal.org.objectweb.asm.tree.MethodNode;
import jdk.internal.org.objectweb.asm.tree.TableSwitchInsnNode;
import jdk.internal.org.objectweb.asm.tree.TypeInsnNode;
import jdk.internal.org.objectweb.asm.tree.VarInsnNode;
import jdk.internal.org.objectweb.asm.tree.analysis.Analyzer;
import jdk.internal.org.objectweb.asm.tree.analysis.AnalyzerException;
import jdk.internal.org.objectweb.asm.tree.analysis.BasicInterpreter;
import jdk.internal.org.objectweb.asm.tree.analysis.BasicValue;
import jdk.internal.org.objectweb.asm.tree.analysis.BasicVerifier;
import jdk.internal.org.objectweb.asm.tree.analysis.Frame;

/** Changes of the instructions of one method. */
class Mutation {
    /** Instructions that take and leave the same, so that each may stand for each other. */
    static final int[][] ALIKE = {
        {Opcodes.IADD, Opcodes.ISUB, Opcodes.IMUL, Opcodes.IDIV, Opcodes.IREM, Opcodes.IAND, Opcodes.IOR, Opcodes.IXOR,
            Opcodes.ISHL, Opcodes.ISHR, Opcodes.IUSHR},
        {Opcodes.LADD, Opcodes.LSUB, Opcodes.LMUL, Opcodes.LDIV, Opcodes.LREM, Opcodes.LAND, Opcodes.LOR, Opcodes.LXOR},
        {Opcodes.LSHL, Opcodes.LSHR, Opcodes.LUSHR},
        {Opcodes.FADD, Opcodes.FSUB, Opcodes.FMUL, Opcodes.FDIV, Opcodes.FREM},
        {Opcodes.DADD, Opcodes.DSUB, Opcodes.DMUL, Opcodes.DDIV, Opcodes.DREM},
        {Opcodes.INEG, Opcodes.I2B, Opcodes.I2C, Opcodes.I2S, Opcodes.NOP},
        {Opcodes.LNEG, Opcodes.NOP}, {Opcodes.FNEG, Opcodes.NOP}, {Opcodes.DNEG, Opcodes.NOP},
        {Opcodes.FCMPL, Opcodes.FCMPG}, {Opcodes.DCMPL, Opcodes.DCMPG},
        {Opcodes.IFEQ, Opcodes.IFNE, Opcodes.IFLT, Opcodes.IFGE, Opcodes.IFGT, Opcodes.IFLE},
        {Opcodes.IF_ICMPEQ, Opcodes.IF_ICMPNE, Opcodes.IF_ICMPLT, Opcodes.IF_ICMPGE, Opcodes.IF_ICMPGT, Opcodes.IF_ICMPLE},
        {Opcodes.IF_ACMPEQ, Opcodes.IF_ACMPNE}, {Opcodes.IFNULL, Opcodes.IFNONNULL},
        {Opcodes.DUP_X1, Opcodes.SWAP}, {Opcodes.ICONST_0, Opcodes.ICONST_1, Opcodes.ICONST_M1, Opcodes.ICONST_5},
        {Opcodes.LCONST_0, Opcodes.LCONST_1}, {Opcodes.FCONST_0, Opcodes.FCONST_1, Opcodes.FCONST_2},
        {Opcodes.DCONST_0, Opcodes.DCONST_1},
    };
    /** What an int may go through and stay one, and what two ints may; likewise for other types. */
    static final int[][] INT_DETOURS = {
        {Opcodes.I2L, Opcodes.L2I}, {Opcodes.I2F, Opcodes.F2I}, {Opcodes.I2D, Opcodes.D2I}, {Opcodes.INEG}, {Opcodes.I2B},
        {Opcodes.I2C}, {Opcodes.I2S}, {Opcodes.DUP, Opcodes.POP}, {Opcodes.DUP, Opcodes.IADD}, {Opcodes.DUP, Opcodes.IDIV},
        {Opcodes.DUP, Opcodes.IMUL}, {Opcodes.ICONST_5, Opcodes.IUSHR}, {Opcodes.ICONST_5, Opcodes.SWAP, Opcodes.IREM},
        {Opcodes.I2L, Opcodes.DUP2, Opcodes.LMUL, Opcodes.L2I}, {Opcodes.ICONST_3, Opcodes.DUP_X1, Opcodes.ISUB, Opcodes.IXOR},
        {Opcodes.I2L, Opcodes.LCONST_1, Opcodes.LCMP}, {Opcodes.I2D, Opcodes.DUP2, Opcodes.DCMPG},
    };
    static final int[][] LONG_DETOURS = {
        {Opcodes.L2I, Opcodes.I2L}, {Opcodes.L2F, Opcodes.F2L}, {Opcodes.L2D, Opcodes.D2L}, {Opcodes.LNEG}, {Opcodes.DUP2, Opcodes.POP2},
        {Opcodes.DUP2, Opcodes.LXOR}, {Opcodes.DUP2, Opcodes.LDIV}, {Opcodes.ICONST_3, Opcodes.LSHR}, {Opcodes.DUP2, Opcodes.L2I, Opcodes.LUSHR},
        {Opcodes.LCONST_1, Opcodes.DUP2_X2, Opcodes.LADD, Opcodes.LSUB}, {Opcodes.LCONST_1, Opcodes.LCMP, Opcodes.I2L},
    };
    static final int[][] FLOAT_DETOURS = {
        {Opcodes.F2I, Opcodes.I2F}, {Opcodes.F2D, Opcodes.D2F}, {Opcodes.FNEG}, {Opcodes.DUP, Opcodes.FMUL}, {Opcodes.F2L, Opcodes.L2F},
        {Opcodes.FCONST_2, Opcodes.FREM}, {Opcodes.FCONST_1, Opcodes.FCMPL, Opcodes.I2F},
    };
    static final int[][] DOUBLE_DETOURS = {
        {Opcodes.D2I, Opcodes.I2D}, {Opcodes.D2F, Opcodes.F2D}, {Opcodes.DNEG}, {Opcodes.DUP2, Opcodes.DADD}, {Opcodes.D2L, Opcodes.L2D},
        {Opcodes.DCONST_1, Opcodes.DREM}, {Opcodes.DCONST_1, Opcodes.DCMPG, Opcodes.I2D},
    };
    static final int[] INTS = {0, -1, 1, 2, 7, 31, 32, 33, 63, 64, 127, 128, 255, -128, 32767, 65535, Integer.MAX_VALUE, Integer.MIN_VALUE};
    static final long[] LONGS = {0, -1, 1, 63, 64, 0xffffffffL, 1L << 31, 1L << 32, -(1L << 31), -(1L << 31) - 1, Long.MAX_VALUE, Long.MIN_VALUE};
    static final double[] DOUBLES = {0, -0.0, 1, -1, 0.5, 1e300, Double.NaN, Double.MIN_VALUE, 2147483648.0, 9.2e18, Double.POSITIVE_INFINITY};
    static final int SPAN_MAX = 18;
    static final int CODE_MAX = 3000;

    final ClassNode owner;
    final MethodNode method;
    final Map<String, ClassNode> nodes;
    final Random random;
    final InsnList code;
    Frame<BasicValue>[] frames;
    boolean locks;

    Mutation(ClassNode owner, MethodNode method, Map<String, ClassNode> nodes, Random random) {
        this.owner = owner;
        this.method = method;
        this.nodes = nodes;
        this.random = random;
        this.code = method.instructions;
    }

    /** Changes `method`; the first attempt that looks valid, or 0 when it stays as it was. */
    static int apply(ClassNode owner, MethodNode method, Map<String, ClassNode> nodes, long seed, int first, int last) {
        InsnList original = method.instructions;
        var handlers = method.tryCatchBlocks;
        if (original.size() > CODE_MAX) return 0;
        for (int attempt = first; attempt <= last; attempt++) {
            MethodNode copy = copy(method, original, handlers);
            Random random = new Random(seed * 7919 + attempt * 104729L + Mutants.key(owner, method).hashCode());
            Mutation mutation = new Mutation(owner, copy, nodes, random);
            try {
                if (!mutation.mutate()) continue;
                copy.maxStack += 8;
                new Analyzer<>(new BasicVerifier()).analyze(owner.name, copy);
            } catch (AnalyzerException | IndexOutOfBoundsException e) {
                continue;
            }
            method.instructions = copy.instructions;
            method.tryCatchBlocks = copy.tryCatchBlocks;
            method.maxStack = copy.maxStack;
            return attempt;
        }
        return 0;
    }

    static MethodNode copy(MethodNode method, InsnList instructions, List<jdk.internal.org.objectweb.asm.tree.TryCatchBlockNode> handlers) {
        method.instructions = instructions;
        method.tryCatchBlocks = handlers;
        MethodNode copy = new MethodNode(method.access, method.name, method.desc, null, method.exceptions.toArray(String[]::new));
        method.accept(copy);
        return copy;
    }

    boolean mutate() throws AnalyzerException {
        for (AbstractInsnNode insn : code) locks |= insn.getOpcode() == Opcodes.MONITORENTER;
        boolean any = false;
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            for (int tries = 0; tries < 8; tries++) {
                if (one()) {
                    any = true;
                    break;
                }
            }
        }
        return any;
    }

    boolean one() throws AnalyzerException {
        switch (random.nextInt(locks ? 12 : 18)) {
            case 0: case 1: case 2: return replace();
            case 3: case 4: return constant();
            case 5: case 6: return local();
            case 7: return detour();
            case 8: return member();
            case 9: return type();
            case 10: return keys();
            case 11: return swap();
            case 12: return delete();
            case 13: case 14: return duplicate();
            case 15: case 16: return retarget();
            default: return jump();
        }
    }

    <T extends AbstractInsnNode> T pick(Class<T> type, Predicate<T> fits) {
        List<T> found = new ArrayList<>();
        for (AbstractInsnNode insn : code) {
            if (type.isInstance(insn) && fits.test(type.cast(insn))) found.add(type.cast(insn));
        }
        return found.isEmpty() ? null : found.get(random.nextInt(found.size()));
    }

    static int[] alike(int opcode) {
        for (int[] group : ALIKE) {
            for (int member : group) if (member == opcode && opcode != Opcodes.NOP) return group;
        }
        return null;
    }

    boolean replace() {
        AbstractInsnNode insn = pick(AbstractInsnNode.class, i -> alike(i.getOpcode()) != null);
        if (insn == null) return false;
        int[] group = alike(insn.getOpcode());
        int other = group[random.nextInt(group.length)];
        if (other == insn.getOpcode()) return false;
        if (insn instanceof JumpInsnNode jump) {
            jump.setOpcode(other);
        } else {
            code.set(insn, new InsnNode(other));
        }
        return true;
    }

    boolean constant() {
        AbstractInsnNode insn = pick(AbstractInsnNode.class, i -> i instanceof LdcInsnNode ldc && ldc.cst instanceof Number
                || i instanceof IincInsnNode || i.getOpcode() == Opcodes.BIPUSH || i.getOpcode() == Opcodes.SIPUSH
                || i.getOpcode() >= Opcodes.ICONST_M1 && i.getOpcode() <= Opcodes.DCONST_1);
        if (insn == null) return false;
        int any = INTS[random.nextInt(INTS.length)];
        int opcode = insn.getOpcode();
        if (insn instanceof IincInsnNode iinc) {
            iinc.incr = (short) any;
        } else if (insn instanceof LdcInsnNode ldc) {
            ldc.cst = number((Number) ldc.cst);
        } else if (insn instanceof IntInsnNode push) {
            code.set(insn, new LdcInsnNode(random.nextBoolean() ? any : push.operand + random.nextInt(3) - 1));
        } else if (opcode <= Opcodes.ICONST_5) {
            code.set(insn, new LdcInsnNode(random.nextBoolean() ? any : opcode - Opcodes.ICONST_0 + random.nextInt(3) - 1));
        } else {
            Number like = opcode <= Opcodes.LCONST_1 ? (Number) 1L : opcode <= Opcodes.FCONST_2 ? (Number) 1f : (Number) 1.0;
            code.set(insn, new LdcInsnNode(number(like)));
        }
        return true;
    }

    Number number(Number like) {
        if (like instanceof Integer i) return random.nextBoolean() ? INTS[random.nextInt(INTS.length)] : i + random.nextInt(3) - 1;
        if (like instanceof Long l) return random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : l + random.nextInt(3) - 1;
        double value = DOUBLES[random.nextInt(DOUBLES.length)];
        return like instanceof Float ? (Number) (float) value : (Number) value;
    }

    boolean local() {
        VarInsnNode one = pick(VarInsnNode.class, i -> true);
        if (one == null) return false;
        int load = one.getOpcode() >= Opcodes.ISTORE ? one.getOpcode() - Opcodes.ISTORE + Opcodes.ILOAD : one.getOpcode();
        int store = load - Opcodes.ILOAD + Opcodes.ISTORE;
        VarInsnNode other = pick(VarInsnNode.class, i -> (i.getOpcode() == load || i.getOpcode() == store) && i.var != one.var);
        if (other == null) return false;
        one.var = other.var;
        return true;
    }

    /** After an instruction, something that leaves a value of the same type. */
    boolean detour() throws AnalyzerException {
        analyze();
        AbstractInsnNode insn = pick(AbstractInsnNode.class, i -> i.getOpcode() >= 0 && i.getNext() != null && top(i.getNext()) != null);
        if (insn == null) return false;
        BasicValue top = top(insn.getNext());
        int[][] from = top == BasicValue.INT_VALUE ? INT_DETOURS : top == BasicValue.LONG_VALUE ? LONG_DETOURS
                : top == BasicValue.FLOAT_VALUE ? FLOAT_DETOURS : top == BasicValue.DOUBLE_VALUE ? DOUBLE_DETOURS
                : new int[][] {{Opcodes.DUP, Opcodes.POP}, {Opcodes.DUP, Opcodes.DUP, Opcodes.POP2}, {Opcodes.ACONST_NULL, Opcodes.SWAP, Opcodes.POP}};
        InsnList list = new InsnList();
        for (int opcode : from[random.nextInt(from.length)]) list.add(new InsnNode(opcode));
        code.insert(insn, list);
        return true;
    }

    void analyze() throws AnalyzerException {
        method.maxStack += 8;
        frames = new Analyzer<>(new BasicInterpreter()).analyze(owner.name, method);
    }

    BasicValue top(AbstractInsnNode insn) {
        Frame<BasicValue> frame = frames[code.indexOf(insn)];
        return frame == null || frame.getStackSize() == 0 ? null : frame.getStack(frame.getStackSize() - 1);
    }

    boolean empty(AbstractInsnNode insn) {
        int at = code.indexOf(insn);
        return frames[at] != null && frames[at].getStackSize() == 0;
    }

    /** Another method or field of the same type. */
    boolean member() {
        if (random.nextBoolean()) {
            FieldInsnNode field = pick(FieldInsnNode.class, i -> nodes.containsKey(i.owner));
            if (field == null) return false;
            boolean isStatic = field.getOpcode() == Opcodes.GETSTATIC || field.getOpcode() == Opcodes.PUTSTATIC;
            List<FieldNode> others = new ArrayList<>();
            for (FieldNode other : nodes.get(field.owner).fields) {
                boolean same = other.desc.equals(field.desc) && ((other.access & Opcodes.ACC_STATIC) != 0) == isStatic;
                if (same && !other.name.equals(field.name)) others.add(other);
            }
            if (others.isEmpty()) return false;
            field.name = others.get(random.nextInt(others.size())).name;
            return true;
        }
        MethodInsnNode call = pick(MethodInsnNode.class, i -> nodes.containsKey(i.owner) && !i.name.equals("<init>"));
        if (call == null) return false;
        List<MethodNode> others = new ArrayList<>();
        for (MethodNode other : nodes.get(call.owner).methods) {
            boolean same = other.desc.equals(call.desc) && ((other.access & Opcodes.ACC_STATIC) != 0) == (call.getOpcode() == Opcodes.INVOKESTATIC);
            if (same && !other.name.equals(call.name) && other.name.charAt(0) != '<') others.add(other);
        }
        if (others.isEmpty()) return false;
        call.name = others.get(random.nextInt(others.size())).name;
        return true;
    }

    boolean type() {
        TypeInsnNode insn = pick(TypeInsnNode.class, i -> i.getOpcode() == Opcodes.INSTANCEOF || i.getOpcode() == Opcodes.CHECKCAST);
        if (insn == null) return false;
        List<String> names = new ArrayList<>(nodes.keySet());
        names.sort(null);
        names.addAll(List.of("java/lang/String", "java/lang/Integer", "java/util/List", "java/util/Map", "java/lang/Comparable", "[I", "[Ljava/lang/Object;"));
        insn.desc = names.get(random.nextInt(names.size()));
        return true;
    }

    /** The targets of a switch in another order. */
    boolean keys() {
        AbstractInsnNode insn = pick(AbstractInsnNode.class, i -> i instanceof TableSwitchInsnNode || i instanceof LookupSwitchInsnNode);
        if (insn == null) return false;
        List<LabelNode> labels = insn instanceof TableSwitchInsnNode table ? table.labels : ((LookupSwitchInsnNode) insn).labels;
        if (labels.size() < 2) return false;
        java.util.Collections.swap(labels, random.nextInt(labels.size()), random.nextInt(labels.size()));
        if (insn instanceof TableSwitchInsnNode table && random.nextBoolean()) {
            int by = random.nextInt(7) - 3;
            table.min += by;
            table.max += by;
        }
        return true;
    }

    /** The operands of an operator the other way round. */
    boolean swap() {
        AbstractInsnNode insn = pick(AbstractInsnNode.class, i -> {
            int opcode = i.getOpcode();
            return opcode >= Opcodes.IADD && opcode <= Opcodes.LXOR || opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE
                    || opcode >= Opcodes.LCMP && opcode <= Opcodes.DCMPG;
        });
        if (insn == null) return false;
        int opcode = insn.getOpcode();
        boolean one = opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE || opcode == Opcodes.FCMPG || opcode == Opcodes.FCMPL
                || opcode >= Opcodes.IADD && opcode <= Opcodes.DREM && (opcode - Opcodes.IADD) % 2 == 0
                || opcode >= Opcodes.ISHL && (opcode - Opcodes.ISHL) % 2 == 0 && opcode <= Opcodes.LXOR;
        if (one) {
            code.insertBefore(insn, new InsnNode(Opcodes.SWAP));
        } else {
            code.insertBefore(insn, new InsnNode(Opcodes.DUP2_X2));
            code.insertBefore(insn, new InsnNode(Opcodes.POP2));
        }
        return true;
    }

    /** Instructions between two points where the operand stack is empty; null when there are none. */
    List<AbstractInsnNode> span() throws AnalyzerException {
        analyze();
        AbstractInsnNode start = pick(AbstractInsnNode.class, i -> i.getOpcode() >= 0 && empty(i));
        if (start == null) return null;
        List<AbstractInsnNode> span = new ArrayList<>();
        int ends = 0;
        for (AbstractInsnNode insn = start; insn != null && span.size() < SPAN_MAX; insn = insn.getNext()) {
            if (insn != start && empty(insn)) {
                ends = span.size();
                if (random.nextInt(3) == 0) break;
            }
            span.add(insn);
        }
        return ends == 0 ? null : span.subList(0, ends);
    }

    boolean delete() throws AnalyzerException {
        List<AbstractInsnNode> span = span();
        if (span == null) return false;
        for (AbstractInsnNode insn : span) if (insn.getOpcode() >= 0) code.remove(insn);
        return true;
    }

    boolean duplicate() throws AnalyzerException {
        List<AbstractInsnNode> span = span();
        if (span == null) return false;
        AbstractInsnNode place = random.nextBoolean() ? span.get(0) : pick(AbstractInsnNode.class, i -> i.getOpcode() >= 0 && empty(i));
        Map<LabelNode, LabelNode> labels = new HashMap<>();
        for (AbstractInsnNode insn : code) if (insn instanceof LabelNode label) labels.put(label, label);
        for (AbstractInsnNode insn : span) if (insn instanceof LabelNode label) labels.put(label, new LabelNode());
        InsnList list = new InsnList();
        for (AbstractInsnNode insn : span) list.add(insn.clone(labels));
        code.insertBefore(place, list);
        return true;
    }

    boolean retarget() {
        JumpInsnNode jump = pick(JumpInsnNode.class, i -> true);
        LabelNode label = pick(LabelNode.class, i -> true);
        if (jump == null || label == null) return false;
        jump.label = label;
        return true;
    }

    /** A new branch on a variable, between statements. */
    boolean jump() throws AnalyzerException {
        analyze();
        AbstractInsnNode place = pick(AbstractInsnNode.class, i -> i.getOpcode() >= 0 && empty(i));
        VarInsnNode variable = pick(VarInsnNode.class, i -> i.getOpcode() == Opcodes.ILOAD || i.getOpcode() == Opcodes.ALOAD);
        AbstractInsnNode target = pick(AbstractInsnNode.class, i -> i.getOpcode() >= 0 && empty(i));
        if (place == null || variable == null || target == null) return false;
        LabelNode label = new LabelNode();
        code.insertBefore(target, label);
        boolean number = variable.getOpcode() == Opcodes.ILOAD;
        code.insertBefore(place, new VarInsnNode(variable.getOpcode(), variable.var));
        int opcode = number ? Opcodes.IFEQ + random.nextInt(6) : random.nextBoolean() ? Opcodes.IFNULL : Opcodes.IFNONNULL;
        code.insertBefore(place, new JumpInsnNode(opcode, label));
        return true;
    }
}
