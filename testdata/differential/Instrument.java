import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import jdk.internal.org.objectweb.asm.Opcodes;
import jdk.internal.org.objectweb.asm.tree.AbstractInsnNode;
import jdk.internal.org.objectweb.asm.tree.FieldInsnNode;
import jdk.internal.org.objectweb.asm.tree.InsnList;
import jdk.internal.org.objectweb.asm.tree.InsnNode;
import jdk.internal.org.objectweb.asm.tree.IntInsnNode;
import jdk.internal.org.objectweb.asm.tree.JumpInsnNode;
import jdk.internal.org.objectweb.asm.tree.LabelNode;
import jdk.internal.org.objectweb.asm.tree.LineNumberNode;
import jdk.internal.org.objectweb.asm.tree.LookupSwitchInsnNode;
import jdk.internal.org.objectweb.asm.tree.MethodInsnNode;
import jdk.internal.org.objectweb.asm.tree.MethodNode;
import jdk.internal.org.objectweb.asm.tree.TableSwitchInsnNode;
import jdk.internal.org.objectweb.asm.tree.TryCatchBlockNode;

/** Makes a method come to an end, and its instructions tell where they are in stack traces. */
class Instrument {
    static void apply(MethodNode method, Random random) {
        InsnList code = method.instructions;
        // A line of its own for every instruction.
        int line = 0;
        for (AbstractInsnNode insn : code.toArray()) {
            if (insn.getOpcode() < 0) continue;
            // HotSpot's interpreter takes what an array is indexed with and the access for one instruction.
            if (insn.getOpcode() == Opcodes.CALOAD || insn.getOpcode() == Opcodes.IALOAD) continue;
            LabelNode label = new LabelNode();
            code.insertBefore(insn, label);
            code.insertBefore(insn, new LineNumberNode(++line, label));
        }
        Set<LabelNode> heads = new HashSet<>();
        Set<LabelNode> seen = new HashSet<>();
        for (AbstractInsnNode insn : code) {
            if (insn instanceof LabelNode label) {
                seen.add(label);
            } else if (insn instanceof JumpInsnNode jump) {
                if (seen.contains(jump.label)) heads.add(jump.label);
            } else if (insn instanceof TableSwitchInsnNode table) {
                for (LabelNode label : table.labels) if (seen.contains(label)) heads.add(label);
                if (seen.contains(table.dflt)) heads.add(table.dflt);
            } else if (insn instanceof LookupSwitchInsnNode lookup) {
                for (LabelNode label : lookup.labels) if (seen.contains(label)) heads.add(label);
                if (seen.contains(lookup.dflt)) heads.add(lookup.dflt);
            }
        }
        for (TryCatchBlockNode block : method.tryCatchBlocks) heads.add(block.handler);
        boolean inline = random.nextInt(3) > 0;
        for (LabelNode head : heads) code.insert(head, spend(inline));
        for (AbstractInsnNode insn : code.toArray()) {
            boolean array = insn.getOpcode() == Opcodes.NEWARRAY || insn.getOpcode() == Opcodes.ANEWARRAY;
            AbstractInsnNode before = insn.getPrevious();
            while (before != null && before.getOpcode() < 0) before = before.getPrevious();
            boolean small = before instanceof IntInsnNode
                    || before != null && before.getOpcode() >= Opcodes.ICONST_M1 && before.getOpcode() <= Opcodes.ICONST_5;
            if (array && !small) {
                code.insertBefore(insn, new MethodInsnNode(Opcodes.INVOKESTATIC, "Fuel", "length", "(I)I"));
            }
        }
        code.insert(spend(inline));
    }

    static InsnList spend(boolean inline) {
        InsnList list = new InsnList();
        if (inline) {
            LabelNode enough = new LabelNode();
            list.add(new FieldInsnNode(Opcodes.GETSTATIC, "Fuel", "left", "I"));
            list.add(new InsnNode(Opcodes.ICONST_1));
            list.add(new InsnNode(Opcodes.ISUB));
            list.add(new InsnNode(Opcodes.DUP));
            list.add(new FieldInsnNode(Opcodes.PUTSTATIC, "Fuel", "left", "I"));
            list.add(new JumpInsnNode(Opcodes.IFGE, enough));
            list.add(new MethodInsnNode(Opcodes.INVOKESTATIC, "Fuel", "exhausted", "()V"));
            list.add(enough);
        } else {
            list.add(new MethodInsnNode(Opcodes.INVOKESTATIC, "Fuel", "spend", "()V"));
        }
        return list;
    }
}
