// runs: (0, 1, 2, "x", "y")="y"; (0, 1, 2, "y", "x")="x"
public class AStore3 {
    public static Object test(int p0, int p1, int p2, Object v, Object w) {
        v = w;
        return v;
    }
}
