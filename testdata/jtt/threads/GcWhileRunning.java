// runs: (2000)=24000
public class GcWhileRunning {
    public static int test(int n) throws Exception {
        int[] sums = new int[3];
        Thread[] ts = new Thread[3];
        for (int t = 0; t < 3; t++) {
            int k = t;
            ts[t] = new Thread(() -> {
                Object[] keep = new Object[50];
                for (int i = 0; i < n; i++) {
                    keep[i % 50] = new int[] {i, k};
                    sums[k] += ((int[]) keep[i / 2 % 50])[1];
                }
            });
            ts[t].start();
        }
        for (int i = 0; i < 5; i++) System.gc();
        for (Thread t : ts) t.join();
        return sums[1] * 10 + sums[2];
    }
}
