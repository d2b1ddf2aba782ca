// Messages of AIOOBE, NegativeArraySize, Arithmetic and related exceptions from bytecode.
import java.util.*;
import java.util.concurrent.Callable;

public class ArrayErrors {
    static int zero = 0, minus = -1, big = 10;

    static void check(Callable<Object> c) {
        try {
            Object value = c.call();
            System.out.println("value " + (value.getClass().isArray() ? value.getClass().getName() : value));
        } catch (Throwable t) {
            System.out.println(t);
        }
    }

    public static void main(String[] args) {
        int[] a = new int[3];
        check(() -> a[3]);
        check(() -> a[minus]);
        check(() -> a[Integer.MIN_VALUE]);
        check(() -> { a[big] = 1; return 0; });
        check(() -> new byte[2][2][1][big]);
        check(() -> new long[0][0]);
        check(() -> { Object[] o = {}; o[0] = 1; return o; });
        check(() -> new char[5]["12345".length()]);
        check(() -> new int[minus]);
        check(() -> new Object[minus * 7]);
        check(() -> new int[2][minus]);
        check(() -> new int[minus][2]);
        check(() -> new int[0][minus]);
        check(() -> new int[2][3][minus]);
        check(() -> new String[2][3][].length);
        check(() -> 1 / zero);
        check(() -> 1 % zero);
        check(() -> 1L / zero);
        check(() -> 1L % (long) zero);
        check(() -> 1.0 / zero);
        check(() -> 1.0f % zero);
        check(() -> (byte) 5 / (short) zero);
        check(() -> List.of(1, 2).get(2));
        check(() -> new ArrayList<>(List.of(1)).get(5));
        check(() -> new LinkedList<>().get(0));
        check(() -> new LinkedList<>().getFirst());
        check(() -> "abc".charAt(zero - 1));
        check(() -> Arrays.asList(1, 2).get(2));
        check(() -> new Vector<>().elementAt(0));
        check(() -> Arrays.copyOf(a, minus));
        check(() -> Arrays.copyOfRange(a, 2, 1));
        check(() -> { Arrays.fill(a, 2, 9, 1); return 0; });
        check(() -> { Arrays.sort(a, -1, 2); return 0; });
        check(() -> new ArrayList<>().iterator().next());
        check(() -> java.lang.reflect.Array.newInstance(int.class, -5));
        check(() -> java.lang.reflect.Array.get(a, 3));
        check(() -> java.lang.reflect.Array.get("x", 0));
        check(() -> Integer.divideUnsigned(1, zero));
        check(() -> Math.floorMod(1L, 0L));
        check(() -> Enum.valueOf(Thread.State.class, "X"));
        check(() -> new BitSet().get(-1));
        check(() -> new PriorityQueue<>(0));
        check(() -> new HashMap<>(-1));
        check(() -> "x".split(null));
        check(() -> List.of(1, 2, 3).subList(2, 1));
        check(() -> Collections.max(List.<Integer>of()));
        check(() -> Optional.empty().get());
        check(() -> Optional.of(null));
        check(() -> new Scanner("").next());
        check(() -> Character.toChars(-1));
        check(() -> Thread.sleep_(1));
    }

    static class Thread {
        enum State { A }
        static Object sleep_(int n) throws Exception { throw new Exception("shadowed " + n); }
    }
}
