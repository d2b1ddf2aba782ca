// runs: ("x", "x")=1; (new Object(), new Object())=2; (null, null)=1; ("x", null)=2
public class IfACmpNe {
    public static int test(Object a, Object b) {
        return a == b ? 1 : 2;
    }
}
