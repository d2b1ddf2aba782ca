import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** StrictMath to the last bit: a hash over many results of each function. */
public class StrictMathBits {
    public static void main(String[] args) {
        double[] xs = arguments();
        one("sin", StrictMath::sin, xs);
        one("cos", StrictMath::cos, xs);
        one("tan", StrictMath::tan, xs);
        one("asin", StrictMath::asin, xs);
        one("acos", StrictMath::acos, xs);
        one("atan", StrictMath::atan, xs);
        one("log", StrictMath::log, xs);
        one("log10", StrictMath::log10, xs);
        one("log1p", StrictMath::log1p, xs);
        one("exp", StrictMath::exp, xs);
        one("expm1", StrictMath::expm1, xs);
        one("sinh", StrictMath::sinh, xs);
        one("cosh", StrictMath::cosh, xs);
        one("tanh", StrictMath::tanh, xs);
        one("sqrt", StrictMath::sqrt, xs);
        one("cbrt", StrictMath::cbrt, xs);
        two("atan2", StrictMath::atan2, xs);
        two("remainder", StrictMath::IEEEremainder, xs);
        two("pow", StrictMath::pow, xs);
        two("hypot", StrictMath::hypot, xs);
    }

    static double[] arguments() {
        double[] special = {0.0, -0.0, 1, -1, 0.5, -0.5, 2, 10, 1e10, 1e22, 1e300, -1e300, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY, Double.NaN, Math.PI, Math.PI / 2, Math.PI / 4, Math.E, 0.4375, 0.6875, 1.1875, 2.4375, 22, 709.78, 710.4, -745.2, 1e-8, 1e-20};
        Random random = new Random(17);
        double[] xs = new double[4000];
        for (int i = 0; i < xs.length; i++) {
            if (i < special.length) xs[i] = special[i];
            else if (i % 3 == 0) xs[i] = random.nextGaussian() * Math.scalb(1.0, random.nextInt(24) - 12);
            else if (i % 3 == 1) xs[i] = random.nextDouble() * 2 - 1;
            else xs[i] = Double.longBitsToDouble(random.nextLong());
        }
        return xs;
    }

    static long mix(long hash, double value) {
        return (hash ^ Double.doubleToLongBits(value)) * 0x100000001b3L;
    }

    static void one(String name, DoubleUnaryOperator f, double[] xs) {
        long hash = 0;
        for (double x : xs) hash = mix(hash, f.applyAsDouble(x));
        System.out.println(name + " " + Long.toHexString(hash));
    }

    static void two(String name, DoubleBinaryOperator f, double[] xs) {
        long hash = 0;
        for (int i = 0; i < xs.length; i++) hash = mix(hash, f.applyAsDouble(xs[i], xs[(i * 7 + 3) % xs.length]));
        System.out.println(name + " " + Long.toHexString(hash));
    }
}
