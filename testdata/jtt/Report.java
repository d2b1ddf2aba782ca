/** Prints the result of each run in a form that another program reads: one line per run. */
public class Report {
    static void start(int run) { line("@ " + run); }

    static void result(boolean value) { line("= Z " + value); }

    static void result(byte value) { line("= B " + value); }

    static void result(short value) { line("= S " + value); }

    static void result(char value) { line("= C " + (int) value); }

    static void result(int value) { line("= I " + value); }

    static void result(long value) { line("= J " + value); }

    static void result(float value) { line("= F " + Integer.toUnsignedString(Float.floatToRawIntBits(value))); }

    static void result(double value) { line("= D " + Long.toUnsignedString(Double.doubleToRawLongBits(value))); }

    static void result(Object value) { line("= L " + escape(String.valueOf(value))); }

    static void thrown(Throwable t) {
        String message = t.getMessage();
        line("! " + t.getClass().getName() + (message == null ? "" : " " + escape(message)));
    }

    private static void line(String s) { System.out.println(s); }

    /** Everything but printable ASCII becomes a number. */
    private static String escape(String s) {
        StringBuilder sb = new StringBuilder();
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c < ' ' || c > '~' || c == '\\') sb.append("\\u").append(Integer.toHexString(0x10000 | c).substring(1));
            else sb.append(c);
        }
        return sb.toString();
    }
}
