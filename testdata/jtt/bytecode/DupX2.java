// runs: (3)=334; (-1)=-110
public class DupX2 {
    public static int test(int n) {
        int[] a = new int[3];
        int r = a[1] = n;
        int s = a[1]++;
        return r * 100 + s * 10 + a[1];
    }
}
