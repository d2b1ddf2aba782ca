// runs: (0)=0; (1)=0; (10)=285
public class StartJoin {
    public static int test(int n) throws Exception {
        int[] r = new int[n];
        Thread[] ts = new Thread[n];
        for (int i = 0; i < n; i++) {
            int k = i;
            ts[i] = new Thread(() -> r[k] = k * k);
            ts[i].start();
        }
        int s = 0;
        for (int i = 0; i < n; i++) {
            ts[i].join();
            s += r[i];
        }
        return s;
    }
}
