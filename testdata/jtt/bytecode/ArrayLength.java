// runs: (0)=0; (7)=14007; (-1)=!java.lang.NullPointerException
public class ArrayLength {
    public static int test(int n) {
        Object[] o = n < 0 ? null : new Object[n];
        return o.length + new byte[n * 2].length * 1000;
    }
}
