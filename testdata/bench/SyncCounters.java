// Uncontended and contended monitors, synchronised methods, Vector and StringBuffer.
// args: 700000
public class SyncCounters {
    private int count;

    synchronized void bump() { count++; }

    static int total;

    static synchronized void add(int n) { total += n; }

    public static void main(String[] args) throws Exception {
        int n = Integer.parseInt(args[0]);
        SyncCounters c = new SyncCounters();
        Object lock = new Object();
        for (int i = 0; i < n; i++) {
            c.bump();
            synchronized (lock) {
                add(i & 3);
            }
        }
        Thread[] ts = new Thread[2];
        for (int t = 0; t < ts.length; t++) {
            ts[t] = new Thread(() -> {
                for (int i = 0; i < n / 20; i++) c.bump();
            });
            ts[t].start();
        }
        for (Thread t : ts) t.join();
        StringBuffer sb = new StringBuffer();
        for (int i = 0; i < n / 4; i++) sb.append((char) ('a' + i % 26));
        System.out.println(c.count + " " + total + " " + sb.toString().hashCode());
    }
}
