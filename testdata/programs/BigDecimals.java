// java.math.BigDecimal and MathContext.
import java.math.*;
import java.util.*;

public class BigDecimals {
    public static void main(String[] args) {
        BigDecimal a = new BigDecimal("123.4500"), b = new BigDecimal("-7.89");
        System.out.println(a.add(b) + " " + a.subtract(b) + " " + a.multiply(b) + " " + a.divide(b, 10, RoundingMode.HALF_EVEN) + " " + a.remainder(b));
        for (RoundingMode mode : RoundingMode.values()) {
            StringBuilder sb = new StringBuilder(mode.toString());
            for (String s : "5.5 2.5 1.6 1.1 1.0 -1.0 -1.1 -1.6 -2.5 -5.5".split(" ")) {
                try {
                    sb.append(' ').append(new BigDecimal(s).setScale(0, mode));
                } catch (ArithmeticException e) {
                    sb.append(" !");
                }
            }
            System.out.println(sb);
        }
        System.out.println(a.scale() + " " + a.precision() + " " + a.unscaledValue() + " " + a.stripTrailingZeros() + " " + a.negate().abs().signum());
        System.out.println(new BigDecimal("1E+5") + " " + new BigDecimal("1E+5").toPlainString() + " " + new BigDecimal("1.23E-10").toEngineeringString() + " " + new BigDecimal("12300000").round(new MathContext(2)));
        System.out.println(new BigDecimal(0.1) + " " + BigDecimal.valueOf(0.1) + " " + new BigDecimal("0.10").equals(new BigDecimal("0.1")) + " " + new BigDecimal("0.10").compareTo(new BigDecimal("0.1")));
        System.out.println(BigDecimal.ONE.divide(new BigDecimal(3), MathContext.DECIMAL128) + " " + BigDecimal.TEN.divide(new BigDecimal(4)) + " " + new BigDecimal(2).sqrt(new MathContext(50)));
        BigDecimal e = BigDecimal.ONE, term = BigDecimal.ONE;
        MathContext mc = new MathContext(60);
        for (int i = 1; i < 60; i++) {
            term = term.divide(BigDecimal.valueOf(i), mc);
            e = e.add(term, mc);
        }
        System.out.println(e);
        BigDecimal balance = new BigDecimal("1000.00");
        for (int year = 1; year <= 5; year++) {
            balance = balance.multiply(new BigDecimal("1.0375")).setScale(2, RoundingMode.HALF_UP);
            System.out.print(balance + (year < 5 ? " " : "\n"));
        }
        System.out.println(a.movePointLeft(5) + " " + a.movePointRight(3) + " " + a.scaleByPowerOfTen(20) + " " + a.pow(5) + " " + a.toBigInteger() + " " + a.ulp());
        System.out.println(a.doubleValue() + " " + b.floatValue() + " " + b.intValue() + " " + a.hashCode() + " " + a.max(b) + " " + Arrays.toString(a.divideAndRemainder(b)));
        for (Runnable r : List.<Runnable>of(() -> BigDecimal.ONE.divide(new BigDecimal(3)), () -> BigDecimal.ONE.divide(BigDecimal.ZERO), () -> new BigDecimal("1.2.3"),
                () -> BigDecimal.ZERO.divide(BigDecimal.ZERO), () -> new BigDecimal("1.5").intValueExact(), () -> new BigDecimal(Double.NaN), () -> new BigDecimal("0.125").setScale(2, RoundingMode.UNNECESSARY))) {
            try {
                r.run();
            } catch (RuntimeException x) {
                System.out.println(x);
            }
        }
    }
}
