// runs: (0, 1, 2, 3, 4, 5, "x")="x"; (0, 1, 2, 3, 4, 5, "y")="y"
public class ALoad {
    public static Object test(int p0, int p1, int p2, int p3, int p4, int p5, Object v) {
        return v;
    }
}
