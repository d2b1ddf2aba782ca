// runs: (0, "x")="x"; (0, "y")="y"
public class ALoad1 {
    public static Object test(int p0, Object v) {
        return v;
    }
}
