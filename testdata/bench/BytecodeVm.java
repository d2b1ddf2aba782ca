// An interpreter in the interpreter: a big switch over an int array.
// args: 800000
public class BytecodeVm {
    static final int PUSH = 0, ADD = 1, SUB = 2, MUL = 3, MOD = 4, LOAD = 5, STORE = 6, JLT = 7, JMP = 8, JZ = 9, DUP = 10, XOR = 11, SHR = 12, HALT = 13;

    static int run(int[] code, int n) {
        int[] stack = new int[32], vars = new int[8];
        int sp = 0, pc = 0;
        vars[0] = n;
        while (true) {
            switch (code[pc++]) {
                case PUSH: stack[sp++] = code[pc++]; break;
                case ADD: sp--; stack[sp - 1] += stack[sp]; break;
                case SUB: sp--; stack[sp - 1] -= stack[sp]; break;
                case MUL: sp--; stack[sp - 1] *= stack[sp]; break;
                case MOD: sp--; stack[sp - 1] %= stack[sp]; break;
                case XOR: sp--; stack[sp - 1] ^= stack[sp]; break;
                case SHR: sp--; stack[sp - 1] >>>= stack[sp]; break;
                case LOAD: stack[sp++] = vars[code[pc++]]; break;
                case STORE: vars[code[pc++]] = stack[--sp]; break;
                case DUP: stack[sp] = stack[sp - 1]; sp++; break;
                case JLT: sp -= 2; pc = stack[sp] < stack[sp + 1] ? code[pc] : pc + 1; break;
                case JZ: pc = stack[--sp] == 0 ? code[pc] : pc + 1; break;
                case JMP: pc = code[pc]; break;
                case HALT: return vars[2];
                default: throw new IllegalStateException("opcode " + code[pc - 1]);
            }
        }
    }

    public static void main(String[] args) {
        int[] code = {
            PUSH, 0, STORE, 1, PUSH, 1, STORE, 2,
            LOAD, 2, PUSH, 31, MUL, LOAD, 1, ADD, STORE, 2,
            LOAD, 1, PUSH, 3, MOD, JZ, 34,
            LOAD, 2, DUP, PUSH, 7, SHR, XOR, STORE, 2,
            LOAD, 1, PUSH, 1, ADD, DUP, STORE, 1, LOAD, 0, JLT, 8,
            HALT};
        System.out.println(run(code, Integer.parseInt(args[0])));
    }
}
