// runs: (5)=5; (0)=!java.lang.RuntimeException "lost"
public class FinallyOverrides {
    public static int test(int n) {
        try {
            throw new RuntimeException("lost");
        } finally {
            if (n > 0) return n;
        }
    }
}
