// float and double arithmetic: NaN, infinities, signed zero, subnormals, remainder, comparison, text.
public class FloatArithmetic {
    static double[] ds = {0.0, -0.0, 1, -1, 0.1, 1.5, 3, -7.25, 1e308, 1e-308, Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, Math.PI, 1L << 53, (1L << 53) + 2};
    static float[] fs = {0f, -0f, 1, 0.1f, -2.5f, 1e38f, 1e-45f, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 16777216f};

    public static void main(String[] args) {
        for (double a : ds) {
            long h = 1;
            for (double b : ds) {
                h = h * 31 + bits(a + b) + bits(a - b) * 3 + bits(a * b) * 5 + bits(a / b) * 7 + bits(a % b) * 11;
                h = h * 31 + (a < b ? 1 : 0) + (a <= b ? 2 : 0) + (a > b ? 4 : 0) + (a >= b ? 8 : 0) + (a == b ? 16 : 0) + (a != b ? 32 : 0) + Double.compare(a, b) * 64;
                h = h * 31 + bits(Math.min(a, b)) + bits(Math.max(a, b)) * 3 + bits(Math.copySign(a, b)) + bits(Math.IEEEremainder(a, b)) + bits(Math.nextAfter(a, b));
            }
            System.out.println(a + " " + h + " " + (int) a + " " + (long) a + " " + (float) a + " " + (char) a + 0 + " " + (byte) a + " " + Math.round(a) + " " + Math.rint(a) + " " + Math.floor(a) + " " + Math.ceil(a) + " " + Math.ulp(a) + " " + Math.getExponent(a) + " " + Double.toHexString(a) + " " + -a + " " + Math.abs(a));
        }
        for (float a : fs) {
            int h = 1;
            for (float b : fs) {
                h = h * 31 + bits(a + b) + bits(a - b) * 3 + bits(a * b) * 5 + bits(a / b) * 7 + bits(a % b) * 11;
                h = h * 31 + (a < b ? 1 : 0) + (a <= b ? 2 : 0) + (a > b ? 4 : 0) + (a >= b ? 8 : 0) + (a == b ? 16 : 0) + Float.compare(a, b) * 64;
                h = h * 31 + bits(Math.min(a, b)) + bits(Math.max(a, b)) + bits(Math.fma(a, b, 1f));
            }
            System.out.println(a + " " + h + " " + (int) a + " " + (long) a + " " + (double) a + " " + (short) a + " " + Math.round(a) + " " + Float.toHexString(a) + " " + Float.floatToIntBits(a));
        }
        System.out.println((0.1 + 0.2) + " " + (0.1f + 0.2f) + " " + 1.0 / 3 + " " + 1f / 3 + " " + 100.0 + " " + 1e7 + " " + 1.0E-3 + " " + 9.999e-4 + " " + 123456789.0 + " " + 1e21 + " " + 2e-3f + " " + 3.4e10f + " " + 4.9e-324 + " " + 1.17549435E-38f);
        for (String s : "1 -1.5e3 .5 5. 1e400 1e-400 0x1.8p1 NaN Infinity -0 1d 1f 179769313486231570e291 2.2250738585072012e-308 0.1e-6".split(" ")) System.out.print(Double.parseDouble(s) + " " + Float.parseFloat(s) + ", ");
        System.out.println();
        for (String s : new String[] {"", "x", "1e", "0x1", "1_0"}) {
            try {
                Double.parseDouble(s);
            } catch (NumberFormatException e) {
                System.out.println(e.getMessage());
            }
        }
        System.out.println(Double.valueOf(Double.NaN).equals(Double.NaN) + " " + (Double.NaN == Double.NaN) + " " + Double.valueOf(0.0).equals(-0.0) + " " + (0.0 == -0.0) + " " + Double.hashCode(1.5) + " " + Float.hashCode(-0f));
        double sum = 0;
        float fsum = 0;
        for (int i = 1; i <= 10000; i++) {
            sum += 1.0 / i;
            fsum += 1f / i;
        }
        System.out.println(sum + " " + fsum + " " + Math.fma(2.0, 3.0, 1e-20) + " " + Math.scalb(1.0, -1074) + " " + Math.nextUp(1.0f) + " " + Math.nextDown(0.0));
        int i = 'a';
        long l = Long.MAX_VALUE;
        System.out.println((float) l + " " + (double) l + " " + (long) (float) l + " " + (int) 1e20f + " " + (float) 16777217 + " " + (double) 16777217f + " " + (i + 1.5f) + " " + (5 / 2) + " " + (5 / 2.0) + " " + (char) (i + 0.9));
    }

    static long bits(double d) { return Double.doubleToLongBits(d); }

    static int bits(float f) { return Float.floatToIntBits(f); }
}
