// Loops, labels, conditional evaluation order, compound assignment, scoping.
public class LabelledLoops {
    static int calls;

    static boolean t(String s) { System.out.print(s); return true; }

    static boolean f(String s) { System.out.print(s); return false; }

    static int idx() { return calls++; }

    public static void main(String[] args) {
        outer:
        for (int i = 2; ; i++) {
            for (int j = 2; j * j <= i; j++) if (i % j == 0) continue outer;
            System.out.print(i + " ");
            if (i > 50) break outer;
        }
        System.out.println();
        block: {
            if (args.length == 0) break block;
            System.out.println("skipped");
        }
        int n = 27, steps = 0;
        do {
            n = n % 2 == 0 ? n / 2 : 3 * n + 1;
            steps++;
        } while (n != 1);
        System.out.println(steps);
        if (t("a") || t("b")) System.out.println();
        if (f("a") && t("b")) System.out.println("never");
        if (f("c") | t("d") & !f("e") ^ t("f")) System.out.println("!");
        System.out.println();
        int[] a = new int[4];
        a[idx()] = a[idx()] = idx();
        a[idx()] += 10 * calls;
        System.out.println(a[0] + " " + a[1] + " " + a[2] + " " + a[3] + " " + calls);
        int[] b = {1, 2, 3};
        int k = 0;
        b[k] = k = 2;
        System.out.println(b[0] + " " + k);
        try {
            int[] none = null;
            none[idx()] = idx() / 0;
        } catch (ArithmeticException e) {
            System.out.println("rhs first " + calls);
        }
        for (int i = 0, j = 10; i < j; i += 3, j--) System.out.print(i + ":" + j + " ");
        for (; ; ) { break; }
        for (String s : new String[] {"x", "y"}) System.out.print(s);
        for (char c = 'a'; c < 'e'; c++) System.out.print(c);
        System.out.println();
        long total = 0;
        loop:
        while (true) {
            switch ((int) (total % 7)) {
                case 0: total += 3; continue loop;
                case 3: total += 5; break;
                case 5: break loop;
                default: total += 1;
            }
            if (total > 1000) break;
        }
        System.out.println(total);
        boolean x = false, y = true;
        x |= y &= !x;
        System.out.println(x + " " + y + " " + (x ? y ? 1 : 2 : 3) + " " + (true ? 1 : 2.0) + " " + (true ? 'a' : 0) + " " + (Object) (false ? 1 : 'b'));
        Integer nul = null;
        try {
            int z = args.length == 0 ? nul : 0;
        } catch (NullPointerException e) {
            System.out.println("unboxed null");
        }
    }
}
