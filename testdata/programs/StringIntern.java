// Interning: literals, constant folding, intern(), across classes; constant expressions of every type.
public class StringIntern {
    static final String CONST = "in" + "tern";
    static final int N = 3;
    static final String FOLDED = "a" + N + 'c' + 1.5 + true + (N > 2 ? "y" : "n") + (char) (N + 'a') + (1L << 33) + (byte) 300 + ~N + -N + 7 / 2 + 7 % 4;

    static class Other { static final String SAME = "intern"; static String notFinal = "int" + "ern"; }

    public static void main(String[] args) {
        String built = new StringBuilder("in").append("tern").toString();
        System.out.println((CONST == "intern") + " " + (CONST == Other.SAME) + " " + (CONST == Other.notFinal) + " " + (built == CONST) + " " + (built.intern() == CONST) + " " + built.equals(CONST));
        System.out.println(FOLDED + " " + (FOLDED == "a3c1.5trueyd8589934592" + 44 + "-4-333"));
        String fresh = new String("never seen " + System.getProperty("java.specification.version"));
        System.out.println((fresh.intern() == fresh.intern()) + " " + (new String(fresh).intern() == fresh.intern()));
        int same = 0;
        for (int i = 0; i < 10_000; i++) {
            String s = ("k" + i % 100).intern();
            if (s == ("k" + i % 100).intern()) same++;
        }
        System.out.println(same);
        System.gc();
        System.out.println(("in" + "tern" == CONST.intern()) + " " + ("żółw".intern() == "żółw") + " " + ("" == "".intern()) + " " + ("😀" == new String(Character.toChars(0x1F600)).intern()));
        final String local = "lo";
        String variable = "lo";
        System.out.println((local + "cal" == "local") + " " + (variable + "cal" == "local") + " " + ((variable + "cal").intern() == "local") + " " + (String.valueOf('x').intern() == "x") + " " + (args.getClass().getName() == "[Ljava.lang.String;") + ("main" == Thread.currentThread().getName().intern()));
        System.out.println(Integer.MAX_VALUE + 1 + " " + (Long.MAX_VALUE + 1) + " " + (0.1f + 0.2) + " " + (int) 3.99e20 + " " + (char) 65.7 + " " + 1 / 3.0f + " " + (5 & 3 | 8 ^ 2) + " " + (-17 >> 2) + (-17 >>> 28) + " " + 0x1.8p1 + " " + 0b1010 + 017 + 1_000);
    }
}
