// runs: (3, 0, 1)=1; (3, 2, -2)=-2
// runs: (3, 3, 1)=!java.lang.ArrayIndexOutOfBoundsException "Index 3 out of bounds for length 3"
// runs: (3, -1, 1)=!java.lang.ArrayIndexOutOfBoundsException "Index -1 out of bounds for length 3"
// runs: (0, 0, 1)=!java.lang.ArrayIndexOutOfBoundsException "Index 0 out of bounds for length 0"
// runs: (-1, 0, 1)=!java.lang.NullPointerException
public class IAStore {
    public static int test(int n, int i, int v) {
        int[] a = n < 0 ? null : new int[n];
        a[i] = v;
        return a[(i + n) % n];
    }
}
