import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Methods whose bodies the VM may replace: against each other, at their edges, over many values. */
public class Intrinsics {
    static long hash = 17;

    static void mix(long value) {
        hash = hash * 31 + value;
    }

    static void show(String name) {
        System.out.println(name + " " + Long.toHexString(hash));
        hash = 17;
    }

    public static void main(String[] args) {
        bits();
        strings();
        encodings();
        arrays();
        products();
        math();
    }

    static void bits() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            int x = i < 4 ? new int[] {0, -1, Integer.MIN_VALUE, 1}[i] : random.nextInt() >>> random.nextInt(32);
            long y = i < 4 ? new long[] {0, -1, Long.MIN_VALUE, 1}[i] : random.nextLong() >>> random.nextInt(64);
            mix(Integer.bitCount(x) + 100 * Integer.numberOfLeadingZeros(x) + 10_000 * Integer.numberOfTrailingZeros(x));
            mix(Long.bitCount(y) + 100 * Long.numberOfLeadingZeros(y) + 10_000 * Long.numberOfTrailingZeros(y));
            mix(Integer.reverseBytes(x));
            mix(Long.reverseBytes(y));
            mix(Math.multiplyHigh(y, x * 0x9e3779b97f4a7c15L));
        }
        show("bits");
    }

    static void strings() {
        String[] all = {"", "a", "b", "ab", "abc", "abab", "ababc", "zz\u00e9", "\u00ff", "\u0100", "a\u0100", "\u20ac\u20ac", "\ud83d\ude00x", "a\u00ff\u0100b", "x".repeat(100), "x".repeat(99) + "y"};
        for (String s : all) {
            for (String t : all) {
                mix(s.compareTo(t));
                mix(s.indexOf(t) + 1000 * s.lastIndexOf(t));
                for (int from = -1; from < 5; from++) mix(s.indexOf(t, from));
                mix(s.equals(t) ? 1 : 0);
                mix(s.contains(t) ? 1 : 0);
                mix((s + t).hashCode());
                mix(s.replace(t, "<>").hashCode());
                mix(s.equalsIgnoreCase(t) ? 3 : 4);
            }
            for (int c : new int[] {'a', 'b', 0xff, 0x100, 0x161, 0x20ac, 0x1f600, -1}) {
                mix(s.indexOf(c));
                mix(s.indexOf(c, 1));
            }
            char[] chars = new char[s.length() + 2];
            s.getChars(0, s.length(), chars, 1);
            mix(Arrays.hashCode(chars));
            mix(new String(chars).hashCode());
            mix(new StringBuilder(s).insert(0, '\u0101').deleteCharAt(0).append(s).reverse().toString().hashCode());
        }
        show("strings");
        fails(() -> "abc".getChars(1, 3, new char[2], 1));
        fails(() -> "\u0100bc".getChars(0, 3, new char[2], 0));
        fails(() -> new String(new char[3], 1, 3));
        fails(() -> new String(new byte[3], 2, 2, StandardCharsets.UTF_8));
        fails(() -> "abc".substring(2, 5));
        fails(() -> new StringBuilder("abc").insert(4, "x"));
        fails(() -> new StringBuilder("abc").getChars(0, 4, new char[9], 0));
        fails(() -> new StringBuilder("abc").append(new char[2], 1, 2));
    }

    static void encodings() {
        Random random = new Random(2);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            int limit = new int[] {0x80, 0x100, 0x3000}[i % 3];
            for (int j = random.nextInt(70); j > 0; j--) text.append((char) random.nextInt(random.nextInt(20) == 0 ? limit : 0x80));
            String s = text.toString();
            for (var charset : new java.nio.charset.Charset[] {StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.US_ASCII, StandardCharsets.UTF_16LE}) {
                byte[] bytes = s.getBytes(charset);
                mix(Arrays.hashCode(bytes));
                mix(new String(bytes, charset).hashCode());
                mix(Arrays.hashCode(charset.encode(s).array()));
            }
        }
        show("encodings");
    }

    static void arrays() {
        Random random = new Random(3);
        for (int i = 0; i < 400; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            byte[] other = bytes.clone();
            mix(Arrays.equals(bytes, other) ? 1 : 0);
            mix(Arrays.mismatch(bytes, other));
            if (bytes.length > 0) other[random.nextInt(other.length)] ^= 1;
            mix(Arrays.equals(bytes, other) ? 1 : 0);
            mix(Arrays.mismatch(bytes, other));
            mix(Arrays.compare(bytes, other));
            int from = random.nextInt(bytes.length + 1);
            mix(Arrays.mismatch(bytes, from, bytes.length, other, 0, bytes.length - from));
            long[] longs = random.longs(random.nextInt(20)).toArray();
            long[] more = Arrays.copyOf(longs, longs.length + 1);
            mix(Arrays.mismatch(longs, more) + Arrays.compare(longs, more));
            char[] chars = new String(bytes, StandardCharsets.ISO_8859_1).toCharArray();
            mix(Arrays.equals(chars, chars.clone()) ? 5 : 6);
            double[] doubles = {0.0, Double.NaN, i};
            mix(Arrays.mismatch(doubles, new double[] {i % 2 == 0 ? 0.0 : -0.0, Double.longBitsToDouble(0x7ff8000000000001L), i + i % 3}));
        }
        mix(Arrays.equals((byte[]) null, null) ? 1 : 2);
        mix(Arrays.equals(new byte[0], null) ? 1 : 2);
        mix(Arrays.equals((char[]) null, new char[0]) ? 1 : 2);
        show("arrays");
    }

    static void products() {
        Random random = new Random(4);
        for (int i = 0; i < 120; i++) {
            BigInteger x = new BigInteger(random.nextInt(3000), random);
            BigInteger y = new BigInteger(random.nextInt(2000), random).negate();
            mix(x.multiply(y).hashCode());
            mix(x.multiply(x).hashCode());
            mix(x.pow(3).hashCode());
            mix(x.subtract(y).shiftLeft(random.nextInt(90)).shiftRight(random.nextInt(200)).hashCode());
            if (y.signum() != 0) mix(x.mod(y.negate()).hashCode());
        }
        BigInteger modulus = BigInteger.TWO.pow(521).subtract(BigInteger.ONE);
        mix(BigInteger.valueOf(3).modPow(modulus.subtract(BigInteger.TEN), modulus).hashCode());
        mix(BigInteger.valueOf(7).modPow(BigInteger.TWO.pow(300), modulus.add(BigInteger.ONE)).hashCode());
        show("products");
    }

    static void math() {
        for (double x : new double[] {0, -0.0, 0.5, -0.5, 1.5, 2.5, -2.5, 1e15 + 0.5, 1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 4503599627370497.5}) {
            mix(Double.doubleToLongBits(Math.floor(x)));
            mix(Double.doubleToLongBits(Math.ceil(x)));
            mix(Double.doubleToLongBits(Math.rint(x)));
            mix(Double.doubleToLongBits(Math.sqrt(x)));
            mix(Double.doubleToLongBits(Math.abs(x)));
            mix(Double.doubleToLongBits(Math.fma(x, 3.0, -x)));
            mix(Float.floatToIntBits(Math.fma((float) x, 3f, 1f)));
            for (double y : new double[] {0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 3, -3}) {
                mix(Double.doubleToLongBits(Math.pow(Math.signum(x), y)));
                mix(Double.doubleToLongBits(Math.pow(y, x)));
            }
        }
        for (double x : new double[] {0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            System.out.println(Math.sin(x) + " " + Math.cos(x) + " " + Math.tan(x) + " " + Math.exp(x) + " " + Math.log(x) + " " + Math.log10(x));
        }
        show("math");
    }

    static void fails(Runnable action) {
        try {
            action.run();
            System.out.println("ok");
        } catch (RuntimeException e) {
            System.out.println(e);
        }
    }
}
