// runs: (0, 0)=1; (0, 1)=-128; (0, 2)=127; (1, 0)=10; (1, 1)=20
// runs: (0, 3)=!java.lang.ArrayIndexOutOfBoundsException "Index 3 out of bounds for length 3"
// runs: (1, 2)=!java.lang.ArrayIndexOutOfBoundsException "Index 2 out of bounds for length 2"
// runs: (2, 0)=!java.lang.NullPointerException
public class BALoad {
    public static int test(int n, int i) {
        byte[] a = {1, -128, 127};
        boolean[] b = {true, false};
        return n == 0 ? a[i] : n == 1 ? (b[i] ? 10 : 20) : ((byte[]) null)[i];
    }
}
