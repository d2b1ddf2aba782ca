// Records: canonical, compact and extra constructors, generated methods, nesting, reflection.
import java.util.*;

public class Records {
    record Point(int x, int y) {
        static final Point ORIGIN = new Point(0, 0);

        Point(int both) { this(both, both); }

        double distance(Point o) { return Math.hypot(x - o.x, y - o.y); }
    }

    record Range(int low, int high) implements Comparable<Range>, Iterable<Integer> {
        Range {
            if (low > high) throw new IllegalArgumentException(low + " > " + high);
        }

        public int compareTo(Range o) { return Comparator.comparingInt(Range::low).thenComparingInt(Range::high).compare(this, o); }

        public Iterator<Integer> iterator() {
            return new Iterator<>() {
                int next = low;
                public boolean hasNext() { return next < high; }
                public Integer next() { return next++; }
            };
        }
    }

    record Pair<A, B>(A first, B second) {
        <C> Pair<A, C> withSecond(C c) { return new Pair<>(first, c); }
    }

    record Empty() {}

    record All(boolean z, byte b, char c, short s, int i, long j, float f, double d, String t, int[] a) {}

    record Masked(String user, String secret) {
        @Override public String toString() { return "Masked[" + user + "]"; }
        @Override public String secret() { return "***"; }
    }

    public static void main(String[] args) {
        Point p = new Point(3, 4);
        System.out.println(p + " " + p.x() + " " + p.equals(new Point(3, 4)) + " " + p.equals(new Point(4)) + " " + (p.hashCode() == new Point(3, 4).hashCode()) + " " + p.hashCode());
        System.out.println(p.distance(Point.ORIGIN) + " " + new Empty() + new Empty().equals(new Empty()) + new Empty().hashCode());
        int sum = 0;
        for (int i : new Range(1, 5)) sum += i;
        System.out.println(sum + " " + new TreeSet<>(List.of(new Range(2, 3), new Range(1, 9), new Range(1, 2))));
        try {
            new Range(2, 1);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        Pair<String, Integer> pair = new Pair<>("a", 1);
        System.out.println(pair + " " + pair.withSecond(List.of(1, 2)) + " " + new Pair<>(null, null).equals(new Pair<>(null, null)) + new Pair<>(null, 2).hashCode());
        int[] shared = {1};
        All one = new All(true, (byte) 1, 'c', (short) 2, 3, 4L, 5f, 6d, "t", shared), two = new All(true, (byte) 1, 'c', (short) 2, 3, 4L, 5f, 6d, "t", shared);
        System.out.println(one.equals(two) + " " + one.toString().startsWith("All[z=true, b=1, c=c, s=2, i=3, j=4, f=5.0, d=6.0, t=t, a=[I@"));
        System.out.println(new All(true, (byte) 0, 'c', (short) 0, 0, 0, -0f, Double.NaN, null, null).equals(new All(true, (byte) 0, 'c', (short) 0, 0, 0, 0f, Double.NaN, null, null)));
        System.out.println(new Masked("u", "pw") + " " + new Masked("u", "pw").secret());
        record Local(String s) {
            Local { s = s.trim(); }
        }
        System.out.println(new Local("  trim ").s() + "|" + Local.class.isRecord() + Arrays.stream(All.class.getRecordComponents()).map(c -> c.getName() + ":" + c.getType().getSimpleName()).toList());
        Map<Point, String> map = new HashMap<>();
        for (int i = 0; i < 100; i++) map.put(new Point(i % 10, i / 10), "v" + i);
        System.out.println(map.size() + " " + map.get(new Point(7, 3)));
    }
}
