// runs: (0, 1, "x")="x"; (0, 1, "y")="y"
public class ALoad2 {
    public static Object test(int p0, int p1, Object v) {
        return v;
    }
}
