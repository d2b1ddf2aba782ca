// Selection among inherited default methods (JVMS 5.4.6): maximally specific, class first, super calls.
public class DiamondDefaults {
    interface A { default String m() { return "A"; } }
    interface B extends A { default String m() { return "B>" + A.super.m(); } }
    interface C extends A { }
    interface D extends A { default String m() { return "D"; } }
    static class BC implements B, C { }
    static class CB implements C, B { }
    static class BD implements B, D { public String m() { return B.super.m() + "+" + D.super.m(); } }
    static class Top { String m() { return "Top"; } }
    static class Sub extends BC { }
    static class Over extends BC { public String m() { return "Over>" + super.m(); } }
    static class Again extends Over implements D { public String m() { return super.m() + "&" + D.super.m(); } }
    static abstract class Abs implements A { public abstract String m(); }
    static class Conc extends Abs { public String m() { return "Conc"; } }
    interface E<T> { default String p(T t) { return "E " + t; } }
    interface F extends E<String> { default String p(String s) { return "F " + s; } }
    static class G implements F { }
    interface Eq { boolean equals(Object o); default int size() { return 7; } }
    static class H implements Eq { }

    @SuppressWarnings({"unchecked", "rawtypes"})
    public static void main(String[] args) {
        A[] all = {new BC(), new CB(), new BD(), new Sub(), new Over(), new Again(), new Conc(), new A() { }, new C() { }};
        for (A a : all) System.out.println(a.m());
        System.out.println(new Top().m() + new H().size() + new H().equals(null));
        E raw = new G();
        System.out.println(raw.p("x"));
        try {
            raw.p(1);
        } catch (ClassCastException e) {
            System.out.println(e.getMessage());
        }
        for (int i = 0; i < 3; i++) System.out.print(all[i * 2 % all.length].m() + (i < 2 ? ", " : "\n"));
    }
}
