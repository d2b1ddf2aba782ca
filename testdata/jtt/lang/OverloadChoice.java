// runs: (0)="intintlongdoubleintIntegerObjectStringvarargsvarargs"
public class OverloadChoice {
    static String f(int a) { return "int"; }
    static String f(long a) { return "long"; }
    static String f(double a) { return "double"; }
    static String f(Integer a) { return "Integer"; }
    static String f(Object a) { return "Object"; }
    static String f(String a) { return "String"; }
    static String f(int... a) { return "varargs"; }

    public static Object test(int n) {
        byte b = 1;
        Object o = "s";
        return f(b) + f(n) + f(2L) + f(1.5f) + f('c') + f(Integer.valueOf(1)) + f(o) + f("s") + f() + f(1, 2);
    }
}
