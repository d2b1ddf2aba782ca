// runs: (3, 0, 1.5)=1.5; (3, 2, -2.5)=-2.5
// runs: (3, 3, 1.5)=!java.lang.ArrayIndexOutOfBoundsException "Index 3 out of bounds for length 3"
// runs: (3, -1, 1.5)=!java.lang.ArrayIndexOutOfBoundsException "Index -1 out of bounds for length 3"
// runs: (0, 0, 1.5)=!java.lang.ArrayIndexOutOfBoundsException "Index 0 out of bounds for length 0"
// runs: (-1, 0, 1.5)=!java.lang.NullPointerException
public class DAStore {
    public static double test(int n, int i, double v) {
        double[] a = n < 0 ? null : new double[n];
        a[i] = v;
        return a[(i + n) % n];
    }
}
