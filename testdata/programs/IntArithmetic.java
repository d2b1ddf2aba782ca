// byte, short, char, int and long arithmetic at the edges.
public class IntArithmetic {
    static int[] ints = {0, 1, -1, 2, -2, 7, -7, 31, 32, 33, 255, 256, 65535, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x55555555, 123456789};
    static long[] longs = {0, 1, -1, 2, -3, 63, 64, 65, 1L << 32, (1L << 32) - 1, Long.MAX_VALUE, Long.MIN_VALUE, 0x5555555555555555L, 9876543210L, Integer.MIN_VALUE};

    public static void main(String[] args) {
        for (int a : ints) {
            long h = 17;
            for (int b : ints) {
                h = h * 31 + (a + b);
                h = h * 31 + (a - b);
                h = h * 31 + (a * b);
                try {
                    h = h * 31 + (a / b);
                    h = h * 31 + (a % b);
                } catch (ArithmeticException e) {
                    h ^= e.getMessage().length();
                }
                h = h * 31 + (a << b) + (a >> b) + (a >>> b);
                h = h * 31 + (a & b) + (a | b) + (a ^ b) + (~a);
                h = h * 31 + (a < b ? 1 : a == b ? 2 : 3) + (a >= b ? 4 : 0) + Integer.compareUnsigned(a, b);
                if (b != 0) h = h * 31 + Integer.divideUnsigned(a, b) + Integer.remainderUnsigned(a, b) + Math.floorMod(a, b) + Math.floorDiv(a, b);
            }
            System.out.println(a + " " + h + " " + (byte) a + " " + (short) a + " " + (int) (char) a + " " + -a + " " + Math.abs(a) + " " + Integer.bitCount(a) + " " + Integer.reverse(a) + " " + Integer.numberOfLeadingZeros(a) + " " + Integer.numberOfTrailingZeros(a) + " " + Integer.highestOneBit(a) + " " + Integer.reverseBytes(a) + " " + Integer.rotateLeft(a, 7) + " " + Integer.toUnsignedString(a));
        }
        for (long a : longs) {
            long h = 17;
            for (long b : longs) {
                h = h * 31 + (a + b) + (a - b) * 3 + (a * b) * 5;
                try {
                    h = h * 31 + (a / b) + (a % b) * 7;
                } catch (ArithmeticException e) {
                    h ^= e.getMessage().length();
                }
                h = h * 31 + (a << b) + (a >> b) + (a >>> b) + (a << (int) b);
                h = h * 31 + (a & b) + (a | b) * 3 + (a ^ b) * 5 + Long.compare(a, b) + Math.multiplyHigh(a, b);
                if (b != 0) h = h * 31 + Long.divideUnsigned(a, b) + Long.remainderUnsigned(a, b);
            }
            System.out.println(a + " " + h + " " + (int) a + " " + (byte) a + " " + -a + " " + Long.bitCount(a) + " " + Long.reverse(a) + " " + Long.numberOfLeadingZeros(a) + " " + Long.numberOfTrailingZeros(a) + " " + Long.toHexString(a) + " " + Long.hashCode(a));
        }
        byte b = 127;
        b++;
        short s = -32768;
        s--;
        char c = 0;
        c--;
        int i = Integer.MAX_VALUE;
        i++;
        b += 300;
        s *= 3;
        c >>= 1;
        i <<= 33;
        i -= 0.9;
        System.out.println(b + " " + s + " " + (int) c + " " + i + " " + (Integer.MIN_VALUE / -1) + " " + (Integer.MIN_VALUE % -1) + " " + Long.MIN_VALUE / -1);
        int x = 5;
        x = x++ + ++x * x-- - --x;
        System.out.println(x + " " + (1 << -1) + " " + (-1 >>> 28) + " " + (-1L >>> 60) + " " + ((byte) -1 >>> 4) + " " + (short) 40000 + " " + (char) 97 + (char) ('a' + 1) + ('a' + 1));
        String[] bad = {"", "x", "2147483648", "-", "+5", "0x1f", null, "１２"};
        for (String t : bad) {
            try {
                System.out.println(Integer.parseInt(t));
            } catch (NumberFormatException e) {
                System.out.println(e.getMessage());
            }
        }
        System.out.println(Integer.decode("-0x80") + " " + Integer.parseInt("-zz", 36) + " " + Long.parseUnsignedLong("18446744073709551615") + " " + Integer.valueOf("077") + " " + Long.decode("#ff"));
        for (Runnable r : new Runnable[] {() -> Math.addExact(Integer.MAX_VALUE, 1), () -> Math.multiplyExact(1L << 40, 1L << 40), () -> Math.toIntExact(1L << 31), () -> Math.negateExact(Integer.MIN_VALUE), () -> Math.incrementExact(Long.MAX_VALUE)}) {
            try {
                r.run();
            } catch (ArithmeticException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
