// runs: (3)=8083; (-1)=4039
public class Dup2 {
    public static int test(int n) {
        int[] a = {n, n};
        a[1] += 5;
        long x, y;
        x = y = a[1];
        return (int) (x * 1000 + y * 10 + a[0]);
    }
}
