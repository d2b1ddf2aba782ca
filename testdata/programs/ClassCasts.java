// ClassCastException messages for every combination of module and loader that occurs.
import java.util.*;
import java.util.function.*;

public class ClassCasts {
    interface I {}
    static class A {}
    static class B extends A implements I {}

    static void check(Supplier<Object> s) {
        try {
            System.out.println("fine " + s.get());
        } catch (ClassCastException e) {
            System.out.println(e.getMessage());
        }
    }

    static Object o(Object x) { return x; }

    public static void main(String[] args) {
        check(() -> (String) o(1));
        check(() -> (A) o("s"));
        check(() -> (B) o(new A()));
        check(() -> (I) o(new A()));
        check(() -> (String) o(new B()));
        check(() -> (int[]) o(new long[1]));
        check(() -> (String[]) o(new Object[1]));
        check(() -> ((A[]) o(new String[0])).length);
        check(() -> (Integer) o('c'));
        check(() -> (Runnable) o(new int[0]));
        check(() -> ((B[][]) o(new A[0][0])).length);
        check(() -> (Nested.X) o(1));
        check(() -> Integer.class.cast("s"));
        check(() -> int.class.cast(1));
        check(() -> (Comparable<?>) o(null));
        check(() -> ((Cloneable) o(new int[0])).getClass().getSimpleName());
        check(() -> A.class.asSubclass(I.class));
        check(() -> B.class.asSubclass(I.class).getSimpleName());
        check(() -> { TreeSet<Object> t = new TreeSet<>(); t.add(new A()); return t; });
        check(() -> { TreeSet<Object> t = new TreeSet<>(List.of(1)); t.add("x"); return t; });
    }

    static class Nested { static class X {} }
}
