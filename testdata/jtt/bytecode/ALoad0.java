// runs: ("x")="x"; ("y")="y"
public class ALoad0 {
    public static Object test(Object v) {
        return v;
    }
}
