// runs: (3, 4)=45; (1, 1)=5
public class MultiDim {
    public static int test(int a, int b) {
        int[][] x = new int[a][];
        for (int i = 0; i < a; i++) {
            x[i] = new int[b + i];
            for (int j = 0; j < x[i].length; j++) x[i][j] = i * j;
        }
        long[][][] y = new long[a][b][2];
        y[a - 1][b - 1][1] = 5;
        int s = (int) y[a - 1][b - 1][1];
        for (int[] r : x) for (int v : r) s += v;
        return s;
    }
}
