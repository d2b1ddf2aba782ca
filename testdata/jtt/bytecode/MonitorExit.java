// runs: (0)=4; (1)=2; (2)=5
public class MonitorExit {
    public static int test(int n) {
        Object o = new Object();
        try {
            synchronized (o) {
                if (n == 1) throw new RuntimeException();
                if (n == 2) return Thread.holdsLock(o) ? 5 : 6;
            }
        } catch (RuntimeException e) {
            return Thread.holdsLock(o) ? 1 : 2;
        }
        return Thread.holdsLock(o) ? 3 : 4;
    }
}
