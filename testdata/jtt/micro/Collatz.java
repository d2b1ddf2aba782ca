// runs: (1000)=178
public class Collatz {
    public static int test(int n) {
        int best = 0;
        for (int i = 1; i < n; i++) {
            long x = i;
            int steps = 0;
            while (x != 1) {
                x = (x & 1) == 0 ? x >> 1 : 3 * x + 1;
                steps++;
            }
            best = Math.max(best, steps);
        }
        return best;
    }
}
