// runs: ("x", "x")=2; ("x", "y")=1; (null, null)=2; (null, "x")=1
public class IfACmpEq {
    public static int test(Object a, Object b) {
        return a != b ? 1 : 2;
    }
}
