// runs: ("o")="o"
public class AReturn {
    static Object f(Object a) {
        return a;
    }

    public static Object test(Object a) {
        return f(a);
    }
}
