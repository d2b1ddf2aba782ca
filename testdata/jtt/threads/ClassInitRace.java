// runs: (4)=281
public class ClassInitRace {
    static class Slow {
        static int runs;
        static int value = make();

        static int make() {
            runs++;
            try {
                Thread.sleep(30);
            } catch (InterruptedException e) {
                return -1;
            }
            return 7;
        }
    }

    public static int test(int n) throws Exception {
        int[] seen = new int[n];
        Thread[] ts = new Thread[n];
        for (int i = 0; i < n; i++) {
            int k = i;
            ts[i] = new Thread(() -> seen[k] = Slow.value);
            ts[i].start();
        }
        int s = 0;
        for (int i = 0; i < n; i++) {
            ts[i].join();
            s += seen[i];
        }
        return s * 10 + Slow.runs;
    }
}
