// runs: (0, 0)=1; (0, 1)=-32768; (0, 2)=1
// runs: (0, 3)=!java.lang.ArrayIndexOutOfBoundsException "Index 3 out of bounds for length 3"
// runs: (0, -1)=!java.lang.ArrayIndexOutOfBoundsException "Index -1 out of bounds for length 3"
// runs: (0, -2147483648)=!java.lang.ArrayIndexOutOfBoundsException
// runs: (-1, 0)=!java.lang.NullPointerException
public class SALoad {
    public static short test(int n, int i) {
        short[] a = n < 0 ? null : new short[] {(short) 1, (short) -32768, (short) 1};
        return a[i];
    }
}
