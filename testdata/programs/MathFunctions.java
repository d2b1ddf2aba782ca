// java.lang.StrictMath to the last bit, java.lang.Math where its result is fixed.
import java.util.Locale;

public class MathFunctions {
    static double[] xs = {0, -0.0, 0.5, 1, -1, 1.5, 2, Math.PI, Math.PI / 2, Math.PI / 4, 3, 10, -10, 100.25, 1e5, 1e-5, 1e10, 1e300, -1e-300, 709.5, -745, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE};

    public static void main(String[] args) {
        for (double x : xs) {
            System.out.println(x + ": " + h(StrictMath.sin(x)) + h(StrictMath.cos(x)) + h(StrictMath.tan(x)) + h(StrictMath.asin(x)) + h(StrictMath.acos(x)) + h(StrictMath.atan(x))
                + h(StrictMath.exp(x)) + h(StrictMath.log(x)) + h(StrictMath.log10(x)) + h(StrictMath.sqrt(x)) + h(StrictMath.cbrt(x)) + h(StrictMath.sinh(x)) + h(StrictMath.cosh(x)) + h(StrictMath.tanh(x)) + h(StrictMath.expm1(x)) + h(StrictMath.log1p(x)));
        }
        for (double x : xs) {
            StringBuilder sb = new StringBuilder();
            for (double y : new double[] {0, 1, -1, 0.5, 2, 3, -2.5, 1e10, Double.NaN, Double.POSITIVE_INFINITY, -0.0}) sb.append(h(StrictMath.pow(x, y))).append(h(StrictMath.atan2(x, y))).append(h(StrictMath.hypot(x, y)));
            System.out.println(x + ": " + sb);
        }
        System.out.println(Math.sqrt(2) + " " + Math.floor(-1.5) + " " + Math.ceil(-0.5) + " " + Math.rint(2.5) + " " + Math.round(-2.5) + " " + Math.signum(-3.0) + " " + Math.toDegrees(Math.PI) + " " + Math.floorMod(-7, 3) + " " + Math.abs(Integer.MIN_VALUE) + " " + Math.max(-0.0, 0.0) + " " + Math.min(-0.0f, 0.0f));
        double sum = 0;
        for (int i = 0; i < 1000; i++) sum += Math.sin(i * 0.01) * Math.cos(i * 0.02) + Math.exp(-i * 0.001) + Math.log(i + 1) + Math.pow(i, 0.5);
        System.out.println(String.format(Locale.ROOT, "%.8f", sum));
        System.out.println(Math.pow(2, 10) + " " + Math.exp(0) + " " + Math.log(1) + " " + Math.log10(1000) + " " + Math.cbrt(27) + " " + Math.hypot(3, 4) + " " + Math.sin(0) + " " + Math.atan2(0, -1));
    }

    static String h(double d) { return Long.toHexString(Double.doubleToLongBits(d)) + " "; }
}
