// runs: (0, 0)=1; (0, 1)=-2; (0, 2)=1
// runs: (0, 3)=!java.lang.ArrayIndexOutOfBoundsException "Index 3 out of bounds for length 3"
// runs: (0, -1)=!java.lang.ArrayIndexOutOfBoundsException "Index -1 out of bounds for length 3"
// runs: (0, -2147483648)=!java.lang.ArrayIndexOutOfBoundsException
// runs: (-1, 0)=!java.lang.NullPointerException
public class LALoad {
    public static long test(int n, int i) {
        long[] a = n < 0 ? null : new long[] {1L, -2L, 1L};
        return a[i];
    }
}
