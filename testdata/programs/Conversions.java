// Every primitive conversion over edge values, explicit, implicit, compound and boxed.
public class Conversions {
    static double[] ds = {0, -0.0, 1.5, -1.5, 127.9, 128, -128.9, 255.5, 32767.9, 65535.9, 65536, -1, 2147483647.5, 2147483648.0, -2147483649.0, 9.3e18, -9.3e18, 1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 16777217, 9007199254740993.0, 3.4028236e38, 1.4e-45, 7e-46};

    public static void main(String[] args) {
        for (double d : ds) {
            float f = (float) d;
            long l = (long) d;
            int i = (int) d;
            System.out.println(d + " f" + f + " l" + l + " i" + i + " c" + (int) (char) d + " s" + (short) d + " b" + (byte) d + " fl" + (long) f + " fi" + (int) f + " fb" + (byte) f + " fc" + (int) (char) f + " lf" + (float) l + " ld" + (double) l + " li" + (int) l + " if" + (float) i + " id" + (double) i + " ib" + (byte) i + " ic" + (int) (char) i + " is" + (short) i + " fd" + (double) f);
        }
        byte b = -1;
        short s = b;
        char c = (char) b;
        int i = c;
        long l = s;
        float f = l;
        double d = f;
        System.out.println(b + " " + s + " " + i + " " + l + " " + f + " " + d + " " + (b & 0xff) + " " + (char) (b & 'z') + " " + (short) (char) -2);
        b += 200.7;
        s -= 1e9;
        c *= 1.5;
        i += 3e9f;
        l /= 0.5f;
        i >>>= 33L;
        b >>>= 1;
        b <<= 3;
        c++;
        System.out.println(b + " " + s + " " + (int) c + " " + i + " " + l);
        long big = Long.MAX_VALUE - 511;
        System.out.println((float) big + " " + (double) big + " " + (float) (Integer.MAX_VALUE - 63) + " " + (float) (Integer.MAX_VALUE - 64) + " " + (int) (float) 2147483583 + " " + (float) 33554431 + " " + (float) -33554433);
        Character boxed = 'x';
        int widened = boxed;
        double wide = (double) (Integer) 7;
        long viaObject = (long) (Long) (Object) 5L;
        Object o = (short) 3;
        System.out.println(widened + " " + wide + " " + viaObject + " " + o.getClass().getSimpleName() + " " + (int) Integer.valueOf(3).byteValue() + " " + Double.valueOf(1e10).intValue() + " " + Float.valueOf(300.7f).byteValue() + " " + Long.valueOf(1L << 33).shortValue());
        System.out.println((5 / 2) + " " + (-5 / 2) + " " + (-5 % 2) + " " + (5 % -2) + " " + (-5 >> 1) + " " + (-5 >>> 30) + " " + 'a' / 2 + " " + (char) ('a' / 2 * 2) + " " + 07 + 0xFFL + 0b11 + " " + (byte) 0x80 + " " + 1e-40f + 1.0e+2);
    }
}
