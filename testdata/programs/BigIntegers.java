// java.math.BigInteger.
import java.math.BigInteger;
import java.util.Random;

public class BigIntegers {
    public static void main(String[] args) {
        BigInteger f = BigInteger.ONE;
        for (int i = 2; i <= 200; i++) f = f.multiply(BigInteger.valueOf(i));
        System.out.println(f);
        System.out.println(f.bitLength() + " " + f.bitCount() + " " + f.getLowestSetBit() + " " + f.mod(BigInteger.valueOf(1_000_003)));
        BigInteger p = BigInteger.TWO.pow(521).subtract(BigInteger.ONE);
        System.out.println(p.isProbablePrime(20) + " " + p.toString(36));
        BigInteger a = new BigInteger("-123456789012345678901234567890123456789");
        BigInteger b = new BigInteger("98765432109876543210");
        System.out.println(a.add(b) + "\n" + a.subtract(b) + "\n" + a.multiply(b) + "\n" + a.divide(b) + "\n" + a.remainder(b) + "\n" + a.mod(b));
        BigInteger[] qr = a.divideAndRemainder(b);
        System.out.println(qr[0].multiply(b).add(qr[1]).equals(a));
        System.out.println(a.gcd(b) + " " + a.negate().sqrt() + " " + b.modPow(BigInteger.valueOf(65537), p).mod(BigInteger.valueOf(1 << 30)) + " " + BigInteger.valueOf(3).modInverse(BigInteger.valueOf(11)));
        System.out.println(a.shiftLeft(13) + " " + a.shiftRight(70) + " " + a.and(b) + " " + a.or(b) + " " + a.xor(b) + " " + a.not() + " " + a.andNot(b));
        System.out.println(a.longValue() + " " + a.intValue() + " " + a.doubleValue() + " " + b.floatValue() + " " + a.signum() + " " + a.compareTo(b) + " " + a.hashCode());
        System.out.println(new BigInteger(1, new byte[] {(byte) 0xff, 0, 1}) + " " + new BigInteger("-ff", 16) + " " + java.util.Arrays.toString(BigInteger.valueOf(-257).toByteArray()));
        BigInteger x = new BigInteger(3000, new Random(1)), y = new BigInteger(3000, new Random(2));
        BigInteger big = x.multiply(y);
        System.out.println(big.divide(y).equals(x) + " " + big.hashCode() + " " + x.pow(7).mod(y).hashCode() + " " + x.multiply(x).sqrt().equals(x));
        System.out.println(big.toString().length() + " " + new BigInteger(big.toString()).equals(big));
        BigInteger huge = BigInteger.ONE.shiftLeft(20000).subtract(BigInteger.ONE);
        System.out.println(huge.multiply(huge).bitLength() + " " + huge.toString().hashCode());
        BigInteger fibA = BigInteger.ZERO, fibB = BigInteger.ONE;
        for (int i = 0; i < 1000; i++) {
            BigInteger t = fibA.add(fibB);
            fibA = fibB;
            fibB = t;
        }
        System.out.println(fibA);
        System.out.println(BigInteger.valueOf(1000).nextProbablePrime() + " " + BigInteger.TEN.setBit(100).flipBit(1).clearBit(3).testBit(100));
        for (Runnable r : new Runnable[] {() -> BigInteger.ONE.divide(BigInteger.ZERO), () -> new BigInteger("12x"), () -> new BigInteger(""),
                () -> BigInteger.TWO.modInverse(BigInteger.TEN), () -> f(200).longValueExact(), () -> BigInteger.TEN.pow(-1)}) {
            try {
                r.run();
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
    }

    static BigInteger f(int shift) {
        return BigInteger.ONE.shiftLeft(shift);
    }
}
