// runs: (100)=25; (20000)=2262
public class Sieve {
    public static int test(int n) {
        boolean[] no = new boolean[n];
        int count = 0;
        for (int i = 2; i < n; i++) {
            if (no[i]) continue;
            count++;
            for (int j = i * 2; j < n; j += i) no[j] = true;
        }
        return count;
    }
}
