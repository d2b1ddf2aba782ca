// runs: (0, 0)=1.5; (0, 1)=-2.5; (0, 2)=1.5
// runs: (0, 3)=!java.lang.ArrayIndexOutOfBoundsException "Index 3 out of bounds for length 3"
// runs: (0, -1)=!java.lang.ArrayIndexOutOfBoundsException "Index -1 out of bounds for length 3"
// runs: (0, -2147483648)=!java.lang.ArrayIndexOutOfBoundsException
// runs: (-1, 0)=!java.lang.NullPointerException
public class DALoad {
    public static double test(int n, int i) {
        double[] a = n < 0 ? null : new double[] {1.5, -2.5, 1.5};
        return a[i];
    }
}
