// Boxing: caches, equality, hash codes, unboxing in expressions, wrapper statics.
import java.util.*;

public class BoxCaches {
    static Integer counter = 126;

    public static void main(String[] args) {
        Integer a = 127, b = 127, c = 128, d = 128;
        System.out.println((a == b) + " " + (c == d) + " " + c.equals(d) + " " + (c <= d && c >= d));
        Long l1 = 127L, l2 = 127L;
        Character c1 = 'z', c2 = 'z';
        Byte b1 = -1, b2 = -1;
        Short s1 = 100, s2 = 100;
        Boolean t1 = true, t2 = Boolean.valueOf("TRUE");
        System.out.println((l1 == l2) + " " + (c1 == c2) + " " + (b1 == b2) + " " + (s1 == s2) + " " + (t1 == t2) + " " + (Integer.valueOf(-128) == Integer.valueOf(-128)));
        counter++;
        counter += 5;
        Integer old = counter++;
        System.out.println(old + " " + counter + " " + l1.equals(127) + " " + new HashSet<Object>(Arrays.asList(1, 1L, 1.0, 1f, (short) 1, (byte) 1, '1')).size());
        Object o = true ? Integer.valueOf(1) : Double.valueOf(2);
        System.out.println(o + " " + (char) (c1 + 1) + " " + (a / 2.0) + " " + -b1 + " " + ~s1 + " " + !t1);
        System.out.println(Integer.hashCode(-5) + " " + Long.hashCode(1L << 40) + " " + Boolean.hashCode(false) + " " + Character.hashCode('x') + " " + Double.valueOf(0.5).hashCode() + " " + Short.hashCode((short) -1));
        List<Integer> list = new ArrayList<>(List.of(5, 6, 7));
        list.remove(1);
        list.remove((Integer) 7);
        System.out.println(list + " " + Integer.compare(3, 5) + Integer.signum(-9) + Integer.max(1, 2) + " " + Byte.toUnsignedInt((byte) -1) + " " + Character.getNumericValue('F') + " " + Integer.MAX_VALUE + " " + Character.MAX_VALUE + 0);
        Map<Long, String> map = new HashMap<>();
        map.put(1L, "long");
        System.out.println(map.get(1) + " " + map.get(1L) + " " + Boolean.logicalXor(true, false) + " " + Boolean.compare(true, false));
        int sum = 0;
        for (Integer i = 0; i < 300; i++) sum += i;
        System.out.println(sum);
        Number n = 3.99;
        System.out.println(n.intValue() + " " + n.byteValue() + " " + ((Object) 'c' instanceof Comparable) + " " + Integer.class.getSuperclass().getSimpleName() + " " + int.class.isPrimitive() + " " + (Integer.class == (Class<?>) int.class));
        try {
            Object x = 1;
            Long y = (Long) x;
        } catch (ClassCastException e) {
            System.out.println(e.getMessage());
        }
    }
}
