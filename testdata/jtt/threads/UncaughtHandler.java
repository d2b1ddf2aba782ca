// runs: (4)="in thread 4"
public class UncaughtHandler {
    public static Object test(int n) throws Exception {
        String[] r = {null};
        Thread t = new Thread(() -> {
            throw new IllegalStateException("in thread " + n);
        });
        t.setUncaughtExceptionHandler((x, e) -> r[0] = e.getMessage());
        t.start();
        t.join();
        return r[0];
    }
}
