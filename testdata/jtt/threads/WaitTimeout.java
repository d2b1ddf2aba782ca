// runs: (1)=true; (20)=true
public class WaitTimeout {
    public static boolean test(int ms) throws Exception {
        Object o = new Object();
        long start = System.nanoTime();
        synchronized (o) {
            o.wait(ms);
        }
        return System.nanoTime() - start >= ms * 1000000L - 1000000;
    }
}
