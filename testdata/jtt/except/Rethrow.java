// runs: (0)=!java.lang.Exception "zero"; (1)=!java.lang.Exception "wrapped"; (2)=1
public class Rethrow {
    public static int test(int n) throws Exception {
        try {
            if (n == 0) throw new Exception("zero");
            return 1 / (n - 1);
        } catch (Exception e) {
            if (n == 1) throw new Exception("wrapped", e);
            throw e;
        }
    }
}
