// Varargs and overload resolution.
import java.util.*;

public class Varargs {
    static String f(int... a) { return "int..." + a.length; }
    static String f(Integer a) { return "Integer"; }
    static String f(long a) { return "long"; }
    static String f(Object a) { return "Object"; }
    static String g(Object... a) { return a == null ? "null" : "Object..." + a.length; }
    static String g(String s, Object... a) { return "String+" + a.length; }
    static String h(double d) { return "double"; }
    static String h(Object o) { return "Object"; }
    static String k(char c) { return "char"; }
    static String k(int i) { return "int"; }
    static <T> int count(T... ts) { return ts.length; }
    static int sum(String label, int... xs) { int s = 0; for (int x : xs) s += x; return s + label.length(); }
    static String p(byte b) { return "byte"; }
    static String p(short b) { return "short"; }
    static String p(int b) { return "int"; }

    static class A { String m(A a) { return "A.m(A)"; } }
    static class B extends A { String m(A a) { return "B.m(A)"; } String m(B b) { return "B.m(B)"; } }

    public static void main(String... args) {
        System.out.println(f() + " " + f(1) + " " + f(1, 2) + " " + f(Integer.valueOf(1)) + " " + f((short) 1) + " " + f("s") + " " + f(1.0) + " " + f(new int[3]));
        System.out.println(g() + " " + g("s") + " " + g(1, 2) + " " + g("s", 1, 2) + " " + g((Object[]) null) + " " + g((Object) null) + " " + g(new Object[] {1, 2, 3}) + " " + g(new int[] {1}));
        System.out.println(h(1) + " " + h('c') + " " + h(1L) + " " + h(true) + " " + k('c') + " " + k('c' + 1) + " " + k((byte) 1));
        System.out.println(count() + " " + count(1, "a", null) + " " + count(new Integer[] {1, 2}) + " " + count(new int[] {1, 2}) + " " + sum("abc") + " " + sum("abc", 1, 2, 3));
        byte b = 1;
        short s = 1;
        System.out.println(p(b) + p(s) + p(b + s) + p('c') + p((byte) 300));
        A ab = new B();
        B bb = new B();
        System.out.println(ab.m(bb) + " " + bb.m(bb) + " " + bb.m(ab) + " " + new A().m(bb));
        System.out.println(Arrays.asList(1, 2).size() + " " + Arrays.asList(new int[] {1, 2}).size() + " " + String.format("%s-%s", (Object[]) new String[] {"a", "b"}));
        main2();
    }

    static void main2(String... a) { System.out.println(Arrays.toString(a)); }
}
