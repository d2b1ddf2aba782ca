// java.text.DecimalFormat, NumberFormat, ChoiceFormat, CompactNumberFormat, parsing.
import java.math.*;
import java.text.*;
import java.util.*;

public class NumberFormats {
    public static void main(String[] args) throws Exception {
        DecimalFormatSymbols us = DecimalFormatSymbols.getInstance(Locale.US);
        double[] values = {0, 1, -1, 1234.5678, -0.005, 0.5, 1.5, 2.5, 1e10, 123456789.125, Double.NaN, Double.NEGATIVE_INFINITY, -0.0};
        for (String pattern : List.of("0", "#.##", "#,##0.00", "000.0#", "0.###E0", "##0.##E0", "#%", "#,##,##0", "'#'0", "0.00;(0.00)", "¤#,##0.00", "$0.0 'units'", "0.0\u2030")) {
            DecimalFormat f = new DecimalFormat(pattern, us);
            StringBuilder sb = new StringBuilder(pattern).append(':');
            for (double v : values) sb.append(' ').append(f.format(v));
            System.out.println(sb);
        }
        DecimalFormat f = new DecimalFormat("#,##0.###", us);
        System.out.println(f.parse("1,234.5xyz") + " " + f.parse("-12") + " " + f.parse("1e3") + " " + f.format(new BigDecimal("12345678901234567890.12345")) + " " + f.format(Long.MIN_VALUE) + " " + f.format(new BigInteger("99999999999999999999")));
        f.setParseBigDecimal(true);
        System.out.println(f.parse("123456789012345678901234567890.5").getClass().getSimpleName() + " " + f.toPattern() + " " + f.getMaximumFractionDigits());
        for (RoundingMode m : RoundingMode.values()) {
            if (m == RoundingMode.UNNECESSARY) continue;
            DecimalFormat r = new DecimalFormat("0.0", us);
            r.setRoundingMode(m);
            System.out.print(r.format(0.25) + " " + r.format(-0.35) + " " + r.format(0.15) + ", ");
        }
        System.out.println();
        NumberFormat n = NumberFormat.getIntegerInstance(Locale.US);
        n.setGroupingUsed(false);
        n.setMinimumIntegerDigits(5);
        System.out.println(n.format(42.5) + " " + n.format(43.5) + " " + n.format(1234567));
        System.out.println(NumberFormat.getCompactNumberInstance(Locale.US, NumberFormat.Style.SHORT).format(12345) + " " + NumberFormat.getCompactNumberInstance(Locale.US, NumberFormat.Style.LONG).format(5_600_000) + " " + new ChoiceFormat("0#none|1#one|1<many").format(7) + new ChoiceFormat("0#none|1#one|1<many").format(1));
        ParsePosition pos = new ParsePosition(2);
        System.out.println(NumberFormat.getInstance(Locale.GERMANY).parse("x:1.234,5 rest", pos) + " " + pos.getIndex() + pos.getErrorIndex());
        try {
            f.parse("abc");
        } catch (ParseException e) {
            System.out.println(e.getMessage() + " " + e.getErrorOffset());
        }
        for (String bad : List.of("0#", "#,#,0.0.0", "0.0.0")) {
            try {
                new DecimalFormat(bad, us);
                System.out.println("ok " + bad);
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
