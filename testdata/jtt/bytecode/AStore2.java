// runs: (0, 1, "x", "y")="y"; (0, 1, "y", "x")="x"
public class AStore2 {
    public static Object test(int p0, int p1, Object v, Object w) {
        v = w;
        return v;
    }
}
