// runs: (3, 0, 'a')='a'; (3, 2, 'z')='z'
// runs: (3, 3, 'a')=!java.lang.ArrayIndexOutOfBoundsException "Index 3 out of bounds for length 3"
// runs: (3, -1, 'a')=!java.lang.ArrayIndexOutOfBoundsException "Index -1 out of bounds for length 3"
// runs: (0, 0, 'a')=!java.lang.ArrayIndexOutOfBoundsException "Index 0 out of bounds for length 0"
// runs: (-1, 0, 'a')=!java.lang.NullPointerException
public class CAStore {
    public static char test(int n, int i, char v) {
        char[] a = n < 0 ? null : new char[n];
        a[i] = v;
        return a[(i + n) % n];
    }
}
