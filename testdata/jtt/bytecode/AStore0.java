// runs: ("x", "y")="y"; ("y", "x")="x"
public class AStore0 {
    public static Object test(Object v, Object w) {
        v = w;
        return v;
    }
}
