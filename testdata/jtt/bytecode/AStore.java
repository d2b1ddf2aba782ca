// runs: (0, 1, 2, 3, 4, 5, "x", "y")="y"; (0, 1, 2, 3, 4, 5, "y", "x")="x"
public class AStore {
    public static Object test(int p0, int p1, int p2, int p3, int p4, int p5, Object v, Object w) {
        v = w;
        return v;
    }
}
