// runs: (0)=true; (1)=true
public class SyncException {
    static synchronized int f(int n) {
        return n;
    }

    public static boolean test(int n) {
        Object o = new Object();
        try {
            synchronized (o) {
                if (n > 0) throw new RuntimeException();
                f(n);
            }
        } catch (RuntimeException e) {
            return !Thread.holdsLock(o);
        }
        return !Thread.holdsLock(o) && !Thread.holdsLock(SyncException.class);
    }
}
