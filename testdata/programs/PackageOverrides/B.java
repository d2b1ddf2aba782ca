package two;

public class B extends one.A {
    String f() { return "B.f"; }
    @Override public String g() { return "B.g"; }
    private String h() { return "B.h"; }
    static String s() { return "B.s"; }
    public static String callF(B b) { return b.f(); }
}
