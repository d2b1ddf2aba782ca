// runs: (0)=1; (1)=11; (2)=7; (3)=200
public class FinallyReturn {
    static int seen;

    public static int test(int n) {
        int x = 1;
        try {
            if (n == 0) return x;
            if (n == 1) throw new RuntimeException();
            x = 5;
        } catch (RuntimeException e) {
            return x + 10;
        } finally {
            x = 100;
            if (n == 2) return 7;
            seen = x;
        }
        return x + seen;
    }
}
