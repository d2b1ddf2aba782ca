// runs: (0, 1)=2; (1, 200)=-55999; (2, -128)=-128000000
// runs: (3, 0)=!java.lang.ArrayIndexOutOfBoundsException "Index 3 out of bounds for length 3"
public class BAStore {
    public static int test(int i, int v) {
        byte[] a = new byte[3];
        boolean[] b = new boolean[3];
        a[i] = (byte) v;
        b[i] = v > 0;
        return a[0] + a[1] * 1000 + a[2] * 1000000 + (b[i] ? 1 : 0);
    }
}
