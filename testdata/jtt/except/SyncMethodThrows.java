// runs: (0)=true
public class SyncMethodThrows {
    static synchronized int f(int n) {
        return 1 / n;
    }

    public static boolean test(int n) {
        try {
            f(n);
        } catch (ArithmeticException e) {
            return !Thread.holdsLock(SyncMethodThrows.class);
        }
        return false;
    }
}
