// runs: (3)=3; (7)=2520
public class Permutations {
    static int count;

    static void permute(int[] a, int k) {
        if (k == a.length) {
            if (a[0] < a[a.length - 1]) count++;
            return;
        }
        for (int i = k; i < a.length; i++) {
            int t = a[k];
            a[k] = a[i];
            a[i] = t;
            permute(a, k + 1);
            t = a[k];
            a[k] = a[i];
            a[i] = t;
        }
    }

    public static int test(int n) {
        int[] a = new int[n];
        for (int i = 0; i < n; i++) a[i] = i;
        count = 0;
        permute(a, 0);
        return count;
    }
}
