// runs: (0)=!java.lang.IllegalMonitorStateException "current thread is not owner"
// runs: (1)=!java.lang.IllegalMonitorStateException "current thread is not owner"
// runs: (2)=!java.lang.IllegalMonitorStateException "current thread is not owner"
// runs: (3)=!java.lang.IllegalMonitorStateException "current thread is not owner"
public class MonitorMisuse {
    public static int test(int n) throws Exception {
        Object o = new Object();
        if (n == 0) o.notify();
        if (n == 1) o.notifyAll();
        if (n == 2) o.wait();
        if (n == 3) o.wait(1);
        return n;
    }
}
