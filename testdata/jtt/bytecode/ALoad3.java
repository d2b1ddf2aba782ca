// runs: (0, 1, 2, "x")="x"; (0, 1, 2, "y")="y"
public class ALoad3 {
    public static Object test(int p0, int p1, int p2, Object v) {
        return v;
    }
}
