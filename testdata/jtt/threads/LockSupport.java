// runs: (6)=6
public class LockSupport {
    public static int test(int n) throws Exception {
        java.util.concurrent.locks.LockSupport.unpark(Thread.currentThread());
        java.util.concurrent.locks.LockSupport.park();
        Thread main = Thread.currentThread();
        int[] r = {0};
        Thread t = new Thread(() -> {
            java.util.concurrent.locks.LockSupport.park();
            r[0] = n;
        });
        t.start();
        java.util.concurrent.locks.LockSupport.unpark(t);
        t.join();
        java.util.concurrent.locks.LockSupport.parkNanos(1000000);
        return r[0];
    }
}
