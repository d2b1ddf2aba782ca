// runs: (5000)=20000
public class AtomicRace {
    public static int test(int n) throws Exception {
        java.util.concurrent.atomic.AtomicInteger a = new java.util.concurrent.atomic.AtomicInteger();
        java.util.concurrent.atomic.AtomicLong b = new java.util.concurrent.atomic.AtomicLong();
        Runnable r = () -> {
            for (int i = 0; i < n; i++) {
                a.incrementAndGet();
                b.addAndGet(1L << 33);
            }
        };
        Thread x = new Thread(r), y = new Thread(r);
        x.start();
        y.start();
        x.join();
        y.join();
        return a.get() + (int) (b.get() >> 33);
    }
}
