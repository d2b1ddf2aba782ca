package one;

public class C extends two.B {
    public String f() { return "C.f"; }
    String h() { return "C.h"; }
    public static String s() { return "C.s"; }
}
