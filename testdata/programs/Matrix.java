// Matrices of doubles, longs and rationals: product, determinant, inverse, fast powers.
import java.math.BigInteger;
import java.util.*;

public class Matrix {
    record Ratio(BigInteger n, BigInteger d) {
        Ratio {
            BigInteger g = n.gcd(d).max(BigInteger.ONE);
            if (d.signum() < 0) g = g.negate();
            n = n.divide(g);
            d = d.divide(g);
        }
        static Ratio of(long n) { return new Ratio(BigInteger.valueOf(n), BigInteger.ONE); }
        Ratio minus(Ratio o) { return new Ratio(n.multiply(o.d).subtract(o.n.multiply(d)), d.multiply(o.d)); }
        Ratio times(Ratio o) { return new Ratio(n.multiply(o.n), d.multiply(o.d)); }
        Ratio over(Ratio o) { return new Ratio(n.multiply(o.d), d.multiply(o.n)); }
        boolean zero() { return n.signum() == 0; }
        @Override public String toString() { return d.equals(BigInteger.ONE) ? n.toString() : n + "/" + d; }
    }

    static double[][] mul(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) for (int k = 0; k < b.length; k++) for (int j = 0; j < b[0].length; j++) c[i][j] += a[i][k] * b[k][j];
        return c;
    }

    static long[][] pow(long[][] m, int e, long mod) {
        int n = m.length;
        long[][] r = new long[n][n];
        for (int i = 0; i < n; i++) r[i][i] = 1;
        for (; e > 0; e >>= 1) {
            if ((e & 1) == 1) r = mulMod(r, m, mod);
            m = mulMod(m, m, mod);
        }
        return r;
    }

    static long[][] mulMod(long[][] a, long[][] b, long mod) {
        long[][] c = new long[a.length][a.length];
        for (int i = 0; i < a.length; i++) for (int j = 0; j < a.length; j++) for (int k = 0; k < a.length; k++) c[i][j] = (c[i][j] + a[i][k] * b[k][j]) % mod;
        return c;
    }

    static Ratio[][] invert(int n) {
        Ratio[][] m = new Ratio[n][2 * n];
        for (int i = 0; i < n; i++) for (int j = 0; j < 2 * n; j++) m[i][j] = j < n ? new Ratio(BigInteger.ONE, BigInteger.valueOf(i + j + 1)) : Ratio.of(j - n == i ? 1 : 0);
        for (int c = 0; c < n; c++) {
            int p = c;
            while (m[p][c].zero()) p++;
            Ratio[] t = m[p];
            m[p] = m[c];
            m[c] = t;
            Ratio pivot = m[c][c];
            for (int j = 0; j < 2 * n; j++) m[c][j] = m[c][j].over(pivot);
            for (int i = 0; i < n; i++) {
                if (i == c || m[i][c].zero()) continue;
                Ratio f = m[i][c];
                for (int j = 0; j < 2 * n; j++) m[i][j] = m[i][j].minus(f.times(m[c][j]));
            }
        }
        return Arrays.stream(m).map(r -> Arrays.copyOfRange(r, n, 2 * n)).toArray(Ratio[][]::new);
    }

    public static void main(String[] args) {
        double[][] a = new double[40][40], b = new double[40][40];
        for (int i = 0; i < 40; i++) for (int j = 0; j < 40; j++) { a[i][j] = i * 0.5 - j; b[i][j] = Math.sin(0) + j * 0.25 + i; }
        double[][] c = mul(a, b);
        double trace = 0;
        for (int i = 0; i < 40; i++) trace += c[i][i];
        System.out.println(trace + " " + c[3][17] + " " + c[39][0]);
        System.out.println(Arrays.deepToString(pow(new long[][] {{1, 1}, {1, 0}}, 1_000_000, 1_000_000_007L)));
        for (Ratio[] row : invert(5)) System.out.println(Arrays.toString(row));
    }
}
