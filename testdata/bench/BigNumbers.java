// Digits of pi by a spigot on BigInteger, a factorial, a power modulo.
// args: 250
import java.math.BigInteger;

public class BigNumbers {
    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        BigInteger q = BigInteger.ONE, r = BigInteger.ZERO, t = BigInteger.ONE, k = BigInteger.ONE, m = BigInteger.valueOf(3), x = BigInteger.valueOf(3);
        BigInteger two = BigInteger.TWO, four = BigInteger.valueOf(4), seven = BigInteger.valueOf(7), three = BigInteger.valueOf(3);
        int sum = 0;
        for (int digits = 0; digits < n;) {
            if (four.multiply(q).add(r).subtract(t).compareTo(m.multiply(t)) < 0) {
                sum = sum * 31 + m.intValue();
                digits++;
                BigInteger nr = BigInteger.TEN.multiply(r.subtract(m.multiply(t)));
                m = BigInteger.TEN.multiply(three.multiply(q).add(r)).divide(t).subtract(BigInteger.TEN.multiply(m));
                q = q.multiply(BigInteger.TEN);
                r = nr;
            } else {
                BigInteger nr = two.multiply(q).add(r).multiply(x);
                BigInteger nn = q.multiply(seven.multiply(k)).add(two).add(r.multiply(x)).divide(t.multiply(x));
                q = q.multiply(k);
                t = t.multiply(x);
                x = x.add(two);
                k = k.add(BigInteger.ONE);
                m = nn;
                r = nr;
            }
        }
        BigInteger f = BigInteger.ONE;
        for (int i = 2; i < n * 2; i++) f = f.multiply(BigInteger.valueOf(i));
        System.out.println(sum + " " + f.bitLength() + " " + f.toString().length() + " " + BigInteger.valueOf(3).modPow(f.shiftRight(n), BigInteger.ONE.shiftLeft(521).subtract(BigInteger.ONE)).hashCode());
    }
}
