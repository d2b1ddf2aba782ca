// StackOverflowError is thrown, caught and survived: plain, in lambdas, in the class library, in an initialiser, in a thread.
import java.util.*;
import java.util.function.*;

public class StackOverflow {
    static int calls;

    static void forever() {
        calls++;
        forever();
    }

    static long wide(long a, double b, Object c, int d) { return wide(a + 1, b * 2, c, d) + d; }

    static class Holder {
        static int value = forever2();
        static int forever2() { return forever2() + 1; }
    }

    static class Self extends ArrayList<Object> {
        @Override public String toString() { return "[" + this + "]"; }
    }

    static void check(String name, Runnable r) {
        try {
            r.run();
            System.out.println(name + " returned");
        } catch (StackOverflowError e) {
            System.out.println(name + " " + e.getClass().getName() + " " + e.getMessage() + " " + (e.getStackTrace().length == 1024));
        }
    }

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < 3; i++) check("forever", StackOverflow::forever);
        System.out.println(calls > 3000);
        check("wide", () -> wide(1, 2, "x", 3));
        Function<Object, Object>[] f = new Function[1];
        f[0] = x -> f[0].apply(x);
        check("lambda", () -> f[0].apply("x"));
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        check("hashCode", cycle::hashCode);
        check("toString", () -> new Self().toString());
        Comparator<Integer>[] c = new Comparator[1];
        c[0] = (x, y) -> { Integer[] a = {3, 1, 2}; Arrays.sort(a, c[0]); return 0; };
        check("sort", () -> Arrays.sort(new Integer[] {1, 2, 3}, c[0]));
        try {
            System.out.println(Holder.value);
        } catch (Throwable e) {
            System.out.println(e.getClass().getName());
        }
        Thread t = new Thread(() -> check("thread", StackOverflow::forever));
        t.start();
        t.join();
        int after = 0;
        try {
            after = unwind(0);
        } catch (StackOverflowError e) {
            System.out.println("not here");
        }
        System.out.println(after > 0);
        System.out.println("alive");
    }

    static int unwind(int n) {
        try {
            return unwind(n + 1);
        } catch (StackOverflowError e) {
            return n;
        }
    }
}
