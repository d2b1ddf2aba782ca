// runs: (3, 0, 1L)=1; (3, 2, -2L)=-2
// runs: (3, 3, 1L)=!java.lang.ArrayIndexOutOfBoundsException "Index 3 out of bounds for length 3"
// runs: (3, -1, 1L)=!java.lang.ArrayIndexOutOfBoundsException "Index -1 out of bounds for length 3"
// runs: (0, 0, 1L)=!java.lang.ArrayIndexOutOfBoundsException "Index 0 out of bounds for length 0"
// runs: (-1, 0, 1L)=!java.lang.NullPointerException
public class LAStore {
    public static long test(int n, int i, long v) {
        long[] a = n < 0 ? null : new long[n];
        a[i] = v;
        return a[(i + n) % n];
    }
}
