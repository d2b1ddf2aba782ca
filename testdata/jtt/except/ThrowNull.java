// runs: (0)=!java.lang.NullPointerException
public class ThrowNull {
    public static int test(int n) {
        RuntimeException e = null;
        throw e;
    }
}
