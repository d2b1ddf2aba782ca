// runs: (3)="-2v3"; (9)="4v9"
public class Bridge {
    interface Supplier { Object get(); }

    static class Version implements Comparable<Version>, Supplier {
        final int n;
        Version(int n) { this.n = n; }
        public int compareTo(Version o) { return n - o.n; }
        public String get() { return "v" + n; }
    }

    public static Object test(int n) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Comparable<Object> c = (Comparable) new Version(n);
        return c.compareTo(new Version(5)) + ((Supplier) new Version(n)).get().toString();
    }
}
