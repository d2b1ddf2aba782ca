// runs: (0)=true
public class HashUnderLock {
    public static boolean test(int n) throws Exception {
        Object o = new Object();
        int before;
        synchronized (o) {
            before = o.hashCode();
            synchronized (o) {
                o.wait(1);
            }
        }
        Object p = new Object();
        int h = p.hashCode();
        synchronized (p) {
            if (p.hashCode() != h) return false;
        }
        return o.hashCode() == before && p.hashCode() == h;
    }
}
