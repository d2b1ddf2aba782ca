// runs: (3)=334; (-1)=-110
public class Dup2X2 {
    public static long test(long n) {
        long[] a = new long[3];
        long r = a[1] = n;
        long s = a[1]++;
        return r * 100 + s * 10 + a[1];
    }
}
