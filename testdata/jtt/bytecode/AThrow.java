// runs: (0)=4; (1)=!java.lang.Exception "one"; (2)=!java.lang.NullPointerException; (3)=3
public class AThrow {
    public static int test(int n) throws Exception {
        try {
            if (n == 0) throw new IllegalStateException("zero");
            if (n == 1) throw new Exception("one");
            if (n == 2) throw (RuntimeException) null;
            return n;
        } catch (IllegalStateException e) {
            return e.getMessage().length();
        }
    }
}
