// instanceof with patterns: scoping, conjunction, arrays, interfaces, generics.
import java.util.*;

public class InstanceofPatterns {
    static String s(Object o) {
        if (o instanceof String t && t.length() > 3) return "long " + t;
        if (o instanceof String t) return "short " + t;
        if (o instanceof Integer i) { i++; return "int " + i; }
        if (!(o instanceof Number n)) return o instanceof Object[] a ? "array " + a.length : o == null ? "null" : "object";
        return "number " + n.intValue();
    }

    static <T extends Comparable<T>> T max(Object a, T b) {
        @SuppressWarnings("unchecked")
        T t = (T) a;
        return t.compareTo(b) > 0 ? t : b;
    }

    static int depth(Object o) {
        int d = 0;
        while (o instanceof List<?> l && !l.isEmpty()) {
            o = l.get(0);
            d++;
        }
        return d;
    }

    public static void main(String[] args) {
        for (Object o : new Object[] {"abcd", "ab", 41, 2.9, 7L, null, new String[2], new int[2], new int[1][1], 'c'}) System.out.println(s(o));
        System.out.println(max("a", "b") + max(3, 2) + " " + depth(List.of(List.of(List.of(1)))));
        Object a = new int[0][];
        System.out.println((a instanceof Object[]) + " " + (a instanceof int[][]) + " " + (a instanceof Cloneable) + " " + (a instanceof java.io.Serializable) + " " + (a instanceof Object));
        Object n = new Integer[] {1};
        System.out.println((n instanceof Number[]) + " " + (n instanceof Comparable[]) + " " + (n instanceof Comparable<?>[]) + " " + (n instanceof Integer[] x && x[0] == 1) + " " + (n instanceof String[]));
        try {
            System.out.println(max(1, "x"));
        } catch (ClassCastException e) {
            System.out.println(e.getMessage());
        }
    }
}
