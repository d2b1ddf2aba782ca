// runs: (2, 1000)=2000; (4, 5000)=20000
public class SyncCounter {
    static int count;

    static synchronized void bump() {
        count++;
    }

    public static int test(int threads, int n) throws Exception {
        count = 0;
        Thread[] ts = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            ts[t] = new Thread(() -> {
                for (int i = 0; i < n; i++) bump();
            });
            ts[t].start();
        }
        for (Thread t : ts) t.join();
        return count;
    }
}
