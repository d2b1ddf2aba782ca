import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

// A call site is linked once, whichever way the code around it runs: a lambda that captures nothing
// stays the same object when hot code meets a branch it has never seen.
public class CallSitesOnce {
    static Supplier<String> late(int i, int limit) {
        if (i >= limit) {
            return () -> "late";
        }
        return null;
    }

    static final class Counter {
        final int start;
        final Counter next;

        Counter(int start, Counter next) {
            super();
            this.start = start;
            this.next = next;
        }
    }

    static class Base {
        Object held;

        Base(Object held) {
            this.held = held;
        }
    }

    static class Derived extends Base {
        final int[] more;
        final Object other;

        Derived(Object held, int n) {
            super(held);
            more = new int[n];
            other = new Counter(n, null);
        }

        int sum() {
            return more.length + ((Counter) other).start;
        }
    }

    static int construct(int rounds) {
        int sum = 0;
        Base last = null;
        for (int i = 0; i < rounds; i++) {
            Derived d = new Derived(last, i & 7);
            sum += d.sum();
            last = (i & 63) == 0 ? null : d;
        }
        return sum;
    }

    public static void main(String[] args) {
        Supplier<String> first = null;
        int same = 0;
        for (int i = 0; i < 20000; i++) {
            Supplier<String> found = late(i, 10000);
            if (first == null) {
                first = found;
            }
            if (found != null && found == first) {
                same++;
            }
        }
        System.out.println(same + " " + first.get());
        IntUnaryOperator[] seen = new IntUnaryOperator[2];
        int kinds = 0;
        for (int i = 0; i < 6000; i++) {
            IntUnaryOperator op = i < 3000 ? x -> x + 1 : x -> x - 1;
            int kind = i / 3000;
            if (seen[kind] == null) {
                seen[kind] = op;
                kinds++;
            } else if (seen[kind] != op) {
                throw new AssertionError("linked twice");
            }
        }
        System.out.println(kinds);
        System.out.println(construct(200000));
    }
}
