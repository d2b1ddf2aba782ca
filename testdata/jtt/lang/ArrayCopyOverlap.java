// runs: (0, 2, 5)="01012347"; (2, 0, 5)="23456567"; (0, 0, 8)="01234567"; (8, 8, 0)="01234567"
// runs: (1, 1, 9)=!java.lang.ArrayIndexOutOfBoundsException "arraycopy: last source index 10 out of bounds for int[8]"
// runs: (-1, 0, 1)=!java.lang.ArrayIndexOutOfBoundsException "arraycopy: source index -1 out of bounds for int[8]"
// runs: (0, 7, 2)=!java.lang.ArrayIndexOutOfBoundsException "arraycopy: last destination index 9 out of bounds for int[8]"
// runs: (0, 0, -1)=!java.lang.ArrayIndexOutOfBoundsException "arraycopy: length -1 is negative"
public class ArrayCopyOverlap {
    public static Object test(int from, int to, int n) {
        int[] a = {0, 1, 2, 3, 4, 5, 6, 7};
        System.arraycopy(a, from, a, to, n);
        StringBuilder sb = new StringBuilder();
        for (int x : a) sb.append(x);
        return sb.toString();
    }
}
