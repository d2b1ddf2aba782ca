// runs: (5)=5
public class VolatileFlag {
    static volatile boolean stop;
    static volatile int count;

    public static int test(int n) throws Exception {
        stop = false;
        count = 0;
        Thread t = new Thread(() -> {
            while (!stop) count++;
        });
        t.start();
        while (count == 0) Thread.yield();
        stop = true;
        t.join();
        return count > 0 ? n : -1;
    }
}
