// runs: (3)=3
public class StackOverflowFinally {
    static int depth;

    static int deeper() {
        depth++;
        try {
            return deeper() + 1;
        } finally {
            depth--;
        }
    }

    public static int test(int n) {
        try {
            return deeper();
        } catch (StackOverflowError e) {
            return n;
        } finally {
            depth = 0;
        }
    }
}
