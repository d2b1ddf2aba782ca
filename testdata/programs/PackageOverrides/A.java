package one;

public class A {
    String f() { return "A.f"; }
    protected String g() { return "A.g"; }
    private String h() { return "A.h"; }
    static String s() { return "A.s"; }
    public static String callF(A a) { return a.f(); }
    public static String callG(A a) { return a.g(); }
    public static String callH(A a) { return a.h(); }
}
