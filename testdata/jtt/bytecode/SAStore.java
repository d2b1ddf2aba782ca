// runs: (3, 0, (short) 1)=1; (3, 2, (short) -32768)=-32768
// runs: (3, 3, (short) 1)=!java.lang.ArrayIndexOutOfBoundsException "Index 3 out of bounds for length 3"
// runs: (3, -1, (short) 1)=!java.lang.ArrayIndexOutOfBoundsException "Index -1 out of bounds for length 3"
// runs: (0, 0, (short) 1)=!java.lang.ArrayIndexOutOfBoundsException "Index 0 out of bounds for length 0"
// runs: (-1, 0, (short) 1)=!java.lang.NullPointerException
public class SAStore {
    public static short test(int n, int i, short v) {
        short[] a = n < 0 ? null : new short[n];
        a[i] = v;
        return a[(i + n) % n];
    }
}
