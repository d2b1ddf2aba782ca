// runs: (0)=1; (10)=11; (2000)=1024
public class TraceDepth {
    static void deeper(int n) {
        if (n == 0) throw new IllegalStateException();
        deeper(n - 1);
    }

    public static int test(int n) {
        try {
            deeper(n);
            return -1;
        } catch (IllegalStateException e) {
            int count = 0;
            for (StackTraceElement t : e.getStackTrace()) if (t.getMethodName().equals("deeper")) count++;
            return count;
        }
    }
}
