// runs: (3)=1075003; (99)=1075099
public class ArrayClone {
    public static int test(int n) {
        int[] a = {1, 2, n};
        int[] b = a.clone();
        b[0] = 50;
        int[][] c = {a, b};
        int[][] d = c.clone();
        d[0][0] = 7;
        return a[0] * 10000 + b[0] * 100 + b[2] + (c[0] == d[0] ? 1000000 : 0);
    }
}
