// String.format and java.util.Formatter: conversions, flags, widths, errors.
import java.math.*;
import java.util.*;

public class FormatTour {
    static void f(String format, Object... args) {
        try {
            System.out.println("[" + String.format(Locale.ROOT, format, args) + "]");
        } catch (IllegalFormatException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    public static void main(String[] args) {
        f("%d %5d %-5d| %05d %+d %,d %(d", 1, 22, 33, 44, 55, 1234567, -9);
        f("%x %X %o %#x %#o %08x", 255, 255, 8, 255, 8, -1);
        f("%x %d %d", (byte) -1, Long.MIN_VALUE, new BigInteger("123456789012345678901234567890"));
        f("%f %.2f %10.3f %-10.1f| %e %.3E %g %g", 3.14159, 2.71828, 1.0, 2.0, 12345.678, 0.00012, 0.0001, 1e10);
        f("%.0f %.1f %.1f %.1f %,.2f", 2.5, 0.25, 0.35, -0.05, 9876543.215);
        f("%f %f %f %+f %5.1f", Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.0, -0.0);
        f("%a %a %a", 1.0, 0.1, Double.MIN_VALUE);
        f("%s %10s %-10s| %.2s %S", "str", "right", "left", "cut", "upper");
        f("%c %C %c", 'a', 'b', 0x1F600);
        f("%b %B %b %b", true, false, null, "x");
        f("%h %s %s", "hi", null, List.of(1, 2));
        f("%2$s %1$s %<s %s", "a", "b");
        f("%n%%".replace("%n", ""), 1);
        f("%5c|%-5b|%5%", 'x', true);
        f("%s %.3f", new BigDecimal("1.10"), new BigDecimal("123.45678"));
        f("%tY-%<tm-%<td %<tH:%<tM:%<tS", new GregorianCalendar(2024, Calendar.FEBRUARY, 29, 13, 5, 9));
        f("%tB %<tb %<tA %<ta %<te %<tj %<tI %<tp", new GregorianCalendar(2024, Calendar.MARCH, 3, 13, 5, 9));
        f("%d", "not a number");
        f("%s %s", "one");
        f("%q", 1);
        f("%-d", 1);
        f("%.2d", 1);
        f("%#s", "x");
        f("%+s", "x");
        f("%,x", 1);
        f("%c", 0x110000);
        f("%0-5d", 1);
        f("%");
        System.out.printf("%s-%s%n", "printf", 1);
        System.out.println("%d items".formatted(3));
        StringBuilder sb = new StringBuilder();
        try (Formatter formatter = new Formatter(sb, Locale.GERMANY)) {
            formatter.format("%,.2f", 1234567.891);
        }
        System.out.println(sb);
        class Money implements Formattable {
            public void formatTo(Formatter f, int flags, int width, int precision) {
                f.format("Money(%d,%d,%d)", flags, width, precision);
            }
        }
        f("%-12.3s", new Money());
        System.out.println(String.join("|", Integer.toString(-255, 16), Integer.toHexString(-255), Long.toBinaryString(10), Integer.toOctalString(64), Long.toUnsignedString(-1L)));
    }
}
