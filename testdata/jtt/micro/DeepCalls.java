// runs: (10)=155; (2000)=20055
public class DeepCalls {
    static int down(int n, int i, long l, double d) {
        if (n == 0) return i + (int) l - 1 + (i == 0 ? 10 : 0);
        return down(n - 1, i, l, d * 0.5) + 1;
    }

    public static int test(int n) {
        int s = 0;
        for (int i = 0; i < 10; i++) s += down(n, i, 1L, 2.0);
        return s;
    }
}
