// runs: (0)="b10 a4 test16 "; (5)="b11 a4 test16 "
public class TraceLines {
    static void a(int n) {
        b(n,
            n);
    }

    static int b(int n, int m) {
        if (n == 0)
            throw new RuntimeException();
        return m / (n - n);
    }

    public static Object test(int n) {
        try {
            a(n);
            return null;
        } catch (RuntimeException e) {
            StringBuilder sb = new StringBuilder();
            for (StackTraceElement t : e.getStackTrace()) {
                if (t.getClassName().equals("TraceLines")) sb.append(t.getMethodName()).append(t.getLineNumber()).append(' ');
            }
            return sb.toString();
        }
    }
}
