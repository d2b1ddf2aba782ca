// Products of double and long matrices.
// args: 200
public class MatrixMultiply {
    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        double[][] a = new double[n][n], b = new double[n][n], c = new double[n][n];
        long[][] d = new long[n][n], e = new long[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = i * 0.5 + j;
                b[i][j] = i - j * 0.25;
                d[i][j] = i * 31L + j;
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                long product = 0;
                for (int k = 0; k < n; k++) {
                    sum += a[i][k] * b[k][j];
                    product += d[i][k] * d[k][j];
                }
                c[i][j] = sum;
                e[i][j] = product;
            }
        }
        System.out.println(c[n / 3][n / 2] + " " + e[n - 1][1]);
    }
}
