// java.util.BitSet, and a sieve on it.
import java.util.*;

public class BitSets {
    public static void main(String[] args) {
        BitSet a = new BitSet(), b = new BitSet(10);
        a.set(1);
        a.set(5, 9);
        a.set(64);
        a.set(130, 140, true);
        b.set(0, 200);
        b.flip(7, 70);
        System.out.println(a + " " + a.cardinality() + " " + a.length() + " " + a.size() + " " + a.nextSetBit(9) + " " + a.nextClearBit(5) + " " + a.previousSetBit(63) + " " + a.previousClearBit(139) + " " + a.get(64) + a.get(6, 66));
        BitSet c = (BitSet) a.clone();
        c.and(b);
        System.out.println(c + " " + a.intersects(b) + " " + c.hashCode());
        c.or(a);
        c.xor(b);
        System.out.println(c.cardinality() + " " + Arrays.toString(c.toLongArray()));
        c.andNot(b);
        c.clear(130, 135);
        System.out.println(c + " " + Arrays.toString(BitSet.valueOf(new byte[] {3, 0, 1}).toByteArray()) + BitSet.valueOf(new long[] {5}) + " " + c.isEmpty() + c.equals(a) + " " + a.stream().sum());
        int n = 100_000;
        BitSet sieve = new BitSet(n);
        sieve.set(2, n);
        for (int i = 2; i * i < n; i = sieve.nextSetBit(i + 1)) for (int j = i * i; j < n; j += i) sieve.clear(j);
        System.out.println(sieve.cardinality() + " " + sieve.previousSetBit(n));
        try {
            a.set(3, 2);
        } catch (IndexOutOfBoundsException e) {
            System.out.println(e.getMessage());
        }
    }
}
