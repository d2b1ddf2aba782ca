// runs: (0)=10; (1)=2; (2)=2; (3)=3
public class Interrupt {
    public static int test(int n) throws Exception {
        Thread t = Thread.currentThread();
        t.interrupt();
        if (n == 0) return (Thread.interrupted() ? 10 : 0) + (Thread.interrupted() ? 1 : 0);
        try {
            if (n == 1) Thread.sleep(1000);
            if (n == 2) synchronized (t) {
                t.wait();
            }
            if (n == 3) new Thread().join();
        } catch (InterruptedException e) {
            return t.isInterrupted() ? 1 : 2;
        }
        return Thread.interrupted() ? 3 : 4;
    }
}
