// runs: ("x")=2; (null)=1
public class IfNonNull {
    public static int test(Object a) {
        return a == null ? 1 : 2;
    }
}
