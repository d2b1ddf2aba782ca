// Object's methods: equals and hashCode contracts, clone (deep, shallow, covariant), getClass, toString.
import java.util.*;

public class ObjectMethods {
    static class Point implements Cloneable {
        int x; int[] data = {1, 2};
        Point(int x) { this.x = x; }
        @Override public boolean equals(Object o) { return o != null && o.getClass() == getClass() && ((Point) o).x == x; }
        @Override public int hashCode() { return Objects.hash(x); }
        @Override public Point clone() {
            try {
                return (Point) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
        @Override public String toString() { return "P" + x + Arrays.toString(data); }
    }

    static class Point3 extends Point {
        int z = 9;
        Point3(int x) { super(x); }
        @Override public Point3 clone() { Point3 p = (Point3) super.clone(); p.data = data.clone(); return p; }
    }

    static class NoClone {
        Object tryClone() throws CloneNotSupportedException { return super.clone(); }
    }

    public static void main(String[] args) throws Exception {
        Point p = new Point(1), q = p.clone();
        q.data[0] = 7;
        q.x = 2;
        Point3 r = new Point3(3), s = r.clone();
        s.data[0] = 8;
        System.out.println(p + " " + q + " " + r + " " + s + " " + s.z + " " + (p.getClass() == q.getClass()) + " " + r.equals(s) + p.equals(new Point3(1)) + new Point3(1).equals(p));
        try {
            new NoClone().tryClone();
        } catch (CloneNotSupportedException e) {
            System.out.println(e);
        }
        int[][] a = {{1}, {2}}, b = a.clone();
        b[0][0] = 5;
        System.out.println(a[0][0] + " " + (a.getClass() == b.getClass()) + " " + new ArrayList<>(List.of(1)).clone() + " " + ((TreeMap<?, ?>) new TreeMap<>(Map.of(1, 2)).clone()));
        Set<Point> set = new HashSet<>(List.of(new Point(1), new Point(2)));
        System.out.println(set.contains(new Point(2)) + " " + set.contains(new Point3(2)) + " " + set.size());
        Point mutable = new Point(5);
        set.add(mutable);
        mutable.x = 6;
        System.out.println(set.contains(mutable) + " " + set.contains(new Point(5)) + " " + set.size());
        Object o = new Object();
        System.out.println(o.equals(o) + " " + o.equals(null) + " " + new int[0].equals(new int[0]) + " " + Arrays.equals(new int[0], new int[0]) + " " + new Object[0].getClass().getName() + " " + new byte[0][0].getClass() + " " + o.toString().matches("java.lang.Object@[0-9a-f]+"));
        System.out.println(Boolean.TRUE.hashCode() + " " + "".hashCode() + " " + List.of().hashCode() + " " + Map.of("a", 1).hashCode() + " " + Optional.of("x").hashCode() + " " + Character.valueOf('c').hashCode() + " " + Arrays.hashCode(new Object[] {null, 1}) + " " + new AbstractMap.SimpleEntry<>("k", "v").hashCode() + " " + Locale.US.toString().hashCode());
    }
}
