public class Lib {
    public static final int CONSTANT = 2;
    public static long retyped = 2;
    public int staticField = 2;
    public static int instanceField = 2;

    public Lib() {
    }

    static int same(int n) { return n * 10; }
    static String returned() { return "string"; }
    int wasStatic() { return 2; }
    static int wasInstance() { return 2; }
    private static int wasPublic() { return 2; }
    static int call(Job j) { return j.first() + j.second(); }
    static Object make() { return new WasInterface(); }
    static String text() { return "text " + CONSTANT; }

    interface Job {
        int first();
        int second();
    }

    interface Became { }
    static class WasInterface { int get() { return 2; } }
    static final class Open { int value() { return 2; } }
    static class Base { final int fixed() { return 2; } }
    static abstract class Concrete { }
    enum Colour { RED }
}
