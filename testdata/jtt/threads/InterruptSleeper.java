// runs: (7)=7
public class InterruptSleeper {
    public static int test(int n) throws Exception {
        int[] r = {0};
        Thread t = new Thread(() -> {
            try {
                Thread.sleep(60000);
            } catch (InterruptedException e) {
                r[0] = n;
            }
        });
        t.start();
        t.interrupt();
        t.join();
        return r[0];
    }
}
