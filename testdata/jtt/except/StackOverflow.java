// runs: (1)=true; (5)=true
public class StackOverflow {
    static int depth;

    static long deeper(long a, int b, double c) {
        depth++;
        return deeper(a + 1, b, c) + b;
    }

    public static boolean test(int n) {
        for (int i = 0; i < n; i++) {
            depth = 0;
            try {
                deeper(1, 2, 3);
            } catch (StackOverflowError e) {
                if (depth < 500) return false;
            }
        }
        return true;
    }
}
