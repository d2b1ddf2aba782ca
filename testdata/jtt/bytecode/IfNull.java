// runs: ("x")=1; (null)=2
public class IfNull {
    public static int test(Object a) {
        return a != null ? 1 : 2;
    }
}
