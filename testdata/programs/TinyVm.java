// A small stack machine with an assembler, calls, a heap and a disassembler.
import java.util.*;

public class TinyVm {
    enum Op { PUSH(1), ADD(0), SUB(0), MUL(0), DIV(0), DUP(0), SWAP(0), LOAD(1), STORE(1), JMP(1), JZ(1), JLT(1), CALL(1), RET(0), PRINT(0), NEWARR(0), ALOAD(0), ASTORE(0), HALT(0);
        final int args;
        Op(int args) { this.args = args; }
    }

    static int[] assemble(String src) {
        Map<String, Integer> labels = new HashMap<>();
        List<String[]> lines = new ArrayList<>();
        int pc = 0;
        for (String line : src.split("\n")) {
            line = line.replaceAll(";.*", "").trim();
            if (line.isEmpty()) continue;
            if (line.endsWith(":")) {
                labels.put(line.substring(0, line.length() - 1), pc);
                continue;
            }
            String[] w = line.split("\\s+");
            lines.add(w);
            pc += 1 + Op.valueOf(w[0].toUpperCase()).args;
        }
        int[] code = new int[pc];
        pc = 0;
        for (String[] w : lines) {
            code[pc++] = Op.valueOf(w[0].toUpperCase()).ordinal();
            if (w.length > 1) code[pc++] = labels.containsKey(w[1]) ? labels.get(w[1]) : Integer.parseInt(w[1]);
        }
        return code;
    }

    static long run(int[] code) {
        Op[] ops = Op.values();
        int[] stack = new int[256], locals = new int[16], calls = new int[64];
        List<int[]> heap = new ArrayList<>();
        int sp = 0, pc = 0, cp = 0;
        long steps = 0;
        while (true) {
            steps++;
            switch (ops[code[pc++]]) {
                case PUSH -> stack[sp++] = code[pc++];
                case ADD -> { sp--; stack[sp - 1] += stack[sp]; }
                case SUB -> { sp--; stack[sp - 1] -= stack[sp]; }
                case MUL -> { sp--; stack[sp - 1] *= stack[sp]; }
                case DIV -> { sp--; stack[sp - 1] /= stack[sp]; }
                case DUP -> { stack[sp] = stack[sp - 1]; sp++; }
                case SWAP -> { int t = stack[sp - 1]; stack[sp - 1] = stack[sp - 2]; stack[sp - 2] = t; }
                case LOAD -> stack[sp++] = locals[code[pc++]];
                case STORE -> locals[code[pc++]] = stack[--sp];
                case JMP -> pc = code[pc];
                case JZ -> pc = stack[--sp] == 0 ? code[pc] : pc + 1;
                case JLT -> { sp -= 2; pc = stack[sp] < stack[sp + 1] ? code[pc] : pc + 1; }
                case CALL -> { calls[cp++] = pc + 1; pc = code[pc]; }
                case RET -> pc = calls[--cp];
                case PRINT -> System.out.println(stack[--sp]);
                case NEWARR -> { heap.add(new int[stack[--sp]]); stack[sp++] = heap.size() - 1; }
                case ALOAD -> { sp--; stack[sp - 1] = heap.get(stack[sp - 1])[stack[sp]]; }
                case ASTORE -> { sp -= 3; heap.get(stack[sp])[stack[sp + 1]] = stack[sp + 2]; }
                case HALT -> { return steps; }
            }
        }
    }

    public static void main(String[] args) {
        int[] code = assemble("""
            push 0
            store 0          ; i
            push 0
            store 1          ; sum
            loop:
              load 1
              load 0
              call square
              add
              store 1
              load 0
              push 1
              add
              dup
              store 0
              push 1000
              jlt loop
            load 1
            print
            push 10
            newarr
            store 2
            load 2
            push 3
            push 42
            astore
            load 2
            push 3
            aload
            print
            halt
            square:
              dup
              mul
              ret
            """);
        System.out.println(code.length + " " + Arrays.hashCode(code));
        System.out.println(run(code));
        for (String bad : List.of("push 1\npush 0\ndiv\nhalt", "add", "bogus", "push 99\nnewarr\npush 99\naload\nhalt", "jmp nowhere", "l:\ncall l")) {
            try {
                run(assemble(bad));
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
    }
}
