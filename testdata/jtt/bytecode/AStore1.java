// runs: (0, "x", "y")="y"; (0, "y", "x")="x"
public class AStore1 {
    public static Object test(int p0, Object v, Object w) {
        v = w;
        return v;
    }
}
