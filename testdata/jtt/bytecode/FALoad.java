// runs: (0, 0)=1.5; (0, 1)=-2.5; (0, 2)=1.5
// runs: (0, 3)=!java.lang.ArrayIndexOutOfBoundsException "Index 3 out of bounds for length 3"
// runs: (0, -1)=!java.lang.ArrayIndexOutOfBoundsException "Index -1 out of bounds for length 3"
// runs: (0, -2147483648)=!java.lang.ArrayIndexOutOfBoundsException
// runs: (-1, 0)=!java.lang.NullPointerException
public class FALoad {
    public static float test(int n, int i) {
        float[] a = n < 0 ? null : new float[] {1.5f, -2.5f, 1.5f};
        return a[i];
    }
}
