// runs: (3, 2000)=6000
public class SyncBlock {
    public static int test(int threads, int n) throws Exception {
        Object lock = new Object();
        int[] count = {0};
        Thread[] ts = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            ts[t] = new Thread(() -> {
                for (int i = 0; i < n; i++) {
                    synchronized (lock) {
                        synchronized (lock) {
                            count[0]++;
                        }
                    }
                }
            });
            ts[t].start();
        }
        for (Thread t : ts) t.join();
        return count[0];
    }
}
