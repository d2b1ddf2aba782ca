// runs: (0, 0)='a'; (0, 1)='z'; (0, 2)='a'
// runs: (0, 3)=!java.lang.ArrayIndexOutOfBoundsException "Index 3 out of bounds for length 3"
// runs: (0, -1)=!java.lang.ArrayIndexOutOfBoundsException "Index -1 out of bounds for length 3"
// runs: (0, -2147483648)=!java.lang.ArrayIndexOutOfBoundsException
// runs: (-1, 0)=!java.lang.NullPointerException
public class CALoad {
    public static char test(int n, int i) {
        char[] a = n < 0 ? null : new char[] {'a', 'z', 'a'};
        return a[i];
    }
}
