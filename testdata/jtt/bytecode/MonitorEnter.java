// runs: (0)=1; (3)=31; (-1)=!java.lang.NullPointerException
public class MonitorEnter {
    public static int test(int n) {
        Object o = n < 0 ? null : new Object();
        int count = 0;
        for (int i = 0; i < n; i++) {
            synchronized (o) {
                synchronized (o) {
                    if (Thread.holdsLock(o)) count++;
                }
            }
        }
        synchronized (o) {
            return count * 10 + (Thread.holdsLock(o) ? 1 : 0);
        }
    }
}
